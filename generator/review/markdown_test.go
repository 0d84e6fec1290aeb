package review_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"minglu/generator/review"
)

// hostile are texts that mean something to Markdown, HTML or a host.
var hostile = []string{
	"<script>alert(1)</script>", "</td><img src=x>", "&lt;b&gt;", "a | b", "| --- |", `\| a \\`, "`code`", "**b** _i_ ~~s~~",
	"[a](https://evil.example)", "![a](b.png)", "<https://evil.example>", "https://evil.example/x", "www.evil.example", "a@b.example",
	"@mayor", "@org/team", "#12", "owner/repo#12", "GH-12", "gh-12", "!12", "%3", "~label", "$x^2$", "&12",
	"- a", "+ a", "1. a", "2) a", "# a", "===", "---", "> a", "\ttab", "a\nb", "a\r\n\r\n# b", "\u202eabc", "a\x00b", "[x]: https://evil.example",
	"^1", "[^1]", "{{ x }}", ":: a", "<!-- a -->", "]]>", "\\", "a\\",
}

// What strangers write stays one text where it was put: no link, picture, code,
// emphasis, HTML, list or heading comes of it, and no cell more.
func TestTextsStayTexts(t *testing.T) {
	for _, s := range hostile {
		d := &review.Document{Title: "单", Sections: []review.Section{{Title: s, Blocks: []review.Block{
			{Text: s}, {Items: []string{s}}, {Head: []string{"甲", s}, Rows: [][]string{{s, "乙"}}},
		}}}}
		markdown := []byte(d.Markdown(review.CommentLimit))
		doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(markdown))
		kinds := map[string]int{}
		_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				kinds[n.Kind().String()]++
			}
			return ast.WalkContinue, nil
		})
		for _, kind := range []ast.NodeKind{ast.KindLink, ast.KindAutoLink, ast.KindImage, ast.KindCodeSpan, ast.KindCodeBlock, ast.KindFencedCodeBlock,
			ast.KindEmphasis, ast.KindRawHTML, ast.KindHTMLBlock, ast.KindBlockquote, ast.KindThematicBreak, extast.KindStrikethrough, extast.KindTaskCheckBox} {
			if kinds[kind.String()] > 0 {
				t.Errorf("%q becomes %s in\n%s", s, kind, markdown)
			}
		}
		for kind, want := range map[ast.NodeKind]int{ast.KindHeading: 2, ast.KindList: 1, ast.KindListItem: 1, extast.KindTable: 1, extast.KindTableCell: 4} {
			if got := kinds[kind.String()]; got != want {
				t.Errorf("%q: %d of %s, want %d, in\n%s", s, got, kind, want, markdown)
			}
		}
		for _, sign := range []string{"@mayor", "@org", "#12", "!12", "~label", "GH-12", "gh-12", "%3"} {
			if strings.Contains(string(markdown), sign) {
				t.Errorf("%q still refers to something in\n%s", s, markdown)
			}
		}
	}
}

// However much there is, a document is no longer than it may be, its first
// sections are there, and it says what is left out.
func TestADocumentIsNoLongerThanAComment(t *testing.T) {
	for _, size := range []struct{ brands, rows, length int }{{1, 1, 10}, {60, 20, 60}, {400, 30, 300}, {5000, 2, 20}, {3, 5000, 300}} {
		d := &review.Document{Title: "单", Lead: []string{"头"}}
		for i := range 8 {
			d.Sections = append(d.Sections, review.Section{Title: fmt.Sprintf("须决定%d", i), Blocks: []review.Block{table(size.rows*4, size.length)}})
		}
		for i := range size.brands {
			name := fmt.Sprintf("品牌%d", i)
			d.Sections = append(d.Sections, review.Section{Title: name, Name: name, Detail: true, Blocks: []review.Block{table(size.rows, size.length)}})
		}
		got := d.Markdown(review.CommentLimit)
		if n := utf8.RuneCountInString(got); n > review.CommentLimit {
			t.Errorf("%v: %d characters", size, n)
		}
		if !strings.HasPrefix(got, "# 单\n\n头\n\n## 须决定0") || !strings.Contains(got, "## 须决定7") {
			t.Errorf("%v: the beginning is missing: %.300s", size, got)
		}
		whole := strings.Contains(got, fmt.Sprintf("### 品牌%d\n", size.brands-1)) && !strings.Contains(got, "没有列出")
		if size.brands > 1 && size.rows*size.brands > 3000 && whole {
			t.Errorf("%v: nothing is said to be left out", size)
		}
	}
}

func table(rows, length int) review.Block {
	b := review.Block{Head: []string{"甲", "乙"}}
	for range rows {
		b.Rows = append(b.Rows, []string{strings.Repeat("|", length), strings.Repeat("&", length)})
	}
	return b
}

// The page for printing holds the same texts, as texts.
func TestThePageForPrintingHoldsTexts(t *testing.T) {
	for _, s := range hostile {
		d := &review.Document{Title: s, Lead: []string{s}, Sections: []review.Section{{Title: s, Detail: true, Blocks: []review.Block{
			{Text: s}, {Items: []string{s}}, {Head: []string{s}, Rows: [][]string{{s}}},
		}}}}
		page, err := d.HTML(repository)
		if err != nil {
			t.Fatal(err)
		}
		elements := map[string]int{}
		z := html.NewTokenizer(strings.NewReader(string(page)))
		for token := z.Next(); token != html.ErrorToken; token = z.Next() {
			if token == html.StartTagToken || token == html.SelfClosingTagToken {
				name, _ := z.TagName()
				elements[string(name)]++
			}
		}
		if elements["script"]+elements["img"]+elements["a"]+elements["b"]+elements["link"] > 0 || elements["td"] != 1 || elements["li"] != 1 {
			t.Errorf("%q: the page has %v", s, elements)
		}
	}
}
