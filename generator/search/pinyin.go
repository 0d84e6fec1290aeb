package search

import (
	"strings"

	"minglu/generator/pinyin"
)

const (
	// longestPinyin is how many letters of a pinyin are indexed; what is typed
	// beyond them is cut off before it is looked up.
	longestPinyin = 16
	// writtenPinyin is how many letters a beginning has at most of which the export
	// writes down what it finds: those who begin so lie in too many shards.
	writtenPinyin = 4
)

// A spelling is one reading of a text: a syllable for each Han character.
type spelling []string

func (s spelling) full() string { return strings.Join(s, "") }

func (s spelling) initials() string {
	var b strings.Builder
	for _, syllable := range s {
		b.WriteByte(syllable[0])
	}
	return b.String()
}

// spell reads text as its words are read, and character by character where that
// differs: both readings are indexed.
func spell(text string) []spelling {
	text = folded(text)
	words := pinyin.Standard()
	with, without := spelling(words.Read(text)), spelling(words.ReadAlone(text))
	if with.full() == without.full() {
		return []spelling{with}
	}
	return []spelling{with, without}
}

// sounds returns what the texts are found by in pinyin, each once: the longestPinyin
// letters that start at each syllable of the full pinyin, and at each of the initials.
// What begins so is found: dianhangong, hangong and dhg of
// 灌南船舶电焊工. Before them stands spelled.
func sounds(texts []string) []string {
	var out []string
	seen := map[string]bool{}
	add := func(s string) {
		if s = s[:min(len(s), longestPinyin)]; s != "" && !seen[s] {
			seen[s] = true
			out = append(out, spelled+s)
		}
	}
	for _, text := range texts {
		for _, s := range spell(text) {
			for i := range s {
				add(s[i:].full())
				add(s[i:].initials())
			}
		}
	}
	return out
}
