package content

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/values"
)

// A Cache keeps what was read of files for a program that reads the same folder
// again and again: a file that is as it was is not parsed anew, and what it says is
// the same value.
//
// The zero Cache is ready, and nil is one that keeps nothing. It is used by one
// goroutine at a time.
type Cache struct {
	under   conditions
	brands  fileCache[Brand]
	notices fileCache[Notice]
	records fileCache[Record]
	pages   fileCache[Page]
}

// conditions are what a file is read under, other files apart. What was read
// under others is of no use.
type conditions struct {
	rules  *criteria.Rules
	region *criteria.Region
	date   values.Date
	taken  []string
	odd    map[string]bool
	agreed []LetThrough // by the bureau, of what brands declare
}

// A fileCache is what was read of the files of one kind, by path.
type fileCache[T any] struct {
	mu   sync.Mutex // files are read at the same time
	last map[string]*cachedFile[T]
	now  map[string]*cachedFile[T] // what the present Load has come by
}

// A cachedFile is what one file said.
type cachedFile[T any] struct {
	value    *T
	list     diag.List
	stamp    stamp
	pictures []stamp // of the pictures that it shows
}

// A stamp tells whether a file is still the one that was read.
type stamp struct {
	path string
	info fs.FileInfo
	read time.Time // when it was looked at, before it was read
}

// settled is how old a change must be before a stamp tells it from the next:
// clocks of file systems are coarse, of some as coarse as two seconds.
const settled = 2 * time.Second

func newStamp(root fs.FS, path string) (stamp, error) {
	now := time.Now()
	info, err := fs.Stat(root, path)
	return stamp{path, info, now}, err
}

// holds reports whether the file is certainly as it was. Of a file system in
// memory nothing is certain.
func (s stamp) holds(root fs.FS) bool {
	info, err := fs.Stat(root, s.path)
	return err == nil && os.SameFile(info, s.info) && info.Size() == s.info.Size() && info.Mode() == s.info.Mode() &&
		info.ModTime().Equal(s.info.ModTime()) && s.read.Sub(info.ModTime()) > settled
}

// begin forgets what was read under other conditions.
func (c *Cache) begin(r *reader) {
	now := conditions{r.rules, r.settings.Region, r.date, r.taken, r.folder.odd, r.settings.NotPersonal}
	was := c.under
	if was.rules != now.rules || was.region != now.region || was.date != now.date || !slices.Equal(was.taken, now.taken) || !maps.Equal(was.odd, now.odd) || !slices.Equal(was.agreed, now.agreed) {
		c.brands.last, c.notices.last, c.records.last, c.pages.last = nil, nil, nil, nil
	}
	c.under = now
	c.brands.now, c.notices.now = map[string]*cachedFile[Brand]{}, map[string]*cachedFile[Notice]{}
	c.records.now, c.pages.now = map[string]*cachedFile[Record]{}, map[string]*cachedFile[Page]{}
}

// end forgets the files that are gone.
func (c *Cache) end() {
	c.brands.last, c.notices.last, c.records.last, c.pages.last = c.brands.now, c.notices.now, c.records.now, c.pages.now
	c.brands.now, c.notices.now, c.records.now, c.pages.now = nil, nil, nil, nil
}

// cachedRead returns read, called only for files that are not as they were.
func cachedRead[T any](root fs.FS, m *fileCache[T], read func(string) (*T, diag.List, error), pictures func(*T) ([]string, bool)) func(string) (*T, diag.List, error) {
	return func(file string) (*T, diag.List, error) {
		k := m.last[file]
		if k == nil || !k.holds(root) {
			stamp, err := newStamp(root, file)
			if err != nil {
				return nil, nil, err
			}
			value, list, err := read(file)
			if err != nil || value == nil {
				return nil, list, err
			}
			k = &cachedFile[T]{value: value, list: list, stamp: stamp}
			if !k.stampPictures(root, pictures) {
				return value, list, nil
			}
		}
		m.mu.Lock()
		m.now[file] = k
		m.mu.Unlock()
		return k.value, k.list, nil
	}
}

func (k *cachedFile[T]) holds(root fs.FS) bool {
	return k.stamp.holds(root) && !slices.ContainsFunc(k.pictures, func(p stamp) bool { return !p.holds(root) })
}

// stampPictures reports whether what the file says depends on nothing but itself
// and the pictures that it shows. One that it asks for in vain may come, under
// this name or one that is like it.
func (k *cachedFile[T]) stampPictures(root fs.FS, pictures func(*T) ([]string, bool)) bool {
	if pictures == nil {
		return true
	}
	files, all := pictures(k.value)
	for _, file := range files {
		s, err := newStamp(root, file)
		if err != nil {
			return false
		}
		k.pictures = append(k.pictures, s)
	}
	return all
}

func picturesOf(b *Brand) (files []string, all bool) {
	for _, p := range b.Pictures {
		files = append(files, p.File)
	}
	return files, len(b.refused) == 0
}
