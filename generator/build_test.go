package main

import (
	"context"
	"encoding/xml"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"minglu/generator/fixture"
)

// mustBuild builds the repository in dir into out.
func mustBuild(t testing.TB, dir, out string) {
	t.Helper()
	if code, stdout, stderr := minglu("build", "-C", dir, "--out", out); code != exitFine {
		t.Fatalf("build: %d\n%s%s", code, stdout, stderr)
	}
}

// The same sources give the same bytes, however many cores work on them and in
// whatever folder they lie.
func TestBuildIsDeterministic(t *testing.T) {
	dirs := []string{fixture.Repository(t, fixture.Content(t)), fixture.Repository(t, fixture.Content(t))}
	var first map[string]string
	for i, cores := range []int{1, 2, 7} {
		before := runtime.GOMAXPROCS(cores)
		out := t.TempDir()
		mustBuild(t, dirs[i%len(dirs)], out)
		runtime.GOMAXPROCS(before)
		files := fixture.Files(t, out)
		if first == nil {
			first = files
			continue
		}
		for path, data := range files {
			if first[path] != data {
				t.Errorf("%s differs with %d cores", path, cores)
			}
		}
		if len(files) != len(first) {
			t.Errorf("%d files with %d cores, %d before", len(files), cores, len(first))
		}
	}
}

// The provincial brands as they were really published: entries whose sources
// leave much open are no mistakes, and the site says so.
func TestPublishedBrands(t *testing.T) {
	dir := fixture.Repository(t, fixture.Archived(t, "published.txtar"))
	if code, stdout, stderr := minglu("check", "-C", dir); code != exitFine {
		t.Fatalf("check: %d\n%s%s", code, stdout, stderr)
	}
	out := t.TempDir()
	mustBuild(t, dir, out)
	page := fixture.Files(t, out)["brands/dieshiqiao-jiafang-gongjiang.html"]
	if !strings.Contains(page, "原公布文件未载明") {
		t.Error("the page of a brand without a type does not say that its source leaves it open")
	}
}

// Everything that a site needs on any host is there, and no page shows that a
// template failed.
func TestBuiltSite(t *testing.T) {
	out := t.TempDir()
	mustBuild(t, "..", out)
	site := fixture.Files(t, out)
	for _, path := range []string{
		"index.html", "404.html", "list.html", "notices.html", "criteria.html", "search.html",
		"feed.xml", "robots.txt", "data/brands.json", "brands/donghai-shuijing-diaoke.json",
	} {
		if site[path] == "" {
			t.Errorf("%s is missing", path)
		}
	}
	for path, data := range site {
		switch filepath.Ext(path) {
		case ".html":
			for _, sign := range []string{"ZgotmplZ", "<no value>", "%!"} {
				if strings.Contains(data, sign) {
					t.Errorf("%s contains %s", path, sign)
				}
			}
		case ".xml":
			if err := xml.Unmarshal([]byte(data), new(struct{})); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

// A build that is interrupted before it writes leaves nothing behind.
func TestBuildStopsWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr strings.Builder
	out := filepath.Join(t.TempDir(), "site")
	root := newRoot(&stdout, &stderr, fixedNow)
	root.SetArgs([]string{"build", "-C", "..", "--out", out})
	if code := exit(&stderr, root.ExecuteContext(ctx)); code != exitFailure || !strings.Contains(stderr.String(), "已中断") {
		t.Errorf("%d %s", code, &stderr)
	}
	if entries, _ := os.ReadDir(out); len(entries) > 0 {
		t.Errorf("%v", entries)
	}
}

// A flag means the same wherever it stands, so that it may stand before the
// command: where commands share a name, both take a value or neither does.
func TestFlagsMeanTheSameEverywhere(t *testing.T) {
	takes := make(map[string]bool)
	for _, c := range newRoot(nil, nil, fixedNow).Commands() {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			value := f.NoOptDefVal == ""
			if have, known := takes[f.Name]; known && have != value {
				t.Errorf("--%s takes a value in one command and none in another", f.Name)
			}
			takes[f.Name] = value
			if f.Shorthand != "" {
				t.Errorf("--%s of %s: short flags belong to all commands", f.Name, c.Name())
			}
		})
	}
}

// Nothing that is built tells of the 资源库 unless the settings say so: no page, no
// data, no schema, and no file of the search. (The guide says how it is filled in.)
func TestThePoolIsPublicOnlyWhereTheSettingsSaySo(t *testing.T) {
	dir := fixture.Repository(t, fixture.Content(t))
	edited := func(name, old, now string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data), old) {
			t.Fatal(name, err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(data), old, now, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	edited("content/brands/donghai/donghai-shuijing-diaoke.md", "\ncounty:", "\npool: 省级\nstage: 未成品牌\ncounty:")
	for _, shown := range []bool{false, true} {
		if shown {
			edited("content/site.yaml", "show_scores:", "show_pool: 是\nshow_scores:")
		}
		out := t.TempDir()
		mustBuild(t, dir, out)
		told := map[string]bool{}
		for path, data := range fixture.Files(t, out) {
			for _, word := range []string{"未成品牌", `"pool"`, "资源库"} {
				if strings.Contains(data, word) && !strings.HasPrefix(path, "guide") {
					told[path] = true
				}
			}
		}
		if shown != (told["brands/donghai-shuijing-diaoke.html"] && told["data/brands.json"]) || !shown && len(told) > 0 {
			t.Errorf("shown: %v, told by %v", shown, told)
		}
	}
}
