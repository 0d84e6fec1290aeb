package engine

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"minglu/generator/cache"
	"minglu/generator/layouts"
)

// The same sources make the same bytes, wherever they lie.
func TestSameSourcesMakeTheSameProgram(t *testing.T) {
	c, err := compilerOf(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first, err := c.programs(t.TempDir(), "engine")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := *c
	elsewhere.dir = t.TempDir()
	for _, part := range []string{"go.mod", "go.sum", "generator"} {
		copyTo(t, elsewhere.dir, c.dir, part)
	}
	second, err := elsewhere.programs(t.TempDir(), "engine")
	if err != nil || !bytes.Equal(first[0], second[0]) {
		t.Errorf("%d bytes, then %d: %v", len(first[0]), len(second), err)
	}
	key, err := sumOf(elsewhere.dir, "go1")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(elsewhere.dir, "generator/values/more.go"), []byte("package values\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if other, err := sumOf(elsewhere.dir, "go1"); err != nil || bytes.Equal(key, other) {
		t.Errorf("a new file changes nothing: %v", err)
	}
}

// copyTo copies the Go files of a part of the module.
func copyTo(t *testing.T, to, from, part string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(from, part), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if ext := filepath.Ext(file); ext != ".go" && ext != ".mod" && ext != ".sum" {
			return nil
		}
		rel, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		return errors.Join(os.MkdirAll(filepath.Dir(target), 0o777), os.WriteFile(target, data, 0o666))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is fetched before the desk answers stays below two megabytes, and is found in
// the cache the second time.
func TestEngineIsLight(t *testing.T) {
	kept := cache.Open("../..", t.TempDir(), nil)
	defer kept.Close()
	compiled := 0
	var e *Engine
	for range 2 {
		var err error
		e, err = Own{}.Engine(t.Context(), kept, func() { compiled++ })
		if err != nil {
			t.Fatal(err)
		}
	}
	if compiled > 1 && kept.Excluded() == nil {
		t.Errorf("compiled %d times", compiled)
	}
	l, err := layouts.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	put := map[string]int{}
	a, err := e.Publish(Site{Worker: l.DeskWorker(), Bundle: []byte("{}"), Sources: []byte("{}")}, func(path string, data []byte) error {
		put[path] = len(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(put)
	if all := put[a.Program] + put[a.Worker]; all > 2_000_000 {
		t.Errorf("%d bytes", all)
	}
	if put[a.Worker] > 30_000 || put[a.Words] > 450_000 {
		t.Error("the worker or the dictionary has grown")
	}
	if put[a.Documents] > 3_600_000 {
		t.Error("the program for Word and Excel has grown")
	}
	scripts, first := e.Scripts(Site{Worker: l.DeskWorker()})
	if names := slices.Sorted(maps.Keys(scripts)); !slices.Equal(names, []string{"desk/bundle.js", "desk/documents.js", "desk/program.js", "desk/sources.js", "desk/words.js", "desk/worker.js"}) {
		t.Error(names)
	}
	if !slices.Equal(first, []string{"desk/worker.js", "desk/program.js", "desk/words.js", "desk/bundle.js"}) {
		t.Error("the page begins with", first)
	}
}

func TestWithoutTheGoCommand(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	kept := cache.Open("../..", t.TempDir(), nil)
	defer kept.Close()
	_, err := Own{}.Engine(context.Background(), kept, func() { t.Error("compiles") })
	if absent := (*Absence)(nil); !errors.As(err, &absent) {
		t.Errorf("%v", err)
	}
}
