package content

import (
	"strings"
	"testing"
)

// FuzzHead states that head and body are the whole file, also where a line between them
// is mistyped or missing, which is then told.
func FuzzHead(f *testing.F) {
	for _, seed := range []string{"---\nname: 甲\n---\n正文", "---\r\n---\r\n", "---", "---\n", "---\na\n--- \n", "----\n---\n", "\n---\n---", "---\na: 1\n\n正文", "a: 1\n---\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := newSource("x.md", text)
		h, ok := splitHead(src, nil)
		switch {
		case !ok && len(src.List) == 0:
			t.Error("no head, and no mistake")
		case ok && (h.body < len("---\n---") && len(src.List) == 0 || h.body > len(text)):
			t.Errorf("the body begins at %d of %d", h.body, len(text))
		case ok:
			lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text[:h.body], "\r\n", "\n"), "\r", "\n"), "\n")
			if len(src.List) == 0 && (!isFence(lines[0]) || !isFence(lines[max(len(lines)-2, 1)]) && !isFence(lines[len(lines)-1])) {
				t.Errorf("head %q", text[:h.body])
			}
		}
	})
}
