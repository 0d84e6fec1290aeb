package review

import (
	"fmt"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// A FactChange is one fact that a brand states otherwise, or shows by another
// document. Before or After is "" where it is not stated.
type FactChange struct {
	Edit
	Heavy  bool     // by more than a factor of 2, across a bound of a rule, or so that an item turns
	Vetoes bool     // a veto is new or gone by it
	Why    []string // what somebody has to look at
	Effect string   // on the items that read it; "" where there is none
}

// factChange compares two values of a fact, of which one may be stated by nobody.
func (b *BrandChange) factChange(f *criteria.Fact, was, now criteria.Value) FactChange {
	c := FactChange{Edit: Edit{What: f.Label}}
	if was.Fact != nil {
		c.Before = was.String()
	}
	if now.Fact != nil {
		c.After = now.String()
	}
	c.weigh(f, b.After, was, now)
	if c.Before != c.After && b.Before.AsOf == b.After.AsOf && !b.After.AsOf.IsZero() {
		c.Why = append(c.Why, "数据截至仍是 "+b.After.AsOf.String())
	}
	if why := c.evidence(b.Before.Evidence[f.ID], b.After.Evidence[f.ID]); why != "" {
		c.Why = append(c.Why, why)
	}
	if c.Before == c.After {
		return c
	}
	var items []string
	for _, e := range b.Evaluations {
		for _, i := range e.Items {
			if slices.Contains(i.After.Item.Facts(), f) {
				items = append(items, e.After.Standard.ID+" "+i.text())
				c.Vetoes = c.Vetoes || i.turnsVeto()
				c.Heavy = c.Heavy || i.Before == nil || i.Before.Outcome != i.After.Outcome
			}
		}
	}
	c.Effect = some("；", items)
	return c
}

// weigh says how far a number has gone.
func (c *FactChange) weigh(f *criteria.Fact, b *content.Brand, was, now criteria.Value) {
	if !f.IsNumber() || was.Fact == nil || now.Fact == nil {
		return
	}
	low, high, how := was.Number(), now.Number(), "增加超过一倍"
	if low > high {
		low, high, how = high, low, "减少超过一半"
	}
	if high < 0 {
		low, high = -high, -low
	}
	if high > 2*low {
		c.Why = append(c.Why, how+timesTen(low, high))
	}
	for _, crossed := range f.Crossed(was, now) {
		if s := crossed.Standard; b.Region != nil && s.Covers(b.Type, b.Region) && slices.Contains(s.Items(b.Type), crossed.Item) {
			c.Why = append(c.Why, fmt.Sprintf("越过 %s %s 的界限（%s）", s.ID, crossed.Item.ID, crossed.Test))
		}
	}
	c.Heavy = len(c.Why) > 0
}

// timesTen asks for a zero too many or another unit where high is low times 10, 100, 1000
// or 10000 to the digit; "" where it is not.
func timesTen(low, high values.Decimal) string {
	for _, by := range []values.Decimal{10, 100, 1000, 10000} {
		if low > 0 && high%by == 0 && high/by == low {
			return fmt.Sprintf("，正好相差 %d 倍，请看是不是多写、漏写了零或写错了单位", by)
		}
	}
	return ""
}

// evidence says what the documents show of the change.
func (c *FactChange) evidence(was, now string) string {
	switch {
	case c.After == "":
		return "不再填报"
	case now == "" && was == "":
		return "没有佐证"
	case now == "":
		return "原有佐证“" + was + "”，现在没有佐证"
	case was == "":
		return "新写佐证“" + now + "”"
	case was == now:
		return "佐证仍是“" + now + "”"
	}
	return "佐证由“" + was + "”改为“" + now + "”"
}

// factEdits returns the facts whose values have changed.
func (b *BrandChange) factEdits() []Edit {
	var all []Edit
	for _, f := range b.Facts {
		all = append(all, f.Edit)
	}
	return criteria.Changed(all...)
}

// A figure is a changed fact with its brand.
type figure struct {
	brand *content.Brand
	FactChange
}

// figures returns what the brands state otherwise, the weightiest first.
func (p *Packet) figures() []figure {
	var all []figure
	for _, b := range p.Brands {
		for _, f := range b.Facts {
			all = append(all, figure{b.After, f})
		}
	}
	slices.SortStableFunc(all, func(a, b figure) int { return b.weight() - a.weight() })
	return all
}

func (c FactChange) weight() int {
	switch {
	case c.Vetoes:
		return 2
	case c.Heavy:
		return 1
	}
	return 0
}

func (d *Document) figures(all []figure) {
	assign(d, toDecide, "改动的数据和佐证（%d 项）", "增减超过一倍、越过标准界限的排在前面。请对照佐证核对数值、截至日期和佐证材料。",
		[]string{"品牌", "内容", "原", "现", "请看", "影响的条目"}, all, func(f figure) []string {
			effect := f.Effect
			if effect == "" {
				effect = "评价没有变化"
			}
			return []string{brandInCounty(f.brand), f.What, f.Before, f.After, strings.Join(f.Why, "；"), effect}
		})
}
