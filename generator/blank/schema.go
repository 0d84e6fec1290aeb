package blank

import (
	"encoding/json"
	"fmt"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// schema is a JSON Schema or a part of one. Keys are written in their order by
// the alphabet: the same each time.
type schema map[string]any

// Schema returns the JSON Schema (draft-07, the one that editors know) of a kind
// of file of a site of the region. It is of help while somebody types. What it
// cannot say (other files, dates, whether a brand meets a standard) is for check.
func Schema(rules *criteria.Rules, region *criteria.Region, file keys.Table) ([]byte, error) {
	m := maker{rules, region}
	table := file.Fields
	if file.Name == "brand" {
		table = BrandKeys(rules)
	}
	s := m.mapping(table)
	if file.Name == "judgement" {
		s = m.judgements(s)
	}
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = file.Label
	switch file.Name {
	case "brand":
		m.brand(s)
	case "notice":
		m.notice(s)
	}
	return encode(s, "  ")
}

type maker struct {
	rules  *criteria.Rules
	region *criteria.Region
}

// mapping returns what a group of keys must be. A key may stand there with
// nothing behind it unless it is required.
func (m maker) mapping(of []keys.Field) schema {
	properties, required := schema{}, []string{}
	for _, f := range of {
		value := m.value(f)
		if f.Required && f.Of == "" && (f.Unless == "" || len(m.rules.Honors) == 0) {
			required = append(required, f.Key)
		} else {
			value = orNothing(value)
		}
		value["description"] = f.Explained()
		properties[f.Key] = value
	}
	s := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// orNothing also allows that nothing stands behind the key.
func orNothing(s schema) schema {
	names, simple := s["enum"].([]string)
	switch kind := s["type"].(type) {
	case string:
		s["type"] = []string{kind, "null"}
	case []string:
		s["type"] = append(kind, "null")
	default:
		return schema{"anyOf": []schema{s, {"type": "null"}}}
	}
	if simple {
		choices := []any{nil}
		for _, n := range names {
			choices = append(choices, n)
		}
		s["enum"] = choices
	}
	return s
}

// plain is text: YAML may take a telephone number for a number.
func plain() schema { return schema{"type": []string{"string", "number", "boolean"}} }

func day() schema { return schema{"type": "string", "pattern": `^\d{4}-\d{2}-\d{2}$`} }

func oneOf(names []string) schema { return schema{"type": "string", "enum": names} }

func (m maker) value(f keys.Field) schema {
	switch f.Kind {
	case keys.Texts:
		return schema{"type": "array", "items": plain()}
	case keys.TextOrTexts:
		return schema{"type": []string{"string", "number", "boolean", "array"}, "items": plain()}
	case keys.Choice:
		return oneOf(f.Choices)
	case keys.YesNo:
		return yesNo()
	case keys.Whole:
		return schema{"type": "integer"}
	case keys.Number:
		return schema{"type": "number"}
	case keys.Day:
		return day()
	case keys.PartialDay:
		return schema{"anyOf": []schema{{"type": "integer", "minimum": 1949, "maximum": 2999}, {"type": "string", "pattern": `^\d{4}(-\d{2}(-\d{2})?)?$`}}}
	case keys.Group:
		return m.mapping(f.Fields)
	case keys.Groups:
		return schema{"type": "array", "items": m.mapping(f.Fields)}
	case keys.TypeName, keys.CountyName, keys.LevelName, keys.StandardID, keys.HonorName, keys.ActKind, keys.RegionCode:
		return m.name(f.Kind)
	case keys.Facts:
		return schema{"type": "object"} // by type, see brand
	case keys.Years:
		return years(schema{"type": "object"}) // by type, see brand
	case keys.Evidence:
		return schema{"type": "object", "properties": m.evidence(), "additionalProperties": false}
	case keys.Scores:
		return m.scores()
	case keys.ByLevel:
		levels := schema{}
		for _, l := range m.rules.Levels {
			levels[l.Name] = m.mapping(f.Fields)
		}
		return schema{"type": "object", "properties": levels, "additionalProperties": false}
	case keys.Entries:
		return schema{"type": "array", "minItems": 1, "items": schema{"anyOf": []schema{{"type": "string"}, m.mapping(f.Fields)}}}
	}
	return plain()
}

// name returns what a name of the kind must be.
func (m maker) name(kind keys.Kind) schema {
	names := Names(m.rules, m.region, kind)
	switch kind {
	case keys.RegionCode:
		return schema{"type": []string{"string", "integer"}, "pattern": `^\d{6}$`, "minimum": 110000, "maximum": 999999}
	case keys.CountyName: // the city may stand in front
		return schema{"type": "string", "anyOf": []schema{{"enum": names}, {"pattern": "^.{2,}(省|市|自治区).+$"}}}
	}
	return oneOf(names)
}

// years returns facts by year.
func years(facts schema) schema {
	return schema{"type": "object", "patternProperties": schema{`^\d{4}$`: facts}, "additionalProperties": false}
}

func (m maker) evidence() schema {
	documents := schema{}
	for _, f := range m.rules.Facts {
		documents[f.ID] = schema{"description": f.Label, "type": plain()["type"]}
	}
	return documents
}

// scores returns a number of points for each item of each standard, and in total.
func (m maker) scores() schema {
	number := func(of string) schema { return schema{"type": "number", "minimum": 0, "description": of} }
	standards := schema{}
	for _, s := range m.rules.Standards {
		items := schema{"total": number("总分")}
		for _, item := range s.Items(nil) {
			items[item.ID] = number(clauseWords(item))
		}
		standards[s.ID] = schema{"type": "object", "description": s.Title, "properties": items, "additionalProperties": false}
	}
	return schema{"type": "object", "properties": standards, "additionalProperties": false}
}

// judgements returns what a record says beside its items, and a judgement for each
// item of which a standard may ask for one. Which standard it is, the file's folder says.
func (m maker) judgements(judgement schema) schema {
	items := m.mapping(keys.Record)["properties"].(schema)
	for _, s := range m.rules.Standards {
		for _, item := range judged(s) {
			items[item.ID] = schema{"allOf": []schema{judgement}, "description": s.ID + "：" + judgedWords(item)}
		}
	}
	return schema{"type": "object", "properties": items, "additionalProperties": false, "minProperties": 1}
}

// judged returns the items of which s may ask for a judgement.
func judged(s *criteria.Standard) []*criteria.Item {
	return slices.DeleteFunc(s.Items(nil), func(i *criteria.Item) bool { return i.Judge == nil })
}

// judgedWords returns what may be given for an item, and what for.
func judgedWords(item *criteria.Item) string {
	return fmt.Sprintf("0 到 %s 分。%s", item.Points, clauseWords(item))
}

// brand says what depends on other keys: the facts on the type, where brands are of types,
// and what is required on whether there are facts.
func (m maker) brand(s schema) {
	var required []string
	for _, f := range BrandKeys(m.rules) {
		if f.WithFacts {
			required = append(required, f.Key)
		}
	}
	definitions, conditions := schema{}, []schema{{
		"if":   schema{"required": []string{"facts"}, "properties": schema{"facts": schema{"type": "object"}}},
		"then": schema{"required": required},
	}}
	if !m.rules.Typed() {
		definitions["facts"] = m.facts(nil)
		ref := func() schema { return orNothing(schema{"$ref": "#/definitions/facts"}) }
		for key, value := range map[string]schema{"facts": ref(), "years": orNothing(years(ref()))} {
			known := s["properties"].(schema)[key].(schema)
			value["description"] = known["description"]
			s["properties"].(schema)[key] = value
		}
	}
	for _, t := range m.rules.Types {
		definitions[t.Slug] = m.facts(t)
		conditions = append(conditions, schema{
			"if": schema{"required": []string{"type"}, "properties": schema{"type": schema{"const": t.Name}}},
			"then": schema{"properties": schema{"facts": orNothing(schema{"$ref": "#/definitions/" + t.Slug}),
				"years": orNothing(years(orNothing(schema{"$ref": "#/definitions/" + t.Slug})))}},
		})
	}
	s["definitions"], s["allOf"] = definitions, conditions
}

// facts returns what brands of a type, nil where they are of none, can state.
func (m maker) facts(t *criteria.Type) schema {
	properties := schema{}
	for _, f := range m.rules.Facts {
		if f.AskedOf(t) {
			value := orNothing(factValue(f))
			value["description"] = f.Label + "。" + f.Hint()
			properties[f.ID] = value
		}
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

func yesNo() schema {
	return schema{"anyOf": []schema{oneOf([]string{"是", "否"}), {"type": "boolean"}}}
}

func factValue(f *criteria.Fact) schema {
	switch f.Kind {
	case criteria.YesNo:
		return yesNo()
	case criteria.Choice:
		return oneOf(f.Choices)
	case criteria.Set:
		return schema{"anyOf": []schema{
			{"type": "array", "uniqueItems": true, "items": oneOf(f.Choices)},
			oneOf(append([]string{"无"}, f.Choices...)),
		}}
	}
	s := schema{"type": "number"}
	if f.Kind == criteria.Count {
		s["type"], s["minimum"] = "integer", 0
	}
	bound(s, "minimum", f.Min)
	bound(s, "maximum", f.Max)
	return s
}

func bound(s schema, key string, d *values.Decimal) {
	if d != nil {
		s[key] = json.Number(d.String())
	}
}

// notice says which keys belong to which kind of notice. Where the rules have no honours
// of units, notices have none.
func (m maker) notice(s schema) {
	var conditions []schema
	for _, f := range keys.Notice {
		switch {
		case f.Unless == "":
		case len(m.rules.Honors) == 0:
			delete(s["properties"].(schema), f.Unless)
		default:
			conditions = append(conditions, schema{"anyOf": []schema{{"required": []string{f.Key}}, {"required": []string{f.Unless}}}})
		}
	}
	for _, kind := range m.name(keys.ActKind)["enum"].([]string) {
		foreign, required := schema{}, []string{}
		for _, f := range keys.Notice {
			switch {
			case f.Of != "" && f.Of != kind:
				foreign[f.Key] = false
			case f.Of == kind && f.Required:
				required = append(required, f.Key)
			}
		}
		then := schema{"properties": foreign}
		if len(required) > 0 {
			then["required"] = required
		}
		conditions = append(conditions, schema{
			"if":   schema{"required": []string{"kind"}, "properties": schema{"kind": schema{"const": kind}}},
			"then": then,
		})
	}
	s["allOf"] = append(conditions, schema{"dependencies": schema{"standard": []string{"date"}}})
}
