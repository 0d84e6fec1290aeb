package opendata

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// every site that the settings can make of the small content
func settings() map[string]func(*content.Settings) {
	return map[string]func(*content.Settings){
		"as it is":        nil,
		"without scores":  func(s *content.Settings) { s.ShowScores = false },
		"without address": func(s *content.Settings) { s.BaseURL = "" },
		"demo":            func(s *content.Settings) { s.Demo = true },
		"everything shown": func(s *content.Settings) {
			s.ShowLeader, s.ShowOpinions, s.ShowPool, s.ShowScores = true, true, true, true
		},
		"of the nation": ofTheNation,
	}
}

// ofTheNation makes a site the whole country's, in which its province lies.
func ofTheNation(s *content.Settings) {
	province := s.Region
	for province.Parent != nil {
		province = province.Parent
	}
	province.Parent = &criteria.Region{Code: "100000", Name: "全国", Slug: "china", Short: "全国"}
	s.Region = province.Parent
}

// Where brands of several provinces stand together, the data say which.
func TestOnlyTheNationsDataNameProvinces(t *testing.T) {
	for _, c := range []struct {
		change func(*content.Settings)
		want   bool
	}{{nil, false}, {ofTheNation, true}} {
		for path, data := range written(t, smallSite(t, c.change)) {
			if got := bytes.Contains(data, []byte(`"province":"江苏省"`)); strings.HasPrefix(path, "brands/") && got != c.want {
				t.Errorf("%s names the province: %v", path, got)
			}
		}
	}
}

// The golden files are all that is text; of workbooks other tests read every
// cell. How reasons are worded is criteria's business.
func TestGolden(t *testing.T) {
	reasons := regexp.MustCompile(`"reasons":\["[^\n]*"\]`)
	files := written(t, smallSite(t, nil))
	var got txtar.Archive
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasSuffix(path, ".xlsx") {
			data := bytes.ReplaceAll(files[path], []byte("\r\n"), []byte("␍\n"))
			data = reasons.ReplaceAll(data, []byte(`"reasons":["…"]`))
			got.Files = append(got.Files, txtar.File{Name: path, Data: data})
		}
	}
	const golden = "testdata/golden.txtar"
	if *update {
		if err := os.WriteFile(golden, txtar.Format(&got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]string{}
	for _, f := range want.Files {
		wanted[f.Name] = string(f.Data)
	}
	for _, f := range got.Files {
		if text := string(txtar.Format(&txtar.Archive{Files: []txtar.File{f}})); !strings.HasSuffix(text, wanted[f.Name]) || wanted[f.Name] == "" {
			t.Errorf("%s differs from %s (-update rewrites it)", f.Name, golden)
		}
		delete(wanted, f.Name)
	}
	if len(wanted) > 0 {
		t.Errorf("no longer written: %v", slices.Sorted(maps.Keys(wanted)))
	}
}

func TestSameSiteSameBytes(t *testing.T) {
	for name, change := range settings() {
		first := written(t, smallSite(t, change))
		for range 3 {
			again := written(t, smallSite(t, change))
			if !slices.Equal(slices.Sorted(maps.Keys(first)), slices.Sorted(maps.Keys(again))) {
				t.Fatalf("%s: other files", name)
			}
			for path, data := range again {
				if !bytes.Equal(first[path], data) {
					t.Errorf("%s: %s differs from one run to the next", name, path)
				}
			}
		}
	}
}

func TestFilesOfBrands(t *testing.T) {
	files := written(t, smallSite(t, nil))
	for _, slug := range []string{"shuijing", "crystal", "hanjie", "ganyu-jianzhu", "tuichu"} {
		if files[edition.BrandDataPath(slug)] == nil {
			t.Errorf("no file for %s", slug)
		}
	}
	if files[edition.BrandDataPath("houxuan")] != nil {
		t.Error("a candidate has a file")
	}
	if !bytes.Equal(files[edition.BrandDataPath("crystal")], files[edition.BrandDataPath("shuijing")]) {
		t.Error("the former slug leads to something else")
	}
}

func TestFirstErrorOfPutIsReturned(t *testing.T) {
	full := errors.New("disk full")
	for _, at := range []string{edition.BrandsJSON, edition.BrandsCSV, edition.BrandsXLSX, edition.BrandSchema, edition.FeedPath, edition.SitemapPath, edition.RobotsPath, "brands/hanjie.json",
		edition.PackagePath, edition.CatalogPath, "data/list.xlsx", "data/types/tourism.csv", "counties/donghai.xml"} {
		err := Write(smallSite(t, nil), func(path string, _ []byte) error {
			if path == at {
				return full
			}
			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestEmptySite(t *testing.T) {
	c, rules := smallContent(t)
	c.Brands, c.Notices = nil, nil
	s := newSite(c, rules)
	files := written(t, s)
	if list := decode(t, files[edition.BrandsJSON]); list["count"].(float64) != 0 || list["brands"] == nil || list["notices"] == nil {
		t.Errorf("%s", files[edition.BrandsJSON])
	}
	checkExamples(t, s, files)
}

// Nothing may leave the site that its settings do not allow.
func TestPrivacy(t *testing.T) {
	guarded := map[string]func(*content.Settings){
		"负责人甲":                func(s *content.Settings) { s.ShowLeader = true },
		"同意推荐此品牌":             func(s *content.Settings) { s.ShowOpinions = true },
		"未成品牌":                func(s *content.Settings) { s.ShowPool = true },
		"经评定（2024-11-20）得15分": func(s *content.Settings) { s.ShowScores = true },
	}
	closed := func(s *content.Settings) { s.ShowScores = false }
	for word, open := range guarded {
		if in := filesWith(t, smallSite(t, closed), word); in != nil {
			t.Errorf("%q is in %v", word, in)
		}
		opened := smallSite(t, func(s *content.Settings) { closed(s); open(s) })
		if in := filesWith(t, opened, word); in == nil {
			t.Errorf("%q is nowhere though the settings show it", word)
		}
	}
	for name, change := range settings() {
		for _, word := range []string{judge, candidate, storied, "987654", "houxuan"} {
			if in := filesWith(t, smallSite(t, change), word); in != nil {
				t.Errorf("%s: %q is in %v", name, word, in)
			}
		}
	}
	for _, word := range []string{"evaluations", "vetoed", "city-2024.total"} {
		if in := filesWith(t, smallSite(t, closed), word); in != nil {
			t.Errorf("without scores: %q is in %v", word, in)
		}
	}
}

// filesWith returns the files that hold the word, the parts of a workbook
// unpacked.
func filesWith(t *testing.T, s *site.Site, word string) []string {
	var in []string
	for path, data := range written(t, s) {
		if strings.HasSuffix(path, ".xlsx") {
			data = unzipped(t, data)
		}
		if bytes.Contains(data, []byte(word)) {
			in = append(in, path)
		}
	}
	return in
}

// Each brand's own file gives the reasons, the list of all brands does not.
func TestReasons(t *testing.T) {
	s := smallSite(t, nil)
	files := written(t, s)
	if bytes.Contains(files[edition.BrandsJSON], []byte("reasons")) {
		t.Error("brands.json gives reasons")
	}
	for _, b := range s.Brands {
		var own struct {
			Brand struct {
				Evaluations []struct{ Items []struct{ Reasons []string } }
			}
		}
		if err := json.Unmarshal(files[edition.BrandDataPath(b.Slug)], &own); err != nil {
			t.Fatal(err)
		}
		for i, e := range b.Evaluations {
			for j, r := range e.Items {
				for k, reason := range r.Reasons() {
					if got := own.Brand.Evaluations[i].Items[j].Reasons[k]; got != reason.Text() {
						t.Errorf("%s, %s: %q", b.Slug, r.Item.ID, got)
					}
				}
			}
		}
	}
}

// Every data file of a demonstration says so, every row and entry of one too.
func TestDemoIsMarked(t *testing.T) {
	files := written(t, smallSite(t, func(s *content.Settings) { s.Demo = true }))
	for path, data := range files {
		switch {
		case path == edition.RobotsPath:
		case path == edition.BrandsXLSX:
			rows := sheetRows(t, data, brandSheet)
			for _, row := range rows[1:] {
				if row[0] != DemoNote {
					t.Errorf("a row of %s begins with %q", path, row[0])
				}
			}
			if !bytes.Contains(unzipped(t, data), []byte("docProps")) || sheetRows(t, data, fieldSheet)[5][1] != "是" {
				t.Errorf("%s does not say that it is a demonstration: %q", path, sheetRows(t, data, fieldSheet)[:8])
			}
		case strings.HasSuffix(path, ".xlsx"):
			if !bytes.Contains(unzipped(t, data), []byte(">"+DemoNote+"<")) {
				t.Errorf("no cell of %s says that it is a demonstration", path)
			}
		case strings.HasSuffix(path, ".csv"):
			for _, row := range csvRows(t, data)[1:] {
				if row[0] != DemoNote && row[len(row)-1] != DemoNote {
					t.Errorf("a row of %s is not marked: %q", path, row)
				}
			}
		case !bytes.Contains(data, []byte(DemoNote)):
			t.Errorf("%s is not marked", path)
		}
	}
	for path, data := range written(t, smallSite(t, nil)) {
		if strings.HasSuffix(path, ".xlsx") {
			data = unzipped(t, data)
		}
		if bytes.Contains(data, []byte("示例数据")) {
			t.Errorf("%s is marked without need", path)
		}
	}
}
