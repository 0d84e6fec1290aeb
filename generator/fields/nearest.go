package fields

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate that s was probably meant to be, "" where none
// is near enough or two are equally near.
func Nearest(s string, candidates []string) string {
	if len(s) > longest {
		return ""
	}
	best, bestDistance, tie := "", 1+max(1, utf8.RuneCountInString(s)/3), false
	for _, c := range candidates {
		d := distance(strings.ToLower(s), strings.ToLower(c))
		switch {
		case d < bestDistance && d < utf8.RuneCountInString(c):
			best, bestDistance, tie = c, d, false
		case d == bestDistance && c != best:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}

// distance returns how many letters must be changed, added, left out or, once,
// swapped with their neighbour to make b of a.
func distance(a, b string) int {
	if swapped([]rune(a), []rune(b)) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// swapped reports whether a is b with two neighbours in the wrong order.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}
