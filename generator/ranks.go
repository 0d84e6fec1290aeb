package main

import (
	"fmt"
	"slices"
	"strconv"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// A rank is a place by total among the brands of the same type, from 1; brands
// of one total share a place. The zero rank is none.
type rank struct{ Place, Of int }

// contests returns who is ranked against whom: what scorecards say of brands of
// one type.
func contests(sheets []*sheet) []edition.Contest {
	var brands []*content.Brand
	evaluations := edition.Evaluations{}
	for _, s := range sheets {
		brands = append(brands, s.brand)
		evaluations[s.brand] = s.evaluations
	}
	return slices.DeleteFunc(edition.Rank(brands, evaluations), func(c edition.Contest) bool { return c.Standard.Kind != criteria.Scorecard })
}

// bySheet returns the sheets by brand.
func bySheet(sheets []*sheet) map[*content.Brand]*sheet {
	all := map[*content.Brand]*sheet{}
	for _, s := range sheets {
		all[s.brand] = s
	}
	return all
}

// rankSheets gives each evaluation by a scorecard its rank.
func rankSheets(sheets []*sheet) {
	of := bySheet(sheets)
	for _, s := range sheets {
		s.ranks = make([]rank, len(s.evaluations))
	}
	for _, c := range contests(sheets) {
		for _, e := range c.Entrants {
			s := of[e.Brand]
			s.ranks[s.by(c.Standard)] = rank{e.Place, len(c.Entrants)}
		}
	}
}

// by returns which evaluation is by the standard.
func (s *sheet) by(standard *criteria.Standard) int {
	return slices.IndexFunc(s.evaluations, func(v criteria.Evaluation) bool { return v.Standard == standard })
}

// printRanks prints a table for each contest that sheets, which have ranks, are
// in.
func printRanks(p page, sheets []*sheet) {
	of, all := bySheet(sheets), contests(sheets)
	if len(all) == 0 {
		p.line("没有可排名的评价。")
	}
	for _, c := range all {
		p.heading(1, fmt.Sprintf("%s（%s）", c.Type.Name, c.Standard.ID))
		var rows [][]string
		for _, e := range c.Entrants {
			s := of[e.Brand]
			r := s.ranks[s.by(c.Standard)]
			rows = append(rows, []string{
				fmt.Sprintf("%d/%d", r.Place, r.Of), strconv.Itoa(e.Evaluation.Total), e.Evaluation.Conclusion(),
				e.Brand.Standing.Status.Word(), s.county(), s.name(),
			})
		}
		p.table([]string{"名次", "总分", "结果", "状态", "县区", "品牌"}, rows)
	}
}
