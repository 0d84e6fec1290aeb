package opendata

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/piprate/json-gold/ld"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"minglu/generator/edition"
)

// The package fits the schema of its standard, and every table fits what the package says
// of it.
func TestPackage(t *testing.T) {
	schema := packageSchema(t)
	for name, change := range settings() {
		t.Run(name, func(t *testing.T) {
			checkPackage(t, schema, written(t, smallSite(t, change)))
		})
	}
}

func packageSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/schemas/datapackage-2.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	v, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseRegexpEngine(ofScripts)
	if err := c.AddResource("https://datapackage.org/profiles/2.0/datapackage.json", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://datapackage.org/profiles/2.0/datapackage.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ofScripts reads patterns as JSON Schema does: those of ECMAScript, which look ahead.
func ofScripts(pattern string) (jsonschema.Regexp, error) {
	vm := goja.New()
	r, err := vm.New(vm.Get("RegExp"), vm.ToValue(pattern))
	if err != nil {
		return nil, err
	}
	return scripted{pattern, func(s string) bool {
		test, _ := goja.AssertFunction(r.Get("test"))
		v, err := test(r, vm.ToValue(s))
		return err == nil && v.ToBoolean()
	}}, nil
}

type scripted struct {
	pattern string
	test    func(string) bool
}

func (s scripted) MatchString(of string) bool { return s.test(of) }
func (s scripted) String() string             { return s.pattern }

func checkPackage(t *testing.T, schema *jsonschema.Schema, files map[string][]byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(files[edition.PackagePath]))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Error(err)
	}
	var p dataPackage
	if err := json.Unmarshal(files[edition.PackagePath], &p); err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, r := range p.Resources {
		data, found := files["data/"+r.Path]
		if !found {
			t.Errorf("%s is not there", r.Path)
		}
		if r.Format != "csv" {
			continue
		}
		if r.Schema == nil {
			t.Errorf("%s has no schema", r.Path)
			continue
		}
		tables++
		rows := csvRows(t, data)
		var heads []string
		for _, f := range r.Schema.Fields {
			heads = append(heads, f.Name)
		}
		if !slices.Equal(heads, rows[0]) {
			t.Errorf("%s has the columns %q, not %q", r.Path, rows[0], heads)
			continue
		}
		for _, row := range rows[1:] {
			for i, f := range r.Schema.Fields {
				if cell := undefused(row[i]); cell != "" && !fits(t, f, cell) {
					t.Errorf("%s: %q is no %+v", r.Path, cell, f)
				}
			}
		}
	}
	if tables < 2 {
		t.Errorf("%d tables are described", tables)
	}
}

// fits reports whether a cell is what a field of a Table Schema says.
func fits(t *testing.T, f tableField, cell string) bool {
	t.Helper()
	c := constraints{}
	if f.Constraints != nil {
		c = *f.Constraints
	}
	if c.Enum != nil && !slices.Contains(c.Enum, cell) || c.Pattern != "" && !regexp.MustCompile(`^(?:`+c.Pattern+`)$`).MatchString(cell) {
		return false
	}
	bounded := func(n float64) bool {
		low, err1 := c.Minimum.Float64()
		high, err2 := c.Maximum.Float64()
		return (err1 != nil || n >= low) && (err2 != nil || n <= high)
	}
	switch f.Type {
	case "boolean":
		return slices.Contains(f.TrueValues, cell) || slices.Contains(f.FalseValues, cell)
	case "integer":
		n, err := strconv.Atoi(cell)
		return err == nil && bounded(float64(n))
	case "number":
		n, err := strconv.ParseFloat(cell, 64)
		return err == nil && bounded(n)
	case "date":
		_, err := time.Parse(time.DateOnly, cell)
		return err == nil
	case "string":
		return f.Format != "uri" || strings.Contains(cell, "://")
	}
	t.Errorf("%s is of a type that is not known: %s", f.Name, f.Type)
	return true
}

// The catalogue holds what DCAT-AP 3 makes mandatory or recommends, of the catalogue, of
// each set and of each file, and every file of the site that holds all of a set.
func TestCatalog(t *testing.T) {
	for name, change := range settings() {
		t.Run(name, func(t *testing.T) {
			s := smallSite(t, change)
			checkCatalog(t, s.Settings.BaseURL, written(t, s))
		})
	}
}

func checkCatalog(t *testing.T, base string, files map[string][]byte) {
	t.Helper()
	c := decode(t, files[edition.CatalogPath])
	context := c["@context"].(map[string]any)
	at := func(v any) string {
		address, _ := v.(map[string]any)["@id"].(string)
		if rest, ok := strings.CutPrefix(address, "../"); ok && base == "" {
			return rest
		}
		rest, ok := strings.CutPrefix(address, base)
		if !ok || base == "" {
			t.Errorf("%q is no address of the site", address)
		}
		return rest
	}
	needs := func(of map[string]any, kind string, properties ...string) {
		if of["@type"] != kind {
			t.Errorf("a %v in place of a %s", of["@type"], kind)
		}
		for _, p := range properties {
			if of[p] == nil {
				t.Errorf("a %s without %s", kind, p)
			}
		}
	}
	var prefixed func(v any)
	prefixed = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				prefix, _, qualified := strings.Cut(key, ":")
				if key[0] != '@' && (!qualified || context[prefix] == nil) {
					t.Errorf("%s means nothing", key)
				}
				if text, is := inner.(string); is && text == "" {
					t.Errorf("%s is empty", key)
				}
				prefixed(inner)
			}
		case []any:
			for _, inner := range v {
				prefixed(inner)
			}
		}
	}
	for key, v := range c {
		if key != "@context" {
			prefixed(v)
		}
	}
	options := ld.NewJsonLdOptions(cmp.Or(base, "https://minglu.example.org/") + edition.CatalogPath)
	options.SafeMode = true // a word that means nothing is a mistake
	if graph, err := ld.NewJsonLdProcessor().Expand(c, options); err != nil || len(graph) != 1 {
		t.Errorf("a program that knows JSON-LD reads %v, %v", graph, err)
	}
	needs(c, "dcat:Catalog", "dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dct:license", "dct:language", "dct:modified")
	held := map[string]bool{}
	for _, v := range c["dcat:dataset"].([]any) {
		set := v.(map[string]any)
		needs(set, "dcat:Dataset", "dct:title", "dct:description", "dct:publisher", "dcat:distribution", "dcat:theme", "dcat:keyword", "dct:identifier", "dcat:landingPage")
		if page := at(set["dcat:landingPage"]); page != edition.DataPath {
			t.Errorf("the data are described on %s", page)
		}
		for _, v := range set["dcat:distribution"].([]any) {
			file := v.(map[string]any)
			needs(file, "dcat:Distribution", "dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dct:format", "dct:license", "dct:title")
			path := at(file["dcat:downloadURL"])
			if files[path] == nil || held[path] {
				t.Errorf("%s is not there, or twice", path)
			}
			held[path] = true
			if schema := file["dct:conformsTo"]; (schema != nil) != strings.HasSuffix(path, ".json") || schema != nil && files[at(schema)] == nil {
				t.Errorf("%s conforms to %v", path, schema)
			}
		}
	}
	for _, path := range []string{edition.BrandsJSON, edition.BrandsCSV, edition.BrandsXLSX, "data/list.csv", "data/list.xlsx"} {
		if !held[path] {
			t.Errorf("the catalogue does not name %s", path)
		}
	}
}
