package opendata

import (
	"cmp"

	"minglu/generator/content"
	"minglu/generator/site"
)

// honorFields describes what a brand holds and what it held: apart, so that
// whoever reads honors alone reads no honour that has ended.
func (d *dataset) honorFields() []field[*site.Brand] {
	type b = *site.Brand
	return []field[b]{
		objects("honors", "认定", "今日有效的认定，级别高的在前。表格中一格写多项，以“；”分隔，各列次序相同。", d.heldFields(), func(of b) []content.Honor {
			return of.Standing.Holding()
		}),
		objects("ended_honors", "已结束的认定", "已经退出或者到期的认定。", d.endedFields(), func(of b) []content.Honor {
			var ended []content.Honor
			for _, h := range of.Standing.Honors {
				if h.Status != content.Recognized {
					ended = append(ended, h)
				}
			}
			return ended
		}).jsonOnly(),
	}
}

// since returns the act that h rests on; never nil.
func since(h content.Honor) *content.Notice { return cmp.Or(h.Since, &content.Notice{}) }

func (d *dataset) heldFields() []field[content.Honor] {
	type h = content.Honor
	return []field[h]{
		text("level", "级别", "", func(of h) string { return of.Level.Name }).always().among(d.levelNames()),
		text("name", "称号", "原公布文件没有专名的，写作级别加“劳务品牌”。", func(of h) string { return of.Level.HonorName(of.Name) }).always(),
		integer("year", "年度", "批次的年度；未载明的不写。", func(of h) (int, bool) { return since(of).Year, since(of).Year != 0 }),
		text("batch", "批次", "", func(of h) string { return since(of).Batch }),
		text("date", "认定日期", "按来源写到日、月或年；未载明的不写。", func(of h) string { return since(of).Date.String() }).shaped("", partialDate),
		text("valid_until", "有效期至", "不写的没有规定期限。", func(of h) string { return since(of).ValidUntil.String() }).shaped("", partialDate),
		text("authority", "认定单位", "", func(of h) string { return since(of).Authority }),
		text("document", "文号", "", func(of h) string { return since(of).Document.Number }),
		text("document_url", "文件地址", "", func(of h) string { return since(of).Document.URL }).shaped("uri-reference", ""),
		text("notice", "公告地址", "本站公告的网页。"+d.addressNote(), func(of h) string { return d.noticeAddress(of.Since) }).shaped(d.addressFormat(), ""),
	}
}

func (d *dataset) endedFields() []field[content.Honor] {
	type h = content.Honor
	end := func(of h) *content.Notice { return cmp.Or(of.Ended, &content.Notice{}) }
	return append(d.heldFields(),
		text("status", "状态", "", func(of h) string { return string(of.Status) }).always().oneOf(statuses[2:]),
		text("ended", "退出日期", "按来源写到日、月或年。", func(of h) string { return end(of).Date.String() }).shaped("", partialDate),
		text("ended_reason", "退出原因", "", func(of h) string { return of.Reason }),
		text("ended_document", "退出文号", "", func(of h) string { return end(of).Document.Number }),
		text("ended_notice", "退出公告地址", d.addressNote(), func(of h) string { return d.noticeAddress(of.Ended) }).shaped(d.addressFormat(), ""),
	)
}

// noticeAddress returns the address of n's page, "" where there is no notice.
func (d *dataset) noticeAddress(n *content.Notice) string {
	if n == nil {
		return ""
	}
	return d.address(d.notices[n])
}
