package search

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"minglu/generator/cache"
)

// fingerprint sums up the documents of an index.
func fingerprint(corpus *Corpus) ([]byte, error) {
	h := sha256.New()
	err := json.NewEncoder(h).Encode(corpus)
	return h.Sum(nil), err
}

// Report says what Build did.
type Report struct {
	Documents int
	Files     int
	Bytes     int64    // of all files
	Cached    bool     // the documents were indexed before
	Unread    []string // slugs of brands whose texts have too many words that nobody else has, and are not indexed
}

// Build indexes the corpus and hands every file of the export to put, its path
// below public/, the manifest last. kept holds the bleve index and the export
// under the hash of the documents, for the next build and for Open.
func Build(ctx context.Context, corpus Corpus, kept *cache.Cache, put func(path string, data []byte) error) (Report, error) {
	ready, err := prepare(ctx, corpus, kept)
	if err != nil {
		return Report{}, err
	}
	ready.use.Close()
	report := Report{Documents: len(ready.corpus.Documents), Files: len(ready.files), Cached: ready.cached}
	for _, d := range ready.corpus.Documents {
		if d.Unread {
			report.Unread = append(report.Unread, d.Slug)
		}
	}
	for _, f := range ready.files {
		report.Bytes += int64(len(f.Data))
		if err := put(f.Path, f.Data); err != nil {
			return report, err
		}
	}
	return report, nil
}

// Open returns the index of the corpus, built where kept does not hold it. It
// can be asked until kept is closed, also where another process forgets it
// meanwhile: its files are open by then.
func Open(ctx context.Context, corpus Corpus, kept *cache.Cache) (*Index, error) {
	ready, err := prepare(ctx, corpus, kept)
	if err != nil {
		return nil, err
	}
	defer ready.use.Close()
	x, err := open(ready.corpus, ready.entry.Path("bleve"))
	if err != nil || len(ready.corpus.Papers) == 0 {
		return x, err
	}
	if x.Papers, err = open(ready.corpus.papers(), ready.entry.Path("papers")); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// prepared is the entry of a corpus, in use.
type prepared struct {
	corpus *Corpus
	use    *cache.Use
	entry  cache.Entry
	files  []Exported
	cached bool
}

// prepare returns the entry of the corpus, made now where it is absent. Its use
// is to be closed.
func prepare(ctx context.Context, corpus Corpus, kept *cache.Cache) (p prepared, err error) {
	if p.corpus, err = corpus.sorted(); err != nil {
		return p, err
	}
	key, err := fingerprint(p.corpus)
	if err != nil {
		return p, err
	}
	if p.use, err = kept.Use(ctx, "search"); err != nil {
		return p, err
	}
	if p.entry, p.cached = p.use.Find(key); p.cached {
		if p.files, err = recall(p.entry); err == nil {
			p.use.Done()
			return p, nil
		}
		p.cached = false
	}
	p.entry, err = p.use.Make(ctx, key, func(dir string) (err error) {
		p.files, err = construct(ctx, p.corpus, dir)
		return err
	})
	if err != nil {
		p.use.Close()
		return p, err
	}
	p.use.Done()
	return p, nil
}

const exportName = "export"

// construct builds the indexes and their export into dir.
func construct(ctx context.Context, corpus *Corpus, dir string) (files []Exported, err error) {
	m, files, err := indexInto(ctx, corpus, filepath.Join(dir, "bleve"))
	if err != nil {
		return nil, err
	}
	forms, err := simple()
	if err != nil {
		return nil, err
	}
	files = append(files, forms)
	if papers := corpus.papers(); len(papers.Documents) > 0 {
		of, its, err := indexInto(ctx, papers, filepath.Join(dir, "papers"))
		if err != nil {
			return nil, err
		}
		packed, err := packOf(of, its)
		if err != nil {
			return nil, err
		}
		files = append(files, packed)
	}
	if files, err = m.publish(files); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(dir, exportName))
	if err != nil {
		return nil, err
	}
	return files, errors.Join(gob.NewEncoder(f).Encode(files), f.Close())
}

// indexInto builds the index of a corpus in dir and returns its files, not yet packed.
func indexInto(ctx context.Context, corpus *Corpus, dir string) (m manifest, files []Exported, err error) {
	if err := build(ctx, corpus, dir); err != nil {
		return m, nil, err
	}
	x, err := open(corpus, dir)
	if err != nil {
		return m, nil, err
	}
	m, files, err = x.export(ctx, corpus)
	return m, files, errors.Join(err, x.Close())
}

// recall reads the export of an entry.
func recall(e cache.Entry) (files []Exported, err error) {
	data, err := e.ReadFile(exportName)
	if err != nil {
		return nil, err
	}
	return files, gob.NewDecoder(bytes.NewReader(data)).Decode(&files)
}
