package review

import (
	"fmt"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/keys"
	"minglu/generator/personal"
)

// decisions are what only the bureau can say, and nothing else: the files that say
// what is checked and published at all, for nobody who reads on could trust the rest
// without them; what was put right, and what that asks for; what moves points that no
// fact does; then what comes of the change, what it comes of, and who is concerned.
func (p *Packet) decisions(d *Document) {
	d.decidedFiles(p.Changes)
	d.letThrough(p.LetThrough)
	d.corrections(p.Corrections)
	d.undecided(p.Undecided)
	d.keepings(p.Keepings)
	d.judgements(p.Judgements)
	d.verdicts(p.Verdicts)
	d.figures(p.figures())
	if len(p.Notices) > 0 {
		d.decision("公告（%d 份）", len(p.Notices))
		for _, n := range p.Notices {
			n.print(d)
		}
	}
	d.lapses(p.Lapses)
	d.identities(p.Identities)
	d.rechecks(p.Rechecks, "这些在册品牌更新数据后不再达到标准，或者不能判断是否达到。请决定是否要求整改，或者退出。")
	p.removals(d)
	d.contradictions(toDecide, p.Contradictions)
	d.conflicts(toDecide, p.Conflicts)
	d.mismatches(p.Mismatches)
	for _, s := range p.Standards {
		if s.Acts != nil {
			s.print(d)
		}
	}
}

func (d *Document) letThrough(all []LetThrough) {
	assign(d, toDecide, "放行的号码（%d 个）", "这些号码像是个人的号码，文件在“不是个人号码的号码”（not_personal）中声明不是，检查时因此放行，发布后人人可见。请到文件中核对原文，逐个决定是否同意。",
		[]string{"写在哪里", "文件", "号码（隐去中间）", "出现", "理由"}, all, func(l LetThrough) []string {
			places := fmt.Sprintf("%d 处", l.Places)
			if l.Of != "" {
				places = "在 " + l.Of + " 中"
			}
			return []string{l.What, l.File, personal.Hide(l.Text), places, l.Why}
		})
}

func (d *Document) identities(all []Identity) {
	if len(all) == 0 {
		return
	}
	d.decision("已列入公告或有评定意见、改了身份的品牌（%d 个）", len(all))
	d.text("公告和评定意见按文件名认品牌。改了名称、培育建设单位、类型或县区以后，原来的称号和评定归到现在的品牌，请核对是否仍是同一个品牌。")
	var rows [][]string
	for _, i := range all {
		for _, e := range i.Edits {
			rows = append(rows, []string{brandTitle(i.Before), honors(i.Before), e.What, e.Before, e.After})
		}
	}
	d.table([]string{"原品牌", "称号", "改了什么", "原", "现"}, rows)
	for _, i := range all {
		if i.Nameless {
			d.text("%s改名后没有写明旧名称，以前的公告会印成“%s”。仍是同一品牌的，请在品牌文件的%s中写上“%s”和新名称的启用日期。",
				brandTitle(i.Before), i.After.Name, content.Named(keys.Brand, "former_names"), i.Before.Name)
		}
	}
}

func (d *Document) judgements(all []Judged) {
	assign(d, toDecide, "评定意见（%d 条）", "评定意见是评审单位的结论，写在 content/judgements/ 中。请逐条核对是否确由评审单位作出。",
		[]string{"品牌", "标准和条目", "原评定", "现评定", "理由", "评价"}, all, Judged.cells)
}

func (n NoticeChange) print(d *Document) {
	now, file := n.After, n.Path
	if n.Kind == Renamed {
		file = n.Old + " → " + n.Path
	}
	switch {
	case n.Kind == Deleted && n.Before != nil:
		d.text("删除公告《%s》（%s）：它对%s的%s不再有效。", n.Before.Title, file, whom(n.Before), n.Before.Kind)
	case now == nil:
		d.text("%s公告 %s：内容有错误，读不出来。", kindWords[n.Kind], file)
	default:
		d.text("%s%s公告《%s》（%s）：%s。", kindWords[n.Kind], now.Kind, now.Title, file, noticeFacts(now))
	}
	d.edits(n.Edits)
	what := now
	if what == nil {
		what = n.Before
	}
	switch {
	case what == nil:
	case n.Kind == Deleted:
		d.named(what.Kind, "原列入的品牌", n.Removed)
		d.units("原列入的单位和基地", what)
	default:
		d.named(what.Kind, "列入的品牌", n.Added)
		d.named(what.Kind, "从名单中删去的品牌", n.Removed)
		if n.Before == nil { // else the edits tell
			d.units("列入的单位和基地", what)
		}
	}
}

// noticeFacts is what decides what a notice does.
func noticeFacts(n *content.Notice) string {
	text := levelName(n.Level)
	text = join(text, "，", n.Honor)
	switch {
	case n.Kind == content.Publicity:
		text = join(text, "，", "公示 "+term(n))
	case n.Date.IsZero():
		text = join(text, "，", "没有写明日期")
	default:
		text = join(text, "，", n.Date.String())
	}
	if n.Standard != nil {
		text = join(text, "，", "依据 "+n.Standard.ID)
	}
	count := ""
	if !n.OnlyUnits() {
		count = fmt.Sprintf("%d 个品牌", len(n.Entries))
	}
	if len(n.Units) > 0 {
		count = join(count, "、", fmt.Sprintf("%d 个单位和基地", len(n.Units)))
	}
	return join(text, "，", "共 "+count)
}

// whom says what kinds a notice names.
func whom(n *content.Notice) string {
	switch {
	case len(n.Units) == 0:
		return "品牌"
	case n.OnlyUnits():
		return "单位和基地"
	}
	return "品牌、单位和基地"
}

// units lists those of a notice.
func (d *Document) units(title string, n *content.Notice) {
	if len(n.Units) == 0 {
		return
	}
	d.text("%s（%d 个）：", title, len(n.Units))
	head := []string{"名称", "称号", "所在地"}
	withdrawn := n.Kind == content.Withdrawal
	if withdrawn {
		head = append(head, "退出原因")
	}
	var rows [][]string
	for _, u := range n.Units {
		row := []string{u.Name, u.Honor.Name, u.Place}
		if withdrawn {
			row = append(row, u.Reason)
		}
		rows = append(rows, row)
	}
	d.table(head, rows)
}

// named lists brands of a notice: with what they meet, or why they leave.
func (d *Document) named(kind content.NoticeKind, title string, all []Named) {
	if len(all) == 0 {
		return
	}
	d.text("%s（%d 个）：", title, len(all))
	head := []string{"品牌", "县区", "类型", "按现有数据评价", "没有佐证的数据"}
	if kind == content.Withdrawal {
		head = []string{"品牌", "县区", "类型", "退出原因"}
	}
	var rows [][]string
	for _, n := range all {
		row := []string{brandTitle(n.Brand), n.Brand.RegionName(), n.Brand.TypeName()}
		switch {
		case kind == content.Withdrawal:
			row = append(row, n.Reason)
		case n.Evaluation == nil:
			row = append(row, "没有写明依据的标准，或者没有数据", number(n.Unproven)+" 项")
		default:
			row = append(row, n.Evaluation.Summary(), number(n.Unproven)+" 项")
		}
		rows = append(rows, row)
	}
	d.table(head, rows)
}

func (d *Document) rechecks(all []Recheck, why string) {
	assign(d, toDecide, "待复核的品牌（%d 个）", why,
		[]string{"品牌", "认定", "数据截至", "现在的评价", "条目"}, all, func(r Recheck) []string {
			return []string{brandInCounty(r.Brand), join(r.Honor.Level.Name, " ", yearOf(r.Honor)), r.Brand.AsOf.String(),
				r.Evaluation.Summary(), openItems(r.Evaluation)}
		})
}

func yearOf(h content.Honor) string {
	if h.Since.Year == 0 {
		return ""
	}
	return yearText(h.Since.Year)
}

func (p *Packet) removals(d *Document) {
	gone := p.gone()
	if len(gone) == 0 {
		return
	}
	d.decision("删除、改名的品牌（%d 个）", len(gone))
	var items []string
	for _, b := range gone {
		items = append(items, b.removal())
	}
	d.list(items)
}

func (b *BrandChange) removal() string {
	if b.Before == nil {
		return kindWords[b.Kind] + " " + join(b.Old, " → ", b.Path)
	}
	text := brandTitle(b.Before)
	if b.Kind == Deleted {
		text = "删除 " + text + "，" + b.Before.Standing.Status.Word()
	} else {
		text = "网址名由 " + b.Before.Slug + " 改为 " + content.SlugOf(b.Path) + "：" + b.Before.Name
	}
	if held := honors(b.Before); held != "" {
		text += "（" + held + "）"
	}
	switch {
	case b.Lost && b.Kind == Deleted:
		text += "。它有公开的页面，删除后网址失效；退出的品牌应发退出公告，文件保留"
	case b.Lost:
		text += "。旧网址失效，请在用过的文件名（former_slugs）中写上 " + b.Before.Slug
	}
	return text + "。"
}

func (d *Document) mismatches(all []criteria.Mismatch) {
	assign(d, toDecide, "条件与原文不符（%d 项）", "程序按条件计算，条件中的数在原文里找不到。请对照原件：改正条件，或改正抄录的原文；确有依据的，写在口径说明中。",
		[]string{"标准和条目", "原文", "程序的条件"}, all, func(m criteria.Mismatch) []string {
			return []string{m.Standard.ID + " " + m.Item.ID, m.Words, m.Rule}
		})
}
