package site

import (
	"net/url"

	"minglu/generator/criteria"
)

// A Facet counts a list's brands by one other dimension.
type Facet struct {
	Label  string
	Counts []Count
}

// A Count is how many brands of a list share a value. The link leads to the
// list of both, or to the search for both where no such list exists; it has no
// path where there is neither.
type Count struct {
	Link
	Number int
}

// A Link is an address of the site (it may end in a query) and its words.
type Link struct{ Name, Path string }

// A Query is a search: values as they are printed, "" where open.
type Query struct{ Type, County, Level, Year string }

// Path returns the address that searches for q.
func (q Query) Path() string {
	v := url.Values{}
	set := func(key, value string) {
		if value != "" {
			v.Set(key, value)
		}
	}
	set("type", q.Type)
	set("county", q.County)
	set("level", q.Level)
	set("year", q.Year)
	return SearchPath + "?" + v.Encode()
}

// query returns the search for all that l lists.
func (s *Site) query(l *List) Query {
	var q Query
	if l.Type != nil {
		q.Type = l.Type.Name
	}
	if l.Region != nil {
		q.County = s.PlaceName(l.Region)
	}
	if l.Level != nil {
		q.Level = l.Level.Name
	}
	if l.Column == "年份" {
		q.Year = l.Name
	}
	return q
}

// addFacets counts l's brands by every dimension that it is not itself a list
// by. Values that no brand has are left out.
func (s *Site) addFacets(l *List) {
	counts := map[*List]int{}
	for _, b := range l.Brands {
		for _, other := range b.lists {
			counts[other]++
		}
	}
	if l.Type == nil {
		l.addFacet("按类型", s.Types, counts, func(o *List) string {
			if l.Region != nil {
				return bothPath(l.Region, o.Type)
			}
			q := s.query(l)
			q.Type = o.Name
			return q.Path()
		})
	}
	s.addPlaces(l, counts)
	if l.Level == nil {
		l.addFacet("按级别", s.Levels, counts, func(o *List) string {
			q := s.query(l)
			q.Level = o.Name
			return q.Path()
		})
	}
	if l.Column != "年份" {
		l.addFacet("按年份", s.Years, counts, func(o *List) string {
			q := s.query(l)
			q.Year = o.Name
			return q.Path()
		})
	}
}

// addPlaces counts by the parts of l's region, or of the site's: the cities of
// a province, the counties of a city; and what belongs to the whole of it.
func (s *Site) addPlaces(l *List, counts map[*List]int) {
	whole := s.Settings.Region
	if l.Region != nil {
		whole = l.Region
	}
	parts := s.partsOf(whole)
	if len(parts) == 0 {
		return
	}
	l.addFacet("按县区", parts, counts, func(o *List) string {
		switch {
		case l.Type != nil:
			return bothPath(o.Region, l.Type)
		case l.Region != nil:
			return o.Path
		}
		q := s.query(l)
		q.County = o.Name
		return q.Path()
	})
	if n := ofWhole(whole, l.Brands); n > 0 {
		f := &l.Facets[len(l.Facets)-1]
		f.Counts = append(f.Counts, Count{Link{whole.Name + "（全市）", ""}, n})
	}
}

// partsOf returns the lists of the places right below r.
func (s *Site) partsOf(r *criteria.Region) []*List {
	var parts []*List
	for _, l := range s.Places {
		if l.Region.Parent == r {
			parts = append(parts, l)
		}
	}
	return parts
}

// ofWhole counts the brands that belong to r itself, not to a part of it.
func ofWhole(r *criteria.Region, brands []*Brand) int {
	n := 0
	for _, b := range brands {
		if b.Region == r {
			n++
		}
	}
	return n
}

// addFacet adds what of l also stands in each of others. The facet stands even
// when it is empty, so that callers may add to it.
func (l *List) addFacet(label string, others []*List, counts map[*List]int, path func(*List) string) {
	f := Facet{Label: label}
	for _, o := range others {
		if n := counts[o]; n > 0 {
			f.Counts = append(f.Counts, Count{Link{o.Name, path(o)}, n})
		}
	}
	l.Facets = append(l.Facets, f)
}
