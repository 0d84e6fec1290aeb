package search

import (
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
	key    string // the whole query, folded
	tokens []token
	parts  [][]string // for each run of three characters or more: the beginnings and ends that must stand in one of name, place, unit
}

// A token is what one clause of a query asks for.
type token struct {
	grams  []string // all of these
	pinyin string   // or this
}

// newPlan reads a query. A run of Latin letters is a word, in the text or in
// pinyin; any other run is split before and behind known names of places and
// types, so that 东海水晶 asks for 东海 and for 水晶.
func newPlan(text string, known names) plan {
	var p plan
	query, _ := Cut(text)
	for _, run := range runs(query) {
		p.key += run
		if latin(run) {
			p.tokens = append(p.tokens, token{grams: spread(neighbours(run), mostTokens), pinyin: run[:min(len(run), longestPinyin)]})
			continue
		}
		for _, piece := range known.split(run) {
			for _, g := range neighbours(piece) {
				p.tokens = append(p.tokens, token{grams: []string{g}})
			}
		}
		if characters(run) > 2 && len(p.parts) < mostTokens {
			p.parts = append(p.parts, ends(run))
		}
	}
	p.tokens = spread(p.tokens, mostTokens)
	return p
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

// names are names of places and types, folded, by which queries are split.
type names struct {
	all     map[string]bool
	longest int // in characters
}

func newNames(list []string) names {
	n := names{all: map[string]bool{}}
	for _, s := range list {
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
		for length > 1 && !n.all[string(r[i:i+length])] {
			length--
		}
		if length < 2 {
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
