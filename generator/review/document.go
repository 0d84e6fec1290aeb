package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"minglu/generator/content"
	"minglu/generator/unseen"
	"minglu/generator/values"
)

// A Document is a packet or a queue as it is read: sections of paragraphs, lists
// and tables. Its texts are plain; whoever prints them escapes them.
type Document struct {
	Title    string
	Lead     []string // what is compared, and what awaits whoever reads on
	Sections []Section
}

// A Section is one part of a document.
type Section struct {
	Title  string
	Blocks []Block
	Decide int    // how many things in it somebody has to decide
	Detail bool   // of one brand: may be left out of a document that is too long
	Name   string // of that brand
}

// A Block is a paragraph, a list or a table: one of Text, Items and Head is set.
type Block struct {
	Text  string
	Items []string
	Fold  string // where not "", the list opens at a touch of these words
	Head  []string
	Rows  [][]string
	Left  int // rows or items that are left out on paper

	Caption string // of a table; "": what stands before it says what it is
	Figures bool   // the cells are short, the first names the row: a terminal has room for the columns
	Bars    []int  // of each row a length in per cent of the longest, drawn behind the number in the column BarOf; nil: none
	BarOf   int
}

// drawn returns the rows with their bars in blocks, a twentieth of the longest each.
func (b Block) drawn() [][]string {
	if b.Bars == nil {
		return b.Rows
	}
	rows := slices.Clone(b.Rows)
	for i, length := range b.Bars {
		rows[i] = slices.Clone(rows[i])
		rows[i][b.BarOf] = strings.TrimSpace(rows[i][b.BarOf] + " " + strings.Repeat("█", (length+4)/5))
	}
	return rows
}

// longestText is how many characters of one text are printed. What is longer is
// read in its file.
const longestText = 300

// Printable returns a text as it may be printed: personal numbers masked, on one
// line, without signs that are not seen or turn others around, not endless.
func Printable(text string) string {
	text = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unseen.Is(r), unicode.Is(unicode.Co, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)), " ")
	return truncate(content.Mask(text), longestText)
}

// truncate shortens a text to so many characters. Digits at the end go as a whole.
func truncate(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimRightFunc(string(runes[:most]), func(r rune) bool { return unicode.IsDigit(r) || r == ' ' || r == '-' }) + "…"
}

// NewSection returns a section without blocks.
func NewSection(title string) Section { return Section{Title: Printable(title)} }

// Say adds a paragraph.
func (s *Section) Say(format string, args ...any) {
	s.add(Block{Text: Printable(fmt.Sprintf(format, args...))})
}

func (s *Section) add(b Block) { s.Blocks = append(s.Blocks, b) }

// absent stands in a cell that says nothing.
const absent = "—"

// Tabulate adds a table of the heads and rows of b, unless it has no rows. The rows become
// printable.
func (s *Section) Tabulate(b Block) {
	if len(b.Rows) == 0 {
		return
	}
	for _, row := range b.Rows {
		for i := range row {
			if row[i] = Printable(row[i]); row[i] == "" {
				row[i] = absent
			}
		}
	}
	s.add(b)
}

// section begins a section; blocks are added to the last.
func (d *Document) section(title string) { d.Sections = append(d.Sections, NewSection(title)) }

func (d *Document) last() *Section { return &d.Sections[len(d.Sections)-1] }

func (d *Document) text(format string, args ...any) { d.last().Say(format, args...) }

// list adds a list, unless there is nothing in it.
func (d *Document) list(items []string) { d.foldedList("", items) }

// foldedList adds a list that is shown to whoever asks for it.
func (d *Document) foldedList(words string, items []string) {
	if len(items) == 0 {
		return
	}
	clean := make([]string, len(items))
	for i, item := range items {
		clean[i] = Printable(item)
	}
	d.last().add(Block{Items: clean, Fold: words})
}

// table adds a table, unless it has no rows.
func (d *Document) table(head []string, rows [][]string) {
	d.last().Tabulate(Block{Head: head, Rows: rows})
}

// tabulate adds a section with a table of a row for each of all, unless there is
// none. title takes their number; why, where it is not "", says what is asked for.
func tabulate[T any](d *Document, title, why string, head []string, all []T, row func(T) []string) {
	if len(all) == 0 {
		return
	}
	d.section(fmt.Sprintf(title, len(all)))
	if why != "" {
		d.text("%s", why)
	}
	var rows [][]string
	for _, one := range all {
		rows = append(rows, row(one))
	}
	d.table(head, rows)
}

// assign adds a section, as tabulate does, of things to do: one a row.
func assign[T any](d *Document, task, title, why string, head []string, all []T, row func(T) []string) {
	tabulate(d, task+"："+title, why, head, all, row)
	if len(all) > 0 && task == toDecide {
		d.last().Decide = len(all)
	}
}

// decision begins a section of so many things that somebody has to decide. title takes
// their number.
func (d *Document) decision(title string, n int) {
	d.section(fmt.Sprintf(toDecide+"："+title, n))
	d.last().Decide = n
}

// decisions counts what somebody has to decide.
func (d *Document) decisions() int {
	sum := 0
	for _, s := range d.Sections {
		sum += s.Decide
	}
	return sum
}

// number returns n as people read it: 12,600.
func number(n int) string { return values.DecimalOf(n).Grouped() }

func yearText(year int) string { return strconv.Itoa(year) + "年" }

// join adds b to a, with the mark between them where both say something.
func join(a, mark, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + mark + b
}
