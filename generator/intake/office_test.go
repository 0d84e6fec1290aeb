package intake

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/tools/txtar"

	"minglu/generator/office"
)

// asOther returns a file as LibreOffice saves it in other formats, by the ending of their
// files; nothing where there is no LibreOffice. In CI nothing may be missing.
func asOther(t testing.TB, ending string, data []byte, others ...string) map[string][]byte {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("LibreOffice is missing, and CI must not do without")
		}
		t.Log("LibreOffice is missing: NOT CHECKED")
		return nil
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in."+ending), filepath.Join(dir, "out")
	if err := os.WriteFile(in, data, 0o644); err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, other := range others {
		filter := other
		if other == "docx" {
			filter += ":MS Word 2007 XML"
		}
		cmd := exec.Command(program, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", filter, "--outdir", out, in)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		if all[other], err = os.ReadFile(filepath.Join(out, "in."+other)); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// readable converts a file as import does.
func readable(t testing.TB, data []byte) []byte {
	t.Helper()
	from, to, err := Foreign(data)
	if err != nil || from == "" {
		t.Fatalf("it is converted from %q to %q: %v", from, to, err)
	}
	converted, err := office.Conversion{From: from, To: to, Max: MaxConverted}.Convert(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return converted
}

// inBorders returns a workbook as offices have it that print it: ruled, on one page.
func inBorders(t testing.TB, data []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var sides []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		sides = append(sides, excelize.Border{Type: side, Style: 1, Color: "000000"})
	}
	style, err := f.NewStyle(&excelize.Style{Border: sides, Alignment: &excelize.Alignment{WrapText: true}})
	if err != nil {
		t.Fatal(err)
	}
	yes, one := true, 1
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		width := 0
		for _, row := range rows {
			width = max(width, len(row))
		}
		last, err := excelize.CoordinatesToCellName(width, len(rows))
		for _, do := range []func() error{
			func() error { return err },
			func() error { return f.SetCellStyle(sheet, "A1", last, style) },
			func() error { return f.SetColWidth(sheet, "A", last[:1], 18) },
			func() error { return f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}) },
			func() error { return f.SetPageLayout(sheet, &excelize.PageLayoutOptions{FitToWidth: &one}) },
		} {
			if err := do(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A list says the same as a workbook of Excel, in older formats, in LibreOffice's and as
// PDF. So do the addresses, but those of a PDF, which has no sheets.
func TestListsInOtherFormats(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes its time")
	}
	e := small(t, nil)
	for name, others := range map[string][]string{"two-head-rows": {"xls", "ods", "pdf"}, "merged-county": {"pdf"}} {
		a, err := txtar.ParseFile("testdata/corpus/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		book := inBorders(t, bookOf(t, string(a.Files[0].Data)))
		want := taken(t, e, Options{}, "表", book)
		files := finished(t, want)
		for ending, data := range asOther(t, "xlsx", book, others...) {
			got := taken(t, e, Options{}, "表", readable(t, data))
			if made := finished(t, got); !reflect.DeepEqual(made, files) {
				t.Errorf("%s as %s: got %v, want %v", name, ending, made, files)
			}
			if ending == "pdf" {
				if len(got.Left) != len(want.Left) || got.Said != want.Said || got.Placed != want.Placed {
					t.Errorf("%s as PDF: %d of %d, and %v is left", name, got.Placed, got.Said, got.Left)
				}
				continue
			}
			if !reflect.DeepEqual(got.Left, want.Left) || !sameColumns(got.Columns, want.Columns) {
				t.Errorf("%s as %s: got %v, want %v", name, ending, got.Left, want.Left)
			}
		}
	}
}

func sameColumns(a, b []Column) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Head != b[i].Head || a[i].Address != b[i].Address || a[i].As != b[i].As {
			return false
		}
	}
	return true
}

// A 推荐表 says the same in the formats that Word and WPS had before, in LibreOffice's and
// as PDF: nothing changes in the repository that it was printed from.
func TestPapersInOtherFormats(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes its time")
	}
	e := small(t, generated(t, 4))
	for b, data := range papers(t, e, "推荐表", e.Content.Brands[0]) {
		for ending, data := range asOther(t, "docx", data, "doc", "odt", "rtf", "pdf") {
			in := taken(t, e, Options{}, "推荐表."+ending, readable(t, data))
			if changed := finished(t, in); len(changed) > 0 || len(in.Left) > 0 || in.Brands != 1 {
				t.Errorf("%s as %s changes %v, and leaves %v", b.File, ending, changed, in.Left)
			}
			for _, c := range in.Columns {
				if !strings.HasPrefix(c.Address, "推荐表."+ending+" 表1!") {
					t.Errorf("the address is %s", c.Address)
				}
			}
		}
	}
}

// drawn is a page as LibreOffice draws what it finds in a PDF.
func drawn(shapes string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"><office:body><office:text>` + shapes + `</office:text></office:body></office:document>`)
}

func drawnLine(page int, x1, y1, x2, y2 float64) string {
	return fmt.Sprintf(`<draw:line text:anchor-page-number="%d" svg:x1="%fcm" svg:y1="%fcm" svg:x2="%fcm" svg:y2="%fcm"><text:p/></draw:line>`, page, x1, y1, x2, y2)
}

func drawnWord(page int, x, y float64, text string) string {
	return fmt.Sprintf(`<draw:frame text:anchor-page-number="%d" svg:x="%fcm" svg:y="%fcm" svg:width="%fcm" svg:height="0.5cm"><draw:text-box><text:p><text:span>%s</text:span></text:p></draw:text-box></draw:frame>`, page, x, y, 0.4*float64(len([]rune(text))), text)
}

// A table goes on over two pages; a name that does not fit on one line goes on in the
// next; the title stands above the lines.
func TestPages(t *testing.T) {
	ruling := func(page int, top float64, rows int) (shapes string) {
		for row := range rows + 1 {
			shapes += drawnLine(page, 2, top+2*float64(row), 10, top+2*float64(row))
		}
		for _, x := range []float64{2, 5, 10} {
			shapes += drawnLine(page, x, top, x, top+2*float64(rows))
		}
		return shapes
	}
	data := drawn(ruling(1, 4, 2) + ruling(2, 2, 1) + drawnWord(1, 3, 2, "2025年连云港市市级劳务品牌认定名单") +
		drawnWord(1, 3.8, 4.2, "品牌名称 县区") +
		drawnWord(1, 2.2, 6.2, "东海草编匠") + drawnWord(1, 2.2, 6.8, "⼈") + drawnWord(1, 5.2, 6.2, "东海县") +
		drawnWord(2, 2.2, 2.2, "赣榆紫菜工") + drawnWord(2, 5.2, 2.2, "赣榆区"))
	in := taken(t, small(t, nil), Options{}, "名单.pdf", data)
	files := finished(t, in)
	notice := ""
	for name, text := range files {
		if strings.HasPrefix(name, "content/notices/") {
			notice = text
		}
	}
	if in.Brands != 2 || in.Placed != 6 || in.Said != 6 || files["content/brands/donghai/donghai-caobian.md"] == "" || !strings.Contains(notice, "2025年连云港市市级劳务品牌认定名单") {
		t.Errorf("%d brands, %d of %d cells: %v, %v", in.Brands, in.Placed, in.Said, files, in.Left)
	}
	for says, data := range map[string][]byte{
		"没有文字":    drawn(ruling(1, 2, 2) + `<draw:frame text:anchor-page-number="1"><draw:image><office:binary-data>iVBO</office:binary-data></draw:image></draw:frame>`),
		"没有画了线的":  drawn(drawnWord(1, 2, 2, "东海草编匠人")),
		"太大":      drawn(strings.Repeat("<draw:g>", 300)),
		"DOCTYPE": append([]byte(`<?xml version="1.0"?><!DOCTYPE x>`), drawn("")[38:]...),
	} {
		if _, err := readPages("x.pdf", data); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

// Formats are known by what files hold, not by their endings; a password is told apart.
func TestForeign(t *testing.T) {
	for name, c := range map[string]struct {
		data     []byte
		from, to string
	}{
		"Word 97":       {compound("WordDocument"), "doc", "docx"},
		"Excel 97":      {compound("Workbook"), "xls", "xlsx"},
		"PDF":           {[]byte("%PDF-1.7"), "pdf", "fodt"},
		"RTF":           {[]byte(`{\rtf1 x}`), "rtf", "docx"},
		"HTML":          {[]byte("<html><table><tr><td>品牌名称</td></tr></table></html>"), "xls", "xlsx"},
		"CSV":           {[]byte("品牌名称,县区\n"), "", ""},
		"what is drawn": {drawn(""), "", ""},
	} {
		if from, to, err := Foreign(c.data); from != c.from || to != c.to || err != nil {
			t.Errorf("%s: from %q to %q: %v", name, from, to, err)
		}
	}
	if _, _, err := Foreign(compound("EncryptedPackage")); err != errLocked {
		t.Error(err)
	}
}
