package edition_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/criteria"
	"minglu/generator/diag"
)

// The corpus lies beside package personal: what must be found, and what must be
// let be, each through check as a whole, in the place that it names.
func TestPersonalCorpus(t *testing.T) {
	for file, want := range map[string]bool{"caught": true, "passed": false} {
		spellings := corpus(t, file)
		right := 0
		for i, printed := range personalIn(t, spellings) {
			if (printed != "") == want {
				right++
			} else {
				t.Errorf("%s: %s\n%s", file, spellings[i], printed)
			}
		}
		t.Logf("%s: %d of %d (%.1f %%)", file, right, len(spellings), 100*float64(right)/float64(len(spellings)))
		if least := map[string]int{"caught": 200, "passed": 120}[file]; len(spellings) < least {
			t.Errorf("%s holds %d spellings, want %d", file, len(spellings), least)
		}
	}
}

// corpus returns the spellings of a file: a place, a space, what is written there.
func corpus(t testing.TB, file string) []string {
	t.Helper()
	data, err := os.ReadFile("../personal/testdata/" + file + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

// personalIn returns what check says of the personal numbers in each spelling, ""
// where it finds none. Brands, notices and pages are read all at once.
func personalIn(t *testing.T, spellings []string) []string {
	t.Helper()
	const head = "---\nname: 甲\ncounty: 东海县\n"
	all := fstest.MapFS{"content/site.yaml": {Data: []byte(usualSite)}}
	said, of := make([]string, len(spellings)), map[string]int{}
	for i, spelling := range spellings {
		place, text, _ := strings.Cut(strings.ReplaceAll(spelling, "⏎", "\n"), " ")
		slug := fmt.Sprintf("a%d", i)
		name, data := "content/brands/donghai/"+slug+".md", ""
		switch place {
		case "field":
			data = head + text + "\n---\n"
		case "body":
			data = head + "---\n" + text + "\n"
		case "notice":
			name, data = "content/notices/"+slug+".md", "---\nkind: 认定\ntitle: 通知\nlevel: 市级\nbrands: [jia]\n---\n"+text+"\n"
		case "page":
			name, data = "content/pages/"+slug+".md", "---\ntitle: 甲\n---\n"+text+"\n"
		case "site":
			said[i] = personalOf(t, "content/site.yaml", usualSite+text+"\n")
			continue
		case "criteria":
			said[i] = personalOf(t, "criteria/naming.yaml", "endings: [工]\n"+text+"\n")
			continue
		case "name":
			said[i] = personalOf(t, text, "")
			continue
		case "aside":
			name, text, _ = strings.Cut(text, " ")
			said[i] = personalOf(t, name, text+"\n")
			continue
		default:
			t.Fatalf("no such place: %s", spelling)
		}
		all[name], of[name] = &fstest.MapFile{Data: []byte(data)}, i
	}
	for _, m := range mistakesIn(t, all) {
		if m.Rule == diag.PersonalData {
			said[of[m.File]] += m.Message + "\n"
		}
	}
	return said
}

// personalOf returns what check says of the personal numbers in a tree of that
// file and no other.
func personalOf(t *testing.T, name, text string) string {
	t.Helper()
	root := fstest.MapFS{"content/site.yaml": {Data: []byte(usualSite)}}
	addCriteria(t, root)
	root[name] = &fstest.MapFile{Data: []byte(text)}
	bad := mistakesIn(t, root)
	if strings.HasPrefix(name, "criteria/") {
		var err error
		if _, bad, err = criteria.Load(root); err != nil {
			t.Fatal(err)
		}
	}
	said := ""
	for _, m := range bad {
		if m.Rule == diag.PersonalData {
			said += m.Message + "\n"
		}
	}
	return said
}
