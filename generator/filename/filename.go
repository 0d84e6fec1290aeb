// Package filename knows which names of files every system can hold: what is
// committed on Linux is also checked out on Windows and macOS, and published on
// hosts of all three.
package filename

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minglu/generator/unseen"
)

// Fault says in Chinese why a file or folder of this name, without the folders it
// lies in, cannot be held by every system or told from others by eye, "" where it
// can.
func Fault(name string) string {
	switch {
	case !utf8.ValidString(name):
		return "文件名不是 UTF-8 编码"
	case strings.ContainsAny(name, `/\:*?"<>|`), strings.ContainsFunc(name, unicode.IsControl):
		return `文件名中不能有 \ : * ? " < > | 和控制字符`
	case strings.ContainsFunc(name, unseen.Is):
		return "文件名中有看不见的字符"
	case strings.HasSuffix(name, "."), strings.HasSuffix(name, " "):
		return "文件名不能以“.”或空格结尾"
	case isDevice(name):
		stem, _, _ := strings.Cut(name, ".")
		return "“" + stem + "”是 Windows 系统保留的名称"
	}
	return ""
}

// Names are those of the files and folders in one folder, by what tells them apart
// on every system.
type Names map[string]string

// Fault is what Fault says, or which of the names before is the same to some
// systems. It adds the name.
func (n Names) Fault(name string) string {
	if fault := Fault(name); fault != "" {
		return fault
	}
	key := Fold(name)
	if other, taken := n[key]; taken {
		return "与“" + other + "”只有大小写或编码写法不同，在 Windows 和 macOS 上是同一个文件"
	}
	n[key] = name
	return ""
}

// IsSkipped reports whether nobody asks what a file or folder of this name below
// content/ or criteria/ is: notes for editors, and what starts with a dot or an
// underscore.
func IsSkipped(name string) bool {
	return name == "README.md" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

// isDevice reports whether Windows takes name for a device, whatever extension it
// has.
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem = strings.TrimRight(stem, " ")
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$"}, stem) {
		return true
	}
	port, found := strings.CutPrefix(stem, "com")
	if !found {
		port, found = strings.CutPrefix(stem, "lpt")
	}
	return found && utf8.RuneCountInString(port) == 1 && strings.Contains("123456789¹²³", port)
}

// Fold returns what tells the names of files in one folder apart on every system:
// neither case nor the way in which accents are encoded.
func Fold(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return strings.ToLower(name)
	}
	return norm.NFC.String(unseen.FoldCase(norm.NFD.String(name)))
}

// Printable returns name as text: bytes that are not UTF-8 as \xB6.
func Printable(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var b strings.Builder
	for name != "" {
		r, size := utf8.DecodeRuneInString(name)
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02X`, name[0])
		} else {
			b.WriteString(name[:size])
		}
		name = name[size:]
	}
	return b.String()
}
