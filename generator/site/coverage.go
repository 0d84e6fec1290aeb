package site

import (
	"maps"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// Coverage is which counties have a brand (县、市（含涉农区）全覆盖, 苏人社发〔2022〕
// 40号): the counties and county-level cities of the region, and the districts
// that regions.yaml marks as agricultural. A brand of a whole city covers none
// of its counties.
type Coverage struct {
	Cities  []CityCoverage // that have any such county, in the order of regions.yaml
	Total   int
	Number  int                // of Total: that have a brand
	Several []*List            // of these: that have two brands or more (一县多品), most first
	Marked  []*criteria.Region // districts that count because they are 涉农区
}

// CityCoverage is one city's part of it.
type CityCoverage struct {
	City      Link
	Covered   []*List
	Uncovered []*List
}

// Total returns how many counties of the city count.
func (c CityCoverage) Total() int { return len(c.Covered) + len(c.Uncovered) }

// countsForCoverage: counties and county-level cities count, and districts that
// are marked.
func countsForCoverage(r *criteria.Region) bool {
	return r.IsCounty() && (r.Agricultural != "" || !r.IsDistrict())
}

func newCoverage(lists Lists) Coverage {
	var c Coverage
	var last *criteria.Region // the city before
	for _, l := range lists.Places {
		if !countsForCoverage(l.Region) {
			continue
		}
		if city := l.Region.Parent; city != last {
			c.Cities = append(c.Cities, CityCoverage{City: lists.cityLink(city)})
			last = city
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

// cityLink names the city, without an address where it lies outside the site.
func (all Lists) cityLink(city *criteria.Region) Link {
	link := Link{Name: city.Name}
	if all.region.Contains(city) {
		link.Path = edition.RegionPath(city)
	}
	return link
}
