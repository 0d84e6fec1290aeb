package review

import (
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Text returns d whole, as it is read on a terminal: nothing is escaped, for nobody
// takes these signs for anything, and a row of a table is a line for each cell,
// since no terminal is as wide as the tables are.
func (d *Document) Text() string {
	var b strings.Builder
	line := func(texts ...string) {
		for _, t := range texts {
			b.WriteString(t)
		}
		b.WriteByte('\n')
	}
	line(d.Title)
	line()
	for _, l := range d.Lead {
		line(l)
	}
	for _, s := range d.Sections {
		line()
		line("■ ", s.Title)
		for _, block := range s.Blocks {
			if block.Text != "" {
				line(block.Text)
			}
			for _, item := range block.Items {
				line("  · ", item)
			}
			if block.Caption != "" {
				line(block.Caption)
			}
			if block.Figures {
				for _, row := range block.columns() {
					line("  ", row)
				}
				continue
			}
			for _, row := range block.Rows {
				line("  · ", row[0])
				for i, cell := range row[1:] {
					if cell != absent {
						line("      ", block.Head[i+1], "：", cell)
					}
				}
			}
		}
	}
	return b.String()
}

// columns returns the heads and rows of a table as lines, the columns one under the other,
// numbers at the right.
func (b Block) columns() []string {
	widths, figures := make([]int, len(b.Head)), make([]bool, len(b.Head))
	rows := append([][]string{b.Head}, b.drawn()...)
	for i := range b.Head {
		figures[i] = !slices.ContainsFunc(b.drawn(), func(row []string) bool {
			return row[i] != absent && !strings.ContainsAny(row[i][len(row[i])-1:], "0123456789")
		})
		for _, row := range rows {
			widths[i] = max(widths[i], displaywidth.String(row[i]))
		}
	}
	var lines []string
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-displaywidth.String(cell))
			if figures[i] {
				line += space + cell + "  "
			} else {
				line += cell + space + "  "
			}
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}
