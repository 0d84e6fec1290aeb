package intake

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"minglu/generator/blank"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/sheet"
)

// templateRows is how many rows of a template are prepared.
const templateRows = 300

// choicesSheet holds, hidden, the choices of the drop-down lists.
const choicesSheet = "_选项"

// Template returns the workbook for counties to fill in: a sheet for each type, a row for
// each brand, with what can be chosen, in which bounds, and how each column is filled in
// as Excel's own data validation. brands are filled in.
func Template(e *edition.Edition, brands []*content.Brand) ([]byte, error) {
	v := newVocabulary(e.Rules)
	about := sheet.About{Title: "劳务品牌填报模板", Publisher: e.Settings.Publisher, Day: e.Content.Date.String()}
	book := sheet.NewBook(about, e.Rules.Types[0].Name)
	counties := blank.Names(e.Rules, e.Settings.Region, keys.CountyName)
	var choices [][]sheet.Cell
	for _, c := range counties {
		choices = append(choices, []sheet.Cell{sheet.Text(c)})
	}
	for _, t := range e.Rules.Types {
		columns := v.columnsOf(t)
		head := make([]sheet.Cell, len(columns))
		widths := make([]float64, len(columns))
		for i, c := range columns {
			head[i], widths[i] = sheet.Text(c.head()), float64(min(max(2*len([]rune(c.head())), 10), 30))
		}
		rows := [][]sheet.Cell{head}
		for _, b := range brands {
			if b.Type == t {
				row, err := filledRow(e, b, columns)
				if err != nil {
					return nil, err
				}
				rows = append(rows, row)
			}
		}
		book.Sheet(t.Name, rows, widths)
		for i, c := range columns {
			rule, err := c.validation(counties)
			if err == nil && rule != nil {
				err = over(rule, i)
			}
			book.Do(func() error { return err })
			if rule != nil {
				book.Do(func() error { return book.File.AddDataValidation(t.Name, rule) })
			}
		}
		last, err := excelize.ColumnNumberToName(len(columns))
		book.Do(func() error { return err })
		book.Do(func() error { return book.File.SetCellStyle(t.Name, "A1", last+"1", book.Head) })
		book.Do(func() error { return book.File.SetRowHeight(t.Name, 1, 60) })
		book.Do(func() error { return book.File.SetPanes(t.Name, sheet.Freeze(1, 1)) })
	}
	book.Sheet(choicesSheet, choices, nil)
	book.Do(func() error { return book.File.SetSheetVisible(choicesSheet, false) })
	return book.Bytes()
}

// columnsOf returns what is asked of brands of a type, in the order of the keys.
func (v *vocabulary) columnsOf(t *criteria.Type) (columns []*target) {
	var intro, facts []*target
	for _, c := range v.all {
		switch {
		case c.path == nil || c.opinion || c.field.Rare || c.path[0].Key == "opinions" || c.path[0].Key == "former_slugs" || c.path[0].Key == "cover" || c.path[0].Key == "type":
		case c.fact != nil:
			if c.fact.AskedOf(t) {
				facts = append(facts, c)
			}
		case c.path[0].Key == desk.IntroPart:
			intro = append(intro, c)
		default:
			columns = append(columns, c)
		}
	}
	return slices.Concat(columns, facts, intro)
}

// unit is that of the values of a target, "" for none.
func (t *target) unit() string {
	switch {
	case t.fact == nil:
		return ""
	case t.fact.Kind == criteria.Percent:
		return "%"
	}
	return t.fact.Unit
}

// head is what stands at the head of the column.
func (t *target) head() string {
	if unit := t.unit(); unit != "" {
		return t.Name + "（" + unit + "）"
	}
	return t.Name
}

// over says which cells of a column a rule is for.
func over(rule *excelize.DataValidation, column int) error {
	from, err := excelize.CoordinatesToCellName(column+1, 2)
	to, err2 := excelize.CoordinatesToCellName(column+1, templateRows+1)
	rule.SetSqref(from + ":" + to)
	return errors.Join(err, err2)
}

// The most characters that Excel shows of a rule's words.
const (
	mostTitle = 30
	mostWords = 240
)

func cutTo(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// validation returns Excel's rule for the cells of a column, nil for none.
func (t *target) validation(counties []string) (*excelize.DataValidation, error) {
	rule := excelize.NewDataValidation(true)
	words := t.field.Asked()
	var err error
	switch {
	case t.fact != nil:
		words, err = t.factRule(rule)
	case t.field.Kind == keys.CountyName:
		rule.SetSqrefDropList("'" + choicesSheet + "'!$A$1:$A$" + strconv.Itoa(len(counties)))
		rule.SetError(excelize.DataValidationErrorStyleStop, "县区", "请从列表中选择。")
	case t.field.Kind == keys.Choice:
		err = rule.SetDropList(t.field.Choices)
		rule.SetError(excelize.DataValidationErrorStyleStop, cutTo(t.Name, mostTitle), "请从列表中选择。")
	case t.field.Kind == keys.Texts, t.field.Kind == keys.TextOrTexts:
		words += "。几个的用“、”分开"
	}
	if t.field.Kind == keys.Day {
		words += "。如 2026-06-30"
	}
	if words == "" && rule.Type == "" {
		return nil, err
	}
	rule.SetInput(cutTo(t.Name, mostTitle), cutTo(strings.TrimPrefix(words, "。"), mostWords))
	return rule, err
}

// factRule completes the rule of a fact, and says how it is filled in.
func (t *target) factRule(rule *excelize.DataValidation) (words string, err error) {
	f := t.fact
	words = f.Note
	stop := func(message string) {
		rule.SetError(excelize.DataValidationErrorStyleStop, cutTo(f.Label, mostTitle), message)
	}
	low, high := "0", "1000000000000" // Excel wants both
	if f.Min != nil {
		low = f.Min.String()
	}
	if f.Max != nil {
		high = f.Max.String()
	}
	switch f.Kind {
	case criteria.YesNo:
		err = rule.SetDropList([]string{"是", "否"})
		stop("请填“是”或“否”，不知道的留空。")
	case criteria.Choice:
		err = rule.SetDropList(f.Choices)
		stop("请从列表中选择。")
	case criteria.Set:
		words = strings.TrimPrefix(words+"。可选几项，用“、”分开："+strings.Join(f.Choices, "、")+"；一项也没有的填“无”", "。")
	case criteria.Count:
		err = rule.SetRange(low, high, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
		stop("请填整数，单位是" + f.Unit + "。")
	case criteria.Percent:
		if f.Max == nil {
			high = "10000"
		}
		err = rule.SetRange(low, high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		stop("请填百分数，不写 %，如 60% 填 60。")
		words = strings.TrimPrefix(words+"。填百分数，不写 %", "。")
	default:
		if f.Min != nil || f.Max != nil {
			err = rule.SetRange(low, high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
			stop("请填数字，单位是" + f.Unit + "。")
		}
	}
	return words, err
}

// filledRow returns what a brand's file says in the columns.
func filledRow(e *edition.Edition, b *content.Brand, columns []*target) ([]sheet.Cell, error) {
	text, err := checkout.Read(e.Files, b.File, maxBrand)
	if err != nil {
		return nil, err
	}
	d, err := desk.ParseDocument(desk.BrandFile, string(text))
	if err != nil {
		return nil, err
	}
	var row []sheet.Cell
	for _, c := range columns {
		cell := sheet.Cell{}
		switch value := d.At(c.path).(type) {
		case string:
			cell = sheet.Cell{Text: value, Number: c.fact != nil && c.fact.IsNumber()}
		case []any:
			var all []string
			for _, each := range value {
				word, _ := each.(string)
				all = append(all, word)
			}
			if cell = sheet.Text(strings.Join(all, "、")); len(all) == 0 {
				cell = sheet.Text("无")
			}
		}
		row = append(row, cell)
	}
	return row, nil
}
