package criteria

import (
	"math/bits"
	"slices"

	"minglu/generator/values"
)

// A requirement says which values of a fact are wanted.
type requirement struct {
	fact      *Fact
	low, high *values.Decimal // of numbers, of yes-no 0 or 1, and of the places of choices; both included
	has       uint64          // of sets: members that there are
	lacks     uint64          // and that there are not
	least     int             // how many at least
	most      int             // and at most
}

// requirements returns what values a test asks for, or those for which it does not hold:
// one of these is enough.
func (c *Condition) requirements(holds bool) []requirement {
	one := func(low, high *values.Decimal) requirement {
		return requirement{fact: c.Fact, low: low, high: high, most: maxChoices}
	}
	n, unit := c.Number, values.DecimalOf(1)
	switch c.Fact.Kind {
	case Set:
		return c.setRequirements(holds)
	case Choice:
		n = values.DecimalOf(c.Choice)
		before, after := n-unit, n+unit
		switch {
		case c.Test == Is && holds:
			return []requirement{one(&n, &n)}
		case c.Test == Is:
			return []requirement{one(&after, nil), one(nil, &before)}
		case holds:
			return []requirement{one(&n, nil)}
		}
		return []requirement{one(nil, &before)}
	case YesNo:
		if !holds {
			n = unit - n
		}
		return []requirement{one(&n, &n)}
	case Decimal, Percent:
		unit = 1
	}
	test := c.Test
	if !holds {
		test = opposites[test]
	}
	before, after := n-unit, n+unit
	switch test {
	case AtLeast:
		return []requirement{one(&n, nil)}
	case Above:
		return []requirement{one(&after, nil)}
	case AtMost:
		return []requirement{one(nil, &n)}
	}
	return []requirement{one(nil, &before)}
}

func (c *Condition) setRequirements(holds bool) []requirement {
	base := requirement{fact: c.Fact, most: len(c.Fact.Choices)}
	each := func(change func(r *requirement, bit uint64)) (all []requirement) {
		for i := range c.Fact.Choices {
			if bit := uint64(1) << i; c.Set&bit != 0 {
				r := base
				change(&r, bit)
				all = append(all, r)
			}
		}
		return all
	}
	switch {
	case c.Test == CountAtLeast && holds:
		base.least = c.Number.Int()
	case c.Test == CountAtLeast:
		base.most = c.Number.Int() - 1
	case c.Test == HasAny && holds:
		return each(func(r *requirement, bit uint64) { r.has = bit })
	case c.Test == HasAny:
		base.lacks = c.Set
	case holds:
		base.has = c.Set
	default:
		return each(func(r *requirement, bit uint64) { r.lacks = bit })
	}
	return []requirement{base}
}

// and returns what two requirements ask for together, and whether a value can be that.
func (r requirement) and(other requirement) (requirement, bool) {
	if other.low != nil && (r.low == nil || *other.low > *r.low) {
		r.low = other.low
	}
	if other.high != nil && (r.high == nil || *other.high < *r.high) {
		r.high = other.high
	}
	r.has, r.lacks = r.has|other.has, r.lacks|other.lacks
	r.least, r.most = max(r.least, other.least), min(r.most, other.most)
	return r, (r.low == nil || r.high == nil || *r.low <= *r.high) && r.has&r.lacks == 0 && r.least <= r.most
}

// bounds returns what tells r from another requirement of its fact.
func (r requirement) bounds() [6]int64 {
	bound := func(n *values.Decimal, none int64) int64 {
		if n == nil {
			return none
		}
		return int64(*n)
	}
	return [6]int64{bound(r.low, -1<<62), bound(r.high, 1<<62), int64(r.has), int64(r.lacks), int64(r.least), int64(r.most)}
}

// nearest returns the value that r allows with the fewest steps from the one that there
// is, and whether the fact can have it.
func (r requirement) nearest(now Value, stated bool) (Value, bool) {
	f := r.fact
	if !stated {
		now = Value{}
	}
	to := now
	to.Fact = f
	switch f.Kind {
	case Set:
		to.set = (to.set | r.has) &^ r.lacks
		for i := 0; i < len(f.Choices) && bits.OnesCount64(to.set) < r.least; i++ {
			if bit := uint64(1) << i; r.lacks&bit == 0 {
				to.set |= bit
			}
		}
		for i := len(f.Choices) - 1; i >= 0 && bits.OnesCount64(to.set) > r.most; i-- {
			if bit := uint64(1) << i; r.has&bit == 0 {
				to.set &^= bit
			}
		}
		n := bits.OnesCount64(to.set)
		return to, r.least <= n && n <= r.most
	case Choice:
		to.choice = r.within(values.DecimalOf(now.choice)).Int()
		return to, to.choice >= 0 && to.choice < len(f.Choices)
	}
	n := r.within(now.number)
	to.number, to.more = n, to.more && n == now.number
	return to, (f.Min == nil || n >= *f.Min) && (f.Max == nil || n <= *f.Max)
}

// within returns the number nearest to n that r allows.
func (r requirement) within(n values.Decimal) values.Decimal {
	switch {
	case r.low != nil && n < *r.low:
		return *r.low
	case r.high != nil && n > *r.high:
		return *r.high
	}
	return n
}

// steps counts the changes from one value to another: members of a set, places of a
// choice; else one. To state what was not is one at least.
func (f *Fact) steps(from, to Value, stated bool) int {
	n := 0
	switch f.Kind {
	case Set:
		n = bits.OnesCount64(from.set ^ to.set)
	case Choice:
		n = max(from.choice-to.choice, to.choice-from.choice)
	default:
		if from.number != to.number || from.more != to.more {
			n = 1
		}
	}
	if !stated {
		return max(1, n)
	}
	return n
}

// kinds returns values of a fact, of which one stands for each that the standard tells
// apart: of sets with many members not each that it might.
func (c *Coach) kinds(f *Fact) []Value {
	var all []Value
	switch f.Kind {
	case Set:
		whole := uint64(1)<<len(f.Choices) - 1
		all = append(all, Value{Fact: f, set: whole})
		for i := range f.Choices {
			bit := uint64(1) << i
			all = append(all, Value{Fact: f, set: bit - 1}, Value{Fact: f, set: bit}, Value{Fact: f, set: whole &^ bit})
		}
	case Choice:
		for i := range f.Choices {
			all = append(all, Value{Fact: f, choice: i})
		}
	case YesNo:
		all = append(all, Value{Fact: f}, Value{Fact: f, number: values.DecimalOf(1)})
	default:
		step := values.DecimalOf(1)
		if f.Kind != Count {
			step = 1
		}
		for _, item := range c.reads[f] {
			for _, condition := range item.Conditions() {
				for test := range condition.tests() {
					if test.Fact == f {
						all = append(all, Value{Fact: f, number: test.Number - step}, Value{Fact: f, number: test.Number}, Value{Fact: f, number: test.Number + step})
					}
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(v Value) bool {
		return f.IsNumber() && (f.Min != nil && v.number < *f.Min || f.Max != nil && v.number > *f.Max)
	})
}
