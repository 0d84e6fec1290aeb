package fields

import (
	"strings"

	"minglu/generator/diag"
)

// The signs that a Chinese input method leaves where YAML's own are meant.
const (
	wideQuoteSigns = "“”‘’「」『』＂＇"
	openingMarks   = "（《〈“‘「『【［｛"
	closingMarks   = "）》〉”’」』】］｝"
)

var asciiBracket = map[rune]rune{'［': '[', '］': ']', '｛': '{', '｝': '}', '【': '[', '】': ']'}

// slip reports full-width punctuation in columns from to to, exclusive, and puts
// right in its place in the copy.
func (s *scanner) slip(from, to int, right, format string, args ...any) {
	s.src.Suggest(s.span(s.n, from, to), diag.FullWidthPunctuation, right, format, args...)
	s.mend(s.n, from, to-from, right)
}

// colon mends the full-width colon in column j behind the key that begins in
// column i, and returns where the value may begin.
func (s *scanner) colon(i, j int) int {
	l := s.line()
	end := l.skip(j + 1)
	right := ": "
	if end >= l.end {
		end, right = j+1, ":"
	}
	s.slip(j, end, right, "字段“%s”后面用了中文冒号“：”，应改为英文冒号加一个空格“: ”。", shown(strings.TrimSpace(l.text(i, j))))
	return end
}

// tight mends the missing space behind the colon in column j, of the key that
// begins in column i and whose value ends in column end.
func (s *scanner) tight(i, j, end int) int {
	key, value := s.line().text(i, j), strings.TrimSpace(s.line().text(j+1, end))
	s.src.Suggest(s.span(s.n, i, j+1+len([]rune(value))), diag.YAMLSyntax, key+": "+value,
		"冒号后面缺一个空格，应写成“%s: %s”。", shown(key), shown(value))
	s.mend(s.n, j, 1, ": ")
	return j + 1
}

// wideGap mends full-width spaces between the colon in column j and the value
// of the key that begins in column i, and returns where the value begins.
func (s *scanner) wideGap(i, j int) int {
	l := s.line()
	end := j + 1
	for l.wideSpace(end) {
		end++
	}
	s.slip(j+1, end, " ", "字段“%s”的冒号后面用了全角空格，应改为英文空格。", shown(l.text(i, j)))
	return end
}

// wideSpace reports whether a space that YAML takes for text is in column i.
func (l line) wideSpace(i int) bool { return l.at(i) == '\u3000' || l.at(i) == '\u00a0' }

// wideSpaces mends full-width spaces in the indentation.
func (s *scanner) wideSpaces(from, to int) {
	width := 1
	if s.line().runes[from] == '\u3000' {
		width = 2
	}
	right := strings.Repeat(" ", width*(to-from))
	s.slip(from, to, right, "行首用了全角空格，YAML 的缩进只认英文空格：每层请用两个英文空格。")
	s.shift += len(right) - (to - from)
}

// tabs reports tabs in the indentation; what they stand for is the author's to
// say, so nothing from this line on is read.
func (s *scanner) tabs(from, to int) {
	l := s.line()
	text := l.text(from, to)
	end := from + len([]rune(text[:strings.LastIndex(text, "\t")+1]))
	s.src.Suggest(s.span(s.n, from, end), diag.TabIndent, strings.ReplaceAll(l.text(from, end), "\t", "  "),
		"缩进用了制表符（Tab 键），YAML 的缩进只认空格：每层请用两个空格。")
	for k := from; k < end; k++ {
		l.runes[k] = ' '
	}
	s.cutAt(s.n)
}

// dashes mends a full-width dash in front of a list item.
func (s *scanner) dashes(i int) {
	l := s.line()
	if l.runes[i] != '－' {
		return
	}
	right, end := "- ", l.skip(i+1)
	if end >= l.end {
		right, end = "-", i+1
	}
	s.slip(i, end, right, "列表项用了全角短横线“－”，应改为英文短横线加一个空格“- ”。")
	s.shift += len(right) - (end - i)
}

// hash mends a full-width # in front of a comment.
func (s *scanner) hash(i int) {
	s.slip(i, i+1, "#", "注释用了全角井号“＃”，应改为英文井号“#”。")
}

// comma mends a Chinese comma between items and returns how many characters it takes.
func (s *scanner) comma(j int) int {
	l := s.line()
	end, right := l.skip(j+1), ", "
	if end >= l.end {
		end, right = j+1, ","
	}
	s.slip(j, end, right, "各项之间用了“%s”，应改为英文逗号加一个空格“, ”；如果它是某一项里的标点，请把那一项用英文引号括起来。", string(l.runes[j]))
	return end - j
}

// bracketSign mends a full-width bracket and returns the right one.
func (s *scanner) bracketSign(j int) rune {
	l := s.line()
	r := l.runes[j]
	right := asciiBracket[r]
	s.slip(j, j+1, string(right), "列表或一组字段两边用了中文括号“%s”，应改为英文括号“%s”。", string(r), string(right))
	return right
}

// wideBracket reports whether the value that begins in column i is a collection
// in full-width brackets rather than prose that begins with one.
func (s *scanner) wideBracket(i int) bool {
	l := s.line()
	if !strings.ContainsRune("［｛【", l.runes[i]) {
		return false
	}
	end := l.value(i)
	inner, last := l.text(i+1, end-1), l.runes[end-1]
	switch {
	case end-i < 2:
		return l.runes[i] != '【'
	case strings.ContainsAny(inner, "［］｛｝【】"):
		return false
	case !strings.ContainsRune("］｝】]}", last):
		return false
	case l.runes[i] == '【':
		return strings.ContainsAny(inner, ",，、")
	}
	return true
}

// wideOpening reports whether a full-width bracket in column i of a flow
// collection opens another one.
func (s *scanner) wideOpening(i int) bool {
	r := s.line().runes[i]
	return r == '［' || r == '｛'
}

// wideQuotes mends full-width quotes around the whole value in columns from to
// end, exclusive, and reports whether there are any.
func (s *scanner) wideQuotes(from, end int) bool {
	l := s.line()
	if !quotesAll(l.runes[from:end]) {
		return false
	}
	inner := l.text(from+1, end-1)
	right := quote(inner)
	if right == "" {
		return false
	}
	s.src.Suggest(s.span(s.n, from, end), diag.FullWidthPunctuation, right,
		"内容两边用了中文引号，应改为英文引号，或删去引号：%s。", shown(right))
	s.mend(s.n, from, 1, right[:1])
	s.mend(s.n, end-1, 1, right[:1])
	return true
}

// quoteKind returns the quotes that can close a value which begins with r, ""
// where r is no quote.
func quoteKind(r rune) string {
	for _, kind := range []string{"“”\"＂", "‘’'＇", "「」", "『』"} {
		if strings.ContainsRune(kind, r) {
			return kind
		}
	}
	return ""
}

// quotesAll reports whether one pair of quotes, the first of them full-width,
// stands around all of value.
func quotesAll(value []rune) bool {
	n := len(value)
	if n < 2 || !strings.ContainsRune(wideQuoteSigns, value[0]) {
		return false
	}
	kind := quoteKind(value[0])
	return strings.ContainsRune(kind, value[n-1]) && !strings.ContainsAny(string(value[1:n-1]), kind)
}

// shown shortens what a message quotes.
func shown(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
