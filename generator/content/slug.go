package content

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minglu/generator/criteria"
	"minglu/generator/pinyin"
)

// longestSlug is how many letters a proposed slug has at most.
const longestSlug = 60

// NewSlug proposes a brand's address: the county's slug, then the reading of its
// name without the county in front and the words for people behind: 东海水晶雕刻工匠
// of donghai is donghai-shuijing-diaoke. Where nothing but words for people is left,
// they stay. "" where the name has no reading.
func NewSlug(rules *criteria.Rules, name string, region *criteria.Region) string {
	trade := withoutPlace(name, region)
	if work := withoutPeople(rules, trade); work != "" {
		trade = work
	}
	return ReadSlug(rules, region.Slug, trade)
}

// ReadSlug proposes an address that begins with prefix and reads text.
func ReadSlug(rules *criteria.Rules, prefix, text string) string {
	slug, any := prefix, false
	for _, word := range words(rules.Words, text) {
		if len(slug)+1+len(word) > longestSlug {
			break
		}
		if slug != "" {
			slug += "-"
		}
		slug, any = slug+word, true
	}
	if !any {
		return ""
	}
	return slug
}

// withoutPlace returns name without the county, city or province in front.
func withoutPlace(name string, region *criteria.Region) string {
	best := ""
	for r := region; r != nil; r = r.Parent {
		for _, place := range []string{r.Name, r.Short} {
			if rest, found := strings.CutPrefix(name, place); found && rest != "" && len(place) > len(best) {
				best = place
			}
		}
	}
	return name[len(best):]
}

// withoutPeople returns a trade without the words for people at its end, of which
// 工匠 is two. No other word is cut by it: of 讲解员 the word 讲解 is left, 加工
// stays, and so does 焊工, of which one character would be left.
func withoutPeople(rules *criteria.Rules, trade string) string {
	naming := rules.Naming
	for trade != "" {
		words := rules.Words.Words(trade, naming.Endings...)
		last := words[len(words)-1].Text
		rest := withoutTitles(last, naming)
		if rest == last || rest != "" && !rules.Words.IsWord(rest) || isOne(last) && len(trailing(words[:len(words)-1])) == 1 {
			break
		}
		trade = strings.TrimSuffix(trade, last) + rest
	}
	return trade
}

func isOne(word string) bool { return utf8.RuneCountInString(word) == 1 }

// trailing returns the characters at the end of words that stand in no word.
func trailing(words []pinyin.Word) []pinyin.Word {
	n := len(words)
	for n > 0 && isOne(words[n-1].Text) {
		n--
	}
	return words[n:]
}

// withoutTitles returns a word without the endings that it ends in, but for those
// that name a trade.
func withoutTitles(word string, naming criteria.Naming) string {
	if slices.Contains(naming.Occupations, word) {
		return word
	}
	for whole := word; ; whole = word {
		for _, e := range naming.Endings {
			word = strings.TrimSuffix(word, e)
		}
		if word == whole {
			return word
		}
		for _, b := range naming.Before {
			word = strings.TrimSuffix(word, b)
		}
	}
}

// parts are what a slug is read from: Han characters, or Latin letters and digits,
// side by side.
var parts = regexp.MustCompile(`\p{Han}+|[a-z0-9]+`)

// words returns the readings of the words of text. Latin letters and digits side by
// side are a word; everything else parts words.
func words(dictionary *pinyin.Dictionary, text string) []string {
	var out []string
	for _, part := range parts.FindAllString(strings.ToLower(text), -1) {
		if part[0] < utf8.RuneSelf {
			out = append(out, part)
		} else {
			out = append(out, spelled(dictionary.Words(part))...)
		}
	}
	return out
}

// spelled returns the readings of words. Characters that stand in no word are read
// in twos, the last of three with them; one that is left alone belongs to the word
// before it, or behind it where there is none.
func spelled(words []pinyin.Word) []string {
	var out, alone []string
	first := ""
	pair := func() {
		if len(alone) == 1 && len(out) > 0 {
			out[len(out)-1] += alone[0]
		} else if len(alone) == 1 {
			first = alone[0]
		} else {
			out = append(out, inTwos(alone)...)
		}
		alone = nil
	}
	for _, w := range words {
		if isOne(w.Text) {
			alone = append(alone, w.Syllables...)
			continue
		}
		pair()
		out, first = append(out, first+strings.Join(w.Syllables, "")), ""
	}
	if pair(); first != "" {
		out = append(out, first)
	}
	return out
}

func inTwos(syllables []string) []string {
	var out []string
	for len(syllables) > 0 {
		n := min(2, len(syllables))
		if len(syllables) == 3 {
			n = 3
		}
		out, syllables = append(out, strings.Join(syllables[:n], "")), syllables[n:]
	}
	return out
}

// renamed says which name a file should have in place of the one it has: that before
// what was added in making a copy or in saving it (x（1）.md, x - 副本.md, x.md.txt),
// as addresses are written.
func renamed(rules *criteria.Rules, file string) string {
	stem, _, _ := strings.Cut(path.Base(file), ".")
	stem = strings.TrimLeft(stem, "-_ ")
	if end := strings.IndexFunc(stem, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' }); end >= 0 {
		stem = stem[:end]
	}
	slug := ReadSlug(rules, "", stem)
	if criteria.SlugFault(slug) != "" {
		return "请改名，如 donghai-shuijing.md。"
	}
	return fmt.Sprintf("请把文件改名为 %[1]s.md；已有 %[1]s.md 的，核对后只留一份，确是两个的，改名为 %[1]s-2.md。", slug)
}
