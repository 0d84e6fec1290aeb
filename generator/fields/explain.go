package fields

import (
	"regexp"
	"strings"
	"unicode"

	"minglu/generator/diag"
)

// A mistake is why yaml.v3 refuses a text: bytes from to to, exclusive, of a line.
type mistake struct {
	n, from, to         int
	suggestion, message string
}

const unreadable = "从这一行起无法按 YAML 读取，请核对缩进、冒号、引号和括号。"

// An entry is the parts of a line, by the bytes at which they begin.
type entry struct {
	text      string // up to a comment
	indent    int
	begin     int  // behind the dashes
	value     int  // behind the key
	item, key bool // it begins with what is a dash or a key, or was meant to be
}

// entry returns the parts of line n; -1 is a line that says nothing.
func (r *reader) entry(n int) entry {
	if n < 0 {
		return entry{indent: -1}
	}
	s := r.lines[n].text
	e := entry{indent: len(s) - len(strings.TrimLeft(s, " "))}
	e.text = s[:valueEnd(s, e.indent)]
	e.begin = len(startOf.FindString(e.text))
	e.value = e.begin + len(key.FindString(e.text[e.begin:]))
	e.item, e.key = dash.MatchString(e.said()), keyLike.MatchString(e.said())
	return e
}

// said returns the text without what it is set in by.
func (e entry) said() string { return e.text[max(e.indent, 0):] }

// whole is a mistake of all that e, line n, says.
func (e entry) whole(n int, message string) *mistake {
	return &mistake{n: n, from: e.indent, to: len(e.text), message: message}
}

// before returns the last line before line n that says something, -1 for none.
func (r *reader) before(n int) int {
	for n--; n >= 0 && r.entry(n).said() == ""; n-- {
	}
	return n
}

// valueEnd returns where a value that begins in byte i of s ends: before a comment,
// without the white space before that.
func valueEnd(s string, i int) int {
	for j := i; j < len(s); j++ {
		if s[j] == '#' && (j == 0 || blank(s, j-1)) {
			s = s[:j]
			break
		}
	}
	return max(len(strings.TrimRightFunc(s, unicode.IsSpace)), i)
}

// blank reports whether YAML sees white space or the line's end in byte i.
func blank(s string, i int) bool { return i >= len(s) || s[i] == ' ' || s[i] == '\t' }

// explain finds out why yaml.v3 reads the lines before line n but not those with
// it, up to end. It mends that, or reports it and returns the first line that cannot
// be read.
func (r *reader) explain(n, end int) (cut int, mended bool) {
	if r.tabs(n, end) {
		return n, false
	}
	before := r.before(n)
	beside, list := r.peer(n)
	if r.mendStart(n, true) || beside >= 0 && !list && r.mendStart(beside, true) ||
		before >= 0 && wideIndent.MatchString(r.lines[before].text) && r.mendStart(before, true) {
		return n, true
	}
	found, mended := r.value(n, end)
	if mended {
		return n, true
	}
	if found != nil {
		r.report(found)
	} else if found = r.structure(n, before); !r.lines[found.n].mended { // else it may be but a consequence
		r.report(found)
	}
	return min(n, found.n), false
}

func (r *reader) report(m *mistake) {
	r.src.Suggest(r.span(m.n, m.from, m.to), diag.YAMLSyntax, m.suggestion, "%s", m.message)
}

var tabIndent = regexp.MustCompile(`^( *(?:- +)*(?:- *)?)(\t(?:[ \t]*\t)?)`)

// tabs reports the tabs in the indentation of line n and, where there are any, of
// those up to end: what they stand for is the author's to say.
func (r *reader) tabs(n, end int) bool {
	if !tabIndent.MatchString(r.lines[n].text) {
		return false
	}
	for ; n < end; n++ {
		if m := tabIndent.FindStringSubmatchIndex(r.lines[n].text); m != nil {
			r.src.Suggest(r.span(n, m[4], m[5]), diag.TabIndent, strings.ReplaceAll(r.lines[n].text[m[4]:m[5]], "\t", "  "),
				"缩进用了制表符（Tab 键），YAML 的缩进只认空格：每层请用两个空格。")
		}
	}
	return true
}

// reserved are the signs that no plain value can begin with.
const reserved = "*@`%]},"

var blockHeader = regexp.MustCompile(`^[|>](?:[+-]?[1-9]?|[1-9][+-])[ \t]*$`)

// value finds what is wrong with the value that begins in line n, and mends
// brackets where their signs are full-width.
func (r *reader) value(n, end int) (found *mistake, mended bool) {
	e := r.entry(n)
	if strings.IndexAny(e.text[e.begin:], reserved) == 0 {
		return r.signed(n, e.begin), false
	}
	i := e.value + len(properties.FindString(e.text[e.value:]))
	value := e.text[i:]
	wrong := func(suggestion, message string) *mistake { return &mistake{n, i, len(e.text), suggestion, message} }
	switch first := value[:min(1, len(value))]; {
	case value == "":
	case first == `"`, first == "'":
		found = r.quotedValue(n, i, end)
	case wideQuoted.FindString(value) == value:
		mended = r.quotes(n, i, len(e.text))
	case first == "[", first == "{", wideBracket.MatchString(value):
		mended, found = r.flow(n, i, end)
	case first == "|", first == ">":
		if !blockHeader.MatchString(value) {
			found = wrong(quote(value), "“"+first+"”后面应换行再写文字；如果是内容的一部分，请把整个内容用英文引号括起来。")
		}
	case strings.Contains(reserved, first):
		found = r.signed(n, i)
	case dash.MatchString(value) && e.value > e.indent:
		found = wrong("", "列表项“- ”要另起一行；如果短横线是内容的一部分，请用英文引号括起来。")
	case keyColon.MatchString(value):
		found = wrong(quote(value), "内容里的英文冒号会被当作字段的冒号，请把“"+shown(value)+"”用英文引号括起来，或改用中文冒号“：”。")
	}
	if found == nil && !mended && i > e.value {
		found = r.signed(n, e.value)
	}
	return found, mended
}

// signed is a value in byte i that begins with a sign of YAML's own.
func (r *reader) signed(n, i int) *mistake {
	e := r.entry(n)
	sign, value := e.text[i:i+1], e.text[i:]
	if i == e.indent && keyColon.MatchString(value) {
		return e.whole(n, "这一行开头的“"+sign+"”有特殊含义，请删去，或把它所在的内容用英文引号括起来。")
	}
	return &mistake{n, i, len(e.text), quote(value), "以“" + sign + "”开头的内容要用英文引号括起来。"}
}

// quotedValue finds what is wrong with the value in quotes in byte i of line n.
func (r *reader) quotedValue(n, i, end int) *mistake {
	k, after, closed := r.closing(n, i, end, r.entry(n).begin, false)
	if !closed {
		return r.unclosedQuote(n, i, k == n+1)
	}
	if bad := r.escape(n, i, k, after); bad != nil {
		return bad
	}
	s := r.lines[k].text
	rest := strings.TrimSpace(s[after:valueEnd(s, after)])
	if rest == "" {
		return nil
	}
	found := &mistake{k, after, valueEnd(s, after), "", "引号结束后还有文字“" + shown(rest) + "”：请把整个内容放进一对引号，或删去引号。"}
	if k == n {
		found.from, found.suggestion = i, quote(s[i:found.to])
	}
	return found
}

// closing returns the line and the byte behind the quote that closes the one in byte
// i of line n, in the collection in column parent, or the line that shows that none
// does: one that looks like the next key or item.
func (r *reader) closing(n, i, end, parent int, inFlow bool) (k, after int, closed bool) {
	sign := r.lines[n].text[i]
	for j := i + 1; ; j = 0 {
		for s := r.lines[n].text; j < len(s); j++ {
			switch {
			case sign == '"' && s[j] == '\\', sign == '\'' && s[j] == sign && j+1 < len(s) && s[j+1] == sign:
				j++
			case s[j] == sign:
				return n, j + 1, true
			}
		}
		if n++; n >= end || r.interrupted(n, parent, inFlow) {
			return n, 0, false
		}
	}
}

// interrupted reports whether line n cannot belong to a quote or bracket that was
// opened in the collection in column parent.
func (r *reader) interrupted(n, parent int, inFlow bool) bool {
	e := r.entry(n)
	return (e.indent <= parent || inFlow) && e.key || e.indent <= parent && e.item
}

// unclosedQuote is the quote in byte i of line n; alone: its text can only be the
// rest of the line.
func (r *reader) unclosedQuote(n, i int, alone bool) *mistake {
	s := r.lines[n].text
	to := valueEnd(s, i)
	sign, inner, hint, closed := s[i:i+1], []rune(s[i+1:to]), "", ""
	if last := len(inner) - 1; last >= 0 && strings.ContainsRune("“”‘’「」『』＂＇", inner[last]) {
		hint = "行末的“" + string(inner[last]) + "”是中文引号。"
		inner = inner[:last]
	}
	if alone && len(inner) > 0 && !strings.ContainsAny(string(inner), `"'\`) {
		closed = sign + string(inner) + sign
	}
	return &mistake{n, i, to, closed, "从此处开始的引号 " + sign + " 没有闭合，请在内容末尾补上英文引号 " + sign + "。" + hint}
}

// escapes matches a backslash with what may follow it in double quotes, or alone.
var escapes = regexp.MustCompile(`\\(?:[0abt\tnvfre "'\\N_LP]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|$|)`)

// escape finds a backslash that YAML cannot read in the quotes from byte i of line n
// to byte after of line k.
func (r *reader) escape(n, i, k, after int) *mistake {
	if r.lines[n].text[i] != '"' {
		return nil
	}
	for ; n <= k; n, i = n+1, 0 {
		s := r.lines[n].text
		if n == k {
			s = s[:after]
		}
		for _, m := range escapes.FindAllStringIndex(s[i:], -1) {
			if j := i + m[0]; m[1]-m[0] == 1 && j+1 < len(s) {
				to := j + 1 + len(string([]rune(s[j+1:])[:1]))
				return &mistake{n, j, to, "", "双引号里的反斜杠“\\”有特殊含义：请把整个内容改用英文单引号，或把反斜杠写成两个。"}
			}
		}
	}
	return nil
}

// structure is a mistake in how line n stands below the lines before it, the last of
// which is line before.
func (r *reader) structure(n, before int) *mistake {
	e, b := r.entry(n), r.entry(before)
	peer, list := r.peer(n)
	beside := peer >= 0
	switch first := r.loneText(before); {
	case e.item:
		return e.whole(n, "此处不应是列表项：请核对短横线“-”的缩进，同一列表的短横线要上下对齐。")
	case !e.key && keyColon.MatchString(e.text) && strings.Contains("!&|>[{"+reserved, e.said()[:1]):
		return r.signed(n, e.indent)
	case !e.key && keyColon.MatchString(e.text):
		return e.whole(n, "文字中的英文冒号会被当作字段的冒号，请把整段文字放进英文引号，或改用中文冒号“：”。")
	case !e.key && beside && list:
		m := e.whole(n, "此处应是以“- ”开头的列表项，或与所属的字段对齐。")
		if mark := listMark.FindStringSubmatch(e.said()); mark != nil {
			m.suggestion = "- " + mark[1]
		}
		return m
	case !e.key && (beside || e.indent == 0):
		return r.keyless(n)
	case e.key && first >= 0 && (r.entry(first).indent == e.indent || nameAlone.MatchString(r.entry(first).said())):
		return r.keyless(first)
	case before >= 0 && b.indent < e.indent && r.entry(r.before(before)).indent == e.indent:
		return b.whole(before, "“"+shown(b.said())+"”的缩进比上下两行都少：同一组字段要上下对齐。")
	case beside && list:
		return e.whole(n, "此处应是以“- ”开头的列表项；如果是新的字段，请与所属的那组字段对齐。")
	case e.key && e.indent > b.begin && b.value < len(b.text) && !strings.Contains(`"'[{`, b.text[b.value:b.value+1]):
		return e.whole(n, "“"+shown(e.said())+"”缩进过深，被当作上一行的延续：如果是新的字段，请与上一个字段对齐；如果是上一行的文字，请把整段文字放进英文引号。")
	}
	return e.whole(n, "“"+shown(e.said())+"”的缩进与上文不一致：同一组字段要上下对齐，下一层比上一层多两个空格。")
}

// peer returns the last line before line n that begins a key or an item in its
// column, in the same collection, -1 for none; list: what stands around line n is a
// list.
func (r *reader) peer(n int) (k int, list bool) {
	indent := r.entry(n).indent
	for k := r.before(n); k >= 0; k = r.before(k) {
		switch e := r.entry(k); {
		case e.begin == indent:
			return k, false
		case e.indent == indent:
			return k, true
		case e.indent < indent:
			return -1, true
		}
	}
	return -1, false
}

// loneText returns the first of the lines of text without key or dash that end with
// line n, -1 where that has one.
func (r *reader) loneText(n int) int {
	first := -1
	for e := r.entry(n); n >= 0 && !e.key && !e.item; e = r.entry(n) {
		first, n = n, r.before(n)
	}
	return first
}

// almostKey is a key with another sign than a colon, or what looks like one.
var almostKey = regexp.MustCompile(`^([a-z][a-z0-9_-]*)[ \t]*[=︰∶﹕꞉;；][ \t]*(\S.{0,60})$`)

// keyless is line n, which should have been a key's.
func (r *reader) keyless(n int) *mistake {
	e := r.entry(n)
	m := e.whole(n, "“"+shown(e.said())+"”这一行缺少英文冒号，请写成“字段: 内容”；如果是上一行的内容，请比上一行多缩进两个空格。")
	if key := almostKey.FindStringSubmatch(e.said()); key != nil {
		m.suggestion = key[1] + ": " + key[2]
	}
	return m
}
