package edition

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// A Contest is the brands of one type, nil of none, that one standard measures, the best first.
// Totals of different types are not comparable: the bonuses that can be reached
// differ.
type Contest struct {
	Standard *criteria.Standard
	Type     *criteria.Type
	Entrants []Entrant
}

// An Entrant is a brand with its evaluation. Place is its rank by total, from 1;
// equal totals share one; 0 on a checklist, which gives none.
type Entrant struct {
	Place      int
	Brand      *content.Brand
	Evaluation criteria.Evaluation
}

// Rank ranks brands by their evaluations, in the order of the standards' ids and of
// the types. Of equal totals those come first of which nothing is open, then by
// slug.
func Rank(brands []*content.Brand, evaluations Evaluations) []Contest {
	type who struct {
		standard *criteria.Standard
		of       *criteria.Type
	}
	byWho := map[who]*Contest{}
	for _, b := range brands {
		for _, v := range evaluations[b] {
			key := who{v.Standard, b.Type}
			if byWho[key] == nil {
				byWho[key] = &Contest{Standard: v.Standard, Type: b.Type}
			}
			byWho[key].Entrants = append(byWho[key].Entrants, Entrant{0, b, v})
		}
	}
	var all []Contest
	for _, c := range byWho {
		c.rank()
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Contest) int {
		return cmp.Or(cmp.Compare(a.Standard.ID, b.Standard.ID), cmp.Compare(a.Type.Place(), b.Type.Place()))
	})
	return all
}

// TypeName is the type's, "" of brands without one.
func (c Contest) TypeName() string {
	if c.Type == nil {
		return ""
	}
	return c.Type.Name
}

func (c *Contest) rank() {
	open := func(e Entrant) int {
		if e.Evaluation.Outcome == criteria.Passed {
			return 0
		}
		return 1
	}
	slices.SortFunc(c.Entrants, func(a, b Entrant) int {
		return cmp.Or(cmp.Compare(b.Evaluation.Total, a.Evaluation.Total), cmp.Compare(open(a), open(b)), cmp.Compare(a.Brand.Slug, b.Brand.Slug))
	})
	Place(c.Entrants, c.Standard)
}

// Place gives entrants, the best first, their places among themselves.
func Place(entrants []Entrant, s *criteria.Standard) {
	if s.Kind != criteria.Scorecard {
		return
	}
	for i := range entrants {
		if e := &entrants[i]; i > 0 && e.Evaluation.Total == entrants[i-1].Evaluation.Total {
			e.Place = entrants[i-1].Place
		} else {
			e.Place = i + 1
		}
	}
}

// Holds reports whether b holds an honour of the level, or of a higher one, today:
// nobody proposes it for that level.
func Holds(b *content.Brand, level *criteria.Level) bool {
	return slices.ContainsFunc(b.Standing.Holding(), func(h content.Honor) bool { return h.Level.Order >= level.Order })
}

// Unfit says why a brand of an evaluation is not proposed for a notice of a day, "" where
// it is: a 公示 that runs has to end first, and the rest is what check would say of an
// act that lists it.
func Unfit(b *content.Brand, v criteria.Evaluation, day values.Date) string {
	open := slices.ContainsFunc(v.Items, func(r criteria.Result) bool { return r.Awaits || r.Outcome == criteria.Unstated })
	switch {
	case len(b.Standing.Running) > 0:
		return "正在公示（《" + b.Standing.Running[0].Title + "》）"
	case v.Outcome == criteria.Failed:
		return "未达到标准"
	case open:
		return "资料不全或待评定"
	case b.AsOf.After(day):
		return "数据晚于公告的日期"
	}
	return ""
}

// Contests ranks all brands by a scorecard, by all of them where s is nil.
func (e *Edition) Contests(s *criteria.Standard) []Contest {
	return slices.DeleteFunc(Rank(e.Content.Brands, e.Evaluations), func(c Contest) bool {
		return c.Standard.Kind != criteria.Scorecard || s != nil && c.Standard != s
	})
}
