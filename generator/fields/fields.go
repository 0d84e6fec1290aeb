// Package fields reads the keys of a YAML mapping, so that the reader of a key
// is the reporter of a key.
//
// Parse turns lines of a file into a Map. Asking a Map for a key (Text, Date,
// List, …) is how a format is written down: what was asked for is known, Require
// names what must be there, and Done reports every key that nobody asked for.
// A value of another kind is reported where it is asked for, at its own place,
// and then counts as absent, so that one slip is one mistake.
//
// yaml.v3 is the only reader, and the judge. What it reads is looked through for
// what Chinese input methods leave behind (full-width punctuation), which it takes
// for text. What it refuses it explains in English and often at another line; so the
// longest part that it reads is sought, and the line behind that is looked at for
// the likely reason. What can be nothing but a slip is mended in a copy, so that one
// run finds the other mistakes of the file too; every place is led back to the text
// as its author sees it. For any other mistake the likely cure is tried: it is certain
// if reading on finds nothing wrong with it. Where there is none, the value or the
// line is taken out with what stands below it, up to the next line of the same
// indentation. Then the Map is Partial: what was not read is not missing.
//
//	parse.go               the steps, and what yaml.v3 reads
//	text.go                the copy, its columns, the extent of values
//	slips.go, flow.go      the slips that are mended: in lines, and in brackets
//	groups.go              lines of a group that are not set in
//	explain.go             why yaml.v3 refuses a line
//	bounds.go              how much a file may say; no anchors, no aliases
//	map.go, node.go        the accessors; lists.go says what else people write for a list
//	comments.go            comments, texts that one cuts off, and what was filled in behind one
//	unseen.go              texts, and what nobody sees in them
//	labels.go              what people call keys in Chinese
package fields

import (
	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// A document is the YAML text that a Map or Node was read from.
type document struct {
	src     *diag.Source
	text    *text // the lines as they were read
	root    *yaml.Node
	partial bool // not all that is written was read
	gaps    bool // keys may be missing
}

// A Value is what a key says and where it says it. The zero Value says nothing.
type Value[T any] struct {
	V      T
	At     diag.Span
	Stated bool
}

// Values as the accessors of Map return them.
type (
	Text    = Value[string]
	Bool    = Value[bool]
	Number  = Value[values.Decimal]
	DateVal = Value[values.Date]
)

// A Map is one YAML mapping being read.
type Map struct {
	doc   *document
	of    []keys.Field // what it may say, as far as that is known
	at    diag.Span    // the first line of the mapping
	pairs []pair
	index map[string]int // of each key in pairs
	asked []string
	known map[string]bool // the keys in asked
}

type pair struct {
	name       string
	key, value Node
}

// A Node is one YAML value of any kind.
type Node struct {
	doc  *document
	yaml *yaml.Node   // nil: absent
	of   []keys.Field // of a mapping, or of each below a list
}

// A Key is one key of a mapping whose keys are data, with its value.
type Key struct {
	Name  string
	At    diag.Span
	Value Node
}

// A Scalar is a key or plain value of any depth, as YAML reads it: its escapes
// resolved, its lines folded.
type Scalar struct {
	Value string
	Line  int // on which it begins
	node  Node
}

// At returns the place of s, as Node.At says it.
func (s Scalar) At() diag.Span { return s.node.At() }
