package fields

import (
	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// maxExpanded is how many values all aliases of a file may stand for.
const maxExpanded = 10_000

// An expansion measures what aliases stand for: an alias of a list of aliases
// of lists grows without measure, and one inside what it names never ends.
type expansion struct {
	doc      *document
	sizes    map[*yaml.Node]int // of what has an anchor; 0: not complete yet
	total    int
	reported bool
}

// boundAliases takes out the aliases below root that lead too far, reports the
// first and returns whether there were any.
func (doc *document) boundAliases(root *yaml.Node) bool {
	e := &expansion{doc: doc, sizes: map[*yaml.Node]int{}}
	e.measure(root, 0)
	return e.reported
}

// measure returns how many values n stands for.
func (e *expansion) measure(n *yaml.Node, depth int) int {
	if n.Kind == yaml.AliasNode {
		return e.alias(n)
	}
	if n.Anchor != "" {
		e.sizes[n] = 0
	}
	if depth > maxDepth && len(n.Content) > 0 {
		e.remove(n, diag.TooLarge, "列表和字段套了超过 100 层，请减少层数。")
		return 1
	}
	size := 1
	for _, c := range n.Content {
		size = min(size+e.measure(c, depth+1), maxExpanded+1)
	}
	if n.Anchor != "" {
		e.sizes[n] = size
	}
	return size
}

func (e *expansion) alias(n *yaml.Node) int {
	size := e.sizes[n.Alias]
	if size == 0 {
		e.remove(n, diag.YAMLSyntax, "“*"+shown(n.Value)+"”引用了包含它自己的内容，请直接写出内容；如果不是引用，请用英文引号括起来。")
		return 1
	}
	if e.total += size; e.total > maxExpanded {
		e.remove(n, diag.YAMLSyntax, "“*"+shown(n.Value)+"”等引用展开后内容过多，请直接写出内容。")
		return 1
	}
	return size
}

// remove empties n; one report will do for all that is removed.
func (e *expansion) remove(n *yaml.Node, rule diag.Rule, message string) {
	if !e.reported {
		Node{e.doc, &yaml.Node{Kind: yaml.ScalarNode, Value: "*" + n.Value, Line: n.Line, Column: n.Column}}.Report(rule, "%s", message)
	}
	e.reported = true
	n.Kind, n.Tag, n.Value, n.Alias, n.Content = yaml.ScalarNode, "!!null", "", nil, nil
}
