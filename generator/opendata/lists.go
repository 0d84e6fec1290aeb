package opendata

import (
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"minglu/generator/edition"
	"minglu/generator/sheet"
	"minglu/generator/site"
)

// serial heads the first column of a short list.
const serial = "序号"

// shortColumns are the columns of a short list beside the serial number, as they are
// called in the long tables, with their widths. Where a site is of several cities their
// names take the place of the year, which the date tells.
func (d *dataset) shortColumns() []shortColumn {
	wanted := []struct {
		name   string
		width  int
		middle bool
	}{
		{"name", 24, false}, {"type", 14, true}, {"city", 12, true}, {"county", 10, true}, {"honors.level", 11, true}, {"honors.year", 8, true},
		{"honors.document", 20, false}, {"honors.date", 13, true}, {"honors.valid_until", 13, true}, {"builder", 30, false}, {"industry", 16, false},
	}
	left := "city"
	if d.site.HasCities() {
		left = "honors.year"
	}
	var all []shortColumn
	for _, w := range wanted {
		for _, c := range d.tabulated {
			if c.name == w.name && w.name != left {
				all = append(all, shortColumn{c, sheet.Column{Name: c.label, Width: w.width, Middle: w.middle}})
			}
		}
	}
	if workers := d.site.Rules.Workers(); workers != nil {
		for _, c := range d.tabulated {
			if c.name == "facts."+workers.ID {
				all = append(all, shortColumn{c, sheet.Middle(c.label, 12)})
			}
		}
	}
	return all
}

// A shortColumn is a column of the long tables as it stands in a short one.
type shortColumn struct {
	column[*site.Brand]
	looks sheet.Column
}

// A shortList is a list as a file of a few columns.
type shortList struct {
	page, title string
	brands      []*site.Brand
}

// shortLists returns the whole list, that of each type and place, and those of both that
// hold a brand.
func (d *dataset) shortLists() []shortList {
	all := []shortList{{edition.RollPath, d.site.RollTitle(), d.site.Listed}}
	for _, l := range d.site.All() {
		if l.HasFiles() {
			all = append(all, shortList{l.Path, l.Title(), l.Brands})
		}
	}
	return all
}

// writeLists writes the short lists, each as a workbook that prints on A4 and as CSV.
func (d *dataset) writeLists(put func(string, []byte) error) error {
	columns := d.shortColumns()
	t := sheet.Table{Columns: []sheet.Column{sheet.Middle(serial, 6)}}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.looks)
	}
	cells := make(map[*site.Brand][]sheet.Cell, len(d.site.Listed))
	for _, b := range d.site.Listed {
		row := make([]sheet.Cell, len(t.Columns))
		for i, c := range columns {
			row[i+1] = c.cell(b)
		}
		cells[b] = row
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, l := range d.shortLists() {
		g.Go(func() error {
			table := sheet.Table{Columns: t.Columns, Rows: make([][]sheet.Cell, len(l.brands))}
			rows := make([]sheet.Cell, len(l.brands)*len(t.Columns))
			for i, b := range l.brands {
				row := rows[i*len(t.Columns):][:len(t.Columns):len(t.Columns)]
				copy(row, cells[b])
				row[0] = sheet.Number(i + 1)
				table.Rows[i] = row
			}
			return d.writeList(l, table, put)
		})
	}
	return g.Wait()
}

func (d *dataset) writeList(l shortList, t sheet.Table, put func(string, []byte) error) error {
	settings := d.site.Settings
	note := fmt.Sprintf("截至 %s，在册品牌 %d 个，一个品牌一行；有几个称号的，以“%s”分隔，各列次序相同。有效期至空着的，没有规定期限。来源：%s", d.site.Date, len(l.brands), listSign, settings.Title)
	if settings.BaseURL != "" {
		note += " " + settings.BaseURL + l.page
	}
	notes := []string{note}
	if settings.Demo {
		notes = append([]string{DemoNote}, notes...)
	}
	p := sheet.Print{Title: l.title, Notes: notes, Tables: []sheet.Table{t}, Wide: true, Filter: true}
	book, err := p.Workbook(sheet.About{Title: l.title, Publisher: settings.Publisher, Description: strings.Join(notes, ""), Version: Version, Day: d.site.Date.String()})
	if err != nil {
		return err
	}
	if err := put(edition.FilePath(l.page, "xlsx"), book); err != nil {
		return err
	}
	table, err := d.shortTable(t)
	if err != nil {
		return err
	}
	return put(edition.FilePath(l.page, "csv"), table)
}

// shortTable returns t as CSV. On a demonstration the last column says so in every row.
func (d *dataset) shortTable(t sheet.Table) ([]byte, error) {
	w := sheet.NewCSV()
	row := t.Heads()
	if d.site.Settings.Demo {
		row = append(row, sheet.Text(demoLabel))
	}
	w.Row(row...)
	for _, cells := range t.Rows {
		row = append(row[:0], cells...)
		if d.site.Settings.Demo {
			row = append(row, sheet.Text(DemoNote))
		}
		w.Row(row...)
	}
	return w.Bytes()
}
