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
	"minglu/generator/fixture"
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
	dir := fixture.Repository(t, fixture.Content(t))
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
	fixture.EditSettings(t, dir, "base_url:", "desk: false\nbase_url:")
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

// A laterDesk has an engine at its second try: the same sources, which could not be
// compiled at the first.
type laterDesk struct{ tries *int }

func (d laterDesk) Engine(context.Context, *cache.Cache, func()) (*engine.Engine, error) {
	if *d.tries++; *d.tries == 1 {
		return nil, &engine.Absence{Why: "没有空间"}
	}
	return &engine.Engine{Program: []byte("a"), Documents: []byte("d"), Words: []byte("b"), Support: []byte("c")}, nil
}

func (laterDesk) Identity(context.Context) ([]byte, error) { return []byte("same"), nil }

// A build that lacked the desk is not taken for all that can be made of the sources.
func TestABuildThatLackedTheDeskIsMadeAgain(t *testing.T) {
	dir, out, kept := fixture.Repository(t, fixture.Content(t)), t.TempDir(), t.TempDir()
	desk := laterDesk{new(int)}
	for try, want := range []int{0, 6, 6} {
		var said strings.Builder
		a := &app{desk: desk, stdout: &said, stderr: &said, now: fixedNow, noSearch: true}
		if code := a.run(t.Context(), []string{"build", "-C", dir, "--cache", kept, "--out", out}); code != exitFine {
			t.Fatalf("%d\n%s", code, &said)
		}
		if files, err := filepath.Glob(filepath.Join(out, "desk", "*")); err != nil || len(files) != want {
			t.Errorf("build %d has %d files of the desk, %v", try+1, len(files), err)
		}
	}
	if *desk.tries != 2 {
		t.Errorf("the engine was asked for %d times: the last build had nothing to do", *desk.tries)
	}
}
