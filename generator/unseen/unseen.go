// Package unseen knows what the eye does not see in a text: characters that take
// no place, characters that are blank, and characters that turn the direction of
// what follows. Names and numbers that differ in nothing else look the same to
// people, so they are the same.
package unseen

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Is reports whether a font draws nothing for r, white space apart: the default
// ignorable code points of Unicode (UAX #44), every other format character, and
// the blank pattern of Braille. Controls are not among them.
func Is(r rune) bool {
	return r > 0x7f && (r == '\u2800' || unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector))
}

// IsBidi reports whether r turns the direction of the text around it (UAX #9):
// what is read is then not what is written.
func IsBidi(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

// Stray returns the first character of a name that people take for a speck or do not
// see at all, though fonts draw it: a mark on a character of a script that has no
// marks, one that stands for an object, one of the areas for private use. It returns
// 0 where there is none. Accents that make a letter with their base are none.
func Stray(name string) rune {
	base := rune(' ')
	for _, r := range norm.NFC.String(name) {
		switch {
		case r == '\ufffc', unicode.Is(unicode.Co, r):
			return r
		case unicode.Is(unicode.M, r) && (base < 0x80 || unicode.In(base, unicode.Han, unicode.P, unicode.S)):
			return r
		}
		base = r
	}
	return 0
}

// Describe names r in words that an editor understands: U+200B 零宽空格.
func Describe(r rune) string {
	code := fmt.Sprintf("%U", r)
	for _, n := range named {
		if n.first <= r && r <= n.last {
			return code + " " + n.name
		}
	}
	return code
}

// named are the characters that files bring along most often, by what text
// editors and font tables of Chinese systems call them.
var named = []struct {
	first, last rune
	name        string
}{
	{0xad, 0xad, "软连字符"}, {0x34f, 0x34f, "组合用连接符"}, {0x61c, 0x61c, "阿拉伯文方向标记"},
	{0x115f, 0x1160, "韩文填充符"}, {0x180b, 0x180f, "蒙古文变体选择符"}, {0x200b, 0x200b, "零宽空格"},
	{0x200c, 0x200c, "零宽不连字"}, {0x200d, 0x200d, "零宽连字"}, {0x200e, 0x200e, "从左到右标记"}, {0x200f, 0x200f, "从右到左标记"},
	{0x202a, 0x202a, "从左到右嵌入"}, {0x202b, 0x202b, "从右到左嵌入"}, {0x202c, 0x202c, "方向控制结束"},
	{0x202d, 0x202d, "强制从左到右"}, {0x202e, 0x202e, "强制从右到左"}, {0x2060, 0x2060, "单词连接符"}, {0x2061, 0x2064, "不可见的数学符号"},
	{0x2066, 0x2066, "从左到右隔离"}, {0x2067, 0x2067, "从右到左隔离"}, {0x2068, 0x2068, "方向隔离"}, {0x2069, 0x2069, "方向隔离结束"},
	{0x2800, 0x2800, "空白盲文"}, {0x3164, 0x3164, "韩文填充符"}, {0xfe00, 0xfe0f, "异体字选择符"}, {0xfeff, 0xfeff, "字节顺序标记"},
	{0xffa0, 0xffa0, "韩文填充符"}, {0xe0000, 0xe007f, "标签字符"}, {0xe0100, 0xe01ef, "异体字选择符"},
}

// Fold returns what tells names apart: not the width of letters, nor case, nor
// white space, nor what nobody sees.
func Fold(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(Drop(name))
	}
	// What nobody sees goes first, for it can part a letter from its accent; and
	// again, for a sign can stand for one that has white space in it.
	return norm.NFC.String(FoldCase(Drop(norm.NFKD.String(Drop(name)))))
}

// FoldCase returns what tells decomposed texts apart but for case: each letter stands
// for all that are the same in some case, and the few that are two or three letters
// in another are written out. It is the full case folding of Unicode without its
// tables; a test holds the two against each other.
func FoldCase(s string) string {
	return strings.Map(func(r rune) rune {
		first := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			first = min(first, other)
		}
		return unicode.ToLower(first)
	}, written.Replace(s))
}

// written are the letters that are several in another case and that no
// decomposition takes apart.
var written = strings.NewReplacer("ß", "ss", "ẞ", "ss", "ŉ", "ʼn", "ẚ", "aʾ", "և", "եւ", "ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl",
	"ﬅ", "st", "ﬆ", "st", "ﬓ", "մն", "ﬔ", "մե", "ﬕ", "մի", "ﬖ", "վն", "ﬗ", "մխ")

// Drop returns s without white space and without what nobody sees.
func Drop(s string) string {
	return Without(s, func(r rune) bool { return unicode.IsSpace(r) || Is(r) })
}

// Without returns s without the characters that are such.
func Without(s string, such func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if such(r) {
			return -1
		}
		return r
	}, s)
}
