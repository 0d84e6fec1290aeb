package markdown_test

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"minglu/generator/markdown"
)

// TestTextIsText: what strangers write is a paragraph of words to whoever reads
// Markdown with the extensions of repository hosts, and reads as it was written.
func TestTextIsText(t *testing.T) {
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	for _, s := range []string{
		"# 标题", "- 一", "+ 一", "* 一", "1. 一", "1) 一", "> 引", "```", "~~~", "---", "===", "| a | b |", "**粗**", "_斜_", "`码`", "~~删~~",
		"[词](https://example.org)", "![图](a.png)", "<b>粗</b>", "<script>", "&lt;", `\*`, "http://example.org/x", "https://example.org", "www.example.org",
		"a@example.org", "<https://example.org>", "[1]: https://example.org", "    代码", "- [ ] 做", "a  \nb", "[^1]", "ftp://example.org",
	} {
		source := []byte(markdown.Paragraph(s))
		doc := reader.Parse(text.NewReader(source))
		var words strings.Builder
		_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.Document, *ast.Paragraph, *ast.TextBlock:
			case *ast.Text:
				if entering {
					words.Write(n.Segment.Value(source))
				}
			case *ast.String:
				if entering {
					words.Write(n.Value)
				}
			default:
				t.Errorf("%q is read as %s: %s", s, n.Kind(), source)
			}
			return ast.WalkContinue, nil
		})
		if words.Len() == 0 {
			t.Errorf("%q is lost: %s", s, source)
		}
	}
}

// TestWhatHostsLookForIsBroken: people, issues and commits are named to nobody.
func TestWhatHostsLookForIsBroken(t *testing.T) {
	for _, s := range []string{"@all", "#12", "GH-12", "org/repo#12", "www.example.org", "a@example.org", "!12", "%12", "$12", "&12"} {
		if got := markdown.Text("见 " + s); strings.Contains(got, s) {
			t.Errorf("%q is written as %q", s, got)
		}
	}
}

func TestRowsHaveTheirCells(t *testing.T) {
	got := markdown.Head([]string{"甲", "乙|丙"}) + markdown.Row([]string{"一\n二", ""})
	if want := "| 甲 | 乙\\|丙 |\n| --- | --- |\n| 一<br>二 |  |\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
