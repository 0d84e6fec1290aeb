package review_test

import (
	"fmt"
	"regexp"
	"strconv"
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
		printed, _ := d.Markdown(review.CommentLimit)
		markdown := []byte(strings.ReplaceAll(printed, "<br>", " ")) // between the lines of a cell
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

// However much there is, a document is no longer than it may be, its first sections
// are there, most of its room is used before anything is left out, and what is left out
// is said and adds up: every row and every detail is printed or counted.
func TestADocumentIsNoLongerThanAComment(t *testing.T) {
	for _, size := range []struct{ sections, brands, rows, length int }{
		{8, 1, 1, 10}, {8, 60, 20, 60}, {8, 200, 20, 100}, {8, 5000, 2, 20}, {8, 3, 700, 100}, {1, 0, 9000, 5}, {60, 5, 20, 40}, {0, 1, 700, 100}, {0, 9, 900, 10},
	} {
		d := &review.Document{Title: "单", Lead: []string{"头"}}
		for i := range size.sections {
			d.Sections = append(d.Sections, review.Section{Title: fmt.Sprintf("须决定%d", i), Blocks: []review.Block{
				{Text: "说明"}, table(size.rows*4, size.length), {Fold: "逐个列出", Items: table(size.rows, size.length).Rows[0][:1]},
			}})
		}
		for i := range size.brands {
			name := fmt.Sprintf("品牌%d", i)
			d.Sections = append(d.Sections, review.Section{Title: name, Name: name, Detail: true, Blocks: []review.Block{table(size.rows, size.length)}})
		}
		whole, none := d.Markdown(0)
		got, left := d.Markdown(review.CommentLimit)
		if none != 0 || strings.Contains(whole, "没有列出") {
			t.Errorf("%v: the whole lacks %d", size, none)
		}
		if n := utf8.RuneCountInString(got); n > review.CommentLimit || left > 0 && n < review.CommentLimit*8/10 {
			t.Errorf("%v: %d characters, and %d are left out", size, n, left)
		}
		if fits := utf8.RuneCountInString(whole) <= review.CommentLimit; fits && (left != 0 || got != whole) || !fits && left == 0 {
			t.Errorf("%v: %d are left out, that it fits is %v", size, left, fits)
		}
		if !strings.HasPrefix(got, "# 单\n\n头\n\n") || size.sections > 0 && !strings.Contains(got, "\n## 须决定0\n") {
			t.Errorf("%v: the beginning is missing: %.300s", size, got)
		}
		if sum := saidToBeLeft(t, got); sum != left {
			t.Errorf("%v: %d are left out, %d are said to be", size, left, sum)
		}
		rows := func(text string) int { return strings.Count(text, "\n| \\|") }
		gone := 0
		for i := range size.sections {
			if !strings.Contains(got, fmt.Sprintf("\n## 须决定%d\n", i)) {
				gone += size.rows * 4
			}
		}
		for i := range size.brands {
			if !strings.Contains(got, fmt.Sprintf("\n### 品牌%d\n", i)) {
				gone += size.rows
			}
		}
		said := 0
		for _, m := range regexp.MustCompile(`(?m)^另有 (\d+) 项没有列出。$`).FindAllStringSubmatch(got, -1) {
			n, _ := strconv.Atoi(m[1])
			said += n
		}
		if rows(got)+gone+said != rows(whole) {
			t.Errorf("%v: %d rows are printed, %d are in what is left out as a whole, %d are counted, of %d", size, rows(got), gone, said, rows(whole))
		}
	}
}

// saidToBeLeft adds up what the notes of a document say is left out, and holds
// the sum against what its beginning says.
func saidToBeLeft(t *testing.T, text string) int {
	t.Helper()
	sum, top := 0, 0
	for _, m := range regexp.MustCompile(`(?m)(另有|还有|篇幅所限，) ?(\d+) (项|节|个品牌的明细)没有列出`).FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if m := regexp.MustCompile(`(?m)^\*\*篇幅所限，有 (\d+) 项没有列出`).FindStringSubmatch(text); m != nil {
		top, _ = strconv.Atoi(m[1])
	}
	if top != sum {
		t.Errorf("the beginning says that %d are left out, the notes say %d", top, sum)
	}
	return sum
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
		page, _, err := d.HTML(repository, false)
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
