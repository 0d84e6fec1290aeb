package blank_test

import (
	"cmp"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minglu/generator/blank"
	"minglu/generator/diag"
)

// shelf is a kind of file as the reader meets it: %s is where a test writes.
type shelf struct {
	file, head string
	fields     []blank.Field
}

func shelves() map[string]shelf {
	brand := "name: 甲\ntype: 文化旅游类\ncounty: 东海县\n"
	return map[string]shelf{
		"品牌":        {"content/brands/donghai/jia.md", brand, blank.BrandFields},
		"公告":        {"content/notices/a.md", "", blank.NoticeFields},
		"评定意见":      {"content/judgements/lianyungang-2024/jia.yaml", "", nil}, // its keys are items
		"页面":        {"content/pages/a.md", "", blank.PageFields},
		"site.yaml": {"content/site.yaml", "region: 320700\n", blank.SiteFields},
	}
}

// write returns the file with line, and without what its head says of the key.
func (s shelf) write(key, line string) string {
	head := regexp.MustCompile(`(?m)^`+key+`: .*\n`).ReplaceAllString(s.head, "")
	if strings.HasSuffix(s.file, ".yaml") {
		return head + line + "\n"
	}
	return "---\n" + head + line + "\n---\n"
}

// mistakesAt returns what check says about the line when it stands in the file.
func (s shelf) mistakesAt(t *testing.T, key, line string) diag.List {
	t.Helper()
	text := s.write(key, line)
	_, bad := read(t, repositoryRules(t), "320700", map[string]string{s.file: text})
	n := 1 + strings.Count(text[:strings.Index(text, line)], "\n")
	return slices.DeleteFunc(bad, func(m diag.Mistake) bool { return m.File != s.file || m.Span.Start.Line != n })
}

// known returns the keys that the reader says it knows beside one it does not.
func (s shelf) known(t *testing.T, line string) []string {
	t.Helper()
	for _, m := range s.mistakesAt(t, "zz", line) {
		if _, keys, ok := strings.Cut(m.Message, "可用的字段："); m.Rule == diag.UnknownField && ok {
			return strings.Split(strings.TrimSuffix(keys, "。"), "、")
		}
	}
	t.Errorf("%s: nothing is said about the keys", line)
	return nil
}

func keysOf(fields []blank.Field) []string {
	var keys []string
	for _, f := range fields {
		keys = append(keys, f.Key)
	}
	return keys
}

// The tables have the keys that the reader asks for, in every mapping.
func TestFieldsAreTheReaders(t *testing.T) {
	for name, s := range shelves() {
		if s.fields == nil || same(s.known(t, "zz: 1"), keysOf(s.fields)) {
			continue
		}
		t.Errorf("%s: the reader knows %v, the table %v", name, s.known(t, "zz: 1"), keysOf(s.fields))
	}
	for _, g := range groups() {
		if got := shelves()[g.of].known(t, g.line); !same(got, keysOf(g.fields)) {
			t.Errorf("%s: the reader knows %v, the table %v", g.line, got, keysOf(g.fields))
		}
	}
}

// A group is a mapping inside a file, with a line in which one of its keys is
// unknown.
type group struct {
	of, line string
	fields   []blank.Field
}

func groups() []group {
	all := []group{{"评定意见", "tourism-3: {zz: 1}", blank.JudgementFields}}
	for name, s := range shelves() {
		for _, f := range s.fields {
			line := f.Key + ": {zz: 1}"
			switch f.Kind {
			case blank.Groups, blank.Entries:
				line = f.Key + ": [{zz: 1}]"
			case blank.ByLevel:
				line = f.Key + ": {市级: {zz: 1}}"
			case blank.Group:
				for _, inner := range f.Fields {
					if inner.Kind == blank.Group {
						all = append(all, group{name, f.Key + ": {" + inner.Key + ": {zz: 1}}", inner.Fields})
					}
				}
			default:
				continue
			}
			all = append(all, group{name, line, f.Fields})
		}
	}
	return all
}

func same(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

// Each key is of the kind that the reader reads: what it says when it meets
// another kind names the one it wants.
func TestKindsAreTheReaders(t *testing.T) {
	wants := map[blank.Kind]string{
		blank.Texts: "列表", blank.Groups: "列表", blank.Entries: "列表", blank.YesNo: "“是”或“否”", blank.Whole: "数字",
		blank.Day: "日期", blank.PartialDay: "日期", blank.Group: "一组字段", blank.Facts: "一组字段", blank.Evidence: "一组字段",
		blank.Scores: "一组字段", blank.ByLevel: "一组字段",
	}
	for name, s := range shelves() {
		for _, f := range s.fields {
			want, found := wants[f.Kind]
			if !found {
				want = "文字"
			}
			other := "[{甲: 乙}]"
			if want == "列表" {
				other = "甲"
			}
			s := s
			if f.Of != "" {
				s.head += "kind: " + f.Of + "\n"
			}
			bad := s.mistakesAt(t, f.Key, f.Key+": "+other)
			if !slices.ContainsFunc(bad, func(m diag.Mistake) bool {
				return m.Rule == diag.WrongKind && strings.HasPrefix(m.Message, "此处应填写"+want)
			}) {
				t.Errorf("%s %s: the table says %s, the reader\n%s", name, f.Key, want, printed(bad))
			}
			days := s.mistakesAt(t, f.Key, f.Key+": 2024-02")
			if whole := slices.ContainsFunc(days, func(m diag.Mistake) bool { return m.Rule == diag.BadDate }); want == "日期" && whole != (f.Kind == blank.Day) {
				t.Errorf("%s %s: a month is a mistake: %v", name, f.Key, whole)
			}
		}
	}
}

// What is required is missed when it is not there.
func TestRequiredIsTheReaders(t *testing.T) {
	for name, s := range shelves() {
		for _, f := range s.fields {
			s := s
			if f.Of != "" {
				s.head += "kind: " + f.Of + "\n"
			}
			missed := slices.ContainsFunc(s.mistakesAt(t, f.Key, f.Key+":"), func(m diag.Mistake) bool { return m.Rule == diag.MissingField })
			if missed != f.Required {
				t.Errorf("%s %s: required %v, missed %v", name, f.Key, f.Required, missed)
			}
		}
	}
	for _, g := range groups() {
		s := shelves()[g.of]
		bad := printed(s.mistakesAt(t, "zz", g.line))
		for _, f := range g.fields {
			if missed := strings.Contains(bad, "“"+f.Key+"”，请补上") || strings.Contains(bad, "请补上 "+f.Key+":"); missed != f.Required {
				t.Errorf("%s %s: required %v, missed %v\n%s", g.line, f.Key, f.Required, missed, bad)
			}
		}
	}
}

// The handbook calls each key what the forms call it.
func TestLabelsAreTheHandbooks(t *testing.T) {
	text, err := os.ReadFile("../../content/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range shelves() {
		_, section, found := strings.Cut(strings.ReplaceAll(string(text), "## "+name+" 的字段", "## "+name+"的字段"), "## "+name+"的字段\n")
		if !found {
			t.Fatalf("the handbook has no section for %s", name)
		}
		section, _, _ = strings.Cut(section, "\n## ")
		var hold func(prefix string, fields []blank.Field)
		hold = func(prefix string, fields []blank.Field) {
			for _, f := range fields {
				if row := "| `" + prefix + f.Key + "` | " + f.Label; !strings.Contains(section, row) {
					t.Errorf("%s: the handbook has no row that begins %q", name, row)
				}
				hold(cmp.Or(prefix, f.Key+"."), f.Fields) // the handbook has two depths
			}
		}
		hold("", s.fields)
		if s.fields == nil {
			hold("", blank.JudgementFields)
		}
	}
}
