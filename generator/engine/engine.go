// Package engine makes what the desk's page loads: the program in generator/desk/engine
// compiled to WebAssembly, the dictionary that it is handed, and the script that both
// are unpacked and run by, in a worker of the browser.
//
// The program is compiled by the Go command, once per change of the sources, and kept
// in the cache. The sources are those that this very program was compiled from, which
// lie where the compiler says: never those of the repository that a site is built
// from, which strangers change. A released program was compiled elsewhere and carries
// the engine with it (.ci/release). Where there is neither, sites have no desk.
package engine

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	"minglu/generator/cache"
	"minglu/generator/edition"
	"minglu/generator/lzma"
	"minglu/generator/pinyin"
)

// An Engine is what depends on no site. Program and Words are compressed by package
// lzma.
type Engine struct {
	Program []byte // WebAssembly
	Words   []byte // what pinyin.New takes
	Support []byte // wasm_exec.js of the Go release that compiled the program
}

// An Absence says in Chinese why there is no engine.
type Absence struct{ Why string }

func (a *Absence) Error() string { return a.Why }

// The names of the parts, in the cache and in a released program.
const (
	programName = "engine.lzma"
	wordsName   = "words.lzma"
	supportName = "wasm_exec.js"
)

// Of returns the engine of this program: the one that it carries, that kept holds, or
// one that is compiled now, which compiling is told. The error is an *Absence, the
// machine's or that of ctx.
func Of(ctx context.Context, kept *cache.Cache, compiling func()) (*Engine, error) {
	if e, err := read(carried); e != nil || err != nil {
		return e, err
	}
	c, err := compilerOf(ctx)
	if err != nil {
		return nil, err
	}
	use, err := kept.Use(ctx, "engine")
	if err != nil {
		return nil, err
	}
	defer use.Close()
	entry, found := use.Find(c.key)
	if !found {
		compiling()
		entry, err = use.Make(ctx, c.key, func(dir string) error {
			e, err := c.compile(dir)
			if err != nil {
				return err
			}
			return e.Write(dir)
		})
		if err != nil {
			return nil, err
		}
	}
	e, err := read(entry.ReadFile)
	if err == nil {
		use.Done()
	}
	return e, err
}

// read reads an engine by its parts, nil where there is none.
func read(file func(name string) ([]byte, error)) (*Engine, error) {
	e := &Engine{}
	for _, p := range e.parts() {
		data, err := file(p.name)
		if errors.Is(err, errNothingCarried) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		*p.data = data
	}
	return e, nil
}

// Write writes the parts of an engine into a folder.
func (e *Engine) Write(dir string) error {
	in, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer in.Close()
	for _, p := range e.parts() {
		if err := in.WriteFile(p.name, *p.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

type part struct {
	name string
	data *[]byte
}

func (e *Engine) parts() []part {
	return []part{{programName, &e.Program}, {wordsName, &e.Words}, {supportName, &e.Support}}
}

func newEngine(program, support []byte) *Engine {
	return &Engine{Program: lzma.Compress(program), Words: lzma.Compress([]byte(pinyin.File())), Support: support}
}

// Addresses are those of the published files, below the site's root.
type Addresses struct{ Worker, Program, Words, Bundle string } // as layouts.DeskFiles

// Publish hands put the files of a site, of which worker is the bundle of
// layouts/desk/worker.ts, and bundle is what a desk is opened with. Names carry a hash of the content, so that browsers may keep
// them for ever.
func (e *Engine) Publish(worker, bundle []byte, put func(path string, data []byte) error) (Addresses, error) {
	var a Addresses
	for _, f := range []struct {
		address   *string
		name, ext string
		data      []byte
	}{
		{&a.Worker, "worker", ".js", e.script(worker)},
		{&a.Program, "engine", ".lzma", e.Program},
		{&a.Words, "words", ".lzma", e.Words},
		{&a.Bundle, "bundle", ".json", bundle},
	} {
		sum := sha256.Sum256(f.data)
		*f.address = edition.DeskFilePath(f.name + "-" + hex.EncodeToString(sum[:5]) + f.ext)
		if err := put(*f.address, f.data); err != nil {
			return a, err
		}
	}
	return a, nil
}

// script is what the worker runs: Go's half first.
func (e *Engine) script(worker []byte) []byte {
	return fmt.Appendf(nil, "%s\n%s", strings.TrimSpace(string(e.Support)), worker)
}

// Scripts returns the same files as scripts, by name, for a page that is opened from a
// disk: no other file can be read there. Each hands its bytes to the page in Base64.
func (e *Engine) Scripts(worker, bundle []byte) map[string][]byte {
	files := map[string][]byte{}
	for name, data := range map[string][]byte{"worker": e.script(worker), "engine": e.Program, "words": e.Words, "bundle": bundle} {
		files[edition.DeskFilePath(name+".js")] = fmt.Appendf(nil, "(self.deskFiles??={}).%s=%q;\n", name, base64.StdEncoding.EncodeToString(data))
	}
	return files
}
