package desk

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/diag"
)

func TestANumberInWords(t *testing.T) {
	for _, c := range []struct{ value, unit, want string }{
		{"7240", "人", "7 240 人"},
		{"12600", "人", "12 600 人，即 1.26 万人"},
		{"16000", "万元", "16 000 万元，即 1.6 亿元"},
		{"1.6", "亿元", "1.6 亿元"},
		{"0.2", "亿元", "0.2 亿元，即 2 000 万元"},
		{"0.00001", "万元", "0.00001 万元，即 0.1 元"},
		{"620", "万元", "620 万元"},
		{"0", "家", "0 家"},
		{"-12600", "人", "-12 600 人，即 -1.26 万人"},
		{"123456789012", "亿元", "123 456 789 012 亿元"},
		{"59.5", "%", "59.5%"},
		{"7千", "人", ""},
		{"", "人", ""},
	} {
		if got := inWords(c.value, c.unit); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.value, c.unit, got, c.want)
		}
	}
}

// No mistake of any case names a key to somebody who sees none.
func TestNoKeyIsTold(t *testing.T) {
	d := opened(t, repository(t))
	key := regexp.MustCompile(`（[a-z][a-z_]+）|facts|evidence|补上一行`)
	cases, _ := filepath.Glob("../edition/testdata/*.txtar")
	told := 0
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if !strings.HasPrefix(f.Name, "content/brands/") || !strings.HasSuffix(f.Name, ".md") {
				continue
			}
			r, err := d.Check(File{Path: f.Name, Text: string(f.Data)})
			if err != nil {
				t.Fatal(name, err)
			}
			for _, m := range r.Mistakes {
				told++
				if m.Rule == diag.UnknownField || m.Rule == diag.YAMLSyntax { // of which a form has none: the text is shown for these
					continue
				}
				if key.MatchString(m.Message) {
					t.Errorf("%s: %s: %s", filepath.Base(name), m.Rule, m.Message)
				}
			}
		}
	}
	if told < 100 {
		t.Errorf("only %d mistakes", told)
	}
}
