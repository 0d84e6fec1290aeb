package content_test

import (
	"slices"
	"testing"

	"github.com/yuin/goldmark/text"

	"minglu/generator/content"
)

func TestParagraphsArePlainText(t *testing.T) {
	for _, c := range []struct {
		name, markdown string
		want           []string
	}{
		{"没有文字", "", nil},
		{"两段", "甲。\n\n乙。", []string{"甲。", "乙。"}},
		{"汉字间的换行不成空格", "东海\n水晶", []string{"东海水晶"}},
		{"西文间的换行是空格", "one\ntwo", []string{"one two"}},
		{"强调和链接只留文字", "**甲**和[乙](https://example.org/)、`丙*`", []string{"甲和乙、丙*"}},
		{"转义和实体还原", `甲\*乙&amp;丙`, []string{"甲*乙&丙"}},
		{"图片不印", "![图](x.png)", nil},
		{"编号的列表", "3. 甲\n4. 乙", []string{"3．甲", "4．乙"}},
		{"不编号的列表", "- 甲\n- 乙", []string{"甲", "乙"}},
		{"表格一行一段", "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |", []string{"甲　乙", "丙　丁"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := []byte(c.markdown)
			md := content.Markdown{Source: source, Doc: content.NewParser().Parse(text.NewReader(source))}
			if got := md.Paragraphs(); !slices.Equal(got, c.want) {
				t.Errorf("得到 %q，应为 %q", got, c.want)
			}
		})
	}
}
