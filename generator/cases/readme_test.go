package cases_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// handbook returns the part of criteria/README.md from one heading to the next of its kind.
func handbook(t *testing.T, heading string) string {
	t.Helper()
	readme, err := os.ReadFile("../../criteria/README.md")
	if err != nil {
		t.Fatal(err)
	}
	sign, _, _ := strings.Cut(heading, " ")
	_, rest, found := strings.Cut(string(readme), "\n"+heading+"\n")
	if !found {
		t.Fatalf("no %s", heading)
	}
	section, _, _ := strings.Cut(rest, "\n"+sign+" ")
	return section
}

// A reader names all keys that it asks for when it meets one that it does not: these are
// what the tables list.
func TestTheHandbookListsExactlyTheKeysOfCases(t *testing.T) {
	for heading, file := range map[string]string{
		"### 用例文件": "无此字段: 1\n",
		"### 一个用例": "item: basic-1\ncases: [{无此字段: 1}]\n",
	} {
		root := archive(t, "testdata/base.txtar")
		root["criteria/cases/city-2024/a.yaml"] = &fstest.MapFile{Data: []byte(file)}
		_, _, bad := read(t, root)
		_, list, found := strings.Cut(bad, "没有“无此字段”这个字段，请删去这一项，或核对字段名。可用的字段：")
		if !found {
			t.Fatalf("the stray key is not reported:\n%s", bad)
		}
		list, _, _ = strings.Cut(list, "。")
		read := slices.Sorted(slices.Values(strings.Split(list, "、")))
		documented := map[string]bool{}
		for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(handbook(t, heading), -1) {
			documented[row[1]] = true
		}
		if listed := slices.Sorted(maps.Keys(documented)); !slices.Equal(listed, read) {
			t.Errorf("criteria/README.md, %s:\nlists %v\nread  %v", heading, listed, read)
		}
	}
}

// What the handbook gives for an example is what someone will copy.
func TestTheExampleOfTheHandbookHolds(t *testing.T) {
	_, rest, _ := strings.Cut(handbook(t, "## 用例"), "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	root := archive(t, "testdata/base.txtar")
	standard := string(root["criteria/standards/city-2024.yaml"].Data)
	for old, own := range map[string]string{"id: service-1": "id: tourism-1", "at_least: 3000": "at_least: 2000"} {
		standard = strings.ReplaceAll(standard, old, own)
	}
	root["criteria/standards/city-2024.yaml"].Data = []byte(standard)
	root["criteria/cases/city-2024/tourism-1.yaml"] = &fstest.MapFile{Data: []byte(example)}
	suite, _, bad := read(t, root)
	if bad != "" || len(suite.Cases) < 4 {
		t.Errorf("%d cases:\n%s", len(suite.Cases), bad)
	}
}

// The example of a derived fact holds, and notices a ratio that is turned or of another year.
func TestTheExampleOfADerivedFactHolds(t *testing.T) {
	_, rest, _ := strings.Cut(handbook(t, "## 用例"), "```yaml\n")
	_, rest, _ = strings.Cut(rest, "```yaml\n")
	example, _, _ := strings.Cut(rest, "```")
	const standard = "title: 某市认定标准\nlevel: 市级\nregion: 320700\neffective: {from: 2024}\nkind: checklist\nbasic:\n" +
		"  - {id: employment, group: 条件, text: 就业率30%以上。, met: {employment_2024: {at_least: 30}}}\n"
	for from, holds := range map[string]bool{
		"ratio: [employed, trained], year: 2024": true, "ratio: [trained, employed], year: 2024": false,
		"ratio: [employed, trained], year: 2023": false, "ratio: [employed, trained]": false,
	} {
		root := archive(t, "testdata/base.txtar")
		root["criteria/facts.yaml"].Data = []byte("facts:\n  - {id: trained, label: 培训人数, kind: count, unit: 人}\n  - {id: employed, label: 就业人数, kind: count, unit: 人}\n" +
			"derived:\n  - {id: employment_2024, label: 就业率, kind: percent, from: {" + from + "}}\n")
		root["criteria/standards/city-2024.yaml"].Data = []byte(standard)
		root["criteria/cases/city-2024/employment.yaml"] = &fstest.MapFile{Data: []byte(example)}
		suite, _, bad := read(t, root)
		if (bad == "") != holds || holds && len(suite.Cases) < 3 {
			t.Errorf("{%s}: %d cases\n%s", from, len(suite.Cases), bad)
		}
	}
}
