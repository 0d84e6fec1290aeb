package criteria

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// tables returns, by heading, the keys in the first columns of the tables of
// criteria/README.md that list keys.
func tables(t *testing.T) map[string][]string {
	t.Helper()
	readme, err := os.ReadFile("../../criteria/README.md")
	if err != nil {
		t.Fatal(err)
	}
	keyed := regexp.MustCompile("^\\| `([a-z_]+)` \\| .+ \\|$")
	found := map[string][]string{}
	heading := ""
	for line := range strings.Lines(string(readme)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			heading = strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
		if m := keyed.FindStringSubmatch(line); m != nil {
			found[heading] = append(found[heading], m[1])
		}
	}
	return found
}

// A reader reports a key that it never asks for with all keys that it does ask
// for: so the program itself says what the tables must list.
func TestTheHandbookListsExactlyTheKeysThatAreRead(t *testing.T) {
	const stray = "无此字段"
	item := "kind: checklist\ntypes:\n  技能类:\n    - "
	rule := item + "{id: a, group: 乙, text: 甲, points: 1, bonus: [{"
	probes := map[string][]string{ // heading: file and text, once for each shape
		"facts.yaml 的事实": {"facts.yaml", "facts: [{" + stray + ": 1}]"},
		"types.yaml":     {"types.yaml", "types: [{" + stray + ": 1}]"},
		"efforts.yaml":   {"efforts.yaml", "efforts: [{" + stray + ": 1}]"},
		"honors.yaml":    {"honors.yaml", "honors: [{" + stray + ": 1}]"},
		"算出的事实":          {"facts.yaml", "facts: [{id: a, label: a, kind: yes-no}]\nderived: [{" + stray + ": 1}]"},
		"levels.yaml":    {"levels.yaml", "levels: [{" + stray + ": 1}]"},
		"regions/ 的行政区划": {"regions.yaml", "regions: [{" + stray + ": 1}]"},
		"naming.yaml":    {"naming.yaml", stray + ": 1"},
		"synonyms.yaml":  {"synonyms.yaml", "synonyms: [{" + stray + ": 1}]"},
		"asking.yaml":    {"asking.yaml", stray + ": 1"},
		"标准文件":           {"standards/s.yaml", stray + ": 1"},
		"标准的条目":          {"standards/s.yaml", item + "{" + stray + ": 1}"},
		"计分规则":           {"standards/s.yaml", rule + stray + ": 1}]}", "standards/s.yaml", rule + "highest: [], " + stray + ": 1}]}"},
	}
	documented := tables(t)
	for heading, probe := range probes {
		var read []string
		for ; len(probe) > 0; probe = probe[2:] {
			root, _ := archive(t, "testdata/base.txtar")
			root["criteria/"+probe[0]] = &fstest.MapFile{Data: []byte(probe[1] + "\n")}
			_, bad, err := Load(root)
			if err != nil {
				t.Fatal(err)
			}
			_, list, found := strings.Cut(mistakes(bad), "没有“"+stray+"”这个字段，请删去这一项，或核对字段名。可用的字段：")
			if !found {
				t.Fatalf("%s: the stray key is not reported:\n%s", heading, mistakes(bad))
			}
			list, _, _ = strings.Cut(list, "。")
			read = append(read, strings.Split(list, "、")...)
		}
		same(t, heading, documented[heading], read)
		delete(documented, heading)
	}

	conditions := slices.Clone(combinators)
	for _, of := range tests {
		for _, test := range of {
			conditions = append(conditions, string(test))
		}
	}
	same(t, "条件", documented["条件"], conditions)
	delete(documented, "条件")
	for _, heading := range []string{"用例文件", "一个用例"} { // package cases holds them
		delete(documented, heading)
	}
	for heading := range documented {
		t.Errorf("nothing holds the keys under “%s” against the program", heading)
	}
}

func same(t *testing.T, heading string, documented, read []string) {
	t.Helper()
	set := func(keys []string) []string {
		m := map[string]bool{}
		for _, k := range keys {
			m[k] = true
		}
		return slices.Sorted(maps.Keys(m))
	}
	if d, r := set(documented), set(read); !slices.Equal(d, r) {
		t.Errorf("criteria/README.md, %s:\nlists %v\nread  %v", heading, d, r)
	}
	if len(set(documented)) != len(documented) {
		t.Errorf("criteria/README.md, %s lists a key twice: %v", heading, documented)
	}
}

// handbookConditions returns the examples of conditions in the handbook, each as written.
func handbookConditions(t *testing.T) (all []string) {
	t.Helper()
	readme, err := os.ReadFile("../../criteria/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "### 条件")
	_, rest, _ = strings.Cut(rest, "```yaml\n")
	examples, _, _ := strings.Cut(rest, "```")
	for line := range strings.Lines(examples) {
		text, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "- "), "  #")
		all = append(all, text)
	}
	return all
}

// The examples of conditions in the handbook are what someone will copy.
func TestTheConditionsOfTheHandbookAreRead(t *testing.T) {
	examples := handbookConditions(t)
	for _, text := range examples {
		condition(t, text)
	}
	if n := len(examples); n < 10 {
		t.Errorf("found %d examples", n)
	}
}

// The table of derivations says which kinds the program takes.
func TestTheHandbookSaysWhichKindsAreDerived(t *testing.T) {
	readme, err := os.ReadFile("../../criteria/README.md")
	if err != nil {
		t.Fatal(err)
	}
	said := map[Way]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `\\{([a-z]+): .*}` \\| (.+?) \\| ").FindAllStringSubmatch(string(readme), -1) {
		said[Way(row[1])] = row[2]
	}
	for way, is := range ways {
		var kinds []string
		for _, kind := range is.kinds {
			kinds = append(kinds, string(kind))
		}
		if want := strings.Join(kinds, "、"); said[way] != want && !(way == InYear && said[way] == "与 of 的相同") {
			t.Errorf("%s: says %s, want %s", way, said[way], want)
		}
	}
	if len(said) != len(ways) {
		t.Errorf("%d ways are said: %v", len(said), said)
	}
}

// The example of what a brand must not have is what someone will copy.
func TestTheExampleOfAbsenceHolds(t *testing.T) {
	readme, err := os.ReadFile("../../criteria/README.md")
	if err != nil {
		t.Fatal(err)
	}
	fact := regexp.MustCompile(`(?m)^- \{id: wrongs.*$`).FindString(string(readme))
	met := regexp.MustCompile(`(?m)^met: .*wrongs.*$`).FindString(string(readme))
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": "facts:\n" + fact + "\n",
		"criteria/standards/own.yaml": "title: 某市标准\nlevel: 市级\nregion: 320700\neffective: {from: 2025}\nkind: checklist\nbasic:\n  - {id: a, group: 一, text: 没有。, " + met + "}\n"})
	item, f := rules.Standard("own").Item("a"), rules.Fact("wrongs")
	for _, c := range []struct {
		stated Value
		want   Outcome
	}{{Value{}, Unstated}, {Value{Fact: f}, Met}, {Value{Fact: f, set: 2}, Unmet}} {
		if got := item.Evaluate(Facts{}.With(f, c.stated), nil).Outcome; got != c.want {
			t.Errorf("%v: %s, want %s", c.stated.set, got, c.want)
		}
	}
}
