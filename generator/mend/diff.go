package mend

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"minglu/generator/content"
	"minglu/generator/diag"
)

// Diff returns what would change in f as a unified diff, personal numbers masked
// and what a terminal would obey made visible. It is for people: a change of
// encoding, which has no lines, is said in words.
func (f File) Diff() string {
	before, after := f.Before, f.After
	var b strings.Builder
	if f.Encoding != "" {
		text, _, _ := content.FromLegacy(before)
		before = []byte(text)
		fmt.Fprintf(&b, "%s：由 %s 改为 UTF-8 编码\n", diag.Visible(content.Mask(f.Name)), f.Encoding)
	}
	old := "a/" + f.Name
	if f.Made {
		old = "/dev/null"
	}
	lines := diff.Diff(old, before, "b/"+f.Name, after)
	for line := range strings.Lines(string(bytes.ToValidUTF8(lines, []byte("\ufffd")))) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "diff ") {
			continue
		}
		// A tab is what may be mended: it must be seen as it is.
		cells := strings.Split(strings.TrimSuffix(content.Mask(line), "\r"), "\t")
		for i := range cells {
			cells[i] = diag.Visible(cells[i])
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return b.String()
}
