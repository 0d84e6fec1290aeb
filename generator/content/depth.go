package content

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"minglu/generator/diag"
)

// maxDepth is how deep quotes, lists and brackets may nest.
const maxDepth = 100

// What a paragraph may hold before the parser's time grows with its square. No
// text for people comes near.
const (
	maxMarks   = 20_000    // * _ ` [ < ! in a paragraph
	maxLinks   = 1_000     // ]( and ]: in a paragraph
	maxPipes   = 1_000     // escaped pipes in all tables
	maxColumns = 100       // of a table
	maxCells   = 100_000   // of all tables: short rows are filled up
	maxText    = 512 << 10 // bytes of Markdown
)

// tooDeep scans Markdown, once and before it is parsed, for what would make the
// parser run deep or long, and returns the line where it begins.
func tooDeep(src *diag.Source, body int) (diag.Span, bool) {
	if len(src.Text)-body > maxText {
		return src.LineSpan(src.Pos(body).Line), true
	}
	g := guard{}
	for start := body; start < len(src.Text); {
		end := len(src.Text)
		if i := strings.IndexByte(src.Text[start:], '\n'); i >= 0 {
			end = start + i + 1
		}
		if g.line(src.Text[start:end]) {
			return src.LineSpan(src.Pos(start).Line), true
		}
		start = end
	}
	return diag.Span{}, false
}

// A guard counts what the lines seen so far leave open.
type guard struct {
	brackets, marks, links int // in the paragraph
	width                  int // columns of the table that the paragraph may be
	pipes, cells           int // in the text
}

// line counts one more line and reports whether it is too much.
func (g *guard) line(line string) bool {
	depth, rest := containers(line)
	if depth > maxDepth {
		return true
	}
	if strings.TrimSpace(rest) == "" {
		g.brackets, g.marks, g.links, g.width = 0, 0, 0, 0
		return false
	}
	columns, ruler := 1, true
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		switch c {
		case '[':
			g.brackets++
			g.marks++
		case ']':
			g.brackets = max(g.brackets-1, 0)
			if i+1 < len(rest) && (rest[i+1] == '(' || rest[i+1] == ':') {
				g.links++
			}
		case '*', '_', '`', '<', '!':
			g.marks++
		case '|':
			columns++
			if i > 0 && rest[i-1] == '\\' {
				g.pipes++
			}
		}
		ruler = ruler && strings.IndexByte("|:- \t\r\n", c) >= 0
	}
	if ruler {
		g.width = max(g.width, columns)
	}
	g.cells += g.width
	return g.brackets > maxDepth || g.marks > maxMarks || g.links > maxLinks || g.pipes > maxPipes ||
		g.width > maxColumns || g.cells > maxCells
}

// containers returns how deep in quotes and lists a line can begin, and the rest
// of it. A list inside a list stands at least two columns further right.
func containers(line string) (depth int, rest string) {
	indent := 0
	for {
		switch {
		case line == "":
			return depth, line
		case line[0] == ' ', line[0] == '\t':
			indent++
			if line[0] == '\t' {
				indent += 3
			}
			line = line[1:]
		case line[0] == '>':
			depth++
			line = line[1:]
		default:
			n := listMarker(line)
			if n == 0 {
				return depth, line
			}
			// Only before a list item does white space mean depth.
			depth += 1 + indent/2
			indent = 0
			line = line[n:]
		}
	}
}

// listMarker returns the length of the list marker that line begins with, or 0.
func listMarker(line string) int {
	n := 0
	for n < len(line) && n < 9 && '0' <= line[n] && line[n] <= '9' {
		n++
	}
	switch {
	case n > 0 && n < len(line) && (line[n] == '.' || line[n] == ')'):
		n++
	case n == 0 && strings.IndexByte("-+*", line[0]) >= 0:
		n = 1
	default:
		return 0
	}
	if n < len(line) && strings.IndexByte(" \t\r\n", line[n]) < 0 {
		return 0
	}
	return n
}

// deepNode returns the first node that nests too deep, nil where none does. It
// goes from node to node without calling itself: the tree may be very deep.
func deepNode(doc ast.Node) ast.Node {
	depth := 0
	for n := doc.FirstChild(); n != nil; {
		if child := n.FirstChild(); child != nil {
			if nests(n) {
				if depth++; depth > maxDepth {
					return n
				}
			}
			n = child
			continue
		}
		for n != nil && n.NextSibling() == nil {
			if n = n.Parent(); n != nil && nests(n) {
				depth--
			}
		}
		if n != nil {
			n = n.NextSibling()
		}
	}
	return nil
}

func nests(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindBlockquote, ast.KindList, ast.KindEmphasis, ast.KindLink, ast.KindImage:
		return true
	}
	return false
}
