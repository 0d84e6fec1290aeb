package fields

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"minglu/generator/diag"
	"minglu/generator/unseen"
)

// A text is the YAML lines of a source, character by character, so that an
// index is a column, but for what turns the direction of the text: that has been
// reported, and is left out. It is the copy that yaml.v3 reads: what would only hide
// the mistakes behind it is mended there, and every column can be led back.
type text struct {
	src   *diag.Source
	first int // the number in src of lines[0]
	lines []line
}

// A line is one line without its break.
type line struct {
	runes  []rune
	end    int    // where the white space at its end begins
	edits  []edit // in the order of at
	turned []int  // the columns in the source of what turns the direction of the text, which runes lack
}

// source leads the index of a character back to its column in the source.
func (l line) source(i int) int {
	return i + sort.Search(len(l.turned), func(k int) bool { return l.turned[k]-k > i })
}

// An edit says that text stands in the copy where width characters at column at
// stand in the source.
type edit struct {
	at, width int
	text      []rune
	shift     int // how many columns this and all earlier edits of the line add
}

// newText copies lines first to last of src.
func newText(src *diag.Source, first, last int) *text {
	t := &text{src: src, first: max(first, 1)}
	last = min(last, src.Lines())
	if last < t.first {
		return t
	}
	t.lines = make([]line, 0, last-t.first+1)
	all := make([]rune, 0, utf8.RuneCountInString(src.Text[src.Offset(t.first):src.Offset(last+1)]))
	for n := t.first; n <= last; n++ {
		from, turned := len(all), []int(nil)
		column := 0
		for _, r := range src.Line(n) {
			if unseen.IsBidi(r) {
				turned = append(turned, column)
			} else {
				all = append(all, r)
			}
			column++
		}
		runes := all[from:len(all):len(all)]
		end := len(runes)
		for end > 0 && unicode.IsSpace(runes[end-1]) {
			end--
		}
		t.lines = append(t.lines, line{runes: runes, end: end, turned: turned})
	}
	t.neutralise()
	return t
}

// neutralise puts a space for each character that YAML takes for a line break
// where editors do not, and for those that YAML refuses; the latter are reported.
func (t *text) neutralise() {
	for n := range t.lines {
		l := &t.lines[n]
		reported := false
		for i, r := range l.runes {
			switch {
			case r == '\u0085', r == '\u2028', r == '\u2029':
				l.runes[i] = ' '
			case refused(r), r == '\ufeff' && i == 0:
				l.runes[i] = ' '
				if next := l.at(i + 1); !reported && next != '\n' && !refused(next) {
					t.src.Suggest(t.span(n, i, i+2), diag.YAMLSyntax, string(next), "此处有看不见的控制字符（%U），请删去。", r)
				} else if !reported {
					t.src.Report(t.span(n, i, i+1), diag.YAMLSyntax, "此处有看不见的控制字符（%U），请删去。", r)
				}
				reported = true
			}
		}
	}
}

func refused(r rune) bool {
	return unicode.IsControl(r) && r != '\t' || r == '\ufffe' || r == '\uffff'
}

// span returns the place in the source of columns from to to, exclusive, of
// line n; all three count from 0.
func (t *text) span(n, from, to int) diag.Span {
	l := t.lines[n]
	return diag.Span{Start: diag.Pos{Line: t.first + n, Column: l.source(from) + 1}, End: diag.Pos{Line: t.first + n, Column: l.source(to) + 1}}
}

// mend makes s stand where width characters at column at of line n stand.
func (t *text) mend(n, at, width int, s string) {
	l := &t.lines[n]
	e := edit{at: at, width: width, text: []rune(s)}
	if k := len(l.edits); k > 0 {
		e.shift = l.edits[k-1].shift
	}
	e.shift += len(e.text) - width
	l.edits = append(l.edits, e)
}

// mended reports whether line n differs from the source.
func (t *text) mended(n int) bool { return len(t.lines[n].edits) > 0 }

// before returns the mended text of the lines before line n.
func (t *text) before(n int) string {
	var b strings.Builder
	for _, l := range t.lines[:n] {
		i := 0
		for _, e := range l.edits {
			b.WriteString(string(l.runes[i:e.at]))
			b.WriteString(string(e.text))
			i = e.at + e.width
		}
		b.WriteString(string(l.runes[i:]))
		b.WriteByte('\n')
	}
	return b.String()
}

// column leads column c of the mended line, counted from 0, back to the source.
func (l line) column(c int) int {
	start := func(i int) int { return l.edits[i].at + l.edits[i].shift - len(l.edits[i].text) + l.edits[i].width }
	i := sort.Search(len(l.edits), func(i int) bool { return start(i) > c }) - 1
	if i < 0 {
		return c
	}
	if e := l.edits[i]; c < start(i)+len(e.text) {
		return e.at + min(c-start(i), e.width)
	}
	return c - l.edits[i].shift
}

// indent returns where the text of l begins; in a blank line that is its end.
func (l line) indent() int {
	i := 0
	for i < l.end && unicode.IsSpace(l.runes[i]) {
		i++
	}
	return i
}

// spaces returns how many spaces l begins with.
func (l line) spaces() int {
	i := 0
	for i < len(l.runes) && l.runes[i] == ' ' {
		i++
	}
	return i
}

// at returns the character in column i, a line break behind the last.
func (l line) at(i int) rune {
	if i < 0 || i >= len(l.runes) {
		return '\n'
	}
	return l.runes[i]
}

// blank reports whether YAML sees white space or the line's end in column i.
func (l line) blank(i int) bool {
	r := l.at(i)
	return r == ' ' || r == '\t' || r == '\n'
}

// comment reports whether a comment begins in column i.
func (l line) comment(i int) bool { return l.at(i) == '#' && (i == 0 || l.blank(i-1)) }

// skip returns the first column from i on that is not blank, at most the line's end.
func (l line) skip(i int) int {
	for i < len(l.runes) && l.blank(i) {
		i++
	}
	return i
}

// value returns where a plain value that begins in column i ends: before a
// comment, without the white space at its end.
func (l line) value(i int) int {
	end := i
	for j := i; j < l.end && !l.comment(j); j++ {
		if !l.blank(j) {
			end = j + 1
		}
	}
	return end
}

func (l line) text(from, to int) string { return string(l.runes[from:max(to, from)]) }
