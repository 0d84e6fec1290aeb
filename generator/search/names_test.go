package search

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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
}

// fates are those that one act or more can lead to by 2026-06-30.
var fates = map[string]fate{
	"stands":              {[]string{"kind: 认定\ndate: 2024-12-06"}, content.Recognized},
	"stands for a time":   {[]string{"kind: 认定\ndate: 2024-12-06\nvalid_until: 2027-12-05"}, content.Recognized},
	"without a date":      {[]string{"kind: 认定"}, content.Recognized},
	"to be more":          {[]string{"kind: 认定\nlevel: 县级\ndate: 2024-12-06", "kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03"}, content.Recognized},
	"half withdrawn":      {[]string{"kind: 认定\nlevel: 县级\ndate: 2024-01-05", "kind: 认定\ndate: 2024-12-06", "kind: 退出\ndate: 2025-12-06"}, content.Recognized},
	"withdrawn":           {[]string{"kind: 认定\ndate: 2024-12-06", "kind: 退出\ndate: 2025-12-06"}, content.Withdrawn},
	"expired":             {[]string{"kind: 认定\ndate: 2023-12-06\nvalid_until: 2025-12-05"}, content.Expired},
	"on its way back":     {[]string{"kind: 认定\ndate: 2023-12-06\nvalid_until: 2025-12-05", "kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03"}, content.Noticed},
	"on its way":          {[]string{"kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03"}, content.Noticed},
	"on two ways":         {[]string{"kind: 公示\nfrom: 2026-06-25\nto: 2026-07-03", "kind: 公示\nlevel: 县级\nfrom: 2026-06-26\nto: 2026-07-04"}, content.Noticed},
	"not led to":          {[]string{"kind: 公示\nfrom: 2025-06-25\nto: 2025-07-03"}, ""},
	"yet to be heard of":  {[]string{"kind: 认定\ndate: 2026-12-06"}, ""},
	"yet to be announced": {[]string{"kind: 公示\nfrom: 2026-12-01\nto: 2026-12-09"}, ""},
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
