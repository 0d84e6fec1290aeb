package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func repository(t *testing.T, files map[string]string) string {
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const a, b = "content/brands/donghai/a.md", "content/brands/donghai/b.md"

var jpeg = []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")

func TestWhatWasOpenedIsSaved(t *testing.T) {
	s := In(repository(t, map[string]string{a: "一\n"}))
	f, err := s.Open(a)
	if err != nil || f.Text != "一\n" {
		t.Fatal(f, err)
	}
	f.Text, f.Pictures = "二\n", map[string][]byte{"a-1.jpg": jpeg}
	saved, err := s.Save(f)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Open(a)
	if err != nil || again.Text != "二\n" || again.Sum != saved.Sum {
		t.Error(again, err)
	}
	if data, err := s.Picture("content/brands/donghai/a-1.jpg"); err != nil || string(data) != string(jpeg) {
		t.Error(err)
	}
	saved.Text = "三\n"
	if _, err := s.Save(saved); err != nil {
		t.Error(err)
	}
}

// What somebody else did meanwhile is never written over.
func TestNothingIsWrittenOverWhatOthersWrote(t *testing.T) {
	dir := repository(t, map[string]string{a: "一\n"})
	s := In(dir)
	mine, _ := s.Open(a)
	theirs := mine
	theirs.Text = "他\n"
	if _, err := s.Save(theirs); err != nil {
		t.Fatal(err)
	}
	mine.Text, mine.Pictures = "我\n", map[string][]byte{"a-1.jpg": jpeg}
	var conflict *Conflict
	if _, err := s.Save(mine); !errors.As(err, &conflict) || conflict.Theirs.Text != "他\n" {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "content/brands/donghai/a-1.jpg")); err == nil {
		t.Error("a picture was written though the text was not")
	}
	mine.Sum = conflict.Theirs.Sum // having seen theirs
	if _, err := s.Save(mine); err != nil {
		t.Error(err)
	}
	made := File{Path: a, Text: "新\n"}
	if _, err := s.Save(made); !errors.As(err, &conflict) {
		t.Error("a new file was written over an old one:", err)
	}
	if err := os.Remove(filepath.Join(dir, a)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(mine); !errors.As(err, &conflict) || conflict.Theirs.Sum != "" {
		t.Error("a file that was removed was made again:", err)
	}
}

func TestARenamedFileMoves(t *testing.T) {
	dir := repository(t, map[string]string{a: "一\n", b: "乙\n"})
	s := In(dir)
	f, _ := s.Open(a)
	f.Was, f.Path, f.Text = a, b, "二\n"
	var conflict *Conflict
	if _, err := s.Save(f); !errors.As(err, &conflict) {
		t.Fatal("another brand's file was written over:", err)
	}
	f.Path = "content/brands/ganyu/c.md"
	if _, err := s.Save(f); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, a)); err == nil {
		t.Error("the old file is still there")
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "content/brands/ganyu/c.md")); string(data) != "二\n" {
		t.Errorf("%q", data)
	}
}

func TestOnlyContentIsTouched(t *testing.T) {
	dir := repository(t, map[string]string{a: "一\n", "criteria/levels.yaml": "x", "content/site.yaml": "x"})
	elsewhere := t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(dir, "content/brands/ganyu")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(filepath.Join(elsewhere, "x.md"), filepath.Join(dir, "content/brands/donghai/l.md")); err != nil {
		t.Fatal(err)
	}
	s := In(dir)
	for _, file := range []string{"", "/etc/passwd", "../x.md", "content/brands/../../x.md", "content/brands/donghai/../x.md", "content//brands/donghai/x.md",
		"content/brands/donghai/x.html", "content/brands/donghai/X.md", "content/brands/donghai/.x.md", "content/brands/x.md", "content/brands/a/b/c.md",
		"criteria/levels.yaml", "content/site.yaml", "content/pages/about.md", "content/brands/con/x.md", `content\brands\donghai\x.md`, "content/notices/a/b.md",
		"content/brands/ganyu/x.md", "content/brands/donghai/l.md", "./content/notices/x.md", "content/notices/x.md\x00"} {
		for _, was := range []string{"", a} {
			if _, err := s.Save(File{Path: file, Was: was, Text: "坏"}); err == nil {
				t.Errorf("%q was written", file)
			}
		}
		if _, err := s.Save(File{Path: "content/notices/new.md", Was: file, Text: "坏"}); file != "" && err == nil {
			t.Errorf("%q was moved", file)
		}
		if _, err := s.Open(file); err == nil {
			t.Errorf("%q was read", file)
		}
	}
	for _, picture := range []string{"../x.jpg", "x.svg", "x.JPG", ".jpg", "x.md", "a/b.jpg", "con.jpg"} {
		f, _ := s.Open(a)
		f.Pictures = map[string][]byte{picture: jpeg}
		if _, err := s.Save(f); err == nil {
			t.Errorf("%q was written", picture)
		}
	}
	f, _ := s.Open(a)
	f.Pictures = map[string][]byte{"x.jpg": []byte("<script>")}
	if _, err := s.Save(f); err == nil {
		t.Error("no picture was written")
	}
	if f.Text = strings.Repeat("一", maxText); true {
		if _, err := s.Save(f); err == nil {
			t.Error("a file without bounds was written")
		}
	}
	if entries, _ := os.ReadDir(elsewhere); len(entries) > 0 {
		t.Error("a link was followed")
	}
	if data, _ := os.ReadFile(filepath.Join(dir, a)); string(data) != "一\n" {
		t.Errorf("%q", data)
	}
}

// A picture of another brand is never written over.
func TestAPictureIsNotReplaced(t *testing.T) {
	s := In(repository(t, map[string]string{a: "一\n", "content/brands/donghai/x.jpg": "\xff\xd8\xff another"}))
	f, _ := s.Open(a)
	f.Pictures = map[string][]byte{"x.jpg": jpeg}
	if _, err := s.Save(f); !errors.Is(err, errTaken) {
		t.Error(err)
	}
	f.Pictures["x.jpg"] = []byte("\xff\xd8\xff another")
	if _, err := s.Save(f); err != nil {
		t.Error(err)
	}
}
