package personal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A group is a run of digits within a chain.
type group struct {
	start, end int    // bytes
	from, to   int    // in the chain's digits
	gap        string // what stands between the group before and this one
	script     script // of the first digit
	split      bool   // nothing but a change of script stands between the group before and this one
}

// longest is how many digits a number has at most: 0086 and a card of 19.
const longest = 23

// A chain is all groups with nothing but separators between them.
type chain struct {
	s      string
	digits string // of all groups, in ASCII
	groups []group
	cross  int // where an X ends that stands behind the last group; 0: none
	strict bool
}

// newChain takes s[start:end], in which nothing but digits, separators and what
// is not seen stands, apart.
func newChain(s string, start, end int, strict bool) *chain {
	c := &chain{s: s, strict: strict}
	digits := make([]byte, 0, min(end-start, most+2))
	var last script
	apart, from := false, start // whether a separator stands behind the last digit, which ends at from
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch classOf(r) {
		case separator:
			apart = true
		case digit:
			shown, written := digitsOf(r)
			if k := len(c.groups); k == 0 || apart || written != last {
				c.groups = append(c.groups, group{start: i, from: len(digits), gap: s[from:i], script: written, split: k > 0 && !apart})
			}
			digits = append(digits, shown...)
			g := &c.groups[len(c.groups)-1]
			g.end, g.to, last, apart, from = i+size, len(digits), written, false, i+size
		}
		i += size
	}
	c.digits, c.cross = string(digits), crossAt(s, from)
	return c
}

// read returns the digits of group k.
func (c *chain) read(k int) string { return c.digits[c.groups[k].from:c.groups[k].to] }

// crossAt returns where an X ends that closes a number which ends at i, 0 where
// there is none.
func crossAt(s string, i int) int {
	for gaps := 0; i < len(s) && gaps <= 3; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isCross(r):
			if next, _ := utf8.DecodeRuneInString(s[i+size:]); letterOf(next) != 0 {
				return 0
			}
			return i + size
		case classOf(r) == separator:
			gaps++
		case classOf(r) != nothing:
			return 0
		}
		i += size
	}
	return 0
}

// joined returns c with groups that only a change of script divides as one.
func (c *chain) joined() *chain {
	if !slices.ContainsFunc(c.groups, func(g group) bool { return g.split }) {
		return c
	}
	j := *c
	j.groups = make([]group, 0, len(c.groups))
	for _, g := range c.groups {
		if g.split {
			last := &j.groups[len(j.groups)-1]
			last.end, last.to = g.end, g.to
		} else {
			j.groups = append(j.groups, g)
		}
	}
	return &j
}

// numbers returns the personal numbers of c in their order.
func (c *chain) numbers() []Number {
	j := c.joined()
	found := j.each()
	if j == c {
		return found
	}
	// 一 or ① before a number hides it from who takes both for one.
	for _, n := range c.each() {
		if !slices.ContainsFunc(found, n.meets) {
			found = append(found, n)
		}
	}
	slices.SortFunc(found, func(a, b Number) int { return a.Start - b.Start })
	return found
}

func (c *chain) each() []Number {
	var found []Number
	for i := 0; i < len(c.groups); {
		n, used := c.at(i)
		if used == 0 {
			i++
			continue
		}
		found, i = append(found, n), i+used
	}
	return found
}

// at returns the number that begins with group i and of how many groups it is.
// What has check digits comes first.
func (c *chain) at(i int) (Number, int) {
	from := c.groups[i].from
	var counts [longest + 1]int // how many groups have so many digits together
	for j := i; j < len(c.groups) && c.groups[j].to-from <= longest; j++ {
		counts[c.groups[j].to-from] = j - i + 1
	}
	for _, try := range tries {
		count := counts[try.digits]
		if count == 0 || try.crossed && (c.cross == 0 || i+count < len(c.groups)) {
			continue
		}
		w := window{c, i, count, c.digits[from : from+try.digits]}
		switch {
		case try.crossed:
			if isCitizenID(w.digits+"X") && !w.continues() {
				n := w.number(CitizenID)
				n.End, n.Digits = c.cross, w.digits+"X"
				return n, count
			}
		case try.is(w) && w.stands(try.kind):
			return w.number(try.kind), count
		}
	}
	return Number{}, 0
}

// tries are the numbers that there are, by their digits, in the order in which
// they are looked for.
var tries = []struct {
	kind    Kind
	digits  int
	crossed bool // and an X behind them
	is      func(window) bool
}{
	{CitizenID, 18, false, func(w window) bool { return isCitizenID(w.digits) }},
	{CitizenID, 17, true, nil},
	{Mobile, 11, false, window.isMobile},
	{Mobile, 12, false, window.isMobile},
	{Mobile, 13, false, window.isMobile},
	{Mobile, 15, false, window.isMobile},
	{BankCard, 16, false, window.isBankCard},
	{BankCard, 17, false, window.isBankCard},
	{BankCard, 18, false, window.isBankCard},
	{BankCard, 19, false, window.isBankCard},
	{CitizenID, 15, false, window.isOldCitizenID},
	{CitizenID, 18, false, window.isMistypedID},
	{CitizenID, 17, false, window.isMistypedID},
}

// A window is some groups of a chain that may be one number.
type window struct {
	*chain
	first, count int
	digits       string
}

func (w window) number(kind Kind) Number {
	last := w.groups[w.first+w.count-1]
	return Number{Start: w.groups[w.first].start, End: last.end, Kind: kind, Digits: w.digits}
}

// sizes returns how many digits the groups have, such as "3 4 4", those of a
// prefix of so many digits left out.
func (w window) sizes(prefix int) string {
	var b strings.Builder
	for k, g := range w.groups[w.first : w.first+w.count] {
		n := g.to - g.from
		if k == 0 {
			n -= prefix
		} else {
			b.WriteByte(' ')
		}
		if n <= 0 || n > 19 {
			return ""
		}
		b.WriteString(twoDigits[n])
	}
	return b.String()
}

var twoDigits = strings.Fields("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19")

// gap returns the signs between group k and the one before, white space apart.
func (c *chain) gap(k int) string {
	return strings.TrimFunc(c.groups[k].gap, func(r rune) bool { return unicode.IsSpace(r) || classOf(r) == nothing })
}

// gaps returns the signs between the groups.
func (w window) gaps() []string {
	var all []string
	for k := w.first + 1; k < w.first+w.count; k++ {
		all = append(all, w.gap(k))
	}
	return all
}

// alone reports whether no other group stands beside w; a prefix does not count,
// nor does 七 before figures: it numbers what follows.
func (w window) alone() bool {
	next := w.first + w.count
	return (w.first == 0 || isPrefix(w.read(w.first-1)) || w.groups[w.first-1].script != w.groups[w.first].script) &&
		(next == len(w.groups) || w.groups[next].script != w.groups[next-1].script)
}

// apart reports whether no other group stands beside w with the sign that stands
// between its own groups.
func (w window) apart() bool {
	sign := w.groups[w.first+1].gap
	for _, g := range w.groups[w.first+2 : w.first+w.count] {
		if g.gap != sign {
			return w.alone()
		}
	}
	next := w.first + w.count
	return (w.first == 0 || w.groups[w.first].gap != sign) && (next == len(w.groups) || w.groups[next].gap != sign)
}

// spread reports whether w goes over lines or cells of a table.
func (w window) spread() bool {
	return slices.ContainsFunc(w.groups[w.first+1:w.first+w.count], func(g group) bool { return strings.ContainsAny(g.gap, "|\n\r") })
}

// isMobile reports whether w is a mobile number in one of the ways in which they
// are grouped. Three or four numbers in a row are a list more often than that,
// unless words say what they are, which those who quote the number leave out.
func (w window) isMobile() bool {
	rest := withoutPrefix(w.digits)
	if rest == "" {
		return false
	}
	sizes := w.sizes(len(w.digits) - len(rest))
	if sizes == "" || sizes == "11" || w.alone() && (w.strict || w.called()) {
		return sizes != ""
	}
	switch sizes {
	case "3 4 4", "3 8", "7 4":
		return (!w.spread() || w.alone()) && !w.followedBy("年月日")
	case "4 4 3":
		return w.alone() && !(isYear(rest[:4]) && isYear(rest[4:8]))
	case "1 1 1 1 1 1 1 1 1 1 1":
		return w.alone() && !slices.ContainsFunc(w.gaps(), func(gap string) bool { return strings.Contains(gap, "|") })
	}
	return w.prefixed() || w.alone() && w.dashed() && (strings.HasPrefix(sizes, "3 ") || sizes == "5 6" || sizes == "6 5")
}

// prefixed reports whether the code of the country says what w is, however it is
// grouped.
func (w window) prefixed() bool {
	within := len(w.digits) > 12 // 86 or 0086 belongs to w
	before := w.first > 0 && len(w.read(w.first-1)) > 1 && isPrefix(w.read(w.first-1))
	return (within || len(w.digits) == 11 && before) && !w.spread()
}

func (w window) dashed() bool {
	return !slices.ContainsFunc(w.gaps(), func(gap string) bool {
		r, size := utf8.DecodeRuneInString(gap)
		return size != len(gap) || !unicode.Is(unicode.Pd, r) && r != '−'
	})
}

func (w window) isBankCard() bool {
	switch {
	case w.count > 1 && !strings.Contains("34569", w.digits[:1]) || !isBankCard(w.digits):
		return false
	case w.count == 1:
		return true
	case w.spread() && !w.alone() || !w.apart():
		return false
	}
	// 3000 4000 5000 6000 is a list, and so is 3 1 4 1.
	round, long := true, false
	for k := w.first; k < w.first+w.count; k++ {
		round = round && strings.HasSuffix(w.read(k), "00")
		long = long || len(w.read(k)) > 3
	}
	return !round && (long || w.count == len(w.digits) && w.alone() && !w.spread())
}

// isMistypedID reports whether w is called a citizen's ID, which it is with a slip of
// the pen: one digit wrong or missing does not make it anybody's to read. Where
// numbers are hidden it may be quoted without the words that call it so.
func (w window) isMistypedID() bool { return w.count == 1 && (w.strict || w.introduced(identifies)) }

func (w window) isOldCitizenID() bool {
	if !isOldCitizenID(w.digits) {
		return false
	}
	return w.count == 1 || w.apart() && slices.Contains([]string{"6 6 3", "6 9", "12 3", "6 2 2 2 3"}, w.sizes(0))
}
