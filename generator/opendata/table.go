package opendata

import (
	"slices"

	"minglu/generator/edition"
	"minglu/generator/sheet"
)

// writeCSV writes brands.csv. The heads are the paths of the values in JSON; the
// first row is the only one that is no brand.
func (d *dataset) writeCSV(put func(string, []byte) error) error {
	columns := slices.Concat(d.tabulated, d.traceBacks)
	w := sheet.NewCSV()
	row := make([]sheet.Cell, len(columns))
	for i, c := range columns {
		row[i] = sheet.Text(c.name)
	}
	w.Row(row...)
	for _, brand := range d.site.Listed {
		for i, c := range columns {
			row[i] = c.cell(brand)
		}
		w.Row(row...)
	}
	data, err := w.Bytes()
	if err != nil {
		return err
	}
	return put(edition.BrandsCSV, data)
}
