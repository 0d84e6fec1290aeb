// Package lzma compresses in the format .lzma of 7-Zip and xz (lc 3, lp 0, pb 0, with
// the size in the header and no end mark). It is for what is made once and fetched
// often: of programs a third less is left than by gzip, and what unpacks them in the
// browser is a hundred lines (layouts/desk/lzma.ts).
//
// A text is a sequence of literals (a byte), matches (length and distance of what
// stood there before) and repeated matches (of one of the last four distances). Each
// decision is a bit with a probability that adapts, written by a range coder; so the
// cheapest sequence is looked for, a stretch at a time, at the prices that the bits
// have where the stretch begins (see parse.go).
//
// https://www.7-zip.org/sdk.html, lzma-specification.txt
package lzma

import (
	"encoding/binary"
	"math/bits"
)

// Compress returns data compressed: always the same of the same data.
func Compress(data []byte) []byte {
	e := newEncoder(data)
	e.all()
	header := make([]byte, headerSize, headerSize+len(e.out))
	header[0] = literalContext // + 9·(lp + 5·pb)
	window := uint32(1 << 12)
	for int(window) < len(data) {
		window <<= 1
	}
	binary.LittleEndian.PutUint32(header[1:], window)
	binary.LittleEndian.PutUint64(header[5:], uint64(len(data)))
	return append(header, e.out...)
}

const (
	headerSize     = 13
	literalContext = 3 // bits of the byte before by which literals are told apart

	shortest, longest = 2, 273 // lengths of matches
	states            = 12
	slots             = 64 // of distances: their highest two bits
	lengthStates      = 4  // by which slots are told apart
	firstDirect       = 14 // slot from which on middle bits have no probability
	alignBits         = 4  // lowest bits of far distances
)

// A prob is the probability of a zero, of 2048.
type prob uint16

const (
	even      = prob(1024)
	probBits  = 11
	adaptRate = 5
)

// probs are the probabilities of all decisions.
type probs struct {
	isMatch, isRep, isRep0, isRep1, isRep2, isRep0Long [states]prob

	literals [1 << literalContext][0x300]prob
	lengths  lengthProbs // of matches
	repeats  lengthProbs // of repeated matches
	slot     [lengthStates][slots]prob
	middle   [firstDirect][32]prob // by slot: reversed trees of the lower bits
	align    [1 << alignBits]prob
}

// lengthProbs are those of a length less 2: below 8, below 16, or 256 more.
type lengthProbs struct {
	choice, choice2 prob
	low, mid        [8]prob
	high            [256]prob
}

// fresh returns probabilities that know nothing.
func fresh() *probs {
	p := &probs{}
	set := func(all ...[]prob) {
		for _, some := range all {
			for i := range some {
				some[i] = even
			}
		}
	}
	set(p.isMatch[:], p.isRep[:], p.isRep0[:], p.isRep1[:], p.isRep2[:], p.isRep0Long[:], p.align[:])
	for i := range p.literals {
		set(p.literals[i][:])
	}
	for _, l := range []*lengthProbs{&p.lengths, &p.repeats} {
		l.choice, l.choice2 = even, even
		set(l.low[:], l.mid[:], l.high[:])
	}
	for i := range p.slot {
		set(p.slot[i][:])
	}
	for i := range p.middle {
		set(p.middle[i][:])
	}
	return p
}

// The state says what the last few steps were; below 7 the last was a literal.

func afterLiteral(state int) int {
	switch {
	case state < 4:
		return 0
	case state < 10:
		return state - 3
	}
	return state - 6
}

func after(state, ofLiterals, otherwise int) int {
	if state < 7 {
		return ofLiterals
	}
	return otherwise
}

func afterMatch(state int) int    { return after(state, 7, 10) }
func afterRepeat(state int) int   { return after(state, 8, 11) }
func afterShortRep(state int) int { return after(state, 9, 11) }

// slotOf returns the slot of a distance less 1.
func slotOf(distance uint32) int {
	if distance < 4 {
		return int(distance)
	}
	high := bits.Len32(distance) - 1
	return high<<1 | int(distance>>(high-1)&1)
}

func lengthState(length int) int { return min(length-shortest, lengthStates-1) }
