package review

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"slices"

	"github.com/jba/templatecheck"
)

// printedRows is how many rows of one table are printed: twenty sheets of paper
// are enough of anything.
const printedRows = 1000

// HTML returns d as one page for A4 that needs nothing else, by the layout in
// layouts/review of root, and how many rows are left out: none where whole is
// asked for.
func (d *Document) HTML(root fs.FS, whole bool) (page []byte, left int, err error) {
	t, err := template.ParseFS(root, "layouts/review/review.html", "layouts/review/review.css")
	if err != nil {
		return nil, 0, fmt.Errorf("审阅单的版式读不出来：%w", err)
	}
	if err := templatecheck.CheckHTML(t, Document{}); err != nil {
		return nil, 0, fmt.Errorf("版式 layouts/review/review.html 有误：%w", err)
	}
	rows := printedRows
	if whole {
		rows = unlimited
	}
	printed, left := d.within(rows)
	var b bytes.Buffer
	if err := t.Execute(&b, printed); err != nil {
		return nil, 0, fmt.Errorf("印制审阅单时出错：%w", err)
	}
	return b.Bytes(), left, nil
}

// within returns d with at most so many rows of each table and items of each list,
// and how many are left out.
func (d *Document) within(rows int) (cut Document, left int) {
	cut = Document{Title: d.Title, Lead: d.Lead}
	for _, s := range d.Sections {
		s.Blocks = slices.Clone(s.Blocks)
		for i := range s.Blocks {
			b := &s.Blocks[i]
			b.Left = max(len(b.Items)-rows, len(b.Rows)-rows, 0)
			b.Items, b.Rows = b.Items[:min(rows, len(b.Items))], b.Rows[:min(rows, len(b.Rows))]
			b.Bars = b.Bars[:min(rows, len(b.Bars))]
			left += b.Left
		}
		cut.Sections = append(cut.Sections, s)
	}
	return cut, left
}
