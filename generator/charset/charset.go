// Package charset reads the text of files: UTF-8, and what editors on Chinese
// systems save instead of it.
package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

// A Fault says why a file is not UTF-8.
type Fault struct {
	Text    string // as its author sees it, as far as that can be told
	Offset  int    // in Text, of the first byte that is wrong
	Message string // Chinese
}

// Decode returns the text of a file: UTF-8, without a byte order mark.
func Decode(raw []byte) (string, *Fault) {
	if name, order := utf16Order(raw); name != "" {
		return "", &Fault{
			Text:    decodeAs(textunicode.UTF16(order, textunicode.UseBOM), raw),
			Message: "文件是 " + name + " 编码，请在编辑器中另存为 UTF-8 编码。",
		}
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if utf8.Valid(raw) {
		text := string(raw)
		if i := strings.IndexByte(text, 0); i >= 0 {
			return "", &Fault{text, i, "文件中有空字符（NUL），请删去这个字符后重新保存为 UTF-8 编码。"}
		}
		return text, nil
	}
	bad := firstBadByte(raw)
	if looksLikeGBK(raw) {
		// What stands before the first bad byte reads the same in both, or nearly.
		text := decodeAs(simplifiedchinese.GB18030, raw)
		before := decodeAs(simplifiedchinese.GB18030, raw[:bad])
		return "", &Fault{text, min(len(before), len(text)), "文件是 GBK（GB 18030）编码，请在编辑器中另存为 UTF-8 编码。"}
	}
	return "", &Fault{string(raw), bad, "此处有不是 UTF-8 的字节，请核对这个字，重新输入后保存为 UTF-8 编码。"}
}

func decodeAs(e encoding.Encoding, raw []byte) string {
	text, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return ""
	}
	return string(bytes.TrimPrefix(text, []byte("\ufeff")))
}

// utf16Order recognises UTF-16 by its byte order mark or, since front matter is
// half ASCII, by the zeros in every other byte.
func utf16Order(raw []byte) (string, textunicode.Endianness) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return "UTF-16 LE", textunicode.LittleEndian
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return "UTF-16 BE", textunicode.BigEndian
	}
	var zeros [2]int
	head := raw[:min(len(raw), 1024)]
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch few := max(len(head)/8, 3); {
	case zeros[1] > few && zeros[0]*8 < zeros[1]:
		return "UTF-16 LE", textunicode.LittleEndian
	case zeros[0] > few && zeros[1]*8 < zeros[0]:
		return "UTF-16 BE", textunicode.BigEndian
	}
	return "", textunicode.LittleEndian
}

func firstBadByte(raw []byte) int {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(raw)
}

// looksLikeGBK reports whether raw reads as Chinese in GB 18030 and is not
// simply UTF-8 with a slip: in that, most other bytes still form Han.
func looksLikeGBK(raw []byte) bool {
	other, inHan := 0, 0
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if raw[i] >= utf8.RuneSelf {
			other += size
			if size == 3 && (unicode.Is(unicode.Han, r) || unicode.IsPunct(r)) {
				inHan += size
			}
		}
		i += size
	}
	if inHan*2 > other {
		return false
	}
	text := decodeAs(simplifiedchinese.GB18030, raw)
	return !strings.ContainsRune(text, utf8.RuneError) && strings.IndexFunc(text, func(r rune) bool {
		return unicode.Is(unicode.Han, r)
	}) >= 0
}

// FromLegacy returns the text of a file that is certainly GBK (GB 18030) or
// UTF-16, without a byte order mark, and the name of its encoding.
func FromLegacy(raw []byte) (text, encoding string, ok bool) {
	if name, order := utf16Order(raw); name != "" {
		text, encoding = decodeAs(textunicode.UTF16(order, textunicode.UseBOM), raw), name
	} else if !utf8.Valid(raw) && looksLikeGBK(raw) && isCommonGBK(raw) {
		text, encoding = decodeAs(simplifiedchinese.GB18030, raw), "GBK"
	}
	return text, encoding, text != "" && !strings.ContainsAny(text, "\x00\ufffd")
}

// isCommonGBK reports whether nearly all pairs of bytes are characters of GB 2312,
// the common ones. Other encodings of Chinese characters, such as Big5, can be
// read as GBK too, but as rare ones.
func isCommonGBK(raw []byte) bool {
	pairs, rare := 0, 0
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] < utf8.RuneSelf {
			continue
		}
		pairs++
		if raw[i] < 0xA1 || raw[i] > 0xF7 || raw[i+1] < 0xA1 {
			rare++
		}
		i++
	}
	return rare*10 <= pairs
}

// Text returns a file of any kind as text, "" where it is none.
func Text(raw []byte) string {
	if text, _, ok := FromLegacy(raw); ok {
		return text
	}
	if bytes.IndexByte(raw[:min(len(raw), 8000)], 0) >= 0 {
		return ""
	}
	return strings.ToValidUTF8(string(raw), "\ufffd")
}
