package pictures

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
)

// sources are this package's own, which are part of the cache's keys: what an
// older program made of the same original is of no use.
//
//go:embed *.go
var sources embed.FS

// A cache keeps renditions in a folder, a file an original. The nil cache keeps
// nothing.
type cache struct {
	dir    string
	recipe []byte // what the renditions depend on beside the original

	mu   sync.Mutex
	used map[string]bool // names of files
}

// openCache opens the folder pictures/ below dir; where dir is "" it returns
// the nil cache.
func openCache(dir string) (*cache, error) {
	if dir == "" {
		return nil, nil
	}
	c := &cache{dir: filepath.Join(dir, "pictures"), used: map[string]bool{}}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return nil, err
	}
	h := sha256.New()
	files, err := fs.Glob(sources, "*.go")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		data, err := sources.ReadFile(name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(data), data)
	}
	fmt.Fprintln(h, runtime.Version()) // whose encoders they are
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			fmt.Fprintln(h, m.Path, m.Version)
		}
	}
	c.recipe = h.Sum(nil)
	return c, nil
}

// key names the file of an original.
func (c *cache) key(original []byte) string {
	if c == nil {
		return ""
	}
	h := sha256.New()
	h.Write(c.recipe)
	h.Write(original)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// recall returns the renditions under the key, if they are there and no byte of them
// has changed.
func (c *cache) recall(key string) (renditions []rendition, found bool) {
	if c == nil {
		return nil, false
	}
	c.mu.Lock()
	c.used[key] = true
	c.mu.Unlock()
	data, err := os.ReadFile(filepath.Join(c.dir, key))
	if err != nil || len(data) < sha256.Size {
		return nil, false
	}
	sum, body := data[:sha256.Size], data[sha256.Size:]
	if have := sha256.Sum256(body); !bytes.Equal(have[:], sum) {
		return nil, false
	}
	err = gob.NewDecoder(bytes.NewReader(body)).Decode(&renditions)
	return renditions, err == nil && len(renditions) > 0
}

// keep writes the renditions behind their hash, by another name first: whoever reads
// meanwhile meets the whole file or none.
func (c *cache) keep(key string, renditions []rendition) error {
	if c == nil {
		return nil
	}
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(renditions); err != nil {
		return err
	}
	f, err := os.CreateTemp(c.dir, "new-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it has its own name
	sum := sha256.Sum256(body.Bytes())
	_, err = f.Write(append(sum[:], body.Bytes()...))
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(c.dir, key))
}

// forget removes what this build did not use.
func (c *cache) forget() error {
	if c == nil {
		return nil
	}
	entries, err := os.ReadDir(c.dir)
	for _, e := range entries {
		if !c.used[e.Name()] && !e.IsDir() {
			err = errors.Join(err, os.Remove(filepath.Join(c.dir, e.Name())))
		}
	}
	return err
}
