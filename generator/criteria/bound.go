package criteria

import (
	"fmt"
	"slices"

	"minglu/generator/values"
)

// A Bound is a number that an item holds a fact against, which a policy may set otherwise.
type Bound struct {
	Item *Item
	Test *Condition // compares a number
	Rule *Rule      // that gives or takes points by it, nil where the item's own condition tests
	Kind ReasonKind // what the test is for: Clausal, Award, Deduct, Judging or BonusRule
}

// Bounds returns the bounds of i, in the order in which the rules are written.
func (i *Item) Bounds() []Bound {
	var all []Bound
	for _, u := range i.uses() {
		for test := range u.when.tests() {
			if test.Fact.IsNumber() {
				all = append(all, Bound{i, test, u.rule, u.kind})
			}
		}
	}
	return all
}

// Word names what the bound is for.
func (b Bound) Word() string {
	switch b.Kind {
	case Award:
		return "得分"
	case Deduct:
		return "扣分"
	case Judging:
		return "须评定的情形"
	case BonusRule:
		return "加分"
	}
	return "条件"
}

// String returns the bound in words: 加 2 分，从业人员：超过 10,000 人.
func (b Bound) String() string {
	if b.Rule == nil {
		return b.Word() + "，" + b.Test.String()
	}
	return fmt.Sprintf("%s %v 分，%s", b.Word(), b.Rule.Points, b.Test)
}

// At returns a copy of the item in which the bound is another number.
func (b Bound) At(n values.Decimal) *Item {
	moved, now := *b.Item, b.Test.Against(n)
	moved.Met, moved.Judge = moved.Met.with(b.Test, now), moved.Judge.with(b.Test, now)
	rules := func(all []Rule) []Rule {
		all = slices.Clone(all)
		for j := range all {
			all[j].When = all[j].When.with(b.Test, now)
		}
		return all
	}
	moved.Awards, moved.Deducts = rules(moved.Awards), rules(moved.Deducts)
	moved.Bonus = slices.Clone(moved.Bonus)
	for j := range moved.Bonus {
		moved.Bonus[j].Highest = rules(moved.Bonus[j].Highest)
	}
	return &moved
}

// Against returns the test of another number.
func (c *Condition) Against(n values.Decimal) *Condition {
	moved := *c
	moved.Number = n
	return &moved
}

// with returns a copy of c with one of its tests replaced.
func (c *Condition) with(test, now *Condition) *Condition {
	if c == test && c != nil {
		return now
	}
	if c == nil || c.Op == TestOf {
		return c
	}
	copied := *c
	copied.Parts = slices.Clone(c.Parts)
	for i, part := range c.Parts {
		copied.Parts[i] = part.with(test, now)
	}
	return &copied
}

// Refuses says why no rule can hold f, which is a number, against n, "" where one can:
// 应是整数.
func (f *Fact) Refuses(n values.Decimal) string {
	switch {
	case f.Kind == Count && !n.IsInt():
		return "应是整数"
	case f.Min != nil && n < *f.Min, f.Max != nil && n > *f.Max:
		return "应" + f.rangeText()
	}
	return ""
}
