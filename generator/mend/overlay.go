package mend

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// An overlay is a repository with mended files in the place of those on disk, and
// with those that mending makes.
type overlay struct {
	disk   fs.FS
	mended fs.FS // in memory
}

func newOverlay(disk fs.FS, mended map[string]*File) (overlay, error) {
	var a txtar.Archive
	for name, f := range mended {
		a.Files = append(a.Files, txtar.File{Name: name, Data: f.After})
	}
	memory, err := txtar.FS(&a)
	return overlay{disk, memory}, err
}

// Over returns a repository with files in the place of those on disk, and with those that
// are to be made.
func Over(disk fs.FS, files []File) (fs.FS, error) {
	mended := map[string]*File{}
	for i := range files {
		mended[files[i].Name] = &files[i]
	}
	return newOverlay(disk, mended)
}

// at returns where name lies: in memory if it is a mended file, or a folder that
// is not there yet.
func (o overlay) at(name string) fs.FS {
	info, err := fs.Stat(o.mended, name)
	if err != nil {
		return o.disk
	}
	if _, err := fs.Lstat(o.disk, name); info.IsDir() && !errors.Is(err, fs.ErrNotExist) {
		return o.disk
	}
	return o.mended
}

func (o overlay) Open(name string) (fs.File, error) { return o.at(name).Open(name) }

// Without Lstat and ReadLink, package fs would follow links.
func (o overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.at(name), name) }
func (o overlay) ReadLink(name string) (string, error)   { return fs.ReadLink(o.disk, name) }

// ReadDir also lists the files and folders that are made.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	made, err := fs.ReadDir(o.mended, name)
	entries, diskErr := fs.ReadDir(o.disk, name)
	if err != nil || diskErr != nil && !errors.Is(diskErr, fs.ErrNotExist) {
		return entries, diskErr
	}
	all := map[string]fs.DirEntry{}
	for _, e := range slices.Concat(entries, made) {
		if all[e.Name()] == nil || !e.IsDir() {
			all[e.Name()] = e
		}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }), nil
}
