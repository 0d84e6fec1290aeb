package search

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Every letter and every digit is a token of its own, whatever its script: a
// text is cut into runs (what stands between signs and spaces), and a run is
// indexed as its single characters and its pairs of neighbours. So any
// substring can be found, across the borders of words (晶工 in 水晶工匠) and of
// scripts (A级 in 4A级景区, 24年 in 2024年).
//
// layouts/search/tokens.ts does the same in the browser, from the same ranges:
// Unicode tables differ between browsers, these do not.

// letters are the code points that are tokens once folded; first and last,
// ascending. All else parts two runs.
var letters = [][2]rune{
	{'0', '9'}, {'a', 'z'},
	{0xdf, 0xf6}, {0xf8, 0x24f}, // Latin that no folding takes to ASCII
	{0x370, 0x3ff}, {0x400, 0x52f}, // Greek, Cyrillic
	{0x3005, 0x3007},                                     // 々〆〇
	{0x3041, 0x3096}, {0x30a1, 0x30fa}, {0x30fc, 0x30fe}, // kana
	{0x3105, 0x312f},                                     // bopomofo
	{0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xac00, 0xd7a3}, // Han, Hangul
	{0xf900, 0xfaff}, {0x20000, 0x3fffd}, // Han
}

// ignored code points neither are tokens nor part runs: combining marks, zero
// width signs, fillers and variation selectors. NFKC makes the other fillers, U+3164
// and U+FFA0, U+1160.
var ignored = [][2]rune{{0xad, 0xad}, {0x300, 0x36f}, {0x115f, 0x1160}, {0x180b, 0x180f}, {0x200b, 0x200d}, {0x2060, 0x2060}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef}}

func within(ranges [][2]rune, r rune) bool {
	for _, p := range ranges {
		if r <= p[1] {
			return r >= p[0]
		}
	}
	return false
}

// fold returns what r is searched as: ASCII in lower case, Latin without its
// marks, everything else (full width, ㎡, ①, compatibility Han) by NFKC; then
// traditional characters as simplified ones.
func fold(r rune) string {
	var s string
	switch {
	case r >= 'A' && r <= 'Z':
		return string(r + 'a' - 'A')
	case r < 0x80:
		return string(r)
	case r >= 0x4e00 && r <= 0x9fff:
		return string(simplified(r))
	case r < 0x250 || r >= 0x1e00 && r <= 0x1eff:
		s = norm.NFKD.String(string(r))
	default:
		s = norm.NFKC.String(string(r))
	}
	var b strings.Builder
	for _, r := range s {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		if !within(ignored, r) {
			b.WriteRune(simplified(r))
		}
	}
	return b.String()
}

// runs returns the folded runs of letters and digits in text, none empty.
func runs(text string) []string {
	b := make([]byte, 0, len(text)+1)
	apart := true // no run is open
	for _, r := range text {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 0x4e00 <= r && r <= 0x9fff {
			b, apart = utf8.AppendRune(b, simplified(r)), false
			continue
		}
		if within(ignored, r) {
			continue
		}
		for _, f := range fold(r) {
			switch {
			case within(letters, f):
				b, apart = utf8.AppendRune(b, f), false
			case !apart:
				b, apart = append(b, ' '), true
			}
		}
	}
	return strings.Fields(string(b))
}

// folded returns the runs of text put together without signs and spaces: the
// key of a name.
func folded(text string) string { return strings.Join(runs(text), "") }

// whole gives the text as one term, nothing for an empty one.
func whole(text string, f func(term string)) {
	if text != "" {
		f(text)
	}
}

// pairs gives each character of each run, and each two that stand side by side.
func pairs(text string, f func(term string)) {
	for _, run := range runs(text) {
		was := 0 // where the character before starts
		for at, r := range run {
			end := at + utf8.RuneLen(r)
			f(run[at:end])
			if at > 0 {
				f(run[was:end])
			}
			was = at
		}
	}
}

// tails gives the n characters that start at each character of each run, fewer
// at its end: every substring of up to n is the beginning of one of them.
func tails(n int) func(text string, f func(term string)) {
	return func(text string, f func(term string)) {
		for _, run := range runs(text) {
			end := 0
			for range n {
				end += width(run[end:])
			}
			for run != "" {
				f(run[:end])
				w := width(run)
				end += width(run[end:]) - w
				run = run[w:]
			}
		}
	}
}

// width is the number of bytes of the first character of s.
func width(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// characters returns the number of characters of s.
func characters(s string) int { return utf8.RuneCountInString(s) }
