package fields

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate that s was probably meant to be, "" where none
// is near enough or two are equally near.
func Nearest(s string, candidates []string) string {
	best, bestDistance, tie := "", 1+max(1, utf8.RuneCountInString(s)/3), false
	for _, c := range candidates {
		d := levenshtein.ComputeDistance(strings.ToLower(s), strings.ToLower(c))
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
