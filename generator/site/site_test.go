package site

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// load makes the site of testdata/site.txtar, with edits made to its text.
func load(t *testing.T, edits ...string) *Site {
	t.Helper()
	text, err := os.ReadFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files, err := txtar.FS(txtar.Parse([]byte(strings.NewReplacer(edits...).Replace(string(text)))))
	if err != nil {
		t.Fatal(err)
	}
	return siteOf(t, files)
}

func siteOf(t *testing.T, files fs.FS) *Site {
	t.Helper()
	return siteOn(t, files, values.Date{Year: 2026, Month: 6, Day: 30})
}

func siteOn(t *testing.T, files fs.FS, day values.Date) *Site {
	t.Helper()
	e, bad, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return day },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return criteria.Load(os.DirFS("../testdata/rules")) },
	}.Read(files)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return New(e)
}

func slugs(brands []*Brand) string {
	var all []string
	for _, b := range brands {
		all = append(all, b.Slug)
	}
	return strings.Join(all, " ")
}

func list(t *testing.T, s *Site, path string) *List {
	t.Helper()
	for _, l := range s.All() {
		if l.Path == path {
			return l
		}
	}
	t.Fatalf("no list %s", path)
	return nil
}

func TestListsHoldWhatIsRecognizedByCountyThenSlug(t *testing.T) {
	s := load(t)
	for path, want := range map[string]string{
		"types/tourism.html":               "c-ganyu b-donghai",
		"types/livelihood.html":            "d-city",
		"types/skilled.html":               "",
		"counties/donghai.html":            "a-donghai b-donghai",
		"counties/lianyungang.html":        "d-city c-ganyu a-donghai b-donghai", // the city's own first, then its counties'
		"counties/donghai/tourism.html":    "b-donghai",
		"counties/haizhou/livelihood.html": "",
		"levels/municipal.html":            "d-city c-ganyu b-donghai",
		"levels/county.html":               "a-donghai b-donghai",
		"levels/provincial.html":           "",
		"years/2025.html":                  "c-ganyu b-donghai",
		"years/2022.html":                  "", // of a notice whose honours have expired
		"years/undated.html":               "a-donghai b-donghai",
	} {
		if got := slugs(list(t, s, path).Brands); got != want {
			t.Errorf("%s lists %q, want %q", path, got, want)
		}
	}
	if got := slugs(s.Brands); got != "a-donghai b-donghai c-ganyu d-city expired withdrawn" {
		t.Errorf("brands with pages: %s", got)
	}
}

func TestEveryListExistsAlsoWhenItIsEmpty(t *testing.T) {
	s := load(t)
	if len(s.Types) != 4 || len(s.Places) != 7 || len(s.Both) != 28 || len(s.Levels) != 4 {
		t.Errorf("%d types, %d places, %d of both, %d levels", len(s.Types), len(s.Places), len(s.Both), len(s.Levels))
	}
	var years []string
	for _, l := range s.Years {
		years = append(years, l.Name)
	}
	if got := strings.Join(years, " "); got != "2026年 2025年 2024年 2023年 2022年 年份未载明" {
		t.Errorf("years: %s", got)
	}
}

func TestFacetsCountTheOtherDimensions(t *testing.T) {
	s := load(t)
	var got []string
	for _, f := range list(t, s, "levels/municipal.html").Facets {
		for _, c := range f.Counts {
			got = append(got, fmt.Sprintf("%s %s %d", f.Label, c.Name, c.Number))
		}
	}
	want := []string{"按类型 文化旅游类 2", "按类型 民生保障类 1", "按县区 赣榆区 1", "按县区 东海县 1", "按县区 连云港市（全市） 1",
		"按年份 2025年 2", "按年份 2023年 1"}
	if !slices.Equal(got, want) {
		t.Errorf("counts of the municipal list:\n%q\nwant\n%q", got, want)
	}
	for _, f := range list(t, s, "types/tourism.html").Facets {
		for _, c := range f.Counts {
			if f.Label == "按县区" && !strings.HasSuffix(c.Path, "/tourism.html") {
				t.Errorf("%s of a type leads to %s, not to the list of both", c.Name, c.Path)
			}
		}
	}
}

func TestLongListsTakeNumberedPages(t *testing.T) {
	l := &List{Path: "types/tourism.html", Brands: make([]*Brand, 101)}
	if l.Pages() != 3 || len(l.Page(1)) != 50 || len(l.Page(3)) != 1 {
		t.Errorf("101 brands take %d pages, the last with %d", l.Pages(), len(l.Page(3)))
	}
	if l.PagePath(1) != "types/tourism.html" || l.PagePath(3) != "types/tourism/3.html" {
		t.Errorf("pages stand at %s and %s", l.PagePath(1), l.PagePath(3))
	}
	if empty := (&List{}); empty.Pages() != 1 || len(empty.Page(1)) != 0 {
		t.Error("an empty list is not one empty page")
	}
}

func TestRollIsByLevelAndYearWithSerialNumbers(t *testing.T) {
	s := load(t)
	var got []string
	for _, level := range s.Roll {
		for _, year := range level.Years {
			for _, row := range year.Rows {
				got = append(got, fmt.Sprintf("%s %d %d %s %s", level.Level.Name, year.Year, row.Serial, row.Brand.Slug, row.Notice))
			}
		}
	}
	want := []string{
		"市级 2025 1 c-ganyu notices/city-2025.html", "市级 2025 2 b-donghai notices/city-2025.html",
		"市级 2023 3 d-city notices/city-2023.html",
		"县级 0 1 a-donghai notices/county.html", "县级 0 2 b-donghai notices/county.html",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the roll is\n%q\nwant\n%q", got, want)
	}
}

func TestNoticesAreThoseThatHaveComeNewestFirst(t *testing.T) {
	s := load(t)
	var got []string
	for _, n := range s.Notices {
		line := n.Slug
		for _, row := range n.Rows {
			line += " " + row.Name
			if row.Brand == nil {
				line += "（无页面）"
			}
			line += string(row.Now)
		}
		got = append(got, line)
	}
	want := []string{
		"running 赣榆公示工（无页面）",
		"city-2025 东海乙匠recognized 赣榆丙工recognized",
		"out 赣榆退出工",
		"city-2023 赣榆退出工withdrawn 连云港丁师recognized",
		"old-notice 连云港丁师", // over: without the candidate
		"city-2022 赣榆到期工expired",
		"county 东海乙匠recognized 东海甲匠recognized",
	}
	if !slices.Equal(got, want) {
		t.Errorf("notices:\n%q\nwant\n%q", got, want)
	}
}

func TestEndedHonoursStandByLevel(t *testing.T) {
	s := load(t)
	if len(s.Ended) != 1 || len(s.Ended[0].Rows) != 2 {
		t.Fatalf("ended: %+v", s.Ended)
	}
	expired, withdrawn := s.Ended[0].Rows[0], s.Ended[0].Rows[1]
	if expired.Brand.Slug != "expired" || expired.Date.String() != "2025-05-01" || expired.Notice != "" {
		t.Errorf("the expiry is %+v", expired)
	}
	if withdrawn.Brand.Slug != "withdrawn" || withdrawn.Honor.Reason != "停业" || withdrawn.Notice != "notices/out.html" {
		t.Errorf("the withdrawal is %+v", withdrawn)
	}
}

func TestMenuAndMovedAddresses(t *testing.T) {
	s := load(t)
	var menu []string
	for _, l := range s.Menu {
		menu = append(menu, l.Path)
	}
	if got := strings.Join(menu, " "); got != "index.html list.html work.html notices.html stats.html criteria.html about.html" {
		t.Errorf("menu: %s", got)
	}
	if len(s.Moved) != 1 || s.Moved[0].Path != "brands/old-donghai.html" || s.Moved[0].To.Slug != "b-donghai" {
		t.Errorf("moved: %+v", s.Moved)
	}
}

func TestAddressesAreSortedAndEachStandsOnce(t *testing.T) {
	all := load(t).Addresses()
	if !slices.IsSorted(all) {
		t.Error("addresses are not sorted")
	}
	if slices.ContainsFunc(all, func(a string) bool { return strings.HasPrefix(a, "/") }) {
		t.Error("an address begins with a slash")
	}
	if n := len(all); len(slices.Compact(all)) != n {
		t.Error("an address stands twice")
	}
	for _, never := range []string{"brands/candidate.html", "brands/noticed.html", "notices/future.html"} {
		if slices.Contains(all, never) {
			t.Errorf("%s has an address", never)
		}
	}
}

func TestPlacesOfAProvinceNameTheirCity(t *testing.T) {
	s := load(t, "region: 320700", "region: 320000")
	l := list(t, s, "counties/xuzhou-gulou.html")
	if l.Name != "徐州市鼓楼区" {
		t.Errorf("the county is called %s", l.Name)
	}
	if got := slugs(list(t, s, "counties/lianyungang.html").Brands); got != "d-city c-ganyu a-donghai b-donghai" {
		t.Errorf("the city lists %s", got)
	}
	if tiles := len(s.Home.Grid.Tiles); tiles != 13 {
		t.Errorf("the grid has %d cities", tiles)
	}
}

func TestScoresAreInTheSiteOnlyWhereShown(t *testing.T) {
	files := fstest.MapFS{
		"content/site.yaml":              {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\nshow_scores: true\n")},
		"content/brands/donghai/high.md": {Data: []byte(scored("东海甲匠", 3100))},
		"content/brands/donghai/low.md":  {Data: []byte(scored("东海乙匠", 100))},
		"content/brands/donghai/same.md": {Data: []byte(scored("东海丙匠", 3100))},
		"content/brands/donghai/bare.md": {Data: []byte("---\nname: 东海丁匠\ntype: 文化旅游类\ncounty: 东海县\nbuilder: 单位\n---\n情况。\n")}, // without figures
		"content/notices/n.md":           {Data: []byte("---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2024-12-06\nbrands: [low, high, same, bare]\n---\n")},
	}
	s := siteOf(t, files)
	ranks := map[string]Rank{}
	for _, b := range s.Listed {
		if b.Slug == "bare" {
			continue
		}
		if len(b.Evaluations) != 2 || b.Evaluations[0].Standard.ID != "lianyungang-2024" {
			t.Fatalf("%s is evaluated by %d standards, the city's not first", b.Slug, len(b.Evaluations))
		}
		ranks[b.Slug] = b.Ranks[0]
		if b.Ranks[1] != (Rank{}) {
			t.Errorf("%s is ranked by a checklist", b.Slug)
		}
	}
	if ranks["high"] != (Rank{1, 3, 4}) || ranks["same"] != (Rank{1, 3, 4}) || ranks["low"] != (Rank{3, 3, 4}) {
		t.Errorf("ranks: %v", ranks)
	}
	if st := s.Standards[0]; st.ID != "lianyungang-2024" || st.Evaluated != 3 || slugs(st.Meeting[st.Item("tourism-1")]) != "high same" {
		t.Errorf("%s measures %d brands; tourism-1 is met by %q", st.ID, st.Evaluated, slugs(st.Meeting[st.Item("tourism-1")]))
	}

	files["content/site.yaml"].Data = []byte("title: 名录\npublisher: 主办\nregion: 320700\n")
	s = siteOf(t, files)
	for _, b := range s.Brands {
		if len(b.Evaluations) > 0 || len(b.Ranks) > 0 {
			t.Errorf("%s carries evaluations that are not to be shown", b.Slug)
		}
	}
	if s.Standards[0].Meeting != nil || s.Standards[0].Evaluated != 0 {
		t.Error("a standard carries brands that are not to be shown")
	}
}

func scored(name string, workers int) string {
	return fmt.Sprintf("---\nname: %s\ntype: 文化旅游类\ncounty: 东海县\nbuilder: 单位\nas_of: 2025-06-30\nfacts: {workers: %d}\n---\n情况。\n", name, workers)
}

func TestFactsNewerThanTheRecognitionAreThePresentState(t *testing.T) {
	files := fstest.MapFS{
		"content/site.yaml":           {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\nshow_scores: true\n")},
		"content/brands/donghai/b.md": {Data: []byte(scored("东海甲匠", 3100))},
		"content/notices/n.md":        {Data: []byte("---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2024-12-06\nbrands: [b]\n---\n")},
	}
	if !siteOf(t, files).Brands[0].IsUpdate() {
		t.Error("facts of 2025 under a recognition of 2024 are no update")
	}
	files["content/notices/n.md"].Data = []byte("---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2025\nbrands: [b]\n---\n")
	if siteOf(t, files).Brands[0].IsUpdate() {
		t.Error("a recognition of some day in 2025 need not be older than facts of June 2025")
	}
}
