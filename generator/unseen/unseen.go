// Package unseen knows what the eye does not see in a text: characters that take
// no place, characters that are blank, and characters that turn the direction of
// what follows. Names and numbers that differ in nothing else look the same to
// people, so they are the same.
package unseen

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
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

// Fold returns what tells names apart: not the width of letters, nor case, nor
// white space, nor what nobody sees.
func Fold(name string) string {
	return cases.Fold().String(Drop(norm.NFKC.String(name)))
}

// Drop returns s without white space and without what nobody sees.
func Drop(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || Is(r) {
			return -1
		}
		return r
	}, s)
}
