package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// widest is how many characters a list of texts may have on one line.
const widest = 100

func spaces(n int) string { return strings.Repeat(" ", n) }

// isShort reports whether a value is a text or a list of few.
func isShort(v any) bool {
	list, isList := v.([]any)
	if !isList {
		_, isText := v.(string)
		return isText
	}
	length := 0
	for _, each := range list {
		text, ok := each.(string)
		if !ok {
			return false
		}
		length += utf8.RuneCountInString(text) + 2
	}
	return length <= widest
}

// block returns what stands behind a key and its colon, whose line is indented by
// indent: a value behind a space, or lines.
func (d *Document) block(v any, path []Step, indent int, order Order) string {
	switch v := v.(type) {
	case string:
		return " " + scalar(v, 0, false, indent, d.eol)
	case map[string]any:
		var b strings.Builder
		for _, key := range inOrder(v, order(path)) {
			b.WriteString(d.eol + spaces(indent+2) + keyText(key) + ":" + d.block(v[key], append(slices.Clone(path), Step{Key: key}), indent+2, order))
		}
		return b.String()
	case []any:
		if isShort(v) {
			return " " + flowText(v, path, order)
		}
		var b strings.Builder
		for i, each := range v {
			b.WriteString(d.eol + spaces(indent+2) + "-" + d.item(each, append(slices.Clone(path), Step{Index: i}), indent+2, order))
		}
		return b.String()
	}
	return " " + scalar(fmt.Sprint(v), 0, false, indent, d.eol)
}

// item returns what stands behind a dash that is indented by indent.
func (d *Document) item(v any, path []Step, indent int, order Order) string {
	m, isMap := v.(map[string]any)
	if !isMap {
		return d.block(v, path, indent, order)
	}
	var b strings.Builder
	for i, key := range inOrder(m, order(path)) {
		if i == 0 {
			b.WriteString(" ")
		} else {
			b.WriteString(d.eol + spaces(indent+2))
		}
		b.WriteString(keyText(key) + ":" + d.block(m[key], append(slices.Clone(path), Step{Key: key}), indent+2, order))
	}
	return b.String()
}

// flowText returns a value as it is written in brackets.
func flowText(v any, path []Step, order Order) string {
	var parts []string
	switch v := v.(type) {
	case map[string]any:
		for _, key := range inOrder(v, order(path)) {
			parts = append(parts, keyText(key)+": "+flowText(v[key], append(slices.Clone(path), Step{Key: key}), order))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		for i, each := range v {
			parts = append(parts, flowText(each, append(slices.Clone(path), Step{Index: i}), order))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return scalar(fmt.Sprint(v), 0, true, 0, "\n")
}

// inOrder returns the keys of m: those of the order first, then by name.
func inOrder(m map[string]any, order []string) []string {
	var keys []string
	for _, key := range order {
		if _, has := m[key]; has {
			keys = append(keys, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(order, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func keyText(key string) string { return scalar(key, 0, true, 0, "\n") }

// scalar returns a text as YAML: in the style that it had if it can be said so, else
// as it is, else in quotes. In lines of its own it is indented by indent and two.
func scalar(v string, style yaml.Style, flow bool, indent int, eol string) string {
	if strings.Contains(v, "\n") && !flow {
		if text := literal(v, indent, eol); reads("k: "+strings.ReplaceAll(text, "\r\n", "\n"), v) {
			return text
		}
	}
	forms := []string{v, quoted(v)}
	switch style {
	case yaml.DoubleQuotedStyle:
		slices.Reverse(forms)
	case yaml.SingleQuotedStyle:
		forms = slices.Insert(forms, 0, "'"+strings.ReplaceAll(v, "'", "''")+"'")
	}
	for _, form := range forms {
		if strings.Contains(form, "\n") {
			continue
		}
		if flow && reads("{k: "+form+", l: 1}", v) || !flow && reads("k: "+form+"   # c\nl: 1", v) {
			return form
		}
	}
	return quoted(v)
}

// quoted returns a text in double quotes.
func quoted(v string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range v {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r >= 0xfffe && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func literal(v string, indent int, eol string) string {
	var b strings.Builder
	b.WriteString("|-")
	for line := range strings.SplitSeq(v, "\n") {
		b.WriteString(eol)
		if line != "" {
			b.WriteString(spaces(indent+2) + line)
		}
	}
	return b.String()
}

// reads reports whether YAML reads v behind the key k of a text, and nothing is left
// of a comment or of what stands behind it.
func reads(text, v string) bool {
	var doc yaml.Node
	if yaml.Unmarshal([]byte(text), &doc) != nil || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return false
	}
	n := doc.Content[0].Content
	return (len(n) == 2 || len(n) == 4 && n[2].Value == "l") && n[0].Value == "k" && n[1].Kind == yaml.ScalarNode && !isNull(n[1]) &&
		n[1].Anchor == "" && n[1].Style&yaml.TaggedStyle == 0 && n[1].Value == v
}
