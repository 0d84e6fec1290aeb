package intake

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/values"
)

var update = flag.Bool("update", false, "write what is found into testdata")

// oldBrand is a brand that the tests' repository has.
const oldBrand = `---
# 由县人社局填写
name: 东海老匠人
type: 民生保障类
county: 东海县
builder: 东海县老匠人协会
also_known_as: [东海老手艺]
as_of: 2025-12-31
facts:
  workers: 31000 # 按名册
---
老匠人做各样手艺。
`

// small returns a repository with the rules of this one and one brand, or other files.
func small(t testing.TB, files map[string]string) *edition.Edition {
	t.Helper()
	a := txtar.Archive{}
	err := fs.WalkDir(os.DirFS("../testdata/rules"), "criteria", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join("../testdata/rules", name))
		a.Files = append(a.Files, txtar.File{Name: name, Data: data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == nil {
		files = map[string]string{"content/brands/donghai/donghai-laojiangren.md": oldBrand}
	}
	a.Files = append(a.Files, txtar.File{Name: "content/site.yaml", Data: []byte("title: 名录\npublisher: 示例\nregion: 320700\nbase_url: https://minglu.example.org/\n")})
	for name, text := range files {
		a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
	}
	root, err := txtar.FS(&a)
	if err != nil {
		t.Fatal(err)
	}
	e, bad, err := edition.Read(root, func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} })
	if err != nil || e.Content == nil {
		t.Fatal(err, bad)
	}
	return e
}

// bookOf makes a workbook of lines whose cells are parted by tabs. A line "sheet X" begins
// another sheet, "merge A1:B2" merges cells; \n is a break, =date N a day as Excel keeps it,
// =num N FORMAT a number that is shown in a format. A sheet called _X is hidden.
func bookOf(t testing.TB, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sheet, row := "Sheet1", 0
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if name, is := strings.CutPrefix(line, "sheet "); is {
			if row == 0 && sheet == "Sheet1" {
				check(f.SetSheetName("Sheet1", name))
			} else {
				_, err := f.NewSheet(name)
				check(err)
			}
			sheet, row = name, 0
			continue
		}
		if cells, is := strings.CutPrefix(line, "merge "); is {
			from, to, _ := strings.Cut(cells, ":")
			check(f.MergeCell(sheet, from, to))
			continue
		}
		row++
		for i, cell := range strings.Split(line, "\t") {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			check(err)
			cell = strings.ReplaceAll(cell, `\n`, "\n")
			switch n, err := strconv.ParseFloat(cell, 64); {
			case cell == "":
			case strings.HasPrefix(cell, "=num "):
				number, format, _ := strings.Cut(cell[5:], " ")
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
				check(err)
				n, err := strconv.ParseFloat(number, 64)
				check(err)
				check(f.SetCellValue(sheet, at, n))
				check(f.SetCellStyle(sheet, at, at, style))
			case strings.HasPrefix(cell, "=date "):
				style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
				check(err)
				n, err := strconv.Atoi(cell[6:])
				check(err)
				check(f.SetCellValue(sheet, at, n))
				check(f.SetCellStyle(sheet, at, at, style))
			case err == nil:
				check(f.SetCellValue(sheet, at, n))
			default:
				check(f.SetCellStr(sheet, at, cell))
			}
		}
	}
	var out bytes.Buffer
	check(f.Write(&out))
	return out.Bytes()
}

// asked returns what the command says besides: the lines of a case that begin with --.
func asked(t testing.TB, e *edition.Edition, comment string) Options {
	t.Helper()
	o := Options{Map: map[string]string{}}
	for line := range strings.Lines(comment) {
		flag, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch flag {
		case "--as-of":
			o.AsOf = value
		case "--county":
			o.County = e.Rules.RegionsNamed(e.Settings.Region, value)[0]
		case "--map":
			head, as, _ := strings.Cut(value, "=")
			o.Map[head] = as
		}
	}
	return o
}

// opened returns an intake for an edition.
func opened(t testing.TB, e *edition.Edition, o Options) *Intake {
	t.Helper()
	repository, err := RepositoryOf(e)
	if err != nil {
		t.Fatal(err)
	}
	in, err := New(repository, o)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestCorpus takes in lists as offices make them. Every cell that holds something is
// placed or listed, and of all of them nine in ten are placed without help.
func TestCorpus(t *testing.T) {
	names, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(names) < 30 {
		t.Fatal(len(names), err)
	}
	said, placed := 0, 0
	e := small(t, nil)
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil || len(a.Files) < 2 {
			t.Fatal(name, err)
		}
		e, lists := e, a.Files[:len(a.Files)-1]
		files := map[string]string{}
		for len(lists) > 0 && strings.HasPrefix(lists[0].Name, "content/") { // what the repository has, if not the one brand
			files[lists[0].Name] = string(lists[0].Data)
			e, lists = small(t, files), lists[1:]
		}
		in := opened(t, e, asked(t, e, string(a.Comment)))
		got, last := "", len(a.Files)-1
		for _, file := range lists {
			data := file.Data
			switch {
			case strings.HasSuffix(file.Name, ".xlsx"):
				data = bookOf(t, string(data))
			case strings.HasSuffix(file.Name, ".docx"):
				data = wordOf(t, string(data))
			case strings.HasSuffix(file.Name, ".gbk.csv"):
				if data, err = simplifiedchinese.GB18030.NewEncoder().Bytes(data); err != nil {
					t.Fatal(err)
				}
			}
			if err := in.Take(file.Name, data); err != nil {
				got += err.Error() + "\n"
			}
		}
		changed, err := in.Finish()
		if err != nil {
			t.Fatal(name, err)
		}
		for _, c := range in.Columns {
			as := c.As
			if as == "" {
				as = "?"
			}
			got += fmt.Sprintf("%s %s = %s\n", c.Address, c.Head, as)
		}
		for _, f := range changed {
			text := f.After
			if f.Made {
				text = Stated(text)
			}
			got += "> " + f.Name + "\n" + string(text)
		}
		for _, l := range in.Left {
			got += fmt.Sprintf("! %s %q %s\n", l.Address, l.Text, l.Why)
		}
		for _, r := range in.Remarks {
			got += fmt.Sprintf("~ %s %s\n", r.Address, r.Text)
		}
		got += fmt.Sprintf("%d brands, %d of %d cells\n", in.Brands, in.Placed, in.Said)
		listed := 0
		for _, l := range in.Left {
			if l.Text != "" {
				listed++
			}
		}
		if in.Placed+listed != in.Said {
			t.Errorf("%s: %d cells hold something, %d are placed and %d listed", name, in.Said, in.Placed, listed)
		}
		t.Logf("%5.1f %% %s", 100*float64(in.Placed)/float64(max(in.Said, 1)), name)
		said, placed = said+in.Said, placed+in.Placed
		if *update {
			a.Files[last].Data = []byte(got)
			if err := os.WriteFile(name, txtar.Format(a), 0o666); err != nil {
				t.Fatal(err)
			}
		} else if got != string(a.Files[last].Data) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, a.Files[last].Data)
		}
	}
	t.Logf("%d of %d cells are placed without help: %.1f %%", placed, said, 100*float64(placed)/float64(said))
	if 10*placed < 9*said {
		t.Errorf("%d of %d cells are placed", placed, said)
	}
}
