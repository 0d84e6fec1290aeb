package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
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
}

// Pages returns how many pages l takes: at least one.
func (l *List) Pages() int { return max(1, (len(l.Brands)+PageSize-1)/PageSize) }

// Page returns the brands on page n, counted from 1.
func (l *List) Page(n int) []*Brand {
	return l.Brands[(n-1)*PageSize : min(n*PageSize, len(l.Brands))]
}

// addLists fills Types, Places, Both, Levels and Years.
func (s *Site) addLists(c *content.Content) {
	for _, t := range s.Rules.Types {
		s.Types = append(s.Types, &List{Path: typePath(t), Column: "品牌类型", Name: t.Name, Type: t})
	}
	for _, r := range s.Rules.RegionsIn(s.Settings.Region) {
		name := s.PlaceName(r)
		place := &List{Path: placePath(r), Column: "县区", Name: name, Region: r}
		s.Places = append(s.Places, place)
		for _, t := range s.Rules.Types {
			s.Both = append(s.Both, &List{Path: bothPath(r, t), Column: "县区", Name: name + t.Name,
				Region: r, Type: t, Up: []Link{{name, place.Path}}})
		}
	}
	for _, l := range slices.Backward(s.Rules.Levels) {
		s.Levels = append(s.Levels, &List{Path: levelPath(l), Column: "级别", Name: l.Name, Level: l})
	}
	for _, year := range years(c) {
		s.Years = append(s.Years, &List{Path: yearPath(year), Column: "年份", Name: YearName(year), Year: year})
	}
	s.fillLists()
	for _, l := range s.Lists() {
		s.addFacets(l)
	}
}

// fillLists hands each listed brand to every list that it belongs to.
func (s *Site) fillLists() {
	byType := index(s.Types, func(l *List) *criteria.Type { return l.Type })
	byPlace := index(s.Places, func(l *List) *criteria.Region { return l.Region })
	byLevel := index(s.Levels, func(l *List) *criteria.Level { return l.Level })
	byYear := index(s.Years, func(l *List) int { return l.Year })
	type both struct {
		region *criteria.Region
		kind   *criteria.Type
	}
	byBoth := index(s.Both, func(l *List) both { return both{l.Region, l.Type} })
	for _, b := range s.Listed {
		b.joins(byType[b.Type])
		for r := b.Region; r != nil; r = r.Parent {
			b.joins(byPlace[r])
			b.joins(byBoth[both{r, b.Type}])
		}
		for _, level := range s.Rules.Levels {
			if b.Holds(level) {
				b.joins(byLevel[level])
			}
		}
		for _, year := range b.Years {
			b.joins(byYear[year])
		}
	}
}

// joins puts b on l, where there is such a list: a type that is not stated has
// none.
func (b *Brand) joins(l *List) {
	if l != nil {
		l.Brands = append(l.Brands, b)
		b.lists = append(b.lists, l)
	}
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
		if hasCome(n, c.Date) && !slices.Contains(all, n.Year) {
			all = append(all, n.Year)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(b, a) })
	return all
}
