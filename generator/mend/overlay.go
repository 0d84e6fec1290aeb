package mend

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// An overlay is a repository with mended files in the place of those on disk, and
// with those that mending makes.
type overlay struct {
	fs.FS
	mended map[string]*File
}

func (o overlay) Open(name string) (fs.File, error) {
	m := o.mended[name]
	if m != nil && m.Made {
		return &openFile{bytes.NewReader(m.After), nil, madeFile{path.Base(name), int64(len(m.After))}}, nil
	}
	f, err := o.FS.Open(name)
	if err != nil || m == nil {
		return f, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	return &openFile{bytes.NewReader(m.After), f, fileInfo{info, int64(len(m.After))}}, nil
}

// ReadDir also lists the files and folders that are made.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	known := map[string]bool{}
	for _, e := range entries {
		known[e.Name()] = true
	}
	disk := len(entries)
	for file, m := range o.mended {
		below, found := strings.CutPrefix(file, name+"/")
		if !m.Made || !found {
			continue
		}
		first, _, deeper := strings.Cut(below, "/")
		if known[first] {
			continue
		}
		known[first] = true
		var info fs.FileInfo = madeFile{first, int64(len(m.After))}
		if deeper {
			info = madeFolder{madeFile{first, 0}}
		}
		entries = append(entries, fs.FileInfoToDirEntry(info))
	}
	if len(entries) == disk {
		return entries, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Lstat and ReadLink are those of the files on disk: whether a name is a link does
// not change. fs.Lstat would follow links without them.
func (o overlay) Lstat(name string) (fs.FileInfo, error) {
	if m := o.mended[name]; m != nil && m.Made {
		return madeFile{path.Base(name), int64(len(m.After))}, nil
	}
	return fs.Lstat(o.FS, name)
}

func (o overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// An openFile reads the mended bytes; the file on disk, where there is one, lends
// the rest.
type openFile struct {
	*bytes.Reader
	disk fs.File
	info fs.FileInfo
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error {
	if f.disk == nil {
		return nil
	}
	return f.disk.Close()
}

type fileInfo struct {
	fs.FileInfo
	size int64
}

func (i fileInfo) Size() int64 { return i.size }

// A madeFile is a file that lies nowhere yet.
type madeFile struct {
	name string
	size int64
}

func (m madeFile) Name() string       { return m.name }
func (m madeFile) Size() int64        { return m.size }
func (m madeFile) Mode() fs.FileMode  { return 0o644 }
func (m madeFile) ModTime() time.Time { return time.Time{} }
func (m madeFile) IsDir() bool        { return false }
func (m madeFile) Sys() any           { return nil }

type madeFolder struct{ madeFile }

func (madeFolder) Mode() fs.FileMode { return fs.ModeDir | 0o755 }
func (madeFolder) IsDir() bool       { return true }
