package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/fixture"
	"minglu/generator/layouts"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"minglu": func() { // main, but for the desk
		if other := strings.Fields(os.Getenv("PROGRAM")); len(other) > 0 {
			os.Exit(runOther(other))
		}
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr, time.Now))
	}})
}

// runOther runs the program that PROGRAM names in the place of this one: that of another
// system, by what lets it run here (.ci/wine, .ci/arm64).
func runOther(program []string) int {
	cmd := exec.Command(program[0], append(program[1:], os.Args[1:]...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if ended := (*exec.ExitError)(nil); err != nil && !errors.As(err, &ended) {
		fmt.Fprintln(os.Stderr, err)
		return -1
	}
	return cmd.ProcessState.ExitCode()
}

// run is the program without the desk, of which the engine takes long to compile.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, now func() time.Time) int {
	return (&app{stdout: stdout, stderr: stderr, now: now, layouts: layoutsOnce}).run(ctx, args)
}

// loadedLayouts are those that a test has loaded, by the sum of their files.
var loadedLayouts sync.Map

// layoutsOnce loads layouts; those of the same files once, in whatever repository they lie.
func layoutsOnce(files fs.FS) (*layouts.Layouts, error) {
	sum, err := checkout.Sum(files, "layouts")
	if err != nil {
		return layouts.Load(files) // which says why
	}
	load, _ := loadedLayouts.LoadOrStore(string(sum), sync.OnceValues(func() (*layouts.Layouts, error) { return layouts.Load(files) }))
	return load.(func() (*layouts.Layouts, error))()
}

// newRoot returns its commands.
func newRoot(stdout, stderr io.Writer, now func() time.Time) *cobra.Command {
	return (&app{stdout: stdout, stderr: stderr, now: now}).commands()
}

// TestScripts runs the cases of testdata/script, each a session at a terminal.
// A case that brings no content/ of its own works on a copy of the repository's,
// with the rules of testdata/rules.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"PROGRAM", "WINEPREFIX", "WINEDEBUG", "WINEDLLOVERRIDES", "LC_ALL"} {
				if value := os.Getenv(name); value != "" && os.Getenv("PROGRAM") != "" {
					env.Setenv(name, value)
				}
			}
			for _, folder := range []string{"content", "criteria", "layouts"} {
				to := filepath.Join(env.WorkDir, folder)
				if _, err := os.Stat(to); err == nil {
					continue
				}
				if err := fixture.CopyFolder("..", env.WorkDir, folder); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "edit": edit, "append": joinTo, "keep": keep, "kept": kept, "occupy": occupy,
		},
	})
}

// exits CODE PROGRAM ARG… runs a program that must end with the code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code, err := 0, ts.Exec(args[1], args[2:]...)
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		code = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// edit FILE OLD NEW puts NEW in the place of OLD, which must occur.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs(args[0])
	data, err := os.ReadFile(file)
	ts.Check(err)
	if !strings.Contains(string(data), args[1]) {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(file, []byte(strings.Replace(string(data), args[1], args[2], 1)), 0o644))
}

// append FILE OTHER puts what OTHER holds behind what FILE does.
func joinTo(ts *testscript.TestScript, _ bool, args []string) {
	file, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_WRONLY, 0)
	ts.Check(err)
	_, err = file.WriteString("\n" + ts.ReadFile(args[1]))
	ts.Check(errors.Join(err, file.Close()))
}

// keep DIR remembers what the folder holds; kept DIR holds it against that: every
// byte, time and name.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv("kept_"+args[0], listing(ts, args[0]))
}

func kept(ts *testscript.TestScript, neg bool, args []string) {
	before, after := ts.Getenv("kept_"+args[0]), listing(ts, args[0])
	if (before == after) == neg {
		ts.Fatalf("%s: changed is %v", args[0], before != after)
	}
}

func listing(ts *testscript.TestScript, dir string) string {
	var b strings.Builder
	ts.Check(filepath.WalkDir(ts.MkAbs(dir), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		fmt.Fprintf(&b, "%s %s %x\n", p, info.ModTime(), data)
		return err
	}))
	return fmt.Sprintf("%x", sha256.Sum256([]byte(b.String())))
}

// minglu runs the command in this process and returns what it printed.
func minglu(args ...string) (code int, stdout, stderr string) {
	var out, errs strings.Builder
	code = run(context.Background(), args, &out, &errs, fixedNow)
	return code, out.String(), errs.String()
}

// fixedNow is an hour at which it is tomorrow in Beijing.
func fixedNow() time.Time { return time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC) }
