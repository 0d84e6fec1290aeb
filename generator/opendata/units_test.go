package opendata

import (
	"bytes"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// unitsSite returns the site of ../testdata/units.txtar.
func unitsSite(t *testing.T) *site.Site {
	t.Helper()
	archive, err := txtar.ParseFile("../testdata/units.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	rules := os.DirFS("../testdata/rules")
	err = fs.WalkDir(rules, "criteria", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(rules, p)
		files[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e, bad, err := edition.Read(files, func(*content.Settings) values.Date { return date("2026-06-30") })
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return site.New(e)
}

// The data of units are as in testdata/units.txtar, fit their schema, and are described.
func TestGoldenOfUnits(t *testing.T) {
	s := unitsSite(t)
	files := written(t, s)
	for path, schema := range map[string]string{edition.UnitsJSON: edition.UnitsSchema, edition.BrandsJSON: edition.BrandsSchema} {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(files[path]))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled(t, files[schema]).Validate(v); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	guide := Describe(s, func(path string) int { return len(files[path]) })
	for _, path := range []string{edition.UnitsJSON, edition.UnitsCSV, edition.UnitsSchema} {
		if !slices.ContainsFunc(guide.Files, func(d Download) bool { return d.Path == path && d.Size > 0 }) {
			t.Errorf("%s is not described", path)
		}
	}
	for _, f := range newDataset(s).unitFields() {
		if !slices.ContainsFunc(guide.Fields, func(g Field) bool { return g.File == "单位和基地" && g.Path == f.name && g.Columns }) {
			t.Errorf("%s is not documented", f.name)
		}
	}
	if feed := string(files[edition.FeedPath]); !strings.Contains(feed, "共 1 个品牌：东海水晶匠。共 3 个单位和基地：") || strings.Contains(feed, "共 0 个品牌") || strings.Contains(feed, "示例家政") {
		t.Errorf("the feed counts wrongly:\n%s", feed)
	}
	got := &txtar.Archive{}
	for _, path := range []string{edition.UnitsJSON, edition.UnitsCSV} {
		got.Files = append(got.Files, txtar.File{Name: path, Data: bytes.ReplaceAll(files[path], []byte("\r\n"), []byte("␍\n"))})
	}
	const golden = "testdata/units.txtar"
	if *update {
		if err := os.WriteFile(golden, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || !bytes.Equal(want, txtar.Format(got)) {
		t.Errorf("the data of units differ from %s (-update rewrites it): %v", golden, err)
	}
}
