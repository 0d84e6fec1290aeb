package site

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/criteria"
	"minglu/generator/values"
)

func published(t *testing.T) *Site {
	t.Helper()
	text, err := os.ReadFile("../testdata/published.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files, err := txtar.FS(txtar.Parse(text))
	if err != nil {
		t.Fatal(err)
	}
	return siteOf(t, files)
}

// TestStatsAreCountsOfTheBrands counts anew, brand by brand.
func TestStatsAreCountsOfTheBrands(t *testing.T) {
	for name, s := range allSites(t) {
		t.Run(name, func(t *testing.T) {
			typeName := func(b *Brand) string {
				if b.Type == nil {
					return Unstated
				}
				return b.Type.Name
			}
			check := func(counts []Count, belongs func(b *Brand, name string) bool) {
				t.Helper()
				for _, c := range counts {
					n := 0
					for _, b := range s.Listed {
						if belongs(b, c.Name) {
							n++
						}
					}
					if n != c.Number {
						t.Errorf("%s: %d, but %d brands are of it", c.Name, c.Number, n)
					}
				}
			}
			check(s.Stats.Types, func(b *Brand, name string) bool { return typeName(b) == name })
			check(s.Stats.Levels, func(b *Brand, name string) bool { return b.Holds(s.Rules.Level(name)) })
			check(s.Stats.Years, func(b *Brand, name string) bool {
				return slices.ContainsFunc(b.Years, func(y int) bool { return YearName(y) == name })
			})
			inPlace := func(b *Brand, name string) bool {
				if name == WholeName(s.Settings.Region) {
					return b.Region == s.Settings.Region
				}
				return s.isIn(b, name)
			}
			check(s.Stats.Places, inPlace)
			check(s.Stats.Counties, inPlace)
			counties := map[*criteria.Region]bool{}
			for _, b := range s.Listed {
				if b.Region.IsCounty() {
					counties[b.Region] = true
				}
			}
			large := s.Settings.Region.IsProvince() || s.Settings.Region.IsNation()
			if n := len(s.Stats.Counties); large && n != len(counties) || !large && n != 0 {
				t.Errorf("%d counties are listed, %d have brands", n, len(counties))
			}
			for _, row := range s.Stats.Cross {
				check([]Count{row.Count}, inPlace)
				check(row.Types, func(b *Brand, name string) bool { return inPlace(b, row.Name) && typeName(b) == name })
			}
			for name, counts := range map[string][]Count{"types": s.Stats.Types, "places": s.Stats.Places} {
				sum := 0
				for _, c := range counts {
					sum += c.Number
				}
				if sum != len(s.Listed) {
					t.Errorf("the %s add up to %d of %d brands", name, sum, len(s.Listed))
				}
			}
		})
	}
}

func TestCoverageCountsCountiesAndCountyLevelCities(t *testing.T) {
	names := func(lists []*List) string {
		var all []string
		for _, l := range lists {
			all = append(all, l.Region.Name)
		}
		return strings.Join(all, " ")
	}
	city := load(t).Stats.Coverage
	if city.Total != 3 || city.Number != 1 || len(city.Cities) != 1 || names(city.Cities[0].Covered) != "东海县" || names(city.Cities[0].Uncovered) != "灌云县 灌南县" {
		t.Errorf("the city's coverage is %+v", city)
	}
	province := load(t, "region: 320700", "region: 320000").Stats.Coverage
	if province.Total != 40 || province.Number != 1 {
		t.Errorf("the province has %d counties and county-level cities, %d with a brand; want 40 and 1", province.Total, province.Number)
	}
	sum := 0
	for _, c := range province.Cities {
		sum += c.Total()
	}
	if sum != province.Total {
		t.Errorf("the cities add up to %d of %d", sum, province.Total)
	}
	if !CountsForCoverage(&criteria.Region{Code: "320707", Name: "赣榆区", Agricultural: "示例"}) || CountsForCoverage(&criteria.Region{Code: "320707", Name: "赣榆区"}) {
		t.Error("a district counts when it is marked as agricultural, and only then")
	}
}

// A county with two brands has several; marks are counted by their documents.
func TestSeveralBrandsAndAgriculturalOnes(t *testing.T) {
	files := fstest.MapFS{
		"content/site.yaml":    {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\n")},
		"content/notices/n.md": {Data: []byte("---\nkind: 认定\ntitle: 通知\nlevel: 县级\nbrands: [a, b, c, d, e, f]\n---\n")},
	}
	for i, of := range []struct{ folder, county, more string }{
		{"guanyun", "灌云县", ""}, {"guanyun", "灌云县", "agricultural: 乙文件\n"}, {"donghai", "东海县", "agricultural: 甲文件\n"},
		{"donghai", "东海县", "agricultural: 乙文件\n"}, {"donghai", "东海县", ""}, {"guannan", "灌南县", ""}, {"guannan", "灌南县", "agricultural: 丙文件\n"},
	} {
		slug := string(rune('a' + i)) // the last is a candidate
		files["content/brands/"+of.folder+"/"+slug+".md"] = &fstest.MapFile{Data: []byte("---\nname: 品牌" + slug + "\ncounty: " + of.county + "\n" + of.more + "---\n")}
	}
	st := siteOf(t, files).Stats
	var several []string
	for _, l := range st.Coverage.Several {
		several = append(several, fmt.Sprint(l.Region.Name, len(l.Brands)))
	}
	if got := fmt.Sprint(several, st.Agricultural); got != "[东海县3 灌云县2] [{{乙文件 } 2} {{甲文件 } 1}]" {
		t.Error(got)
	}
}

func TestWorkersAddUpWhatIsStated(t *testing.T) {
	files := fstest.MapFS{
		"content/site.yaml":                  {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\ntargets: {市级: {number: 5, year: 2026}}\n")},
		"content/brands/donghai/high.md":     {Data: []byte(scored("东海甲匠", 3100))},
		"content/brands/donghai/low.md":      {Data: []byte(strings.Replace(scored("东海乙匠", 100), "2025-06-30", "2024-06-30", 1))},
		"content/brands/donghai/silent.md":   {Data: []byte("---\nname: 东海丙匠\ntype: 文化旅游类\ncounty: 东海县\n---\n")},
		"content/brands/donghai/unlisted.md": {Data: []byte(scored("东海丁匠", 9000))},
		"content/notices/n.md":               {Data: []byte("---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2024-12-06\nbrands: [low, high, silent]\n---\n")},
	}
	s := siteOf(t, files)
	w := s.Stats.Workers
	if w.All.Number != 3 || w.All.Stating != 2 || w.All.Sum != 3200 || w.All.From.String() != "2024-06-30" || w.All.To.String() != "2025-06-30" {
		t.Errorf("workers: %+v", w.All)
	}
	for _, parts := range [][]Workforce{w.Types, w.Places} {
		stating, sum := 0, 0
		for _, part := range parts {
			stating += part.Stating
			sum += part.Sum
		}
		if stating != w.All.Stating || sum != w.All.Sum {
			t.Errorf("the parts add up to %d workers of %d brands", sum, stating)
		}
	}
	if r := s.Stats.Targets[0]; r.Target.Number != 5 || r.Count.Number != 3 || r.Level.Name != "市级" {
		t.Errorf("the target is %+v", r)
	}
	if s.Stats.Scores != nil {
		t.Error("there are scores that are not to be shown")
	}
	if w := published(t).Stats.Workers; w.All.Stating != 0 || !w.All.From.IsZero() {
		t.Errorf("brands without facts state workers: %+v", w.All)
	}
}

// What stood when a year ended is what the site of that day counts.
func TestStepsCountWhatStoodAtTheEndOfTheirYears(t *testing.T) {
	files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\ntargets: {市级: {number: 9, year: 2026, steps: [" +
		"{number: 9, year: 2026}, {number: 1, year: 2025}, {number: 1, year: 2024}, {number: 1, year: 2023}]}}\n")}}
	for name, slug := range map[string]string{"东海甲匠": "a", "东海乙匠": "b", "东海丙匠": "c"} {
		files["content/brands/donghai/"+slug+".md"] = &fstest.MapFile{Data: []byte("---\nname: " + name + "\ncounty: 东海县\n---\n")}
	}
	for i, says := range []string{
		"kind: 认定\nlevel: 市级\ndate: 2023\nvalid_until: 2024-12-30\nbrands: [a, b]", "kind: 认定\nlevel: 市级\ndate: 2024-02-01\nhonor: 名\nbrands: [b]",
		"kind: 认定\nlevel: 省级\ndate: 2024-12-31\nbrands: [a, c]", "kind: 退出\nlevel: 市级\ndate: 2025-12-31\nbrands: [b]", "kind: 认定\nlevel: 市级\nbrands: [c]",
	} {
		files[fmt.Sprintf("content/notices/n%d.md", i)] = &fstest.MapFile{Data: []byte("---\ntitle: 通知\n" + says + "\n---\n")}
	}
	var got []int
	for _, step := range siteOf(t, files).Stats.Targets[0].Steps {
		if got = append(got, step.Now); step.Over != (step.Year < 2026) {
			t.Errorf("%+v", step)
		}
		then := siteOn(t, files, values.Date{Year: step.Year, Month: 12, Day: 31}).Stats.Levels
		if i := slices.IndexFunc(then, func(c Count) bool { return c.Name == "市级" }); step.Now != then[i].Number {
			t.Errorf("%+v, the site of that day counts %d", step, then[i].Number)
		}
	}
	if !slices.Equal(got, []int{3, 2, 1, 1}) {
		t.Error(got)
	}
}

func points(of ...float64) (all []criteria.Points) {
	for _, n := range of {
		all = append(all, criteria.Points(n*float64(criteria.Point))) // exact in halves
	}
	return all
}

func TestScoresLieInBandsWithoutGaps(t *testing.T) {
	sc := Scores{Totals: points(79.5, 80, 105, 109)}
	if got := fmt.Sprint(sc.Bands()); got != "[{100 110 2} {90 100 0} {80 90 1} {70 80 1}]" {
		t.Errorf("bands: %s", got)
	}
	if got := sc.Median().String(); got != "92.5" {
		t.Errorf("the median is %s", got)
	}
}

func TestScoresAreOfListedBrandsByScorecardAndType(t *testing.T) {
	files := fstest.MapFS{
		"content/site.yaml":                  {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\nshow_scores: true\n")},
		"content/brands/donghai/high.md":     {Data: []byte(scored("东海甲匠", 3100))},
		"content/brands/donghai/low.md":      {Data: []byte(scored("东海乙匠", 100))},
		"content/brands/donghai/unlisted.md": {Data: []byte(scored("东海丁匠", 9000))},
		"content/notices/n.md":               {Data: []byte("---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2024-12-06\nbrands: [low, high]\n---\n")},
	}
	all := siteOf(t, files).Stats.Scores
	if len(all) != 1 || all[0].Standard.ID != "lianyungang-2024" || fmt.Sprint(all[0].Totals) != "[0 22]" || all[0].Open != 2 {
		t.Errorf("scores: %+v", all)
	}
}

// TestEveryTypeIsCountedInItsColumn gives the city one brand of each type, with as
// many workers as types before it and one.
func TestEveryTypeIsCountedInItsColumn(t *testing.T) {
	files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\n")}}
	var slugs []string
	for i, l := range load(t).Types {
		slug := fmt.Sprintf("b%d", i)
		text := strings.NewReplacer("文化旅游类", l.Name, "东海县", "连云港市").Replace(scored("连云港匠"+l.Name, i+1))
		files["content/brands/lianyungang/"+slug+".md"] = &fstest.MapFile{Data: []byte(text)}
		slugs = append(slugs, slug)
	}
	files["content/notices/n.md"] = &fstest.MapFile{Data: []byte("---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2024-12-06\nbrands: [" + strings.Join(slugs, ", ") + "]\n---\n")}
	st := siteOf(t, files).Stats
	whole := st.Cross[len(st.Cross)-1]
	for i := range slugs {
		if st.Types[i].Number != 1 || whole.Types[i].Number != 1 || st.Workers.Types[i].Stating != 1 || st.Workers.Types[i].Sum != i+1 {
			t.Errorf("%s: %d brands, %d of the whole city, workers %+v", st.Types[i].Name, st.Types[i].Number, whole.Types[i].Number, st.Workers.Types[i])
		}
	}
}

func TestTotalsMayRiseWhileAnItemIsUnstatedOrUndetermined(t *testing.T) {
	for outcome, want := range map[criteria.Outcome]bool{criteria.Met: false, criteria.Partial: false, criteria.Unmet: false, criteria.Unstated: true, criteria.Undetermined: true} {
		if isOpen(criteria.Result{Outcome: outcome}) != want {
			t.Errorf("an item that is %s leaves the total open: %t, want %t", outcome, !want, want)
		}
	}
}
