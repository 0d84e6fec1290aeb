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
		h, ok := splitHead(src, nil)
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
