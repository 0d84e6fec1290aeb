package blank

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"minglu/generator/criteria"
	"minglu/generator/pinyin"
)

// longestSlug is how many letters a proposed slug has at most.
const longestSlug = 60

// Slug proposes a brand's address: the county's slug, then the reading of its
// name without the county in front and the word for people behind, two syllables
// a word: 东海水晶雕刻工匠 of donghai is donghai-shuijing-diaoke. Where nothing
// but the word for people is left, it stays. "" where the name has no reading.
func Slug(rules *criteria.Rules, name string, region *criteria.Region) string {
	trade := withoutPlace(name, region)
	if work := withoutPeople(trade, rules.Naming); work != "" {
		trade = work
	}
	return SlugOf(region.Slug, trade)
}

// SlugOf proposes an address that begins with prefix and reads text.
func SlugOf(prefix, text string) string {
	slug, any := prefix, false
	for _, word := range words(text) {
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

// withoutPeople returns a trade without the words for people at its end: 工匠 is
// two of them.
func withoutPeople(trade string, naming criteria.Naming) string {
	for whole := trade; ; whole = trade {
		for _, e := range naming.Endings {
			trade = strings.TrimSuffix(trade, e)
		}
		if trade == whole {
			return trade
		}
		for _, b := range naming.Before {
			trade = strings.TrimSuffix(trade, b)
		}
	}
}

// parts are what a slug is read from: Han characters, or Latin letters and digits,
// side by side.
var parts = regexp.MustCompile(`\p{Han}+|[a-z0-9]+`)

// words returns the reading of text in words of two syllables, the last of three
// where one would be left over. Latin letters and digits side by side are a word;
// everything else parts words.
func words(text string) []string {
	var out []string
	for _, part := range parts.FindAllString(strings.ToLower(text), -1) {
		if part[0] < utf8.RuneSelf {
			out = append(out, part)
		} else {
			out = append(out, inTwos(pinyin.Read(part))...)
		}
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
