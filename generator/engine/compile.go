package engine

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"minglu/generator/checkout"
)

// A compiler is the Go command, and the sources that this program was compiled from.
type compiler struct {
	ctx  context.Context
	dir  string // the module's root
	root string // where the Go release lies
	key  []byte // sums up the sources and the release
}

// compilerOf returns the compiler of this program, or an *Absence.
func compilerOf(ctx context.Context) (*compiler, error) {
	dir, err := Sources()
	if err != nil {
		return nil, err
	}
	c := &compiler{ctx: ctx, dir: dir}
	said, err := c.run("env", "GOROOT", "GOVERSION")
	if err != nil {
		return nil, err
	}
	root, version, found := strings.Cut(strings.TrimSpace(said), "\n")
	if !found {
		return nil, &Absence{"go env 没有说出 Go 的版本"}
	}
	c.root = strings.TrimSpace(root)
	c.key, err = sumOf(dir, strings.TrimSpace(version))
	return c, err
}

// Sources returns the folder of the module that this program was compiled from, or an *Absence.
func Sources() (string, error) {
	absent := &Absence{"程序不带填报台，也找不到编译程序时的源代码"}
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) {
		return "", absent // -trimpath
	}
	dir := filepath.Join(filepath.Dir(file), "..", "..")
	mod, err := checkout.Open(dir).ReadFile("go.mod")
	if err != nil || !strings.HasPrefix(string(mod), "module minglu\n") {
		return "", absent
	}
	return dir, nil
}

// flags compile the same bytes of the same sources, wherever they lie; -l, which
// inlines nothing, saves a tenth of what is fetched.
var flags = []string{"-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-gcflags=all=-l"}

// compile compiles the engine, with a folder to work in.
func (c *compiler) compile(dir string) (*Engine, error) {
	programs, err := c.programs(dir, "engine", "documents")
	if err != nil {
		return nil, err
	}
	support, err := checkout.Open(filepath.Join(c.root, "lib", "wasm")).ReadFile(supportName)
	if err != nil {
		return nil, &Absence{"Go 的安装里没有 lib/wasm/" + supportName}
	}
	return newEngine(programs[0], programs[1], support), nil
}

// programs compiles programs below generator/desk/.
func (c *compiler) programs(dir string, names ...string) ([][]byte, error) {
	in, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	arguments := slices.Concat([]string{"build"}, flags, []string{"-o", dir + string(filepath.Separator)})
	for _, name := range names {
		arguments = append(arguments, "./generator/desk/"+name)
	}
	if _, err := c.run(arguments...); err != nil {
		return nil, err
	}
	const most = 64 << 20
	var programs [][]byte
	for _, name := range names {
		program, err := checkout.ReadIn(in, name, most)
		if err = errors.Join(err, in.Remove(name)); err != nil {
			return nil, err
		}
		programs = append(programs, program)
	}
	return programs, nil
}

// run runs the Go command for the browser, without what the user set for other work.
// What it cannot do is an *Absence.
func (c *compiler) run(args ...string) (string, error) {
	cmd := exec.CommandContext(c.ctx, "go", args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOFLAGS=-mod=readonly", "GOWORK=off", "GOEXPERIMENT=", "CGO_ENABLED=0")
	out, err := cmd.Output()
	var failed *exec.ExitError
	switch {
	case err == nil:
		return string(out), nil
	case c.ctx.Err() != nil:
		return "", c.ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return "", &Absence{"程序不带填报台，也没有找到 go 命令来编译"}
	case errors.As(err, &failed):
		return "", &Absence{fmt.Sprintf("go %s 没有完成：%s", args[0], firstLine(string(failed.Stderr)))}
	}
	return "", &Absence{fmt.Sprintf("无法运行 go：%v", err)}
}

func firstLine(said string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	return line
}

// sumOf sums up what the engine is compiled from, and more: all sources of the module
// but tests, for other sources make another program, and that keeps its own results.
func sumOf(dir, version string) ([]byte, error) {
	root := checkout.Open(dir)
	h := sha256.New()
	fmt.Fprintln(h, version, flags)
	add := func(file string) error {
		data, err := root.ReadFile(file)
		fmt.Fprintf(h, "%q %d\n", file, len(data))
		h.Write(data)
		return err
	}
	err := fs.WalkDir(root, "generator", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") || file == "generator/pinyin/words.txt":
			return add(file)
		}
		return nil
	})
	err = errors.Join(err, add("go.mod"), add("go.sum"))
	return h.Sum(nil), err
}
