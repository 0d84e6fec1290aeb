package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
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

// inspect refuses archives that are too much, and what an office has no use for. It keeps
// nothing of what it unpacks.
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
		tags := maxTags
		if name == "xl/styles.xml" || name == "xl/workbook.xml" || strings.HasSuffix(name, ".rels") { // each makes much of little
			tags = maxTags / 10
		}
		err = inspectPart(part, path.Ext(name), tags, &left)
		part.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// longFormat is a format of numbers that is longer than Excel allows, by far: it would be
// read anew for every cell.
var longFormat = regexp.MustCompile(`formatCode="[^"]{1000}`)

// inspectPart reads a part to its end, of which left bytes may be unpacked, and which may
// have so many tags: what the archive says of its size may be wrong.
func inspectPart(part io.Reader, ext string, most int, left *int64) error {
	const piece = 64 << 10
	const overlap = 1100 // as long as what is looked for
	buffer := make([]byte, 0, piece+overlap)
	tags := 0
	for {
		n, err := io.ReadFull(part, buffer[len(buffer):cap(buffer)])
		fresh := buffer[len(buffer) : len(buffer)+n]
		buffer = buffer[:len(buffer)+n]
		if *left -= int64(n); *left < 0 {
			return errTooMuch
		}
		if ext == ".xml" || ext == ".rels" {
			switch tags += bytes.Count(fresh, []byte("<")); {
			case tags > most:
				return errTooMuch
			case bytes.Contains(buffer, []byte("<!DOCTYPE")):
				return errEntities
			case longFormat.Match(buffer):
				return errTooMuch
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return nil
		default:
			return errDamaged
		}
		kept := copy(buffer, buffer[max(0, len(buffer)-overlap):])
		buffer = buffer[:kept]
	}
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
	sheets, parts := f.GetSheetList(), sheetParts(data)
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
		if err := t.readMerged(data, parts[sheet], &left); err != nil {
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
	return nil
}

// sheetParts returns the part of an archive in which each sheet lies.
func sheetParts(data []byte) map[string]string {
	book := relatedPart(data, "_rels/.rels", "", func(r relation) bool { return strings.HasSuffix(r.Type, "/officeDocument") })
	dir, base := path.Split(book)
	var content struct {
		Sheets []struct {
			Name string     `xml:"name,attr"`
			Attr []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	decode(data, book, &content)
	parts := map[string]string{}
	for _, s := range content.Sheets {
		for _, a := range s.Attr {
			if a.Name.Local == "id" {
				parts[s.Name] = relatedPart(data, dir+"_rels/"+base+".rels", dir, func(r relation) bool { return r.ID == a.Value })
			}
		}
	}
	return parts
}

// A relation leads from one part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relatedPart returns the part to which a relation leads, "" where there is none.
func relatedPart(data []byte, rels, dir string, is func(relation) bool) string {
	var all struct {
		Relations []relation `xml:"Relationship"`
	}
	decode(data, rels, &all)
	for _, r := range all.Relations {
		if is(r) {
			if absolute, is := strings.CutPrefix(r.Target, "/"); is {
				return absolute
			}
			return path.Join(dir, r.Target)
		}
	}
	return ""
}

// decode reads a small part; of one that is not there, or damaged, it reads nothing.
func decode(data []byte, name string, into any) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return
	}
	part, err := archive.Open(name)
	if err != nil {
		return
	}
	defer part.Close()
	_ = xml.NewDecoder(io.LimitReader(part, 1<<20)).Decode(into)
}

// readMerged reads which cells of a sheet are merged. Excelize would check them against each
// other, for which it needs more memory than a few lines of a file are worth.
func (t *Table) readMerged(data []byte, name string, left *int) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return errDamaged
	}
	part, err := archive.Open(name)
	if err != nil {
		return nil // a sheet that excelize alone finds
	}
	defer part.Close()
	for decoder := xml.NewDecoder(io.LimitReader(part, maxUnpacked)); ; {
		token, err := decoder.RawToken()
		if err != nil {
			return nil // excelize has read what can be read
		}
		e, is := token.(xml.StartElement)
		if !is || e.Name.Local != "mergeCell" {
			continue
		}
		for _, a := range e.Attr {
			if from, to, is := strings.Cut(a.Value, ":"); is && a.Name.Local == "ref" {
				if err := t.merge(from, to, left); err != nil {
					return err
				}
			}
		}
	}
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

// merge merges cells, of which left more may be.
func (t *Table) merge(from, to string, left *int) error {
	begin, top, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return nil
	}
	right, bottom, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		return nil
	}
	if t.of == nil {
		t.of = map[place]place{}
	}
	first := place{top - 1, begin - 1}
	bottom, right = min(bottom, len(t.rows)), min(right, maxColumns)
	if *left -= max(bottom-first.row, 0) * max(right-first.column, 0); *left < 0 {
		return errTooMuch
	}
	for row := first.row; row < bottom; row++ {
		for column := first.column; column < right; column++ {
			if p := (place{row, column}); p != first {
				t.of[p] = first
			}
		}
	}
	return nil
}
