package diag

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the formats into testdata/formats.txtar")

// sample has a mistake of each shape: with a cure, without, over two lines, twice
// the same, and with signs that formats escape.
func sample() Report {
	s := NewSource("content/brands/donghai/shuijing.md", "---\nname：东海水晶\ncounty: 东海\n---\n<b>一\n二</b>\n100%: 甲, 乙\n", nil)
	s.Suggest(Span{Pos{2, 5}, Pos{2, 6}}, FullWidthPunctuation, ": ", "字段“name”后面用了中文冒号“：”。")
	s.Suggest(Span{Pos{3, 9}, Pos{3, 11}}, UnknownCounty, "东海县", "行政区划表中没有“东海”，是否应为“东海县”？")
	s.Report(Span{Pos{5, 1}, Pos{6, 6}}, RawHTML, "正文不能写 HTML。")
	s.Report(Span{Pos{7, 1}, Pos{7, 5}}, WrongKind, "100%%: 甲, 乙\x1b<&>\n")
	s.Report(Span{Pos{7, 7}, Pos{7, 8}}, WrongKind, "100%%: 甲, 乙\x1b<&>\n")
	o := NewSource("content/notices/公告 1.md", "", nil)
	o.Report(o.LineSpan(1), BadSlug, "文件名“公告 1.md”不能作网址。")
	list := slices.Concat(s.List, o.List)
	list.Sort()
	return Report{Mistakes: list, Files: []string{"content/brands/donghai/good.md", "content/brands/donghai/shuijing.md"}, Brands: 2}
}

func written(t *testing.T, r Report, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b, format); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFormats holds every format against testdata/formats.txtar. SARIF is left
// out there: its list of rules is long, and its schema says more.
func TestFormats(t *testing.T) {
	const file = "testdata/formats.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, f := range archive.Files {
		want[f.Name] = string(f.Data)
	}
	archive.Files = nil
	for _, format := range Formats() {
		if format == "sarif" {
			continue
		}
		got := written(t, sample(), format)
		archive.Files = append(archive.Files, txtar.File{Name: format, Data: got})
		if !*update && string(got) != want[format] {
			t.Errorf("%s: got\n%s\nwant\n%s", format, got, want[format])
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := sample().Write(&bytes.Buffer{}, "html"); err == nil {
		t.Error("html is a format")
	}
}

// A bounded writer takes so many bytes and then fails.
type bounded struct{ left int }

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

// No format hides that it could not be written.
func TestFormatsSayThatTheyCannotBeWritten(t *testing.T) {
	for _, format := range Formats() {
		whole := len(written(t, sample(), format))
		for _, room := range []int{0, 1, len(xml.Header), whole / 2, whole - 1} {
			if err := sample().Write(&bounded{room}, format); !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%s, in %d of %d bytes: %v", format, room, whole, err)
			}
		}
	}
}

func TestFormatsKeepTheirSchemas(t *testing.T) {
	for format, schema := range map[string]string{"sarif": "sarif-schema-2.1.0.json", "rdjson": "rdjson.json"} {
		s := compiledSchema(t, schema)
		for name, r := range map[string]Report{"mistakes": sample(), "nothing": {}} {
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, r, format)))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(v); err != nil {
				t.Errorf("%s of %s: %v", format, name, err)
			}
		}
	}
	v, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"version":"2.1.0","runs":[{}]}`))
	if compiledSchema(t, "sarif-schema-2.1.0.json").Validate(v) == nil {
		t.Error("a run without a tool keeps the schema")
	}
}

func compiledSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/schemas/" + name)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	id := "https://example.org/" + name
	if m, ok := v.(map[string]any); ok && m["id"] != nil {
		id = m["id"].(string)
	}
	if err := c.AddResource(id, v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What stands at a place of SARIF is what the fix replaces, counted in code points.
func TestSARIFTellsRulesPlacesAndFixes(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal(written(t, sample(), "sarif"), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	for i, r := range run.Results {
		m := sample().Mistakes[i]
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		if rule.ID != string(m.Rule) || rule.ShortDescription.Text == "" || rule.Help.Text == "" {
			t.Errorf("%s is described as %+v", m.Rule, rule)
		}
		if got := r.Locations[0].Physical.Region; got != (sarifRegion{m.Span.Start.Line, m.Span.Start.Column, m.Span.End.Line, m.Span.End.Column}) {
			t.Errorf("%s stands at %+v", m.Rule, got)
		}
		if (len(r.Fixes) > 0) != (m.Suggestion != "") {
			t.Errorf("%s has %d fixes", m.Rule, len(r.Fixes))
		}
	}
	if uri := run.Results[5].Locations[0].Physical.Artifact.URI; uri != "content/notices/%E5%85%AC%E5%91%8A%201.md" {
		t.Errorf("the address is %s", uri)
	}
}

func TestJUnitIsXMLWithACaseForEachFile(t *testing.T) {
	var got junitSuites
	if err := xml.Unmarshal(written(t, sample(), "junit"), &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 3 || got.Failures != 2 || len(got.Suite.Cases) != 3 || got.Suite.Cases[0].Failure != nil {
		t.Errorf("%+v", got)
	}
}

// A fingerprint stays when lines come and go before it, and tells all apart.
func TestFingerprintsAreStable(t *testing.T) {
	before := fingerprints(sample().Mistakes)
	moved := sample().Mistakes
	for i := range moved {
		moved[i].Span.Start.Line += 3
	}
	if !slices.Equal(before, fingerprints(moved)) {
		t.Error("lines before a mistake change its fingerprint")
	}
	slices.Sort(before)
	if len(slices.Compact(before)) != len(moved) {
		t.Error("two mistakes share a fingerprint")
	}
}

// The words for each rule are those of the editors' handbook, and no rule lacks
// them.
func TestMeaningsAreThoseOfTheHandbook(t *testing.T) {
	handbook, err := os.ReadFile("../../content/README.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[Rule][2]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| (.+?) \\| (.+?) \\|$").FindAllStringSubmatch(string(handbook), -1) {
		told[Rule(row[1])] = [2]string{row[2], row[3]}
	}
	source, err := os.ReadFile("rule.go")
	if err != nil {
		t.Fatal(err)
	}
	var rules, known []string
	for _, m := range regexp.MustCompile(`Rule += "([a-z-]+)"`).FindAllStringSubmatch(string(source), -1) {
		rules = append(rules, m[1])
	}
	for _, m := range meanings {
		known = append(known, string(m.Rule))
		if row, found := told[m.Rule]; found && row != [2]string{m.Means, m.Cure} {
			t.Errorf("%s: the handbook says %q, the program %q", m.Rule, row, [2]string{m.Means, m.Cure})
		}
	}
	slices.Sort(rules)
	slices.Sort(known)
	if !slices.Equal(rules, known) {
		t.Errorf("rules are\n%v\nwith words are\n%v", rules, known)
	}
}
