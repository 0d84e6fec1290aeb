package layouts

import (
	"encoding/json"
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/opendata"
	"minglu/generator/site"
)

// ComparePage is given to layouts/compare/compare.html: a table of which the script fills
// the columns from the data of the brands. Its rows are described as the data are.
type ComparePage struct {
	Base
	Most int // how many brands stand side by side
	Rows []CompareRow
}

// A CompareRow is one row: its head, and what of a brand's data it shows, as JSON.
type CompareRow struct{ Label, Shows string }

// A shown says what of a brand's data a row shows.
type shown struct {
	Path  string            `json:"path"`            // where it stands
	Codes map[string]string `json:"codes,omitempty"` // what codes say
	Only  string            `json:"only,omitempty"`  // of a list of evaluations: the one by this standard
	Parts []shownPart       `json:"parts,omitempty"` // of each of a list
}

type shownPart struct {
	Key   string            `json:"key"`
	Label string            `json:"label,omitempty"` // "" where the value speaks for itself
	Codes map[string]string `json:"codes,omitempty"`
	None  string            `json:"none,omitempty"` // what its absence says
}

// mostCompared is how many brands can be compared: more do not stand side by side.
const mostCompared = 4

func (r *renderer) compareJob() job {
	return job{"compare", edition.ComparePath, func(w *worker) any {
		p := ComparePage{Base: w.base("compare", edition.ComparePath, edition.RollPath, "品牌对比", "把两到四个劳务品牌的认定、基本情况和填报数据放在一起看。"), Most: mostCompared}
		p.Crumbs = []site.Link{{Name: "品牌名录", Path: edition.RollPath}}
		p.Rows = w.compareRows()
		p.Linked = p.linked()
		return p
	}}
}

// compareRows returns the rows in the order in which people compare: what is recognized,
// what and where it is, how many work there, the other numbers, the rest, and the totals of the evaluations.
func (w *worker) compareRows() []CompareRow {
	known := map[string]opendata.Field{}
	var numbers, others []string
	workers := w.site.Rules.Workers()
	for _, f := range w.guide().Fields {
		if f.File != "品牌" {
			continue
		}
		id, fact := strings.CutPrefix(f.Path, "facts.")
		if of := w.site.Rules.Fact(id); fact && of != nil {
			f.Label = strings.Replace(f.Label, of.Label, of.Short(), 1) // a label may tell who fills in how
		}
		known[f.Path] = f
		switch {
		case !fact || workers != nil && id == workers.ID:
		case f.Type == "整数" || f.Type == "数字":
			numbers = append(numbers, f.Path)
		default:
			others = append(others, f.Path)
		}
	}
	first := []string{"status", "type", "county", "place", "builder", "industry", "as_of"}
	if w.site.HasCities() {
		first = slices.Insert(first, 2, "city")
	}
	if workers != nil {
		first = append(first, "facts."+workers.ID)
	}
	until := part(known, "honors", "valid_until")
	until.None = "未规定期限"
	rows := []CompareRow{compareRow(known["honors"].Label, shown{Path: "honors", Parts: []shownPart{
		{Key: "level"}, {Key: "name"}, part(known, "honors", "document"), part(known, "honors", "date"), until,
	}})}
	for _, path := range slices.Concat(first, numbers, others) {
		if f, found := known[path]; found {
			rows = append(rows, compareRow(f.Label, shown{Path: path, Codes: codesOf(f)}))
		}
	}
	if _, found := known["evaluations"]; !found {
		return rows
	}
	for _, s := range w.site.Standards {
		if !s.InForce {
			continue
		}
		parts := []shownPart{{Key: "outcome", Codes: codesOf(known["evaluations[].outcome"])}}
		if s.Kind == criteria.Scorecard {
			parts = append(parts, part(known, "evaluations", "total"))
		}
		rows = append(rows, compareRow(s.Title, shown{Path: "evaluations", Only: s.ID, Parts: parts}))
	}
	return rows
}

func compareRow(label string, of shown) CompareRow {
	text, _ := json.Marshal(of) // strings alone
	return CompareRow{label, string(text)}
}

// part shows a value of each record of a list under its own label.
func part(known map[string]opendata.Field, list, key string) shownPart {
	return shownPart{Key: key, Label: known[list+"[]."+key].Label}
}

func codesOf(f opendata.Field) map[string]string {
	if len(f.Codes) == 0 {
		return nil
	}
	codes := map[string]string{}
	for _, w := range f.Codes {
		codes[w.Code] = w.Chinese
	}
	return codes
}
