package blank_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/mend"
	"minglu/generator/values"
)

var today = values.Date{Year: 2026, Month: 6, Day: 30}

func repositoryRules(t testing.TB) *criteria.Rules {
	t.Helper()
	rules, bad, err := criteria.Load(os.DirFS("../testdata/rules"))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return rules
}

// read returns what check says about a content/ of the files, and what it read.
func read(t testing.TB, rules *criteria.Rules, region string, files map[string]string) (*content.Content, diag.List) {
	t.Helper()
	root := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 编辑部\nregion: " + region + "\n")}}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	e, bad, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return today },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return rules, nil, nil },
	}.Read(root)
	if err != nil {
		t.Fatal(err)
	}
	return cmp.Or(e.Content, &content.Content{}), bad
}

func printed(bad diag.List) string {
	var b strings.Builder
	_ = bad.Text(&b)
	return b.String()
}

// What is scaffolded reads back clean, apart from what an unfilled form lacks:
// for every type and every county of the province.
func TestBrandReadsBack(t *testing.T) {
	rules := repositoryRules(t)
	province := rules.Region("320000")
	for _, typ := range rules.Types {
		files, want := map[string]string{}, map[string]string{}
		for i, r := range rules.RegionsIn(province) {
			slug := fmt.Sprintf("%s-%d", r.Slug, i)
			file := path.Join("content/brands", r.Slug, slug+".md")
			name := r.Name + "工匠" + r.Code
			files[file] = string(blank.Brand(rules, blank.BrandStart{Name: name, Type: typ, Region: r, County: blank.CountyOf(rules, province, r)}))
			want[slug] = name + typ.Name + r.Code
		}
		c, bad := read(t, rules, "320000", files)
		found := map[string][]string{}
		for _, m := range bad {
			word := string(m.Rule)
			if m.Rule == diag.MissingField {
				word += regexp.MustCompile("“.*?”").FindString(m.Message)
			}
			found[m.File] = append(found[m.File], word)
		}
		for file := range files {
			slices.Sort(found[file])
			if got := strings.Join(found[file], " "); got != "intro-missing missing-field“培育建设单位” missing-field“数据截止日期”" {
				t.Fatalf("%s: %s\n%s\n%s", file, got, files[file], printed(bad))
			}
		}
		for _, b := range c.Brands {
			if got := b.Name + b.Type.Name + b.Region.Code; got != want[b.Slug] {
				t.Errorf("%s reads back as %s, want %s", b.Slug, got, want[b.Slug])
			}
		}
	}
}

// Taken out of their comments, the optional groups read too: what is wrong then
// are the examples, not the keys.
func TestTheCommentsOfABrandAreForms(t *testing.T) {
	rules := repositoryRules(t)
	donghai := rules.Region("320722")
	for _, typ := range rules.Types {
		text := string(blank.Brand(rules, blank.BrandStart{Name: "甲", Type: typ, Region: donghai, County: "东海县", Builder: "某单位"}))
		text = regexp.MustCompile(`(?m)^# +(- \{|)[a-z_0-9-]+:.*$`).ReplaceAllStringFunc(text, func(line string) string {
			return strings.Replace(line, "# ", "", 1)
		})
		_, bad := read(t, rules, "320700", map[string]string{"content/brands/donghai/jia.md": text})
		for _, m := range bad {
			switch m.Rule {
			case diag.MissingField, diag.IntroMissing, diag.BadLink, diag.MissingFile, diag.MissingAlt, diag.BadDate, diag.BadNumber, diag.EvidenceWithoutFact, diag.BadJudgement:
			default:
				t.Errorf("%s\n%s", printed(diag.List{m}), text)
			}
		}
	}
}

// A brand's name and unit read back whatever they are made of.
func FuzzBrand(f *testing.F) {
	rules := repositoryRules(f)
	donghai := rules.Region("320722")
	for _, seed := range []string{"东海水晶雕刻工匠", "“东海”工匠", "a: b", "# 甲", "- 甲", "是", "null", "{甲}", "甲，乙", "'", "\"甲\"", "<甲>&", "1e3", "~", "甲：乙", "!x", "&x", "*x", "%", "甲 #乙"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, name, builder string) {
		for _, s := range []string{name, builder} {
			if blank.Refused(s) != "" {
				t.Skip()
			}
		}
		text := string(blank.Brand(rules, blank.BrandStart{Name: name, Type: rules.Types[0], Region: donghai, County: "东海县", Builder: builder}))
		c, bad := read(t, rules, "320700", map[string]string{"content/brands/donghai/jia.md": text})
		if len(c.Brands) != 1 || c.Brands[0].Name != name || c.Brands[0].Builder != builder {
			t.Fatalf("%q of %q reads back as %+v\n%s", name, builder, c.Brands, printed(bad))
		}
		for _, m := range bad {
			if m.Rule != diag.MissingField && m.Rule != diag.IntroMissing && m.Rule != diag.PersonalData {
				t.Errorf("%s", printed(diag.List{m}))
			}
		}
	})
}

func TestNoticeReadsBack(t *testing.T) {
	rules := repositoryRules(t)
	brand := "---\nname: 甲\ncounty: 东海县\n---\n"
	for kind, want := range map[content.NoticeKind]string{
		content.Recognition: "", content.Publicity: "missing-field missing-field", content.Withdrawal: "withdrawn-without-recognition",
	} {
		text := string(blank.Notice(blank.NoticeStart{Kind: kind, Level: rules.Levels[1], Region: rules.Region("320700"), Date: today,
			Brands: []blank.Listed{{Slug: "jia", Remark: "甲\n# 乙"}}}))
		c, bad := read(t, rules, "320700", map[string]string{"content/brands/donghai/jia.md": brand, "content/notices/a.md": text})
		var got []string
		for _, m := range bad {
			got = append(got, string(m.Rule))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s\n%s", kind, printed(bad), text)
		}
		if n := c.Notices[0]; n.Honor != "连云港市市级劳务品牌" || n.Date != today || n.Year != 2026 || len(n.Entries) != 1 {
			t.Errorf("%s reads back as %+v", kind, n)
		}
	}
}

// The form of a judgement lacks what is to be filled in, and nothing else; filled
// in, it counts.
func TestJudgementReadsBack(t *testing.T) {
	rules := repositoryRules(t)
	form := string(blank.Judgement(rules))
	files := map[string]string{
		"content/brands/donghai/jia.md":                "---\nname: 甲\ntype: 文化旅游类\ncounty: 东海县\n---\n",
		"content/judgements/lianyungang-2024/jia.yaml": form,
	}
	_, bad := read(t, rules, "320700", files)
	var got []string
	for _, m := range bad {
		got = append(got, string(m.Rule))
	}
	if strings.Join(got, " ") != "missing-field bad-judgement" && strings.Join(got, " ") != "bad-judgement missing-field" {
		t.Errorf("%s\n%s", printed(bad), form)
	}
	files["content/judgements/lianyungang-2024/jia.yaml"] = strings.NewReplacer("points:\n", "points: 9\n", "reason:\n", "reason: 理由\n").Replace(form)
	c, bad := read(t, rules, "320700", files)
	if len(bad) > 0 || c.Brands[0].Judgements["lianyungang-2024"]["tourism-3"].Points != 9*criteria.Point {
		t.Errorf("%s\n%v", printed(bad), c.Brands[0].Judgements)
	}
}

// formLine is a line of a form that stands in a comment: a key to be filled in
// behind its colon, the last of them on the line.
var formLine = regexp.MustCompile(`(?m)^( *#[ #]*(?:- \{)?[a-z][a-z0-9_-]*:)(.*)$`)

// Whatever is filled in behind the # of a form's line is told of at that line; of the
// form as it stands, and of what explains it, nothing is.
func TestWhatIsFilledInBehindASignOfCommentsIsToldOf(t *testing.T) {
	rules := repositoryRules(t)
	level := rules.Levels[0]
	forms := map[string]string{}
	for _, typ := range rules.Types {
		forms["content/brands/donghai/"+typ.Slug+".md"] = string(blank.Empty(rules, typ))
	}
	for i, kind := range []content.NoticeKind{content.Publicity, content.Recognition, content.Withdrawal} {
		forms[fmt.Sprintf("content/notices/%d.md", i)] = string(blank.Notice(blank.NoticeStart{Kind: kind, Level: level, Date: today}))
	}
	told := func(file, text string) (lines []int) {
		_, bad := read(t, rules, "320700", map[string]string{file: text})
		for _, m := range bad {
			if m.Rule == diag.CommentedOut {
				lines = append(lines, m.Span.Start.Line)
			}
		}
		return lines
	}
	for file, form := range forms {
		if lines := told(file, form); lines != nil {
			t.Errorf("%s: of the form itself lines %v are told", file, lines)
		}
		lines := formLine.FindAllStringSubmatchIndex(form, -1)
		if len(lines) == 0 {
			t.Errorf("%s: no comment to fill in", file)
		}
		for _, at := range lines {
			filled := form[:at[3]] + " 填写的内容" + form[at[3]:]
			if want := 1 + strings.Count(form[:at[0]], "\n"); !slices.Equal(told(file, filled), []int{want}) {
				t.Errorf("%s: told of lines %v, want %d: %s", file, told(file, filled), want, form[at[2]:at[1]])
			}
		}
	}
}

// emptyLine is a line of a form that a key ends, or the explanation behind it.
var emptyLine = regexp.MustCompile(`(?m)^( *(?:# +)?)([a-z][a-z0-9_-]*):( *# [^\n]*)?$`)

// What is filled in behind a sign of comments that stands behind a key is told of in its
// line, and fix puts it before the sign where it holds there. What the form says there, or
// says of the key above, is a comment, and so is what is put off.
func TestWhatIsFilledInBehindTheCommentOfAKeyIsToldOf(t *testing.T) {
	rules := repositoryRules(t)
	for _, typ := range rules.Types {
		form := string(blank.Empty(rules, typ))
		if typ == rules.Types[0] { // its groups are begun
			form = regexp.MustCompile(`(?m)^# (leader:|cover:|contact:|  [a-z]+:  # )`).ReplaceAllString(form, "$1")
		}
		mistakes := func(text string) (list, commented diag.List) {
			_, list = read(t, rules, "320700", map[string]string{"content/brands/donghai/jia.md": text})
			for _, m := range list {
				if m.Rule == diag.CommentedOut {
					commented = append(commented, m)
				}
			}
			return list, commented
		}
		group, plain := keys.Field{}, 0
		for _, at := range emptyLine.FindAllStringSubmatchIndex(form, -1) {
			key, commented := form[at[4]:at[5]], strings.Contains(form[at[0]:at[4]], "#")
			f, fact := keys.Find(keys.Brand, key), rules.Fact(key)
			if len(f.Fields) > 0 {
				group = f
			} else if inner := strings.TrimPrefix(form[at[0]:], "# "); strings.HasPrefix(inner, "  ") {
				f = keys.Find(group.Fields, key)
			}
			if fact == nil && !f.IsPlain() || fact != nil && commented {
				continue
			}
			plain++
			with := func(behind string) string { return form[:at[0]] + form[at[0]:at[5]] + ":" + behind + form[at[1]:] }
			harmless := []string{f.Label, f.Hint, f.Explained(), "待核实", "请补"}
			if fact != nil {
				harmless = []string{fact.Label, fact.Hint(), fact.Label + "。" + fact.Hint(), "待核实"}
			}
			for _, words := range harmless {
				if _, told := mistakes(with("  # " + words)); len(told) > 0 {
					t.Errorf("%s: # %s is told of:\n%s", key, words, printed(told))
				}
			}
			for _, sign := range []string{"  # ", " #"} {
				written := with(sign + filledIn(key, f, fact))
				certain := !commented && key != "file" // there is no such picture
				_, told := mistakes(written)
				if want := 1 + strings.Count(form[:at[0]], "\n"); len(told) != 1 || told[0].Span.Start.Line != want || told[0].Certain != certain {
					t.Errorf("line %d: %s%s%s:\n%s", want, key, sign, filledIn(key, f, fact), printed(told))
				} else if certain {
					plainly, _ := mistakes(with(" " + filledIn(key, f, fact)))
					mended, _ := mend.Text(written, told)
					if left, _ := mistakes(mended); len(left) != len(plainly) {
						t.Errorf("%s%s is mended to what has\n%snot\n%s", key, sign, printed(left), printed(plainly))
					}
				}
			}
		}
		if plain < 30 {
			t.Errorf("%s: but %d lines to fill in", typ.Name, plain)
		}
	}
}

// filledIn returns what holds behind a key of a brand, or a fact.
func filledIn(key string, f keys.Field, fact *criteria.Fact) string {
	switch {
	case fact != nil && len(fact.Choices) > 0:
		return fact.Choices[len(fact.Choices)-1]
	case fact != nil && fact.Kind == criteria.YesNo:
		return "是"
	case fact != nil:
		return "12"
	case f.Kind == keys.Choice:
		return f.Choices[0]
	case f.Kind == keys.Day:
		return "2024-06-30"
	case f.Kind == keys.Web:
		return "https://example.org/"
	case key == "county":
		return "东海县"
	case f.Kind == keys.Texts:
		return "[donghai-jiu]"
	}
	return "豆腐制作"
}
