package diag

import "github.com/clipperhouse/displaywidth"

// An Excerpt is the line of a mistake as it may be shown, cut where it is long:
// what stands before the place, at it, and behind it.
type Excerpt struct{ Before, At, After string }

// Excerpt returns what Text prints of the line, for those who mark the place by
// other means than a caret.
func (m Mistake) Excerpt() Excerpt {
	line, before, under := m.excerpt()
	from := cut(line, before)
	to := from + cut(line[from:], under)
	return Excerpt{line[:from], line[from:to], line[to:]}
}

// cut returns how many bytes of s fill so many cells.
func cut(s string, cells int) int {
	for i, r := range s {
		if cells <= 0 {
			return i
		}
		cells -= displaywidth.Rune(r)
	}
	return len(s)
}

// Short cuts a long value for a message.
func Short(s string) string {
	const limit = 80
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "……"
	}
	return s
}
