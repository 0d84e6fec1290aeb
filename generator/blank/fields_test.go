package blank_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minglu/generator/diag"
	"minglu/generator/keys"
)

// shelf is a kind of file as the reader meets it: %s is where a test writes.
type shelf struct {
	file, head string
	fields     []keys.Field
}

func shelves() map[string]shelf {
	brand := "name: 甲\ntype: 文化旅游类\ncounty: 东海县\n"
	return map[string]shelf{
		"品牌":        {"content/brands/donghai/jia.md", brand, keys.Brand},
		"公告":        {"content/notices/a.md", "", keys.Notice},
		"评定意见":      {"content/judgements/lianyungang-2024/jia.yaml", "", nil}, // its keys are items
		"页面":        {"content/pages/a.md", "", keys.Page},
		"site.yaml": {"content/site.yaml", "region: 320700\n", keys.Site},
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
			var known []string
			for _, key := range regexp.MustCompile(`（([a-z_]+)）`).FindAllStringSubmatch(keys, -1) {
				known = append(known, key[1])
			}
			return known
		}
	}
	t.Errorf("%s: nothing is said about the keys", line)
	return nil
}

func keysOf(fields []keys.Field) []string {
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
	fields   []keys.Field
}

func groups() []group {
	all := []group{{"评定意见", "tourism-3: {zz: 1}", keys.Judgement}, {"评定意见", "kept: {zz: 1}", keys.Record[0].Fields}}
	for name, s := range shelves() {
		for _, f := range s.fields {
			line := f.Key + ": {zz: 1}"
			switch f.Kind {
			case keys.Groups, keys.Entries:
				line = f.Key + ": [{zz: 1}]"
			case keys.ByLevel:
				line = f.Key + ": {市级: {zz: 1}}"
			case keys.Group:
				for _, inner := range f.Fields {
					if inner.Kind == keys.Group {
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
	wants := map[keys.Kind]string{
		keys.Texts: "列表", keys.Groups: "列表", keys.Entries: "列表", keys.YesNo: "“是”或“否”", keys.Whole: "数字",
		keys.Day: "日期", keys.PartialDay: "日期", keys.Group: "一组字段", keys.Facts: "一组字段", keys.Evidence: "一组字段",
		keys.Years: "一组字段", keys.Scores: "一组字段", keys.ByLevel: "一组字段",
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
			if whole := slices.ContainsFunc(days, func(m diag.Mistake) bool { return m.Rule == diag.BadDate }); want == "日期" && whole != (f.Kind == keys.Day) {
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
			if missed := strings.Contains(bad, diag.Named(f.Label, f.Key)+"，请补上") || strings.Contains(bad, "请补上"+diag.Named(f.Label, f.Key)); missed != f.Required {
				t.Errorf("%s %s: required %v, missed %v\n%s", g.line, f.Key, f.Required, missed, bad)
			}
		}
	}
}

var update = flag.Bool("update", false, "write the tables of the handbook")

// The handbook's tables of keys are made of the tables: -update writes them.
func TestTheHandbookIsTheTables(t *testing.T) {
	const handbook = "../../content/README.md"
	data, err := os.ReadFile(handbook)
	if err != nil {
		t.Fatal(err)
	}
	want := string(data)
	for heading, fields := range map[string][]keys.Field{
		"品牌的字段": keys.Brand, "公告的字段": keys.Notice, "评定意见的字段": slices.Concat(keys.Judgement, keys.Record), "页面的字段": keys.Page, "site.yaml 的字段": keys.Site,
	} {
		table := regexp.MustCompile(`(?s)(\n## ` + regexp.QuoteMeta(heading) + `\n.*?\n\| --- \| --- \|\n)(?:\|[^\n]*\n)*`)
		if !table.MatchString(want) {
			t.Fatalf("the handbook has no table below %s", heading)
		}
		rows := table.ReplaceAllStringFunc(want, func(old string) string {
			return table.FindStringSubmatch(old)[1] + strings.Join(rows("", fields), "")
		})
		want = rows
	}
	if want == string(data) {
		return
	}
	if !*update {
		t.Fatal("the handbook's tables are not those of package keys: go test ./generator/blank -update")
	}
	if err := os.WriteFile(handbook, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rows returns the handbook's lines of fields, each below what it belongs to.
func rows(prefix string, fields []keys.Field) []string {
	var all []string
	for _, f := range fields {
		words := f.Label
		if f.Required {
			words += "，必填"
		}
		for _, more := range []string{f.Hint, f.Handbook, strings.Join(f.Choices, "、")} {
			switch {
			case strings.HasPrefix(more, "如 "), strings.HasPrefix(more, "以 "), strings.HasPrefix(more, "供"):
				words += "，" + more
			case more != "":
				words += "。" + more
			}
		}
		if f.Of != "" {
			words += "。只用于" + f.Of + "公告"
		}
		all = append(all, "| `"+prefix+f.Key+"` | "+words+" |\n")
		all = append(all, rows(prefix+f.Key+".", f.Fields)...)
	}
	return all
}
