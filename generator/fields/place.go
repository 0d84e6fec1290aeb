package fields

import (
	"strings"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// At returns the place of n: a plain or quoted value to its end on its line, a
// list or mapping to the end of its first line; no place where n is absent.
func (n Node) At() diag.Span {
	if n.yaml == nil {
		return diag.Span{}
	}
	k, i := n.doc.place(n.yaml)
	t := n.doc.text
	if k >= len(t.lines) {
		begin := diag.Pos{Line: t.first, Column: 1}
		return diag.Span{Start: begin, End: begin}
	}
	return t.span(k, i, extent(n.yaml, t.lines[k], i))
}

// extent returns where n, which begins in column i of l, ends on that line.
func extent(n *yaml.Node, l line, i int) int {
	if n.Kind != yaml.ScalarNode {
		return max(l.end, i)
	}
	begin := l.properties(i)
	switch n.Style &^ yaml.TaggedStyle {
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return min(i+1, len(l.runes))
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		if kind := quoteKind(l.at(begin)); kind != "" {
			return quoteEnd(l, begin, kind)
		}
	}
	value := []rune(n.Value)
	if strings.HasPrefix(l.text(begin, min(begin+len(value), len(l.runes))), n.Value) {
		return begin + len(value)
	}
	return max(l.value(i), i)
}

// quoteEnd returns the column behind the quote that closes the one in column i;
// kind are the signs that can.
func quoteEnd(l line, i int, kind string) int {
	sign := l.at(i)
	for j := i + 1; j < l.end; j++ {
		switch r := l.runes[j]; {
		case sign == '"' && r == '\\', sign == '\'' && r == sign && l.at(j+1) == sign:
			j++
		case r == sign && strings.ContainsRune("\"'", sign):
			return j + 1
		case !strings.ContainsRune("\"'", sign) && strings.ContainsRune(kind, r):
			return j + 1
		}
	}
	return l.end
}

// place returns the line and the character of doc.text at which n begins.
func (doc *document) place(n *yaml.Node) (k, i int) {
	t := doc.text
	if len(t.lines) == 0 || n.Line < 1 {
		return 0, 0
	}
	k = min(n.Line, len(t.lines)) - 1
	l := t.lines[k]
	return k, min(l.column(n.Column-1), len(l.runes))
}
