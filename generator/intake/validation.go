package intake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"minglu/generator/blank"
	"minglu/generator/criteria"
	"minglu/generator/keys"
	"minglu/generator/sheet"
)

// choices are the lists that can be chosen from, a column of a hidden sheet each: what a
// rule says itself is limited to 255 characters.
type choices [][]string

// rangeOf returns where a list stands.
func (c *choices) rangeOf(list []string) string {
	i := slices.IndexFunc(*c, func(other []string) bool { return slices.Equal(other, list) })
	if i < 0 {
		i = len(*c)
		*c = append(*c, list)
	}
	column, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		column = "A" // there are fewer lists than columns
	}
	return fmt.Sprintf("'%s'!$%s$1:$%s$%d", choicesSheet, column, column, len(list))
}

// write writes the hidden sheet.
func (c choices) write(book *sheet.Book) {
	var rows [][]sheet.Cell
	for i, list := range c {
		for n, word := range list {
			if n == len(rows) {
				rows = append(rows, make([]sheet.Cell, len(c)))
			}
			rows[n][i] = sheet.Text(word)
		}
	}
	book.Sheet(choicesSheet, rows, nil)
	book.Do(func() error { return book.File.SetSheetVisible(choicesSheet, false) })
}

// The most characters that Excel shows of a rule's words, and what a comment is cut to.
const (
	mostTitle   = 30
	mostWords   = 240
	mostComment = 1200
)

func cutTo(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// ruleFor returns Excel's rule for the cells of a column of a type, and what the comment at
// its head says: how it is filled in, and which clauses ask for it.
func (w *templateWriter) ruleFor(c *target, t *criteria.Type) (rule *excelize.DataValidation, comment string) {
	rule = excelize.NewDataValidation(true)
	how := w.bound(rule, c, t)
	words := []string{c.Name + "："}
	if c.needed() {
		words[0] += "必填。"
	}
	for _, sentence := range append([]string{c.explained()}, how) {
		if sentence = strings.TrimRight(sentence, "。"); sentence != "" {
			words[0] += sentence + "。"
		}
	}
	said := strings.TrimPrefix(words[0], c.Name+"：")
	if said == "" {
		return rule, ""
	}
	rule.SetInput(cutTo(c.Name, mostTitle), cutTo(said, mostWords))
	return rule, cutTo(strings.Join(append(words, c.asked(t)...), "\n"), mostComment)
}

// explained returns what one must know of a column besides its form.
func (t *target) explained() string {
	switch {
	case t.fact != nil:
		// Files write an empty set as brackets.
		words := strings.ReplaceAll(t.fact.Note, "填 []", "填“无”")
		if t.fact.Shared {
			words += "。同一县区的各品牌应一致"
		}
		return strings.TrimPrefix(words, "。")
	case t.proves != nil:
		return "写明哪份材料能证明“" + t.proves.Label + "”，如《从业人员名册》；没有填这一项数据的不写"
	case t.scores != nil:
		return "自评的分数，含加分"
	case t.path[0].Key == "opinions" && t.opinion:
		return "推荐表上的原话，不写盖章和日期"
	case t.field.Kind == keys.Texts, t.field.Kind == keys.TextOrTexts:
		return "" // elsewhere each has a box of its own
	}
	return t.field.Asked()
}

// asked returns the clauses that ask for a column.
func (t *target) asked(of *criteria.Type) (clauses []string) {
	clause := func(s *criteria.Standard, i *criteria.Item) {
		words := "《" + s.Title + "》" + i.Where() + "：" + i.Text
		if !slices.Contains(clauses, words) {
			clauses = append(clauses, words)
		}
	}
	if t.fact != nil {
		for _, c := range t.fact.Clauses {
			if c.Standard.Measures(of) && slices.Contains(c.Standard.Items(of), c.Item) {
				clause(c.Standard, c.Item)
			}
		}
		if t.fact.AskedBy != "" {
			clauses = append(clauses, t.fact.AskedBy+"，可以不填，不影响评价")
		}
	}
	if t.scores != nil && t.scores.item != nil {
		clause(t.scores.standard, t.scores.item)
		clauses = append(clauses, "评分依据："+t.scores.item.Basis)
	}
	return clauses
}

// bound bounds what a column's cells can hold, and says how they are filled in.
func (w *templateWriter) bound(rule *excelize.DataValidation, c *target, t *criteria.Type) (how string) {
	stop := func(message string) string {
		rule.SetError(excelize.DataValidationErrorStyleStop, cutTo(c.Name, mostTitle), message+"。")
		return message
	}
	between := func(kind excelize.DataValidationType, low, high string) {
		w.book.Do(func() error { return rule.SetRange(low, high, kind, excelize.DataValidationOperatorBetween) })
	}
	one := func(list []string) string {
		rule.SetSqrefDropList(w.choices.rangeOf(list))
		return stop("请从列表中选择")
	}
	switch {
	case c.fact != nil:
		return w.factBound(c.fact, rule, stop, between, one)
	case c.scores != nil:
		items := []*criteria.Item{c.scores.item}
		if c.scores.item == nil {
			items = c.scores.standard.Items(t)
		}
		most := criteria.Points(0)
		for _, i := range items {
			most += i.Points + i.MaxBonus()
		}
		between(excelize.DataValidationTypeDecimal, "0", most.String())
		return stop(fmt.Sprintf("填 0 到 %s 的数", most))
	}
	switch c.field.Kind {
	case keys.CountyName, keys.TypeName:
		return one(blank.Names(w.e.Rules, w.e.Settings.Region, c.field.Kind))
	case keys.Choice:
		return one(c.field.Choices)
	case keys.Day:
		between(excelize.DataValidationTypeDate, "36526", "TODAY()") // from 2000-01-01 on
		return stop("填日期，如 2026-06-30，不得晚于今天")
	case keys.Texts, keys.TextOrTexts:
		return "几个的用“、”分开"
	}
	return ""
}

// factBound is bound for a fact.
func (w *templateWriter) factBound(f *criteria.Fact, rule *excelize.DataValidation, stop func(string) string, between func(excelize.DataValidationType, string, string), one func([]string) string) string {
	low, high := "-1000000000000", "1000000000000" // Excel wants both
	if f.Kind == criteria.Count {
		low = "0"
	}
	words := ""
	if f.Min != nil {
		low = f.Min.String()
		words += "，不小于 " + low
	}
	if f.Max != nil {
		high = f.Max.String()
		words += "，不大于 " + high
	}
	switch f.Kind {
	case criteria.YesNo:
		one([]string{"是", "否"})
		return stop("选“是”或“否”，不知道的留空")
	case criteria.Choice:
		return one(f.Choices)
	case criteria.Set:
		rule.SetSqrefDropList(w.choices.rangeOf(f.Choices)) // of one; several are typed, so nothing is refused
		return "可选几项，用“、”分开：" + strings.Join(f.Choices, "、") + "；一项也没有的填“无”"
	case criteria.Count:
		between(excelize.DataValidationTypeWhole, low, high)
		return stop("填整数，单位是" + f.Unit + words)
	case criteria.Percent:
		between(excelize.DataValidationTypeDecimal, low, high)
		return stop("填百分数，不写 %，如 60% 填 60" + words)
	}
	between(excelize.DataValidationTypeDecimal, low, high)
	return stop("填数字，单位是" + f.Unit + words)
}
