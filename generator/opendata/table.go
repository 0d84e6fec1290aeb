package opendata

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"minglu/generator/edition"
)

// writeCSV writes brands.csv: RFC 4180 with CRLF, UTF-8 with a byte order mark,
// for without it Excel takes the file for GBK. The heads are the paths of the
// values in JSON; the first row is the only one that is no brand.
func (d *dataset) writeCSV(put func(string, []byte) error) error {
	columns := slices.Concat(d.tabulated, d.traceBacks)
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	w.Write(row) // errors stay with the writer
	for _, brand := range d.site.Listed {
		for i, c := range columns {
			if v := c.cell(brand); v.number {
				row[i] = v.text
			} else {
				row[i] = defused(v.text)
			}
		}
		w.Write(row)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return put(edition.BrandsCSV, b.Bytes())
}

// defused returns a text as a cell that no spreadsheet takes for a formula: one
// that begins with a sign of formulas, or with the apostrophe itself, gets an
// apostrophe before it. Taking one away gives the text back, always. Numbers
// need none: -3 is no formula.
//
// https://owasp.org/www-community/attacks/CSV_Injection names the signs; those
// of full width count where Excel runs in Chinese or Japanese.
func defused(s string) string {
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"} {
		if strings.HasPrefix(s, sign) {
			return "'" + s
		}
	}
	return s
}
