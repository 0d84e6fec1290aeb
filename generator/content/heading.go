package content

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// HeadingID returns the id under which links find a heading of Markdown.Doc.
func HeadingID(n *ast.Heading) string {
	id, _ := n.AttributeString("id")
	s, _ := id.(string)
	return s
}

// PlainText returns the words of n without their marks.
func PlainText(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(t.Value(source)))))
		} else {
			b.WriteString(PlainText(c, source))
		}
	}
	return b.String()
}

// HeadingIDOf makes an id of a heading's letters and digits. Its prefix keeps it from
// those that the templates write.
func HeadingIDOf(text string) string {
	return "s-" + strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}

// headings gives the headings of one text their ids.
type headings struct {
	ids  []string
	last map[string]int // by id: the highest number that was put behind it; 1: it is taken
}

// add gives the next heading an id that none before it has: the second 图 is
// s-图-2. However many are alike, no number is tried twice.
func (h *headings) add(text string) string {
	if h.last == nil {
		h.last = map[string]int{}
	}
	base := HeadingIDOf(text)
	id := base
	for n := h.last[base]; h.last[id] > 0; id = base + "-" + strconv.Itoa(n) {
		n++
		h.last[base] = n
	}
	h.last[id] = max(h.last[id], 1)
	h.ids = append(h.ids, id)
	return id
}
