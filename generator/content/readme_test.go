package content_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/diag"
)

// everywhere holds a key that nobody knows in every mapping whose keys are
// fixed: what is printed about it names the keys that are known. A comment names
// the mapping as the handbook does.
var everywhere = map[string]string{
	"content/brands/donghai/jia.md": `---
name: 甲
type: 文化旅游类
county: 东海县
zz: 1 # 品牌
leader: {zz: 1} # 品牌 leader
cover: {zz: 1} # 品牌 cover
contact: {zz: 1} # 品牌 contact
links: [{zz: 1}] # 品牌 links
opinions:
  zz: 1 # 品牌 opinions
  builder: {zz: 1} # 品牌 opinions
people: [{zz: 1}] # 品牌 people
not_personal: [{zz: 1}] # 品牌 not_personal
---
`,
	"content/judgements/lianyungang-2024/jia.yaml": "tourism-3: {zz: 1} # 评定意见\n",
	"content/notices/a.md":                         "---\nkind: 公示\nzz: 1 # 公告\ndocument: {zz: 1} # 公告 document\nnot_personal: [{zz: 1}] # 公告 not_personal\n---\n",
	"content/notices/b.md":                         "---\nkind: 认定\nzz: 1 # 公告\n---\n",
	"content/notices/c.md":                         "---\nkind: 退出\nbrands: [{zz: 1}] # 公告 brands\n---\n",
	"content/pages/p.md":                           "---\nzz: 1 # 页面\nnot_personal: [{zz: 1}] # 页面 not_personal\n---\n",
	"content/site.yaml":                            "region: 320700\nzz: 1 # site.yaml\ntargets: {市级: {zz: 1}} # site.yaml targets\nnot_personal: [{zz: 1}] # site.yaml not_personal\n",
}

// The handbook names every key that the reader asks for, and no other.
func TestTheHandbookNamesEveryKey(t *testing.T) {
	root := fstest.MapFS{}
	for name, text := range everywhere {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	settings, bad, err := content.LoadSettings(root, repositoryRules(t))
	if err != nil || settings == nil {
		t.Fatal(err, bad)
	}
	_, more, err := content.Load(root, repositoryRules(t), settings, today)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string][]string{}
	for _, m := range append(bad, more...) {
		if m.Rule != diag.UnknownField {
			continue
		}
		line := strings.Split(everywhere[m.File], "\n")[m.Span.Start.Line-1]
		_, where, _ := strings.Cut(line, "# ")
		section, mapping, _ := strings.Cut(where, " ")
		if mapping != "" {
			mapping += "."
		}
		_, keys, ok := strings.Cut(strings.TrimSuffix(m.Message, "。"), "可用的字段：")
		if !ok {
			t.Fatalf("no keys in %q", m.Message)
		}
		for _, key := range strings.Split(keys, "、") {
			asked[section] = append(asked[section], mapping+key)
		}
	}
	for section, keys := range asked {
		told := tableOf(t, section+" ?的字段")
		slices.Sort(keys)
		slices.Sort(told)
		if keys = slices.Compact(keys); !slices.Equal(keys, told) {
			t.Errorf("%s: the reader asks for\n%s\nthe handbook names\n%s", section, strings.Join(keys, " "), strings.Join(told, " "))
		}
	}
	if len(asked) != 5 {
		t.Errorf("asked about %d kinds of files", len(asked))
	}
}

// The handbook says of every rule what it means and how to mend it.
func TestTheHandbookNamesEveryRule(t *testing.T) {
	told := tableOf(t, "检查出的错误")
	var rules []string
	for _, rule := range contentRules {
		rules = append(rules, string(rule))
	}
	slices.Sort(rules)
	slices.Sort(told)
	if !slices.Equal(rules, told) {
		t.Errorf("the rules are\n%s\nthe handbook names\n%s", strings.Join(rules, " "), strings.Join(told, " "))
	}
}

// tableOf returns what stands in backticks in the first column of the section
// whose heading matches.
func tableOf(t *testing.T, heading string) []string {
	t.Helper()
	text, err := os.ReadFile("../../content/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := cutAt(string(text), regexp.MustCompile(`(?m)^## `+heading+`$`))
	if !found {
		t.Fatalf("the handbook has no section %s", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var first []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(section, -1) {
		first = append(first, row[1])
	}
	return first
}

func cutAt(s string, at *regexp.Regexp) (before, after string, found bool) {
	place := at.FindStringIndex(s)
	if place == nil {
		return s, "", false
	}
	return s[:place[0]], s[place[1]:], true
}
