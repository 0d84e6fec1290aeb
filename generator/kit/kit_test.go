package kit

import (
	"archive/zip"
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"minglu/generator/criteria"
)

func kitOf(t *testing.T, code string) *Kit {
	t.Helper()
	shared, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := Rules(shared)
	if err != nil {
		t.Fatal(err)
	}
	k, err := For(shared, rules, rules.Region(code))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Where there is no Go, recipes, tasks and handbooks call the program as it is called there,
// do all that they do here, in the same order, and nothing else.
func TestRecipesWithoutGo(t *testing.T) {
	calls := func(text, program string) []string {
		return regexp.MustCompile(`minglu ([^\n]*)`).FindAllString(strings.ReplaceAll(text, program, "minglu"), -1)
	}
	recipes := 0
	for name, data := range kitOf(t, "510100").Files {
		here, err := os.ReadFile(filepath.Join("../..", name))
		if path.Ext(name) != ".yml" || err != nil {
			continue
		}
		if err := yaml.Unmarshal(data, &map[string]any{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if found := regexp.MustCompile(`go (run|mod|build)|setup-go|GOFLAGS|GOPROXY|govulncheck|只在有程序源码`).FindString(string(data)); found != "" {
			t.Errorf("%s says %s", name, found)
		}
		if want, got := calls(string(here), "go run ./generator"), calls(string(data), "sh .ci/minglu"); !slices.Equal(got, want) {
			t.Errorf("%s calls %q, not %q", name, got, want)
		} else if len(got) > 0 {
			recipes++
		}
	}
	if recipes != 4 {
		t.Errorf("%d recipes", recipes)
	}
	for name, data := range kitOf(t, "510100").Files {
		if ext := path.Ext(name); ext != ".docx" && ext != ".png" && bytes.Contains(data, []byte("./generator")) && !strings.HasPrefix(name, "layouts/README") && !strings.HasPrefix(name, "criteria/README") {
			t.Errorf("%s speaks of the sources", name)
		}
	}
}

// A repository has the standards of its region, of those around it and of those in it; none
// of others, and no cases of theirs.
func TestStandardsOfARegion(t *testing.T) {
	shared, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := Rules(shared)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, r := range rules.Regions {
		if r.IsCounty() && !slices.ContainsFunc(rules.Standards, func(s *criteria.Standard) bool { return s.Region.Contains(r) }) && r.Code[4:] != "02" {
			continue // one of a city will do
		}
		k := &Kit{Rules: rules, Region: r}
		for _, s := range rules.Standards {
			own := s.Region.Contains(r) || r.Contains(s.Region) && !r.IsNation()
			for _, name := range []string{"criteria/standards/" + s.ID + ".yaml", "criteria/cases/" + s.ID + "/basic-1.yaml"} {
				if checked++; k.concernsOthers(name) == own {
					t.Errorf("%s: %s is left out: %v", r.Name, name, own)
				}
			}
		}
		if k.concernsOthers("criteria/facts.yaml") {
			t.Error("what all share is left out")
		}
	}
	if checked < 1000 {
		t.Errorf("%d are checked", checked)
	}
}

// The same files make the same archive, and it holds them all.
func TestPack(t *testing.T) {
	var one, two bytes.Buffer
	if err := Pack(&one, os.DirFS("../..")); err != nil {
		t.Fatal(err)
	}
	if err := Pack(&two, os.DirFS("../..")); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("%d bytes, then %d: %v", one.Len(), two.Len(), err)
	}
	in, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range in.File {
		held, err := in.Open(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		_, err = b.ReadFrom(held)
		if there, failed := os.ReadFile(filepath.Join("../..", f.Name)); err != nil || failed != nil || !bytes.Equal(there, b.Bytes()) {
			t.Errorf("%s: %v %v", f.Name, err, failed)
		}
	}
	for _, name := range []string{"content/site.yaml", "content/brands", "content/notices"} {
		if _, err := in.Open(name); err == nil {
			t.Errorf("%s is handed out", name)
		}
	}
}
