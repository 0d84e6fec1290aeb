package lzma

import (
	"encoding/binary"
	"math/bits"
)

const (
	hashBits = 20
	chain    = 64 // how many places are looked at for longer matches
	none     = -1
)

// A finder finds what stood in a text before. Each place is to be asked for or
// skipped once, in order.
type finder struct {
	text     []byte
	by2      [1 << 16]int32       // the last place of two bytes
	by3, by4 [1 << hashBits]int32 // of three, of four, by their hash
	earlier  []int32              // the place before of the same hash of four
	found    [longest + 1]uint32  // see matches
}

func newFinder(text []byte) finder {
	f := finder{text: text, earlier: make([]int32, len(text))}
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
	f.by2[v2], f.by3[h3], f.by4[h4], f.earlier[at] = int32(at), int32(at), int32(at), four
	return two, three, four
}

// matches returns the length of the longest match at a place, 0 where there is none.
// For each length up to it found holds the nearest distance, less 1, of which
// it is known.
func (f *finder) matches(at int) int {
	two, three, four := f.note(at)
	best := shortest - 1
	take := func(place int32) {
		if n := f.common(int(place), at, longest); n > best {
			for ; best < n; best++ {
				f.found[best+1] = uint32(at) - uint32(place) - 1
			}
		}
	}
	if two >= 0 {
		take(two)
	}
	if three >= 0 {
		take(three)
	}
	for n := 0; four >= 0 && n < chain && best < longest; n++ {
		if at+best < len(f.text) && f.text[int(four)+best] == f.text[at+best] {
			take(four)
		}
		four = f.earlier[four]
	}
	if best < shortest {
		return 0
	}
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
