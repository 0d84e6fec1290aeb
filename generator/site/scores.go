package site

import (
	"cmp"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/values"
)

// Scores is how the totals of the listed brands of one type, or of none, lie on one
// scorecard. Totals of different types, or scorecards, are not comparable.
type Scores struct {
	Standard *criteria.Standard
	Type     *criteria.Type    // nil: of brands without one
	Totals   []criteria.Points // lowest first
	Listed   int               // brands of the type: those without figures have no total
	Open     int               // brands of which something is unstated or undetermined: their totals may rise
}

// A ScoreBand is the totals from From to below Below.
type ScoreBand struct {
	From, Below criteria.Points
	Number      int
}

// bandWidth is how many points one band of totals spans.
const bandWidth = 10 * criteria.Point

// newScores returns the totals by scorecard, then type. Where scores are not shown
// no brand carries an evaluation.
func newScores(listed []*Brand, rules *criteria.Rules) []Scores {
	type key struct {
		standard *criteria.Standard
		kind     *criteria.Type
	}
	byKey, of := map[key]*Scores{}, map[*criteria.Type]int{}
	for _, b := range listed {
		of[b.Type]++
		for _, e := range b.Evaluations {
			if e.Standard.Kind != criteria.Scorecard {
				continue
			}
			k := key{e.Standard, b.Type}
			if byKey[k] == nil {
				byKey[k] = &Scores{Standard: e.Standard, Type: b.Type}
			}
			byKey[k].Totals = append(byKey[k].Totals, e.Total)
			if slices.ContainsFunc(e.Items, isOpen) {
				byKey[k].Open++
			}
		}
	}
	var all []Scores
	for _, sc := range byKey {
		slices.Sort(sc.Totals)
		sc.Listed = of[sc.Type]
		all = append(all, *sc)
	}
	place := func(st *criteria.Standard) int { return slices.Index(rules.Standards, st) }
	slices.SortFunc(all, func(a, b Scores) int {
		return cmp.Or(cmp.Compare(place(a.Standard), place(b.Standard)), cmp.Compare(a.Type.Place(), b.Type.Place()))
	})
	return all
}

func isOpen(r criteria.Result) bool {
	return r.Outcome == criteria.Unstated || r.Outcome == criteria.Undetermined
}

// Median returns the middle total: of an even number, the mean of the two.
func (s Scores) Median() values.Decimal {
	n := len(s.Totals)
	return (s.Totals[(n-1)/2] + s.Totals[n/2]) / 2
}

// Whole reports whether no total has a fraction.
func (s Scores) Whole() bool {
	return !slices.ContainsFunc(s.Totals, func(n criteria.Points) bool { return !n.IsInt() })
}

// Bands counts the totals in bands of ten points, the highest first, without a
// gap between the highest and the lowest.
func (s Scores) Bands() []ScoreBand {
	lowest, highest := s.Totals[0]/bandWidth, s.Totals[len(s.Totals)-1]/bandWidth
	bands := make([]ScoreBand, highest-lowest+1)
	for i := range bands {
		from := (highest - criteria.Points(i)) * bandWidth
		bands[i] = ScoreBand{From: from, Below: from + bandWidth}
	}
	for _, total := range s.Totals {
		bands[highest-total/bandWidth].Number++
	}
	return bands
}
