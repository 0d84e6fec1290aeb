package opendata

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"minglu/generator/edition"
	"minglu/generator/site"
)

// The sheets of brands.xlsx.
const (
	brandSheet  = "品牌"
	fieldSheet  = "字段说明"
	noticeSheet = "公告"
)

// writeXLSX writes brands.xlsx: the rows of the CSV under Chinese heads, what
// the columns mean, and the notices. Text is text, also where it looks like a
// number or a formula; a cell holds 32,767 characters and loses what is beyond.
//
// Only the first sheet is streamed: excelize puts streamed sheets into the file
// in the order of a map, which for more than one is a different order each time.
func (d *dataset) writeXLSX(put func(string, []byte) error) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{file: f}
	b.describe(d)
	b.brands(d)
	b.fields(d)
	b.notices(d)
	var out bytes.Buffer
	b.do(func() error { return f.Write(&out) })
	if b.err != nil {
		return b.err
	}
	return put(edition.BrandsXLSX, out.Bytes())
}

// A book is a workbook being written. After the first error it does nothing.
type book struct {
	file *excelize.File
	head int // the style of heads
	err  error
}

func (b *book) do(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

// describe sets what the file says about itself, at the site's date: excelize
// has dates of its own otherwise.
func (b *book) describe(d *dataset) {
	settings, day := d.site.Settings, d.site.Date.String()+"T00:00:00Z"
	description := settings.Licence
	if settings.Demo {
		description = DemoNote + description
	}
	b.do(func() error {
		return b.file.SetDocProps(&excelize.DocProperties{
			Title: settings.Title, Creator: settings.Publisher, LastModifiedBy: settings.Publisher,
			Description: description, Version: Version, Language: "zh-CN", Created: day, Modified: day,
		})
	})
	b.do(func() (err error) {
		b.head, err = b.file.NewStyle(&excelize.Style{
			Font:      &excelize.Font{Bold: true},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}},
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
		})
		return err
	})
	b.do(func() error { return b.file.SetSheetName("Sheet1", brandSheet) })
}

// brands writes the first sheet: one row a brand, the heads and the names of
// the brands frozen.
func (b *book) brands(d *dataset) {
	columns := d.tabulated
	var w *excelize.StreamWriter
	b.do(func() (err error) { w, err = b.file.NewStreamWriter(brandSheet); return err })
	frozen := 0
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = c.label
		if c.name == "name" {
			frozen = i + 1
		}
		b.do(func() error { return w.SetColWidth(i+1, i+1, width(c)) })
	}
	b.do(func() error { return w.SetPanes(freeze(frozen)) })
	b.do(func() error {
		corner, err := excelize.CoordinatesToCellName(len(columns), len(d.site.Listed)+1)
		if err != nil {
			return err
		}
		return b.file.AutoFilter(brandSheet, "A1:"+corner, nil)
	})
	b.do(func() error { return w.SetRow("A1", heads, excelize.RowOpts{StyleID: b.head, Height: 32}) })
	row := make([]any, len(columns))
	for i, brand := range d.site.Listed {
		for j, c := range columns {
			row[j] = valueOf(c.cell(brand))
		}
		b.do(func() error { return w.SetRow("A"+strconv.Itoa(i+2), row) })
	}
	b.do(func() error { return w.Flush() })
}

// freeze keeps the first row and as many columns in sight.
func freeze(columns int) *excelize.Panes {
	corner, err := excelize.CoordinatesToCellName(columns+1, 2)
	if err != nil {
		corner = "A2" // columns is no number below 0
	}
	return &excelize.Panes{Freeze: true, XSplit: columns, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"}
}

// width returns the width of a column in characters of the default font; a
// Chinese one takes two.
func width(c column[*site.Brand]) float64 {
	switch {
	case c.wide:
		return 60
	case c.name == "name", c.name == "builder":
		return 26
	}
	return float64(min(max(utf8.RuneCountInString(c.label)*2+2, 12), 28))
}

// valueOf returns what excelize writes for c: nothing, a number or a string.
func valueOf(c cell) any {
	if c.text == "" {
		return nil
	}
	if c.number {
		if n, err := strconv.ParseFloat(c.text, 64); err == nil {
			return n
		}
	}
	return c.text
}

// fields writes the second sheet: what the file is, then what each column means
// and what it is called in the CSV and in JSON.
func (b *book) fields(d *dataset) {
	var rows [][]string
	for _, c := range columnsOf(d.header) {
		if value := c.cell(d.site).text; value != "" {
			rows = append(rows, []string{c.label, value})
		}
	}
	rows = append(rows, nil, []string{"列名", "在 CSV 和 JSON 中的名称", "说明"})
	head := len(rows)
	for _, c := range d.tabulated {
		rows = append(rows, []string{c.label, c.name, c.meaning})
	}
	b.sheet(fieldSheet, rows, []float64{40, 44, 90})
	b.do(func() error { return b.file.SetRowStyle(fieldSheet, head, head, b.head) })
}

// notices writes the third sheet: the acts on the site, the newest first.
func (b *book) notices(d *dataset) {
	columns := columnsOf(d.notice)
	heads, widths := make([]string, len(columns)), make([]float64, len(columns))
	for i, c := range columns {
		heads[i], widths[i] = c.label, 18
	}
	rows := [][]string{heads}
	for _, n := range d.site.Notices {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.cell(n).text
		}
		rows = append(rows, row)
	}
	b.sheet(noticeSheet, rows, widths)
	b.do(func() error { return b.file.SetRowStyle(noticeSheet, 1, 1, b.head) })
	b.do(func() error { return b.file.SetPanes(noticeSheet, freeze(1)) })
}

// sheet writes a small sheet of text.
func (b *book) sheet(name string, rows [][]string, widths []float64) {
	b.do(func() error { _, err := b.file.NewSheet(name); return err })
	for i, w := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.do(func() error { return err })
		b.do(func() error { return b.file.SetColWidth(name, column, column, w) })
	}
	for i, row := range rows {
		b.do(func() error { return b.file.SetSheetRow(name, "A"+strconv.Itoa(i+1), &row) })
	}
}
