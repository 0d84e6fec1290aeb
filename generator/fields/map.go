package fields

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
)

func newMap(doc *document, n *yaml.Node, of []keys.Field, at diag.Span) *Map {
	m := &Map{doc: doc, of: of, at: at, index: map[string]int{}, known: map[string]bool{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := Node{doc: doc, yaml: n.Content[i]}
		if k.yaml.Kind != yaml.ScalarNode {
			doc.src.Report(k.At(), diag.WrongKind, "字段名应是一个词，不应是列表或一组字段。")
			continue
		}
		name := k.yaml.Value
		if first, twice := m.index[name]; twice {
			m.addAgain(first, pair{name, k, Node{doc, n.Content[i+1], m.below(name)}})
			continue
		}
		m.index[name] = len(m.pairs)
		m.pairs = append(m.pairs, pair{name, k, Node{doc, n.Content[i+1], m.below(name)}})
	}
	return m
}

// addAgain adds a key that was written before, as the pair first. What says nothing is
// but one line too many.
func (m *Map) addAgain(first int, again pair) {
	nothing, something := m.pairs[first], again
	if again.value.empty() {
		nothing, something = again, nothing
	}
	at, rest := nothing.key.withoutLine()
	if !nothing.value.empty() || something.value.empty() || rest == "" {
		m.reportTwice(m.pairs[first], again)
		return
	}
	m.doc.src.Suggest(at, diag.DuplicateField, rest, "字段%s写了两次，这一处没有填写，请删去这一行。", m.Named(again.name))
	m.pairs[first] = something
}

// reportTwice reports a key that was written before. Where both say the same, one is too
// many; where it may have several values, they make a list.
func (m *Map) reportTwice(first, again pair) {
	at, rest := again.key.withoutLine()
	if all := m.inOneList(first, again); all != "" && rest != "" && !again.value.same(first.value) {
		src, begin := m.doc.src, first.value.At()
		between := src.Text[src.Index(begin.End):src.Index(at.Start)]
		src.Suggest(diag.Span{Start: begin.Start, End: at.End}, diag.DuplicateField, all+between+rest, "字段%s写了两次：有几个的，写成一个列表：%s: %s。", m.Named(again.name), again.name, shown(all))
		return
	}
	if rest == "" || !again.value.same(first.value) {
		m.doc.src.Report(again.key.At(), diag.DuplicateField, "字段%s写了两次，请保留一处，删去另一处。", m.Named(again.name))
		return
	}
	m.doc.src.Suggest(at, diag.DuplicateField, rest, "字段%s写了两次，内容相同，请删去这一行。", m.Named(again.name))
}

// inOneList returns the values of a key that was written twice as one list, "" where it
// cannot have one, or they are not each on the line of the key.
func (m *Map) inOneList(first, again pair) string {
	if f := keys.Find(m.of, again.name); f.Kind != keys.Texts && f.Kind != keys.TextOrTexts {
		return ""
	}
	var items []string
	for _, p := range []pair{first, again} {
		nodes := []Node{p.value}
		if p.value.IsList() {
			if p.value.yaml.Style&yaml.FlowStyle == 0 || !strings.HasSuffix(p.value.written(), "]") {
				return ""
			}
			nodes = p.value.Nodes()
		}
		for _, n := range nodes {
			if n.yaml.Kind != yaml.ScalarNode || n.empty() || n.At().Start.Line != p.key.At().Start.Line {
				return ""
			}
			if item := n.inFlow(); !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// below returns what stands below a key. One that the table does not know is data, as
// a level or an item is: what the table knows stands below it.
func (m *Map) below(key string) []keys.Field {
	if f := keys.Find(m.of, key); f.Key != "" {
		return f.Fields
	}
	return m.of
}

// Named returns how messages name a key of m.
func (m *Map) Named(key string) string { return diag.Named(keys.Find(m.of, key).Label, shown(key)) }

// Report adds a mistake to the source that m was read from.
func (m *Map) Report(at diag.Span, rule diag.Rule, format string, args ...any) {
	m.doc.src.Report(at, rule, format, args...)
}

// Suggest adds a mistake with the text that certainly mends it.
func (m *Map) Suggest(at diag.Span, rule diag.Rule, suggestion, format string, args ...any) {
	m.doc.src.Suggest(at, rule, suggestion, format, args...)
}

// Guess adds a mistake with what was probably meant.
func (m *Map) Guess(at diag.Span, rule diag.Rule, guess, format string, args ...any) {
	m.doc.src.Guess(at, rule, guess, format, args...)
}

// At returns the first line of the mapping, where an absent key is reported.
func (m *Map) At() diag.Span { return m.at }

// Partial reports whether lines of the file could not be read as they are, so that
// what is absent says nothing.
func (m *Map) Partial() bool { return m.doc.partial }

// Tree returns the document that m is part of, as it was read, for whoever writes it again.
func (m *Map) Tree() *yaml.Node { return m.doc.root }

// Reported returns how many mistakes of the file were reported so far.
func (m *Map) Reported() int { return m.doc.src.Count() }

// Has reports whether m has the key, with a value or without.
func (m *Map) Has(key string) bool {
	_, has := m.index[key]
	return has
}

// Says reports whether m has something behind the key, or behind another that was
// meant to be it: where nothing could be read of it, that has been reported.
func (m *Map) Says(key string) bool { return m.Node(key).Stated() || m.Misspelt(key) }

// Require reports each key that m lacks or leaves empty, also of items. One that is there under
// another name is for Done to report.
func (m *Map) Require(keys ...string) {
	for _, key := range keys {
		i, has := m.index[key]
		switch {
		case m.Misspelt(key):
		case !has && m.doc.gaps:
		case !has:
			m.Report(m.at, diag.MissingField, "缺少必填字段%s，请补上一行：%s: ……", m.Named(key), key)
			m.doc.src.Lacks(key)
		case m.pairs[i].key.lost():
		case m.pairs[i].value.empty(), m.pairs[i].value.IsList() && len(m.pairs[i].value.yaml.Content) == 0:
			at := m.pairs[i].key
			if value := m.pairs[i].value; value.yaml.ShortTag() != "!!null" { // quotes around nothing
				at = value
			}
			at.Report(diag.MissingField, "必填字段%s没有填写，请在冒号和空格后填写内容。", m.Named(key))
		}
	}
}

// Node returns the value of key. An empty value counts as absent.
func (m *Map) Node(key string) Node {
	m.ask(key)
	if i, has := m.index[key]; has && !m.pairs[i].value.empty() {
		return m.pairs[i].value
	}
	return Node{doc: m.doc}
}

// ask notes that the format knows key.
func (m *Map) ask(key string) {
	if !m.known[key] {
		m.known[key] = true
		m.asked = append(m.asked, key)
	}
}

// The value of key, read as the method of Node of the same name reads it.

func (m *Map) Text(key string) Text           { return m.Node(key).Text() }
func (m *Map) Prose(key string) Text          { return m.Node(key).Prose() }
func (m *Map) Literal(key string) Text        { return m.Node(key).Literal() }
func (m *Map) Bool(key string) Bool           { return m.Node(key).Bool() }
func (m *Map) Int(key string) Value[int]      { return m.Node(key).Int() }
func (m *Map) Number(key string) Number       { return m.Node(key).Number() }
func (m *Map) Date(key string) DateVal        { return m.Node(key).Date() }
func (m *Map) PartialDate(key string) DateVal { return m.Node(key).PartialDate() }
func (m *Map) Map(key string) *Map            { return m.Node(key).Map() }
func (m *Map) Nodes(key string) []Node        { return m.Node(key).Nodes() }
func (m *Map) Texts(key string) []Text        { return m.Node(key).Texts() }
func (m *Map) Maps(key string) []*Map         { return m.Node(key).Maps() }

// Keys returns all keys of a mapping whose keys are data, in the order written, but for
// those of which the value could not be read.
func (m *Map) Keys() []Key {
	var keys []Key
	for _, p := range m.pairs {
		if m.ask(p.name); !p.value.empty() || !p.key.lost() {
			keys = append(keys, Key{p.name, p.key.At(), p.value})
		}
	}
	return keys
}

// Scalars calls visit for every key and plain value below m, in the order written.
func (m *Map) Scalars(visit func(Scalar)) {
	for _, p := range m.pairs {
		p.key.scalars(visit)
		p.value.scalars(visit)
	}
}

func (n Node) scalars(visit func(Scalar)) {
	if n.yaml.Kind == yaml.ScalarNode {
		k, _ := n.doc.text.place(n.yaml)
		visit(Scalar{n.yaml.Value, n.doc.text.first + k, n})
	}
	for _, c := range n.yaml.Content {
		Node{doc: n.doc, yaml: c}.scalars(visit)
	}
}

// Unasked returns the keys that nobody asked for so far, in the order written.
func (m *Map) Unasked() []Key {
	var keys []Key
	for _, p := range m.pairs {
		if !m.known[p.name] {
			keys = append(keys, Key{p.name, p.key.At(), p.value})
		}
	}
	return keys
}

// KeyAt returns the place of a key, and whether there is one.
func (m *Map) KeyAt(key string) (diag.Span, bool) {
	i, has := m.index[key]
	if !has {
		return diag.Span{}, false
	}
	return m.pairs[i].key.At(), true
}

// Done reports every key that nobody asked for.
func (m *Map) Done() {
	meant := map[string]bool{}
	for _, p := range m.pairs {
		if m.known[p.name] {
			continue
		}
		near := m.Meant(p.name)
		at, rest := p.key.withoutLine()
		switch {
		case near == "" && m.groupOf(p.name).Key != "":
			g := m.groupOf(p.name)
			p.key.Report(diag.UnknownField, "%s属于%s，应写在 %s: 下面，行首缩进两个空格。", diag.Named(membersOf(g.Fields).find(p.name).Label, shown(p.name)), diag.Named(g.Label, g.Key), g.Key)
		case near == "":
			var known []string
			for _, key := range m.asked {
				if keys.Find(m.of, key).Label != "" {
					key = m.Named(key)
				}
				known = append(known, key)
			}
			p.key.Report(diag.UnknownField, "没有“%s”这个字段，请删去这一项，或核对字段名。可用的字段：%s。", shown(p.name), strings.Join(known, "、"))
		case m.Has(near) && rest != "" && p.value.same(m.pairs[m.index[near]].value):
			m.doc.src.Suggest(at, diag.UnknownField, rest, "没有“%s”这个字段；%s已另写一处，内容相同，请删去这一行。", shown(p.name), m.Named(near))
		case m.Has(near) || meant[near]:
			p.key.Report(diag.UnknownField, "没有“%s”这个字段；如果是指%s，它已另写一处，请保留一处，删去另一处。", shown(p.name), m.Named(near))
		case labelled(p.name, m.asked) == near:
			p.key.Suggest(diag.UnknownField, near, "“%s”应写英文的字段名：%s。", shown(p.name), m.Named(near))
		default:
			p.key.Suggest(diag.UnknownField, near, "没有“%s”这个字段，是否应为%s？", shown(p.name), m.Named(near))
		}
		meant[near] = true
	}
}

// groupOf returns the only group of the table of m that has a key written or called so;
// the zero Field where there is none, or several.
func (m *Map) groupOf(written string) (only keys.Field) {
	for _, f := range m.of {
		if membersOf(f.Fields).find(written).Key == "" {
			continue
		}
		if only.Key != "" {
			return keys.Field{}
		}
		only = f
	}
	return only
}

// Misspelt reports whether m lacks key or leaves it empty, but has another in its place that nobody
// asked for so far.
func (m *Map) Misspelt(key string) bool {
	if m.Node(key).Stated() {
		return false
	}
	return slices.ContainsFunc(m.pairs, func(p pair) bool { return !m.known[p.name] && m.Meant(p.name) == key })
}

// Meant returns the key that was meant by one that nobody asked for: by a slip of
// the pen, or by what the key is called in Chinese; "" for none.
func (m *Map) Meant(key string) string {
	if near := labelled(key, m.asked); near != "" {
		return near
	}
	return values.Nearest(key, m.asked)
}
