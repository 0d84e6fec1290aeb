package layouts

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// siteOfUnits returns the site of ../testdata/units.txtar, by the criteria of the tests and
// its own honours, with its files.
func siteOfUnits(t *testing.T) (*site.Site, fs.FS) {
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
	e, bad, err := edition.Read(files, func(*content.Settings) values.Date { return today })
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return site.New(e), files
}

// The pages on which units stand, each sound, as in testdata/units.txtar.
func TestGoldenOfUnits(t *testing.T) {
	s, files := siteOfUnits(t)
	tree := render(t, s, files)
	for _, d := range pagesOf(t, tree) {
		checkFrame(t, d)
		checkHeadings(t, d)
		checkIDs(t, d)
		checkPolicy(t, d)
		checkLinks(t, d, tree)
	}
	got := &txtar.Archive{Comment: []byte("Pages of ../testdata/units.txtar, their main parts. Write anew with: go test ./generator/layouts -run Golden -update\n\n")}
	for _, path := range []string{"units.html", "notices/hun-2024.html", "notices/qi-2025.html", "notices/tui-2026.html", "notices/gong-2026.html", "notices/gong-2025.html"} {
		_, main, _ := strings.Cut(tree[path], "<main")
		main, _, _ = strings.Cut(main, "</main>")
		got.Files = append(got.Files, txtar.File{Name: path, Data: []byte("<main" + strings.ReplaceAll(main, "><", ">\n<") + "\n")})
	}
	for _, path := range []string{"list.html", "notices.html", "units.html"} {
		if !strings.Contains(tree[path], `href="units.html">单位和基地</a>`) {
			t.Errorf("%s does not lead to the units", path)
		}
	}
	if strings.Contains(tree["years/2025.html"], "2025") {
		t.Error("a year of units alone has a list of brands")
	}
	const golden = "testdata/units.txtar"
	if *update {
		if err := os.WriteFile(golden, txtar.Format(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(golden); err != nil || !bytes.Equal(want, txtar.Format(got)) {
		t.Errorf("the pages of units are not as in %s (%v); see the difference with -update and git diff", golden, err)
	}
}

// Rules without honours of units have no page of them, and nothing leads there.
func TestNoUnitsWithoutTheirHonors(t *testing.T) {
	files := sample(t)
	for path, text := range render(t, siteOf(t, files), files) {
		if strings.Contains(path, "units") || strings.HasSuffix(path, ".html") && strings.Contains(text, "units.html") {
			t.Errorf("%s is about units", path)
		}
	}
}
