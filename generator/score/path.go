package score

import (
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// mostGains is how many ways to more points are printed for people.
const mostGains = 5

// coach returns what the coach says of a brand by each standard of evaluations.
func coach(rules *criteria.Rules, b *content.Brand, evaluations []criteria.Evaluation) []criteria.Coaching {
	var all []criteria.Coaching
	for _, v := range evaluations {
		all = append(all, rules.Coach(v.Standard, b.Type, b.Facts, b.Judgements[v.Standard.ID]))
	}
	return all
}

// printCoaching prints the cheapest way to pass, where the brand does not, and what gives
// the most points.
func printCoaching(p page, c criteria.Coaching) {
	switch {
	case !c.Found:
		p.line("按《" + c.Title + "》，没有找到达到的办法：有的条目是填报的内容改变不了的。")
	case len(c.Steps) > 0:
		p.line(fmt.Sprintf("怎样达到《%s》（代价最小的办法，难度合计 %d）：", c.Title, c.Effort))
		var list []string
		for _, s := range c.Steps {
			text := fmt.Sprintf("%s（%s，难度 %d）", s.Text, where(s.Items), s.Effort)
			if s.How != "" {
				text += "。" + s.How
			}
			list = append(list, text)
		}
		p.list(list)
	}
	if len(c.Waits) > 0 {
		p.line("改变填报的内容不能决定的：" + where(c.Waits) + "，要由标准的制定单位明确，或者由评审单位评定。")
	}
	var list []string
	for i, g := range c.Gains {
		if i == mostGains {
			break
		}
		var texts []string
		for _, s := range g.Steps {
			texts = append(texts, s.Text)
		}
		list = append(list, fmt.Sprintf("加 %s 分（%s，难度 %d）：%s", g.Points, g.Item.Where, g.Effort, strings.Join(texts, "；")))
	}
	if len(list) > 0 {
		p.line("按《" + c.Title + "》，怎样得分最多：")
		p.list(list)
	}
}

func where(items []criteria.Place) string {
	var all []string
	for _, i := range items {
		all = append(all, i.Where)
	}
	return strings.Join(all, "、")
}
