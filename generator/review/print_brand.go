package review

import (
	"fmt"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// print adds the details of one brand.
func (b *BrandChange) print(d *Document) {
	known := b.known()
	title := content.SlugOf(b.Path)
	if known != nil {
		title = brandTitle(known)
	}
	d.section(title + "：" + kindWords[b.Kind])
	d.last().Detail, d.last().Name = true, title
	where := join(b.Old, " → ", b.Path)
	if known != nil {
		where = join(join(join(known.TypeName(), " · ", known.RegionName()), " · ", known.Standing.Status.Word()), " · ", where)
	}
	d.text("%s", where)
	switch {
	case b.Kind == Deleted:
		return
	case b.After == nil || b.Half:
		d.text("文件有 %d 处错误，读不全，见“须改正”；改正以后才能与原来比较。", len(b.Mistakes))
		return
	case len(b.Mistakes) > 0:
		d.text("有 %d 处错误，见“须改正”；有错误的内容按未填报处理。", len(b.Mistakes))
	}
	if b.Advice != "" {
		d.text("命名建议：%s。", b.Advice)
	}
	if b.Before == nil {
		d.stated(b.Edits)
	} else {
		d.edits(slices.Concat(b.Edits, b.factEdits()))
	}
	for _, e := range b.Evaluations {
		e.print(d)
		if e.Path != "" {
			d.text("%s", e.Path)
		}
	}
	b.evidence(d)
}

// edits tells what was changed: values in a table, in words what is not to be
// told.
func (d *Document) edits(all []Edit) {
	var rows [][]string
	var untold []string
	for _, e := range all {
		if e.Before == "" && e.After == "" {
			untold = append(untold, e.What)
			continue
		}
		rows = append(rows, []string{e.What, e.Before, e.After})
	}
	d.table([]string{"内容", "原", "现"}, rows)
	d.words("另有改动：", untold)
}

// stated tells what a new brand says of itself.
func (d *Document) stated(all []Edit) {
	var rows [][]string
	for _, e := range all {
		rows = append(rows, []string{e.What, e.After})
	}
	d.table([]string{"内容", "填报"}, rows)
}

func (e EvaluationChange) print(d *Document) {
	if e.After == nil {
		d.text("%s（%s）：原来评价为%s，现在不再按它评价。", e.Before.Standard.Title, e.Before.Standard.ID, e.Before.Summary())
		return
	}
	name := fmt.Sprintf("%s（%s）", e.After.Standard.Title, e.After.Standard.ID)
	if !e.changed() {
		d.text("%s：评价没有变化，%s。", name, e.After.Summary())
		return
	}
	if e.Before == nil {
		d.text("%s：%s。", name, e.After.Summary())
		d.newItems(e.Items)
		return
	}
	d.text("%s：原 %s。现 %s。", name, e.Before.Summary(), e.After.Summary())
	var rows [][]string
	for _, i := range e.Items {
		rows = append(rows, []string{itemName(i.After.Item), resultText(i.Before), resultText(i.After), strings.Join(i.After.Explanation(), "；")})
	}
	d.table([]string{"条目", "原结果", "现结果", "理由"}, rows)
	if e.Same > 0 {
		d.text("其余 %d 条没有变化。", e.Same)
	}
}

// newItems tells every item that is not simply met; those that are need no
// reading.
func (d *Document) newItems(items []ItemResult) {
	var rows [][]string
	var met []string
	for _, i := range items {
		if r := i.After; r.Outcome == criteria.Met && r.Item.Points == 0 && r.Bonus == 0 {
			met = append(met, r.Item.ID)
			continue
		}
		rows = append(rows, []string{itemName(i.After.Item), resultText(i.After), strings.Join(i.After.Explanation(), "；")})
	}
	d.table([]string{"条目", "结果", "理由"}, rows)
	d.words(fmt.Sprintf("达到、没有加分的 %d 条：", len(met)), met)
}

// itemName returns an item's id and the beginning of its text.
func itemName(i *criteria.Item) string {
	return i.ID + " " + truncate(strings.TrimSuffix(i.Text, "。"), 24)
}

// evidence tells what no document shows.
func (b *BrandChange) evidence(d *Document) {
	d.words(fmt.Sprintf("数据已改、佐证未改（%d 项）：", len(b.Outdated)), labels(b.Outdated))
	d.words(fmt.Sprintf("本次填报、尚待佐证（%d 项）：", len(b.Unevidenced)), labels(b.Unevidenced))
	if b.Unproven > 0 {
		d.text("原有数据中没有佐证的还有 %d 项。", b.Unproven)
	}
}

// print adds what a changed standard does.
func (s StandardChange) print(d *Document) {
	s.describe(d)
	if s.Acts != nil {
		d.last().Title = toDecide + "：" + d.last().Title
		d.last().Decide = 1
	}
	if s.After != nil {
		s.effects(d)
	}
}

// Section tells what became of the standard, and which acts rely on it; of a new one, in
// what it differs from the one that it is held against.
func (s StandardChange) Section() Section {
	d := &Document{}
	s.describe(d)
	if s.Against != nil {
		var c StandardChange
		c.Edits, c.Items = s.After.Since(s.Against)
		d.text("与 %s 相比，改了的：", s.Against.ID)
		d.edits(c.Edits)
		c.items(d)
	}
	return *d.last()
}

func (s StandardChange) describe(d *Document) {
	if s.After == nil {
		d.section("标准的改动：删除 " + s.Before.Title + "（" + s.Before.ID + "）")
		d.text("品牌不再按它评价。已经发布的公告如果依据它，会成为错误。")
		d.acts(s.Acts)
		return
	}
	kind := "修改"
	if s.Before == nil {
		kind = "新增"
	}
	d.section("标准的改动：" + kind + " " + s.After.Title + "（" + s.After.ID + "）")
	if s.Before == nil {
		d.text("%s标准，适用于%s，%s 起施行，共 %d 条。", s.After.Level.Name, s.After.Region.Name, s.After.From, len(s.After.Items(nil)))
	}
	d.acts(s.Acts)
	d.edits(s.Edits)
	s.items(d)
}

// acts names the acts that rely on a standard.
func (d *Document) acts(all []*content.Notice) {
	var titles []string
	for _, n := range all {
		titles = append(titles, "《"+n.Title+"》")
	}
	d.words(fmt.Sprintf("依据它的公告（%d 份）：", len(all)), titles)
}

func (s StandardChange) items(d *Document) {
	var rows [][]string
	for _, i := range s.Items {
		if i.After == nil {
			rows = append(rows, []string{itemName(i.Before), "删除", "", ""})
		}
		for _, e := range i.Edits {
			rows = append(rows, []string{itemName(i.After), e.What, e.Before, e.After})
		}
	}
	d.table([]string{"条目", "内容", "原", "现"}, rows)
}

var effectWords = []string{Better: "结论变好", Worse: "结论变差", Up: "总分增加", Down: "总分减少", Other: "其他变化",
	Unchanged: "结果不变", Newly: "开始按它评价"}

// Word is what people call brands that come out in this way.
func (k EffectKind) Word() string { return effectWords[k] }

// effects tells which brands gain, lose or change points.
func (s StandardChange) effects(d *Document) {
	if first := s.First; first != nil {
		n := first[criteria.Passed] + first[criteria.Failed] + first[criteria.Incomplete]
		d.text("此前没有评价、现按它评价的品牌 %d 个：结论为达到的 %d 个，未达到的 %d 个，尚无结论的 %d 个。",
			n, first[criteria.Passed], first[criteria.Failed], first[criteria.Incomplete])
	}
	if s.Before != nil || s.Against != nil {
		var counts []string
		for kind := Better; kind <= Other; kind++ {
			counts = append(counts, fmt.Sprintf("%s %d 个", kind.Word(), len(s.Effects[kind])))
		}
		than := ""
		if s.Against != nil {
			than = "与 " + s.Against.ID + " 相比，"
		}
		d.text("%s按现有数据试评（不含文件同时有改动的品牌）：%s，没有变化 %d 个。", than, strings.Join(counts, "，"), s.Same)
	}
	for kind := Better; kind <= Other; kind++ {
		d.effects(kind.Word(), s.Effects[kind])
	}
	if s.Own > 0 {
		d.text("另有 %d 个品牌的文件同时有改动，见各品牌的明细。", s.Own)
	}
}

func (d *Document) effects(title string, all []Effect) {
	if len(all) == 0 {
		return
	}
	d.text("%s的品牌（%d 个）：", title, len(all))
	var rows [][]string
	for _, e := range all {
		before, after := "", "不再按它评价"
		if e.Before != nil {
			before = e.Before.Summary()
		}
		if e.After != nil {
			after = e.After.Summary()
		}
		rows = append(rows, []string{brandInCounty(e.Brand), e.Brand.Standing.Status.Word(), before, after})
	}
	d.table([]string{"品牌", "状态", "原", "现"}, rows)
}
