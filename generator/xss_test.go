package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
	x := &attack{payloads: payloads, browser: &hosted{browser: startBrowser(t)}}
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

// quote writes a value of YAML that no payload ends.
func quote(s string) string {
	var b strings.Builder
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	_ = to.Encode(s) // no string fails
	return strings.TrimSuffix(b.String(), "\n")
}

// repository writes a site in which every field holds payloads: a brand, a notice
// and a page for each payload from first on, as many as number says. Lines that
// are refused are taken out again.
func (x *attack) repository(t *testing.T, first, number int) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"criteria", "layouts"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS("../"+folder)); err != nil {
			t.Fatal(err)
		}
	}
	x.write(t, dir, "content/site.yaml", "title: 名录\npublisher: 示例\nregion: 320700\nbase_url: https://minglu.example.org/\nshow_leader: true\nshow_opinions: true\nshow_scores: true\n")
	for i := first; i < min(len(x.payloads), first+number); i++ {
		x.writeBrand(t, dir, i)
		x.writeNotice(t, dir, i)
		x.writePage(t, dir, i)
	}
	return dir
}

func (x *attack) write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// prose is Markdown in which a payload stands wherever Markdown has a place for
// text. Each line may be taken out by itself.
func (x *attack) prose(i int) string {
	var b strings.Builder
	for n, form := range []string{
		"%s", "`%s`", "# %s", "- %s", "> %s", "**%s**", "[%s](https://a.example/)", "[x](https://a.example/ \"%s\")", "[x](https://a.example/%s)",
		"[x](<%s>)", "![%s](x.jpg)", "<%s>", "\\%s", "| a |\n|---|\n| %s |", "```%s\nx\n```", "```\n%s\n```", "    %s", "~~%s~~",
	} {
		if strings.HasPrefix(x.payloads[i], "#") && strings.Contains(form, "](<") {
			continue // leads to a place of the page that is not there
		}
		fmt.Fprintf(&b, "\n"+form+"\n", x.payload(i, 500+n))
	}
	// Escaped by whoever wrote it: what the page shows is the payload itself.
	escaped := regexp.MustCompile("[!-/:-@\\[-`{-~]").ReplaceAllString(x.payload(i, 600), `\$0`)
	fmt.Fprintf(&b, "\n%s\n\n[%s](https://a.example/)\n\n# %s\n\n%s\n", escaped, escaped, escaped, html.EscapeString(x.payload(i, 601)))
	return b.String()
}

func (x *attack) writeBrand(t *testing.T, dir string, i int) {
	var b strings.Builder
	field := 0
	line := func(form string) {
		field++
		fmt.Fprintf(&b, form+"\n", quote(x.payload(i, field)))
	}
	b.WriteString("---\n")
	fmt.Fprintf(&b, "name: %s\n", quote(fmt.Sprintf("品牌%03d%s", i, x.payload(i, 0))))
	b.WriteString("county: 东海县\ntype: 文化旅游类\n")
	fmt.Fprintf(&b, "builder: %s\n", quote("单位"+x.payload(i, 99)))
	line("place: %s")
	line("industry: %s")
	b.WriteString("leader:\n")
	line("  name: %s")
	line("  title: %s")
	fmt.Fprintf(&b, "also_known_as: \n  - %s\n", quote(fmt.Sprintf("别名%03d%s", i, x.payload(i, 98))))
	b.WriteString("former_slugs: \n")
	line("  - %s")
	fmt.Fprintf(&b, "cover:\n  file: x.jpg\n")
	line("  alt: %s")
	b.WriteString("contact:\n")
	line("  unit: %s")
	line("  phone: %s")
	line("  address: %s")
	line("  website: %s")
	fmt.Fprintf(&b, "links:\n  - {label: 招聘, url: https://a.example/}\n")
	line("  - {label: %s, url: https://a.example/}")
	fmt.Fprintf(&b, "  - {label: x, url: %s}\n", quote(x.payload(i, 97)))
	fmt.Fprintf(&b, "  - {label: x, url: %s}\n", quote("https://a.example/"+x.payload(i, 96)))
	b.WriteString("as_of: 2024-06-30\nfacts:\n  workers: 12600\n  parks: 2\n  leading_enterprises: 6\n")
	line("  artisan_honors: [%s]")
	b.WriteString("evidence:\n")
	line("  workers: %s")
	line("  parks: %s")
	b.WriteString("opinions:\n")
	line("  builder: {text: %s, date: 2024-10-08}")
	line("  county: {text: %s, date: 2024-10-15}")
	b.WriteString("people:\n  - name: 某某\n    role: 传承人\n")
	line("    title: %s")
	line("    story: %s")
	line("  - {name: %s, role: 传承人}")
	line("  - {name: 某某, role: %s}")
	b.WriteString("---\n介绍。\n" + x.prose(i))
	x.write(t, dir, fmt.Sprintf("content/brands/donghai/b%d.md", i), b.String())
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	x.write(t, dir, "content/brands/donghai/x.jpg", picture.String())
}

func (x *attack) writeNotice(t *testing.T, dir string, i int) {
	var b strings.Builder
	field := 200
	line := func(form string) {
		field++
		fmt.Fprintf(&b, form+"\n", quote(x.payload(i, field)))
	}
	b.WriteString("---\nkind: 认定\nlevel: 县级\n")
	fmt.Fprintf(&b, "title: %s\n", quote(fmt.Sprintf("公告%03d%s", i, x.payload(i, 200))))
	line("honor: %s")
	line("act: %s")
	line("authority: %s")
	b.WriteString("date: 2024-12-06\nyear: 2024\n")
	line("batch: %s")
	b.WriteString("document:\n")
	line("  number: %s")
	fmt.Fprintf(&b, "  url: %s\n", quote("https://a.example/"+x.payload(i, 299)))
	fmt.Fprintf(&b, "brands: [b%d]\n---\n正文。\n%s", i, x.prose(i))
	x.write(t, dir, fmt.Sprintf("content/notices/n%d.md", i), b.String())
	b.Reset()
	field = 300
	b.WriteString("---\nkind: 公示\nlevel: 市级\nfrom: 2026-06-29\nto: 2026-07-03\ndate: 2026-06-29\n")
	fmt.Fprintf(&b, "title: %s\n", quote(fmt.Sprintf("公示%03d%s", i, x.payload(i, 300))))
	line("contact: %s")
	line("honor: %s")
	fmt.Fprintf(&b, "brands: [b%d]\n---\n正文。\n", i)
	x.write(t, dir, fmt.Sprintf("content/notices/g%d.md", i), b.String())
	b.Reset()
	b.WriteString("---\nkind: 退出\nlevel: 县级\ntitle: 退出\ndate: 2025-12-06\nbrands:\n")
	if i%2 == 0 {
		fmt.Fprintf(&b, "  - {slug: b%d, reason: %s}\n---\n正文。\n", i, quote(x.payload(i, 400)))
		x.write(t, dir, fmt.Sprintf("content/notices/t%d.md", i), b.String())
	}
}

func (x *attack) writePage(t *testing.T, dir string, i int) {
	x.write(t, dir, fmt.Sprintf("content/pages/p%d.md", i), fmt.Sprintf("---\ntitle: %s\ndescription: %s\n---\n正文。\n%s",
		quote(x.payload(i, 450)), quote(x.payload(i, 451)), x.prose(i)))
}

// mend takes out every line that check refuses until it refuses none, and returns
// how many.
func (x *attack) mend(t *testing.T, dir string) (refused int) {
	t.Helper()
	for range 60 {
		_, stdout, stderr := minglu("check", "-C", dir, "--format", "json", "--date", "2026-06-30")
		var answer struct {
			Mistakes []struct {
				File    string
				Line    int
				Rule    string
				Message string
			}
		}
		if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
			t.Fatalf("%v\n%s%s", err, stdout, stderr)
		}
		if len(answer.Mistakes) == 0 {
			return refused
		}
		lines := map[string]map[int]bool{}
		for _, m := range answer.Mistakes {
			if lines[m.File] == nil {
				lines[m.File] = map[int]bool{}
			}
			lines[m.File][m.Line] = true
		}
		for file, out := range lines {
			text, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			var kept []string
			for n, line := range strings.Split(string(text), "\n") {
				switch {
				case !out[n+1]:
					kept = append(kept, line)
				case line == "---" || strings.HasSuffix(line, ":") || mandatory.MatchString(line):
					kept = append(kept, x.without(line))
				default:
					refused++
				}
			}
			x.write(t, dir, file, strings.Join(kept, "\n"))
		}
	}
	_, stdout, _ := minglu("check", "-C", dir, "--date", "2026-06-30")
	t.Fatalf("lines without number are refused:\n%.2000s", stdout)
	return 0
}

// mandatory finds the lines that must stand in their file.
var mandatory = regexp.MustCompile(`^(name|title|builder|brands|  - \{slug): ?`)

// without returns a line that must be there without its payload.
func (x *attack) without(line string) string {
	if m := regexp.MustCompile(`^(name|title|builder): "(\p{Han}+\d*)`).FindStringSubmatch(line); m != nil {
		return m[1] + ": " + m[2]
	}
	if strings.HasPrefix(line, "title: ") {
		return "title: 页面"
	}
	if slug, _, reason := strings.Cut(line, ", reason:"); reason {
		return slug + ", reason: 理由}"
	}
	return line
}

// build mends and builds a repository, serves it and returns its address and
// files.
func (x *attack) build(t *testing.T, dir string) (string, map[string]string) {
	t.Helper()
	refused := x.mend(t, dir)
	out := t.TempDir()
	if code, stdout, stderr := minglu("build", "-C", dir, "--out", out, "--date", "2026-06-30"); code != exitFine {
		t.Fatalf("build: %d\n%.2000s%s", code, stdout, stderr)
	}
	server := httptest.NewServer(http.StripPrefix("/", http.HandlerFunc((&hosted{dir: out}).serve)))
	t.Cleanup(server.Close)
	t.Logf("%d lines are refused by check", refused)
	return server.URL + "/", published(t, out)
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
		root := served(t, dir, true)
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
			{"score.md.html", "", append([]string{"score", "--format", "markdown"}, slugs...)},
			{"rank.md.html", "", []string{"score", "--rank", "--format", "markdown"}},
		} {
			code, stdout, stderr := minglu(append(c.args, "-C", dir, "--date", "2026-06-30")...)
			if code > exitMistakes || stdout == "" {
				t.Fatalf("%v: %d %s", c.args, code, stderr)
			}
			if strings.HasSuffix(c.name, ".md.html") {
				stdout = rendered(stdout)
			}
			save(fmt.Sprintf("%d-%s", first, c.name), stdout)
		}
		forms := fmt.Sprintf("forms%d", first)
		if code, _, stderr := minglu(append([]string{"form", "-C", dir, "--out", filepath.Join(folder, forms)}, slugs...)...); code != exitFine {
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
