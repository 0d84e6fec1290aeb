package export

import (
	"cmp"
	"fmt"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/sheet"
)

// Roll returns the 汇总表 of brands: a row each, by county, type and slug, with what each
// standard makes of it. It names leaders and gives opinions, whatever the site shows.
func Roll(e *edition.Edition, brands []*content.Brand) Document {
	places := map[*criteria.Region]int{}
	for i, r := range e.Rules.Regions {
		places[r] = i
	}
	order := func(b *content.Brand) int {
		if b.Type == nil {
			return len(e.Rules.Types)
		}
		return b.Type.Order
	}
	brands = slices.Clone(brands)
	slices.SortStableFunc(brands, func(a, b *content.Brand) int {
		return cmp.Or(cmp.Compare(places[a.Region], places[b.Region]), cmp.Compare(order(a), order(b)), cmp.Compare(a.Slug, b.Slug))
	})
	standards := measuring(e, brands)
	workers, sum := e.Rules.Workers(), 0
	t := sheet.Table{Columns: []sheet.Column{sheet.Middle("序号", 8), sheet.Left("名称", 24), sheet.Middle("类型", 14), sheet.Middle("县区", 12), sheet.Left("培育建设单位", 28), sheet.Middle("负责人", 10)}}
	if workers != nil {
		t.Columns = append(t.Columns, sheet.Middle(fmt.Sprintf("%s（%s）", workers.Label, workers.Unit), 12))
	}
	for _, s := range standards {
		if s.Kind == criteria.Scorecard {
			t.Columns = append(t.Columns, sheet.Middle(s.Title+"总分", 12))
		}
		t.Columns = append(t.Columns, sheet.Left(s.Title+"结果", 20))
	}
	t.Columns = append(t.Columns, sheet.Left("推荐意见", 26))
	for i, b := range brands {
		row := []sheet.Cell{sheet.Number(i + 1), sheet.Text(b.Name), sheet.Text(b.TypeName()), sheet.Text(b.RegionName()), sheet.Text(b.Builder), sheet.Text(leader(b))}
		if workers != nil {
			cell := sheet.Cell{}
			if v, stated := b.Facts.Of(workers); stated {
				cell = sheet.Cell{Text: v.Number().String(), Number: true}
				sum += v.Number().Int()
			}
			row = append(row, cell)
		}
		for _, s := range standards {
			row = append(row, measured(e.Evaluations[b], s)...)
		}
		t.Rows = append(t.Rows, append(row, sheet.Text(opinion(b))))
	}
	if !e.Rules.Typed() {
		t.Without("类型")
	}
	total := fmt.Sprintf("共%d个品牌", len(brands))
	if workers != nil {
		total += fmt.Sprintf("，%s合计%d%s", workers.Label, sum, workers.Unit)
	}
	d := New(e, e.Settings.Region.Name+"劳务品牌汇总表", total+"。评价截至"+chinese(e.Content.Date)+"，按所填报的事实计算，以评审结果为准。")
	d.Tables, d.Wide = []sheet.Table{t}, true
	return d
}

// measuring returns the standards by which any of the brands is measured, the scorecards
// first.
func measuring(e *edition.Edition, brands []*content.Brand) []*criteria.Standard {
	var all []*criteria.Standard
	for _, kind := range []bool{true, false} {
		for _, s := range e.Rules.Standards {
			used := slices.ContainsFunc(brands, func(b *content.Brand) bool {
				return slices.ContainsFunc(e.Evaluations[b], func(v criteria.Evaluation) bool { return v.Standard == s })
			})
			if used && (s.Kind == criteria.Scorecard) == kind {
				all = append(all, s)
			}
		}
	}
	return all
}

// measured returns what one standard makes of a brand: of a scorecard the total as well.
func measured(evaluations []criteria.Evaluation, s *criteria.Standard) []sheet.Cell {
	total, result := sheet.Cell{}, sheet.Cell{}
	for _, v := range evaluations {
		if v.Standard == s {
			total, result = sheet.Cell{Text: v.Total.String(), Number: true}, sheet.Text(v.Conclusion())
		}
	}
	if s.Kind == criteria.Scorecard {
		return []sheet.Cell{total, result}
	}
	return []sheet.Cell{result}
}

func leader(b *content.Brand) string {
	if b.Leader == nil {
		return ""
	}
	return b.Leader.Name
}

// opinion returns the county's, which the list is made of.
func opinion(b *content.Brand) string {
	if b.Opinions.County == nil {
		return ""
	}
	return b.Opinions.County.Text
}
