package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/opendata"
)

// writeSheets prints sheets in the format. Where they are ranked, text and
// markdown are the tables of ranks.
func writeSheets(w io.Writer, sheets []*sheet, ranked bool, format string) error {
	if format == "json" {
		return writeJSON(w, sheets)
	}
	p := newPage(format)
	if ranked {
		printRanks(p, sheets)
	} else {
		for _, s := range sheets {
			s.print(p)
		}
	}
	_, err := w.Write(p.Bytes())
	return err
}

// writeJSON prints sheets in the shape of `score --format json`.
func writeJSON(w io.Writer, sheets []*sheet) error {
	type naming struct {
		Conforms bool   `json:"conforms"`
		Advice   string `json:"advice,omitempty"`
	}
	type ranking struct {
		Standard string `json:"standard"`
		Rank     int    `json:"rank"`
		Of       int    `json:"of"`
	}
	type brand struct {
		Slug        string          `json:"slug"`
		Name        string          `json:"name"`
		Type        string          `json:"type"`
		County      string          `json:"county"`
		Status      content.Status  `json:"status"`
		Naming      naming          `json:"naming"`
		Evaluations json.RawMessage `json:"evaluations"`
		Ranks       []ranking       `json:"ranks,omitempty"` // with --rank
	}
	out := make([]brand, 0, len(sheets))
	for _, s := range sheets {
		b := brand{
			Slug: s.slug(), Name: s.name(), Type: s.typeName(), County: s.county(), Status: s.brand.Standing.Status,
			Naming:      naming{s.advice == "", s.advice},
			Evaluations: opendata.AppendEvaluations(nil, s.evaluations),
		}
		for i, r := range s.ranks {
			if r.Place > 0 {
				b.Ranks = append(b.Ranks, ranking{s.evaluations[i].Standard.ID, r.Place, r.Of})
			}
		}
		out = append(out, b)
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := w.Write(text.Bytes())
	return err
}

// name and slug are as they may be printed: score measures files that check refuses.
func (s *sheet) name() string { return content.Mask(s.brand.Name) }
func (s *sheet) slug() string { return content.Mask(s.brand.Slug) }

func (s *sheet) typeName() string {
	if s.brand.Type == nil {
		return ""
	}
	return s.brand.Type.Name
}

func (s *sheet) county() string {
	if s.brand.Region == nil {
		return ""
	}
	return s.brand.Region.Name
}

// print prints a brand with each of its evaluations, item by item.
func (s *sheet) print(p page) {
	p.heading(1, s.name()+"（"+s.slug()+"）")
	where := []string{s.brand.Standing.Status.Word()}
	for _, word := range []string{s.county(), s.typeName()} {
		if word != "" {
			where = append([]string{word}, where...)
		}
	}
	p.line(strings.Join(where, " · "))
	if s.advice != "" {
		p.line("命名建议：" + s.advice + "。")
	}
	if len(s.evaluations) == 0 {
		p.line("没有可列出的评价：未填报评价所需的内容，或没有适用的标准。")
	}
	for _, v := range s.evaluations {
		printEvaluation(p, v)
	}
}

func printEvaluation(p page, v criteria.Evaluation) {
	p.heading(2, v.Standard.Title+"（"+v.Standard.ID+"）")
	p.line("结果：" + v.Conclusion() + total(v))
	if len(v.Vetoed) > 0 {
		p.line("未达到的基本条件：" + strings.Join(v.Vetoed, "、"))
	}
	head, scored := []string{"条目", "结果", "理由"}, v.Standard.Kind == criteria.Scorecard
	if scored {
		head = []string{"条目", "结果", "得分", "加分", "理由"}
	}
	var rows [][]string
	for _, r := range v.Items {
		row := []string{r.Item.ID, r.Outcome.Word()}
		if scored {
			row = append(row, points(r), bonus(r))
		}
		rows = append(rows, append(row, reasons(r)))
	}
	p.table(head, rows)
	if gaps := v.Gaps(); len(gaps) > 0 {
		p.line(fmt.Sprintf("距%s标准还差：", v.Standard.Level.Name))
		var list []string
		for _, g := range gaps {
			list = append(list, g.Item.ID+"："+strings.Join(g.Changes, "；"))
		}
		p.list(list)
	}
}

// total is what a scorecard adds up to.
func total(v criteria.Evaluation) string {
	if v.Standard.Kind != criteria.Scorecard {
		return ""
	}
	return fmt.Sprintf("；得分 %d，加分 %d，总分 %d", v.Points, v.Bonus, v.Total)
}

func points(r criteria.Result) string {
	if r.Item.Points == 0 {
		return "—"
	}
	return fmt.Sprintf("%d/%d", r.Points, r.Item.Points)
}

func bonus(r criteria.Result) string {
	if r.Bonus == 0 {
		return "—"
	}
	return strconv.Itoa(r.Bonus)
}

// reasons are the reasons of an item, each on a line of its own.
func reasons(r criteria.Result) string {
	var lines []string
	for _, reason := range r.Reasons() {
		lines = append(lines, reason.Text())
	}
	return strings.Join(lines, "\n")
}
