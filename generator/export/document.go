// Package export makes the lists that leave the directory for an office: the 汇总表 of
// brands, the list that a notice has as its annex, the tables of what changed in a month,
// a quarter or a year (每月调度、按季督查、年终考评), and calendars of what comes.
//
// A list is a Document, whatever it is written as: a workbook for Excel, a paper for
// Word, of which the template lies in layouts/forms/, or CSV. Lists name people, and
// brands that are not public yet: whoever writes them keeps them out of public/.
package export

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/docx"
	"minglu/generator/edition"
	"minglu/generator/opendata"
	"minglu/generator/sheet"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// A Document is one list, or a few that belong together.
type Document struct {
	Title  string
	Annex  string   // 附件, where it is one
	Notes  []string // what stands above the tables, a line each
	Tables []sheet.Table
	Wide   bool // more columns than an upright page holds

	region    *criteria.Region // whose templates it is written by
	demo      bool
	publisher string
	day       values.Date
}

// New returns a document of an edition without tables.
func New(e *edition.Edition, title string, notes ...string) Document {
	return Document{Title: title, Notes: notes, region: e.Settings.Region, demo: e.Settings.Demo, publisher: e.Settings.Publisher, day: e.Content.Date}
}

// Formats are what documents are written as, by the endings of their files.
func Formats() []string { return []string{"xlsx", "docx", "csv"} }

// Write returns d in a format. root holds the templates. The error is wrong use, or a
// template's.
func (d Document) Write(root fs.FS, format string) ([]byte, error) {
	switch format {
	case "xlsx":
		return d.workbook()
	case "docx":
		return d.paper(root)
	}
	return d.csv()
}

func (d Document) csv() ([]byte, error) {
	if len(d.Tables) > 1 {
		return nil, usage.Errorf("%s有 %d 张表，一个 CSV 文件放不下，请写成 .xlsx 或 .docx", d.Title, len(d.Tables))
	}
	c := sheet.NewCSV()
	for _, t := range d.Tables {
		heads := t.Heads()
		if d.demo {
			heads = append(heads, sheet.Text("示例说明"))
		}
		c.Row(heads...)
		for _, row := range t.Rows {
			if d.demo {
				row = append(slices.Clone(row), sheet.Text(opendata.DemoNote))
			}
			c.Row(row...)
		}
	}
	return c.Bytes()
}

// workbook returns d as a workbook, a sheet a table.
func (d Document) workbook() ([]byte, error) {
	notes := d.Notes
	if d.demo {
		notes = append([]string{opendata.DemoNote}, notes...)
	}
	p := sheet.Print{Title: d.Title, Notes: notes, Tables: d.Tables, Wide: d.Wide}
	return p.Workbook(sheet.About{Title: d.Title, Publisher: d.publisher, Description: strings.Join(notes, ""), Day: d.day.String()})
}

// A paper is what a template of a list shows.
type paper struct {
	Demo         bool
	Annex, Title string
	Notes        []string
	Tables       []paperTable
}

type paperTable struct {
	Caption string
	Columns []paperColumn
	Rows    []paperRow
}

type paperColumn struct {
	Name  string
	Width docx.Share
}

type paperRow struct{ Cells []paperCell }

type paperCell struct {
	Text  string
	Width docx.Share
	Align docx.Style // left or centred
}

// The templates, of lists on upright pages and on wide ones.
const (
	upright = "list.docx"
	wide    = "table.docx"
)

// Check holds the templates of the site of a region against what they are to show.
func Check(root fs.FS, region *criteria.Region) error {
	for _, name := range []string{upright, wide} {
		if _, err := readTemplate(root, region.Own(root, "layouts/forms", name)); err != nil {
			return err
		}
	}
	return nil
}

func readTemplate(root fs.FS, name string) (*docx.Template, error) {
	data, err := checkout.Read(root, name, docx.MaxSize)
	if err != nil {
		return nil, fmt.Errorf("清单模板读不出来，请恢复这个文件：%w", err)
	}
	t, err := docx.Read(data)
	if err == nil {
		err = t.Check(paper{})
	}
	if err != nil {
		return nil, fmt.Errorf("清单模板 %s 有误：%w", name, err)
	}
	return t, nil
}

func (d Document) paper(root fs.FS) ([]byte, error) {
	name := upright
	if d.Wide {
		name = wide
	}
	t, err := readTemplate(root, d.region.Own(root, "layouts/forms", name))
	if err != nil {
		return nil, err
	}
	p := paper{Demo: d.demo, Annex: d.Annex, Title: d.Title, Notes: d.Notes}
	for _, t := range d.Tables {
		p.Tables = append(p.Tables, onPaper(t))
	}
	return t.Fill(p)
}

func onPaper(t sheet.Table) paperTable {
	sum := 0
	for _, c := range t.Columns {
		sum += c.Width
	}
	out := paperTable{Caption: t.Caption}
	share := func(c sheet.Column) docx.Share { return docx.Share(c.Width * 1000 / sum) }
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, paperColumn{c.Name, share(c)})
	}
	for _, row := range t.Rows {
		var cells []paperCell
		for i, cell := range row {
			align := docx.Style("left")
			if t.Columns[i].Middle {
				align = "centred"
			}
			cells = append(cells, paperCell{cell.Text, share(t.Columns[i]), align})
		}
		out.Rows = append(out.Rows, paperRow{cells})
	}
	return out
}

// chinese writes a date as papers do: 2026年6月30日, as far as it is known.
func chinese(d values.Date) string {
	s := ""
	for _, part := range []struct {
		number int
		word   string
	}{{d.Year, "年"}, {d.Month, "月"}, {d.Day, "日"}} {
		if part.number > 0 {
			s += fmt.Sprint(part.number, part.word)
		}
	}
	return s
}
