package layouts

import (
	"fmt"

	"minglu/generator/edition"
	"minglu/generator/site"
)

// A SourceLine says of which directory a brand or an act is.
type SourceLine struct {
	Name, Date string
	URL        string // of its page there; "": not known
}

// sourceLine returns nil for what is the site's own.
func sourceLine(p *edition.Provenance) *SourceLine {
	if p == nil {
		return nil
	}
	return &SourceLine{p.Name, p.Date.String(), p.Page}
}

// A SourceRow is how a directory stands whose brands the site shows too.
type SourceRow struct {
	Name, URL       string // URL is "" where it is a folder
	Region          string
	Date            string // of what is taken; "": nothing is
	Brands, Notices int
	State           string // "": it is sound
	Since, Why      string
	Refused         int // files that are not taken
}

func sourceRows(s *site.Site) []SourceRow {
	var all []SourceRow
	for _, from := range s.Sources {
		r := SourceRow{Name: from.Name, Region: from.Region.NameWithin(s.Settings.Region), Brands: from.Brands, Notices: from.Notices, Refused: len(from.Refused)}
		if !from.IsFolder() {
			r.URL = from.Address
		}
		if !from.Date.IsZero() {
			r.Date = from.Date.String()
		}
		if from.State != edition.Sound {
			r.State, r.Since, r.Why = from.State.Word(), from.Since.String(), from.Why
		}
		all = append(all, r)
	}
	return all
}

// sourceNote says in a sentence how much of a site comes from elsewhere.
func sourceNote(rows []SourceRow) string {
	brands, bad := 0, 0
	for _, r := range rows {
		brands += r.Brands
		if r.State != "" {
			bad++
		}
	}
	note := fmt.Sprintf("本站汇集 %d 个名录的数据，共 %d 个品牌；每个品牌和公告的网页注明来源和日期。", len(rows), brands)
	if bad > 0 {
		note += fmt.Sprintf("其中 %d 个最近没有取得新的数据，仍用以前的。", bad)
	}
	return note
}
