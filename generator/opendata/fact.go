package opendata

import (
	"encoding/json"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/sheet"
	"minglu/generator/site"
)

// factFields describes what brands state, and the documents that show it, by
// the ids of criteria/facts.yaml.
func (d *dataset) factFields() []field[*site.Brand] {
	var facts []field[criteria.Facts]
	for _, f := range d.site.Rules.Facts {
		facts = append(facts, factField(f))
	}
	ofYear := object("facts", "填报内容", "项目与 facts 相同。", facts, func(y content.YearFacts) (criteria.Facts, bool) { return y.Facts, true }).always()
	ofYear.rows = ofYear.rows[:1] // the facts have rows of their own
	return []field[*site.Brand]{
		object("facts", "填报内容", "未填报的项目不写：没有填报不等于没有。", facts, func(b *site.Brand) (criteria.Facts, bool) { return b.Facts, true }).always(),
		objects("years", "历年数据", "以前各年年底的填报内容，从早到晚；标准要求历年数据的，才用于评价。", []field[content.YearFacts]{
			integer("year", "年份", "", func(y content.YearFacts) (int, bool) { return y.Year, true }).always(),
			ofYear,
		}, func(b *site.Brand) []content.YearFacts { return b.Brand.Years }).jsonOnly(),
		d.evidenceField(),
	}
}

// factField describes one fact: a bool, a number, a choice or a set of choices.
func factField(f *criteria.Fact) field[criteria.Facts] {
	label, meaning := labelOf(f), meaningOf(f)
	shape := shapeOf(f, &schema{Title: label, Description: meaning})
	one, codes := shape, []Word(nil)
	switch f.Kind {
	case criteria.Set:
		one = nil
	case criteria.YesNo:
		codes = yesNoWords()
	}
	return field[criteria.Facts]{
		name:   f.ID,
		schema: shape,
		append: func(dst []byte, of criteria.Facts) []byte {
			if v, stated := of.Of(f); stated {
				dst = appendFact(dst, v)
			}
			return dst
		},
		columns: []column[criteria.Facts]{{f.ID, label, meaning, false, one, func(of criteria.Facts) sheet.Cell {
			v, stated := of.Of(f)
			switch {
			case !stated:
				return sheet.Cell{}
			case isNumber(f):
				return sheet.Cell{Text: v.Number().String(), Number: true}
			case f.Kind == criteria.Set:
				chosen := v.JSON().([]string)
				if len(chosen) == 0 {
					return sheet.Cell{Text: "无"}
				}
				return sheet.Cell{Text: joined(chosen)}
			}
			return sheet.Cell{Text: v.String()}
		}}},
		rows: []Field{{Path: f.ID, Type: kindWord(f), Label: label, Meaning: meaning, Columns: true, Codes: codes}},
	}
}

func isNumber(f *criteria.Fact) bool {
	return f.Kind == criteria.Count || f.Kind == criteria.Decimal || f.Kind == criteria.Percent
}

// labelOf returns f's label with its unit, for the data bear the number alone.
func labelOf(f *criteria.Fact) string {
	switch {
	case f.Kind == criteria.Percent:
		return f.Label + "（%）"
	case f.Unit != "":
		return f.Label + "（" + f.Unit + "）"
	}
	return f.Label
}

func meaningOf(f *criteria.Fact) string {
	var parts []string
	if f.Types != nil {
		var names []string
		for _, t := range f.Types {
			names = append(names, t.Name)
		}
		parts = append(parts, "只由"+strings.Join(names, "、")+"品牌填报。")
	}
	if f.Kind == criteria.Choice {
		parts = append(parts, "由低到高："+strings.Join(f.Choices, "，")+"。")
	}
	if f.Kind == criteria.Set {
		parts = append(parts, "可取："+strings.Join(f.Choices, "，")+"；一项都没有的是空列表，表格中写“无”。")
	}
	if f.Note != "" {
		parts = append(parts, strings.TrimSuffix(f.Note, "。")+"。")
	}
	return strings.Join(parts, "")
}

func kindWord(f *criteria.Fact) string {
	switch f.Kind {
	case criteria.YesNo:
		return "是或否"
	case criteria.Count:
		return "整数"
	case criteria.Choice:
		return "字符串"
	case criteria.Set:
		return "字符串列表"
	}
	return "数字"
}

// shapeOf adds to s what values f takes.
func shapeOf(f *criteria.Fact, s *schema) *schema {
	switch f.Kind {
	case criteria.YesNo:
		s.Type = "boolean"
	case criteria.Choice:
		s.Type, s.Enum = "string", f.Choices
	case criteria.Set:
		s.Type, s.Items, s.UniqueItems = "array", &schema{Type: "string", Enum: f.Choices}, true
	case criteria.Count:
		s.Type = "integer"
		return s.bounds(f.Min, f.Max)
	default:
		s.Type = "number"
		return s.bounds(f.Min, f.Max)
	}
	return s
}

func appendFact(dst []byte, v criteria.Value) []byte {
	switch j := v.JSON().(type) {
	case bool:
		return strconv.AppendBool(dst, j)
	case json.Number:
		return append(dst, j...)
	case []string:
		return appendStrings(dst, j)
	case string:
		return appendString(dst, j)
	}
	return dst
}

// evidenceField describes which document shows a fact. The tables have one
// column for all of them.
func (d *dataset) evidenceField() field[*site.Brand] {
	const label, meaning = "佐证材料", "按填报项目：哪份材料可以证明。"
	facts := d.site.Rules.Facts
	var documents []field[*site.Brand]
	for _, f := range facts {
		documents = append(documents, text(f.ID, f.Label, "", func(b *site.Brand) string { return b.Evidence[f.ID] }))
	}
	return field[*site.Brand]{
		name: "evidence", required: true, schema: objectSchema(label, meaning, documents),
		append: func(dst []byte, b *site.Brand) []byte { return appendObject(dst, documents, b, "") },
		columns: []column[*site.Brand]{{"evidence", label, meaning, true, nil, func(b *site.Brand) sheet.Cell {
			var all []string
			for _, f := range facts {
				if document := b.Evidence[f.ID]; document != "" {
					all = append(all, f.Label+"："+document)
				}
			}
			return sheet.Cell{Text: joined(all)}
		}}},
		rows: []Field{{Path: "evidence", Type: "对象", Label: label, Meaning: meaning + "键是填报项目的编号，值是材料名称。", Always: true, Columns: true}},
	}
}
