package site

import (
	"fmt"
	"maps"
	"slices"

	"minglu/generator/edition"
	"minglu/generator/values"
)

// Changes are what the notices changed, by year, quarter and month.
type Changes struct {
	Years   []*Period // with a change, and the present one; newest first
	Undated *Period   // acts without a date, nil where there are none: they come before every year
}

// A Period is a year, a quarter or a month, and what changed in it.
type Period struct {
	ID     string // 2025, 2025-q4, 2025-12: its anchor
	Name   string // 2025年, 2025年第四季度, 2025年12月
	Tally         // of all that changed in it
	Totals        // what stands at its end; in the present one, on the site's day
	Open   bool   // it is not over
	// Changes are, in their order, those that no part holds: of a year the ones
	// whose source states no month. These count from its first day.
	Changes []*Change
	Own     Tally     // of Changes alone
	Parts   []*Period // the quarters of a year, the months of a quarter, up to the present one
}

// Quiet reports whether nothing changed in p.
func (p *Period) Quiet() bool { return p.Tally == Tally{} }

// newChanges sorts changes, in their order, into periods up to the day.
func newChanges(all []*Change, day values.Date) Changes {
	byYear := map[int][]*Change{day.Year: nil}
	for _, change := range all {
		byYear[change.Date.Year] = append(byYear[change.Date.Year], change)
	}
	var changes Changes
	var standing Totals
	for _, year := range slices.Sorted(maps.Keys(byYear)) { // undated acts come first
		if year == 0 {
			changes.Undated = &Period{ID: edition.Undated, Name: "日期未载明"}
			changes.Undated.take(&standing, byYear[year])
		} else {
			changes.Years = append(changes.Years, newYear(year, byYear[year], &standing, day))
		}
	}
	slices.Reverse(changes.Years)
	return changes
}

// newYear makes the period of a year. standing is what stands before it, and
// then at its end.
func newYear(year int, changes []*Change, standing *Totals, day values.Date) *Period {
	byMonth := make([][]*Change, 13) // 0: no month is stated
	for _, c := range changes {
		byMonth[c.Date.Month] = append(byMonth[c.Date.Month], c)
	}
	p := &Period{ID: edition.YearID(year), Name: YearName(year), Open: year == day.Year}
	p.take(standing, byMonth[0])
	for q := range 4 {
		quarter := &Period{ID: edition.QuarterID(year, q+1), Name: p.Name + "第" + [...]string{"一", "二", "三", "四"}[q] + "季度",
			Open: p.Open && (day.Month-1)/3 == q}
		for month := q*3 + 1; month <= q*3+3; month++ {
			if p.Open && month > day.Month {
				break
			}
			part := &Period{ID: edition.MonthID(year, month), Name: fmt.Sprintf("%s%d月", p.Name, month), Open: p.Open && month == day.Month}
			part.take(standing, byMonth[month])
			quarter.join(part)
		}
		if len(quarter.Parts) > 0 {
			p.join(quarter)
		}
	}
	return p
}

// take makes the changes p's own.
func (p *Period) take(standing *Totals, changes []*Change) {
	p.Changes = changes
	for _, c := range changes {
		p.Own.add(c.Tally)
		standing.add(c.totals)
	}
	p.Tally, p.Totals = p.Own, *standing
}

// join adds the next part to p.
func (p *Period) join(part *Period) {
	p.Parts = append(p.Parts, part)
	p.Tally.add(part.Tally)
	p.Totals = part.Totals
}
