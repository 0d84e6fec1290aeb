package search

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// A fate is what became of a brand of a generated history, by the acts that name it.
type fate struct {
	acts   []string // heads of notices
	status content.Status
	name   string // of the brand
}

// fates are those that one act or more can lead to by 2026-06-30.
var fates = map[string]fate{
	"stands":              {[]string{"kind: 认定\ndate: 2024-12-06"}, content.Recognized, ""},
	"stands for a time":   {[]string{"kind: 认定\ndate: 2024-12-06\nvalid_until: 2027-12-05"}, content.Recognized, ""},
	"without a date":      {[]string{"kind: 认定"}, content.Recognized, ""},
	"to be more":          {[]string{"kind: 认定\nlevel: 县级\ndate: 2024-12-06", "kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03"}, content.Recognized, ""},
	"half withdrawn":      {[]string{"kind: 认定\nlevel: 县级\ndate: 2024-01-05", "kind: 认定\ndate: 2024-12-06", "kind: 退出\ndate: 2025-12-06"}, content.Recognized, ""},
	"withdrawn":           {[]string{"kind: 认定\ndate: 2024-12-06", "kind: 退出\ndate: 2025-12-06"}, content.Withdrawn, ""},
	"expired":             {[]string{"kind: 认定\ndate: 2023-12-06\nvalid_until: 2025-12-05"}, content.Expired, ""},
	"on its way back":     {[]string{"kind: 认定\ndate: 2023-12-06\nvalid_until: 2025-12-05", "kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03"}, content.Noticed, ""},
	"on its way":          {[]string{"kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03"}, content.Noticed, ""},
	"on two ways":         {[]string{"kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03", "kind: 公示\nlevel: 县级\nfrom: 2026-06-26\nto: 2026-07-04"}, content.Noticed, ""},
	"not led to":          {[]string{"kind: 公示\nfrom: 2025-06-25\nto: 2025-07-03"}, "", ""},
	"yet to be heard of":  {[]string{"kind: 认定\ndate: 2026-12-06"}, "", ""},
	"yet to be announced": {[]string{"kind: 公示\nfrom: 2026-12-01\nto: 2026-12-09"}, "", ""},
}

// history returns generated brands with their acts as a site, and for each brand's
// slug how it fared. Names hold one another; some brands had, or have, others.
func history(t *testing.T, seed uint64) (*site.Site, map[string]fate) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 17))
	files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\n")}}
	fared := map[string]fate{}
	kinds := slices.Sorted(func(yield func(string) bool) {
		for k := range fates {
			if !yield(k) {
				return
			}
		}
	})
	for i := range 40 {
		f := fates[kinds[(i+int(seed))%len(kinds)]]
		slug := fmt.Sprintf("b%02d", i)
		county := [][2]string{{"donghai", "东海县"}, {"guanyun", "灌云县"}, {"ganyu", "赣榆区"}}[i%3]
		trade := trades[i/4] // a name is a part of others
		name := []string{trade + "师傅", trade + "师傅联盟", "老" + trade + "师傅", strings.TrimRight(county[1], "县区") + trade + "师傅"}[i%4]
		head := "name: " + name + "\ncounty: " + county[1] + "\n"
		if r.IntN(3) == 0 {
			head += "also_known_as: [" + trade + fmt.Sprint("老手", i) + "]\n"
		}
		if r.IntN(3) == 0 {
			head += fmt.Sprintf("former_names:\n  - {name: 旧日%s%d, until: 2025-03-01}\n", trade, i)
		}
		files["content/brands/"+county[0]+"/"+slug+".md"] = &fstest.MapFile{Data: []byte("---\n" + head + "---\n正文。\n")}
		for j, act := range f.acts {
			if !strings.Contains(act, "level:") {
				act += "\nlevel: 市级"
			}
			brand := slug
			if strings.Contains(act, "退出") {
				brand = "{slug: " + slug + ", reason: 停止经营}"
			}
			text := fmt.Sprintf("---\ntitle: 第%d号第%d次通知\n%s\ndocument: {number: 例〔2025〕%d号}\nbrands:\n  - %s\n---\n正文。\n", i, j, act, i*10+j, brand)
			files[fmt.Sprintf("content/notices/n%02d-%d.md", i, j)] = &fstest.MapFile{Data: []byte(text)}
		}
		f.name = name
		fared[slug] = f
	}
	e, bad, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return criteria.Load(os.DirFS("../testdata/rules")) },
	}.Read(files)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return site.New(e), fared
}

// Every name of every act that has come is found by itself, before all that only
// hold it; those that stand come first; and what may not be said is not found. The
// client answers the same.
func TestEveryNameOfEveryActIsFound(t *testing.T) {
	source := bundle(t)
	for seed := range uint64(3) {
		s, fared := history(t, seed)
		corpus := NewCorpus(s)
		files, x := built(t, corpus)
		cl := newClient(t, source, files, corpus)
		documents := map[string]*Document{}
		for i := range corpus.Documents {
			documents[corpus.Documents[i].Slug] = &corpus.Documents[i]
		}
		for slug, f := range fared {
			d := documents[slug]
			if (d == nil) != (f.status == "") || d != nil && d.status() != f.status.Word() {
				t.Fatalf("seed %d: %s fared %v and is %+v", seed, slug, f, d)
			}
		}
		asked := 0
		for _, n := range s.Notices {
			for _, row := range n.Rows {
				asked++
				want, err := x.Search(context.Background(), Request{Text: row.Name, Size: 100})
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(want.Hits, func(h Hit) bool { return h.Slug == row.Slug }) || want.Loose {
					t.Errorf("seed %d: %s does not find %s", seed, row.Name, row.Slug)
				}
				last, exact := 0, true
				for _, h := range want.Hits {
					d := documents[h.Slug]
					is := slices.Contains(append([]string{d.Name}, d.Aliases...), row.Name)
					if d.rank() < last || d.rank() == last && is && !exact {
						t.Errorf("seed %d: %s: %s, %s, stands too low in %v", seed, row.Name, h.Slug, d.status(), want.Hits)
					}
					last, exact = d.rank(), is
				}
				got, err := cl.ask(Request{Text: row.Name, Size: 100}, false)
				if d := different(want, got); d != "" || err != nil {
					t.Errorf("seed %d: %s: %s, %v", seed, row.Name, d, err)
				}
			}
		}
		if asked < 30 {
			t.Errorf("only %d names were asked for", asked)
		}
	}
}

// The number of an act, as typed, finds it before all other papers; papers are
// ranked in the browser as bleve ranks them.
func TestPapers(t *testing.T) {
	s, _ := history(t, 1)
	of := NewCorpus(s)
	for _, corpus := range []Corpus{of, demo(t)} {
		files, x := built(t, corpus)
		cl := newClient(t, bundle(t), files, corpus).ofPapers(corpus)
		check := func(r Request) Answer {
			t.Helper()
			want, err := x.Papers.Search(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			got, err := cl.ask(r, false)
			if d := different(want, got); d != "" || err != nil {
				t.Errorf("%+v: %s %v", r, d, err)
			}
			return want
		}
		numbers := 0
		for _, d := range corpus.Papers {
			for _, number := range d.Aliases {
				numbers++
				if a := check(Request{Text: number, Size: 5}); len(a.Hits) == 0 || a.Hits[0].Slug != d.Slug {
					t.Errorf("%s finds %v, not %s", number, a.Hits, d.Slug)
				}
			}
			if a := check(Request{Text: d.Name, Size: 100}); !slices.Contains(slugs(a), d.Slug) {
				t.Errorf("%s does not find %s", d.Name, d.Slug)
			}
		}
		if numbers == 0 {
			t.Error("no act has a number")
		}
		for _, r := range requests(corpus.Papers, 150, 3) {
			check(r)
		}
	}
}

// Papers leave the scores of brands as they are.
func TestPapersDoNotMoveBrands(t *testing.T) {
	with := demo(t)
	without := with
	without.Papers = nil
	_, x := built(t, with)
	_, y := built(t, without)
	for _, r := range requests(with.Documents, 60, 9) {
		a, err := x.Search(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := y.Search(context.Background(), r)
		if d := different(a, b); d != "" || err != nil {
			t.Errorf("%+v: %s %v", r, d, err)
		}
	}
}

// lookup is the page lookup.html as the host serves it.
func lookup(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile("../../layouts/lookup/lookup.html")
	if err != nil {
		t.Fatal(err)
	}
	body := regexp.MustCompile(`{{with [^}]*}}.*?{{end}}|{{[^}]*}}`).ReplaceAllString(string(source), "")
	return []byte(`<!doctype html><html lang="zh-CN" data-root=""><head><meta charset="utf-8"><title>查一个品牌</title><script src="lookup.js" defer></script></head><body>` + body + `</body></html>`)
}

// looked is what the page answers.
type looked struct {
	Verdict, Title, Address  string
	Exact, Containing, Links []string // slugs; addresses
	Text                     string   // of the cards
	Asks                     bool     // it says who can be asked
}

// On the page for one name, each fate is told with its day and its document, and
// of an unknown name that no document has it.
func TestLookup(t *testing.T) {
	p := typing{t, tab(t)}
	s, fared := history(t, 2)
	corpus := NewCorpus(s)
	files, _ := built(t, corpus)
	h := newHost(t, files)
	h.change(func() { h.files["lookup.html"], h.files["lookup.js"] = lookup(t), script(t, "../lookup/lookup.ts") })
	sees := func() looked {
		t.Helper()
		p.do(chromedp.WaitReady(chromedp.CSS(`#answers[aria-busy=false]`)))
		l, err := chromedp.Run(p.ctx, chromedp.Evaluate[looked](`(async () => {
			const slugs = (css) => [...document.querySelectorAll(css)].filter((e) => e.checkVisibility()).map((e) => e.dataset.slug);
			for (let i = 0; i < 200 && !(document.querySelector("#verdict").textContent && document.querySelector("#answers").ariaBusy === "false"); i++) await new Promise((done) => setTimeout(done, 50));
			return {
				Verdict: document.querySelector("#verdict").textContent, Title: document.title, Address: decodeURIComponent(location.search),
				Exact: slugs("#exact article"), Containing: slugs("#containing li"),
				Links: [...document.querySelectorAll("#exact a")].map((a) => a.getAttribute("href")),
				Text: document.querySelector("#exact").textContent, Asks: document.querySelector("#unknown").checkVisibility(),
			};
		})()`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	told := map[content.Status]bool{}
	for _, d := range corpus.Documents {
		f := fared[d.Slug]
		if told[f.status] {
			continue
		}
		told[f.status] = true
		p.do(chromedp.Navigate(h.URL + "/lookup.html?q=" + url.QueryEscape(d.Name)))
		l := sees()
		if !slices.Equal(l.Exact, []string{d.Slug}) || !strings.Contains(l.Verdict, f.status.Word()) || l.Asks || !strings.HasPrefix(l.Title, d.Name) {
			t.Errorf("%s, %s: %+v", d.Name, f.status, l)
		}
		for _, b := range d.Badges {
			for _, part := range []string{b.Text, b.Day, b.Act, b.Until, b.Reason} {
				if !strings.Contains(l.Text, part) {
					t.Errorf("%s: %q is not said: %s", d.Name, part, l.Text)
				}
			}
			if !slices.Contains(l.Links, b.Path) || b.Status == "" && b.Until == "" && !strings.Contains(l.Text, "未规定期限") {
				t.Errorf("%s: %+v is not told: %v %s", d.Name, b, l.Links, l.Text)
			}
		}
	}
	if len(told) != len(statuses) {
		t.Errorf("told are %v", told)
	}

	// A former name, typed.
	at := slices.IndexFunc(corpus.Documents, func(d Document) bool { return slices.Contains(d.Called, "原名") })
	d := corpus.Documents[at]
	former := d.Aliases[slices.Index(d.Called, "原名")]
	p.do(chromedp.Navigate(h.URL+"/lookup.html"), chromedp.SendKeys(chromedp.CSS(`#lookup-q`), former+"\r"))
	if l := sees(); !slices.Equal(l.Exact, []string{d.Slug}) || !strings.Contains(l.Text, "是它的原名") || l.Address != "?q="+former {
		t.Errorf("%s: %+v", former, l)
	}

	// A part of names; a name that a 公示 had which is over and led to nothing; one
	// that is unknown.
	p.do(chromedp.Navigate(h.URL + "/lookup.html?q=" + url.QueryEscape(trades[0])))
	if l := sees(); len(l.Exact) > 0 || len(l.Containing) == 0 || !strings.Contains(l.Verdict, "没有找到") {
		t.Errorf("a part of names: %+v", l)
	}
	unsaid := ""
	for _, f := range fared {
		if f.status == "" {
			unsaid = f.name
		}
	}
	for _, name := range []string{unsaid, "无此品牌"} {
		p.do(chromedp.Navigate(h.URL + "/lookup.html?q=" + url.QueryEscape(name)))
		if l := sees(); len(l.Exact) > 0 || !l.Asks || !strings.Contains(l.Verdict, "没有找到") {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// Who stands and is announced for another level too is found under either status, and is
// one brand all the same: it is told once.
func TestLookupTellsEachOnce(t *testing.T) {
	p := typing{t, tab(t)}
	corpus := demo(t)
	files, _ := built(t, corpus)
	h := newHost(t, files)
	h.change(func() { h.files["lookup.html"], h.files["lookup.js"] = lookup(t), script(t, "../lookup/lookup.ts") })
	asked := 0
	for _, d := range corpus.Documents {
		if !d.Running || d.Status != content.Recognized {
			continue
		}
		asked++
		p.do(chromedp.Navigate(h.URL+"/lookup.html?q="+url.QueryEscape(d.Name)), chromedp.WaitReady(chromedp.CSS(`#exact article`)))
		cards, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("#exact article")].map((e) => e.dataset.slug)`))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(cards, []string{d.Slug}) {
			t.Errorf("%s is told as %v", d.Name, cards)
		}
	}
	if asked == 0 {
		t.Error("nobody stands and is announced")
	}
}

// A level and a year that go together in no honour are like no brand's name.
func TestNearOfFacetsAlone(t *testing.T) {
	p := typing{t, tab(t)}
	files, _ := built(t, demo(t))
	h := newHost(t, files)
	for query, near := range map[string]bool{"县级 2025": false, "雕刻匠工水晶": true} {
		p.do(chromedp.Navigate(h.URL + "/search.html?q=" + url.QueryEscape(query)))
		seen, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`(async () => {
			for (let i = 0; i < 200 && !(document.querySelector("#results").ariaBusy === "false"); i++) await new Promise((done) => setTimeout(done, 50));
			return document.querySelectorAll("#near li").length + document.querySelectorAll("#results > *").length > 0;
		})()`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		if seen != near {
			t.Errorf("%s: names are offered: %v", query, seen)
		}
	}
}

// The search page shows papers below the brands, the number typed first of all; the
// suggestions say of who stands no more what he is.
func TestBrowserOfPapersAndSuggestions(t *testing.T) {
	p := typing{t, tab(t)}
	corpus := demo(t)
	files, _ := built(t, corpus)
	h := newHost(t, files)
	h.change(func() { h.files["index.html"], h.files["home.js"] = home(t), script(t, "../home/home.ts") })
	for _, d := range corpus.Papers {
		if len(d.Aliases) == 0 {
			continue
		}
		p.do(chromedp.Navigate(h.URL+"/search.html?q="+url.QueryEscape(d.Aliases[0])), chromedp.WaitVisible(chromedp.CSS(`#papers li`)))
		if s := state(p.ctx, t); s.Papers[0] != d.Slug {
			t.Errorf("%s leads to %v", d.Aliases[0], s.Papers)
		}
		break
	}
	for _, d := range corpus.Documents {
		if d.rank() < 2 {
			continue
		}
		p.do(chromedp.Navigate(h.URL+"/index.html"), chromedp.SendKeys(chromedp.CSS(`#home-q`), d.Name))
		if s := p.sees(true); s.Slugs[0] != d.Slug || s.Words[0] != d.status() {
			t.Errorf("%s: suggested are %v, said is %v", d.Name, s.Slugs, s.Words)
		}
	}
}

// A row says what of the page was asked for where it does not show it otherwise; what was found
// is taken along as lines of the list; what is chosen leads to where it is compared.
func TestWhatIsDoneWithAnswers(t *testing.T) {
	ctx := tab(t)
	docs := generated(30)
	docs[3].People, docs[3].Shown = []string{"濮阳某"}, []Shown{{"人物", "濮阳某 传承人", "people"}, {"电话", "0518-8555-0131", "contact"}}
	docs[3].Status, docs[5].Status = "", ""
	docs[5].Numbers = []string{"示例未〔2031〕77号"}
	act := Document{Slug: "notices/x.html", Type: "通知公告", Address: "notices/x.html", Name: "关于认定的通知", Aliases: docs[5].Numbers, Called: []string{"文号"}, Numbers: docs[5].Numbers, Badges: []Badge{{Text: "认定"}}}
	files, _ := built(t, Corpus{Documents: docs, Papers: []Document{act}})
	h := newHost(t, files)
	var list strings.Builder
	list.WriteString("\ufeff序号,品牌名称,县区,培育建设单位\n")
	standing := 0
	for i, d := range docs {
		if d.rank() == 0 {
			standing++
			fmt.Fprintf(&list, "%d,%s,%s,\"%s，\"\"甲\"\"\"\n", i+1, d.Name, d.County.Name, d.Builder)
		}
	}
	h.change(func() { h.files["data/list.csv"] = []byte(list.String()) })
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	page := h.URL + "/search.html?q="
	for query, want := range map[string]string{
		"濮阳某":          "人物：濮阳某 传承人 brands/" + docs[3].Slug + ".html#people",
		"051885550131": "电话：0518-8555-0131 brands/" + docs[3].Slug + ".html#contact",
	} {
		do(chromedp.Navigate(page+url.QueryEscape(query)), chromedp.WaitVisible(chromedp.CSS(`.hits .what:last-child a`)))
		if s := state(ctx, t); !slices.Equal(s.Lines, []string{want}) {
			t.Errorf("%s: the rows say %q, not %q", query, s.Lines, want)
		}
	}
	above := `document.querySelector("#papers").compareDocumentPosition(document.querySelector("#results")) === Node.DOCUMENT_POSITION_FOLLOWING`
	for query, want := range map[string]bool{docs[5].Numbers[0]: true, "77号": true, docs[5].Numbers[0] + " 工": false} {
		do(chromedp.Navigate(page + url.QueryEscape(query)))
		s := state(ctx, t)
		first, err := chromedp.Run(ctx, chromedp.Evaluate[bool](above))
		if err != nil || first != want || want && (len(s.Papers) != 1 || s.Slugs[0] != docs[5].Slug) {
			t.Errorf("%s: the act stands first: %v (%v), acts %v, brands %v", query, first, err, s.Papers, s.Slugs)
		}
	}

	do(chromedp.Navigate(h.URL + "/search.html"))
	state(ctx, t)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => { const make = URL.createObjectURL; URL.createObjectURL = (b) => { b.text().then((text) => (window.taken = text)); return make(b) }; return true })()`)); err != nil {
		t.Fatal(err)
	}
	do(chromedp.Click(chromedp.CSS(`#download`)), chromedp.Sleep(time.Second))
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("tools-said").textContent`))
	if want := fmt.Sprintf("已下载 %d 个品牌；另 %d 个不在册，不在表里。", standing, len(docs)-standing); err != nil || said != want {
		t.Errorf("it says %q, not %q (%v)", said, want, err)
	}
	taken, err := chromedp.Run(ctx, chromedp.Evaluate[string](`window.taken`))
	if lines := strings.Split(strings.TrimSpace(taken), "\n"); err != nil || len(lines) != standing+1 {
		t.Errorf("%d lines are taken along: %s (%v)", len(lines), taken, err)
	}
	for i, d := range docs {
		if line := fmt.Sprintf(",%s,%s,\"%s，\"\"甲\"\"\"\n", d.Name, d.County.Name, d.Builder); strings.Contains(taken, line) != (d.rank() == 0) {
			t.Errorf("%d, %s: taken along: %v", i, d.Name, d.rank() != 0)
		}
	}

	do(chromedp.Click(chromedp.CSS(`#pick`)), chromedp.Click(chromedp.CSS(`#results li:nth-child(1) .pick input`)), chromedp.Click(chromedp.CSS(`#results li:nth-child(3) .pick input`)))
	s := state(ctx, t)
	led, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector(".picked a").getAttribute("href") + " " + document.querySelector(".picked a").textContent`))
	if want := "compare.html#" + s.Slugs[0] + "," + s.Slugs[2] + " 对比这 2 个品牌"; err != nil || led != want {
		t.Errorf("chosen brands lead to %q, not %q (%v)", led, want, err)
	}
	if s.Address != "" {
		t.Errorf("choosing brands changes the address to %q", s.Address)
	}
}
