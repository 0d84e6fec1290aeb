package site

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/values"
)

var update = flag.Bool("update", false, "write what the sites of testdata/places are into their files")

// placeSites makes the sites of testdata/places, by the names of their files: with the rules
// of places.txtar and this repository's regions.
func placeSites(t *testing.T) map[string]*Site {
	t.Helper()
	rules, err := txtar.ParseFile("testdata/places.txtar")
	if err != nil {
		t.Fatal(err)
	}
	repository := os.DirFS("../..")
	regions, err := fs.Glob(repository, "criteria/regions/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range regions {
		data, err := fs.ReadFile(repository, file)
		if err != nil {
			t.Fatal(err)
		}
		rules.Files = append(rules.Files, txtar.File{Name: file, Data: data})
	}
	sites := map[string]*Site{}
	files, err := filepath.Glob("testdata/places/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		archive.Files = append(archive.Files[:len(archive.Files)-1:len(archive.Files)-1], rules.Files...) // without what is wanted
		root, err := txtar.FS(archive)
		if err != nil {
			t.Fatal(err)
		}
		e, bad, err := edition.Reader{Day: func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} }}.Read(root)
		if err != nil || len(bad) > 0 {
			t.Fatal(file, bad, err)
		}
		sites[strings.TrimSuffix(filepath.Base(file), ".txtar")] = New(e)
	}
	return sites
}

// allSites returns sites of many kinds, by name: what is counted must be right on each.
func allSites(t *testing.T) map[string]*Site {
	t.Helper()
	sites := placeSites(t)
	sites["a city"], sites["a province"], sites["the published brands"] = load(t), load(t, "region: 320700", "region: 320000"), published(t)
	return sites
}

// isIn reports whether a brand belongs to a place as the site prints it, or to what lies in it.
func (s *Site) isIn(b *Brand, name string) bool {
	for r := b.Region; r != nil; r = r.Parent {
		if s.PlaceName(r) == name {
			return true
		}
	}
	return false
}

// Each case ends with what the site of a place is: how it is divided, and what is counted where.
func TestSitesOfAllKindsOfPlaces(t *testing.T) {
	for name, s := range placeSites(t) {
		file := "testdata/places/" + name + ".txtar"
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := &archive.Files[len(archive.Files)-1]
		got := divided(s)
		if *update {
			want.Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got != string(want.Data) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want.Data)
		}
	}
}

// some is how many places there are: of many, whose number changes with the division of the
// country, that they are many.
func some(n int) string {
	if n > 9 {
		return "许多"
	}
	return strconv.Itoa(n)
}

// divided describes how a site divides its region: only places that have a brand.
func divided(s *Site) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	counts := func(of []Count) string {
		var all []string
		for _, c := range of {
			if c.Number > 0 {
				all = append(all, strings.TrimSpace(fmt.Sprintf("%s %d %s", c.Name, c.Number, c.Path)))
			}
		}
		return strings.Join(all, "；")
	}
	line("%s处有名单，%s%s处", some(len(s.Places)), s.PlaceWord(), some(len(s.partsOf(s.Settings.Region))))
	line("首页：%s", s.Home.Figures[len(s.Home.Figures)-1].Label)
	line("统计：%s", counts(s.Stats.Places))
	line("有品牌的县区：%s", counts(s.Stats.Counties))
	for _, l := range s.Places {
		if len(l.Brands) == 0 {
			continue
		}
		line("名单：%s %s：%s", l.Path, l.Name, slugs(l.Brands))
		for _, f := range l.Facets {
			if f.Label != "按类型" && f.Label != "按级别" && f.Label != "按年份" {
				line("　%s：%s", f.Label, counts(f.Counts))
			}
		}
	}
	for _, f := range s.Types[0].Facets {
		if f.Label != "按级别" && f.Label != "按年份" {
			line("%s%s：%s", s.Types[0].Name, f.Label, counts(f.Counts))
		}
	}
	line("覆盖：%s个中有%d个，按%s", some(s.Stats.Coverage.Total), s.Stats.Coverage.Number, s.Stats.Coverage.Word)
	for _, c := range s.Stats.Coverage.Cities {
		if len(c.Covered) > 0 || c.City.Path == "" {
			line("　%s %s %d／%s", c.City.Name, c.City.Path, len(c.Covered), some(c.Total()))
		}
	}
	return b.String()
}
