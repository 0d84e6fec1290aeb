package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"minglu/generator/usage"
)

// A selection is the files that a command was asked about, by their paths from
// the repository's root. A folder stands for all that lies in it.
type selection struct {
	files   []string
	folders []string
}

// choose finds the files that were typed: relative to the current folder or to
// the repository's root, absolute, with either slash. One that does not exist,
// or lies elsewhere, is wrong use.
func (e *repository) choose(args []string) (*selection, error) {
	s := &selection{}
	for _, arg := range args {
		file, err := e.locate(arg)
		if err != nil {
			return nil, err
		}
		if info, err := fs.Stat(e.Files, file); err == nil && info.IsDir() {
			s.folders = append(s.folders, file)
		} else {
			s.files = append(s.files, file)
		}
	}
	return s, nil
}

// locate returns the path from the repository's root of a file as it was typed.
func (e *repository) locate(arg string) (string, error) {
	root, err := realPath(e.dir)
	if err != nil {
		return "", err
	}
	typed := []string{arg}
	if slashes := strings.ReplaceAll(arg, `\`, "/"); slashes != arg {
		typed = append(typed, slashes)
	}
	outside := false
	for _, t := range typed {
		tries := []string{t}
		if !filepath.IsAbs(t) {
			tries = append(tries, filepath.Join(root, t))
		}
		for _, try := range tries {
			full, err := realPath(try)
			if err != nil {
				continue
			}
			below, err := filepath.Rel(root, full)
			if err == nil && filepath.IsLocal(below) {
				return filepath.ToSlash(below), nil
			}
			outside = true
		}
	}
	if outside {
		return "", usage.Errorf("文件“%s”不在仓库中", arg)
	}
	return "", usage.Errorf("没有文件“%s”", arg)
}

// realPath returns the absolute path of a file that exists, its folders without
// symbolic links. The file itself may be one: that is for check to say.
func realPath(name string) (string, error) {
	if _, err := os.Lstat(name); err != nil {
		return "", err
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(full))
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(full); err == nil && info.IsDir() {
		return filepath.EvalSymlinks(full)
	}
	return filepath.Join(dir, filepath.Base(full)), nil
}

// has reports whether the selection is about file.
func (s *selection) has(file string) bool {
	return slices.Contains(s.files, file) || slices.ContainsFunc(s.folders, func(f string) bool {
		return f == "." || f == file || strings.HasPrefix(file, f+"/")
	})
}

// hasBelow reports whether the selection is about a file in the folder.
func (s *selection) hasBelow(folder string) bool {
	return slices.ContainsFunc(s.files, func(f string) bool { return strings.HasPrefix(f, folder+"/") })
}

// brands returns the files that the selection is about.
func (s *selection) brands(files []string) []string {
	var chosen []string
	for _, f := range files {
		if s.has(f) {
			chosen = append(chosen, f)
		}
	}
	return chosen
}
