package criteria

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
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

// Text says the change: 从业人员：2,420 人 → 3,000 人，增加 580 人（+24%）; 未编写培训教材 → 已编写培训教材.
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
	case f.Kind == YesNo:
		return s.From.Statement() + " → " + s.To.Statement()
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
