package values

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/width"

	"minglu/generator/unseen"
)

// Nearest returns the candidate that s was probably meant to be, "" where none
// is near enough or two are equally near.
func Nearest(s string, candidates []string) string {
	if len(s) > longest {
		return ""
	}
	s = folded(s)
	best, bestDistance, tie := "", 1+max(1, utf8.RuneCountInString(s)/3), false
	for _, c := range candidates {
		d := distance(s, folded(c))
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

// Slip reports whether s can be nothing but candidate with one letter or sign
// amiss. Of a short word another letter makes another word (市级 is no slip of
// 省级), and so does another digit anywhere.
func Slip(s, candidate string) bool {
	const short = 4
	s, candidate = folded(s), folded(candidate)
	return len(s) <= longest && utf8.RuneCountInString(candidate) >= short &&
		digits(s) == digits(candidate) && distance(s, candidate) <= 1
}

// folded returns s as names are told apart, with one sign between its words:
// As-Of and ａｓ_ｏｆ are one word.
func folded(s string) string {
	return unseen.Fold(separators.Replace(width.Fold.String(strings.TrimSpace(s))))
}

var separators = strings.NewReplacer("-", "_", " ", "_", "\u00a0", "_")

func digits(s string) string {
	return unseen.Without(s, func(r rune) bool { return r < '0' || r > '9' })
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

// Abridged returns the only candidate that s is with signs left out or of another
// width (国家 for 国家级, 省乡土人才三带名人 for the same with quotes), "" where there
// is none. Where a letter differs it is another word: 国际前列 is not 国内前列.
func Abridged(s string, candidates []string) string {
	if len(s) > longest {
		return ""
	}
	part, only := bare(s), ""
	for _, c := range candidates {
		whole := bare(c)
		if len(part) == 0 || 2*len(part) < len(whole) || !isPartOf(part, whole) {
			continue
		}
		if only != "" {
			return ""
		}
		only = c
	}
	return only
}

// Letters returns s without spaces and punctuation, in its usual width and in
// lower case.
func Letters(s string) string { return string(bare(s)) }

// bare returns the letters and digits of s in their usual width.
func bare(s string) []rune {
	return []rune(unseen.Without(folded(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// isPartOf reports whether whole has the letters of part in their order.
func isPartOf(part, whole []rune) bool {
	for _, r := range whole {
		if len(part) > 0 && part[0] == r {
			part = part[1:]
		}
	}
	return len(part) == 0
}
