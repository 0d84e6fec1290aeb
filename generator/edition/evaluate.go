package edition

import (
	"maps"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// Evaluations are keyed by brand, in the order of Rules.Standards.
type Evaluations map[*content.Brand][]criteria.Evaluation

// evaluate measures every brand with facts by every standard that is in force on
// the day for its type and region.
func evaluate(c *content.Content, rules *criteria.Rules, m *measurer) Evaluations {
	all := make(Evaluations, len(c.Brands))
	for _, b := range c.Brands {
		if !b.HasFacts || b.Region == nil {
			continue
		}
		for _, s := range rules.Standards {
			if s.InForce(c.Date) && s.Covers(b.Type, b.Region) {
				all[b] = append(all[b], m.measure(b, s))
			}
		}
	}
	return all
}

// A measurer measures each brand by a standard once.
type measurer struct {
	read  map[*content.Brand]*content.Brand // by joined brand: as it was read
	known map[*content.Brand][]measurement  // by brand as it was read

	day     values.Date
	honours map[*criteria.Standard]bool // that ask for a standing honour
}

// A measurement is what one standard made of a brand, with what was judged of it:
// that stands in another file, which may change while the brand's does not.
type measurement struct {
	judged     map[string]criteria.Judgement
	held       []*criteria.Level // nil where the standard asks for no honour
	evaluation criteria.Evaluation
}

func (m *measurer) measure(b *content.Brand, s *criteria.Standard) criteria.Evaluation {
	read, judged := m.read[b], b.Judgements[s.ID]
	var held []*criteria.Level
	if m.honours[s] {
		held = b.Standing.HeldOn(m.day)
	}
	for _, old := range m.known[read] {
		if old.evaluation.Standard == s && maps.Equal(old.judged, judged) && slices.Equal(old.held, held) {
			return old.evaluation
		}
	}
	e := criteria.Evaluate(s, b.Type, b.Facts, judged)
	others := slices.DeleteFunc(m.known[read], func(old measurement) bool { return old.evaluation.Standard == s })
	m.known[read] = append(others, measurement{judged, held, e})
	return e
}

// measureOn measures b by what it stated on the day.
func (m *measurer) measureOn(b *content.Brand, s *criteria.Standard, day values.Date) criteria.Evaluation {
	if len(b.CorrectedAfter(day)) == 0 && !m.honours[s] {
		return m.measure(b, s)
	}
	facts := b.FactsOn(day)
	if m.honours[s] {
		facts = facts.Holding(b.Standing.HeldOn(day))
	}
	return criteria.Evaluate(s, b.Type, facts, b.Judgements[s.ID])
}

// A Cache keeps what was read of files, and how brands were measured, from one
// edition to the next. The zero Cache is ready, and nil is one that keeps nothing.
// It is used by one goroutine at a time.
type Cache struct {
	files    content.Cache
	measured map[*content.Brand][]measurement
}

// reading returns what was read of files.
func (c *Cache) reading() *content.Cache {
	if c == nil {
		return nil
	}
	return &c.files
}

// measurer returns a measurer of the brands that were read, which knows how those
// measured that were there before.
func (c *Cache) measurer(read map[*content.Brand]*content.Brand, rules *criteria.Rules, day values.Date) *measurer {
	m := &measurer{read, make(map[*content.Brand][]measurement, len(read)), day, map[*criteria.Standard]bool{}}
	for _, s := range rules.Standards {
		m.honours[s] = s.ReadsHonours()
	}
	if c == nil {
		return m
	}
	for _, b := range read {
		if old := c.measured[b]; old != nil {
			m.known[b] = old
		}
	}
	c.measured = m.known
	return m
}
