package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// rollOf returns the site of n brands, in the counties of a city and the city itself, which
// acts of some years recognize at one level or two.
func rollOf(t *testing.T, n int, random *rand.Rand) *Site {
	t.Helper()
	files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\n")}}
	places := []string{"连云区", "海州区", "赣榆区", "东海县", "灌云县", "灌南县", "连云港市"}
	slugs := []string{"lianyun", "haizhou", "ganyu", "donghai", "guanyun", "guannan", "lianyungang"}
	years, crowded := 1+random.IntN(4), random.IntN(len(places))
	batches := map[string][]string{}
	for i := range n {
		at := crowded
		if random.IntN(3) > 0 {
			at = random.IntN(len(places))
		}
		slug := fmt.Sprintf("%s-p%d", slugs[at], i)
		files["content/brands/"+slugs[at]+"/"+slug+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nname: %s第%d号工\ntype: 文化旅游类\ncounty: %s\nbuilder: 甲\n---\n正文。\n", places[at], i, places[at])}
		year := random.IntN(years)
		for _, level := range []string{"县级", "市级"}[random.IntN(2):] {
			batch := fmt.Sprintf("%d %s", 2020+year, level)
			batches[batch] = append(batches[batch], slug)
		}
	}
	for batch, brands := range batches {
		year, level, _ := strings.Cut(batch, " ")
		name := map[string]string{"县级": "county", "市级": "city"}[level] + year
		files["content/notices/"+name+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nkind: 认定\ntitle: %s年%s名单\nlevel: %s\ndate: %s-12-06\nbrands: [%s]\n---\n正文。\n", year, level, level, year, strings.Join(brands, ", "))}
	}
	return siteOf(t, files)
}

// The official list is in parts where it is long. Each honour stands in one of them, in the
// order of the whole; each has an address of its own, that sitemaps and links know, no more
// rows than fit, and serial numbers without a gap.
func TestEveryHonourStandsInOnePartOfTheRoll(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	kinds := map[string]bool{}
	for _, n := range []int{0, 1, 150, 260, 700, 2500} {
		s := rollOf(t, n, random)
		parts, rows := s.RollParts(), 0
		var want, got []string
		for _, l := range s.Roll {
			for _, y := range l.Years {
				rows += len(y.Rows)
				for _, row := range y.Rows {
					want = append(want, fmt.Sprint(l.Level.Name, y.Year, row.Serial, row.Brand.Slug))
				}
			}
		}
		if (rows > RollSize) != (len(parts) > 0) {
			t.Fatalf("%d rows are in %d parts", rows, len(parts))
		}
		if parts == nil {
			kinds["whole"] = true
			continue
		}
		paths := map[string]bool{}
		for _, p := range parts {
			if paths[p.Path] || !slices.Contains(s.Addresses(), p.Path) || len(p.Rows) == 0 || len(p.Rows) > RollSize {
				t.Errorf("%s: again %v, %d rows", p.Path, paths[p.Path], len(p.Rows))
			}
			paths[p.Path] = true
			for i, row := range p.Rows {
				got = append(got, fmt.Sprint(p.Level.Name, p.Year, row.Serial, row.Brand.Slug))
				if row.Serial != p.Rows[0].Serial+i || p.In != nil && row.Brand.Region != p.In {
					t.Errorf("%s: %s, of %s, has the number %d", p.Path, row.Brand.Name, row.Brand.Region.Name, row.Serial)
				}
			}
			kinds[fmt.Sprint("by place ", p.In != nil, ", shared ", p.Number > 0)] = true
		}
		if !slices.Equal(got, want) {
			t.Errorf("the parts hold\n%q\nthe list\n%q", got, want)
		}
	}
	if len(kinds) != 4 {
		t.Errorf("only these are met: %v", kinds)
	}
}
