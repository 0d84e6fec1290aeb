package criteria

import (
	"slices"
	"strings"
	"unicode/utf8"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// Fact returns the fact that brands state with the id, nil where there is none.
func (r *Rules) Fact(id string) *Fact {
	if f := r.factsByID[id]; f != nil && f.Derived == nil {
		return f
	}
	return nil
}

// ReadFacts reads the mapping `facts` of a brand of type t, reporting
// unknown-fact, fact-of-other-type, unknown-choice, out-of-range, bad-number and
// wrong-kind at their places. Where t is nil (a mistyped type is reported
// elsewhere) facts of every type are read.
func (r *Rules) ReadFacts(m *fields.Map, t *Type) Facts {
	s, meant := Facts{values: make([]Value, len(r.Facts))}, map[string]bool{}
	for _, key := range m.Keys() {
		f := r.Fact(key.Name)
		switch {
		case f == nil:
			r.reportUnknownFact(m, key, t, meant)
		case t != nil && !f.AskedOf(t) && m.Node(key.Name).Stated():
			m.Report(key.At, diag.FactOfOtherType, "%s只由%s品牌填报，本品牌是%s，请删去这一行，或核对品牌类型。",
				f.Named(), typeNames(f.Types), t.Name)
		default:
			if v, ok := f.Read(m, key.Value); ok {
				s.values[f.index] = v
			}
		}
	}
	return s
}

// ReadValues reads a mapping of facts as ReadFacts does, but of any type, and derived ones
// may be among them: for a case it is put what follows from what no brand states. The
// values are in the order written.
func (r *Rules) ReadValues(m *fields.Map) []Value {
	var all []Value
	meant := map[string]bool{}
	for _, key := range m.Keys() {
		f := r.factsByID[key.Name]
		if f == nil {
			r.reportUnknownFact(m, key, nil, meant)
		} else if v, ok := f.Read(m, key.Value); ok {
			all = append(all, v)
		}
	}
	return all
}

// OtherType returns the type that asks for all facts of m where t, which the brand is said
// to be of, does not ask for several, and how many these are; nil where t is not mistaken.
func (r *Rules) OtherType(m *fields.Map, t *Type) (other *Type, foreign int) {
	if t == nil {
		return nil, 0
	}
	var known []*Fact
	for _, key := range m.Keys() {
		if f := r.Fact(key.Name); f != nil {
			if known = append(known, f); !f.AskedOf(t) {
				foreign++
			}
		}
	}
	for _, other := range r.Types {
		if foreign > 1 && !slices.ContainsFunc(known, func(f *Fact) bool { return !f.AskedOf(other) }) {
			return other, foreign
		}
	}
	return nil, 0
}

// MeantFact returns the id of the fact that an unknown one was meant to be: by a
// slip of the pen in its id, or by its label or a part of it, where that is one fact's
// of the type alone; "" where none is near. Where t is nil it may be any type's.
func (r *Rules) MeantFact(name string, t *Type) (id string, certain bool) {
	ids, labels, byLabel := []string{}, []string{}, map[string][]string{}
	for _, f := range r.Facts {
		ids = append(ids, f.ID)
		if t == nil || f.AskedOf(t) {
			labels, byLabel[f.Label] = append(labels, f.Label), append(byLabel[f.Label], f.ID)
		}
	}
	if near := values.Nearest(name, ids); near != "" {
		return near, values.Slip(name, near)
	}
	label := values.Nearest(name, labels)
	if label == "" {
		return r.factWithin(name, t), false
	}
	if len(byLabel[label]) != 1 {
		return "", false
	}
	return byLabel[label][0], values.Letters(name) == values.Letters(label) || values.Slip(name, label)
}

// factWithin returns the id of the fact whose label alone ends with part, or else alone
// has it: what a label is about stands at its end, so that 客户满意度 is that of
// 第三方机构测评客户满意度 and not what 客户满意度较高 says. A fact of another type that
// is as near leaves the choice open, unless one of the type is too.
func (r *Rules) factWithin(part string, t *Type) string {
	part = values.Letters(part)
	if utf8.RuneCountInString(part) < 2 {
		return ""
	}
	for _, has := range []func(s, part string) bool{strings.HasSuffix, strings.Contains} {
		var all, asked []string
		for _, f := range r.Facts {
			if has(values.Letters(f.Short()), part) {
				all = append(all, f.ID)
				if t == nil || f.AskedOf(t) {
					asked = append(asked, f.ID)
				}
			}
		}
		switch {
		case len(asked) == 1:
			return asked[0]
		case len(all) > 0:
			return ""
		}
	}
	return ""
}

func typeNames(types []*Type) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = t.Name
	}
	return strings.Join(names, "、")
}

// reportUnknownFact also understands a label written in place of an id. Those
// that were meant before are in meant: no fact can be stated twice.
func (r *Rules) reportUnknownFact(m *fields.Map, key fields.Key, t *Type, meant map[string]bool) {
	if f := r.factsByID[key.Name]; f != nil {
		m.Report(key.At, diag.UnknownFact, "%s由其他数据算出，不用填报，请删去这一行。", f.Named())
		return
	}
	near, certain := r.MeantFact(key.Name, t)
	if near == "" {
		m.Report(key.At, diag.UnknownFact, "填报项目中没有“%s”，请对照 criteria/facts.yaml 核对名称。", key.Name)
		return
	}
	known := r.Fact(near)
	switch {
	case m.Has(near) || meant[near]:
		m.Report(key.At, diag.UnknownFact, "填报项目中没有“%s”；如果是指%s，它已另写一处，请保留一处，删去另一处。", key.Name, known.Named())
	case certain && values.Letters(key.Name) == values.Letters(known.Label):
		m.Suggest(key.At, diag.UnknownFact, near, "“%s”应写英文的项目名：%s。", key.Name, known.Named())
	case certain:
		m.Suggest(key.At, diag.UnknownFact, near, "填报项目中没有“%s”，是否应为%s？", key.Name, known.Named())
	default:
		m.Guess(key.At, diag.UnknownFact, near, "填报项目中没有“%s”，是否应为%s？", key.Name, known.Named())
	}
	meant[near] = true
}

// Read reads what a brand states for f; an empty value states nothing.
func (f *Fact) Read(m *fields.Map, n fields.Node) (Value, bool) {
	v := Value{Fact: f}
	switch f.Kind {
	case YesNo:
		b := n.Bool()
		if b.V {
			v.number = values.DecimalOf(1)
		}
		return v, b.Stated
	case Choice:
		t := n.Text()
		if !t.Stated {
			return v, false
		}
		i, ok := f.choice(m, t)
		v.choice = i
		return v, ok
	case Set:
		return f.readSet(m, n)
	}
	return f.readNumber(n)
}

// readSet reads a list of choices, [] for none of them. One choice alone may
// stand without brackets, and 无 is the empty set.
func (f *Fact) readSet(m *fields.Map, n fields.Node) (Value, bool) {
	v := Value{Fact: f}
	var names []fields.Text
	ok := n.IsList()
	if n.IsList() || n.IsMap() {
		names = n.Texts()
	} else if t := n.Text(); t.V == "无" {
		return v, true
	} else if list := f.listed(t.V); list != "" {
		n.Suggest(diag.WrongKind, list, "“%s”有几项的，应写成列表：%s。", f.Label, list)
		return v, false
	} else if t.Stated {
		names, ok = []fields.Text{t}, true
	}
	for _, name := range names {
		i, known := f.choice(m, name)
		ok = ok && known
		if known {
			v.set |= 1 << i
		}
	}
	return v, ok
}

// listed returns several choices that were written as one text, each in full or as
// it is certainly meant, as a list; "" where the text is not that.
func (f *Fact) listed(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,;；/ ", r) })
	var names []string
	for _, name := range parts {
		if !slices.Contains(f.Choices, name) {
			name = values.Abridged(name, f.Choices)
		}
		if name == "" {
			return ""
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(parts) < 2 {
		return ""
	}
	return "[" + strings.Join(names, ", ") + "]"
}

func (f *Fact) readNumber(n fields.Node) (Value, bool) {
	d := n.Amount(f.numberUnit())
	switch {
	case !d.Stated:
		return Value{}, false
	case f.Kind == Count && !d.V.IsInt():
		n.Report(diag.BadNumber, "“%s”应填写整数，“%s”带有小数。", f.Label, d.V)
		return Value{}, false
	case f.Min != nil && d.V < *f.Min || f.Max != nil && d.V > *f.Max:
		n.Report(diag.OutOfRange, "“%s”填写的 %s 超出范围，应%s，请核对。", f.Label, d.V, f.rangeText())
		return Value{}, false
	}
	return Value{Fact: f, number: d.V}, true
}

func (f *Fact) numberUnit() string {
	if f.Kind == Percent {
		return "%"
	}
	return f.Unit
}

func (f *Fact) rangeText() string {
	switch {
	case f.Max == nil:
		return "不小于 " + f.bound(*f.Min)
	case f.Min == nil:
		return "不大于 " + f.bound(*f.Max)
	}
	return "在 " + spaced(f.bound(*f.Min)) + "到 " + spaced(f.bound(*f.Max)) + "之间"
}

// choice returns the index of the choice with the name, reporting
// unknown-choice.
func (f *Fact) choice(m *fields.Map, name fields.Text) (int, bool) {
	for i, c := range f.Choices {
		if c == name.V {
			return i, true
		}
	}
	const proposal = "“%s”没有“%s”这个选项，是否应为“%s”？"
	if c := values.Abridged(name.V, f.Choices); c != "" {
		m.Suggest(name.At, diag.UnknownChoice, c, proposal, f.Label, name.V, c)
	} else if near := values.Nearest(name.V, f.Choices); values.Slip(name.V, near) {
		m.Guess(name.At, diag.UnknownChoice, near, proposal, f.Label, name.V, near)
	} else {
		m.Report(name.At, diag.UnknownChoice, "“%s”没有“%s”这个选项，可选：%s。", f.Label, name.V, strings.Join(f.Choices, "、"))
	}
	return 0, false
}
