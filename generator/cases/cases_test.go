package cases_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/cases"
	"minglu/generator/criteria"
)

// archive returns the files of a txtar archive.
func archive(t *testing.T, name string) fstest.MapFS {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range a.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return files
}

// read returns the cases in root, and all that is wrong in them, a line each.
func read(t *testing.T, root fs.FS) (cases.Suite, *criteria.Rules, string) {
	t.Helper()
	rules, bad, err := criteria.Load(root)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	suite, bad, err := cases.Of(root, rules)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range bad {
		s := m.Span
		fmt.Fprintf(&b, "%s:%d:%d-%d %s: %s", m.File, s.Start.Line, s.Start.Column, s.End.Column, m.Rule, m.Message)
		if m.Suggestion != "" {
			fmt.Fprintf(&b, " → %s", m.Suggestion)
		}
		b.WriteByte('\n')
	}
	return suite, rules, b.String()
}

// A case of testdata lays its files over base.txtar; want is what is wrong in them, and then
// what is told of all.
func TestCasesAreHeldAgainstTheRules(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if filepath.Base(name) == "base.txtar" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			root, over := archive(t, "testdata/base.txtar"), archive(t, name)
			want := string(over["want"].Data)
			delete(over, "want")
			maps.Copy(root, over)
			suite, rules, got := read(t, root)
			var b strings.Builder
			if err := suite.Text(&b, rules.Standards); err != nil {
				t.Fatal(err)
			}
			if got += b.String(); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// What a page shows of a case says what it puts and what comes of it.
func TestCasesAreSaidInWords(t *testing.T) {
	root := archive(t, "testdata/base.txtar")
	maps.Copy(root, archive(t, "testdata/every-bound-is-shown.txtar"))
	suite, rules, _ := read(t, root)
	standard := rules.Standard("city-2024")
	var b strings.Builder
	for _, id := range []string{"basic-1", "service-1", "service-2", "service-3"} {
		for _, c := range suite.For(standard, standard.Item(id)) {
			fmt.Fprintf(&b, "%s | %s | %s\n", c.Item.ID, c.Given(), c.Result())
		}
	}
	for _, want := range []string{
		"basic-1 | 已制定方案：是 | 达到\n",
		"basic-1 | 都没有填报 | 未填报\n",
		"service-1 | 从业人员：3,001 人 | 达到，得 20 分，加 2 分\n",
		"service-1 | 从业人员：2,999 人 | 未达到，得 0 分，不加分\n",
		"service-2 | 市场占有率：省内前列；评定 3 分 | 部分达到，得 3 分\n",
		"service-3 | 载体：工坊 | 未填报，至少得 5 分\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %sin\n%s", want, b.String())
		}
	}
}

// Of derived facts they say what is stated, and of when.
func TestCasesOfDerivedFactsAreSaidInWords(t *testing.T) {
	root := archive(t, "testdata/base.txtar")
	maps.Copy(root, archive(t, "testdata/derived-facts-are-calculated.txtar"))
	suite, rules, _ := read(t, root)
	var b strings.Builder
	for _, item := range rules.Standard("city-2024").Items(nil) {
		for _, c := range suite.For(rules.Standard("city-2024"), item) {
			fmt.Fprintf(&b, "%s | %s | %s\n", item.ID, c.Given(), c.Result())
		}
	}
	for _, want := range []string{
		"growth | 年产值：109 万元；数据截止 2024-12-31；2023年：年产值 100 万元 | 未达到\n",
		"ratio-2024 | 2024年：培训人数 300 人、培训后就业人数 89 人 | 未达到\n",
		"held | 已被认定为省级 | 达到\n",
		"patents | 专利：1 件；写明了专利的佐证材料 | 达到\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %sin\n%s", want, b.String())
		}
	}
}

// A case that says what is stated notices when a fact is calculated otherwise.
func TestNoChangeOfADerivationGoesUnnoticed(t *testing.T) {
	root := archive(t, "testdata/base.txtar")
	maps.Copy(root, archive(t, "testdata/derived-facts-are-calculated.txtar"))
	suite, rules, _ := read(t, root)
	made := map[criteria.Way]int{}
	for _, item := range rules.Standard("city-2024").Items(nil) {
		of := cases.Suite{Cases: suite.For(rules.Standard("city-2024"), item)}
		for _, f := range item.Facts() {
			if f.Derived == nil {
				continue
			}
			for _, change := range changedDerivations(*f.Derived, rules) {
				right := f.Derived
				f.Derived = &change
				if len(of.Differing()) == 0 {
					t.Errorf("%s: no case differs for %+v", f.ID, change)
				}
				f.Derived = right
				made[change.Way]++
			}
		}
		if n := len(of.Differing()); n > 0 || len(of.Cases) == 0 {
			t.Fatalf("%s: %d of %d cases differ", item.ID, n, len(of.Cases))
		}
	}
	if len(made) != 6 {
		t.Errorf("not of every way: %v", made)
	}
}

// changedDerivations returns what d could have been by a slip.
func changedDerivations(d criteria.Derivation, rules *criteria.Rules) (all []criteria.Derivation) {
	add := func(change func(*criteria.Derivation)) {
		changed := d
		change(&changed)
		all = append(all, changed)
	}
	if d.Way == criteria.Ratio {
		add(func(d *criteria.Derivation) { d.Of, d.To = d.To, d.Of })
	}
	if d.Year > 0 {
		add(func(d *criteria.Derivation) { d.Year-- })
		add(func(d *criteria.Derivation) { d.Year++ })
	}
	if d.Way == criteria.Average {
		add(func(d *criteria.Derivation) { d.Years-- })
		add(func(d *criteria.Derivation) { d.Years++ })
		add(func(d *criteria.Derivation) { d.Way = criteria.InYear })
	}
	if d.Way == criteria.Growth || d.Way == criteria.Proven {
		add(func(d *criteria.Derivation) { d.Of = rules.Fact("trained") })
	}
	for _, l := range rules.Levels {
		if d.Way == criteria.Held && l != d.Level {
			add(func(d *criteria.Derivation) { d.Level = l })
		}
	}
	return all
}

// What is wrong is told in the order of the files and lines, whatever stands in folders that
// are read before; what was read is named, and what is no file is not.
func TestMistakesAreInOrderAndFilesNamed(t *testing.T) {
	root := archive(t, "testdata/base.txtar")
	for name, data := range map[string]string{
		"criteria/cases/city-2024/b.yaml": "item: 无\ncases: [{shows: 甲, outcome: 达到}]\n",
		"criteria/cases/a-folder/c.yaml":  "item: 无\n",
		"criteria/cases/a.txt":            "无",
		"criteria/cases/z.txt":            "无",
	} {
		root[name] = &fstest.MapFile{Data: []byte(data)}
	}
	root["criteria/cases/city-2024/a.yaml"] = &fstest.MapFile{Mode: fs.ModeSymlink}
	root["criteria/320700/cases/x.txt"] = &fstest.MapFile{}
	suite, _, bad := read(t, root)
	lines := strings.Split(strings.TrimSpace(bad), "\n")
	if !slices.IsSorted(lines) || len(lines) != 6 {
		t.Errorf("%d mistakes:\n%s", len(lines), bad)
	}
	if want := []string{"criteria/cases/city-2024/b.yaml"}; !slices.Equal(suite.Files, want) {
		t.Errorf("read %v, want %v", suite.Files, want)
	}
}

// failing is a root of which one name cannot be read.
type failing struct {
	fstest.MapFS
	name string
}

var errMachine = errors.New("the disk is gone")

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, errMachine
	}
	return f.MapFS.Open(name)
}

func (f failing) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == f.name {
		return nil, errMachine
	}
	return f.MapFS.ReadDir(name)
}

func TestFailuresOfTheMachineAreErrors(t *testing.T) {
	root := archive(t, "testdata/base.txtar")
	maps.Copy(root, archive(t, "testdata/every-bound-is-shown.txtar"))
	rules, bad, err := criteria.Load(root)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	for _, name := range []string{"criteria", "criteria/cases", "criteria/cases/city-2024", "criteria/cases/city-2024/rank.yaml"} {
		if _, _, err := cases.Of(failing{root, name}, rules); !errors.Is(err, errMachine) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
