// Package blank holds the empty forms of content/: what a brand, a notice, a
// page and site.yaml ask for before anybody has written a word.
//
// The same tables become a file to fill in (Brand, Notice), a JSON Schema for
// editors that know such (Schema), and snippets for VS Code (Snippets). What is
// asked of a brand depends on its type: the facts, with their labels, units and
// choices, and the clauses that read them, come from criteria/. What every brand
// is asked comes from the tables of fields.go, which a test holds against the
// reader: each key it asks for, no other, and each of the kind that it reads.
//
// A form that nobody has filled in has the mistakes of an unfilled form and no
// others: a required value is missing, there is no introduction. Everything
// optional stands empty, which is “not stated”, or, where an empty group would
// ask for its own required values, as a comment. The comments are for whoever
// fills the form in: no reader sees them, and they may be deleted.
package blank

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"minglu/generator/criteria"
	"minglu/generator/keys"
	"minglu/generator/unseen"
)

// plainText is what can stand in YAML without quotes whatever surrounds it.
var plainText = regexp.MustCompile(`^[0-9]*\p{Han}[\p{Han}A-Za-z0-9·（）]*$|^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)

// scalar returns text as YAML writes it.
func scalar(text string) string {
	if text == "" || plainText.MatchString(text) {
		return text
	}
	quoted, _ := encode(text, "") // its strings are strings of YAML, and cannot fail
	return strings.TrimSuffix(string(quoted), "\n")
}

// encode returns v in JSON, indented by indent at each level, as people read it.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.Bytes(), err
}

// A sheet is a form being written.
type sheet struct{ strings.Builder }

// note writes a line of explanation.
func (s *sheet) note(indent, text string) { s.WriteString(indent + "# " + text + "\n") }

// value writes a key, with nothing behind it where the value is "".
func (s *sheet) value(indent, key, value string) {
	s.WriteString(strings.TrimRight(indent+key+": "+value, " ") + "\n")
}

// field writes an explained key.
func (s *sheet) field(f keys.Field, value string) {
	s.note("", f.Explained())
	s.value("", f.Key, value)
}

// optional writes a group of which nothing is asked until it is begun: as
// comments, to be taken out of them.
func (s *sheet) optional(f keys.Field) {
	s.note("", f.Explained()+"。要填的，删去下面几行行首的“# ”")
	switch {
	case f.Kind == keys.Groups:
		s.note("", f.Key+":  # "+f.Aside())
		s.note("", "  - "+flow(f.Fields))
	case f.Fields[0].Kind == keys.Group:
		s.note("", f.Key+":  # "+f.Aside())
		for _, inner := range f.Fields {
			s.note("", "  "+inner.Key+": "+flow(inner.Fields)+"  # "+inner.Explained())
		}
	default:
		s.note("", f.Key+":")
		for _, inner := range f.Fields {
			s.note("", "  "+inner.Key+":  # "+inner.Aside())
		}
	}
}

// flow returns fields on one line, to be filled in.
func flow(fields []keys.Field) string {
	return "{" + strings.Join(each(fields, func(f keys.Field) string { return f.Key + ": " }), ", ") + "}"
}

func each[T any](all []T, text func(T) string) []string {
	texts := make([]string, len(all))
	for i, x := range all {
		texts[i] = text(x)
	}
	return texts
}

// clauseWords returns the beginning of an item's official text.
func clauseWords(item *criteria.Item) string {
	const enough = 30
	text := []rune(strings.TrimRight(strings.Join(strings.Fields(item.Text), ""), "。"))
	if len(text) > enough {
		text = append(text[:enough:enough], '…')
	}
	return string(text)
}

// Refused says why text cannot be a name or a unit in a form, "" if it can.
func Refused(text string) string {
	const most = 60
	switch {
	case strings.TrimSpace(text) == "":
		return "没有填写"
	case text != strings.Join(strings.Fields(text), " "):
		return "开头、结尾有空白，或中间空白太多"
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || unseen.Is(r) || r == unicode.ReplacementChar }):
		return "有看不见的字符，请重新输入"
	case utf8.RuneCountInString(text) > most:
		return "超过 60 个字"
	}
	return ""
}
