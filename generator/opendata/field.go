package opendata

import (
	"strconv"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/sheet"
)

// A field is one thing that the data say of a T. Everything that is said about
// it anywhere is here: its JSON, its columns in the tables, its part of the
// schema and its rows in the documentation.
type field[T any] struct {
	name     string
	required bool // always present
	schema   *schema
	append   func(dst []byte, of T) []byte // appends the value as JSON, nothing where it is absent
	columns  []column[T]
	rows     []Field
}

// A column is one column of brands.csv and brands.xlsx.
type column[T any] struct {
	name    string // the path of the value in JSON: contact.phone, facts.workers
	label   string // the head in brands.xlsx
	meaning string
	wide    bool    // sentences, not words
	shape   *schema // of a cell that holds one value; nil: text of several
	cell    func(of T) sheet.Cell
}

// A Field is one line of the documentation of the data.
type Field struct {
	Path    string // where the value stands in JSON: contact.phone, honors[].level
	Type    string // 字符串, 整数, 数字, 是或否, 字符串列表, 对象, 对象列表
	Label   string // the name, Chinese
	Meaning string // what needs saying beyond the name; may be empty
	Always  bool   // present in every record
	Columns bool   // also a column of the tables
	File    string // of which records: 品牌, 公告, 文件
	Codes   []Word // what codes of the JSON are in Chinese
}

// text is a string, absent when it is empty.
func text[T any](name, label, meaning string, get func(T) string) field[T] {
	shape := &schema{Type: "string", Title: label, Description: meaning}
	return field[T]{
		name:   name,
		schema: shape,
		append: func(dst []byte, of T) []byte {
			if s := get(of); s != "" {
				dst = appendString(dst, s)
			}
			return dst
		},
		columns: []column[T]{{name, label, meaning, false, shape, func(of T) sheet.Cell { return sheet.Cell{Text: get(of)} }}},
		rows:    []Field{{Path: name, Type: "字符串", Label: label, Meaning: meaning, Columns: true}},
	}
}

// integer is a whole number, absent where get says so.
func integer[T any](name, label, meaning string, get func(T) (int, bool)) field[T] {
	shape := &schema{Type: "integer", Title: label, Description: meaning}
	return field[T]{
		name:   name,
		schema: shape,
		append: func(dst []byte, of T) []byte {
			if n, ok := get(of); ok {
				dst = strconv.AppendInt(dst, int64(n), 10)
			}
			return dst
		},
		columns: []column[T]{{name, label, meaning, false, shape, func(of T) sheet.Cell {
			if n, ok := get(of); ok {
				return sheet.Number(n)
			}
			return sheet.Cell{}
		}}},
		rows: []Field{{Path: name, Type: "整数", Label: label, Meaning: meaning, Columns: true}},
	}
}

// points are points of a scorecard, which may have a fraction.
func points[T any](name, label, meaning string, get func(T) criteria.Points) field[T] {
	shape := &schema{Type: "number", Title: label, Description: meaning}
	return field[T]{
		name:    name,
		schema:  shape,
		append:  func(dst []byte, of T) []byte { return append(dst, get(of).String()...) },
		columns: []column[T]{{name, label, meaning, false, shape, func(of T) sheet.Cell { return sheet.Cell{Text: get(of).String(), Number: true} }}},
		rows:    []Field{{Path: name, Type: "数字", Label: label, Meaning: meaning, Columns: true}},
	}
}

// yesNo is true or false, 是 or 否 in the tables.
func yesNo[T any](name, label, meaning string, get func(T) bool) field[T] {
	shape := &schema{Type: "boolean", Title: label, Description: meaning}
	return field[T]{
		name: name, required: true,
		schema:  shape,
		append:  func(dst []byte, of T) []byte { return strconv.AppendBool(dst, get(of)) },
		columns: []column[T]{{name, label, meaning, false, shape, func(of T) sheet.Cell { return sheet.Cell{Text: yesNoWord(get(of))} }}},
		rows:    []Field{{Path: name, Type: "是或否", Label: label, Meaning: meaning, Always: true, Columns: true, Codes: yesNoWords()}},
	}
}

// yesNoWords are the words for true and false.
func yesNoWords() []Word {
	return []Word{{"true", yesNoWord(true)}, {"false", yesNoWord(false)}}
}

func yesNoWord(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// texts is a list of strings, always present.
func texts[T any](name, label, meaning string, get func(T) []string) field[T] {
	return field[T]{
		name: name, required: true,
		schema:  &schema{Type: "array", Title: label, Description: meaning, Items: &schema{Type: "string"}},
		append:  func(dst []byte, of T) []byte { return appendStrings(dst, get(of)) },
		columns: []column[T]{{name, label, meaning, false, nil, func(of T) sheet.Cell { return sheet.Cell{Text: joined(get(of))} }}},
		rows:    []Field{{Path: name, Type: "字符串列表", Label: label, Meaning: meaning, Always: true, Columns: true}},
	}
}

// object is a record of its own, absent where get says so.
func object[T, U any](name, label, meaning string, fields []field[U], get func(T) (U, bool)) field[T] {
	f := field[T]{
		name:   name,
		schema: objectSchema(label, meaning, fields),
		append: func(dst []byte, of T) []byte {
			if u, ok := get(of); ok {
				dst = appendObject(dst, fields, u, "")
			}
			return dst
		},
		rows: []Field{{Path: name, Type: "对象", Label: label, Meaning: meaning}},
	}
	for _, inner := range fields {
		for _, c := range inner.columns {
			f.columns = append(f.columns, column[T]{name + "." + c.name, c.label, c.meaning, c.wide, c.shape, func(of T) sheet.Cell {
				if u, ok := get(of); ok {
					return c.cell(u)
				}
				return sheet.Cell{}
			}})
		}
		f.rows = append(f.rows, below(name+".", inner.rows)...)
	}
	return f
}

// objects is a list of records, always present. A column of it holds the values
// of all records, in their order.
func objects[T, U any](name, label, meaning string, fields []field[U], get func(T) []U) field[T] {
	f := field[T]{
		name: name, required: true,
		schema: &schema{Type: "array", Title: label, Description: meaning, Items: objectSchema("", "", fields)},
		append: func(dst []byte, of T) []byte { return appendObjects(dst, fields, get(of)) },
		rows:   []Field{{Path: name, Type: "对象列表", Label: label, Meaning: meaning, Always: true}},
	}
	for _, inner := range fields {
		for _, c := range inner.columns {
			f.columns = append(f.columns, column[T]{name + "." + c.name, c.label, c.meaning, c.wide, nil, func(of T) sheet.Cell {
				var all []string
				for _, u := range get(of) {
					all = append(all, c.cell(u).Text)
				}
				return sheet.Cell{Text: joined(all)}
			}})
		}
		f.rows = append(f.rows, below(name+"[].", inner.rows)...)
	}
	return f
}

// below returns rows with a path that leads to them.
func below(path string, rows []Field) []Field {
	moved := make([]Field, len(rows))
	for i, r := range rows {
		r.Path = path + r.Path
		moved[i] = r
	}
	return moved
}

// listSign stands between the elements of a list in one cell.
const listSign = "；"

// joined returns a list as one cell. An element that holds the sign itself has
// it in half width, so that the cell can be taken apart again; empty elements
// keep their place, and a list of nothing but these is empty.
func joined(list []string) string {
	var b strings.Builder
	empty := true
	for i, s := range list {
		if i > 0 {
			b.WriteString(listSign)
		}
		empty = empty && s == ""
		b.WriteString(strings.ReplaceAll(s, listSign, ";"))
	}
	if empty {
		return ""
	}
	return b.String()
}

// always returns f as one that is present in every record. Like the methods that
// follow it changes the parts of f, which is new and nobody else's.
func (f field[T]) always() field[T] {
	f.required = true
	f.rows[0].Always = true
	return f
}

// where returns f absent where has says so.
func (f field[T]) where(has func(T) bool) field[T] {
	value := f.append
	f.append = func(dst []byte, of T) []byte {
		if has(of) {
			dst = value(dst, of)
		}
		return dst
	}
	return f
}

// jsonOnly returns f without columns in the tables.
func (f field[T]) jsonOnly() field[T] {
	f.columns = nil
	for i := range f.rows {
		f.rows[i].Columns = false
	}
	return f
}

// widely returns f with wide columns.
func (f field[T]) widely() field[T] {
	for i := range f.columns {
		f.columns[i].wide = true
	}
	return f
}

// A Word is a code that the JSON uses and the Chinese that the tables show.
type Word struct{ Code, Chinese string }

func words[T interface {
	~string
	Word() string
}](codes ...T) []Word {
	all := make([]Word, len(codes))
	for i, c := range codes {
		all[i] = Word{string(c), c.Word()}
	}
	return all
}

// oneOf returns f, a text, as one of a few codes; the tables say it in Chinese.
func (f field[T]) oneOf(words []Word) field[T] {
	chinese := make(map[string]string, len(words))
	var both, shown []string
	for _, w := range words {
		f.schema.Enum = append(f.schema.Enum, w.Code)
		chinese[w.Code] = w.Chinese
		both, shown = append(both, w.Code+" "+w.Chinese), append(shown, w.Chinese)
	}
	f.schema.Description += "取值：" + strings.Join(both, "，") + "。"
	f.rows[0].Meaning = f.schema.Description
	f.rows[0].Codes = words
	f.columns[0].shape = &schema{Type: "string", Enum: shown}
	inner := f.columns[0].cell
	f.columns[0].meaning += "取值：" + strings.Join(shown, "，") + "。"
	f.columns[0].cell = func(of T) sheet.Cell { return sheet.Cell{Text: chinese[inner(of).Text]} }
	return f
}

// among returns f, a text or a list of texts, as one of the given names.
func (f field[T]) among(names []string) field[T] {
	if s := f.schema; s.Items != nil {
		s.Items.Enum, s.UniqueItems = names, true
	} else {
		s.Enum = names
	}
	return f
}

// shaped returns f, a text, as one that matches a format of JSON Schema ("uri",
// "date"), or a regular expression where format is "".
func (f field[T]) shaped(format, pattern string) field[T] {
	f.schema.Format, f.schema.Pattern = format, pattern
	return f
}

// columnsOf returns the columns of all fields, in their order.
func columnsOf[T any](fields []field[T]) []column[T] {
	var all []column[T]
	for _, f := range fields {
		all = append(all, f.columns...)
	}
	return all
}
