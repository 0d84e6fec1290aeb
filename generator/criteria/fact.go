package criteria

import (
	"minglu/generator/fields"
)

// A FactKind says what values a fact takes.
type FactKind string

const (
	YesNo   FactKind = "yes-no"
	Count   FactKind = "count"   // a whole number from 0
	NumberK FactKind = "number"  // a decimal number
	Percent FactKind = "percent" // a decimal number of per cent
	Choice  FactKind = "choice"  // one of Choices, ordered from least to most
	Set     FactKind = "set"     // any of Choices
)

// A Fact is one thing that a brand states about itself.
type Fact struct {
	ID       string
	Label    string
	Kind     FactKind
	Unit     string          // 人, 家, 万元; "" for none; percent is written % by itself
	Min, Max *fields.Decimal // nil: no bound
	Choices  []string
	Types    []*Type // nil: asked of every type
	Note     string
	Clauses  []Clause // the items that read it, derived when standards are loaded

	index int // place in Facts
}

// A Clause names an item of a standard.
type Clause struct {
	Standard *Standard
	Item     *Item
}

// AskedOf reports whether f is asked of brands of the type.
func (f *Fact) AskedOf(t *Type) bool { panic("not yet") }

// A Value is what a brand states for one fact. The zero Value states nothing.
type Value struct {
	Fact   *Fact
	number fields.Decimal // count, number, percent; yes-no: 1 or 0
	choice int            // choice: index into Choices
	set    uint64         // set: bit i for Choices[i]
}

// String returns the value as people read it: 12,600人, 70%, 是, 省级,
// 国家级荣誉、高级乡村振兴技师; an empty set is 无.
func (v Value) String() string { panic("not yet") }

// JSON returns the value as open data gives it: bool, number, string or list.
func (v Value) JSON() any { panic("not yet") }

// Facts is what one brand states; the zero Facts states nothing.
type Facts struct {
	values []Value // by Fact.index; nil or Fact nil: not stated
}

// Of returns what is stated for f, and whether anything is.
func (s Facts) Of(f *Fact) (Value, bool) { panic("not yet") }

// Stated returns the stated values in the order of facts.yaml.
func (s Facts) Stated() []Value { panic("not yet") }

// ReadFacts reads the mapping `facts` of a brand of type t, reporting
// unknown-fact, fact-of-other-type, unknown-choice, out-of-range, bad-number and
// wrong-kind at their places. Where t is nil (a mistyped type is reported
// elsewhere) facts of every type are read.
func (r *Rules) ReadFacts(m *fields.Map, t *Type) Facts { panic("not yet") }
