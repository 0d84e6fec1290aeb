package browser

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	jsruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	unsafe "github.com/yuin/goldmark/renderer/html"

	"minglu/generator/fixture"
)

// TestXSS writes each payload of testdata/xss.txt into every field that a
// stranger or an editor can fill, builds, and opens what is made of it in
// Chromium with the pages' own Content Security Policy put aside: nothing may run,
// and no element may be there that would run when touched. .ci/xss calls it; by
// itself it is skipped, since it takes minutes.
//
// What a field refuses is taken out again, line by line, until the check is
// clean: what a check refuses is never published. The refused files are shown by
// the preview, whose panel of mistakes is looked at too.
func TestXSS(t *testing.T) {
	if os.Getenv("XSS") == "" {
		t.Skip("SKIPPED: run .ci/xss")
	}
	text, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	payloads := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(payloads) < 150 {
		t.Fatalf("%d payloads are too few", len(payloads))
	}
	x := &attack{payloads: payloads, browser: &hosted{browser: Start(t)}}
	t.Run("what is planted is found", x.findsWhatIsPlanted)
	t.Run("pages", x.pages)
	t.Run("settings", x.settings)
	t.Run("preview", x.preview)
	t.Run("papers", x.papers)
}

// An attack is what the parts of the test share.
type attack struct {
	payloads []string
	browser  *hosted // without a site of its own
}

// payload returns a payload whose alert, where it is spelled plainly, tells which
// payload and which field it stood in.
func (x *attack) payload(i, field int) string {
	return strings.ReplaceAll(x.payloads[i], "alert(1)", fmt.Sprintf("alert(%d)", i*1000+field))
}

// A victim is a tab in which what runs is heard.
type victim struct {
	*tab
	ranMu sync.Mutex
	ran   []string
}

// sentinel takes the place of what payloads call, in every frame.
const sentinel = `for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = (...said) => xssRan(name + '(' + said.map(String).join() + ')')`

func (x *attack) victim(t *testing.T) *victim {
	t.Helper()
	v := &victim{tab: x.browser.tab(t)}
	err := chromedp.Listen(v.ctx, func(event any) {
		switch e := event.(type) {
		case *jsruntime.EventBindingCalled:
			v.hears(e.Payload)
		case *cdppage.EventJavascriptDialogOpening:
			v.hears(e.Message)
			go chromedp.Call(v.ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
		}
	})
	if err == nil {
		_, err = chromedp.Call(v.ctx, cdppage.SetBypassCSP, cdppage.SetBypassCSPParams{Enabled: true})
	}
	if err == nil {
		_, err = chromedp.Call(v.ctx, jsruntime.AddBinding, jsruntime.AddBindingParams{Name: "xssRan"})
	}
	if err == nil {
		_, err = chromedp.Call(v.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: sentinel})
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *victim) hears(said string) {
	v.ranMu.Lock()
	defer v.ranMu.Unlock()
	v.ran = append(v.ran, said)
}

// suspects lists the elements of a page, shadow trees included, that carry or
// wait to run what no page of ours has: attributes that are script, addresses
// that are, elements and sources of elements that we never write.
const suspects = `(() => {
	const found = []
	const look = (root) => {
		for (const e of root.querySelectorAll('*')) {
			const name = e.localName
			if (/^(iframe|frame|frameset|object|embed|applet|base|portal|marquee|bgsound|animate|set|math|foreignobject|xss|x|custom-element)$/i.test(name)) found.push(e.outerHTML)
			if (name === 'script' && !(e.type === 'application/ld+json' || new URL(e.src || 'x:', document.baseURI).origin === origin)) found.push(e.outerHTML)
			if (name === 'meta' && /refresh/i.test(e.httpEquiv) && /script:|data:/i.test(e.content)) found.push(e.outerHTML)
			for (const a of e.attributes) {
				if (/^on/i.test(a.name)) found.push(e.outerHTML)
				if (/^(href|src|srcset|action|formaction|data|xlink:href|background|poster)$/i.test(a.name) && /^[\s\x00-\x20]*(javascript|vbscript|data):/i.test(a.value)) found.push(e.outerHTML)
				if (a.name === 'srcdoc') found.push(e.outerHTML)
			}
			if (e.shadowRoot) look(e.shadowRoot)
		}
	}
	look(document)
	return found.map((s) => s.slice(0, 200))
})()`

// open loads an address and returns what ran there, and what waits to.
func (v *victim) open(address, ready string) (ran, waiting []string) {
	v.ranMu.Lock()
	v.ran = nil
	v.ranMu.Unlock()
	v.page = address
	v.do(chromedp.Navigate(address))
	// Nothing runs on a page that is not there. A script may have led elsewhere,
	// to where there is no status.
	if status := eval[int](v.tab, `performance.getEntriesByType('navigation')[0]?.responseStatus ?? 0`); status >= 400 {
		v.fail("answers %d", status)
	}
	return v.settle(ready)
}

// settle waits until an expression is true, which is when what runs by itself has
// run, and returns what did.
func (v *victim) settle(ready string) (ran, waiting []string) {
	if ready != "" {
		for end := time.Now().Add(time.Minute); !eval[bool](v.tab, ready); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				v.fail("never becomes ready: %s", ready)
				break
			}
		}
	}
	// Errors of pictures, focus and animations come after the page.
	eval[bool](v.tab, `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 30)))`)
	waiting = eval[[]string](v.tab, suspects)
	v.ranMu.Lock()
	defer v.ranMu.Unlock()
	return slices.Clone(v.ran), waiting
}

// untouched fails the test where anything ran or waits to.
func (v *victim) untouched(address, ready string) {
	v.t.Helper()
	ran, waiting := v.open(address, ready)
	v.judge(address, ran, waiting)
}

func (v *victim) judge(where string, ran, waiting []string) {
	v.t.Helper()
	if len(ran) > 0 {
		v.t.Errorf("%s ran %q", where, ran[:min(3, len(ran))])
	}
	if len(waiting) > 0 {
		v.t.Errorf("%s has %q", where, waiting[:min(3, len(waiting))])
	}
}

// findsWhatIsPlanted shows that the test can fail: pages that put payloads into
// HTML unescaped are found out, for nearly all payloads by what runs.
func (x *attack) findsWhatIsPlanted(t *testing.T) {
	contexts := []string{
		"<!doctype html><title>x</title><body>%s",
		"<!doctype html><title>%s</title><body>x",
		`<!doctype html><title>x</title><body><img alt="%s" src=x>`,
		`<!doctype html><title>x</title><body><img alt='%s' src=x>`,
		"<!doctype html><title>x</title><body><input value=%s>",
		`<!doctype html><title>x</title><body><a id=a href="%s">x</a>`,
		`<!doctype html><title>x</title><body><script>x = "%s"</script>`,
		`<!doctype html><title>x</title><body><script>x = '%s'</script>`,
		"<!doctype html><title>x</title><body><script>x = `%s`</script>",
	}
	served := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i, _ := strconv.Atoi(r.URL.Query().Get("i"))
		c, _ := strconv.Atoi(r.URL.Query().Get("c"))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		fmt.Fprintf(w, contexts[c], x.payloads[i])
	})
	server := httptest.NewServer(served)
	defer server.Close()
	var (
		mu           sync.Mutex
		ran, waiting int
		missed       []string
	)
	x.inTabs(t, len(x.payloads), func(v *victim, i int) {
		did, waits := false, false
		for c := range contexts {
			r, w := v.open(fmt.Sprintf("%s/?i=%d&c=%d", server.URL, i, c), "")
			if did, waits = len(r) > 0, waits || len(w) > 0; did {
				break
			}
		}
		mu.Lock()
		defer mu.Unlock()
		switch {
		case did:
			ran++
		case waits:
			waiting++
		default:
			missed = append(missed, x.payloads[i])
		}
	})
	t.Logf("%d payloads: %d run where nothing is escaped, %d wait to, %d are for other contexts", len(x.payloads), ran, waiting, len(missed))
	if ran < 100 || ran+waiting < 150 {
		t.Errorf("too little of what is planted is found; missed: %q", missed)
	}
}

// build mends and builds a repository, serves it and returns its address and
// files.
func (x *attack) build(t *testing.T, dir string) (string, map[string]string) {
	t.Helper()
	refused := x.mend(t, dir)
	out := t.TempDir()
	mustBuild(t, dir, out)
	server := httptest.NewServer(http.StripPrefix("/", http.HandlerFunc((&hosted{dir: out}).serve)))
	t.Cleanup(server.Close)
	t.Logf("%d lines are refused by check", refused)
	return server.URL + "/", fixture.Files(t, out)
}

// pages opens every page of a site full of payloads, its feed and data, and
// searches it for each of them.
func (x *attack) pages(t *testing.T) {
	root, files := x.build(t, x.repository(t, 0, len(x.payloads)))
	var open []string
	shown := 0
	for path, data := range files {
		// A browser saves a CSV: it opens none.
		if slices.Contains([]string{".html", ".xml", ".json", ".txt", ".svg"}, filepath.Ext(path)) {
			open = append(open, path)
		}
		shown += strings.Count(data, "alert")
	}
	slices.Sort(open)
	t.Logf("%d files to open, in which payloads stand %d times", len(open), shown)
	if shown < 10*len(x.payloads) {
		t.Error("hardly any payload was published: the fields refuse what the test needs")
	}
	x.inTabs(t, len(open), func(v *victim, i int) { v.untouched(root+open[i], "") })
	x.inTabs(t, len(x.payloads), func(v *victim, i int) {
		done := `document.querySelector('#results')?.getAttribute('aria-busy') === 'false'`
		for _, q := range []string{fmt.Sprintf("品牌%03d", i), x.payloads[i]} {
			v.untouched(root+"search.html?q="+url.QueryEscape(q), done)
		}
		v.untouched(root+"search.html?type="+url.QueryEscape(x.payloads[i])+"&county="+url.QueryEscape(x.payloads[i])+"#"+url.QueryEscape(x.payloads[i]), "")
		v.untouched(root+"index.html", "")
		eval[bool](v.tab, fmt.Sprintf(`(() => {
			const input = document.querySelector('form.search.big input[name=q]')
			input.value = %q
			input.focus()
			input.dispatchEvent(new InputEvent('input', { bubbles: true }))
			return true
		})()`, fmt.Sprintf("品牌%03d", i)))
		ran, waiting := v.settle(`document.querySelector('.suggestions:not([hidden]) a') !== null`)
		v.judge("suggestions for "+x.payloads[i], ran, waiting)
	})
}

// inTabs calls look for each number below n, in as many tabs as there are cores.
func (x *attack) inTabs(t *testing.T, n int, look func(v *victim, i int)) {
	t.Helper()
	next := make(chan int)
	var tabs sync.WaitGroup
	for range 2 {
		v := x.victim(t)
		tabs.Go(func() {
			defer v.close() // what was opened in it may go on for ever
			for i := range next {
				if v.ctx.Err() == nil { // the browser lives
					look(v, i)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	tabs.Wait()
}

// settings opens a site for each payload, all of whose settings hold it.
func (x *attack) settings(t *testing.T) {
	dir := x.repository(t, 0, 1)
	x.mend(t, dir)
	v := x.victim(t)
	keys := []string{"tagline", "organizer", "contact", "feedback", "licence", "icp", "police_record", "site_id_code"}
	for i := range x.payloads {
		var b strings.Builder
		fmt.Fprintf(&b, "title: %s\npublisher: %s\nregion: 320700\nbase_url: %s\n", quote("名录"+x.payload(i, 700)), quote("示例"+x.payload(i, 701)), quote("https://minglu.example.org/"))
		for n, key := range keys {
			fmt.Fprintf(&b, "%s: %s\n", key, quote(x.payload(i, 702+n)))
		}
		x.write(t, dir, "content/site.yaml", b.String())
		root, files := x.build(t, dir)
		for _, path := range []string{"index.html", "about.html", "brands/b0.html", "data.html", "search.html", "404.html", "feed.xml"} {
			if files[path] != "" {
				v.untouched(root+path, "")
			}
		}
		if t.Failed() {
			return
		}
	}
}

// preview shows files whose mistakes quote payloads, and candidates.
func (x *attack) preview(t *testing.T) {
	const atOnce = 20
	for first := 0; first < len(x.payloads); first += atOnce {
		dir := x.repository(t, first, atOnce)
		x.mend(t, dir)
		x.write(t, dir, "content/brands/donghai/candidate.md", fmt.Sprintf("---\nname: %s\ncounty: 东海县\n---\n介绍。\n", quote("候选"+strings.Trim(x.payload(first, 0), "\\"))))
		x.mend(t, dir)
		root := strings.TrimSuffix(fixture.Serve(t, dir, today, true), "/")
		v := x.victim(t)
		v.untouched(root+"/preview/index.html", "")
		panel := func(id string) string {
			return `(document.getElementById('minglu-preview')?.shadowRoot.getElementById('` + id + `')?.innerText ?? '')`
		}
		v.untouched(fmt.Sprintf("%s/brands/b%d.html", root, first), panel("review")+` !== ''`)
		for i := first; i < min(len(x.payloads), first+atOnce); i++ {
			x.write(t, dir, fmt.Sprintf("content/brands/donghai/wrong%d.md", i), fmt.Sprintf("---\nname: 错误%d\ncounty: %s\n%s: x\n---\n介绍。\n\n%s\n", i, quote(x.payload(i, 0)), quote(x.payload(i, 1)), x.payload(i, 2)))
			if name := x.payloads[i]; !strings.ContainsAny(name, "/\x00") && len(name) < 200 {
				x.write(t, dir, "content/brands/donghai/"+name+".md", "---\nname: 文件名\ncounty: 东海县\n---\n介绍。\n")
			}
		}
		ran, waiting := v.settle(panel("mistakes") + `.includes('处错误') && ` + panel("mistakes") + `.includes('alert')`)
		v.judge(fmt.Sprintf("the panel of mistakes for payloads %d to %d", first, first+atOnce), ran, waiting)
	}
}

// papers opens what form, review and score print.
func (x *attack) papers(t *testing.T) {
	const atOnce = 15
	folder := t.TempDir()
	server := httptest.NewServer(http.StripPrefix("/", http.HandlerFunc((&hosted{dir: folder}).serve)))
	t.Cleanup(server.Close)
	var open []string
	save := func(name, text string) {
		x.write(t, folder, name, text)
		open = append(open, name)
	}
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(unsafe.WithUnsafe()))
	rendered := func(text string) string {
		var b bytes.Buffer
		if err := markdown.Convert([]byte(text), &b); err != nil {
			t.Fatal(err)
		}
		return "<!doctype html><meta charset=utf-8><title>x</title>" + b.String()
	}
	for first := 0; first < len(x.payloads); first += atOnce {
		dir := x.repository(t, first, atOnce)
		x.mend(t, dir)
		git := func(args ...string) {
			cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("git %v: %v\n%s", args, err, out)
			}
		}
		git("init", "-q")
		git("add", "criteria", "content/site.yaml")
		git("commit", "-q", "-m", "x")
		var slugs []string
		for i := first; i < min(len(x.payloads), first+atOnce); i++ {
			slugs = append(slugs, fmt.Sprintf("b%d", i))
			if name := x.payloads[i]; !strings.ContainsAny(name, "/\x00") && len(name) < 200 {
				x.write(t, dir, "notes/"+name+".txt", "x")
			}
		}
		for _, c := range []struct {
			name, wants string
			args        []string
		}{
			{"review.html", "", []string{"review", "--since", "HEAD", "--format", "html"}},
			{"review.md.html", "", []string{"review", "--since", "HEAD"}},
			{"wait.html", "", []string{"review", "--format", "html"}},
			{"wait.md.html", "", []string{"review"}},
			{"trial.html", "", []string{"trial", "--since", "HEAD", "--sweep", "jiangsu-2022:tourism-1:workers=1..50000/10000", "--format", "html"}},
			{"trial.md.html", "", []string{"trial", "--sweep", "jiangsu-2022:tourism-1:workers=1..50000/10000", "--format", "markdown"}},
			{"score.md.html", "", append([]string{"score", "--format", "markdown"}, slugs...)},
			{"rank.md.html", "", []string{"score", "--rank", "--format", "markdown"}},
		} {
			code, stdout, stderr := minglu(t, append(c.args, "-C", dir)...)
			if code > 1 || stdout == "" {
				t.Fatalf("%v: %d %s", c.args, code, stderr)
			}
			if strings.HasSuffix(c.name, ".md.html") {
				stdout = rendered(stdout)
			}
			save(fmt.Sprintf("%d-%s", first, c.name), stdout)
		}
		forms := fmt.Sprintf("forms%d", first)
		if code, _, stderr := minglu(t, append([]string{"form", "-C", dir, "--out", filepath.Join(folder, forms)}, slugs...)...); code != 0 {
			t.Fatalf("form: %d %s", code, stderr)
		}
		papers, err := filepath.Glob(filepath.Join(folder, forms, "*.html"))
		if err != nil || len(papers) == 0 {
			t.Fatal("no forms", err)
		}
		for _, p := range papers {
			open = append(open, forms+"/"+filepath.Base(p))
		}
	}
	t.Logf("%d papers", len(open))
	x.inTabs(t, len(open), func(v *victim, i int) { v.untouched(server.URL+"/"+url.PathEscape(open[i]), "") })
}
