package fields

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"minglu/generator/diag"
	"minglu/generator/unseen"
)

// Text reads one value as a name, its white space folded. What nobody sees has
// no place in it and is wrong-kind, for it could make a name look like another.
// Nor has a mark over a character that bears none, or a character of a font's own.
func (n Node) Text() Text {
	t := n.text(func(r rune) bool { return unseen.Is(r) || unwritten(r) })
	if r := unseen.Stray(t.V); r != 0 {
		n.Report(diag.WrongKind, "“%s”里有一个名称中不用的符号（%U），请删去，重新输入它前面的字。", t.V, r)
		return Text{}
	}
	return t
}

// Prose reads one value as sentences, its white space folded. Joiners and
// variation selectors belong to how some letters are written; what turns the
// direction of the text and control characters do not.
func (n Node) Prose() Text {
	return n.text(func(r rune) bool { return unseen.IsBidi(r) || unwritten(r) })
}

// unwritten reports whether r is no character that anyone would type.
func unwritten(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }

func (n Node) text(refused func(rune) bool) Text {
	s, ok := n.scalar("文字")
	if !ok {
		return Text{}
	}
	s = strings.Join(strings.Fields(s), " ")
	if i := strings.IndexFunc(s, refused); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		n.Suggest(diag.WrongKind, n.cure(refused), "%s", unseenMessage(s, i, r))
		return Text{}
	}
	if s == "" {
		return Text{}
	}
	return Text{s, n.At(), true}
}

// unseenMessage says where in s, from byte i on, which character stands that has
// no place there, and what to do.
func unseenMessage(s string, i int, r rune) string {
	before := unseen.Without(s[:i], func(r rune) bool { return unseen.Is(r) || unwritten(r) })
	where := "开头"
	if n := utf8.RuneCountInString(before); n > 0 {
		where = fmt.Sprintf("第 %d 个字后", n)
	}
	if r == unicode.ReplacementChar {
		return where + "有一个字没有保存下来（U+FFFD），请重新输入这个字。"
	}
	return where + "有一个看不见的字符（" + unseen.Describe(r) + "），请删去这个字符，重新输入它两边的字。"
}

// cure returns a plain value, or one in quotes, without the characters that
// are refused, "" where it is written in any other way, or one of them stands for
// a letter that is lost.
func (n Node) cure(refused func(rune) bool) string {
	written := n.written()
	quoted := len(written) >= 2 && strings.ContainsRune(`"'`, rune(written[0])) && written[1:len(written)-1] == n.yaml.Value
	if written != n.yaml.Value && !quoted || strings.ContainsRune(written, unicode.ReplacementChar) {
		return ""
	}
	return unseen.Without(n.yaml.Value, refused)
}

// ReportTurned reports the characters in lines first to last of src that turn
// the direction of the text around them, the first of each line: what is read
// there is not what is written. Whoever deletes one deletes all of its line.
func ReportTurned(src *diag.Source, first, last int) {
	for n := max(first, 1); n <= min(last, src.Lines()); n++ {
		line := src.Line(n)
		start := strings.IndexFunc(line, unseen.IsBidi)
		if start < 0 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(line[start:])
		end := start + strings.LastIndexFunc(line[start:], unseen.IsBidi)
		_, size := utf8.DecodeRuneInString(line[end:])
		end += size
		if unseen.Without(line[start:end], unseen.IsBidi) == "" { // a suggestion cannot be nothing: a neighbour stays with it
			_, before := utf8.DecodeLastRuneInString(line[:start])
			_, after := utf8.DecodeRuneInString(line[end:])
			if end += after; after == 0 {
				start -= before
			}
		}
		at := src.Offset(n)
		src.Suggest(src.SpanOf(at+start, at+end), diag.BadEncoding, unseen.Without(line[start:end], unseen.IsBidi),
			"此处有一个看不见的字符（%s），会打乱文字的次序，请删去这个字符，重新输入它两边的字。", unseen.Describe(r))
	}
}
