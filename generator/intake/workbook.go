package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

var (
	errMacro    = errors.New("文件里有宏。宏可能有害，不导入；请在 Excel 里另存为“Excel 工作簿（.xlsx）”")
	errLinked   = errors.New("文件里有指向其他文件的链接，不导入；请在 Excel 里用“数据 → 编辑链接 → 断开链接”，存盘再导入")
	errEntities = errors.New("文件里有 Excel 不会写的内容（DOCTYPE），可能有害，不导入")
	errDamaged  = errors.New("文件损坏，或者加了密码，打不开；请在 Excel 里打开，另存为不加密码的 .xlsx")
)

// inspect refuses archives that are too much, and what an office has no use for.
func inspect(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return errDamaged
	}
	if len(archive.File) > maxParts {
		return errTooMuch
	}
	left := int64(maxUnpacked)
	for _, f := range archive.File {
		name := strings.ToLower(f.Name)
		switch {
		case path.Base(name) == "vbaproject.bin":
			return errMacro
		case strings.HasPrefix(name, "xl/externallinks/"):
			return errLinked
		}
		part, err := f.Open()
		if err != nil {
			return errDamaged
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1)) // what the archive says of sizes may be wrong
		part.Close()
		if err != nil {
			return errDamaged
		}
		if left -= int64(len(text)); left < 0 {
			return errTooMuch
		}
		if ext := path.Ext(name); (ext == ".xml" || ext == ".rels") && bytes.Contains(text, []byte("<!DOCTYPE")) {
			return errEntities
		}
	}
	return nil
}

// readWorkbook reads the sheets of a workbook that are shown, and names the hidden ones.
func readWorkbook(name string, data []byte) (tables []*Table, hidden []string, err error) {
	if err := inspect(data); err != nil {
		return nil, nil, err
	}
	defer func() {
		if fault := recover(); fault != nil { // excelize has panicked on damaged files
			tables, hidden, err = nil, nil, errDamaged
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return nil, nil, errDamaged
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, nil, errNoTable
	}
	if len(sheets) > maxSheets {
		return nil, nil, errTooMuch
	}
	left := maxCells
	for _, sheet := range sheets {
		if visible, err := f.GetSheetVisible(sheet); err == nil && !visible {
			hidden = append(hidden, sheet)
			continue
		}
		t := &Table{Name: name, sheet: sheet}
		if len(sheets) > 1 {
			t.Name += " " + sheet
		}
		if err := t.readSheet(f, sheet, &left); err != nil {
			return nil, nil, err
		}
		tables = append(tables, t)
	}
	return tables, hidden, nil
}

// readSheet reads the cells: numbers as they are, whatever their format hides, but dates
// and shares as they are shown.
func (t *Table) readSheet(f *excelize.File, sheet string, left *int) error {
	shown, err := f.Rows(sheet)
	if err != nil {
		return errDamaged
	}
	defer shown.Close()
	raw, err := f.Rows(sheet)
	if err != nil {
		return errDamaged
	}
	defer raw.Close()
	for shown.Next() && raw.Next() {
		if len(t.rows) >= maxRows {
			return errTooMuch
		}
		row, err := shown.Columns()
		if err != nil {
			return errDamaged
		}
		numbers, err := raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return errDamaged
		}
		if *left -= len(row); len(row) > maxColumns || *left < 0 {
			return errTooMuch
		}
		for i := range row {
			if i < len(numbers) {
				row[i] = plain(row[i], numbers[i])
			}
			row[i] = tidy(row[i])
		}
		t.rows = append(t.rows, row)
	}
	merged, err := f.GetMergeCells(sheet)
	if err != nil {
		return errDamaged
	}
	for _, m := range merged {
		t.merge(m.GetStartAxis(), m.GetEndAxis())
	}
	return nil
}

// plain returns a number without what its format adds or hides, and everything else as it
// is shown.
func plain(shown, raw string) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return shown
	}
	if strings.HasSuffix(shown, "%") { // with the digits that its format hides
		return strconv.FormatFloat(n*100, 'g', 12, 64) + "%"
	}
	if _, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "").Replace(shown), 64); err != nil {
		return shown // a date, a share, an error
	}
	if shown == raw {
		return raw // a text, as 007
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func (t *Table) merge(from, to string) {
	left, top, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return
	}
	right, bottom, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		return
	}
	if t.of == nil {
		t.of = map[place]place{}
	}
	first := place{top - 1, left - 1}
	for row := first.row; row < min(bottom, len(t.rows)); row++ {
		for column := first.column; column < min(right, maxColumns); column++ {
			if p := (place{row, column}); p != first {
				t.of[p] = first
			}
		}
	}
}
