package site

import (
	"cmp"
	"slices"
	"strconv"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// PageSize is how many brands stand on one page of a list.
const PageSize = 50

// A List is the recognized brands of a type, a place, a place and type, a level
// or a year. It stands on one page or more, also when it is empty.
type List struct {
	Path   string // of its first page
	Column string // what it is a list by: 品牌类型, 县区, 级别, 年份
	Name   string // 文化旅游类, 东海县, 东海县文化旅游类, 市级, 2024年
	Brands []*Brand
	Facets []Facet // counts of the other dimensions
	Up     []Link  // the pages above it, the highest first

	Type   *criteria.Type   // of a list by type, nil otherwise
	Region *criteria.Region // of a list by place, nil otherwise
	Level  *criteria.Level  // of a list by level, nil otherwise
	Year   int              // of a list by year
	Place  *Place           // of a list by place alone, nil otherwise
}

// byYear is the column of a list by year.
const byYear = "年份"

// Lists are all lists that have pages of their own.
type Lists struct {
	Types  []*List // one a type
	Places []*List // one a province of the nation, a city and a county of the region; each holds the brands of what lies in it
	Both   []*List // one a place and type
	Levels []*List // one a level, highest first
	Years  []*List // one a year of a notice, newest first

	region *criteria.Region // of the site
}

// All returns all of them.
func (l Lists) All() []*List { return slices.Concat(l.Types, l.Places, l.Both, l.Levels, l.Years) }

// Pages returns how many pages l takes: at least one.
func (l *List) Pages() int { return max(1, (len(l.Brands)+PageSize-1)/PageSize) }

// Page returns the brands on page n, counted from 1.
func (l *List) Page(n int) []*Brand {
	return l.Brands[(n-1)*PageSize : min(n*PageSize, len(l.Brands))]
}

// PagePath returns the address of l's page n, counted from 1.
func (l *List) PagePath(n int) string { return edition.NumberedPath(l.Path, n) }

// Title is what l is called where nothing else tells what it is a list of.
func (l *List) Title() string { return l.Name + "劳务品牌" }

// HasFiles reports whether l is written as files too: every list of a type or a place is,
// and one of both that holds a brand.
func (l *List) HasFiles() bool {
	return (l.Type != nil || l.Region != nil) && (l.Type == nil || l.Region == nil || len(l.Brands) > 0)
}

// HasFeed reports whether what happens to brands of l has a feed of its own.
func (l *List) HasFeed() bool { return (l.Type == nil) != (l.Region == nil) }

// FeedPath returns the address of l's feed; only for lists that have one.
func (l *List) FeedPath() string { return edition.ListFeedPath(l.Path) }

// newLists returns the lists of the listed brands, also those that are empty, and the page of
// what these brands offer, which the lists count and lead to.
func newLists(e *edition.Edition, listed []*Brand, published map[*content.Notice]*Notice, bySource map[*content.Brand]*Brand, ended []EndedLevel) (Lists, Work) {
	types, region := e.Rules.Types, e.Settings.Region
	all := Lists{region: region}
	for _, t := range types {
		all.Types = append(all.Types, &List{Path: edition.TypePath(t), Column: "品牌类型", Name: t.Name, Type: t})
	}
	for _, r := range e.Rules.PlacesIn(region) {
		place := &List{Path: edition.RegionPath(r), Column: "县区", Name: r.NameWithin(region), Region: r}
		all.Places = append(all.Places, place)
		for _, t := range types {
			all.Both = append(all.Both, &List{Path: edition.RegionTypePath(r, t), Column: "县区", Name: place.Name + t.Name,
				Region: r, Type: t, Up: []Link{{place.Name, place.Path}}})
		}
	}
	for _, l := range slices.Backward(e.Rules.Levels) {
		all.Levels = append(all.Levels, &List{Path: edition.LevelPath(l), Column: "级别", Name: l.Name, Level: l})
	}
	for _, year := range years(e.Content) {
		all.Years = append(all.Years, &List{Path: edition.YearPath(year), Column: byYear, Name: YearName(year), Year: year})
	}
	in := all.fill(listed)
	work := newWork(all, listed)
	for _, l := range all.All() {
		l.Facets = all.facets(l, in, work)
	}
	all.tellPlaces(e, published, bySource, ended, work)
	return all, work
}

// fill hands each listed brand to every list that it belongs to, and returns the
// lists of each brand.
func (l Lists) fill(listed []*Brand) map[*Brand][]*List {
	byType := index(l.Types, func(l *List) *criteria.Type { return l.Type })
	byPlace := index(l.Places, func(l *List) *criteria.Region { return l.Region })
	byYear := index(l.Years, func(l *List) int { return l.Year })
	type both struct {
		region *criteria.Region
		kind   *criteria.Type
	}
	byBoth := index(l.Both, func(l *List) both { return both{l.Region, l.Type} })
	in := make(map[*Brand][]*List, len(listed))
	for _, b := range listed {
		lists := []*List{byType[b.Type]}
		for r := b.Region; r != nil; r = r.Parent {
			lists = append(lists, byPlace[r], byBoth[both{r, b.Type}])
		}
		for _, of := range l.Levels {
			if b.Holds(of.Level) {
				lists = append(lists, of)
			}
		}
		for _, year := range b.Years {
			lists = append(lists, byYear[year])
		}
		// A type that is not stated, and a place outside the region, have none.
		in[b] = slices.DeleteFunc(lists, func(of *List) bool { return of == nil })
		for _, of := range in[b] {
			of.Brands = append(of.Brands, b)
		}
	}
	return in
}

func index[K comparable](lists []*List, key func(*List) K) map[K]*List {
	m := make(map[K]*List, len(lists))
	for _, l := range lists {
		m[key(l)] = l
	}
	return m
}

// years returns each year of a notice whose day has come, newest first, 0 last.
func years(c *content.Content) []int {
	var all []int
	for _, n := range c.Notices {
		if !n.OnlyUnits() && !n.Begins().After(c.Date) && !slices.Contains(all, n.Year) {
			all = append(all, n.Year)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(b, a) })
	return all
}

// DateText returns a date as people read it: 2024-12-06, 2024年12月, 2024年.
func DateText(d values.Date) string {
	switch {
	case d.IsZero(), d.Day > 0:
		return d.String()
	case d.Month == 0:
		return strconv.Itoa(d.Year) + "年"
	}
	return strconv.Itoa(d.Year) + "年" + strconv.Itoa(d.Month) + "月"
}

// YearName returns a batch's year as people read it.
func YearName(year int) string {
	if year == 0 {
		return "年份未载明"
	}
	return strconv.Itoa(year) + "年"
}
