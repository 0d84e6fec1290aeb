package personal

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"minglu/generator/unseen"
)

// A class says what a character can be to a number.
type class int

const (
	ends      class = iota // a number does not go past it
	digit                  // or several: ⑩
	separator              // may stand between the groups of a number
	nothing                // is not seen, or lies over its neighbour
)

// A script is a way to write digits. Where it changes, a new number may begin:
// the 一 of 之一13812345678 is none of its digits, nor is the ① of a list.
type script int

const (
	figures script = iota // 0 to 9, of any width, face or alphabet
	han                   // 一二三, 壹贰叁, 〡〢〣
	marks                 // ①, ⑴, ⒈, ❶, ¹
)

// classOf returns the class of r.
func classOf(r rune) class {
	switch {
	case isDigit(r):
		return digit
	case r < 0x80:
		if r == ' ' || '\t' <= r && r <= '\r' || strings.ContainsRune("-./_:|~()[]{}'\"\\^`", r) {
			return separator
		}
		if unicode.IsControl(r) {
			return nothing
		}
		return ends
	case unseen.Is(r), unicode.Is(unicode.M, r), unicode.IsControl(r) && !unicode.IsSpace(r):
		return nothing
	case unicode.IsSpace(r), r == '−', r == '∣', r == '∙', r == '⋅', r == 'ー', r == 'ｰ', r == '～':
		return separator
	case strings.ContainsRune("，、。；！？،؛﹐﹑﹒﹔﹖﹗％‰‱＆＃＠＊…", r), !unicode.In(r, unicode.P, unicode.So, unicode.Sk):
		return ends
	}
	return separator
}

// isDigit reports whether r shows digits. Most characters of a text are asked
// no more than this.
func isDigit(r rune) bool {
	switch {
	case r < 0x80:
		return '0' <= r && r <= '9'
	case 0x3400 <= r && r < 0xa000:
		return lowOfHanDigit[byte(r)] && hanDigit(r) >= 0
	case 0xff10 <= r && r <= 0xff19:
		return true
	case 0x2010 <= r && r < 0x2070, 0x3000 <= r && r < 0x3007, 0xff00 <= r && r <= 0xffef:
		return false
	}
	digits, _ := digitsOf(r)
	return digits != ""
}

// lowOfHanDigit tells the last bytes of the Chinese digits: most characters end
// otherwise, and need no further look.
var lowOfHanDigit = func() (low [256]bool) {
	for r := rune(0x3400); r < 0xa000; r++ {
		if hanDigit(r) >= 0 {
			low[byte(r)] = true
		}
	}
	return
}()

const figuresInOrder = "0123456789"

// digitsOf returns the digits that r shows and how it writes them; "" where r is
// no number, or one that is no digits: 十, Ⅳ, ½.
func digitsOf(r rune) (string, script) {
	if v := hanDigit(r); v >= 0 {
		return figuresInOrder[v : v+1], han
	}
	switch {
	case '0' <= r && r <= '9':
		return figuresInOrder[r-'0' : r-'0'+1], figures
	case r < 0x80:
		return "", figures
	case unicode.Is(unicode.Nd, r):
		v := valueIn(unicode.Nd, r)
		return figuresInOrder[v : v+1], figures
	}
	return digitsInMarks()[r], marks
}

// digitsInMarks are the digits that a circle, a bracket, a point or a raised line
// belongs to.
var digitsInMarks = sync.OnceValue(func() map[rune]string {
	all := map[rune]string{'⓿': "0", '🄋': "0", '🄌': "0"}
	add := func(lo, hi, stride rune) {
		for r := lo; r <= hi; r += stride {
			digits := strings.Trim(norm.NFKC.String(string(r)), "().,")
			if digits != "" && strings.Trim(digits, figuresInOrder) == "" {
				all[r] = digits
			}
		}
	}
	for _, t := range unicode.No.R16 {
		add(rune(t.Lo), rune(t.Hi), rune(t.Stride))
	}
	for _, t := range unicode.No.R32 {
		add(rune(t.Lo), rune(t.Hi), rune(t.Stride))
	}
	for n := range rune(10) { // ❶, ➀, ➊ and ⓵: Unicode says of none what it shows
		for _, first := range "❶➀➊⓵" {
			all[first+n] = spelled(int(n) + 1)
		}
	}
	return all
})

// spelled returns 1 to 10 in digits.
func spelled(n int) string {
	if n == 10 {
		return "10"
	}
	return figuresInOrder[n : n+1]
}

// valueIn returns the value of a decimal digit: each alphabet has its ten in a
// row, from zero on, and ranges of the table may hold several rows.
func valueIn(table *unicode.RangeTable, r rune) int {
	for _, t := range table.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	for _, t := range table.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	return 0
}

// hanDigit returns the value of a Chinese digit, also as it is called out or drawn
// (洞, ○), -1 for any other character.
func hanDigit(r rune) int {
	switch r {
	case '零', '〇', '○', '◯', '洞':
		return 0
	case '一', '壹', '壱', '弌', '幺', '么', '〡':
		return 1
	case '二', '贰', '貳', '弐', '弍', '〢', '两', '兩':
		return 2
	case '三', '叁', '參', '叄', '弎', '〣':
		return 3
	case '四', '肆', '〤':
		return 4
	case '五', '伍', '〥':
		return 5
	case '六', '陆', '陸', '〦':
		return 6
	case '七', '柒', '〧', '拐':
		return 7
	case '八', '捌', '〨':
		return 8
	case '九', '玖', '〩', '勾':
		return 9
	}
	return -1
}

// isCross reports whether r may be read as the X that ends a citizen's ID.
func isCross(r rune) bool { return strings.ContainsRune("XxＸｘХх×Ⅹⅹ", r) }

// letterOf returns the ASCII letter or digit that r is read as, 0 for any other.
func letterOf(r rune) rune {
	if r >= 0x80 {
		folded := []rune(norm.NFKC.String(string(r)))
		if len(folded) != 1 {
			return 0
		}
		r = folded[0]
	}
	if '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
		return r
	}
	return 0
}
