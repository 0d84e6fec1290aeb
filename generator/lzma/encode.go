package lzma

// An encoder writes one text.
type encoder struct {
	rangeCoder
	*probs
	finder
	data  []byte
	at    int // up to where data is written
	state int
	reps  [4]uint32 // the last distances, less 1
}

func newEncoder(data []byte) *encoder {
	return &encoder{rangeCoder: newRangeCoder(), probs: fresh(), finder: newFinder(data), data: data}
}

// all writes everything.
func (e *encoder) all() {
	for e.at < len(e.data) {
		for _, s := range e.parse() {
			e.write(s)
		}
	}
	e.finish()
}

// A step is a literal, a repeated match or a match.
type step struct {
	length int
	rep    int    // which of the last distances; -1: none of them
	dist   uint32 // of a match, less 1
}

var literal = step{length: 1, rep: -1}

func (e *encoder) write(s step) {
	switch {
	case s == literal:
		e.bit(&e.isMatch[e.state], 0)
		e.literal()
		e.state = afterLiteral(e.state)
	case s.rep < 0:
		e.bit(&e.isMatch[e.state], 1)
		e.bit(&e.isRep[e.state], 0)
		e.length(&e.lengths, s.length)
		e.distance(s.dist, s.length)
		e.reps = [4]uint32{s.dist, e.reps[0], e.reps[1], e.reps[2]}
		e.state = afterMatch(e.state)
	default:
		e.bit(&e.isMatch[e.state], 1)
		e.bit(&e.isRep[e.state], 1)
		e.repeat(s)
	}
	e.at += s.length
}

// literal writes the byte at hand; behind a match by the byte that would have gone on
// with it, as long as the bits are the same.
func (e *encoder) literal() {
	p, b := e.literals[e.before()][:], int(e.data[e.at])
	m, other := 1, -1
	if e.state >= 7 {
		other = int(e.data[e.at-int(e.reps[0])-1])
	}
	for i := 7; i >= 0; i-- {
		bit := b >> i & 1
		if other >= 0 {
			like := other >> i & 1
			e.bit(&p[(1+like)<<8+m], bit)
			if like != bit {
				other = -1
			}
		} else {
			e.bit(&p[m], bit)
		}
		m = m<<1 | bit
	}
}

// before returns the context of the literal at hand.
func (e *encoder) before() int { return contextAt(e.data, e.at) }

func contextAt(data []byte, at int) int {
	if at == 0 {
		return 0
	}
	return int(data[at-1]) >> (8 - literalContext)
}

func (e *encoder) repeat(s step) {
	if s.rep == 0 {
		e.bit(&e.isRep0[e.state], 0)
		if s.length == 1 {
			e.bit(&e.isRep0Long[e.state], 0)
			e.state = afterShortRep(e.state)
			return
		}
		e.bit(&e.isRep0Long[e.state], 1)
	} else {
		e.bit(&e.isRep0[e.state], 1)
		e.bit(&e.isRep1[e.state], min(s.rep-1, 1))
		if s.rep > 1 {
			e.bit(&e.isRep2[e.state], s.rep-2)
		}
	}
	e.length(&e.repeats, s.length)
	e.reps = moved(e.reps, s.rep)
	e.state = afterRepeat(e.state)
}

// moved returns the distances with the one at i in front.
func moved(reps [4]uint32, i int) [4]uint32 {
	d := reps[i]
	copy(reps[1:i+1], reps[:i])
	reps[0] = d
	return reps
}

func (e *encoder) length(p *lengthProbs, length int) {
	n := length - shortest
	switch {
	case n < 8:
		e.bit(&p.choice, 0)
		e.tree(p.low[:], n, 3)
	case n < 16:
		e.bit(&p.choice, 1)
		e.bit(&p.choice2, 0)
		e.tree(p.mid[:], n-8, 3)
	default:
		e.bit(&p.choice, 1)
		e.bit(&p.choice2, 1)
		e.tree(p.high[:], n-16, 8)
	}
}

func (e *encoder) distance(d uint32, length int) {
	slot := slotOf(d)
	e.tree(e.slot[lengthState(length)][:], slot, 6)
	if slot < 4 {
		return
	}
	n := slot>>1 - 1
	rest := d - uint32(2|slot&1)<<n
	if slot < firstDirect {
		e.reversed(e.middle[slot][:], int(rest), n)
		return
	}
	e.direct(rest>>alignBits, n-alignBits)
	e.reversed(e.align[:], int(rest&(1<<alignBits-1)), alignBits)
}
