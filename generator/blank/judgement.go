package blank

import (
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/keys"
)

// Judgement returns the form of a record of judgements: for whoever copies it
// into the folder of a standard, under the brand's name.
func Judgement(rules *criteria.Rules) []byte {
	return []byte(judgementForm(rules, "", map[string]string{}))
}

// judgementForm writes which items may be judged, as comments, and one judgement
// to fill in; the values are as YAML writes them.
func judgementForm(rules *criteria.Rules, item string, values map[string]string) string {
	s := &sheet{}
	s.note("", "评定意见，由主管部门填写。存为 "+content.RecordFile("标准", "品牌的文件名")+"。")
	s.note("", "只有标准要求评定的条目才写，一条一段；可以写的条目：")
	for _, standard := range rules.Standards {
		for _, i := range judged(standard) {
			s.note("", "  "+standard.ID+" "+i.ID+"："+judgedWords(i))
			if item == "" {
				item = i.ID
			}
		}
	}
	s.WriteString(item + ":\n")
	for _, f := range keys.Judgement {
		s.note("  ", f.Explained())
		s.value("  ", f.Key, values[f.Key])
	}
	return s.String()
}

// judgementSnippet is the form as a snippet of VS Code.
func judgementSnippet(rules *criteria.Rules) string {
	s := new(stops)
	var items []string
	for _, standard := range rules.Standards {
		for _, i := range judged(standard) {
			items = append(items, i.ID)
		}
	}
	item := s.text("条目")
	if items != nil {
		item = s.choice(items...)
	}
	values := map[string]string{}
	for _, f := range keys.Judgement {
		values[f.Key] = s.empty()
	}
	return strings.TrimSuffix(judgementForm(rules, item, values), "\n") + "$0\n"
}
