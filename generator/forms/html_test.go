package forms

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func parse(t testing.TB, page []byte) *html.Node {
	t.Helper()
	n, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// all returns the elements of a kind in n.
func all(n *html.Node, kind atom.Atom) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.DataAtom == kind {
			found = append(found, d)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// A grid is a table with its merged cells spread out: every place of a row holds
// the cell that covers it.
type grid [][]*html.Node

// gridOf spreads out a table, and fails where a merged cell leaves its group of
// rows, two cells meet, or rows differ in width.
func gridOf(t testing.TB, table *html.Node) grid {
	t.Helper()
	var out grid
	for group := range table.ChildNodes() {
		if group.DataAtom == atom.Thead || group.DataAtom == atom.Tbody {
			out = append(out, groupGrid(t, all(group, atom.Tr))...)
		}
	}
	columns := len(all(table, atom.Col))
	for i, row := range out {
		if len(row) != columns {
			t.Errorf("第%d行有%d列，应为%d列", i+1, len(row), columns)
		}
		for _, cell := range row {
			if cell == nil {
				t.Errorf("第%d行有空缺的格", i+1)
			}
		}
	}
	return out
}

func groupGrid(t testing.TB, rows []*html.Node) grid {
	t.Helper()
	g := make(grid, len(rows))
	for y, row := range rows {
		x := 0
		for cell := range row.ChildNodes() {
			if cell.Type != html.ElementNode {
				continue
			}
			for x < len(g[y]) && g[y][x] != nil {
				x++
			}
			g.cover(t, cell, y, x)
		}
	}
	return g
}

func (g grid) cover(t testing.TB, cell *html.Node, y, x int) {
	t.Helper()
	span := func(name string) int {
		n, _ := strconv.Atoi(attr(cell, name))
		return max(n, 1)
	}
	for dy := range span("rowspan") {
		if y+dy >= len(g) {
			t.Errorf("合并的格“%s”超出了所在的类别", textOf(cell))
			return
		}
		for dx := range span("colspan") {
			for len(g[y+dy]) <= x+dx {
				g[y+dy] = append(g[y+dy], nil)
			}
			if g[y+dy][x+dx] != nil {
				t.Errorf("格“%s”与“%s”重叠", textOf(cell), textOf(g[y+dy][x+dx]))
			}
			g[y+dy][x+dx] = cell
		}
	}
}

// row returns the texts of the row that holds text in some cell.
func (g grid) row(t testing.TB, text string) []string {
	t.Helper()
	for _, row := range g {
		var texts []string
		found := false
		for _, cell := range row {
			s := textOf(cell)
			texts, found = append(texts, s), found || strings.HasPrefix(s, text)
		}
		if found {
			return texts
		}
	}
	t.Fatalf("没有以“%s”开头的行", text)
	return nil
}
