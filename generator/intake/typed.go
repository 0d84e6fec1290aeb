package intake

import (
	"regexp"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/criteria"
	"minglu/generator/keys"
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
			return blank.CountyOf(in.e.Rules, in.e.Settings.Region, r)
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

var (
	none    = regexp.MustCompile(`^(?:无|没有|暂无|—|-|/)$`)
	marked  = regexp.MustCompile(`^(?:[√✓✔☑■●]|有|已[有建]?|y|Y|yes)$`)
	crossed = regexp.MustCompile(`^(?:[×✗✘xX□☐○]|无|没有|未|n|N|no)$`)
)

// yesNo returns the word for what forms are marked with.
func yesNo(text string) string {
	switch {
	case marked.MatchString(text):
		return "是"
	case crossed.MatchString(text):
		return "否"
	}
	return text
}

var digits = regexp.MustCompile(`^[0-9０-９.,，．]+$`)

// numbered returns a number with the unit of its column, where that is not the fact's own.
func numbered(text, unit string, f *criteria.Fact) string {
	if !digits.MatchString(text) || unit == "" || unit == f.Unit || f.Kind == criteria.Percent {
		return text
	}
	for _, measure := range []string{"万", "千", "百万", "亿"} {
		if strings.HasPrefix(unit, measure) {
			return text + unit
		}
	}
	return text
}
