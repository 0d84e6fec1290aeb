package review

import "strings"

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
