package opendata

import (
	"minglu/generator/sheet"
	"minglu/generator/site"
)

// Version is the version of the format of all data files. Keys and columns may
// be added under the same first number; anything else raises it.
const Version = "1.0"

// DemoNote stands in every file of a demonstration.
const DemoNote = "示例数据：品牌、单位和数字均为虚构，请勿引用。"

// It stands under these heads in the tables.
const (
	demoColumn = "file.demo_note"
	demoLabel  = "示例说明"
)

// headerFields describes what each file says about itself.
func (d *dataset) headerFields() []field[*site.Site] {
	type s = *site.Site
	return []field[s]{
		text("format_version", "格式版本", "首位数字不变时，只增加内容，不改名、不删除。", func(s) string { return Version }).always(),
		text("title", "名录名称", "", func(of s) string { return of.Settings.Title }).always(),
		text("publisher", "主办单位", "", func(of s) string { return of.Settings.Publisher }).always(),
		text("licence", "许可", "数据的使用许可。未载明的不写。", func(of s) string { return of.Settings.Licence }),
		text("date", "数据生成日期", "状态按这一天计算。", func(of s) string { return of.Date.String() }).always().shaped("date", ""),
		yesNo("demo", "示例", "为 true 的，内容均为虚构，请勿引用。", func(of s) bool { return of.Settings.Demo }),
		text("demo_note", demoLabel, "", func(of s) string {
			if of.Settings.Demo {
				return DemoNote
			}
			return ""
		}),
	}
}

// fileColumns repeat in each row of the CSV what its file says about itself: a
// CSV has no place for it (RFC 4180), and a row that is copied elsewhere still
// tells where it is from.
func (d *dataset) fileColumns() []column[*site.Brand] {
	var all []column[*site.Brand]
	for _, c := range columnsOf(d.header) {
		if c.name == "demo" || c.name == "demo_note" {
			continue // stands first, see tableColumns
		}
		value := c.cell(d.site)
		all = append(all, column[*site.Brand]{name: "file." + c.name, label: c.label, meaning: c.meaning, shape: c.shape,
			cell: func(*site.Brand) sheet.Cell { return value }})
	}
	return all
}

// tableColumns are the columns of both tables. On a demonstration the first one
// says so in every row.
func (d *dataset) tableColumns() []column[*site.Brand] {
	var all []column[*site.Brand]
	if d.site.Settings.Demo {
		all = append(all, column[*site.Brand]{name: demoColumn, label: demoLabel,
			cell: func(*site.Brand) sheet.Cell { return sheet.Cell{Text: DemoNote} }})
	}
	all = append(all, columnsOf(d.brand)...)
	return append(all, d.evaluationColumns()...)
}
