package personal

import (
	"slices"
	"strings"
)

// A Text is what people read of a source, piece by piece, and where each piece is
// written there. The zero Text is empty.
type Text struct {
	read   strings.Builder
	pieces []piece
}

// A piece is a part of a Text.
type piece struct {
	at, size    int // in what is read
	start, stop int // in the source; of another size than the piece: it stands for the whole
}

// Write adds what is read where source[start:stop] is written.
func (t *Text) Write(read string, start, stop int) {
	if read != "" {
		t.pieces = append(t.pieces, piece{t.read.Len(), len(read), start, stop})
		t.read.WriteString(read)
	}
}

// Find returns the personal numbers that are read, at their places in the source.
// What looks like a link there is none: people read it.
func (t *Text) Find() []Number { return t.located(findOutside(t.read.String(), false)) }

// located returns numbers of what is read, in their order, at their places in the
// source.
func (t *Text) located(numbers []Number) []Number {
	k := 0
	for i, n := range numbers {
		for t.pieces[k].at+t.pieces[k].size <= n.Start {
			k++
		}
		start, stop := t.pieces[k].place(n.Start, n.End)
		for j := k + 1; j < len(t.pieces) && t.pieces[j].at < n.End; j++ {
			a, b := t.pieces[j].place(n.Start, n.End)
			start, stop = min(start, a), max(stop, b)
		}
		numbers[i].Start, numbers[i].End = start, stop
	}
	slices.SortFunc(numbers, func(a, b Number) int { return a.Start - b.Start })
	return numbers
}

// place returns where what is read from from to to, as far as it belongs to p,
// is written.
func (p piece) place(from, to int) (start, stop int) {
	if p.stop-p.start != p.size {
		return p.start, p.stop
	}
	return p.start + max(from-p.at, 0), p.start + min(to-p.at, p.size)
}
