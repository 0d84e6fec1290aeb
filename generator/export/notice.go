package export

import (
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/sheet"
)

// Notice returns the list of the brands that a notice names, as its annex: in the order
// of the notice, under the names of the day; then that of its units.
func Notice(e *edition.Edition, n *content.Notice) Document {
	title := n.Act + "名单"
	if n.Level != nil {
		title = n.HonorText() + title
	}
	if n.Year > 0 {
		title = fmt.Sprintf("%d年%s", n.Year, title)
	}
	t := sheet.Table{Columns: []sheet.Column{sheet.Middle("序号", 8), sheet.Left("品牌名称", 26), sheet.Middle("品牌类型", 14), sheet.Middle("县区", 12), sheet.Left("培育建设单位", 32)}}
	withdrawn := n.Kind == content.Withdrawal
	if withdrawn {
		t.Columns = append(t.Columns, sheet.Left("退出原因", 24))
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
	if !e.Rules.Typed() {
		t.Without("品牌类型")
	}
	units := unitTable(n)
	var counts []string
	var tables []sheet.Table
	if !n.OnlyUnits() {
		counts, tables = append(counts, fmt.Sprintf("%d个品牌", len(t.Rows))), append(tables, t)
	}
	if len(n.Units) > 0 {
		counts, tables = append(counts, fmt.Sprintf("%d个单位和基地", len(units.Rows))), append(tables, units)
	}
	d := New(e, title, "共"+strings.Join(counts, "、")+"。")
	d.Annex, d.Tables = "附件", tables
	return d
}

// unitTable lists the units that n names.
func unitTable(n *content.Notice) sheet.Table {
	t := sheet.Table{Columns: []sheet.Column{sheet.Middle("序号", 8), sheet.Left("名称", 32), sheet.Middle("称号", 18), sheet.Left("所在地", 24)}}
	withdrawn := n.Kind == content.Withdrawal
	if withdrawn {
		t.Columns = append(t.Columns, sheet.Left("退出原因", 24))
	}
	for _, u := range n.Units {
		row := []sheet.Cell{sheet.Number(len(t.Rows) + 1), sheet.Text(u.Name), sheet.Text(u.Honor.Name), sheet.Text(u.Place)}
		if withdrawn {
			row = append(row, sheet.Text(u.Reason))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
