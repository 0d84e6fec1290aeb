// Package engine makes what the desk's page loads: the programs generator/desk/engine and,
// for Word and Excel, generator/desk/documents compiled to WebAssembly, the dictionary that they
// are handed, and the script that all are unpacked and run by, in a worker of the browser.
//
// The programs are compiled by the Go command, once per change of the sources, and kept
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
	"sync"

	"minglu/generator/cache"
	"minglu/generator/edition"
	"minglu/generator/lzma"
	"minglu/generator/pinyin"
)

// An Engine is what depends on no site. All but Support is compressed by package lzma.
type Engine struct {
	Program   []byte // WebAssembly
	Documents []byte // WebAssembly: the same, with papers and what is taken in
	Words     []byte // what pinyin.New takes
	Support   []byte // wasm_exec.js of the Go release that compiled the programs
}

// An Absence says in Chinese why there is no engine.
type Absence struct{ Why string }

func (a *Absence) Error() string { return a.Why }

// The names of the parts, in the cache and in a released program.
const (
	programName   = "engine.lzma"
	documentsName = "documents.lzma"
	wordsName     = "words.lzma"
	supportName   = "wasm_exec.js"
)

// Own is the engine of this program: the one that it carries, that the cache holds, or
// one that is compiled.
type Own struct{}

// Identity sums up what Engine returns, also where that is an *Absence.
func (Own) Identity(ctx context.Context) ([]byte, error) {
	if e, err := read(carried); err != nil || e != nil {
		return []byte("carried"), err // by the program
	}
	c, err := compilerOf(ctx)
	if absent := (*Absence)(nil); errors.As(err, &absent) {
		return []byte(absent.Why), nil
	}
	if err != nil {
		return nil, err
	}
	return c.key, nil
}

// Engine returns the engine; where it must be compiled now, compiling is told. The
// error is an *Absence, the machine's or that of ctx.
func (Own) Engine(ctx context.Context, kept *cache.Cache, compiling func()) (*Engine, error) {
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
	return []part{{programName, &e.Program}, {documentsName, &e.Documents}, {wordsName, &e.Words}, {supportName, &e.Support}}
}

func newEngine(program, documents, support []byte) *Engine {
	e := &Engine{Support: support}
	var packing sync.WaitGroup
	packing.Go(func() { e.Program = lzma.Compress(program) })
	packing.Go(func() { e.Documents = lzma.Compress(documents) })
	packing.Go(func() { e.Words = lzma.Compress([]byte(pinyin.File())) })
	packing.Wait()
	return e
}

// A Site is what a site adds to an engine.
type Site struct {
	Worker  []byte // the bundle of layouts/desk/worker.ts
	Bundle  []byte // what a desk is opened with: desk.Published
	Sources []byte // what Documents reads of the repository: papers.Sources
}

// A file is what the page loads, under the name by which it knows it.
type file struct {
	name, published, ext string
	data                 []byte
	later                bool // when documents are asked for
}

func (e *Engine) files(s Site) []file {
	return []file{
		{"worker", "worker", ".js", fmt.Appendf(nil, "%s\n%s", strings.TrimSpace(string(e.Support)), s.Worker), false}, // Go's half first
		{"program", "engine", ".lzma", e.Program, false},
		{"words", "words", ".lzma", e.Words, false},
		{"bundle", "bundle", ".json", s.Bundle, false},
		{"documents", "documents", ".lzma", e.Documents, true},
		{"sources", "sources", ".json", s.Sources, true},
	}
}

// Addresses are those of the published files, below the site's root: as layouts.DeskFiles.
type Addresses struct{ Worker, Program, Words, Bundle, Documents, Sources string }

// Publish hands put the files of a site. An address carries a hash of the content, so
// that browsers may keep the file for ever.
func (e *Engine) Publish(s Site, put func(path string, data []byte) error) (Addresses, error) {
	var a Addresses
	of := map[string]*string{"worker": &a.Worker, "program": &a.Program, "words": &a.Words, "bundle": &a.Bundle, "documents": &a.Documents, "sources": &a.Sources}
	for _, f := range e.files(s) {
		sum := sha256.Sum256(f.data)
		address := edition.DeskFilePath(f.published + "-" + hex.EncodeToString(sum[:5]) + f.ext)
		if err := put(address, f.data); err != nil {
			return a, err
		}
		*of[f.name] = address
	}
	return a, nil
}

// Scripts returns the same files as scripts, by path, for a page that is opened from a
// disk: no other file can be read there. Each hands its bytes to the page in Base64. The
// page begins with first; it fetches the others itself.
func (e *Engine) Scripts(s Site) (files map[string][]byte, first []string) {
	files = map[string][]byte{}
	for _, f := range e.files(s) {
		path := edition.DeskFilePath(f.name + ".js")
		files[path] = fmt.Appendf(nil, "(self.deskFiles??={}).%s=%q;\n", f.name, base64.StdEncoding.EncodeToString(f.data))
		if !f.later {
			first = append(first, path)
		}
	}
	return files, first
}
