package search

import (
	"regexp"
	"slices"
	"strings"
)

// longestQuery is how many characters of a query are searched for; a name has a
// tenth of them. See Cut.
const longestQuery = 200

// Cut returns as much of a query as is searched for, and whether there is more.
func Cut(text string) (query string, more bool) {
	n := 0
	for i := range text {
		if n == longestQuery {
			return text[:i], true
		}
		n++
	}
	return text, false
}

// mostTokens is how many tokens of a query are looked up; of a longer query
// they are taken evenly from its whole length. It keeps a search to a few
// shards, and bleve to the disjunctions of at most ten clauses that it sums in
// a fixed order.
const mostTokens = 6

// A plan is what a query asks for, before bleve or the browser evaluates it.
// layouts/search/plan.ts makes the same from the same text.
type plan struct {
	key     string // the whole query, folded
	tokens  []token
	telling *token     // the one that the fewest brands have, where the plan is loosened
	parts   [][]string // what lifts a brand above all others: the beginnings and ends of a run of three characters or more, of which all must stand in one of name, place, unit; the pinyin of words typed apart, in a name
	chosen  []facetWord
	said    []string // what a reader is told that the query was taken for
	// unlisted says that a telephone number is asked for that no brand has: nothing else is like it
	unlisted bool
	lacks    string // the query, where it may be a name and no brand has it, but in other words or in part
}

// A token is what one clause of a query asks for: all of its grams, or else what is
// also asked.
type token struct {
	grams []string
	also  []also
}

// An also asks for a field in which something begins so, in one way of some.
type also struct {
	field  string
	starts []string
	boost  float64
}

// inPinyin returns what else a word asks for that may be read so.
func inPinyin(words ...string) []also {
	for i, w := range words {
		words[i] = spelled + w
	}
	return []also{{fieldPinyin, words, pinyinBoost}, {fieldAround, words, aroundBoost}}
}

// inTrade returns what else a word of trades asks for.
func inTrade(word string) []also {
	return []also{{fieldTrade, []string{tradeTerm(word)}, tradeBoost}, {fieldGroup, []string{tradeTerm(word)}, 0}}
}

// isOfTrade reports whether a is what other words of the trade find.
func (a also) isOfTrade() bool { return a.field == fieldTrade || a.field == fieldGroup }

// A facetWord is what a word chooses, as the browser reads it: a facet, a value, and
// what a reader is told; and whether it only means the value, where nothing else is asked for.
type facetWord [4]string

func (f facetWord) meant() bool { return f[3] != "" }

// asks reports whether anything is asked for.
func (p *plan) asks() bool { return len(p.tokens)+len(p.chosen) > 0 }

// values returns what the words of the query choose of a facet.
func (p *plan) values(facet string) []string {
	var out []string
	for _, c := range p.chosen {
		if c[0] == facet {
			out = append(out, c[1])
		}
	}
	return out
}

// quoted is a query of which nothing is taken for anything but its characters.
var quoted = regexp.MustCompile(`(?s)^ *["“”「].*["“”」] *$`)

// newPlan reads a query. A run of Latin letters is a word, in the text or in
// pinyin; any other run is split before and behind known names of places and
// types and words of trades, so that 东海水晶 asks for 东海 and for 水晶.
//
// A plan that is mended is made where nothing has all that is asked for: without
// the words that only ask, with levels and years also among other words, and with
// what pinyin may stand for where one letter is wrong.
func newPlan(text string, v *vocabulary, mend bool) plan {
	query, _ := Cut(text)
	literal := quoted.MatchString(query)
	r := reading{vocabulary: v, literal: literal, mend: mend && !literal, known: v.names}
	if r.mend {
		r.known = v.all
	}
	if !literal {
		query = joinPhones(query)
	}
	words := strings.FieldsFunc(query, isSpace)
	r.alone = !slices.ContainsFunc(words, func(word string) bool { return v.choice(folded(word), true) == nil })
	for _, word := range words {
		r.word(word)
	}
	r.spell()
	p := r.plan
	if r.dropped && !p.asks() {
		if r.wish == nil {
			return newPlan(text, v, false) // words that ask, and nothing else
		}
		p.choose(r.wish...)
	}
	if r.dropped {
		p.said = append(r.left, p.said...)
	}
	if !r.dropped && len(p.chosen) == 0 && len(p.tokens) > 0 {
		p.lacks = strings.Trim(query, " \u3000")
	}
	p.said = once(p.said)
	p.said = p.said[:min(len(p.said), mostTokens)]
	p.tokens = spread(p.tokens, mostTokens)
	return p
}

// A reading is a plan while its query is read, word by word.
type reading struct {
	plan
	*vocabulary
	literal, mend bool
	known         names       // by which runs are split
	spelt         []string    // Latin words that stand side by side
	left          []string    // what is left without the words that ask
	dropped       bool        // there were such words
	alone         bool        // the query is words that choose, and nothing else
	wish          []facetWord // what was meant by the words that were dropped
}

// word reads what stands between spaces: values of facets alone, the number of an act or of a
// telephone, or runs of characters.
func (r *reading) word(word string) {
	var number []also
	phone := ""
	if !r.literal {
		if chosen := r.choice(folded(word), r.alone); chosen != nil {
			r.spell()
			r.key += folded(word)
			r.choose(chosen...)
			return
		}
		if phone = phoneIn(word); phone != "" {
			number = []also{{fieldPhone, []string{phone}, numberBoost}}
		} else if part := folded(word); digits(part) && len(part) >= leastOfPhone {
			number = []also{{fieldPhone, []string{part}, numberBoost}}
		} else if n := numberIn(word); n != "" {
			number = []also{{fieldNumber, []string{n}, numberBoost}}
		}
	}
	var grams []string // of the number
	for _, run := range runs(word) {
		r.key += run
		if latin(run) && number == nil {
			r.spelt = append(r.spelt, run)
			continue
		}
		r.spell()
		if characters(run) > 2 {
			r.part(ends(run))
		}
		if number != nil {
			grams = append(grams, neighbours(run)...)
			continue
		}
		for _, piece := range r.known.split(run) {
			r.piece(piece)
		}
	}
	if number != nil {
		r.spell()
		if phone != "" {
			grams = []string{phone} // its pairs of digits are those of many others
		}
		r.tokens = append(r.tokens, token{spread(grams, mostTokens), number})
	}
}

// piece reads a known word, or what stands between two.
func (r *reading) piece(piece string) {
	chosen, chooses := r.facets[piece]
	groups := r.groups[piece]
	switch {
	case r.mend && chooses && !chosen.meant():
		r.choose(chosen)
	case r.mend && (chooses || r.asking[piece] || characters(piece) == 1 && len(piece) <= 3): // 学 of 哪里可以学
		r.dropped = true
		if chooses {
			r.wish = append(r.wish, chosen)
		}
	case len(groups) > 0 && !r.literal:
		r.tokens = append(r.tokens, token{spread(neighbours(piece), mostTokens), inTrade(piece)})
		r.say(groups...)
	default:
		r.left = append(r.left, piece)
		for _, g := range neighbours(piece) {
			r.tokens = append(r.tokens, token{grams: []string{g}})
		}
	}
}

func (p *plan) part(keys []string) {
	if len(p.parts) < mostTokens {
		p.parts = append(p.parts, keys)
	}
}

func (p *plan) say(texts ...string) { p.said = append(p.said, texts...) }

// once returns the list with each of its texts once.
func once(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func (p *plan) choose(words ...facetWord) {
	for _, w := range words {
		p.chosen = append(p.chosen, w)
		p.say(w[2])
	}
}

// spell adds the tokens of the words of Latin letters that stood side by side. They may
// be one word typed apart: hai xian. Then a name that has them so comes first, and
// where they are mended, and too short to be so one by one, they are so together.
func (r *reading) spell() {
	words := r.spelt
	r.spelt = nil
	whole := strings.Join(words, "")
	if len(words) > 1 {
		r.part([]string{spelled + whole[:min(len(whole), longestPinyin)]})
		if r.mend && slices.ContainsFunc(words, func(w string) bool { return len(w) < shortestSlip }) {
			words = []string{whole}
		}
	}
	for _, w := range words {
		readings := []string{w[:min(len(w), longestPinyin)]}
		if r.mend && len(w) >= shortestSlip {
			readings = append(readings, r.slips(readings[0])...)
			r.say("接近 " + w + " 的拼音")
		}
		r.tokens = append(r.tokens, token{spread(neighbours(w), mostTokens), inPinyin(readings...)})
	}
}

// loosen leaves the tokens that some brand has. Brands with the one that the fewest
// have stand before the others. counts holds how many have each.
func (p *plan) loosen(counts []int) {
	var present []token
	fewest := 0
	for i, n := range counts {
		if n == 0 {
			continue
		}
		if fewest == 0 || n < fewest {
			fewest, p.telling = n, &p.tokens[i]
		}
		present = append(present, p.tokens[i])
	}
	if p.telling != nil {
		p.tokens = present
	}
}

// isPhone reports whether t is a whole telephone number: a gram that no text is cut into.
func (t token) isPhone() bool { return characters(t.grams[0]) > textWidth }

// least returns how many tokens must match: all, of a plan that is loosened half.
func (p *plan) least() int {
	if p.telling == nil {
		return len(p.tokens)
	}
	return max(1, len(p.tokens)/2)
}

func latin(run string) bool {
	return strings.Trim(run, "abcdefghijklmnopqrstuvwxyz") == ""
}

// neighbours returns each two characters of s that stand side by side, or its
// only character.
func neighbours(s string) []string {
	r := []rune(s)
	if len(r) == 1 {
		return []string{s}
	}
	out := make([]string, len(r)-1)
	for i := range out {
		out[i] = string(r[i : i+2])
	}
	return out
}

// ends returns s, or where it is longer than a term of fieldPart what it begins
// and ends with.
func ends(s string) []string {
	r := []rune(s)
	if len(r) <= partWidth {
		return []string{s}
	}
	return []string{string(r[:partWidth]), string(r[len(r)-partWidth:])}
}

// spread returns at most n of list, taken evenly.
func spread[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	out := make([]T, n)
	for i := range out {
		out[i] = list[i*(len(list)-1)/(n-1)]
	}
	return out
}

// names are words, folded, by which queries are split.
type names struct {
	all     map[string]bool
	longest int // in characters
}

func newNames(lists ...[]string) names {
	n := names{all: map[string]bool{}}
	for _, s := range slices.Concat(lists...) {
		n.all[s] = true
		n.longest = max(n.longest, characters(s))
	}
	return n
}

// split cuts run at known names, the longest first at each place.
func (n names) split(run string) []string {
	r := []rune(run)
	var out []string
	rest := 0 // where what belongs to no name starts
	for i := 0; i < len(r); {
		length := min(n.longest, len(r)-i)
		for length > 0 && !n.all[string(r[i:i+length])] {
			length--
		}
		if length == 0 {
			i++
			continue
		}
		if rest < i {
			out = append(out, string(r[rest:i]))
		}
		out = append(out, string(r[i:i+length]))
		i += length
		rest = i
	}
	if rest < len(r) {
		out = append(out, string(r[rest:]))
	}
	return out
}

// known returns the names by which queries to the corpus are split: counties
// and cities in full and for short, types with and without 类; sorted.
func (c *Corpus) known() []string {
	var out []string
	add := func(s string) {
		if s = folded(s); characters(s) > 1 {
			out = append(out, s)
		}
	}
	for i := range c.Documents {
		d := &c.Documents[i]
		for _, p := range d.places() {
			add(p.Name)
			add(p.Short)
		}
		add(d.Type)
		add(strings.TrimSuffix(d.Type, "类"))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
