package fields

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/unseen"
)

// A text is the lines of a source as yaml.v3 is to read them. What would only hide
// the mistakes behind it is mended there, and every place is led back to the source.
type text struct {
	src   *diag.Source
	of    []keys.Field // the table of its keys
	first int          // the number in src of lines[0]
	lines []line
	yaml  *diag.Source // the lines joined, as they were read last
	tops  []string     // by line: the last key of the table up to there; nil until a name is asked for
}

// A line is one line without its break.
type line struct {
	text    string
	offsets []int  // of each byte and of the end, in the line of the source; nil where both are equal
	mended  bool   // a slip was reported and mended
	tried   bool   // it is what a suggestion makes of it
	lost    bool   // what the line says is not all that its author wrote there
	parts   *entry // of partsOf; nil until they are asked for
	partsOf string
}

// newText copies lines first to last of src. What turns the direction of the text
// has been reported and is left out; what YAML takes for a line break where editors
// do not, or refuses, becomes a space.
func newText(src *diag.Source, first, last int) *text {
	t := &text{src: src, first: max(first, 1)}
	for n := t.first; n <= min(last, src.Lines()); n++ {
		l := line{text: src.Line(n)}
		if strings.IndexFunc(l.text, replaced) >= 0 {
			t.reportControls(n, l.text)
			l = neutral(l.text)
		}
		switch begin := strings.TrimLeftFunc(l.text, unicode.IsSpace); {
		case begin == "":
			l = line{}
		case begin[0] == '#' && strings.TrimLeft(l.text, " ") != begin: // before a comment any white space will do
			indent := l.text[:len(l.text)-len(begin)]
			l.replace(0, len(indent), strings.Repeat(" ", utf8.RuneCountInString(indent)))
		}
		t.lines = append(t.lines, l)
	}
	return t
}

// named returns how messages name a key that stands in line n, or below it.
func (t *text) named(n int, key string) string {
	return diag.Named(t.field(n, key).Label, shown(key))
}

// field returns the field of a key that stands in line n, or below it: that of the
// mapping below the last key of the table up to there, or of the table.
func (t *text) field(n int, key string) keys.Field {
	if t.tops == nil { // once: a file may have as many slips as lines
		last := ""
		for _, l := range t.lines {
			if top := keys.Find(t.of, topKey.FindString(l.text)).Key; top != "" {
				last = top
			}
			t.tops = append(t.tops, last)
		}
	}
	if n < len(t.tops) && t.tops[n] != key {
		if f := keys.Within(keys.Find(t.of, t.tops[n]).Fields, key); f.Key != "" {
			return f
		}
	}
	return keys.Within(t.of, key)
}

var topKey = regexp.MustCompile(`^` + name)

// refused reports whether YAML refuses a text with r in it.
func refused(r rune) bool {
	return unicode.IsControl(r) && r != '\t' && r != '\u0085' || r == '\ufffe' || r == '\uffff'
}

func replaced(r rune) bool {
	return refused(r) || unseen.IsBidi(r) || r == '\u0085' || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// neutral returns a line that yaml.v3 reads as one.
func neutral(s string) line {
	var b strings.Builder
	var offsets []int
	for i, r := range s {
		switch {
		case unseen.IsBidi(r), refused(r):
			continue
		case replaced(r) && (r != '\ufeff' || i == 0):
			r = ' '
		}
		n, _ := b.WriteRune(r)
		for k := range n {
			offsets = append(offsets, i+k)
		}
	}
	return line{text: b.String(), offsets: append(offsets, len(s))}
}

// reportControls reports the first control character of line n of the source.
func (t *text) reportControls(n int, s string) {
	i := strings.IndexFunc(s, func(r rune) bool { return refused(r) })
	if i < 0 && strings.HasPrefix(s, "\ufeff") {
		i = 0
	}
	if i < 0 {
		return
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	next, more := utf8.DecodeRuneInString(s[i+size:])
	suggestion := ""
	if more > 0 && !refused(next) {
		size, suggestion = size+more, string(next)
	} else if last, before := utf8.DecodeLastRuneInString(s[:i]); more == 0 && before > 0 {
		i, size, suggestion = i-before, size+before, string(last)
	}
	at := t.src.Offset(n) + i
	t.src.Suggest(t.src.SpanOf(at, at+size), diag.YAMLSyntax, suggestion, "此处有看不见的控制字符（%U），请删去。", r)
}

// replace puts s in place of bytes from to to, exclusive.
func (l *line) replace(from, to int, s string) {
	if from == to && s == "" {
		return
	}
	if l.offsets == nil {
		l.offsets = make([]int, len(l.text)+1)
		for i := range l.offsets {
			l.offsets[i] = i
		}
	}
	offsets := slices.Repeat(l.offsets[to:to+1], len(s))
	if s != "" {
		offsets[0] = l.offsets[from]
	}
	l.text = l.text[:from] + s + l.text[to:]
	l.offsets = slices.Replace(l.offsets, from, to, offsets...)
}

// offset leads byte i of l back to the line of the source.
func (l line) offset(i int) int {
	if l.offsets == nil {
		return i
	}
	return l.offsets[i]
}

// span returns the place in the source of bytes from to to, exclusive, of line n,
// counted from 0.
func (t *text) span(n, from, to int) diag.Span {
	begin, l := t.src.Offset(t.first+n), t.lines[n]
	return t.src.SpanOf(begin+l.offset(from), begin+l.offset(to))
}

// join returns lines first to end, exclusive, as yaml.v3 reads them.
func (t *text) join(first, end int) string {
	var b strings.Builder
	for _, l := range t.lines[first:end] {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	return b.String()
}

// place returns the line, counted from 0, and the byte in it at which n begins.
func (t *text) place(n *yaml.Node) (k, i int) {
	if len(t.lines) == 0 || n.Line < 1 {
		return 0, 0
	}
	k = min(n.Line, len(t.lines)) - 1
	return k, t.yaml.Index(diag.Pos{Line: k + 1, Column: n.Column}) - t.yaml.Offset(k+1)
}

// At returns the place of n: a plain or quoted value to its end on its line, a
// list or mapping to the end of its first line; no place where n is absent.
func (n Node) At() diag.Span {
	if n.yaml == nil {
		return diag.Span{}
	}
	t := n.doc.text
	if len(t.lines) == 0 {
		begin := diag.Pos{Line: t.first, Column: 1}
		return diag.Span{Start: begin, End: begin}
	}
	k, i := t.place(n.yaml)
	return t.span(k, i, i+extent(n.yaml, t.lines[k].text[i:]))
}

// extent returns how many bytes of its line, which rest is, n takes.
func extent(n *yaml.Node, rest string) int {
	if n.Kind != yaml.ScalarNode {
		return len(strings.TrimRightFunc(rest, unicode.IsSpace))
	}
	begin := len(properties.FindString(rest))
	switch n.Style &^ yaml.TaggedStyle {
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return min(1, len(rest))
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		if quoted := quotedText.FindString(rest[begin:]); quoted != "" {
			return begin + len(quoted)
		}
		return len(strings.TrimRightFunc(rest, unicode.IsSpace))
	}
	if strings.HasPrefix(rest[begin:], n.Value) {
		return begin + len(n.Value)
	}
	return valueEnd(rest, 0)
}
