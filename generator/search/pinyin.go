package search

import (
	"strings"

	"minglu/generator/pinyin"
)

// longestPinyin is how many letters a beginning of a pinyin has at most; what
// is typed beyond them is cut off before it is looked up.
const longestPinyin = 16

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

// beginnings returns every beginning, up to longestPinyin letters, of the full
// pinyin and of the initials of the texts, each once: d, do … donghai, dh, dhx.
func beginnings(texts ...string) []string {
	var out []string
	seen := map[string]bool{}
	add := func(s string) {
		for i := 1; i <= min(len(s), longestPinyin); i++ {
			if !seen[s[:i]] {
				seen[s[:i]] = true
				out = append(out, s[:i])
			}
		}
	}
	for _, text := range texts {
		for _, s := range spell(text) {
			add(s.full())
			add(s.initials())
		}
	}
	return out
}

// spelt returns what of d is found by its pinyin: names, also without the place
// in front (shuijing for 东海水晶雕刻工匠), county, city, province, town and trade.
func spelt(d *Document) []string {
	texts := []string{d.County.Name, d.City.Name, d.Province.Name, d.Town, d.Industry}
	for _, name := range append([]string{d.Name}, d.Aliases...) {
		texts = append(texts, name, d.withoutPlace(name))
	}
	return beginnings(texts...)
}
