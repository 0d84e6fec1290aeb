package fields

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A flow is a list or mapping in brackets being gone through sign by sign.
type flow struct {
	*reader
	n, i   int // the next character
	end    int // the line that the collection ends before
	parent int // the column of the block collection around it
	open   []bracket
	item   int // none, some or whole: what there is of the next item
	mended bool
	found  *mistake // the first that is not mended
	weak   *mistake // the first that may be but the consequence of another
}

// A bracket is an open [ or {.
type bracket struct {
	n, i int
	sign byte // the one that closes it
	key  bool // in {: the key of the entry has been read
}

const (
	none  = iota
	some  // plain characters
	whole // quotes or brackets
)

// flow goes through the list or mapping in brackets that begins in byte i of line n,
// up to line end, mends what stands for YAML's own signs and finds what is wrong.
func (r *reader) flow(n, i, end int) (mended bool, found *mistake) {
	before := len(r.slips)
	f := &flow{reader: r, n: n, i: i, end: end, parent: r.entry(n).begin}
	f.bracket()
	for len(f.open) > 0 && f.found == nil && f.work > 0 {
		f.step()
	}
	if mended := r.slips[before:]; len(mended) > 1 {
		whole := r.together(mended)
		whole.message += fmt.Sprintf("这一组括号里共有 %d 处要改。", len(mended))
		r.slips = append(r.slips[:before], whole)
	}
	if len(f.open) == 0 && f.found == nil {
		s := f.lines[f.n].text
		f.i += len(s[f.i:]) - len(strings.TrimLeft(s[f.i:], " \t"))
		if to := valueEnd(s, f.i); to > f.i {
			f.found = f.wrong(to-f.i, "括号结束后还有文字“"+shown(s[f.i:to])+"”，请删去，或把整个内容用英文引号括起来。")
		}
	}
	return f.mended, cmp.Or(f.found, f.weak)
}

// wrong is a mistake of the next characters, width bytes.
func (f *flow) wrong(width int, message string) *mistake {
	return &mistake{n: f.n, from: f.i, to: f.i + width, message: message}
}

// step goes past one sign or one item.
func (f *flow) step() {
	s := f.lines[f.n].text
	if f.i >= len(s) || s[f.i] == '#' && (f.i == 0 || blank(s, f.i-1)) {
		if f.n+1 >= f.end || f.interrupted(f.n+1, f.parent, false) {
			f.unclosed()
		} else {
			f.n, f.i = f.n+1, 0
		}
		return
	}
	switch c := s[f.i]; {
	case blank(s, f.i):
		f.i++
	case c == '[' || c == '{':
		f.bracket()
	case c == ']' || c == '}':
		f.close(c)
	case c == ',':
		if f.item == none && !f.inner().key {
			f.found = f.wrong(1, "此处逗号前缺少内容：请补上，或删去多余的逗号。")
		}
		f.next(false)
	case c == ':' && f.item != none && (f.item == whole || colonAt(s, f.i)):
		if b := f.inner(); b.key {
			f.found = f.wrong(1, "内容里的英文冒号会被当作字段的冒号：请把内容用英文引号括起来；如果是新的字段，请在它前面补上英文逗号。")
		}
		f.next(true)
	case (c == '"' || c == '\'') && f.item == none:
		f.quote()
	case f.item == whole:
		f.wideSign()
	default:
		f.plainItem()
	}
}

func (f *flow) inner() *bracket { return &f.open[len(f.open)-1] }

// bracket opens a collection.
func (f *flow) bracket() {
	sign, closing := "[", byte(']')
	if s := f.lines[f.n].text[f.i:]; s[0] == '{' || strings.HasPrefix(s, "｛") {
		sign, closing = "{", '}'
	}
	f.open = append(f.open, bracket{n: f.n, i: f.i, sign: closing})
	f.ascii(sign)
	f.item = none
}

// ascii goes past the bracket sign, and mends it where it is full-width.
func (f *flow) ascii(sign string) {
	if wide := wideSigns.FindString(f.lines[f.n].text[f.i:]); wide != "" {
		f.mended = f.slip(f.n, f.i, f.i+len(wide), sign, "列表或一组字段两边用了中文括号“%s”，应改为英文括号“"+sign+"”。", wide)
	}
	f.i++
}

// close closes the innermost bracket of the kind that sign closes.
func (f *flow) close(sign byte) {
	k := len(f.open) - 1
	for k >= 0 && f.open[k].sign != sign {
		k--
	}
	switch {
	case k < 0:
		f.weak = cmp.Or(f.weak, f.wrong(1, "此处的“"+string(sign)+"”没有对应的开头括号：请核对括号；如果是内容的一部分，请把内容用英文引号括起来。"))
		f.i++
	case k < len(f.open)-1:
		f.unclosed()
	default:
		f.ascii(string(sign))
		f.open, f.item = f.open[:k], whole
	}
}

// unclosed notes that the innermost bracket is never closed. Where nothing else is
// open, the end of its line is where it should be; a bracket of another kind there
// was meant to be that sign.
func (f *flow) unclosed() {
	b := f.inner()
	s := f.lines[b.n].text
	sign, to, closed, last := string(b.sign), b.i+1, "", 0
	if len(f.open) == 1 && f.n > b.n {
		closed, last = sign, f.before(f.n+1)+1
	}
	if len(f.open) == 1 && f.n == b.n {
		to = valueEnd(s, b.i)
		text := s[b.i:to]
		if rest := strings.TrimRight(text, ")）]}"); rest != text && !strings.ContainsAny(rest, "(（") {
			text = rest
		}
		closed = strings.TrimRight(text, ",，、 ") + sign
	}
	f.found = &mistake{n: b.n, from: b.i, to: to, suggestion: closed, last: last, open: true,
		message: "从此处开始的括号 " + s[b.i:b.i+1] + " 没有闭合，请在内容末尾补上 " + sign + "；写成几行的，后面各行要比字段名多缩进两个空格。"}
}

// next goes past the sign behind an item, or, with key, behind a key.
func (f *flow) next(key bool) {
	f.inner().key = key
	f.i, f.item = f.i+1, none
}

// colonAt reports whether YAML reads a key's colon in byte i of a collection.
func colonAt(s string, i int) bool {
	return s[i] == ':' && (blank(s, i+1) || strings.IndexByte(",[]{}", s[i+1]) >= 0)
}

var (
	wideSigns  = regexp.MustCompile(`^[［｛【］｝】]`)
	wideEntry  = regexp.MustCompile(`^[，、]\s*` + name + `\s*[:：]`)
	nextEntry  = regexp.MustCompile(`[,，、]\s*` + name + `\s*[:：]\s*$`)
	behindItem = regexp.MustCompile(`^[ \t]*(?:$|#|[,:，、：\]}］｝】])`)
	wideKey    = regexp.MustCompile(`^(` + word + `{1,20}[ \t]*)：[ \t]*`)
	tightKey   = regexp.MustCompile(`^(` + name + `):(?:[^/]|/[^/])`)
)

// quote goes past an item in quotes. One that seems closed by the opening quote of
// the next entry is unclosed.
func (f *flow) quote() {
	n, i := f.n, f.i
	k, after, closed := f.closing(n, i, f.end, f.parent, true)
	if !closed {
		f.found = f.unclosedQuote(n, i, false)
		return
	}
	if f.found = f.escape(n, i, k, after); f.found != nil {
		return
	}
	if s := f.lines[k].text; k == n && !behindItem.MatchString(s[after:]) {
		if nextEntry.MatchString(s[i+1 : after-1]) {
			f.found = f.unclosedQuote(n, i, false)
			return
		}
		f.found = f.wrong(after-i, "引号结束后还有文字：请把整个内容放进一对引号，并用英文逗号与下一项分开。")
	}
	f.n, f.i, f.item = k, after, whole
}

// wideSign mends the full-width sign behind an item or a key.
func (f *flow) wideSign() {
	s := f.lines[f.n].text
	r, size := utf8.DecodeRuneInString(s[f.i:])
	to := len(s) - len(strings.TrimLeft(s[f.i+size:], " \t"))
	switch r {
	case '，', '、':
		f.mended = f.slip(f.n, f.i, to, ", ", "各项之间用了“%s”，应改为英文逗号加一个空格“, ”；如果它是某一项里的标点，请把那一项用英文引号括起来。", string(r))
		f.next(false)
	case '：':
		f.mended = f.slip(f.n, f.i, to, ": ", colonMessage, f.named(f.n, strings.TrimSpace(s[strings.LastIndexAny(s[:f.i], "{,")+1:f.i])))
		f.next(true)
	case '］', '】':
		f.close(']')
	case '｝':
		f.close('}')
	default:
		f.found = f.wrong(size, unreadable)
	}
}

// plainItem goes through plain characters up to the first sign of YAML, and mends
// one full-width sign that stands where YAML's own is meant.
func (f *flow) plainItem() {
	s := f.lines[f.n].text
	run := s[f.i:f.runEnd()]
	b := f.inner()
	if f.item == none {
		if q := wideQuoted.FindString(run); q != "" && behindItem.MatchString(run[len(q):]) && f.quotes(f.n, f.i, f.i+len(q)) {
			f.mended = true
			return
		}
		if strings.HasPrefix(run, "［") || strings.HasPrefix(run, "｛") {
			f.bracket()
			return
		}
		switch first := run[:min(1, len(run))]; {
		case first == "":
		case strings.Contains("&*!@`%|>", first):
			f.weak = cmp.Or(f.weak, f.wrong(len(run), "以“"+first+"”开头的内容要用英文引号括起来。"))
		case first == ":", first == "?", first == "-" && blank(run, 1):
			f.found = f.wrong(1, "括号里的内容不能以“"+first+"”开头：请删去，或把内容用英文引号括起来。")
		}
		if f.question(run) {
			return
		}
		if m := wideKey.FindStringSubmatch(run); m != nil && b.sign == '}' && !b.key {
			f.i += len(m[1])
			f.wideSign()
			return
		}
		if m := tightKey.FindStringSubmatch(run); m != nil && b.sign == '}' && !b.key {
			to := strings.IndexAny(run, "，、］｝")
			if to < 0 {
				to = len(run)
			}
			f.mended = f.tight(f.n, f.i, f.i+len(m[1]), f.i+to)
			f.i += len(m[1])
			f.next(true)
			return
		}
	}
	nested := 0
	for j, r := range run {
		switch {
		case strings.ContainsRune("（《〈“‘「『【［｛", r):
			nested++
		case strings.ContainsRune("）》〉”’」』】］｝", r) && nested > 0:
			nested--
		case nested > 0:
		case strings.ContainsRune("］】｝", r),
			(r == '，' || r == '、') && (b.sign == ']' && !prose(run) || b.sign == '}' && wideEntry.MatchString(s[f.i+j:])):
			f.i += j
			f.wideSign()
			return
		}
	}
	f.i, f.item = f.i+max(len(run), 1), some
}

// prose reports whether the Chinese commas in s are those of a sentence.
func prose(s string) bool {
	const longestItem = 40
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '，' || r == '、' }) {
		if utf8.RuneCountInString(part) > longestItem {
			return true
		}
	}
	return strings.ContainsAny(s, "。；！？…")
}

// runEnd returns where the plain characters from the next on end.
func (f *flow) runEnd() int {
	s := f.lines[f.n].text
	j := f.i
	for j < len(s) && strings.IndexByte(",[]{}", s[j]) < 0 && !colonAt(s, j) && !(s[j] == '#' && blank(s, j-1)) {
		j++
	}
	return j
}

// question puts an item with a question mark in quotes: yaml.v3 would stop at the
// mark, which YAML allows inside an item.
func (f *flow) question(run string) bool {
	text := strings.TrimRight(run, " \t")
	if strings.IndexByte(run, '?') <= 0 || strings.ContainsAny(text, "'，、：］｝】") || f.runEnd() == len(f.lines[f.n].text) {
		return false
	}
	f.mended = f.replace(f.n, f.i, f.i+len(text), "'"+text+"'")
	return true
}
