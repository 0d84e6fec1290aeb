package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A brand is found by the pinyin of its name from any syllable on, together and apart.
func TestPinyinFromEverySyllable(t *testing.T) {
	corpus := Corpus{Documents: generated(60)}
	_, x := built(t, corpus)
	r := rand.New(rand.NewPCG(4, 4))
	for _, d := range corpus.Documents {
		syllables := spell(d.Name)[0]
		from := r.IntN(len(syllables) - 1)
		some := syllables[from : from+2+r.IntN(len(syllables)-from-1)]
		for _, query := range []string{some.full(), strings.Join(some, " "), some.full()[:len(some.full())-1]} {
			if !slices.Contains(all(t, x, Request{Text: query}), d.Slug) {
				t.Errorf("%s does not find %s", query, d.Name)
			}
		}
		if apart := all(t, x, Request{Text: strings.Join(some, " "), Statuses: []string{d.status()}}); !slices.Contains(syllablesOf(corpus, apart[0]), some.full()) {
			t.Errorf("%s stands first for %q and does not have it in one piece", apart[0], some)
		}
	}
}

// syllablesOf returns all that the names of a brand have in one piece.
func syllablesOf(corpus Corpus, slug string) (out []string) {
	i := slices.IndexFunc(corpus.Documents, func(d Document) bool { return d.Slug == slug })
	for _, name := range corpus.Documents[i].names() {
		for _, s := range spell(name) {
			for from := range s {
				for to := from + 1; to <= len(s); to++ {
					out = append(out, s[from:to].full())
				}
			}
		}
	}
	return out
}

// Pinyin with one letter wrong, missing, too many or swapped finds what the right one
// finds, where as it is typed it finds nothing.
func TestOneSlipInPinyin(t *testing.T) {
	corpus := Corpus{Documents: generated(60)}
	_, x := built(t, corpus)
	r := rand.New(rand.NewPCG(5, 5))
	mended := 0
	for range 300 {
		d := corpus.Documents[r.IntN(len(corpus.Documents))]
		right := spell(d.Name)[0].full()
		right = right[:min(len(right), longestPinyin-1)]
		i := r.IntN(len(right) - 1)
		wrong := []string{
			right[:i] + right[i+1:],
			right[:i] + string(rune('a'+r.IntN(26))) + right[i+1:],
			right[:i] + string(rune('a'+r.IntN(26))) + right[i:],
			right[:i] + right[i+1:i+2] + right[i:i+1] + right[i+2:],
		}[r.IntN(4)]
		p, err := x.plan(t.Context(), wrong)
		if err != nil {
			t.Fatal(err)
		}
		if found := all(t, x, Request{Text: wrong}); len(p.said) > 0 {
			if mended++; !slices.Contains(found, d.Slug) {
				t.Errorf("%s, typed %s, does not find %s", right, wrong, d.Name)
			}
		} else if len(found) == 0 {
			t.Errorf("%s, typed %s, finds nothing", right, wrong)
		}
	}
	if mended < 200 {
		t.Errorf("only %d were mended", mended)
	}
}

// Whatever brackets and digits it is typed with, the number of an act finds the brands
// that rest on it, and so does each of its ends; not those of another number.
func TestNumbersOfActs(t *testing.T) {
	corpus := Corpus{Documents: []Document{
		{Slug: "a", Name: "甲工", Numbers: []string{"示例苏〔2025〕5号"}},
		{Slug: "b", Name: "乙工", Numbers: []string{"示例苏〔2025〕15号", "示例〔2024〕3号"}},
		{Slug: "c", Name: "丙工", Numbers: []string{"示例海〔2025〕第5号"}},
	}}
	_, x := built(t, corpus)
	for query, want := range map[string]string{
		"示例苏〔2025〕5号": "a", "示例苏[2025]5号": "a", "示例苏（２０２５）５号": "a", "示例苏【2025】第5号": "a", "苏〔2025〕5号": "a", "示例苏2025-5号": "a",
		"〔2025〕5号": "a c", "5号": "a c", "第5号": "a c", "15号": "b", "示例苏〔2025〕": "a b", "〔2024〕3号": "b", "示例海〔2025〕5号": "c", "示例苏〔2024〕5号": "", "25号": "",
	} {
		if got := strings.Join(slices.Sorted(slices.Values(all(t, x, Request{Text: query}))), " "); got != want {
			t.Errorf("%s finds %q, not %q", query, got, want)
		}
	}
}

// Who has the word that was asked for stands before all who have another word of the
// trade within a status, and these are found where it is their trade: in name, unit, industry
// or type, not where a text mentions it.
func TestOtherWordsOfATrade(t *testing.T) {
	corpus := Corpus{Documents: generated(200)}
	corpus.Groups, corpus.Asking = words()
	_, x := built(t, corpus)
	for _, group := range corpus.Groups {
		for _, word := range group.Words {
			found := all(t, x, Request{Text: word})
			other, rank := "", 0
			for _, slug := range found {
				d := &corpus.Documents[slices.IndexFunc(corpus.Documents, func(d Document) bool { return d.Slug == slug })]
				if d.rank() != rank { // within a status
					other, rank = "", d.rank()
				}
				if !contains(d.texts(), word) {
					other = slug
				} else if other != "" {
					t.Fatalf("%s: %s has another word and stands above %s", word, other, slug)
				}
			}
			for i := range corpus.Documents {
				d := &corpus.Documents[i]
				is := contains(d.texts(), word) || slices.ContainsFunc(corpus.lexicon().of[word], func(name string) bool {
					return slices.ContainsFunc(corpus.lexicon().group[name], func(w string) bool { return contains(append(d.trade(), d.Builder), w) })
				})
				if is != slices.Contains(found, d.Slug) {
					t.Errorf("%s of %s finds %s: %v", word, group.Name, d.Slug, !is)
				}
			}
		}
	}
}

// A word that is a level or a year chooses it, of one honour; in quotation marks it is
// looked for.
func TestLevelsAndYearsAsWords(t *testing.T) {
	corpus := Corpus{Levels: []string{"省级", "市级"}, Documents: []Document{
		{Slug: "a", Name: "甲工", Honors: []Honor{{"省级", "2025年"}, {"市级", "2023年"}}},
		{Slug: "b", Name: "乙工", Honors: []Honor{{"市级", "2025年"}}, Intro: "2023年起申报省级。"},
		{Slug: "c", Name: "丙工", Honors: []Honor{{"市级", "2024年"}}},
	}}
	_, x := built(t, corpus)
	for query, want := range map[string]string{
		"省级": "a", "市级": "a b c", "2025": "a b", "2025年": "a b", "市级 2025": "b", "市级2025年": "b", "2025市级": "b", "２０２５　市级": "b", "省级 2023": "",
		"2023": "a", "“2023”": "b", "「省级」": "b", "市级 丙": "c", "2022": "", "2023 2024": "a c",
	} {
		if got := strings.Join(slices.Sorted(slices.Values(all(t, x, Request{Text: query}))), " "); got != want {
			t.Errorf("%s finds %q, not %q", query, got, want)
		}
	}
	if got := all(t, x, Request{Text: "省级", Levels: []string{"市级"}}); len(got) != 3 {
		t.Errorf("a word and a box choose %v", got)
	}
}

// Words that ask are left out where nothing has them, and only there.
func TestWordsThatAsk(t *testing.T) {
	corpus := Corpus{Asking: []string{"哪里", "可以", "学", "我想在", "找一份", "的", "工作"}, Documents: []Document{
		{Slug: "a", Name: "河东电焊工", County: Place{"河东县", "河东"}, Intro: "学电焊到这里。"},
		{Slug: "b", Name: "河西工作室", County: Place{"河西县", "河西"}},
		{Slug: "c", Name: "河西木工", County: Place{"河西县", "河西"}},
	}}
	_, x := built(t, corpus)
	for query, want := range map[string]string{
		"哪里可以学电焊": "a", "我想在河东找一份电焊工的工作": "a", "工作": "b", "学电焊": "a", "哪里": "", "哪里可以": "", "哪里学木工": "c",
	} {
		if got := strings.Join(slices.Sorted(slices.Values(all(t, x, Request{Text: query}))), " "); got != want {
			t.Errorf("%s finds %q, not %q", query, got, want)
		}
	}
	a, err := x.Search(t.Context(), Request{Text: "河西电焊", Size: 3}) // two are in 河西, one does 电焊
	if err != nil || !a.Loose || slugs(a)[0] != "a" {
		t.Errorf("%v, %v: what tells most does not come first", slugs(a), err)
	}
}

// A telephone number that a page shows is found however it is spelled, on the page and in the
// query: by the brand that shows it, and by no other.
func TestTelephoneNumbersAsTheyAreSpelled(t *testing.T) {
	docs := generated(30)
	for i := range docs {
		n := fmt.Sprintf("%s-%d", []string{"0518", "010", "025", "0999"}[i%4], 61200000+i*10007)
		all := spellings(n)
		docs[i].Shown = []Shown{{"电话", all[i%7], "contact"}}
	}
	_, x := built(t, Corpus{Documents: docs})
	for i := range docs {
		for _, asked := range spellings(fmt.Sprintf("%s-%d", []string{"0518", "010", "025", "0999"}[i%4], 61200000+i*10007)) {
			found := all(t, x, Request{Text: asked})
			if !slices.Equal(found, []string{docs[i].Slug}) {
				t.Errorf("%s, shown as %s: %v found, not %s", asked, docs[i].Shown[0].Text, found, docs[i].Slug)
			}
		}
	}
	for i := range docs { // part of a number, and one digit wrong
		area, local, _ := strings.Cut(fmt.Sprintf("%s-%d", []string{"0518", "010", "025", "0999"}[i%4], 61200000+i*10007), "-")
		for _, part := range []string{area + local[:6], local[1:7], local[3:]} {
			if !slices.Contains(all(t, x, Request{Text: part}), docs[i].Slug) {
				t.Errorf("%s does not find %s", part, docs[i].Shown[0].Text)
			}
			if a, err := x.Search(t.Context(), Request{Text: part}); err != nil || a.Lacks != "" || a.Loose || a.Unlisted {
				t.Errorf("%s: %+v, %v", part, a, err)
			}
		}
		for _, wrong := range spellings(area + "-" + "9" + local[1:])[:8] {
			if a, err := x.Search(t.Context(), Request{Text: wrong + " " + docs[i].Name}); err != nil || a.Total+a.Others > 0 || !a.Unlisted {
				t.Errorf("%s finds %d, %v, %v", wrong, a.Total, a.Unlisted, err)
			}
		}
	}
	y := newVocabulary(&Corpus{Documents: docs})
	for _, years := range []string{"2022 2023", "20222023", "2022 2023 2024"} { // and not telephones
		if p := newPlan(years, y, false); len(p.chosen) < 2 || len(p.tokens) > 0 {
			t.Errorf("%s chooses %v and asks for %v", years, p.chosen, p.tokens)
		}
	}
}
