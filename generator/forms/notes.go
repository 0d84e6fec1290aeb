package forms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/criteria"
)

// summary says what an evaluation comes to.
func summary(e criteria.Evaluation, self map[string]criteria.Points) []string {
	out := []string{basicSummary(e)}
	out = append(out, fmt.Sprintf("%s得%s分，加分合计%s分，总分%s分。", e.Scores(), e.Points, e.Bonus, e.Total))
	if pass := e.Pass; pass > 0 {
		out = append(out, fmt.Sprintf("标准规定的合格总分为%s分。", pass))
	}
	if parts := counts(e, "%d条%s", open); parts != nil {
		out = append(out, strings.Join(parts, "、")+"，分数没有计全，总分为暂计。")
	}
	if sum, all := selfSum(e, self); all {
		if total, given := self["total"]; given && total != sum {
			out = append(out, fmt.Sprintf("各条自评分合计%s分，与所填总分%s分不符。", sum, total))
		}
	}
	return out
}

// basicSummary says how the 基本条件 came out: the items that fail the brand,
// those that cannot be told, or that all are met.
func basicSummary(e criteria.Evaluation) string {
	var vetoed, unclear []string
	basic := e.Standard.BasicWord()
	for _, r := range e.Items {
		switch {
		case !r.Item.Basic:
		case slices.Contains(e.Vetoed, r.Item.ID):
			vetoed = append(vetoed, fmt.Sprint(r.Item.Number))
		case open(r):
			unclear = append(unclear, fmt.Sprint(r.Item.Number))
		}
	}
	switch {
	case vetoed != nil && e.Standard.Kind == criteria.Scorecard:
		return basic + "第" + strings.Join(vetoed, "、") + "条未达到，属一票否决。"
	case vetoed != nil:
		return basic + "第" + strings.Join(vetoed, "、") + "条未达到。"
	case unclear != nil:
		return basic + "第" + strings.Join(unclear, "、") + "条尚不能判断。"
	}
	return cmp.Or(basic, "各条") + "全部达到。"
}

// counts says for each way that an item can come out, but those that no item of e
// that is counted did, how many did: format takes the number and the word.
func counts(e criteria.Evaluation, format string, counted func(criteria.Result) bool) []string {
	numbers := map[string]int{}
	for _, r := range e.Items {
		if counted(r) {
			numbers[r.Word()]++
		}
	}
	var parts []string
	for _, word := range criteria.Words() {
		if numbers[word] > 0 {
			parts = append(parts, fmt.Sprintf(format, numbers[word], word))
		}
	}
	return parts
}

// selfSum adds up the self-scores of the items, and reports whether each has
// one: a sum of some is not to be held against the total.
func selfSum(e criteria.Evaluation, self map[string]criteria.Points) (sum criteria.Points, all bool) {
	all = true
	for _, r := range e.Items {
		n, given := self[r.Item.ID]
		sum, all = sum+n, all && given
	}
	return sum, all
}

// note explains an item that is not met in full, or whose self-score differs.
func note(r criteria.Result, self map[string]criteria.Points) (Note, bool) {
	s := score(r, self)
	if r.Outcome == criteria.Met && !s.Differs {
		return Note{}, false
	}
	var found []string
	if s.Differs {
		found = append(found, "自评"+s.Self+"分")
	}
	switch {
	case r.Outcome == criteria.Unstated: // the reasons say which facts
	case r.Item.Met != nil || open(r):
		found = append(found, s.Computed)
	default:
		found = append(found, "计算得分"+s.Computed)
	}
	text := reasons(r) + "。"
	if found != nil {
		text = strings.Join(found, "，") + "：" + text
	}
	return Note{r.Item.Where(), text}, true
}

// reasons returns what decided an item.
func reasons(r criteria.Result) string { return strings.Join(r.Explanation(), "；") }
