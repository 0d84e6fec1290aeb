package lzma

import (
	"math"
	"slices"
)

const (
	stretch = 4096 // bytes that are looked at together
	enough  = 96   // a match of this length is taken at once
)

// A node is a place that can be come to, by the cheapest way that is known.
type node struct {
	cost  uint32
	steps [3]step // the last ones of the way, of which the first stands at from
	from  int
	place
}

// A place is what the steps up to it leave to the next.
type place struct {
	state int
	reps  [4]uint32
}

// after returns the place behind a step.
func (p place) after(s step) place {
	switch {
	case s == literal:
		return place{afterLiteral(p.state), p.reps}
	case s.rep < 0:
		return place{afterMatch(p.state), [4]uint32{s.dist, p.reps[0], p.reps[1], p.reps[2]}}
	case s.length == 1:
		return place{afterShortRep(p.state), p.reps}
	}
	return place{afterRepeat(p.state), moved(p.reps, s.rep)}
}

// A search looks for the cheapest way through a stretch.
type search struct {
	*encoder
	*prices
	nodes []node
}

// parse returns the steps of the next stretch. Prices are those of its begin.
func (e *encoder) parse() []step {
	most := min(stretch, len(e.data)-e.at)
	s := search{e, e.prices(), make([]node, most+1)}
	for i := range s.nodes {
		s.nodes[i].cost = math.MaxUint32
	}
	s.nodes[0] = node{place: place{e.state, e.reps}}
	for i := range most {
		n := &s.nodes[i]
		at := e.at + i
		longestFound := e.matches(at)
		if long, ok := e.takeAtOnce(n, at, longestFound); ok {
			for j := 1; j < long.length; j++ {
				e.skip(at + j)
			}
			return append(s.way(i), long)
		}
		s.literals(n, i)
		s.repeated(n, i)
		s.matched(n, i, longestFound)
	}
	return s.way(most)
}

// reach offers a way to a node: one to three steps behind the node at from.
func (s *search) reach(from, length int, cost uint32, steps ...step) {
	if to := &s.nodes[from+length]; cost < to.cost {
		*to = node{cost: cost, from: from, place: s.nodes[from].place}
		for i, st := range steps {
			to.steps[i], to.place = st, to.after(st)
		}
	}
}

// literals tries a literal, alone and with a repeat of the last distance behind it: a
// single byte that differs is the commonest break of what is alike.
func (s *search) literals(n *node, i int) {
	at := s.at + i
	cost := n.cost + price(s.isMatch[n.state], 0) + s.literalPrice(n.place, at)
	s.reach(i, 1, cost, literal)
	if d := int(n.reps[0]); d < at && s.data[at] != s.data[at-d-1] {
		s.goOn(i, 1, cost, n.after(literal), literal)
	}
}

// repeated tries the last distances.
func (s *search) repeated(n *node, i int) {
	at := s.at + i
	left := len(s.nodes) - 1 - i
	cost := n.cost + price(s.isMatch[n.state], 1) + price(s.isRep[n.state], 1)
	for r, d := range n.reps {
		if int(d) >= at {
			continue
		}
		same := s.common(at-int(d)-1, at, min(left, longest))
		if r == 0 && same > 0 {
			short := step{length: 1}
			s.reach(i, 1, cost+price(s.isRep0[n.state], 0)+price(s.isRep0Long[n.state], 0), short)
		}
		cost := cost + s.repPrice(n.state, r)
		for l := shortest; l <= same; l++ {
			rep := step{length: l, rep: r}
			s.reach(i, l, cost+s.prices.repeats[l], rep)
			if l == same {
				s.literalAnd(i, l, cost+s.prices.repeats[l], n.after(rep), rep)
			}
		}
	}
}

// matched tries new distances.
func (s *search) matched(n *node, i, found int) {
	cost := n.cost + price(s.isMatch[n.state], 1) + price(s.isRep[n.state], 0)
	most := min(found, len(s.nodes)-1-i)
	for l := shortest; l <= most; l++ {
		d := s.found[l]
		match := step{length: l, rep: -1, dist: d}
		cost := cost + s.prices.lengths[l] + s.prices.distance(d, l)
		s.reach(i, l, cost, match)
		if l == most || s.found[l+1] != d {
			s.literalAnd(i, l, cost, n.after(match), match)
		}
	}
}

// literalAnd tries a literal behind a step, where what is alike breaks off, and the same
// distance again behind it.
func (s *search) literalAnd(i, length int, cost uint32, behind place, first step) {
	if length+1 >= len(s.nodes)-i {
		return
	}
	cost += price(s.isMatch[behind.state], 0) + s.literalPrice(behind, s.at+i+length)
	s.goOn(i, length+1, cost, behind.after(literal), first, literal)
}

// goOn tries the last distance once more, as far as it goes.
func (s *search) goOn(i, length int, cost uint32, behind place, steps ...step) {
	at := s.at + i + length
	d := int(behind.reps[0])
	left := len(s.nodes) - 1 - i - length
	if d >= at || left < shortest {
		return
	}
	same := s.common(at-d-1, at, min(left, longest))
	if same < shortest {
		return
	}
	rep := step{length: same}
	cost += price(s.isMatch[behind.state], 1) + price(s.isRep[behind.state], 1) + s.repPrice(behind.state, 0) + s.prices.repeats[same]
	s.reach(i, length+same, cost, append(steps, rep)...)
}

// takeAtOnce returns a match that is so long that nothing else is looked for.
func (e *encoder) takeAtOnce(n *node, at, found int) (step, bool) {
	for r, d := range n.reps {
		if int(d) < at {
			if length := e.common(at-int(d)-1, at, longest); length >= enough {
				return step{length: length, rep: r}, true
			}
		}
	}
	if found >= enough {
		return step{length: found, rep: -1, dist: e.found[found]}, true
	}
	return step{}, false
}

// way returns the steps that lead to a node.
func (s *search) way(to int) []step {
	var back []step
	for to > 0 {
		n := &s.nodes[to]
		for _, st := range slices.Backward(n.steps[:]) {
			if st.length > 0 {
				back = append(back, st)
			}
		}
		to = n.from
	}
	slices.Reverse(back)
	return back
}

// Prices are in sixteenths of a bit.

// prices are those that cost to reckon.
type prices struct {
	lengths, repeats [longest + 1]uint32
	slot             [lengthStates][slots]uint32 // with the bits that have no probability
	near             [lengthStates][128]uint32   // whole distances
	align            [1 << alignBits]uint32
}

func (e *encoder) prices() *prices {
	p := &prices{}
	for l := shortest; l <= longest; l++ {
		p.lengths[l], p.repeats[l] = lengthPrice(&e.lengths, l), lengthPrice(&e.repeats, l)
	}
	for i := range p.align {
		p.align[i] = reversedPrice(e.align[:], i, alignBits)
	}
	for s := range lengthStates {
		for slot := range slots {
			p.slot[s][slot] = treePrice(e.slot[s][:], slot, 6)
			if slot >= firstDirect {
				p.slot[s][slot] += uint32(slot>>1-1-alignBits) << 4
			}
		}
		for d := range uint32(128) {
			slot := slotOf(d)
			p.near[s][d] = p.slot[s][slot]
			if slot >= 4 {
				n := slot>>1 - 1
				p.near[s][d] += reversedPrice(e.middle[slot][:], int(d-uint32(2|slot&1)<<n), n)
			}
		}
	}
	return p
}

func (p *prices) distance(d uint32, length int) uint32 {
	s := lengthState(length)
	if d < 128 {
		return p.near[s][d]
	}
	return p.slot[s][slotOf(d)] + p.align[d&(1<<alignBits-1)]
}

func (e *encoder) literalPrice(n place, at int) uint32 {
	p, b := e.literals[contextAt(e.data, at)][:], int(e.data[at])
	m, other, sum := 1, -1, uint32(0)
	if n.state >= 7 {
		other = int(e.data[at-int(n.reps[0])-1])
	}
	for i := 7; i >= 0; i-- {
		bit := b >> i & 1
		if other >= 0 {
			like := other >> i & 1
			sum += price(p[(1+like)<<8+m], bit)
			if like != bit {
				other = -1
			}
		} else {
			sum += price(p[m], bit)
		}
		m = m<<1 | bit
	}
	return sum
}

// repPrice is that of which distance is repeated.
func (e *encoder) repPrice(state, rep int) uint32 {
	if rep == 0 {
		return price(e.isRep0[state], 0) + price(e.isRep0Long[state], 1)
	}
	sum := price(e.isRep0[state], 1) + price(e.isRep1[state], min(rep-1, 1))
	if rep > 1 {
		sum += price(e.isRep2[state], rep-2)
	}
	return sum
}

func lengthPrice(p *lengthProbs, length int) uint32 {
	n := length - shortest
	switch {
	case n < 8:
		return price(p.choice, 0) + treePrice(p.low[:], n, 3)
	case n < 16:
		return price(p.choice, 1) + price(p.choice2, 0) + treePrice(p.mid[:], n-8, 3)
	}
	return price(p.choice, 1) + price(p.choice2, 1) + treePrice(p.high[:], n-16, 8)
}

func treePrice(p []prob, v, n int) uint32 {
	m, sum := 1, uint32(0)
	for n--; n >= 0; n-- {
		b := v >> n & 1
		sum += price(p[m], b)
		m = m<<1 | b
	}
	return sum
}

func reversedPrice(p []prob, v, n int) uint32 {
	m, sum := 1, uint32(0)
	for range n {
		sum += price(p[m], v&1)
		m, v = m<<1|v&1, v>>1
	}
	return sum
}

// price is that of a bit.
func price(p prob, bit int) uint32 {
	if bit == 1 {
		p = 1<<probBits - p
	}
	return uint32(bitPrices[p>>4])
}

// bitPrices are by probability, of 128.
var bitPrices = func() (t [1<<(probBits-4) + 1]uint8) {
	for i := range t {
		t[i] = uint8(math.Round(16 * math.Log2(128/(float64(i)+0.5))))
	}
	return t
}()
