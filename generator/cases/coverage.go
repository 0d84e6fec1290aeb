package cases

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"minglu/generator/criteria"
)

// A Coverage is which bounds of the rules cases show.
type Coverage struct {
	Bounds int // of all standards: each test below, at and above its bound, each thing unstated or calculated
	Open   []Open
}

// An Open is a bound that no case shows.
type Open struct {
	Standard *criteria.Standard
	Item     *criteria.Item
	Words    string // 从业人员：不少于 3,000 人——刚不到：2,999 人
}

// Shown returns how many of the bounds cases show.
func (c Coverage) Shown() int { return c.Bounds - len(c.Open) }

// Text writes how many cases there are, how many differ, and which bounds have none; of a
// standard without any, how many those are.
func (s Suite) Text(w io.Writer, standards []*criteria.Standard) error {
	c := s.Coverage(standards)
	agree := "全部相符"
	if n := len(s.Differing()); n > 0 {
		agree = fmt.Sprintf("%d 个不相符", n)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "用例 %d 个，%s；界限 %d/%d 处有用例\n", len(s.Cases), agree, c.Shown(), c.Bounds)
	for _, standard := range standards {
		open := slices.DeleteFunc(slices.Clone(c.Open), func(o Open) bool { return o.Standard != standard })
		if len(open) > 0 && !slices.ContainsFunc(s.Cases, func(c Case) bool { return c.Standard == standard }) {
			fmt.Fprintf(&b, "还没有用例：%s 《%s》，共 %d 处\n", standard.ID, standard.Title, len(open))
			continue
		}
		for _, o := range open {
			fmt.Fprintf(&b, "还没有用例：%s %s（%s） %s\n", standard.ID, o.Item.Cited(), o.Item.ID, o.Words)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A trial is the facts of a case, and what the rules make of them.
type trial struct {
	facts  criteria.Facts
	result criteria.Result
}

// A bound is something that a case can show.
type bound struct {
	words string
	shown func(trial) bool
}

// Coverage holds the cases against every item of the standards, in their order.
func (s Suite) Coverage(standards []*criteria.Standard) Coverage {
	var c Coverage
	of := map[*criteria.Item][]Case{}
	for _, one := range s.Cases {
		of[one.Item] = append(of[one.Item], one)
	}
	for _, standard := range standards {
		for _, item := range standard.Items(nil) {
			tried := make([]trial, len(of[item]))
			for i, one := range of[item] {
				facts := one.facts()
				tried[i] = trial{facts, item.Evaluate(facts, one.Judged)}
			}
			for _, b := range bounds(item) {
				c.Bounds++
				if !slices.ContainsFunc(tried, b.shown) {
					c.Open = append(c.Open, Open{standard, item, b.words})
				}
			}
		}
	}
	return c
}

// bounds returns all that cases of an item can show. A side of a test shows nothing of the
// rules while what else decides the item is left open.
func bounds(item *criteria.Item) []bound {
	var all []bound
	add := func(shown func(trial) bool, format string, args ...any) {
		all = append(all, bound{fmt.Sprintf(format, args...), shown})
	}
	if item.Undetermined != "" {
		add(func(t trial) bool { return t.result.Outcome == criteria.Undetermined }, "标准本身%s", criteria.Undetermined.Word())
	}
	for _, side := range item.Sides() {
		add(func(t trial) bool {
			return t.result.Outcome != criteria.Unstated && side.Holds(t.facts)
		}, "%s——%s", side.Test, side.Words)
	}
	for _, f := range item.Lackable() {
		add(func(t trial) bool {
			return slices.ContainsFunc(t.result.Reasons(), func(why criteria.Reason) bool { return slices.Contains(why.Missing(), f) })
		}, "%s——没有填报", f.Short())
	}
	for _, f := range item.Facts() {
		if f.Derived != nil { // a case that puts its value shows nothing of how that follows
			add(func(t trial) bool { return t.facts.Calculated(f) }, "%s——由所填的内容得出", f.Short())
		}
	}
	if item.Judge != nil {
		add(func(t trial) bool { return t.result.Awaits }, "评定——还没有评定")
		for _, given := range []struct {
			words   string
			outcome criteria.Outcome
		}{{"0 分", criteria.Unmet}, {"部分分数", criteria.Partial}, {"满分", criteria.Met}} {
			add(func(t trial) bool { return t.result.Judgement != nil && t.result.Outcome == given.outcome }, "评定——%s", given.words)
		}
	}
	if item.BonusCap > 0 && item.MaxBonus() == item.BonusCap {
		add(func(t trial) bool { return t.result.Bonus == item.BonusCap }, "加分——到上限 %v 分", item.BonusCap)
	}
	return all
}
