package criteria

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/values"
)

// A FactKind says what values a fact takes.
type FactKind string

const (
	YesNo   FactKind = "yes-no"
	Count   FactKind = "count"   // a whole number from 0
	Decimal FactKind = "number"  // a decimal number
	Percent FactKind = "percent" // a decimal number of per cent
	Choice  FactKind = "choice"  // one of Choices, ordered from least to most
	Set     FactKind = "set"     // any of Choices
)

// maxChoices is how many members a set can have: Value keeps them in 64 bits.
const maxChoices = 64

// A Fact is one thing that a brand states about itself.
type Fact struct {
	ID       string
	Label    string
	Kind     FactKind
	Unit     string          // 人, 家, 万元; "" for none; a percent is written with % by itself
	Min, Max *values.Decimal // nil: no bound
	Choices  []string
	Types    []*Type // nil: asked of every type
	Note     string
	Called   []string // what lists of offices call it besides
	AskedBy  string   // the document that asks for it, where no standard does
	Shared   bool     // about the county: its brands can have but one answer
	// Recognized is the level of which a yes-no fact about the county says that it
	// has recognized brands there, which the notices know; nil: it says no such thing.
	Recognized *Level
	Total      bool            // the workers, whose sums are shown of counties and types
	Denied     string          // what a yes-no fact says that is 否; "": see denial
	Unwanted   bool            // a rule asks that a yes-no fact be 否, derived as Clauses are
	First      int             // the place among what readers of a brand's page ask first; 0: it is none of that
	Usual      map[*Type]Range // by type, nil for every other: what values are hardly ever outside of
	PartOf     *Fact           // the count that this one is a part of, nil for none
	Per        *Share          // nil for none
	FreshFor   int             // months after which a value is old; 0: as many as of most facts
	NamedBy    *NamedBy        // nil: what it counts is named nowhere
	Clauses    []Clause        // the items that read it, derived when standards are loaded
	Derived    *Derivation     // nil of what brands state

	index int // place in Rules.Facts
}

// A Clause names an item of a standard.
type Clause struct {
	Standard *Standard
	Item     *Item
}

// usualFresh is how many months a value is fresh, where criteria/ says nothing else. No
// clause says so: what is old is to be asked for anew, and is no mistake.
const usualFresh = 12

// Fresh returns after how many months a value is old.
func (f *Fact) Fresh() int { return cmp.Or(f.FreshFor, usualFresh) }

// Fresh returns after how many months a judgement is old.
func (j Judgement) Fresh() int { return usualFresh }

// statement says of a yes-no fact that it is so, or is not: 已编写培训教材, 未编写培训教材.
func (f *Fact) statement(yes bool) string {
	switch {
	case yes:
		return f.Short()
	case f.Denied == "" && f.Unwanted:
		return "没有这种情况：" + f.Short()
	}
	return cmp.Or(f.Denied, "尚未做到："+strings.TrimPrefix(f.Short(), "已"))
}

// IsNumber reports whether values of f are numbers, which rules hold against bounds.
func (f *Fact) IsNumber() bool { return f.Kind == Count || f.Kind == Decimal || f.Kind == Percent }

// Hint returns how f is filled in: in which unit, and what can be its value.
func (f *Fact) Hint() string {
	words := f.form()
	if f.Note != "" {
		words += "。" + f.Note
	}
	if f.Shared {
		words += "。同一县区的各品牌应一致"
	}
	return words
}

func (f *Fact) form() string {
	switch f.Kind {
	case YesNo:
		return "填 是 或 否"
	case Count:
		return "整数，单位：" + f.Unit
	case Percent:
		return "百分数，不写 %" + f.rangeWords()
	case Choice:
		return "选一项：" + strings.Join(f.Choices, "、")
	case Set:
		return "可选几项，写成 [甲, 乙]：" + strings.Join(f.Choices, "、")
	}
	return "数字，单位：" + f.Unit + f.rangeWords()
}

func (f *Fact) rangeWords() string {
	switch {
	case f.Min != nil && f.Max != nil:
		return fmt.Sprintf("，%s 到 %s", f.Min, f.Max)
	case f.Min != nil:
		return fmt.Sprintf("，不小于 %s", f.Min)
	case f.Max != nil:
		return fmt.Sprintf("，不大于 %s", f.Max)
	}
	return ""
}

// Named returns how messages name f.
func (f *Fact) Named() string { return diag.Named(f.Label, f.ID) }

// AskedOf reports whether brands of the type can state f, or what it follows from.
func (f *Fact) AskedOf(t *Type) bool {
	if f.Derived != nil {
		return !slices.ContainsFunc(f.Sources(), func(of *Fact) bool { return !of.AskedOf(t) })
	}
	if f.Types == nil {
		return true
	}
	for _, asked := range f.Types {
		if asked == t {
			return true
		}
	}
	return false
}

// chosen returns the choices of f whose bits are set.
func (f *Fact) chosen(set uint64) []string {
	var names []string
	for i, name := range f.Choices {
		if set&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// A Value is what a brand states for one fact. The zero Value states nothing.
type Value struct {
	Fact   *Fact
	number values.Decimal // count, number, percent; yes-no: 1 or 0
	more   bool           // a derived number is by less than a millionth more
	choice int            // index into Fact.Choices
	set    uint64         // bit i for Fact.Choices[i]
}

// String returns the value as people read it: 12,600 人, 70%, 是, 省级,
// 国家级荣誉、高级乡村振兴技师; an empty set is 无.
func (v Value) String() string {
	switch v.Fact.Kind {
	case YesNo:
		return yesNo(v.number != 0)
	case Choice:
		return v.Fact.Choices[v.choice]
	case Set:
		if v.set == 0 {
			return "无"
		}
		return strings.Join(v.Fact.chosen(v.set), "、")
	}
	if v.Fact.Derived != nil {
		return v.Fact.bound(v.number.Rounded(2))
	}
	return v.Fact.bound(v.number)
}

// Statement says what the value tells of a brand: 从业人员：12,600 人; of a yes-no fact what is
// so, never its name with 否 behind it: 未编写培训教材.
func (v Value) Statement() string {
	if v.Fact.Kind == YesNo {
		return v.Fact.statement(v.number != 0)
	}
	return v.Fact.Short() + "：" + v.String()
}

// JSON returns the value as open data gives it: a bool, a json.Number, a string
// or a list of strings.
func (v Value) JSON() any {
	switch v.Fact.Kind {
	case YesNo:
		return v.number != 0
	case Choice:
		return v.Fact.Choices[v.choice]
	case Set:
		return append([]string{}, v.Fact.chosen(v.set)...)
	}
	return json.Number(v.number.String())
}

// Number returns the number of a count, number or percent.
func (v Value) Number() values.Decimal { return v.number }

// Since returns how a number differs from another of its fact: 增加 400 人（+15.4%）. Of a
// number that more than doubles there is no percentage: it tells less than the numbers.
func (v Value) Since(was Value) string {
	d := v.number - was.number
	word, sign := "增加", "+"
	switch {
	case d == 0:
		return "持平"
	case d < 0:
		word, sign, d = "减少", "-", -d
	}
	if v.Fact.Kind == Percent {
		return word + " " + d.Grouped() + " 个百分点"
	}
	text := word + " " + v.Fact.bound(d)
	if share, fits := scaled(d, 100*int64(values.DecimalOf(1)), int64(max(was.number, 1))); was.number > 0 && d <= was.number && fits {
		text += "（" + sign + share.Rounded(1).String() + "%）"
	}
	return text
}

// Yes reports whether a yes-no fact is 是.
func (v Value) Yes() bool { return v.Fact.Kind == YesNo && v.number != 0 }

// Favours reports whether a yes-no fact is as the rules ask: 是, or 否 of what is unwanted.
func (v Value) Favours() bool { return v.Fact.Kind == YesNo && v.Yes() != v.Fact.Unwanted }

// none reports whether the value says that there is nothing: 否, 0, 无.
func (v Value) none() bool {
	switch v.Fact.Kind {
	case Choice:
		return v.String() == "无"
	case Set:
		return v.set == 0
	}
	return v.number == 0
}

// Facts is what one brand states; the zero Facts states nothing.
type Facts struct {
	values []Value // by Fact.index; a zero Value is not stated
	beside *Beside // nil: nothing
	tried  []Value // of facts that are taken to be otherwise than stated, or than what is stated says
}

// Of returns what is stated for f, or follows from what is, and whether anything does.
func (s Facts) Of(f *Fact) (Value, bool) {
	for i := range s.tried {
		if s.tried[i].Fact == f {
			return s.tried[i], true
		}
	}
	if f.Derived != nil {
		return s.derived(f)
	}
	if f.index >= len(s.values) {
		return Value{}, false
	}
	v := s.values[f.index]
	return v, v.Fact != nil
}

// With returns s with v stated for f; the zero Value states nothing.
func (s Facts) With(f *Fact, v Value) Facts {
	if f.Derived != nil {
		return s.trying(v)
	}
	s.tried = slices.DeleteFunc(slices.Clone(s.tried), func(t Value) bool { return t.Fact == f })
	s.values = append(slices.Clone(s.values), make([]Value, max(0, f.index+1-len(s.values)))...)
	s.values[f.index] = v
	return s
}

// trying returns s with v taken to be stated for its fact, or to follow. Unlike With it
// copies nothing but what else is tried: the coach tries thousands of values. Stated does
// not know of them.
func (s Facts) trying(v Value) Facts {
	tried := make([]Value, 0, len(s.tried)+1)
	for _, t := range s.tried {
		if t.Fact != v.Fact {
			tried = append(tried, t)
		}
	}
	s.tried = append(tried, v)
	return s
}

// Stated returns the stated values in the order of facts.yaml.
func (s Facts) Stated() []Value {
	var stated []Value
	for _, v := range s.values {
		if v.Fact != nil {
			stated = append(stated, v)
		}
	}
	return stated
}
