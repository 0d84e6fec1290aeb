package search

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/evanw/esbuild/pkg/api"

	"minglu/generator/browser"
)

// tab returns a tab of a real browser, with room for a deadline.
func tab(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(browser.Start(t, chromedp.WindowSize(1280, 1200)), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// A host serves the search page and an export, and notes what is fetched.
type host struct {
	*httptest.Server
	mu      sync.Mutex
	files   map[string][]byte
	fetched []string
	bytes   int
	fails   func(path string) bool
}

// page is the search page with what the base template puts around it, without
// the lists of the site.
func page(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(clientDir, "search.html"))
	if err != nil {
		t.Fatal(err)
	}
	body, _, _ := strings.Cut(string(source), "<section")
	body = strings.NewReplacer("{{.Root}}", "", "{{.After}}", "search-after.js").Replace(body)
	return []byte(`<!doctype html><html lang="zh-CN" data-root=""><head><meta charset="utf-8"><title>搜索</title><script src="search.js" defer></script></head><body>` +
		body + `<section id="lists">名单</section></body></html>`)
}

// script bundles an entry of the client as the site does.
func script(t testing.TB, entry string) []byte { return scriptAs(t, entry, api.FormatIIFE) }

func scriptAs(t testing.TB, entry string, format api.Format) []byte {
	t.Helper()
	out := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(clientDir, entry)}, Bundle: true, Format: format, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Target: api.ES2020, Write: false, Outdir: t.TempDir(),
		Engines: []api.Engine{{Name: api.EngineChrome, Version: "90"}, {Name: api.EngineFirefox, Version: "90"}, {Name: api.EngineSafari, Version: "15"}},
	})
	if len(out.Errors) > 0 {
		t.Fatal(out.Errors[0].Text)
	}
	return out.OutputFiles[0].Contents
}

func newHost(t testing.TB, files map[string][]byte) *host {
	t.Helper()
	h := &host{files: map[string][]byte{"search.html": page(t), "search.js": script(t, "search.ts"), "search-after.js": scriptAs(t, "after.ts", api.FormatESModule)}}
	for path, data := range files {
		h.files[path] = data
	}
	h.Server = httptest.NewServer(http.HandlerFunc(h.serve))
	t.Cleanup(h.Close)
	return h
}

func (h *host) serve(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	h.mu.Lock()
	defer h.mu.Unlock()
	data, ok := h.files[path]
	if !ok || h.fails != nil && h.fails(path) {
		http.NotFound(w, r)
		return
	}
	if strings.HasPrefix(path, "search/") {
		h.fetched = append(h.fetched, path)
		h.bytes += len(data)
	}
	switch filepath.Ext(path) {
	case ".html":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	case ".js":
		w.Header().Set("Content-Type", "text/javascript")
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
	}
	w.Write(data)
}

func (h *host) change(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

// shown is what the page shows once it is done.
type shown struct {
	Total, Status, Notice, Address string
	Title, Focus                   string
	Slugs, Others, Papers, Chips   []string
	Marks, Lines                   []string
}

func state(ctx context.Context, t testing.TB) shown {
	t.Helper()
	// Longer than the pause in typing.
	if err := chromedp.Do(ctx, chromedp.Sleep(350*time.Millisecond), chromedp.WaitReady(chromedp.CSS(`#results[aria-busy=false]`))); err != nil {
		t.Fatal(err)
	}
	s, err := chromedp.Run(ctx, chromedp.Evaluate[shown](`({
		Total: document.getElementById("results").dataset.total,
		Status: document.getElementById("status").textContent,
		Notice: [...document.querySelectorAll("#cut, #notice *")].filter((e) => e.checkVisibility()).map((e) => e.textContent).join(""),
		Address: decodeURIComponent(location.search),
		Slugs: [...document.querySelectorAll("#results > li, #others > li")].map((li) => li.dataset.slug),
		Others: [...document.querySelectorAll("#others > li")].map((li) => li.dataset.slug),
		Papers: [...document.querySelectorAll("#papers > ol > li")].filter((e) => e.checkVisibility()).map((li) => li.dataset.slug),
		Chips: [...document.querySelectorAll("#chips button")].map((b) => b.textContent),
		Title: document.title, Focus: document.activeElement.id || document.activeElement.textContent,
		Lines: [...document.querySelectorAll(".hits .what:last-child a")].map((a) => a.parentElement.textContent + " " + a.getAttribute("href")),
		Marks: [...document.querySelectorAll("#results mark")].map((m) => m.textContent),
	})`))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func slugs(a Answer) []string {
	out := []string{}
	for _, h := range a.Hits {
		out = append(out, h.Slug)
	}
	return out
}

// TestBrowser types, picks, goes back and forward, and compares what stands on
// the page with what bleve answers.
func TestBrowser(t *testing.T) {
	ctx := tab(t)
	corpus := Corpus{Documents: generated(200)}
	files, x := built(t, corpus)
	h := newHost(t, files)
	check := func(what string, r Request) shown {
		t.Helper()
		r.Size = 10
		want, err := x.Search(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		got := state(ctx, t)
		if got.Total != fmt.Sprint(want.Total) || !slices.Equal(got.Slugs, slugs(want)) {
			t.Errorf("%s: the page shows %s: %v\nbleve finds %d: %v", what, got.Total, got.Slugs, want.Total, slugs(want))
		}
		return got
	}
	run := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	clear := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Evaluate[string](`document.getElementById("search-q").value = ""`)(ctx, target)
		return err
	})

	run(chromedp.Navigate(h.URL + "/search.html?q=" + url.QueryEscape("工匠")))
	if s := check("an address", Request{Text: "工匠"}); !strings.Contains(s.Status, "找到") || !slices.Contains(s.Marks, "工匠") {
		t.Errorf("status %q, marks %q", s.Status, s.Marks)
	}
	run(clear, chromedp.SendKeys(chromedp.CSS(`#search-q`), "东海"))
	if s := check("Chinese", Request{Text: "东海"}); s.Address != "?q=东海" {
		t.Errorf("the address is %q", s.Address)
	}
	run(clear, chromedp.SendKeys(chromedp.CSS(`#search-q`), "lyg"))
	check("initials", Request{Text: "lyg"})
	if s := state(ctx, t); s.Title != "lyg - 搜索" {
		t.Errorf("the title is %q", s.Title)
	}
	kind := corpus.Documents[0].kinds()[0]
	run(chromedp.Click(chromedp.CSS(`input[name=type][value="` + kind + `"]`)))
	if s := check("a facet", Request{Text: "lyg", Types: []string{kind}}); s.Address != "?q=lyg&type="+kind {
		t.Errorf("the address is %q", s.Address)
	}
	run(chromedp.SetValue(chromedp.CSS(`#search select`), "name"))
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.querySelector("select").dispatchEvent(new Event("change", {bubbles: true}))`)); err != nil {
		t.Fatal(err)
	}
	check("by name", Request{Text: "lyg", Types: []string{kind}, Sort: ByName})
	run(chromedp.NavigateBack())
	check("back once", Request{Text: "lyg", Types: []string{kind}})
	run(chromedp.NavigateBack())
	check("back twice", Request{Text: "lyg"})
	run(chromedp.NavigateForward())
	check("forward", Request{Text: "lyg", Types: []string{kind}})

	// Filters without a query, each taken away again.
	run(chromedp.Navigate(h.URL + "/search.html"))
	check("before any query", Request{})
	run(chromedp.Click(chromedp.CSS(`input[name=type][value="` + kind + `"]`)))
	check("a facet before any query", Request{Types: []string{kind}})
	withdrawn := statuses[2].Word()
	run(chromedp.Click(chromedp.CSS(`input[name=status][value="` + withdrawn + `"]`)))
	if s := check("a status", Request{Types: []string{kind}, Statuses: []string{withdrawn}}); !slices.Equal(s.Chips, []string{withdrawn, kind}) || len(s.Others) > 0 {
		t.Errorf("chosen are %v, of a chosen status %v are others", s.Chips, s.Others)
	}
	run(chromedp.Click(chromedp.CSS(`#chips button`)))
	if s := check("a chip is taken away", Request{Types: []string{kind}}); !slices.Equal(s.Chips, []string{kind}) || s.Focus != "status" {
		t.Errorf("chosen are %v, the focus is on %q", s.Chips, s.Focus)
	}

	run(chromedp.Navigate(h.URL+"/search.html?q="+url.QueryEscape("县")), chromedp.WaitVisible(chromedp.CSS(`#pages a:nth-child(3)`)), chromedp.Focus(chromedp.CSS(`#pages a:nth-child(3)`)), chromedp.KeyEvent(kb.Enter))
	if s := check("page two", Request{Text: "县", From: 10}); s.Focus != "下一页" {
		t.Errorf("a page further the focus is on %q", s.Focus)
	}
	run(chromedp.Click(chromedp.CSS(`#pages a:last-child`)))
	total, err := x.Search(context.Background(), Request{Text: "县"})
	if err != nil {
		t.Fatal(err)
	}
	if s := check("the last page", Request{Text: "县", From: (total.Total + total.Others - 1) / 10 * 10}); s.Focus != "status" || len(s.Others) == 0 {
		t.Errorf("on the last page the focus is on %q, %v stand no more", s.Focus, s.Others)
	}
	run(chromedp.Click(chromedp.CSS(`#pages a:first-child`)))
	check("the first page", Request{Text: "县"})

	year := corpus.Documents[0].Honors[0].Year // 2024年 on the site
	run(chromedp.Navigate(h.URL + "/search.html?year=" + strings.TrimSuffix(year, "年")))
	check("a year in digits", Request{Years: []string{year}})

	run(chromedp.Navigate(h.URL + "/search.html?q=" + url.QueryEscape("水晶雕刻师张三李四")))
	if s := check("loosened", Request{Text: "水晶雕刻师张三李四"}); s.Total != "0" && !strings.Contains(s.Notice, "没有名称含“水晶雕刻师张三李四”的品牌，下面的品牌含有其中一部分字词") {
		t.Errorf("the notice is %q", s.Notice)
	}
	run(chromedp.Navigate(h.URL + "/search.html?q=donghaq"))
	if s := check("nothing", Request{Text: "donghaq"}); !strings.Contains(s.Notice, "相近的品牌") {
		t.Errorf("the notice is %q", s.Notice)
	}

	// An input method puts 水晶 together from letters: nothing is asked before
	// it is done.
	run(chromedp.Navigate(h.URL+"/search.html?q=lyg"), chromedp.Focus(chromedp.CSS(`#search-q`)), clear)
	before := state(ctx, t)
	run(compose("s", "sh", "shui'jing"))
	if during := state(ctx, t); during.Address != before.Address {
		t.Errorf("while the input method is at work the address is %q", during.Address)
	}
	run(insert("水晶"))
	check("an input method", Request{Text: "水晶"})

	// A shard that cannot be read says so, and can be tried again.
	h.change(func() { h.fails = func(path string) bool { return strings.Contains(path, "-t-") } })
	run(chromedp.Navigate(h.URL + "/search.html?q=" + url.QueryEscape("水产")))
	if s := state(ctx, t); !strings.Contains(s.Notice, "索引没有读全") {
		t.Errorf("the notice is %q", s.Notice)
	}
	h.change(func() { h.fails = nil })
	run(chromedp.Click(chromedp.CSS(`#notice button`)))
	check("retried", Request{Text: "水产"})

	long := strings.Repeat("水晶雕刻", 1250)
	run(chromedp.Navigate(h.URL + "/search.html?q=" + url.QueryEscape(long)))
	if s := check("5,000 characters", Request{Text: long}); !strings.Contains(s.Notice, "只按前 200 字查找") {
		t.Errorf("of 5,000 characters the page says %q", s.Notice)
	}
	run(chromedp.Navigate(h.URL + "/search.html?q=" + url.QueryEscape(string([]rune(long)[:200]))))
	if s := check("200 characters", Request{Text: long}); strings.Contains(s.Notice, "只按前") {
		t.Errorf("of 200 characters the page says %q", s.Notice)
	}

	// The site is published anew under an open page.
	newer := Corpus{Documents: generated(210)}
	fresh, y := built(t, newer)
	h.change(func() {
		for path := range files {
			delete(h.files, path)
		}
		for path, data := range fresh {
			h.files[path] = data
		}
	})
	x = y
	run(clear, chromedp.SendKeys(chromedp.CSS(`#search-q`), "数控"))
	check("a newer site", Request{Text: "数控"})
}

// TestBrowserParity compares the client in a real browser with bleve.
func TestBrowserParity(t *testing.T) {
	ctx := tab(t)
	corpus := Corpus{Documents: generated(400)}
	files, x := built(t, corpus)
	h := newHost(t, files)
	h.files["core.js"] = []byte(bundleFor(t, api.ES2020))
	h.files["core.html"] = []byte(`<!doctype html><script src="core.js"></script>`)
	var m manifest
	if err := json.Unmarshal(files[manifestPath], &m); err != nil {
		t.Fatal(err)
	}
	asked := requests(corpus.Documents, 1000, 77)
	type request struct {
		Text   string              `json:"text"`
		Sort   Sort                `json:"sort"`
		From   int                 `json:"from"`
		Size   int                 `json:"size"`
		Chosen map[string][]string `json:"chosen"`
	}
	var sent []request
	for _, q := range asked {
		some := func(list []string) []string { return append([]string{}, list...) }
		sent = append(sent, request{q.Text, q.Sort, q.From, q.Size, map[string][]string{fieldStatus: some(q.Statuses), fieldType: some(q.Types), fieldCounty: some(q.Counties), fieldLevel: some(q.Levels), fieldYear: some(q.Years), fieldOffer: some(q.Offers)}})
	}
	stated, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	type answers struct {
		Answers []struct {
			Total    int
			Others   int
			Loose    bool
			Said     []string
			Lacks    string
			Unlisted bool
			Docs     []int
			Scores   []string
			Facets   map[string]map[string]int
		}
		Median, Slowest float64
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(h.URL+"/core.html")); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[answers](`(async () => {
		const manifest = await (await fetch("search/manifest.json")).json();
		const index = client.open(manifest, async (file) => new Response((await fetch("search/" + client.fileOf(manifest, file))).body.pipeThrough(new DecompressionStream("gzip"))));
		const bits = (x) => { const b = new DataView(new ArrayBuffer(8)); b.setFloat64(0, x); return b.getBigUint64(0).toString(); };
		const Answers = [], times = [];
		for (const r of `+string(stated)+`) {
			await index.search(r);
			const start = performance.now();
			const a = await index.search(r);
			times.push(performance.now() - start);
			const Facets = {};
			for (const f in a.facets) Facets[f] = Object.fromEntries(a.facets[f]);
			Answers.push({ Total: a.total, Others: a.others, Loose: a.loose, Said: a.plan.said, Lacks: a.plan.lacks, Unlisted: !!a.plan.unlisted, Docs: a.hits.map((h) => h.doc), Scores: a.hits.map((h) => bits(h.score)), Facets });
		}
		times.sort((x, y) => x - y);
		return { Answers, Median: times[times.length >> 1], Slowest: times[times.length - 1] };
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	sorted, _ := corpus.sorted()
	for i, q := range asked {
		want, err := x.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		g := got.Answers[i]
		a := Answer{Total: g.Total, Others: g.Others, Loose: g.Loose, Said: g.Said, Lacks: g.Lacks, Unlisted: g.Unlisted, Facets: g.Facets}
		for j, d := range g.Docs {
			hit := Hit{Slug: sorted.Documents[d].Slug, Score: floatOfBits(t, g.Scores[j])}
			if sorted.Documents[d].rank() > 0 {
				hit.Status = sorted.Documents[d].status()
			}
			a.Hits = append(a.Hits, hit)
		}
		if d := different(want, a); d != "" {
			t.Errorf("%+v: %s", q, d)
		}
	}
	t.Logf("%d requests in a browser, no shard fetched: median %.2f ms, slowest %.2f ms", len(asked), got.Median, got.Slowest)
}
