package fields

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// Stated reports whether there is a value: of a Map's Node none that is empty.
func (n Node) Stated() bool { return n.yaml != nil }

// empty reports whether n says nothing: however that is written, it is the same as
// no value. A list without items says that there are none.
func (n Node) empty() bool {
	switch {
	case n.yaml == nil:
		return true
	case n.yaml.Kind == yaml.ScalarNode:
		return n.yaml.ShortTag() == "!!null" || strings.TrimSpace(n.yaml.Value) == ""
	}
	return n.yaml.Kind == yaml.MappingNode && len(n.yaml.Content) == 0
}

// same reports whether n and other are plain values that say the same.
func (n Node) same(other Node) bool {
	return n.yaml != nil && other.yaml != nil && n.yaml.Kind == yaml.ScalarNode && other.yaml.Kind == yaml.ScalarNode &&
		strings.Join(strings.Fields(n.yaml.Value), " ") == strings.Join(strings.Fields(other.yaml.Value), " ")
}

// withoutLine returns the place of a key with what stands on its line up to where the next
// line begins to speak, and what is left there without the line; "" where more than that
// line would be lost, or nothing follows.
func (n Node) withoutLine() (at diag.Span, rest string) {
	src, begin := n.doc.src, n.At().Start
	next := begin.Line + 1
	from, line := src.Index(begin), src.Line(next)
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	if !n.beginsLine() || next > src.Lines() || text == "" || indent > begin.Column-1 {
		return diag.Span{}, ""
	}
	_, size := utf8.DecodeRuneInString(text)
	if from -= begin.Column - 1 - indent; src.Offset(begin.Line) > from {
		return diag.Span{}, ""
	}
	return src.SpanOf(from, src.Offset(next)+indent+size), text[:size]
}

// lost reports whether more was written on n's line than could be read.
func (n Node) lost() bool {
	k, _ := n.doc.text.place(n.yaml)
	return k < len(n.doc.text.lines) && n.doc.text.lines[k].lost
}

// IsMap reports whether n is a mapping.
func (n Node) IsMap() bool { return n.yaml != nil && n.yaml.Kind == yaml.MappingNode }

// IsList reports whether n is a list.
func (n Node) IsList() bool { return n.yaml != nil && n.yaml.Kind == yaml.SequenceNode }

// YAML returns the keys of a mapping that keep has, as they would stand alone at
// the top of a file, comments included.
func (n Node) YAML(keep func(key string) bool) (string, error) {
	top := *n.yaml
	top.Style &^= yaml.FlowStyle
	top.Content = nil
	for i := 0; i+1 < len(n.yaml.Content); i += 2 {
		if keep(n.yaml.Content[i].Value) {
			top.Content = append(top.Content, n.yaml.Content[i], n.yaml.Content[i+1])
		}
	}
	var b strings.Builder
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	err := encoder.Encode(&top)
	return b.String(), err
}

// Report adds a mistake at n.
func (n Node) Report(rule diag.Rule, format string, args ...any) {
	n.doc.src.Report(n.At(), rule, format, args...)
}

// Suggest adds a mistake at n with the text that certainly mends it.
func (n Node) Suggest(rule diag.Rule, suggestion, format string, args ...any) {
	n.doc.src.Suggest(n.At(), rule, suggestion, format, args...)
}

// Guess adds a mistake at n with what was probably meant.
func (n Node) Guess(rule diag.Rule, guess, format string, args ...any) {
	n.doc.src.Guess(n.At(), rule, guess, format, args...)
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
	return "“" + shown(n.yaml.Value) + "”"
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

// ReportNothing reports 无 and its like, also as the one item of a list, where nothing
// need be stated behind the key of f: that is left empty. It is not certain where the
// comment behind it would then be taken for what is stated.
func (n Node) ReportNothing(f keys.Field) bool {
	if n.yaml == nil {
		return false
	}
	said, written := n.yaml, n.written()
	written = written[:valueEnd(written, 0)]
	if n.IsList() && len(said.Content) == 1 && said.Style&yaml.FlowStyle != 0 && strings.HasSuffix(written, "]") {
		said = said.Content[0]
	}
	if said.Kind != yaml.ScalarNode || !values.SaysNothing(said.Value) {
		return false
	}
	src, at := n.doc.src, n.At()
	begin := src.Index(at.Start)
	end := begin + len(written)
	before := src.Text[src.Offset(at.Start.Line):begin]
	key := strings.TrimRight(before, " ")
	left := ""
	switch alone := !strings.ContainsAny(before, "{["); {
	case alone && strings.HasSuffix(key, ":"):
		begin, left = begin-(len(before)-len(key))-1, ":"
	case key != before && strings.HasSuffix(key, ":"):
		begin, left = begin-1, " "
	}
	_, comment, _ := strings.Cut(src.Text[end:src.Offset(at.Start.Line)+len(src.Line(at.Start.Line))], "#")
	if says, _ := FilledIn(f, strings.TrimSpace(comment)); says {
		left = ""
	}
	src.Suggest(src.SpanOf(begin, end), diag.WrongKind, left, "%s没有可填的，留空即可，不写“%s”。", diag.Named(f.Label, f.Key), shown(said.Value))
	return true
}

// Literal reads one value as text to the letter: its white space and what cannot
// be seen stay.
func (n Node) Literal() Text {
	s, ok := n.scalar("文字")
	if !ok || strings.TrimSpace(s) == "" {
		return Text{}
	}
	return Text{s, n.At(), true}
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
	if cure := values.YesOrNo(s); cure != "" {
		n.Suggest(diag.WrongKind, cure, "此处只填“是”或“否”，“%s”应改为“%s”。", shown(s), cure)
	} else if cure, remark := values.AnsweredWith(s); cure != "" && n.endsLine() {
		n.Suggest(diag.WrongKind, cure+"  # "+remark, "此处只填“是”或“否”，“%s”应改为“%s”，说明写在 # 后面：%s  # %s。", shown(s), cure, cure, shown(remark))
	} else {
		n.Report(diag.WrongKind, "此处只填“是”或“否”，不能填“%s”。", shown(s))
	}
	return Bool{}
}

// Number reads a plain number; anything else is bad-number.
func (n Node) Number() Number { return n.number("", "没有的留空") }

// Amount reads a plain number of something, of which there may be none; unit, such
// as 万元, is the one it is counted in, "" for none, and serves to say what 1.2亿元
// should be.
func (n Node) Amount(unit string) Number {
	return n.number(unit, "不知道的留空，没有的填 0")
}

func (n Node) number(unit, nothing string) Number {
	s, ok := n.scalar("数字")
	if !ok {
		return Number{}
	}
	if d, ok := values.ParseDecimal(s); ok {
		return Number{d, n.At(), true}
	}
	if d, ok := values.SpelledNumber(s, unit); ok {
		n.Suggest(diag.BadNumber, d.String(), "“%s”应写成不带单位和逗号的数字：%s。", shown(s), d)
	} else if d, ok := values.AboutNumber(s, unit); ok {
		n.Guess(diag.BadNumber, d.String(), "“%s”在数字以外还有说明，请核实后只写阿拉伯数字，如 %s。", shown(s), d)
	} else if !strings.ContainsFunc(s, unicode.IsDigit) { // 无, 暂无, —
		n.Report(diag.BadNumber, "“%s”不是数字：%s，有的只写阿拉伯数字，如 30000 或 59.5。", shown(s), nothing)
	} else {
		n.Report(diag.BadNumber, "“%s”不是数字，请只写阿拉伯数字，如 30000 或 59.5，不带单位、逗号和文字。", shown(s))
	}
	return Number{}
}

// Int reads a whole number; a fraction is bad-number.
func (n Node) Int() Value[int] {
	d := n.Number()
	if !d.Stated {
		return Value[int]{}
	}
	if !d.V.IsInt() {
		n.Report(diag.BadNumber, "此处应填写整数，“%s”带有小数。", d.V)
		return Value[int]{}
	}
	return Value[int]{d.V.Int(), d.At, true}
}

// Date reads a day, 2024-06-30; anything else is bad-date.
func (n Node) Date() DateVal { return n.date(false) }

// PartialDate reads a day, a month or a year: 2024-06-30, 2024-06, 2024.
func (n Node) PartialDate() DateVal { return n.date(true) }

func (n Node) date(partial bool) DateVal {
	s, ok := n.scalar("日期")
	if !ok {
		return DateVal{}
	}
	if d, ok := values.ParseDate(s, partial); ok {
		return DateVal{d, n.At(), true}
	}
	form := "“年-月-日”，如 2024-06-30"
	if partial {
		form = "“年-月-日”“年-月”或“年”，如 2024-06-30、2024-06、2024"
	}
	if d, ok := values.SpelledDate(s, partial); ok {
		n.Suggest(diag.BadDate, d.String(), "日期“%s”应写成 %s。", shown(s), d)
	} else if d, ok := values.SpelledDate(s, true); ok && !partial {
		n.Report(diag.BadDate, "“%s”没有写到日，请写成%s（不能只写 %s）。", shown(s), form, d)
	} else {
		n.Report(diag.BadDate, "“%s”不是日期或没有这一天，请写成%s。", shown(s), form)
	}
	return DateVal{}
}

// Map reads a mapping, nil where there is none.
func (n Node) Map() *Map {
	if n.empty() && !n.IsMap() {
		return nil
	}
	if !n.IsMap() {
		n.noMap()
		return nil
	}
	return newMap(n.doc, n.yaml, n.of, n.doc.src.LineSpan(n.At().Start.Line))
}

// Nodes reads a list.
func (n Node) Nodes() []Node { return n.items(true) }

// items reads a list, of texts or of mappings.
func (n Node) items(texts bool) []Node {
	if n.empty() {
		return nil
	}
	if n.yaml.Kind != yaml.SequenceNode {
		n.noList(texts)
		return nil
	}
	var items []Node
	for _, c := range n.yaml.Content {
		items = append(items, Node{n.doc, c, n.of})
	}
	return items
}

// Texts reads a list of texts; an item of another kind is reported and left out.
func (n Node) Texts() []Text {
	var texts []Text
	for _, item := range n.Nodes() {
		if item.empty() {
			item.blank()
		} else if t := item.Text(); t.Stated {
			texts = append(texts, t)
		}
	}
	return texts
}

// Maps reads a list of mappings; an item of another kind is reported and left out.
func (n Node) Maps() []*Map {
	var maps []*Map
	for _, item := range n.items(false) {
		if item.empty() {
			item.blank()
		} else if m := item.Map(); m != nil {
			maps = append(maps, m)
		}
	}
	return maps
}

// blank reports an empty item; the last one of a file that could not be read to
// its end may have been anything.
func (n Node) blank() {
	if !n.doc.partial {
		n.Report(diag.WrongKind, "列表中有空的一项，请填写或删去。")
	}
}
