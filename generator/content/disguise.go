package content

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"minglu/generator/diag"
	"minglu/generator/unseen"
)

// reportDisguised reports the lines in which a personal number shows only once
// escapes, emphasis and signs that cannot be seen are resolved: it would be
// published in plain digits.
func reportDisguised(src *diag.Source) {
	if !strings.ContainsAny(src.Text, `&\\*_`) && strings.IndexFunc(src.Text, unseen.Is) < 0 {
		return
	}
	for n, reports := 1, 0; n <= src.Lines() && reports < maxPersonal; n++ {
		if line := src.Line(n); disguises(line) {
			src.Report(src.LineSpan(n), diag.PersonalData, "这一行用转义或标记写了个人的号码，发布后会显示出来，不得随文件公开，请删去。")
			reports++
		}
	}
}

// disguises reports whether line shows more personal numbers than are written.
func disguises(line string) bool {
	if len(line) < 11 || strings.IndexFunc(line, func(r rune) bool { return digitOf(r) >= 0 }) < 0 {
		return false
	}
	plain := undisguised(line)
	return plain != line && exposed(plain) > exposed(line)
}

// exposed counts the personal numbers in s that stand in no link.
func exposed(s string) int {
	count := 0
	for _, n := range personalNumbers(s) {
		if !inLink(s, n.start) {
			count++
		}
	}
	return count
}

var escaped = regexp.MustCompile(`\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})`)

// undisguised returns line as readers see it: the escapes of YAML and HTML
// resolved, without emphasis and what cannot be seen.
func undisguised(line string) string {
	line = escaped.ReplaceAllStringFunc(line, func(e string) string {
		code, err := strconv.ParseUint(e[2:], 16, 32)
		if err != nil || code > unicode.MaxRune {
			return e
		}
		return string(rune(code))
	})
	return strings.Map(func(r rune) rune {
		if r == '*' || r == '_' || unseen.Is(r) {
			return -1
		}
		return r
	}, html.UnescapeString(line))
}
