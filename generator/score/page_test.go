package score

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gtext "github.com/yuin/goldmark/text"
)

// What strangers write into a brand refers to nothing and calls nobody where score's
// Markdown is posted.
func TestScoresMarkdownRefersToNothing(t *testing.T) {
	for _, s := range []string{"GH-12", "#12", "http://evil.example/", "www.evil.example", "@mayor", "a@b.example", "!12", "%3", "~label", "- a", "1. a", "===", "$x^2$"} {
		p := newPage("markdown")
		p.heading(1, s)
		p.line(s)
		p.list([]string{s})
		p.table([]string{"甲", s}, [][]string{{s, s + "\n" + s}})
		printed := p.Bytes()
		kinds := map[ast.NodeKind]int{}
		_ = ast.Walk(goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gtext.NewReader(printed)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				kinds[n.Kind()]++
			}
			return ast.WalkContinue, nil
		})
		if kinds[ast.KindLink]+kinds[ast.KindAutoLink]+kinds[ast.KindThematicBreak] > 0 || kinds[ast.KindHeading] != 1 || kinds[ast.KindList] != 1 {
			t.Errorf("%q becomes %v in\n%s", s, kinds, printed)
		}
		for _, sign := range []string{"GH-12", "#12", "http://", "www.", "@mayor", "@b", "!12", "%3", "~label"} {
			if strings.Contains(string(printed), sign) {
				t.Errorf("%q still refers to something in\n%s", s, printed)
			}
		}
	}
}
