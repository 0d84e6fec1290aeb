package mend

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"minglu/generator/charset"
	"minglu/generator/content"
	"minglu/generator/diag"
)

// Diff returns what would change in f as a unified diff, personal numbers masked
// and what a terminal would obey made visible. It is for people: a change of
// encoding, which has no lines, is said in words.
func (f File) Diff() string {
	before, after := f.Before, f.After
	name := content.Mask(f.Name)
	var b strings.Builder
	if f.Encoding != "" {
		text, _, _ := charset.FromLegacy(before)
		before = []byte(text)
		fmt.Fprintf(&b, "%s：由 %s 改为 UTF-8 编码\n", diag.Visible(name), f.Encoding)
	}
	old := "a/" + name
	if f.Made {
		old = "/dev/null"
	}
	// Masked as a whole: a number may go over several lines.
	mask := func(text []byte) []byte { return []byte(content.Mask(string(text))) }
	lines := diff.Diff(old, mask(before), "b/"+name, mask(after))
	for line := range strings.Lines(string(bytes.ToValidUTF8(lines, []byte("\ufffd")))) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "diff ") {
			continue
		}
		// A tab is what may be mended: it must be seen as it is.
		cells := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
		for i := range cells {
			cells[i] = diag.Visible(cells[i])
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return b.String()
}
