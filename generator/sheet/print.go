package sheet

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/xuri/excelize/v2"
)

// A Table is rows under heads.
type Table struct {
	Caption string // "" of a list that is the whole document
	Columns []Column
	Rows    [][]Cell
}

// A Column is one of a table.
type Column struct {
	Name   string
	Width  int // as of Excel: in characters, a Chinese one counts two
	Middle bool
}

// Left and Middle return columns by where their text stands.
func Left(name string, width int) Column   { return Column{name, width, false} }
func Middle(name string, width int) Column { return Column{name, width, true} }

// Heads returns the names of the columns.
func (t Table) Heads() []Cell {
	var all []Cell
	for _, c := range t.Columns {
		all = append(all, Text(c.Name))
	}
	return all
}

// Without leaves out a column, such as that of the types where brands are of none.
func (t *Table) Without(name string) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	t.Columns = slices.Delete(t.Columns, i, i+1)
	for n, row := range t.Rows {
		t.Rows[n] = slices.Delete(row, i, i+1)
	}
}

// A Print is tables as an office prints them.
type Print struct {
	Title  string
	Notes  []string // what stands above each table, a line each
	Tables []Table
	Wide   bool // more columns than an upright page holds
	Filter bool // the heads are those of a filter, and the pages are numbered
}

// Workbook returns p as a workbook, a sheet a table: the title and the notes over the
// whole width, the heads on every page.
func (p Print) Workbook(about About) ([]byte, error) {
	names := p.sheetNames()
	b := NewBook(about, names[0])
	looks := newLooks(b)
	for i, t := range p.Tables {
		head := len(p.Notes) + 2
		b.Do(func() error { _, err := b.File.NewSheet(names[i]); return err })
		looks.set(names[i], t, head, p) // before a sheet is streamed, which begins with it
		s := b.page(names[i], i == 0)
		for j, c := range t.Columns {
			s.width(j+1, float64(c.Width))
		}
		s.freeze(head)
		s.row(1, []Cell{Text(strings.TrimSpace(p.Title + "　" + t.Caption))}, func(int) int { return looks.title }, t.Columns, true)
		for j, n := range p.Notes {
			s.row(j+2, []Cell{Text(n)}, func(int) int { return looks.note }, t.Columns, true)
		}
		s.row(head, t.Heads(), func(int) int { return looks.head }, t.Columns, false)
		for j, cells := range t.Rows {
			s.row(head+1+j, cells, func(column int) int {
				if t.Columns[column].Middle {
					return looks.middle
				}
				return looks.text
			}, t.Columns, false)
		}
		s.end()
	}
	return b.Bytes()
}

// sheetNames names a sheet for each table: at most 31 characters, without those that
// Excel keeps for itself.
func (p Print) sheetNames() []string {
	var all []string
	for i, t := range p.Tables {
		name := strings.Map(func(r rune) rune {
			if strings.ContainsRune(`[]:*?/\'`, r) {
				return -1
			}
			return r
		}, cmp.Or(t.Caption, p.Title))
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

// A page is one sheet being written, row after row. The first of a book is streamed,
// which is many times faster: excelize streams but one sheet of a file in an order that
// is always the same.
type page struct {
	*Book
	name   string
	stream *excelize.StreamWriter // nil where it is not streamed
	cells  []any
}

func (b *Book) page(name string, streamed bool) *page {
	s := &page{Book: b, name: name}
	if streamed {
		b.Do(func() (err error) { s.stream, err = b.File.NewStreamWriter(name); return err })
	}
	return s
}

func (s *page) at(column, row int) string {
	cell, err := excelize.CoordinatesToCellName(column, row)
	s.Do(func() error { return err })
	return cell
}

func (s *page) width(column int, width float64) {
	s.Do(func() error {
		if s.stream != nil {
			return s.stream.SetColWidth(column, column, width)
		}
		name, err := excelize.ColumnNumberToName(column)
		return cmp.Or(err, s.File.SetColWidth(s.name, name, name, width))
	})
}

func (s *page) freeze(rows int) {
	s.Do(func() error {
		if s.stream != nil {
			return s.stream.SetPanes(Freeze(0, rows))
		}
		return s.File.SetPanes(s.name, Freeze(0, rows))
	})
}

// row writes a row as high as its text needs. One that stands over all columns is merged.
func (s *page) row(n int, cells []Cell, look func(column int) int, columns []Column, over bool) {
	tall, last := height(columns, cells, over), len(cells)
	if over {
		last = len(columns)
	}
	s.cells = s.cells[:0]
	for i := range last {
		cell := excelize.Cell{StyleID: look(i)}
		if i < len(cells) {
			cell.Value = cells[i].Value()
		}
		s.cells = append(s.cells, cell)
	}
	first := s.at(1, n)
	s.Do(func() error {
		if s.stream != nil {
			return s.stream.SetRow(first, s.cells, excelize.RowOpts{Height: tall})
		}
		for i, cell := range s.cells {
			at, cell := s.at(i+1, n), cell.(excelize.Cell)
			if err := cmp.Or(s.File.SetCellValue(s.name, at, cell.Value), s.File.SetCellStyle(s.name, at, at, cell.StyleID)); err != nil {
				return err
			}
		}
		return s.File.SetRowHeight(s.name, n, tall)
	})
	if over && last > 1 {
		corner := s.at(last, n)
		s.Do(func() error {
			if s.stream != nil {
				return s.stream.MergeCell(first, corner)
			}
			return s.File.MergeCell(s.name, first, corner)
		})
	}
}

func (s *page) end() {
	if s.stream != nil {
		s.Do(func() error { return s.stream.Flush() })
	}
}

// height returns how many points a row needs, which no program reckons before somebody
// edits it. A title or a note stands over all columns.
func height(columns []Column, row []Cell, over bool) float64 {
	lines := 1
	for i, cell := range row {
		width := columns[i].Width
		if over {
			width = 0
			for _, c := range columns {
				width += c.Width
			}
		}
		if len(cell.Text) < width { // no character is wider than its bytes are many
			continue
		}
		lines = max(lines, (displaywidth.String(cell.Text)+width-2)/(width-1)) // a sign may not begin a line
	}
	if over && lines == 1 {
		return 24
	}
	return float64(3 + 15*lines)
}

// looks are the styles of a printed list.
type looks struct {
	*Book
	title, note, head, text, middle int
}

func newLooks(b *Book) looks {
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

// set says how a sheet is printed; its heads stand in the row head.
func (l looks) set(name string, t Table, head int, p Print) {
	orientation, paper, one, any, fit := "portrait", 9, 1, 0, true // 9: A4
	if p.Wide {
		orientation = "landscape"
	}
	l.Do(func() error {
		return l.File.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &any})
	})
	l.Do(func() error {
		return l.File.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, head, head)})
	})
	// A filter takes the place of all other properties of a sheet.
	defer l.Do(func() error { return l.File.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}) })
	if !p.Filter {
		return
	}
	l.Do(func() error {
		column, err := excelize.ColumnNumberToName(len(t.Columns))
		if err != nil {
			return err
		}
		return l.File.AutoFilter(name, "A"+strconv.Itoa(head)+":"+column+strconv.Itoa(head+len(t.Rows)), nil)
	})
	l.Do(func() error {
		return l.File.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"})
	})
}
