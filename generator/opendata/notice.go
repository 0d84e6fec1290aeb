package opendata

import (
	"minglu/generator/content"
	"minglu/generator/site"
)

// noticeFields describes an official act. The brands it names are those with a
// page: what a 公示 did not lead to is not kept as data.
func (d *dataset) noticeFields() []field[*site.Notice] {
	type n = *site.Notice
	kinds := []string{string(content.Publicity), string(content.Recognition), string(content.Withdrawal)}
	return []field[n]{
		text("slug", "公告网址名", "公告的唯一标识。", func(of n) string { return of.Slug }).always(),
		text("kind", "公告种类", "", func(of n) string { return string(of.Kind) }).always().among(kinds),
		text("title", "公告标题", "", func(of n) string { return of.Title }).always(),
		text("url", "公告网页", d.addressNote(), func(of n) string { return d.address(of.Path) }).always().shaped(d.addressFormat(), ""),
		text("level", "级别", "", func(of n) string { return of.Level.Name }).always().among(d.levelNames()),
		text("honor", "称号", "原公布文件没有专名的，写作级别加“劳务品牌”。", func(of n) string {
			if of.OnlyUnits() {
				return of.HonorText()
			}
			return of.Level.HonorName(of.Honor)
		}).always(),
		text("act", "公告用语", "认定、收录、公布、撤销等，照原文。", func(of n) string { return of.Act }),
		text("authority", "发布单位", "", func(of n) string { return of.Authority }),
		text("standard", "所依标准", "标准编号；未载明的不写。", func(of n) string {
			if of.Standard == nil {
				return ""
			}
			return of.Standard.ID
		}),
		integer("year", "年度", "批次的年度；未载明的不写。", func(of n) (int, bool) { return of.Year, of.Year != 0 }),
		text("batch", "批次", "", func(of n) string { return of.Batch }),
		text("date", "公告日期", "按来源写到日、月或年；未载明的不写。", func(of n) string { return of.Date.String() }).shaped("", partialDate),
		text("document", "文号", "", func(of n) string { return of.Document.Number }),
		text("document_url", "文件地址", "", func(of n) string { return of.Document.URL }).shaped("uri-reference", ""),
		text("from", "公示开始", "只有公示才有。", func(of n) string { return of.From.String() }).shaped("date", ""),
		text("to", "公示结束", "只有公示才有。", func(of n) string { return of.To.String() }).shaped("date", ""),
		text("valid_until", "有效期至", "", func(of n) string { return of.ValidUntil.String() }).shaped("", partialDate),
		texts("brands", "所列品牌", "网址名，按公告的次序；只列有网页的品牌。", func(of n) []string {
			var slugs []string
			for _, r := range of.Rows {
				if r.Brand != nil {
					slugs = append(slugs, r.Brand.Slug)
				}
			}
			return slugs
		}),
		texts("brand_names", "当时的名称", "所列品牌在公告那天的名称，次序与 brands 相同。", func(of n) []string {
			var names []string
			for _, r := range of.Rows {
				if r.Brand != nil {
					names = append(names, r.Name)
				}
			}
			return names
		}),
	}
}
