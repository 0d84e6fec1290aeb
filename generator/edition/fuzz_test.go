package edition_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// FuzzBrand states the laws of reading: it never panics, and every mistake lies
// in the file.
func FuzzBrand(f *testing.F) {
	addSeeds(f, "../../content/brands/*/*.md")
	f.Fuzz(func(t *testing.T, text string) {
		checkPlaces(t, text, loadText(t, aBrand, text))
	})
}

// FuzzNotice states the same of notices.
func FuzzNotice(f *testing.F) {
	addSeeds(f, "../../content/notices/*.md")
	f.Fuzz(func(t *testing.T, text string) {
		checkPlaces(t, text, loadText(t, aNotice, text))
	})
}

// FuzzRecord states the same of records of judgements.
func FuzzRecord(f *testing.F) {
	addSeeds(f, "../../content/judgements/*/*.yaml")
	f.Add("tourism-3: {points: 99, reason: \"\", by: 13812345678, date: 2024-2-30}\ntourism-3:\nskilled-1: []\n")
	f.Fuzz(func(t *testing.T, text string) {
		checkPlaces(t, text, loadText(t, aRecord, text))
	})
}

// FuzzMarkdown states that whatever follows the front matter, mistakes of the
// text stand behind it.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"[a](b)", "![](x.png)", "<b>x</b>", "a\n===\n", "> - 1. [x][y]\n\n[y]: z", "| a |\n| - |\n| <i> |", "# \n", "\t- <!--\n\n-->", "[a]: b\r\n'c'\r\n[a]", "13812345678"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text := plain + body
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			t.Skip("not a text")
		}
		bad := loadText(t, aBrand, text)
		checkPlaces(t, text, bad)
		for _, m := range bad {
			if m.Span.Start.Line <= 4 && m.Rule != diag.TooLarge {
				t.Errorf("a mistake of the text stands in the front matter: %v", m)
			}
		}
	})
}

func addSeeds(f *testing.F, pattern string) {
	f.Helper()
	files, _ := filepath.Glob(pattern)
	for _, file := range files[:min(len(files), 8)] {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(string(text))
		}
	}
	f.Add(plain)
	f.Add(anAct)
	f.Add("---\n")
	f.Add("\ufeff---\r\nname: 甲\r\n---\r\n")
}

// checkPlaces holds the places of mistakes against the file they lie in.
func checkPlaces(t *testing.T, text string, bad diag.List) {
	t.Helper()
	src := diag.NewSource("x", strings.TrimPrefix(text, "\ufeff"), nil)
	for _, m := range bad {
		if m.Rule == diag.BadEncoding {
			continue // of the text as it was meant
		}
		start, end := m.Span.Start, m.Span.End
		line := src.Line(start.Line)
		switch {
		case start.Line < 1 || start.Line > src.Lines() || end.Line < start.Line || end.Line > src.Lines():
			t.Errorf("%v lies outside the file of %d lines", m, src.Lines())
		case start.Column < 1 || start.Column > utf8.RuneCountInString(line)+1:
			t.Errorf("%v lies outside its line %q", m, line)
		case end.Line == start.Line && end.Column < start.Column:
			t.Errorf("%v ends before it begins", m)
		case m.Message == "" || strings.Contains(m.Message, "%!"):
			t.Errorf("%v says nothing, or too much", m)
		}
	}
}

// Reading is the same whoever reads first: every file's mistakes stand where
// they stood.
func TestReadingIsTheSameEachTime(t *testing.T) {
	for name, archive := range cases(t) {
		root, date := caseRoot(t, archive)
		first := report(t, root, date)
		for range 3 {
			if again := report(t, root, date); again != first {
				t.Errorf("%s: got\n%s\nthen\n%s", name, first, again)
			}
		}
	}
}

// Every file of the repository's own content is without mistakes.
func TestTheRepositorysOwnContent(t *testing.T) {
	root := os.DirFS("../..")
	e, bad := readBy(t, edition.Reader{Day: func(s *content.Settings) values.Date { return cmp.Or(s.DemoDate, today) }}, root)
	if e.Content == nil {
		t.Fatal(bad)
	}
	c := e.Content
	byFile := map[string]diag.List{}
	for _, m := range bad {
		byFile[m.File] = append(byFile[m.File], m)
	}
	files := []string{"content/site.yaml"}
	for _, b := range c.Brands {
		files = append(files, b.File)
	}
	for _, n := range c.Notices {
		files = append(files, n.File)
	}
	for _, p := range c.Pages {
		files = append(files, p.File)
	}
	for file := range byFile {
		files = append(files, file)
	}
	slices.Sort(files)
	for _, file := range slices.Compact(files) {
		t.Run(file, func(t *testing.T) {
			var b strings.Builder
			_ = byFile[file].Text(&b)
			if b.Len() > 0 {
				t.Error("\n" + b.String())
			}
		})
	}
}
