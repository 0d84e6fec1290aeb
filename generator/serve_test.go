package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/rogpeppe/go-internal/testscript"

	"minglu/generator/cache"
	"minglu/generator/preview"
)

// occupy listens at an address of its own until the case ends, and sets OCCUPIED
// to it.
func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv("OCCUPIED", l.Addr().String())
}

// served serves the preview of a repository and returns its address.
func served(tb testing.TB, dir string, all bool) string {
	tb.Helper()
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	a := &app{stdout: io.Discard, stderr: io.Discard, now: fixedNow, root: dir}
	p, first := preview.New(tb.Context(), preview.Options{Dir: dir, Day: a.day, Cache: cache.Open(dir, tb.TempDir(), nil), All: all})
	if len(first.Bad)+len(first.Faults) > 0 {
		tb.Fatal(first.Bad, first.Faults)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- p.Serve(ctx, l, func(preview.Report) {}) }()
	tb.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			tb.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

// The command says where the preview is, and that it ends when it is told to is no
// failure.
func TestServeEndsWhenItIsInterrupted(t *testing.T) {
	dir := makeRepository(t, os.DirFS("../content"))
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	said, stdout := io.Pipe()
	var stderr strings.Builder
	code := make(chan int)
	go func() {
		code <- run(ctx, []string{"serve", "-C", dir, "--addr", "127.0.0.1:0", "--all"}, stdout, &stderr, fixedNow)
		stdout.Close()
	}()
	var all strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		fmt.Fprintln(&all, lines.Text())
		if lines.Text() == "按 Ctrl-C 停止。" {
			interrupt()
			go func() { _, _ = io.Copy(io.Discard, said) }()
			break
		}
	}
	if got := <-code; got != exitFine || stderr.String() != "" {
		t.Errorf("ends with %d and says %q", got, stderr.String())
	}
	for _, want := range []string{"已更新：30 个品牌", "预览：http://127.0.0.1:", "候选品牌：http://127.0.0.1:"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("says %q, which lacks %q", all.String(), want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("public/ was written")
	}
}

// BenchmarkServe measures how long an edit takes to be served: from the moment a
// brand's file is written until a browser that was told so has the new page. It
// prints the median, and the slowest of each ten.
func BenchmarkServe(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			dir := crowd(b, n)
			files, err := filepath.Glob(dir + "/content/brands/*/*.md")
			if err != nil || len(files) != n {
				b.Fatal(len(files), err)
			}
			root := served(b, dir, false)
			time.Sleep(3 * time.Second) // until the files are old enough to be told apart by their times
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				took = append(took, editToServed(b, root, files[i*37%n], fmt.Sprintf("改动第%d次", i)))
				b.StopTimer()
				time.Sleep(100 * time.Millisecond) // nobody saves faster
				b.StartTimer()
			}
			slices.Sort(took)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
			b.ReportMetric(float64(took[len(took)*9/10].Microseconds())/1000, "ms/p90")
		})
	}
}

// editToServed adds a line to a brand's file and waits for the page that has it.
func editToServed(b *testing.B, root, file, line string) time.Duration {
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	page := "/brands/" + strings.TrimSuffix(filepath.Base(file), ".md") + ".html"
	stream, err := http.Get(root + "/.minglu/events?page=" + page)
	if err != nil {
		b.Fatal(err)
	}
	defer stream.Body.Close()
	told := bufio.NewReader(stream.Body)
	next := func() {
		for {
			text, err := told.ReadString('\n')
			if err != nil {
				b.Fatal(err)
			}
			if strings.HasPrefix(text, "data: ") {
				return
			}
		}
	}
	next() // what it is now
	began := time.Now()
	if err := os.WriteFile(file, append(text, "\n"+line+"\n"...), 0o644); err != nil {
		b.Fatal(err)
	}
	for {
		next()
		answer, err := http.Get(root + page)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		if strings.Contains(string(body), line) {
			return time.Since(began)
		}
	}
}

// TestServeInTheBrowser edits files while a page is open: it loads itself again
// where it was, and mistakes lie over it until they are mended.
func TestServeInTheBrowser(t *testing.T) {
	browser := startBrowser(t)
	dir := makeRepository(t, os.DirFS("../content"))
	root := served(t, dir, true)
	b := (&hosted{root: root + "/", dir: dir, browser: browser}).tab(t)
	const page = "brands/donghai-shuijing-diaoke.html"
	file := filepath.Join(dir, "content/brands/donghai/donghai-shuijing-diaoke.md")
	edit := func(old, new string) {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), old) {
			t.Fatalf("no %q: %v", old, err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.do(chromedp.EmulateViewport(1000, 700))
	b.open(page)
	panel := func(id string) string {
		return `(document.getElementById('minglu-preview')?.shadowRoot.getElementById('` + id + `')?.innerText ?? '')`
	}
	becomes := func(what, expression string) {
		t.Helper()
		for end := time.Now().Add(time.Minute); !eval[bool](b, expression); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s never happens; the page says %q, the panels %q and %q", what,
					eval[string](b, `document.querySelector('h1')?.innerText ?? ''`), eval[string](b, panel("mistakes")), eval[string](b, panel("review")))
			}
		}
	}
	becomes("the review", panel("review")+`.includes('市级：')`)

	eval[bool](b, `(scrollTo(0, 400), true)`)
	edit("name: 东海水晶雕刻工匠", "name: 东海水晶琢磨工匠")
	becomes("the new name", `document.querySelector('h1')?.innerText === '东海水晶琢磨工匠'`)
	becomes("the old place", `scrollY === 400`)

	edit("county: 东海县", "county: 东海")
	becomes("the mistake", panel("mistakes")+`.includes('unknown-county')`)
	if text := eval[string](b, panel("mistakes")); !strings.Contains(text, "donghai-shuijing-diaoke.md:") || !strings.Contains(text, "发现 1 处错误") {
		t.Errorf("the overlay says %q", text)
	}
	const caret = `(() => {
		const mark = document.getElementById('minglu-preview').shadowRoot.querySelector('mark')
		const at = mark.getBoundingClientRect(), under = mark.querySelector('.caret').getBoundingClientRect()
		return mark.firstChild.data === '东海' && Math.abs(at.left - under.left) < 1 && Math.abs(at.right - under.right) < 1 && under.top > at.top
	})()`
	if !eval[bool](b, caret) {
		t.Error("the caret does not stand under the place")
	}
	if eval[string](b, `document.querySelector('h1').innerText`) != "东海水晶琢磨工匠" {
		t.Error("the last good page did not stay")
	}
	b.do(chromedp.KeyEvent("\x1b"))
	becomes("folding", `!`+panel("mistakes")+`.includes('unknown-county')`)
	edit("county: 东海", "county: 东海县")
	becomes("the end of the mistake", panel("mistakes")+` === ''`)

	if _, troubles := b.heard(); len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
}
