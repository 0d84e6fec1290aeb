package site

import (
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// Coverage is which counties have a brand (县、市（含涉农区）全覆盖, 苏人社发〔2022〕
// 40号): the counties and county-level cities of the region, and the districts
// that regions.yaml marks as agricultural. A brand of a whole city covers none
// of its counties.
type Coverage struct {
	Cities []CityCoverage // that have any such county, in the order of regions.yaml
	Total  int
	Number int // of Total: that have a brand
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
	return r.IsCounty() && (r.Agricultural || !r.IsDistrict())
}

func newCoverage(lists Lists) Coverage {
	var c Coverage
	var last *criteria.Region
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
		if len(l.Brands) > 0 {
			c.Number++
			city.Covered = append(city.Covered, l)
		} else {
			city.Uncovered = append(city.Uncovered, l)
		}
	}
	return c
}

// cityLink names the city, without an address where it lies outside the site.
func (all Lists) cityLink(city *criteria.Region) Link {
	link := Link{Name: city.Name}
	if all.region.Contains(city) {
		link.Path = edition.RegionPath(city)
	}
	return link
}
