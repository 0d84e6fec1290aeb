package criteria

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// archive returns the files of a txtar archive; one without a byte is a folder
// where its name ends in /.
func archive(t testing.TB, name string) (fstest.MapFS, *txtar.Archive) {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range a.Files {
		if folder, ok := strings.CutSuffix(f.Name, "/"); ok {
			files[folder] = &fstest.MapFile{Mode: fs.ModeDir}
		} else {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return files, a
}

// A case of load/ lays its files over base.txtar; a file that says 删去 is
// removed. brand.yaml, where there is one, is a brand's type and facts. The
// mistakes found are those of the part named want.
func TestMistakesAreReportedWhereTheyAreWritten(t *testing.T) {
	for _, name := range loadCases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			root, _ := archive(t, "testdata/base.txtar")
			over, a := archive(t, name)
			delete(over, "want")
			brand := over["brand.yaml"]
			delete(over, "brand.yaml")
			for file, content := range over {
				root[file] = content
				if strings.TrimSpace(string(content.Data)) == "删去" {
					delete(root, file)
				}
			}
			rules, bad, err := Load(root)
			if err != nil {
				t.Fatal(err)
			}
			if brand != nil {
				bad = append(bad, brandMistakes(rules, string(brand.Data))...)
			}
			got := mistakes(bad)
			i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == "want" })
			if i < 0 {
				t.Fatal("no part named want")
			}
			if want := string(a.Files[i].Data); got == want {
				return
			} else if !*update {
				t.Fatalf("got\n%s\nwant\n%s", got, want)
			}
			a.Files[i].Data = []byte(got)
			if err := os.WriteFile(name, txtar.Format(a), 0o666); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func loadCases(t *testing.T) []string {
	names, err := filepath.Glob("testdata/load/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases", err)
	}
	return names
}

func brandMistakes(rules *Rules, text string) diag.List {
	src := diag.NewSource("brand.yaml", text, nil)
	if m := fields.Parse(src, 1, src.Lines()); m != nil {
		rules.ReadFacts(m.Map("facts"), rules.Type(m.Text("type").V))
	}
	src.List.Sort()
	return src.List
}

// mistakes prints a list, one a line, with where each ends and what would mend
// it: place, rule, message, suggestion.
func mistakes(l diag.List) string {
	var b strings.Builder
	for _, m := range l {
		s, e := m.Span.Start, m.Span.End
		fmt.Fprintf(&b, "%s:%d:%d-%d %s: %s", m.File, s.Line, s.Column, e.Column, m.Rule, m.Message)
		if m.Suggestion != "" {
			fmt.Fprintf(&b, " → %s", m.Suggestion)
		}
		b.WriteByte('\n')
	}
	if len(l) == 0 {
		return "没有错误\n"
	}
	return b.String()
}

// A rule that this package reports and that no case shows could change its name
// unseen; a file of 4 MiB is no case, and has a test of its own below.
func TestEveryRuleThatIsReportedHasACase(t *testing.T) {
	var wants strings.Builder
	for _, name := range loadCases(t) {
		_, a := archive(t, name)
		for _, f := range a.Files {
			if f.Name == "want" {
				wants.Write(f.Data)
			}
		}
	}
	names := map[string]diag.Rule{}
	for constant, value := range constants(t, "../diag/rule.go") {
		names[constant] = diag.Rule(value)
	}
	reported := 0
	for _, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "diag" || names[sel.Sel.Name] == "" {
				return true
			}
			reported++
			if rule := names[sel.Sel.Name]; rule != diag.TooLarge && !strings.Contains(wants.String(), " "+string(rule)+": ") {
				t.Errorf("no case of testdata/load shows %s", rule)
			}
			return true
		})
	}
	if reported == 0 {
		t.Error("found no rule in the sources")
	}
}

// sources returns the parsed files of this package without its tests.
func sources(t *testing.T) []*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// constants returns the string constants that a file declares.
func constants(t *testing.T, name string) map[string]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
			for i, name := range spec.Names {
				if lit, ok := spec.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
					values[name.Name] = strings.Trim(lit.Value, `"`)
				}
			}
		}
		return true
	})
	return values
}

// What fails for a reason of the machine is no mistake of an author.
func TestAFileThatCannotBeReadIsAnErrorOfTheMachine(t *testing.T) {
	root, _ := archive(t, "testdata/base.txtar")
	_, bad, err := Load(brokenDisk{root})
	if err == nil || len(bad) > 0 {
		t.Errorf("err %v, mistakes %v", err, bad)
	}
}

type brokenDisk struct{ fs.FS }

func (d brokenDisk) Open(name string) (fs.File, error) {
	if name == "criteria/facts.yaml" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.FS.Open(name)
}

func TestFilesWithAByteOrderMarkAndCRLFAreRead(t *testing.T) {
	root, _ := archive(t, "testdata/base.txtar")
	for name, file := range root {
		root[name] = &fstest.MapFile{Data: []byte("\ufeff" + strings.ReplaceAll(string(file.Data), "\n", "\r\n"))}
	}
	rules, bad, err := Load(root)
	if err != nil || len(bad) > 0 {
		t.Fatalf("%v\n%s", err, mistakes(bad))
	}
	if rules.Types[0].Name != "技能类" || rules.Standard("city-2024").Basic[0].Text != "有方案。" {
		t.Error("a byte order mark or line break was kept")
	}
}

func TestAFileThatIsTooLargeIsRefused(t *testing.T) {
	root, _ := archive(t, "testdata/base.txtar")
	root["criteria/naming.yaml"] = &fstest.MapFile{Data: []byte("endings: [工]\n" + strings.Repeat("#", maxFile))}
	if _, bad, _ := Load(root); !strings.Contains(mistakes(bad), "criteria/naming.yaml:1:1-1 too-large: ") {
		t.Error(mistakes(bad))
	}
}

func TestWhatIsReadIsWhatIsWritten(t *testing.T) {
	root, _ := archive(t, "testdata/base.txtar")
	rules, bad, err := Load(root)
	if err != nil || len(bad) > 0 {
		t.Fatalf("%v\n%s", err, mistakes(bad))
	}
	typ := rules.Type("技能类")
	if typ.Focus != "制造业" || !slices.Equal(typ.Departments, []string{"科技", "工信"}) || typ.Order != 0 || rules.Type("服务类").Order != 1 || rules.Type("无此类") != nil {
		t.Errorf("%+v", typ)
	}
	if l := rules.Level("市级"); l.Slug != "municipal" || l.Order != 2 || rules.Level("区级") != nil {
		t.Errorf("%+v", l)
	}
	if r := rules.Region("320700"); r.Tile == nil || *r.Tile != (Tile{0, 3}) || r.Short != "连云港" || rules.Region("1") != nil {
		t.Errorf("%+v", r)
	}
	if n := rules.Naming; n.Pattern != "地域 + 产业 + 人" || !slices.Equal(n.Endings, []string{"工", "匠"}) {
		t.Errorf("%+v", n)
	}
	if f := rules.Fact("ratio"); f.Kind != Percent || *f.Max != values.DecimalOf(100) || !f.AskedOf(typ) || f.AskedOf(rules.Type("服务类")) {
		t.Errorf("%+v", f)
	}
	s := rules.Standard("city-2024")
	if s.Title != "某市评分表" || s.Kind != Scorecard || s.TypePoints.All != 20*Point || len(s.Items(rules.Type("服务类"))) != 2 || len(s.Items(typ)) != 1 || rules.Standard("无") != nil {
		t.Errorf("%+v", s)
	}
}

func TestASlugIsAFolderAndAnAddress(t *testing.T) {
	for s, want := range map[string]bool{
		"donghai": true, "a": true, "7": true, "nanjing-gulou": true, "2024-a-1": true, strings.Repeat("a", 100): true,
		"": false, "-a": false, "a-": false, "a--b": false, "-": false, "Donghai": false, "a_b": false, "东海": false,
		"a.b": false, "a/b": false, "a b": false, "`": false, "{": false, "/": false, ":": false, strings.Repeat("a", 101): false,
	} {
		if got := IsSlug(s); got != want {
			t.Errorf("%q: %t", s, got)
		}
	}
}

func TestARepositoryWithoutStandardsHasNone(t *testing.T) {
	root, _ := archive(t, "testdata/base.txtar")
	delete(root, "criteria/standards/city-2024.yaml")
	rules, bad, err := Load(root)
	if err != nil || len(bad) > 0 || len(rules.Standards) > 0 {
		t.Errorf("%v, %v, %d standards", err, bad, len(rules.Standards))
	}
}

func TestCasesLieBesideStandards(t *testing.T) {
	for file, want := range map[string]bool{
		"criteria/cases/city-2024/a.yaml":         true,
		"criteria/cases/a.yaml":                   true,
		"criteria/320700/cases/own-2025/a.yaml":   true,
		"criteria/standards/cases.yaml":           false,
		"criteria/320700/standards/own-2025.yaml": false,
		"criteria/cases":                          false,
		"content/cases/city-2024/a.yaml":          false,
	} {
		if got := IsCase(file); got != want {
			t.Errorf("%s is a case: %t", file, got)
		}
	}
}
