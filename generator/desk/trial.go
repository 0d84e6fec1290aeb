package desk

import (
	"sync"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A Trial is a published brand of which some facts are tried: what would be, if. Texts are
// those of a brand's file as far as its page's data tell it: type, county, facts and what
// stands beside them.
type Trial struct {
	Text  string                                `json:"text"`  // as the brand is
	Tried string                                `json:"tried"` // as it would be
	Held  []string                              `json:"held"`  // the levels at which it stands
	Given map[string]map[string]criteria.Points `json:"given"` // by standard and item: the points that it has
	Coach bool                                  `json:"coach"` // what the coach says is asked for, too
}

// Tried is what becomes of a trial.
type Tried struct {
	Evaluations []Evaluation        `json:"evaluations"`
	Coach       []criteria.Coaching `json:"coach"` // by the same standards, where asked for
	Mistakes    []Mistake           `json:"mistakes"`
}

// Try says what the standards would make of a brand. What was judged stays as it is where
// a judgement is asked for as before; where it is asked for now alone, it is awaited.
// Mistakes are those of facts: nothing else is tried.
func (d *Desk) Try(t Trial) (Tried, error) {
	out := Tried{[]Evaluation{}, []criteria.Coaching{}, []Mistake{}}
	report, b, err := d.measured(t.Tried)
	if err != nil {
		return out, err
	}
	for _, m := range report.Mistakes {
		if len(m.Path) > 1 && m.Path[0].Key == "facts" {
			out.Mistakes = append(out.Mistakes, m)
		}
	}
	if b == nil || b.Region == nil || !b.HasFacts {
		return out, nil
	}
	var held []*criteria.Level
	for _, name := range t.Held {
		if l := d.rules.Level(name); l != nil {
			held = append(held, l)
		}
	}
	b.Facts = b.Facts.Holding(held)
	was := sync.OnceValue(func() criteria.Facts { // few types are judged
		_, b, err := d.measured(t.Text)
		if err != nil || b == nil {
			return criteria.Facts{}
		}
		return b.Facts.Holding(held)
	})
	for _, s := range d.rules.Standards {
		if !s.InForce(d.day) || !s.Covers(b.Type, b.Region) {
			continue
		}
		judged := map[string]criteria.Judgement{}
		for _, item := range s.Items(b.Type) {
			if points, given := t.Given[s.ID][item.ID]; given && item.Judge != nil && item.Judge.Eval(was()) == criteria.True {
				judged[item.ID] = criteria.Judgement{Points: points}
			}
		}
		v := criteria.Evaluate(s, b.Type, b.Facts, judged)
		out.Evaluations = append(out.Evaluations, evaluationOf(v, b))
		if t.Coach {
			out.Coach = append(out.Coach, d.rules.CoachFor(s, b.Type).Say(v, b.Facts, judged))
		}
	}
	return out, nil
}

// measured returns what a brand's text says, and the brand; nil where it says too little.
func (d *Desk) measured(text string) (Report, *content.Brand, error) {
	r, e, err := d.check(File{Text: text})
	if err != nil {
		return r, nil, err
	}
	return r, BrandOf(e, r.Path), nil
}
