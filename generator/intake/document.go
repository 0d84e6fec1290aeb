package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readDocument reads the tables of a Word file. Merged cells are merged in the table, and a
// check box of a form field is the sign that Word shows.
func readDocument(name string, data []byte) ([]*Table, error) {
	if err := inspect(data); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errDamaged
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		return nil, errNoTable
	}
	defer part.Close()
	r := documentReader{name: name, decoder: xml.NewDecoder(io.LimitReader(part, maxUnpacked))}
	r.decoder.Strict = true
	if err := r.read(); err != nil {
		return nil, err
	}
	if len(r.tables) == 0 {
		return nil, errNoWordTable
	}
	return r.tables, nil
}

// isDocument reports whether an archive is a Word file.
func isDocument(data []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false
	}
	for _, f := range archive.File {
		if f.Name == "word/document.xml" {
			return true
		}
	}
	return false
}

// A documentReader goes through the XML once. Tables within a cell are text of the cell.
type documentReader struct {
	name    string
	decoder *xml.Decoder
	tables  []*Table

	table   *Table
	depth   int // of tables
	column  int // at which the cell begins
	span    int // columns that it takes
	goesOn  bool
	text    strings.Builder
	box     string // the sign of a check box that is being read
	reading bool   // what comes is text
	deleted int    // depth of what Word shows as deleted
	cells   int
	open    int // elements
}

// word is the namespace of Word's own elements, in the usual files and the strict ones.
func word(name xml.Name) bool {
	return name.Space == "http://schemas.openxmlformats.org/wordprocessingml/2006/main" || name.Space == "http://purl.oclc.org/ooxml/wordprocessingml/main"
}

func (r *documentReader) read() error {
	for {
		token, err := r.decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errDamaged
		}
		switch e := token.(type) {
		case xml.Directive:
			return errEntities
		case xml.StartElement:
			if r.open++; r.open > 400 {
				return errTooMuch
			}
			if word(e.Name) {
				if err := r.begin(e); err != nil {
					return err
				}
			}
		case xml.EndElement:
			r.open--
			if word(e.Name) {
				r.end(e.Name.Local)
			}
		case xml.CharData:
			if r.reading {
				r.write(string(e))
			}
		}
	}
}

func (r *documentReader) begin(e xml.StartElement) error {
	switch e.Name.Local {
	case "tbl":
		if r.depth++; r.depth == 1 {
			r.table = &Table{Name: fmt.Sprintf("%s 表%d", r.name, len(r.tables)+1), of: map[place]place{}, above: tidy(r.text.String())}
			r.tables = append(r.tables, r.table)
			if len(r.tables) > maxSheets {
				return errTooMuch
			}
		}
	case "del", "moveFrom":
		r.deleted++
	case "tr":
		if r.depth == 1 {
			r.table.rows = append(r.table.rows, nil)
			r.column = 0
			if len(r.table.rows) > maxRows {
				return errTooMuch
			}
		}
	case "tc":
		if r.depth == 1 {
			r.span, r.goesOn = 1, false
			r.text.Reset()
			if r.cells++; r.cells > maxCells {
				return errTooMuch
			}
		}
	case "gridSpan":
		if r.depth == 1 {
			if n, err := strconv.Atoi(value(e)); err == nil && n > 0 && n <= maxColumns {
				r.span = n
			}
			if r.cells += r.span - 1; r.cells > maxCells {
				return errTooMuch
			}
		}
	case "vMerge":
		r.goesOn = r.goesOn || r.depth == 1 && value(e) != "restart"
	case "t":
		r.reading = r.deleted == 0
	case "br", "cr":
		r.write("\n")
	case "tab":
		r.write(" ")
	case "sym":
		r.write(pictured(e))
	case "checkBox":
		r.box = "☐"
	case "default":
		if r.box != "" && on(e) {
			r.box = "☑"
		}
	case "checked":
		if r.box != "" {
			r.box = map[bool]string{true: "☑", false: "☐"}[on(e)]
		}
	}
	return nil
}

func (r *documentReader) end(name string) {
	switch name {
	case "tbl":
		if r.depth--; r.depth == 0 {
			r.text.Reset()
		}
	case "del", "moveFrom":
		r.deleted--
	case "t":
		r.reading = false
	case "checkBox":
		r.write(r.box)
		r.box = ""
	case "p":
		r.write("\n")
	case "tc":
		if r.depth == 1 {
			r.cell()
		}
	}
}

// write adds to the text that is being read.
func (r *documentReader) write(text string) {
	if r.text.Len() < maxCell {
		r.text.WriteString(text)
	}
}

// pictured returns the sign of a letter in a font of pictures, as Word writes check boxes
// that are put in by hand; "" of others.
func pictured(e xml.StartElement) string {
	for _, a := range e.Attr {
		if code, err := strconv.ParseUint(a.Value, 16, 16); a.Name.Local == "char" && err == nil {
			letter := string(rune(code&0xff | 0xf000))
			if sign := signsOf(letter); sign != letter {
				return sign
			}
		}
	}
	return ""
}

// cell puts a cell into its row.
func (r *documentReader) cell() {
	row := len(r.table.rows) - 1
	if row < 0 || r.column+r.span > maxColumns {
		return
	}
	first := place{row, r.column}
	text := tidy(r.text.String())
	if r.goesOn && row > 0 {
		above := place{row - 1, r.column}
		if top, merged := r.table.of[above]; merged {
			above = top
		}
		r.table.of[first], text = above, ""
	}
	cells := make([]string, r.span)
	cells[0] = text
	r.table.rows[row] = append(r.table.rows[row], cells...)
	for i := 1; i < r.span; i++ {
		to := first
		if top, merged := r.table.of[first]; merged {
			to = top
		}
		r.table.of[place{row, r.column + i}] = to
	}
	r.column += r.span
}

// value returns the attribute val of an element.
func value(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}

// on reports whether an element that is there or not says yes.
func on(e xml.StartElement) bool {
	v := value(e)
	return v != "0" && v != "false" && v != "off"
}
