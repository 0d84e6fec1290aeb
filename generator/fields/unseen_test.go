package fields

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"minglu/generator/diag"
	"minglu/generator/unseen"
)

// No character that nobody sees can stand anywhere in a name: the mistake names
// it, and what is mended is the name.
func TestNoNameHidesACharacter(t *testing.T) {
	for _, name := range []string{"水晶A工匠", "东海·水晶 工匠", "é"} {
		runes := []rune(name)
		for at := range len(runes) + 1 {
			var hidden []rune
			for r := rune(0x80); r <= unicode.MaxRune; r++ {
				if unseen.Is(r) {
					hidden = append(hidden, r)
				}
			}
			for some := range slices.Chunk(hidden, 50) { // fewer than the mistakes of a file that are kept
				hides(t, name, at, some)
			}
		}
	}
}

// hides holds that the name with each of the characters at its place is a mistake.
func hides(t *testing.T, name string, at int, hidden []rune) {
	t.Helper()
	runes := []rune(name)
	var list strings.Builder
	list.WriteString("a:\n")
	for _, r := range hidden {
		list.WriteString("  - " + string(runes[:at]) + string(r) + string(runes[at:]) + "\n")
	}
	m, src := parse(list.String())
	for _, text := range m.Texts("a") {
		// What turns the direction of the text may have been read as white space.
		if unseen.Fold(text.V) != unseen.Fold(name) {
			t.Errorf("%q passes for %q", text.V, name)
		}
	}
	lines := map[int]bool{}
	for _, mistake := range src.List {
		lines[mistake.Span.Start.Line] = true
		if len(src.List) > len(hidden) {
			t.Fatalf("%d mistakes of %d names, as in %v", len(src.List), len(hidden), mistake)
		}
	}
	for i, r := range hidden {
		if !lines[i+2] && !unseen.IsBidi(r) { // of those a hundred are reported
			t.Errorf("%q with %U behind character %d is no mistake", name, r, at)
		}
	}
}

// Wherever in a file a character turns the direction of the text, there is one
// mistake, at its line, and without the character the file is what it was.
func TestWhatTurnsTheTextIsOneMistake(t *testing.T) {
	const text = "# 说明\nname: 甲乙\nlist: [丙, \"丁\"]\nday: 2024-06-30\nmore:\n  story: |\n    戊\n"
	read := func(text string) *diag.Source {
		m, src := parse(text)
		m.Text("name")
		m.Texts("list")
		m.Date("day")
		if more := m.Map("more"); more != nil {
			more.Prose("story")
			more.Done()
		}
		m.Require("name", "list", "day")
		m.Done()
		return src
	}
	runes := []rune(text)
	for at := range len(runes) + 1 {
		for _, turned := range []string{"\u202e", "\u200f", "\u2067\u202b"} {
			written := string(runes[:at]) + turned + string(runes[at:])
			list := read(written).List
			if len(list) != 1 || list[0].Rule != diag.BadEncoding || list[0].Span.Start.Line != 1+strings.Count(string(runes[:at]), "\n") {
				t.Errorf("%q: %v", written, list)
			}
		}
	}
	if list := read(text).List; len(list) > 0 {
		t.Error(list)
	}
}
