package browser

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	jsruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"minglu/generator/edition"
	"minglu/generator/fixture"
)

// A hosted is a site as a host would serve it below a path,
// and a browser to look at it with.
type hosted struct {
	root    string   // address of the site, with the slash at its end
	dir     string   // where it was built
	pages   []string // every page, in order
	moved   []string // old addresses: pages that lead on at once
	embeds  []string // pages that other sites show in a frame
	browser context.Context
}

// host serves the demonstration site, which is built once, and starts the browser.
func host(t *testing.T) *hosted {
	t.Helper()
	browser := Start(t)
	return serve(t, browser, demonstration.in(t, "demonstration", func(out string) {
		buildBelow(t, fixture.Repository(t, fixture.Content(t)), out)
	}))
}

// hostOf is host of a site that it builds, of the content given.
func hostOf(t *testing.T, content fs.FS) *hosted {
	t.Helper()
	browser, out := Start(t), t.TempDir()
	buildBelow(t, fixture.Repository(t, content), out)
	return serve(t, browser, out)
}

// serve serves a finished site.
func serve(t *testing.T, browser context.Context, dir string) *hosted {
	t.Helper()
	h := &hosted{dir: dir, browser: browser}
	for path, data := range fixture.Files(t, h.dir) {
		switch {
		case !strings.HasSuffix(path, ".html"):
		case strings.Contains(data, `http-equiv="refresh"`):
			h.moved = append(h.moved, path)
		case path == edition.OfflinePath: // a file to keep, without what is around pages
		case strings.HasPrefix(path, "embed/"):
			h.embeds = append(h.embeds, path)
		default:
			h.pages = append(h.pages, path)
		}
	}
	slices.Sort(h.pages)
	slices.Sort(h.moved)
	slices.Sort(h.embeds)
	h.start(t)
	return h
}

// start serves the site.
func (h *hosted) start(t *testing.T) {
	server := httptest.NewServer(http.StripPrefix(below, http.HandlerFunc(h.serve)))
	t.Cleanup(server.Close)
	h.root = server.URL + below
}

// serve hands out files as they are named. net/http's own would send the browser
// from index.html to its folder, which costs a request that real hosts spare.
func (h *hosted) serve(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	if name == "" {
		name = "index.html"
	}
	file, err := os.OpenInRoot(h.dir, filepath.FromSlash(name))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close() // read only
	http.ServeContent(w, r, name, time.Time{}, file)
}

// answers are states of the search page: with hits, and with none.
var answers = []string{"search.html?q=%E6%B0%B4%E6%99%B6", "search.html?q=zzzz"}

// look calls look for each page, in as many tabs as there are cores, and says
// which took longest.
func (h *hosted) look(t *testing.T, pages []string, look func(b *tab, page string)) {
	t.Helper()
	var next atomic.Int64
	var workers sync.WaitGroup
	took := make([]time.Duration, len(pages))
	began := time.Now()
	for range runtime.NumCPU() {
		workers.Go(func() {
			b := h.tab(t)
			for i := int(next.Add(1)) - 1; i < len(pages); i = int(next.Add(1)) - 1 {
				start := time.Now()
				look(b, pages[i])
				took[i] = time.Since(start)
			}
		})
	}
	workers.Wait()
	slowest := slices.Index(took, slices.Max(took))
	t.Logf("%d pages in %.1f s; %s took %.1f s", len(pages), time.Since(began).Seconds(), pages[slowest], took[slowest].Seconds())
}

// A tab is one tab of the browser, used by one goroutine, with storage of its
// own. What goes wrong in it fails the test, with the page's name.
type tab struct {
	t      *testing.T
	site   *hosted
	ctx    context.Context
	close  context.CancelFunc // which the end of the test does otherwise
	page   string
	silent bool // runs no scripts

	mu       sync.Mutex
	asked    []string // addresses requested since open
	troubles []string // what the console and the network complained about since open
}

func (h *hosted) tab(t *testing.T, options ...chromedp.ContextOption) *tab {
	if options == nil {
		options = append(options, chromedp.WithNewBrowserContext())
	}
	ctx, cancel := chromedp.NewContext(h.browser, options...)
	t.Cleanup(cancel)
	b := &tab{t: t, site: h, ctx: ctx, close: cancel}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.media("light")
	return b
}

// hear collects what a visitor's console would show.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	trouble := func(format string, args ...any) { b.troubles = append(b.troubles, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			trouble("%d for %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			trouble("a request failed: %s %s", e.ErrorText, e.BlockedReason)
		}
	case *log.EventEntryAdded:
		trouble("console: %s %s", e.Entry.Text, e.Entry.URL)
	case *jsruntime.EventConsoleAPICalled:
		trouble("console.%s from %d values", e.Type, len(e.Args))
	case *jsruntime.EventExceptionThrown:
		trouble("exception: %s at %s:%d", e.ExceptionDetails.Text, e.ExceptionDetails.URL, e.ExceptionDetails.LineNumber+1)
	}
}

// heard returns what was collected since open.
func (b *tab) heard() (asked, troubles []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.asked), slices.Clone(b.troubles)
}

// open loads a page, with its query if it has one, and waits for its answers.
func (b *tab) open(page string) {
	b.mu.Lock()
	b.page, b.asked, b.troubles = page, nil, nil
	b.mu.Unlock()
	b.do(chromedp.Navigate(b.site.root + page))
	if strings.HasPrefix(page, "search.html") && !b.silent {
		b.do(chromedp.WaitReady(chromedp.CSS(`#results[aria-busy="false"]`)))
		eval[int](b, `Promise.all(document.getAnimations().map((a) => a.finished)).then((all) => all.length)`)
	}
}

// do runs actions that must succeed, each in reasonable time.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.fail("%v", err)
	}
}

func (b *tab) fail(format string, args ...any) {
	b.t.Errorf("%s: %s", b.page, fmt.Sprintf(format, args...))
}

// eval returns the value of an expression in the page, awaited if it is a promise.
func eval[T any](b *tab, expression string) T {
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.fail("%v", err)
	}
	return value
}

// window sets the size; narrow ones are phones.
func (b *tab) window(width int64) {
	if width < 768 {
		b.do(chromedp.EmulateViewport(width, 740, chromedp.EmulateMobile, chromedp.EmulateTouch))
	} else {
		b.do(chromedp.EmulateViewport(width, 900))
	}
}

// media sets the colours that the visitor prefers: light or dark.
func (b *tab) media(scheme string) {
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"}, // what moves is measured at rest
		},
	})
	if err != nil {
		b.fail("%v", err)
	}
}

// scripts lets the pages that are opened next run scripts, or not.
func (b *tab) scripts(on bool) {
	b.silent = !on
	_, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	if err != nil {
		b.fail("%v", err)
	}
}

// elder presses the switch of 长辈版 unless it is as wanted.
func (b *tab) elder(on bool) {
	eval[bool](b, fmt.Sprintf(`(() => {
		const switch_ = document.querySelector('[data-elder]')
		if (switch_ && (switch_.getAttribute('aria-pressed') === 'true') !== %v) switch_.click() // a page for frames has none
		return true
	})()`, on))
}
