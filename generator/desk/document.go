package desk

import (
	"errors"
	"maps"
	"regexp"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// The kinds of files.
const (
	BrandFile     = "brand"
	NoticeFile    = "notice"
	JudgementFile = "judgement" // what was judged of a brand by one standard; YAML alone
)

// A Document is the text of one file: its front matter as a tree whose places are
// known, and the Markdown behind it.
type Document struct {
	kind    string
	text    string
	eol     string         // the line break that the file begins with
	root    *yaml.Node     // a mapping
	first   int            // the byte at which the front matter's first line begins
	fence   int            // the byte at which the line begins that ends it
	body    int            // the byte at which the text behind it begins
	values  map[string]any // what the front matter says
	heading int            // the byte at which the first heading of that text begins
	lines   []int          // the byte at which each line of the front matter begins
}

// errUnreadable is of a front matter that is none, that YAML refuses, or of which the
// places cannot be told: what is wrong with it is for Check to say.
var errUnreadable = errors.New("字段区有错误，暂时不能逐项填写，请先按检查的提示改正")

// fence returns where the first line of a text begins and ends that is a fence; from -1
// where there is none.
func fence(text string) (from, to int) {
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i
		}
		if rest, is := strings.CutPrefix(text[at:end], "---"); is && strings.Trim(strings.TrimSuffix(rest, "\r"), " \t") == "" {
			return at, end
		}
		at = end + 1
	}
	return -1, -1
}

// hasOddBreaks reports whether YAML ends a line where editors do not.
func hasOddBreaks(text string) bool {
	return strings.ContainsAny(text, "\u0085\u2028\u2029") || strings.Count(text, "\r") > strings.Count(text, "\r\n")
}

// ParseDocument reads the text of a file of a kind.
func ParseDocument(kind, text string) (*Document, error) {
	d := &Document{kind: kind, text: text, eol: "\n"}
	begin := strings.TrimPrefix(text, "\ufeff")
	if i := strings.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		d.eol = "\r\n"
	}
	if kind == JudgementFile {
		d.first, d.fence, d.body = len(text)-len(begin), len(text), len(text)
	} else {
		from, to := fence(begin)
		if from != 0 || to == len(begin) {
			return nil, errUnreadable
		}
		d.first = len(text) - len(begin) + to + 1
		if from, to = fence(text[d.first:]); from < 0 {
			return nil, errUnreadable
		}
		d.fence = d.first + from
		d.body = min(d.first+to+1, len(text))
	}
	head := text[d.first:d.fence]
	if hasOddBreaks(head) {
		return nil, errUnreadable
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(head), &doc); err != nil {
		return nil, errUnreadable
	}
	d.root = &yaml.Node{Kind: yaml.MappingNode}
	if len(doc.Content) > 0 && !isNull(doc.Content[0]) {
		d.root = doc.Content[0]
	}
	if d.root.Kind != yaml.MappingNode || !plain(d.root) {
		return nil, errUnreadable
	}
	at := d.first
	for line := range strings.Lines(head) {
		d.lines = append(d.lines, at)
		at += len(line)
	}
	d.lines = append(d.lines, d.fence)
	d.heading = d.story()
	if d.values, _ = valueOf(d.root).(map[string]any); d.values == nil {
		d.values = map[string]any{}
	}
	return d, nil
}

// plain reports whether n is made of nothing but mappings with keys that are words,
// each once, lists and values: no anchors, aliases or tags.
func plain(n *yaml.Node) bool {
	if n.Anchor != "" || n.Kind == yaml.AliasNode || n.Style&yaml.TaggedStyle != 0 {
		return false
	}
	seen := map[string]bool{}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && (c.Kind != yaml.ScalarNode || seen[c.Value] || c.Line != lastLine(c)) {
			return false
		}
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			seen[c.Value] = true
		}
		if !plain(c) {
			return false
		}
	}
	return true
}

func lastLine(key *yaml.Node) int { return key.Line + strings.Count(key.Value, "\n") }

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// Values returns what the front matter says: texts, lists ([]any) and mappings
// (map[string]any). What is empty says nothing and is left out.
func (d *Document) Values() map[string]any { return maps.Clone(d.values) }

func valueOf(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if v := valueOf(n.Content[i+1]); v != nil {
				m[n.Content[i].Value] = v
			}
		}
		if len(m) == 0 {
			return nil
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, valueOf(c))
		}
		return list
	}
	value := n.Value
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		value = strings.TrimRight(value, "\n") // of lines of their own the last break says nothing
	}
	if isNull(n) || value == "" {
		return nil
	}
	return value
}

// child returns what stands behind a key of a mapping, with its key, or an item of a
// list; nil where there is none.
func child(n *yaml.Node, step Step) (key, value *yaml.Node) {
	switch {
	case n.Kind == yaml.MappingNode && step.Key != "":
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step.Key {
				return n.Content[i], n.Content[i+1]
			}
		}
	case n.Kind == yaml.SequenceNode && step.Key == "" && step.Index < len(n.Content):
		return nil, n.Content[step.Index]
	}
	return nil, nil
}

// offset returns the byte at which a node begins.
func (d *Document) offset(n *yaml.Node) int {
	at := d.lines[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(d.text[at:])
		at += size
	}
	return at
}

// lineOf returns the number of the front matter's line that a byte stands in, from 0.
func (d *Document) lineOf(at int) int {
	n := 0
	for n+1 < len(d.lines) && d.lines[n+1] <= at {
		n++
	}
	return n
}

// lineEnd returns the byte behind the text of the line that at stands in, before its
// break.
func (d *Document) lineEnd(at int) int {
	end := strings.IndexByte(d.text[at:d.fence], '\n')
	if end < 0 {
		return d.fence
	}
	return at + len(strings.TrimSuffix(d.text[at:at+end], "\r"))
}

// indentAt returns how far the line in which at stands is indented.
func (d *Document) indentAt(at int) int {
	line := d.text[d.lines[d.lineOf(at)]:]
	return len(line) - len(strings.TrimLeft(line, " "))
}

// behindKey returns the byte behind the colon of a key.
func (d *Document) behindKey(key *yaml.Node) int {
	end := d.end(key, 0, true)
	return end + strings.IndexByte(d.text[end:], ':') + 1
}

// end returns the byte behind the text of a node, which stands in a mapping or list
// whose keys, or dashes, are indented by indent, or in brackets.
func (d *Document) end(n *yaml.Node, indent int, inFlow bool) int {
	switch {
	case n.Kind == yaml.ScalarNode:
		return d.scalarEnd(n, indent, inFlow)
	case n.Style&yaml.FlowStyle != 0:
		return d.flowEnd(d.offset(n))
	}
	last := n.Content[len(n.Content)-1]
	if n.Kind == yaml.MappingNode && isNull(last) && last.Value == "" {
		return d.behindKey(n.Content[len(n.Content)-2])
	}
	if isNull(last) && last.Value == "" { // a dash with nothing behind it
		return d.offset(last)
	}
	return d.end(last, n.Column-1, false)
}

func (d *Document) scalarEnd(n *yaml.Node, indent int, inFlow bool) int {
	at := d.offset(n)
	switch n.Style &^ yaml.TaggedStyle {
	case yaml.DoubleQuotedStyle:
		for at++; d.text[at] != '"'; at++ {
			if d.text[at] == '\\' {
				at++
			}
		}
		return at + 1
	case yaml.SingleQuotedStyle:
		for at++; d.text[at] != '\'' || d.text[at+1] == '\''; at++ {
			if d.text[at] == '\'' {
				at++
			}
		}
		return at + 1
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return d.indentedEnd(d.lineEnd(at), indent, false)
	}
	if inFlow {
		return d.plainFlowEnd(at)
	}
	end := d.plainEnd(at)
	if end < d.lineEnd(at) && strings.HasPrefix(strings.TrimLeft(d.text[end:d.lineEnd(at)], " \t"), "#") {
		return end
	}
	return d.indentedEnd(end, indent, true)
}

// plainEnd returns the byte at which a plain value ends in its line.
func (d *Document) plainEnd(at int) int {
	line := d.text[at:d.lineEnd(at)]
	if i := comment.FindStringIndex(line); i != nil {
		line = line[:i[0]]
	}
	return at + len(strings.TrimRight(line, " \t"))
}

var comment = regexp.MustCompile(`[ \t]#`)

// indentedEnd returns the end of the lines behind end that are indented by more than
// indent, or blank between such.
func (d *Document) indentedEnd(end, indent int, uncommented bool) int {
	for k := d.lineOf(end) + 1; k+1 < len(d.lines); k++ {
		line := d.text[d.lines[k]:d.lineEnd(d.lines[k])]
		words := strings.TrimLeft(line, " ")
		switch {
		case strings.TrimSpace(line) == "":
			continue
		case len(line)-len(words) <= indent, uncommented && words[0] == '#':
			return end
		}
		end = d.lineEnd(d.lines[k])
		if uncommented {
			end = d.plainEnd(d.lines[k])
		}
	}
	return end
}

// plainFlowEnd returns the byte at which a plain value ends in brackets, or a key.
func (d *Document) plainFlowEnd(at int) int {
	end := at
	for i := at; i < d.fence; i++ {
		switch c := d.text[i]; {
		case strings.IndexByte(",[]{}", c) >= 0,
			c == ':' && (i+1 == len(d.text) || strings.IndexByte(" \t\r\n,[]{}", d.text[i+1]) >= 0),
			c == '#' && i > at && strings.IndexByte(" \t\n", d.text[i-1]) >= 0:
			return end
		case strings.IndexByte(" \t\r\n", c) < 0:
			end = i + 1
		}
	}
	return end
}

// flowEnd returns the byte behind the bracket that closes the one at at.
func (d *Document) flowEnd(at int) int {
	depth, quote := 0, byte(0)
	for ; at < d.fence; at++ {
		c := d.text[at]
		switch {
		case quote == '"' && c == '\\':
			at++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && strings.IndexByte(" \t\n,[{:", d.text[at-1]) >= 0:
			quote = c
		case c == '#' && strings.IndexByte(" \t\n", d.text[at-1]) >= 0:
			at = d.lineEnd(at) - 1
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return at
}

// At returns the value at a path, as Values does; nil where it says nothing.
func (d *Document) At(path []Step) any {
	if len(path) == 1 && strings.HasPrefix(path[0].Key, "#") {
		return d.Part(path[0].Key)
	}
	_, _, at := d.walk(path)
	if at == nil {
		return nil
	}
	return valueOf(at)
}
