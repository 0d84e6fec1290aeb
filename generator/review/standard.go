package review

import (
	"cmp"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
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

	Measured []Effect // every brand that it measures, or did, but for those whose files are touched

	Effects map[EffectKind][]Effect  // of these that come out otherwise, by slug
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
	Other     // by items alone, or no longer measured
	Unchanged // in every item
	Newly     // measured, and not before
)

// An Effect is what a change of the rules does to one brand. Either evaluation is nil where
// the standard did not, or does not, measure it.
type Effect struct {
	Brand         *content.Brand
	Before, After *criteria.Evaluation
}

// Kind says in what way the brand comes out otherwise.
func (e Effect) Kind() EffectKind {
	switch {
	case e.Before == nil:
		return Newly
	case e.After == nil:
		return Other
	}
	kind := Turn(e.Before, e.After)
	if kind == Unchanged && compareEvaluations(e.Before, e.After).changed() {
		return Other
	}
	return kind
}

// Turn says in what way an evaluation differs from another by its conclusion and total
// alone: Better, Worse, Up, Down or Unchanged.
func Turn(before, after *criteria.Evaluation) EffectKind {
	switch {
	case merit[after.Outcome] > merit[before.Outcome]:
		return Better
	case merit[after.Outcome] < merit[before.Outcome]:
		return Worse
	case after.Standard.Kind != before.Standard.Kind: // points of a scorecard are none of a checklist
		return Unchanged
	case after.Total > before.Total:
		return Up
	case after.Total < before.Total:
		return Down
	}
	return Unchanged
}

// Items says what became of the items that come out otherwise: tourism-1：达到，10/10 分 →
// 未达到，0/10 分.
func (e Effect) Items() []string {
	if e.Before == nil || e.After == nil {
		return nil
	}
	var all []string
	for _, i := range compareEvaluations(e.Before, e.After).Items {
		all = append(all, i.text())
	}
	return all
}

// Try says what other rules make of the same brands: what became of each standard, and what
// it does to every brand, also of other facts, types or levels; and which mistakes the files
// have by them that they had not before.
func Try(before, after *Side) ([]StandardChange, diag.List) {
	m := match(before, after, nil)
	made, _ := m.otherMistakes()
	return m.changedStandards(true), made
}

// standards describes every standard that is not what it was. Where facts, types,
// levels or regions are touched, which all standards depend on, it describes those
// too by which a brand comes out otherwise.
func (m *matching) standards() []StandardChange {
	isRule := func(c Change) bool {
		return strings.HasPrefix(c.Path, "criteria/") && !criteria.IsCase(c.Path) && !criteria.IsOfSearch(c.Path)
	}
	rules := slices.ContainsFunc(m.rest, isRule)
	if !rules || !m.before.Readable() {
		return nil
	}
	return m.changedStandards(slices.ContainsFunc(m.rest, func(c Change) bool {
		return isRule(c) && !strings.HasPrefix(c.Path, "criteria/standards/") && c.Path != "criteria/naming.yaml"
	}))
}

// changedStandards is standards; deep: also those of which the text is as it was and by
// which a brand comes out otherwise.
func (m *matching) changedStandards(deep bool) []StandardChange {
	all := []StandardChange{}
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
		now := m.after.Evaluate(b, s.After.ID)
		var was *criteria.Evaluation
		if before != nil && m.was[b] != nil {
			was = m.before.Evaluate(m.was[b], before.ID)
		}
		switch {
		case now == nil && was == nil:
		case touched[b]:
			s.Own++
		default:
			s.add(Effect{b, was, now})
		}
	}
}

// merit orders outcomes.
var merit = map[criteria.Outcome]int{criteria.Failed: 0, criteria.Incomplete: 1, criteria.Passed: 2}

func (s *StandardChange) add(e Effect) {
	s.Measured = append(s.Measured, e)
	switch kind := e.Kind(); kind {
	case Unchanged:
		s.Same++
	case Newly:
		if s.First == nil {
			s.First = map[criteria.Outcome]int{}
		}
		s.First[e.After.Outcome]++
	default:
		if s.Effects == nil {
			s.Effects = map[EffectKind][]Effect{}
		}
		s.Effects[kind] = append(s.Effects[kind], e)
	}
}
