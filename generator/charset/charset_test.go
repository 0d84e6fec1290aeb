package charset

import (
	"strings"
	"testing"
)

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
		text, fault := Decode([]byte(raw))
		switch {
		case fault == nil && text != want:
			t.Errorf("%q is read as %q", raw, text)
		case fault != nil && !strings.Contains(fault.Message, want):
			t.Errorf("%q: %s, want %s", raw, fault.Message, want)
		case fault != nil && (fault.Offset < 0 || fault.Offset > len(fault.Text)):
			t.Errorf("%q: offset %d of %d", raw, fault.Offset, len(fault.Text))
		}
	}
}
