package edition_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
	"github.com/evanw/esbuild/pkg/api"

	"minglu/generator/browser"
	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/engine"
	"minglu/generator/layouts"
	"minglu/generator/values"
)

// The engine in the browser says of every case what the command says, byte for byte,
// loaded from a site and, with some of the cases, from a disk.
func TestTheBrowserFindsWhatTheCommandFinds(t *testing.T) {
	tab := browserTab(t)
	kept := cache.Open("../..", t.TempDir(), nil)
	t.Cleanup(kept.Close)
	e, err := engine.Own{}.Engine(t.Context(), kept, func() {})
	if err != nil {
		t.Fatal(err)
	}
	site, disk := deskPages(t, e)
	for _, p := range []struct {
		page  string
		every int
	}{{site, 1}, {disk, 20}} {
		page, every := p.page, p.every
		if err := chromedp.Do(tab, chromedp.Navigate(page)); err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		if said, err := textOf(tab, `desk.read.then(() => "", String)`); err != nil || said != "" {
			t.Fatalf("%s: %s %v", page, said, err)
		}
		asked := 0
		for name, archive := range cases(t) {
			root, date := caseRoot(t, archive)
			files, plain := contents(t, root)
			if asked++; !plain || asked%every != 0 {
				continue
			}
			want := natively(t, files, date)
			input, err := json.Marshal(map[string]any{"Files": files, "Date": date.String()})
			if err != nil {
				t.Fatal(err)
			}
			quoted, err := json.Marshal(string(input))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := textOf(tab, fmt.Sprintf(`desk.ask("repository", %s)`, quoted)); err != nil {
				t.Errorf("%s: %v", name, err)
			} else if got != want {
				t.Errorf("%s: in the browser\n%s\nby the command\n%s", name, got, want)
			}
		}
		if failed, err := textOf(tab, `desk.ask("nothing", "{}").catch(String)`); err != nil || failed == "" {
			t.Errorf("a call that nobody knows: %q, %v", failed, err)
		}
	}
}

// textOf waits for a promise of a text.
func textOf(tab context.Context, promise string) (string, error) {
	return chromedp.Run(tab, chromedp.Evaluate[string](promise, chromedp.EvalAwaitPromise))
}

// contents returns the files of a tree, and whether they are all that is in it.
func contents(t *testing.T, root fs.FS) (map[string][]byte, bool) {
	t.Helper()
	files, plain := map[string][]byte{}, true
	for name, f := range root.(fstest.MapFS) {
		if f.Mode != 0 || !utf8.ValidString(name) || !fs.ValidPath(name) {
			plain = false
		}
		files[name] = f.Data
	}
	return files, plain
}

// natively returns what the engine's answer to check has to be.
func natively(t *testing.T, files map[string][]byte, date values.Date) string {
	t.Helper()
	root := fstest.MapFS{}
	for name, data := range files {
		root[name] = &fstest.MapFile{Data: data}
	}
	_, bad, err := edition.Read(root, func(*content.Settings) values.Date { return date })
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := bad.JSON(&b, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// deskPages returns the addresses of two pages that load the engine: one of a host,
// and one on the disk.
func deskPages(t *testing.T, e *engine.Engine) (site, disk string) {
	t.Helper()
	l, err := layouts.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	layoutsDir, err := filepath.Abs("../../layouts/desk")
	if err != nil {
		t.Fatal(err)
	}
	loader := api.Build(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: `export {load} from "./load"`, ResolveDir: layoutsDir, Loader: api.LoaderTS},
		Bundle: true, Format: api.FormatIIFE, GlobalName: "loader", Target: api.ES2020, LogLevel: api.LogLevelSilent,
	})
	if len(loader.Errors) > 0 {
		t.Fatal(loader.Errors)
	}
	dir := t.TempDir()
	put := func(name string, data []byte) error {
		file := filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, data, 0o666))
	}
	own := engine.Site{Worker: l.DeskWorker(), Bundle: []byte("{}")}
	a, err := e.Publish(own, put)
	if err != nil {
		t.Fatal(err)
	}
	scripts := ""
	files, _ := e.Scripts(own)
	for name, data := range files {
		if err := put(name, data); err != nil {
			t.Fatal(err)
		}
		scripts += `<script src="` + name + `"></script>`
	}
	start := fmt.Sprintf(`const desk = loader.load({worker: %q, program: %q, words: %q}, () => {})`, a.Worker, a.Program, a.Words)
	const policy = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'`
	loading := `<script src="load.js"></script><script src="start.js"></script>`
	for name, text := range map[string]string{
		"load.js": string(loader.OutputFiles[0].Contents), "start.js": start,
		"site.html": policy + `">` + loading,
		"disk.html": `<!doctype html><meta charset="utf-8">` + scripts + loading,
	} {
		if err := put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	return server.URL + "/site.html", (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/disk.html"}).String()
}

// browserTab returns a tab of a browser.
func browserTab(t *testing.T) context.Context {
	t.Helper()
	tab, cancel := context.WithTimeout(browser.Start(t), 20*time.Minute)
	t.Cleanup(cancel)
	return tab
}
