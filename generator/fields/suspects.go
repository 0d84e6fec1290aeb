package fields

import (
	"regexp"

	"minglu/generator/diag"
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

// maxSuspects is how many suspects are kept: the first of a text explain what
// YAML says.
const maxSuspects = 10_000

// suspect keeps a suspect and returns it; what becomes of one too many is lost.
func (s *scanner) suspect(from, to int, suggestion, message string) *suspect {
	return s.keep(suspect{line: s.n, cut: s.n, span: s.span(s.n, from, to), suggestion: suggestion, message: message})
}

func (s *scanner) keep(c suspect) *suspect {
	if len(s.suspects) == maxSuspects {
		return &c
	}
	s.suspects = append(s.suspects, c)
	return &s.suspects[len(s.suspects)-1]
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
	s.keep(suspect{line: n, cut: n, span: s.span(n, k, l.value(k)),
		message: "“" + shown(l.text(k, l.value(k))) + "”的缩进比上下两行都少：同一组字段要上下对齐。"})
	return true
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
		s.keyless(s.open.i)
		s.n = n
	case s.wentLeft(i):
	default:
		s.suspect(i, end, "", "“"+shown(l.text(i, end))+"”缩进过深，被当作上一行的延续：如果是新的字段，请与上一个字段对齐；如果是上一行的文字，请把整段文字放进英文引号。")
	}
}

// almostKey is a key with another sign than a colon, or what looks like one.
var almostKey = regexp.MustCompile(`^([a-z][a-z0-9_-]*)[ \t]*[=︰∶﹕꞉;；][ \t]*(\S.*)$`)

// keyless suspects a line that should have been a key's.
func (s *scanner) keyless(i int) {
	l := s.line()
	suggestion := ""
	if m := almostKey.FindStringSubmatch(l.text(i, min(l.value(i), i+longestKey))); m != nil && l.value(i) <= i+longestKey {
		suggestion = m[1] + ": " + m[2]
	}
	s.suspect(i, l.value(i), suggestion, "“"+shown(l.text(i, l.value(i)))+"”这一行缺少英文冒号，请写成“字段: 内容”；如果是上一行的内容，请比上一行多缩进两个空格。")
}
