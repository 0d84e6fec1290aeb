package opendata

import (
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"minglu/generator/edition"
	"minglu/generator/sheet"
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
	settings := d.site.Settings
	description := settings.Licence
	if settings.Demo {
		description = DemoNote + description
	}
	b := book{sheet.NewBook(sheet.About{Title: settings.Title, Publisher: settings.Publisher, Description: description,
		Version: Version, Day: d.site.Date.String()}, brandSheet)}
	b.brands(d)
	b.fields(d)
	b.notices(d)
	data, err := b.Bytes()
	if err != nil {
		return err
	}
	return put(edition.BrandsXLSX, data)
}

// A book is brands.xlsx being written.
type book struct{ *sheet.Book }

// brands writes the first sheet: one row a brand, the heads and the names of
// the brands frozen.
func (b book) brands(d *dataset) {
	columns := d.tabulated
	var w *excelize.StreamWriter
	b.Do(func() (err error) { w, err = b.File.NewStreamWriter(brandSheet); return err })
	frozen := 0
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = c.label
		if c.name == "name" {
			frozen = i + 1
		}
		b.Do(func() error { return w.SetColWidth(i+1, i+1, width(c)) })
	}
	b.Do(func() error { return w.SetPanes(sheet.Freeze(frozen, 1)) })
	b.Do(func() error {
		corner, err := excelize.CoordinatesToCellName(len(columns), len(d.site.Listed)+1)
		if err != nil {
			return err
		}
		return b.File.AutoFilter(brandSheet, "A1:"+corner, nil)
	})
	b.Do(func() error { return w.SetRow("A1", heads, excelize.RowOpts{StyleID: b.Head, Height: 32}) })
	row := make([]any, len(columns))
	for i, brand := range d.site.Listed {
		for j, c := range columns {
			row[j] = c.cell(brand).Value()
		}
		b.Do(func() error { return w.SetRow("A"+strconv.Itoa(i+2), row) })
	}
	b.Do(func() error { return w.Flush() })
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

// fields writes the second sheet: what the file is, then what each column means
// and what it is called in the CSV and in JSON.
func (b book) fields(d *dataset) {
	var rows [][]sheet.Cell
	for _, c := range columnsOf(d.header) {
		if value := c.cell(d.site).Text; value != "" {
			rows = append(rows, textCells(c.label, value))
		}
	}
	rows = append(rows, nil, textCells("列名", "在 CSV 和 JSON 中的名称", "说明"))
	head := len(rows)
	for _, c := range d.tabulated {
		rows = append(rows, textCells(c.label, c.name, c.meaning))
	}
	b.Sheet(fieldSheet, rows, []float64{40, 44, 90})
	b.Do(func() error { return b.File.SetRowStyle(fieldSheet, head, head, b.Head) })
}

// notices writes the third sheet: the acts on the site, the newest first.
func (b book) notices(d *dataset) {
	columns := columnsOf(d.notice)
	heads, widths := make([]sheet.Cell, len(columns)), make([]float64, len(columns))
	for i, c := range columns {
		heads[i], widths[i] = sheet.Text(c.label), 18
	}
	rows := [][]sheet.Cell{heads}
	for _, n := range d.site.Notices {
		row := make([]sheet.Cell, len(columns))
		for i, c := range columns {
			row[i] = sheet.Text(c.cell(n).Text)
		}
		rows = append(rows, row)
	}
	b.Sheet(noticeSheet, rows, widths)
	b.Do(func() error { return b.File.SetRowStyle(noticeSheet, 1, 1, b.Head) })
	b.Do(func() error { return b.File.SetPanes(noticeSheet, sheet.Freeze(1, 1)) })
}

func textCells(all ...string) []sheet.Cell {
	cells := make([]sheet.Cell, len(all))
	for i, s := range all {
		cells[i] = sheet.Text(s)
	}
	return cells
}
