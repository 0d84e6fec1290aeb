package content

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// Text returns m as plain text, a paragraph a line.
func (m Markdown) Text() string { return strings.Join(m.Paragraphs(), "\n") }

// Paragraphs returns m as plain text: one paragraph a block, an item of a list
// or a row of a table. Pictures, which are nothing without their file, leave no
// trace.
func (m Markdown) Paragraphs() []string {
	if m.Doc == nil {
		return nil
	}
	var out []string
	add := func(lead, text string) {
		if text != "" {
			out = append(out, lead+text)
		}
	}
	lead := ""                      // the number of a list's item, before its first block
	numbered := map[*ast.List]int{} // how many items of each list came before
	_ = ast.Walk(m.Doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.ListItem:
			lead = ""
			if list, ok := n.Parent().(*ast.List); ok && list.IsOrdered() {
				lead = fmt.Sprintf("%d．", list.Start+numbered[list])
				numbered[list]++
			}
			return ast.WalkContinue, nil
		case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
			add(lead, tidy(inline(n, m.Source)))
		case *extension.TableHeader, *extension.TableRow:
			add(lead, cells(n, m.Source))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			add(lead, tidy(string(n.Lines().Value(m.Source))))
		case *ast.HTMLBlock:
		default:
			return ast.WalkContinue, nil
		}
		lead = ""
		return ast.WalkSkipChildren, nil
	})
	return out
}

func cells(row ast.Node, source []byte) string {
	var parts []string
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		parts = append(parts, tidy(inline(c, source)))
	}
	return strings.Join(parts, "　")
}

// inline returns the text of what stands in n, with its line breaks.
func inline(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(unescaped(c.Value(source), n.Kind() == ast.KindCodeSpan))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(source))
		case *ast.Image, *ast.RawHTML:
		default:
			b.WriteString(inline(c, source))
		}
	}
	return b.String()
}

// unescaped resolves \* and &amp;, which goldmark leaves to the renderer.
func unescaped(text []byte, code bool) []byte {
	if code {
		return text
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(text)))
}

// tidy makes every run of white space one space, and none where lines were
// broken between Chinese characters or signs.
func tidy(s string) string {
	var b strings.Builder
	last, space, broken := rune(0), false, false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space, broken = true, broken || r == '\n'
			continue
		}
		if space && last != 0 && (!broken || !wide(last) && !wide(r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, space, broken = r, false, false
	}
	return b.String()
}

// wide reports whether r takes a whole square in a Chinese type and is set
// without spaces: Han, signs of full width, and with them “ ” — and ….
func wide(r rune) bool { return r >= '‐' }
