package inspect

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"minglu/generator/markdown"
)

// Formats returns the names of the formats, text first.
func Formats() []string { return []string{"text", "json", "markdown"} }

// Write writes r in one of Formats.
func (r Report) Write(w io.Writer, format string) error {
	var text string
	switch format {
	case "json":
		return r.json(w)
	case "markdown":
		text = r.markdown()
	default:
		text = r.text()
	}
	_, err := io.WriteString(w, text)
	return err
}

func (r Report) text() string {
	var b strings.Builder
	for k := Veto; k <= Advice; k++ {
		if r.Count(k) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s %d 项\n", k, r.Count(k))
		for _, f := range r.Findings {
			if f.Demand.Kind == k {
				fmt.Fprintf(&b, "  [%s] %s：%s\n    依据：%s\n    改法：%s\n", f.Demand.Name, f.Place, f.What, f.Demand.basis(), f.Cure)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("没有检查的\n")
	for _, u := range Unchecked() {
		b.WriteString("  " + u + "\n")
	}
	for _, line := range r.figures() {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// basis says what d asks, and where.
func (d Demand) basis() string { return d.Source + "：" + d.Asks }

func (r Report) markdown() string {
	var b strings.Builder
	b.WriteString(markdown.Heading(1, "网站检查情况"))
	for _, line := range r.figures() {
		b.WriteString(markdown.Paragraph(line))
	}
	if len(r.Findings) > 0 {
		b.WriteString(markdown.Head([]string{"类别", "指标", "位置", "情况", "改法", "依据"}))
		for _, f := range r.Findings {
			b.WriteString(markdown.Row([]string{f.Demand.Kind.String(), f.Demand.Name, f.Place, f.What, f.Cure, f.Demand.basis()}))
		}
		b.WriteString("\n")
	}
	b.WriteString(markdown.Heading(2, "没有检查的"))
	for _, u := range Unchecked() {
		b.WriteString(markdown.Item(u))
	}
	return b.String()
}

// figures say what was inspected, and last what came of it.
func (r Report) figures() []string {
	var lines []string
	if r.Heaviest.Page != "" {
		lines = append(lines, fmt.Sprintf("最重的网页是 %s，按 1 Mbit/s 约 %.1f 秒。", r.Heaviest.Page, r.Heaviest.Seconds()))
	}
	if t := r.Outward; t != nil {
		line := fmt.Sprintf("外部链接 %d 个，访问了 %d 个，打不开 %d 个。", t.Links, t.Asked, t.Failing)
		if rest := t.Links - t.Asked; rest > 0 {
			line += fmt.Sprintf("其余 %d 个超出一次检查的数量或时间，没有访问。", rest)
		}
		lines = append(lines, line)
	}
	var counts []string
	for k := Veto; k <= Advice; k++ {
		counts = append(counts, fmt.Sprintf("%s %d 项", k, r.Count(k)))
	}
	verdict := "没有发现单项否决的问题。"
	if r.Vetoed() {
		verdict = "有单项否决的问题，政府网站按指标判为不合格。"
	}
	return append(lines, fmt.Sprintf("按 %s 检查 %d 个网页：%s。%s", r.Day, r.Pages, strings.Join(counts, "，"), verdict))
}

func (r Report) json(w io.Writer) error {
	type finding struct {
		ID     string `json:"id"`
		Kind   string `json:"kind"`
		Name   string `json:"indicator"`
		Asks   string `json:"asks"`
		Source string `json:"source"`
		Place  string `json:"place"`
		What   string `json:"what"`
		Cure   string `json:"cure"`
	}
	type weight struct {
		Page    string  `json:"page"`
		Bytes   int     `json:"bytes"`
		Seconds float64 `json:"seconds"`
	}
	type tally struct {
		Links   int `json:"links"`
		Asked   int `json:"asked"`
		Failing int `json:"failing"`
	}
	out := struct {
		Day       string    `json:"day"`
		Pages     int       `json:"pages"`
		Vetoed    bool      `json:"vetoed"`
		Findings  []finding `json:"findings"`
		Heaviest  weight    `json:"heaviest"`
		Outward   *tally    `json:"outward,omitempty"`
		Unchecked []string  `json:"unchecked"`
	}{r.Day.String(), r.Pages, r.Vetoed(), []finding{}, weight{r.Heaviest.Page, r.Heaviest.Bytes, r.Heaviest.Seconds()}, (*tally)(r.Outward), Unchecked()}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, finding{f.Demand.ID, f.Demand.Kind.String(), f.Demand.Name, f.Demand.Asks, f.Demand.Source, f.Place, f.What, f.Cure})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
