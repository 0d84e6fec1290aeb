// Package diag holds what an author must fix, and where.
//
// A Mistake is born where a file is read: the reader of a value knows its
// place. Mistakes travel in a List beside a function's error: the list is for
// the author of the content, the error for whoever runs the machine. Nothing
// here decides what is wrong; the packages that read do, each with a Rule.
package diag

import (
	"cmp"
	"fmt"
	"slices"

	"minglu/generator/filename"
	"minglu/generator/personal"
)

// A Pos is a place in a file. Lines and columns count from 1, columns in
// characters (code points), not bytes. The zero Pos is no place.
type Pos struct{ Line, Column int }

func (p Pos) before(q Pos) bool { return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column }

// A Span is the text from Start up to, not including, End.
type Span struct{ Start, End Pos }

// IsZero reports whether s is no place at all.
func (s Span) IsZero() bool { return s == Span{} }

// A Mistake is one thing in one file that its author must fix.
type Mistake struct {
	File       string // with forward slashes, relative to the repository's root; Name is what is printed
	Subject    string // the slug of the brand that an entry of a notice is about; "" for the file itself
	Absent     string // the key that a mapping beginning in Span's line would have to have; "" for what is there
	Span       Span
	Rule       Rule
	Message    string // Chinese: names the value and the cure
	Suggestion string // text that would stand in Span's place; "" if none is likely enough to show
	Certain    bool   // Suggestion may stand there without anyone being asked

	line    string // the line of Span.Start
	snippet string // the same as it may be printed (masked)
	more    int    // mistakes that this one stands for besides itself
}

// A List is a collection of mistakes.
type List []Mistake

// Name returns m's file as it may be printed.
func (m Mistake) Name() string { return printedName(m.File) }

// printedName returns the path of a file as it may be printed: a personal number
// in it hidden, what is not UTF-8 written out.
func printedName(file string) string { return personal.Mask(filename.Printable(file)) }

// StandsForMore reports whether m also stands for mistakes of its file that were
// too many to be kept.
func (m Mistake) StandsForMore() bool { return m.more > 0 }

// Count returns how many mistakes l tells of, those among them that a Source, or
// told, left out.
func (l List) Count() int {
	n := len(l)
	for _, m := range l {
		n += m.more
	}
	return n
}

// mostTold is how many mistakes of one file are told: who made more mends these
// first, and no file of a few kilobytes fills a screen, or a log, for hours.
const mostTold = 100

// told returns l with the first mistakes of each file, and behind them one that
// says how many more it has, where the first of these stands.
func (l List) told() List {
	type file struct{ listed, seen, left int }
	files := map[string]*file{}
	for _, m := range l {
		if files[m.File] == nil {
			files[m.File] = &file{}
		}
		files[m.File].listed++
		files[m.File].left += 1 + m.more
	}
	told := make(List, 0, len(l))
	for _, m := range l {
		f := files[m.File]
		if f.seen++; f.seen <= mostTold {
			m.more = 0
			told = append(told, m)
			f.left--
		}
		if f.left > 0 && f.seen == min(f.listed, mostTold+1) {
			m.Rule, m.Suggestion, m.Certain, m.more = TooLarge, "", false, f.left-1
			m.Message = fmt.Sprintf("本文件另有 %d 处错误没有列出，请先改正以上各处。", f.left)
			told = append(told, m)
		}
	}
	return told
}

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

// Named returns how messages name a key, or a fact: what it is called, then how it is
// written, which alone tells nothing to most who read it. label "": not known.
func Named(label, key string) string {
	if label == "" {
		return "“" + key + "”"
	}
	return "“" + label + "”（" + key + "）"
}
