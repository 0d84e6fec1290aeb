package content

import (
	"regexp"
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
)

// formLine is a comment as the empty forms write what is optional: a key with what
// is filled in behind it, or an item of a list of groups.
var formLine = regexp.MustCompile(`^[#\s]*(?:-\s+)?(?:([A-Za-z0-9_-]+)[ \t]*[:：][ \t]*(.*)|(\{.*))$`)

// reportFilledIn reports lines of the form, whose keys are of the table, that were
// filled in without being taken out of their comment: nobody reads them.
func reportFilledIn(m *fields.Map, table []keys.Field) {
	group := keys.Field{} // the one whose line came last
	m.Comments(func(at diag.Span, words string) {
		line := formLine.FindStringSubmatch(words)
		if line == nil {
			return
		}
		key, value := line[1], line[2]+line[3]
		f, known := keyOfForm(key, group, table)
		if !known {
			return
		}
		if top := keys.Find(table, key); top.Label == f.Label && len(top.Fields) > 0 {
			group = top
		}
		_, beside, _ := strings.Cut(" "+value, " #")
		says, _ := fields.FilledIn(f, strings.TrimSpace(beside))
		if !isFilledIn(value, f.Kind == keys.Scores) && !(says && f.Key == key) {
			return
		}
		m.Report(at, diag.CommentedOut, "%s填在 # 后面，程序不读：要填的，删去这一行和它所属的各行行首的“# ”；只是说明的，请不要写成“字段: 内容”。", diag.Named(f.Label, f.Key))
	})
}

// keyOfForm returns the field that a comment begins with: one of the group above, of
// the table, or below a key of the table; the group itself for an item of it.
func keyOfForm(key string, group keys.Field, table []keys.Field) (keys.Field, bool) {
	if key == "" {
		return group, group.Key != ""
	}
	for _, of := range [][]keys.Field{group.Fields, table} {
		if f := keys.Find(of, key); f.Key != "" {
			return f, true
		}
	}
	for _, f := range table {
		if inner, found := keyOfForm(key, keys.Field{}, f.Fields); found {
			return inner, true
		}
	}
	return keys.Field{}, false
}

// brandKeys returns the keys of a brand with those that the rules add: facts, their
// evidence, and the standards of self-scores.
func brandKeys(rules *criteria.Rules) []keys.Field {
	var facts, standards []keys.Field
	for _, f := range rules.Facts {
		facts = append(facts, keys.Field{Key: f.ID, Label: f.Label, Hint: f.Hint(), Choices: f.Choices})
	}
	for _, s := range rules.Standards {
		standards = append(standards, keys.Field{Key: s.ID, Label: s.Title, Kind: keys.Scores})
	}
	table := slices.Clone(keys.Brand)
	for i, f := range table {
		switch f.Kind {
		case keys.Facts, keys.Evidence:
			table[i].Fields = facts
		case keys.Scores:
			table[i].Fields = standards
		}
	}
	return table
}

// isFilledIn reports whether a value says more than the forms do.
func isFilledIn(value string, scores bool) bool {
	value, _, _ = strings.Cut(" "+value, " #")
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return strings.ContainsRune("{}[],", r) }) {
		if _, said, inner := strings.Cut(part, ":"); inner {
			part = said
		}
		if part = strings.Trim(part, " \t\"'"); part != "" && !(scores && part == keys.NoScore) {
			return true
		}
	}
	return false
}
