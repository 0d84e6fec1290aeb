package fields

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
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

// asideOf is a key that has nothing behind it but a comment.
var asideOf = regexp.MustCompile(`^(?:` + word + `{1,40}|` + quoted + `)[ \t]*:[ \t]+(#[# \t\x{3000}\x{a0}]*)(.*)$`)

// filledBehind puts what was filled in behind the sign of a comment, where the key says
// nothing else, before it: so it is read as if it stood there, and is certain where
// nothing is wrong with it then.
func (r *reader) filledBehind(key, value *yaml.Node) bool {
	if value.Kind != yaml.ScalarNode || value.ShortTag() != "!!null" || value.Style != 0 || value.Value != "" {
		return false
	}
	n, i := r.place(key)
	s := strings.TrimRight(r.lines[n].text, " \t")
	m := asideOf.FindStringSubmatchIndex(s[min(i, len(s)):])
	f := r.field(n, key.Value)
	if m == nil || f.Key == "" || r.lines[n].tried {
		return false
	}
	words, at := s[i+m[4]:], r.span(n, i+m[2], len(s))
	says, nothingElse := FilledIn(f, words)
	if !says {
		return false
	}
	const message = "%s的内容写在 # 后面，程序不读：是内容的，删去 #，写成“%s: %s”；只是说明的，移到上面另起一行。"
	right := plainly(f, words)
	r.partial, r.lines[n].tried = true, true
	if !nothingElse || right == "" {
		r.lines[n].lost = true
		r.src.Report(at, diag.CommentedOut, message, r.named(n, key.Value), shown(key.Value), "……")
		return false
	}
	r.src.Try(at, diag.CommentedOut, right, message, r.named(n, key.Value), shown(key.Value), shown(right))
	return r.replace(n, i+m[2], len(s), right)
}

// plainly returns words as YAML writes them behind the key of f, "" where it cannot.
func plainly(f keys.Field, words string) string {
	if f.Kind == keys.Texts && !strings.HasPrefix(words, "[") {
		return inBrackets(words)
	}
	root, err := decode("a: " + words)
	if err == nil && len(root.Content) == 1 && root.Content[0].Kind == yaml.MappingNode && len(root.Content[0].Content) == 2 {
		if v := root.Content[0].Content[1]; v.ShortTag() != "!!null" && (v.Kind != yaml.ScalarNode || v.Value == words) {
			return words
		}
	}
	return quote(words)
}

// FilledIn reports whether a comment behind the key of f says anything besides what the
// forms say of it (how it is called, what is asked for, an example), and whether it says
// nothing else. That something is to be said says nothing.
func FilledIn(f keys.Field, comment string) (says, nothingElse bool) {
	if values.IsPutOff(comment) {
		return false, false
	}
	if slices.Contains(f.Choices, comment) {
		return true, true
	}
	label := strings.ReplaceAll(f.Label, "、", "，")
	forms := sentences(strings.Join([]string{f.Key, label, f.Aside(), f.Explained(), f.Handbook, f.Short, strings.Join(f.Called, "，"), strings.Join(f.Choices, "、")}, "。"))
	offered := offers(f.Hint)
	told := func(part string) bool {
		p := values.Letters(part)
		return p == "" || slices.ContainsFunc(forms, func(s string) bool {
			t := values.Letters(s)
			return t == p || strings.Contains(t, p) && !strings.HasPrefix(t, "如") && !slices.Contains(offered, p) && strings.Trim(p, "0123456789") != ""
		})
	}
	said := sentences(comment)
	more := slices.DeleteFunc(slices.Clone(said), told)
	nothingElse = len(more) == len(said) && !slices.ContainsFunc(forms, func(s string) bool {
		return utf8.RuneCountInString(s) > 1 && strings.Contains(comment, s)
	})
	return len(more) > 0, nothingElse
}

// offers returns the letters of the values of which a hint names several.
func offers(hint string) (all []string) {
	for _, s := range sentences(hint) {
		if items := strings.FieldsFunc(s, func(r rune) bool { return r == '、' || r == ' ' }); len(items) > 1 {
			for _, item := range items {
				all = append(all, values.Letters(item))
			}
		}
	}
	return all
}

// sentences returns the parts of s between its commas and stops.
func sentences(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("。，；,;：", r) })
}
