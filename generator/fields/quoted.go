package fields

import (
	"regexp"
	"strings"

	"minglu/generator/diag"
)

// quoted scans a quoted value that begins in character i and returns the
// character behind it. A quote is unclosed when the text ends first, and also
// when a line that looks like the next key or item comes first: then only a
// later quote happens to close it. It is reported where it opens, and the scan
// goes on with that line.
func (s *scanner) quoted(i, parent int, inFlow bool) (after int, ok bool) {
	start, sign := s.n, s.line().runes[i]
	for j := i + 1; ; j = 0 {
		l := s.line()
		for ; j < len(l.runes); j++ {
			switch {
			case sign == '"' && l.runes[j] == '\\':
				s.escape(j)
				j++
			case l.runes[j] != sign:
			case sign == '\'' && l.at(j+1) == sign:
				j++
			default:
				return j + 1, true
			}
		}
		s.n++
		if s.n >= len(s.lines) || s.interrupted(parent, inFlow) {
			s.unclosedQuote(start, i, !inFlow && s.n == start+1)
			return 0, false
		}
	}
}

// interrupted reports whether the line cannot belong to a quote or bracket that
// was opened in the collection at column parent.
func (s *scanner) interrupted(parent int, inFlow bool) bool {
	l := s.line()
	i := l.indent()
	if l.marker() {
		return true
	}
	if i >= l.end || i > parent && !inFlow {
		return false
	}
	return l.keyLike(i) || i <= parent && l.dash(i)
}

// unclosedQuote reports the quote in column i of line n; alone: its text can only
// be the rest of the line.
func (s *scanner) unclosedQuote(n, i int, alone bool) {
	l := s.lines[n]
	end := l.value(i)
	sign := string(l.runes[i])
	hint, inner := "", l.text(i+1, end)
	if last := l.at(end - 1); strings.ContainsRune(wideQuoteSigns, last) && end-1 > i {
		hint = "行末的“" + string(last) + "”是中文引号。"
		inner = l.text(i+1, end-1)
	}
	closed := ""
	if alone && inner != "" && !strings.ContainsAny(inner, "\"'\\") {
		closed = sign + inner + sign
	}
	s.src.Suggest(s.span(n, i, end), diag.YAMLSyntax, closed, "从此处开始的引号 %s 没有闭合，请在内容末尾补上英文引号 %s。%s", sign, sign, hint)
}

// escapes are the characters that may follow a backslash in double quotes.
const escapes = "0abt\tnvfre \"'\\N_LPxuU\n"

var escapeCode = regexp.MustCompile(`^(?:[^xuU]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})`)

// escape suspects a backslash in column j that YAML cannot read.
func (s *scanner) escape(j int) {
	l := s.line()
	rest := string(l.at(j+1)) + l.text(min(j+2, len(l.runes)), min(j+10, len(l.runes)))
	if !strings.ContainsRune(escapes, l.at(j+1)) || !escapeCode.MatchString(rest) {
		s.suspect(j, min(j+2, len(l.runes)), "", "双引号里的反斜杠“\\”有特殊含义：请把整个内容改用英文单引号，或把反斜杠写成两个。")
	}
}
