package criteria

import (
	"fmt"
	"slices"
	"strings"
)

// A Reason is one rule or condition of an item, what it said of the facts, and
// which facts it read: together the reasons of a Result explain its points.
type Reason struct {
	Kind  ReasonKind
	Rule  *Rule      // of Award, Deduct and BonusRule
	When  *Condition // what was tested, nil for Silent and Capped
	Truth Truth

	item      *Item
	facts     Facts
	judgement *Judgement
	sum       Points // the bonuses before the cap
}

// A ReasonKind says which part of an item a reason is about.
type ReasonKind int8

const (
	Clausal   ReasonKind = iota // the condition of met
	Award                       // a rule that gives points
	Deduct                      // a rule that takes points
	BonusRule                   // a rule that gives a bonus
	Judging                     // a judgement is asked for, or it cannot be told whether it is
	Judged                      // a judgement gave the points
	Silent                      // the standard itself cannot be applied
	Capped                      // the bonuses were more than the cap
)

// Reads returns the stated values that the reason is based on.
func (r Reason) Reads() []Value {
	if r.When == nil {
		return nil
	}
	var values []Value
	for _, f := range r.When.Facts() {
		if v, stated := r.facts.Of(f); stated {
			values = append(values, v)
		}
	}
	return values
}

// Missing returns the facts that are not stated and without which the reason
// cannot be told; none where it can.
func (r Reason) Missing() []*Fact {
	if r.When == nil {
		return nil
	}
	return r.When.missing(r.facts)
}

// Text returns the reason as one Chinese sentence without a full stop, the same for all who
// read it: what is so, and what follows from it. 从业人员：2,420 人，不计“从业人员不少于3000人”的20分.
// Where a rule held, its own words say so, and what else they leave open stands behind it.
func (r Reason) Text() string {
	if r.Truth == Unknown {
		return r.unknown()
	}
	held := r.Truth == True
	switch r.Kind {
	case Clausal:
		if !held {
			return r.When.shortfall(r.facts)
		}
		return statements(r.Reads())
	case Award:
		if !held {
			return fmt.Sprintf("%s，不计%s的%s分", statements(r.Reads()), quote(r.Rule.Text), r.Rule.Points)
		}
		return r.given("得")
	case Deduct:
		if !held {
			return statements(r.Reads()) + "，不扣分"
		}
		return r.given("扣")
	case BonusRule:
		return r.given("加")
	case Judging:
		return statements(r.Reads()) + "，须由评审单位评定，尚无评定记录"
	case Judged:
		day := ""
		if d := r.judgement.Date; !d.IsZero() {
			day = "（" + d.String() + "）"
		}
		return fmt.Sprintf("经评定%s得%s分：%s（%s）", day, r.judgement.Points, strings.TrimSuffix(r.judgement.Reason, "。"), statements(r.Reads()))
	case Silent:
		return strings.TrimSuffix(r.item.Undetermined, "。")
	}
	return fmt.Sprintf("加分合计%s分，本项最多加%s分", r.sum, r.item.BonusCap)
}

// Told returns the reason for a place where the values it read stand beside it, for several
// reasons once: what Text says but for them, "" where that is all, and these values.
func (r Reason) Told() (text string, beside []Value) {
	if r.Truth == True {
		switch r.Kind {
		case Clausal:
			return "", r.open()
		case Award:
			return r.change("得"), r.open()
		case Deduct:
			return r.change("扣"), r.open()
		case BonusRule:
			return r.change("加"), r.open()
		}
	}
	return r.Text(), nil
}

// given says what a rule that held gives or takes: 从业人员不少于3000人，得20分（从业人员：12,600 人）.
func (r Reason) given(verb string) string {
	text := r.change(verb)
	if open := r.open(); len(open) > 0 {
		text += "（" + statements(open) + "）"
	}
	return text
}

// change says what its rule gives or takes: 从业人员不少于3000人，得20分.
func (r Reason) change(verb string) string {
	return fmt.Sprintf("%s，%s%s分", r.Rule.Text, verb, r.Rule.Points)
}

// Adds reports whether the reason says more than that its item is met: not where the clause
// asks only that something be so, which then is so.
func (r Reason) Adds() bool { return r.Kind != Clausal || r.Truth != True || len(r.open()) > 0 }

// open returns the values read that do not follow from what the condition was found to be.
func (r Reason) open() []Value {
	return slices.DeleteFunc(r.Reads(), func(v Value) bool { return r.When.settles(v.Fact, r.Truth == True) })
}

func (r Reason) unknown() string {
	unstated, undefined := "", ""
	for _, f := range r.Missing() {
		if why := r.facts.undefined(f); why != "" {
			undefined += "，" + quote(f.Short()) + why
		} else {
			unstated += quote(f.Short())
		}
	}
	text := strings.TrimPrefix(undefined, "，")
	if unstated != "" {
		text = "未填报" + unstated + undefined
	}
	switch r.Kind {
	case Award:
		return fmt.Sprintf("%s，无法判断是否符合%s，%s分尚未计入", text, quote(r.Rule.Text), r.Rule.Points)
	case Deduct:
		return fmt.Sprintf("%s，无法判断是否属于%s，%s分先不计入", text, quote(r.Rule.Text), r.Rule.Points)
	case BonusRule:
		return text + "，不计" + quote(r.Rule.Text) + "的加分"
	}
	return text + "，无法判断"
}

// shortfall says what is so for which c does not hold, and what it asks where that is not
// plain: 从业人员：2,420 人，应不少于 3,000 人.
func (c *Condition) shortfall(facts Facts) string { return together(c.shortfalls(facts, true)) }

// shortfalls tells of each test that is not as wanted. one: it is enough that one of them change.
func (c *Condition) shortfalls(facts Facts, want bool) (texts []string, one bool) {
	switch c.Op {
	case Not:
		return c.Parts[0].shortfalls(facts, !want)
	case TestOf:
		return []string{normal(c, want).now(facts)}, false
	}
	one = c.joined(want) == Any
	failing := slices.DeleteFunc(slices.Clone(c.Parts), func(p *Condition) bool { return p.Eval(facts) != truthOf(!want) })
	if len(failing) == 1 {
		return failing[0].shortfalls(facts, want)
	}
	for _, p := range failing {
		if inner, oneOf := p.shortfalls(facts, want); len(inner) == 1 || oneOf == one {
			texts = append(texts, inner...)
		} else {
			texts = append(texts, "（"+together(inner, oneOf)+"）")
		}
	}
	return texts, one
}

func together(texts []string, one bool) string {
	text := strings.Join(texts, "；")
	if one {
		text += "；以上改变一项即可"
	}
	return text
}

// statements returns what the values say: 从业人员：12,600 人；已编写培训教材.
func statements(all []Value) string {
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = v.Statement()
	}
	return strings.Join(texts, "；")
}
