package intake

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"minglu/generator/charset"
)

// What is read of one file at most: it may come from anybody.
const (
	MaxFile     = 32 << 20  // bytes
	maxUnpacked = 64 << 20  // bytes, of a file's parts together
	maxTags     = 1_500_000 // of one part
	maxParts    = 4000
	maxSheets   = 60
	maxRows     = 20_000
	maxColumns  = 400
	maxCells    = 200_000
	maxCell     = 20_000 // bytes of one cell
	maxHead     = 200    // bytes of what may be called a label
	maxBrands   = 3000   // that are changed or made at once
)

var (
	errTooMuch     = errors.New("表格太大，请拆成几个文件，每个不超过 2 万行、400 列、20 万个单元格")
	errNoTable     = errors.New("这个文件不是 Excel（.xlsx）、CSV 或 Word（.docx）表格，请另存为其中一种再导入")
	errNoWordTable = errors.New("这个 Word 文件里没有表格")
)

// A Table is the cells of one sheet.
type Table struct {
	Name  string // the file's, and the sheet's
	sheet string // the sheet's alone; "" where there are none
	rows  [][]string
	of    map[place]place // the first part of a merged cell, by each other part

	above string // what stands between it and the table before, where that is read: lines
}

// A place is a row and a column, from 0.
type place struct{ row, column int }

// at returns what a cell says, "" of one that is not there.
func (t *Table) at(p place) string {
	if p.row < 0 || p.row >= len(t.rows) || p.column >= len(t.rows[p.row]) {
		return ""
	}
	return t.rows[p.row][p.column]
}

// shown returns what stands at a place where cells are merged, too.
func (t *Table) shown(p place) string {
	if first, merged := t.of[p]; merged {
		return t.at(first)
	}
	return t.at(p)
}

// address names a cell as Excel does: 表.xlsx 汇总!C17.
func (t *Table) address(p place) string {
	name, err := excelize.CoordinatesToCellName(p.column+1, p.row+1)
	if err != nil {
		name = "?" // neither is below 1
	}
	return t.Name + "!" + name
}

// said returns the places of a row that say something.
func (t *Table) said(row int) (all []place) {
	if row >= len(t.rows) {
		return nil
	}
	for column, text := range t.rows[row] {
		if text != "" {
			all = append(all, place{row, column})
		}
	}
	return all
}

// width returns how many columns there are.
func (t *Table) width() (most int) {
	for _, row := range t.rows {
		most = max(most, len(row))
	}
	return most
}

// readTables returns the tables of a file, and the names of sheets that are hidden. name
// is what the addresses of its cells begin with.
func readTables(name string, data []byte) (tables []*Table, hidden []string, err error) {
	if from, _, err := Foreign(data); err != nil || from != "" {
		return nil, nil, cmp.Or(err, errOld)
	}
	switch {
	case isPages(data) && len(data) <= MaxConverted:
		tables, err := readPages(name, data)
		return tables, nil, err
	case len(data) > MaxFile:
		return nil, nil, errTooMuch
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) && isDocument(data):
		tables, err := readDocument(name, data)
		return tables, nil, err
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readWorkbook(name, data)
	}
	t, err := readCSV(name, data)
	if err != nil {
		return nil, nil, err
	}
	return []*Table{t}, nil, nil
}

// readCSV reads a list in UTF-8, GB 18030 or UTF-16, of which commas, semicolons or tabs
// part the cells.
func readCSV(name string, data []byte) (*Table, error) {
	text, fault := charset.Decode(data)
	if fault != nil {
		text = fault.Text
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.ContainsRune(text, 0) || strings.TrimSpace(text) == "" {
		return nil, errNoTable
	}
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	if strings.Count(text, ",")+strings.Count(text, ";")+strings.Count(text, "\t") > 3*maxCells {
		return nil, errTooMuch // a line of them would take too much before it is looked at
	}
	reader := csv.NewReader(strings.NewReader(text))
	for _, sign := range []rune{';', '\t'} {
		if strings.Count(first, string(sign)) > strings.Count(first, string(reader.Comma)) {
			reader.Comma = sign
		}
	}
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	t := &Table{Name: name}
	cells, next := 0, 1 // the line at which the next record begins
	for {
		record, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, errNoTable
		}
		// Blank lines have no record, and are rows to Excel all the same.
		line, _ := reader.FieldPos(0)
		for ; next < line && len(t.rows) < maxRows; next++ {
			t.rows = append(t.rows, nil)
		}
		next = line + 1 + strings.Count(strings.Join(record, ""), "\n")
		for i := range record {
			record[i] = tidy(strings.TrimPrefix(record[i], "'")) // which keeps Excel from taking it for a formula
		}
		if cells += len(record); len(t.rows) >= maxRows || len(record) > maxColumns || cells > maxCells {
			return nil, errTooMuch
		}
		t.rows = append(t.rows, record)
	}
	return t, nil
}

// tidy returns what a cell says without the white space around it, cut where nobody would
// have typed so much.
func tidy(text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	if len(text) > maxCell {
		text = strings.ToValidUTF8(text[:maxCell], "")
	}
	return strings.ToValidUTF8(text, "\ufffd")
}
