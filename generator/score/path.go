package score

import (
	"fmt"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// coach returns what the coach says of a brand by the standard of each evaluation.
func coach(rules *criteria.Rules, b *content.Brand, evaluations []criteria.Evaluation) []criteria.Coaching {
	var all []criteria.Coaching
	for _, v := range evaluations {
		all = append(all, rules.CoachFor(v.Standard, b.Type).Say(v, b.Facts, b.Judgements[v.Standard.ID]))
	}
	return all
}

// printCoaching prints the cheapest way to pass, where the brand does not, and what gives
// the most points.
func printCoaching(p page, title string, c criteria.Coaching) {
	if title == "" {
		return
	}
	p.line("按《" + c.Title + "》，" + title + "：")
	if c.None != "" {
		p.line(c.None)
	}
	var steps []string
	for _, s := range c.Steps {
		text := fmt.Sprintf("%s（%s，难度 %d）", s.Text, s.Where(), s.Effort)
		if s.How != "" {
			text += "。" + s.How
		}
		steps = append(steps, text)
	}
	p.list(steps)
	if len(steps) > 1 {
		p.line(fmt.Sprintf("难度合计 %d。", c.Effort))
	}
	if c.Wait != "" {
		p.line(c.Wait)
	}
	var gains []string
	for _, g := range c.Gains[:min(len(c.Gains), criteria.MostGains)] {
		gains = append(gains, fmt.Sprintf("%s（%s，难度 %d）：%s", g.Text, g.Item.Where, g.Effort, g.Changes()))
	}
	if c.More != "" {
		p.line(c.More)
	}
	p.list(gains)
}
