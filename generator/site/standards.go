package site

import (
	"cmp"
	"slices"

	"minglu/generator/criteria"
)

// A Standard is one official document on its page.
type Standard struct {
	*criteria.Standard
	Path      string                      // criteria/<id>.html
	InForce   bool                        // on the day
	Evaluated int                         // listed brands that it measures; 0 where scores are not shown
	Meeting   map[*criteria.Item][]*Brand // listed brands that meet an item fully; nil where scores are not shown
}

// addStandards fills Standards with those that concern the region: of the
// region itself, of what it lies in, of its parts.
func (s *Site) addStandards() {
	byStandard := map[*criteria.Standard]*Standard{}
	for _, source := range s.Rules.Standards {
		if !source.Concerns(s.Settings.Region) {
			continue
		}
		st := &Standard{Standard: source, Path: standardPath(source), InForce: source.InForce(s.Date)}
		byStandard[source] = st
		s.Standards = append(s.Standards, st)
	}
	slices.SortStableFunc(s.Standards, func(a, b *Standard) int {
		return cmp.Or(cmp.Compare(a.Level.Order, b.Level.Order), b.From.Compare(a.From))
	})
	for _, b := range s.Listed {
		for _, e := range b.Evaluations {
			if st := byStandard[e.Standard]; st != nil {
				st.count(b, e)
			}
		}
	}
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
