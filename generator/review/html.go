package review

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"

	"github.com/jba/templatecheck"
)

// A Printed is what the layout shows: a document whose tables end.
type Printed struct {
	Title    string
	Lead     []string
	Sections []PrintedSection
}

// A PrintedSection is one section on paper.
type PrintedSection struct {
	Title  string
	Detail bool
	Blocks []PrintedBlock
}

// A PrintedBlock is a block, and how many rows are left out.
type PrintedBlock struct {
	Block
	Left int
}

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
	if err := templatecheck.CheckHTML(t, Printed{}); err != nil {
		return nil, 0, fmt.Errorf("版式 layouts/review/review.html 有误：%w", err)
	}
	rows := printedRows
	if whole {
		rows = all
	}
	printed, left := d.printed(rows)
	var b bytes.Buffer
	if err := t.Execute(&b, printed); err != nil {
		return nil, 0, fmt.Errorf("印制审阅单时出错：%w", err)
	}
	return b.Bytes(), left, nil
}

func (d *Document) printed(rows int) (p Printed, left int) {
	p = Printed{Title: d.Title, Lead: d.Lead}
	for _, s := range d.Sections {
		section := PrintedSection{Title: s.Title, Detail: s.Detail}
		for _, b := range s.Blocks {
			b, cut := b.within(rows)
			section.Blocks = append(section.Blocks, PrintedBlock{b, cut})
			left += cut
		}
		p.Sections = append(p.Sections, section)
	}
	return p, left
}
