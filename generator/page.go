package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// A page takes what score prints, in one form or the other. The last column of a
// table may have several lines.
type page interface {
	heading(depth int, text string)
	line(text string)
	list(items []string)
	table(head []string, rows [][]string)
	Bytes() []byte
}

// A plain page is for a terminal; its columns are aligned by display width.
type plain struct{ bytes.Buffer }

func (p *plain) heading(depth int, text string) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	if depth == 1 {
		text = "■ " + text
	}
	p.line(text)
}

func (p *plain) line(text string) { fmt.Fprintln(p, text) }

func (p *plain) list(items []string) {
	for _, i := range items {
		p.line("  · " + i)
	}
}

func (p *plain) table(head []string, rows [][]string) {
	rows = append([][]string{head}, rows...)
	widths := make([]int, len(head)-1)
	for _, row := range rows {
		for i := range widths {
			widths[i] = max(widths[i], displaywidth.String(row[i]))
		}
	}
	for _, row := range rows {
		lead := "  "
		for i, width := range widths {
			lead += row[i] + strings.Repeat(" ", width-displaywidth.String(row[i])+2)
		}
		for i, text := range strings.Split(row[len(row)-1], "\n") {
			if i > 0 {
				lead = strings.Repeat(" ", displaywidth.String(lead))
			}
			p.line(strings.TrimRight(lead+text, " "))
		}
	}
}

// A markdown page is for a comment under a pull request.
type markdown struct{ bytes.Buffer }

func (m *markdown) heading(depth int, text string) {
	if m.Len() > 0 {
		m.WriteByte('\n')
	}
	fmt.Fprintf(m, "%s %s\n\n", strings.Repeat("#", depth+1), escaped(text))
}

func (m *markdown) line(text string) { fmt.Fprintf(m, "%s\n\n", escaped(text)) }

func (m *markdown) list(items []string) {
	for _, i := range items {
		fmt.Fprintf(m, "- %s\n", escaped(i))
	}
}

func (m *markdown) table(head []string, rows [][]string) {
	m.row(head)
	m.row(slices.Repeat([]string{"---"}, len(head)))
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = strings.ReplaceAll(escaped(cell), "\n", "<br>")
		}
		m.row(cells)
	}
	m.WriteByte('\n')
}

func (m *markdown) row(cells []string) { fmt.Fprintf(m, "| %s |\n", strings.Join(cells, " | ")) }

// escaped takes the meaning from the signs of Markdown and HTML: names and
// reasons are written by strangers. A @ would call somebody.
func escaped(text string) string { return markdownSigns.Replace(text) }

var markdownSigns = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "@", "@\u200b",
)
