package forms

import (
	"fmt"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A ScoreSheet is a 评分表 (连云港市市级劳务品牌评分表): the official columns and
// nothing beside them. What the facts give stands on a page of its own behind.
type ScoreSheet struct {
	Sheet
	Total     string // 自评分
	Reckoning *Reckoning
}

// A Reckoning is the page behind a 评分表: what the facts give of each item, and
// where the self-scores differ.
type Reckoning struct {
	Items   []Reckoned
	Total   Score
	Summary []string // what the evaluation comes to, in sentences
	Notes   []Note   // what is to be checked
}

// Reckoned is one item of a Reckoning.
type Reckoned struct {
	Where string // 分类条件第1条
	Score
}

// A Sheet is what sheets of both kinds hold.
type Sheet struct {
	Title    string
	Document string // the citation of the standard
	Demo     bool
	Name     string
	Computed bool // the brand has facts
	AsOf     Day  // the day that the facts refer to
	Blocks   []Block
}

// newSheet returns the sheet of a brand by a standard without its blocks, and the
// evaluation that these are of.
func newSheet(b *content.Brand, s *criteria.Standard, demo bool) (Sheet, criteria.Evaluation) {
	return Sheet{Title: s.Title, Document: s.Document, Demo: demo, Name: b.Name, Computed: b.HasFacts, AsOf: day(b.AsOf)},
		criteria.Evaluate(s, b.Type, b.Facts, b.Judgements[s.ID])
}

// A Block is one 类别: 基本条件, then 分类条件.
type Block struct {
	Category string
	Lines    int // of all groups
	Groups   []Group
}

// A Group is one 项目: items that stand together under one heading.
type Group struct {
	Name  string // (一) 建立机制
	Lines []Line
}

// A Line is one item. Self is what the brand gives itself, of an item of another type
// "".
type Line struct {
	Number int
	Text   string // 标准, official wording; "" where the document's is missing
	Silent string // why the standard itself cannot be applied
	Points string // 分值: 20分, or -- for an item without points
	Basis  string // 评分依据, official wording
	Self   string // 自评分
	Result string // 达到, 未填报 …; on a checklist
	Reason string // which facts decided it; on a checklist
}

// A Score is what stands in 自评分, 计算得分 and 差异.
type Score struct {
	Self       string
	Computed   string // 20+2, 达到, 未填报 …
	Remark     string // of the total: 一票否决, 暂计
	Difference string // 一致, 多2分, 少2分, 待核; "" where there is no self-score
	Differs    bool
}

// A Note explains one item.
type Note struct {
	Where string // 分类条件第1条
	Text  string
}

func (p *Printer) scoreSheet(b *content.Brand, s *criteria.Standard, demo bool) ScoreSheet {
	common, e := newSheet(b, s, demo)
	sheet, self := ScoreSheet{Sheet: common}, b.SelfScores[s.ID]
	sheet.Total = selfScore(self, "total")
	sheet.Blocks = blocks(p.official(e, b.Type), func(r criteria.Result) Line { return line(r, self) })
	if b.HasFacts && !p.options.OfficialOnly {
		sheet.Reckoning = newReckoning(e, self)
	}
	return sheet
}

// official returns the items that a sheet lists: those of all types, as the annex
// does, or the brand's own alone.
func (p *Printer) official(e criteria.Evaluation, own *criteria.Type) []criteria.Result {
	if p.options.TypeOnly {
		return e.Items
	}
	basic := len(e.Standard.Basic)
	all := slices.Clone(e.Items[:basic])
	for _, t := range p.rules.Types {
		if t == own {
			all = append(all, e.Items[basic:]...)
			continue
		}
		for _, item := range e.Standard.ByType[t] {
			all = append(all, criteria.Result{Item: item})
		}
	}
	return all
}

func newReckoning(e criteria.Evaluation, self map[string]criteria.Points) *Reckoning {
	reckoning := &Reckoning{Total: totalScore(e, self), Summary: summary(e, self)}
	for _, r := range e.Items {
		reckoning.Items = append(reckoning.Items, Reckoned{r.Item.Where(), score(r, self)})
		if n, asks := note(r, self); asks {
			reckoning.Notes = append(reckoning.Notes, n)
		}
	}
	return reckoning
}

// blocks puts items under their headings.
func blocks(items []criteria.Result, line func(criteria.Result) Line) []Block {
	var out []Block
	for i, r := range items {
		if i == 0 || r.Item.Basic != items[i-1].Item.Basic {
			out = append(out, Block{Category: category(r.Item)})
		}
		b := &out[len(out)-1]
		if b.Groups == nil || b.Groups[len(b.Groups)-1].Name != r.Item.Group {
			b.Groups = append(b.Groups, Group{Name: r.Item.Group})
		}
		g := &b.Groups[len(b.Groups)-1]
		g.Lines = append(g.Lines, line(r))
		b.Lines++
	}
	return out
}

func category(item *criteria.Item) string {
	if item.Basic {
		return "基本条件"
	}
	return "分类条件"
}

func line(r criteria.Result, self map[string]criteria.Points) Line {
	l := Line{
		Number: r.Item.Number, Text: r.Item.Text, Silent: r.Item.Undetermined,
		Points: "--", Basis: r.Item.Basis, Self: selfScore(self, r.Item.ID),
	}
	if r.Item.Points > 0 {
		l.Points = fmt.Sprintf("%s分", r.Item.Points)
	}
	return l
}

func selfScore(self map[string]criteria.Points, id string) string {
	if n, given := self[id]; given {
		return n.String()
	}
	return ""
}

// score sets the self-score of an item beside what the facts give. Where they
// give nothing yet, the self-score is to be checked by hand.
func score(r criteria.Result, self map[string]criteria.Points) Score {
	s := Score{Self: selfScore(self, r.Item.ID), Computed: computed(r)}
	if n, given := self[r.Item.ID]; given {
		s.Difference = difference(n - r.Points - r.Bonus)
		if open(r) {
			s.Difference = "待核"
		}
		s.Differs = s.Difference != same
	}
	return s
}

// totalScore sets the self-score of the whole beside the computed total.
func totalScore(e criteria.Evaluation, self map[string]criteria.Points) Score {
	s := Score{Self: selfScore(self, "total"), Computed: e.Total.String()}
	switch {
	case len(e.Vetoed) > 0:
		s.Remark = "一票否决"
	case e.Outcome == criteria.Incomplete:
		s.Remark = "暂计"
	}
	if n, given := self["total"]; given {
		s.Difference = difference(n - e.Total)
		s.Differs = s.Difference != same
	}
	return s
}

// open reports whether it cannot be told yet how an item comes out.
func open(r criteria.Result) bool {
	return r.Outcome == criteria.Unstated || r.Outcome == criteria.Undetermined
}

// computed returns what stands in 计算得分: for an item with points 20 or 20+2,
// for one without 达到, 达到+2 or 未达到, and why there is nothing where it cannot
// be told, or the least that is sure.
func computed(r criteria.Result) string {
	switch {
	case open(r) && r.Points > 0:
		return r.Score()
	case open(r):
		return r.Word()
	}
	base := r.Word()
	if r.Item.Met == nil {
		base = r.Points.String()
	}
	if r.Bonus > 0 {
		return fmt.Sprintf("%s+%s", base, r.Bonus)
	}
	return base
}

const same = "一致"

// difference returns how far a self-score lies from the computed points.
func difference(n criteria.Points) string {
	switch {
	case n > 0:
		return fmt.Sprintf("多%s分", n)
	case n < 0:
		return fmt.Sprintf("少%s分", -n)
	}
	return same
}
