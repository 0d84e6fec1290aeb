package review

import (
	"fmt"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/values"
)

// Document lays p out: decisions, the other files that were touched, doubts, mistakes,
// then what the details are. since names what is compared: a revision and the commit
// that it led to.
func (p *Packet) Document(since string) *Document {
	d := &Document{Title: "劳务品牌改动审阅单", Lead: []string{Printable(since + "。")}}
	if !p.After.Readable() {
		d.Lead = append(d.Lead, "标准或网站设置有错误，品牌无法评价。请先改正下列错误。")
		d.decidedFiles(p.Changes)
		d.otherFiles(p.Changes)
		d.mistakes(p.Mistakes, 0)
		return d
	}
	p.decisions(d)
	decisions := d.decisions()
	d.doubts(p.Doubts)
	d.likenesses(p.Likenesses)
	d.otherFiles(p.Changes)
	d.mistakes(p.allMistakes(), p.Known)
	for _, s := range p.Standards {
		if s.Acts == nil {
			s.print(d)
		}
	}
	p.counties(d)
	p.overview(d)
	for _, b := range p.Brands {
		b.print(d)
	}
	d.Lead = append(d.Lead, Printable("状态和评价都按 "+p.After.Settings.Reckoned(p.After.Content.Date)+" 计算；评价只供参考，认定以公告为准。"), Printable(p.summary(decisions)))
	if !p.Before.Readable() {
		d.Lead = append(d.Lead, "改动之前的标准或网站设置读不出来，因此没有改动前的评价，所有品牌都列为新增。")
	}
	return d
}

// summary counts what is changed and what is to be done.
func (p *Packet) summary(decisions int) string {
	kinds := map[ChangeKind]int{}
	for _, b := range p.Brands {
		kinds[b.Kind]++
	}
	touched := ""
	for _, k := range []ChangeKind{Added, Modified, Renamed, Deleted} {
		if kinds[k] > 0 {
			touched = join(touched, "，", fmt.Sprintf("%s品牌 %d 个", kindWords[k], kinds[k]))
		}
	}
	if len(p.Notices) > 0 {
		touched = join(touched, "，", fmt.Sprintf("公告 %d 份", len(p.Notices)))
	}
	if len(p.Judgements) > 0 {
		touched = join(touched, "，", fmt.Sprintf("评定意见 %d 条", len(p.Judgements)))
	}
	if len(p.Standards) > 0 {
		touched = join(touched, "，", fmt.Sprintf("标准 %d 份", len(p.Standards)))
	}
	if touched == "" {
		touched = "没有品牌、公告、评定意见和标准的改动"
	}
	look := len(p.Doubts) + len(p.Likenesses) + len(doing(p.Changes, toLookAt))
	return fmt.Sprintf("%s。须决定的 %d 项，须核对的 %d 项，须改正的错误 %d 处。", touched, decisions, look, len(p.allMistakes()))
}

// allMistakes are those of the touched brands and notices, and those that the
// change makes elsewhere.
func (p *Packet) allMistakes() diag.List {
	all := slices.Clone(p.Mistakes)
	for _, b := range p.Brands {
		all = append(all, b.Mistakes...)
	}
	for _, n := range p.Notices {
		all = append(all, n.Mistakes...)
	}
	all.Sort()
	return all
}

// gone are the brands that were deleted, or whose address changed.
func (p *Packet) gone() []*BrandChange {
	var all []*BrandChange
	for _, b := range p.Brands {
		if b.Kind == Deleted || b.Lost || b.Kind == Renamed && content.SlugOf(b.Old) != content.SlugOf(b.Path) {
			all = append(all, b)
		}
	}
	return all
}

// mistakes lists what keeps the change from being published. known counts those
// of other files that were there before.
func (d *Document) mistakes(all diag.List, known int) {
	tabulate(d, "须改正：错误（%d 处）", "有错误就不能发布，请填报单位改正。",
		[]string{"文件", "位置", "错误和改法", "规则"}, all, func(m diag.Mistake) []string {
			return []string{m.Name(), fmt.Sprintf("第 %d 行第 %d 字", m.Span.Start.Line, m.Span.Start.Column), m.Message, string(m.Rule)}
		})
	if known > 0 {
		d.section(fmt.Sprintf("原有的错误（%d 处）", known))
		d.text("其他文件原来就有 %d 处错误，与本次改动无关，用 check 可以列出。", known)
	}
}

func (p *Packet) counties(d *Document) {
	if len(p.Counties) == 0 {
		return
	}
	d.section("县区合计的变化")
	var rows [][]string
	for _, c := range p.Counties {
		rows = append(rows, []string{c.Region.Name, became(c.Before.Files, c.After.Files), became(c.Before.Recognized, c.After.Recognized),
			becameText(c.Before.Levels, c.After.Levels), became(c.Before.Workers, c.After.Workers)})
	}
	d.table([]string{"县区", "品牌文件", "在册品牌", "其中", "在册品牌的从业人员"}, rows)
	half := 0
	for _, b := range p.Brands {
		if b.Half || b.After == nil && b.Kind != Deleted {
			half++
		}
	}
	if half > 0 {
		d.text("有 %d 个品牌的文件读不全，没有计入，或者计入不全。", half)
	}
}

func became(before, after int) string {
	return becameDecimal(values.DecimalOf(before), values.DecimalOf(after))
}

func becameDecimal(before, after values.Decimal) string {
	if before == after {
		return after.Grouped()
	}
	return before.Grouped() + " → " + after.Grouped() + "（" + (after - before).Signed() + "）"
}

func becameText(before, after string) string {
	if before == after {
		return after
	}
	if before == "" {
		before = "无"
	}
	if after == "" {
		after = "无"
	}
	return before + " → " + after
}

// overview is a line for each brand, before the details.
func (p *Packet) overview(d *Document) {
	tabulate(d, "各品牌的改动（%d 个）", "",
		[]string{"品牌", "县区", "改动", "评价", "错误", "没有佐证的数据"}, p.Brands, (*BrandChange).overview)
}

func (b *BrandChange) overview() []string {
	known := b.known()
	if b.Kind == Deleted && known != nil {
		return []string{brandTitle(known), known.RegionName(), kindWords[b.Kind], "", "", ""}
	}
	if known == nil {
		return []string{content.SlugOf(b.Path), "", kindWords[b.Kind], "", number(len(b.Mistakes)), ""}
	}
	var found []string
	for _, e := range b.Evaluations {
		if e.After != nil {
			found = append(found, e.After.Standard.Level.Name+"："+e.change())
		}
	}
	return []string{brandTitle(known), known.RegionName(), kindWords[b.Kind], strings.Join(found, "；"),
		number(len(b.Mistakes)), number(len(b.Unevidenced)+b.Unproven) + " 项"}
}

// known returns the brand as it can be read, the newer first.
func (b *BrandChange) known() *content.Brand {
	if b.After != nil {
		return b.After
	}
	return b.Before
}

// change says in a few words how an evaluation changed.
func (e EvaluationChange) change() string {
	switch {
	case e.Before == nil:
		return e.After.Summary()
	case !e.changed():
		return "没有变化"
	case e.After.Standard.Kind == criteria.Scorecard && e.Before.Total != e.After.Total:
		return fmt.Sprintf("%s；总分 %s", e.After.Conclusion(), becameDecimal(e.Before.Total, e.After.Total))
	}
	return becameText(e.Before.Conclusion(), e.After.Conclusion())
}
