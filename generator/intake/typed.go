package intake

import (
	"cmp"
	"regexp"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/criteria"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// lists is what parts the items of a list in a cell.
var lists = regexp.MustCompile(`[、；;\n]+`)

var breaks = regexp.MustCompile(`\s*\n\s*`)

// typed returns what cells say together, as somebody would type it on the desk. Counties
// and types are called as files call them.
func (in *Intake) typed(t *target, texts []string, unit string) any {
	text := joined(strings.Join(texts, "\n"))
	if t.is("county") {
		if r := in.countyNamed(text); r != nil {
			return blank.CountyOf(in.e.Rules(), in.e.Settings().Region, r)
		}
	}
	if t.is("type") {
		if kind := in.typeNamed(text); kind != nil {
			return kind.Name
		}
	}
	return t.typed(texts, unit)
}

// typed returns what cells say together, where that is told by their column alone.
func (t *target) typed(texts []string, unit string) any {
	text := strings.Join(texts, "\n")
	if words, has := ticked(text); has && (t.fact != nil || t.field.Kind == keys.Choice) {
		text = strings.Join(words, "、")
	}
	parts := func() any {
		var all []any
		for _, part := range lists.Split(text, -1) {
			if part = strings.Trim(joined(part), "，,。"); part != "" {
				all = append(all, part)
			}
		}
		return all
	}
	if t.fact != nil {
		switch t.fact.Kind {
		case criteria.YesNo:
			return yesNo(joined(text))
		case criteria.Set:
			if none.MatchString(joined(text)) {
				return []any{}
			}
			return parts()
		case criteria.Choice:
			return joined(text)
		}
		return numbered(joined(text), unit, t.fact)
	}
	switch t.field.Kind {
	case keys.Texts:
		return parts()
	case keys.TextOrTexts:
		if all, is := parts().([]any); is && len(all) > 1 {
			return all
		}
		return joined(text)
	case keys.Prose:
		if len(t.path) == 1 { // of the text, where a blank line parts paragraphs
			return breaks.ReplaceAllString(strings.TrimSpace(text), "\n\n")
		}
		return text
	}
	return joined(text)
}

// saysNothing reports whether a cell of a target says nothing: —, and of a text 无.
func (t *target) saysNothing(text string) bool {
	if t.fact == nil {
		return values.SaysNothing(text)
	}
	return t.fact.Kind != criteria.Set && values.SaysNothing(text) && values.YesOrNo(text) == ""
}

var (
	none    = regexp.MustCompile(`^(?:无|没有|暂无|—|-|/)$`)
	marked  = regexp.MustCompile(`^(?:[■●]|已[有建]?)$`)
	crossed = regexp.MustCompile(`^[xX□☐○]$`)
)

// yesNo returns the word for what forms are marked with.
func yesNo(text string) string {
	switch {
	case marked.MatchString(text):
		return "是"
	case crossed.MatchString(text):
		return "否"
	}
	return cmp.Or(values.YesOrNo(text), text)
}

var digits = regexp.MustCompile(`^[0-9０-９.,，．]+$`)

// measured returns the two parts of a unit: 万 and 元 of 万元.
func measured(unit string) (scale, of string) {
	of = strings.TrimLeft(unit, "十百千万亿")
	return strings.TrimSuffix(unit, of), of
}

// unitOf is how tables say in which units their figures are: 单位：万元、人.
var unitOf = regexp.MustCompile(`^[（(]?(?:计量|金额)?单位[：:]([十百千万亿人元家个次场、，,/]+)[）)]?$`)

// unitsIn returns the units that a text says the figures of a table are in.
func unitsIn(text string) []string {
	m := unitOf.FindStringSubmatch(joined(text))
	if m == nil {
		return nil
	}
	return strings.FieldsFunc(m[1], func(r rune) bool { return strings.ContainsRune("、，,/", r) })
}

// unitsAbove returns the units that stand above a table.
func (t *Table) unitsAbove(l *layout) (units []string) {
	for r := range l.first {
		for _, p := range t.said(r) {
			units = append(units, unitsIn(t.at(p))...)
		}
	}
	return units
}

// measure gives the columns of facts whose heads name no unit the table's.
func (l *layout) measure(units []string) {
	for i := range l.columns {
		c := &l.columns[i]
		if c.target == nil || c.target.fact == nil {
			continue
		}
		_, own := measured(c.target.fact.Unit)
		if scale, of := measured(c.unit); of == own || scale != "" { // what else stands in brackets is no unit
			continue
		}
		for _, unit := range units {
			if _, of := measured(unit); of == own && own != "" {
				c.unit = unit
			}
		}
	}
}

// numbered returns a number with the unit of its column, where that is not the fact's own.
func numbered(text, unit string, f *criteria.Fact) string {
	if !digits.MatchString(text) || unit == f.Unit || f.Kind == criteria.Percent {
		return text
	}
	scale, of := measured(unit)
	if _, own := measured(f.Unit); of == own || of == "" && scale != "" {
		return text + unit
	}
	return text
}
