package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/tools/txtar"
)

// archive packs parts.
func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range parts {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// replaced returns an archive in which a part says something else.
func replaced(t testing.TB, data []byte, name, text string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range r.File {
		parts[f.Name] = partOf(t, data, f.Name)
	}
	parts[name] = text
	return archive(t, parts)
}

// partOf returns what a part of an archive says.
func partOf(t testing.TB, data []byte, name string) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := r.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// compound is the beginning of a file of Office before 2007 that has a stream.
func compound(stream string) []byte {
	data := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1024)...)
	for i, c := range stream {
		data[640+2*i] = byte(c)
	}
	data[640+64], data[640+66] = byte(2*len(stream)+2), 2
	return data
}

// Files that mean harm, or are no lists, are refused with words.
func TestHostileFiles(t *testing.T) {
	book := bookOf(t, "品牌名称\t县区\n东海草编匠人\t东海县\n")
	with := func(name, text string) []byte { return replaced(t, book, name, text) }
	const worksheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	const start = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	e := small(t, nil)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"a bomb": {archive(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", maxUnpacked+1)}), "太大"},
		"many parts": {archive(t, func() map[string]string {
			m := map[string]string{}
			for i := range maxParts + 1 {
				m[fmt.Sprint(i)] = ""
			}
			return m
		}()), "太大"},
		"macros":             {with("xl/vbaProject.bin", "x"), "宏"},
		"links elsewhere":    {with("xl/externalLinks/externalLink1.xml", "<x/>"), "链接"},
		"entities":           {with("xl/sharedStrings.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>`), "DOCTYPE"},
		"no workbook":        {archive(t, map[string]string{"x.xml": "<x/>"}), "损坏"},
		"cut":                {book[:len(book)/2], "损坏"},
		"an old workbook":    {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx"), "不能直接读"},
		"a PDF":              {[]byte("%PDF-1.7 x"), "不能直接读"},
		"nothing":            {nil, "不是 Excel"},
		"zeros":              {make([]byte, 1000), "不是 Excel"},
		"Word, no table":     {archive(t, map[string]string{"word/document.xml": start + "<w:p/></w:body></w:document>"}), "没有表格"},
		"Word, deep":         {archive(t, map[string]string{"word/document.xml": start + strings.Repeat("<w:sdt>", 1000)}), "太大"},
		"Word, entities":     {archive(t, map[string]string{"word/document.xml": `<!DOCTYPE x>` + start + "</w:body></w:document>"}), "DOCTYPE"},
		"Word, wide":         {archive(t, map[string]string{"word/document.xml": start + "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr></w:tc></w:tr></w:tbl></w:body></w:document>"}), "表头"},
		"Word, gigantic":     {archive(t, map[string]string{"word/document.xml": start + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>" + strings.Repeat("a", maxUnpacked)}), "太大"},
		"Word, merged":       {archive(t, map[string]string{"word/document.xml": start + "<w:tbl>" + strings.Repeat("<w:tr><w:tc><w:tcPr><w:gridSpan w:val='400'/></w:tcPr></w:tc></w:tr>", 1000)}), "太大"},
		"Word, tags":         {archive(t, map[string]string{"word/document.xml": start + strings.Repeat("<w:p/>", maxTags)}), "太大"},
		"tables in tables":   {archive(t, map[string]string{"word/document.xml": start + strings.Repeat("<w:tbl><w:tr><w:tc>", 150)}), "太大"},
		"merged everywhere":  {with("xl/worksheets/sheet1.xml", worksheet+strings.Repeat(`<row><c t="inlineStr"><is><t>品牌名称</t></is></c></row>`, 600)+`</sheetData><mergeCells>`+strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 10_000)+`</mergeCells></worksheet>`), "太大"},
		"100,000 columns":    {with("xl/worksheets/sheet1.xml", worksheet+"<row>"+strings.Repeat(`<c t="inlineStr"><is><t>x</t></is></c>`, 100_000)+"</row></sheetData></worksheet>"), "太大"},
		"far away":           {with("xl/worksheets/sheet1.xml", worksheet+`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`), "太大"},
		"a long format":      {with("xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="200" formatCode="`+strings.Repeat("0", 5000)+`"/></numFmts></styleSheet>`), "太大"},
		"many styles":        {with("xl/styles.xml", "<styleSheet><cellXfs>"+strings.Repeat("<xf/>", maxTags/10)+"</cellXfs></styleSheet>"), "太大"},
		"separators":         {[]byte("甲,乙\n" + strings.Repeat(",", 4*maxCells)), "太大"},
		"a password":         {compound("EncryptedPackage"), "密码"},
		"a list without end": {[]byte(strings.Repeat("甲,乙\n", maxRows+10)), "太大"},
	} {
		began := time.Now()
		err := opened(t, e, Options{}).Take("表", c.data)
		if took := time.Since(began); took > 20*time.Second { // 1 on a machine with nothing else to do
			t.Errorf("%s: takes %v", name, took)
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// corpusOf returns the files of the corpus whose names end so, as they would be sent.
func corpusOf(f *testing.F, ending string) (all [][]byte) {
	f.Helper()
	names, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(name, err)
		}
		data := a.Files[0].Data
		switch file := a.Files[0].Name; {
		case !strings.HasSuffix(file, ending):
			continue
		case ending == ".xlsx":
			data = bookOf(f, string(data))
		case ending == ".docx":
			data = wordOf(f, string(data))
		case strings.HasSuffix(file, ".gbk.csv"):
			if data, err = simplifiedchinese.GB18030.NewEncoder().Bytes(data); err != nil {
				f.Fatal(err)
			}
		}
		all = append(all, data)
	}
	return all
}

// lawful holds tables that were read against their bounds: merged cells lead to cells, and no
// table is larger than it may be.
func lawful(t *testing.T, tables []*Table) {
	t.Helper()
	cells := 0
	for _, table := range tables {
		if len(table.rows) > maxRows || table.width() > maxColumns {
			t.Errorf("%d rows, %d columns", len(table.rows), table.width())
		}
		for row := range table.rows {
			cells += len(table.rows[row])
			for _, p := range table.said(row) {
				if table.address(p) == "" || len(table.at(p)) > maxCell {
					t.Errorf("%v says %d bytes", p, len(table.at(p)))
				}
			}
		}
		for p, first := range table.of {
			if first.row < 0 || first.column < 0 || first.row > p.row || first.row == p.row && first.column > p.column {
				t.Errorf("%v is part of %v", p, first)
			}
		}
	}
	if cells > maxCells+maxRows || len(tables) > maxSheets {
		t.Errorf("%d cells in %d tables", cells, len(tables))
	}
}

// FuzzDocument reads what stands in a Word file.
func FuzzDocument(f *testing.F) {
	for _, data := range corpusOf(f, ".docx") {
		f.Add(partOf(f, data, "word/document.xml"))
	}
	f.Add(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/><w:gridSpan w:val="3"/></w:tcPr><w:del><w:r><w:t>x</w:t></w:r></w:del><w:checkBox><w:default/><w:checked w:val="0"/></w:checkBox></w:tc></w:tr></w:tbl></w:document>`)
	f.Fuzz(func(t *testing.T, text string) {
		if tables, err := readDocument("表.docx", archive(t, map[string]string{"word/document.xml": text})); err == nil {
			lawful(t, tables)
		}
	})
}

// FuzzWorkbook reads what stands in a sheet, and what its cells are formatted with.
func FuzzWorkbook(f *testing.F) {
	book := bookOf(f, "品牌名称\t县区\n东海草编匠人\t东海县\n")
	const sheet, strs, styles = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
	for _, data := range corpusOf(f, ".xlsx") {
		f.Add(partOf(f, data, sheet), partOf(f, data, strs), partOf(f, data, styles))
	}
	f.Fuzz(func(t *testing.T, cells, texts, formats string) {
		data := replaced(t, replaced(t, replaced(t, book, sheet, cells), strs, texts), styles, formats)
		if tables, _, err := readWorkbook("表.xlsx", data); err == nil {
			lawful(t, tables)
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, data := range corpusOf(f, ".csv") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if table, err := readCSV("表.csv", data); err == nil {
			lawful(t, []*Table{table})
		}
	})
}

// FuzzPages reads what LibreOffice draws of a PDF.
func FuzzPages(f *testing.F) {
	f.Add(drawn(drawnLine(1, 2, 2, 10, 2) + drawnLine(1, 2, 4, 10, 4) + drawnLine(1, 2, 2, 2, 4) + drawnLine(1, 5, 2, 5, 4) + drawnLine(1, 10, 2, 10, 4) + drawnWord(1, 3, 3, "品牌名称")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if tables, err := readPages("表.pdf", data); err == nil {
			lawful(t, tables)
		}
	})
}

// FuzzTake takes anything in: every cell that says something is placed or listed.
func FuzzTake(f *testing.F) {
	for _, ending := range []string{".xlsx", ".docx", ".csv"} {
		for _, data := range corpusOf(f, ending) {
			f.Add(data)
		}
	}
	e := small(f, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		in := opened(t, e, Options{})
		if _, _, err := Foreign(data); err != nil {
			return
		}
		_ = in.Take("表", data)
		if _, err := in.Finish(); err != nil {
			t.Error(err)
		}
		listed := 0
		for _, l := range in.Left {
			if l.Text != "" {
				listed++
			}
		}
		if in.Placed+listed != in.Said {
			t.Errorf("%d cells hold something, %d are placed and %d listed", in.Said, in.Placed, listed)
		}
	})
}
