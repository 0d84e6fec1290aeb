package criteria

import (
	"fmt"
	"math/bits"

	"minglu/generator/values"
)

// A Side is one of the places at which a fact can stand to a test: just below its bound, at
// it, just above it. Whoever gives a brand for each has shown where the bound lies.
type Side struct {
	Test  *Condition
	Words string // 刚不到：2,999 人
	holds func(Value) bool
}

// Holds reports whether the facts are on that side of the test.
func (s Side) Holds(facts Facts) bool {
	v, stated := facts.Of(s.Test.Fact)
	return stated && s.holds(v)
}

// Sides returns the sides of all tests of the item, in the order in which they are written.
func (i *Item) Sides() []Side {
	var all []Side
	for _, c := range i.Conditions() {
		for test := range c.tests() {
			all = append(all, test.sides()...)
		}
	}
	return all
}

// sides returns those of a test that values of its fact can be on: 是 and 否; of a number just
// below, at and just above the bound; of a choice the one below, itself and the one above; of
// a set each member that is asked for, without the others, and none of them, or one member
// too few and just enough.
func (c *Condition) sides() []Side {
	f := c.Fact
	var all []Side
	add := func(holds func(Value) bool, format string, args ...any) {
		all = append(all, Side{c, fmt.Sprintf(format, args...), holds})
	}
	switch f.Kind {
	case YesNo:
		add(func(v Value) bool { return v.number != 0 }, "是")
		add(func(v Value) bool { return v.number == 0 }, "否")
	case Choice:
		for k := max(c.Choice-1, 0); k <= min(c.Choice+1, len(f.Choices)-1); k++ {
			add(func(v Value) bool { return v.choice == k }, "%s", f.Choices[k])
		}
	case Set:
		if n := c.Number.Int(); c.Test == CountAtLeast {
			for k := n - 1; k <= n; k++ {
				add(func(v Value) bool { return bits.OnesCount64(v.set) == k }, "有 %d 项", k)
			}
			break
		}
		for k := range f.Choices {
			if c.Set&(1<<k) != 0 {
				add(func(v Value) bool { return v.set&c.Set == 1<<k }, "有%s", quote(f.Choices[k]))
			}
		}
		add(func(v Value) bool { return v.set&c.Set == 0 }, "所要求的都没有")
	default:
		bound, step := c.Number, f.step()
		if f.Min == nil || *f.Min < bound {
			add(func(v Value) bool { return v.number >= bound-step && v.number < bound }, "刚不到：%s", f.bound(bound-step))
		}
		add(func(v Value) bool { return v.number == bound && !v.more }, "正好：%s", f.bound(bound))
		if f.Max == nil || *f.Max > bound {
			add(func(v Value) bool { return v.number <= bound+step && (v.number > bound || v.number == bound && v.more) }, "刚超过：%s", f.bound(bound+step))
		}
	}
	return all
}

// step is by how much a number of f lies just beside another: by one where it counts, else by
// a hundredth, as finely as offices reckon.
func (f *Fact) step() values.Decimal {
	if f.Kind == Count {
		return values.DecimalOf(1)
	}
	return values.DecimalOf(1) / 100
}

// Lackable returns the facts without which something of the item cannot be told, each once:
// of a derived fact those that it follows from, where these are what one states.
func (i *Item) Lackable() []*Fact {
	var all []*Fact
	seen := map[*Fact]bool{}
	for _, f := range i.Facts() {
		if _, always := (Facts{}).Of(f); always {
			continue // an honour that nobody gave is none
		}
		for _, f := range f.lacking(Facts{}) {
			if !seen[f] {
				seen[f] = true
				all = append(all, f)
			}
		}
	}
	return all
}
