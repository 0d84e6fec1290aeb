package fields

import (
	"strings"

	"minglu/generator/diag"
)

// maxDepth is how deep lists and mappings may lie in each other.
const maxDepth = 100

// A scanner goes through a text once, line by line, before yaml.v3 does. It
// knows which collections, quotes and multi-line values are open, and so tells
// punctuation that YAML should have read from punctuation of the prose.
//
// What it is sure of it reports; what it only suspects (it is not a full YAML
// parser) is kept for the case that yaml.v3 refuses the text.
type scanner struct {
	*text
	n        int     // the line that is being scanned
	shift    int     // columns that mended indentation adds to it
	levels   []level // the open block collections, outermost first
	open     open
	begun    bool // something other than comments has been seen
	cut      int  // the first line that must not be read
	left     left // the collection that was closed last
	suspects []suspect
	commas   int // between items in brackets

	runLine, runEnd   int // the run of plain characters in brackets that was measured last
	runProse, runAsks bool
}

// A level is an open block collection; its items or keys begin in column.
type level struct {
	list   bool
	column int
}

// left is a collection that line n closed by beginning further to the left.
type left struct{ n, column int }

// open is what the lines so far leave to the next.
type open struct {
	state  int // closed, awaited or plain
	parent int // the column of the collection that the value belongs to
	n, i   int // where a plain value began
}

const (
	closed  = iota // the last value is complete
	awaited        // a value may begin on a later line
	plain          // a plain value may go on
)

// scan finds what can be known without YAML, reports it and mends t.
func scan(t *text) *scanner {
	s := &scanner{text: t, cut: len(t.lines), runLine: -1}
	for s.n < len(s.lines) {
		s.scanLine()
	}
	return s
}

// line returns the line that is being scanned.
func (s *scanner) line() *line { return &s.lines[s.n] }

// stop ends the scan: line n and all behind it cannot be judged.
func (s *scanner) stop(n int) {
	s.cutAt(n)
	s.n = len(s.lines)
}

func (s *scanner) cutAt(n int) { s.cut = min(s.cut, n) }

// next goes to the next line and leaves what is open to it.
func (s *scanner) next(state, parent int) {
	s.open = open{state: state, parent: parent}
	s.n++
}

// parent returns the column of the innermost open collection, -1 for none.
func (s *scanner) parent() int {
	if len(s.levels) == 0 {
		return -1
	}
	return s.levels[len(s.levels)-1].column
}

// in reports whether a collection of this kind lies open at column.
func (s *scanner) in(list bool, column int) bool {
	return len(s.levels) > 0 && s.levels[len(s.levels)-1] == level{list, column}
}

// scanLine scans a line that begins outside quotes, brackets and block scalars,
// and as many more as its value takes.
func (s *scanner) scanLine() {
	l := s.line()
	i := l.indent()
	switch {
	case i == l.end:
		whiten(l.runes)
		s.n++
		return
	case s.marker():
		return
	case l.runes[i] == '#':
		whiten(l.runes[:i])
		if s.open.state == plain {
			s.open.state = closed
		}
		s.n++
		return
	case s.open.state == plain && l.spaces() > s.open.parent:
		s.continuation(i)
		return
	case s.paragraph(i):
		i = l.spaces()
	}
	s.indentation(i)
	s.begun = true
	s.dedent(i)
	s.entry(i)
}

// paragraph reports whether the line begins a text that is set in with
// full-width spaces, as Chinese paragraphs are, behind an indentation of its own.
func (s *scanner) paragraph(i int) bool {
	l := s.line()
	return s.open.state == awaited && l.spaces() > max(s.open.parent, 0) && l.wideSpace(l.spaces()) && !l.keyLike(i) && !l.dash(i)
}

// whiten puts spaces in place of runes.
func whiten(runes []rune) {
	for i := range runes {
		runes[i] = ' '
	}
}

// marker deals with the lines that begin or end a YAML document.
func (s *scanner) marker() bool {
	if !s.line().marker() {
		return false
	}
	if s.line().runes[0] == '-' && !s.begun {
		s.begun = true
		s.n++
		return true
	}
	s.src.Report(s.span(s.n, 0, 3), diag.YAMLSyntax, "一个文件只能写一份内容，请删去此处的“%s”。", s.line().text(0, 3))
	s.stop(s.n)
	return true
}

func (l line) marker() bool {
	return len(l.runes) >= 3 && l.blank(3) && (l.text(0, 3) == "---" || l.text(0, 3) == "...")
}

// indentation reports what is not a space before column i.
func (s *scanner) indentation(i int) {
	l := s.line()
	s.shift = 0
	for k := 0; k < i; k++ {
		from := k
		for k < i && l.runes[k] == l.runes[from] {
			k++
		}
		switch r := l.runes[from]; r {
		case ' ':
		case '\t':
			s.tabs(from, k)
		default:
			s.wideSpaces(from, k)
		}
		k--
	}
}

// column returns the column that character i of the line has in the mended text.
func (s *scanner) column(i int) int { return i + s.shift }

// dedent closes the collections that a line beginning in character i has left.
func (s *scanner) dedent(i int) {
	column := s.column(i)
	for len(s.levels) > 0 && s.parent() > column {
		s.left = left{s.n, s.parent()}
		s.levels = s.levels[:len(s.levels)-1]
	}
	if s.in(true, column) && !s.line().dash(i) {
		s.levels = s.levels[:len(s.levels)-1] // a list may stand as far left as the key it belongs to
		if !s.in(false, column) {
			s.levels = append(s.levels, level{true, column})
		}
	}
}

// dash reports whether a list item begins in column i.
func (l line) dash(i int) bool {
	return l.at(i) == '-' && l.blank(i+1) || l.at(i) == '－'
}

// push opens a block collection, or stops where there are too many.
func (s *scanner) push(list bool, i int) {
	s.levels = append(s.levels, level{list, s.column(i)})
	if len(s.levels) > maxDepth {
		s.tooDeep(s.n, i)
		s.stop(s.n)
	}
}

func (s *scanner) tooDeep(n, i int) {
	s.src.Report(s.span(n, i, i+1), diag.TooLarge, "列表和字段套了超过 %d 层，请减少层数。", maxDepth)
}

// entry scans what begins in character i: list items in a row, a key with its
// value, or a value alone.
func (s *scanner) entry(i int) {
	l, first := s.line(), i
	for l.dash(i) {
		parent := s.column(i)
		s.item(i, i == first)
		if s.n >= len(s.lines) {
			return
		}
		s.dashes(i)
		i = s.afterDash(i + 1)
		if i >= l.end || l.comment(i) {
			s.next(awaited, parent)
			return
		}
		s.open = open{state: awaited, parent: parent}
	}
	if after, ok := s.key(i); ok {
		s.pair(i)
		if s.n < len(s.lines) {
			s.value(after, s.column(i))
		}
		return
	}
	s.loneValue(i)
}

// item opens a list at character i or goes on with the one that is open there.
func (s *scanner) item(i int, first bool) {
	column := s.column(i)
	switch {
	case s.in(true, column):
	case s.in(false, column) && !(s.open.state == awaited && s.open.parent == column),
		first && len(s.levels) > 0 && s.open.state != awaited:
		s.suspect(i, s.line().value(i), "", "此处不应是列表项：请核对短横线“-”的缩进，同一列表的短横线要上下对齐。")
		if column > s.parent() {
			s.push(true, i)
		}
	default:
		s.push(true, i)
	}
}

// afterDash returns where the item behind a dash begins. A tab is no distance
// from which the item's own keys could be aligned.
func (s *scanner) afterDash(i int) int {
	l := s.line()
	end := l.skip(i)
	if strings.ContainsRune(l.text(i, end), '\t') && end < l.end && !l.comment(end) {
		from := i
		for l.runes[from] != '\t' {
			from++
		}
		s.tabs(from, end)
	}
	return end
}

// pair opens a mapping at the key in character i or goes on with the one that
// is open there.
func (s *scanner) pair(i int) {
	column := s.column(i)
	switch {
	case s.in(false, column):
		return
	case s.in(true, column):
		s.suspect(i, s.line().value(i), "", "此处应是以“- ”开头的列表项；如果是新的字段，请与所属的那组字段对齐。")
		return
	case len(s.levels) > 0 && s.open.state != awaited:
		s.misaligned(i)
	}
	if column > s.parent() {
		s.push(false, i)
	}
}

// loneValue scans a value that stands alone from character i on, where a key or
// the value of an earlier line may be due.
func (s *scanner) loneValue(i int) {
	l := s.line()
	switch {
	case s.due(i) && l.runes[i] == '＃':
		s.hash(i)
		s.n++
		return
	case strings.ContainsRune(reserved, l.runes[i]):
	case s.in(true, s.column(i)):
		suggestion := ""
		if m := listMark.FindStringSubmatch(l.text(i, l.value(i))); m != nil {
			suggestion = "- " + m[1]
		}
		s.suspect(i, l.value(i), suggestion, "此处应是以“- ”开头的列表项，或与所属的字段对齐。")
	case s.in(false, s.column(i)):
		s.keyless(i)
	case len(s.levels) > 0 && s.open.state != awaited:
		s.misaligned(i)
	}
	s.value(i, s.parent())
}

// due reports whether a key must begin in character i.
func (s *scanner) due(i int) bool {
	return s.in(false, s.column(i)) || len(s.levels) == 0
}

// continuation scans a further line of a plain value.
func (s *scanner) continuation(i int) {
	l := s.line()
	end := l.value(i)
	if l.colon(i, end) >= 0 {
		s.colonInText(i, end)
	}
	if end < l.end {
		s.open.state = closed
	}
	s.n++
}

// colon returns where a colon that YAML reads as a key's stands between i and
// end, -1 for nowhere.
func (l line) colon(i, end int) int {
	for j := i; j < end; j++ {
		if l.runes[j] == ':' && l.blank(j+1) {
			return j
		}
	}
	return -1
}
