package build

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"minglu/generator/cache"
	"minglu/generator/checkout"
	"minglu/generator/edition"
	"minglu/generator/public"
	"minglu/generator/values"
)

// sources are the folders of a repository that a site is made of.
var sources = []string{"content", "criteria", "layouts", edition.LockFile}

// A Made is what a build made of sources that are the same still.
type Made struct {
	Brands   int
	Waiting  int               // brands that no act has named: they have no page
	Manifest [sha256.Size]byte // public.Manifest.Sum of the files
}

// A Memory knows what the last build made of sources like these. A nil Memory knows
// nothing.
type Memory struct {
	files fs.FS
	kept  *cache.Cache
	sum   []byte // of the sources
	key   []byte // of all that a site depends on
}

// Remember sums up the sources of a repository, and what else its site depends on: the
// program by the cache itself, the engine of the desk, which another release of Go
// compiles otherwise, and on which days it may be reckoned. It returns nil where that
// cannot be told; the build will say why.
func (b Builder) Remember(ctx context.Context, files fs.FS, days ...values.Date) *Memory {
	identity := make(chan []byte, 1)
	go func() { identity <- b.deskIdentity(ctx) }()
	sum, err := checkout.Sum(files, sources...)
	desk := <-identity
	if err != nil || desk == nil {
		return nil
	}
	key := fmt.Appendf(nil, "%x %x %v %v %s", sum, desk, b.NoSearch, days, b.Signing.identity())
	for _, c := range b.Twins {
		key = append(key, " "+c.Name...)
	}
	return &Memory{files: files, kept: b.Cache, sum: sum, key: key}
}

// deskIdentity sums up the engine, nil where that cannot be told.
func (b Builder) deskIdentity(ctx context.Context) []byte {
	if b.Desk == nil {
		return []byte("none")
	}
	sum, _ := b.Desk.Identity(ctx)
	return sum
}

const (
	memoryKind = "site" // of results in the cache
	memoryName = "made.json"
)

// Stands returns what was made of the same sources, if every file of it stands in the
// folder out as it was written, and how much that is.
func (m *Memory) Stands(ctx context.Context, out string) (made Made, done public.Summary, ok bool) {
	if m == nil {
		return made, done, false
	}
	use, err := m.kept.Use(ctx, memoryKind)
	if err != nil {
		return made, done, false
	}
	defer use.Close()
	entry, found := use.Find(m.key)
	if !found {
		return made, done, false
	}
	data, err := entry.ReadFile(memoryName)
	if err != nil || json.Unmarshal(data, &made) != nil {
		return made, done, false
	}
	manifest, err := public.ReadManifest(out)
	if err != nil || manifest.Sum() != made.Manifest || public.IsCutShort(out) {
		return made, done, false
	}
	d, err := manifest.Hold(ctx, out)
	return made, public.Summary{Files: len(manifest), Bytes: d.Bytes, Manifest: manifest}, err == nil && d.None()
}

// Keep notes what was made of the sources, unless they have changed meanwhile.
func (m *Memory) Keep(ctx context.Context, made Made) {
	if m == nil {
		return
	}
	if sum, err := checkout.Sum(m.files, sources...); err != nil || string(sum) != string(m.sum) {
		return
	}
	data, err := json.Marshal(made)
	if err != nil {
		return
	}
	use, err := m.kept.Use(ctx, memoryKind)
	if err != nil {
		return
	}
	defer use.Close()
	use.Keep(m.key, func(dir string) error { return os.WriteFile(filepath.Join(dir, memoryName), data, 0o600) })
	use.Done()
}
