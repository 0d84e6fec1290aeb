package trial

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/export"
	"minglu/generator/review"
	"minglu/generator/sheet"
	"minglu/generator/values"
)

// A part is one section, whatever it is printed as.
type part struct {
	title  string
	sheet  string // what the names of its sheets in a workbook say besides the captions
	blocks []block
}

// A block is a paragraph or a table. A table for a page has few columns; where a workbook
// has room for more, inBook stands there instead of it.
type block struct {
	text   string
	table  *table
	inBook *table
}

type table struct {
	caption string
	head    []string
	rows    [][]sheet.Cell
	figures bool  // the cells are short
	bars    []int // of each row, in per cent of the longest, behind the column barOf; nil: none
	barOf   int
}

func (p *part) say(format string, args ...any) {
	p.blocks = append(p.blocks, block{text: fmt.Sprintf(format, args...)})
}

// tabulate adds a table, unless it has no rows.
func (p *part) tabulate(t table) {
	if len(t.rows) > 0 {
		p.blocks = append(p.blocks, block{table: &t})
	}
}

// title is that of every trial.
const title = "标准试算"

// parts returns what there is to say, in the order in which it is read.
func (t *Trial) parts() []part {
	var all []part
	for _, s := range t.Standards {
		all = append(all, changed(s))
		if len(s.Brands) > 0 {
			all = append(all, t.groups(s), t.named(s), bounds(s), reach(s))
		}
	}
	for _, s := range t.Sweeps {
		all = append(all, swept(s))
	}
	all = append(all, t.mismatches(), t.mistakes())
	return slices.DeleteFunc(all, func(p part) bool { return len(p.blocks) == 0 })
}

// lead says what is compared and what comes of it.
func (t *Trial) lead() []string {
	all := []string{t.From + "。试算不改任何文件，也不改变在册名单：认定以公告为准。",
		fmt.Sprintf("品牌 %d 个，候选的也在内，按现有填报的数据计算；状态截至 %s。", len(t.After.Content.Brands), t.After.Settings.Reckoned(t.After.Content.Date))}
	if n := len(t.Before.Mistakes); n > 0 {
		all = append(all, fmt.Sprintf("内容中有 %d 处错误（用 check 列出），有错误的内容按未填报计算。", n))
	}
	if t.Before != t.After && len(t.Standards) == 0 {
		all = append(all, "标准没有变化，各品牌的评价也没有变化。")
	}
	for _, s := range t.Standards {
		if s.After == nil {
			all = append(all, cite(s.Before)+"删去，品牌不再按它评价。")
			continue
		}
		all = append(all, cite(s.After)+"："+summary(s)+"。")
	}
	return all
}

// cite names a standard; one that comes after another often has its title.
func cite(s *criteria.Standard) string { return "《" + s.Title + "》（" + s.ID + "）" }

// summary counts what becomes of the brands of s.
func summary(s Standard) string {
	g := s.Sum()
	if s.Before == nil && s.Against == nil {
		return fmt.Sprintf("新增的标准，按它评价 %d 个品牌，达到的 %d 个", g.Measured.After, g.Passed.After)
	}
	text := fmt.Sprintf("按它评价 %d 个品牌，达到的 %s；结论变好的 %d 个，变差的 %d 个", g.Measured.After, g.Passed, g.Better, g.Worse)
	if s.After.Kind == criteria.Scorecard {
		text += fmt.Sprintf("，只是总分增加的 %d 个，减少的 %d 个，名次上升的 %d 个，下降的 %d 个", g.Up, g.Down, g.Higher, g.Lower)
	}
	if s.Against != nil {
		text = "新增的标准，与 " + s.Against.ID + " 相比，" + text
	}
	return text
}

// String returns s as people read it: 12 → 15（+3）, or 12 where it stays.
func (s Shift) String() string {
	if s.Before == s.After {
		return grouped(s.After)
	}
	return fmt.Sprintf("%s → %s（%s）", grouped(s.Before), grouped(s.After), signed(s.After-s.Before))
}

func grouped(n int) string { return values.DecimalOf(n).Grouped() }

func signed(n int) string { return values.DecimalOf(n).Signed() }

// changed tells what became of a standard, in the words of the review.
func changed(s Standard) part {
	section := s.Section()
	p := part{title: section.Title, sheet: cmp.Or(s.After, s.Before).ID}
	for _, b := range section.Blocks {
		switch {
		case b.Head != nil:
			t := table{head: b.Head}
			for _, row := range b.Rows {
				var cells []sheet.Cell
				for _, text := range row {
					cells = append(cells, sheet.Text(text))
				}
				t.rows = append(t.rows, cells)
			}
			p.tabulate(t)
		default:
			p.say("%s", strings.Join(append([]string{b.Text}, b.Items...), ""))
		}
	}
	if n := s.unjudged(); n > 0 {
		p.say("评定意见是按 %s 作出的，新的标准还没有：有 %d 个品牌因此有条目列为待评定，结论和总分与原来不能直接相比。", s.Against.ID, n)
	}
	if len(p.blocks) == 0 {
		p.say("条文没有变化；填报项目、类型或级别的变化使评价不同。")
	}
	return p
}

// groups counts by county and by type.
func (t *Trial) groups(s Standard) part {
	title := "各县区、各类型："
	if !t.After.Rules.Typed() {
		title = "各县区："
	}
	p := part{title: title + cite(s.After), sheet: s.After.ID}
	scored := s.After.Kind == criteria.Scorecard
	add := func(caption, head string, groups []Group) {
		t := table{caption: caption, head: []string{head, "评价的", "原达到", "现达到", "结论变好", "结论变差"}, figures: true}
		if scored {
			t.head = append(t.head, "总分增加", "总分减少", "名次上升", "名次下降")
		}
		for _, g := range append(groups, s.Sum()) {
			row := []sheet.Cell{sheet.Text(g.Name)}
			counts := []int{g.Measured.After, g.Passed.Before, g.Passed.After, g.Better, g.Worse}
			if scored {
				counts = append(counts, g.Up, g.Down, g.Higher, g.Lower)
			}
			for _, n := range counts {
				row = append(row, sheet.Number(n))
			}
			t.rows = append(t.rows, row)
		}
		p.tabulate(t)
	}
	add("按县区（个）", "县区", s.Counties(t.After.Rules))
	if t.After.Rules.Typed() {
		add("按类型（个）", "类型", s.Types(t.After.Rules))
	}
	return p
}

// kinds are what becomes of brands, in the order in which it is read.
var kinds = []review.EffectKind{review.Better, review.Worse, review.Up, review.Down, review.Other, review.Newly, review.Unchanged}

// named lists the brands that come out otherwise, those that others overtook last; in a
// workbook all of them.
func (t *Trial) named(s Standard) part {
	p := part{title: "受影响的品牌：" + cite(s.After), sheet: s.After.ID}
	scored := s.After.Kind == criteria.Scorecard
	typed := t.After.Rules.Typed()
	book := table{caption: "各品牌", head: []string{"变化", "名称", "文件名", "县区"}}
	head := []string{"品牌", "县区", "状态", "结论"}
	if typed {
		book.head, head[1] = append(book.head, "类型"), "县区、类型"
	}
	book.head = append(book.head, "状态", "原结论", "现结论")
	if scored {
		book.head = append(book.head, "原总分", "现总分", "原名次", "现名次")
		head = append(head, "总分", "名次")
	}
	book.head, head = append(book.head, "变化的条目"), append(head, "变化的条目")
	var pages []block
	for _, k := range kinds {
		page := table{head: head}
		for _, b := range s.Brands {
			if b.Kind() != k {
				continue
			}
			book.rows = append(book.rows, bookRow(b, k.Word(), typed, scored))
			if k != review.Unchanged || b.Moved() {
				page.rows = append(page.rows, pageRow(b, scored))
			}
		}
		word := k.Word()
		if k == review.Unchanged {
			word = "得分不变、名次移动"
		}
		page.caption = fmt.Sprintf("%s的品牌（%d 个）", word, len(page.rows))
		if len(page.rows) > 0 {
			pages = append(pages, block{table: &page, inBook: &table{}})
		}
	}
	if len(pages) == 0 {
		p.say("没有品牌的结论、得分或名次有变化。")
	}
	p.blocks = append(p.blocks, pages...)
	p.blocks = append(p.blocks, block{table: &table{}, inBook: &book})
	return p
}

func bookRow(b Brand, kind string, typed, scored bool) []sheet.Cell {
	row := []sheet.Cell{sheet.Text(kind), sheet.Text(b.Brand.Name), sheet.Text(b.Brand.Slug), sheet.Text(b.Brand.RegionName())}
	if typed {
		row = append(row, sheet.Text(b.Brand.TypeName()))
	}
	row = append(row, sheet.Text(b.Brand.Standing.Status.Word()), sheet.Text(outcome(b.Before)), sheet.Text(outcome(b.After)))
	if scored {
		row = append(row, total(b.Before), total(b.After), place(b.RankBefore), place(b.RankAfter))
	}
	return append(row, sheet.Text(strings.Join(b.Items(), "；")))
}

func pageRow(b Brand, scored bool) []sheet.Cell {
	where := strings.Trim(b.Brand.RegionName()+"、"+b.Brand.TypeName(), "、")
	row := []sheet.Cell{sheet.Text(b.Brand.Name), sheet.Text(where), sheet.Text(b.Brand.Standing.Status.Word()), became(outcome(b.Before), outcome(b.After))}
	if scored {
		row = append(row, became(total(b.Before).Text, total(b.After).Text), became(place(b.RankBefore).Text, place(b.RankAfter).Text))
	}
	return append(row, sheet.Text(strings.Join(b.Items(), "；")))
}

func became(before, after string) sheet.Cell {
	if before == after {
		return sheet.Text(after)
	}
	return sheet.Text(cmp.Or(before, "—") + " → " + cmp.Or(after, "—"))
}

func outcome(e *criteria.Evaluation) string {
	if e == nil {
		return "不评价"
	}
	return e.Outcome.Word()
}

func total(e *criteria.Evaluation) sheet.Cell {
	if e == nil {
		return sheet.Cell{}
	}
	return decimal(e.Total)
}

func place(rank int) sheet.Cell {
	if rank == 0 {
		return sheet.Cell{}
	}
	return sheet.Number(rank)
}

// bounds tells how far brands are from the bounds that are set otherwise.
func bounds(s Standard) part {
	p := part{title: "离界限的远近：" + cite(s.After), sheet: s.After.ID}
	for _, c := range s.Bounds {
		p.tabulate(c.table())
		if n := len(c.Histogram.Unstated); n > 0 {
			p.say("没有填报%s的 %d 个，不在表中：%s。", c.Now.Test.Fact.Short(), n, names(c.Histogram.Unstated))
		}
	}
	return p
}

func (c BoundChange) table() table {
	f := c.Now.Test.Fact
	unit := f.Unit
	if f.Kind == criteria.Percent {
		unit = "%"
	}
	t := table{figures: true, barOf: 3, head: []string{f.Short() + "（" + unit + "）", "距现界限", "界限定为此数时符合的", "这一档的品牌", "名称"}}
	t.caption = c.Now.Item.ID + "（" + c.Now.Item.Where() + "）" + c.Now.String()
	if c.Was != nil {
		t.caption += "；原为：" + c.Was.String()
	}
	most := 1
	for _, bin := range c.Histogram.Bins {
		most = max(most, len(bin.Brands))
	}
	for _, bin := range c.Histogram.Bins {
		row := []sheet.Cell{decimal(bin.From), sheet.Text((bin.From - c.Now.Test.Number).Signed()), sheet.Number(bin.Holds)}
		switch {
		case bin.Below:
			row = []sheet.Cell{sheet.Text("不足 " + bin.From.Grouped()), {}, {}}
		case bin.From == c.Now.Test.Number:
			row[1].Text = "现界限"
		case c.Was != nil && bin.From == c.Was.Test.Number:
			row[1].Text += "（原界限）"
		}
		t.rows = append(t.rows, append(row, sheet.Number(len(bin.Brands)), sheet.Text(names(bin.Brands))))
		t.bars = append(t.bars, len(bin.Brands)*100/most)
	}
	return t
}

func decimal(n values.Decimal) sheet.Cell { return sheet.Cell{Text: n.String(), Number: true} }

// names returns brands by name, as far as anybody reads on.
func names(brands []*content.Brand) string {
	const enough = 12
	var all []string
	for _, b := range brands[:min(enough, len(brands))] {
		all = append(all, b.Name)
	}
	text := strings.Join(all, "、")
	if len(brands) > enough {
		text += fmt.Sprintf(" 等 %d 个", len(brands))
	}
	return text
}

// reach tells what a standard means for coverage and targets.
func reach(s Standard) part {
	r := s.Reach
	p := part{title: "对覆盖和目标的影响：" + cite(s.After), sheet: s.After.ID}
	t := table{head: []string{"项目", "原", "现", "增减"}, figures: true}
	row := func(what string, n Shift) {
		t.rows = append(t.rows, []sheet.Cell{sheet.Text(what), sheet.Number(n.Before), sheet.Number(n.After), sheet.Text(signed(n.After - n.Before))})
	}
	row("达到标准的品牌", r.Passed)
	row("其中现有"+r.Level.Name+"称号的", r.Keep)
	row("其中还没有"+r.Level.Name+"称号、可供认定的", Shift{r.Passed.Before - r.Keep.Before, r.Passed.After - r.Keep.After})
	row("现有称号的和可供认定的合计", r.Possible)
	if r.Counted > 0 {
		row(fmt.Sprintf("有达到标准的品牌的县（市、涉农区），共 %d 个", r.Counted), r.Counties)
		row(fmt.Sprintf("加上现有在册品牌的县（市、涉农区），现有 %d 个", r.Covered), r.Coverable)
	}
	p.tabulate(t)
	for _, g := range []struct {
		words   string
		regions []*criteria.Region
	}{{"开始有达到标准的品牌", r.Gained}, {"不再有达到标准的品牌", r.Lost}} {
		var all []string
		for _, region := range g.regions {
			all = append(all, region.Name)
		}
		if all != nil {
			p.say("%s的县（市、涉农区）：%s。", g.words, strings.Join(all, "、"))
		}
	}
	if a := r.Target; a != nil {
		p.say("%s目标：%d 年底 %d 个。现有称号的 %d 个，与可供认定的合计 %s。", a.Level.Name, a.Year, a.Number, r.Held, r.Possible)
	}
	return p
}

// swept tells what comes of the numbers that a bound is set to.
func swept(s Sweep) part {
	f, today := s.Bound.Test.Fact, s.Bound.Test.Number
	p := part{title: fmt.Sprintf("逐数试算：%s%s，%s", cite(s.Standard), s.Bound.Item.Where(), f.Short()), sheet: s.Bound.Item.ID}
	p.say("%s：%s。按这一条评价的品牌 %d 个；变好变差都与规则现在写的 %s 比较。", s.Bound.Item.ID, s.Bound, s.Measured, today.Grouped())
	scored := s.Standard.Kind == criteria.Scorecard
	t := table{caption: "界限定为各数时（个）", head: []string{"界限", "达到", "未达到", "尚不能判定", "结论变好", "结论变差"}, figures: true}
	changes := table{caption: "有变化的品牌", head: []string{"界限", "结论变好", "结论变差"}}
	if scored {
		t.head, changes.head = append(t.head, "总分增加", "总分减少"), append(changes.head, "总分增加", "总分减少")
	}
	t.head, t.barOf = append(t.head, "说明"), 1
	for _, v := range s.Values {
		note := ""
		if v.Number == today {
			note = "现在的界限"
		}
		row, lists := []sheet.Cell{decimal(v.Number)}, [][]*content.Brand{v.Better, v.Worse}
		for _, n := range []int{v.Passed, v.Failed, v.Incomplete} {
			row = append(row, sheet.Number(n))
		}
		if scored {
			lists = append(lists, v.Up, v.Down)
		}
		for _, list := range lists {
			row = append(row, sheet.Number(len(list)))
		}
		t.rows = append(t.rows, append(row, sheet.Text(note)))
		t.bars = append(t.bars, v.Passed*100/max(s.Measured, 1))
	}
	for i := 0; i < len(s.Values); {
		first := s.Values[i]
		last := first
		for i < len(s.Values) && s.Values[i].moves(first) {
			last, i = s.Values[i], i+1
		}
		cells := []sheet.Cell{decimal(first.Number)}
		if last.Number > first.Number {
			cells[0] = sheet.Text(first.Number.Grouped() + " 至 " + last.Number.Grouped())
		}
		cells = append(cells, sheet.Text(names(first.Better)), sheet.Text(names(first.Worse)))
		if scored {
			cells = append(cells, sheet.Text(names(first.Up)), sheet.Text(names(first.Down)))
		}
		if len(first.Better)+len(first.Worse)+len(first.Up)+len(first.Down) > 0 {
			changes.rows = append(changes.rows, cells)
		}
	}
	p.tabulate(t)
	p.tabulate(changes)
	return p
}

// mismatches points out the rules whose numbers are not those of their wording.
func (t *Trial) mismatches() part {
	p := part{title: fmt.Sprintf("条件与原文不符（%d 项）", len(t.Mismatches))}
	if len(t.Mismatches) == 0 {
		return p
	}
	p.say("程序按条件计算，条件中的数在原文里找不到。只试算的，原文还没有改，属正常；施行前请对照原件，把条件和原文改得一致，确有依据的写在口径说明中。")
	list := table{head: []string{"标准和条目", "原文", "程序的条件"}}
	for _, m := range t.Mismatches {
		list.rows = append(list.rows, []sheet.Cell{sheet.Text(m.Standard.ID + " " + m.Item.ID), sheet.Text(m.Words), sheet.Text(m.Rule)})
	}
	p.tabulate(list)
	return p
}

// mistakes lists what check would report by the rules that are tried.
func (t *Trial) mistakes() part {
	p := part{title: fmt.Sprintf("按试算的规则，内容要改的（%d 处）", t.Mistakes.Count())}
	if len(t.Mistakes) == 0 {
		return p
	}
	p.say("照这样改，check 会报下列错误。已经发布的公告以当时的标准为准：新的要求请写成新的标准文件，不要改旧的。")
	list := table{head: []string{"文件", "行", "错误和改法"}}
	for _, m := range t.Mistakes {
		list.rows = append(list.rows, []sheet.Cell{sheet.Text(m.Name()), sheet.Number(m.Span.Start.Line), sheet.Text(m.Message)})
	}
	p.tabulate(list)
	return p
}

// Document returns t for a page.
func (t *Trial) Document() *review.Document {
	d := &review.Document{Title: title}
	for _, l := range t.lead() {
		d.Lead = append(d.Lead, review.Printable(l))
	}
	for _, p := range t.parts() {
		s := review.NewSection(p.title)
		for _, b := range p.blocks {
			if b.table == nil {
				s.Say("%s", b.text)
				continue
			}
			block := review.Block{Caption: review.Printable(b.table.caption), Head: b.table.head, Figures: b.table.figures, Bars: b.table.bars, BarOf: b.table.barOf}
			for _, row := range b.table.rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, spelled(c))
				}
				block.Rows = append(block.Rows, cells)
			}
			s.Tabulate(block)
		}
		d.Sections = append(d.Sections, s)
	}
	return d
}

// spelled returns a cell as people read it: numbers with their digits in groups.
func spelled(c sheet.Cell) string {
	if n, ok := values.ParseDecimal(c.Text); ok && c.Number {
		return n.Grouped()
	}
	return c.Text
}

// Workbook returns t as a workbook: what is said in words on the first sheet, then a sheet
// for each table.
func (t *Trial) Workbook() ([]byte, error) {
	d := export.New(t.After.Edition, title)
	d.Wide = true
	said := sheet.Table{Caption: "说明", Columns: []sheet.Column{{Name: "部分", Width: 36}, {Name: "内容", Width: 100}}}
	say := func(title, text string) {
		said.Rows = append(said.Rows, []sheet.Cell{sheet.Text(review.Printable(title)), sheet.Text(review.Printable(text))})
	}
	for _, l := range t.lead() {
		say("概况", l)
	}
	var tables []sheet.Table
	for _, p := range t.parts() {
		for _, b := range p.blocks {
			of := cmp.Or(b.inBook, b.table)
			switch {
			case of == nil:
				say(p.title, b.text)
			case len(of.rows) > 0:
				tables = append(tables, of.sheet(p))
			}
		}
	}
	d.Tables = append([]sheet.Table{said}, tables...)
	return d.Write(t.After.Files, "xlsx")
}

// sheet returns t for a workbook, its columns as wide as what stands in them.
func (t table) sheet(p part) sheet.Table {
	name, _, _ := strings.Cut(p.title, "：")
	out := sheet.Table{Caption: review.Printable(strings.TrimSpace(cmp.Or(t.caption, name) + "　" + p.sheet))}
	for i, name := range t.head {
		width, number := displaywidth.String(name), len(t.rows) > 0
		for _, row := range t.rows {
			width, number = max(width, displaywidth.String(row[i].Text)), number && (row[i].Number || row[i].Text == "")
		}
		out.Columns = append(out.Columns, sheet.Column{Name: name, Width: min(max(width+2, 8), 40), Middle: number})
	}
	for _, row := range t.rows {
		var cells []sheet.Cell
		for _, c := range row {
			if !c.Number {
				c = sheet.Text(review.Printable(c.Text))
			}
			cells = append(cells, c)
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// Write returns t in a format: text, markdown, html, json or xlsx. Nothing is left out.
func (t *Trial) Write(format string) ([]byte, error) {
	switch format {
	case "json":
		return t.JSON()
	case "xlsx":
		return t.Workbook()
	case "html":
		page, _, err := t.Document().HTML(t.After.Files, true)
		return page, err
	case "markdown":
		text, _ := t.Document().Markdown(0)
		return []byte(text), nil
	}
	return []byte(t.Document().Text()), nil
}
