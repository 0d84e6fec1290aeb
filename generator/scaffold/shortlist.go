package scaffold

import (
	"fmt"

	"minglu/generator/blank"
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
		taken, last := 0, criteria.Points(0)
		for _, x := range c.Entrants {
			total := x.Evaluation.Total
			why := edition.Unfit(x.Brand, x.Evaluation, n.Date)
			switch {
			case edition.Holds(x.Brand, n.Level):
				held++
				continue
			case why == "" && taken < top:
				taken, last = taken+1, total
				all = append(all, listed{x.Brand, fmt.Sprintf("，%s 分", total)})
				continue
			case taken == top && total < last:
				continue
			case why == "":
				why = "与末名同分，请另行决定"
			}
			passed = append(passed, fmt.Sprintf("%s（%s，%s 分）：%s", x.Brand.Name, x.Brand.Slug, total, why))
		}
	}
	if held > 0 {
		passed = append([]string{fmt.Sprintf("%s或更高级别已在册的 %d 个", n.Level.Name, held)}, passed...)
	}
	return all, passed
}
