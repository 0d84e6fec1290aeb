package export

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// ofUnits reads ../testdata/units.txtar by the criteria of the tests, on a day.
func ofUnits(t *testing.T, day values.Date) *edition.Edition {
	t.Helper()
	archive, err := txtar.ParseFile("../testdata/units.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	rules := os.DirFS("../testdata/rules")
	err = fs.WalkDir(rules, "criteria", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(rules, p)
		files[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e, bad, err := edition.Read(files, func(*content.Settings) values.Date { return day })
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return e
}

// The annex of a notice lists the brands, then the units: none of these where it has none.
func TestAnnexesListUnits(t *testing.T) {
	e := ofUnits(t, today)
	want := map[string]string{
		"hun-2024": "2024年市级劳务品牌、劳务协作基地、领军企业认定名单 共1个品牌、3个单位和基地。 1 3",
		"qi-2025":  "2025年领军企业认定名单 共1个单位和基地。 1",
		"tui-2026": "2026年劳务协作基地退出名单 共1个单位和基地。 1",
	}
	for _, n := range e.Content.Notices {
		d := Notice(e, n)
		got := d.Title + " " + strings.Join(d.Notes, "")
		for _, table := range d.Tables {
			got += " " + string(rune('0'+len(table.Rows)))
		}
		if want[n.Slug] != "" && got != want[n.Slug] {
			t.Errorf("%s: %s, want %s", n.Slug, got, want[n.Slug])
		}
	}
}

// What ends for units stands in the calendar of the whole site, and in no county's.
func TestTheCalendarTellsOfUnits(t *testing.T) {
	e := ofUnits(t, values.Date{Year: 2025, Month: 12, Day: 1})
	whole := strings.ReplaceAll(string(Calendar(e, e.Settings.Region)), "\r\n ", "")
	for _, title := range []string{"有效期截止：示例米业有限公司（领军企业）", "公示截止：2026年度劳务协作基地公示"} {
		if !strings.Contains(whole, title) {
			t.Errorf("the calendar does not tell %s", title)
		}
	}
	if county := string(Calendar(e, e.Rules.Region("320722"))); strings.Contains(county, "领军企业") {
		t.Error("a county is told of units")
	}
}
