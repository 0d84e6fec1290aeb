// Package export makes the lists that leave the directory for an office: the 汇总表 of
// brands, the list that a notice has as its annex, the tables of what changed in a month,
// a quarter or a year (每月调度、按季督查、年终考评), and calendars of what comes.
//
// A list is a Document, whatever it is written as: a workbook for Excel, a paper for
// Word, of which the template lies in layouts/forms/, or CSV. Lists name people, and
// brands that are not public yet: whoever writes them keeps them out of public/.
package export

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/xuri/excelize/v2"

	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/docx"
	"minglu/generator/edition"
	"minglu/generator/opendata"
	"minglu/generator/sheet"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// A Document is one list, or a few that belong together.
type Document struct {
	Title  string
	Annex  string   // 附件, where it is one
	Notes  []string // what stands above the tables, a line each
	Tables []Table
	Wide   bool // more columns than an upright page holds

	region    *criteria.Region // whose templates it is written by
	demo      bool
	publisher string
	day       values.Date
}

// A Table is rows under heads.
type Table struct {
	Caption string // "" of a list that is the whole document
	Columns []Column
	Rows    [][]sheet.Cell
}

// without leaves out a column, such as that of the types where brands are of none.
func (t *Table) without(name string) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	t.Columns = slices.Delete(t.Columns, i, i+1)
	for n, row := range t.Rows {
		t.Rows[n] = slices.Delete(row, i, i+1)
	}
}

// A Column is one of a table.
type Column struct {
	Name   string
	Width  int // as of Excel: in characters, a Chinese one counts two
	Middle bool
}

// New returns a document of an edition without tables.
func New(e *edition.Edition, title string, notes ...string) Document {
	return Document{Title: title, Notes: notes, region: e.Settings.Region, demo: e.Settings.Demo, publisher: e.Settings.Publisher, day: e.Content.Date}
}

// Formats are what documents are written as, by the endings of their files.
func Formats() []string { return []string{"xlsx", "docx", "csv"} }

// Write returns d in a format. root holds the templates. The error is wrong use, or a
// template's.
func (d Document) Write(root fs.FS, format string) ([]byte, error) {
	switch format {
	case "xlsx":
		return d.workbook()
	case "docx":
		return d.paper(root)
	}
	return d.csv()
}

func (d Document) csv() ([]byte, error) {
	if len(d.Tables) > 1 {
		return nil, usage.Errorf("%s有 %d 张表，一个 CSV 文件放不下，请写成 .xlsx 或 .docx", d.Title, len(d.Tables))
	}
	c := sheet.NewCSV()
	for _, t := range d.Tables {
		heads := t.heads()
		if d.demo {
			heads = append(heads, sheet.Text("示例说明"))
		}
		c.Row(heads...)
		for _, row := range t.Rows {
			if d.demo {
				row = append(slices.Clone(row), sheet.Text(opendata.DemoNote))
			}
			c.Row(row...)
		}
	}
	return c.Bytes()
}

func (t Table) heads() []sheet.Cell {
	var all []sheet.Cell
	for _, c := range t.Columns {
		all = append(all, sheet.Text(c.Name))
	}
	return all
}

// workbook returns d as a workbook, a sheet a table, each as it is printed: the title
// and the notes over the whole width, the heads on every page.
func (d Document) workbook() ([]byte, error) {
	notes := d.Notes
	if d.demo {
		notes = append([]string{opendata.DemoNote}, notes...)
	}
	names := d.sheetNames()
	b := sheet.NewBook(sheet.About{Title: d.Title, Publisher: d.publisher, Description: strings.Join(notes, ""), Day: d.day.String()}, names[0])
	looks := newLooks(b)
	for i, t := range d.Tables {
		rows := [][]sheet.Cell{{sheet.Text(strings.TrimSpace(d.Title + "　" + t.Caption))}}
		for _, n := range notes {
			rows = append(rows, []sheet.Cell{sheet.Text(n)})
		}
		head := len(rows) + 1
		rows = append(rows, t.heads())
		rows = append(rows, t.Rows...)
		widths := make([]float64, len(t.Columns))
		for j, c := range t.Columns {
			widths[j] = float64(c.Width)
		}
		b.Sheet(names[i], rows, widths)
		looks.dress(names[i], t, head, d.Wide)
		for j, row := range rows {
			b.Do(func() error { return b.File.SetRowHeight(names[i], j+1, height(t.Columns, row, j < head-1)) })
		}
	}
	return b.Bytes()
}

// height returns how many points a row needs, which no program reckons before somebody
// edits it. A title or a note stands over all columns.
func height(columns []Column, row []sheet.Cell, over bool) float64 {
	lines := 1
	for i, cell := range row {
		width := columns[i].Width
		if over {
			width = 0
			for _, c := range columns {
				width += c.Width
			}
		}
		lines = max(lines, (displaywidth.String(cell.Text)+width-2)/(width-1)) // a sign may not begin a line
	}
	if over && lines == 1 {
		return 24
	}
	return float64(3 + 15*lines)
}

// sheetNames names a sheet for each table: at most 31 characters, without those that
// Excel keeps for itself.
func (d Document) sheetNames() []string {
	var all []string
	for i, t := range d.Tables {
		name := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`[]:*?/\'`, r) {
				return -1
			}
			return r
		}, cmp.Or(t.Caption, d.Title))
		if utf8.RuneCountInString(name) > 28 {
			name = string([]rune(name)[:28])
		}
		if name == "" || slices.Contains(all, name) {
			name = fmt.Sprintf("%s-%d", name, i+1)
		}
		all = append(all, name)
	}
	return all
}

// looks are the styles of a printed list.
type looks struct {
	*sheet.Book
	title, note, head, text, middle int
}

func newLooks(b *sheet.Book) looks {
	l := looks{Book: b}
	line := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		line = append(line, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	style := func(id *int, s excelize.Style) {
		b.Do(func() (err error) { *id, err = b.File.NewStyle(&s); return err })
	}
	aligned := func(across string) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: across, Vertical: "center", WrapText: true}
	}
	style(&l.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: aligned("center")})
	style(&l.note, excelize.Style{Alignment: aligned("left")})
	style(&l.head, excelize.Style{Font: &excelize.Font{Bold: true}, Border: line, Alignment: aligned("center")})
	style(&l.text, excelize.Style{Border: line, Alignment: aligned("left")})
	style(&l.middle, excelize.Style{Border: line, Alignment: aligned("center")})
	return l
}

// dress gives a sheet its look; its heads stand in the row head.
func (l looks) dress(name string, t Table, head int, wide bool) {
	at := func(column, row int) string {
		cell, err := excelize.CoordinatesToCellName(column, row)
		l.Do(func() error { return err })
		return cell
	}
	last := len(t.Columns)
	for row := 1; row < head; row++ {
		look := l.note
		if row == 1 {
			look = l.title
		}
		l.Do(func() error { return l.File.MergeCell(name, at(1, row), at(last, row)) })
		l.Do(func() error { return l.File.SetCellStyle(name, at(1, row), at(last, row), look) })
	}
	l.Do(func() error { return l.File.SetCellStyle(name, at(1, head), at(last, head), l.head) })
	for i, c := range t.Columns {
		look := l.text
		if c.Middle {
			look = l.middle
		}
		if len(t.Rows) > 0 {
			l.Do(func() error {
				return l.File.SetCellStyle(name, at(i+1, head+1), at(i+1, head+len(t.Rows)), look)
			})
		}
	}
	l.Do(func() error { return l.File.SetPanes(name, sheet.Freeze(0, head)) })
	orientation, paper, one, any, fit := "portrait", 9, 1, 0, true // 9: A4
	if wide {
		orientation = "landscape"
	}
	l.Do(func() error {
		return l.File.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &any})
	})
	l.Do(func() error { return l.File.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}) })
	l.Do(func() error {
		return l.File.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, head, head)})
	})
}

// A paper is what a template of a list shows.
type paper struct {
	Demo         bool
	Annex, Title string
	Notes        []string
	Tables       []paperTable
}

type paperTable struct {
	Caption string
	Columns []paperColumn
	Rows    []paperRow
}

type paperColumn struct {
	Name  string
	Width docx.Share
}

type paperRow struct{ Cells []paperCell }

type paperCell struct {
	Text  string
	Width docx.Share
	Align docx.Style // left or centred
}

// The templates, of lists on upright pages and on wide ones.
const (
	upright = "list.docx"
	wide    = "table.docx"
)

// Check holds the templates of the site of a region against what they are to show.
func Check(root fs.FS, region *criteria.Region) error {
	for _, name := range []string{upright, wide} {
		if _, err := readTemplate(root, region.Own(root, "layouts/forms", name)); err != nil {
			return err
		}
	}
	return nil
}

func readTemplate(root fs.FS, name string) (*docx.Template, error) {
	data, err := checkout.Read(root, name, docx.MaxSize)
	if err != nil {
		return nil, fmt.Errorf("清单模板读不出来，请恢复这个文件：%w", err)
	}
	t, err := docx.Read(data)
	if err == nil {
		err = t.Check(paper{})
	}
	if err != nil {
		return nil, fmt.Errorf("清单模板 %s 有误：%w", name, err)
	}
	return t, nil
}

func (d Document) paper(root fs.FS) ([]byte, error) {
	name := upright
	if d.Wide {
		name = wide
	}
	t, err := readTemplate(root, d.region.Own(root, "layouts/forms", name))
	if err != nil {
		return nil, err
	}
	p := paper{Demo: d.demo, Annex: d.Annex, Title: d.Title, Notes: d.Notes}
	for _, t := range d.Tables {
		p.Tables = append(p.Tables, t.paper())
	}
	return t.Fill(p)
}

func (t Table) paper() paperTable {
	sum := 0
	for _, c := range t.Columns {
		sum += c.Width
	}
	out := paperTable{Caption: t.Caption}
	share := func(c Column) docx.Share { return docx.Share(c.Width * 1000 / sum) }
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, paperColumn{c.Name, share(c)})
	}
	for _, row := range t.Rows {
		var cells []paperCell
		for i, cell := range row {
			align := docx.Style("left")
			if t.Columns[i].Middle {
				align = "centred"
			}
			cells = append(cells, paperCell{cell.Text, share(t.Columns[i]), align})
		}
		out.Rows = append(out.Rows, paperRow{cells})
	}
	return out
}

// chinese writes a date as papers do: 2026年6月30日, as far as it is known.
func chinese(d values.Date) string {
	s := ""
	for _, part := range []struct {
		number int
		word   string
	}{{d.Year, "年"}, {d.Month, "月"}, {d.Day, "日"}} {
		if part.number > 0 {
			s += fmt.Sprint(part.number, part.word)
		}
	}
	return s
}
