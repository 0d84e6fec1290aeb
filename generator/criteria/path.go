package criteria

import (
	"cmp"
	"container/heap"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// A Path is the cheapest set of changes after which a brand passes, as far as that is for
// the brand to bring about.
type Path struct {
	Steps  []Step
	Effort int     // of all steps
	Waits  []*Item // that pass by no change: the standard is silent, or a judgement is asked for
}

// A Step is a change of one fact.
type Step struct {
	Fact   *Fact
	From   Value // the zero Value: not stated
	To     Value
	Any    bool   // any other value would do as well as To: it has to be stated, no more
	Fill   string // of which years it has to be filled in, "" of what is stated, or stated now
	Effort int
	Items  []*Item // that read it, in the standard's order
}

// An Effort is what it takes to change a fact, from 1 to 5, and how that is done where a
// source says so.
type Effort struct {
	Grade int
	How   string
}

// usualEffort is that of a fact of which nothing is said.
const usualEffort = 3

// EffortOf returns what it takes to change f.
func (r *Rules) EffortOf(f *Fact) Effort {
	if e, said := r.Efforts[f]; said {
		return e
	}
	return Effort{Grade: usualEffort}
}

func (l *loader) efforts(m *fields.Map, _ string) {
	m.Require("efforts")
	if l.rules.Efforts == nil {
		l.rules.Efforts = map[*Fact]Effort{}
	}
	for _, e := range m.Maps("efforts") {
		id, grade := e.Text("fact"), e.Int("grade")
		effort := Effort{grade.V, e.Prose("how").V}
		e.Require("fact", "grade")
		e.Done()
		if grade.Stated && (grade.V < 1 || grade.V > 5) {
			e.Report(grade.At, diag.OutOfRange, "难度 grade 应在 1 到 5 之间，现在是 %d。", grade.V)
		}
		f := l.rules.factsByID[id.V]
		switch {
		case !id.Stated || l.other[id.V]:
		case f == nil && !l.faulty[factsFile]:
			e.Report(id.At, diag.UnknownFact, "填报项目中没有“%s”，请对照 criteria/facts.yaml 核对编号。", id.V)
		case f != nil:
			if _, twice := l.rules.Efforts[f]; twice {
				e.Report(id.At, diag.DuplicateID, "%s已经写过难度，请保留一处。", f.Named())
			}
			l.rules.Efforts[f] = effort
		}
	}
	m.Done()
}

// maxStates bounds how many sets of changes are tried: with the standards as they are, a
// few hundred.
const maxStates = 200_000

// A Coach (晋级教练) finds what brings brands of one type further by one standard. It
// changes nothing, and is used by any number of goroutines.
type Coach struct {
	rules    *Rules
	standard *Standard
	typ      *Type
	items    []*Item
	reads    map[*Fact][]*Item // what reads a fact, in the standard's order
	order    map[*Fact]int     // the place of the first of these
}

// CoachFor returns the coach for brands of type t and a standard.
func (r *Rules) CoachFor(s *Standard, t *Type) *Coach {
	c := &Coach{rules: r, standard: s, typ: t, items: s.Items(t), reads: map[*Fact][]*Item{}, order: map[*Fact]int{}}
	for i, item := range c.items {
		for _, f := range item.Facts() {
			if c.reads[f] == nil {
				c.order[f] = i
			}
			c.reads[f] = append(c.reads[f], item)
		}
	}
	return c
}

// CheapestPath returns the set of changes of least effort after which a brand passes: of
// equal effort the one with the fewest steps, then the one whose steps come first in the
// standard. A number changes to its bound, a choice by places, a set by members, each of
// which costs its effort. It reports false where no change makes the brand pass, or more
// have to be tried than there is time for.
//
// The search is complete: of a condition that does not hold, every set that passes makes
// some part hold, and all of them are tried, the cheapest first.
func (c *Coach) CheapestPath(facts Facts, judgements map[string]Judgement) (Path, bool) {
	facts = c.settled(facts)
	path, found := c.find(facts, func(changed Facts) ([]want, bool) { return c.wants(changed, judgements) })
	if !found {
		return path, false
	}
	changed := path.apply(facts)
	for i, step := range path.Steps {
		path.Steps[i].Any = step.From.Fact == nil && !slices.ContainsFunc(c.kinds(step.Fact), func(v Value) bool {
			_, open := c.wants(changed.trying(v), judgements)
			return open
		})
	}
	for _, r := range Evaluate(c.standard, c.typ, changed, judgements).Items {
		if r.Outcome == Undetermined {
			path.Waits = append(path.Waits, r.Item)
		}
	}
	return path, true
}

// settled returns facts in which those of years that are over stay as they are, whatever is
// tried of what is so now.
func (c *Coach) settled(facts Facts) Facts {
	settled := facts
	for f := range c.reads {
		if v, known := facts.Of(f); known && facts.fixed(f) {
			settled = settled.trying(v)
		}
	}
	return settled
}

// A Gain is a set of changes that gives a brand more points.
type Gain struct {
	Path
	Item   *Item  // of the rule that they are for
	Points Points // more in total than there are
}

// Gains returns, for every rule of a scorecard that could give a brand more points, the
// cheapest set of changes for it, once: those that give the most first, of equals the
// cheapest.
func (c *Coach) Gains(facts Facts, judgements map[string]Judgement) []Gain {
	facts = c.settled(facts)
	now := Evaluate(c.standard, c.typ, facts, judgements)
	var all []Gain
	for _, result := range now.Items {
		for _, w := range gains(result) {
			path, found := c.find(facts, func(changed Facts) ([]want, bool) {
				return []want{w}, w.when.Eval(changed) != truthOf(w.holds)
			})
			if !found || slices.ContainsFunc(all, func(g Gain) bool { return slices.EqualFunc(g.Steps, path.Steps, sameStep) }) {
				continue
			}
			if more := c.more(now, path, judgements); more > 0 {
				all = append(all, Gain{path, result.Item, more})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Gain) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Effort, b.Effort), cmp.Compare(len(a.Steps), len(b.Steps)))
	})
	return all
}

// more returns by how many points the total that was grows along a path: those items count
// alone that read what changes.
func (c *Coach) more(was Evaluation, path Path, judgements map[string]Judgement) Points {
	if len(path.Steps) == 0 {
		return 0
	}
	changed, more := path.apply(was.Items[0].facts), Points(0)
	for _, r := range was.Items {
		if slices.ContainsFunc(path.Steps, func(s Step) bool { return slices.Contains(s.Items, r.Item) }) {
			now := c.result(r.Item, changed, judgements)
			more += now.Points + now.Bonus - r.Points - r.Bonus
		}
	}
	return more
}

func sameStep(a, b Step) bool { return a.Fact == b.Fact && a.To == b.To }

// apply returns facts with the steps of a path.
func (p Path) apply(facts Facts) Facts {
	for _, step := range p.Steps {
		facts = facts.trying(step.To)
	}
	return facts
}

// find returns the cheapest path to facts of which goal says that they are as they should
// be: it returns wants of which every path there brings about one, or false.
func (c *Coach) find(facts Facts, goal func(Facts) (next []want, open bool)) (Path, bool) {
	p := &pathFinder{Coach: c, start: facts, seen: map[string]bool{}}
	p.push(state{})
	for n := 0; p.queue.Len() > 0 && n < maxStates; n++ {
		at := heap.Pop(&p.queue).(state)
		changed := at.apply(p.start)
		next, open := goal(changed)
		if !open {
			return p.path(at), true
		}
		for _, w := range next {
			p.branch(at, changed, w)
		}
	}
	return Path{}, false
}

// A pathFinder is one search.
type pathFinder struct {
	*Coach
	start Facts
	queue stateQueue
	seen  map[string]bool // the keys of the states that there have been
}

// A state is what some facts are required to be.
type state struct {
	required []requirement // in the order of the items, each fact once
	effort   int
	steps    int
	key      string
}

// A want is a condition that should hold, or not.
type want struct {
	when  *Condition
	holds bool
}

// wants returns, where a brand does not pass with these facts, conditions of which every
// passing set brings about one. open is whether it does not pass even if there are none.
// Items are evaluated up to the first that is in the way: the search asks this most.
func (c *Coach) wants(facts Facts, judgements map[string]Judgement) (next []want, open bool) {
	results, total := make([]Result, 0, len(c.items)), Points(0)
	for _, item := range c.items {
		r := c.result(item, facts, judgements)
		switch {
		case r.Outcome == Undetermined:
		case item.Met != nil && r.Outcome != Met && (item.Veto || c.standard.Kind == Checklist):
			return []want{{item.Met, true}}, true
		case r.Outcome == Unstated:
			return untold(r), true
		case item.Veto && r.Outcome == Unmet:
			return gains(r), true
		}
		results, total = append(results, r), total+r.Points+r.Bonus
	}
	if total >= c.standard.PassTotal.For(c.typ) {
		return nil, false
	}
	for _, r := range results {
		next = append(next, gains(r)...)
	}
	return next, true
}

// result returns what becomes of one item.
func (c *Coach) result(item *Item, facts Facts, judgements map[string]Judgement) Result {
	return item.evaluate(facts, recorded(judgements, item), false).Result
}

// untold returns a condition that keeps an item from being told, held or not.
func untold(r Result) []want {
	all := []*Condition{r.Item.Met, r.Item.Judge}
	for _, rules := range [][]Rule{r.Item.Awards, r.Item.Deducts} {
		for _, rule := range rules {
			all = append(all, rule.When)
		}
	}
	for _, c := range all {
		if c != nil && c.Eval(r.facts) == Unknown {
			return []want{{c, true}, {c, false}}
		}
	}
	return nil
}

// gains returns what could give an item more points.
func gains(r Result) []want {
	var all []want
	add := func(c *Condition, holds bool) {
		if c != nil && c.Eval(r.facts) != truthOf(holds) {
			all = append(all, want{c, holds})
		}
	}
	add(r.Item.Met, true)
	for _, rule := range r.Item.Awards {
		add(rule.When, true)
	}
	for _, rule := range r.Item.Deducts {
		add(rule.When, false)
	}
	if r.Judgement != nil || r.Awaits {
		add(r.Item.Judge, false)
	}
	for _, b := range r.Item.Bonus {
		for _, rule := range b.Highest {
			add(rule.When, true)
		}
	}
	return all
}

// branch pushes the states that bring a condition about by one more requirement: of parts
// that must all hold the first that does not, of parts of which one is enough each.
func (p *pathFinder) branch(at state, facts Facts, w want) {
	c := w.when
	switch {
	case c.Eval(facts) == truthOf(w.holds):
	case c.Op == Not:
		p.branch(at, facts, want{c.Parts[0], !w.holds})
	case c.Op == TestOf && p.start.fixed(c.Fact): // no change brings it about
	case c.Op == TestOf:
		for _, required := range c.requirements(w.holds) {
			if next, fits := p.with(at, required); fits {
				p.push(next)
			}
		}
	case (c.Op == All) == w.holds:
		for _, part := range c.Parts {
			if part.Eval(facts) != truthOf(w.holds) {
				p.branch(at, facts, want{part, w.holds})
				return
			}
		}
	default:
		for _, part := range c.Parts {
			p.branch(at, facts, want{part, w.holds})
		}
	}
}

// with returns a state with one requirement more, and whether there are values for it.
func (p *pathFinder) with(at state, more requirement) (state, bool) {
	next := state{required: slices.Clone(at.required)}
	i, found := slices.BinarySearchFunc(next.required, more, func(a, b requirement) int {
		return cmp.Or(cmp.Compare(p.order[a.fact], p.order[b.fact]), cmp.Compare(a.fact.ID, b.fact.ID))
	})
	if !found {
		next.required = slices.Insert(next.required, i, more)
	} else if both, fits := next.required[i].and(more); fits {
		next.required[i] = both
	} else {
		return next, false
	}
	var key strings.Builder
	for _, r := range next.required {
		now, stated := p.start.Of(r.fact)
		to, fits := r.nearest(now, stated)
		if !fits {
			return next, false
		}
		steps := r.fact.steps(now, to, stated)
		next.steps += steps
		next.effort += steps * p.rules.EffortOf(r.fact).Grade
		fmt.Fprintf(&key, "%06d%s:%v;", p.order[r.fact], r.fact.ID, r.bounds())
	}
	next.key = key.String()
	return next, true
}

func (p *pathFinder) push(s state) {
	if !p.seen[s.key] {
		p.seen[s.key] = true
		heap.Push(&p.queue, s)
	}
}

// path returns the changes of a state.
func (p *pathFinder) path(at state) Path {
	path := Path{Effort: at.effort}
	for _, r := range at.required {
		now, stated := p.start.Of(r.fact)
		to, _ := r.nearest(now, stated)
		if stated && to == now {
			continue
		}
		step := Step{Fact: r.fact, From: now, To: to, Effort: r.fact.steps(now, to, stated) * p.rules.EffortOf(r.fact).Grade, Items: p.reads[r.fact]}
		if !stated {
			step.From, step.Fill = Value{}, p.start.fill(r.fact)
		}
		path.Steps = append(path.Steps, step)
	}
	return path
}

// apply returns facts as a state requires them.
func (s state) apply(facts Facts) Facts {
	for _, r := range s.required {
		now, stated := facts.Of(r.fact)
		if to, _ := r.nearest(now, stated); !stated || to != now {
			facts = facts.trying(to)
		}
	}
	return facts
}

// A stateQueue gives the cheapest state first, of equals the one with the fewest steps,
// then by the requirements, so that the same brand always gets the same path.
type stateQueue []state

func (q stateQueue) Len() int      { return len(q) }
func (q stateQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q stateQueue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].effort, q[j].effort), cmp.Compare(q[i].steps, q[j].steps), cmp.Compare(q[i].key, q[j].key)) < 0
}
func (q *stateQueue) Push(x any) { *q = append(*q, x.(state)) }
func (q *stateQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

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

// Text says the change: 从业人员：2,420 人 → 3,000 人，增加 580 人（+24%）.
func (s Step) Text() string {
	f := s.Fact
	switch {
	case s.Any && s.Fill != "":
		return f.Short() + "：未填报，" + s.Fill + "，如实填报即可"
	case s.Any:
		return f.Short() + "：未填报，如实填报即可"
	case s.Fill != "":
		return f.Short() + "：未填报 → " + s.to() + "，" + s.Fill
	case s.From.Fact == nil:
		return f.Short() + "：未填报 → " + s.to()
	case f.Kind == Set:
		var parts []string
		if gained := f.chosen(s.To.set &^ s.From.set); len(gained) > 0 {
			parts = append(parts, "增加"+quote(gained...))
		}
		if lost := f.chosen(s.From.set &^ s.To.set); len(lost) > 0 {
			parts = append(parts, "去掉"+quote(lost...))
		}
		return f.Short() + "：" + strings.Join(parts, "，")
	case f.IsNumber() && s.to() == s.To.String():
		return fmt.Sprintf("%s：%s → %s，%s", f.Short(), s.From, s.To, s.To.Since(s.From))
	case f.IsNumber():
		return fmt.Sprintf("%s：%s → %s", f.Short(), s.From, s.to())
	}
	return fmt.Sprintf("%s：%s → %s", f.Short(), s.From, s.To)
}

// to returns the value that a step leads to; of a number beyond a bound, which has no
// first one, the bound: 超过 30 亿元.
func (s Step) to() string {
	f, n := s.Fact, s.To.number
	if f.Kind == Decimal || f.Kind == Percent {
		switch n % 10 {
		case 1, -9:
			return "超过 " + f.bound(n-1)
		case 9, -1:
			return (&Condition{Fact: f, Test: Below}).comparison() + " " + f.bound(n+1)
		}
	}
	return s.To.String()
}
