package trial

import (
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/review"
	"minglu/generator/site"
)

// A Reach is what a standard means for coverage and targets: recognition follows from
// notices alone, and so it says how many could be recognized, and how many of those that
// are would be no more.
type Reach struct {
	Level    *criteria.Level
	Held     int   // brands that hold the level
	Passed   Shift // brands that pass
	Keep     Shift // of these: hold the level
	Possible Shift // brands that hold the level or pass
	Target   *content.Target

	Counted      int   // counties of the region that count for coverage
	Covered      int   // of these: have a brand that holds anything
	Counties     Shift // have a brand that passes
	Coverable    Shift // have either
	Gained, Lost []*criteria.Region
}

func newReach(side *review.Side, s *criteria.Standard, brands []Brand) Reach {
	held := side.HeldOn(s.Level, side.Content.Date)
	r := Reach{Level: s.Level, Held: len(held), Possible: Shift{len(held), len(held)}}
	if i := slices.IndexFunc(side.Settings.Targets, func(t content.Target) bool { return t.Level == s.Level }); i >= 0 {
		r.Target = &side.Settings.Targets[i]
	}
	listed := map[*criteria.Region]bool{}
	for _, b := range side.Content.Brands {
		listed[b.Region] = listed[b.Region] || len(b.Standing.Holding()) > 0
	}
	was, is := map[*criteria.Region]bool{}, map[*criteria.Region]bool{}
	for _, b := range brands {
		before, after := passes(b.Before), passes(b.After)
		was[b.Brand.Region], is[b.Brand.Region] = was[b.Brand.Region] || before, is[b.Brand.Region] || after
		r.Passed.count(before, after)
		if held[b.Brand] {
			r.Keep.count(before, after)
		} else {
			r.Possible.count(before, after)
		}
	}
	for _, county := range side.Rules.RegionsIn(side.Settings.Region) {
		if !site.CountsForCoverage(county) || !s.Region.Contains(county) {
			continue
		}
		if r.Counted++; listed[county] {
			r.Covered++
		}
		r.Coverable.count(listed[county] || was[county], listed[county] || is[county])
		r.Counties.count(was[county], is[county])
		switch {
		case is[county] && !was[county]:
			r.Gained = append(r.Gained, county)
		case was[county] && !is[county]:
			r.Lost = append(r.Lost, county)
		}
	}
	return r
}
