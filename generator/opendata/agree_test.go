package opendata

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minglu/generator/content"
	"minglu/generator/edition"
)

func decode(t testing.TB, data []byte) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return v
}

func csvRows(t testing.TB, data []byte) [][]string {
	t.Helper()
	text, marked := bytes.CutPrefix(data, []byte("\ufeff"))
	if !marked {
		t.Error("no byte order mark")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// sheetRows returns a sheet's cells, every row as long as the first.
func sheetRows(t testing.TB, data []byte, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for len(row) < len(rows[0]) {
			row = append(row, "")
		}
		rows[i] = row
	}
	return rows
}

func unzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range archive.File {
		if f.Modified.Year() > 1980 { // no time at all reads as 1979
			t.Errorf("%s bears the time %v", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&all, f.Name)
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.Bytes()
}

// A table, taken apart by what its documentation says, is the JSON again.
func TestTablesSayWhatTheJSONSays(t *testing.T) {
	for name, change := range settings() {
		t.Run(name, func(t *testing.T) {
			s := smallSite(t, change)
			files, d := written(t, s), newDataset(s)
			list := decode(t, files[edition.BrandsJSON])
			plain, work := csvRows(t, files[edition.BrandsCSV]), sheetRows(t, files[edition.BrandsXLSX], brandSheet)
			if brands := list["brands"].([]any); len(plain) != len(brands)+1 || len(work) != len(brands)+1 || list["count"].(float64) != float64(len(brands)) {
				t.Fatalf("%d brands, %d rows of CSV, %d of XLSX", len(brands), len(plain), len(work))
			}
			for i, c := range d.tabulated {
				if plain[0][i] != c.name || work[0][i] != c.label {
					t.Errorf("column %d is %q in CSV and %q in XLSX, not %q", i, plain[0][i], work[0][i], c.name)
				}
			}
			for i, brand := range list["brands"].([]any) {
				for j, head := range plain[0] {
					got := strings.ReplaceAll(undefused(plain[i+1][j]), "\r\n", "\n")
					want := asCell(head, list, brand)
					if got != want {
						t.Errorf("%s of %v is %q in CSV, %q in JSON", head, brand.(map[string]any)["slug"], got, want)
					}
					if j < len(work[0]) && work[i+1][j] != want {
						t.Errorf("%s of %v is %q in XLSX, %q in JSON", head, brand.(map[string]any)["slug"], work[i+1][j], want)
					}
				}
			}
		})
	}
}

// undefused takes the apostrophe away that the documentation speaks of.
func undefused(s string) string { return strings.TrimPrefix(s, "'") }

// asCell returns what the table must show under head, by the documented rules
// alone, from the decoded JSON.
func asCell(head string, file map[string]any, brand any) string {
	if key, ofFile := strings.CutPrefix(head, "file."); ofFile {
		return chinese(key, file[key])
	}
	path := strings.Split(head, ".")
	switch path[0] {
	case "evidence":
		return evidenceCell(brand.(map[string]any)["evidence"].(map[string]any))
	case "evaluations":
		evaluations, _ := brand.(map[string]any)["evaluations"].([]any)
		for _, e := range evaluations {
			if e := e.(map[string]any); e["standard"] == path[1] {
				return chinese(path[2], e[path[2]])
			}
		}
		return ""
	}
	return reach(path, brand)
}

func reach(path []string, v any) string {
	if len(path) == 0 {
		return chinese("", v)
	}
	switch v := v.(type) {
	case map[string]any:
		if len(path) == 1 {
			return chinese(path[0], v[path[0]])
		}
		return reach(path[1:], v[path[0]])
	case []any:
		var all []string
		for _, e := range v {
			all = append(all, strings.ReplaceAll(reach(path, e), "；", ";"))
		}
		if strings.Join(all, "") == "" {
			return ""
		}
		return strings.Join(all, "；")
	}
	return ""
}

func chinese(key string, v any) string {
	switch v := v.(type) {
	case bool:
		return map[bool]string{true: "是", false: "否"}[v]
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		if key == "status" || key == "outcome" {
			return map[string]string{"recognized": "在册", "passed": "达到", "failed": "未达到", "incomplete": "尚不能判定"}[v]
		}
		return v
	case []any:
		if len(v) == 0 && key == "honors" {
			return "无"
		}
		var all []string
		for _, e := range v {
			all = append(all, strings.ReplaceAll(e.(string), "；", ";"))
		}
		return strings.Join(all, "；")
	}
	return ""
}

func evidenceCell(evidence map[string]any) string {
	var all []string
	for _, f := range [][2]string{{"workers", "从业人员"}, {"sales", "年销售额"}} {
		if document, ok := evidence[f[0]].(string); ok {
			all = append(all, strings.ReplaceAll(f[1]+"："+document, "；", ";"))
		}
	}
	return strings.Join(all, "；")
}

func TestTextIsNoFormula(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, smallSite(t, nil))[edition.BrandsXLSX]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, row := range sheetRows(t, written(t, smallSite(t, nil))[edition.BrandsXLSX], brandSheet) {
		for j := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if formula, _ := f.GetCellFormula(brandSheet, at); formula != "" {
				t.Errorf("%s is the formula %q", at, formula)
			}
		}
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "东海", "a\"b\\c\n\x00\u2028<&>", "\xff\xfe", "𠮷"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		if err := json.Unmarshal(appendString(nil, s), &back); err != nil || back != strings.ToValidUTF8(s, "\ufffd") && !strings.Contains(back, "\ufffd") {
			t.Errorf("%q comes back as %q (%v)", s, back, err)
		}
	})
}

// The third sheet holds the notices of brands.json.
func TestNoticesOfTheWorkbook(t *testing.T) {
	files := written(t, smallSite(t, nil))
	rows := sheetRows(t, files[edition.BrandsXLSX], noticeSheet)
	notices := decode(t, files[edition.BrandsJSON])["notices"].([]any)
	if len(rows) != len(notices)+1 {
		t.Fatalf("%d rows, %d notices", len(rows), len(notices))
	}
	d := newDataset(smallSite(t, nil))
	for i, n := range notices {
		for j, c := range columnsOf(d.notice) {
			if want := reach([]string{c.name}, n); rows[i+1][j] != want {
				t.Errorf("%s is %q, %q in JSON", c.name, rows[i+1][j], want)
			}
		}
	}
}

// Every value in the JSON is documented, and everything documented has a name
// and a type.
func TestEverythingIsDocumented(t *testing.T) {
	for name, change := range settings() {
		s := smallSite(t, change)
		documented := map[string]bool{}
		for _, f := range Describe(s, func(string) int { return 1 }).Fields {
			if f.Label == "" || f.Type == "" || f.File == "" || documented[f.File+f.Path] {
				t.Errorf("%s: %+v", name, f)
			}
			documented[f.File+f.Path] = true
		}
		for path, data := range written(t, s) {
			if strings.HasPrefix(path, "brands/") {
				for _, p := range pathsOf("", decode(t, data)["brand"]) {
					if fact, is := strings.CutPrefix(p, "years[].facts."); is && documented["品牌facts."+fact] {
						continue
					}
					if !documented["品牌"+p] && !strings.HasPrefix(p, "evidence.") {
						t.Errorf("%s: %s of %s is not documented", name, p, path)
					}
				}
			}
		}
		for _, n := range decode(t, written(t, s)[edition.BrandsJSON])["notices"].([]any) {
			for _, p := range pathsOf("", n) {
				if !documented["公告"+p] {
					t.Errorf("%s: %s of a notice is not documented", name, p)
				}
			}
		}
	}
}

func pathsOf(at string, v any) []string {
	var all []string
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			path := strings.TrimPrefix(at+"."+key, ".")
			all = append(append(all, path), pathsOf(path, inner)...)
		}
	case []any:
		for _, inner := range v {
			all = append(all, pathsOf(at+"[]", inner)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestSizesAreThoseOfTheFiles(t *testing.T) {
	s := smallSite(t, func(s *content.Settings) { s.BaseURL = "" })
	files := written(t, s)
	for _, f := range Describe(s, func(path string) int { return len(files[path]) }).Files {
		if f.Size == 0 && f.Each == "" || f.MediaType == "" || f.Description == "" {
			t.Errorf("%+v", f)
		}
	}
}
