package content

import (
	"reflect"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// fill reads what stands behind the keys of a table into the structs to which into
// points: into the first that has a field of the key's name. What fits none is for
// a reader of its own, but its key is known, and 无 may be an answer there, as it is of
// a fact that was corrected; not_personal has been read by screenFields.
func (o *Origin) fill(src *diag.Source, m *fields.Map, table []keys.Field, into ...any) {
	for _, k := range table {
		node := m.Node(k.Key)
		if k.Key == NotPersonalKey {
			continue
		}
		for _, s := range into {
			if f, has := k.In(reflect.ValueOf(s).Elem()); has && (mayBeEmpty(k) && node.ReportNothing(k) || o.fillField(src, node, k, f)) {
				break
			}
		}
	}
}

// mayBeEmpty reports whether 无 behind the key answers nothing that is asked.
func mayBeEmpty(k keys.Field) bool {
	return !k.Required && !k.WithFacts && k.Kind != keys.YesNo && k.Kind != keys.Whole && k.Kind != keys.Number && (k.IsPlain() || k.Kind == keys.Group || k.Kind == keys.Groups)
}

// fillField reads one value, and reports whether f is of a type that it fits.
func (o *Origin) fillField(src *diag.Source, node fields.Node, k keys.Field, f reflect.Value) bool {
	switch to := f.Addr().Interface().(type) {
	case *fields.Text:
		*to = o.textOf(src, node, k)
	case *string:
		*to = o.textOf(src, node, k).V
	case *[]fields.Text:
		node.ReportCut()
		*to = node.Texts()
	case *[]string:
		*to = textsOf(node.Texts())
	case **fields.Map:
		*to = node.Map()
	case *[]*fields.Map:
		*to = node.Maps()
	case *bool:
		*to = node.Bool().V
	case *fields.Bool:
		*to = node.Bool()
	case *fields.Value[int]:
		*to = node.Int()
	case *int:
		*to = node.Int().V
	case *fields.DateVal:
		*to = day(node, k)
	case *values.Date:
		*to = day(node, k).V
	default:
		return o.fillGroup(src, node, k, f)
	}
	return true
}

// textOf reads a text of the key's kind; an address as it stands in data files.
func (o *Origin) textOf(src *diag.Source, node fields.Node, k keys.Field) fields.Text {
	switch k.Kind {
	case keys.Text, keys.Prose, keys.TextOrTexts:
		node.ReportCut()
	}
	switch k.Kind {
	case keys.Prose:
		return node.Prose()
	case keys.TextOrTexts:
		if node.IsList() {
			all := strings.Join(textsOf(node.Texts()), "、")
			return fields.Text{V: all, At: node.At(), Stated: all != ""}
		}
	case keys.Web:
		t := node.Text()
		t.V = o.webAddress(src, t, webSchemes)
		return t
	case keys.Address:
		t := node.Text()
		t.V = o.webAddress(src, t, textSchemes)
		return t
	case keys.Choice:
		t := node.Text()
		if t.Stated && !slices.Contains(k.Choices, t.V) {
			reportUnknownName(src, t, diag.UnknownChoice, k.Label, k.Choices)
			return fields.Text{}
		}
		return t
	}
	return node.Text()
}

func day(node fields.Node, k keys.Field) fields.DateVal {
	if k.Kind == keys.PartialDay {
		return node.PartialDate()
	}
	return node.Date()
}

// fillGroup reads a group of keys, or a list of such without those that lack what
// they must have.
func (o *Origin) fillGroup(src *diag.Source, node fields.Node, k keys.Field, f reflect.Value) bool {
	read := func(m *fields.Map, into reflect.Value) {
		o.fill(src, m, k.Fields, into.Addr().Interface())
		m.Require(keys.Required(k.Fields)...)
		m.Done()
	}
	switch {
	case k.Kind == keys.Group && f.Kind() == reflect.Pointer:
		if m := node.Map(); m != nil {
			f.Set(reflect.New(f.Type().Elem()))
			read(m, f.Elem())
		}
	case k.Kind == keys.Group && f.Kind() == reflect.Struct:
		if m := node.Map(); m != nil {
			read(m, f)
		}
	case k.Kind == keys.Groups && f.Kind() == reflect.Slice:
		for _, m := range node.Maps() {
			item := reflect.New(f.Type().Elem()).Elem()
			read(m, item)
			if !slices.ContainsFunc(k.Fields, func(k keys.Field) bool {
				inner, has := k.In(item)
				return k.Required && has && inner.IsZero()
			}) {
				f.Set(reflect.Append(f, item))
			}
		}
	default:
		return false
	}
	return true
}
