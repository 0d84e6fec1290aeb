package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A StandardChange is what became of one standard, or what other rules make of
// it, and what that does to the brands whose own files are not touched: a policy
// can be tried on before it is issued. Brands are measured whether the standard
// is in force or not.
type StandardChange struct {
	Before, After *criteria.Standard // nil: none
	Against       *criteria.Standard // what a new standard is held against: the one before it, nil where there is none
	Edits         []Edit
	Items         []ItemChange

	Effects map[EffectKind][]Effect  // by slug
	Same    int                      // brands that come out as before
	First   map[criteria.Outcome]int // of brands that nothing measured before
	Own     int                      // brands that it measures and whose files are touched
}

// An ItemChange is what became of one item, in words.
type ItemChange struct {
	ID            string
	Before, After *criteria.Item // nil: none
	Edits         []Edit
}

// An EffectKind says in what way a brand comes out otherwise.
type EffectKind int8

const (
	Better EffectKind = iota // as a whole: failed, incomplete, passed
	Worse
	Up // by points alone
	Down
	Other // by items alone, or no longer measured
)

// An Effect is what a change of the rules does to one brand.
type Effect struct {
	Brand         *content.Brand
	Before, After *criteria.Evaluation
}

// standards describes every standard that is not what it was. Where facts, types,
// levels or regions are touched, which all standards depend on, it describes those
// too by which a brand comes out otherwise.
func (m *matching) standards() []StandardChange {
	rules := slices.ContainsFunc(m.rest, func(c Change) bool { return strings.HasPrefix(c.Path, "criteria/") })
	if !rules || !m.before.Readable() {
		return nil
	}
	all, deep := []StandardChange{}, slices.ContainsFunc(m.rest, func(c Change) bool {
		return strings.HasPrefix(c.Path, "criteria/") && !strings.HasPrefix(c.Path, "criteria/standards/") && c.Path != "criteria/naming.yaml"
	})
	for _, now := range m.after.Rules.Standards {
		s := compareStandards(m.before.Rules.Standard(now.ID), now)
		if s.Before == nil {
			s.Against = m.predecessor(now)
		}
		if len(s.Edits)+len(s.Items) == 0 && s.Before != nil && !deep {
			continue
		}
		m.try(&s)
		if len(s.Edits)+len(s.Items)+len(s.Effects)+len(s.First) > 0 || s.Before == nil {
			all = append(all, s)
		}
	}
	for _, old := range m.before.Rules.Standards {
		if m.after.Rules.Standard(old.ID) == nil {
			all = append(all, StandardChange{Before: old})
		}
	}
	return all
}

// predecessor returns the newest standard of before that a new one of the same
// level, region and kind comes after; nil where there is none.
func (m *matching) predecessor(now *criteria.Standard) *criteria.Standard {
	var best *criteria.Standard
	for _, s := range m.before.Rules.Standards {
		if s.Level.Name == now.Level.Name && s.Region.Code == now.Region.Code && s.Kind == now.Kind &&
			s.From.Before(now.From) && (best == nil || s.From.After(best.From)) {
			best = s
		}
	}
	return best
}

// try measures every brand whose file is not touched by the standard as it was
// and as it is.
func (m *matching) try(s *StandardChange) {
	touched := map[*content.Brand]bool{}
	for _, c := range m.brands {
		touched[c.after] = true
	}
	before := cmp.Or(s.Before, s.Against)
	for _, b := range m.after.brands() {
		now := m.after.evaluate(b, s.After.ID)
		var was *criteria.Evaluation
		if before != nil && m.was[b] != nil {
			was = m.before.evaluate(m.was[b], before.ID)
		}
		switch {
		case now == nil && was == nil:
		case touched[b]:
			s.Own++
		case was == nil:
			if s.First == nil {
				s.First = map[criteria.Outcome]int{}
			}
			s.First[now.Outcome]++
		default:
			s.sort(Effect{b, was, now})
		}
	}
}

// merit orders outcomes.
var merit = map[criteria.Outcome]int{criteria.Failed: 0, criteria.Incomplete: 1, criteria.Passed: 2}

func (s *StandardChange) sort(e Effect) {
	kind := Other
	switch {
	case e.After == nil:
	case merit[e.After.Outcome] > merit[e.Before.Outcome]:
		kind = Better
	case merit[e.After.Outcome] < merit[e.Before.Outcome]:
		kind = Worse
	case e.After.Total > e.Before.Total:
		kind = Up
	case e.After.Total < e.Before.Total:
		kind = Down
	case !compareEvaluations(e.Before, e.After).changed():
		s.Same++
		return
	}
	if s.Effects == nil {
		s.Effects = map[EffectKind][]Effect{}
	}
	s.Effects[kind] = append(s.Effects[kind], e)
}

// compareStandards says in words what differs.
func compareStandards(old, now *criteria.Standard) StandardChange {
	s := StandardChange{Before: old, After: now}
	if old == nil {
		return s
	}
	was, is := headOf(old), headOf(now)
	for i := range is {
		if was[i].After != is[i].After {
			s.Edits = append(s.Edits, Edit{is[i].What, was[i].After, is[i].After})
		}
	}
	before := map[string]*criteria.Item{}
	for _, item := range old.Items(nil) {
		before[item.ID] = item
	}
	for _, item := range now.Items(nil) {
		if edits := itemEdits(before[item.ID], item); len(edits) > 0 {
			s.Items = append(s.Items, ItemChange{item.ID, before[item.ID], item, edits})
		}
		delete(before, item.ID)
	}
	for _, item := range old.Items(nil) {
		if before[item.ID] != nil {
			s.Items = append(s.Items, ItemChange{ID: item.ID, Before: item})
		}
	}
	return s
}

// headOf returns what a standard says of itself, each with its name.
func headOf(s *criteria.Standard) []Edit {
	pass := ""
	if s.PassTotal != nil {
		pass = strconv.Itoa(*s.PassTotal)
	}
	return []Edit{
		{"名称", "", s.Title}, {"级别", "", s.Level.Name}, {"适用地区", "", s.Region.Name}, {"出处", "", s.Document},
		{"施行", "", s.From.String()}, {"适用至", "", s.Until.String()}, {"种类", "", string(s.Kind)},
		{"分类条件总分", "", strconv.Itoa(s.TypePoints)}, {"合格分数线", "", pass}, {"口径说明", "", strings.Join(s.Readings, "；")},
	}
}

// itemEdits says what differs; of a new item everything that it says.
func itemEdits(old, now *criteria.Item) []Edit {
	if old == nil {
		old = &criteria.Item{}
	}
	was, is := clauses(old), clauses(now)
	var edits []Edit
	for i := range is {
		if was[i].After != is[i].After {
			edits = append(edits, Edit{is[i].What, was[i].After, is[i].After})
		}
	}
	return edits
}

// clauses returns the parts of an item, each with its name.
func clauses(i *criteria.Item) []Edit {
	limit, points := "", ""
	if i.BonusCap > 0 {
		limit = strconv.Itoa(i.BonusCap)
	}
	if i.Points > 0 {
		points = strconv.Itoa(i.Points)
	}
	var bonus []string
	for _, b := range i.Bonus {
		bonus = append(bonus, scoring(b.Highest))
	}
	return []Edit{
		{"类别", "", i.Group}, {"标准", "", i.Text}, {"评分依据", "", i.Basis}, {"口径说明", "", i.Reading},
		{"条件", "", condition(i.Met)}, {"分值", "", points}, {"得分", "", scoring(i.Awards)}, {"扣分", "", scoring(i.Deducts)},
		{"加分", "", strings.Join(bonus, "；")}, {"加分上限", "", limit}, {"须评定的情形", "", condition(i.Judge)}, {"待定", "", i.Undetermined},
	}
}

func condition(c *criteria.Condition) string {
	if c == nil {
		return ""
	}
	return c.String()
}

func scoring(rules []criteria.Rule) string {
	var all []string
	for _, r := range rules {
		all = append(all, strconv.Itoa(r.Points)+"分："+r.Text+"（"+condition(r.When)+"）")
	}
	return strings.Join(all, "；取高者：")
}
