package fields

import (
	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// Parse reads lines first to last of src, counted from 1, as one YAML mapping
// and reports every mistake to src. It returns nil where nothing can be read,
// and a Map that is Partial where YAML fails on a later line.
func Parse(src *diag.Source, first, last int) *Map {
	if last-first >= maxLines {
		src.Report(src.LineSpan(first+maxLines), diag.TooLarge, "字段到这里已超过 %d 行，请删减，或检查是否误放了别的内容。", maxLines)
		return nil
	}
	ReportTurned(src, first, last)
	t := newText(src, first, last)
	known := src.Count()
	s := scan(t)
	root, partial := s.read(src.Count() > known)
	if root == nil {
		return nil
	}
	doc := &document{src: src, text: t, partial: partial}
	doc.partial = doc.bound(root) || partial
	return doc.top(root)
}

// read gives the text to yaml.v3. Where that fails, the reason is reported
// (unless slips are reported already and it may be but their consequence) and
// the lines before it are read.
func (s *scanner) read(slips bool) (root *yaml.Node, partial bool) {
	cut := s.cut
	root, err := decode(s.before(cut))
	if err == nil {
		return root, cut < len(s.lines)
	}
	reason := s.explain(err, s.before(cut))
	if !slips || reason.known && !s.mended(reason.line) {
		s.src.Suggest(reason.span, diag.YAMLSyntax, reason.suggestion, "%s", reason.message)
	}
	for _, cut := range []int{reason.cut, s.topLine(reason.cut), s.topLine(s.topLine(reason.cut))} {
		if root, err := decode(s.before(cut)); err == nil {
			return root, true
		}
	}
	return nil, true
}

// topLine returns the last line before line n that begins a key of the
// outermost mapping, 0 where there is none.
func (t *text) topLine(n int) int {
	for n--; n > 0; n-- {
		if l := t.lines[n]; l.end > 0 && l.indent() == 0 && l.runes[0] != '#' && !l.dash(0) {
			return n
		}
	}
	return 0
}

// top returns the outermost mapping of a document.
func (doc *document) top(root *yaml.Node) *Map {
	line1 := doc.src.LineSpan(1)
	if len(root.Content) == 0 {
		return newMap(doc, root, line1)
	}
	top := Node{doc, root.Content[0]}
	switch {
	case top.IsMap():
		return newMap(doc, top.yaml, line1)
	case top.empty():
		return newMap(doc, &yaml.Node{Kind: yaml.MappingNode}, line1)
	}
	if !doc.partial {
		top.wrongKind("一组字段（每行“字段: 内容”）")
	}
	return nil
}
