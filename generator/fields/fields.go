// Package fields reads the keys of a YAML mapping, so that the reader of a key
// is the reporter of a key.
//
// Parse turns lines of a file into a Map. Asking a Map for a key (Text, Date,
// List, …) is how a format is written down: what was asked for is known, Require
// names what must be there, and Done reports every key that nobody asked for.
// A value of another kind is reported where it is asked for, at its own place,
// and then counts as absent, so that one slip is one mistake.
//
// Before YAML reads a line, Parse looks for what Chinese input methods leave
// behind (full-width punctuation, tabs), for quotes and brackets that never
// close, and for nesting without measure; yaml.v3 reports these late, at other
// lines, or not at all.
package fields

import (
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// A document is the YAML text that a Map or Node was read from.
type document struct {
	src     *diag.Source
	partial bool                      // what stands behind a line that YAML cannot read is missing
	place   func(*yaml.Node) diag.Pos // where a node begins in src
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
	Number  = Value[Decimal]
	DateVal = Value[Date]
)

// A Map is one YAML mapping being read.
type Map struct {
	doc   *document
	at    diag.Span // the first line of the mapping
	pairs []pair
	asked []string
}

type pair struct {
	key   string
	at    diag.Span
	value Node
}

// A Node is one YAML value of any kind.
type Node struct {
	doc  *document
	yaml *yaml.Node // aliases resolved; nil: absent
}

// A Key is one key of a mapping whose keys are data, with its value.
type Key struct {
	Name  string
	At    diag.Span
	Value Node
}

func newMap(doc *document, n *yaml.Node, at diag.Span) *Map {
	m := &Map{doc: doc, at: at}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := Node{doc, n.Content[i]}
		if k.yaml.Kind != yaml.ScalarNode {
			doc.src.Report(k.At(), diag.WrongKind, "字段名应是一个词，不应是列表或一组字段。")
			continue
		}
		name := k.yaml.Value
		if slices.ContainsFunc(m.pairs, func(p pair) bool { return p.key == name }) {
			doc.src.Report(k.At(), diag.DuplicateField, "字段“%s”写了两次，请保留一处，删去另一处。", name)
			continue
		}
		m.pairs = append(m.pairs, pair{name, k.At(), Node{doc, resolve(n.Content[i+1])}})
	}
	return m
}

func resolve(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

// Report adds a mistake to the source that m was read from.
func (m *Map) Report(at diag.Span, rule diag.Rule, format string, args ...any) {
	m.doc.src.Report(at, rule, format, args...)
}

// Suggest adds a mistake with the text that mends it.
func (m *Map) Suggest(at diag.Span, rule diag.Rule, suggestion, format string, args ...any) {
	m.doc.src.Suggest(at, rule, suggestion, format, args...)
}

// At returns the first line of the mapping, where an absent key is reported.
func (m *Map) At() diag.Span { return m.at }

// Partial reports whether lines behind m could not be read, so that an absent
// key says nothing.
func (m *Map) Partial() bool { return m.doc.partial }

// Has reports whether m has the key, with a value or without.
func (m *Map) Has(key string) bool {
	return slices.ContainsFunc(m.pairs, func(p pair) bool { return p.key == key })
}

// Require reports each key that m lacks or leaves empty.
func (m *Map) Require(keys ...string) {
	if m.doc.partial {
		return
	}
	for _, key := range keys {
		i := slices.IndexFunc(m.pairs, func(p pair) bool { return p.key == key })
		switch {
		case i < 0:
			m.Report(m.at, diag.MissingField, "缺少必填字段“%s”，请补上一行：%s: ……", key, key)
		case m.pairs[i].value.empty():
			m.Report(m.pairs[i].at, diag.MissingField, "必填字段“%s”没有填写，请在冒号和空格后填写内容。", key)
		}
	}
}

// Node returns the value of key. An empty value counts as absent.
func (m *Map) Node(key string) Node {
	m.asked = append(m.asked, key)
	for _, p := range m.pairs {
		if p.key == key && !p.value.empty() {
			return p.value
		}
	}
	return Node{doc: m.doc}
}

// Text, Bool, Number, Date, PartialDate, Map, Nodes, Texts and Maps read the
// value of key as the methods of Node do; a key that is absent is not stated.

func (m *Map) Text(key string) Text           { return m.Node(key).Text() }
func (m *Map) Bool(key string) Bool           { return m.Node(key).Bool() }
func (m *Map) Int(key string) Value[int]      { return m.Node(key).Int() }
func (m *Map) Number(key string) Number       { return m.Node(key).Number("") }
func (m *Map) Date(key string) DateVal        { return m.Node(key).Date() }
func (m *Map) PartialDate(key string) DateVal { return m.Node(key).PartialDate() }
func (m *Map) Map(key string) *Map            { return m.Node(key).Map() }
func (m *Map) Nodes(key string) []Node        { return m.Node(key).Nodes() }
func (m *Map) Texts(key string) []Text        { return m.Node(key).Texts() }
func (m *Map) Maps(key string) []*Map         { return m.Node(key).Maps() }

// Keys returns all keys of a mapping whose keys are data, in the order written.
func (m *Map) Keys() []Key {
	var keys []Key
	for _, p := range m.pairs {
		m.asked = append(m.asked, p.key)
		keys = append(keys, Key{p.key, p.at, p.value})
	}
	return keys
}

// Done reports every key that nobody asked for.
func (m *Map) Done() {
	for _, p := range m.pairs {
		if slices.Contains(m.asked, p.key) {
			continue
		}
		if near := Nearest(p.key, m.asked); near != "" {
			m.Suggest(p.at, diag.UnknownField, near, "没有“%s”这个字段，是否应为“%s”？", p.key, near)
		} else {
			m.Report(p.at, diag.UnknownField, "没有“%s”这个字段，请删去这一项，或核对字段名。可用的字段：%s。", p.key, strings.Join(m.asked, "、"))
		}
	}
}

// Stated reports whether there is a value.
func (n Node) Stated() bool { return n.yaml != nil }

func (n Node) empty() bool {
	return n.yaml == nil || n.yaml.Kind == yaml.ScalarNode && n.yaml.ShortTag() == "!!null"
}

// IsMap reports whether n is a mapping, IsList whether it is a list.
func (n Node) IsMap() bool  { return n.yaml != nil && n.yaml.Kind == yaml.MappingNode }
func (n Node) IsList() bool { return n.yaml != nil && n.yaml.Kind == yaml.SequenceNode }

// Report adds a mistake at n.
func (n Node) Report(rule diag.Rule, format string, args ...any) {
	n.doc.src.Report(n.At(), rule, format, args...)
}

// Suggest adds a mistake at n with the text that mends it.
func (n Node) Suggest(rule diag.Rule, suggestion, format string, args ...any) {
	n.doc.src.Suggest(n.At(), rule, suggestion, format, args...)
}

func (n Node) wrongKind(want string) {
	n.Report(diag.WrongKind, "此处应填写%s，现在是%s。", want, n.kindName())
}

func (n Node) kindName() string {
	switch n.yaml.Kind {
	case yaml.MappingNode:
		return "一组字段"
	case yaml.SequenceNode:
		return "列表"
	}
	return "“" + n.yaml.Value + "”"
}

// scalar returns the written value, reporting anything but a plain value.
func (n Node) scalar(want string) (string, bool) {
	if n.empty() {
		return "", false
	}
	if n.yaml.Kind != yaml.ScalarNode {
		n.wrongKind(want)
		return "", false
	}
	return n.yaml.Value, true
}

// Text reads one value as text, its white space folded. Characters that cannot
// be seen (control characters, direction marks) are reported as wrong-kind:
// they could make a name look like another.
func (n Node) Text() Text {
	s, ok := n.scalar("文字")
	if !ok {
		return Text{}
	}
	s = strings.Join(strings.Fields(s), " ")
	if i := strings.IndexFunc(s, hidden); i >= 0 {
		n.Report(diag.WrongKind, "文字中有看不见的控制字符（%U），请删去后重新输入。", []rune(s[i:])[0])
		return Text{}
	}
	if s == "" {
		return Text{}
	}
	return Text{s, n.At(), true}
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\ufeff' || r == unicode.ReplacementChar
}

// Bool reads 是, 否, true or false.
func (n Node) Bool() Bool {
	s, ok := n.scalar("“是”或“否”")
	if !ok {
		return Bool{}
	}
	switch s {
	case "是", "true":
		return Bool{true, n.At(), true}
	case "否", "false":
		return Bool{false, n.At(), true}
	}
	if cure := yesOrNo(s); cure != "" {
		n.Suggest(diag.WrongKind, cure, "此处只填“是”或“否”，“%s”应改为“%s”。", s, cure)
	} else {
		n.Report(diag.WrongKind, "此处只填“是”或“否”，不能填“%s”。", s)
	}
	return Bool{}
}

// Number reads a plain number; unit, such as 万元, is the one it is counted in,
// "" for none, and serves to say what 1.2亿元 should be. Anything else is
// bad-number.
func (n Node) Number(unit string) Number {
	s, ok := n.scalar("数字")
	if !ok {
		return Number{}
	}
	if d, ok := ParseDecimal(s); ok {
		return Number{d, n.At(), true}
	}
	if d, ok := spelledNumber(s, unit); ok {
		n.Suggest(diag.BadNumber, d.String(), "“%s”应写成不带单位和逗号的数字：%s。", s, d)
	} else {
		n.Report(diag.BadNumber, "“%s”不是数字，请只写阿拉伯数字，如 30000 或 59.5，不带单位、逗号和文字。", s)
	}
	return Number{}
}

// Int reads a whole number; a fraction is bad-number.
func (n Node) Int() Value[int] {
	d := n.Number("")
	if d.Stated && !d.V.IsInt() {
		n.Report(diag.BadNumber, "此处应填写整数，“%s”带有小数。", d.V)
		return Value[int]{}
	}
	return Value[int]{d.V.Int(), d.At, d.Stated}
}

// Date reads a day, 2024-06-30; PartialDate also 2024-06 and 2024. Anything
// else is bad-date.
func (n Node) Date() DateVal        { return n.date(false) }
func (n Node) PartialDate() DateVal { return n.date(true) }

func (n Node) date(partial bool) DateVal {
	s, ok := n.scalar("日期")
	if !ok {
		return DateVal{}
	}
	if d, ok := ParseDate(s, partial); ok {
		return DateVal{d, n.At(), true}
	}
	form := "“年-月-日”，如 2024-06-30"
	if partial {
		form = "“年-月-日”“年-月”或“年”，如 2024-06-30、2024-06、2024"
	}
	if d, ok := spelledDate(s, partial); ok {
		n.Suggest(diag.BadDate, d.String(), "日期“%s”应写成 %s。", s, d)
	} else {
		n.Report(diag.BadDate, "“%s”不是日期或没有这一天，请写成%s。", s, form)
	}
	return DateVal{}
}

// Map reads a mapping, nil where there is none.
func (n Node) Map() *Map {
	if n.empty() {
		return nil
	}
	if n.yaml.Kind != yaml.MappingNode {
		n.wrongKind("一组字段（每行“字段: 内容”）")
		return nil
	}
	return newMap(n.doc, n.yaml, n.doc.src.LineSpan(n.At().Start.Line))
}

// Nodes reads a list.
func (n Node) Nodes() []Node {
	if n.empty() {
		return nil
	}
	if n.yaml.Kind != yaml.SequenceNode {
		n.wrongKind("列表（如 [甲, 乙]，或每行以“- ”开头）")
		return nil
	}
	var items []Node
	for _, c := range n.yaml.Content {
		items = append(items, Node{n.doc, resolve(c)})
	}
	return items
}

// Texts reads a list of texts; an item of another kind is reported and left out.
func (n Node) Texts() []Text {
	var texts []Text
	for _, item := range n.Nodes() {
		if item.empty() {
			item.Report(diag.WrongKind, "列表中有空的一项，请填写或删去。")
		} else if t := item.Text(); t.Stated {
			texts = append(texts, t)
		}
	}
	return texts
}

// Maps reads a list of mappings; an item of another kind is reported and left out.
func (n Node) Maps() []*Map {
	var maps []*Map
	for _, item := range n.Nodes() {
		if item.empty() {
			item.Report(diag.WrongKind, "列表中有空的一项，请填写或删去。")
		} else if m := item.Map(); m != nil {
			maps = append(maps, m)
		}
	}
	return maps
}

// At returns the place of n: a plain or quoted value to its end on its line, a
// list or mapping to the end of its first line.
func (n Node) At() diag.Span {
	start := n.doc.place(n.yaml)
	line := []rune(n.doc.src.Line(start.Line))
	rest := line[min(start.Column-1, len(line)):]
	return diag.Span{Start: start, End: diag.Pos{Line: start.Line, Column: start.Column + extent(n.yaml, rest)}}
}

// extent returns how many characters of rest, the remainder of the line on
// which n begins, belong to n.
func extent(n *yaml.Node, rest []rune) int {
	text := strings.TrimRightFunc(string(rest), unicode.IsSpace)
	if n.Kind != yaml.ScalarNode {
		return len([]rune(text))
	}
	switch n.Style &^ yaml.TaggedStyle {
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		for i := 1; i < len(rest); i++ {
			switch {
			case rest[0] == '"' && rest[i] == '\\', rest[0] == '\'' && rest[i] == '\'' && i+1 < len(rest) && rest[i+1] == '\'':
				i++
			case rest[i] == rest[0]:
				return i + 1
			}
		}
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return min(1, len(rest))
	case 0:
		if strings.HasPrefix(text, n.Value) {
			return len([]rune(n.Value))
		}
		if i := strings.Index(text, " #"); i >= 0 {
			text = strings.TrimRightFunc(text[:i], unicode.IsSpace)
		}
	}
	return len([]rune(text))
}
