package main

import (
	"encoding/json"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/criteria"
	"minglu/generator/fixture"
)

// typeWords are those in which pages speak of brands' types: a data page has types of fields,
// and the search a list of its own, which is shown where it has something in it.
var typeWords = regexp.MustCompile(`品牌类型|类型未载明|各类型|[按、]类型|<dt>类型|>类型<th scope="col">县区`)

// TestJurisdictions brings the rules of other cities as files of YAML, beside those of this
// repository: brands are checked and measured by what their city says, and the site knows
// nothing of the types of another province, and speaks of none where there are none.
func TestJurisdictions(t *testing.T) {
	files, err := filepath.Glob("testdata/jurisdictions/*.txtar")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			outcomes := a.Files[len(a.Files)-1]
			dir := fixture.Repository(t, nil)
			for _, f := range a.Files[:len(a.Files)-1] {
				if dir := filepath.Dir(f.Name); strings.HasPrefix(dir, "criteria") && !strings.Contains(dir, "00") {
					t.Fatalf("%s changes the rules of others", f.Name)
				}
				name := filepath.Join(dir, filepath.FromSlash(f.Name))
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			run := func(command ...string) string {
				t.Helper()
				var out, bad strings.Builder
				a := &app{stdout: &out, stderr: &bad, now: fixedNow, noSearch: true}
				if code := a.run(t.Context(), append(command, "-C", dir, "--cache", t.TempDir())); code != exitFine {
					t.Fatalf("%v: %d\n%s%s", command, code, &out, &bad)
				}
				return out.String()
			}
			run("check")
			var brands []struct {
				Slug        string
				Evaluations []struct {
					Standard, Outcome string
					Items             []struct{ Outcome string }
				}
			}
			if err := json.Unmarshal([]byte(run("score", "--format", "json")), &brands); err != nil {
				t.Fatal(err)
			}
			found := map[string]bool{}
			for _, b := range brands {
				for _, e := range b.Evaluations {
					line := b.Slug + " " + e.Standard + " " + e.Outcome
					for _, i := range e.Items {
						line += " " + i.Outcome
					}
					found[line] = true
				}
			}
			for line := range strings.Lines(string(outcomes.Data)) {
				if !found[strings.TrimSpace(line)] {
					t.Errorf("%s is not found among %v", line, found)
				}
			}
			site := t.TempDir()
			run("build", "--out", site)
			units := pageOfUnits(a)
			own := strings.Contains(string(a.Comment), "same province")
			untyped := strings.Contains(string(a.Comment), "no types")
			for name, text := range fixture.Files(t, site) {
				if !own && (strings.Contains(text, "中高端技能类") || strings.Contains(text, "连云港") || strings.Contains(text, "江苏") || strings.Contains(text, "东海")) {
					t.Errorf("%s speaks of another province", name)
				}
				if untyped && filepath.Ext(name) == ".html" && typeWords.MatchString(text) {
					t.Errorf("%s speaks of types: %s", name, typeWords.FindString(text))
				}
				if name == "units.html" {
					for _, want := range units {
						if !strings.Contains(text, want) {
							t.Errorf("%s does not say %s", name, want)
						}
					}
					units = nil
				}
			}
			if units != nil {
				t.Error("there is no page of units")
			}
		})
	}
}

// TestTheProgramKnowsNoPlace: what the program knows of a province, its cities and counties,
// its types and its standards is nothing. Their names stand in messages as examples alone
// (如 东海县).
func TestTheProgramKnowsNoPlace(t *testing.T) {
	rules, bad, err := criteria.Load(os.DirFS(".."))
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	var names []string
	for _, r := range rules.Regions {
		if names = append(names, r.Name); r.IsProvince() {
			names = append(names, r.Short)
		}
	}
	for _, of := range rules.Types {
		names = append(names, of.Name)
	}
	for _, s := range rules.Standards {
		names = append(names, s.ID, s.Title)
	}
	said := map[string]string{} // file, text
	for file := range goFiles(t, ".") {
		if strings.HasSuffix(file, "_test.go") || path.Dir(file) == "fixture" { // it serves tests alone
			continue
		}
		data := readFile(t, file)
		var s scanner.Scanner
		files := token.NewFileSet()
		s.Init(files.AddFile(file, -1, len(data)), []byte(data), nil, 0)
		for {
			_, kind, text := s.Scan()
			if kind == token.EOF {
				break
			}
			if kind == token.STRING {
				said[file] += text + "\n"
			}
		}
	}
	err = filepath.WalkDir("../layouts", func(file string, d fs.DirEntry, err error) error {
		if ext := filepath.Ext(file); err == nil && (ext == ".html" || ext == ".ts" || ext == ".css") {
			said[file] = readFile(t, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range said {
		for line := range strings.Lines(text) {
			for _, name := range names {
				before, _, found := strings.Cut(line, name)
				if found && !strings.Contains(before, "如") && !strings.HasPrefix(strings.TrimSpace(line), "//") {
					t.Errorf("%s knows %s: %s", file, name, strings.TrimSpace(line))
				}
			}
		}
	}
}

// pageOfUnits returns what the page of units says where the archive declares such honours:
// the first place that an act names, and why each unit was withdrawn.
func pageOfUnits(a *txtar.Archive) (says []string) {
	for _, f := range a.Files {
		if path.Base(f.Name) == "honors.yaml" {
			says = append(says, "<h1>单位和基地</h1>")
		}
	}
	if says == nil {
		return nil
	}
	entry := regexp.MustCompile(`\{name: ([^,]+), honor: ([^,]+), (?:place|reason): ([^}]+)\}`)
	for _, f := range a.Files {
		for _, m := range entry.FindAllStringSubmatch(string(f.Data), -1) {
			says = append(says, "<td>"+m[1]+"<", "<td>"+m[3]+"<", ">"+m[2]+"</h2>")
		}
	}
	return append(says, "现在有效（1 个）", "已退出、已到期（1 个）")
}
