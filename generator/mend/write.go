package mend

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
)

// ErrChanged says that somebody changed a file after it was read.
var ErrChanged = errors.New("文件在检查期间被改动，未写入，请重新运行")

// ErrNotAFile says that a file is reached over a symbolic link or is none.
var ErrNotAFile = errors.New("不是普通文件，或路径中有符号链接，未写入")

// Write puts the mended bytes into the file below dir: whole or not at all, with
// the mode that the file has.
func (f File) Write(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := f.put(root); err != nil {
		return fmt.Errorf("写入 %s：%w", f.Name, err)
	}
	return nil
}

func (f File) put(root *os.Root) error {
	info, err := root.Lstat(f.Name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || hasLink(root, f.Name) {
		return ErrNotAFile
	}
	if now, err := root.ReadFile(f.Name); err != nil || !bytes.Equal(now, f.Before) {
		return errors.Join(err, ErrChanged)
	}
	// A name that starts with a dot is nobody's, should it be left behind.
	temp := path.Join(path.Dir(f.Name), ".mend-"+strings.ToLower(rand.Text()))
	err = root.WriteFile(temp, f.After, 0o600)
	if err == nil {
		err = root.Chmod(temp, info.Mode().Perm())
	}
	if err == nil {
		err = root.Rename(temp, f.Name)
	}
	if err != nil {
		_ = root.Remove(temp) // may not exist
	}
	return err
}

// hasLink reports whether a folder on the way to the file is a symbolic link.
func hasLink(root *os.Root, name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := root.Lstat(dir); err != nil || !info.IsDir() {
			return true
		}
	}
	return false
}
