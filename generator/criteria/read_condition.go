package criteria

import (
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// condition reads a condition and types it against the facts; nil where there
// is none or it is wrong. t is the type whose brands it will meet, nil for all.
// Unlike in a brand, nothing in a condition may be left empty: a rule would
// silently be another one.
func (r *itemReader) condition(n fields.Node, t *Type) *Condition {
	if !n.Stated() {
		return nil
	}
	var keys []fields.Key
	var m *fields.Map
	if n.IsMap() {
		m = n.Map()
		keys = m.Keys()
	}
	if len(keys) == 0 {
		n.Report(diag.WrongKind, "此处应填写条件，写作“事实: 要求”，如 {workers: {at_least: 3000}}。")
		return nil
	}
	var parts []*Condition
	for _, key := range keys {
		if part := r.part(m, key, t); part != nil {
			parts = append(parts, part)
		}
	}
	if len(parts) < len(keys) {
		return nil
	}
	return both(parts)
}

// both returns the condition that all parts hold.
func both(parts []*Condition) *Condition {
	if len(parts) == 1 {
		return parts[0]
	}
	return &Condition{Op: All, Parts: parts}
}

// combinators are the keys of a condition that are no facts.
var combinators = []string{"all", "any", "not"}

func (r *itemReader) part(m *fields.Map, key fields.Key, t *Type) *Condition {
	switch key.Name {
	case "all", "any":
		op := All
		if key.Name == "any" {
			op = Any
		}
		var nodes []fields.Node
		if key.Value.IsList() {
			nodes = key.Value.Nodes()
		}
		if len(nodes) == 0 {
			m.Report(key.At, diag.WrongKind, "“%s”后面应列出条件，如 %s: [{workers: {at_least: 3000}}, {parks: {at_least: 1}}]。", key.Name, key.Name)
			return nil
		}
		var parts []*Condition
		for _, n := range nodes {
			if part := r.condition(n, t); part != nil {
				parts = append(parts, part)
			}
		}
		if len(parts) < len(nodes) {
			return nil
		}
		return &Condition{Op: op, Parts: parts}
	case "not":
		if part := r.condition(key.Value, t); part != nil {
			return &Condition{Op: Not, Parts: []*Condition{part}}
		}
		return nil
	}
	f := r.rules.factsByID[key.Name]
	if f == nil {
		if !r.faulty[factsFile] {
			r.rules.reportUnknownFact(m, key, t, map[string]bool{})
		}
		return nil
	}
	if !f.askedOfAll(t) {
		m.Report(key.At, diag.FactOfOtherType, "“%s”（%s）只由%s品牌填报，不能用在这里。", f.ID, f.Label, typeNames(f.Types))
		return nil
	}
	return f.tests(m, key)
}

// askedOfAll reports whether every brand that a condition meets can state f.
func (f *Fact) askedOfAll(t *Type) bool {
	return !slices.ContainsFunc(f.Sources(), func(of *Fact) bool { return of.Types != nil && (t == nil || !of.AskedOf(t)) })
}

// tests reads what a condition asks of f: 是 or 否, or a mapping of tests that
// must all hold.
func (f *Fact) tests(m *fields.Map, key fields.Key) *Condition {
	if f.Kind == YesNo {
		if key.Value.IsMap() || key.Value.IsList() || !m.Node(key.Name).Stated() {
			m.Report(key.At, diag.WrongTest, "“%s”（%s）只问是否，条件写“是”或“否”。", f.ID, f.Label)
			return nil
		}
		b := key.Value.Bool()
		if !b.Stated {
			return nil
		}
		c := &Condition{Fact: f, Test: Is}
		if b.V {
			c.Number = values.DecimalOf(1)
		}
		return c
	}
	if !key.Value.IsMap() {
		m.Report(key.At, diag.WrongTest, "“%s”（%s）的条件应写成 {%s: {要求: 值}}，可用的要求：%s。", f.ID, f.Label, f.ID, strings.Join(f.testNames(), "、"))
		return nil
	}
	asked := key.Value.Map()
	written := asked.Keys()
	if len(written) == 0 {
		m.Report(key.At, diag.WrongTest, "“%s”后面应写明要求，可用：%s。", f.ID, strings.Join(f.testNames(), "、"))
		return nil
	}
	var parts []*Condition
	for _, test := range written {
		if c := f.test(asked, test); c != nil {
			parts = append(parts, c)
		}
	}
	if len(parts) < len(written) {
		return nil
	}
	return both(parts)
}

func (f *Fact) testNames() []string {
	var names []string
	for _, t := range tests[f.Kind] {
		names = append(names, string(t))
	}
	return names
}

func (f *Fact) test(m *fields.Map, key fields.Key) *Condition {
	c := &Condition{Fact: f, Test: Test(key.Name)}
	if !slices.Contains(tests[f.Kind], c.Test) {
		known := f.testNames()
		m.Guess(key.At, diag.WrongTest, values.Nearest(key.Name, known), "“%s”（%s）不能用“%s”来要求，可用：%s。", f.ID, f.Label, key.Name, strings.Join(known, "、"))
		return nil
	}
	ok := false
	switch {
	case !m.Node(key.Name).Stated():
		m.Report(key.At, diag.WrongTest, "“%s”后面没有写值，请补上。", key.Name)
	case c.Test == CountAtLeast:
		n := key.Value.Int()
		c.Number, ok = values.DecimalOf(n.V), n.Stated
		if ok && (n.V < 1 || n.V > len(f.Choices)) {
			key.Value.Report(diag.OutOfRange, "“%s”共有 %d 个选项，至少几项应在 1 到 %d 之间。", f.Label, len(f.Choices), len(f.Choices))
			ok = false
		}
	case f.Kind == Choice:
		if t := key.Value.Text(); t.Stated {
			c.Choice, ok = f.choice(m, t)
		}
	case c.Test == Has && key.Value.IsList():
		key.Value.Report(diag.WrongTest, "“has”后面只写一个选项；多个选项有其一即可的，用 has_any。")
	case f.Kind == Set:
		var v Value
		v, ok = f.readSet(m, key.Value)
		c.Set = v.set
		if ok && v.set == 0 {
			key.Value.Report(diag.WrongTest, "“%s”后面应写选项。", key.Name)
			ok = false
		}
	default:
		var v Value
		v, ok = f.readNumber(key.Value)
		c.Number = v.number
	}
	if !ok {
		return nil
	}
	return c
}
