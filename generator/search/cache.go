package search

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
)

// sources are this package's own, which are part of the cache's key: what an
// older program made of the same documents is of no use.
//
//go:embed *.go
var sources embed.FS

// fingerprint sums up all that an index depends on: the documents, this
// package, the modules that the program is made of.
func fingerprint(corpus *Corpus) (string, error) {
	h := sha256.New()
	files, err := fs.Glob(sources, "*.go")
	if err != nil {
		return "", err
	}
	for _, name := range files {
		data, err := sources.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(data), data)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			fmt.Fprintln(h, m.Path, m.Version)
		}
	}
	if err := json.NewEncoder(h).Encode(corpus); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// Report says what Build did.
type Report struct {
	Documents int
	Files     int
	Bytes     int64 // of all files
	Cached    bool  // the documents were indexed before
}

// Build indexes the corpus and hands every file of the export to put, its path
// below public/, the manifest last. cacheDir keeps the bleve index and the
// export under the hash of the documents, for the next build and for Open; it
// may be deleted at any time.
func Build(ctx context.Context, corpus Corpus, cacheDir string, put func(path string, data []byte) error) (Report, error) {
	ready, err := prepare(ctx, corpus, cacheDir)
	if err != nil {
		return Report{}, err
	}
	report := Report{Documents: len(ready.corpus.Documents), Files: len(ready.files), Cached: ready.cached}
	for _, f := range ready.files {
		report.Bytes += int64(len(f.Data))
		if err := put(f.Path, f.Data); err != nil {
			return report, err
		}
	}
	return report, nil
}

// Open returns the index of the corpus, built where cacheDir does not hold it.
func Open(ctx context.Context, corpus Corpus, cacheDir string) (*Index, error) {
	ready, err := prepare(ctx, corpus, cacheDir)
	if err != nil {
		return nil, err
	}
	return open(ready.corpus, filepath.Join(ready.dir, "bleve"))
}

// prepared is what a folder of the cache holds.
type prepared struct {
	corpus *Corpus
	dir    string
	files  []File
	cached bool
}

// prepare returns the folder of the corpus in the cache, made now where it is
// absent or damaged.
func prepare(ctx context.Context, corpus Corpus, cacheDir string) (prepared, error) {
	sorted, err := corpus.sorted()
	if err != nil {
		return prepared{}, err
	}
	key, err := fingerprint(sorted)
	if err != nil {
		return prepared{}, err
	}
	p := prepared{corpus: sorted, dir: filepath.Join(cacheDir, "search-"+key)}
	if p.files, err = recall(p.dir); err == nil {
		p.cached = true
		return p, nil
	}
	if err := os.MkdirAll(cacheDir, 0o755); err != nil {
		return p, err
	}
	under, err := os.MkdirTemp(cacheDir, "search-new-")
	if err != nil {
		return p, err
	}
	defer os.RemoveAll(under)
	if p.files, err = construct(ctx, sorted, under); err != nil {
		return p, err
	}
	if err := os.RemoveAll(p.dir); err != nil {
		return p, err
	}
	if err := os.Rename(under, p.dir); err != nil {
		return p, err
	}
	return p, forget(cacheDir, p.dir)
}

// construct builds the index and its export into dir, and the sums of all files.
func construct(ctx context.Context, corpus *Corpus, dir string) (files []File, err error) {
	if err := build(ctx, corpus, filepath.Join(dir, "bleve")); err != nil {
		return nil, err
	}
	x, err := open(corpus, filepath.Join(dir, "bleve"))
	if err != nil {
		return nil, err
	}
	files, err = x.export(ctx, corpus)
	if err := errors.Join(err, x.Close()); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(dir, exportName))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(gob.NewEncoder(f).Encode(files), f.Close()); err != nil {
		return nil, err
	}
	sums, err := sumsOf(dir)
	if err != nil {
		return nil, err
	}
	return files, os.WriteFile(filepath.Join(dir, sumsName), []byte(sums), 0o644)
}

const (
	exportName = "export"
	sumsName   = "sums"
)

// errDamaged says that a folder of the cache is not what was put there.
var errDamaged = errors.New("search: the cache is damaged")

// recall reads the export of a folder in which no byte has changed.
func recall(dir string) ([]File, error) {
	want, err := os.ReadFile(filepath.Join(dir, sumsName))
	if err != nil {
		return nil, err
	}
	have, err := sumsOf(dir)
	if err != nil {
		return nil, err
	}
	if have != string(want) {
		return nil, errDamaged
	}
	f, err := os.Open(filepath.Join(dir, exportName))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var files []File
	return files, gob.NewDecoder(f).Decode(&files)
}

// sumsOf lists the hash of every file in dir but the list itself.
func sumsOf(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == sumsName {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		fmt.Fprintf(&b, "%x %s\n", h.Sum(nil), filepath.ToSlash(rel))
		return err
	})
	return b.String(), err
}

// forget removes the folders of other documents.
func forget(cacheDir, keep string) error {
	old, err := filepath.Glob(filepath.Join(cacheDir, "search-*"))
	if err != nil {
		return err
	}
	for _, dir := range old {
		if dir != keep {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}
	return err
}
