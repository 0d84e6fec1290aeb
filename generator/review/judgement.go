package review

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A Judged is what was done to one judgement. Before is nil where it is new,
// After where it was taken back, or can no longer be read.
type Judged struct {
	Brand         *content.Brand // nil: none that can be read
	Slug          string         // of the brand, as the record's name has it
	Standard      string         // id
	Item          string         // id
	Before, After *criteria.Judgement
	Broken        bool              // the record is there and has a mistake
	Evaluation    *EvaluationChange // by the standard; nil where it does not measure the brand
}

// judged returns every judgement that is not as it was, by standard, item and
// brand. A brand that has another name now keeps what was judged of it.
func (m *matching) judged() []Judged {
	type key struct{ standard, item, slug string } // the slug before
	all := map[key]*Judged{}
	at := func(r *content.Record, item, slug string) *Judged {
		k := key{r.Standard.ID, item, slug}
		if all[k] == nil {
			all[k] = &Judged{Brand: r.Brand, Slug: r.Slug, Standard: r.Standard.ID, Item: item}
		}
		return all[k]
	}
	for _, r := range m.after.records() {
		slug := r.Slug
		if was := m.was[r.Brand]; r.Brand != nil && was != nil {
			slug = was.Slug
		}
		for item, j := range r.Judgements {
			at(r, item, slug).After = &j
		}
	}
	now := map[*content.Brand]*content.Brand{}
	for after, before := range m.was {
		now[before] = after
	}
	for _, r := range m.before.records() {
		for item, j := range r.Judgements {
			judged := at(r, item, r.Slug)
			judged.Before = &j
			if after := now[r.Brand]; r.Brand != nil && after != nil {
				judged.Brand = after
			}
		}
	}
	var changed []Judged
	for _, j := range all {
		if j.Before != nil && j.After != nil && *j.Before == *j.After {
			continue
		}
		j.Broken = len(m.after.mistakesIn(content.RecordFile(j.Standard, j.Slug))) > 0
		j.Evaluation = m.evaluated(j)
		changed = append(changed, *j)
	}
	slices.SortFunc(changed, func(a, b Judged) int {
		return cmp.Or(cmp.Compare(a.Standard, b.Standard), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Slug, b.Slug))
	})
	return changed
}

// evaluated returns what the standard makes of the brand, and made.
func (m *matching) evaluated(j *Judged) *EvaluationChange {
	was, known := m.was[j.Brand]
	if !known {
		return nil // it is gone
	}
	now := m.after.Evaluate(j.Brand, j.Standard)
	if now == nil {
		return nil
	}
	e := compareEvaluations(m.before.Evaluate(was, j.Standard), now)
	return &e
}

// cells returns the cells of a row: brand, clause, what was given, what is given,
// why, and what comes of it.
func (j Judged) cells() []string {
	brand, reason, found := j.Slug, "已删去", ""
	if j.Brand != nil {
		brand = brandInCounty(j.Brand)
	}
	switch {
	case j.After != nil && j.Before != nil && j.Before.Points == j.After.Points && j.Before.Reason == j.After.Reason:
		reason = j.After.Reason + "（评定人或日期有改动）"
	case j.After != nil:
		reason = j.After.Reason
	case j.Broken:
		reason = "文件有错误，读不出来"
	}
	if j.After != nil && j.Broken {
		reason += "（文件有错误，见下）"
	}
	if j.Evaluation != nil {
		found = j.Evaluation.change()
	}
	return []string{brand, j.Standard + " " + j.Item, points(j.Before), points(j.After), reason, found}
}
