package browser

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"minglu/generator/build"
	"minglu/generator/cache"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/fixture"
	"minglu/generator/public"
	"minglu/generator/values"
)

// shared is a folder for what is made once and only read after that.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "minglu-browser-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(shared)
	os.Exit(code)
}

// A once is made by the first test that asks for it.
type once struct {
	sync.Mutex
	made bool
}

// in returns the folder of that name, which make filled.
func (o *once) in(t *testing.T, name string, make func(dir string)) string {
	t.Helper()
	o.Lock()
	defer o.Unlock()
	dir := filepath.Join(shared, name)
	if !o.made {
		make(dir)
		o.made = true
	}
	return dir
}

var demonstration, program once

// minglu runs the program, compiled once, as people do, but on a day of June 2026 and with its
// cache among what is shared: the engine of the desk is compiled once too.
func minglu(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	dir := program.in(t, "program", func(dir string) {
		cmd := exec.Command("go", "build", "-o", filepath.Join(dir, "minglu"), ".")
		cmd.Dir = ".."
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", cmd, err, said)
		}
	})
	cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "minglu"), append(args, "--date", today.String(), "--cache", filepath.Join(dir, "cache"))...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if ended := (*exec.ExitError)(nil); err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// today is the day that sites are made for.
var today = values.Date{Year: 2026, Month: 6, Day: 30}

// mustBuild builds the repository in dir into out: with the search, and with a desk that has
// no engine, of which compiling takes long.
func mustBuild(t *testing.T, dir, out string) {
	t.Helper()
	e, bad, err := edition.Read(checkout.Open(dir), func(*content.Settings) values.Date { return today })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	kept := cache.Open(dir, t.TempDir(), nil)
	defer kept.Close()
	var tree public.Tree
	defer tree.Close()
	nothing := func(string) {}
	if _, bad, err = (build.Builder{Cache: kept, Step: nothing, Say: nothing}).Build(t.Context(), e, nil, &tree); err == nil && len(bad) == 0 {
		_, err = tree.Publish(t.Context(), out, public.Either)
	}
	if err != nil || len(bad) > 0 {
		var said strings.Builder
		_ = bad.Text(&said)
		t.Fatal(err, said.String())
	}
}

// below is the folder of the host that the sites are served from: what holds there
// holds at the top.
const below = "/minglu/"

// buildBelow builds the repository in dir into out, for that folder.
func buildBelow(t *testing.T, dir, out string) {
	t.Helper()
	fixture.EditSettings(t, dir, "base_url: https://minglu.example.org/", "base_url: https://minglu.example.org"+below)
	mustBuild(t, dir, out)
}
