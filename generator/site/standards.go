package site

import (
	"cmp"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// A Standard is one official document on its page.
type Standard struct {
	*criteria.Standard
	Path      string                      // criteria/<id>.html
	InForce   bool                        // on the day
	Evaluated int                         // listed brands that it measures; 0 where scores are not shown
	Meeting   map[*criteria.Item][]*Brand // listed brands that meet an item fully; nil where scores are not shown
}

// newStandards returns those that concern the region: of the region itself, of what
// it lies in, of its parts.
func newStandards(e *edition.Edition, listed []*Brand) []*Standard {
	var all []*Standard
	byStandard := map[*criteria.Standard]*Standard{}
	for _, source := range e.Rules.Standards {
		if !source.Concerns(e.Settings.Region) {
			continue
		}
		st := &Standard{Standard: source, Path: edition.StandardPath(source.ID), InForce: source.InForce(e.Content.Date)}
		byStandard[source] = st
		all = append(all, st)
	}
	slices.SortStableFunc(all, func(a, b *Standard) int {
		return cmp.Or(cmp.Compare(a.Level.Order, b.Level.Order), b.From.Compare(a.From))
	})
	for _, b := range listed {
		for _, v := range b.Evaluations {
			if st := byStandard[v.Standard]; st != nil {
				st.count(b, v)
			}
		}
	}
	return all
}

func (st *Standard) count(b *Brand, e criteria.Evaluation) {
	if st.Meeting == nil {
		st.Meeting = map[*criteria.Item][]*Brand{}
	}
	st.Evaluated++
	for _, r := range e.Items {
		if r.Outcome == criteria.Met {
			st.Meeting[r.Item] = append(st.Meeting[r.Item], b)
		}
	}
}
