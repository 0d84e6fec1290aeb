package opendata

import (
	"minglu/generator/criteria"
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
	Each        string // where the path stands for many files: 每个品牌一个
	Size        int    // in bytes; 0 where the path stands for many files
	set         string // of which set of data it holds all: brandSet, unitSet, ""
}

// The sets of data, as the catalogue calls them.
const (
	brandSet = "brands"
	unitSet  = "units"
)

// each reports whether f stands for many files.
func (f Download) each() bool { return f.Each != "" }

// Describe documents the files of s. size returns how many bytes Write made of
// a path; 0 where it made none.
func Describe(s *site.Site, size func(path string) int) Guide {
	d := newDataset(s)
	all := files(s)
	if size(edition.BundlePath) > 0 {
		all = append(all, bundleFile)
	}
	for i := range all {
		all[i].Size = size(all[i].Path)
	}
	return Guide{Files: all, Notes: d.notes(), Fields: d.fields(), Examples: d.examples()}
}

// bundleFile is what directories above take: Write does not make it, and a preview has none.
var bundleFile = Download{Path: edition.BundlePath, MediaType: typeGzip, Description: "数据包，供上级名录汇集：bundle.json 列出其中每个文件的大小和 SHA-256，content/ 下是在网站上有网页的品牌、公告，显示评价的另有评定意见，写法与本名录的内容文件相同；签名的另有签名和日志。没有图片、人物和正文里基本情况以后的部分。解开不超过 256 MB、60000 个文件。"}

// The media types of the files.
const (
	typeJSON   = "application/json"
	typeCSV    = "text/csv"
	typeXLSX   = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeSchema = "application/schema+json"
	typeAtom   = "application/atom+xml"
	typeGzip   = "application/gzip"
)

// slugName stands for a slug in a path.
const slugName = "{网址名}"

func files(s *site.Site) []Download {
	brand := "一个品牌，已退出、已到期的也有。"
	if s.Settings.ShowScores {
		brand = "一个品牌，含评价的逐项理由；已退出、已到期的也有。"
	}
	all := []Download{
		{Path: edition.BrandsJSON, MediaType: typeJSON, Description: "今日在册的全部品牌和全部公告。", set: brandSet},
		{Path: edition.BrandsCSV, MediaType: typeCSV, Description: "同样的品牌，每行一个，可用 Excel、WPS 直接打开。", set: brandSet},
		{Path: edition.BrandsXLSX, MediaType: typeXLSX, Description: "同样的品牌，中文列名，附字段说明和公告两张工作表。", set: brandSet},
		{Path: edition.BrandDataPath(slugName), MediaType: typeJSON, Description: brand, Each: "每个品牌一个"},
		{Path: edition.FilePath(edition.RollPath, "xlsx"), MediaType: typeXLSX, Description: "简表：全部在册品牌，只有最常用的几列，按 A4 横向打印排好。", set: brandSet},
		{Path: edition.FilePath(edition.RollPath, "csv"), MediaType: typeCSV, Description: "简表的 CSV，中文列名。", set: brandSet},
	}
	each := func(page, path func(string) string, mediaType, description, count string) {
		all = append(all, Download{Path: path(page(slugName)), MediaType: mediaType, Description: description, Each: count})
	}
	county := func(slug string) string { return edition.RegionPath(&criteria.Region{Slug: slug}) }
	kind := func(slug string) string { return edition.TypePath(&criteria.Type{Slug: slug}) }
	as := func(of string) func(string) string {
		return func(page string) string { return edition.FilePath(page, of) }
	}
	each(county, as("xlsx"), typeXLSX, "一个县区的简表；.csv 也有。县区里有品牌的类型另有简表，如 data/counties/县区/类型.xlsx。", "每个县区一个")
	if s.Rules.Typed() {
		each(kind, as("xlsx"), typeXLSX, "一个类型的简表；.csv 也有。", "每个类型一个")
	}
	all = append(all,
		Download{Path: edition.BrandsSchema, MediaType: typeSchema, Description: "brands.json 的 JSON Schema（2020-12）。"},
		Download{Path: edition.BrandSchema, MediaType: typeSchema, Description: "单个品牌文件的 JSON Schema（2020-12）。"},
		Download{Path: edition.FeedPath, MediaType: typeAtom, Description: "公告的 Atom 订阅：认定、退出、到期，以及进行中的公示。"})
	each(county, edition.ListFeedPath, typeAtom, "只与一个县区有关的订阅。", "每个县区一个")
	if s.Rules.Typed() {
		each(kind, edition.ListFeedPath, typeAtom, "只与一个类型有关的订阅。", "每个类型一个")
	}
	if s.Settings.HasSitemap() {
		all = append(all, Download{Path: edition.SitemapPath, MediaType: "application/xml", Description: "网站地图，供搜索引擎使用。"})
	}
	if s.Units != nil {
		all = append(all,
			Download{Path: edition.UnitsJSON, MediaType: typeJSON, Description: "劳务品牌以外，获得称号的单位和基地：今日有效的，另列已退出、已到期的。", set: unitSet},
			Download{Path: edition.UnitsCSV, MediaType: typeCSV, Description: "今日有效的单位和基地，每行一个，可用 Excel、WPS 直接打开。", set: unitSet},
			Download{Path: edition.UnitsSchema, MediaType: typeSchema, Description: "units.json 的 JSON Schema（2020-12）。"})
	}
	return append(all,
		Download{Path: edition.CatalogPath, MediaType: "application/ld+json", Description: "数据目录，供开放数据平台收录（DCAT-AP 3，JSON-LD）。"},
		Download{Path: edition.PackagePath, MediaType: typeJSON, Description: "数据包说明，写明各 CSV 每一列的名称、种类和取值（Frictionless Data Package 2）。"})
}

// notes returns what a reader of the data must know beyond the fields.
func (d *dataset) notes() []string {
	notes := []string{
		"brands.json、brands.csv、brands.xlsx 只收今日在册的品牌，行数就是在册数；已退出、已到期的品牌保留各自的文件，status 写明状态，结束的认定列在 ended_honors。候选品牌不在任何文件中。",
		"没有填报的内容，JSON 中不写这一项，表格中是空格；不用 null、0 或短横代替。没有填报不等于没有。",
		"简表（list 和各份名单的）是从完整表格中挑出的几列，一个品牌一行，列名为中文，含义与“字段”中名称相同的一样。",
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
