// Package personal knows the numbers that belong to a person: a citizen's ID, a
// mobile telephone, a bank card.
//
// It reads a text as people do. Digits are digits in any width, face, circle or
// language; what nobody sees does not part them, and spaces, dashes, dots,
// brackets and the like, lines and cells of a table do not hide what they part.
// What is plainly something else is let be: amounts of money and other units,
// fractions, years in a row, numbers of licences, telephones of offices, longer
// codes, rows of tables; unless a word for a telephone stands before it. Where a
// doubt remains a number is taken for a person's, and its author can say otherwise.
//
//	sign.go    what a character is to a number
//	number.go  which digits are a number
//	chain.go   how the digits of a number may be grouped
//	around.go  what stands around a number and says that it is none
//	text.go    what people read of a text, and where that is written
//	reveal.go  escapes, references and marks resolved
//	mask.go    numbers hidden
package personal

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Number is a personal number in a text.
type Number struct {
	Start, End int // bytes; End is exclusive
	Kind       Kind
	Digits     string // in ASCII, with the X of a citizen's ID
}

// IsCertain reports whether n is a citizen's ID of 18 characters, whose day of birth
// and check digit (GB 11643) leave no doubt about it.
func (n Number) IsCertain() bool { return n.Kind == CitizenID && isCitizenID(n.Digits) }

func (n Number) meets(other Number) bool { return n.Start < other.End && other.Start < n.End }

// fewest is how many digits a personal number has at least.
const fewest = 11

// Shortest is how many bytes a text has at least that holds a personal number.
const Shortest = fewest

const (
	widest = 24   // how many signs, white space apart, may stand between two groups
	most   = 4096 // how many digits of a chain are looked at together
	shared = 64   // how many of them are looked at again with those behind them
)

// Find returns the personal numbers of s, a text without markup, in their order.
// Those in web addresses, of which no person is called, are not among them.
func Find(s string) []Number { return findOutside(s, true) }

// findOutside is Find; links: those of Markdown are written as such in s, and are
// addresses too.
func findOutside(s string, links bool) []Number {
	var found []Number
	word, done := 0, 0 // where the word of the number before begins, and where that ends
	for _, n := range find(s, false) {
		start := n.Start
		for start > done && isAddress[s[start-1]] {
			start--
		}
		if start == done && done > 0 {
			start = word // one word holds both
		}
		word, done = start, n.End
		if !inAddress(s, start, n, links) {
			found = append(found, n)
		}
	}
	return found
}

// find returns all numbers of s; strict: also those that something around them
// says to be none. A text holds many digits and hardly a chain of eleven: the rest
// is passed over at the cost of one look at each character.
func find(s string, strict bool) []Number {
	var found []Number
	digits, gap, start, again := 0, 0, 0, 0
	look := func(end int) {
		if digits < fewest {
			return
		}
		for _, n := range newChain(s, start, end, strict).numbers() {
			if len(found) == 0 || found[len(found)-1].End <= n.Start {
				found = append(found, n)
			}
		}
	}
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if digits == 0 && r < utf8.RuneSelf && (r < '0' || r > '9') {
			i++ // most of a text
			continue
		}
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case isDigit(r):
			if digits == 0 {
				start = i
			}
			digits, gap = digits+1, 0
			if r >= utf8.RuneSelf && hanDigit(r) < 0 {
				digits++ // ⑩
			}
			if digits == most-shared || digits == most-shared+1 {
				again = i
			}
			if digits >= most {
				look(i + size)
				start, digits = again, shared
			}
		case digits > 0:
			switch classOf(r) {
			case separator:
				if !unicode.IsSpace(r) {
					gap++
				}
			case ends:
				gap = widest + 1
			}
			if gap > widest {
				look(i)
				digits, gap = 0, 0
			}
		}
		i += size
	}
	look(len(s))
	return found
}

// inAddress reports whether n, in the word that begins at start, stands in the
// address of a page: behind the host of an https:// or http:// address, or, where
// s has links, in one to a page of this site. Addresses of people (tel:, mailto:,
// https://wa.me/) are no shelter, nor is ?tel=.
func inAddress(s string, start int, n Number, links bool) bool {
	const longest = 2000 // bytes of an address
	before := strings.ToLower(s[start:min(n.Start, start+longest)])
	if links && strings.HasPrefix(before, "/") && strings.HasSuffix(s[:start], "](") {
		return true
	}
	scheme, host, found := strings.Cut(before, "://")
	if !found || !strings.HasSuffix(scheme, "http") && !strings.HasSuffix(scheme, "https") {
		return false
	}
	asked := strings.TrimRight(before, "+-086")
	name := strings.TrimRight(asked, "=:/")
	if name != asked && calls(name) || messenger.MatchString(asked) {
		return false
	}
	return strings.ContainsAny(host, "./?#") || n.End < len(s) && s[n.End] == '.'
}

// messenger matches the addresses at which messengers call a number.
var messenger = regexp.MustCompile(`://(www\.)?(wa\.me|t\.me)(:\d+)?/(\w+/)*$`)

// isAddress tells which bytes stand in addresses.
var isAddress = func() (is [256]bool) {
	for c := byte('!'); c < 0x7f; c++ {
		is[c] = strings.IndexByte("<>\"'()[]{}|,;", c) < 0
	}
	return
}()
