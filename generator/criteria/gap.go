package criteria

import (
	"fmt"
	"math/bits"
	"strings"

	"minglu/generator/fields"
)

// A Gap is what one item still lacks: for each fact that would have to change,
// the smallest change, as a Chinese phrase.
type Gap struct {
	Item    *Item
	Changes []string // 从业人员 2,420 人，距 3,000 人还差 580 人
}

// Gaps returns, for each item that is not met, the smallest change of facts that
// would meet it; an item that waits for a judgement or for the standard's own
// text lacks nothing that a brand could change.
func (e Evaluation) Gaps() []Gap {
	var gaps []Gap
	for _, r := range e.Items {
		if r.Outcome == Met || r.Outcome == Undetermined {
			continue
		}
		if changes := r.changes(); len(changes) > 0 {
			gaps = append(gaps, Gap{r.Item, changes})
		}
	}
	return gaps
}

func (r Result) changes() []string {
	var changes []string
	seen := map[string]bool{}
	for _, reason := range r.Reasons {
		var lacks []string
		switch reason.Kind {
		case Clausal, Award:
			lacks = reason.When.changes(r.facts, true)
		case Deduct:
			lacks = reason.When.changes(r.facts, false)
		case Judging:
			lacks = missing(reason.Missing())
		}
		for _, c := range lacks {
			if !seen[c] {
				seen[c] = true
				changes = append(changes, c)
			}
		}
	}
	return changes
}

func missing(facts []*Fact) []string {
	var changes []string
	for _, f := range facts {
		changes = append(changes, f.Label+"：未填报")
	}
	return changes
}

// changes returns the fewest changes of facts that make c hold, or not hold.
func (c *Condition) changes(facts Facts, want bool) []string {
	if c.Eval(facts) == truthOf(want) {
		return nil
	}
	switch {
	case c.Op == Not:
		return c.Parts[0].changes(facts, !want)
	case c.Op == TestOf:
		return []string{c.change(facts, want)}
	case (c.Op == All) == want: // every part must change that is not yet as wanted
		var changes []string
		for _, part := range c.Parts {
			changes = append(changes, part.changes(facts, want)...)
		}
		return changes
	}
	var fewest []string // one part is enough
	for _, part := range c.Parts {
		if changes := part.changes(facts, want); fewest == nil || len(changes) < len(fewest) {
			fewest = changes
		}
	}
	return fewest
}

// opposites say what it takes that a test does not hold.
var opposites = map[Test]Test{AtLeast: Below, Below: AtLeast, Above: AtMost, AtMost: Above}

// change returns what has to change in one fact.
func (c *Condition) change(facts Facts, want bool) string {
	wanted := *c
	if opposite, ok := opposites[c.Test]; ok && !want && c.Fact.Kind != Choice {
		wanted.Test, want = opposite, true
	}
	if c.Fact.Kind == YesNo && !want {
		wanted.Number, want = fields.DecimalOf(1)-c.Number, true
	}
	v, stated := facts.Of(c.Fact)
	label := c.Fact.Label
	switch {
	case !want:
		return label + "：不应" + c.demand()
	case !stated:
		return label + "：未填报，须" + wanted.must()
	case c.Fact.Kind == YesNo:
		return fmt.Sprintf("%s：现为“%s”，须%s", label, v, wanted.must())
	case c.Fact.Kind == Choice:
		return fmt.Sprintf("%s：现为“%s”，须%s", label, v, c.demand())
	case c.Fact.Kind == Set:
		return label + "：" + c.setChange(v)
	}
	return wanted.numberChange(v)
}

func (c *Condition) setChange(v Value) string {
	switch c.Test {
	case CountAtLeast:
		has := bits.OnesCount64(v.set)
		return fmt.Sprintf("现有 %d 项，还差 %d 项", has, c.Number.Int()-has)
	case HasAny:
		return "尚无下列之一：" + strings.Join(c.Fact.chosen(c.Set), "、")
	}
	return "尚缺“" + strings.Join(c.Fact.chosen(c.Set&^v.set), "”“") + "”"
}

func (c *Condition) numberChange(v Value) string {
	f := c.Fact
	now := f.Label + " " + v.String()
	switch c.Test {
	case AtLeast:
		return fmt.Sprintf("%s，距 %s还差 %s", now, spaced(f.bound(c.Number)), f.difference(c.Number-v.number))
	case Above:
		if f.Kind == Count {
			return fmt.Sprintf("%s，须超过 %s，还差 %s", now, f.bound(c.Number), f.difference(c.Number+fields.DecimalOf(1)-v.number))
		}
	}
	return fmt.Sprintf("%s，须%s %s", now, c.comparison(), f.bound(c.Number))
}

// spaced sets a space behind what ends in a letter or sign, none behind Han.
func spaced(s string) string {
	if strings.HasSuffix(s, "%") {
		return s + " "
	}
	return s
}

// difference returns a difference of two values of f: of percents it is in
// percentage points.
func (f *Fact) difference(d fields.Decimal) string {
	if f.Kind == Percent {
		return d.Grouped() + " 个百分点"
	}
	return f.bound(d)
}
