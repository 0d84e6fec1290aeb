package review

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/unseen"
)

// A LikenessKind says in what way names are like each other.
type LikenessKind int8

const (
	SameName  LikenessKind = iota // but for width, case and white space
	OneApart                      // one character added, left out or another
	SameTrade                     // of one county, but for the place and the word for people
)

// A Likeness is brands whose names could be taken for each other, or that could
// be one. It is said, not judged.
type Likeness struct {
	Kind   LikenessKind
	Brands []*content.Brand // by slug, at least two
	Names  []string         // of each, the name that is like the others'
	Words  string           // of SameTrade: what they share
}

const (
	shortest      = 4   // the fewest characters of names that are held against each other by one
	longestName   = 40  // the most
	shortestTrade = 2   // characters
	maxNames      = 20  // of one brand that are looked at, besides its own
	maxLikenesses = 300 // that are listed: more is no list that anybody reads
)

// A naming is one name of one brand, folded.
type naming struct {
	brand        *content.Brand
	name, folded string
}

// findLikenesses returns the names of the brands of side that are like another,
// where one of the brands is among of; all where of is nil.
func findLikenesses(side *Side, of []*content.Brand) []Likeness {
	f := finder{wanted: map[*content.Brand]bool{}, all: of == nil, told: map[[2]*content.Brand]bool{}}
	for _, b := range of {
		f.wanted[b] = true
	}
	if !f.all && len(of) == 0 {
		return nil
	}
	var namings []naming
	trades := map[string][]naming{}
	for _, b := range side.brands() {
		for _, name := range append([]string{b.Name}, b.OtherNames()[:min(maxNames, len(b.OtherNames()))]...) {
			namings = append(namings, naming{b, name, unseen.Fold(name)})
		}
		if t := trade(side.Rules, b); t != "" {
			key := b.Region.Code + t
			trades[key] = append(trades[key], naming{b, b.Name, t})
		}
	}
	f.sameNames(namings)
	f.oneApart(namings)
	f.sameTrades(trades)
	slices.SortStableFunc(f.found, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Brands[0].Slug, b.Brands[0].Slug), cmp.Compare(a.Brands[1].Slug, b.Brands[1].Slug))
	})
	return f.found
}

// A finder collects likenesses.
type finder struct {
	wanted map[*content.Brand]bool
	all    bool
	found  []Likeness
	told   map[[2]*content.Brand]bool
}

// add keeps a likeness of different brands that is wanted and not yet told.
func (f *finder) add(kind LikenessKind, words string, like []naming) {
	slices.SortStableFunc(like, func(a, b naming) int { return cmp.Compare(a.brand.Slug, b.brand.Slug) })
	like = slices.CompactFunc(like, func(a, b naming) bool { return a.brand == b.brand })
	if len(like) < 2 || len(f.found) >= maxLikenesses {
		return
	}
	if !f.all && !slices.ContainsFunc(like, func(n naming) bool { return f.wanted[n.brand] }) {
		return
	}
	if len(like) == 2 {
		both := [2]*content.Brand{like[0].brand, like[1].brand}
		if f.told[both] {
			return
		}
		f.told[both] = true
	}
	l := Likeness{Kind: kind, Words: words}
	for _, n := range like {
		l.Brands, l.Names = append(l.Brands, n.brand), append(l.Names, n.name)
	}
	f.found = append(f.found, l)
}

func (f *finder) sameNames(namings []naming) {
	byName := map[string][]naming{}
	for _, n := range namings {
		byName[n.folded] = append(byName[n.folded], n)
	}
	for _, n := range namings {
		f.add(SameName, "", byName[n.folded])
		delete(byName, n.folded)
	}
}

// oneApart finds names at distance one without holding every name against every
// other: two such names become one when the right character is left out of one
// of them or of both.
func (f *finder) oneApart(namings []naming) {
	byRest := map[string][]int{}
	for i, n := range namings {
		if size := utf8.RuneCountInString(n.folded); size < shortest || size > longestName {
			continue
		}
		for rest := range rests(n.folded) {
			byRest[rest] = append(byRest[rest], i)
		}
	}
	for _, n := range namings {
		if len(f.found) >= maxLikenesses {
			return
		}
		if !f.all && !f.wanted[n.brand] || utf8.RuneCountInString(n.folded) > longestName {
			continue
		}
		for rest := range rests(n.folded) {
			for _, j := range byRest[rest] {
				other := namings[j]
				if other.brand != n.brand && other.folded != n.folded && apartByOne(n.folded, other.folded) {
					f.add(OneApart, "", []naming{n, other})
				}
				if len(f.found) >= maxLikenesses {
					return
				}
			}
		}
	}
}

// rests yields s and what remains when one character is left out.
func rests(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(s) {
			return
		}
		for i, r := range s {
			if !yield(s[:i] + s[i+utf8.RuneLen(r):]) {
				return
			}
		}
	}
}

// apartByOne reports whether one character added, left out or put in another's
// place makes b of a: what is left of both between their common beginning and
// end is at most one character. Equal rests alone would also join 一二三四 and
// 二一三四, where two differ.
func apartByOne(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return max(len(x), len(y)) == 1
}

func (f *finder) sameTrades(trades map[string][]naming) {
	for _, key := range slices.Sorted(maps.Keys(trades)) {
		f.add(SameTrade, trades[key][0].folded, trades[key])
	}
}

// trade returns what the name of b says besides its place and its word for
// people; "" where that is too little to compare.
func trade(rules *criteria.Rules, b *content.Brand) string {
	if b.Region == nil || utf8.RuneCountInString(b.Name) > longestName {
		return ""
	}
	name := unseen.Fold(b.Name)
	places := []string{b.Place}
	for g := b.Region; g != nil; g = g.Parent {
		places = append(places, g.Name, g.Short)
	}
	name = name[len(longestPrefix(name, places)):]
	for end := longestSuffix(name, rules.Naming.Endings); end != ""; end = longestSuffix(name, rules.Naming.Endings) {
		name = strings.TrimSuffix(name, end)
	}
	if utf8.RuneCountInString(name) < shortestTrade {
		return ""
	}
	return name
}

func longestPrefix(s string, of []string) string {
	best := ""
	for _, p := range of {
		if p = unseen.Fold(p); strings.HasPrefix(s, p) && len(p) > len(best) {
			best = p
		}
	}
	return best
}

func longestSuffix(s string, of []string) string {
	best := ""
	for _, p := range of {
		if strings.HasSuffix(s, p) && len(p) > len(best) {
			best = p
		}
	}
	return best
}
