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
// layouts/review of root.
func (d *Document) HTML(root fs.FS) ([]byte, error) {
	t, err := template.ParseFS(root, "layouts/review/review.html", "layouts/review/review.css")
	if err != nil {
		return nil, fmt.Errorf("审阅单的版式读不出来：%w", err)
	}
	if err := templatecheck.CheckHTML(t, Printed{}); err != nil {
		return nil, fmt.Errorf("版式 layouts/review/review.html 有误：%w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d.printed()); err != nil {
		return nil, fmt.Errorf("印制审阅单时出错：%w", err)
	}
	return b.Bytes(), nil
}

func (d *Document) printed() Printed {
	p := Printed{Title: d.Title, Lead: d.Lead}
	for _, s := range d.Sections {
		section := PrintedSection{Title: s.Title, Detail: s.Detail}
		for _, b := range s.Blocks {
			b, left := b.within(printedRows)
			section.Blocks = append(section.Blocks, PrintedBlock{b, left})
		}
		p.Sections = append(p.Sections, section)
	}
	return p
}
