package desk

import (
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A Candidate is a brand that a notice can list.
type Candidate struct {
	Slug       string          `json:"slug"`
	Name       string          `json:"name"`
	Type       string          `json:"type"`
	County     string          `json:"county"`
	Place      int             `json:"place,omitempty"` // among those of its type; 0: not ranked
	Total      criteria.Points `json:"total,omitempty"`
	Conclusion string          `json:"conclusion,omitempty"` // by the standard
	Unfit      string          `json:"unfit,omitempty"`      // why it is not proposed
}

// Candidates returns the brands that a notice of a level and a day can list: by type and
// rank where its standard ranks them, and behind them all others. Nothing but
// the files of all brands tells them, so that serve alone has them.
func Candidates(e *edition.Edition, standard, level string, day values.Date) []Candidate {
	if day.IsZero() {
		day = e.Content.Date
	}
	s, of := e.Rules.Standard(standard), e.Rules.Level(level)
	all, listed := []Candidate{}, map[string]bool{}
	if s != nil {
		for _, contest := range e.Contests(nil) {
			if contest.Standard != s {
				continue
			}
			for _, x := range contest.Entrants {
				c := Candidate{x.Brand.Slug, x.Brand.Name, x.Brand.TypeName(), x.Brand.RegionName(), x.Place, 0, x.Evaluation.Conclusion(), edition.Unfit(x.Brand, x.Evaluation, day)}
				if s.Kind == criteria.Scorecard {
					c.Total = x.Evaluation.Total
				}
				if of != nil && edition.Holds(x.Brand, of) {
					c.Unfit = of.Name + "或更高级别已在册"
				}
				all, listed[c.Slug] = append(all, c), true
			}
		}
	}
	for _, b := range e.Content.Brands {
		if listed[b.Slug] {
			continue
		}
		c := Candidate{Slug: b.Slug, Name: b.Name, Type: b.TypeName(), County: b.RegionName()}
		switch {
		case of != nil && edition.Holds(b, of):
			c.Unfit = of.Name + "或更高级别已在册"
		case s != nil:
			c.Unfit = "没有按这个标准评价"
		case len(b.Standing.Running) > 0:
			c.Unfit = "正在公示（《" + b.Standing.Running[0].Title + "》）"
		}
		all = append(all, c)
	}
	return all
}
