package trial

import (
	"io/fs"
	"path"
	"strings"
)

// rulesBeside is the files of a repository with the folder criteria/ of somewhere else.
type rulesBeside struct {
	fs.FS
	rules fs.FS  // links are seen by it as by FS
	at    string // the folder in rules that stands for criteria/
}

// place returns where a file of the whole lies.
func (r rulesBeside) place(name string) (fs.FS, string) {
	if name == rulesFolder {
		return r.rules, r.at
	}
	if inside, is := strings.CutPrefix(name, rulesFolder+"/"); is {
		return r.rules, path.Join(r.at, inside)
	}
	return r.FS, name
}

func (r rulesBeside) Open(name string) (fs.File, error) {
	files, at := r.place(name)
	return files.Open(at)
}

func (r rulesBeside) ReadDir(name string) ([]fs.DirEntry, error) {
	files, at := r.place(name)
	return fs.ReadDir(files, at)
}

func (r rulesBeside) Lstat(name string) (fs.FileInfo, error) {
	files, at := r.place(name)
	return fs.Lstat(files, at)
}

func (r rulesBeside) ReadLink(name string) (string, error) {
	files, at := r.place(name)
	return fs.ReadLink(files, at)
}

// Stat is Lstat: no link is followed.
func (r rulesBeside) Stat(name string) (fs.FileInfo, error) { return r.Lstat(name) }
