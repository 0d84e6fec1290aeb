package fields

import (
	"regexp"
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

// A suspect is a place that explains why YAML may refuse a text.
type suspect struct {
	line, cut  int // where it is; the first line that then cannot be read
	span       diag.Span
	anchor     string // the name of an alias: only suspect when YAML misses it
	weak       bool   // only suspect when YAML fails in this very line
	suggestion string
	message    string
}

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

func (s *scanner) suspect(from, to int, suggestion, message string) {
	s.suspects = append(s.suspects, suspect{
		line: s.n, cut: s.n, span: s.span(s.n, from, to), suggestion: suggestion, message: message,
	})
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
	}
	s.indentation(i)
	s.begun = true
	s.dedent(i)
	s.entry(i)
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

// misaligned suspects the line at character i, or the line before it where that
// has left a collection with which this one would go on.
func (s *scanner) misaligned(i int) {
	l := s.line()
	if s.wentLeft(i) {
		return
	}
	s.suspect(i, l.value(i), "", "“"+shown(l.text(i, l.value(i)))+"”的缩进与上文不一致：同一组字段要上下对齐，下一层比上一层多两个空格。")
}

// wentLeft reports whether it was the line before that stands too far to the
// left, and suspects that.
func (s *scanner) wentLeft(i int) bool {
	n := s.n - 1
	for n > 0 && (s.lines[n].end == 0 || s.lines[n].at(s.lines[n].indent()) == '#') {
		n--
	}
	if n < 0 || s.left != (left{n, s.column(i)}) {
		return false
	}
	l := s.lines[n]
	k := l.indent()
	s.suspects = append(s.suspects, suspect{line: n, cut: n, span: s.span(n, k, l.value(k)),
		message: "“" + shown(l.text(k, l.value(k))) + "”的缩进比上下两行都少：同一组字段要上下对齐。"})
	return true
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
		s.suspect(i, l.value(i), "", "此处应是以“- ”开头的列表项，或与所属的字段对齐。")
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

// longestKey is how many characters a word may have that is taken for a key.
const longestKey = 60

var (
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	keyWord    = regexp.MustCompile(`^[\p{Han}A-Za-z0-9_.·-]{1,20}$`)
	keyLike    = regexp.MustCompile(`^(?:[\p{Han}A-Za-z0-9_.·-]{1,40}[ \t]*:(?:[ \t]|$)|[a-z][a-z0-9_-]*[ \t]*：|[a-z][a-z0-9_-]*:[^/\s])`)
)

// keyLike reports whether l looks like the line of a key from column i on.
func (l line) keyLike(i int) bool {
	return keyLike.MatchString(l.text(i, min(i+80, l.end)))
}

// key finds a key that begins in character i, in front of a colon that is
// right or was meant to be; after is the first character behind the colon.
func (s *scanner) key(i int) (after int, ok bool) {
	l := s.line()
	i = l.properties(i)
	if l.at(i) == '"' || l.at(i) == '\'' {
		return s.quotedKey(i)
	}
	if strings.ContainsRune("[{|>"+reserved, l.at(i)) {
		return 0, false
	}
	tight := -1
	for j := i; j < l.end && !l.comment(j); j++ {
		switch r := l.runes[j]; {
		case r == ':' && l.blank(j+1):
			return j + 1, true
		case r != ':' && r != '：' || tight >= 0 || j-i > longestKey:
		case r == ':' && (l.at(j+1) == '\u3000' || l.at(j+1) == '\u00a0') && identifier.MatchString(l.text(i, j)):
			s.wideGap(i, j)
			return j + 1, true
		case r == ':' && identifier.MatchString(l.text(i, j)) && l.text(j+1, min(j+3, l.end)) != "//":
			tight = j
		case r == '：' && s.plausible(i, j):
			return s.colon(i, j), true
		}
	}
	if tight >= 0 && (s.due(i) || s.leadsKeys(i)) {
		return s.tight(i, tight, l.value(tight)), true
	}
	return 0, false
}

// properties returns the column behind the anchors and tags that begin in column i.
func (l line) properties(i int) int {
	for l.at(i) == '&' || l.at(i) == '!' {
		for !l.blank(i) {
			i++
		}
		i = l.skip(i)
	}
	return i
}

// quotedKey finds a key in quotes that begins in character i.
func (s *scanner) quotedKey(i int) (after int, ok bool) {
	l := s.line()
	for j := i + 1; j < l.end; j++ {
		switch {
		case l.runes[j] == '\\' && l.runes[i] == '"', l.runes[j] == '\'' && l.runes[i] == '\'' && l.at(j+1) == '\'':
			j++
		case l.runes[j] == l.runes[i]:
			k := l.skip(j + 1)
			if l.at(k) == '：' {
				return s.colon(i, k), true
			}
			return k + 1, l.at(k) == ':' && l.blank(k+1)
		}
	}
	return 0, false
}

// plausible reports whether the text from i up to a full-width colon in j is a
// key rather than the beginning of a sentence: a word of the kind that keys are
// made of, or any word where YAML can read nothing but a key.
func (s *scanner) plausible(i, j int) bool {
	word := strings.TrimSpace(s.line().text(i, j))
	return identifier.MatchString(word) || s.due(i) && keyWord.MatchString(word)
}

// leadsKeys reports whether the next line is aligned with character i and looks
// like a key, so that this one should have been a key too.
func (s *scanner) leadsKeys(i int) bool {
	for n := s.n + 1; n < len(s.lines); n++ {
		l := s.lines[n]
		if k := l.indent(); k < l.end && l.runes[k] != '#' {
			return k == s.column(i) && l.keyLike(k)
		}
	}
	return false
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

// colonInText suspects a key's colon in a further line of a plain value. Where
// that line stands right under the first, or the first is but a word, it was
// the first that should have been a key.
func (s *scanner) colonInText(i, end int) {
	l := s.line()
	switch first := s.lines[s.open.n]; {
	case !l.keyLike(i):
		s.suspect(i, end, "", "文字中的英文冒号会被当作字段的冒号，请把整段文字放进英文引号，或改用中文冒号“：”。")
	case s.open.i == first.indent() && (i == s.open.i || identifier.MatchString(first.text(s.open.i, min(first.end, s.open.i+longestKey)))):
		n := s.n
		s.n = s.open.n
		s.keyless(i)
		s.n = n
	case s.wentLeft(i):
	default:
		s.suspect(i, end, "", "“"+shown(l.text(i, end))+"”缩进过深，被当作上一行的延续：如果是新的字段，请与上一个字段对齐；如果是上一行的文字，请把整段文字放进英文引号。")
	}
}

// keyless suspects a line that should have been a key's.
func (s *scanner) keyless(i int) {
	l := s.line()
	s.suspect(i, l.value(i), "", "“"+shown(l.text(i, l.value(i)))+"”这一行缺少英文冒号，请写成“字段: 内容”；如果是上一行的内容，请比上一行多缩进两个空格。")
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
