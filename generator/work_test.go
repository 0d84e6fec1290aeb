package main

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"testing"

	"minglu/generator/fixture"
)

// What has run out is nowhere in what a build writes: neither on pages nor in data, tables,
// the feed or the search. On its last day it is there.
func TestWhatHasRunOutIsNowhere(t *testing.T) {
	dir := fixture.Repository(t, nil)
	links := "links:\n"
	for _, kind := range []string{"", "招聘", "培训", "店铺", "用工需求"} {
		links += fmt.Sprintf("  - {label: 已满%s, url: https://runout.example.org/%s, kind: %s, until: 2026-06-30}\n", kind, kind, kind)
	}
	files := map[string]string{}
	for name, text := range sound {
		files[name] = strings.Replace(text, "county: 东海县\n", "county: 东海县\n"+links, 1)
	}
	files["site.yaml"] += "desk: false\n"
	fixture.Write(t, dir, files)
	for day, want := range map[string]bool{"2026-06-30": true, "2026-07-01": false} {
		out := t.TempDir()
		if code, stdout, stderr := minglu("build", "-C", dir, "--out", out, "--date", day); code != exitFine {
			t.Fatalf("build: %d\n%s%s", code, stdout, stderr)
		}
		found := map[string]bool{}
		for path, data := range fixture.Files(t, out) {
			if strings.HasSuffix(path, ".xlsx") {
				data = unzipped(t, data)
			}
			if strings.Contains(data, "已满") || strings.Contains(data, "runout.example.org") {
				found[path] = true
			}
		}
		if !want && len(found) > 0 {
			t.Errorf("on %s what has run out is in %v", day, found)
		}
		for _, path := range []string{"work.html", "index.html", "brands/jia.html", "brands/jia.json", "data/brands.json", "data/brands.csv", "data/brands.xlsx"} {
			if want && !found[path] {
				t.Errorf("on %s, its last day, it is not in %s", day, path)
			}
		}
	}
}

// unzipped returns the text of all files in an archive.
func unzipped(t *testing.T, data string) string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}
