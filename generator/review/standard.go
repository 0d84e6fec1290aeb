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
	Edits         []criteria.Edit
	Items         []criteria.ItemChange

	Effects map[EffectKind][]Effect  // by slug
	Same    int                      // brands that come out as before
	First   map[criteria.Outcome]int // of brands that nothing measured before
	Own     int                      // brands that it measures and whose files are touched
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
	isRule := func(c Change) bool { return strings.HasPrefix(c.Path, "criteria/") && !criteria.IsCase(c.Path) }
	rules := slices.ContainsFunc(m.rest, isRule)
	if !rules || !m.before.Readable() {
		return nil
	}
	all, deep := []StandardChange{}, slices.ContainsFunc(m.rest, func(c Change) bool {
		return isRule(c) && !strings.HasPrefix(c.Path, "criteria/standards/") && c.Path != "criteria/naming.yaml"
	})
	for _, now := range m.after.Rules.Standards {
		s := StandardChange{Before: m.before.Rules.Standard(now.ID), After: now}
		if s.Before != nil {
			s.Edits, s.Items = now.Since(s.Before)
		}
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

// predecessor returns the standard that a new one says it replaces, else the newest standard of before that a new one of the same
// level, region and kind comes after; nil where there is none.
func (m *matching) predecessor(now *criteria.Standard) *criteria.Standard {
	if now.Replaces != nil {
		return m.before.Rules.Standard(now.Replaces.ID)
	}
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
