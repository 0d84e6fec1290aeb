package export

import (
	"cmp"
	"fmt"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/sheet"
)

// Notice returns the list of the brands that a notice names, as its annex: in the order
// of the notice, under the names of the day.
func Notice(e *edition.Edition, n *content.Notice) Document {
	title := n.Act + "名单"
	if n.Level != nil {
		title = cmp.Or(n.Honor, n.Level.Name+"劳务品牌") + title
	}
	if n.Year > 0 {
		title = fmt.Sprintf("%d年%s", n.Year, title)
	}
	t := Table{Columns: []Column{{"序号", 8, true}, {"品牌名称", 26, false}, {"品牌类型", 14, true}, {"县区", 12, true}, {"培育建设单位", 32, false}}}
	withdrawn := n.Kind == content.Withdrawal
	if withdrawn {
		t.Columns = append(t.Columns, Column{"退出原因", 24, false})
	}
	for _, entry := range n.Entries {
		b := entry.Brand
		if b == nil {
			continue // what it names is a mistake, which has been reported
		}
		row := []sheet.Cell{sheet.Number(len(t.Rows) + 1), sheet.Text(b.NameOn(n.Begins())), sheet.Text(b.TypeName()), sheet.Text(b.RegionName()), sheet.Text(b.Builder)}
		if withdrawn {
			row = append(row, sheet.Text(entry.Reason))
		}
		t.Rows = append(t.Rows, row)
	}
	d := New(e, title, fmt.Sprintf("共%d个品牌。", len(t.Rows)))
	d.Annex, d.Tables = "附件", []Table{t}
	return d
}
