package mend

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

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
	s.Suggest(at(text, ""), diag.MissingField, "零", "") // stands before the first character
	s.Suggest(at(text, "\t"), diag.TabIndent, "  ", "") // ends where another begins
	s.Suggest(at(text, "：乙"), diag.WrongKind, "不", "")  // overlaps the one before
	s.Guess(at(text, "丙"), diag.UnknownCounty, "三", "")
	s.Report(at(text, "注"), diag.WrongKind, "")
	s.Suggest(at(text, "# 注"), diag.WrongKind, "# 注", "") // is so already
	got, n := Text(text, s.List)
	if want := "零甲: 乙 # 注\r\n丙  四\r\n"; got != want || n != 4 {
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
		if !utf8.Valid(data) {
			bad := diag.NewSource(p, "", nil)
			bad.Report(bad.LineSpan(1), diag.BadEncoding, "")
			all = append(all, bad.List...)
			return err
		}
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

// Text in another encoding keeps its words and becomes UTF-8, once; what then is seen
// to be wrong is mended too.
func TestFilesMendsTheEncoding(t *testing.T) {
	const text = "name：连云港市东海县水晶雕刻工匠\r\n"
	legacy, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{"b.yaml": {Data: []byte(legacy)}, "a.yaml": {Data: []byte("name：甲\n")}, "c.yaml": {Data: []byte("\xff")}}
	files, left, err := Files(root, parse, anyFile)
	if err != nil || len(files) != 2 || files[0].Name != "a.yaml" || len(left) != 1 || left[0].File != "c.yaml" {
		t.Fatalf("%v, left %v, %v", files, left, err)
	}
	f := files[1]
	if want := strings.Replace(text, "：", ": ", 1); string(f.After) != want || f.Encoding == "" || f.Mended != 2 || f.Made {
		t.Errorf("%+v", f)
	}
	if d := f.Diff(); !strings.HasPrefix(d, "b.yaml：由 "+f.Encoding+" 改为 UTF-8 编码\n--- a/b.yaml\n+++ b/b.yaml\n") || !strings.Contains(d, "-name：连云港") {
		t.Errorf("the diff is\n%s", d)
	}
}

// misplaced finds judgements in brands' files, as content does.
func misplaced(root fs.FS) (diag.List, error) {
	var all diag.List
	files, err := fs.Glob(root, "content/brands/*/*.md")
	for _, name := range files {
		data, _ := fs.ReadFile(root, name)
		src := diag.NewSource(name, string(data), nil)
		if strings.HasSuffix(name, "bing.md") {
			src.Report(src.LineSpan(1), diag.MissingField, "") // which is for the author alone
		}
		for n := range src.Lines() {
			if strings.HasPrefix(src.Line(n+1), "judgements:") {
				src.Report(src.LineSpan(n+1), diag.BadJudgement, "")
			}
		}
		all = append(all, src.List...)
	}
	return all, err
}

// Each judgement that brands' files hold stands in the bureau's records afterwards,
// and nothing else of the files is gone: also of two brands of one name, whose record
// is one, and of files that are left where another standard says something else.
func TestFilesMovesJudgements(t *testing.T) {
	head := func(item string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("\ufeff---\nname: 甲\njudgements: {s: {" + item + "}}\n---\n正文\n")}
	}
	root := fstest.MapFS{
		"criteria/standards/s.yaml":      {},
		"content/brands/a/jia.md":        head("i-1: {points: 1, reason: 一}"),
		"content/brands/b/jia.md":        head("i-2: {points: 2, reason: 二}"),
		"content/brands/b/yi.md":         head("i-3: {points: 3, reason: 三}"),
		"content/brands/b/bing.md":       head("i-4: {points: 4, reason: 四}"),
		"content/judgements/s/yi.yaml":   {Data: []byte("\ufeffi-1: {points: 1, reason: 一}\n")},
		"content/judgements/s/bing.yaml": {Data: []byte("i-4: {points: 5, reason: 五}\n")},
	}
	isMisplaced := func(m diag.Mistake) bool { return m.Rule == diag.BadJudgement }
	files, left, err := Files(root, misplaced, anyFile)
	if i := slices.IndexFunc(left, isMisplaced); err != nil || i < 0 || left[i].File != "content/brands/b/bing.md" || slices.ContainsFunc(left[i+1:], isMisplaced) {
		t.Fatalf("left %v, %v", left, err)
	}
	var got []string
	for _, f := range files {
		got = append(got, fmt.Sprintf("%s %v %d %q", f.Name, f.Made, f.Mended, f.After))
	}
	const rest = `"\ufeff---\nname: 甲\n---\n正文\n"`
	want := []string{
		"content/brands/a/jia.md false 1 " + rest,
		"content/brands/b/jia.md false 1 " + rest,
		"content/brands/b/yi.md false 1 " + rest,
		`content/judgements/s/jia.yaml true 0 "i-1: {points: 1, reason: 一}\ni-2: {points: 2, reason: 二}\n"`,
		`content/judgements/s/yi.yaml false 0 "\ufeffi-1: {points: 1, reason: 一}\ni-3: {points: 3, reason: 三}\n"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d := files[3].Diff(); !strings.HasPrefix(d, "--- /dev/null\n+++ b/content/judgements/s/jia.yaml\n") {
		t.Errorf("the diff is\n%s", d)
	}

	none := fstest.MapFS{"content/brands/a/jia.md": {Data: []byte("---\nname: 甲\njudgements:\n---\n")}}
	files, left, err = Files(none, misplaced, anyFile)
	if err != nil || slices.ContainsFunc(left, isMisplaced) || len(files) != 1 || string(files[0].After) != "---\nname: 甲\n---\n" {
		t.Errorf("a key without judgements: %v, left %v, %v", files, left, err)
	}
}

// What is mended lies over the disk like files of it, also where their folders are not
// there yet; links are seen as such.
func TestAnOverlayIsAFileSystem(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a/x": "x", "a/z": "z", "y": "y"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("y", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	texts := map[string]string{"a/x": "longer", "a/y": "", "b/c/d": "made", "y": "y", "a/z": "z"}
	o, err := newOverlay(os.DirFS(dir), map[string]*File{"a/x": {After: []byte("longer")}, "a/y": {Made: true}, "b/c/d": {Made: true, After: []byte("made")}})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	err = fs.WalkDir(o, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		found = append(found, p)
		listed, err := d.Info()
		if seen, err2 := fs.Lstat(o, p); err != nil || err2 != nil || fs.FormatFileInfo(listed) != fs.FormatFileInfo(seen) || p != "." && seen.Name() != path.Base(p) {
			t.Errorf("%s is listed as %v, and is %v: %v, %v", p, listed, seen, err, err2)
		}
		return nil
	})
	if want := []string{".", "a", "a/x", "a/y", "a/z", "b", "b/c", "b/c/d", "link", "y"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("it has %v, %v", found, err)
	}
	for name, want := range texts {
		got, err := fs.ReadFile(o, name)
		info, err2 := fs.Lstat(o, name)
		if err != nil || err2 != nil || string(got) != want || info.Size() != int64(len(want)) {
			t.Errorf("%s holds %q, %v, %v", name, got, err, err2)
		}
	}
	if info, err := fs.Lstat(o, "link"); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("the link is %v, %v", info, err)
	}
	if to, err := fs.ReadLink(o, "link"); err != nil || to != "y" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if _, err := fs.ReadDir(o, "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// Mending ends, whatever the reader says: where a mending calls for another without
// end, where there are more mistakes than are kept, where a file is not there, and
// where what should stand there does already.
func TestMendingEnds(t *testing.T) {
	swap := func(from, to string) func(fs.FS) (diag.List, error) {
		return func(root fs.FS) (diag.List, error) {
			text, err := fs.ReadFile(root, "a")
			src := diag.NewSource("a", string(text), nil)
			for i, c := range string(text) {
				if n := strings.IndexRune(from, c); n >= 0 {
					src.Suggest(src.SpanOf(i, i+1), diag.WrongKind, to[n:n+1], "")
				}
			}
			none := diag.NewSource("none", "x", nil)
			none.Suggest(none.LineSpan(1), diag.WrongKind, "y", "")
			return append(src.List, none.List...), err
		}
	}
	for _, c := range []struct {
		name, text, from, to string
		reads, mended        int
	}{
		{"back and forth", "x", "xy", "yx", maxRounds + 1, maxRounds},
		{"more than are kept", strings.Repeat("x", 10_000), "x", "y", maxCrowded + 1, maxCrowded * 1000},
		{"what is there already", "x", "x", "x", 1, 0},
	} {
		reads := 0
		files, _, err := Files(fstest.MapFS{"a": {Data: []byte(c.text)}}, func(root fs.FS) (diag.List, error) {
			reads++
			return swap(c.from, c.to)(root)
		}, anyFile)
		mended := 0
		for _, f := range files {
			mended += f.Mended
		}
		if c.name == "back and forth" && maxRounds%2 == 0 {
			c.mended = 0 // as it was
		}
		if err != nil || reads != c.reads || mended != c.mended {
			t.Errorf("%s: %d reads, %d mended, %v", c.name, reads, mended, err)
		}
	}
	failed := errors.New("no disk")
	if _, _, err := Files(fstest.MapFS{}, func(fs.FS) (diag.List, error) { return nil, failed }, anyFile); err != failed {
		t.Error(err)
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
	made := File{Name: "new/b.md", Made: true, After: []byte("新")}
	if err := made.Write(checkout.Open(dir)); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "new", "b.md")); string(data) != "新" {
		t.Errorf("it holds %q", data)
	}
	if err := made.Write(checkout.Open(dir)); !errors.Is(err, checkout.ErrChanged) {
		t.Errorf("a file that was made meanwhile: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("%d files are left", len(entries))
	}
}

// Whatever the text, mending ends, what is mended has nothing left to mend, and
// lines neither come nor go.
func FuzzFiles(f *testing.F) {
	for _, text := range []string{
		"name：甲\nlist: 【乙，丙】\n", "\tname: 1\n", "name: \"甲”\nyes: √\n", "list:\n  — 甲\n  — 乙\n", "n: 3万\ndate: 2024/6/1\n",
		"map:\n  甲：乙\n", "name=甲\nlist: [甲\nn: 1\n", "a: {b:c，d：e\n", "list: （甲、乙\nname: 甲: 乙\n", "nmae: '甲'乙\nnaem: \x01丙\n", "n[\n0:", " name: 甲\ndate: 2024/6/1\n",
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
