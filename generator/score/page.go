package score

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"minglu/generator/markdown"
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

// newPage returns an empty page: text or markdown.
func newPage(format string) page {
	if format == "markdown" {
		return &posted{}
	}
	return &plain{}
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

// A posted page is for a comment under a pull request.
type posted struct{ bytes.Buffer }

func (p *posted) heading(depth int, text string) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(markdown.Heading(depth+1, text))
}

func (p *posted) line(text string) { p.WriteString(markdown.Paragraph(text)) }

func (p *posted) list(items []string) {
	for _, i := range items {
		p.WriteString(markdown.Item(i))
	}
}

func (p *posted) table(head []string, rows [][]string) {
	p.WriteString(markdown.Head(head))
	for _, row := range rows {
		p.WriteString(markdown.Row(row))
	}
	p.WriteByte('\n')
}
