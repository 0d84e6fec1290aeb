package fields

import (
	"strings"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// Parse reads lines first to last of src, counted from 1, as one YAML mapping.
// It returns nil where nothing can be read; every mistake is reported to src.
func Parse(src *diag.Source, first, last int) *Map {
	var b strings.Builder
	for n := first; n <= last; n++ {
		b.WriteString(src.Line(n))
		b.WriteByte('\n')
	}
	doc := &document{src: src, place: func(n *yaml.Node) diag.Pos {
		return diag.Pos{Line: n.Line + first - 1, Column: n.Column}
	}}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(b.String()), &root); err != nil {
		src.Report(src.LineSpan(first), diag.YAMLSyntax, "%v", err)
		return nil
	}
	at := src.LineSpan(first)
	if root.Kind == 0 {
		return newMap(doc, &root, at)
	}
	top := Node{doc, resolve(root.Content[0])}
	if !top.IsMap() {
		top.wrongKind("一组字段（每行“字段: 内容”）")
		return nil
	}
	return newMap(doc, top.yaml, at)
}
