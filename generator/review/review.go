// Package review prepares what the bureau decides on.
//
// Compare holds the repository before a change against the same after it and
// returns a Packet: what in it needs a decision, what is wrong, what every brand
// says anew and what the standards make of it, which brands a changed standard
// gives or costs something. Wait, without a change, returns a Queue: what waits
// for the bureau on the day. Both are pure functions of values; both have a
// Document, which is printed as Markdown, HTML and, for a terminal, plain text. A
// document puts first what somebody has to decide, and nothing before it: the touched
// files that say what is checked and published at all, for nobody who reads on could
// trust the rest without them; numbers that a file declares to be no person's; figures
// that were put right, and whether an honour stays in spite of it;
// judgements, which move points that no fact does; whatever is concluded otherwise than
// before, of whichever brand and by whichever file (Verdict); what brands state
// otherwise; acts, and whether they keep the order of acts (Lapse); who is gone or
// somebody else; what contradicts the acts, a county's other brands, or the wording of
// a standard. Then come what somebody should look at, every other touched file, what is
// wrong, and the details. It is never empty: what finds no room is said and counted.
//
// Before is what a pull request shows: the merge base of the revision and HEAD, so
// that what others did meanwhile is no part of the change; the revision itself where
// there are several. After is the work tree as it lies there, new files included:
// editors ask before they commit, and on a machine that has just checked a branch out
// the two are the same. Both are reckoned on one day, so that nothing changes merely
// because days pass.
//
// Git is asked by its command (package git). Whoever has a clone to compare has
// the command, which knows every format of a repository, its index, partial and
// shallow clones, and finds what changed in ten thousand files by their times in
// a few milliseconds. A library (go-git) would bring some thirty modules, is slow
// where it matters here, the state of a work tree, and knows fewer formats.
// History starts no process a file: one lists the tree, three list the changes,
// one hands over the bytes of what changed. The objects are read as they lie: no
// filter, no diff program and no text conversion that a file asks for is run, no
// symbolic link is followed, and what did not change is read from the work tree.
//
// A packet may be posted where everybody reads it. No leader, opinion, person or
// judge is ever printed of a brand, only that something about them changed;
// personal numbers are masked wherever they stand. Everything is text for the
// Markdown printer: strangers cannot write HTML, call people or refer to anything
// with it.
package review

import (
	"io/fs"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
)

// A Side is the repository at one moment, with all that is wrong in it. Rules and
// settings that cannot be used leave Content nil: nothing can be told without them.
type Side struct {
	*edition.Edition
	Mistakes diag.List
}

// Read reads root by a reader. The error is the machine's.
func Read(root fs.FS, by edition.Reader) (*Side, error) {
	e, bad, err := by.Read(root)
	return &Side{e, bad}, err
}

// Readable reports whether anything can be told of s.
func (s *Side) Readable() bool { return s.Content != nil }

// brands returns the brands, none where s cannot be read.
func (s *Side) brands() []*content.Brand {
	if !s.Readable() {
		return nil
	}
	return s.Content.Brands
}

// records returns what was judged, nothing where s cannot be read.
func (s *Side) records() []*content.Record {
	if !s.Readable() {
		return nil
	}
	return s.Content.Records
}

// notices returns the notices, none where s cannot be read.
func (s *Side) notices() []*content.Notice {
	if !s.Readable() {
		return nil
	}
	return s.Content.Notices
}

// mistakesIn returns the mistakes of one file, none of "".
func (s *Side) mistakesIn(file string) diag.List {
	if file == "" {
		return nil
	}
	return s.Mistakes.In(func(f string) bool { return f == file })
}

// Evaluate measures b by the standard of the id, in force or not; nil where the
// standard does not measure it.
func (s *Side) Evaluate(b *content.Brand, id string) *criteria.Evaluation {
	if b == nil || !b.HasFacts || b.Region == nil {
		return nil
	}
	standard := s.Rules.Standard(id)
	if standard == nil || !standard.Covers(b.Type, b.Region) {
		return nil
	}
	e := criteria.Evaluate(standard, b.Type, b.Facts, b.Judgements[id])
	return &e
}
