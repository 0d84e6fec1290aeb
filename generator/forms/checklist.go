package forms

import (
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A Checklist is a 核对表: the clauses of a standard without points, such as the
// 省级劳务品牌认定标准, each with whether it is met and by which facts. No
// office issues such a form; it has the look of the 评分表.
type Checklist struct {
	Sheet
	Summary string // 共16条：达到14条，未达到2条。
}

func newChecklist(b *content.Brand, s *criteria.Standard, demo bool) Checklist {
	sheet, e := newSheet(b, s, demo)
	list := Checklist{Sheet: sheet}
	list.Title += "核对表"
	list.Blocks = blocks(e.Items, func(r criteria.Result) Line {
		l := line(r, nil)
		if b.HasFacts {
			l.Result = computed(r)
		}
		if b.HasFacts && r.Item.Undetermined == "" {
			l.Reason = reasons(r)
		}
		return l
	})
	if b.HasFacts {
		list.Summary = tally(e)
	}
	return list
}

// tally counts the items by how they came out.
func tally(e criteria.Evaluation) string {
	parts := counts(e, "%[2]s%[1]d条", func(criteria.Result) bool { return true })
	return fmt.Sprintf("共%d条：%s。", len(e.Items), strings.Join(parts, "，"))
}
