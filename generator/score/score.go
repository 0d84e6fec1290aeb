// Package score prints what the standards make of brands, item by item or as
// tables of ranks: for a terminal, for a comment on a change, or for a program.
package score

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/opendata"
)

// A Request says what is to be printed.
type Request struct {
	Brands   []*content.Brand
	Standard *criteria.Standard // nil: all
	Paths    bool               // with the cheapest ways to pass, and to more points
	Ranked   bool               // with ranks among all brands; text and markdown are tables of these
	Format   string             // text, json or markdown
}

// Write prints what an edition makes of brands.
func Write(w io.Writer, e *edition.Edition, r Request) error {
	if r.Format == "json" {
		return writeJSON(w, e, r)
	}
	p := newPage(r.Format)
	if r.Ranked {
		printRanks(p, e, r)
	} else {
		for _, b := range r.Brands {
			evaluations := r.evaluations(e, b)
			printBrand(p, b, e.Rules.Advise(b.Name, b.Region, b.Place), evaluations)
			if r.Paths {
				for i, c := range coach(e.Rules, b, evaluations) {
					printCoaching(p, evaluations[i].CoachTitle(), c)
				}
			}
		}
	}
	_, err := w.Write(p.Bytes())
	return err
}

// evaluations returns those of a brand that are asked for.
func (r Request) evaluations(e *edition.Edition, b *content.Brand) []criteria.Evaluation {
	return slices.DeleteFunc(slices.Clone(e.Evaluations[b]), func(v criteria.Evaluation) bool {
		return r.Standard != nil && v.Standard != r.Standard
	})
}

// writeJSON prints brands in the shape of `score --format json`.
func writeJSON(w io.Writer, e *edition.Edition, r Request) error {
	type naming struct {
		Conforms bool   `json:"conforms"`
		Advice   string `json:"advice,omitempty"`
	}
	type doubt struct {
		Fact string `json:"fact"`
		Text string `json:"text"`
	}
	type ranking struct {
		Standard string `json:"standard"`
		Rank     int    `json:"rank"`
		Of       int    `json:"of"`
	}
	type brand struct {
		Slug        string              `json:"slug"`
		Name        string              `json:"name"`
		Type        string              `json:"type"`
		County      string              `json:"county"`
		Status      content.Status      `json:"status"`
		Naming      naming              `json:"naming"`
		Doubts      []doubt             `json:"doubts,omitempty"`
		Evaluations json.RawMessage     `json:"evaluations"`
		Ranks       []ranking           `json:"ranks,omitempty"` // where ranked
		Paths       []criteria.Coaching `json:"paths,omitempty"` // where asked for
	}
	ranks := map[*content.Brand][]ranking{}
	if r.Ranked {
		for _, c := range e.Contests(r.Standard) {
			for _, entrant := range c.Entrants {
				ranks[entrant.Brand] = append(ranks[entrant.Brand], ranking{c.Standard.ID, entrant.Place, len(c.Entrants)})
			}
		}
	}
	out := []brand{}
	for _, b := range r.Brands {
		var paths []criteria.Coaching
		if r.Paths {
			paths = coach(e.Rules, b, r.evaluations(e, b))
		}
		advice := e.Rules.Advise(b.Name, b.Region, b.Place)
		var doubts []doubt
		for _, d := range b.Doubts() {
			doubts = append(doubts, doubt{d.Fact.ID, d.Text})
		}
		out = append(out, brand{
			Slug: content.Mask(b.Slug), Name: content.Mask(b.Name), Type: b.TypeName(), County: b.RegionName(), Status: b.Standing.Status,
			Naming:      naming{advice == "", advice},
			Doubts:      doubts,
			Evaluations: opendata.AppendEvaluations(nil, r.evaluations(e, b)),
			Ranks:       ranks[b],
			Paths:       paths,
		})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return err
	}
	_, err := w.Write(text.Bytes())
	return err
}

// printRanks prints a table for each contest that brands are in.
func printRanks(p page, e *edition.Edition, r Request) {
	some, asked := false, map[*content.Brand]bool{}
	for _, b := range r.Brands {
		asked[b] = true
	}
	for _, c := range e.Contests(r.Standard) {
		var rows [][]string
		for _, entrant := range c.Entrants {
			if b, v := entrant.Brand, entrant.Evaluation; asked[b] {
				rows = append(rows, []string{
					fmt.Sprintf("%d/%d", entrant.Place, len(c.Entrants)), v.Total.String(), v.Conclusion(),
					b.Standing.Status.Word(), b.RegionName(), content.Mask(b.Name),
				})
			}
		}
		if rows != nil {
			some = true
			p.heading(1, cmp.Or(c.TypeName(), c.Standard.Title)+"（"+c.Standard.ID+"）")
			p.table([]string{"名次", "总分", "结果", "状态", "县区", "品牌"}, rows)
		}
	}
	if !some {
		p.line("没有可排名的评价。")
	}
}

// printBrand prints a brand with each of its evaluations, item by item. Its name and
// slug are masked: files are measured that check refuses. advice is on the name, ""
// where that conforms.
func printBrand(p page, b *content.Brand, advice string, evaluations []criteria.Evaluation) {
	p.heading(1, content.Mask(b.Name)+"（"+content.Mask(b.Slug)+"）")
	where := []string{b.TypeName(), b.RegionName(), b.Standing.Status.Word()}
	p.line(strings.Join(slices.DeleteFunc(where, func(word string) bool { return word == "" }), " · "))
	if advice != "" {
		p.line("命名建议：" + advice + "。")
	}
	for _, d := range b.Doubts() {
		p.line(d.Text + "。")
	}
	if len(evaluations) == 0 {
		p.line("没有可列出的评价：未填报评价所需的内容，或没有适用的标准。")
	}
	for _, v := range evaluations {
		printEvaluation(p, v)
	}
}

func printEvaluation(p page, v criteria.Evaluation) {
	p.heading(2, v.Standard.Title+"（"+v.Standard.ID+"）")
	p.line("结果：" + v.Summary())
	if len(v.Vetoed) > 0 {
		p.line("未达到的" + cmp.Or(v.Standard.BasicWord(), "条目") + "：" + strings.Join(v.Vetoed, "、"))
	}
	head, scored := []string{"条目", "结果", "理由"}, v.Standard.Kind == criteria.Scorecard
	if scored {
		head = []string{"条目", "结果", "得分", "加分", "理由"}
	}
	var rows [][]string
	for _, r := range v.Items {
		row := []string{r.Item.ID, r.Outcome.Word()}
		if scored {
			points, bonus := points(r)
			row = append(row, points, bonus)
		}
		rows = append(rows, append(row, strings.Join(r.Explanation(), "\n")))
	}
	p.table(head, rows)
	for _, gaps := range v.GapLists() {
		p.line(v.Standard.Level.Name + "标准中" + gaps.Kind + "：")
		var list []string
		for _, g := range gaps.Gaps {
			list = append(list, g.Item.ID+"："+strings.Join(g.Changes, "；"))
		}
		p.list(list)
	}
}

// points returns what a scorecard gives for an item, and as a bonus.
func points(r criteria.Result) (points, bonus string) {
	points, bonus = "—", "—"
	if r.Item.Points > 0 {
		points = fmt.Sprintf("%s/%s", r.Score(), r.Item.Points)
	}
	if r.Bonus != 0 {
		bonus = r.Bonus.String()
	}
	return points, bonus
}
