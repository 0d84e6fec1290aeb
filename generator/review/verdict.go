package review

import (
	"cmp"
	"fmt"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// A Verdict is what a change makes of one brand, whether in its own file or by
// rules, judgements or notices: what a standard in force concludes, whom it vetoes
// and ranks where, or what the brand holds.
type Verdict struct {
	Brand         *content.Brand // nil: several that only make way, named in After
	By            string         // the standard, or 级别
	Before, After string
	Effect        string // the items, or the act, that it comes of

	weight int // what stands first: vetoes, then conclusions, levels, and totals last
}

// verdicts returns them by weight, brand and standard, and last those
// brands that others overtook, one verdict a ranking: whoever enters at the top
// moves everybody, and nobody could read a row for each.
func (m *matching) verdicts() []Verdict {
	if !m.before.Readable() {
		return nil
	}
	was, now := ranks(m.before), ranks(m.after)
	moved := map[ranking][]string{}
	var all []Verdict
	for _, b := range m.after.brands() {
		old := m.was[b]
		if held, holds := honors(old), honors(b); held != holds {
			all = append(all, Verdict{b, "级别", standing(old), standing(b), cause(old, b), 1})
		}
		if old == nil || isUnmeasurable(b) {
			continue
		}
		for _, e := range m.paired(old, b) {
			before, after := e.in(was, old), e.in(now, b)
			switch {
			case e.turned() || before != after && (e.Before.Total != e.After.Total || before == 0 || after == 0 || old.TypeName() != b.TypeName()):
				all = append(all, Verdict{b, e.standard().ID, before.text(e.Before), after.text(e.After), e.turnedItems(), e.weight()})
			case before != after:
				r := ranking{e.standard().ID, b.TypeName()}
				moved[r] = append(moved[r], fmt.Sprintf("%s 第 %d 名 → 第 %d 名", b.Name, before, after))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Verdict) int { return b.weight - a.weight })
	for _, c := range edition.Rank(m.after.brands(), m.after.Evaluations) {
		if names := moved[ranking{c.Standard.ID, c.TypeName()}]; names != nil {
			all = append(all, Verdict{By: join(c.Standard.ID, " ", c.TypeName()), After: some("；", names), Effect: fmt.Sprintf("得分没有变化、名次移动的 %d 个", len(names))})
		}
	}
	return all
}

// isUnmeasurable reports whether nothing measures b because of a mistake in its
// file, which is told there.
func isUnmeasurable(b *content.Brand) bool { return b.Region == nil || b.Type == nil && b.Doubtful }

// A ranking is the brands of one type by one standard.
type ranking struct{ standard, of string }

// A rank is a place by total, 0 where there is none.
type rank int

type ranked struct {
	brand    *content.Brand
	standard string
}

// ranks returns where each brand ranks.
func ranks(s *Side) map[ranked]rank {
	all := map[ranked]rank{}
	for _, c := range edition.Rank(s.brands(), s.Evaluations) {
		for _, e := range c.Entrants {
			all[ranked{e.Brand, c.Standard.ID}] = rank(e.Place)
		}
	}
	return all
}

func (e EvaluationChange) in(ranks map[ranked]rank, b *content.Brand) rank {
	return ranks[ranked{b, e.standard().ID}]
}

// text says how an evaluation came out, and where it ranks.
func (r rank) text(e *criteria.Evaluation) string {
	switch {
	case e == nil:
		return "不按它评价"
	case r == 0:
		return e.Summary()
	}
	return fmt.Sprintf("%s，第 %d 名", e.Summary(), r)
}

// standard returns the one that measured, or measures.
func (e EvaluationChange) standard() *criteria.Standard {
	return cmp.Or(e.After, e.Before).Standard
}

// turned reports whether the conclusion is another, or who vetoes.
func (e EvaluationChange) turned() bool {
	return e.Before == nil || e.After == nil || e.Before.Outcome != e.After.Outcome || !slices.Equal(e.Before.Vetoed, e.After.Vetoed)
}

// weight is that of a verdict: 3 where a veto is new or gone.
func (e EvaluationChange) weight() int {
	switch {
	case e.Before != nil && e.After != nil && !slices.Equal(e.Before.Vetoed, e.After.Vetoed):
		return 3
	case e.turned():
		return 2
	}
	return 0
}

// turnsVeto reports whether i vetoed and no longer does, or the other way round.
func (i ItemResult) turnsVeto() bool {
	vetoes := func(r *criteria.Result) bool { return r != nil && r.Item.Veto && r.Outcome == criteria.Unmet }
	return vetoes(i.Before) != vetoes(i.After)
}

// turnedItems names the items that came out otherwise.
func (e EvaluationChange) turnedItems() string {
	if e.Before == nil || e.After == nil {
		return ""
	}
	var all []string
	for _, i := range compareEvaluations(e.Before, e.After).Items {
		all = append(all, i.text())
	}
	return some("；", all)
}

// text says what became of an item: tourism-1：达到，10/10 分 → 未达到，0/10 分.
func (i ItemResult) text() string {
	return i.After.Item.ID + "：" + becameText(resultText(i.Before), resultText(i.After))
}

// standing says what b holds, or else where it stands.
func standing(b *content.Brand) string {
	if b == nil {
		return "没有这个品牌"
	}
	return cmp.Or(honors(b), b.Standing.Status.Word())
}

// cause names the act that b stands otherwise by: one that no longer lists it, or the
// last that does.
func cause(old, b *content.Brand) string {
	if old != nil {
		for _, n := range old.Standing.History {
			lists := func(other *content.Notice) bool { return other.Slug == n.Slug }
			if !slices.ContainsFunc(b.Standing.History, lists) {
				return "《" + n.Title + "》已删去，或不再列入"
			}
		}
	}
	if len(b.Standing.History) == 0 {
		return "没有公告列入"
	}
	return "《" + b.Standing.History[len(b.Standing.History)-1].Title + "》"
}

func (d *Document) verdicts(all []Verdict) {
	assign(d, toDecide, "评价结论、名次或级别有变化（%d 项）", "这些变化由本次改动引起，改动也可能在标准、评定意见、公告或别的品牌的文件里。",
		[]string{"品牌", "状态", "标准", "原", "现", "由来"}, all, func(v Verdict) []string {
			if v.Brand == nil {
				return []string{"名次移动的品牌", "", v.By, "", v.After, v.Effect}
			}
			return []string{brandInCounty(v.Brand), v.Brand.Standing.Status.Word(), v.By, v.Before, v.After, v.Effect}
		})
}
