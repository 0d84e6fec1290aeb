package criteria

import (
	"fmt"
	"slices"
	"strings"
)

// A Coaching is what the coach (晋级教练) says of a brand and a standard: as score --path
// and the desk give it in JSON, and in the words in which these, a brand's page and the
// review tell it.
type Coaching struct {
	Standard string   `json:"standard"`
	Title    string   `json:"title"`
	Passed   bool     `json:"passed"`
	Found    bool     `json:"found"` // there are changes after which the brand passes
	None     string   `json:"none"`  // said where there are none; "" elsewhere
	Effort   int      `json:"effort"`
	Steps    []Advice `json:"steps"` // the cheapest of these; none where it passes
	Waits    []Place  `json:"waits"` // items that no change decides
	Wait     string   `json:"wait"`  // said of these; "" where there are none
	Gains    []Reward `json:"gains"` // of a scorecard: what gives more points, the most first
	More     string   `json:"more"`  // said before these, where they are not all that is said; else ""
}

// An Advice is to change one fact.
type Advice struct {
	Fact   string  `json:"fact"`
	From   any     `json:"from"` // nil: not stated
	To     any     `json:"to"`   // nil: any value
	Text   string  `json:"text"` // 从业人员：2,420 人 → 3,000 人，增加 580 人（+24%）
	How    string  `json:"how,omitempty"`
	Effort int     `json:"effort"`
	Items  []Place `json:"items"`
}

// A Place is an item, as programs and as people cite it.
type Place struct {
	ID    string `json:"id"`
	Where string `json:"where"`
}

// A Reward is what changes give in points.
type Reward struct {
	Item   Place    `json:"item"`
	Points Points   `json:"points"`
	Text   string   `json:"text"` // 加 4 分
	Effort int      `json:"effort"`
	Steps  []Advice `json:"steps"`
}

// CoachTitle is the heading of what the coach says of a brand by a standard, "" where that
// is nothing: of a checklist that the brand passes.
func (e Evaluation) CoachTitle() string {
	switch {
	case e.Outcome != Passed:
		return "怎样达到（改动最少的一种）"
	case e.Standard.Kind == Scorecard:
		return "怎样得分更多"
	}
	return ""
}

// MostGains is how many ways to more points a terminal tells.
const MostGains = 5

// Say says how a brand, of which its standard finds e, comes to pass and to more points.
func (c *Coach) Say(e Evaluation, facts Facts, judgements map[string]Judgement) Coaching {
	said := c.way(e, facts, judgements)
	if c.standard.Kind == Scorecard {
		for _, g := range c.Gains(facts, judgements) {
			said.Gains = append(said.Gains, Reward{Place{g.Item.ID, g.Item.Where()}, g.Points, fmt.Sprintf("加 %v 分", g.Points), g.Effort, c.advice(g.Steps)})
		}
	}
	if len(said.Gains) > 0 && e.Outcome != Passed {
		said.More = "得分最多的改动："
	}
	return said
}

// way is Say without what gives points.
func (c *Coach) way(e Evaluation, facts Facts, judgements map[string]Judgement) Coaching {
	path, found := Path{}, true
	if e.Outcome != Passed {
		path, found = c.CheapestPath(facts, judgements)
	}
	said := Coaching{Standard: c.standard.ID, Title: c.standard.Title, Passed: e.Outcome == Passed, Found: found,
		Effort: path.Effort, Steps: c.advice(path.Steps), Waits: places(path.Waits), Gains: []Reward{}}
	if !found {
		said.None = "没有找到达到的办法：" + c.inTheWay(e) + "。"
	}
	if len(path.Waits) > 0 {
		said.Wait = where(said.Waits) + "不由填报的内容决定，要由标准的制定单位明确，或者由评审单位评定。"
	}
	return said
}

// inTheWay says what no change of a brand decides, of which its standard finds e: the items
// that ask for years that are over.
func (c *Coach) inTheWay(e Evaluation) string {
	var over []string
	for _, r := range e.Items {
		if r.Outcome == Met || r.Outcome == Undetermined {
			continue
		}
		var spans []string
		for _, l := range r.Lacks() {
			if r.facts.fixed(l.Fact) && !slices.Contains(spans, l.Fact.Derived.span()) {
				spans = append(spans, l.Fact.Derived.span())
			}
		}
		if len(spans) > 0 {
			over = append(over, r.Item.Where()+"看的是"+strings.Join(spans, "、")+"的数")
		}
	}
	switch len(over) {
	case 0:
		return "有的条目是填报的内容改变不了的"
	case 1:
		return over[0] + "，已经定了"
	}
	return strings.Join(over, "，") + "，都已经定了"
}

// lineSteps is how many steps one line tells.
const lineSteps = 6

// Line says in one line how a brand, of which its standard finds e, comes to pass; "" where
// it does.
func (c *Coach) Line(e Evaluation, facts Facts, judgements map[string]Judgement) string {
	if e.Outcome == Passed {
		return ""
	}
	said := c.way(e, facts, judgements)
	var steps []string
	for _, s := range said.Steps[:min(len(said.Steps), lineSteps)] {
		steps = append(steps, s.Text)
	}
	line := strings.Join(steps, "；")
	if n := len(said.Steps); n > lineSteps {
		line += fmt.Sprintf("……共 %d 项", n)
	}
	if line != "" {
		line += "。"
	}
	return e.CoachTitle() + "：" + line + said.None + said.Wait
}

func (c *Coach) advice(steps []Step) []Advice {
	all := []Advice{}
	for _, s := range steps {
		a := Advice{Fact: s.Fact.ID, Text: s.Text(), How: c.rules.EffortOf(s.Fact).How, Effort: s.Effort, Items: places(s.Items)}
		if s.From.Fact != nil {
			a.From = s.From.JSON()
		}
		if !s.Any {
			a.To = s.To.JSON()
		}
		all = append(all, a)
	}
	return all
}

// Where names the items that the fact decides: 基本条件第1条、分类条件第2条.
func (a Advice) Where() string { return where(a.Items) }

// Changes says what is to be changed for a reward.
func (r Reward) Changes() string {
	var texts []string
	for _, s := range r.Steps {
		texts = append(texts, s.Text)
	}
	return strings.Join(texts, "；")
}

func places(items []*Item) []Place {
	all := []Place{}
	for _, i := range items {
		all = append(all, Place{i.ID, i.Where()})
	}
	return all
}

func where(items []Place) string {
	var all []string
	for _, i := range items {
		all = append(all, i.Where)
	}
	return strings.Join(all, "、")
}
