package lzma

import (
	"encoding/binary"
	"math/bits"
)

const (
	hashBits = 20
	deepest  = 200 // how many places are looked at for longer matches
	none     = -1
)

// A finder finds what stood in a text before. Each place is to be asked for or
// skipped once, in order.
type finder struct {
	text     []byte
	by2      [1 << 16]int32       // the last place of two bytes
	by3, by4 [1 << hashBits]int32 // of three, of four, by their hash
	sides    [][2]int32           // by place: see descend
	found    [longest + 1]uint32  // see matches
}

func newFinder(text []byte) finder {
	f := finder{text: text, sides: make([][2]int32, len(text))}
	for i := range f.by2 {
		f.by2[i] = none
	}
	for i := range f.by3 {
		f.by3[i], f.by4[i] = none, none
	}
	return f
}

func hash(v uint32) uint32 { return v * 2654435761 >> (32 - hashBits) }

// note notes a place, and returns the places before of the same two, three and four
// bytes.
func (f *finder) note(at int) (two, three, four int32) {
	if len(f.text)-at < 4 {
		return none, none, none
	}
	t := f.text[at : at+4]
	v2 := uint32(t[0]) | uint32(t[1])<<8
	v3 := v2 | uint32(t[2])<<16
	h3, h4 := hash(v3), hash(v3|uint32(t[3])<<24)
	two, three, four = f.by2[v2], f.by3[h3], f.by4[h4]
	f.by2[v2], f.by3[h3], f.by4[h4] = int32(at), int32(at), int32(at)
	return two, three, four
}

// skip notes a place that is not asked for.
func (f *finder) skip(at int) {
	_, _, four := f.note(at)
	f.descend(at, four, longest)
}

// matches returns the length of the longest match at a place, 0 where there is none.
// For each length up to it found holds the nearest distance, less 1, of which
// it is known.
func (f *finder) matches(at int) int {
	two, three, four := f.note(at)
	best := shortest - 1
	for _, place := range [...]int32{two, three} {
		if place >= 0 {
			best = f.take(at, place, best, f.common(int(place), at, longest))
		}
	}
	if best = f.descend(at, four, best); best < shortest {
		return 0
	}
	return best
}

// take keeps a place where more than best bytes are the same, and returns how many.
func (f *finder) take(at int, place int32, best, same int) int {
	for ; best < same; best++ {
		f.found[best+1] = uint32(at) - uint32(place) - 1
	}
	return best
}

// descend looks for longer matches among the places whose first four bytes have one hash, the
// newest first, and puts this one on top of them. They are a binary search tree by what
// stands there, each place above all older ones; to look for a place is to split the tree
// into what is less and what is greater, which are then its two sides.
func (f *finder) descend(at int, place int32, best int) int {
	most := min(longest, len(f.text)-at)
	if most < 4 {
		return best
	}
	less, greater := &f.sides[at][0], &f.sides[at][1] // where what is less, or greater, hangs next
	sameLess, sameGreater := 0, 0                     // bytes that all below are known to share with this place
	for n := 0; place >= 0 && n < deepest; n++ {
		below := &f.sides[place]
		same := min(sameLess, sameGreater)
		same += f.common(int(place)+same, at+same, most-same)
		best = f.take(at, place, best, same)
		switch {
		case same == most:
			*less, *greater = below[0], below[1]
			return best
		case f.text[int(place)+same] < f.text[at+same]:
			*less, less, place, sameLess = place, &below[1], below[1], same
		default:
			*greater, greater, place, sameGreater = place, &below[0], below[0], same
		}
	}
	*less, *greater = none, none
	return best
}

// common returns how many bytes, up to most, are the same at two places.
func (f *finder) common(p, at, most int) int {
	most = min(most, len(f.text)-at)
	a, b := f.text[p:p+most], f.text[at:at+most]
	i := 0
	for ; i+8 <= most; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < most && a[i] == b[i] {
		i++
	}
	return i
}
