package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minglu/generator/cache"
	"minglu/generator/engine"
)

// A givenDesk has the engine that it is given, or fails.
type givenDesk struct {
	engine *engine.Engine
	err    error
}

func (d givenDesk) Engine(context.Context, *cache.Cache, func()) (*engine.Engine, error) {
	return d.engine, d.err
}

func (d givenDesk) Identity(context.Context) ([]byte, error) {
	return fmt.Appendf(nil, "%v %v", d.engine, d.err), nil
}

// A site has what its desk loads, unless site.yaml says otherwise or there is no
// engine; then the build says so in one line.
func TestSitesHaveADesk(t *testing.T) {
	dir := makeRepository(t, os.DirFS("../content"))
	some := givenDesk{engine: &engine.Engine{Program: []byte("a"), Documents: []byte("d"), Words: []byte("b"), Support: []byte("c")}}
	none := givenDesk{err: &engine.Absence{Why: "没有"}}
	build := func(a *app) (files []string, said string) {
		t.Helper()
		var stdout, stderr strings.Builder
		out := t.TempDir()
		a.stdout, a.stderr, a.now, a.noSearch = &stdout, &stderr, fixedNow, true
		if code := a.run(t.Context(), []string{"build", "-C", dir, "--cache", t.TempDir(), "--out", out}); code != exitFine {
			t.Fatalf("%d\n%s%s", code, &stdout, &stderr)
		}
		files, err := filepath.Glob(filepath.Join(out, "desk", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return files, stderr.String()
	}
	if files, said := build(&app{desk: some}); len(files) != 6 || said != "" {
		t.Errorf("%q, and says %q", files, said)
	}
	if files, said := build(&app{desk: none}); len(files) != 0 || said != "网站不带填报台：没有\n" {
		t.Errorf("without an engine %q, and says %q", files, said)
	}
	editSettings(t, dir, "base_url:", "desk: false\nbase_url:")
	guide := filepath.Join(dir, "content/pages/guide.md") // which leads there
	text, err := os.ReadFile(guide)
	if err == nil {
		err = os.WriteFile(guide, []byte(strings.ReplaceAll(string(text), "[填报台](/desk.html)", "填报台")), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	if files, said := build(&app{desk: some}); len(files) != 0 || said != "" {
		t.Errorf("without a desk %q, and says %q", files, said)
	}
}
