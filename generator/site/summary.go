package site

import (
	"strings"
	"unicode"
)

// MaxSummary is how many characters a brand's summary has at most.
const MaxSummary = 60

// The signs of a sentence: what ends one, where a long one may be cut, and what is opened
// and closed within one.
const (
	stops  = "。！？!?"
	pauses = "，、；：—"
	opens  = "“‘（《〈「『【〔("
	closes = "”’）》〉」』】〕)"
)

// firstSentence returns text up to its first stop, with what the stop closes. A stop within
// quotation marks that stay open ends nothing.
func firstSentence(text string) string {
	runes := []rune(text)
	open, stopped := 0, false
	for i, r := range runes {
		switch {
		case strings.ContainsRune(opens, r):
			open++
		case strings.ContainsRune(closes, r):
			open = max(0, open-1)
		case strings.ContainsRune(stops, r):
			stopped = true
		default:
			stopped = false
		}
		if stopped && open == 0 && !(i+1 < len(runes) && strings.ContainsRune(stops+closes, runes[i+1])) {
			return string(runes[:i+1])
		}
	}
	return text
}

// shortened returns text of at most most characters. A longer one ends in … behind its last
// clause that fits whole, unless that is less than a third of the room.
func shortened(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	open, end := 0, 0
	for i, r := range runes[:most] {
		switch {
		case strings.ContainsRune(opens, r):
			open++
		case strings.ContainsRune(closes, r):
			open = max(0, open-1)
		case open == 0 && i >= most/3 && strings.ContainsRune(pauses, r):
			end = i
		}
	}
	if end == 0 {
		for end = most - 1; end > most/3 && isJoined(runes[end-1], runes[end]); {
			end--
		}
	}
	return strings.TrimRight(string(runes[:end]), " "+pauses) + "…"
}

// isJoined reports whether two characters are shown as one, or are one number or word of
// Latin letters.
func isJoined(a, b rune) bool {
	const joiner = '\u200d'
	word := func(r rune) bool {
		return r < unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.')
	}
	return unicode.Is(unicode.M, b) || a == joiner || b == joiner || word(a) && word(b)
}
