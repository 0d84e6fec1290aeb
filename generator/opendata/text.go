package opendata

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"minglu/generator/content"
)

// plain returns the text of m, a paragraph a line, without pictures.
func plain(m content.Markdown) string {
	if m.Doc == nil {
		return ""
	}
	var lines []string
	_ = ast.Walk(m.Doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock || n.FirstChild() == nil || n.FirstChild().Type() != ast.TypeInline {
			return ast.WalkContinue, nil
		}
		var b strings.Builder
		inline(&b, n, m.Source)
		if line := strings.TrimSpace(b.String()); line != "" {
			lines = append(lines, line)
		}
		return ast.WalkSkipChildren, nil
	})
	return strings.Join(lines, "\n")
}

// inline writes the text below n. goldmark leaves \* and &amp; to the renderer.
func inline(b *strings.Builder, n ast.Node, source []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			value := c.Value(source)
			if n.Kind() != ast.KindCodeSpan {
				value = util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(value)))
			}
			b.Write(value)
			if c.SoftLineBreak() || c.HardLineBreak() {
				breakLine(b)
			}
		case *ast.String:
			b.Write(c.Value)
		case *ast.AutoLink:
			b.Write(c.Label(source))
		case *ast.Image, *ast.RawHTML:
		default:
			inline(b, c, source)
		}
	}
}

// breakLine writes what a broken line is in running text: a space behind Latin
// letters and digits, nothing behind Chinese.
func breakLine(b *strings.Builder) {
	written := []rune(b.String())
	if len(written) > 0 && written[len(written)-1] <= unicode.MaxLatin1 {
		b.WriteByte(' ')
	}
}
