package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"minglu/generator/criteria"
)

// A rank is a place by total among the brands of the same type, from 1; brands
// of one total share a place. The zero rank is none.
type rank struct{ Place, Of int }

// A contest is the brands that are ranked against each other.
type contest struct {
	standard *criteria.Standard
	among    *criteria.Type
}

// An entrant is one brand in a contest.
type entrant struct {
	*sheet
	index int // of the evaluation in sheet
}

func (e entrant) evaluation() criteria.Evaluation { return e.evaluations[e.index] }

// contests returns who is ranked against whom: what scorecards say of brands of
// one type. The best come first, equals by slug.
func contests(sheets []*sheet) (order []contest, entrants map[contest][]entrant) {
	entrants = make(map[contest][]entrant)
	for _, s := range sheets {
		for i, v := range s.evaluations {
			if v.Standard.Kind == criteria.Scorecard {
				c := contest{v.Standard, s.brand.Type}
				entrants[c] = append(entrants[c], entrant{s, i})
			}
		}
	}
	for c, list := range entrants {
		order = append(order, c)
		slices.SortStableFunc(list, func(a, b entrant) int { return cmp.Compare(b.evaluation().Total, a.evaluation().Total) })
	}
	slices.SortFunc(order, func(a, b contest) int {
		return cmp.Or(cmp.Compare(a.standard.ID, b.standard.ID), cmp.Compare(a.among.Order, b.among.Order))
	})
	return order, entrants
}

// rankSheets gives each evaluation by a scorecard its rank.
func rankSheets(sheets []*sheet) {
	for _, s := range sheets {
		s.ranks = make([]rank, len(s.evaluations))
	}
	_, all := contests(sheets)
	for _, list := range all {
		place := 0
		for i, e := range list {
			if i == 0 || e.evaluation().Total < list[i-1].evaluation().Total {
				place = i + 1
			}
			e.ranks[e.index] = rank{place, len(list)}
		}
	}
}

// printRanks prints a table for each contest that sheets, which have ranks, are
// in.
func printRanks(p page, sheets []*sheet) {
	order, entrants := contests(sheets)
	if len(order) == 0 {
		p.line("没有可排名的评价。")
	}
	for _, c := range order {
		p.heading(1, fmt.Sprintf("%s（%s）", c.among.Name, c.standard.ID))
		var rows [][]string
		for _, e := range entrants[c] {
			v, r := e.evaluation(), e.ranks[e.index]
			rows = append(rows, []string{
				fmt.Sprintf("%d/%d", r.Place, r.Of), strconv.Itoa(v.Total), v.Conclusion(),
				e.brand.Standing.Status.Word(), e.county(), e.brand.Name,
			})
		}
		p.table([]string{"名次", "总分", "结果", "状态", "县区", "品牌"}, rows)
	}
}
