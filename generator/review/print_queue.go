package review

import (
	"cmp"
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// Document lays q out: what is to be decided, what is to be looked at, what is
// to be asked for.
func (q *Queue) Document() *Document {
	if !q.Side.Readable() {
		d := &Document{Title: "劳务品牌待办", Lead: []string{"标准或网站设置有错误，品牌无法评价。请先改正下列错误。"}}
		d.mistakes(q.Mistakes, 0)
		return d
	}
	day := q.Side.Content.Date.String()
	d := &Document{Title: "劳务品牌待办（" + day + "）"}
	d.undecided(q.Undecided)
	d.rechecks(q.Rechecks, "这些在册品牌的数据比认定时新，按新数据不达到标准，或者不能判断是否达到。请决定是否要求整改，或者退出。")
	q.awaited(d)
	q.lapsed(d)
	d.lapses(q.Lapses)
	d.mismatches(q.Mismatches)
	d.Lead = []string{Printable("状态和评价都按 " + q.Side.Settings.Reckoned(q.Side.Content.Date) + " 计算；评价只供参考，认定以公告为准。"), Printable(q.summary(d.decisions()))}
	q.contests(d)
	d.contradictions(toLookAt, q.Contradictions)
	d.conflicts(toLookAt, q.Conflicts)
	d.doubts(q.Doubts)
	d.likenesses(q.Likenesses)
	q.sources(d)
	tabulate(d, "资源库中的品牌（%d 个）", "按县区填报的资源库级别和培育阶段排列，供选择培育对象。",
		[]string{"品牌", "状态", "资源库", "培育阶段"}, q.Pool, func(b *content.Brand) []string {
			return []string{brandInCounty(b), b.Standing.Status.Word(), cmp.Or(b.Pool, "缺少"), cmp.Or(b.Stage, "缺少")}
		})
	tabulate(d, "须更新：数据已旧的品牌（%d 个）", "数据截至日距今超过一年，或者超过 facts.yaml 写明的月数，请县区更新。没有条款这样要求，不影响评价。",
		[]string{"县区", "品牌", "状态", "数据截至", "已旧的数据"}, q.Old, func(o Old) []string {
			return []string{o.Brand.RegionName(), brandTitle(o.Brand), o.Brand.Standing.Status.Word(), o.Brand.AsOf.String(), o.what()}
		})
	tabulate(d, "须更新：超过一年的评定意见（%d 条）", "评定的日期距今超过一年，品牌的情况可能已经变化，请评审单位看是否重新评定。",
		[]string{"县区", "品牌", "标准和条目", "评定日期"}, q.OldJudged, func(o OldJudged) []string {
			return []string{o.Brand.RegionName(), brandTitle(o.Brand), o.Standard.ID + " " + itemName(o.Item), o.Date.String()}
		})
	tabulate(d, "须补充：完全没有佐证的品牌（%d 个）", "填报了数据，但没有写明任何佐证材料（evidence）。",
		[]string{"品牌", "状态", "数据截至"}, q.Unproven, func(b *content.Brand) []string {
			return []string{brandInCounty(b), b.Standing.Status.Word(), b.AsOf.String()}
		})
	tabulate(d, "须更新：已过截止日期的链接（%d 条）", "这些招聘、培训等链接过了截止日期，网站不再显示，请县区删去，或者写上新的日期。",
		[]string{"品牌", "链接", "种类", "截止日期"}, q.RanOut, func(r RanOut) []string {
			return []string{brandInCounty(r.Brand), r.Link.Label, r.Link.Kind, r.Link.Until.String()}
		})
	if len(q.Mistakes) > 0 {
		d.section(fmt.Sprintf("须改正：错误（%d 处）", len(q.Mistakes)))
		d.text("内容中有 %d 处错误，未改正前不能发布，用 check 可以列出。", len(q.Mistakes))
	}
	return d
}

func (q *Queue) summary(decisions int) string {
	entrants := 0
	for _, c := range q.Contests {
		entrants += len(c.Entrants)
	}
	return fmt.Sprintf("须决定的 %d 项，可供推荐的 %d 个，须核对的 %d 项，数据已旧的品牌 %d 个，完全没有佐证的品牌 %d 个。",
		decisions, entrants, len(q.Contradictions)+len(q.Conflicts)+len(q.Doubts)+len(q.Likenesses), len(q.Old), len(q.Unproven))
}

// A refused is a file of a source that is not taken.
type refused struct {
	source edition.Source
	edition.Refusal
}

// sources lists what of other directories is not as it should be, and what is not taken.
func (q *Queue) sources(d *Document) {
	var odd []edition.Source
	var files []refused
	for _, s := range q.Side.Sources() {
		if s.State != edition.Sound {
			odd = append(odd, s)
		}
		for _, r := range s.Refused {
			files = append(files, refused{s, r})
		}
	}
	tabulate(d, "须核对：不正常的来源（%d 个）", "这些名录最近没有取得新的数据，仍用以前的，请与对方核对。",
		[]string{"名录", "情况", "自", "所用的数据", "原因"}, odd, func(s edition.Source) []string {
			date := "还没有"
			if !s.Date.IsZero() {
				date = s.Date.String()
			}
			return []string{s.Name, s.State.Word(), s.Since.String(), date, s.Why}
		})
	tabulate(d, "须核对：来源中没有采用的文件（%d 个）", "超出来源的范围或级别、与别处的网址名相同，或者有错误。同一品牌录入了两处的，请决定保留哪一处。",
		[]string{"名录", "文件", "原因"}, files, func(r refused) []string { return []string{r.source.Name, r.Path, r.Why} })
}

func (q *Queue) awaited(d *Document) {
	assign(d, toDecide, "待评定的条目（%d 条）", "标准要求由评审单位评定分数，尚无评定意见。写在 content/judgements/ 中标准的文件夹里，文件名与品牌相同。",
		[]string{"品牌", "标准和条目", "说明"}, q.Awaited, func(a Awaited) []string {
			return []string{brandInCounty(a.Brand), a.Standard.ID + " " + itemName(a.Result.Item), strings.Join(a.Result.Explanation(), "；")}
		})
}

func (q *Queue) lapsed(d *Document) {
	if len(q.Lapsed) == 0 {
		return
	}
	d.decision("公示期满、尚无结果的品牌（%d 份公示）", len(q.Lapsed))
	var items []string
	for _, l := range q.Lapsed {
		items = append(items, fmt.Sprintf("《%s》（%s 期满）：%s", l.Notice.Title, l.Notice.To, names(l.Brands)))
	}
	d.list(items)
}

// contests lists who could be recognized; of types without anybody, one line.
func (q *Queue) contests(d *Document) {
	if len(q.Contests) == 0 {
		return
	}
	d.section("可供推荐的品牌")
	d.text("这些品牌尚未取得该级认定，按现有数据也没有未达到标准。评分表按总分排名，总分只在同一类型中可比。")
	var nobody []string
	for _, c := range q.Contests {
		if len(c.Entrants) == 0 {
			nobody = append(nobody, fmt.Sprintf("%s%s（%d 个未达到）", c.Standard.Level.Name, c.TypeName(), c.Failed))
			continue
		}
		c.print(d)
	}
	d.words("没有可供推荐的：", nobody)
}

func (c Contest) print(d *Document) {
	failed := ""
	if c.Failed > 0 {
		failed = fmt.Sprintf("，另有 %d 个未达到", c.Failed)
	}
	d.text("%s%s（%s）%d 个%s：", c.Standard.Level.Name, c.TypeName(), c.Standard.ID, len(c.Entrants), failed)
	head := []string{"名次", "品牌", "状态", "评价", "缺少"}
	if c.Standard.Kind != criteria.Scorecard {
		head = head[1:]
	}
	var rows [][]string
	for _, e := range c.Entrants {
		row := []string{number(e.Place), brandInCounty(e.Brand), e.Brand.Standing.Status.Word(), e.Evaluation.Summary(), openItems(e.Evaluation)}
		rows = append(rows, row[len(row)-len(head):])
	}
	d.table(head, rows)
}

// what names the facts that are old, of many how many there are.
func (o Old) what() string {
	var labels []string
	for _, age := range o.Ages {
		if age.All {
			return "全部"
		}
		for _, f := range age.Facts {
			labels = append(labels, f.Short())
		}
	}
	if n := len(labels); n > 5 {
		return strings.Join(labels[:5], "、") + fmt.Sprintf("等 %d 项", n)
	}
	return strings.Join(labels, "、")
}
