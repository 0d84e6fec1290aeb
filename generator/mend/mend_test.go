package mend

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/fields"
)

// at returns the span of part in line 1 of text.
func at(text, part string) diag.Span {
	s := diag.NewSource("f", text, nil)
	i := strings.Index(text, part)
	return s.SpanOf(i, i+len(part))
}

func TestTextMendsWhatIsCertainAndNothingElse(t *testing.T) {
	const text = "甲：乙 # 注\r\n丙\t丁\r\n"
	s := diag.NewSource("f", text, nil)
	s.Suggest(at(text, "丁"), diag.WrongKind, "四", "")
	s.Suggest(at(text, "："), diag.FullWidthPunctuation, ": ", "")
	s.Suggest(at(text, "：乙"), diag.WrongKind, "不", "") // overlaps the one before
	s.Guess(at(text, "丙"), diag.UnknownCounty, "三", "")
	s.Report(at(text, "注"), diag.WrongKind, "")
	got, n := Text(text, s.List)
	if want := "甲: 乙 # 注\r\n丙\t四\r\n"; got != want || n != 2 {
		t.Errorf("got %q, %d mended, want %q", got, n, want)
	}
}

// parse reads every file as YAML, as criteria/ is read.
func parse(root fs.FS) (diag.List, error) {
	var all diag.List
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, p)
		src := diag.NewSource(p, strings.TrimPrefix(string(data), "\ufeff"), nil)
		if m := fields.Parse(src, 1, src.Lines()); m != nil {
			m.Text("name")
			m.Date("date")
			m.Texts("list")
			m.Bool("yes")
			m.Number("n")
			m.Map("map")
			m.Done()
		}
		all = append(all, src.List...)
		return err
	})
	return all, err
}

func anyFile(string) bool { return true }

func TestFilesMendsInRoundsAndKeepsTheRest(t *testing.T) {
	root := fstest.MapFS{
		"a.yaml": {Data: []byte("\ufeffnam：甲 # 注\r\nlist:\r\n\t- 乙\r\n")},
		"b.yaml": {Data: []byte("name：丙\n")},
		"c.yaml": {Data: []byte("name: 丁\n")},
	}
	files, left, err := Files(root, parse, func(file string) bool { return file != "b.yaml" })
	if err != nil || len(files) != 1 || len(left) != 1 || left[0].File != "b.yaml" {
		t.Fatalf("%d files, left %v, %v", len(files), left, err)
	}
	f := files[0]
	if want := "\ufeffname: 甲 # 注\r\nlist:\r\n  - 乙\r\n"; string(f.After) != want || f.Mended != 3 {
		t.Errorf("got %q, %d mended, want %q", f.After, f.Mended, want)
	}
	if d := f.Diff(); !strings.Contains(d, "-\t- 乙\n") || !strings.Contains(d, "+  - 乙\n") || strings.Contains(d, "\r") {
		t.Errorf("the diff is\n%s", d)
	}
}

func TestTheDiffMasksAndDoesNotObey(t *testing.T) {
	f := File{Name: "a.md", Before: []byte("name：13900000000\x1b[31m\n"), After: []byte("name: 13900000000\x1b[31m\n")}
	if d := f.Diff(); strings.Contains(d, "13900000000") || strings.Contains(d, "\x1b") {
		t.Errorf("the diff is\n%s", d)
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.md")
	if err := os.WriteFile(file, []byte("前"), 0o640); err != nil {
		t.Fatal(err)
	}
	f := File{Name: "a.md", Before: []byte("前"), After: []byte("后")}
	if err := f.Write(checkout.Open(dir)); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(file); string(data) != "后" {
		t.Errorf("it holds %q", data)
	}
	if err := f.Write(checkout.Open(dir)); !errors.Is(err, checkout.ErrChanged) {
		t.Errorf("a file that was changed meanwhile: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("%d files are left", len(entries))
	}
}

// Whatever the text, mending ends, what is mended has nothing left to mend, and
// lines neither come nor go.
func FuzzFiles(f *testing.F) {
	for _, text := range []string{
		"name：甲\nlist: 【乙，丙】\n", "\tname: 1\n", "name: \"甲”\nyes: √\n", "list:\n  — 甲\n  — 乙\n", "n: 3万\ndate: 2024/6/1\n",
		"map:\n  甲：乙\n", "name=甲\nlist: [甲\nn: 1\n", "a: {b:c，d：e\n", "list: （甲、乙\nname: 甲: 乙\n", "nmae: '甲'乙\nnaem: \x01丙\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files, _, err := Files(fstest.MapFS{"a": {Data: []byte(text)}}, parse, anyFile)
		if err != nil || len(files) == 0 {
			return
		}
		after := string(files[0].After)
		if again, _, _ := Files(fstest.MapFS{"a": {Data: []byte(after)}}, parse, anyFile); len(again) > 0 {
			t.Errorf("%q became %q, and then %q", text, after, again[0].After)
		}
		if strings.Count(after, "\n") != strings.Count(text, "\n") {
			t.Errorf("%q has other lines than %q", after, text)
		}
	})
}
