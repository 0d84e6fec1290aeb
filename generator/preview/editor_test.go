package preview

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/values"
)

// An editor is a repository that a test edits, and its preview.
type editor struct {
	t    *testing.T
	dir  string
	root string // the preview's address, without a slash

	token string // by which the preview knows its desk
}

// folderOf returns where a folder is copied from: this repository, but for the rules, which
// have a copy of their own for tests.
func folderOf(name string) string {
	if name == "criteria" {
		return "../testdata/rules/criteria"
	}
	return filepath.Join("../..", name)
}

// sit copies the repository's folders and serves their preview.
func sit(t *testing.T, o Options) *editor {
	t.Helper()
	d := &editor{t: t, dir: t.TempDir()}
	for _, folder := range watched {
		if err := os.CopyFS(filepath.Join(d.dir, folder), os.DirFS(folderOf(folder))); err != nil {
			t.Fatal(err)
		}
	}
	return d.serve(o)
}

func (d *editor) serve(o Options) *editor {
	d.t.Helper()
	o.Dir, o.Cache = d.dir, cache.Open(d.dir, d.t.TempDir(), nil)
	o.Day = func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} }
	l, err := new(net.ListenConfig).Listen(d.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		d.t.Fatal(err)
	}
	p, _ := New(d.t.Context(), o)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- p.Serve(ctx, l, func(Report) {}) }()
	d.t.Cleanup(func() {
		stop()
		select {
		case err := <-done:
			if err != nil {
				d.t.Error(err)
			}
		case <-time.After(10 * time.Second):
			d.t.Error("the preview does not stop")
		}
	})
	d.root, d.token = "http://"+l.Addr().String(), p.token
	return d
}

// get returns what an address answers.
func (d *editor) get(address string) (int, string) {
	d.t.Helper()
	answer, err := http.Get(d.root + address)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func (d *editor) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

func (d *editor) write(name, text string) {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Dir(d.path(name)), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(d.path(name), []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

func (d *editor) text(name string) string {
	d.t.Helper()
	data, err := os.ReadFile(d.path(name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(data)
}

// edit puts one text in the place of another.
func (d *editor) edit(name, old, new string) {
	d.t.Helper()
	text := d.text(name)
	if !strings.Contains(text, old) {
		d.t.Fatalf("%s has no %q", name, old)
	}
	d.write(name, strings.Replace(text, old, new, 1))
}

// patience is how long tests wait for what must come: far longer than it takes.
const patience = 20 * time.Second

// shows waits until a page holds a text, or does not.
func (d *editor) shows(address, text string, want bool) {
	d.t.Helper()
	var body string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, body = d.get(address); strings.Contains(body, text) == want {
			return
		}
	}
	d.t.Fatalf("%s holds %q: %v after %v, want %v\n%s", address, text, !want, patience, want, body)
}

// A listener is an open page's stream of events.
type listener struct {
	d     *editor
	lines chan message
}

func (d *editor) listen(page string) *listener {
	d.t.Helper()
	ctx, stop := context.WithCancel(d.t.Context())
	d.t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.root+eventsPath+"?page="+page, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	l := &listener{d, make(chan message, 100)}
	go func() {
		defer answer.Body.Close()
		defer close(l.lines)
		lines := bufio.NewReader(answer.Body)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				var m message
				if json.Unmarshal([]byte(data), &m) == nil {
					l.lines <- m
				}
			}
		}
	}()
	return l
}

// until returns the first message that is as wanted.
func (l *listener) until(what string, wanted func(message) bool) message {
	l.d.t.Helper()
	var last message
	for end := time.After(patience); ; {
		select {
		case m, open := <-l.lines:
			if last = m; !open || wanted(m) {
				return m
			}
		case <-end:
			l.d.t.Fatalf("no message of %s; the last is %+v", what, last)
		}
	}
}

const (
	brand     = "content/brands/donghai/donghai-shuijing-diaoke.md"
	brandPage = "/brands/donghai-shuijing-diaoke.html"
	brandName = "东海水晶雕刻工匠"
)
