package cases_test

import (
	"fmt"
	"os"
	"testing"

	"minglu/generator/cases"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// The cases of this repository hold.
func TestTheCasesOfTheRepositoryHold(t *testing.T) {
	suite, _, bad := read(t, os.DirFS("../.."))
	if bad != "" {
		t.Error(bad)
	}
	if len(suite.Differing()) > 0 || len(suite.Cases) == 0 {
		t.Errorf("%d cases, %d differ", len(suite.Cases), len(suite.Differing()))
	}
}

// A mutant is one small change of the rules; undo takes it back.
type mutant struct {
	what       string
	make, undo func()
}

// mutants returns every change by one step of what an item counts: the bounds of its
// tests, what is among those asked for, and its points. Two changes make no difference to any
// brand and are none: an award of all points is no more for being more, and no award meets
// the choice that a judgement decides.
func mutants(item *criteria.Item) (all []mutant) {
	add := func(what string, make, undo func()) { all = append(all, mutant{what, make, undo}) }
	number := func(what string, n *values.Decimal, by values.Decimal) {
		add(fmt.Sprintf("%s: %s%+d millionths", what, n, by), func() { *n += by }, func() { *n -= by })
	}
	count := func(what string, n *int, by int) {
		add(fmt.Sprintf("%s: %d%+d", what, *n, by), func() { *n += by }, func() { *n -= by })
	}
	for _, c := range item.Conditions() {
		eachTest(c, func(test *criteria.Condition) {
			f, what := test.Fact, test.String()
			asked, bound, set := test.Test, test.Number, test.Set
			turned := func(into criteria.Test) {
				add(what+" is "+string(into), func() { test.Test = into }, func() { test.Test = asked })
			}
			switch {
			case f.Kind == criteria.YesNo:
				add(what+" the other way", func() { test.Number = values.DecimalOf(1) - bound }, func() { test.Number = bound })
			case f.Kind == criteria.Choice:
				for _, by := range []int{-1, 1} {
					judged := item.Judge != nil && item.Judge.Fact == f && item.Judge != test && item.Judge.Choice == min(test.Choice, test.Choice+by)
					if k := test.Choice + by; k >= 0 && k < len(f.Choices) && !judged {
						count(what, &test.Choice, by)
					}
				}
			case asked == criteria.Has || asked == criteria.HasAny:
				for i := range f.Choices {
					if set&(1<<i) != 0 {
						add(what+" without "+f.Choices[i], func() { test.Set = set &^ (1 << i) }, func() { test.Set = set })
					}
				}
			default:
				step := values.DecimalOf(1)
				if f.Kind == criteria.Decimal || f.Kind == criteria.Percent {
					step /= 100
				}
				number(what, &test.Number, step)
				number(what, &test.Number, -step)
				if other := map[criteria.Test]criteria.Test{criteria.AtLeast: criteria.Above, criteria.Above: criteria.AtLeast, criteria.AtMost: criteria.Below, criteria.Below: criteria.AtMost}[asked]; other != "" {
					turned(other)
				}
			}
		})
	}
	points := func(rules []criteria.Rule) {
		for i := range rules {
			if rules[i].Points != item.Points {
				number(rules[i].Text, &rules[i].Points, criteria.Point)
			}
			number(rules[i].Text, &rules[i].Points, -criteria.Point)
		}
	}
	points(item.Awards)
	points(item.Deducts)
	for _, b := range item.Bonus {
		points(b.Highest)
	}
	if item.Points > 0 {
		number("points", &item.Points, criteria.Point)
		number("points", &item.Points, -criteria.Point)
	}
	if item.BonusCap > 0 && item.MaxBonus() == item.BonusCap {
		number("bonus_cap", &item.BonusCap, -criteria.Point)
	}
	return all
}

func eachTest(c *criteria.Condition, visit func(*criteria.Condition)) {
	if c.Op == criteria.TestOf {
		visit(c)
	}
	for _, part := range c.Parts {
		eachTest(part, visit)
	}
}

// Where every bound of an item has its case, no change of the rules by one step goes
// unnoticed: what the coverage counts is what it takes.
func TestNoChangeOfARuleGoesUnnoticed(t *testing.T) {
	suite, rules, _ := read(t, os.DirFS("../.."))
	open := map[*criteria.Item]bool{}
	for _, o := range suite.Coverage(rules.Standards).Open {
		open[o.Item] = true
	}
	items, changes := 0, 0
	for _, standard := range rules.Standards {
		for _, item := range standard.Items(nil) {
			if open[item] {
				continue
			}
			items++
			of := cases.Suite{Cases: suite.For(standard, item)}
			for _, m := range mutants(item) {
				changes++
				m.make()
				if len(of.Differing()) == 0 {
					t.Errorf("%s %s: no case differs for %s", standard.ID, item.ID, m.what)
				}
				m.undo()
			}
			if len(of.Differing()) > 0 {
				t.Fatalf("%s %s: a change was not taken back", standard.ID, item.ID)
			}
		}
	}
	if items == 0 || changes < items {
		t.Errorf("only %d changes of %d items were made", changes, items)
	}
	t.Logf("%d changes of %d items", changes, items)
}
