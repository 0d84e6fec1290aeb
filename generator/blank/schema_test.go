package blank_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"
	"gopkg.in/yaml.v3"

	"minglu/generator/blank"
	"minglu/generator/criteria"
	"minglu/generator/keys"
)

// value returns YAML as an editor's JSON Schema sees it: days are texts.
func value(t *testing.T, text string) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		t.Fatal(err)
	}
	var days func(*yaml.Node)
	days = func(n *yaml.Node) {
		if n.Tag == "!!timestamp" {
			n.Tag = "!!str"
		}
		for _, c := range n.Content {
			days(c)
		}
	}
	days(&n)
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if v, err = jsonschema.UnmarshalJSON(bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	return v
}

func compiled(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	return compiledBy(t, repositoryRules(t), name)
}

func compiledBy(t *testing.T, rules *criteria.Rules, name string) *jsonschema.Schema {
	t.Helper()
	for _, file := range keys.Tables {
		if file.Name != name {
			continue
		}
		data, err := blank.Schema(rules, rules.Region("320700"), file)
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource(name, v); err != nil {
			t.Fatal(err)
		}
		s, err := c.Compile(name)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Fatal("no schema ", name)
	return nil
}

func head(text string) string {
	_, text, _ = strings.Cut(text, "---\n")
	text, _, _ = strings.Cut(text, "\n---\n")
	return text
}

// What check finds nothing wrong with, the schemas do not complain about: the
// repository's own files and forms that nobody has filled in.
func TestSchemasAllowWhatIsRight(t *testing.T) {
	rules := repositoryRules(t)
	for name, pattern := range map[string]string{"brand": "brands/*/*.md", "notice": "notices/*.md", "judgement": "judgements/*/*.yaml", "page": "pages/*.md", "site": "site.yaml"} {
		s := compiled(t, name)
		files, _ := filepath.Glob("../../content/" + pattern)
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil || len(files) == 0 {
				t.Fatal(err)
			}
			text := string(data)
			if path.Ext(file) == ".md" {
				text = head(text)
			}
			if err := s.Validate(value(t, text)); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	for _, typ := range rules.Types {
		form := blank.Brand(rules, blank.BrandStart{Name: "甲", Type: typ, Region: rules.Region("320722"), County: "东海县"})
		if err := compiled(t, "brand").Validate(value(t, head(string(form)))); err != nil {
			t.Errorf("the form of %s: %v", typ.Name, err)
		}
	}
}

func TestSchemasRefuseSlips(t *testing.T) {
	const brand = "name: 甲\ncounty: 东海县\n"
	const facts = brand + "type: 文化旅游类\nbuilder: 乙\nas_of: 2024-06-30\n"
	for name, slips := range map[string][]string{
		"brand": {
			"county: 东海县", "name:\ncounty: 东海县", brand + "naem: 乙", "name: 甲\ncounty: 东海", brand + "type: 文化旅游",
			brand + "as_of: 2024年", brand + "facts: {workers: 1}", facts + "facts: {workers: 1.5}", facts + "facts: {workers: -1}",
			facts + "facts: {workers: 3万}", facts + "facts: {satisfaction: 90}", facts + "facts: {artisan_honors: [甲]}",
			facts + "facts: {implementation_plan: 有}", brand + "leader: {title: 乙}", brand + "links: {label: 甲, url: 乙}",
			brand + "judgements: {lianyungang-2024: {tourism-3: {points: 1, reason: 甲}}}",
		},
		"notice": {
			"kind: 认定\ntitle: 甲\nlevel: 市级", "kind: 认定\ntitle: 甲\nlevel: 市\nbrands: [a]", "kind: 公示\ntitle: 甲\nlevel: 市级\nbrands: [a]",
			"kind: 认定\ntitle: 甲\nlevel: 市级\nbrands: [a]\nfrom: 2024-01-01", "kind: 认定\ntitle: 甲\nlevel: 市级\nbrands: [a]\nstandard: lianyungang-2024",
			"kind: 退出\ntitle: 甲\nlevel: 市级\nbrands: []",
		},
		"judgement": {"", "basic-1: {points: 1, reason: 甲}", "tourism-3: {points: 1}", "tourism-3: {points: 1, reason: 甲, who: 乙}", "tourism-3: {points: 一, reason: 甲}"},
		"page":      {"description: 甲", "title: 甲\nmenu: 一"},
		"site":      {"title: 甲\npublisher: 乙", "title: 甲\npublisher: 乙\nregion: 连云港市", "title: 甲\npublisher: 乙\nregion: 320700\ntargets: {市: {number: 1, year: 2026}}"},
	} {
		s := compiled(t, name)
		for _, slip := range slips {
			if s.Validate(value(t, slip)) == nil {
				t.Errorf("the schema of a %s allows\n%s", name, slip)
			}
		}
	}
}

// A notice names brands, or units of the honours that there are; of none where there are none.
func TestTheSchemaOfNoticesKnowsTheHonoursOfUnits(t *testing.T) {
	without := repositoryRules(t)
	with := *without
	with.Honors = []*criteria.Honor{{Name: "劳务协作基地", Slug: "bases"}}
	const act = "kind: 认定\ntitle: 一\nlevel: 市级\n"
	for text, allowed := range map[string][2]bool{ // by these rules, and with honours
		act:                   {false, false},
		act + "brands: [a]\n": {true, true},
		act + "units: [{name: 甲, honor: 劳务协作基地, place: 乙}]\n":                 {false, true},
		act + "brands: [a]\nunits: [{name: 甲, honor: 劳务协作基地}]\n":              {false, true},
		act + "units: [{name: 甲, honor: 领军企业}]\n":                             {false, false},
		act + "units: [{name: 甲}]\n":                                          {false, false},
		act + "brands: [a]\nunits: [{name: 甲, honor: 劳务协作基地, county: 东海县}]\n": {false, false},
	} {
		for i, rules := range []*criteria.Rules{without, &with} {
			if err := compiledBy(t, rules, "notice").Validate(value(t, text)); (err == nil) != allowed[i] {
				t.Errorf("honours %v, %s%v", rules.Honors, text, err)
			}
		}
	}
}

func TestSnippets(t *testing.T) {
	rules := repositoryRules(t)
	data, err := blank.Snippets(rules, rules.Region("320700"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]struct{ Body []string }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != len(rules.Types)+5 {
		t.Errorf("%d snippets", len(all))
	}
	body := strings.Join(all["品牌 文化旅游类"].Body, "\n")
	for _, want := range []string{"name: ${1:名称}\n", "county: ${2|连云港市,", "  implementation_plan: ${", "|,是,否|}\n", "type: 文化旅游类\n"} {
		if !strings.Contains(body, want) {
			t.Errorf("the snippet has no %q\n%s", want, body)
		}
	}
}

// Where brands are of no types, facts are asked for at once, and a type is refused.
func TestTheSchemaWithoutTypes(t *testing.T) {
	rules := rulesOf(t, "../testdata/jurisdictions/linfen.txtar")
	if rules.Typed() {
		t.Fatal("the sample has types")
	}
	data, err := blank.Schema(rules, rules.Region("141000"), keys.Tables[0])
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("brand", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("brand")
	if err != nil {
		t.Fatal(err)
	}
	const begun = "name: 甲\ncounty: 尧都区\nbuilder: 乙\nas_of: 2025-03-31\n"
	for text, right := range map[string]bool{
		begun: true,
		begun + "facts: {own_mark: 是, brand_trained: 90}\nyears: {\"2024\": {brand_trained: 420}}": true,
		begun + "facts:\nyears:":                     true,
		begun + "type: 文化旅游类":                        false,
		begun + "facts: {brand_trained: 很多}":         false,
		begun + "facts: {works: 3}":                  false,
		begun + "years: {\"2024\": {own_marks: 是}}":  false,
		"name: 甲\ncounty: 尧都区\nfacts: {own_mark: 是}": false, // by whom, and of which day?
		head(string(blank.Empty(rules, nil))):        false, // it has no name yet
		head(string(blank.Brand(rules, blank.BrandStart{Name: "甲", Region: rules.Region("141002"), County: "尧都区"}))): true,
	} {
		if err := s.Validate(value(t, text)); (err == nil) != right {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// rulesOf returns the rules of a site that an archive brings, beside the repository's.
func rulesOf(t *testing.T, archive string) *criteria.Rules {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range a.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	repository := os.DirFS("../..")
	err = fs.WalkDir(repository, "criteria", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(repository, file)
		files[file] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rules, bad, err := criteria.Load(files)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return rules
}
