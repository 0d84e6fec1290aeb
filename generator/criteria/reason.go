package criteria

import (
	"fmt"
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

// Text returns the reason as one Chinese sentence without a full stop:
// 从业人员不少于3000人，得20分（从业人员：12,600 人）.
func (r Reason) Text() string {
	if r.Truth == Unknown {
		return r.unknown()
	}
	held := r.Truth == True
	switch r.Kind {
	case Clausal:
		if held {
			return r.reads()
		}
		return r.When.shortfall(r.facts)
	case Award:
		if held {
			return fmt.Sprintf("%s，得%s分（%s）", r.Rule.Text, r.Rule.Points, r.reads())
		}
		return fmt.Sprintf("不符合%s，不计%s分（%s）", quote(r.Rule.Text), r.Rule.Points, r.reads())
	case Deduct:
		if held {
			return fmt.Sprintf("%s，扣%s分（%s）", r.Rule.Text, r.Rule.Points, r.reads())
		}
		return fmt.Sprintf("不扣分（%s）", r.reads())
	case BonusRule:
		return fmt.Sprintf("%s，加%s分（%s）", r.Rule.Text, r.Rule.Points, r.reads())
	case Judging:
		return fmt.Sprintf("%s，须由评审单位评定，尚无评定记录", r.reads())
	case Judged:
		day := ""
		if d := r.judgement.Date; !d.IsZero() {
			day = "（" + d.String() + "）"
		}
		return fmt.Sprintf("经评定%s得%s分：%s（%s）", day, r.judgement.Points, strings.TrimSuffix(r.judgement.Reason, "。"), r.reads())
	case Silent:
		return strings.TrimSuffix(r.item.Undetermined, "。")
	}
	return fmt.Sprintf("加分合计%s分，本项最多加%s分", r.sum, r.item.BonusCap)
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

// shortfall names the parts of c that do not hold, each with what is stated and
// what is asked: 从业人员：2,420 人，应不少于 3,000 人.
func (c *Condition) shortfall(facts Facts) string {
	switch c.Op {
	case All:
		var parts []string
		for _, p := range c.Parts {
			if p.Eval(facts) == False {
				parts = append(parts, p.shortfall(facts))
			}
		}
		return strings.Join(parts, "；")
	case TestOf:
		v, _ := facts.Of(c.Fact)
		return c.Fact.Short() + "：" + v.String() + "，应" + c.must()
	}
	return "不符合" + quote(c.String())
}

// reads returns the facts read with their values: 从业人员：12,600 人；….
func (r Reason) reads() string {
	var b strings.Builder
	for i, v := range r.Reads() {
		if i > 0 {
			b.WriteString("；")
		}
		b.WriteString(v.Fact.Short() + "：" + v.String())
	}
	return b.String()
}
