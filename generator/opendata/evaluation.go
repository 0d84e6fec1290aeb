package opendata

import (
	"minglu/generator/criteria"
	"minglu/generator/sheet"
	"minglu/generator/site"
)

// Outcomes of a whole evaluation and of an item.
var (
	outcomes     = words(criteria.Passed, criteria.Failed, criteria.Incomplete)
	itemOutcomes = words(criteria.Met, criteria.Partial, criteria.Unmet, criteria.Unstated, criteria.Undetermined)
)

// AppendEvaluations appends evaluations as a JSON list in the shape that the
// data files and `score --format json` share.
func AppendEvaluations(dst []byte, evaluations []criteria.Evaluation) []byte {
	return appendObjects(dst, evaluationFields(resultFields()), evaluations)
}

// evaluationField describes a brand's evaluations. In brands.json, which holds
// every brand, items carry no reasons: sentences would be most of the file.
func evaluationField(results []field[criteria.Result]) field[*site.Brand] {
	return objects("evaluations", "评价", "按数据日期的填报内容，对照今日施行的标准。", evaluationFields(results), func(b *site.Brand) []criteria.Evaluation { return b.Evaluations }).jsonOnly()
}

func evaluationFields(results []field[criteria.Result]) []field[criteria.Evaluation] {
	type e = criteria.Evaluation
	return []field[e]{
		text("standard", "标准编号", "", func(of e) string { return of.Standard.ID }).always(),
		text("outcome", "评价结果", "没有合格分数线的评分标准，基本条件全部达到即为 passed。", func(of e) string { return string(of.Outcome) }).always().oneOf(outcomes),
		points("points", "基础得分", "不计分的标准为 0。", func(of e) criteria.Points { return of.Points }).always(),
		points("bonus", "加分", "", func(of e) criteria.Points { return of.Bonus }).always(),
		points("total", "总分", "基础得分加上加分。", func(of e) criteria.Points { return of.Total }).always(),
		texts("vetoed", "未达到的基本条件", "条目编号。", func(of e) []string { return of.Vetoed }),
		objects("items", "逐项结果", "按标准的次序，先基本条件，后本类型条件。", results, func(of e) []criteria.Result { return of.Items }),
	}
}

func resultFields() []field[criteria.Result] {
	type r = criteria.Result
	return append(scoreFields(),
		texts("reasons", "理由", "每一分的由来。品牌各自的文件才有。", r.Explanation))
}

func scoreFields() []field[criteria.Result] {
	type r = criteria.Result
	counts := func(of r) bool { return of.Item.Points != 0 }
	return []field[r]{
		text("id", "条目编号", "", func(of r) string { return of.Item.ID }).always(),
		text("outcome", "条目结果", "", func(of r) string { return string(of.Outcome) }).always().oneOf(itemOutcomes),
		points("points", "条目得分", "计分的条目才有。", func(of r) criteria.Points { return of.Points }).where(counts),
		points("max", "条目满分", "计分的条目才有。", func(of r) criteria.Points { return of.Item.Points }).where(counts),
		points("bonus", "条目加分", "得了加分的才有。", func(of r) criteria.Points { return of.Bonus }).where(func(of r) bool { return of.Bonus != 0 }),
	}
}

// evaluationColumns are the results of the tables: some columns for each
// standard that brands are measured by today.
func (d *dataset) evaluationColumns() []column[*site.Brand] {
	var all []column[*site.Brand]
	for _, s := range d.site.Standards {
		if !s.InForce || !d.site.Settings.ShowScores {
			continue
		}
		for _, f := range evaluationFields(nil) {
			if f.name == "standard" || f.name == "items" || s.Kind == criteria.Checklist && scored(f.name) {
				continue
			}
			c := f.columns[0]
			all = append(all, column[*site.Brand]{
				name:    "evaluations." + s.ID + "." + c.name,
				label:   c.label + "（" + s.ID + "）",
				meaning: c.meaning,
				shape:   c.shape,
				cell: func(b *site.Brand) sheet.Cell {
					for _, e := range b.Evaluations {
						if e.Standard == s.Standard {
							return c.cell(e)
						}
					}
					return sheet.Cell{}
				},
			})
		}
	}
	return all
}

// scored reports whether a value of an evaluation says nothing on a checklist.
func scored(name string) bool { return name == "points" || name == "bonus" || name == "total" }
