package fields

import (
	"regexp"
	"strings"
)

// value scans the value that begins at or behind character i and belongs to the
// collection in column parent.
func (s *scanner) value(i, parent int) {
	l := s.line()
	i = l.skip(i)
	if i >= l.end || l.comment(i) {
		s.next(awaited, parent)
		return
	}
	i = s.properties(i)
	if i >= l.end || l.comment(i) {
		s.next(awaited, parent)
		return
	}
	switch r := l.runes[i]; {
	case r == '|' || r == '>':
		s.blockScalar(i, parent)
	case r == '"' || r == '\'':
		s.quotedValue(i, parent)
	case r == '[' || r == '{' || s.wideBracket(i):
		s.flow(i, parent)
	case s.wideQuotes(i, l.value(i)):
		s.next(closed, parent)
	default:
		s.plainValue(i, parent)
	}
}

// properties goes past anchors and tags; a text may begin with their signs by
// mistake.
func (s *scanner) properties(i int) int {
	l := s.line()
	end := l.properties(i)
	if end > i {
		s.signed(i)
	}
	return end
}

var anchorName = regexp.MustCompile(`^[0-9A-Za-z_-]*`)

// signed suspects a value that begins with a sign of YAML's own.
func (s *scanner) signed(i int) {
	l := s.line()
	end := l.value(i)
	if i >= end {
		return
	}
	var last *suspect
	if i == l.indent() && l.colon(i, end) >= 0 {
		last = s.suspect(i, end, "", "这一行开头的“"+string(l.runes[i])+"”有特殊含义，请删去，或把它所在的内容用英文引号括起来。")
	} else {
		last = s.suspect(i, end, quote(l.text(i, end)), "以“"+string(l.runes[i])+"”开头的内容要用英文引号括起来。")
	}
	switch l.runes[i] {
	case '*':
		last.anchor = anchorName.FindString(l.text(i+1, end))
		last.weak = true
	case '&', '!':
		last.weak = true
	}
}

// reserved are the signs that no plain value can begin with.
const reserved = "*@`%]},"

// plainValue scans a value without quotes from character i on.
func (s *scanner) plainValue(i, parent int) {
	l := s.line()
	end := l.value(i)
	switch {
	case strings.ContainsRune(reserved, l.runes[i]):
		s.signed(i)
	case l.runes[i] == '-' && l.blank(i+1):
		s.suspect(i, end, "", "列表项“- ”要另起一行；如果短横线是内容的一部分，请用英文引号括起来。")
	case l.colon(i, end) >= 0:
		s.suspect(i, end, quote(l.text(i, end)), "内容里的英文冒号会被当作字段的冒号，请把“"+shown(l.text(i, end))+"”用英文引号括起来，或改用中文冒号“：”。")
	}
	if end < l.end {
		s.next(closed, parent)
		return
	}
	n := s.n
	s.next(plain, parent)
	s.open.n, s.open.i = n, i
}

// quote puts s in the quotes that it does not contain, "" if it has both.
func quote(s string) string {
	switch {
	case !strings.ContainsAny(s, `"\`):
		return `"` + s + `"`
	case !strings.Contains(s, "'"):
		return "'" + s + "'"
	}
	return ""
}

var blockHeader = regexp.MustCompile(`^[|>](?:[+-]?([1-9])?|([1-9])[+-])[ \t]*(?:[ \t]#.*)?$`)

// blockScalar scans a text that begins with | or > in character i: all lines
// that are indented more than the key it belongs to.
func (s *scanner) blockScalar(i, parent int) {
	l := s.line()
	header := blockHeader.FindStringSubmatch(l.text(i, min(l.end, i+200)))
	if header == nil {
		s.suspect(i, l.value(i), quote(l.text(i, l.value(i))), "“"+string(l.runes[i])+"”后面应换行再写文字；如果是内容的一部分，请把整个内容用英文引号括起来。")
		s.next(closed, parent)
		return
	}
	indent := 0
	if digit := header[1] + header[2]; digit != "" {
		indent = max(parent, 0) + int(digit[0]-'0')
	}
	s.next(closed, parent)
	for s.n < len(s.lines) && s.blockLine(&indent, parent) {
		s.n++
	}
}

// blockLine reports whether the line belongs to the block scalar of that
// indent, 0 when its first line decides.
func (s *scanner) blockLine(indent *int, parent int) bool {
	l := s.line()
	spaces := l.spaces()
	if spaces >= l.end {
		if *indent == 0 || spaces < *indent {
			whiten(l.runes[spaces:])
		}
		return true
	}
	if l.runes[spaces] == '\t' && (*indent == 0 || spaces < *indent) {
		i := l.indent()
		if i == l.end {
			whiten(l.runes)
			return true
		}
		s.tabs(spaces, i)
		return true
	}
	if *indent == 0 && spaces > parent {
		*indent = max(spaces, 1)
	}
	return spaces >= max(*indent, parent+1)
}

// quotedValue scans a value in quotes and what stands behind it.
func (s *scanner) quotedValue(i, parent int) {
	start := s.n
	end, ok := s.quoted(i, parent, false)
	if !ok {
		s.cutAt(start)
		s.open = open{state: closed, parent: parent}
		return
	}
	l := s.line()
	if rest := l.skip(end); rest < l.end && !l.comment(rest) {
		from, suggestion := end, ""
		if start == s.n {
			from, suggestion = i, quote(l.text(i, l.value(i)))
		}
		s.suspect(from, l.value(rest), suggestion, "引号结束后还有文字“"+shown(l.text(rest, l.value(rest)))+"”：请把整个内容放进一对引号，或删去引号。").cut = start
	}
	s.next(closed, parent)
}
