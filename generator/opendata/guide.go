package opendata

import (
	"minglu/generator/edition"
	"minglu/generator/site"
)

// A Guide is what the page /data.html says.
type Guide struct {
	Files    []Download
	Notes    []string // what holds of all files, a paragraph each
	Fields   []Field  // of the files, then of brands, then of notices
	Examples []Example
}

// A Download is one of the files that anybody may fetch.
type Download struct {
	Path        string // below public/; in brands/{网址名}.json the braces stand for a slug
	MediaType   string
	Description string
	Size        int // in bytes; 0 where the path stands for many files
}

// Describe documents the files of s. size returns how many bytes Write made of
// a path; 0 where it made none.
func Describe(s *site.Site, size func(path string) int) Guide {
	d := newDataset(s)
	return Guide{Files: files(s, size), Notes: d.notes(), Fields: d.fields(), Examples: d.examples()}
}

func files(s *site.Site, size func(path string) int) []Download {
	all := []Download{
		{edition.BrandsJSON, "application/json", "今日在册的全部品牌和全部公告。", 0},
		{edition.BrandsCSV, "text/csv", "同样的品牌，每行一个，可用 Excel、WPS 直接打开。", 0},
		{edition.BrandsXLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "同样的品牌，中文列名，附字段说明和公告两张工作表。", 0},
		{edition.BrandDataPath("{网址名}"), "application/json", "一个品牌，已退出、已到期的也有。", 0},
		{edition.BrandsSchema, "application/schema+json", "brands.json 的 JSON Schema（2020-12）。", 0},
		{edition.BrandSchema, "application/schema+json", "单个品牌文件的 JSON Schema（2020-12）。", 0},
		{edition.FeedPath, "application/atom+xml", "公告的 Atom 订阅：认定、退出，以及进行中的公示。", 0},
	}
	if s.Settings.ShowScores {
		all[3].Description = "一个品牌，含评价的逐项理由；已退出、已到期的也有。"
	}
	if s.Settings.HasSitemap() {
		all = append(all, Download{edition.SitemapPath, "application/xml", "网站地图，供搜索引擎使用。", 0})
	}
	if s.Units != nil {
		all = append(all,
			Download{edition.UnitsJSON, "application/json", "劳务品牌以外，获得称号的单位和基地：今日有效的，另列已退出、已到期的。", 0},
			Download{edition.UnitsCSV, "text/csv", "今日有效的单位和基地，每行一个，可用 Excel、WPS 直接打开。", 0},
			Download{edition.UnitsSchema, "application/schema+json", "units.json 的 JSON Schema（2020-12）。", 0})
	}
	for i := range all {
		all[i].Size = size(all[i].Path)
	}
	return all
}

// notes returns what a reader of the data must know beyond the fields.
func (d *dataset) notes() []string {
	notes := []string{
		"brands.json、brands.csv、brands.xlsx 只收今日在册的品牌，行数就是在册数；已退出、已到期的品牌保留各自的文件，status 写明状态，结束的认定列在 ended_honors。候选品牌不在任何文件中。",
		"没有填报的内容，JSON 中不写这一项，表格中是空格；不用 null、0 或短横代替。没有填报不等于没有。",
		"表格与 JSON 内容一致。CSV 的列名就是 JSON 中的路径，如 contact.phone、facts.workers；XLSX 用中文列名，对照见其“字段说明”工作表。只有已结束的认定、评价的逐项结果没有列入表格，请取 JSON。",
		"表格中，一格有多个值的，用“；”分隔，值里原有的“；”改作“;”；true 和 false 写作“是”“否”；recognized、passed 这类代码写作所对应的中文。",
		"CSV 为 UTF-8 编码（带 BOM）、CRLF 换行（RFC 4180）。为防止表格软件把文字当作公式执行，以 = + - @、其全角形式、制表符、换行或撇号开头的文字，前面加一个撇号（'）；去掉这一个撇号就是原文。数字不加。",
		"日期写作 2024-12-06；来源只写到月或年的，写作 2024-12 或 2024。行政区划代码、电话按文本存放。",
		"格式版本为 " + Version + "。首位数字不变时只增加内容，不改名、不删除；请按名称取列，不要按位置。文件地址不变；品牌改过网址名的，旧地址照常可用。",
	}
	if d.site.Settings.ShowScores {
		notes = append(notes, "表格中的评价，每个施行中的标准各有几列，列名写作 evaluations.标准编号.total 等；不计分的标准只有结果和未达到的基本条件。")
	}
	if d.site.Settings.BaseURL == "" {
		notes = append(notes, "本站没有设定网址，文件中的地址相对于网站根目录。")
	}
	if d.site.Settings.Demo {
		notes = append([]string{DemoNote + "每个文件都带有这一说明。"}, notes...)
	}
	return notes
}

// fields returns the documentation of every value.
func (d *dataset) fields() []Field {
	header := []Field{{Path: "$schema", Type: "字符串", Label: "本文件所循的 JSON Schema", Meaning: d.addressNote(), Always: true}}
	for _, f := range d.header {
		header = append(header, f.rows...)
	}
	header = append(header,
		Field{Path: "brand", Type: "对象", Label: "品牌", Meaning: "只在单个品牌的文件中。"},
		Field{Path: "count", Type: "整数", Label: "在册品牌数", Meaning: "只在 brands.json 中，下同。"},
		Field{Path: "brands", Type: "对象列表", Label: "在册品牌", Meaning: "按地区、再按网址名排列。"},
		Field{Path: "notices", Type: "对象列表", Label: "公告", Meaning: "新的在前。"})
	if d.site.Units != nil {
		header = append(header,
			Field{Path: "units", Type: "对象列表", Label: "单位和基地", Meaning: "只在 units.json 中，下同；count 是它的个数。"},
			Field{Path: "ended_units", Type: "对象列表", Label: "已退出、已到期的单位和基地"})
	}
	for i := range header {
		// The tables have no place beside the rows: see fileColumns.
		header[i].Columns = false
	}
	all := inFile("文件", header)
	for _, f := range d.brand {
		all = append(all, inFile("品牌", f.rows)...)
	}
	for _, f := range d.full {
		all = append(all, inFile("品牌", f.rows)...)
	}
	for _, f := range d.notice {
		all = append(all, inFile("公告", f.rows)...)
	}
	for _, f := range d.unit {
		all = append(all, inFile("单位和基地", f.rows)...)
	}
	for _, f := range d.unitEnd {
		rows := inFile("单位和基地", f.rows)
		for i := range rows {
			rows[i].Columns = false
			rows[i].Meaning += "只在 ended_units 中。"
		}
		all = append(all, rows...)
	}
	return all
}

func inFile(name string, rows []Field) []Field {
	named := make([]Field, len(rows))
	for i, r := range rows {
		r.File = name
		named[i] = r
	}
	return named
}
