package fields

import (
	"cmp"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// How much a file may say. What pages, lists and the index repeat many times is
// held short, all else so that no real file comes near: the work that a file asks
// for grows with its size, and no faster.
const (
	maxName  = 100   // characters of a name or a word
	maxLine  = 300   // of a title, a unit, an address of people
	maxURL   = 2_000 // of an address of the web
	maxText  = 5_000 // of any other text
	maxKeys  = 500   // of a mapping
	maxItems = 1_000 // of a list
	maxDepth = 100   // of lists and mappings in each other

	// What a file may hold before yaml.v3 reads it.
	maxLines  = 100_000
	maxCommas = 100_000 // in all brackets
	maxOpen   = 1_000   // brackets that are not closed
)

// textBounds are how many characters a value may have, by its key.
var textBounds = map[string]int{
	"name": maxName, "also_known_as": maxName, "type": maxName, "county": maxName, "place": maxName, "industry": maxName, "role": maxName,
	"kind": maxName, "level": maxName, "honor": maxName, "act": maxName, "batch": maxName, "standard": maxName, "by": maxName, "fact": maxName,
	"slug": maxName, "former_slugs": maxName, "brands": maxName,
	"title": maxLine, "builder": maxLine, "unit": maxLine, "authority": maxLine, "publisher": maxLine, "organizer": maxLine, "tagline": maxLine,
	"phone": maxLine, "address": maxLine, "contact": maxLine, "number": maxLine, "source": maxLine, "agricultural": maxLine, "label": maxLine, "alt": maxLine, "file": maxLine, "ai_pictures": maxLine, "hours": maxLine,
	"description": maxLine, "icp": maxLine, "police_record": maxLine, "site_id_code": maxLine,
	"url": maxURL, "website": maxURL, "base_url": maxURL, "feedback": maxURL,
}

// itemBounds are how many items a list may have, by its key.
var itemBounds = map[string]int{"also_known_as": 50, "former_slugs": 50, "links": 50, "people": 100, "corrections": 100, "former_names": 50, "steps": 50, "brands": 20_000, "regions": 20_000}

// A measure holds a document against the bounds.
type measure struct {
	doc      *document
	cut      bool // something was taken out
	anchored bool // an anchor or an alias was reported, deep: so was depth
	deep     bool
}

// bound takes out what is too much below root, reports it, and returns whether
// there was any: what is missing then says nothing. Anchors and aliases go too: a
// list of aliases of lists grows without measure, and nobody needs them.
func (doc *document) bound(root *yaml.Node) bool {
	m := &measure{doc: doc}
	m.hold(root, "", 0)
	return m.cut
}

// hold measures n, which stands under key.
func (m *measure) hold(n *yaml.Node, key string, depth int) {
	switch {
	case n.Kind == yaml.AliasNode:
		m.anchor(n, "*"+n.Value)
		m.remove(n)
	case n.Anchor != "":
		m.anchor(n, "&"+n.Anchor)
	}
	switch {
	case depth > maxDepth && len(n.Content) > 0:
		if !m.deep {
			m.doc.src.Report(m.mark(n, 1), diag.TooLarge, "列表和字段套了超过 %d 层，请减少层数。", maxDepth)
		}
		m.deep = true
		m.remove(n)
	case n.Kind == yaml.ScalarNode:
		m.text(n, key)
	case n.Kind == yaml.MappingNode:
		m.mapping(n, depth)
	case n.Kind == yaml.SequenceNode:
		m.list(n, key, depth)
	default: // the document
		for _, c := range n.Content {
			m.hold(c, key, depth+1)
		}
	}
}

func (m *measure) mapping(n *yaml.Node, depth int) {
	if keys := len(n.Content) / 2; keys > maxKeys {
		Node{doc: m.doc, yaml: n.Content[2*maxKeys]}.Report(diag.TooLarge, "这组字段有 %d 个，最多 %d 个，请从这里起删减，或检查是否误放了别的内容。", keys, maxKeys)
		m.cut, n.Content = true, n.Content[:2*maxKeys]
	}
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind == yaml.ScalarNode && k.ShortTag() == "!!merge" {
			m.anchor(k, "<<")
			m.cut = true
			continue
		}
		name, deep := k.Value, m.deep
		if m.hold(k, "name", depth+1); k.Value != name {
			continue // a key that is too long says nothing
		}
		kept = append(kept, k, v)
		if m.hold(v, name, depth+1); m.deep && !deep {
			m.remove(v)
		}
	}
	n.Content = kept
}

func (m *measure) list(n *yaml.Node, key string, depth int) {
	most := cmp.Or(itemBounds[key], maxItems)
	if items := len(n.Content); items > most {
		Node{doc: m.doc, yaml: n.Content[most]}.Report(diag.TooLarge, "%s有 %d 项，最多 %d 项，请从这里起删减。", Node{doc: m.doc, yaml: n}.named(key), items, most)
		m.cut, n.Content = true, n.Content[:most]
	}
	for _, c := range n.Content {
		m.hold(c, key, depth+1)
	}
}

func (m *measure) text(n *yaml.Node, key string) {
	most := cmp.Or(textBounds[key], maxText)
	if len(n.Value) <= most {
		return
	}
	if length := utf8.RuneCountInString(n.Value); length > most {
		Node{doc: m.doc, yaml: n}.Report(diag.TooLarge, "“%s”有 %d 字，最多 %d 字，请删减，或检查是否误放了别的内容。", shown(n.Value), length, most)
		m.remove(n)
	}
}

// anchor reports the first anchor or alias; one report will do for all.
func (m *measure) anchor(n *yaml.Node, sign string) {
	if !m.anchored {
		m.doc.src.Report(m.mark(n, len(sign)), diag.YAMLSyntax,
			"“%s”是 YAML 的锚点或引用，不能使用，请在每一处直接写出内容；如果它是内容的一部分，请把整个内容用英文引号括起来。", shown(sign))
	}
	m.anchored = true
}

// mark returns the place of the sign that n begins with.
func (m *measure) mark(n *yaml.Node, width int) diag.Span {
	k, i := m.doc.text.place(n)
	return m.doc.text.span(k, i, min(i+width, len(m.doc.text.lines[k].text)))
}

// remove empties n.
func (m *measure) remove(n *yaml.Node) {
	m.cut = true
	n.Kind, n.Tag, n.Value, n.Alias, n.Content = yaml.ScalarNode, "!!null", "", nil, nil
}
