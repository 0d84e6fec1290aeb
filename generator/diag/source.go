package diag

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Source is the text of one file as its author sees it, and collects the
// mistakes found in it. Lines end with LF, CRLF or CR.
//
// A Source is used by one goroutine at a time.
type Source struct {
	Name string // with forward slashes, relative to the repository's root
	Text string // without a byte order mark
	List List   // the mistakes reported so far, but no more than mostKept

	mask   func(string) string
	starts []int   // byte offset of each line's first character
	marks  []int   // byte offset of each markEvery-th character, from the first
	tried  []int   // in List: what Try reported
	masked masked  // the line that was masked last
	spans  spanned // the line whose span was asked for last
}

// markEvery is how many characters are walked at most to find a place, however
// long its line is.
const markEvery = 64

// mostKept is how many mistakes of a file are kept, that many rounds of mending
// have work to do; others are counted.
const mostKept = 1000

// spanned is the span of a line; many mappings may stand on one.
type spanned struct {
	line int
	span Span
}

// masked is a line as it may be printed; many mistakes may stand on one.
type masked struct {
	line int
	text string
}

// NewSource returns the source of a file. mask, where not nil, hides personal
// data: whatever a mistake prints of the text goes through it.
func NewSource(name, text string, mask func(string) string) *Source {
	s := &Source{Name: name, Text: text, mask: mask, starts: []int{0}}
	n := 0
	for i, c := range text {
		if n%markEvery == 0 {
			s.marks = append(s.marks, i)
		}
		n++
		if c == '\n' || c == '\r' && !strings.HasPrefix(text[i+1:], "\n") {
			s.starts = append(s.starts, i+1)
		}
	}
	return s
}

// Lines returns the number of lines; an empty file has one, and so has the
// nothing behind a final line break.
func (s *Source) Lines() int { return len(s.starts) }

// Line returns line n without its line break, "" where there is no such line.
func (s *Source) Line(n int) string {
	if n < 1 || n > len(s.starts) {
		return ""
	}
	end := len(s.Text)
	if n < len(s.starts) {
		end = s.starts[n]
	}
	return strings.TrimRight(s.Text[s.starts[n-1]:end], "\r\n")
}

// Offset returns the byte offset at which line n begins.
func (s *Source) Offset(n int) int {
	switch {
	case n < 1:
		return 0
	case n > len(s.starts):
		return len(s.Text)
	}
	return s.starts[n-1]
}

// Pos returns the place of the byte offset.
func (s *Source) Pos(offset int) Pos {
	offset = min(max(offset, 0), len(s.Text))
	line := sort.SearchInts(s.starts, offset+1) // the lines that begin at or before offset
	begin := s.starts[line-1]
	if offset-begin <= markEvery {
		return Pos{line, 1 + utf8.RuneCountInString(s.Text[begin:offset])}
	}
	return Pos{line, 1 + s.characters(offset) - s.characters(begin)}
}

// characters returns how many stand before the byte offset. Bytes that are no UTF-8
// count as one each, and so do those of a character that the offset divides.
func (s *Source) characters(offset int) int {
	n := sort.SearchInts(s.marks, offset) - 1 // the last mark before offset
	if n < 0 {
		return 0
	}
	return n*markEvery + utf8.RuneCountInString(s.Text[s.marks[n]:offset])
}

// SpanOf returns the span of the bytes from start up to, not including, end.
func (s *Source) SpanOf(start, end int) Span { return Span{s.Pos(start), s.Pos(end)} }

// LineSpan returns the span of line n without the white space around its text.
func (s *Source) LineSpan(n int) Span {
	if s.spans.line == n && n > 0 {
		return s.spans.span
	}
	line := s.Line(n)
	text := strings.TrimLeftFunc(line, unicode.IsSpace)
	start := Pos{n, 1 + utf8.RuneCountInString(line[:len(line)-len(text)])}
	s.spans = spanned{n, Span{start, Pos{n, start.Column + utf8.RuneCountInString(strings.TrimSpace(text))}}}
	return s.spans.span
}

// Index returns the byte offset of the place: the inverse of Pos. A column behind
// the line's end is its end.
func (s *Source) Index(p Pos) int {
	begin := s.Offset(p.Line)
	end := begin + len(s.Line(p.Line))
	if p.Column <= markEvery {
		return begin + ahead(s.Text[begin:end], p.Column-1)
	}
	n := s.characters(begin) + p.Column - 1 // the characters before the place
	if n/markEvery >= len(s.marks) {
		return end
	}
	i := s.marks[n/markEvery]
	return min(i+ahead(s.Text[i:], n%markEvery), end)
}

// ahead returns the bytes that the first n characters of a text take, or all of it.
func ahead(text string, n int) (i int) {
	for ; n > 0 && i < len(text); n-- {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return i
}

// Report adds a mistake without a suggestion.
func (s *Source) Report(at Span, rule Rule, format string, args ...any) {
	s.add(Mistake{Span: at, Rule: rule, Message: fmt.Sprintf(format, args...)})
}

// Suggest adds a mistake that is certainly mended when suggestion stands in place
// of the text at the span. A value in quotes keeps them. Where suggestion is ""
// there is none.
func (s *Source) Suggest(at Span, rule Rule, suggestion, format string, args ...any) {
	s.add(Mistake{Span: at, Rule: rule, Message: fmt.Sprintf(format, args...),
		Suggestion: s.quotedAlike(at, suggestion), Certain: suggestion != ""})
}

// Try is Suggest for who reads on with the suggestion in place of the text. A mistake
// reported at that place later is found in the suggestion, not in what was written:
// it is not told, but shows that the suggestion is no cure.
func (s *Source) Try(at Span, rule Rule, suggestion, format string, args ...any) {
	n := len(s.List)
	s.Suggest(at, rule, suggestion, format, args...)
	if suggestion != "" && len(s.List) > n {
		s.tried = append(s.tried, n)
	}
}

// follows reports whether m lies in what Try put there, which is then no cure. What
// is not for the public is told all the same.
func (s *Source) follows(m Mistake) bool {
	for _, i := range s.tried {
		if tried := &s.List[i]; m.Rule != PersonalData && !m.Span.Start.before(tried.Span.Start) && m.Span.Start.before(tried.Span.End) {
			tried.Certain = false
			return true
		}
	}
	return false
}

// Guess adds a mistake with what was probably meant: its author has to say.
func (s *Source) Guess(at Span, rule Rule, guess, format string, args ...any) {
	s.add(Mistake{Span: at, Rule: rule, Message: fmt.Sprintf(format, args...), Suggestion: s.quotedAlike(at, guess)})
}

// About says which brand, by its slug, the mistake reported last is about. One that
// stands for others too is about none.
func (s *Source) About(slug string) {
	if last := &s.List[len(s.List)-1]; !last.StandsForMore() {
		last.Subject = slug
	}
}

// Lacks says which key it is that the mistake reported last tells the absence of.
func (s *Source) Lacks(key string) {
	if last := &s.List[len(s.List)-1]; !last.StandsForMore() {
		last.Absent = key
	}
}

// quotedAlike returns text in the quotes that stand around the span.
func (s *Source) quotedAlike(at Span, text string) string {
	if text == "" || at.Start.Line != at.End.Line || strings.ContainsAny(text, "\"'\\") {
		return text
	}
	i := s.Index(at.Start)
	if c := s.Text[i:min(i+1, len(s.Text))]; c != `"` && c != "'" {
		return text
	}
	if old := s.Text[i:s.Index(at.End)]; len(old) >= 2 && old[0] == old[len(old)-1] {
		return old[:1] + text + old[:1]
	}
	return text
}

// Count returns how many mistakes were reported so far.
func (s *Source) Count() int { return s.List.Count() }

func (s *Source) add(m Mistake) {
	if s.follows(m) {
		return
	}
	if n := len(s.List); n == mostKept {
		s.List[n-1].more++
		s.List[n-1].Subject, s.List[n-1].Absent = "", ""
		return
	}
	m.File = s.Name
	m.line = s.Line(m.Span.Start.Line)
	m.snippet = m.line
	if s.mask != nil {
		s.hide(&m)
	}
	s.List = append(s.List, m)
}

// hide masks what m prints.
func (s *Source) hide(m *Mistake) {
	if s.masked.line != m.Span.Start.Line {
		s.masked = masked{m.Span.Start.Line, s.mask(m.line)}
	}
	m.Message, m.snippet = s.mask(m.Message), s.masked.text
	if s.mask(m.Suggestion) != m.Suggestion {
		m.Suggestion, m.Certain = "", false
	}
}

// Remask masks the mistakes reported so far anew: the mask has come to know more.
func (s *Source) Remask() {
	s.masked = masked{}
	for i := range s.List {
		s.hide(&s.List[i])
	}
}
