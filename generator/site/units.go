package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A UnitHonor is the units and bases of one honour, which is no brand's.
type UnitHonor struct {
	*criteria.Honor
	ID    string    // its place on the page
	Holds []UnitRow // what stands, highest level first, then in the order of the acts
	Ended []UnitRow // newest first
}

// A UnitRow is a unit in one honour at one level.
type UnitRow struct {
	Name, Place string
	Honor       content.Honor
	Date        values.Date // of what ended: of the withdrawal; of an expiry the day after its last
	Notice      string      // the address of the 退出; "" for an expiry, and for what stands
}

// A NamedUnit is one unit that a notice names.
type NamedUnit struct {
	Name, Place string // the place is, where the notice does not tell it, that of other acts
	Honor       *criteria.Honor
	Reason      string         // of a withdrawal
	Now         content.Status // what became of the honour that a 认定 gave; "" for other acts
}

func newUnits(units []edition.Unit, rules *criteria.Rules) []UnitHonor {
	var all []UnitHonor
	for _, honor := range rules.Honors {
		part := UnitHonor{Honor: honor, ID: edition.UnitsID(honor)}
		for _, u := range units {
			if u.Honor != honor {
				continue
			}
			for _, h := range u.Standing.Honors {
				row := UnitRow{Name: u.Name, Place: u.Place, Honor: h}
				if h.Status == content.Recognized {
					part.Holds = append(part.Holds, row)
					continue
				}
				if row.Date = h.Since.Expiry(); h.Ended != nil {
					row.Date, row.Notice = h.Ended.Date, edition.NoticePath(h.Ended.Slug)
				}
				part.Ended = append(part.Ended, row)
			}
		}
		slices.SortStableFunc(part.Holds, func(a, b UnitRow) int { return cmp.Compare(b.Honor.Level.Order, a.Honor.Level.Order) })
		slices.SortStableFunc(part.Ended, func(a, b UnitRow) int { return b.Date.Compare(a.Date) })
		all = append(all, part)
	}
	return all
}

// A unitKey tells units of the edition apart.
type unitKey struct {
	honor *criteria.Honor
	name  string
}

func unitsByName(units []edition.Unit) map[unitKey]edition.Unit {
	known := make(map[unitKey]edition.Unit, len(units))
	for _, u := range units {
		known[unitKey{u.Honor, u.Name}] = u
	}
	return known
}

// namedUnits returns those that n may name: as of brands, a 公示 that is over says no more
// of those it did not lead to.
func namedUnits(n *Notice, known map[unitKey]edition.Unit) []NamedUnit {
	var all []NamedUnit
	for _, u := range n.Units {
		unit, given := known[unitKey{u.Honor, u.Name}]
		if given || n.Running {
			all = append(all, NamedUnit{u.Name, cmp.Or(u.Place, unit.Place), u.Honor, u.Reason, becameOf(n.Notice, u.Honor.Name, unit.Standing)})
		}
	}
	return all
}
