package review

import (
	"cmp"
	"slices"
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
	Acts          []*content.Notice  // that rely on it, before the change
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
		s.Acts = m.acts(now.ID)
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
			all = append(all, StandardChange{Before: old, Acts: m.acts(old.ID)})
		}
	}
	return all
}

// acts returns the notices that relied on a standard.
func (m *matching) acts(id string) []*content.Notice {
	var all []*content.Notice
	for _, n := range m.before.notices() {
		if n.Standard != nil && n.Standard.ID == id {
			all = append(all, n)
		}
	}
	return all
}

// mismatches returns the rules of all standards that are not as their wording.
func mismatches(s *Side) []criteria.Mismatch {
	var all []criteria.Mismatch
	if s.Readable() {
		for _, standard := range s.Rules.Standards {
			all = append(all, standard.Mismatches()...)
		}
	}
	return all
}

func mismatchKey(m criteria.Mismatch, _ func(*content.Brand) string) string {
	return m.Standard.ID + "\n" + m.Item.ID + "\n" + m.Words + "\n" + m.Rule
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
	s.Edits = changed(
		Edit{"名称", old.Title, now.Title},
		Edit{"级别", old.Level.Name, now.Level.Name},
		Edit{"适用地区", old.Region.Name, now.Region.Name},
		Edit{"出处", old.Document, now.Document},
		Edit{"施行", old.From.String(), now.From.String()},
		Edit{"适用至", old.Until.String(), now.Until.String()},
		Edit{"种类", string(old.Kind), string(now.Kind)},
		Edit{"分类条件总分", old.TypePoints.String(), now.TypePoints.String()},
		Edit{"合格分数线", old.PassTotal.String(), now.PassTotal.String()},
		Edit{"口径说明", strings.Join(old.Readings, "；"), strings.Join(now.Readings, "；")},
	)
	before := indexed(old.Items(nil), func(i *criteria.Item) string { return i.ID })
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

// itemEdits says what differs; of a new item everything that it says.
func itemEdits(old, now *criteria.Item) []Edit {
	old = cmp.Or(old, &criteria.Item{})
	return changed(
		Edit{"类别", old.Group, now.Group},
		Edit{"标准", old.Text, now.Text},
		Edit{"评分依据", old.Basis, now.Basis},
		Edit{"口径说明", old.Reading, now.Reading},
		Edit{"条件", condition(old.Met), condition(now.Met)},
		Edit{"分值", positive(old.Points), positive(now.Points)},
		Edit{"得分", scoring(old.Awards), scoring(now.Awards)},
		Edit{"扣分", scoring(old.Deducts), scoring(now.Deducts)},
		Edit{"加分", bonus(old), bonus(now)},
		Edit{"加分上限", positive(old.BonusCap), positive(now.BonusCap)},
		Edit{"须评定的情形", condition(old.Judge), condition(now.Judge)},
		Edit{"待定", old.Undetermined, now.Undetermined},
	)
}

// positive returns a number of points, "" where there are none.
func positive(points criteria.Points) string {
	if points <= 0 {
		return ""
	}
	return points.String()
}

func bonus(i *criteria.Item) string {
	var all []string
	for _, b := range i.Bonus {
		all = append(all, scoring(b.Highest))
	}
	return strings.Join(all, "；")
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
		all = append(all, r.Points.String()+"分："+r.Text+"（"+condition(r.When)+"）")
	}
	return strings.Join(all, "；取高者：")
}
