package criteria

import (
	"iter"
	"math/bits"
	"slices"

	"minglu/generator/values"
)

// A Condition is a test of one fact, or a combination of conditions.
type Condition struct {
	Op    Op
	Parts []*Condition // of All and Any; of Not exactly one

	// Of a Test:
	Fact   *Fact
	Test   Test
	Number values.Decimal // the bound of a count, number or percent; 1 or 0 for 是 or 否; the count of CountAtLeast
	Choice int            // index into Fact.Choices, of a choice
	Set    uint64         // bit i for Fact.Choices[i], of Has and HasAny
}

// An Op says what a condition is made of.
type Op int8

const (
	TestOf Op = iota
	All
	Any
	Not
)

// A Test is a word of the rules, as it is written in criteria/.
type Test string

const (
	Is           Test = "is"       // yes-no (written 是 or 否), choice
	AtLeast      Test = "at_least" // 不少于, 以上; of a choice: this one or better
	Above        Test = "above"    // 超过, 高于
	AtMost       Test = "at_most"  // 不超过, 以下
	Below        Test = "below"    // 少于, 低于
	Has          Test = "has"
	HasAny       Test = "has_any"
	CountAtLeast Test = "count_at_least"
)

// tests are the words that the values of each kind understand.
var tests = map[FactKind][]Test{
	YesNo:   {Is},
	Count:   {AtLeast, Above, AtMost, Below},
	Decimal: {AtLeast, Above, AtMost, Below},
	Percent: {AtLeast, Above, AtMost, Below},
	Choice:  {Is, AtLeast},
	Set:     {Has, HasAny, CountAtLeast},
}

// Eval says whether c holds of the facts. All is false if any part is false,
// else unknown if any is; Any is true if any part is true, else unknown if any
// is; Not of unknown is unknown.
func (c *Condition) Eval(facts Facts) Truth {
	switch c.Op {
	case All:
		return c.fold(facts, True, False)
	case Any:
		return c.fold(facts, False, True)
	case Not:
		return c.Parts[0].Eval(facts).not()
	}
	v, stated := facts.Of(c.Fact)
	if !stated {
		return Unknown
	}
	return truthOf(c.holds(v))
}

// fold evaluates the parts: decisive if one part is, else Unknown if one part
// is, else neutral.
func (c *Condition) fold(facts Facts, neutral, decisive Truth) Truth {
	result := neutral
	for _, part := range c.Parts {
		switch part.Eval(facts) {
		case decisive:
			return decisive
		case Unknown:
			result = Unknown
		}
	}
	return result
}

func (c *Condition) holds(v Value) bool {
	switch c.Fact.Kind {
	case Choice:
		if c.Test == Is {
			return v.choice == c.Choice
		}
		return v.choice >= c.Choice
	case Set:
		if c.Test == CountAtLeast {
			return values.DecimalOf(bits.OnesCount64(v.set)) >= c.Number
		}
		if c.Test == HasAny {
			return v.set&c.Set != 0
		}
		return v.set&c.Set == c.Set
	}
	switch c.Test {
	case AtLeast:
		return v.number >= c.Number
	case Above:
		return v.number > c.Number || v.number == c.Number && v.more
	case AtMost:
		return v.number < c.Number || v.number == c.Number && !v.more
	case Below:
		return v.number < c.Number
	}
	return v.number == c.Number
}

// settles reports whether it follows from c what the yes-no fact f is, where c holds or does not.
func (c *Condition) settles(f *Fact, holds bool) bool {
	switch c.Op {
	case TestOf:
		return c.Fact == f && f.Kind == YesNo
	case Not:
		return c.Parts[0].settles(f, !holds)
	}
	every := c.joined(holds) == All || len(c.Parts) == 1
	return every && slices.ContainsFunc(c.Parts, func(p *Condition) bool { return p.settles(f, holds) })
}

// asksNot reports whether c, which should hold or not, asks that the yes-no fact f be 否.
func (c *Condition) asksNot(f *Fact, want bool) bool {
	switch c.Op {
	case TestOf:
		return c.Fact == f && f.Kind == YesNo && (c.Number != 0) != want
	case Not:
		return c.Parts[0].asksNot(f, !want)
	}
	return slices.ContainsFunc(c.Parts, func(p *Condition) bool { return p.asksNot(f, want) })
}

// missing returns the facts, each once, for want of which c is Unknown.
func (c *Condition) missing(facts Facts) []*Fact {
	if c.Eval(facts) != Unknown {
		return nil
	}
	if c.Op == TestOf {
		return c.Fact.lacking(facts)
	}
	var missing []*Fact
	for _, part := range c.Parts {
		for _, f := range part.missing(facts) {
			if !slices.Contains(missing, f) {
				missing = append(missing, f)
			}
		}
	}
	return missing
}

// Facts returns the facts that c reads, each once, in the order in which they
// are written; those of a ratio behind it.
func (c *Condition) Facts() []*Fact {
	var facts []*Fact
	seen := map[*Fact]bool{}
	for test := range c.tests() {
		of := []*Fact{test.Fact}
		if d := test.Fact.Derived; d != nil && d.Way == Ratio && d.Year == 0 {
			of = append(of, d.Of, d.To)
		}
		for _, f := range of {
			if !seen[f] {
				seen[f] = true
				facts = append(facts, f)
			}
		}
	}
	return facts
}

// tests yields the tests that c is made of, in the order in which they are written.
func (c *Condition) tests() iter.Seq[*Condition] {
	return func(yield func(*Condition) bool) { c.walk(yield) }
}

func (c *Condition) walk(yield func(*Condition) bool) bool {
	if c.Op == TestOf {
		return yield(c)
	}
	for _, part := range c.Parts {
		if !part.walk(yield) {
			return false
		}
	}
	return true
}

// A Crossing is a test of a number that one value passes and another does not.
type Crossing struct {
	Clause
	Test *Condition
}

// Crossed returns the tests between two values of a number, in the order of the
// standards and items.
func (f *Fact) Crossed(a, b Value) []Crossing {
	var all []Crossing
	for _, clause := range f.Clauses {
		for _, c := range clause.Item.Conditions() {
			for test := range c.tests() {
				if test.Fact == f && test.holds(a) != test.holds(b) {
					all = append(all, Crossing{clause, test})
				}
			}
		}
	}
	return all
}
