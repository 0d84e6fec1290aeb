package content

import (
	"strings"
	"testing"
)

// FuzzHead states that head and body are the whole file.
func FuzzHead(f *testing.F) {
	for _, seed := range []string{"---\nname: 甲\n---\n正文", "---\r\n---\r\n", "---", "---\n", "---\na\n--- \n", "----\n---\n", "\n---\n---"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("x.md", text)
		h, ok := splitHead(src)
		switch {
		case !ok && len(src.List) != 1:
			t.Errorf("no head, and %d mistakes", len(src.List))
		case ok && (h.body < len("---\n---") || h.body > len(text)):
			t.Errorf("the body begins at %d of %d", h.body, len(text))
		case ok:
			lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text[:h.body], "\r\n", "\n"), "\r", "\n"), "\n")
			if !isFence(lines[0]) || !isFence(lines[max(len(lines)-2, 1)]) && !isFence(lines[len(lines)-1]) {
				t.Errorf("head %q", text[:h.body])
			}
		}
	})
}

func TestEncodings(t *testing.T) {
	for raw, want := range map[string]string{
		"":                          "",
		"\ufeff水晶":                  "水晶",
		"\xff\xfe-\x00":             "UTF-16 LE",
		"\xfe\xff\x00-":             "UTF-16 BE",
		"-\x00-\x00-\x00\n\x00":     "UTF-16 LE",
		"name: \xcb\xae\xbe\xa7":    "GBK",
		"name: \x816\xa01 \xcb\xae": "GBK", // four bytes, GB 18030
		"水晶\xff之乡":                  "不是 UTF-8",
		"水晶之乡的手艺传了三代\xb5\xc4":           "不是 UTF-8", // one word pasted
		"\xff\xff\xff\xff":              "不是 UTF-8",
		"水\x00晶":                        "NUL",
		"abc\x00def":                    "NUL",
		strings.Repeat("\x00", 4096):    "NUL",
		"a" + strings.Repeat("\x00", 9): "NUL",
	} {
		text, fault := decode([]byte(raw))
		switch {
		case fault == nil && text != want:
			t.Errorf("%q is read as %q", raw, text)
		case fault != nil && !strings.Contains(fault.message, want):
			t.Errorf("%q: %s, want %s", raw, fault.message, want)
		case fault != nil && (fault.offset < 0 || fault.offset > len(fault.text)):
			t.Errorf("%q: offset %d of %d", raw, fault.offset, len(fault.text))
		}
	}
}
