package criteria

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"minglu/generator/diag"
	"minglu/generator/fields"
)

// An itemReader reads the items of one standard.
type itemReader struct {
	rules    *Rules
	standard *Standard
	typed    bool // it has items for types
	seen     map[string]bool
	faulty   map[string]bool // of the loader
}

// items reads a list of items: basic ones where t is nil, else those of a type.
func (r *itemReader) items(maps []*fields.Map, t *Type) []*Item {
	var items []*Item
	for _, m := range maps {
		item := r.item(m, t)
		item.Number = len(items) + 1
		items = append(items, item)
	}
	return items
}

func (r *itemReader) item(m *fields.Map, t *Type) *Item {
	id := m.Text("id")
	unique(m, r.seen, "编号", id)
	item := &Item{
		ID: id.V, Basic: t == nil, Type: t, Veto: t == nil, Typed: r.typed,
		Group: m.Text("group").V, Text: m.Prose("text").V, Short: m.Text("short").V, Basis: m.Prose("basis").V, Reading: m.Prose("reading").V,
		Met:          r.condition(m.Node("met"), t),
		Awards:       r.scoring(m, "award", t),
		Deducts:      r.scoring(m, "deduct", t),
		Bonus:        r.bonuses(m, t),
		Judge:        r.condition(m.Node("judge"), t),
		Undetermined: m.Prose("undetermined").V,
	}
	if veto := m.Bool("veto"); veto.Stated {
		if item.Veto = veto.V; t != nil || r.standard.Kind == Checklist {
			m.Report(m.Node("veto").At(), diag.IncompleteItem, "veto 只用于评分表的基本条件：写“否”的，未达到不一票否决，只不得分。请删去。")
		}
	}
	if n := utf8.RuneCountInString(item.Short); n > brief {
		m.Report(m.Node("short").At(), diag.TooLarge, "简称“%s”有 %d 个字，最多 %d 个字，请缩短。", item.Short, n, brief)
	}
	points, limit := m.Number("points"), m.Number("bonus_cap")
	item.Points, item.BonusCap = points.V, limit.V
	for _, n := range []fields.Number{points, limit} {
		positive(m, n)
	}
	m.Require("id", "group")
	if !m.Has("undetermined") {
		m.Require("text")
	}
	for _, key := range []string{"met", "points", "award", "deduct", "bonus", "judge", "undetermined"} {
		if m.Has(key) { // left empty it would be another item
			m.Require(key)
		}
	}
	m.Done()
	r.checkShape(m, item)
	return item
}

// checkShape holds that an item is a condition, or points, or undetermined, and
// nothing of another shape beside it.
func (r *itemReader) checkShape(m *fields.Map, item *Item) {
	if m.Partial() {
		return
	}
	scored := m.Has("points") || m.Has("award") || m.Has("deduct")
	shapes := 0
	for _, has := range []bool{m.Has("met"), scored, m.Has("undetermined")} {
		if has {
			shapes++
		}
	}
	switch {
	case shapes != 1:
		m.Report(m.At(), diag.IncompleteItem, "条目“%s”应写 met、points（配 award 或 deduct）、undetermined 三者之一，且只写一种。", item.ID)
	case scored && !m.Has("points"):
		m.Report(m.At(), diag.IncompleteItem, "条目“%s”写了计分规则，还应写明分值 points。", item.ID)
	case scored && m.Has("award") == m.Has("deduct"):
		m.Report(m.At(), diag.IncompleteItem, "条目“%s”写了分值，还应写 award（得分）或 deduct（扣分）中的一种。", item.ID)
	case m.Has("judge") && !scored:
		m.Report(m.At(), diag.IncompleteItem, "条目“%s”写了 judge，只有计分的条目才能评定分数。", item.ID)
	case (scored || m.Has("bonus")) && r.standard.Kind == Checklist:
		m.Report(m.At(), diag.IncompleteItem, "条目“%s”写了计分规则，但逐条认定的标准（checklist）不计分。", item.ID)
	case m.Has("bonus") && m.Has("undetermined"):
		m.Report(m.At(), diag.IncompleteItem, "条目“%s”写了 undetermined，无法适用的条目不计加分，请删去 bonus。", item.ID)
	}
}

// maxPoints bounds what one number of points can be.
const maxPoints = 10_000 * Point

func positive(m *fields.Map, n fields.Number) {
	if n.Stated && (n.V <= 0 || n.V > maxPoints) {
		m.Report(n.At, diag.OutOfRange, "分数“%s”应大于 0，不超过 %s。", n.V, maxPoints)
	}
}

func (r *itemReader) scoring(m *fields.Map, key string, t *Type) []Rule {
	var rules []Rule
	for _, m := range m.Maps(key) {
		if rule, ok := r.rule(m, t); ok {
			rules = append(rules, rule)
		}
	}
	return rules
}

func (r *itemReader) rule(m *fields.Map, t *Type) (Rule, bool) {
	points, text := m.Number("points"), m.Prose("text")
	when := r.condition(m.Node("when"), t)
	positive(m, points)
	m.Require("points", "when", "text")
	m.Done()
	return Rule{points.V, when, text.V}, when != nil
}

func (r *itemReader) bonuses(m *fields.Map, t *Type) []Bonus {
	var bonuses []Bonus
	for _, m := range m.Maps("bonus") {
		if m.Has("highest") {
			bonuses = append(bonuses, Bonus{r.scoring(m, "highest", t)})
			m.Require("highest")
			m.Done()
		} else if rule, ok := r.rule(m, t); ok {
			bonuses = append(bonuses, Bonus{[]Rule{rule}})
		}
	}
	return bonuses
}

// A use is a condition of an item, what it is for, and the rule that it belongs to, nil where
// it is the item's own.
type use struct {
	kind ReasonKind // Clausal, Award, Deduct, Judging or BonusRule
	when *Condition
	rule *Rule
}

// uses returns every condition of the item, in the order in which the rules are written.
func (i *Item) uses() []use {
	var all []use
	own := func(kind ReasonKind, c *Condition) {
		if c != nil {
			all = append(all, use{kind, c, nil})
		}
	}
	rules := func(kind ReasonKind, rules []Rule) {
		for j := range rules {
			all = append(all, use{kind, rules[j].When, &rules[j]})
		}
	}
	own(Clausal, i.Met)
	rules(Award, i.Awards)
	rules(Deduct, i.Deducts)
	own(Judging, i.Judge)
	for _, b := range i.Bonus {
		rules(BonusRule, b.Highest)
	}
	return all
}

// Conditions returns every condition of the item.
func (i *Item) Conditions() []*Condition {
	var all []*Condition
	for _, u := range i.uses() {
		all = append(all, u.when)
	}
	return all
}

// Facts returns the facts that the item reads, each once.
func (i *Item) Facts() []*Fact {
	var facts []*Fact
	seen := map[*Fact]bool{}
	for _, c := range i.Conditions() {
		for _, f := range c.Facts() {
			if !seen[f] {
				seen[f] = true
				facts = append(facts, f)
			}
		}
	}
	return facts
}

// brief is how many characters a short may have, and a clause that stands for itself where
// clauses are named in a few words.
const brief = 20

// Brief says in a few words what the item is about: its short, else the clause as far as its
// first stop, with …… where it goes on.
func (i *Item) Brief() string {
	text := strings.TrimSuffix(i.Text, "。")
	if i.Short != "" || utf8.RuneCountInString(text) <= brief {
		return cmp.Or(i.Short, text)
	}
	if end := strings.IndexAny(text, "，；。（"); end > 0 {
		text = text[:end]
	}
	if words := []rune(text); len(words) > brief {
		text = string(words[:brief])
	}
	return text + "……"
}

// Where names the item as people cite it: 分类条件第1条.
func (i *Item) Where() string {
	switch {
	case !i.Typed:
		return fmt.Sprintf("第%d条", i.Number)
	case i.Basic:
		return fmt.Sprintf("基本条件第%d条", i.Number)
	}
	return fmt.Sprintf("分类条件第%d条", i.Number)
}

// Cited names the item where those of other types stand beside it: 文化旅游类第1条.
func (i *Item) Cited() string {
	if i.Type == nil {
		return i.Where()
	}
	return fmt.Sprintf("%s第%d条", i.Type.Name, i.Number)
}

// MaxBonus returns the highest bonus that the item can give.
func (i *Item) MaxBonus() Points {
	sum := Points(0)
	for _, b := range i.Bonus {
		best := Points(0)
		for _, rule := range b.Highest {
			best = max(best, rule.Points)
		}
		sum += best
	}
	if i.BonusCap > 0 {
		sum = min(sum, i.BonusCap)
	}
	return sum
}
