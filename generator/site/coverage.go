package site

import (
	"maps"
	"slices"
	"strings"

	"minglu/generator/criteria"
)

// Coverage is which counties have a brand (县、市（含涉农区）全覆盖, 苏人社发〔2022〕
// 40号): the counties and county-level cities of the region, and the districts
// that the files of regions mark as agricultural. A brand of a whole city covers none
// of its counties.
type Coverage struct {
	Cities  []CityCoverage // that have any such county, in the order of the files
	Word    string         // what these are called together
	Total   int
	Number  int                // of Total: that have a brand
	Several []*List            // of these: that have two brands or more (一县多品), most first
	Marked  []*criteria.Region // districts that count because they are 涉农区

	Counties, Held int // all counties, county-level cities and districts of the region; of these, that have a brand (有品牌的县区)
}

// CityCoverage is one city's part of it; where the site is the nation's, one province's;
// and of a province that has counties without a city, theirs.
type CityCoverage struct {
	City      Link
	Covered   []*List
	Uncovered []*List
}

// Total returns how many counties of the city count.
func (c CityCoverage) Total() int { return len(c.Covered) + len(c.Uncovered) }

// CountsForCoverage: counties and county-level cities count, and districts that
// are marked.
func CountsForCoverage(r *criteria.Region) bool {
	return r.IsCounty() && (r.Agricultural != "" || !r.IsDistrict())
}

func newCoverage(lists Lists) Coverage {
	var c Coverage
	var last *criteria.Region // the group before
	for _, l := range lists.Places {
		if l.Region.IsCounty() {
			c.Counties++
			c.Held += min(len(l.Brands), 1)
		}
		if !CountsForCoverage(l.Region) {
			continue
		}
		if group := lists.groupOf(l.Region); group != last {
			c.Cities = append(c.Cities, CityCoverage{City: lists.groupLink(group)})
			last = group
		}
		city := &c.Cities[len(c.Cities)-1]
		c.Total++
		if l.Region.Agricultural != "" {
			c.Marked = append(c.Marked, l.Region)
		}
		if len(l.Brands) > 1 {
			c.Several = append(c.Several, l)
		}
		if len(l.Brands) > 0 {
			c.Number++
			city.Covered = append(city.Covered, l)
		} else {
			city.Uncovered = append(city.Uncovered, l)
		}
	}
	slices.SortStableFunc(c.Several, func(a, b *List) int { return len(b.Brands) - len(a.Brands) })
	c.Word = lists.coverageWord()
	return c
}

// agricultural counts the brands that are marked as 涉农 by the documents that say so,
// the document of most first.
func agricultural(listed []*Brand) []Count {
	by := map[string]int{}
	for _, b := range listed {
		if b.Agricultural != "" {
			by[b.Agricultural]++
		}
	}
	var all []Count
	for _, document := range slices.Sorted(maps.Keys(by)) {
		all = append(all, Count{Link{Name: document}, by[document]})
	}
	slices.SortStableFunc(all, func(a, b Count) int { return b.Number - a.Number })
	return all
}

// groupOf returns the region under which a county is listed: its city, or the province where
// it lies directly in one, and where the site is the nation's.
func (all Lists) groupOf(county *criteria.Region) *criteria.Region {
	group := county.Parent
	for all.region.IsNation() && group.Parent != nil && group.Parent != all.region {
		group = group.Parent
	}
	return group
}

// coverageWord says what counties are listed under: what the parts of a province or of the
// nation are called, and of the site of a city or a county what that city is.
func (all Lists) coverageWord() string {
	city := all.region
	if city.IsCounty() {
		city = city.Parent
	}
	switch {
	case city.Municipality:
		return city.Rank()
	case !city.IsCity():
		return all.partsWord(city)
	case !strings.HasSuffix(city.Name, "市"):
		return "市（州、地区）"
	}
	return "设区市"
}

// groupLink names what counties are listed under, without an address where the site has no
// list of it.
func (all Lists) groupLink(group *criteria.Region) Link {
	for _, l := range all.Places {
		if l.Region == group {
			return Link{group.Name, l.Path}
		}
	}
	if group.IsProvince() {
		return Link{Name: group.Name + "直辖"}
	}
	return Link{Name: group.Name}
}
