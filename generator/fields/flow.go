package fields

import (
	"regexp"
	"strings"

	"minglu/generator/diag"
)

// A bracket is an open [ or {.
type bracket struct {
	n, i int
	sign rune // always the ASCII one
	key  bool // in {: the key of the entry has been read
}

// What may come next inside brackets.
const (
	fresh  = iota // an item or a value
	within        // more of a plain item
	done          // a sign: the item is complete
)

// A flow is a collection in brackets that is being scanned.
type flow struct {
	*scanner
	i      int // the next character of the line
	state  int
	open   []bracket
	start  int // the line on which it begins
	parent int // the column of the block collection around it
}

// flow scans the collection in brackets that begins in character i.
func (s *scanner) flow(i, parent int) {
	f := &flow{scanner: s, i: i, start: s.n, parent: parent}
	f.bracket()
	for len(f.open) > 0 && f.n < len(f.lines) {
		f.step()
	}
	if f.n >= len(f.lines) {
		if len(f.open) > 0 && f.cut > f.start {
			f.unclosed(f.open[len(f.open)-1])
		}
		return
	}
	if f.state == within { // given up: the line is another's
		return
	}
	l := f.line()
	if rest := l.skip(f.i); rest < l.end && !l.comment(rest) {
		f.flowSuspect(rest, l.value(rest), "括号结束后还有文字“"+shown(l.text(rest, l.value(rest)))+"”，请删去，或把整个内容用英文引号括起来。")
	}
	f.next(closed, parent)
}

// step scans one sign or one item.
func (f *flow) step() {
	l := f.line()
	if f.i >= l.end {
		f.newLine()
		return
	}
	switch r := l.runes[f.i]; {
	case l.blank(f.i):
		f.i++
	case l.comment(f.i):
		f.i = l.end
	case r == '[' || r == '{':
		f.bracket()
	case r == ']' || r == '}':
		f.close(r)
	case r == ',':
		if f.state == fresh {
			f.flowSuspect(f.i, f.i+1, "此处逗号前缺少内容：请补上，或删去多余的逗号。")
		}
		f.separate(1)
	case r == ':' && f.state != fresh && (f.state == done || f.colonAt(f.i)):
		f.colonSign()
	case (r == '"' || r == '\'') && f.state == fresh:
		f.quote()
	case f.state == done && (r == '，' || r == '、'):
		f.separate(f.comma(f.i))
	case f.state == done && r == '：':
		f.open[len(f.open)-1].key = true
		f.i, f.state = f.colon(f.entryStart(f.i), f.i), fresh
	case f.state == done && asciiBracket[r] != 0:
		f.close(f.bracketSign(f.i))
	case f.state == fresh && f.wideOpening(f.i):
		f.bracketSign(f.i)
		f.bracket()
	default:
		f.item()
	}
}

// entryStart returns where the quoted key before column i begins, for a message.
func (f *flow) entryStart(i int) int {
	text := f.line().text(max(0, i-40), i)
	if k := strings.LastIndexAny(text, "{,，"); k >= 0 {
		return i - len([]rune(text[k:])) + 1
	}
	return i
}

// newLine goes on with the next line, unless that is none of the collection's.
func (f *flow) newLine() {
	f.n++
	f.i = 0
	if f.n < len(f.lines) {
		f.i = f.line().indent()
		if f.interrupted(f.parent, false) {
			f.unclosed(f.open[len(f.open)-1])
			f.giveUp()
		}
	}
}

// giveUp leaves the collection; its lines cannot be read.
func (f *flow) giveUp() {
	f.cutAt(f.start)
	f.scanner.open = open{state: closed, parent: f.parent}
	f.open, f.state = nil, within
}

func (f *flow) unclosed(b bracket) {
	other := map[rune]string{'[': "]", '{': "}"}[b.sign]
	end, closed := f.closing(b, other)
	f.src.Suggest(f.span(b.n, b.i, end), diag.YAMLSyntax, closed,
		"从此处开始的括号 %s 没有闭合，请在内容末尾补上 %s；写成几行的，后面各行要比字段名多缩进两个空格。", string(b.sign), other)
	f.cutAt(f.start)
}

// closing returns the end of the line that b opens on and its text with the sign
// that closes it, where nothing else is open and the next line is another's. A
// bracket of another kind at the end was meant to be that sign.
func (f *flow) closing(b bracket, sign string) (end int, closed string) {
	l := f.lines[b.n]
	if len(f.open) != 1 || f.n != b.n+1 || l.runes[b.i] != b.sign {
		return b.i + 1, ""
	}
	end = l.value(b.i)
	text := l.text(b.i, end)
	if rest := strings.TrimRight(text, ")）]}"); rest != text && !strings.ContainsAny(rest, "(（") {
		text = rest
	}
	return end, strings.TrimRight(text, ",，、 ") + sign
}

// bracket opens a collection.
func (f *flow) bracket() {
	l := f.line()
	sign := l.runes[f.i]
	if ascii := asciiBracket[sign]; ascii != 0 {
		sign = ascii
		if len(f.open) == 0 {
			f.bracketSign(f.i)
		}
	}
	f.open = append(f.open, bracket{n: f.n, i: f.i, sign: sign})
	f.i, f.state = f.i+1, fresh
	if len(f.levels)+len(f.open) > maxDepth {
		f.tooDeep(f.n, f.i-1)
		f.stop(f.start)
	}
}

// close closes the innermost bracket of the kind that sign closes. One inside it
// that is still open is unclosed; a sign without its opening is only suspect, for
// the bracket it was meant for may turn out unclosed.
func (f *flow) close(sign rune) {
	opening := map[rune]rune{']': '[', '}': '{'}[sign]
	k := len(f.open) - 1
	for k >= 0 && f.open[k].sign != opening {
		k--
	}
	f.i++
	if k < 0 {
		f.flowSuspect(f.i-1, f.i, "此处的“"+string(sign)+"”没有对应的开头括号：请核对括号；如果是内容的一部分，请把内容用英文引号括起来。")
		return
	}
	if k < len(f.open)-1 {
		f.unclosed(f.open[len(f.open)-1])
	}
	f.open, f.state = f.open[:k], done
}

// flowSuspect suspects a place in the collection, all of which then cannot be read.
func (f *flow) flowSuspect(from, to int, message string) *suspect {
	c := f.suspect(from, to, "", message)
	c.cut = f.start
	return c
}

// separate goes on with the next item, width characters on.
func (f *flow) separate(width int) {
	f.open[len(f.open)-1].key = false
	f.i, f.state = f.i+width, fresh
	if f.commas++; f.commas > maxCommas {
		f.src.Report(f.span(f.n, f.i-width, f.i), diag.TooLarge, "括号里的内容到这里已超过 %d 项，请删减，或检查是否误放了别的内容。", maxCommas)
		f.stop(f.start)
	}
}

// colonAt reports whether YAML reads a key's colon in column i.
func (f *flow) colonAt(i int) bool {
	l := f.line()
	return l.at(i) == ':' && (l.blank(i+1) || strings.ContainsRune(",[]{}", l.at(i+1)))
}

// colonSign goes on with the value of a key.
func (f *flow) colonSign() {
	b := &f.open[len(f.open)-1]
	if b.key {
		f.flowSuspect(f.i, f.i+1, "内容里的英文冒号会被当作字段的冒号：请把内容用英文引号括起来；如果是新的字段，请在它前面补上英文逗号。")
	}
	b.key = true
	f.i, f.state = f.i+1, fresh
}

var nextEntry = regexp.MustCompile(`[,，、]\s*[a-z][a-z0-9_-]*\s*[:：]\s*$`)

// quote scans an item in quotes. One that seems closed by the opening quote of
// the next entry is unclosed.
func (f *flow) quote() {
	n, i := f.n, f.i
	end, ok := f.quoted(i, f.parent, true)
	if !ok {
		f.giveUp()
		return
	}
	l := f.line()
	next := l.skip(end)
	if n == f.n && next < l.end && !l.comment(next) && !strings.ContainsRune(",:，、：]}］｝】", l.runes[next]) {
		if nextEntry.MatchString(l.text(i+1, end-1)) {
			f.unclosedQuote(n, i, false)
			f.giveUp()
			f.n++
			return
		}
		f.flowSuspect(i, end, "引号结束后还有文字：请把整个内容放进一对引号，并用英文逗号与下一项分开。")
	}
	f.i, f.state = end, done
}

// item scans plain characters up to the first sign, and mends one full-width
// sign that stands where YAML's own is meant.
func (f *flow) item() {
	l := f.line()
	f.measure()
	if f.state == fresh {
		if end := f.wideQuoted(); end > 0 {
			f.i, f.state = end, done
			return
		}
		if strings.ContainsRune("&*!@`%|>", l.runes[f.i]) {
			f.signedItem()
		}
		if r := l.runes[f.i]; r == ':' || r == '?' || r == '-' && l.blank(f.i+1) {
			f.flowSuspect(f.i, f.i+1, "括号里的内容不能以“"+string(r)+"”开头：请删去，或把内容用英文引号括起来。")
		}
		if f.question() {
			return
		}
	}
	b := &f.open[len(f.open)-1]
	nested := 0
	for j := f.i; j < f.runEnd; j++ {
		switch r := l.runes[j]; {
		case strings.ContainsRune(openingMarks, r):
			nested++
		case strings.ContainsRune(closingMarks, r) && nested > 0:
			nested--
		case nested > 0:
		case asciiBracket[r] != 0 && strings.ContainsRune("］｝】", r):
			f.i = j
			f.close(f.bracketSign(j))
			return
		case (r == '，' || r == '、') && f.separates(j):
			f.i = j
			f.separate(f.comma(j))
			return
		case r == '：' && b.sign == '{' && !b.key && f.state == fresh && keyWord.MatchString(strings.TrimSpace(l.text(f.i, min(j, f.i+longestKey)))):
			b.key = true
			f.i = f.colon(f.i, j)
			return
		case r == ':' && b.sign == '{' && !b.key && f.state == fresh && j-f.i <= longestKey && l.text(j+1, min(j+3, l.end)) != "//" && identifier.MatchString(l.text(f.i, j)):
			b.key = true
			f.i = f.tight(f.i, j, f.pieceEnd(j))
			return
		}
	}
	f.i, f.state = max(f.runEnd, f.i+1), within
}

// measure finds the end of the plain characters from the current one on, and
// whether they are prose. It looks at each character once.
func (f *flow) measure() {
	if f.runLine == f.n && f.i < f.runEnd {
		return
	}
	l := f.line()
	j, piece := f.i, 0
	f.runProse, f.runAsks = false, false
	for ; j < l.end && !l.comment(j) && !strings.ContainsRune(",[]{}", l.runes[j]) && !f.colonAt(j); j++ {
		switch r := l.runes[j]; {
		case strings.ContainsRune("，、", r):
			piece = 0
		case strings.ContainsRune("。；！？…", r):
			f.runProse = true
		case r == '?':
			f.runAsks = true
		default:
			piece++
		}
		f.runProse = f.runProse || piece > 40
	}
	f.runLine, f.runEnd = f.n, j
}

// pieceEnd returns where the part of the plain characters that column j lies in
// ends, at a Chinese sign or with them.
func (f *flow) pieceEnd(j int) int {
	for ; j < f.runEnd; j++ {
		if strings.ContainsRune("，、］｝", f.line().runes[j]) {
			break
		}
	}
	return j
}

var entryLike = regexp.MustCompile(`^[，、]\s*[a-z][a-z0-9_-]*\s*[:：]`)

// separates reports whether a Chinese comma in column j stands where YAML's own
// is meant: between items, not inside one that is prose.
func (f *flow) separates(j int) bool {
	if f.open[len(f.open)-1].sign == '[' {
		return !f.runProse
	}
	l := f.line()
	return entryLike.MatchString(l.text(j, min(j+60, l.end)))
}

// signedItem suspects an item that begins with a sign of YAML's own.
func (f *flow) signedItem() {
	l := f.line()
	last := f.flowSuspect(f.i, f.runEnd, "以“"+string(l.runes[f.i])+"”开头的内容要用英文引号括起来。")
	last.weak = true
	if l.runes[f.i] == '*' {
		last.anchor = anchorName.FindString(l.text(f.i+1, min(f.runEnd, f.i+100)))
	}
}

// question puts an item with a question mark in quotes: yaml.v3 would stop at
// the mark, which YAML allows inside an item.
func (f *flow) question() bool {
	if !f.runAsks {
		return false
	}
	l, end := f.line(), f.runEnd
	for end > f.i && l.blank(end-1) {
		end--
	}
	text := l.text(f.i, end)
	f.runAsks = false
	if !strings.Contains(text, "?") || strings.HasPrefix(text, "?") || strings.ContainsAny(text, "'，、：］｝】") || f.runEnd == l.end {
		return false
	}
	f.mend(f.n, f.i, 0, "'")
	f.mend(f.n, end, 0, "'")
	f.i, f.state = f.runEnd, within
	return true
}

// wideQuoted mends full-width quotes around a whole item that begins at the
// current character and returns the character behind it, 0 where there are none.
func (f *flow) wideQuoted() int {
	l := f.line()
	kind := quoteKind(l.runes[f.i])
	if kind == "" {
		return 0
	}
	j := f.i + 1
	for j < f.runEnd && !strings.ContainsRune(kind, l.runes[j]) {
		j++
	}
	if k := l.skip(j + 1); j < f.runEnd && (k >= f.runEnd || strings.ContainsRune("，、：］｝】", l.runes[k])) && f.wideQuotes(f.i, j+1) {
		return j + 1
	}
	return 0
}
