package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/fixture"
	"minglu/generator/layouts"
	"minglu/generator/pictures"
	"minglu/generator/screen"
	"minglu/generator/values"
)

// An endless repository is this one, but one of its files never ends. It counts what
// is read of that.
type endless struct {
	fs.FS
	name string
	read atomic.Int64
}

func (e *endless) Open(name string) (fs.File, error) {
	f, err := e.FS.Open(name)
	if err == nil && name == e.name {
		f = &endlessFile{f, e}
	}
	return f, err
}

// An endlessFile goes on with blanks where the file ends.
type endlessFile struct {
	fs.File
	of *endless
}

func (f *endlessFile) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	if err != nil {
		for n = range b {
			b[n] = ' '
		}
		n = len(b)
	}
	f.of.read.Add(int64(n))
	return n, nil
}

// TestNoMoreIsReadThanALimitAllows: a file that is larger than its kind may be is
// known after one byte more.
func TestNoMoreIsReadThanALimitAllows(t *testing.T) {
	dir := t.TempDir()
	for _, folder := range []string{"content", "criteria", "layouts"} {
		if err := fixture.CopyFolder("..", dir, folder); err != nil {
			t.Fatal(err)
		}
	}
	showAPicture(t, dir)
	for _, c := range []struct {
		file  string
		limit int64
	}{
		{"criteria/facts.yaml", 4 << 20},
		{"criteria/standards/lianyungang-2024.yaml", 4 << 20},
		{"criteria/README.md", 2 << 20},
		{"content/site.yaml", 1 << 20},
		{"content/brands/donghai/donghai-banhua.md", 256 << 10},
		{"content/notices/shiji-2024-rending.md", 2 << 20},
		{"content/judgements/lianyungang-2024/lianyun-beidiao.yaml", 64 << 10},
		{"content/pages/guide.md", 512 << 10},
		{"content/README.md", 2 << 20},
		{"content/brands/donghai/p.png", content.MaxPictureBytes},
		{"layouts/base/base.html", 8 << 20},
		{"layouts/search/core.ts", 8 << 20},
		{"layouts/marks.yaml", 8 << 20},
	} {
		e := &endless{FS: os.DirFS(dir), name: c.file}
		readAll(t, e)
		// Some files are read twice: to find what is wrong, and for what they hold.
		if n := e.read.Load(); n == 0 || n > 2*(c.limit+1) {
			t.Errorf("of %s %d bytes are read, and no more than %d may be", c.file, n, c.limit)
		}
	}
}

// showAPicture has a brand show one.
func showAPicture(t *testing.T, dir string) {
	t.Helper()
	picture, err := os.ReadFile("../layouts/readme.png")
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(dir, "content/brands/donghai")
	if err := os.WriteFile(filepath.Join(at, "p.png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
	brand, err := os.OpenFile(filepath.Join(at, "donghai-guiweifen.md"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = brand.WriteString("\n![网站的样子](p.png)\n")
	if err := errors.Join(err, brand.Close()); err != nil {
		t.Fatal(err)
	}
}

// readAll reads everything, whatever is wrong with it.
func readAll(t *testing.T, root fs.FS) {
	t.Helper()
	e, _, err := edition.Read(root, func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} })
	if err != nil {
		t.Fatal(err)
	}
	if e.Content != nil {
		if _, err := pictures.Check(t.Context(), e.Content.Brands, root); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = layouts.Load(root) // what is too large there is an error
	if _, err := screen.Folder(root, "layouts"); err != nil {
		t.Fatal(err)
	}
}
