package opendata

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"minglu/generator/edition"
)

// The data fit their schemas, and say nothing that the schemas do not know.
func TestDataFitTheirSchemas(t *testing.T) {
	for name, change := range settings() {
		t.Run(name, func(t *testing.T) {
			files := written(t, smallSite(t, change))
			list, brand := compiled(t, files[edition.BrandsSchema]), compiled(t, files[edition.BrandSchema])
			for path, data := range files {
				kind := brand
				switch {
				case path == edition.BrandsJSON:
					kind = list
				case !strings.HasPrefix(path, "brands/"):
					continue
				}
				v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				if err := kind.Validate(v); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
		})
	}
}

// compiled compiles a schema with every object closed, which the published one
// leaves open for later versions.
func compiled(t *testing.T, data []byte) *jsonschema.Schema {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var closeAll func(any)
	closeAll = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if _, object := v["properties"].(map[string]any); object {
				v["additionalProperties"] = false
			}
			for _, inner := range v {
				closeAll(inner)
			}
		case []any:
			for _, inner := range v {
				closeAll(inner)
			}
		}
	}
	closeAll(v)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("https://example.org/schema.json", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://example.org/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A schema must also refuse: what it says of facts comes from criteria/.
func TestSchemaRefuses(t *testing.T) {
	files := written(t, smallSite(t, nil))
	schema := compiled(t, files[edition.BrandSchema])
	good := string(files[edition.BrandDataPath("shuijing")])
	for _, change := range [][2]string{
		{`"workers":12600`, `"workers":"12600"`},
		{`"workers":12600`, `"workers":-1`},
		{`"workers":12600`, `"workers":1.5`},
		{`"media":"中央"`, `"media":"中"`},
		{`"honors":["国家级荣誉"]`, `"honors":["国家级荣誉","国家级荣誉"]`},
		{`"plan":true`, `"plan":"是"`},
		{`"type":"文化旅游类"`, `"type":"第五类"`},
		{`"status":"recognized"`, `"status":"candidate"`},
		{`"county_code":"320722"`, `"county_code":320722`},
		{`"date":"2024-12-06"`, `"date":"2024年12月6日"`},
		{`"as_of":"2024-06-30"`, `"as_of":"2024-06-31"`},
		{`"slug":"shuijing",`, ``},
		{`"plan":true`, `"plan":true,"leader":"某人"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%s is not in the file", change[0])
			continue
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(v) == nil {
			t.Errorf("%s in place of %s is accepted", change[1], change[0])
		}
	}
}
