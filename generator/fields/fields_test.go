package fields

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minglu/generator/diag"
)

// parse reads text, with the name of the file that mistakes are printed with.
func parse(text string) (*Map, *diag.Source) {
	src := diag.NewSource("f.yaml", text, nil)
	return Parse(src, 1, src.Lines()), src
}

// mistakes returns one line for each mistake: place, rule and suggestion.
func mistakes(src *diag.Source) string {
	src.List.Sort()
	var b strings.Builder
	for _, m := range src.List {
		b.WriteString(strings.TrimSpace(strings.Join([]string{
			fmt.Sprintf("%d:%d-%d", m.Span.Start.Line, m.Span.Start.Column, m.Span.End.Column),
			string(m.Rule), m.Suggestion,
		}, " ")) + "\n")
	}
	return b.String()
}

func TestValues(t *testing.T) {
	m, src := parse(`name:  东海  工匠
plan: 是
old: false
workers: 12600
ratio: 59.5
as_of: 2024-06-30
date: 2024-06
tags: [甲, '乙']
leader: {name: 王}
people:
  - name: 李
empty:
`)
	for _, c := range []struct{ name, got, want string }{
		{"text", m.Text("name").V, "东海 工匠"},
		{"number", m.Number("ratio").V.String(), "59.5"},
		{"whole number", strconv.Itoa(m.Int("workers").V), "12600"},
		{"date", m.Date("as_of").V.String(), "2024-06-30"},
		{"month", m.PartialDate("date").V.String(), "2024-06"},
		{"list", m.Texts("tags")[0].V + m.Texts("tags")[1].V, "甲乙"},
		{"mapping", m.Map("leader").Text("name").V, "王"},
		{"list of mappings", m.Maps("people")[0].Text("name").V, "李"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
	if plan, old := m.Bool("plan"), m.Bool("old"); !plan.V || !plan.Stated || old.V || !old.Stated {
		t.Errorf("plan %v, old %v", plan, old)
	}
	if at := m.Texts("tags")[1].At; at != (diag.Span{Start: diag.Pos{Line: 8, Column: 11}, End: diag.Pos{Line: 8, Column: 14}}) {
		t.Errorf("'乙' stands at %v", at)
	}
	m.Text("empty")
	m.Done()
	if got := mistakes(src); got != "" {
		t.Error(got)
	}
}

func TestWhatIsAbsentSaysNothing(t *testing.T) {
	m, src := parse("empty:\n")
	for _, key := range []string{"empty", "none"} {
		if m.Text(key) != (Text{}) || m.Bool(key) != (Bool{}) || m.Int(key) != (Value[int]{}) || m.Number(key) != (Number{}) ||
			m.Date(key) != (DateVal{}) || m.PartialDate(key) != (DateVal{}) || m.Map(key) != nil || m.Nodes(key) != nil ||
			m.Texts(key) != nil || m.Maps(key) != nil || m.Node(key).Stated() || !m.Node(key).At().IsZero() {
			t.Errorf("%s says something", key)
		}
	}
	if !m.Has("empty") || m.Has("none") || mistakes(src) != "" {
		t.Error(mistakes(src))
	}
}

func TestValuesOfAnotherKind(t *testing.T) {
	for _, c := range []struct {
		name, text string
		read       func(*Map)
		want       string
	}{
		{"a list as text", "a: [甲]\n", func(m *Map) { m.Text("a") }, "1:4-7 wrong-kind\n"},
		{"a hidden character", "a: 甲\u200b乙\n", func(m *Map) { m.Text("a") }, "1:4-7 wrong-kind 甲乙\n"},
		{"a hidden character in quotes", "a: \"甲\u200b乙\"\n", func(m *Map) { m.Text("a") }, "1:4-9 wrong-kind \"甲乙\"\n"},
		{"a hidden character as an escape", "a: \"甲\\u200b乙\"\n", func(m *Map) { m.Text("a") }, "1:4-14 wrong-kind\n"},
		{"a joiner in a sentence", "a: 甲\u200d乙\ufe0f。\n", func(m *Map) { m.Prose("a") }, ""},
		{"a letter that was lost", "a: 甲\ufffd乙\n", func(m *Map) { m.Prose("a") }, "1:4-7 wrong-kind\n"},
		{"text that is turned", "a: 甲\u202e乙\n", func(m *Map) { m.Prose("a") }, "1:5-7 bad-encoding 乙\n"},
		{"text that is turned by an escape", "a: \"甲\\u202e乙\"\n", func(m *Map) { m.Prose("a") }, "1:4-14 wrong-kind\n"},
		{"a date between marks", "a: \u202a2024-06-30\u202c\n", func(m *Map) { m.Date("a") }, "1:4-16 bad-encoding 2024-06-30\n"},
		{"有 for 是", "a: 有\n", func(m *Map) { m.Bool("a") }, "1:4-5 wrong-kind 是\n"},
		{"neither yes nor no", "a: 部分\n", func(m *Map) { m.Bool("a") }, "1:4-6 wrong-kind\n"},
		{"a number with a unit", "a: 1.2亿元\n", func(m *Map) { m.Node("a").Amount("万元") }, "1:4-9 bad-number 12000\n"},
		{"a number in words", "a: 约三千\n", func(m *Map) { m.Number("a") }, "1:4-7 bad-number 3000\n"},
		{"a fraction", "a: 2.5\n", func(m *Map) { m.Int("a") }, "1:4-7 bad-number\n"},
		{"a date with slashes", "a: 2024/6/30\n", func(m *Map) { m.Date("a") }, "1:4-13 bad-date 2024-06-30\n"},
		{"no such day", "a: 2024-02-30\n", func(m *Map) { m.Date("a") }, "1:4-14 bad-date\n"},
		{"a month for a day", "a: 2024-02\n", func(m *Map) { m.Date("a") }, "1:4-11 bad-date\n"},
		{"text as a mapping", "a: 甲\n", func(m *Map) { m.Map("a") }, "1:4-5 wrong-kind\n"},
		{"keys without spaces as a mapping", "a:\n  name:王\n", func(m *Map) { m.Map("a") }, "2:3-9 yaml-syntax name: 王\n"},
		{"text as a list", "a: 甲、乙\n", func(m *Map) { m.Texts("a") }, "1:4-7 wrong-kind [甲, 乙]\n"},
		{"prose as a list", "a: 甲说：乙。\n", func(m *Map) { m.Texts("a") }, "1:4-9 wrong-kind\n"},
		{"a list in Chinese brackets", "a: 【甲】\n", func(m *Map) { m.Texts("a") }, "1:4-7 full-width-punctuation [甲]\n"},
		{"dashes without spaces", "a:\n  -甲\n  -乙\n", func(m *Map) { m.Texts("a") }, "2:3-5 yaml-syntax - 甲\n  - 乙\n"},
		{"an empty item", "a: [甲, , 乙]\nb:\n  -\n", func(m *Map) { m.Maps("b") }, "1:8-9 yaml-syntax\n"},
		{"an empty item of a list", "b:\n  -\n", func(m *Map) { m.Maps("b"); m.Texts("b") }, "2:4-4 wrong-kind\n2:4-4 wrong-kind\n"},
		{"a mapping among texts", "b:\n  - 甲\n  - c: d\n", func(m *Map) { m.Texts("b") }, "3:5-9 wrong-kind\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, src := parse(c.text)
			if c.read(m); mistakes(src) != c.want {
				t.Errorf("got %swant %s", mistakes(src), c.want)
			}
		})
	}
}

// However YAML writes that there is nothing, nothing is stated.
func TestNothingIsNotStated(t *testing.T) {
	for _, nothing := range []string{"", " ~", " null", ` ""`, " ' '", " |", " >-", " {}"} {
		m, src := parse("a:" + nothing + "\n")
		if m.Node("a").Stated() || m.Text("a").Stated || m.Bool("a").Stated || m.Number("a").Stated || m.Date("a").Stated || m.Map("a") != nil || m.Texts("a") != nil || src.Count() > 0 {
			t.Errorf("%q says something: %s", nothing, mistakes(src))
		}
	}
}

func TestRequireAndDone(t *testing.T) {
	m, src := parse("name: 甲\ntitel: 乙\nempty:\nodd: 1\n")
	m.Text("name")
	m.Text("title")
	m.Require("name", "title", "empty")
	m.Done()
	want := "2:1-6 unknown-field title\n3:1-6 missing-field\n4:1-4 unknown-field\n"
	if got := mistakes(src); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// What a line that YAML cannot read may have held is not missing.
func TestNothingIsMissingBehindALineThatCannotBeRead(t *testing.T) {
	m, src := parse("name: 甲\nworkers: 3万\n工匠的家乡。\ntype: 丙\n")
	m.Text("name")
	m.Int("workers")
	m.Text("type")
	m.Require("type", "county")
	m.Done()
	if got, want := mistakes(src), "2:10-12 bad-number 30000\n3:1-7 yaml-syntax\n"; got != want || !m.Partial() {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// The YAML of a Markdown file begins at its second line.
func TestLinesOfALargerFile(t *testing.T) {
	src := diag.NewSource("f.md", "---\r\nname：甲\r\nodd: 1\r\n---\r\nname：乙\r\n", nil)
	m := Parse(src, 2, 3)
	name := m.Text("name")
	m.Require("type")
	m.Done()
	want := "1:1-4 missing-field\n2:5-6 full-width-punctuation :\n3:1-4 unknown-field\n"
	if got := mistakes(src); got != want || name.V != "甲" || name.At.Start != (diag.Pos{Line: 2, Column: 6}) {
		t.Errorf("name %v; got\n%swant\n%s", name, got, want)
	}
	if m := Parse(src, 2, 1); m == nil || m.Has("name") {
		t.Error("no lines are not an empty mapping")
	}
}

// Of two keys that were meant to be one, or one that is there already, only the
// author can say which to keep.
func TestNoKeyIsSuggestedTwice(t *testing.T) {
	for text, want := range map[string]string{
		"nam: 甲\nnmae: 乙\n":  "1:1-4 unknown-field name\n2:1-5 unknown-field\n",
		"name: 甲\n名称: 乙\n":   "2:1-3 unknown-field\n",
		"名称: 甲\ntitle: 乙\n":  "1:1-3 unknown-field name\n",
		"\"nam\": 甲\n":       "1:1-6 unknown-field \"name\"\n",
		"'名 称': 甲\n":         "1:1-6 unknown-field 'name'\n",
		"Also-Known-As: 甲\n": "1:1-14 unknown-field also_known_as\n",
	} {
		m, src := parse(text)
		for _, key := range []string{"name", "title", "also_known_as"} {
			m.Node(key)
		}
		m.Done()
		if got := mistakes(src); got != want {
			t.Errorf("%q: got\n%swant\n%s", text, got, want)
		}
	}
}

// What stands in a key's place under another name is one mistake.
func TestAMisspeltKeyIsNotMissing(t *testing.T) {
	m, src := parse("conty: 东海县\n")
	m.Text("county")
	m.Require("county", "name")
	m.Done()
	var rules []diag.Rule
	for _, found := range src.List {
		rules = append(rules, found.Rule)
	}
	if !slices.Equal(rules, []diag.Rule{diag.MissingField, diag.UnknownField}) || !strings.Contains(src.List[0].Message, "name") {
		t.Errorf("%v", src.List)
	}
}

func BenchmarkParse(b *testing.B) {
	text := "name: 东海水晶雕刻工匠\ntype: 文化旅游类\nleader: {name: 王某某, title: 主任}\nfacts:\n" +
		strings.Repeat("  implementation_plan: 是\n", 40) + "people:\n" + strings.Repeat("  - {name: 李, story: 三代做漆器，如今有两个徒弟。}\n", 5)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		parse(text)
	}
}
