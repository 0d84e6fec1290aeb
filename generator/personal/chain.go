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
	digits     string // at most longest+1 are kept
	gap        string // what stands between the group before and this one
	script     script // of the first digit
	split      bool   // nothing but a change of script stands between the group before and this one
}

// longest is how many digits a number has at most: 0086 and a card of 19.
const longest = 23

// A chain is all groups with nothing but separators between them.
type chain struct {
	s      string
	groups []group
	cross  int // where an X ends that stands behind the last group; 0: none
	strict bool
}

// newChain takes s[start:end], in which nothing but digits, separators and what
// is not seen stands, apart.
func newChain(s string, start, end int, strict bool) *chain {
	c := &chain{s: s, strict: strict}
	var last script
	apart, from := false, start // whether a separator stands behind the last digit, which ends at from
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch classOf(r) {
		case separator:
			apart = true
		case digit:
			digits, written := digitsOf(r)
			k := len(c.groups)
			if k == 0 || apart || written != last {
				c.groups = append(c.groups, group{start: i, gap: s[from:i], script: written, split: k > 0 && !apart})
				k++
			}
			g := &c.groups[k-1]
			if len(g.digits) <= longest {
				g.digits += digits
			}
			g.end, last, apart, from = i+size, written, false, i+size
		}
		i += size
	}
	c.cross = crossAt(s, from)
	return c
}

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
	j := &chain{s: c.s, groups: make([]group, 0, len(c.groups)), cross: c.cross, strict: c.strict}
	for _, g := range c.groups {
		if !g.split {
			j.groups = append(j.groups, g)
			continue
		}
		last := &j.groups[len(j.groups)-1]
		if last.end = g.end; len(last.digits) <= longest {
			last.digits += g.digits
		}
	}
	return j
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
	var room [2 * longest]byte
	bytes, windows := room[:0], make([]window, 0, longest)
	for j := i; j < len(c.groups) && len(bytes)+len(c.groups[j].digits) <= longest; j++ {
		bytes = append(bytes, c.groups[j].digits...)
		if len(bytes) >= 11 {
			windows = append(windows, window{chain: c, first: i, count: j - i + 1, digits: string(bytes)})
		}
	}
	for _, w := range windows {
		if isCitizenID(w.digits) && w.stands(CitizenID) {
			return w.number(CitizenID), w.count
		}
		if w.first+w.count == len(c.groups) && c.cross > 0 && isCitizenID(w.digits+"X") && !w.continues() {
			n := w.number(CitizenID)
			n.End, n.Digits = c.cross, w.digits+"X"
			return n, w.count
		}
	}
	for _, kind := range []Kind{Mobile, BankCard, CitizenID} {
		for _, w := range windows {
			if w.is(kind) && w.stands(kind) {
				return w.number(kind), w.count
			}
		}
	}
	return Number{}, 0
}

// A window is some groups of a chain that may be one number.
type window struct {
	*chain
	first, count int
	digits       string
}

// is reports whether w is a number of the kind but for what stands around it; of
// citizens' IDs an old one.
func (w window) is(kind Kind) bool {
	switch kind {
	case Mobile:
		return w.isMobile()
	case BankCard:
		return w.isBankCard()
	}
	return w.isOldCitizenID()
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
		n := len(g.digits)
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

// gaps returns the signs between the groups, white space apart.
func (w window) gaps() []string {
	var all []string
	for _, g := range w.groups[w.first+1 : w.first+w.count] {
		all = append(all, strings.TrimFunc(g.gap, func(r rune) bool { return unicode.IsSpace(r) || classOf(r) == nothing }))
	}
	return all
}

// alone reports whether no other group stands beside w; a prefix does not count,
// nor does 七 before figures: it numbers what follows.
func (w window) alone() bool {
	next := w.first + w.count
	return (w.first == 0 || isPrefix(w.groups[w.first-1].digits) || w.groups[w.first-1].script != w.groups[w.first].script) &&
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
// are grouped. Three or four numbers in a row are a list more often than that.
func (w window) isMobile() bool {
	rest := withoutPrefix(w.digits)
	if rest == "" {
		return false
	}
	switch sizes := w.sizes(len(w.digits) - len(rest)); sizes {
	case "11":
		return true
	case "3 4 4", "3 8", "7 4":
		return (!w.spread() || w.alone()) && !w.followedBy("年月日")
	case "4 4 3":
		return w.alone() && !(isYear(rest[:4]) && isYear(rest[4:8]))
	case "1 1 1 1 1 1 1 1 1 1 1":
		return w.alone() && !slices.ContainsFunc(w.gaps(), func(gap string) bool { return strings.Contains(gap, "|") })
	case "":
		return false
	default:
		return w.alone() && w.dashed() && (strings.HasPrefix(sizes, "3 ") || sizes == "5 6" || sizes == "6 5")
	}
}

func (w window) dashed() bool {
	return !slices.ContainsFunc(w.gaps(), func(gap string) bool {
		r, size := utf8.DecodeRuneInString(gap)
		return size != len(gap) || !unicode.Is(unicode.Pd, r) && r != '−'
	})
}

func (w window) isBankCard() bool {
	switch {
	case !isBankCard(w.digits):
		return false
	case w.count == 1:
		return true
	case !strings.ContainsRune("34569", rune(w.digits[0])) || w.spread() && !w.alone() || !w.apart():
		return false
	}
	// 3000 4000 5000 6000 is a list, and so is 3 1 4 1.
	round, long := true, false
	for _, g := range w.groups[w.first : w.first+w.count] {
		round = round && strings.HasSuffix(g.digits, "00")
		long = long || len(g.digits) > 3
	}
	return !round && (long || w.count == len(w.digits) && w.alone() && !w.spread())
}

func (w window) isOldCitizenID() bool {
	if !isOldCitizenID(w.digits) {
		return false
	}
	return w.count == 1 || w.apart() && slices.Contains([]string{"6 6 3", "6 9", "12 3", "6 2 2 2 3"}, w.sizes(0))
}
