package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"minglu/generator/unseen"
)

// snippetCells is the widest part of a line that is printed, in terminal cells.
const snippetCells = 100

// Text prints each mistake of l with its line and a caret that stands right
// under the place, also behind Chinese text.
func (l List) Text(w io.Writer) error { return l.told().text(w) }

func (l List) text(w io.Writer) error {
	var b strings.Builder
	for _, m := range l {
		start := m.Span.Start
		fmt.Fprintf(&b, "%s:%d:%d: %s [%s]\n", Visible(m.Name()), start.Line, start.Column, Visible(m.Message), m.Rule)
		line, before, under := m.excerpt()
		number := fmt.Sprint(start.Line)
		fmt.Fprintf(&b, "  %s | %s\n", number, line)
		fmt.Fprintf(&b, "  %s | %s%s\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", before), strings.Repeat("^", under))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// excerpt returns the part of the line to print, how many cells stand before the
// caret and how many carets there are.
func (m Mistake) excerpt() (line string, before, under int) {
	start := max(m.Span.Start.Column-1, 0)
	skipped, text, more := window(m.snippet, start)
	runes := []rune(Visible(text))
	from := min(start-skipped, len(runes))
	to := len(runes)
	if m.Span.End.Line == m.Span.Start.Line {
		to = min(max(m.Span.End.Column-1-skipped, from), len(runes))
	}
	// A long line is shown from a little before the place.
	first := 0
	if skipped > 0 || displaywidth.String(string(runes[:to])) > snippetCells {
		first = max(from-20, 0)
	}
	last := first
	for cells := 0; last < len(runes); last++ {
		if cells += displaywidth.Rune(runes[last]); cells > snippetCells {
			break
		}
	}
	to = max(min(to, last), from)
	line = string(runes[first:last])
	before = displaywidth.String(string(runes[first:from]))
	if skipped+first > 0 {
		line, before = "…"+line, before+1
	}
	if more || last < len(runes) {
		line += "…"
	}
	under = 1
	if to > from {
		under = max(displaywidth.String(string(runes[from:to])), 1)
	}
	return line, before, under
}

// window returns the characters of s around the one at index i, how many were
// skipped before them, and whether there are more behind. What is printed of a
// line of megabytes costs no more than to walk to its place.
func window(s string, i int) (skipped int, text string, more bool) {
	const around = 2 * snippetCells
	begin, n := 0, 0
	for at := range s {
		switch n {
		case i - around:
			begin, skipped = at, n
		case i + around:
			return skipped, s[begin:at], true
		}
		n++
	}
	return skipped, s[begin:], false
}

// Visible replaces what would move the cursor or hide in a terminal, character
// by character, so that columns stay as they are.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return '␀'
		case unseen.Is(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return '·'
		}
		return r
	}, s)
}

// JSON prints l in the shape of `check --format json`; brands is the number of
// brands that were checked.
func (l List) JSON(w io.Writer, brands int) error {
	type mistake struct {
		File       string `json:"file"`
		Line       int    `json:"line"`
		Column     int    `json:"column"`
		EndLine    int    `json:"end_line"`
		EndColumn  int    `json:"end_column"`
		Rule       Rule   `json:"rule"`
		Message    string `json:"message"`
		Suggestion string `json:"suggestion"`
	}
	out := struct {
		Mistakes []mistake `json:"mistakes"`
		Brands   int       `json:"brands"`
	}{Mistakes: []mistake{}, Brands: brands}
	for _, m := range l.told() {
		out.Mistakes = append(out.Mistakes, mistake{
			m.Name(), m.Span.Start.Line, m.Span.Start.Column, m.Span.End.Line, m.Span.End.Column,
			m.Rule, m.Message, m.Suggestion,
		})
	}
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
