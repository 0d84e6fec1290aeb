// Package store reads and writes the files of content/ that a desk edits, for serve.
//
// What it is asked for comes from a browser: only brands, notices and records of
// judgements are files to it, by paths that are spelled as these are, never through a
// link, and never over a file that is not as it was when it was opened.
package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"minglu/generator/charset"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
)

// The most that is written of one file, in bytes, and how many pictures of one brand.
const (
	maxText     = 2 << 20
	maxPictures = 40
)

// A Store is the content of one repository.
type Store struct{ dir string }

// In returns the store of the repository in the folder dir.
func In(dir string) Store { return Store{dir} }

// A File is the text of one file. Sum tells whether the file on the disk is still the
// one that was opened; it is "" of a file that is not there.
type File struct {
	Path     string            `json:"path"`
	Was      string            `json:"was,omitempty"` // the path that it had before, where it is renamed
	Text     string            `json:"text"`
	Sum      string            `json:"sum"`
	Pictures map[string][]byte `json:"pictures,omitempty"` // new ones, by name, in the folder of the file
}

// A Conflict is a file that somebody else has changed, or made, meanwhile.
type Conflict struct{ Theirs File }

func (c *Conflict) Error() string {
	return "这个文件在打开以后被别人改过，没有保存。请对照两边，改好后再保存"
}

var (
	errPath    = errors.New("只能保存品牌、公告和评定意见的文件")
	errPicture = errors.New("图片的文件名只用小写字母、数字和连字符，扩展名为 .jpg、.png 或 .webp")
	errTaken   = errors.New("这个文件夹里已有同名的图片，内容不同，请换一个文件名")
	errLarge   = errors.New("文件太大，没有保存")
)

// Open reads a file.
func (s Store) Open(file string) (File, error) {
	if !isOurs(file) {
		return File{}, errPath
	}
	return read(checkout.Open(s.dir), file)
}

func read(repository *checkout.FS, file string) (File, error) {
	raw, err := checkout.Read(repository, file, maxText)
	if err != nil {
		return File{}, err
	}
	text, fault := charset.Decode(raw)
	if fault != nil {
		text = fault.Text // of another encoding; saved, it is UTF-8
	}
	return File{Path: file, Text: text, Sum: sumOf(raw)}, nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Picture returns the bytes of a picture that lies in the folder of a brand.
func (s Store) Picture(file string) ([]byte, error) {
	if !isPicture(path.Base(file)) || !isOurs(path.Join(path.Dir(file), "x.md")) || !strings.HasPrefix(file, "content/brands/") {
		return nil, errPath
	}
	return checkout.Read(checkout.Open(s.dir), file, content.MaxPictureBytes)
}

// Save writes a file and its new pictures. Where the file is no longer as it was when it
// was opened, the error is a *Conflict and nothing has been written.
func (s Store) Save(f File) (File, error) {
	if !isOurs(f.Path) || f.Was != "" && !isOurs(f.Was) {
		return File{}, errPath
	}
	if len(f.Text) > maxText || len(f.Pictures) > maxPictures {
		return File{}, errLarge
	}
	repository := checkout.Open(s.dir)
	source := f.Path
	if f.Was != "" {
		source = f.Was
	}
	before, err := check(repository, source, f.Sum)
	if err != nil {
		return File{}, err
	}
	if source != f.Path {
		if _, err := check(repository, f.Path, ""); err != nil {
			return File{}, err
		}
	}
	if err := addPictures(repository, f); err != nil {
		return File{}, err
	}
	if before == nil || source != f.Path {
		err = repository.Create(f.Path, []byte(f.Text))
	} else {
		err = repository.Replace(f.Path, before, []byte(f.Text))
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, checkout.ErrChanged) {
		_, err = check(checkout.Open(s.dir), f.Path, "")
	}
	if err == nil && source != f.Path {
		err = repository.Remove(source, before)
	}
	return File{Path: f.Path, Text: f.Text, Sum: sumOf([]byte(f.Text))}, err
}

// check returns the bytes of a file that has the sum; nil where there is to be none
// and is none. Else the error is a *Conflict.
func check(repository *checkout.FS, file, sum string) ([]byte, error) {
	raw, err := checkout.Read(repository, file, maxText)
	switch {
	case errors.Is(err, fs.ErrNotExist) && sum == "":
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Conflict{File{Path: file}}
	case err != nil:
		return nil, err
	case sumOf(raw) == sum:
		return raw, nil
	}
	theirs, err := read(repository, file)
	if err != nil {
		return nil, err
	}
	return nil, &Conflict{theirs}
}

// addPictures writes the pictures that are not there yet. One of the same name that
// shows something else belongs to another brand of the folder, or to another day.
func addPictures(repository *checkout.FS, f File) error {
	for _, name := range slices.Sorted(maps.Keys(f.Pictures)) {
		data := f.Pictures[name]
		switch {
		case !isPicture(name) || content.FormatOf(data[:min(len(data), 12)]) == "":
			return errPicture
		case !strings.HasPrefix(f.Path, "content/brands/"):
			return errPath
		case len(data) > content.MaxPictureBytes:
			return errLarge
		}
		file := path.Join(path.Dir(f.Path), name)
		err := repository.Create(file, data)
		if errors.Is(err, fs.ErrExist) {
			there, readErr := checkout.Read(repository, file, content.MaxPictureBytes)
			if readErr == nil && bytes.Equal(there, data) {
				continue
			}
			err = errTaken
		}
		if err != nil {
			return fmt.Errorf("%s：%w", name, err)
		}
	}
	return nil
}

// isOurs reports whether a path is that of a brand, a notice or a record.
func isOurs(file string) bool {
	parts := strings.Split(file, "/")
	name, isMarkdown := strings.CutSuffix(parts[len(parts)-1], ".md")
	if len(parts) < 3 || parts[0] != "content" {
		return false
	}
	for _, folder := range parts[2 : len(parts)-1] {
		if !criteria.IsSlug(folder) {
			return false
		}
	}
	switch {
	case parts[1] == "brands":
		return len(parts) == 4 && isMarkdown && criteria.IsSlug(name)
	case parts[1] == "notices":
		return len(parts) == 3 && isMarkdown && criteria.IsSlug(name)
	}
	return len(parts) == 4 && criteria.IsSlug(content.SlugOf(file)) && content.RecordFile(parts[2], content.SlugOf(file)) == file
}

// isPicture reports whether a name is that of a picture, spelled as all systems take it.
func isPicture(name string) bool {
	ext := path.Ext(name)
	return criteria.IsSlug(strings.TrimSuffix(name, ext)) && slices.Contains([]string{".jpg", ".png", ".webp"}, ext)
}
