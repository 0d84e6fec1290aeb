package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// A Brand is a brand that has a page.
type Brand struct {
	*content.Brand
	Links       []content.Link        // in place of the source's: those that have not run out by the day
	Path        string                // brands/<slug>.html
	Evaluations []criteria.Evaluation // the lowest level's standard first; none where the settings do not show scores
	Ranks       []Rank                // by evaluation; the zero Rank where none is given
	Badges      []Badge               // what stands, highest level first
	Interrupted []content.Honor       // what ended and was given again, as it was then, in the order of the acts
	Years       []int                 // the batches' years of what stands, newest first; 0: 年份未载明
	Source      *edition.Provenance   // the directory that it is taken from; nil: it is the site's own
}

// Recognized reports whether b holds anything today: only then it is in lists
// and in the search.
func (b *Brand) Recognized() bool { return b.Standing.Status == content.Recognized }

// Holds reports whether b holds an honour of the level today.
func (b *Brand) Holds(l *criteria.Level) bool {
	return slices.ContainsFunc(b.Badges, func(badge Badge) bool { return badge.Level == l })
}

// Summary returns in one line what b's people do: the first sentence of 基本情况 as plain
// text, or the industry where there is none; of at most MaxSummary characters. It is ""
// where neither is told.
func (b *Brand) Summary() string {
	paragraphs := b.Intro.Paragraphs()
	switch {
	case len(paragraphs) > 0:
		return shortened(firstSentence(paragraphs[0]), MaxSummary)
	case b.Industry != "":
		return shortened("行业："+b.Industry, MaxSummary)
	}
	return ""
}

// EverHeld reports whether b holds an honour of the level, or once did.
func (b *Brand) EverHeld(l *criteria.Level) bool {
	return slices.ContainsFunc(b.Standing.Honors, func(h content.Honor) bool { return h.Level == l })
}

// holds reports whether b holds an honour of the level that a batch of the year gave.
func (b *Brand) holds(l *criteria.Level, year int) bool {
	return slices.ContainsFunc(b.Badges, func(badge Badge) bool { return badge.Level == l && badge.Year == year })
}

// RecognizedBy returns the newest act that b's standing rests on, nil where
// nothing stands.
func (b *Brand) RecognizedBy() *content.Notice {
	var newest *content.Notice
	for _, h := range b.Standing.Holding() {
		if newest == nil || h.Since.Date.After(newest.Date) {
			newest = h.Since
		}
	}
	return newest
}

// IsUpdate reports whether b's facts are newer than its recognition: what they
// show is then its present state (现状), not what it was recognized for.
func (b *Brand) IsUpdate() bool {
	act := b.RecognizedBy()
	return b.HasFacts && act != nil && !act.Date.IsZero() && b.AsOf.After(act.Date.Last())
}

// A Badge is one honour as it is shown.
type Badge struct {
	Level *criteria.Level
	Name  string // the honour's own name, or the level's
	Year  int
	Since *content.Notice // the act that it rests on
}

// A Rank is a place by total among the recognized brands of one type that a
// scorecard measures; equal totals share a place. All counts those without figures too,
// which it cannot measure.
type Rank struct{ Place, Of, All int }

// A Moved is an old address of a brand, which leads to its present one.
type Moved struct {
	Path string // brands/<former slug>.html
	To   *Brand
}

// newBrands returns the brands that have a page, by slug and by source.
func newBrands(e *edition.Edition) ([]*Brand, map[*content.Brand]*Brand) {
	ranks, before := newRanks(e), interrupted(e.Events)
	var brands []*Brand
	bySource := make(map[*content.Brand]*Brand, len(e.Content.Brands))
	for _, source := range e.Content.Brands {
		if source.HasPage() {
			b := newBrand(e, source)
			b.Interrupted = before[source]
			for i, v := range b.Evaluations {
				b.Ranks[i] = ranks[ranked{source, v.Standard}]
			}
			brands, bySource[source] = append(brands, b), b
		}
	}
	slices.SortFunc(brands, func(a, b *Brand) int { return cmp.Compare(a.Slug, b.Slug) })
	return brands, bySource
}

// interrupted returns what ended and was given again, of which a brand's standing tells
// the last act alone.
func interrupted(events []edition.Event) map[*content.Brand][]content.Honor {
	type held struct {
		brand *content.Brand
		level *criteria.Level
		honor string
	}
	over, all := map[held]content.Honor{}, map[*content.Brand][]content.Honor{}
	for _, e := range events {
		key := held{e.Brand, e.Level, e.Honor}
		h := content.Honor{Level: e.Level, Name: e.Honor, Since: e.Before, Reason: e.Reason}
		switch e.Deed {
		case edition.RanOut:
			h.Status = content.Expired
			over[key] = h
		case edition.Ended, edition.EndedLate:
			h.Status, h.Ended = content.Withdrawn, e.Notice
			over[key] = h
		case edition.Regiven:
			if h, found := over[key]; found {
				all[e.Brand] = append(all[e.Brand], h)
			}
		}
	}
	return all
}

// newBrand returns a brand as pages show it, without ranks.
func newBrand(e *edition.Edition, source *content.Brand) *Brand {
	b := &Brand{Brand: source, Path: edition.BrandPath(source.Slug), Source: e.Provenance(source.File)}
	for _, l := range source.Links {
		if l.HoldsOn(e.Content.Date) {
			b.Links = append(b.Links, l)
		}
	}
	if e.Settings.ShowScores {
		b.Evaluations = e.Evaluations[source]
		b.Ranks = make([]Rank, len(b.Evaluations))
	}
	for _, h := range source.Standing.Holding() {
		b.Badges = append(b.Badges, Badge{h.Level, h.Level.HonorName(h.Name), h.Since.Year, h.Since})
		if !slices.Contains(b.Years, h.Since.Year) {
			b.Years = append(b.Years, h.Since.Year)
		}
	}
	slices.SortFunc(b.Years, func(x, y int) int { return cmp.Compare(y, x) })
	return b
}

// Candidates returns the brands of e without a page, as pages would show them,
// by slug. They are no part of the site: a preview alone shows them.
func Candidates(e *edition.Edition) []*Brand {
	var all []*Brand
	for _, source := range e.Content.Candidates() {
		all = append(all, newBrand(e, source))
	}
	return all
}

// newListed returns the recognized among brands, in the order of lists.
func newListed(brands []*Brand, rules *criteria.Rules) []*Brand {
	places := make(map[*criteria.Region]int, len(rules.Regions))
	for i, r := range rules.Regions {
		places[r] = i
	}
	listed := slices.DeleteFunc(slices.Clone(brands), func(b *Brand) bool { return !b.Recognized() })
	slices.SortStableFunc(listed, func(a, b *Brand) int { return cmp.Compare(places[a.Region], places[b.Region]) })
	return listed
}

// newMoved returns the old addresses of brands, sorted.
func newMoved(brands []*Brand) []Moved {
	var all []Moved
	for _, b := range brands {
		for _, former := range b.FormerSlugs {
			all = append(all, Moved{edition.BrandPath(former), b})
		}
	}
	slices.SortFunc(all, func(a, b Moved) int { return cmp.Compare(a.Path, b.Path) })
	return all
}

// ranked is a brand on a standard.
type ranked struct {
	brand    *content.Brand
	standard *criteria.Standard
}

// newRanks ranks the recognized brands of each type on each scorecard.
func newRanks(e *edition.Edition) map[ranked]Rank {
	recognized := slices.DeleteFunc(slices.Clone(e.Content.Brands), func(b *content.Brand) bool { return b.Standing.Status != content.Recognized })
	ranks, all := map[ranked]Rank{}, map[*criteria.Type]int{}
	for _, b := range recognized {
		all[b.Type]++
	}
	for _, c := range edition.Rank(recognized, e.Evaluations) {
		for _, entrant := range c.Entrants {
			if entrant.Place > 0 {
				ranks[ranked{entrant.Brand, c.Standard}] = Rank{entrant.Place, len(c.Entrants), all[c.Type]}
			}
		}
	}
	return ranks
}
