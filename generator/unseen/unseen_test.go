package unseen

import (
	"testing"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// FoldCase tells apart what the full case folding of Unicode does, and nothing else.
func TestFoldCaseIsThatOfUnicode(t *testing.T) {
	full := cases.Fold()
	for r := rune(0); r < 0x20000; r++ { // no letter behind has another case
		if unicode.Is(unicode.Cherokee, r) {
			continue // package cases turns either case into the other
		}
		for _, text := range []string{string(r), norm.NFD.String(string(r)), norm.NFKD.String(string(r))} {
			if text == string(r) && norm.NFD.String(text) != text {
				continue // it is taken apart before
			}
			mine, theirs := FoldCase(text), full.String(text)
			if FoldCase(theirs) != mine || full.String(mine) != theirs {
				t.Errorf("%U %q is %q, in Unicode %q", r, text, mine, theirs)
			}
		}
	}
}

func TestNamesThatLookTheSameFoldToTheSame(t *testing.T) {
	for what, name := range map[string]string{
		"as it is": "水晶A工匠", "full width": "水晶Ａ工匠", "case": "水晶a工匠", "a space": "水晶 A 工匠", "an ideographic space": "水晶　A工匠",
		"zero width space": "水晶\u200bA工匠", "word joiner": "水晶\u2060A工匠", "soft hyphen": "水\u00ad晶A工匠", "byte order mark": "\ufeff水晶A工匠",
		"variation selector": "水\ufe00晶A工匠", "ideographic variation": "水\U000e0100晶A工匠", "Mongolian selector": "水\u180b晶A工匠",
		"Hangul filler": "水\u3164晶A工匠", "half-width Hangul filler": "水\uffa0晶A工匠", "Hangul choseong filler": "水\u115f晶A工匠",
		"blank Braille": "水\u2800晶A工匠", "a tag": "水\U000e0041晶A工匠", "grapheme joiner": "水\u034f晶A工匠", "an override": "水\u202e晶A工匠",
	} {
		if got := Fold(name); got != "水晶a工匠" {
			t.Errorf("%s: %q", what, got)
		}
	}
	for _, r := range "水A。·—“”　 \t\n" {
		if Is(r) || IsBidi(r) {
			t.Errorf("%q is seen", r)
		}
	}
	for _, r := range "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c" {
		if !Is(r) || !IsBidi(r) {
			t.Errorf("%U turns the text", r)
		}
	}
}

func TestStray(t *testing.T) {
	const name = "东海水晶雕刻工匠"
	for _, r := range []rune{0x16fe4, 0xe000, 0xf0000, 0xfffc, 0x301, 0x337, 0x20e3} {
		for i := range name {
			if got := Stray(name[:i] + string(r) + name[i:]); got != r {
				t.Errorf("%U at %d: %U", r, i, got)
			}
		}
	}
	for _, s := range []string{"", name, "café", "cafe\u0301 馆", "བོད་ཀྱི་ལག་རྩལ", "ئۇيغۇر ھۈنەر-سەنئىتى", "鿫𰻝𠮷", "ガラス", "カ\u3099ラス", "A·乙（丙）—丁"} {
		if r := Stray(s); r != 0 {
			t.Errorf("%q: %U", s, r)
		}
	}
}
