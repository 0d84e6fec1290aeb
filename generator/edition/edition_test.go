package edition_test

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

func day(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} }

// editionOf reads files on a day by this repository's rules, with the usual
// settings where they bring none.
func editionOf(t testing.TB, files fs.FS, on values.Date) (*edition.Edition, diag.List) {
	t.Helper()
	if all, ok := files.(fstest.MapFS); ok && all["content/site.yaml"] == nil {
		all = maps.Clone(all)
		all["content/site.yaml"] = &fstest.MapFile{Data: []byte(usualSite)}
		files = all
	}
	return readBy(t, reader(t, on), files)
}

// reader reads on a day by this repository's rules.
func reader(t testing.TB, on values.Date) edition.Reader {
	t.Helper()
	rules := repositoryRules(t)
	return edition.Reader{
		Day:   func(*content.Settings) values.Date { return on },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return rules, nil, nil },
	}
}

func readBy(t testing.TB, r edition.Reader, files fs.FS) (*edition.Edition, diag.List) {
	t.Helper()
	e, bad, err := r.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	return e, bad
}

// with returns this repository's content and the rules of the tests, with files put into it.
func with(t *testing.T, files fstest.MapFS) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	for dir, root := range map[string]fs.FS{"criteria": os.DirFS("../testdata/rules"), "content": os.DirFS("../..")} {
		err := fs.WalkDir(root, dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(root, p)
			all[p] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for p, f := range files {
		all[p] = f
	}
	return all
}

// TestReadTellsAllThatIsWrong: mistakes of one file, of the joining of several and
// of the claims of notices are in the one list, sorted.
func TestReadTellsAllThatIsWrong(t *testing.T) {
	e, bad, err := edition.Read(with(t, nil), day)
	if err != nil || len(bad) > 0 || e.Content == nil || len(e.Evaluations) == 0 {
		t.Fatal(bad, err)
	}
	files, err := e.BrandFiles()
	if err != nil || len(files) != len(e.Content.Brands) {
		t.Errorf("%d files, %d brands, %v", len(files), len(e.Content.Brands), err)
	}
	brand := "---\nname: 东海某工匠\ntype: 文化旅游类\ncounty: 东海县\ncolour: 红\nas_of: 2024-01-01\nfacts: {workers: 1}\n---\n正文。\n"
	notice := "---\nkind: 认定\ntitle: 通知\nlevel: 市级\nstandard: lianyungang-2024\ndate: 2024-12-01\nbrands: [donghai-mou, donghai-wu]\n---\n正文。\n"
	e, bad, err = edition.Read(with(t, fstest.MapFS{
		"content/brands/donghai/donghai-mou.md": {Data: []byte(brand)},
		"content/notices/mou.md":                {Data: []byte(notice)},
	}), day)
	if err != nil || e.Content == nil {
		t.Fatal(err)
	}
	var rules []diag.Rule
	for _, m := range bad {
		rules = append(rules, m.Rule)
	}
	for _, want := range []diag.Rule{diag.UnknownField, diag.UnknownBrand, diag.FactsIncomplete} {
		if !slices.Contains(rules, want) {
			t.Errorf("no %s among %v", want, rules)
		}
	}
	sorted := slices.Clone(bad)
	if sorted.Sort(); !slices.Equal(sorted, bad) {
		t.Error("the list is not sorted")
	}
}

// TestReadWithoutRules: what cannot be told without rules or settings is nil.
func TestReadWithoutRules(t *testing.T) {
	for file, rules := range map[string]bool{"criteria/types.yaml": false, "content/site.yaml": true} {
		e, bad, err := edition.Read(with(t, fstest.MapFS{file: {Data: []byte("x: [")}}), day)
		if err != nil || len(bad) == 0 || e.Content != nil || e.Settings != nil || e.Evaluations != nil || (e.Rules != nil) != rules {
			t.Errorf("%s: %v, %v, %+v", file, bad, err, e)
		}
	}
}

// TestRank: a place is one more than the number of better totals, whatever the order
// in which brands come.
func TestRank(t *testing.T) {
	card, list := &criteria.Standard{ID: "b", Kind: criteria.Scorecard}, &criteria.Standard{ID: "a", Kind: criteria.Checklist}
	types := []*criteria.Type{{Order: 1}, {Order: 2}}
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 3))
		var brands []*content.Brand
		evaluations := edition.Evaluations{}
		for i := range 1 + r.IntN(12) {
			b := &content.Brand{Slug: string(rune('a' + i)), Type: types[r.IntN(2)]}
			brands = append(brands, b)
			for _, s := range []*criteria.Standard{card, list} {
				outcome := []criteria.Outcome{criteria.Passed, criteria.Failed, criteria.Incomplete}[r.IntN(3)]
				evaluations[b] = append(evaluations[b], criteria.Evaluation{Standard: s, Total: criteria.Points(r.IntN(5)), Outcome: outcome})
			}
		}
		r.Shuffle(len(brands), func(i, j int) { brands[i], brands[j] = brands[j], brands[i] })
		entrants := 0
		for _, c := range edition.Rank(brands, evaluations) {
			entrants += len(c.Entrants)
			for i, e := range c.Entrants {
				better := 0
				for _, other := range c.Entrants {
					if other.Evaluation.Total > e.Evaluation.Total {
						better++
					}
				}
				want := better + 1
				if c.Standard == list {
					want = 0
				}
				if e.Place != want || e.Brand.Type != c.Type || i > 0 && c.Entrants[i-1].Evaluation.Total < e.Evaluation.Total {
					t.Errorf("seed %d: %s is at place %d of %s, want %d", seed, e.Brand.Slug, e.Place, c.Standard.ID, want)
				}
			}
		}
		if entrants != 2*len(brands) {
			t.Errorf("seed %d: %d entrants of %d brands", seed, entrants, len(brands))
		}
	}
}

// TestHolds: whoever holds an honour of the level or of a higher one is not proposed
// for it; what has ended is not held.
func TestHolds(t *testing.T) {
	levels := []*criteria.Level{{Order: 1}, {Order: 2}, {Order: 3}}
	for held := range levels {
		for asked := range levels {
			for _, status := range []content.Status{content.Recognized, content.Withdrawn, content.Expired} {
				b := &content.Brand{Standing: content.Standing{Honors: []content.Honor{{Level: levels[held], Status: status}}}}
				if got, want := edition.Holds(b, levels[asked]), status == content.Recognized && held >= asked; got != want {
					t.Errorf("holds level %d (%s), asked for %d: %v", held, status, asked, got)
				}
			}
		}
	}
}

// TestAnEntryThatLacksWhatItMustHaveIsNone: the mistake is told, and no page shows
// half a link or somebody without a name.
func TestAnEntryThatLacksWhatItMustHaveIsNone(t *testing.T) {
	brand := "---\nname: 东海某工匠\ncounty: 东海县\nlinks: [{label: 甲}, {label: 乙, url: https://a.example.org/}]\npeople: [{role: 传承人}]\n---\n"
	e, bad, err := edition.Read(with(t, fstest.MapFS{"content/brands/donghai/donghai-mou.md": {Data: []byte(brand)}}), day)
	if err != nil || len(bad) != 2 {
		t.Fatal(bad, err)
	}
	i := slices.IndexFunc(e.Content.Brands, func(b *content.Brand) bool { return b.Slug == "donghai-mou" })
	if b := e.Content.Brands[i]; len(b.Links) != 1 || b.Links[0].Label != "乙" || len(b.People) > 0 {
		t.Errorf("%+v %+v", b.Links, b.People)
	}
}
