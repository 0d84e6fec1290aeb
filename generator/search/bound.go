package search

import (
	"cmp"
	"slices"
)

// mostPairs is how many different pairs of characters the texts of n documents may have. An
// index is as large as its pairs are many. What people write has them again and again:
// 10,000 texts of 500 characters have some 240,000; as many texts of characters drawn by
// chance have five million, take seven times as long, and nobody asks for them.
func mostPairs(n int) int { return 200_000 + 40*n }

// mostPhones is how many telephone numbers a document is found by.
const mostPhones = 8

// bound marks as Unread the documents whose texts have most pairs to themselves, until the
// rest have no more than mostPairs.
func bound(docs []Document) {
	most, bytes := mostPairs(len(docs)), 0
	for i := range docs {
		for _, text := range docs[i].prose() {
			bytes += len(text)
		}
	}
	for bytes > most { // or there are not as many
		var seen [1 << 24]uint8 // by pair, as far as its hash tells: how often; a few that share a place do no harm
		distinct := 0
		for i := range docs {
			docs[i].pairs(func(place uint32) {
				if seen[place] == 0 {
					distinct++
				}
				if seen[place] < 255 {
					seen[place]++
				}
			})
		}
		if distinct <= most {
			return
		}
		own := make([]float64, len(docs)) // a pair is shared by those who have it
		order := make([]int, len(docs))
		for i := range docs {
			docs[i].pairs(func(place uint32) { own[i] += 1 / float64(seen[place]) })
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(own[b], own[a]) })
		for over := float64(distinct - most); over > 0 && own[order[0]] > 0; order = order[1:] {
			docs[order[0]].Unread = true
			over -= own[order[0]]
		}
	}
}

// pairs gives the place of each pair of neighbours in the texts of d, if they are read.
func (d *Document) pairs(f func(place uint32)) {
	if d.Unread {
		return
	}
	for _, text := range d.prose() {
		var before rune
		for _, r := range text {
			f(uint32((uint64(before)<<32 | uint64(r)) * 0x9e3779b97f4a7c15 >> 40))
			before = r
		}
	}
}
