package opendata

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"minglu/generator/edition"
)

// A dataPackage says what tables there are and what their columns hold, for programs that
// load tables by themselves: https://datapackage.org/standard/data-package/
type dataPackage struct {
	Schema       string        `json:"$schema"`
	Name         string        `json:"name"`
	Title        string        `json:"title"`
	Description  string        `json:"description,omitempty"`
	Homepage     string        `json:"homepage,omitempty"`
	Version      string        `json:"version"`
	Created      string        `json:"created"`
	Contributors []contributor `json:"contributors"`
	Licences     []licence     `json:"licenses,omitempty"`
	Resources    []resource    `json:"resources"`
}

type contributor struct {
	Title string   `json:"title"`
	Roles []string `json:"roles"`
}

// A licence is named by the words of the site alone; Path is where they stand.
type licence struct {
	Path  string `json:"path"`
	Title string `json:"title"`
}

// A resource is a file beside the package's own.
type resource struct {
	Name      string       `json:"name"`
	Type      string       `json:"type,omitempty"`
	Path      string       `json:"path"`
	Title     string       `json:"title"`
	Format    string       `json:"format"`
	MediaType string       `json:"mediatype"`
	Encoding  string       `json:"encoding,omitempty"`
	Schema    *tableSchema `json:"schema,omitempty"`
}

// A tableSchema describes the columns of a CSV: https://datapackage.org/standard/table-schema/
type tableSchema struct {
	Fields []tableField `json:"fields"`
}

type tableField struct {
	Name        string       `json:"name"`
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Type        string       `json:"type"`
	Format      string       `json:"format,omitempty"`
	TrueValues  []string     `json:"trueValues,omitempty"`
	FalseValues []string     `json:"falseValues,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Enum    []string    `json:"enum,omitempty"`
	Pattern string      `json:"pattern,omitempty"`
	Minimum json.Number `json:"minimum,omitempty"`
	Maximum json.Number `json:"maximum,omitempty"`
}

// fieldOf describes a column that is headed head in its file.
func fieldOf[T any](head string, c column[T]) tableField {
	f := tableField{Name: head, Description: c.meaning, Type: "string"}
	if c.label != head {
		f.Title = c.label
	}
	s := c.shape
	if s == nil {
		return f
	}
	limits := constraints{Enum: s.Enum, Pattern: s.Pattern, Minimum: s.Minimum, Maximum: s.Maximum}
	switch {
	case s.Type == "boolean":
		f.Type, f.TrueValues, f.FalseValues = s.Type, []string{yesNoWord(true)}, []string{yesNoWord(false)}
	case s.Type == "integer", s.Type == "number":
		f.Type = s.Type
	case s.Format == "date":
		f.Type = s.Format
	case s.Format == "uri":
		f.Format = s.Format
	}
	if limits.Enum != nil || limits.Pattern != "" || limits.Minimum != "" || limits.Maximum != "" {
		f.Constraints = &limits
	}
	return f
}

// brandTable, shortTableSchema and unitSchema describe brands.csv, the short lists and units.csv.

func (d *dataset) brandTable() *tableSchema {
	t := &tableSchema{}
	for _, c := range slices.Concat(d.tabulated, d.traceBacks) {
		t.Fields = append(t.Fields, fieldOf(c.name, c))
	}
	return t
}

func (d *dataset) shortTableSchema() *tableSchema {
	t := &tableSchema{Fields: []tableField{{Name: serial, Type: "integer"}}}
	for _, c := range d.shortColumns() {
		t.Fields = append(t.Fields, fieldOf(c.label, c.column))
	}
	if d.site.Settings.Demo {
		t.Fields = append(t.Fields, tableField{Name: demoLabel, Type: "string"})
	}
	return t
}

func (d *dataset) unitSchema() *tableSchema {
	t := &tableSchema{}
	if d.site.Settings.Demo {
		t.Fields = append(t.Fields, tableField{Name: demoColumn, Title: demoLabel, Type: "string"})
	}
	for _, c := range columnsOf(d.unit) {
		t.Fields = append(t.Fields, fieldOf(c.name, c))
	}
	for _, c := range d.traceBacks {
		t.Fields = append(t.Fields, fieldOf(c.name, c))
	}
	return t
}

// writePackage writes datapackage.json: the files beside it, each CSV with its columns.
func (d *dataset) writePackage(put func(string, []byte) error) error {
	settings := d.site.Settings
	p := dataPackage{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Name: "minglu-" + settings.Region.Code,
		Title: demoTitle(d.site, settings.Title), Version: Version, Homepage: settings.BaseURL, Created: atomTime(d.site.Date),
		Contributors: []contributor{{settings.Publisher, []string{"publisher"}}},
	}
	if settings.Demo {
		p.Description = DemoNote
	}
	switch {
	case settings.Licence == "":
	case settings.BaseURL == "": // a package may not point above itself
		p.Description += settings.Licence
	default:
		p.Licences = []licence{{settings.BaseURL + edition.DataPath, settings.Licence}}
	}
	tables := map[string]*tableSchema{edition.BrandsCSV: d.brandTable(), edition.FilePath(edition.RollPath, "csv"): d.shortTableSchema()}
	if d.site.Units != nil {
		tables[edition.UnitsCSV] = d.unitSchema()
	}
	for _, f := range files(d.site) {
		name, beside := strings.CutPrefix(f.Path, "data/")
		if !beside || f.each() || f.Path == edition.PackagePath {
			continue
		}
		r := resource{Name: strings.ReplaceAll(name, ".", "-"), Path: name, Title: f.Description, Format: strings.TrimPrefix(path.Ext(name), "."), MediaType: f.MediaType, Schema: tables[f.Path]}
		if r.Schema != nil {
			r.Type, r.Encoding = "table", "utf-8"
		}
		p.Resources = append(p.Resources, r)
	}
	return put(edition.PackagePath, append(marshal(p, " "), '\n'))
}
