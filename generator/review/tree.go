package review

import (
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// A Tree is the files of one commit as a file system. Names and kinds are the
// commit's; so are the bytes of files that have changed since. The bytes of the
// others are the same in the work tree, where they are read without asking git.
//
// A symbolic link is one to Lstat and in listings, and is never opened. What has
// a name that no file can have (.., or an empty one) is not there.
type Tree struct {
	nodes   map[string]*node // by path; the root is "."
	objects *objects
	work    fs.FS
}

// A node is a file, a folder or something else in a Tree.
type node struct {
	name     string
	mode     fs.FileMode
	object   string
	moved    bool          // its bytes are not those of the work tree
	children []fs.DirEntry // of a folder, by name
	tree     *Tree
}

// newTree reads `git ls-tree -r -z`: mode, kind, id, tab, path of each file.
func newTree(listing string, o *objects, work fs.FS, changes []Change) *Tree {
	t := &Tree{nodes: map[string]*node{}, objects: o, work: work}
	t.nodes["."] = &node{name: ".", mode: fs.ModeDir | 0o755, tree: t}
	changed := map[string]bool{}
	for _, c := range changes {
		changed[c.Path], changed[c.Old] = true, true
	}
	for line := range strings.SplitSeq(listing, "\x00") {
		meta, file, _ := strings.Cut(line, "\t")
		field := strings.Fields(meta)
		if len(field) != 3 || !fs.ValidPath(file) || file == "." {
			continue
		}
		t.add(file, &node{name: path.Base(file), mode: modeOf(field[0]), object: field[2], moved: changed[file], tree: t})
	}
	for _, n := range t.nodes {
		slices.SortFunc(n.children, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	}
	return t
}

// modeOf translates git's modes, of which there are few.
func modeOf(s string) fs.FileMode {
	switch s {
	case "100644", "100664", "100755":
		return 0o644
	case "120000":
		return fs.ModeSymlink | 0o777
	}
	return fs.ModeIrregular // a submodule
}

// add puts a file into its folders. A path that stands where a file is, or twice,
// is left out: no work tree could hold both.
func (t *Tree) add(file string, n *node) {
	if t.nodes[file] != nil {
		return
	}
	if folder := t.folder(path.Dir(file)); folder != nil {
		folder.children = append(folder.children, n)
		t.nodes[file] = n
	}
}

// folder returns the folder at the path, making it where there is nothing; nil
// where there is something else.
func (t *Tree) folder(dir string) *node {
	if n := t.nodes[dir]; n != nil {
		if n.IsDir() {
			return n
		}
		return nil
	}
	n := &node{name: path.Base(dir), mode: fs.ModeDir | 0o755, tree: t}
	t.add(dir, n)
	return t.nodes[dir]
}

// Open opens a file or a folder.
func (t *Tree) Open(name string) (fs.File, error) {
	n, err := t.at("open", name)
	switch {
	case err != nil:
		return nil, err
	case n.IsDir():
		return &openFolder{node: n}, nil
	case !n.mode.IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if f := t.openWork(name, n); f != nil {
		return f, nil
	}
	data, size, err := t.objects.read(n.object)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &openFile{info: info{n, size}, Reader: bytes.NewReader(data)}, nil
}

// openWork opens the file of the work tree that has the bytes of n, nil where
// there is none: a sparse checkout lacks most.
func (t *Tree) openWork(name string, n *node) fs.File {
	if n.moved {
		return nil
	}
	if i, err := fs.Lstat(t.work, name); err != nil || !i.Mode().IsRegular() {
		return nil
	}
	f, err := t.work.Open(name)
	if err != nil {
		return nil
	}
	return &workFile{f, n}
}

// ReadDir lists a folder by name.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := t.at("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	return slices.Clone(n.children), nil
}

// Lstat describes what is at the path; links are not followed.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) {
	n, err := t.at("lstat", name)
	if err != nil {
		return nil, err
	}
	return n.Info()
}

// ReadLink returns where a symbolic link points.
func (t *Tree) ReadLink(name string) (string, error) {
	n, err := t.at("readlink", name)
	if err != nil {
		return "", err
	}
	if n.mode&fs.ModeSymlink == 0 {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	data, _, err := t.objects.read(n.object)
	return string(data), err
}

func (t *Tree) at(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if n := t.nodes[name]; n != nil {
		return n, nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

// A node lists itself: fs.DirEntry.
func (n *node) Name() string      { return n.name }
func (n *node) IsDir() bool       { return n.mode.IsDir() }
func (n *node) Type() fs.FileMode { return n.mode.Type() }

// Info asks git how large a file is; folders have no size.
func (n *node) Info() (fs.FileInfo, error) {
	if n.IsDir() || n.mode&fs.ModeIrregular != 0 {
		return info{n, 0}, nil
	}
	_, size, err := n.tree.objects.read(n.object)
	return info{n, size}, err
}

// An info is a node with its size.
type info struct {
	*node
	size int64
}

func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Sys() any           { return nil }

// An openFile is a file of the commit.
type openFile struct {
	info
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Size() int64                { return f.info.size }
func (f *openFile) Close() error               { return nil }

// A workFile is a file of the commit that lies in the work tree as it was.
type workFile struct {
	fs.File
	node *node
}

func (f *workFile) Stat() (fs.FileInfo, error) {
	i, err := f.File.Stat()
	if err != nil {
		return nil, err
	}
	return info{f.node, i.Size()}, nil
}

// An openFolder is a folder that is being listed.
type openFolder struct {
	*node
	listed int
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return info{f.node, 0}, nil }
func (f *openFolder) Close() error               { return nil }
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := f.children[f.listed:]
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 {
		rest = rest[:min(n, len(rest))]
	}
	f.listed += len(rest)
	return slices.Clone(rest), nil
}
