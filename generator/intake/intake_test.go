package intake

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/edition"
	"minglu/generator/export"
	"minglu/generator/forms"
	"minglu/generator/values"
)

// demonstration returns the repository's own content and layouts beside the rules of the tests.
func demonstration(t testing.TB) *edition.Edition {
	t.Helper()
	dir := t.TempDir()
	for folder, from := range map[string]string{"content": "../../content", "layouts": "../../layouts", "criteria": "../testdata/rules/criteria"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	e, bad, err := edition.Read(os.DirFS(dir), func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return e
}

// taken takes one file in.
func taken(t testing.TB, e *edition.Edition, o Options, name string, data []byte) *Intake {
	t.Helper()
	in := opened(t, e, o)
	if err := in.Take(name, data); err != nil {
		t.Fatal(name, err)
	}
	return in
}

func finished(t testing.TB, in *Intake) map[string]string {
	t.Helper()
	files, err := in.Finish()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		all[f.Name] = string(f.After)
	}
	return all
}

// generated are brands of all types that state all that the template asks for, now and
// then without one, by path.
func generated(t testing.TB, n int) map[string]string {
	t.Helper()
	e := small(t, nil)
	d, err := RepositoryOf(e)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	files := map[string]string{}
	for i := range n {
		kind := e.Rules.Types[i%len(e.Rules.Types)]
		text := desk.NewText
		set := func(value any, path ...string) {
			var steps []desk.Step
			for _, key := range path {
				steps = append(steps, desk.Step{Key: key})
			}
			var err error
			if text, err = d.Set(text, desk.BrandFile, steps, value); err != nil {
				t.Fatal(path, value, err)
			}
		}
		set(fmt.Sprintf("东海第%d种手艺人", i), "name")
		set(kind.Name, "type")
		set("东海县", "county")
		if r.IntN(2) == 0 {
			set("甲协会", "builder")
		} else {
			set([]any{"甲协会", "乙公司（示例）"}, "builder")
		}
		set("=1+1", "leader", "name")
		set("会长", "leader", "title")
		set("0518-87650001", "contact", "phone")
		set("2026-03-31", "as_of")
		set(strings.Repeat("石头先看料，再下刀。", 1+r.IntN(5))+"\n\n后面一段。", desk.IntroPart)
		for _, f := range e.Rules.Facts {
			if !f.AskedOf(kind) || i >= 20 && r.IntN(4) == 0 { // of the first, all
				continue
			}
			if r.IntN(2) == 0 {
				set([]string{"《名册》（第1卷）", "+86号文件；=1、@二", "-甲\n-乙"}[r.IntN(3)], "evidence", f.ID)
			}
			switch f.Kind {
			case criteria.YesNo:
				set([]string{"是", "否"}[r.IntN(2)], "facts", f.ID)
			case criteria.Choice:
				set(f.Choices[r.IntN(len(f.Choices))], "facts", f.ID)
			case criteria.Set:
				set(choose(r, f.Choices), "facts", f.ID)
			case criteria.Percent:
				set(fmt.Sprintf("%d.%d", r.IntN(100), 1+r.IntN(9)), "facts", f.ID)
			default:
				set(fmt.Sprint(r.IntN(90_000)), "facts", f.ID)
			}
		}
		for _, s := range e.Rules.Standards {
			if s.Kind != criteria.Scorecard || s.ByType[kind] == nil {
				continue
			}
			total := criteria.Points(0)
			for _, item := range s.Items(kind) {
				if most := item.Points + item.MaxBonus(); most > 0 {
					n := criteria.Points(r.IntN(2*most.Int()+1)) * criteria.Point / 2
					total += n
					set(fmt.Sprint(n), "self_scores", s.ID, item.ID)
				}
			}
			set(fmt.Sprint(total), "self_scores", s.ID, "total")
		}
		set("材料属实，同意推荐。", "opinions", "builder", "text")
		set("2026-04-01", "opinions", "builder", "date")
		set("@同意推荐。", "opinions", "county", "text")
		set("2026-04-15", "opinions", "county", "date")
		files[fmt.Sprintf("content/brands/donghai/donghai-shouyi-%d.md", i)] = text
	}
	return files
}

func choose(r *rand.Rand, from []string) []any {
	chosen := []any{}
	for _, c := range from {
		if r.IntN(2) == 0 {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// A template that is filled in says what the brands' files say: into the same repository it
// brings nothing, into an empty one every value.
func TestATemplateComesBack(t *testing.T) {
	files := generated(t, 100)
	for name, e := range map[string]*edition.Edition{"the demonstration": demonstration(t), "generated": small(t, files)} {
		data, err := Template(e, e.Content.Brands)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Template(e, e.Content.Brands)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: the bytes differ from one time to the next: %v", name, err)
		}
		in := taken(t, e, Options{}, "模板.xlsx", data)
		if changed := finished(t, in); len(changed) > 0 || len(in.Left) > 0 || in.Placed != in.Said {
			t.Errorf("%s: %d files change, %v is left, %d of %d", name, len(changed), in.Left[:min(3, len(in.Left))], in.Placed, in.Said)
		}
	}
	e := small(t, files)
	data, err := Template(e, e.Content.Brands)
	if err != nil {
		t.Fatal(err)
	}
	in := taken(t, small(t, map[string]string{}), Options{}, "模板.xlsx", data)
	got := map[string]*desk.Document{}
	for _, text := range finished(t, in) {
		d, err := desk.ParseDocument(desk.BrandFile, text)
		if err != nil {
			t.Fatal(err)
		}
		got[fmt.Sprint(d.Values()["name"])] = d
	}
	for file, text := range files {
		want, err := desk.ParseDocument(desk.BrandFile, text)
		if err != nil {
			t.Fatal(err)
		}
		d := got[fmt.Sprint(want.Values()["name"])]
		if d == nil || !reflect.DeepEqual(d.Values(), want.Values()) || d.Part(desk.IntroPart) != want.Part(desk.IntroPart) {
			t.Fatalf("%s: %v", file, d)
		}
	}
	if len(in.Left) > 0 {
		t.Errorf("%v is left", in.Left[0])
	}
}

// The lists that we export ourselves bring nothing into the repository they are of, as
// workbooks, as CSV and as Word files, and no day is moved by that of the list.
func TestOurListsComeBack(t *testing.T) {
	e := demonstration(t)
	lists := []export.Document{export.Roll(e, e.Content.Brands)}
	for _, n := range e.Content.Notices {
		lists = append(lists, export.Notice(e, n))
	}
	for _, list := range lists {
		for _, format := range export.Formats() {
			data, err := list.Write(e.Files, format)
			if err != nil {
				t.Fatal(list.Title, err)
			}
			in := taken(t, e, Options{}, "表."+format, data)
			if changed := finished(t, in); len(changed) > 0 {
				t.Errorf("%s as %s changes %v", list.Title, format, changed)
			}
			for _, l := range in.Left {
				if l.Why != "表题" && !strings.Contains(l.Why, "“退出原因”这一列") { // who left is not taken in
					t.Errorf("%s as %s leaves %v", list.Title, format, l)
				}
			}
		}
	}
}

// Every column of a template says how it is filled in where that is not plain, numbers and
// days are bounded, what is chosen has a list, and nothing is a formula.
func TestATemplateSaysHowItIsFilledIn(t *testing.T) {
	e := demonstration(t)
	data, err := Template(e, e.Content.Brands)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if sheets := f.GetSheetList(); sheets[0] != guideSheet || sheets[1] != e.Rules.Types[0].Name {
		t.Error(sheets)
	}
	for _, kind := range e.Rules.Types {
		rules, err := f.GetDataValidations(kind.Name)
		if err != nil {
			t.Fatal(err)
		}
		notes, err := f.GetComments(kind.Name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(kind.Name)
		if err != nil {
			t.Fatal(err)
		}
		asked := map[string]string{}
		for i, head := range rows[1] {
			column, _ := excelize.ColumnNumberToName(i + 1)
			asked[strings.TrimPrefix(head, "*")] = column
		}
		for head, want := range map[string]string{
			"县（市、区）全称": "list", "数据截止日期": "date", "所在资源库": "list", "从业人员（人）": "whole", "该龙头企业的资产负债率（%）": "decimal",
			"已制定劳务品牌建设实施方案": "list", "基本条件第1条自评分": "decimal", kind.Name + "分类条件第1条自评分": "decimal", "自评总分": "decimal",
			"从业人员的佐证材料": "", "县区人社部门推荐意见": "", "县区人社部门推荐意见的日期": "date",
		} {
			i := slices.IndexFunc(rules, func(r *excelize.DataValidation) bool {
				return strings.HasPrefix(r.Sqref, asked[head]+"3:")
			})
			if asked[head] == "" || i < 0 || rules[i].Type != want || want != "" && rules[i].Error == nil {
				t.Errorf("%s: %s in column %q has the rule %d %+v", kind.Name, head, asked[head], i, rules[max(i, 0)])
			}
		}
		told := func(head, words string) bool {
			return slices.ContainsFunc(notes, func(c excelize.Comment) bool {
				return c.Cell == asked[head]+"2" && strings.Contains(c.Text, words)
			})
		}
		if !told("从业人员（人）", "填整数，单位是人") || !told("已制定劳务品牌建设实施方案", "》基本条件第1条：") || !told("基本条件第1条自评分", "评分依据：") {
			t.Errorf("%s: comments are missing among %d", kind.Name, len(notes))
		}
		for r, row := range rows {
			for c := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, err := f.GetCellFormula(kind.Name, at); formula != "" || err != nil {
					t.Errorf("%s!%s is the formula %s %v", kind.Name, at, formula, err)
				}
			}
		}
	}
}

// papers returns the papers of brands of which the name says what they are, as Word files.
func papers(t testing.TB, e *edition.Edition, what string, brands ...*content.Brand) map[*content.Brand][]byte {
	t.Helper()
	printer, err := forms.New(os.DirFS("../.."), e.Rules, e.Settings, e.Content.Date, forms.Options{Format: "docx"})
	if err != nil {
		t.Fatal(err)
	}
	all := map[*content.Brand][]byte{}
	for _, b := range brands {
		printed, err := printer.Brand(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range printed {
			if strings.Contains(p.Name, what) {
				all[b] = p.Data
			}
		}
	}
	return all
}

// A 推荐表 in Word brings nothing into the repository that it was printed from, and into an
// empty one what the form asks for. So does one that LibreOffice has opened and saved.
func TestAPaperComesBack(t *testing.T) {
	files := generated(t, 100)
	empty := small(t, map[string]string{})
	formFields := func(text string) map[string]any {
		d, err := desk.ParseDocument(desk.BrandFile, text)
		if err != nil {
			t.Fatal(err)
		}
		values := d.Values()
		fields := map[string]any{desk.IntroPart: d.Part(desk.IntroPart)}
		for _, key := range []string{"name", "type", "builder", "leader"} {
			fields[key] = values[key]
		}
		return fields
	}
	for name, e := range map[string]*edition.Edition{"the demonstration": demonstration(t), "generated": small(t, files)} {
		brands := slices.DeleteFunc(slices.Clone(e.Content.Brands), func(b *content.Brand) bool { return b.Type == nil })
		saved := brands[:min(3, len(brands))]
		for b, data := range papers(t, e, "推荐表", brands...) {
			copies := [][]byte{data}
			if slices.Contains(saved, b) {
				for _, saved := range asOther(t, "docx", data, "docx") {
					copies = append(copies, saved)
				}
			}
			for _, data := range copies {
				in := taken(t, e, Options{}, "推荐表.docx", data)
				if changed := finished(t, in); len(changed) > 0 || len(in.Left) > 0 {
					t.Errorf("%s: %s changes %v, and leaves %v", name, b.File, changed, in.Left)
				}
				if name != "generated" {
					continue
				}
				in = taken(t, empty, Options{County: b.Region}, "推荐表.docx", data)
				changed := finished(t, in)
				if len(changed) != 1 {
					t.Fatalf("%s makes %d files", b.File, len(changed))
				}
				for _, text := range changed {
					if got, want := formFields(text), formFields(files[b.File]); !reflect.DeepEqual(got, want) {
						t.Errorf("%s: got %v, want %v", b.File, got, want)
					}
				}
			}
			if testing.Short() {
				break
			}
		}
	}
}

// scoresOf returns what the files of brands say of their scores, by file, and the files
// without it.
func scoresOf(t testing.TB, files map[string]string) (scores map[string]any, without map[string]string) {
	t.Helper()
	scores, without = map[string]any{}, map[string]string{}
	for name, text := range files {
		d, err := desk.ParseDocument(desk.BrandFile, text)
		if err != nil {
			t.Fatal(err)
		}
		if value := d.Values()["self_scores"]; value != nil {
			scores[name] = value
		}
		without[name] = selfScores.ReplaceAllString(text, "")
	}
	return scores, without
}

var selfScores = regexp.MustCompile(`(?m)^self_scores:.*\n(?:[ \t]+.*\n)*`)

// A 评分表 in Word says what the brand gives itself: nothing changes in the repository that
// it was printed from, and where nobody has stated it yet, it is stated now. So does one
// that LibreOffice has opened and saved, and a PDF.
func TestAScoreSheetComesBack(t *testing.T) {
	files := generated(t, 40)
	r := rand.New(rand.NewPCG(5, 6))
	rules := small(t, nil).Rules
	for i, name := range slices.Sorted(maps.Keys(files)) {
		kind := rules.Types[slices.IndexFunc(rules.Types, func(k *criteria.Type) bool { return strings.Contains(files[name], "type: "+k.Name) })]
		text, sum := "self_scores:\n  lianyungang-2024:\n", criteria.Points(0)
		for _, item := range rules.Standard("lianyungang-2024").Items(kind) {
			if r.IntN(3) > 0 {
				n := criteria.Points(r.IntN(2*(item.Points+item.MaxBonus()).Int()+1)) * criteria.Point / 2
				text, sum = text+fmt.Sprintf("    %s: %s\n", item.ID, n), sum+n
			}
		}
		if i%2 == 0 {
			text += fmt.Sprintf("    total: %s\n", sum)
		}
		files[name] = strings.Replace(selfScores.ReplaceAllString(files[name], ""), "leader:\n", text+"leader:\n", 1)
	}
	own := map[string]string{}
	for _, b := range demonstration(t).Content.Brands {
		data, err := os.ReadFile("../../" + b.File)
		if err != nil {
			t.Fatal(err)
		}
		own[b.File] = string(data)
	}
	for name, files := range map[string]map[string]string{"the demonstration": own, "generated": files} {
		e := small(t, files)
		scores, without := scoresOf(t, files)
		bare := small(t, without)
		saved := 1 // by LibreOffice
		for b, data := range papers(t, e, "评分表", slices.DeleteFunc(slices.Clone(e.Content.Brands), func(b *content.Brand) bool { return scores[b.File] == nil })...) {
			copies := map[string][]byte{"docx": data}
			if saved--; saved >= 0 && !testing.Short() {
				for ending, data := range asOther(t, "docx", data, "docx", "pdf") {
					if ending == "pdf" {
						data = readable(t, data)
					}
					copies["saved."+ending] = data
				}
			}
			for file, data := range copies {
				in := taken(t, e, Options{}, file, data)
				if changed := finished(t, in); len(changed) > 0 || in.Placed != in.Said || len(in.Left) != 1 || in.Left[0].Address != file+" 表2" {
					t.Errorf("%s: %s of %s changes %v, %d of %d cells, and leaves %v", name, file, b.File, changed, in.Placed, in.Said, in.Left)
				}
				changed := finished(t, taken(t, bare, Options{}, file, data))
				if got, _ := scoresOf(t, changed); len(changed) != 1 || !reflect.DeepEqual(got[b.File], scores[b.File]) {
					t.Errorf("%s: %s of %s: got %v, want %v", name, file, b.File, got[b.File], scores[b.File])
				}
			}
		}
		if len(scores) < 7 {
			t.Errorf("%s: only %d brands have scores", name, len(scores))
		}
	}
}

// A 核对表 says what the program found: that is said, and nothing taken from it.
func TestAChecklistIsNotTaken(t *testing.T) {
	e := demonstration(t)
	for _, data := range papers(t, e, "核对表", e.Content.Brands[:3]...) {
		in := taken(t, e, Options{}, "核对表.docx", data)
		if changed := finished(t, in); len(changed) > 0 || len(in.Left) != 1 || !strings.Contains(in.Left[0].Why, "算出来的") {
			t.Errorf("it changes %v, and leaves %v", changed, in.Left)
		}
	}
}

// A city's list of 140 brands, as bureaus publish them, comes in: every cell is placed or
// listed, and the brands, their counties and the notice are there.
func TestAPublishedList(t *testing.T) {
	e := small(t, map[string]string{})
	counties := slices.DeleteFunc(e.Rules.RegionsIn(e.Settings.Region), func(r *criteria.Region) bool { return r == e.Settings.Region })
	var b strings.Builder
	b.WriteString("merge A1:G1\n连云港市2025年度市级劳务品牌认定名单\nmerge A2:A3\nmerge B2:B3\nmerge C2:C3\nmerge D2:D3\nmerge E2:F2\nmerge G2:G3\n")
	b.WriteString("序号\t劳务品牌\\n名称\t所属县区\t品牌类别\t品牌负责人\t\t带动就业人数\n\t\t\t\t姓名\t职务\t\n")
	want := 0
	for i := range 140 {
		county := counties[i%len(counties)]
		kind := e.Rules.Types[i%len(e.Rules.Types)]
		fmt.Fprintf(&b, "%d\t%s第%d种\\n手艺人\t%s\t%s\t王某\t会长\t%d\n", i+1, county.Short, i, county.Name, strings.TrimSuffix(kind.Name, "类"), 1000+i)
		want++
	}
	b.WriteString("合计\t\t\t\t\t\t149730\n说明：排名不分先后\n")
	in := taken(t, e, Options{AsOf: "2025-12-31"}, "名单.xlsx", bookOf(t, b.String()))
	files := finished(t, in)
	notices, brands := 0, 0
	for name, text := range files {
		if strings.HasPrefix(name, "content/notices/") {
			notices++
			if d, err := desk.ParseDocument(desk.NoticeFile, text); err != nil || len(d.Values()["brands"].([]any)) != want || d.Values()["level"] != "市级" || d.Values()["date"] != "2025" {
				t.Errorf("the notice is\n%s", text)
			}
			continue
		}
		brands++
	}
	if notices != 1 || brands != want || in.Brands != want {
		t.Errorf("%d notices, %d brands", notices, brands)
	}
	t.Logf("%d of %d cells are placed without help: %.1f %%", in.Placed, in.Said, 100*float64(in.Placed)/float64(in.Said))
	if in.Placed+len(in.Left) != in.Said || 10*in.Placed < 9*in.Said {
		t.Errorf("%d of %d cells, %d listed", in.Placed, in.Said, len(in.Left))
	}
}

// What columns are is said, and remembered.
func TestColumnsAreSaid(t *testing.T) {
	e := small(t, nil)
	data := bookOf(t, "品牌名称\t县区\t培育主体\t备注\n东海草编匠人\t东海县\t东海县草编协会\t重点\n")
	in := taken(t, e, Options{Map: map[string]string{"培育主体": "builder", "备注": "不要"}}, "表.xlsx", data)
	files := finished(t, in)
	if text := files["content/brands/donghai/donghai-caobian.md"]; !strings.Contains(text, "builder: 东海县草编协会\n") || len(in.Left) != 1 {
		t.Errorf("%v\n%s", in.Left, text)
	}
	repository, err := RepositoryOf(e)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(repository, Options{Map: map[string]string{"备注": "没有的"}}); err == nil || !strings.Contains(err.Error(), "没有的") {
		t.Error(err)
	}
	f, err := Remember(e.Files, map[string]string{"培育主体": "builder"})
	if err != nil || f == nil || !strings.Contains(string(f.After), "培育主体: builder\n") {
		t.Fatal(f, err)
	}
	again := small(t, map[string]string{ColumnsFile: string(f.After)})
	if columns, err := ReadColumns(again.Files); err != nil || columns["培育主体"] != "builder" {
		t.Error(columns, err)
	}
	if f, err := Remember(again.Files, map[string]string{"培育主体": "builder"}); f != nil || err != nil {
		t.Error(f, err)
	}
}

// wordOf makes a Word file of lines whose cells are parted by tabs: those without are
// paragraphs, the others rows of tables. "span N " before a cell has it take N columns, "^"
// merges it with the one above, "=sym F052" is a letter of a font of pictures, \n a break.
func wordOf(t testing.TB, text string) []byte {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	within := false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if row := strings.Contains(line, "\t"); row != within {
			b.WriteString(map[bool]string{true: "<w:tbl>", false: "</w:tbl>"}[row])
			within = row
		}
		if !within {
			fmt.Fprintf(&b, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", line)
			continue
		}
		b.WriteString("<w:tr>")
		for cell := range strings.SplitSeq(line, "\t") {
			b.WriteString("<w:tc><w:tcPr>")
			if rest, is := strings.CutPrefix(cell, "span "); is {
				span, rest, _ := strings.Cut(rest, " ")
				fmt.Fprintf(&b, `<w:gridSpan w:val="%s"/>`, span)
				cell = rest
			}
			if cell == "^" {
				b.WriteString("<w:vMerge/>")
				cell = ""
			} else {
				b.WriteString(`<w:vMerge w:val="restart"/>`)
			}
			b.WriteString("</w:tcPr><w:p><w:r>")
			if code, is := strings.CutPrefix(cell, "=sym "); is {
				fmt.Fprintf(&b, `<w:sym w:font="Wingdings 2" w:char="%s"/>`, code)
			} else {
				fmt.Fprintf(&b, "<w:t>%s</w:t>", strings.ReplaceAll(cell, `\n`, "</w:t><w:br/><w:t>"))
			}
			b.WriteString("</w:r></w:p></w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	if within {
		b.WriteString("</w:tbl>")
	}
	b.WriteString("</w:body></w:document>")
	return archive(t, map[string]string{"word/document.xml": b.String()})
}

// A list in Word may be long; its title stands above it; boxes may be letters of a font.
func TestALongListInWord(t *testing.T) {
	e := small(t, nil)
	var rows strings.Builder
	rows.WriteString("附件\n2025年连云港市市级劳务品牌认定名单\n序号\t品牌名称\t县区\t注册商标\n")
	for i := range 300 {
		fmt.Fprintf(&rows, "%d\t东海第%d种手艺人\t东海县\t=sym %s\n", i+1, i, []string{"F052", "00A3"}[i%2])
	}
	in := taken(t, e, Options{Map: map[string]string{"注册商标": "trademark_registered"}}, "名单.docx", wordOf(t, rows.String()))
	files := finished(t, in)
	notices, yes, no := 0, 0, 0
	for name, text := range files {
		if strings.HasPrefix(name, "content/notices/") {
			notices++
		}
		if strings.Contains(text, "trademark_registered: 是\n") {
			yes++
		} else if strings.Contains(text, "trademark_registered: 否\n") {
			no++
		}
	}
	if in.Brands != 300 || notices != 1 || yes != 150 || no != 150 || len(in.Left) > 0 {
		t.Errorf("%d brands, %d notices, %d and %d ticked, %v is left", in.Brands, notices, yes, no, in.Left)
	}
}

// Rows of a CSV have the numbers that Excel gives them: blank lines count, breaks within
// quotes do not.
func TestRowsOfACSV(t *testing.T) {
	table, err := readCSV("表.csv", []byte("\n品牌名称,县区\n\n\"东海\n草编匠人\",东海县\n东海石刻师傅,东海县\n"))
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range []string{"", "品牌名称", "", "东海\n草编匠人", "东海石刻师傅"} {
		if got := table.at(place{row, 0}); got != want {
			t.Errorf("row %d says %q, want %q", row+1, got, want)
		}
	}
}
