package fields

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"minglu/generator/diag"
)

// A mistake is why yaml.v3 refuses a text: bytes from to to, exclusive, of a line.
type mistake struct {
	n, from, to         int
	suggestion, message string
	open                bool // a quote or bracket that is not closed: the lines behind may be its text
	within              int  // the number of the line in which the collection or quote around it begins, from 1; 0: none
	outOfLine           bool // an item where there can be none
	last                int  // the line behind the one at the end of which suggestion is to be added; 0: it replaces the bytes
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
	l := &r.lines[n]
	if l.parts == nil || l.partsOf != l.text {
		e := entryOf(l.text)
		l.parts, l.partsOf = &e, l.text
	}
	return *l.parts
}

func entryOf(s string) entry {
	e := entry{indent: len(s) - len(strings.TrimLeft(s, " "))}
	e.text = s[:valueEnd(s, e.indent)]
	if end := plainKey(e.said()); end > 0 { // as nearly every line begins
		e.begin, e.value, e.key = e.indent, e.indent+end, true
		return e
	}
	e.begin = len(startOf.FindString(e.text))
	e.value = e.begin + len(key.FindString(e.text[e.begin:]))
	e.item, e.key = dash.MatchString(e.said()), keyLike.MatchString(e.said())
	return e
}

// longestKey is how many signs keyLike takes for a key.
const longestKey = 40

// plainKey returns where the value begins behind a key that s begins with, of nothing but
// small letters, digits and _; 0 where it begins otherwise.
func plainKey(s string) int {
	i := 0
	for i < len(s) && ('a' <= s[i] && s[i] <= 'z' || i > 0 && ('0' <= s[i] && s[i] <= '9' || s[i] == '_')) {
		i++
	}
	if i == 0 || i > longestKey || i == len(s) || s[i] != ':' {
		return 0
	}
	for i++; i < len(s); i++ {
		if !blank(s, i) {
			break
		}
	}
	if i < len(s) && s[i-1] == ':' {
		return 0
	}
	return i
}

// said returns the text without what it is set in by.
func (e entry) said() string { return e.text[max(e.indent, 0):] }

// opens reports whether e is a key whose value stands below it.
func (e entry) opens() bool { return e.key && e.value == len(e.text) }

// whole is a mistake of all that e, line n, says.
func (e entry) whole(n int, suggestion, message string) *mistake {
	return &mistake{n: n, from: e.indent, to: len(e.text), suggestion: suggestion, message: message}
}

// before returns the last line before line n that says something, -1 for none.
func (r *reader) before(n int) int {
	for n--; n >= 0 && r.entry(n).said() == ""; n-- {
	}
	return n
}

// after returns the next line that says something, -1 for none.
func (r *reader) after(n int) int {
	for n++; n < len(r.lines); n++ {
		if r.entry(n).said() != "" {
			return n
		}
	}
	return -1
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

// explain finds out why yaml.v3 reads the lines from first up to line n but not those
// with it, up to end. It mends that, or reports it and takes out what cannot be read.
func (r *reader) explain(n, first, end int) {
	before := r.before(n)
	beside, list := r.peer(n)
	if r.tabs(n, end) || r.mendStart(n, true) || beside >= 0 && !list && r.mendStart(beside, true) {
		return
	}
	for k := first; k < n; k++ {
		if wideIndent.MatchString(r.lines[k].text) && r.mendStart(k, true) {
			return
		}
	}
	found, mended := r.value(n, end)
	if mended {
		return
	}
	if found != nil {
		if found.within == 0 && r.goesOn(n) {
			found.suggestion = ""
		}
		r.report(found)
	} else if found = r.structure(n, before, first, end); !r.lines[found.n].mended {
		r.report(found)
	} else if found.from == 0 { // else it may be but a consequence
		r.setIn(found)
	}
	if !r.try(found) && !r.lose(found, end) {
		r.take(max(min(n, found.n), first), end)
	}
}

// goesOn reports whether the value that begins in line n goes on in the next.
func (r *reader) goesOn(n int) bool {
	e, next := r.entry(n), r.entry(r.after(n))
	return next.indent > e.indent && !next.key && !next.item
}

// setIn lets the slip that was mended in the indentation of a line be mended as m says.
func (r *reader) setIn(m *mistake) {
	for i := range r.slips {
		if s := &r.slips[i]; s.n == m.n && s.setsIn {
			s.at, s.right = r.span(m.n, 0, m.to), m.suggestion
		}
	}
}

func (r *reader) report(m *mistake) {
	at, right := r.span(m.n, m.from, m.to), m.suggestion
	if m.last > 0 {
		to := len(r.entry(m.last - 1).text)
		at.End = r.span(m.last-1, to, to).End
		right = r.src.Text[r.src.Index(at.Start):r.src.Index(at.End)] + right
	}
	r.src.Try(at, diag.YAMLSyntax, right, "%s", m.message)
}

// try puts what m suggests in its place, once in a line: what is wrong with that line
// then, diag knows to be a consequence.
func (r *reader) try(m *mistake) bool {
	l := &r.lines[m.n]
	if m.suggestion == "" || l.tried {
		return false
	}
	r.partial, l.tried = true, true
	from, to, right := m.from, m.to, m.suggestion
	if m.last > 0 {
		to = len(r.entry(m.last - 1).text)
		return r.replace(m.last-1, to, to, right)
	}
	for ; from < to && right != "" && l.text[to-1] == right[len(right)-1]; to-- { // what stays keeps its place
		right = right[:len(right)-1]
	}
	for ; from < to && right != "" && l.text[from] == right[0]; from++ {
		right = right[1:]
	}
	return r.replace(m.n, from, to, right)
}

var tabIndent = regexp.MustCompile(`^( *(?:- +)*(?:- *)?)(\t(?:[ \t]*\t)?)`)

// tabs mends the tabs in the indentation of line n and, where there are any, of those
// up to end.
func (r *reader) tabs(n, end int) bool {
	if !tabIndent.MatchString(r.lines[n].text) {
		return false
	}
	for ; n < end; n++ {
		if m := tabIndent.FindStringSubmatchIndex(r.lines[n].text); m != nil {
			r.slips = append(r.slips, slip{n, r.span(n, m[4], m[5]), diag.TabIndent, strings.ReplaceAll(r.lines[n].text[m[4]:m[5]], "	", "  "),
				"缩进用了制表符（Tab 键），YAML 的缩进只认空格：每层请用两个空格。", "", true})
			r.lines[n].mended = true
			r.replace(n, m[4], m[5], r.slips[len(r.slips)-1].right)
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
	if wideBracket.MatchString(e.text[e.begin:]) {
		e.value = e.begin
	}
	i := e.value + len(properties.FindString(e.text[e.value:]))
	value := e.text[i:]
	wrong := func(suggestion, message string) *mistake {
		return &mistake{n: n, from: i, to: len(e.text), suggestion: suggestion, message: message}
	}
	switch first := value[:min(1, len(value))]; {
	case value == "":
	case first == `"`, first == "'":
		found = r.quotedValue(n, i, end)
		if found != nil && (found.open || found.n != n) {
			found.within = n + 1
		}
	case wideQuoted.FindString(value) == value:
		mended = r.quotes(n, i, len(e.text))
	case first == "[", first == "{", wideBracket.MatchString(value):
		if mended, found = r.flow(n, i, end); found != nil {
			found.within = n + 1
		}
	case first == "|", first == ">":
		if !blockHeader.MatchString(value) {
			found = wrong(quote(value), "“"+first+"”后面应换行再写文字；如果是内容的一部分，请把整个内容用英文引号括起来。")
		}
	case strings.Contains(reserved, first):
		found = r.signed(n, i)
	case dash.MatchString(value) && e.value > e.indent:
		found = wrong("", "列表项“- ”要另起一行；如果短横线是内容的一部分，请用英文引号括起来。")
	case keyColon.MatchString(value) && bracketKey.MatchString(e.said()):
		found = r.keyless(n)
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
		return e.whole(n, strings.TrimSpace(value[1:]), "这一行开头的“"+sign+"”有特殊含义，请删去，或把它所在的内容用英文引号括起来。")
	}
	return &mistake{n: n, from: i, to: len(e.text), suggestion: quote(value), message: "以“" + sign + "”开头的内容要用英文引号括起来。"}
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
	found := &mistake{n: k, from: after, to: valueEnd(s, after), message: "引号结束后还有文字“" + shown(rest) + "”：请把整个内容放进一对引号，或删去引号。"}
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
	return &mistake{n: n, from: i, to: to, suggestion: closed, message: "从此处开始的引号 " + sign + " 没有闭合，请在内容末尾补上英文引号 " + sign + "。" + hint, open: true}
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
				to, right := j+1+len(string([]rune(s[j+1:])[:1])), `\`+s[j:]
				if n == k && i > 0 {
					j, to, right = i, after, s[i:j]+right
				} else {
					right = ""
				}
				return &mistake{n: n, from: j, to: to, suggestion: right, message: "双引号里的反斜杠“\\”有特殊含义：请把整个内容改用英文单引号，或把反斜杠写成两个。"}
			}
		}
	}
	return nil
}

// structure is a mistake in how line n stands below the lines before it, the last of
// which is line before.
func (r *reader) structure(n, before, begin, end int) *mistake {
	e := r.entry(n)
	peer, list := r.peer(n)
	beside := peer >= 0
	first := r.loneText(before)
	lone := e.key && first >= 0 && (r.entry(first).indent == e.indent || nameAlone.MatchString(r.entry(first).said()))
	if (e.key || e.item) && !lone {
		if m := r.outOfLine(n, before, begin, end); m != nil {
			return m
		}
	}
	switch {
	case e.item:
		m := e.whole(n, "", "此处不应是列表项：请核对短横线“-”的缩进，同一列表的短横线要上下对齐。")
		m.outOfLine = true
		return m
	case !e.key && keyColon.MatchString(e.text) && strings.Contains("!&|>[{"+reserved, e.said()[:1]):
		return r.signed(n, e.indent)
	case !e.key && keyColon.MatchString(e.text):
		return e.whole(n, "", "文字中的英文冒号会被当作字段的冒号，请把整段文字放进英文引号，或改用中文冒号“：”。")
	case !e.key && beside && list:
		m := e.whole(n, "", "此处应是以“- ”开头的列表项，或与所属的字段对齐。")
		if mark := listMark.FindStringSubmatch(e.said()); mark != nil {
			m.suggestion = "- " + mark[1]
		}
		return m
	case !e.key && (beside || e.indent == 0):
		return r.keyless(n)
	case lone:
		return r.keyless(first)
	}
	return e.whole(n, "", "“"+shown(e.said())+"”的缩进与上文不一致：同一组字段要上下对齐，下一层比上一层多两个空格。")
}

// outOfLine finds which of line n and those above that it could belong to is out of line
// with its neighbours: of the columns that these have, one lets yaml.v3 read on furthest in lines first to end,
// exclusive. Where several do, it is the one that fits best.
func (r *reader) outOfLine(n, before, first, end int) (found *mistake) {
	furthest, best := r.reached(first, end), math.MaxInt
	lines, open := []int{n}, math.MaxInt
	for k := before; k >= first && open > 0; k = r.before(k) {
		if e := r.entry(k); e.indent < open && (k == before || k > first || r.entry(r.before(k)).opens()) {
			lines, open = append(lines, k), e.indent
		}
	}
	for _, k := range lines {
		e, was := r.entry(k), r.lines[k]
		if !e.key && !e.item || was.tried {
			continue
		}
		other := n
		if k == n {
			other = before
		}
		for _, column := range r.columns(k) {
			if r.work < 0 {
				return nil
			}
			r.lines[k] = line{text: strings.Repeat(" ", column) + e.said()}
			to := r.reached(first, end)
			r.lines[k] = was
			if fit := r.fit(k, column, other); to > furthest || to == furthest && fit > best {
				furthest, best = to, fit
				found = r.misplaced(k, column)
			}
		}
	}
	return found
}

// misplaced is line n, which should begin in column.
func (r *reader) misplaced(n, column int) *mistake {
	e, right := r.entry(n), "顶格写"
	if column > 0 {
		right = fmt.Sprintf("在行首空 %d 格", column)
	}
	what := "“" + shown(e.said()) + "”"
	if begin := e.text[min(e.begin, len(e.text)):]; e.key || keyColon.MatchString(begin) {
		if key := topKey.FindString(begin); key != "" {
			what = r.named(n, key)
		}
	}
	return &mistake{n: n, to: len(e.text), suggestion: strings.Repeat(" ", column) + e.said(), message: fmt.Sprintf(
		"%s没有与上下几行对齐：同一组字段、同一列表的短横线要上下对齐，这一行应%s，现在空 %d 格。", what, right, e.indent)}
}

// fit says how well column would suit line n, which stands beside line other: lines
// above or below that ask for it count much, then those on both sides, one side, and
// whole steps; at last, how near it is. A line that was mended is set in line with the
// others, not they with it.
func (r *reader) fit(n, column, other int) (fit int) {
	e, above := r.entry(n), r.entry(r.before(n))
	for i, suits := range []bool{
		column%2 == 0,
		column == r.entry(other).indent || column == r.entry(other).begin,
		other > n && column == r.entry(other).indent && column == above.indent,
		column == r.asked(n) || above.opens() && above.indent >= e.indent && column == above.begin+2,
		slices.ContainsFunc(r.slips, func(s slip) bool { return s.n == n && s.setsIn }),
	} {
		if suits {
			fit |= 1 << i
		}
	}
	return fit*maxLine - max(e.indent-column, column-e.indent)
}

// asked returns the column that the line below line n asks for, which it opens; -1
// where it opens none.
func (r *reader) asked(n int) int {
	e := r.entry(n)
	if next := r.entry(r.after(n)); e.opens() && next.indent > e.indent {
		return next.indent - 2
	}
	return -1
}

// columns returns those that line n can begin in, going by its neighbours, the nearest
// first.
func (r *reader) columns(n int) (columns []int) {
	at := r.entry(n).indent
	if b := r.entry(r.before(n)); b.opens() {
		columns = append(columns, b.begin+2)
	}
	for k, open := r.before(n), math.MaxInt; k >= 0 && open > 0; k = r.before(k) {
		if b := r.entry(k); b.indent < open {
			columns = append(columns, b.begin, b.indent)
			open = b.indent
		}
	}
	columns = append(columns, r.entry(r.after(n)).indent)
	far := func(column int) int { return max(column-at, at-column) }
	slices.SortFunc(columns, func(a, b int) int { return cmp.Or(far(a)-far(b), b-a) })
	return slices.DeleteFunc(slices.Compact(columns), func(column int) bool { return column == at || column < 0 })
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
var almostKey = regexp.MustCompile(`^([a-z][a-z0-9_-]*)(?:[ \t]*[=︰∶﹕꞉;；][ \t]*(\S.*)|[ \t]+([^\s:：].*)|:?([\[{].*))$`)

// bracketKey is a key right before the bracket that its value begins with.
var bracketKey = regexp.MustCompile(`^` + name + `[ \t=:]*[\[{]`)

// keyless is line n, which should have been a key's.
func (r *reader) keyless(n int) *mistake {
	e := r.entry(n)
	m := e.whole(n, "", "“"+shown(e.said())+"”这一行缺少英文冒号，请写成“字段: 内容”；如果是上一行的内容，请比上一行多缩进两个空格。")
	if key := almostKey.FindStringSubmatch(e.said()); key != nil {
		m.suggestion = key[1] + ": " + key[2] + key[3] + key[4]
	}
	return m
}
