package criteria

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/values"
)

// Short is the label of f without what it says in brackets, which is for whoever
// fills it in.
func (f *Fact) Short() string {
	label, _, _ := strings.Cut(f.Label, "（")
	return label
}

// Method says how a derived fact is calculated, "" of what brands state:
// 培训就业率 = 2024年培训后就业人数 ÷ 2024年培训人数.
func (f *Fact) Method() string {
	d := f.Derived
	if d == nil {
		return ""
	}
	switch d.Way {
	case Ratio:
		year := ""
		if d.Year > 0 {
			year = fmt.Sprintf("%d年", d.Year)
		}
		return f.Short() + " = " + year + d.Of.Short() + " ÷ " + year + d.To.Short()
	case InYear:
		return fmt.Sprintf("%s：%d年的%s，取自历年数据", f.Short(), d.Year, quote(d.Of.Short()))
	case Average:
		return f.Short() + "：" + quote(d.Of.Short()) + d.span() + "的平均"
	case Growth:
		year := "最近一年"
		if d.Year > 0 {
			year = fmt.Sprintf("%d年", d.Year)
		}
		return f.Short() + "：" + quote(d.Of.Short()) + year + "比上年增长的百分数"
	case Held:
		return f.Short() + "：已被认定为" + d.Level.Name + "或更高级别，现在在册"
	}
	return f.Short() + "：有" + quote(d.Of.Short()) + "，并写明了佐证材料"
}

// span says which years d follows from: 2024年, 2022年至2024年, 最近3年.
func (d *Derivation) span() string {
	n := d.years()
	switch {
	case d.Year == 0:
		return fmt.Sprintf("最近%d年", n)
	case n == 1:
		return fmt.Sprintf("%d年", d.Year)
	}
	return fmt.Sprintf("%d年至%d年", d.Year-n+1, d.Year)
}

// fill says of which years f has to be filled in, "" where that would not tell it.
func (s Facts) fill(f *Fact) string {
	years := s.lackingYears(f)
	switch {
	case !f.ByYear() || len(years) == 0 && (f.Derived.Year > 0 || s.lastYear(f.Derived.Of) > 0):
		return ""
	case len(years) == 0:
		return "在历年数据中补报" + f.Derived.span() + "的数"
	}
	words := make([]string, len(years))
	for i, year := range years {
		words[i] = fmt.Sprintf("%d年", year)
	}
	text := "补报" + strings.Join(words, "、") + "的数"
	if s.beside == nil || !slices.Contains(years, s.beside.Year) { // of which the facts are
		text = "在历年数据中" + text
	}
	return text
}

// Methods says how each derived fact that the item reads is calculated.
func (i *Item) Methods() []string {
	var all []string
	for _, f := range i.Facts() {
		if f.Derived != nil {
			all = append(all, f.Method())
		}
	}
	return all
}

// bound returns a number with the unit of f, as people read it: 3,000 人, 70%.
func (f *Fact) bound(n values.Decimal) string {
	switch {
	case f.Kind == Percent:
		return n.Grouped() + "%"
	case f.Unit != "":
		return n.Grouped() + " " + f.Unit
	}
	return n.Grouped()
}

// String returns c in the words of the rules: 从业人员：不少于 3,000 人.
func (c *Condition) String() string { return c.said(true) }

// said says that c holds, or that it does not.
func (c *Condition) said(holds bool) string {
	switch c.Op {
	case Not:
		return c.Parts[0].said(!holds)
	case TestOf:
		return normal(c, holds).asked()
	}
	words := map[Op]string{All: "；且", Any: "；或"}
	op := c.joined(holds)
	parts := make([]string, len(c.Parts))
	for i, p := range c.Parts {
		parts[i] = p.said(holds)
		if of := p.joined(holds); of != TestOf && of != op {
			parts[i] = "（" + parts[i] + "）"
		}
	}
	return strings.Join(parts, words[op])
}

// joined returns how the parts are joined of which it is said that c holds, or does not.
func (c *Condition) joined(holds bool) Op {
	switch {
	case c.Op == Not:
		return c.Parts[0].joined(!holds)
	case c.Op == TestOf:
		return TestOf
	case (c.Op == All) == holds:
		return All
	}
	return Any
}

// demand returns what a test asks of its fact: 不少于 3,000 人.
func (c *Condition) demand() string {
	f := c.Fact
	switch f.Kind {
	case YesNo:
		return yesNo(c.Number != 0)
	case Choice:
		if c.Test == Is {
			return "为" + quote(f.Choices[c.Choice])
		}
		if c.Choice == len(f.Choices)-1 {
			return "达到" + quote(f.Choices[c.Choice])
		}
		return "达到" + quote(f.Choices[c.Choice]) + "或更高"
	case Set:
		switch c.Test {
		case CountAtLeast:
			return fmt.Sprintf("至少有 %s 项", c.Number)
		case HasAny:
			return "含有下列之一：" + strings.Join(f.chosen(c.Set), "、")
		}
		return "含有" + quote(f.chosen(c.Set)...)
	}
	return c.comparison() + " " + f.bound(c.Number)
}

// must returns what a test asks of its fact, as it follows 须 or 应: 为“是”.
func (c *Condition) must() string {
	if c.Fact.Kind == YesNo {
		return "为" + quote(c.demand())
	}
	return c.demand()
}

// comparison returns the word of a numeric test as the law uses it: people and
// firms are 多 or 少, ratios 高 or 低.
func (c *Condition) comparison() string {
	ratio := c.Fact.Kind == Percent
	switch c.Test {
	case AtLeast:
		if ratio {
			return "不低于"
		}
		return "不少于"
	case Above:
		return "超过"
	case AtMost:
		return "不超过"
	}
	if ratio {
		return "低于"
	}
	return "少于"
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

var swapQuotes = strings.NewReplacer("“", "‘", "”", "’", "‘", "“", "’", "”")

// quote sets each text in quotation marks, without 、 between them; marks inside
// change from double to single and back (GB/T 15834): “‘专精特新’小巨人企业”.
func quote(texts ...string) string {
	var b strings.Builder
	for _, s := range texts {
		b.WriteString("“" + swapQuotes.Replace(s) + "”")
	}
	return b.String()
}

// Conclusion says in words how e came out as a whole, without a full stop. A
// scorecard without a pass mark is met by its basic items alone: whoever called
// that 达到标准 would make its points look like a verdict.
func (e Evaluation) Conclusion() string {
	unmet, open := e.tally()
	scored := e.Standard.Kind == Scorecard
	switch {
	case e.Outcome == Incomplete:
		return fmt.Sprintf("有 %d 条未填报或待定，尚无结论", open)
	case e.Outcome == Failed && len(e.Vetoed) > 0 && scored:
		return fmt.Sprintf("有 %d 条%s未达到，一票否决", len(e.Vetoed), e.Standard.BasicWord())
	case e.Outcome == Failed && scored:
		return "总分未达到合格分数线"
	case e.Outcome == Failed:
		return fmt.Sprintf("有 %d 条未达到", unmet)
	case scored && e.Pass == 0:
		return e.basicMet()
	case scored:
		return e.basicMet() + "，总分达到合格分数线"
	}
	return "全部达到"
}

// basicMet says that the basic items are met, or which are not that veto nothing.
func (e Evaluation) basicMet() string {
	spared := 0
	for _, r := range e.Items {
		if r.Item.Basic && !r.Item.Veto && r.Outcome == Unmet {
			spared++
		}
	}
	basic := cmp.Or(e.Standard.BasicWord(), "各条")
	if spared > 0 {
		return fmt.Sprintf("没有一票否决的情形，%s有 %d 条未达到", basic, spared)
	}
	return basic + "全部达到"
}

// AtLeast reports whether the points of e are the least that they can come to: an
// item that gives points is not stated whole, or waits for a judgement.
func (e Evaluation) AtLeast() bool {
	return slices.ContainsFunc(e.Items, func(r Result) bool {
		return r.Item.Points > 0 && (r.Outcome == Unstated || r.Outcome == Undetermined)
	})
}

// total says what e adds up to, or the least that it can come to.
func (e Evaluation) total() string {
	if e.Total > 0 && e.AtLeast() {
		return fmt.Sprintf("总分至少 %s", e.Total)
	}
	return fmt.Sprintf("总分 %s", e.Total)
}

// Summary is e in one line: its conclusion and, of a scorecard, what it adds up to.
func (e Evaluation) Summary() string {
	if e.Standard.Kind != Scorecard {
		return e.Conclusion()
	}
	return fmt.Sprintf("%s；得分 %s，加分 %s，%s", e.Conclusion(), e.Points, e.Bonus, e.total())
}

// Sum says what a scorecard adds up to, "" of a checklist.
func (e Evaluation) Sum() string {
	if e.Standard.Kind != Scorecard {
		return ""
	}
	return fmt.Sprintf("%s 分（%s %s 分，加分 %s 分）", e.total(), e.Scores(), e.Points, e.Bonus)
}

// Scores names the items that give points.
func (e Evaluation) Scores() string {
	if slices.ContainsFunc(e.Items, func(r Result) bool { return r.Item.Points > 0 && r.Item.Basic }) {
		return "各条"
	}
	return "分类条件"
}

// Score is the points of r as people read them, 15 or 至少 15.
func (r Result) Score() string {
	if r.Outcome == Unstated && r.Points > 0 {
		return fmt.Sprintf("至少 %s", r.Points)
	}
	return r.Points.String()
}

// tally counts the items that are unmet and those that cannot be told.
func (e Evaluation) tally() (unmet, open int) {
	for _, r := range e.Items {
		switch r.Outcome {
		case Unmet:
			unmet++
		case Unstated, Undetermined:
			open++
		}
	}
	return unmet, open
}

// Words are all that an item may have come out as, in the order in which people
// count them.
func Words() []string {
	return []string{Met.Word(), Partial.Word(), Unmet.Word(), Unstated.Word(), awaited, Undetermined.Word()}
}

// awaited is the word for an item that waits for a judgement.
const awaited = "待评定"

// Word returns what became of an item as people call it.
func (r Result) Word() string {
	if r.Awaits {
		return awaited
	}
	return r.Outcome.Word()
}

// Word returns the outcome of an item, or of a whole evaluation, as people call it.
func (o Outcome) Word() string {
	switch o {
	case Met, Passed:
		return "达到"
	case Partial:
		return "部分达到"
	case Unmet, Failed:
		return "未达到"
	case Unstated:
		return "未填报"
	case Incomplete:
		return "尚不能判定"
	}
	return "待定"
}
