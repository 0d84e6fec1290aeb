// Package keys is the table of what can be written in the files of content/: each
// key, what it is called, of which kind its value is, and who gets to see it.
//
// Everything that knows the keys takes them from here: the reader of content/, what
// it proposes for a mistyped key, the empty forms, the JSON Schema, the snippets,
// the review's list of edits, the open data and the tables of the handbook. A value
// of a plain kind stands in the field of the struct that has the key's name without
// its underscores, as also_known_as in AlsoKnownAs: see Field.In.
package keys

import (
	"go/ast"
	"reflect"
	"slices"
	"strings"
)

// A Kind says what stands behind a key.
type Kind int

const (
	Text        Kind = iota
	Prose            // a text of several lines
	Texts            // a list of texts
	TextOrTexts      // a text, or a list of texts that is shown as one
	Choice           // one of Choices
	Web              // an address of the web
	Address          // an address of the web, of mail or a telephone
	YesNo            // 是 or 否
	Whole            // a whole number
	Number           // a number, perhaps with a fraction
	Day              // 2024-06-30
	PartialDay       // also 2024-06 or 2024
	Group            // the keys in Fields
	Groups           // a list of such
	TypeName         // one of criteria/types.yaml
	CountyName       // of the site's region
	LevelName        // one of criteria/levels.yaml
	StandardID       // a file of criteria/standards/
	HonorName        // one of criteria/honors.yaml
	ActKind          // 公示, 认定 or 退出
	RegionCode       // six digits
	Facts            // a value by fact
	Evidence         // a text by fact
	Years            // by year, Facts each
	Scores           // by standard and item, a number of points each
	ByLevel          // by level, a group each
	Entries          // slugs, or groups
)

// A Field is one key of a file of content/.
type Field struct {
	Key       string
	Label     string // what it is called
	Hint      string // how it is filled in; "" where the label says it
	Desk      string // how it is filled in where nobody sees how a file is written; "" where Hint says it
	Handbook  string // what the handbook says besides
	Kind      Kind
	Required  bool
	Unless    string   // the key that may stand in the place of a required one; "": none
	WithFacts bool     // required of a brand that states facts
	Of        string   // the only kind of notice that has it; "": all
	Choices   []string // of a Choice
	Fields    []Field  // of a group
	Rare      bool     // hardly a file needs it: the empty forms leave it out
	Called    []string // what else people call it in Chinese, and write in place of the key
	Short     string   // what lists of edits call it; "": Label
	Open      Open
}

// Open is how a value of a plain kind stands in the open data, under its key. The
// zero Open is of what is not open, or is described where it is worked out.
type Open struct {
	Label, Meaning string
	Always         bool // in every record
	Wide           bool // sentences, not words
}

// Explained returns the label with what one must know to fill the field in.
func (f Field) Explained() string {
	text := f.Label
	if f.Required {
		text += "，必填"
	}
	if f.Hint != "" {
		text += "。" + f.Hint
	}
	return text
}

// Aside returns what the empty forms write behind the key: what is explained, or, where
// that stands above it, what the keys below are called.
func (f Field) Aside() string {
	switch {
	case f.Kind == Groups:
		return "每个一行。" + labels(f.Fields)
	case f.Kind == Group && f.Fields[0].Kind == Group:
		return labels(f.Fields[0].Fields)
	}
	return f.Explained()
}

// labels returns what the keys are called.
func labels(of []Field) string {
	var all []string
	for _, f := range of {
		words := f.Key + " " + f.Label
		if len(f.Choices) > 0 {
			words += "（" + strings.Join(f.Choices, "、") + "）"
		}
		all = append(all, words)
	}
	return strings.Join(all, "，")
}

// Asked returns how the field is filled in on a form that shows no keys.
func (f Field) Asked() string {
	if f.Desk != "" {
		return f.Desk
	}
	return f.Hint
}

// NoScore is what the empty forms write for a self-score, to be written over.
const NoScore = "0"

// Name returns what lists of edits call the field.
func (f Field) Name() string {
	if f.Short != "" {
		return f.Short
	}
	return f.Label
}

// IsPlain reports whether the value is written on the line of its key.
func (f Field) IsPlain() bool {
	return !slices.Contains([]Kind{Group, Groups, Facts, Evidence, Years, Scores, ByLevel, Entries}, f.Kind)
}

// In returns the exported field of the struct v that has the key's name, and whether there
// is one.
func (f Field) In(v reflect.Value) (reflect.Value, bool) {
	name := strings.ReplaceAll(f.Key, "_", "")
	found := v.FieldByNameFunc(func(s string) bool { return ast.IsExported(s) && strings.EqualFold(s, name) })
	return found, found.IsValid()
}

// Required returns the keys that no mapping of these fields lacks.
func Required(of []Field) (required []string) {
	for _, f := range of {
		if f.Required {
			required = append(required, f.Key)
		}
	}
	return required
}

// WithFacts returns the keys that no brand lacks that states facts.
func WithFacts() (required []string) {
	for _, f := range Brand {
		if f.WithFacts {
			required = append(required, f.Key)
		}
	}
	return required
}

// Find returns the field of a key, the zero Field where there is none.
func Find(of []Field, key string) Field {
	if i := slices.IndexFunc(of, func(f Field) bool { return f.Key == key }); i >= 0 {
		return of[i]
	}
	return Field{}
}

// Within returns the field of a key among fields, or else below one of them; the zero
// Field where there is none.
func Within(of []Field, key string) Field {
	if f := Find(of, key); f.Key != "" {
		return f
	}
	for _, f := range of {
		if found := Within(f.Fields, key); found.Key != "" {
			return found
		}
	}
	return Field{}
}

// OfNotice returns the fields that a kind of notice has: all where kind is "".
func OfNotice(kind string) []Field {
	return slices.DeleteFunc(slices.Clone(Notice), func(f Field) bool { return f.Of != "" && kind != "" && f.Of != kind })
}

// Meant returns what each Chinese word for a key may stand for: the keys of that label
// first, then those that people also call so, in the order of the tables. The first
// that a mapping knows is meant.
func Meant() map[string][]string {
	meant := map[string][]string{}
	add := func(words func(Field) []string) {
		var below func(fields []Field)
		below = func(fields []Field) {
			for _, f := range fields {
				for _, word := range words(f) {
					if !slices.Contains(meant[word], f.Key) {
						meant[word] = append(meant[word], f.Key)
					}
				}
				below(f.Fields)
			}
		}
		for _, file := range Tables {
			below(file.Fields)
		}
		below(Record)
	}
	add(func(f Field) []string { return []string{f.Label} })
	add(func(f Field) []string { return f.Called })
	return meant
}
