package filename

import (
	"strings"
	"testing"
)

func TestFault(t *testing.T) {
	for _, name := range []string{
		"con", "CON.md", "con.tar.gz", "con .txt", "nul.jpg", "aux", "prn.x", "com1.md", "COM9", "lpt1.webp", "lpt¹", "conin$.a",
		"a.", "a ", "a:b", "a?b", `a\b`, "a\nb", "a\x7fb", "a\u200bb.jpg", "a\u202eb.jpg", "a\ufe0f.jpg", "\xb6\xab.md",
	} {
		if Fault(name) == "" {
			t.Errorf("%q passes", name)
		}
	}
	for _, name := range []string{"a.jpg", "console.md", "com.md", "com10.md", "com0", "lpt.jpg", "auxiliary", "水晶 摆件.jpg", "é.jpg", "e\u0301.jpg", "A-1_(2).png", ".htaccess"} {
		if why := Fault(name); why != "" {
			t.Errorf("%q: %s", name, why)
		}
	}
}

func TestFold(t *testing.T) {
	for _, pair := range [][2]string{{"a.jpg", "A.JPG"}, {"é.jpg", "e\u0301.jpg"}, {"É.jpg", "e\u0301.jpg"}, {"ß.png", "SS.png"}, {"Σ", "ς"}} {
		if Fold(pair[0]) != Fold(pair[1]) {
			t.Errorf("%q and %q are told apart", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"a.jpg", "b.jpg"}, {"e.jpg", "é.jpg"}, {"a.jpg", "ａ.jpg"}, {"a b", "ab"}} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%q and %q are not told apart", pair[0], pair[1])
		}
	}
}

func TestPrintable(t *testing.T) {
	for name, want := range map[string]string{"水晶.md": "水晶.md", "\xb6\xab\xba\xa3.md": `\xB6\xAB\xBA\xA3.md`, "水\xe6\x99.md": `水\xE6\x99.md`, "\ufffd": "\ufffd"} {
		if got := Printable(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestSkippedNames(t *testing.T) {
	for name, want := range map[string]bool{"README.md": true, ".x": true, "_draft.md": true, "readme.md": false, "a_b.md": false, "": false} {
		if IsSkipped(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}

func TestNamesOfOneFolder(t *testing.T) {
	names := Names{}
	for _, c := range [][2]string{{"a.md", ""}, {"A.md", "“a.md”"}, {"con.md", "保留"}, {"con.md", "保留"}, {"caf\u00e9", ""}, {"cafe\u0301", "编码写法"}, {"\xff", "UTF-8"}, {"b", ""}} {
		if got := names.Fault(c[0]); !strings.Contains(got, c[1]) || (got == "") != (c[1] == "") {
			t.Errorf("%q: %q", c[0], got)
		}
	}
}
