package review

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// A Queue is what waits for the bureau on a day.
type Queue struct {
	Side *Side

	Undecided  []edition.Outdated // brands that do not meet the standard by figures corrected since
	Rechecks   []Recheck
	Awaited    []Awaited // judgements that standards ask for
	Lapsed     []Lapsed  // 公示 that are over, with brands that nothing came of
	Lapses     []Lapse   // acts of the day and later, out of the order that acts keep
	Mismatches []criteria.Mismatch
	Contests   []Contest        // who could be recognized, ranked
	Pool       []*content.Brand // of the 资源库, from its highest level
	Old        []Old            // by county
	OldJudged  []OldJudged
	Unproven   []*content.Brand // that state facts without any evidence
	RanOut     []RanOut         // by brand
	Conflicts  []Conflict

	Contradictions []Contradiction
	Doubts         []Doubt
	Likenesses     []Likeness
	Mistakes       diag.List
}

// Wait returns what waits on the day of side.
func Wait(side *Side) *Queue {
	q := &Queue{Side: side, Mistakes: side.Mistakes}
	if !side.Readable() {
		return q
	}
	q.Undecided = undecided(side)
	q.Rechecks = rechecks(side)
	q.Lapsed = lapsed(side.Content)
	q.Lapses = comingLapses(side)
	q.Mismatches = mismatches(side)
	q.Contests = contests(side)
	q.Conflicts = conflicts(side)
	q.Contradictions = contradictions(side)
	q.Doubts = doubts(side)
	q.Likenesses = findLikenesses(side, nil)
	day := side.Content.Date
	for _, b := range side.brands() {
		if b.PoolText() != "" && !b.Standing.HasEnded() {
			q.Pool = append(q.Pool, b)
		}
		q.RanOut = append(q.RanOut, ranOut(b, day)...)
		if !b.HasFacts || b.Standing.HasEnded() {
			continue
		}
		q.Awaited = append(q.Awaited, awaited(side, b)...)
		if ages := b.OldOn(day); len(ages) > 0 {
			q.Old = append(q.Old, Old{b, ages})
		}
		q.OldJudged = append(q.OldJudged, oldJudged(side, b)...)
		if len(b.Evidence) == 0 && len(b.Facts.Stated()) > 0 {
			q.Unproven = append(q.Unproven, b)
		}
	}
	pools := keys.Find(keys.Brand, "pool").Choices // from the lowest
	slices.SortStableFunc(q.Pool, func(a, b *content.Brand) int {
		return slices.Index(pools, b.Pool) - slices.Index(pools, a.Pool)
	})
	county := func(b *content.Brand) int { return slices.Index(side.Rules.Regions, b.Region) }
	slices.SortStableFunc(q.Old, func(a, b Old) int {
		return cmp.Or(cmp.Compare(county(a.Brand), county(b.Brand)), a.Brand.AsOf.Compare(b.Brand.AsOf))
	})
	slices.SortStableFunc(q.OldJudged, func(a, b OldJudged) int { return cmp.Compare(county(a.Brand), county(b.Brand)) })
	return q
}

// An Old is a brand of which facts are older than criteria/ says that they are fresh.
type Old struct {
	Brand *content.Brand
	Ages  []content.Age
}

// A RanOut is a link that the site shows no more.
type RanOut struct {
	Brand *content.Brand
	Link  content.Link
}

func ranOut(b *content.Brand, day values.Date) []RanOut {
	var all []RanOut
	for _, l := range b.Links {
		if !l.HoldsOn(day) {
			all = append(all, RanOut{b, l})
		}
	}
	return all
}

// An OldJudged is a judgement that is.
type OldJudged struct {
	Brand    *content.Brand
	Standard *criteria.Standard
	Item     *criteria.Item
	Date     values.Date
}

func oldJudged(side *Side, b *content.Brand) []OldJudged {
	var all []OldJudged
	for _, e := range side.Evaluations[b] {
		for _, r := range e.Items {
			if j := r.Judgement; j != nil && !j.Date.IsZero() && !side.Content.Date.Before(j.Date.First().AddMonths(j.Fresh()).Next()) {
				all = append(all, OldJudged{b, e.Standard, r.Item, j.Date})
			}
		}
	}
	return all
}

// A Recheck (待复核) is a recognized brand whose facts, newer than its
// recognition, do not meet the standard of the level, or leave open whether they
// do.
type Recheck struct {
	Brand      *content.Brand
	Honor      content.Honor
	Evaluation criteria.Evaluation
}

// rechecks returns them by slug. An honour is held against the standard that its
// notice names while that is in force, else against those of its level.
func rechecks(side *Side) []Recheck {
	var all []Recheck
	for _, b := range side.brands() {
		told := map[*criteria.Standard]bool{}
		for _, h := range b.Standing.Holding() {
			if h.Since.Date.IsZero() || !b.AsOf.After(h.Since.Date.Last()) {
				continue
			}
			for _, e := range side.heldAgainst(b, h) {
				if !told[e.Standard] && (e.Outcome == criteria.Failed || waitsForBrand(e)) {
					told[e.Standard] = true
					all = append(all, Recheck{b, h, e})
				}
			}
		}
	}
	return all
}

func (s *Side) heldAgainst(b *content.Brand, h content.Honor) []criteria.Evaluation {
	var named, level []criteria.Evaluation
	for _, e := range s.Evaluations[b] {
		if e.Standard == h.Since.Standard {
			named = append(named, e)
		}
		if e.Standard.Level == h.Level {
			level = append(level, e)
		}
	}
	if named != nil {
		return named
	}
	return level
}

// waitsForBrand reports whether a fact or a judgement is missing: that the
// standard itself is silent is nobody's to mend.
func waitsForBrand(e criteria.Evaluation) bool {
	return slices.ContainsFunc(e.Items, func(r criteria.Result) bool { return r.Outcome == criteria.Unstated || r.Awaits })
}

// newRechecks returns those of after that before had not.
func newRechecks(before, after *Side, m *matching) []Recheck {
	type key struct {
		brand    *content.Brand
		standard string
	}
	was := map[key]bool{}
	if before.Readable() {
		for _, r := range rechecks(before) {
			was[key{r.Brand, r.Evaluation.Standard.ID}] = true
		}
	}
	var all []Recheck
	for _, r := range rechecks(after) {
		if old := m.was[r.Brand]; old == nil || !was[key{old, r.Evaluation.Standard.ID}] {
			all = append(all, r)
		}
	}
	return all
}

// An Awaited is a judgement that a standard asks for and nobody has recorded.
type Awaited struct {
	Brand    *content.Brand
	Standard *criteria.Standard
	Result   criteria.Result
}

func awaited(side *Side, b *content.Brand) []Awaited {
	var all []Awaited
	for _, e := range side.Evaluations[b] {
		for _, r := range e.Items {
			if r.Awaits {
				all = append(all, Awaited{b, e.Standard, r})
			}
		}
	}
	return all
}

// A Lapsed is a 公示 that is over, and those of its brands that no act at its
// level has named since.
type Lapsed struct {
	Notice *content.Notice
	Brands []*content.Brand
}

func lapsed(c *content.Content) []Lapsed {
	var all []Lapsed
	for _, n := range c.Notices {
		if n.Kind != content.Publicity || n.To.IsZero() || !c.Date.After(n.To) {
			continue
		}
		l := Lapsed{Notice: n}
		for _, e := range n.Entries {
			if !decidedSince(e.Brand, n) {
				l.Brands = append(l.Brands, e.Brand)
			}
		}
		if l.Brands != nil {
			all = append(all, l)
		}
	}
	return all
}

func decidedSince(b *content.Brand, n *content.Notice) bool {
	return slices.ContainsFunc(b.Standing.History, func(act *content.Notice) bool {
		later := act.Date.IsZero() || !act.Date.Last().Before(n.From)
		if act.Kind == content.Publicity {
			later = act.From.After(n.From)
		}
		return act.Level == n.Level && later
	})
}

// A Contest is the brands of one type that one standard could give its level to:
// they do not hold it, and do not fail the standard.
type Contest struct {
	edition.Contest
	Failed int // that do not hold it and fail
}

// contests returns those with anybody in it, by standard and type.
func contests(side *Side) []Contest {
	var all []Contest
	for _, c := range edition.Rank(side.brands(), side.Evaluations) {
		open := Contest{Contest: c}
		open.Entrants = nil
		for _, e := range c.Entrants {
			switch {
			case edition.Holds(e.Brand, c.Standard.Level):
			case e.Evaluation.Outcome == criteria.Failed:
				open.Failed++
			default:
				open.Entrants = append(open.Entrants, e)
			}
		}
		edition.Place(open.Entrants, c.Standard)
		if len(open.Entrants)+open.Failed > 0 {
			all = append(all, open)
		}
	}
	return all
}
