// Package sheet writes tables for spreadsheets: CSV as Excel reads it, and Excel
// workbooks of which the bytes follow from what they hold. A Print is tables as an office
// prints them: with a title, notes and heads on every page.
//
// What is written may come from strangers. Text is text in both, also where it looks like
// a formula or a number.
package sheet

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A Cell is one value in a table. The zero Cell is empty.
type Cell struct {
	Text   string
	Number bool // Text is a plain number
}

// Text returns a cell of text.
func Text(s string) Cell { return Cell{Text: s} }

// Number returns a cell of a whole number.
func Number(n int) Cell { return Cell{strconv.Itoa(n), true} }

// Value returns what excelize writes for c: nothing, a number or a string.
func (c Cell) Value() any {
	if c.Text == "" {
		return nil
	}
	if c.Number {
		if n, err := strconv.ParseFloat(c.Text, 64); err == nil {
			return n
		}
	}
	return c.Text
}

// A CSV is a table being written: RFC 4180 with CRLF, UTF-8 with a byte order mark, for
// without it Excel takes the file for GBK.
type CSV struct {
	out    bytes.Buffer
	writer *csv.Writer
	row    []string
}

// NewCSV returns a CSV without rows.
func NewCSV() *CSV {
	c := &CSV{}
	c.out.WriteString("\ufeff")
	c.writer = csv.NewWriter(&c.out)
	c.writer.UseCRLF = true
	return c
}

// Row adds a row.
func (c *CSV) Row(cells ...Cell) {
	c.row = c.row[:0]
	for _, cell := range cells {
		if !cell.Number {
			cell.Text = defused(cell.Text)
		}
		c.row = append(c.row, cell.Text)
	}
	c.writer.Write(c.row) // errors stay with the writer
}

// Bytes returns the file.
func (c *CSV) Bytes() ([]byte, error) {
	c.writer.Flush()
	return c.out.Bytes(), c.writer.Error()
}

// defused returns a text as a cell that no spreadsheet takes for a formula: one
// that begins with a sign of formulas, or with the apostrophe itself, gets an
// apostrophe before it. Taking one away gives the text back, always. Numbers
// need none: -3 is no formula.
//
// https://owasp.org/www-community/attacks/CSV_Injection names the signs; those
// of full width count where Excel runs in Chinese or Japanese.
func defused(s string) string {
	signs := []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"}
	if slices.ContainsFunc(signs, func(sign string) bool { return strings.HasPrefix(s, sign) }) {
		return "'" + s
	}
	return s
}

// A Book is a workbook being written. After the first error it does nothing.
type Book struct {
	File *excelize.File
	Head int // the style of heads
	err  error
}

// About is what a workbook says about itself.
type About struct {
	Title, Publisher, Description, Version string
	Day                                    string // 2026-06-30: excelize has dates of its own otherwise
}

// NewBook returns a workbook with one sheet of the name.
func NewBook(about About, first string) *Book {
	b := &Book{File: excelize.NewFile()}
	day := about.Day + "T00:00:00Z"
	b.Do(func() error {
		return b.File.SetDocProps(&excelize.DocProperties{
			Title: about.Title, Creator: about.Publisher, LastModifiedBy: about.Publisher,
			Description: about.Description, Version: about.Version, Language: "zh-CN", Created: day, Modified: day,
		})
	})
	b.Do(func() (err error) {
		b.Head, err = b.File.NewStyle(&excelize.Style{
			Font:      &excelize.Font{Bold: true},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}},
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
		})
		return err
	})
	b.Do(func() error { return b.File.SetSheetName("Sheet1", first) })
	return b
}

// Do takes a step, unless one before it failed.
func (b *Book) Do(step func() error) {
	if b.err == nil {
		b.err = step()
	}
}

// Sheet fills the sheet of a name, which is made where there is none, with rows, and
// gives its columns widths, in characters of the default font. It is for what is small:
// excelize streams but one sheet of a file in an order that is always the same.
func (b *Book) Sheet(name string, rows [][]Cell, widths []float64) {
	b.Do(func() error { _, err := b.File.NewSheet(name); return err })
	for i, w := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.Do(func() error { return err })
		b.Do(func() error { return b.File.SetColWidth(name, column, column, w) })
	}
	for i, row := range rows {
		values := make([]any, len(row))
		for j, c := range row {
			values[j] = c.Value()
		}
		b.Do(func() error { return b.File.SetSheetRow(name, "A"+strconv.Itoa(i+1), &values) })
	}
}

// Freeze keeps as many of the first columns and rows in sight.
func Freeze(columns, rows int) *excelize.Panes {
	corner, err := excelize.CoordinatesToCellName(columns+1, rows+1)
	if err != nil {
		corner = "A1" // neither is a number below 0
	}
	return &excelize.Panes{Freeze: true, XSplit: columns, YSplit: rows, TopLeftCell: corner, ActivePane: "bottomRight"}
}

// Bytes returns the file, and ends b.
func (b *Book) Bytes() ([]byte, error) {
	defer b.File.Close()
	var out bytes.Buffer
	b.Do(func() error { return b.File.Write(&out) })
	return out.Bytes(), b.err
}
