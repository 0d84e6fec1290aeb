package fields

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// Comments calls visit for every line of the document of m that is a comment and
// nothing else, with what stands behind its sign.
func (m *Map) Comments(visit func(at diag.Span, words string)) {
	t, text := m.doc.text, m.doc.texts()
	for k, l := range t.lines {
		words, is := strings.CutPrefix(strings.TrimLeft(l.text, " "), "#")
		if !is || slices.ContainsFunc(text[k], func(s string) bool { return strings.Contains(s, strings.TrimSpace(l.text)) }) {
			continue
		}
		visit(t.src.LineSpan(t.first+k), words)
	}
}

// texts returns the texts that may go on over each line: from the one that they
// begin on to that of the next key or value.
func (doc *document) texts() map[int][]string {
	over := map[int][]string{}
	from, last := 0, (*yaml.Node)(nil)
	end := func(to int) {
		for k := from; last != nil && last.Style&^yaml.TaggedStyle != 0 && k < to; k++ {
			over[k] = append(over[k], last.Value)
		}
	}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			k, _ := doc.text.place(n)
			end(k)
			from, last = k, n
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(doc.root)
	end(len(doc.text.lines))
	return over
}

// cutOff is what stands behind a value that was cut off: a sign of a comment in the
// midst of words, a space before it but none behind.
var cutOff = regexp.MustCompile(`^[ \t]+#[^\s#].*$`)

// ReportCut reports a text that YAML cuts off at a # in it: n, or an item of it.
func (n Node) ReportCut() {
	if n.IsList() {
		for _, item := range n.yaml.Content {
			Node{doc: n.doc, yaml: item}.ReportCut()
		}
	}
	if n.yaml == nil || n.yaml.Kind != yaml.ScalarNode || n.yaml.Style != 0 {
		return
	}
	src, at := n.doc.src, n.At()
	begin := src.Index(at.Start)
	line := src.Text[begin : src.Offset(at.Start.Line)+len(src.Line(at.Start.Line))]
	rest := cutOff.FindString(line[src.Index(at.End)-begin:])
	if whole := strings.TrimSpace(line); rest != "" {
		src.Guess(src.SpanOf(begin, begin+len(whole)), diag.CommentedOut, quote(whole),
			"“%s”写在 # 后面，程序不读：属于内容的，整段加英文引号，写成 %s；是说明的，# 后面空一格。", shown(strings.TrimSpace(rest)), shown(quote(whole)))
	}
}
