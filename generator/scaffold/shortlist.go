package scaffold

import (
	"fmt"
	"slices"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// shortlist returns the best of each type by the standard of a notice, of one
// type alone where it is not nil, and says whom it passed over and why, down to
// the last that was taken; and who stands behind it with the same total.
func shortlist(e *edition.Edition, n blank.NoticeStart, of *criteria.Type, top int) (all []listed, passed []string) {
	held := 0
	for _, c := range e.Contests(n.Standard) {
		if of != nil && c.Type != of {
			continue
		}
		taken, last := 0, 0
		for _, x := range c.Entrants {
			total := x.Evaluation.Total
			why := unfit(n, x.Brand, x.Evaluation)
			switch {
			case edition.Holds(x.Brand, n.Level):
				held++
				continue
			case why == "" && taken < top:
				taken, last = taken+1, total
				all = append(all, listed{x.Brand, fmt.Sprintf("，%d 分", total)})
				continue
			case taken == top && total < last:
				continue
			case why == "":
				why = "与末名同分，请另行决定"
			}
			passed = append(passed, fmt.Sprintf("%s（%s，%d 分）：%s", x.Brand.Name, x.Brand.Slug, total, why))
		}
	}
	if held > 0 {
		passed = append([]string{fmt.Sprintf("%s或更高级别已在册的 %d 个", n.Level.Name, held)}, passed...)
	}
	return all, passed
}

// unfit says why a brand is not proposed for a notice, "" where it is: a 公示 that
// runs has to end first, and the rest is what check would say of an act that lists it.
func unfit(n blank.NoticeStart, b *content.Brand, v criteria.Evaluation) string {
	open := slices.ContainsFunc(v.Items, func(r criteria.Result) bool { return r.Awaits || r.Outcome == criteria.Unstated })
	switch {
	case len(b.Standing.Running) > 0:
		return "正在公示（《" + b.Standing.Running[0].Title + "》）"
	case v.Outcome == criteria.Failed:
		return "未达到标准"
	case open:
		return "资料不全或待评定"
	case b.AsOf.After(n.Date):
		return "数据晚于公告的日期"
	}
	return ""
}
