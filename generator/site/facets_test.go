package site

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"testing"

	"minglu/generator/criteria"
)

// TestFacetsLeadToWhatTheyCount follows every count of every list: its address, a
// list or a search, holds that many brands, all of them in the list that counts.
func TestFacetsLeadToWhatTheyCount(t *testing.T) {
	for name, s := range allSites(t) {
		t.Run(name, func(t *testing.T) {
			byPath := map[string][]*Brand{}
			for _, l := range s.All() {
				byPath[l.Path] = l.Brands
			}
			for _, l := range s.All() {
				wants := map[string]int{"按类型": len(l.Brands), "按县区": len(l.Brands), "按级别": 0, "按年份": 0}
				for _, word := range []string{"省（区、市）", "设区市", "市（州、地区）"} {
					wants["按"+word] = len(l.Brands)
				}
				for _, b := range l.Brands {
					levels, years := map[*criteria.Level]bool{}, map[int]bool{} // a level and a year are of one honour
					for _, badge := range b.Badges {
						if l.Column != byYear || badge.Year == l.Year {
							levels[badge.Level] = true
						}
						if l.Level == nil || badge.Level == l.Level {
							years[badge.Year] = true
						}
					}
					wants["按级别"] += len(levels)
					wants["按年份"] += len(years)
				}
				s.checkOfferFacet(t, l)
				for _, f := range l.Facets {
					if f.Label == "按机会" { // leads to what brands offer, not to brands
						continue
					}
					sum := 0
					for _, c := range f.Counts {
						sum += c.Number
						found := byPath[c.Path]
						switch _, query, isSearch := strings.Cut(c.Path, "?"); {
						case isSearch:
							if found = s.matching(t, query); strings.Contains(query, url.Values{"county": {s.Settings.Region.Name}}.Encode()) {
								t.Errorf("%s searches for the whole of the site as a county: %s", l.Path, c.Path)
							}
						case c.Path == "":
							found = slices.DeleteFunc(slices.Clone(l.Brands), func(b *Brand) bool {
								return WholeName(b.Region) != c.Name
							})
						}
						if c.Number == 0 || len(found) != c.Number || slices.ContainsFunc(found, func(b *Brand) bool { return !slices.Contains(l.Brands, b) }) {
							t.Errorf("%s counts %d of %s, but %s leads to %q", l.Path, c.Number, c.Name, c.Path, slugs(found))
						}
					}
					if (f.Note != "") != (sum > len(l.Brands)) {
						t.Errorf("%s %s adds up to %d of %d brands, and says %q", l.Path, f.Label, sum, len(l.Brands), f.Note)
					}
					if sum != wants[f.Label] {
						t.Errorf("%s %s counts %d, want %d", l.Path, f.Label, sum, wants[f.Label])
					}
				}
			}
		})
	}
}

// matching returns the listed brands that a search finds by its values alone.
func (s *Site) matching(t *testing.T, query string) []*Brand {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	is := func(key string, belongs func(value string) bool) bool { return !q.Has(key) || belongs(q.Get(key)) }
	return slices.DeleteFunc(slices.Clone(s.Listed), func(b *Brand) bool {
		return !(is("type", func(v string) bool { return cmp.Or(b.TypeName(), Unstated) == v }) &&
			is("offer", func(v string) bool { return slices.Contains(b.Offers(), v) }) &&
			is("county", func(v string) bool { return s.isIn(b, v) }) &&
			slices.ContainsFunc(b.Badges, func(badge Badge) bool {
				return is("level", func(v string) bool { return badge.Level.Name == v }) && is("year", func(v string) bool { return YearName(badge.Year) == v })
			}))
	})
}
