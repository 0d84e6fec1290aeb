package public

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// A Coding is a way to compress files that servers hand out as they lie: a twin beside each
// text, named like it with the coding's ending.
type Coding struct {
	Name   string // as HTTP calls it
	Ending string
	writer func() resettable
}

type resettable interface {
	io.WriteCloser
	Reset(io.Writer)
}

// Codings are those that there are, the smaller twin first. What they write depends on the
// text alone: neither names nor times are in it.
var Codings = []Coding{
	{"br", ".br", func() resettable { return brotli.NewWriterLevel(nil, brotli.DefaultCompression) }},
	{"gzip", ".gz", func() resettable {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // the level is one that there is
		return w
	}},
}

// texts are the endings of files that become smaller.
var texts = []string{".html", ".css", ".js", ".json", ".jsonld", ".csv", ".xml", ".svg", ".txt", ".ics", ".wasm"}

// leastText is how many bytes a text has at least to get a twin: below, it goes out in one
// packet as it is.
const leastText = 1024

// Precompress puts a twin of each coding beside every text of the tree that is worth it.
func (t *Tree) Precompress(ctx context.Context, codings []Coding) error {
	paths := slices.DeleteFunc(t.Paths(), func(p string) bool {
		return t.Size(p) < leastText || !slices.Contains(texts, path.Ext(p))
	})
	type twin struct {
		path string
		data []byte
	}
	for _, c := range codings {
		// Nothing may be put while parts are read, so that each round's twins wait for its end.
		for some := range slices.Chunk(paths, 4096) {
			twins := make([]twin, len(some))
			err := inParts(ctx, nil, some, func(part []string, start int, _ *os.Root) error {
				var buffer []byte
				var b bytes.Buffer
				w := c.writer()
				for i, p := range part {
					data, err := t.store.get(t.files[p], &buffer)
					if err != nil {
						return err
					}
					b.Reset()
					w.Reset(&b)
					if _, err := w.Write(data); err != nil {
						return err
					}
					if err := w.Close(); err != nil {
						return err
					}
					if b.Len() < len(data) {
						twins[start+i] = twin{p + c.Ending, bytes.Clone(b.Bytes())}
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			for _, made := range twins {
				if made.data == nil {
					continue
				}
				if err := t.Put(made.path, made.data); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// TwinsOf returns which of the paths are twins of files of the site.
func (m Manifest) TwinsOf(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
		_, of := m[original(p)]
		return original(p) == p || !of
	})
}

// original returns the path of the file whose twin p would be, else p.
func original(p string) string {
	for _, c := range Codings {
		if whole, cut := strings.CutSuffix(p, c.Ending); cut && slices.Contains(texts, path.Ext(whole)) {
			return whole
		}
	}
	return p
}
