package search

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"
	"github.com/dop251/goja"

	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// demo is the corpus of the repository's own content.
func demo(t testing.TB) Corpus {
	t.Helper()
	e, bad, err := edition.Read(os.DirFS("../.."), func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return NewCorpus(site.New(e))
}

// all returns the slugs of everything that r finds, best first.
func all(t testing.TB, x *Index, r Request) []string {
	t.Helper()
	r.Size = 100000
	a, err := x.Search(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if a.Loose {
		return nil // half of the query is not the query
	}
	return slugs(a)
}

// shortTexts are where a string as typed lifts a brand above all others.
func (d *Document) shortTexts() []string {
	return slices.Concat([]string{d.Name, d.County.Name, d.City.Name, d.Town, d.Builder}, d.Aliases, d.People)
}

func (d *Document) texts() []string {
	return slices.Concat(d.shortTexts(), []string{d.Industry, d.Type, d.Intro, d.Body}, d.shown())
}

// contains is what the index is measured by: a naive scan.
func contains(texts []string, wanted string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.Join(runs(text), " "), wanted) })
}

// A brand is found by the name that it had.
func TestOldNamesAreFound(t *testing.T) {
	e, bad, err := edition.Read(os.DirFS("../.."), func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	i := slices.IndexFunc(e.Content.Brands, func(b *content.Brand) bool { return b.Slug == "donghai-shuijing-diaoke" })
	e.Content.Brands[i].FormerNames = []content.FormerName{{Name: "琉璃琢磨师傅", Until: values.Date{Year: 2025, Month: 1, Day: 1}}}
	_, x := built(t, NewCorpus(site.New(e)))
	if found := all(t, x, Request{Text: "琉璃琢磨师傅"}); !slices.Equal(found, []string{"donghai-shuijing-diaoke"}) {
		t.Errorf("found %v", found)
	}
}

// What a brand's page shows of people, links and whom to ask is found; the leader only
// where the settings let the page show him, and no link that has run out.
func TestWhatPagesShowIsFound(t *testing.T) {
	e, bad, err := edition.Read(os.DirFS("../.."), func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	b := e.Content.Brands[slices.IndexFunc(e.Content.Brands, func(b *content.Brand) bool { return b.Slug == "donghai-shuijing-diaoke" })]
	b.Leader = &content.Leader{Name: "亓官某", Title: "琉璃坊坊主"}
	b.People = []content.Person{{Name: "濮阳某", Role: "传承人", Title: "琉璃大师", Story: "琢了一辈子琉璃。"}}
	b.Links = []content.Link{{Label: "琉璃学徒招收", URL: "https://example.org/", Kind: "招聘"}, {Label: "琉璃夜校", URL: "https://example.org/", Kind: "培训", Until: values.Date{Year: 2001, Month: 1, Day: 1}}}
	b.Contact = &content.Contact{Unit: "琉璃行会", Phone: "0518-98765432", Address: "琉璃巷1号"}
	for _, shown := range []bool{false, true} {
		e.Settings.ShowLeader = shown
		_, x := built(t, NewCorpus(site.New(e)))
		for query, want := range map[string]bool{
			"濮阳某": true, "琉璃大师": true, "琢了一辈子琉璃": true, "琉璃学徒招收": true, "琉璃行会": true, "98765432": true, "琉璃巷1号": true,
			"琉璃夜校": false, "亓官某": shown, "琉璃坊坊主": shown,
		} {
			if found := all(t, x, Request{Text: query}); slices.Contains(found, b.Slug) != want {
				t.Errorf("%s finds %v where leaders are shown: %v", query, found, shown)
			}
		}
	}
}

// asText returns the query for a string as it stands in texts: in quotation marks
// where it is taken for a level or a year.
func (x *Index) asText(part string) string {
	if p := newPlan(part, x.words, false); len(p.chosen) > 0 {
		return "“" + part + "”"
	}
	return part
}

// Every brand that has a string is found by it.
func TestRecallOfEverySubstring(t *testing.T) {
	corpus := demo(t)
	_, x := built(t, corpus)
	wanted := map[string][]string{} // by substring: who has it
	for i := range corpus.Documents {
		d := &corpus.Documents[i]
		for _, text := range d.texts() {
			if text == d.Body {
				continue
			}
			chars := []rune(text)
			for from := range chars {
				for n := 1; n <= 6 && from+n <= len(chars); n++ {
					part := string(chars[from : from+n])
					if len(runs(part)) > 0 && !slices.Contains(wanted[part], d.Slug) {
						wanted[part] = append(wanted[part], d.Slug)
					}
				}
			}
		}
	}
	missed := 0
	for part, have := range wanted {
		found := all(t, x, Request{Text: x.asText(part)})
		for _, slug := range have {
			if !slices.Contains(found, slug) {
				missed++
				t.Errorf("%q does not find %s", part, slug)
			}
		}
		if missed > 20 {
			t.Fatal("and more")
		}
	}
	t.Logf("%d substrings of %d brands", len(wanted), len(corpus.Documents))
}

// What one or two characters find has them; what has a longer string in its
// name, place or unit stands above all that have it nowhere.
func TestPrecision(t *testing.T) {
	corpus := Corpus{Documents: generated(1000)}
	_, x := built(t, corpus)
	bySlug := map[string]*Document{}
	for i := range corpus.Documents {
		bySlug[corpus.Documents[i].Slug] = &corpus.Documents[i]
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		d := &corpus.Documents[r.IntN(len(corpus.Documents))]
		texts := d.shortTexts()
		if i%4 == 0 {
			texts = append(texts, d.Intro)
		}
		run := runs(texts[r.IntN(len(texts))])
		if len(run) == 0 {
			continue
		}
		chars := []rune(run[r.IntN(len(run))])
		from := r.IntN(len(chars))
		part := string(chars[from:min(len(chars), from+1+r.IntN(8))])
		if latin(part) {
			continue // pinyin too
		}
		found := all(t, x, Request{Text: x.asText(part)})
		nowhere, rank := "", 0
		for _, slug := range found {
			d := bySlug[slug]
			if d.rank() != rank { // within a status
				nowhere, rank = "", d.rank()
			}
			switch has := contains(d.texts(), part); {
			case characters(part) < 3 && !has:
				t.Errorf("%s is found by %q and does not have it", slug, part)
			case !has:
				nowhere = slug
			case nowhere != "" && contains(d.shortTexts(), part):
				t.Fatalf("%q: %s has it nowhere and stands above %s", part, nowhere, slug)
			}
		}
		for slug, d := range bySlug {
			if contains(d.texts(), part) && !slices.Contains(found, slug) {
				t.Errorf("%q does not find %s", part, slug)
			}
		}
	}
}

// The queries that the search was made for.
func TestGoldenQueries(t *testing.T) {
	corpus := Corpus{Documents: []Document{
		{Slug: "a", Name: "东海水晶雕刻工匠", Type: "文化旅游类", County: Place{"东海县", "东海"}, City: Place{"连云港市", "连云港"}, Builder: "东海县水晶产业发展服务中心", Industry: "水晶雕刻", Intro: "从业12600人，4A级景区旁，用3D打印。"},
		{Slug: "b", Name: "赣榆月嫂", Type: "高品质服务类", County: Place{"赣榆区", "赣榆"}, City: Place{"连云港市", "连云港"}, Intro: "2024年起培训。𠮷祥。"},
		{Slug: "c", Name: "连云贝雕匠", Aliases: []string{"Café师傅"}, Called: []string{"又称"}, Type: "文化旅游类", County: Place{"连云区", "连云"}, City: Place{"连云港市", "连云港"}, Intro: "海边的手艺，水里来。"},
		{Slug: "d", Name: "六合龙袍蟹黄汤包师", Type: "高品质服务类", County: Place{"六合区", "六合"}, City: Place{"南京市", "南京"}},
	}}
	_, x := built(t, corpus)
	for _, c := range []struct{ query, want string }{
		{"匠", "a c"}, {"东海水晶", "a"}, {"赣榆月嫂", "b"}, {"晶雕", "a"}, {"donghai", "a"}, {"DongHai", "a"}, {"dh", "a"}, {"dhx", "a"},
		{"lyg", "a b c"}, {"shuijing", "a"}, {"luhe", "d"}, {"liuhe", "d"}, {"ｄｏｎｇｈａｉ", "a"}, {"东海 月嫂", ""}, {"水晶　东海", "a"},
		{"126", "a"}, {"24年", "b"}, {"A级", "a"}, {"Ｄ打", "a"}, {"𠮷", "b"}, {"𠮷祥", "b"}, {"cafe", "c"}, {"CAFÉ", "c"}, {"文化旅游类", "a c"},
		{"，。！", ""}, {"水", "a c"}, {"東海", "a"}, {"", "a b c d"}, {"  ", "a b c d"},
		{strings.Repeat("水晶雕刻", 10), ""},
	} {
		got := slices.Sorted(slices.Values(all(t, x, Request{Text: c.query})))
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q finds %q, not %q", c.query, got, c.want)
		}
	}
	if a, err := x.Search(context.Background(), Request{Text: "水晶月嫂", Size: 9}); err != nil || !a.Loose || a.Total == 0 {
		t.Errorf("水晶月嫂, which no brand has, is not loosened: %+v, %v", a, err)
	}
	// A city whose name stands before its counties' holds them.
	province := Corpus{Documents: []Document{
		{Slug: "a", Name: "甲工", County: Place{"南京市鼓楼区", "鼓楼"}, City: Place{"南京市", "南京"}},
		{Slug: "b", Name: "乙工", County: Place{"徐州市鼓楼区", "鼓楼"}, City: Place{"徐州市", "徐州"}},
		{Slug: "c", Name: "丙工", County: Place{"南京市", "南京"}},
	}}
	files, y := built(t, province)
	want, err := y.Search(context.Background(), Request{Counties: []string{"南京市"}, Size: 9})
	if err != nil || want.Total != 2 || want.Facets[fieldCounty]["南京市"] != 2 {
		t.Errorf("南京市 holds %+v, %v", want, err)
	}
	got, err := newClient(t, bundle(t), files, province).ask(Request{Counties: []string{"南京市"}, Size: 9}, false)
	if d := different(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
	// On the site of the nation the province stands before the city, and holds both.
	nation := Corpus{Documents: []Document{
		{Slug: "a", Name: "甲工", County: Place{"江苏省南京市鼓楼区", "鼓楼"}, City: Place{"江苏省南京市", "南京"}, Province: Place{"江苏省", "江苏"}},
		{Slug: "b", Name: "乙工", County: Place{"湖北省潜江市", "潜江"}, Province: Place{"湖北省", "湖北"}},
		{Slug: "c", Name: "丙工", County: Place{"北京市朝阳区", "朝阳"}, City: Place{"北京市", "北京"}},
	}}
	files, y = built(t, nation)
	for county, slug := range map[string]string{"江苏省": "a", "江苏省南京市": "a", "湖北省": "b", "湖北省潜江市": "b", "北京市": "c"} {
		asked := Request{Counties: []string{county}, Size: 9}
		want, err := y.Search(context.Background(), asked)
		if err != nil || want.Total != 1 || want.Hits[0].Slug != slug {
			t.Errorf("%s holds %+v, %v", county, want, err)
		}
		got, err := newClient(t, bundle(t), files, nation).ask(asked, false)
		if d := different(want, got); d != "" || err != nil {
			t.Error(county, d, err)
		}
	}
}

// Every county and city of the province is found by its slug.
func TestPinyinOfRegions(t *testing.T) {
	n := 0
	for _, r := range regions() {
		slug := r.slug[strings.LastIndexByte(r.slug, '-')+1:] // nanjing-gulou
		found := sounds([]string{r.name})
		if !slices.ContainsFunc(found, func(s string) bool { return strings.HasPrefix(s, spelled+slug[:min(len(slug), longestPinyin)]) }) {
			t.Errorf("%s is not found by %s: %q", r.name, slug, found)
		}
		n++
	}
	if n < 100 {
		t.Errorf("only %d regions", n)
	}
}

func TestRuns(t *testing.T) {
	for text, want := range map[string]string{
		"东海水晶，工匠": "东海水晶 工匠", "ＡＢＣ１２": "abc12", "4A级景区": "4a级景区", "㎡①Ⅳ": "m21iv", "Ünïté": "unite", "e\u0301a": "ea",
		"": "", "，。 ": "", "𠮷野家": "𠮷野家", "カタカナ": "カタカナ", "ﾊﾟ": "ハ ", "A\u200bB": "ab", "水\u3164晶": "水晶", "水\uffa0晶": "水晶", "水\u115f\u1160晶": "水晶", "水\u180b晶\u180f": "水晶", "豈": "岂", "がっこう": "がっこう",
	} {
		if got := strings.Join(runs(text), " "); got != strings.TrimSpace(want) && text != "ﾊﾟ" {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// The client cuts every character as this package does.
func TestRunsInTheClient(t *testing.T) {
	vm := goja.New()
	if _, err := vm.RunString(bundle(t)); err != nil {
		t.Fatal(err)
	}
	run := vm.Get("client").ToObject(vm).Get("runs")
	simple := vm.NewObject()
	for from, to := range simpleForms() {
		if err := simple.Set(string(from), string(to)); err != nil {
			t.Fatal(err)
		}
	}
	call, _ := goja.AssertFunction(run)
	cut := func(text string) (out []string) {
		v, err := call(goja.Undefined(), vm.ToValue(text), simple)
		if err == nil {
			err = vm.ExportTo(v, &out)
		}
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	held := func(from, to, step rune) {
		var text strings.Builder
		for r := from; r <= to; r += step {
			if utf8.ValidRune(r) {
				text.WriteString("a" + string(r) + "b ")
			}
		}
		if got, want := cut(text.String()), runs(text.String()); !slices.Equal(got, want) {
			t.Errorf("from %U: the client makes %q, not %q", from, got, want)
		}
	}
	for _, p := range slices.Concat(letters, ignored) {
		held(p[0]-1, p[0]+1, 1)
		held(p[1]-1, p[1]+1, 1)
	}
	for _, p := range [][2]rune{{1, 0x33ff}, {0x9f00, 0xabff}, {0xf900, 0xffff}, {0x1d400, 0x1d7ff}, {0x1f100, 0x1f2ff}, {0x2f800, 0x2fa1f}} {
		held(p[0], p[1], 1) // where code points have others to stand for them
	}
	held(1, unicode.MaxRune, 199)
}

// The same documents in any order give the same files, and the same answer.
func TestShuffledInput(t *testing.T) {
	docs := generated(300)
	first, _ := built(t, Corpus{Documents: docs})
	shuffled := slices.Clone(docs)
	rand.New(rand.NewPCG(9, 9)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	second, _ := built(t, Corpus{Documents: shuffled})
	if !reflect.DeepEqual(first, second) {
		t.Error("the files differ")
	}
}

// A reader is served also after another process has forgotten its index, and work
// that fails makes none be forgotten.
func TestAnOpenIndexStays(t *testing.T) {
	corpus, dir := Corpus{Documents: generated(40)}, t.TempDir()
	x, err := Open(t.Context(), corpus, cache.Open(".", dir, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	ended, end := context.WithCancel(t.Context())
	end()
	other := Corpus{Documents: generated(41)}
	if _, err := Build(ended, other, cache.Open(".", dir, nil), nil); err == nil {
		t.Fatal("the context was not minded")
	}
	put := func(string, []byte) error { return nil }
	if r, err := Build(t.Context(), corpus, cache.Open(".", dir, nil), put); err != nil || !r.Cached {
		t.Errorf("the index is gone: %v", err)
	}
	if _, err := Build(t.Context(), other, cache.Open(".", dir, nil), put); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(dir + "/search/*/bleve"); err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
	a, err := x.Search(t.Context(), Request{Size: 40})
	if err != nil || a.Total+a.Others != 40 || len(a.Hits) != 40 || len(a.Facets) == 0 {
		t.Errorf("%+v, %v", a, err)
	}
}

// The cache is used when nothing changed, and never when it is damaged.
func TestCache(t *testing.T) {
	corpus := Corpus{Documents: generated(40)}
	dir := t.TempDir()
	run := func() (Report, map[string][]byte) {
		t.Helper()
		files := map[string][]byte{}
		r, err := Build(context.Background(), corpus, cache.Open(".", dir, nil), func(path string, data []byte) error { files[path] = data; return nil })
		if err != nil {
			t.Fatal(err)
		}
		return r, files
	}
	first, files := run()
	if first.Cached {
		t.Error("an empty cache was used")
	}
	if again, same := run(); !again.Cached || !reflect.DeepEqual(files, same) {
		t.Error("the cache was not used, or gave other files")
	}
	for _, pattern := range []string{"*/*/export", "*/*/bleve/store/*.zap", "*/*/bleve/store/root.bolt", "*/*/seal"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(found) != 1 {
			t.Fatal(pattern, found, err)
		}
		data, err := os.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		data[len(data)/2] ^= 1
		if err := os.WriteFile(found[0], data, 0o644); err != nil {
			t.Fatal(err)
		}
		if again, same := run(); again.Cached || !reflect.DeepEqual(files, same) {
			t.Errorf("%s: a damaged cache was used, or the files differ", pattern)
		}
	}
	corpus.Documents[3].Name += "甲"
	if changed, _ := run(); changed.Cached {
		t.Error("other documents were taken from the cache")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "search", "*[0-9a-f]")); len(left) != 1 {
		t.Errorf("the cache holds %q", left)
	}
}

// bleve's own mapping and analyzers make the same terms as the fields that come
// analysed, which are only quicker.
func TestMappingMakesTheSameIndex(t *testing.T) {
	corpus, err := Corpus{Documents: generated(30)}.sorted()
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMapping()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	b, err := bleve.NewBuilder(filepath.Join(dir, "slow"), m, map[string]any{"buildPathPrefix": dir})
	if err != nil {
		t.Fatal(err)
	}
	byName, byDate := corpus.orders()
	words := corpus.lexicon()
	for i := range corpus.Documents {
		data := map[string]any{}
		for _, v := range (entry{&corpus.Documents[i], byName[i], byDate[i], words}).values() {
			data[v.field] = v.texts
		}
		if err := b.Index(corpus.Documents[i].Slug, data); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if err := build(context.Background(), corpus, filepath.Join(dir, "fast")); err != nil {
		t.Fatal(err)
	}
	slow, fast := dump(t, corpus, filepath.Join(dir, "slow")), dump(t, corpus, filepath.Join(dir, "fast"))
	if !bytes.Equal(slow, fast) {
		t.Errorf("the indexes differ: %d and %d bytes", len(slow), len(fast))
	}
}

// dump writes every field, term and posting of an index, documents by their ids.
func dump(t *testing.T, corpus *Corpus, dir string) []byte {
	t.Helper()
	x, err := open(corpus, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	advanced, err := x.index.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	w := walk{context.Background(), reader}
	var out bytes.Buffer
	for _, field := range slices.Sorted(func(yield func(string) bool) {
		for f := range kinds {
			if !yield(f) {
				return
			}
		}
	}) {
		err := w.each(field, func(term string) error {
			p, err := w.postings(field, term)
			var lines []string
			for i, d := range p.docs {
				id, err := reader.ExternalID(index.NewIndexInternalID(nil, uint64(d)))
				if err != nil {
					return err
				}
				line := id
				if p.freqs != nil {
					line += fmt.Sprint(" ", p.freqs[i], " ", p.length[i])
				}
				lines = append(lines, line)
			}
			slices.Sort(lines)
			fmt.Fprintln(&out, field, term, lines)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// Nothing personal is in a document.
func TestNothingPersonalIsIndexed(t *testing.T) {
	files, _ := built(t, demo(t))
	var everything strings.Builder
	for path, data := range files {
		if strings.HasSuffix(path, packed) {
			data = unpack(t, data)
		}
		everything.Write(data)
	}
	for _, name := range []string{"王某某", "嵇某某", "市评审组", "材料属实，同意推荐"} {
		if strings.Contains(everything.String(), name) {
			t.Errorf("%s is in the files", name)
		}
	}
}

// A query of any length is searched for as its first 200 characters, in bleve and
// in the browser.
func TestLongQueriesAreCut(t *testing.T) {
	corpus := Corpus{Documents: generated(36)}
	files, x := built(t, corpus)
	cl := newClient(t, bundle(t), files, corpus)
	for _, unit := range []string{"水晶雕刻", "donghai ", "a", "𠮷", "，", "东海水晶月嫂"} {
		long := strings.Repeat(unit, 5000)
		query, more := Cut(long)
		if utf8.RuneCountInString(query) != longestQuery || !more || !strings.HasPrefix(long, query) {
			t.Fatalf("%s is cut to %q", unit, query)
		}
		if again, more := Cut(query); again != query || more {
			t.Fatalf("%s: what is cut is cut again", unit)
		}
		want, err := x.Search(context.Background(), Request{Text: query, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.Search(context.Background(), Request{Text: long, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		if d := different(want, got); d != "" {
			t.Errorf("%s: %s", unit, d)
		}
		if got, err = cl.ask(Request{Text: long, Size: 10}, false); err != nil {
			t.Fatal(err)
		}
		if d := different(want, got); d != "" {
			t.Errorf("%s: in the browser %s", unit, d)
		}
	}
}

func TestClientSize(t *testing.T) {
	const most = 16_000
	if n := len(script(t, "search.ts")); n > most {
		t.Errorf("the client takes %d bytes, %d are allowed", n, most)
	} else {
		t.Logf("the client takes %d bytes", n)
	}
}
