package criteria

import (
	"math/rand/v2"
	"slices"
	"testing"

	"minglu/generator/values"
)

// A randomRule makes small standards over few facts of every kind.
type randomRule struct {
	*rand.Rand
	facts []*Fact
}

func (r randomRule) number() values.Decimal { return values.DecimalOf(r.IntN(4)) }

func (r randomRule) condition(depth int) *Condition {
	if depth > 0 && r.IntN(2) == 0 {
		c := &Condition{Op: []Op{All, Any, Any, Not}[r.IntN(4)]}
		n := 1
		if c.Op != Not {
			n = 2
		}
		for range n {
			c.Parts = append(c.Parts, r.condition(depth-1))
		}
		return c
	}
	f := r.facts[r.IntN(len(r.facts))]
	of := tests[f.Kind]
	c := &Condition{Fact: f, Test: of[r.IntN(len(of))], Number: r.number(), Choice: r.IntN(3), Set: uint64(1 + r.IntN(7))}
	switch {
	case f.Kind == YesNo:
		c.Number = values.DecimalOf(r.IntN(2))
	case c.Test == CountAtLeast:
		c.Number = values.DecimalOf(1 + r.IntN(3))
	case c.Test == Has:
		c.Set = uint64(1) << r.IntN(3)
	}
	return c
}

func (r randomRule) standard() *Standard {
	s := &Standard{Kind: Checklist, ByType: map[*Type][]*Item{}}
	if r.IntN(2) == 0 {
		s.Kind = Scorecard
		s.PassTotal.All = Points(r.IntN(60)) * Point / 2
	}
	for range 1 + r.IntN(3) {
		i := &Item{ID: string(rune('a' + len(s.Basic))), Basic: true, Veto: s.Kind == Checklist || r.IntN(2) == 0}
		if s.Kind == Checklist || r.IntN(3) == 0 {
			i.Met = r.condition(2)
		} else {
			i.Points = 10 * Point
			rules := []Rule{{6 * Point, r.condition(1), "甲"}, {4 * Point, r.condition(1), "乙"}}
			if i.Awards = rules; r.IntN(2) == 0 {
				i.Awards, i.Deducts = nil, rules
			}
			if r.IntN(2) == 0 {
				i.Bonus = []Bonus{{[]Rule{{2, r.condition(1), "丙"}, {5, r.condition(0), "丁"}}}}
			}
		}
		s.Basic = append(s.Basic, i)
	}
	return s
}

// candidates are the values among which some cheapest path has its own.
func candidates(f *Fact) []Value {
	all := []Value{{}}
	switch f.Kind {
	case Set:
		for set := range uint64(8) {
			all = append(all, Value{Fact: f, set: set})
		}
	case Choice:
		for i := range f.Choices {
			all = append(all, Value{Fact: f, choice: i})
		}
	case YesNo:
		all = append(all, Value{Fact: f}, Value{Fact: f, number: values.DecimalOf(1)})
	default:
		for n := range 5 {
			all = append(all, Value{Fact: f, number: values.DecimalOf(n)})
		}
	}
	return all
}

// The cheapest path is the cheapest of all changes whatever, but those of a year that is over.
func TestTheCheapestPathIsTheCheapest(t *testing.T) {
	facts := []*Fact{
		{ID: "yes", Label: "是否", Kind: YesNo}, {ID: "n", Label: "人数", Kind: Count, Min: new(values.Decimal)},
		{ID: "rank", Label: "名次", Kind: Choice, Choices: []string{"低", "中", "高"}}, {ID: "set", Label: "几项", Kind: Set, Choices: []string{"甲", "乙", "丙"}},
	}
	rules := &Rules{Facts: facts, Efforts: map[*Fact]Effort{}}
	for i, f := range facts {
		f.index = i
	}
	past := &Fact{ID: "past", Label: "2024年人数", Kind: Count, Min: new(values.Decimal), Derived: &Derivation{Way: InYear, Of: facts[1], Year: 2024}}
	read := append(slices.Clone(facts), past)
	r := randomRule{rand.New(rand.NewPCG(5, 6)), read}
	found, over := 0, 0
	for n := range 1000 {
		for _, f := range read {
			rules.Efforts[f] = Effort{Grade: 1 + r.IntN(5)}
		}
		s := r.standard()
		start := Facts{values: make([]Value, len(facts))}
		for i, f := range facts {
			of := candidates(f)
			start.values[i] = of[r.IntN(len(of))]
		}
		beside := Beside{}
		_, stated := start.Of(facts[1])
		switch k := r.IntN(3); {
		case k == 0:
			beside.Years = map[int]Facts{2024: Facts{}.With(facts[1], candidates(facts[1])[1+r.IntN(5)])}
		case k == 1 && stated:
			beside.Year = 2024
		}
		start = start.Beside(beside)
		settled := start
		then, isOver := start.Of(past)
		if isOver {
			settled = start.With(past, then)
		}
		best := -1
		var try func(i, effort int, all Facts)
		try = func(i, effort int, all Facts) {
			if best >= 0 && effort >= best {
				return
			}
			if i == len(read) || i == len(facts) && isOver {
				if Evaluate(s, nil, all, nil).Outcome == Passed {
					best = effort
				}
				return
			}
			f := read[i]
			now, _ := start.Of(f)
			if f == past {
				now = Value{}
			}
			for _, v := range candidates(f) {
				if v.Fact == nil && now.Fact != nil {
					continue
				}
				steps := 0
				if v != now {
					steps = f.steps(now, v, now.Fact != nil)
				}
				next := all
				if v.Fact != nil {
					next = all.With(f, v)
				}
				try(i+1, effort+steps*rules.EffortOf(f).Grade, next)
			}
		}
		try(0, 0, settled)
		path, ok := rules.CoachFor(s, nil).CheapestPath(start, nil)
		if ok != (best >= 0) || ok && path.Effort != best {
			t.Fatalf("%d: the path is %t %d, the cheapest of all %d\n%+v", n, ok, path.Effort, best, path.Steps)
		}
		if !ok {
			continue
		}
		found++
		if isOver && slices.ContainsFunc(s.Items(nil), func(i *Item) bool { return slices.Contains(i.Facts(), past) }) {
			over++
		}
		after, sum := settled, 0
		for _, step := range path.Steps {
			if isOver && step.Fact == past {
				t.Fatalf("%d: 2024 is over, and was %s", n, then)
			}
			after, sum = after.With(step.Fact, step.To), sum+step.Effort
		}
		for _, step := range path.Steps {
			if step.From.Fact != nil && step.Any {
				t.Fatalf("%d: %s is stated, and need not be", n, step.Fact.ID)
			}
			if others := candidates(step.Fact)[1:]; step.From.Fact == nil && step.Any == slices.ContainsFunc(others, func(v Value) bool {
				return Evaluate(s, nil, after.With(step.Fact, v), nil).Outcome != Passed
			}) {
				t.Errorf("%d: %s: any value is said to do: %t", n, step.Fact.ID, step.Any)
			}
		}
		if e := Evaluate(s, nil, after, nil); e.Outcome != Passed || sum != path.Effort {
			t.Fatalf("%d: after the path it is %s", n, e.Outcome)
		}
	}
	t.Logf("%d of 1000 have a path, %d beside a year that is over", found, over)
	if found < 500 || over < 100 {
		t.Error("too few have a path")
	}
}
