package content

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPersonalNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"13812345678":                 "13812345678",
		"电话13812345678。":              "13812345678",
		"+8613812345678":              "8613812345678",
		"008613812345678":             "008613812345678",
		"+86-138-1234-5678":           "138-1234-5678",
		"138 1234 5678 139 1234 5678": "138 1234 5678|139 1234 5678",
		"１３８１２３４５６７８":                 "１３８１２３４５６７８",
		"138－1234－5678":               "138－1234－5678",
		"_13812345678_":               "13812345678",
		"(13812345678)":               "13812345678",
		"12812345678":                 "", // no mobile number begins so
		"138123456789":                "",
		"a13812345678":                "",
		"13812345678a":                "",
		"138 12345678":                "",
		"138 1234 56789":              "",
		"0518-8123-4567":              "",
		"11010519491231002X":          "11010519491231002X", // the standard's own example
		"11010519491231002x号":         "11010519491231002x",
		"１１０１０５１９４９１２３１００２Ｘ": "１１０１０５１９４９１２３１００２Ｘ",
		"110105 19491231 002X":         "110105 19491231 002X",
		"440524188001010014":           "440524188001010014", // the other example
		"110105194912310021":           "",                   // another check digit
		"110105194902300028":           "",                   // no such day
		"11010519491231002XY":          "",
		"4111111111111111":             "4111111111111111",
		"4111 1111 1111 1111":          "4111 1111 1111 1111",
		"6222-0200-0000-0000-008":      "",
		"4111111111111112":             "",
		"411111111111111":              "", // 15 digits
		"2024 2025 2026 2027":          "",
		"4111 1111 1111 1111 1111 111": "", // a longer list
		"IBAN4111111111111111":         "",
		"91320722MA1XYZ1234":           "",
		"2024-06-30 12600 59.99":       "",
	} {
		var found []string
		for _, n := range personalNumbers(text) {
			found = append(found, text[n.start:n.end])
		}
		if got := strings.Join(found, "|"); got != want {
			t.Errorf("%s: found %q, want %q", text, got, want)
		}
	}
}

func TestInLink(t *testing.T) {
	for text, want := range map[string]bool{
		"https://example.org/13812345678":          true,
		"[x](https://example.org/a?b=13812345678)": true,
		"<http://example.org/13812345678>":         true,
		"[x](/brands/13812345678.html)":            true,
		"url: https://example.org/#13812345678":    true,
		"https://example.org，13812345678":          false,
		"https://example.org 13812345678":          false,
		"[x](tel:13812345678)":                     false,
		"[x](mailto:13812345678@example.org)":      false,
		"1/13812345678":                            false,
	} {
		numbers := personalNumbers(text)
		if len(numbers) != 1 || inLink(text, numbers[0].start) != want {
			t.Errorf("%s: %v, want %v", text, numbers, want)
		}
	}
}

// FuzzMask states the laws of masking: what is masked holds no number any more,
// keeps its count of characters, and masking twice changes nothing.
func FuzzMask(f *testing.F) {
	for _, seed := range []string{"13812345678", "138 1234 5678 139 1234 5678", "4111111111111111", "11010519491231002X", "１３８１２３４５６７８", "+86-138-1234-5678 13812345678", "1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		masked := maskPersonal(s)
		if left := personalNumbers(masked); left != nil {
			t.Errorf("%q still holds %v", masked, left)
		}
		if again := maskPersonal(masked); again != masked {
			t.Errorf("%q is masked again to %q", masked, again)
		}
		if utf8.ValidString(s) && utf8.RuneCountInString(masked) != utf8.RuneCountInString(s) {
			t.Errorf("%q has other places than %q", masked, s)
		}
	})
}

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
