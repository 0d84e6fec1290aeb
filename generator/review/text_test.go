package review_test

import (
	"strings"
	"testing"

	"minglu/generator/review"
)

// On a terminal everything is there as it is written; for a comment the same is
// escaped.
func TestTextIsWrittenAsItIs(t *testing.T) {
	d := &review.Document{Title: "单", Lead: []string{"与 a_b 比较。"}, Sections: []review.Section{{Title: "须决定：[甲]", Blocks: []review.Block{
		{Text: "96.4% 的 *从业人员*"},
		{Items: []string{"- 一", "1. 二"}},
		{Head: []string{"品牌", "原", "现"}, Rows: [][]string{{"甲（a_b）", "96.4%", "9. 一"}, {"乙", "—", "#1"}}},
	}}}}
	const want = "单\n\n与 a_b 比较。\n\n■ 须决定：[甲]\n96.4% 的 *从业人员*\n  · - 一\n  · 1. 二\n  · 甲（a_b）\n      原：96.4%\n      现：9. 一\n  · 乙\n      现：#1\n"
	if got := d.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	text, _ := d.Markdown(0)
	for _, part := range []string{`96\.4%`, `\*从业人员\*`, `a\_b`, `\[甲\]`} {
		if strings.Contains(d.Text(), part) || !strings.Contains(text, part) {
			t.Errorf("%s is not escaped for a comment alone:\n%s", part, text)
		}
	}
}
