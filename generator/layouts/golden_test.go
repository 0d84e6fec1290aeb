package layouts

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenPages are the pages kept in testdata/golden.txtar: one of each kind.
var goldenPages = []string{
	"index.html", "brands/shuijing.html", "brands/lieb.html", "brands/tuichu.html", "brands/jiu-shuijing.html",
	"counties/donghai.html", "counties/donghai/tourism.html", "list.html", "work.html", "people.html", "editors.html", "notices.html", "notices/shi-2024.html", "notices/gong-2026.html",
	"withdrawn.html", "changes.html", "stats.html", "criteria.html", "about.html", "404.html",
}

// hashed are names that change with every change of a style sheet.
var hashed = regexp.MustCompile(`-[0-9a-f]{10}\.(css|js)`)

// own returns the lines of a page without those that the first page has too, as
// header and footer are.
func own(page string, first map[string]bool) string {
	var b strings.Builder
	for line := range strings.Lines(page) {
		if !first[line] {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	got := &txtar.Archive{Comment: []byte("Pages of testdata/site.txtar. Write anew with: go test ./generator/layouts -update\n\n")}
	first := map[string]bool{}
	for i, path := range goldenPages {
		page := strings.ReplaceAll(hashed.ReplaceAllString(tree[path], "-HASH.$1"), "><", ">\n<") + "\n"
		got.Files = append(got.Files, txtar.File{Name: path, Data: []byte(own(page, first))})
		if i == 0 {
			for line := range strings.Lines(page) {
				first[line] = true
			}
		}
	}
	const golden = "testdata/golden.txtar"
	if *update {
		if err := os.WriteFile(golden, txtar.Format(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range got.Files {
		if i >= len(want.Files) || !bytes.Equal(file.Data, want.Files[i].Data) {
			t.Errorf("%s is not as in %s; see the difference with: go test ./generator/layouts -update && git diff", file.Name, golden)
		}
	}
}

func TestTwoRunsAreEqualOnAnyNumberOfCores(t *testing.T) {
	files := crowd(120)
	s := siteOf(t, files)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	one := render(t, s, files)
	runtime.GOMAXPROCS(2)
	two := render(t, siteOf(t, files), files)
	if !slices.Equal(slices.Sorted(maps.Keys(one)), slices.Sorted(maps.Keys(two))) {
		t.Fatal("the two runs made different files")
	}
	for path, data := range one {
		if two[path] != data {
			t.Errorf("%s differs between two runs", path)
		}
	}
}

// TestPagesAreSmall holds pages to their budget: brand pages stand in memory by
// the ten thousand, and a phone loads the first page first.
func TestPagesAreSmall(t *testing.T) {
	files := crowd(600)
	tree := render(t, siteOf(t, files), files)
	budget := func(path string, limit int) {
		if n := len(tree[path]); n == 0 || n > limit {
			t.Errorf("%s has %d bytes, at most %d are allowed", path, n, limit)
		}
	}
	budget("index.html", 24_000) // with brands, people and work
	budget("brands/ganyu-p00002.html", 26_000)
	budget("types/tourism.html", 36_000) // of each brand a line says what its people do
	for path, data := range tree {
		if strings.HasPrefix(path, "assets/desk-") && strings.HasSuffix(path, ".js") && len(data) > 30_000 {
			t.Errorf("%s has %d bytes", path, len(data))
		}
		if strings.HasSuffix(path, ".css") && len(data) > 48_000 {
			t.Errorf("%s has %d bytes", path, len(data))
		}
	}
}
