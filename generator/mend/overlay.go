package mend

import (
	"bytes"
	"io/fs"
)

// An overlay is a repository with mended files in the place of those on disk.
type overlay struct {
	fs.FS
	mended map[string]*File
}

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.FS.Open(name)
	m := o.mended[name]
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

// Lstat and ReadLink are those of the files on disk: whether a name is a link does
// not change. fs.Lstat would follow links without them.
func (o overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.FS, name) }

func (o overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, name) }

// An openFile reads the mended bytes; the file on disk lends the rest.
type openFile struct {
	*bytes.Reader
	disk fs.File
	info fileInfo
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return f.disk.Close() }

type fileInfo struct {
	fs.FileInfo
	size int64
}

func (i fileInfo) Size() int64 { return i.size }
