package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/sheet"
	"minglu/generator/values"
)

const (
	templateRows = 300    // rows of a template that are prepared
	templateHead = 2      // rows of its head: the section, and what the column is
	guideSheet   = "填写说明" // says how the template is filled in
	untypedSheet = "类型未定" // has the brands of no type
	onlySheet    = "劳务品牌" // has them all where there are no types
	choicesSheet = "_选项"  // holds, hidden, the choices of the drop-down lists
)

// Template returns the workbook for counties to fill in: how that is done, a sheet for each
// type, or one for all where there are none, a row for each brand, with what can be chosen, in which bounds, and how each column
// is filled in as Excel's own data validation and comments. brands are filled in.
func Template(e *edition.Edition, brands []*content.Brand) ([]byte, error) {
	about := sheet.About{Title: "劳务品牌填报模板", Publisher: e.Settings.Publisher, Day: e.Content.Date.String()}
	w := &templateWriter{e: e, v: newVocabulary(e.Rules), book: sheet.NewBook(about, guideSheet)}
	w.styled()
	w.guide()
	of := func(t *criteria.Type) []*content.Brand {
		return slices.DeleteFunc(slices.Clone(brands), func(b *content.Brand) bool { return b.Type != t })
	}
	for _, t := range e.Rules.Types {
		w.brands(t.Name, t, of(t))
	}
	if !e.Rules.Typed() {
		w.brands(onlySheet, nil, brands)
	} else if untyped := of(nil); len(untyped) > 0 {
		w.brands(untypedSheet, nil, untyped)
	}
	w.choices.write(w.book)
	return w.book.Bytes()
}

// A templateWriter writes the sheets of a template.
type templateWriter struct {
	e       *edition.Edition
	v       *vocabulary
	book    *sheet.Book
	choices choices
	styles  struct{ title, words, section, head, needed, text, word, number, day int }
}

// styled makes the styles of cells.
func (w *templateWriter) styled() {
	var edges []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		edges = append(edges, excelize.Border{Type: side, Color: "A6A6A6", Style: 1})
	}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	middle := &excelize.Alignment{WrapText: true, Horizontal: "center", Vertical: "center"}
	dayFormat := "yyyy-mm-dd"
	styleOf := func(style excelize.Style) (id int) {
		w.book.Do(func() (err error) { id, err = w.book.File.NewStyle(&style); return err })
		return id
	}
	bold := &excelize.Font{Bold: true}
	w.styles.title = styleOf(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: &excelize.Alignment{Vertical: "center"}})
	w.styles.words = styleOf(excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	w.styles.section = styleOf(excelize.Style{Font: bold, Fill: fill("D9E2F3"), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center"}, Border: edges})
	w.styles.head = styleOf(excelize.Style{Font: bold, Fill: fill("EDEDED"), Alignment: middle, Border: edges})
	w.styles.needed = styleOf(excelize.Style{Font: bold, Fill: fill("FFE699"), Alignment: middle, Border: edges})
	left := &excelize.Alignment{WrapText: true, Vertical: "top"}         // what does not fit ends at the cell's edge
	w.styles.text = styleOf(excelize.Style{NumFmt: 49, Alignment: left}) // what is typed stays as it is typed
	w.styles.word = styleOf(excelize.Style{NumFmt: 49, Alignment: middle})
	w.styles.number = styleOf(excelize.Style{Alignment: middle})
	w.styles.day = styleOf(excelize.Style{CustomNumFmt: &dayFormat, Alignment: middle})
}

// guideLines are what the first sheet of a template says.
func guideLines(rules *criteria.Rules, site *content.Settings) []string {
	back := "填好后存盘，发给" + site.Publisher
	if site.Contact != "" {
		back += "，联系方式：" + site.Contact
	}
	var types []string
	for _, t := range rules.Types {
		types = append(types, t.Name)
	}
	where := "每一类型一张工作表（" + strings.Join(types, "、") + "），一个品牌一行，填在品牌所属类型的表里。"
	if !rules.Typed() {
		where = "一个品牌一行，填在“" + onlySheet + "”工作表里。"
	}
	return []string{
		where,
		"列名前有 *、底色为黄色的必填，其余的不知道就留空。鼠标停在列名上，会显示这一列怎样填、依据标准的哪一条；选中单元格，旁边也有提示。",
		"数据截止日期写各项数据是哪一天的，如 2026-06-30，不得晚于填报当天。同一行的各项数据应是同一天的。",
		"各项数据只填阿拉伯数字，单位在列名的括号里，不再写单位和“约”“多”“余”。列名括号里是 % 的填百分数，不写 %，如 60% 填 60。没有的填 0，不知道的留空，不要用 0 代替。",
		"有下拉箭头的从列表中选。填“是”或“否”的，不知道的留空。",
		"可以选几项的，写在一个单元格里，用“、”分开，如：甲、乙；一项也没有的填“无”。",
		"几个单位、几个别名写在一个单元格里，用“、”分开。",
		"基本情况写一两段，不超过 500 字，印在推荐表上；换段按 Alt+Enter。",
		"佐证材料写材料的名称，如《从业人员名册》，只写填了数据的项目；材料本身另行报送。",
		"自评分按评分表逐条填写，含加分；自评总分应等于各条之和。没有自评的留空。",
		"推荐意见写盖章的推荐表上的原话和日期。写在这里不能代替盖章。",
		"写负责人应先征得本人同意。联系方式写单位的固定电话，不写个人的手机、身份证和银行卡号码。",
		"不要改列名，不要合并单元格。用不到的列可以隐藏。另加的列不会导入，会列出来供核对。",
		back + "。",
	}
}

const guideTitle = "劳务品牌填报模板填写说明"

func (w *templateWriter) guide() {
	rows := [][]sheet.Cell{{sheet.Text(guideTitle)}}
	for i, line := range guideLines(w.e.Rules, w.e.Settings) {
		rows = append(rows, []sheet.Cell{sheet.Number(i + 1), sheet.Text(line)})
	}
	const wide = 88
	w.book.Sheet(guideSheet, rows, []float64{5, wide})
	f := w.book.File
	w.book.Do(func() error { return f.SetCellStyle(guideSheet, "A1", "A1", w.styles.title) })
	w.book.Do(func() error { return f.SetRowHeight(guideSheet, 1, 34) })
	for i, line := range guideLines(w.e.Rules, w.e.Settings) {
		row := strconv.Itoa(i + 2)
		w.book.Do(func() error { return f.SetCellStyle(guideSheet, "A"+row, "B"+row, w.styles.words) })
		w.book.Do(func() error { return f.SetRowHeight(guideSheet, i+2, height(line, wide)) })
	}
	fit, landscape := 1, "landscape"
	w.book.Do(func() error {
		return f.SetPageLayout(guideSheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &fit})
	})
}

// height returns how high a row is, in points, so that words of full width wrap in a column.
func height(words string, wide float64) float64 {
	lines := int((float64(2*len([]rune(words)))+wide-1)/(wide-1)) + strings.Count(words, "\n")
	return float64(16*max(lines, 1) + 6)
}

// takeGuide takes the template's own words in: they say nothing of brands. What somebody
// wrote besides is listed.
func (in *Intake) takeGuide(t *Table) {
	lines := guideLines(in.e.Rules(), in.e.Settings())
	for r := range t.rows {
		for _, p := range t.said(r) {
			text := t.at(p)
			if text == guideTitle || slices.Contains(lines, text) || p.column == 0 && text == strconv.Itoa(r) {
				in.Said, in.Placed = in.Said+1, in.Placed+1
				continue
			}
			in.leave(t, []place{p}, "写在填写说明里的文字，没有导入")
		}
	}
}

// brands writes the sheet of a type, nil: of none.
func (w *templateWriter) brands(name string, t *criteria.Type, brands []*content.Brand) {
	columns := w.columnsOf(t, brands)
	widths := make([]float64, len(columns))
	sections, heads := make([]sheet.Cell, len(columns)), make([]sheet.Cell, len(columns))
	tall := 0.0
	for i, c := range columns {
		if i == 0 || columns[i-1].section() != c.section() {
			sections[i] = sheet.Text(c.section())
		}
		heads[i], widths[i] = sheet.Text(c.head()), c.wide()
		tall = max(tall, height(c.head(), c.wide()))
	}
	f := w.book.File
	w.book.Sheet(name, nil, widths)
	at := func(column, row int) string {
		cell, err := excelize.CoordinatesToCellName(column+1, row)
		w.book.Do(func() error { return err })
		return cell
	}
	for i, c := range columns {
		column := strings.TrimRight(at(i, 1), "1")
		w.book.Do(func() error { return f.SetColStyle(name, column, w.styleOf(c)) })
	}
	rows := [][]sheet.Cell{sections, heads}
	for _, b := range brands {
		row, err := filledRow(w.e, b, columns)
		w.book.Do(func() error { return err })
		rows = append(rows, row)
	}
	w.book.Sheet(name, rows, nil)
	begin := 0 // of the section
	for i, c := range columns {
		style := w.styles.head
		if c.needed() {
			style = w.styles.needed
		}
		w.book.Do(func() error { return f.SetCellStyle(name, at(i, 2), at(i, 2), style) })
		rule, words := w.ruleFor(c, t)
		rule.SetSqref(at(i, templateHead+1) + ":" + at(i, templateHead+templateRows))
		w.book.Do(func() error { return f.AddDataValidation(name, rule) })
		w.book.Do(func() error {
			if words == "" {
				return nil
			}
			return f.AddComment(name, excelize.Comment{Author: guideSheet, Cell: at(i, 2), Text: words, Width: 320, Height: uint(height(words, 44)) + 20})
		})
		if i+1 == len(columns) || columns[i+1].section() != c.section() {
			w.book.Do(func() error { return f.SetCellStyle(name, at(begin, 1), at(i, 1), w.styles.section) })
			if begin < i {
				w.book.Do(func() error { return f.MergeCell(name, at(begin, 1), at(i, 1)) })
			}
			begin = i + 1
		}
	}
	w.book.Do(func() error { return f.SetRowHeight(name, 1, 22) })
	w.book.Do(func() error { return f.SetRowHeight(name, 2, tall) })
	for row := templateHead + 1; row <= templateHead+templateRows; row++ {
		w.book.Do(func() error { return f.SetRowHeight(name, row, 20) })
	}
	w.book.Do(func() error { return f.SetPanes(name, sheet.Freeze(1, templateHead)) })
}

// styleOf returns the style of a column's cells: of days, of numbers, and of texts, so that
// Excel makes no number of a telephone and no formula of a name.
func (w *templateWriter) styleOf(c *target) int {
	switch {
	case c.field.Kind == keys.Day:
		return w.styles.day
	case c.scores != nil || c.fact != nil && c.fact.IsNumber():
		return w.styles.number
	case c.fact != nil:
		return w.styles.word
	}
	return w.styles.text
}

// columnsOf returns what is asked of brands of a type, section by section. Scorecards are
// those in force, and those by which one of the brands has scored itself.
func (w *templateWriter) columnsOf(t *criteria.Type, brands []*content.Brand) []*target {
	known := t != nil || !w.e.Rules.Typed() // what is asked of them
	isAsked := func(c *target) bool {
		switch {
		case c.path == nil || c.field.Rare || slices.Contains([]string{"former_slugs", "cover"}, c.path[0].Key):
			return false
		case c.is("type"):
			return !known // of others the sheet says it
		case c.fact != nil || c.proves != nil:
			return known && cmp.Or(c.fact, c.proves).AskedOf(t)
		case c.scores != nil:
			s := c.scores.standard
			return known && s.Measures(t) && (c.scores.item == nil || slices.Contains(s.Items(t), c.scores.item)) &&
				(s.InForce(w.e.Content.Date) || slices.ContainsFunc(brands, func(b *content.Brand) bool { return b.SelfScores[s.ID] != nil }))
		}
		return true
	}
	var columns []*target
	for _, c := range w.v.all {
		if isAsked(c) {
			columns = append(columns, c)
		}
	}
	slices.SortStableFunc(columns, func(a, b *target) int {
		return slices.Index(templateSections, a.section()) - slices.Index(templateSections, b.section())
	})
	return columns
}

var templateSections = []string{"基本信息", "各项数据", "基本情况", "佐证材料", "自评分", "推荐意见"}

// section returns the part of the template in which a column stands.
func (t *target) section() string {
	switch t.path[0].Key {
	case "as_of", "facts":
		return "各项数据"
	case desk.IntroPart:
		return "基本情况"
	case "evidence":
		return "佐证材料"
	case "self_scores":
		return "自评分"
	case "opinions":
		return "推荐意见"
	}
	return "基本信息"
}

// needed reports whether a column is to be filled in for every brand of the template.
func (t *target) needed() bool {
	return len(t.path) == 1 && (t.field.Required || t.field.WithFacts)
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
	head := t.Name
	if unit := t.unit(); unit != "" {
		head += "（" + unit + "）"
	}
	if t.needed() {
		head = "*" + head
	}
	return head
}

// wide returns how wide the column is, in characters of half width.
func (t *target) wide() float64 {
	switch {
	case t.is("name"):
		return 26
	case t.is(desk.IntroPart):
		return 60
	case t.opinion || t.is("builder"):
		return 30
	case t.proves != nil:
		return 24
	case t.fact != nil || t.scores != nil || t.field.Kind == keys.Day:
		return 16
	}
	return 18
}

// filledRow returns what a brand's file says in the columns.
func filledRow(e *edition.Edition, b *content.Brand, columns []*target) ([]sheet.Cell, error) {
	text, err := checkout.Read(e.Files, b.File, maxBrand)
	if err != nil {
		return nil, err
	}
	d, err := desk.ParseDocument(desk.BrandFile, string(text))
	if err != nil {
		return nil, fmt.Errorf("%s：%w", b.File, err)
	}
	var row []sheet.Cell
	for _, c := range columns {
		row = append(row, c.cellOf(d.At(c.path)))
	}
	return row, nil
}

// day0 is the day that Excel counts from.
var day0 = values.Date{Year: 1899, Month: 12, Day: 30}

// cellOf returns the cell of a value: a number only where it comes back as it is written.
func (t *target) cellOf(value any) sheet.Cell {
	if value == nil {
		return sheet.Cell{}
	}
	text := shownAs(value)
	if day, ok := values.ParseDate(text, false); ok && t.field.Kind == keys.Day {
		return sheet.Number(day0.DaysTo(day))
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil && (t.scores != nil || t.fact != nil && t.fact.IsNumber()) {
		return sheet.Cell{Text: text, Number: strconv.FormatFloat(n, 'f', -1, 64) == text}
	}
	return sheet.Text(text)
}

// shownAs returns what a value is in one cell.
func shownAs(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case []any:
		var all []string
		for _, each := range value {
			word, _ := each.(string)
			all = append(all, word)
		}
		if len(all) == 0 {
			return "无"
		}
		return strings.Join(all, "、")
	}
	return ""
}
