// Package diag holds what an author must fix, and where.
//
// A Mistake is born where a file is read: the reader of a value knows its
// place. Mistakes travel in a List beside a function's error: the list is for
// the author of the content, the error for whoever runs the machine. Nothing
// here decides what is wrong; the packages that read do, each with a Rule.
package diag

import (
	"cmp"
	"slices"
)

// A Pos is a place in a file. Lines and columns count from 1, columns in
// characters (code points), not bytes. The zero Pos is no place.
type Pos struct{ Line, Column int }

// A Span is the text from Start up to, not including, End.
type Span struct{ Start, End Pos }

// IsZero reports whether s is no place at all.
func (s Span) IsZero() bool { return s == Span{} }

// A Mistake is one thing in one file that its author must fix.
type Mistake struct {
	File       string // with forward slashes, relative to the repository's root
	Span       Span
	Rule       Rule
	Message    string // Chinese: names the value and the cure
	Suggestion string // text that would stand in Span's place; "" if none is likely enough to show
	Certain    bool   // Suggestion may stand there without anyone being asked

	line    string // the line of Span.Start
	snippet string // the same as it may be printed (masked)
}

// A List is a collection of mistakes.
type List []Mistake

// Sort orders l by file, place, rule and message.
func (l List) Sort() {
	slices.SortFunc(l, func(a, b Mistake) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// In returns the mistakes of l whose file keep accepts.
func (l List) In(keep func(file string) bool) List {
	var kept List
	for _, m := range l {
		if keep(m.File) {
			kept = append(kept, m)
		}
	}
	return kept
}
