package trial

import (
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// A BoundChange is a bound that is set otherwise, or new, with how far the brands that the
// item measures are from it.
type BoundChange struct {
	Was       *criteria.Bound // nil: there was none
	Now       criteria.Bound
	Histogram Histogram
}

// boundChanges returns the bounds of s that are not those of old, which may be nil, in the
// order of its items. The n-th bound of a fact in an item is held against the n-th.
func boundChanges(old, s *criteria.Standard, brands []Brand) []BoundChange {
	was := map[string]*criteria.Item{}
	if old != nil {
		for _, item := range old.Items(nil) {
			was[item.ID] = item
		}
	}
	var all []BoundChange
	for _, item := range s.Items(nil) {
		before := map[string][]criteria.Bound{}
		if old := was[item.ID]; old != nil {
			for _, b := range old.Bounds() {
				before[b.Test.Fact.ID] = append(before[b.Test.Fact.ID], b)
			}
		}
		var measured []*content.Brand
		for _, now := range item.Bounds() {
			c := BoundChange{Now: now}
			if same := before[now.Test.Fact.ID]; len(same) > 0 {
				c.Was, before[now.Test.Fact.ID] = &same[0], same[1:]
			}
			if c.Was != nil && c.Was.Kind == now.Kind && c.Was.Test.Test == now.Test.Test && c.Was.Test.Number == now.Test.Number {
				continue
			}
			if measured == nil {
				measured = measuredBy(item, brands)
			}
			marks := []values.Decimal{now.Test.Number}
			if c.Was != nil {
				marks = append(marks, c.Was.Test.Number)
			}
			c.Histogram = newHistogram(now.Test, marks, measured)
			all = append(all, c)
		}
	}
	return all
}

// measuredBy returns the brands that an item measures now.
func measuredBy(item *criteria.Item, brands []Brand) []*content.Brand {
	all := []*content.Brand{}
	for _, b := range brands {
		if b.After != nil && slices.ContainsFunc(b.After.Items, func(r criteria.Result) bool { return r.Item == item }) {
			all = append(all, b.Brand)
		}
	}
	return all
}

// A Histogram says how brands lie about a bound: of each number that it might be, for how
// many the test would hold, and who lies between it and the next.
type Histogram struct {
	Fact     *criteria.Fact
	Bins     []Bin            // from the lowest on
	Unstated []*content.Brand // nobody knows where they lie
}

// A Bin is the brands whose value is at least From and below that of the next bin.
type Bin struct {
	From   values.Decimal
	Below  bool // instead: all brands below From, which is that of the next bin
	Holds  int  // for how many brands the test holds with From as the bound
	Brands []*content.Brand
}

// around is how many numbers on either side of a bound are looked at.
const around = 5

// newHistogram looks at the numbers about marks: the bound, and perhaps the one before it.
func newHistogram(test *criteria.Condition, marks []values.Decimal, brands []*content.Brand) Histogram {
	h := Histogram{Fact: test.Fact, Bins: []Bin{{Below: true}}}
	for _, n := range numbersAbout(test.Fact, marks) {
		h.Bins = append(h.Bins, Bin{From: n})
	}
	h.Bins[0].From = h.Bins[1].From
	for i := range h.Bins {
		against := test.Against(h.Bins[i].From)
		for _, b := range brands {
			if against.Eval(b.Facts) == criteria.True {
				h.Bins[i].Holds++
			}
		}
	}
	for _, b := range brands {
		v, stated := b.Facts.Of(test.Fact)
		if !stated {
			h.Unstated = append(h.Unstated, b)
			continue
		}
		at := 0
		for i, bin := range h.Bins[1:] {
			if v.Number() >= bin.From {
				at = i + 1
			}
		}
		h.Bins[at].Brands = append(h.Bins[at].Brands, b)
	}
	empty := false // a run of bins of nobody is one, but for the marks
	h.Bins = slices.DeleteFunc(h.Bins, func(b Bin) bool {
		before := empty
		empty = len(b.Brands) == 0
		return empty && (b.Below || before && !slices.Contains(marks, b.From))
	})
	return h
}

// numbersAbout returns round numbers about the marks, and these themselves, of those that
// the fact can have: at steps of about a thirtieth of the first, or of a tenth of the way
// between the marks where that is further.
func numbersAbout(f *criteria.Fact, marks []values.Decimal) []values.Decimal {
	low, high := slices.Min(marks), slices.Max(marks)
	step := max(roundStep(marks[0]/30, false), roundStep((high-low)/10, true))
	if f.Kind == criteria.Count || step == 0 {
		step = max(step, values.DecimalOf(1))
	}
	all := slices.Clone(marks)
	first := marks[0] - step*((marks[0]-low)/step+around)
	for n := first; n <= high+around*step; n += step {
		if f.Refuses(n) == "" {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// roundStep returns 1, 2 or 5 times a power of ten: the largest that is not more than n, or
// the smallest that is not less; 0 where n is not positive.
func roundStep(n values.Decimal, up bool) values.Decimal {
	if n <= 0 {
		return 0
	}
	last := values.Decimal(1)
	for power := values.Decimal(1); ; power *= 10 {
		for _, digit := range []values.Decimal{1, 2, 5} {
			step := digit * power
			if step == n || step > n && up {
				return step
			}
			if step > n {
				return last
			}
			last = step
		}
	}
}
