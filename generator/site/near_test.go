package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Below a brand stand recognized others that have something in common with it, each once and
// at most MostNear of a kind; and where a kind has no more than these, all of them. Every
// listed brand that has any neighbour stands below some.
func TestNearBrandsHaveSomethingInCommon(t *testing.T) {
	for _, n := range []int{1, 2, 7, 8, 40} {
		files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办单位\nregion: 320700\n")}}
		var slugs []string
		for i := range n {
			slug := fmt.Sprintf("donghai-n%02d", i)
			industry := []string{"", "\nindustry: 雕刻", "\nindustry: 焊接"}[i%3]
			kind := []string{"文化旅游类", "民生保障类"}[i%2]
			files["content/brands/donghai/"+slug+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nname: 东海第%d号工匠\ntype: %s\ncounty: 东海县%s\n---\n", i, kind, industry)}
			if i%5 != 4 { // the others are candidates, or were withdrawn
				slugs = append(slugs, slug)
			}
		}
		files["content/notices/a.md"] = &fstest.MapFile{Data: []byte("---\nkind: 认定\ntitle: 名单\nlevel: 县级\ndate: 2024-05-01\nbrands: [" + strings.Join(slugs, ", ") + "]\n---\n")}
		s := siteOf(t, files)
		below := map[*Brand]int{}
		for _, b := range s.Brands {
			trade, county := s.Near(b)
			var alike, others int
			for _, other := range s.Listed {
				if other != b && (other.Type == b.Type || other.Industry == b.Industry && b.Industry != "") {
					alike++
				} else if other != b {
					others++
				}
			}
			if len(trade) != min(alike, MostNear) || len(county) != min(alike-len(trade)+others, MostNear) {
				t.Errorf("of %d, %s has %d and %d near it, of %d and %d", n, b.Slug, len(trade), len(county), alike, others)
			}
			both := slices.Concat(trade, county)
			for i, other := range both {
				below[other]++
				if other == b || !other.Recognized() || slices.Contains(both[:i], other) {
					t.Errorf("%s stands below %s, or twice", other.Slug, b.Slug)
				}
			}
			same := slices.IndexFunc(trade, func(other *Brand) bool { return other.Industry != b.Industry })
			if last := slices.IndexFunc(trade[max(same, 0):], func(other *Brand) bool { return other.Industry == b.Industry && b.Industry != "" }); same >= 0 && last > 0 {
				t.Errorf("below %s a brand of its industry stands behind others", b.Slug)
			}
		}
		for _, b := range s.Listed {
			if len(s.Listed) > 1 && below[b] == 0 {
				t.Errorf("of %d, %s stands below no other", n, b.Slug)
			}
		}
	}
}
