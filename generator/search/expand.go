package search

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A Group is the words under which people look for one trade: 月嫂 and 母婴护理员.
type Group struct {
	Name  string
	Words []string
}

// A vocabulary is what the queries to a corpus are read with: what a text is taken
// for is the same in bleve and in the browser, which reads it from the export.
type vocabulary struct {
	names  names               // of places and types, and words of trades: queries are split at them
	all    names               // these, and all below: queries that are mended are split at them
	groups map[string][]string // by word: the groups of trades that have it
	facets map[string]facetWord
	asking map[string]bool
	keys   names               // of facets
	follow map[string][]string // by syllable: those that stand behind it somewhere
}

func newVocabulary(c *Corpus) *vocabulary {
	v := &vocabulary{groups: map[string][]string{}, facets: c.choices(), asking: map[string]bool{}, follow: c.follow()}
	for _, group := range c.groups() {
		for _, w := range group[1:] {
			v.groups[w] = append(v.groups[w], group[0])
		}
	}
	words := slices.Collect(maps.Keys(v.groups))
	chooses := slices.Collect(maps.Keys(v.facets))
	asking := c.asking()
	for _, w := range asking {
		v.asking[w] = true
	}
	v.names, v.keys = newNames(c.known(), words), newNames(chooses)
	v.all = newNames(c.known(), words, chooses, asking)
	return v
}

// titles are what readers know the facets by that words may choose.
var titles = map[string]string{fieldStatus: "状态", fieldLevel: "级别", fieldYear: "年份", fieldOffer: "机会"}

// choices returns the words that choose a value of these, folded: none of papers, which stand nowhere.
func (c *Corpus) choices() map[string]facetWord {
	out := map[string]facetWord{}
	values := c.facetValues()
	if len(values[fieldLevel]) == 0 {
		return out
	}
	for _, facet := range facets {
		if titles[facet] == "" {
			continue
		}
		for _, value := range values[facet] {
			word := folded(value)
			out[word] = facetWord{facet, value, titles[facet] + "：" + value, ""}
			if year, ok := strings.CutSuffix(word, "年"); ok && digits(year) {
				out[year] = out[word]
			}
		}
	}
	for _, offer := range values[fieldOffer] {
		for _, w := range c.Meant[offer] {
			out[folded(w)] = facetWord{fieldOffer, offer, titles[fieldOffer] + "：" + offer, "meant"}
		}
	}
	return out
}

// choice returns what a word chooses that is put together from levels and years
// alone: 市级2024年; nil where it is not. With meant also from words that only mean one: 找工作.
func (v *vocabulary) choice(word string, meant bool) []facetWord {
	var out []facetWord
	for _, piece := range v.keys.split(word) {
		c, ok := v.facets[piece]
		if !ok || c.meant() && !meant {
			return nil
		}
		out = append(out, c)
	}
	return out
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// isSpace reports what parts the words of a query, in the browser too.
func isSpace(r rune) bool { return r == ' ' || r == '\u3000' }

var (
	yearInBrackets = regexp.MustCompile(`[〔［\[(（【][0-9０-９]{4}[〕］\])）】]`)
	endsInNumber   = regexp.MustCompile(`^[^0-9]*[0-9]+号$`)
	ordinal        = regexp.MustCompile(`第([0-9])`)
)

// numberIn returns a word that may be the number of an act, or its beginning or its
// end, folded: 示例苏〔2025〕5号, 〔2025〕5号, 第5号. Of any other word "".
func numberIn(word string) string {
	f := folded(word)
	if !yearInBrackets.MatchString(word) && !endsInNumber.MatchString(f) {
		return ""
	}
	return ordinal.ReplaceAllString(f, "$1")
}

// ofNumber returns what the number of an act is found by: what it is from each
// character on, but not from within digits.
func ofNumber(number string) []string {
	var out []string
	rest := ""
	all := runs(ordinal.ReplaceAllString(number, "$1"))
	for _, run := range slices.Backward(all) {
		rest = run + rest
		before := rune(0)
		for i, r := range run {
			if !isDigit(before) || !isDigit(r) {
				out = append(out, rest[i:])
			}
			before = r
		}
	}
	return out
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// asking returns the words that only ask, folded and sorted.
func (c *Corpus) asking() []string {
	out := []string{}
	for _, w := range slices.Concat(append(slices.Collect(maps.Values(c.Meant)), c.Asking)...) {
		if w = folded(w); w != "" {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A lexicon finds the words of trades in texts.
type lexicon struct {
	words map[string][]string // by their first two characters
	of    map[string][]string // by word: the names of the groups that have it
	group map[string][]string // by name: the words of a group
}

func (c *Corpus) lexicon() *lexicon {
	l := &lexicon{map[string][]string{}, map[string][]string{}, map[string][]string{}}
	for _, g := range c.Groups {
		for _, w := range g.Words {
			if w = folded(w); characters(w) < 2 {
				continue
			}
			if l.of[w] == nil {
				l.words[begin(w)] = append(l.words[begin(w)], w)
			}
			if !slices.Contains(l.of[w], g.Name) {
				l.of[w] = append(l.of[w], g.Name)
				l.group[g.Name] = append(l.group[g.Name], w)
			}
		}
	}
	return l
}

// begin returns the first two characters of s.
func begin(s string) string {
	n := width(s)
	return s[:min(len(s), n+width(s[n:]))]
}

// in returns the groups of which a word stands in the texts.
func (l *lexicon) in(texts ...string) []string {
	found := map[string]bool{}
	for _, text := range texts {
		for _, run := range runs(text) {
			for run != "" {
				for _, w := range l.words[begin(run)] {
					if strings.HasPrefix(run, w) {
						for _, g := range l.of[w] {
							found[g] = true
						}
					}
				}
				run = run[width(run):]
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// tradeTerm is what a document is indexed by that has a word of the trade that word is
// one of; no term is the beginning of another. It lies in the shards beside the word's own.
func tradeTerm(word string) string { return word + "\x1f" }

// terms returns what a document with the texts is found by: all words of the groups of
// which one stands in them.
func (l *lexicon) terms(texts []string) []string {
	words := map[string]bool{}
	for _, g := range l.in(texts...) {
		for _, w := range l.group[g] {
			words[w] = true
		}
	}
	var out []string
	for _, w := range slices.Sorted(maps.Keys(words)) {
		out = append(out, tradeTerm(w))
	}
	return out
}

// groups returns the words of the groups that some document has a word of, by their
// names, in their order, each behind its name: what the others ask for is nowhere.
func (c *Corpus) groups() [][]string {
	l := c.lexicon()
	held := map[string]bool{}
	for i := range c.Documents {
		for _, g := range l.in(append(c.Documents[i].trade(), c.Documents[i].Builder)...) {
			held[g] = true
		}
	}
	out := [][]string{}
	for _, name := range slices.Sorted(maps.Keys(held)) {
		out = append(out, append([]string{name}, l.group[name]...))
	}
	return out
}

// shortestSlip is how many letters a word of pinyin has at least that is mended:
// of fewer nearly all are one letter apart.
const shortestSlip = 4

// slips returns the spellings one letter away from word (one more, one less, another,
// two swapped) that can be read: syllables that follow one another somewhere in what
// is found by pinyin, the last perhaps only begun.
func (v *vocabulary) slips(word string) []string {
	var out []string
	try := func(s string) {
		if s != word && !slices.Contains(out, s) && v.reads(s, "") {
			out = append(out, s)
		}
	}
	for i := range word {
		before, rest := word[:i], word[i+1:]
		try(before + rest)
		if rest != "" {
			try(before + rest[:1] + word[i:i+1] + rest[1:])
		}
		for c := 'a'; c <= 'z'; c++ {
			try(before + string(c) + rest)
			try(before + string(c) + word[i:])
		}
	}
	return out
}

// reads reports whether what is left of a word can be read behind a syllable, or
// where there is none from its beginning on.
func (v *vocabulary) reads(rest, behind string) bool {
	for _, s := range v.follow[behind] {
		if strings.HasPrefix(s, rest) || strings.HasPrefix(rest, s) && v.reads(rest[len(s):], s) {
			return true
		}
	}
	return false
}

// follow returns, by syllable, those that stand behind it in what is found by its
// pinyin; by "" all of them; sorted.
func (c *Corpus) follow() map[string][]string {
	seen := map[string]map[string]bool{"": {}}
	known := map[string]bool{}
	for i := range c.Documents {
		names, around := c.Documents[i].read()
		for _, text := range slices.Concat(names, around) {
			if known[text] {
				continue
			}
			known[text] = true
			for _, s := range spell(text) {
				before := ""
				for _, syllable := range s {
					seen[""][syllable] = true
					if seen[before] == nil {
						seen[before] = map[string]bool{}
					}
					seen[before][syllable] = true
					before = syllable
				}
			}
		}
	}
	out := map[string][]string{}
	for s, next := range seen {
		out[s] = slices.Sorted(maps.Keys(next))
	}
	return out
}

// What only some queries need lies in files of its own: what a plan is mended with,
// fetched where nothing has all of a query; and by which characters texts are
// simplified, fetched where a query holds one that simplified texts do not have.
const (
	mendName, simpleName = "mend", "simple"
)

// mend returns the file of the one.
func (c *Corpus) mend() (Exported, error) {
	data, err := json.Marshal(map[string]any{"asking": c.asking(), "follow": c.follow()})
	return Exported{Path: mendName, Data: data, rows: true}, err
}

// simple returns the file of the other, which is the same for every index.
func simple() (Exported, error) {
	forms := map[string]string{}
	for from, to := range simpleForms() {
		forms[string(from)] = string(to)
	}
	data, err := json.Marshal(map[string]any{"simple": forms})
	return Exported{Path: simpleName, Data: data}, err
}
