package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minglu/generator/fixture"
)

// TestRebuildsAreAsGoodAsNew edits a repository at random, its sources, the site that was
// written and the cache, and builds it after each edit: the site is, byte for byte, the one
// that a first build makes. EDITS says how many edits; .ci/publishing makes 500.
func TestRebuildsAreAsGoodAsNew(t *testing.T) {
	edits, err := strconv.Atoi(os.Getenv("EDITS"))
	if err != nil {
		edits = 12
	}
	dir := fixture.Repository(t, fixture.Archived(t, "tasks.txtar"))
	kept, out := t.TempDir(), filepath.Join(t.TempDir(), "public")
	build := func(cache, out string, more ...string) (code int, said string) {
		var stdout, stderr strings.Builder
		a := &app{stdout: &stdout, stderr: &stderr, now: fixedNow}
		code = a.run(t.Context(), append([]string{"build", "-C", dir, "--cache", cache, "--out", out}, more...))
		return code, stdout.String() + stderr.String()
	}
	random := rand.New(rand.NewPCG(15, 1))
	editor := &editor{t: t, dir: dir, out: out, cache: kept, random: random}
	unchanged := 0
	for i := range edits {
		what := "nothing"
		if i > 0 {
			what = editor.edit()
		}
		var day []string
		if random.IntN(6) == 0 {
			day, what = []string{"--date", fmt.Sprintf("2026-%02d-15", 1+random.IntN(12))}, what+", and another day"
		}
		code, said := build(kept, out, day...)
		if strings.Count(said, "，") < 9 && code == exitFine {
			unchanged++
		}
		fresh := filepath.Join(t.TempDir(), "public")
		freshCode, freshSaid := build(t.TempDir(), fresh, day...)
		if code != freshCode {
			t.Fatalf("after %d edits, %s: %d, where a first build ends with %d\n%s\n%s", i, what, code, freshCode, said, freshSaid)
		}
		if code != exitFine {
			if said != freshSaid {
				t.Fatalf("after %d edits, %s:\n%s\nwhere a first build says\n%s", i, what, said, freshSaid)
			}
			editor.undo()
			continue
		}
		made, want := fixture.Files(t, out), fixture.Files(t, fresh)
		if !maps.Equal(made, want) {
			for _, p := range slices.Sorted(maps.Keys(want)) {
				if made[p] != want[p] {
					t.Errorf("after %d edits, %s: %s is not as a first build makes it", i, what, p)
				}
			}
			t.Fatalf("after %d edits, %s: %d files, where a first build makes %d", i, what, len(made), len(want))
		}
	}
	if edits > 10 && unchanged == 0 {
		t.Error("no build found that nothing had changed")
	}
	t.Logf("%d of %d builds found that nothing had changed", unchanged, edits)
}

// A build that finds nothing changed still clears away what one that was cut short left
// beside the site.
func TestARebuildClearsWhatLiesBeside(t *testing.T) {
	dir := fixture.Repository(t, fixture.Archived(t, "tasks.txtar"))
	kept, beside := t.TempDir(), t.TempDir()
	out := filepath.Join(beside, "public")
	for range 2 {
		var said strings.Builder
		a := &app{stdout: &said, stderr: &said, now: fixedNow}
		if code := a.run(t.Context(), []string{"build", "-C", dir, "--cache", kept, "--out", out}); code != exitFine {
			t.Fatal(said.String())
		}
		if entries, err := os.ReadDir(beside); err != nil || len(entries) != 1 {
			t.Fatalf("there lie %v, %v", entries, err)
		}
		if err := os.CopyFS(filepath.Join(beside, ".minglu-public-1"), os.DirFS(out)); err != nil {
			t.Fatal(err)
		}
	}
}

// An editor edits a repository at random, and can take back its last edit.
type editor struct {
	t               *testing.T
	dir, out, cache string
	random          *rand.Rand

	file string // that was edited last
	was  []byte // nil: it was not there
}

// edit makes one edit and says which.
func (e *editor) edit() string {
	e.t.Helper()
	kinds := []func() string{e.story, e.story, e.undo, e.nothing, e.settings, e.fact, e.notice, e.rule, e.template, e.style, e.added, e.removed, e.unread, e.published, e.strayed, e.remembered}
	return kinds[e.random.IntN(len(kinds))]()
}

func (e *editor) nothing() string { return "nothing" }

// undo puts back what the last edit changed.
func (e *editor) undo() string {
	if e.file == "" {
		return "nothing to undo"
	}
	e.put(e.file, e.was)
	return "undone " + e.file
}

// put writes a file, or removes it where data is nil.
func (e *editor) put(file string, data []byte) {
	e.t.Helper()
	was, err := os.ReadFile(file)
	if err != nil {
		was = nil
	}
	e.file, e.was = file, was
	if data == nil {
		err = os.Remove(file)
	} else if err = os.MkdirAll(filepath.Dir(file), 0o755); err == nil {
		err = os.WriteFile(file, data, 0o644)
	}
	if err != nil && !os.IsNotExist(err) {
		e.t.Fatal(err)
	}
}

// one returns one of the files of a pattern, "" where there is none.
func (e *editor) one(of string) string {
	e.t.Helper()
	files, err := filepath.Glob(of)
	if err != nil {
		e.t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f string) bool {
		info, err := os.Stat(f)
		return err != nil || !info.Mode().IsRegular()
	})
	if len(files) == 0 {
		return ""
	}
	return files[e.random.IntN(len(files))]
}

// change changes one of the files of a pattern.
func (e *editor) change(of string, change func(string) string) string {
	e.t.Helper()
	file := e.one(of)
	if file == "" {
		return "no file of " + of
	}
	text, err := os.ReadFile(file)
	if err != nil {
		e.t.Fatal(err)
	}
	e.put(file, []byte(change(string(text))))
	return "changed " + file
}

func (e *editor) story() string {
	return e.change(e.dir+"/content/brands/*/*.md", func(s string) string {
		return s + fmt.Sprintf("\n又添了第 %d 句话。\n", e.random.IntN(1000))
	})
}

func (e *editor) fact() string {
	return e.change(e.dir+"/content/brands/*/*.md", func(s string) string {
		return strings.Replace(s, "0\n", strconv.Itoa(e.random.IntN(9))+"\n", 1)
	})
}

func (e *editor) settings() string {
	return e.change(e.dir+"/content/site.yaml", func(s string) string {
		line, rest, _ := strings.Cut(s, "\n")
		if !strings.HasPrefix(line, "# ") {
			rest = s
		}
		title := fmt.Sprintf("title: 名录%d\n", e.random.IntN(100))
		lines := strings.SplitAfter(rest, "\n")
		for i, l := range lines {
			if strings.HasPrefix(l, "title:") {
				lines[i] = title
			}
		}
		return strings.Join(lines, "")
	})
}

func (e *editor) notice() string {
	return e.change(e.dir+"/content/notices/*.md", func(s string) string { return s + "\n特此公告。\n" })
}

func (e *editor) rule() string {
	return e.change(e.dir+"/criteria/*.yaml", func(s string) string { return s + "# 注\n" })
}

func (e *editor) template() string {
	return e.change(e.dir+"/layouts/*.html", func(s string) string { return s + "<!-- 注 -->\n" })
}

func (e *editor) style() string {
	return e.change(e.dir+"/layouts/*/*.css", func(s string) string {
		return s + fmt.Sprintf("\n.x%d { color: red }\n", e.random.IntN(1000))
	})
}

// added adds a page of text, removed takes a notice or a page away.
func (e *editor) added() string {
	file := fmt.Sprintf("%s/content/pages/p%d.md", e.dir, e.random.IntN(5))
	e.put(file, []byte("---\ntitle: 说明\n---\n\n一页说明。\n"))
	return "added " + file
}

func (e *editor) removed() string {
	file := e.one(e.dir + "/content/[bnp]*/*.md")
	if file == "" {
		return "nothing to remove"
	}
	e.put(file, nil)
	return "removed " + file
}

// unread adds what no build reads.
func (e *editor) unread() string {
	file := e.dir + "/content/_draft.md"
	e.put(file, []byte(strconv.Itoa(e.random.IntN(1000))))
	return "changed " + file
}

// published damages the site that was written, strayed leaves there what a build that was
// cut short does.
func (e *editor) published() string {
	file := e.one(e.out + "/*/*")
	if file == "" {
		return "no site to damage"
	}
	if e.random.IntN(2) == 0 {
		e.put(file, nil)
	} else {
		e.put(file, []byte("torn"))
	}
	e.file = "" // the build mends it
	return "damaged " + file
}

func (e *editor) strayed() string {
	file := e.out + "/.minglu-index.html.tmp"
	e.put(file, []byte("torn"))
	e.file = ""
	return "left " + file
}

// remembered damages the cache.
func (e *editor) remembered() string {
	file := e.one(e.cache + "/*/*/*")
	if file == "" {
		return "no cache to damage"
	}
	e.put(file, []byte("{}"))
	e.file = ""
	return "damaged the cache"
}
