package opendata

import (
	"encoding/json"

	"minglu/generator/values"
)

// A schema is a JSON Schema, as far as the data need it.
// https://json-schema.org/draft/2020-12
type schema struct {
	Schema      string       `json:"$schema,omitempty"`
	ID          string       `json:"$id,omitempty"`
	Comment     string       `json:"$comment,omitempty"`
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Ref         string       `json:"$ref,omitempty"`
	Type        string       `json:"type,omitempty"`
	Const       any          `json:"const,omitempty"`
	Enum        []string     `json:"enum,omitempty"`
	Format      string       `json:"format,omitempty"`
	Pattern     string       `json:"pattern,omitempty"`
	Minimum     json.Number  `json:"minimum,omitempty"`
	Maximum     json.Number  `json:"maximum,omitempty"`
	UniqueItems bool         `json:"uniqueItems,omitempty"`
	Items       *schema      `json:"items,omitempty"`
	Required    []string     `json:"required,omitempty"`
	Properties  namedSchemas `json:"properties,omitempty"`
	Defs        namedSchemas `json:"$defs,omitempty"`
}

// namedSchemas are members of an object, in the order of the data.
type namedSchemas []namedSchema

type namedSchema struct {
	name string
	*schema
}

// MarshalJSON writes the members in their order, which a map would lose.
func (s namedSchemas) MarshalJSON() ([]byte, error) {
	dst := []byte{'{'}
	for i, p := range s {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, p.name)
		dst = append(dst, ':')
		dst = append(dst, marshal(p.schema, "")...)
	}
	return append(dst, '}'), nil
}

// objectSchema describes an object of the fields. It does not close the object:
// a later version of the data may say more, and a schema that somebody keeps
// must still accept it.
func objectSchema[T any](title, description string, fields []field[T]) *schema {
	s := &schema{Type: "object", Title: title, Description: description}
	for _, f := range fields {
		s.Properties = append(s.Properties, namedSchema{f.name, f.schema})
		if f.required {
			s.Required = append(s.Required, f.name)
		}
	}
	return s
}

// bounds returns s with the smallest and largest value; nil: no bound.
func (s schema) bounds(low, high *values.Decimal) *schema {
	if low != nil {
		s.Minimum = json.Number(low.String())
	}
	if high != nil {
		s.Maximum = json.Number(high.String())
	}
	return &s
}
