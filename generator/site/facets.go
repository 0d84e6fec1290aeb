package site

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// A Facet counts a list's brands by one other dimension.
type Facet struct {
	Label  string
	Counts []Count
	Note   string // why they add up to more than the list, "" where they add up to it
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
type Query struct{ Type, County, Level, Year, Offer string }

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
	set("offer", q.Offer)
	return edition.SearchPath + "?" + v.Encode()
}

// query returns the search for all that l lists.
func (all Lists) query(l *List) Query {
	var q Query
	if l.Type != nil {
		q.Type = l.Type.Name
	}
	if l.Region != nil && l.Region != all.region { // that everything lies in
		q.County = l.Region.NameWithin(all.region)
	}
	if l.Level != nil {
		q.Level = l.Level.Name
	}
	if l.Column == byYear {
		q.Year = l.Name
	}
	return q
}

// facets counts l's brands by every dimension that it is not itself a list by, and by what
// they offer. in are the lists of each brand. Values that no brand has are left out, and so are
// dimensions that are left without any. On a list by level
// the years are those of that level's honours, and on one by year the levels.
func (all Lists) facets(l *List, in map[*Brand][]*List, work Work) []Facet {
	counts := map[*List]int{}
	for _, b := range l.Brands {
		for _, other := range in[b] {
			if !l.parts(other) || b.holds(cmp.Or(l.Level, other.Level), max(l.Year, other.Year)) {
				counts[other]++
			}
		}
	}
	q := all.query(l)
	var facets []Facet
	if l.Type == nil {
		f := newFacet("按类型", all.Types, counts, func(o *List) string {
			if l.Region != nil {
				return edition.RegionTypePath(l.Region, o.Type)
			}
			return Query{o.Name, q.County, q.Level, q.Year, ""}.Path()
		})
		if rest := len(l.Brands) - f.sum(); rest > 0 && len(all.Types) > 0 {
			f.Counts = append(f.Counts, Count{Link{Unstated, Query{Unstated, q.County, q.Level, q.Year, ""}.Path()}, rest})
		}
		facets = append(facets, f)
	}
	if f, found := all.placeFacet(l, counts); found {
		facets = append(facets, f)
	}
	if l.Level == nil {
		facets = append(facets, newFacet("按级别", all.Levels, counts, func(o *List) string {
			return Query{q.Type, q.County, o.Name, q.Year, ""}.Path()
		}))
	}
	if l.Column != byYear {
		facets = append(facets, newFacet("按年份", all.Years, counts, func(o *List) string {
			return Query{q.Type, q.County, q.Level, o.Name, ""}.Path()
		}))
	}
	facets = slices.DeleteFunc(facets, func(f Facet) bool { return len(f.Counts) == 0 })
	for i := range facets {
		if sum := facets[i].sum(); sum > len(l.Brands) {
			facets[i].Note = fmt.Sprintf("一个品牌可有几个称号，相加为 %d，多于 %d 个品牌。", sum, len(l.Brands))
		}
	}
	if f := work.offerFacet(l, q); f.Counts != nil {
		facets = append(facets, f)
	}
	return facets
}

// sum adds the counts up.
func (f Facet) sum() int {
	n := 0
	for _, c := range f.Counts {
		n += c.Number
	}
	return n
}

// parts reports whether one of the lists is by level and the other by year: two halves of
// an honour.
func (l *List) parts(other *List) bool {
	return l.Level != nil && other.Column == byYear || l.Column == byYear && other.Level != nil
}

// placeFacet counts by the parts of l's region, or of the site's: the provinces of the
// nation, the cities of a province, the counties of a city; and what belongs to the whole of it. It
// reports whether there are any parts.
func (all Lists) placeFacet(l *List, counts map[*List]int) (Facet, bool) {
	whole := cmp.Or(l.Region, all.region)
	parts := all.partsOf(whole)
	q := all.query(l)
	f := newFacet("按"+all.partsWord(whole), parts, counts, func(o *List) string {
		switch {
		case l.Type != nil:
			return edition.RegionTypePath(o.Region, l.Type)
		case l.Region != nil:
			return o.Path
		}
		return Query{q.Type, o.Name, q.Level, q.Year, ""}.Path()
	})
	if n := ofWhole(whole, l.Brands); n > 0 {
		f.Counts = append(f.Counts, Count{Link{WholeName(whole), ""}, n})
	}
	return f, len(parts) > 0
}

// partsOf returns the lists of the places right below r.
func (all Lists) partsOf(r *criteria.Region) []*List {
	var parts []*List
	for _, l := range all.Places {
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

// newFacet counts what of a list also stands in each of others.
func newFacet(label string, others []*List, counts map[*List]int, path func(*List) string) Facet {
	f := Facet{Label: label}
	for _, o := range others {
		if n := counts[o]; n > 0 {
			f.Counts = append(f.Counts, Count{Link{o.Name, path(o)}, n})
		}
	}
	return f
}
