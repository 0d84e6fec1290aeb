package opendata

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// appendObject appends of as a JSON object; before stands before every key.
func appendObject[T any](dst []byte, fields []field[T], of T, before string) []byte {
	dst = append(dst, '{')
	dst = appendMembers(dst, fields, of, before, true)
	return append(dst, '}')
}

// appendMembers appends what of has of fields as the members of an object. The
// first of them has no comma before it if first is true.
func appendMembers[T any](dst []byte, fields []field[T], of T, before string, first bool) []byte {
	for i := range fields {
		f, start := &fields[i], len(dst)
		if !first {
			dst = append(dst, ',')
		}
		dst = append(dst, before...)
		dst = append(dst, '"')
		dst = append(dst, f.name...)
		dst = append(dst, `":`...)
		value := len(dst)
		if dst = f.append(dst, of); len(dst) == value {
			dst = dst[:start]
			continue
		}
		first = false
	}
	return dst
}

// appendObjects appends a list of objects, each on a line of its own.
func appendObjects[T any](dst []byte, fields []field[T], list []T) []byte {
	dst = append(dst, '[')
	for i, of := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, "\n  "...)
		dst = appendObject(dst, fields, of, "")
	}
	return append(dst, ']')
}

func appendStrings(dst []byte, list []string) []byte {
	dst = append(dst, '[')
	for i, s := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, s)
	}
	return append(dst, ']')
}

// appendString appends s as a JSON string (RFC 8259), Chinese and < > & as they
// are. Almost every string can be copied; encoding/json takes the others.
func appendString(dst []byte, s string) []byte {
	if isPlain(s) {
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	}
	return append(dst, marshal(s, "")...)
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == '"' || s[i] == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}

// marshal returns v as JSON that is not escaped for HTML: it is never put into
// a page. v is a string, a schema or a list of the package's own: these cannot
// fail.
func marshal(v any, indent string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
