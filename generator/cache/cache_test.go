package cache

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// work does one stretch of work on kind, and returns the keys that had to be
// made.
func work(t *testing.T, c *Cache, kind string, keys ...string) (made string) {
	t.Helper()
	u, err := c.Use(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	for _, key := range keys {
		e, found := u.Find([]byte(key))
		if !found {
			made += key
			e, err = u.Make(t.Context(), []byte(key), func(dir string) error {
				return os.WriteFile(filepath.Join(dir, "result"), []byte("of "+key), 0o600)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if data, err := e.ReadFile("result"); err != nil || string(data) != "of "+key {
			t.Errorf("%s: %q, %v", key, data, err)
		}
	}
	u.Done()
	return made
}

// Work that fails half way has not seen all that it needs: the rest stays.
func TestInterruptedWorkForgetsNothing(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, dir, nil)
	defer c.Close()
	work(t, c, "kind", "a", "b")
	u, err := c.Use(t.Context(), "kind")
	if err != nil {
		t.Fatal(err)
	}
	u.Find([]byte("a"))
	u.Close()
	if made := work(t, c, "kind", "a", "b"); made != "" {
		t.Errorf("made %q again", made)
	}
}

// What a process made or began before it was killed is forgotten as anything
// else is, and what only looks like it stays.
func TestWhatAKilledProcessLeftIsForgotten(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, dir, nil)
	defer c.Close()
	u, err := c.Use(t.Context(), "kind")
	if err != nil {
		t.Fatal(err)
	}
	u.Keep([]byte("finished"), func(string) error { return nil })
	func() {
		defer func() { _ = recover() }()
		u.Keep([]byte("begun"), func(string) error { panic("killed") })
	}()
	u.unlock()
	foreign := filepath.Join(dir, "kind", strings.Repeat("0", 64)+unfinished)
	if err := os.Mkdir(foreign, 0o700); err != nil {
		t.Fatal(err)
	}
	left := func() int {
		entries, err := fs.ReadDir(os.DirFS(dir), "kind")
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	if n := left(); n != 4 { // with the index
		t.Fatalf("%d are left", n)
	}
	work(t, c, "kind", "a")
	if _, err := os.Stat(foreign); err != nil || left() != 3 {
		t.Errorf("%d are left, %v", left(), err)
	}
}

// A line that a full disk cut short spoils no other.
func TestALineCutShort(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, dir, nil)
	defer c.Close()
	work(t, c, "kind", "a")
	index := filepath.Join(dir, "kind", indexName)
	data, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index, append(data, data[:80]...), 0o600); err != nil {
		t.Fatal(err)
	}
	work(t, c, "kind", "a", "b")
	work(t, c, "kind")
	if entries, err := fs.ReadDir(os.DirFS(dir), "kind"); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}

// No more is read of a file of the cache than it may hold.
func TestFilesWithoutEnd(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	home, err := homeFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	work(t, Open(dir, dir, nil), "kind", "a")
	seals, _ := filepath.Glob(dir + "/kind/*/seal")
	for _, f := range append(seals, dir+"/kind/index", home+"/secret") {
		if err := os.Truncate(f, 1<<40); err != nil {
			t.Skip(err)
		}
	}
	c := Open(dir, dir, nil)
	if err := c.Excluded(); err != nil {
		t.Error(err)
	}
	if made := work(t, c, "kind", "a"); made != "a" {
		t.Error("a damaged result was believed")
	}
}

// Where there is no place for a secret, a folder that was asked for holds what
// this run makes, and nothing afterwards.
func TestWithoutASecretResultsLastAsLongAsTheCache(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "relative")
	dir := t.TempDir()
	for range 2 {
		c := Open(dir, dir, nil)
		if err := c.Excluded(); err != nil {
			t.Fatal(err)
		}
		if made := work(t, c, "kind", "a") + work(t, c, "kind", "a"); made != "a" {
			t.Errorf("made %q", made)
		}
		c.Close()
		if left, err := filepath.Glob(dir + "/kind/*/result"); err != nil || len(left) > 0 {
			t.Errorf("left %v, %v", left, err)
		}
	}
}

func TestResultsAreKeptAndForgottenByKind(t *testing.T) {
	dir := t.TempDir()
	for _, step := range []struct{ kind, keys, made string }{
		{"pictures", "a b c", "abc"}, {"search", "a", "a"}, {"pictures", "a b c", ""},
		{"pictures", "b", ""}, {"pictures", "a b", "a"}, {"search", "a", ""},
	} {
		c := Open(dir, filepath.Join(dir, "cache"), nil)
		if made := work(t, c, step.kind, strings.Fields(step.keys)...); made != step.made {
			t.Errorf("%v: made %q", step, made)
		}
		c.Close()
	}
}

// Whatever somebody does to the files of a cache, no other result comes of it,
// and nothing that is not the cache's own is touched.
func TestNothingForgedIsBelieved(t *testing.T) {
	for what, harm := range map[string]func(t *testing.T, dir, entry string) error{
		"a result": func(_ *testing.T, _, entry string) error {
			return os.WriteFile(entry+"/result", []byte("forged"), 0o600)
		},
		"one more file": func(_ *testing.T, _, entry string) error { return os.WriteFile(entry+"/more", nil, 0o600) },
		"no seal":       func(_ *testing.T, _, entry string) error { return os.Remove(entry + "/seal") },
		"an empty seal": func(_ *testing.T, _, entry string) error { return os.WriteFile(entry+"/seal", nil, 0o600) },
		"a link":        func(t *testing.T, _, entry string) error { return relink(entry+"/result", canary(t)) },
		"an entry":      func(t *testing.T, _, entry string) error { return relink(entry, filepath.Dir(canary(t))) },
		"no index":      func(_ *testing.T, dir, _ string) error { return os.Remove(dir + "/kind/index") },
		"a forged index": func(_ *testing.T, dir, _ string) error {
			return os.WriteFile(dir+"/kind/index", []byte("..\n\nx"), 0o600)
		},
		"a kind":           func(t *testing.T, dir, _ string) error { return relink(dir+"/kind", filepath.Dir(canary(t))) },
		"a kind, relative": func(_ *testing.T, dir, _ string) error { return relink(dir+"/kind", "..") },
		"a file for a kind": func(_ *testing.T, dir, _ string) error {
			os.RemoveAll(dir + "/kind")
			return os.WriteFile(dir+"/kind", nil, 0o600)
		},
		"a copy of another": func(_ *testing.T, _, entry string) error {
			return os.Rename(entry, filepath.Join(filepath.Dir(entry), strings.Repeat("0", 64)))
		},
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			c := Open(dir, dir, nil)
			defer c.Close()
			work(t, c, "kind", "a")
			entries, _ := filepath.Glob(dir + "/kind/*[0-9a-f]")
			for _, e := range entries {
				if info, _ := os.Stat(e); info.IsDir() {
					if err := harm(t, dir, e); err != nil {
						t.Fatal(err)
					}
				}
			}
			work(t, c, "kind", "a")
			work(t, c, "kind", "b") // forgets a
			work(t, c, "kind", "c")
		})
	}
}

func relink(path, target string) error {
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	return os.Symlink(target, path)
}

// canary makes a folder of files and holds that none is changed.
func canary(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{"result": "of a", "seal": "x", strings.Repeat("a", 64): "mine", "index": "i"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		left := map[string]string{}
		for name := range files {
			data, _ := os.ReadFile(filepath.Join(dir, name))
			left[name] = string(data)
		}
		if all, _ := fs.ReadDir(os.DirFS(dir), "."); !maps.Equal(files, left) || len(all) != len(files) {
			t.Errorf("the folder holds %q", left)
		}
	})
	return filepath.Join(dir, "result")
}

func TestAnotherSecretSharesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	work(t, Open(dir, dir, nil), "kind", "a")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if made := work(t, Open(dir, dir, nil), "kind", "a"); made != "a" {
		t.Error("a result of another machine was believed")
	}
}

// What another program made of the same sources is of no use: it may read names, or
// cut words, otherwise.
func TestAnotherProgramSharesNothing(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, dir, nil)
	work(t, c, "kind", "a")
	if made := work(t, Open(dir, dir, nil), "kind", "a"); made != "" {
		t.Error("a result of the same program was made again")
	}
	c.program = func() []byte { return []byte("another") }
	if made := work(t, c, "kind", "a"); made != "a" {
		t.Error("a result of another program was believed")
	}
}

func TestWithoutAPlaceResultsLastAsLongAsTheCache(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := Open(dir, filepath.Join(file, "cache"), nil)
	if c.Excluded() == nil {
		t.Fatal("a file is a folder")
	}
	work(t, c, "kind", "a", "b")
	c.Close()
	for _, dir := range c.temporary {
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s is left behind", dir)
		}
	}
}

// Processes that share a cache find what is whole or nothing.
func TestManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	many := 300
	if testing.Short() {
		many = 30
	}
	done := make(chan string, many)
	var working sync.WaitGroup
	for i := range many {
		working.Go(func() {
			c := Open(dir, dir, nil)
			defer c.Close()
			u, err := c.Use(t.Context(), "kind")
			if err != nil {
				done <- err.Error()
				return
			}
			defer u.Close()
			defer u.Done()
			key := fmt.Appendf(nil, "%d", i%3)
			e, found := u.Find(key)
			if !found {
				e, err = u.Make(t.Context(), key, func(dir string) error { return os.WriteFile(dir+"/result", key, 0o600) })
			}
			data, failed := e.ReadFile("result")
			if err != nil || failed != nil || !bytes.Equal(data, key) {
				done <- fmt.Sprint(err, failed, string(data))
				return
			}
		})
	}
	working.Wait()
	close(done)
	for said := range done {
		t.Error(said)
	}
}
