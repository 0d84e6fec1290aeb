package opendata

import (
	"cmp"
	"slices"
	"strconv"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/sheet"
	"minglu/generator/site"
)

// A unit is a unit or base in one honour at one level.
type unit struct {
	site.UnitRow
	of *criteria.Honor
}

// units returns what stands, and what has ended, in the order of the page.
func (d *dataset) units() (holds, ended []unit) {
	for _, h := range d.site.Units {
		for _, row := range h.Holds {
			holds = append(holds, unit{row, h.Honor})
		}
		for _, row := range h.Ended {
			ended = append(ended, unit{row, h.Honor})
		}
	}
	return holds, ended
}

func (d *dataset) honorNames() []string {
	var names []string
	for _, h := range d.site.Units {
		names = append(names, h.Name)
	}
	return names
}

// unitFields describes a unit in an honour.
func (d *dataset) unitFields() []field[unit] {
	since := func(of unit) *content.Notice { return since(of.Honor) }
	return []field[unit]{
		text("name", "名称", "单位或基地的名称；公告中名称相同的是同一个。", func(of unit) string { return of.Name }).always(),
		text("place", "所在地", "公告未载明的不写。", func(of unit) string { return of.Place }),
		text("honor", "称号", "", func(of unit) string { return of.of.Name }).always().among(d.honorNames()),
		text("honor_slug", "称号的网址名", "称号的唯一标识。", func(of unit) string { return of.of.Slug }).always(),
		text("level", "级别", "", func(of unit) string { return of.Honor.Level.Name }).always().among(d.levelNames()),
		integer("year", "年度", "批次的年度；未载明的不写。", func(of unit) (int, bool) { return since(of).Year, since(of).Year != 0 }),
		text("batch", "批次", "", func(of unit) string { return since(of).Batch }),
		text("date", "认定日期", "按来源写到日、月或年；未载明的不写。", func(of unit) string { return since(of).Date.String() }).shaped("", partialDate),
		text("valid_until", "有效期至", "不写的没有规定期限。", func(of unit) string { return since(of).ValidUntil.String() }).shaped("", partialDate),
		text("authority", "认定单位", "", func(of unit) string { return since(of).Authority }),
		text("document", "文号", "", func(of unit) string { return since(of).Document.Number }),
		text("document_url", "文件地址", "", func(of unit) string { return since(of).Document.URL }).shaped("uri-reference", ""),
		text("notice", "公告地址", "本站公告的网页。"+d.addressNote(), func(of unit) string { return d.noticeAddress(of.Honor.Since) }).always().shaped(d.addressFormat(), ""),
	}
}

// unitEndFields describes how the honour of a unit ended.
func (d *dataset) unitEndFields() []field[unit] {
	end := func(of unit) *content.Notice { return cmp.Or(of.Honor.Ended, &content.Notice{}) }
	return []field[unit]{
		text("status", "状态", "", func(of unit) string { return string(of.Honor.Status) }).always().oneOf(statuses[2:]),
		text("ended", "退出日期", "按来源写到日、月或年。", func(of unit) string { return end(of).Date.String() }).shaped("", partialDate),
		text("ended_reason", "退出原因", "", func(of unit) string { return of.Honor.Reason }),
		text("ended_document", "退出文号", "", func(of unit) string { return end(of).Document.Number }),
		text("ended_notice", "退出公告地址", d.addressNote(), func(of unit) string { return d.noticeAddress(of.Honor.Ended) }).shaped(d.addressFormat(), ""),
	}
}

// writeUnits writes units.json, units.csv and their schema, where the site has honours of
// units.
func (d *dataset) writeUnits(put func(string, []byte) error) error {
	if d.site.Units == nil {
		return nil
	}
	holds, ended := d.units()
	both := slices.Concat(d.unit, d.unitEnd)
	dst := append(d.fileHeader(edition.UnitsSchema), ",\n\"count\":"...)
	dst = strconv.AppendInt(dst, int64(len(holds)), 10)
	dst = appendObjects(append(dst, ",\n\"units\":"...), d.unit, holds)
	dst = appendObjects(append(dst, ",\n\"ended_units\":"...), both, ended)
	if err := put(edition.UnitsJSON, append(dst, "}\n"...)); err != nil {
		return err
	}
	s := d.fileSchema(edition.UnitsSchema, "单位和基地")
	s.add("count", true, &schema{Type: "integer", Title: "有效的个数", Minimum: "0"})
	s.add("units", true, &schema{Type: "array", Title: "今日有效的", Items: objectSchema("", "", d.unit)})
	s.add("ended_units", true, &schema{Type: "array", Title: "已退出、已到期的", Items: objectSchema("", "", both)})
	if err := put(edition.UnitsSchema, append(marshal(s, " "), '\n')); err != nil {
		return err
	}
	table, err := d.unitTable(holds)
	if err != nil {
		return err
	}
	return put(edition.UnitsCSV, table)
}

// unitTable returns units.csv: what stands, and in each row what the file says of itself,
// as in brands.csv.
func (d *dataset) unitTable(holds []unit) ([]byte, error) {
	columns := columnsOf(d.unit)
	var head, of []sheet.Cell
	if d.site.Settings.Demo {
		head = append(head, sheet.Text(demoColumn))
	}
	for _, c := range columns {
		head = append(head, sheet.Text(c.name))
	}
	for _, c := range d.traceBacks {
		head, of = append(head, sheet.Text(c.name)), append(of, c.cell(nil))
	}
	w := sheet.NewCSV()
	w.Row(head...)
	for _, u := range holds {
		var row []sheet.Cell
		if d.site.Settings.Demo {
			row = append(row, sheet.Text(DemoNote))
		}
		for _, c := range columns {
			row = append(row, c.cell(u))
		}
		w.Row(append(row, of...)...)
	}
	return w.Bytes()
}

// namedField describes the units that a notice names.
func namedField(names []string) field[*site.Notice] {
	type u = site.NamedUnit
	return objects("units", "所列单位和基地", "按公告的次序；公示期间不列。", []field[u]{
		text("name", "名称", "", func(of u) string { return of.Name }).always(),
		text("honor", "称号", "", func(of u) string { return of.Honor.Name }).always().among(names),
		text("place", "所在地", "", func(of u) string { return of.Place }),
		text("reason", "退出原因", "", func(of u) string { return of.Reason }),
	}, func(of *site.Notice) []u {
		if of.Running { // as of brands: what a 公示 did not lead to is not kept as data
			return nil
		}
		return of.Named
	})
}
