package personal

import (
	"html"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FindWritten returns the personal numbers of s, a text with the marks of YAML or
// Markdown, that are written there or show once the marks are resolved. It is for
// texts that nobody parses; it may see a number where a parser would not.
func FindWritten(s string) []Number {
	written := Find(s)
	found := written
	for _, n := range reveal(s).Find() { // both in their order
		i := sort.Search(len(written), func(i int) bool { return written[i].End > n.Start })
		if i < len(written) && written[i].meets(n) || len(found) > len(written) && found[len(found)-1].meets(n) {
			continue
		}
		found = append(found, n)
	}
	return found
}

// reveal returns s without the marks of YAML, Markdown and HTML: escapes and
// references are resolved, emphasis, code marks and tags left out, and so are the
// marks that lines begin with. What links lead to is read behind all the rest.
func reveal(s string) *Text {
	t := &Text{}
	for _, to := range t.reveal(s, 0, len(s)) {
		t.Write(";", to.start, to.start)
		t.reveal(s, to.start, to.stop)
	}
	return t
}

// reveal writes s[i:end] and returns where addresses of links stand in it.
func (t *Text) reveal(s string, i, end int) (addresses []piece) {
	done := i
	for i < end {
		size, read := markAt(s[i:end])
		if s[i] == '\n' {
			size, read = 1+len(leader(s[i+1:end])), "\n"
		}
		if size == 0 {
			i++
			continue
		}
		t.Write(s[done:i], done, i)
		t.Write(read, i, i+size)
		if s[i] == ']' && size > 1 {
			addresses = append(addresses, piece{start: i + 2, stop: i + size - 1})
		}
		i += size
		done = i
	}
	t.Write(s[done:end], done, end)
	return addresses
}

// leader returns what a line begins with that belongs to no text: the marks of
// quotations, lists, headings and comments.
func leader(line string) string {
	return line[:len(line)-len(strings.TrimLeft(line, " \t>#*+-"))]
}

// farthest is how many bytes a tag or the address of a link has at most: longer
// ones are text.
const farthest = 300

// markAt returns the size of the mark that s begins with, 0 where there is none,
// and what is read in its place.
func markAt(s string) (size int, read string) {
	near := s[:min(len(s), farthest)]
	switch s[0] {
	case '\\':
		return escapeAt(s)
	case '&':
		if end := strings.IndexByte(near[:min(len(near), 40)], ';'); end > 0 {
			if read := html.UnescapeString(s[:end+1]); read != s[:end+1] {
				return end + 1, read
			}
		}
	case '%': // in addresses
		if len(s) > 2 && s[1] == '3' && '0' <= s[2] && s[2] <= '9' {
			return 3, s[2:3]
		}
	case '*':
		if n := len(s) - len(strings.TrimLeft(s, "*")); n > 3 { // a mask
			return n, "*"
		} else {
			return n, ""
		}
	case '`', '[', '~':
		return 1, ""
	case '!':
		if strings.HasPrefix(s, "![") {
			return 2, ""
		}
	case ']':
		closing := byte(0)
		switch {
		case strings.HasPrefix(s, "]("):
			closing = ')'
		case strings.HasPrefix(s, "]["):
			closing = ']'
		}
		if end := strings.IndexByte(near[1:], closing); closing != 0 && end > 0 {
			return end + 2, ""
		}
		return 1, ""
	case '<':
		if len(s) > 1 && (s[1] == '/' || s[1] == '!' || isLetter(s[1])) {
			if end := strings.IndexByte(near, '>'); end > 0 && !strings.Contains(s[:end], ":") {
				return end + 1, ""
			}
		}
	}
	return 0, ""
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// escapeAt resolves an escape of YAML or Markdown.
func escapeAt(s string) (size int, read string) {
	if len(s) < 2 {
		return 0, ""
	}
	digits := 0
	switch c := s[1]; {
	case c == 'x':
		digits = 2
	case c == 'u':
		digits = 4
	case c == 'U':
		digits = 8
	case strings.IndexByte("tnrvfNLP", c) >= 0:
		return 2, " "
	case c < utf8.RuneSelf && (unicode.IsPunct(rune(c)) || unicode.IsSymbol(rune(c))):
		return 2, s[1:2]
	}
	if digits == 0 || len(s) < 2+digits {
		return 0, ""
	}
	code, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return 0, ""
	}
	return 2 + digits, string(rune(code))
}
