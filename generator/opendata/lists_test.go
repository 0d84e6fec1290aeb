package opendata

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// Every brand of a list stands once in each of its files, in the order of the list, with
// what the long table says of it.
func TestShortListsHoldTheirBrands(t *testing.T) {
	for name, change := range settings() {
		t.Run(name, func(t *testing.T) {
			s := smallSite(t, change)
			checkShortLists(t, s, written(t, s))
		})
	}
}

func checkShortLists(t *testing.T, s *site.Site, files map[string][]byte) {
	t.Helper()
	d := newDataset(s)
	columns := d.shortColumns()
	if len(columns) > 11 {
		t.Errorf("%d columns do not fit on the page", len(columns)+1)
	}
	want := map[string][]*site.Brand{edition.RollPath: s.Listed}
	for _, l := range slices.Concat(s.Types, s.Places) {
		want[l.Path] = l.Brands
	}
	for _, l := range s.Both {
		if len(l.Brands) > 0 {
			want[l.Path] = l.Brands
		}
	}
	found := 0
	for path := range files {
		if strings.HasPrefix(path, "data/") && (strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, ".xlsx")) &&
			path != edition.BrandsCSV && path != edition.BrandsXLSX && path != edition.UnitsCSV {
			found++
		}
	}
	if found != 2*len(want) {
		t.Errorf("%d files of %d lists", found, len(want))
	}
	for page, brands := range want {
		plain := csvRows(t, files[edition.FilePath(page, "csv")])
		head, work := bodyOf(t, files[edition.FilePath(page, "xlsx")])
		if len(plain) != len(brands)+1 || len(work) != len(brands) {
			t.Errorf("%s: %d brands, %d rows of CSV, %d of XLSX", page, len(brands), len(plain)-1, len(work))
			continue
		}
		if got := plain[0][:len(head)]; !slices.Equal(got, head) {
			t.Errorf("%s: heads %q and %q", page, got, head)
		}
		for i, b := range brands {
			row := []string{fmt.Sprint(i + 1)}
			for _, c := range columns {
				row = append(row, c.cell(b).Text)
			}
			flat := slices.Clone(plain[i+1][:len(row)])
			for j := range flat {
				flat[j] = undefused(flat[j])
			}
			if !slices.Equal(flat, row) || !slices.Equal(work[i], row) {
				t.Errorf("%s, row %d:\n%q\n%q\n%q", page, i+1, row, flat, work[i])
			}
		}
	}
}

// bodyOf returns the heads of a short workbook and its rows, each as long as the heads.
func bodyOf(t *testing.T, data []byte) (head []string, rows [][]string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(all, func(row []string) bool { return len(row) > 0 && row[0] == serial })
	for _, row := range all[at+1:] {
		rows = append(rows, append(row, make([]string, len(all[at])-len(row))...))
	}
	return all[at], rows
}

// A short workbook prints on wide A4 paper, all columns on a page, its heads on each.
func TestShortListsPrint(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, smallSite(t, nil))["data/list.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := f.GetSheetName(0)
	page, err := f.GetPageLayout(name)
	if err != nil || *page.Size != 9 || *page.Orientation != "landscape" || *page.FitToWidth != 1 || page.FitToHeight != nil && *page.FitToHeight != 0 {
		t.Errorf("%+v, %v", page, err)
	}
	if props, err := f.GetSheetProps(name); err != nil || props.FitToPage == nil || !*props.FitToPage {
		t.Errorf("the sheet is not made to fit: %+v, %v", props, err)
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	if names["_xlnm.Print_Titles"] != "'"+name+"'!$3:$3" || !strings.HasSuffix(names["_xlnm._FilterDatabase"], "$A$3:$K$6") {
		t.Errorf("%q", names)
	}
}

// Names of a site of several cities need the city beside them.
func TestShortListsNameTheCity(t *testing.T) {
	for _, c := range []struct {
		change func(*content.Settings)
		has    string
	}{{nil, "年度"}, {ofTheNation, "设区市"}} {
		head, _ := bodyOf(t, written(t, smallSite(t, c.change))["data/list.xlsx"])
		if !slices.Contains(head, c.has) || len(head) != 11 { // these rules name no fact that adds up to the workers
			t.Errorf("the heads are %q", head)
		}
	}
}
