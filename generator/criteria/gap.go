package criteria

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"minglu/generator/values"
)

// A Gap is what one item still lacks: for each fact that would have to change,
// the smallest change, as a Chinese phrase.
type Gap struct {
	Item    *Item
	Changes []string // 从业人员 2,420 人，距 3,000 人还差 580 人
}

// A GapList is the gaps of one kind, as people call it: 尚未达到的条件, or of items that give
// points and decide nothing 可提高的项目.
type GapList struct {
	Kind string
	Gaps []Gap
}

// GapLists returns the gaps by kind, conditions first.
func (e Evaluation) GapLists() []GapList {
	unmet, improvable := GapList{Kind: "尚未达到的条件"}, GapList{Kind: "可提高的项目"}
	for _, g := range e.Gaps() {
		list := &unmet
		if e.Standard.Kind == Scorecard && !g.Item.Basic {
			list = &improvable
		}
		list.Gaps = append(list.Gaps, g)
	}
	return slices.DeleteFunc([]GapList{unmet, improvable}, func(l GapList) bool { return l.Gaps == nil })
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
		var changes []string
		for _, l := range r.Lacks() {
			changes = append(changes, l.Change)
		}
		if len(changes) > 0 {
			gaps = append(gaps, Gap{r.Item, changes})
		}
	}
	return gaps
}

// A Lack is a fact that keeps an item from being met, and the smallest change of it.
type Lack struct {
	Fact   *Fact
	Change string // as in Gap
}

// A lack is a test that does not hold and should, or that holds and should not.
type lack struct {
	test *Condition
	want bool
}

// Lacks returns what an item's rules lack. They are the rules', not the reasons': an
// item with a judgement of few points lacks what would have given it all of them.
func (r Result) Lacks() []Lack {
	var lacks []lack
	add := func(c *Condition, want bool) { lacks = append(lacks, c.lacks(r.facts, want)...) }
	if r.Item.Met != nil {
		add(r.Item.Met, true)
	}
	for _, rule := range r.Item.Awards {
		add(rule.When, true)
	}
	for _, rule := range r.Item.Deducts {
		add(rule.When, false)
	}
	var all []Lack
	for i, l := range lacks {
		if !needless(lacks, i) {
			all = append(all, Lack{l.test.Fact, l.change(r.facts)})
		}
	}
	if r.Item.Judge != nil {
		for _, f := range r.Item.Judge.missing(r.facts) {
			if !slices.ContainsFunc(lacks, func(l lack) bool { return l.test.Fact == f }) {
				all = append(all, Lack{f, f.Short() + "：未填报"})
			}
		}
	}
	return all
}

// lacks returns the fewest lacks of c, which should hold or not.
func (c *Condition) lacks(facts Facts, want bool) []lack {
	if c.Eval(facts) == truthOf(want) {
		return nil
	}
	switch {
	case c.Op == Not:
		return c.Parts[0].lacks(facts, !want)
	case c.Op == TestOf:
		return []lack{normal(c, want)}
	case (c.Op == All) == want: // every part must change that is not yet as wanted
		var all []lack
		for _, part := range c.Parts {
			all = append(all, part.lacks(facts, want)...)
		}
		return all
	}
	var fewest []lack // one part is enough
	for _, part := range c.Parts {
		if lacks := part.lacks(facts, want); fewest == nil || len(lacks) < len(fewest) {
			fewest = lacks
		}
	}
	return fewest
}

// opposites say what it takes that a test does not hold.
var opposites = map[Test]Test{AtLeast: Below, Below: AtLeast, Above: AtMost, AtMost: Above}

// normal turns a test that should not hold into one that should, where there is
// such a test.
func normal(c *Condition, want bool) lack {
	turned := *c
	opposite, ok := opposites[c.Test]
	switch {
	case want:
	case c.Fact.Kind == YesNo:
		turned.Number, want = values.DecimalOf(1)-c.Number, true
	case ok && c.Fact.Kind != Choice:
		turned.Test, want = opposite, true
	}
	return lack{&turned, want}
}

// needless reports whether whoever mends another lack has mended lacks[i] as
// well: of 已建立 and 较为完善 only the second need be said, of two equals only
// the first.
func needless(lacks []lack, i int) bool {
	for j := range lacks {
		if i != j && lacks[i].impliedBy(lacks[j]) && (j < i || !lacks[j].impliedBy(lacks[i])) {
			return true
		}
	}
	return false
}

func (l lack) impliedBy(other lack) bool {
	a, b := l.test, other.test
	if a.Fact != b.Fact || a.Test != b.Test || l.want != other.want {
		return false
	}
	if l.want {
		switch a.Test {
		case AtLeast, Above, CountAtLeast:
			return b.Number >= a.Number && b.Choice >= a.Choice
		case AtMost, Below:
			return b.Number <= a.Number
		}
	}
	return a.Number == b.Number && a.Choice == b.Choice && a.Set == b.Set
}

// asked says what is asked of the fact.
func (l lack) asked() string {
	c := l.test
	switch {
	case c.Fact.Kind == YesNo:
		return c.Fact.statement(c.Number != 0)
	case !l.want:
		return "并非" + quote(c.Fact.Short()+"："+c.demand())
	}
	return c.Fact.Short() + "：" + c.demand()
}

// now says how a stated fact is, and what is asked of it.
func (l lack) now(facts Facts) string {
	v, _ := facts.Of(l.test.Fact)
	switch {
	case v.Fact.Kind == YesNo:
		return v.Statement()
	case !l.want:
		return v.Statement() + "，不应" + l.test.demand()
	}
	return v.Statement() + "，应" + l.test.demand()
}

// change says what has to change in one fact.
func (l lack) change(facts Facts) string {
	c, label := l.test, l.test.Fact.Short()
	v, stated := facts.Of(c.Fact)
	switch why := facts.undefined(c.Fact); {
	case !l.want:
		return label + "：不应" + c.demand()
	case why != "":
		return label + "：" + why
	case !stated:
		return label + "：未填报，须" + c.must()
	case c.Fact.Kind == YesNo:
		return v.Statement()
	case c.Fact.Kind == Choice:
		return label + "：现为" + quote(v.String()) + "，须" + c.demand()
	case c.Fact.Kind == Set:
		return label + "：" + c.setChange(v)
	}
	return c.numberChange(v)
}

func (c *Condition) setChange(v Value) string {
	switch c.Test {
	case CountAtLeast:
		has := bits.OnesCount64(v.set)
		return fmt.Sprintf("现有 %d 项，还差 %d 项", has, c.Number.Int()-has)
	case HasAny:
		return "尚无下列之一：" + strings.Join(c.Fact.chosen(c.Set), "、")
	}
	return "尚缺" + quote(c.Fact.chosen(c.Set&^v.set)...)
}

func (c *Condition) numberChange(v Value) string {
	f := c.Fact
	now := f.Short() + " " + v.String()
	switch c.Test {
	case AtLeast:
		return fmt.Sprintf("%s，距 %s还差 %s", now, spaced(f.bound(c.Number)), f.difference(c.Number-v.number))
	case Above:
		if f.Kind == Count {
			return fmt.Sprintf("%s，须超过 %s，还差 %s", now, f.bound(c.Number), f.difference(c.Number+values.DecimalOf(1)-v.number))
		}
	}
	return fmt.Sprintf("%s，须%s %s", now, c.comparison(), f.bound(c.Number))
}

// spaced sets a space behind what ends in a digit or sign, none behind Han.
func spaced(s string) string {
	if s[len(s)-1] < utf8.RuneSelf {
		return s + " "
	}
	return s
}

// difference returns a difference of two values of f: of percents it is in
// percentage points.
func (f *Fact) difference(d values.Decimal) string {
	if f.Kind == Percent {
		return d.Grouped() + " 个百分点"
	}
	return f.bound(d)
}
