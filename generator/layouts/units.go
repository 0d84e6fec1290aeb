package layouts

import (
	"cmp"
	"html/template"

	"minglu/generator/edition"
	"minglu/generator/site"
)

// UnitsPage is given to layouts/units/units.html: the units and bases in honours that are
// no brand's.
type UnitsPage struct {
	Base
	AsOf   string
	Total  int // what stands
	Honors []UnitHonor
}

// A UnitHonor is one honour's part.
type UnitHonor struct {
	ID, Name, Source string
	Of               string // what heads the column of names: 基地名称
	Rows             []UnitRow
	Ended            []EndedUnit
}

// A UnitRow is one unit that holds the honour.
type UnitRow struct {
	Name, Place, Level string
	Document           template.HTML
	Until              string // "" for no end
}

// An EndedUnit is one unit that holds it no more.
type EndedUnit struct {
	Name, Place, Level string
	Line               EndedLine
}

func (r *renderer) unitsJob() job {
	return job{"units", edition.UnitsPath, func(w *worker) any {
		p := UnitsPage{Base: w.base("units", edition.UnitsPath, edition.RollPath, "单位和基地", "劳务品牌以外，公告认定的单位和基地，按称号排列。"), AsOf: site.DateText(w.site.Date)}
		p.Crumbs = []site.Link{{Name: "品牌名录", Path: edition.RollPath}}
		for _, h := range w.site.Units {
			part := UnitHonor{ID: h.ID, Name: h.Name, Source: h.Source, Of: cmp.Or(h.Of, "单位或基地") + "名称"}
			for _, u := range h.Holds {
				part.Rows = append(part.Rows, UnitRow{u.Name, u.Place, u.Honor.Level.Name, at(p.Root, w.acts[u.Honor.Since].basis), site.DateText(u.Honor.Since.ValidUntil)})
			}
			for _, u := range h.Ended {
				part.Ended = append(part.Ended, EndedUnit{u.Name, u.Place, u.Honor.Level.Name,
					EndedLine{Name: h.Name, Word: statusWord(u.Honor.Status), Date: site.EndText(u.Honor), Reason: u.Honor.Reason, Path: u.Notice}})
			}
			p.Total += len(part.Rows)
			p.Honors = append(p.Honors, part)
		}
		p.Linked = p.linked()
		return p
	}}
}
