package lzma

import "math"

const (
	stretch = 4096 // bytes that are looked at together
	enough  = 96   // a match of this length is taken at once
)

// A node is a place that can be come to, by the cheapest way that is known.
type node struct {
	cost  uint32
	step      // the last one of the way
	state int // behind it
	reps  [4]uint32
}

// parse returns the steps of the next stretch. Prices are those of its begin.
func (e *encoder) parse() []step {
	most := min(stretch, len(e.data)-e.at)
	prices := e.prices()
	nodes := make([]node, most+1)
	for i := range nodes {
		nodes[i].cost = math.MaxUint32
	}
	nodes[0] = node{state: e.state, reps: e.reps}
	for i := range most {
		n := &nodes[i]
		at := e.at + i
		left := most - i
		longestFound := e.matches(at)
		if long, ok := e.takeAtOnce(n, at, longestFound); ok {
			for j := 1; j < long.length; j++ {
				e.note(at + j)
			}
			return append(way(nodes, i), long)
		}
		reach := func(s step, cost uint32) {
			if to := &nodes[i+s.length]; cost < to.cost {
				to.cost, to.step = cost, s
				switch {
				case s == literal:
					to.state, to.reps = afterLiteral(n.state), n.reps
				case s.rep < 0:
					to.state, to.reps = afterMatch(n.state), [4]uint32{s.dist, n.reps[0], n.reps[1], n.reps[2]}
				case s.length == 1:
					to.state, to.reps = afterShortRep(n.state), n.reps
				default:
					to.state, to.reps = afterRepeat(n.state), moved(n.reps, s.rep)
				}
			}
		}
		reach(literal, n.cost+price(e.isMatch[n.state], 0)+e.literalPrice(n, at))
		match := n.cost + price(e.isMatch[n.state], 1)
		repeat := match + price(e.isRep[n.state], 1)
		match += price(e.isRep[n.state], 0)
		for r, d := range n.reps {
			if int(d) >= at {
				continue
			}
			cost := repeat + e.repPrice(n.state, r)
			length := e.common(at-int(d)-1, at, min(left, longest))
			if r == 0 && length > 0 {
				reach(step{length: 1}, repeat+price(e.isRep0[n.state], 0)+price(e.isRep0Long[n.state], 0))
			}
			for l := shortest; l <= length; l++ {
				reach(step{length: l, rep: r}, cost+prices.repeats[l])
			}
		}
		for l := shortest; l <= min(longestFound, left); l++ {
			d := e.found[l]
			reach(step{length: l, rep: -1, dist: d}, match+prices.lengths[l]+prices.distance(d, l))
		}
	}
	return way(nodes, most)
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
func way(nodes []node, to int) []step {
	var back []step
	for to > 0 {
		back = append(back, nodes[to].step)
		to -= nodes[to].length
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
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

func (e *encoder) literalPrice(n *node, at int) uint32 {
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
