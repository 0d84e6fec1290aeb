package criteria

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"strings"
)

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
