// Package public is the folder public/: the finished site, and the way it
// reaches the disk.
//
// A Tree collects every file of the site, in memory or, when it grows large, in a
// temporary file. PutHosting adds to them how hosts are to hand them out. CheckLinks then holds each link of each page against it, and Publish
// makes a folder on disk the same as the tree. Where it can, it makes a whole new folder
// beside the old one and has the two change places in one step (exchange.go). Else Sync
// changes the folder file by file (sync.go):
//
//   - only files whose bytes differ are written, each under another name in the
//     same folder and then renamed, so that a reader never meets half a file;
//   - what pages need comes before the pages, and what no page needs any more is
//     removed last, so that a sync which is cut short leaves a site that works;
//     the next one completes it.
//
// Both go by the record .minglu.sha256, which names the files that were written
// before. Only these are overwritten or removed. A CNAME, a .gitignore, a .well-known
// and whatever else people put there stays, and where the site needs a path at which
// somebody else's file lies, nothing is written at all. Symbolic links below the folder
// are never followed. A Manifest holds a folder against what it should be, which is how
// a build finds that nothing is to be done, and verify that nobody changed anything.
//
// One process at a time may work on a folder.
package public

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"minglu/generator/filename"
)

// A Tree is a finished site, keyed by path below public/. The zero Tree is
// empty and ready for use; Close gives back what it takes. Put may be called by
// several goroutines at a time; the other methods may not run beside Put.
type Tree struct {
	mu    sync.Mutex
	files map[string]blob
	names map[string]name // each file and folder, folded
	bytes int64
	store store
	limit int64 // bytes held in memory; 0: inMemory
}

// A name is how a file or folder is spelled, and which of the two it is.
type name struct {
	spelled string
	folder  bool
}

// Put adds a copy of data as a file. It is an error if the path is not safe on
// every system, if the tree has it already, or if it differs from another path
// by case alone: they would be one file where case does not count.
func (t *Tree) Put(path string, data []byte) error {
	if why := unsafe(path); why != "" {
		return fmt.Errorf("不能发布文件“%s”：%s", path, why)
	}
	kept, err := t.store.put(data, cmp.Or(t.limit, inMemory))
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.claim(path, false); err != nil {
		return err
	}
	if t.files == nil {
		t.files = make(map[string]blob)
	}
	t.files[path] = kept
	t.bytes += int64(len(data))
	return nil
}

// Close removes the temporary file that a large tree is kept in. The tree is
// not to be used any more.
func (t *Tree) Close() error { return t.store.close() }

// claim takes the name p, and those of the folders it lies in.
func (t *Tree) claim(p string, folder bool) error {
	folded := filename.Fold(p)
	if have, taken := t.names[folded]; taken {
		if folder && have.folder && have.spelled == p {
			return nil
		}
		return collision(have, name{p, folder})
	}
	if dir := path.Dir(p); dir != "." {
		if err := t.claim(dir, true); err != nil {
			return err
		}
	}
	if t.names == nil {
		t.names = make(map[string]name)
	}
	t.names[folded] = name{p, folder}
	return nil
}

// collision tells why two names exclude each other, in the same words
// whichever came first.
func collision(a, b name) error {
	if a.spelled > b.spelled {
		a, b = b, a
	}
	switch {
	case a.spelled != b.spelled:
		return fmt.Errorf("“%s”与“%s”只有大小写或编码写法不同，在部分系统上是同一个文件，请改用不同的名称", a.spelled, b.spelled)
	case a.folder != b.folder:
		return fmt.Errorf("“%s”既是文件又是文件夹，请改用不同的名称", a.spelled)
	}
	return fmt.Errorf("文件“%s”生成了两次", a.spelled)
}

// unsafe says why p cannot be published, "" where it can.
func unsafe(p string) string {
	if !fs.ValidPath(p) || p == "." {
		return "路径应从 public/ 写起，不含“..”和多余的“/”"
	}
	for part := range strings.SplitSeq(p, "/") {
		lower := strings.ToLower(part)
		if why := filename.Fault(part); why != "" {
			return why
		}
		switch {
		case lower == ".git", isOwn(part):
			return "这个名称另有用途"
		case len(part) > 200:
			return "文件名太长"
		}
	}
	return ""
}

// ReadFile returns the file at path; the error is fs.ErrNotExist where there is
// none.
func (t *Tree) ReadFile(path string) ([]byte, error) {
	kept, found := t.files[path]
	if !found {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fs.ErrNotExist}
	}
	var buffer []byte
	data, err := t.store.get(kept, &buffer)
	return slices.Clone(data), err
}

// Size returns the size of the file at path, 0 where there is none.
func (t *Tree) Size(path string) int { return t.files[path].size }

// Paths returns all paths in order.
func (t *Tree) Paths() []string { return slices.Sorted(maps.Keys(t.files)) }
