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
	Path        string                // brands/<slug>.html
	Evaluations []criteria.Evaluation // the lowest level's standard first; none where the settings do not show scores
	Ranks       []Rank                // by evaluation; the zero Rank where none is given
	Badges      []Badge               // what stands, highest level first
	Years       []int                 // the batches' years of what stands, newest first; 0: 年份未载明

	place int     // of Region in regions.yaml
	lists []*List // that b stands in
}

// Recognized reports whether b holds anything today: only then it is in lists
// and in the search.
func (b *Brand) Recognized() bool { return b.Standing.Status == content.Recognized }

// Holds reports whether b holds an honour of the level today.
func (b *Brand) Holds(l *criteria.Level) bool {
	return slices.ContainsFunc(b.Badges, func(badge Badge) bool { return badge.Level == l })
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
}

// A Rank is a place by total among the recognized brands of one type that a
// scorecard measures; equal totals share a place.
type Rank struct{ Place, Of int }

// A Moved is an old address of a brand, which leads to its present one.
type Moved struct {
	Path string // brands/<former slug>.html
	To   *Brand
}

// addBrands fills Brands, Listed and Moved, and returns the brands by source.
func (s *Site) addBrands(c *content.Content, evaluations edition.Evaluations) map[*content.Brand]*Brand {
	places := make(map[*criteria.Region]int, len(s.Rules.Regions))
	for i, r := range s.Rules.Regions {
		places[r] = i
	}
	bySource := make(map[*content.Brand]*Brand, len(c.Brands))
	for _, source := range c.Brands {
		if !source.HasPage() {
			continue
		}
		b := &Brand{Brand: source, Path: brandPath(source.Slug), place: places[source.Region]}
		if s.Settings.ShowScores {
			b.Evaluations = evaluations[source]
			b.Ranks = make([]Rank, len(b.Evaluations))
		}
		b.addHonors(source.Standing.Holding())
		bySource[source] = b
		s.Brands = append(s.Brands, b)
		for _, former := range source.FormerSlugs {
			s.Moved = append(s.Moved, Moved{brandPath(former), b})
		}
	}
	slices.SortFunc(s.Brands, func(a, b *Brand) int { return cmp.Compare(a.Slug, b.Slug) })
	slices.SortFunc(s.Moved, func(a, b Moved) int { return cmp.Compare(a.Path, b.Path) })
	for _, b := range s.Brands {
		if b.Recognized() {
			s.Listed = append(s.Listed, b)
		}
	}
	slices.SortStableFunc(s.Listed, func(a, b *Brand) int { return cmp.Compare(a.place, b.place) })
	return bySource
}

func (b *Brand) addHonors(holding []content.Honor) {
	for _, h := range holding {
		b.Badges = append(b.Badges, Badge{h.Level, cmp.Or(h.Name, h.Level.Name+"劳务品牌"), h.Since.Year})
		if !slices.Contains(b.Years, h.Since.Year) {
			b.Years = append(b.Years, h.Since.Year)
		}
	}
	slices.SortFunc(b.Years, func(x, y int) int { return cmp.Compare(y, x) })
}

// addRanks ranks the listed brands of each type on each scorecard.
func (s *Site) addRanks() {
	sources, evaluations, of := make([]*content.Brand, len(s.Listed)), edition.Evaluations{}, map[*content.Brand]*Brand{}
	for i, b := range s.Listed {
		sources[i], evaluations[b.Brand], of[b.Brand] = b.Brand, b.Evaluations, b
	}
	for _, c := range edition.Rank(sources, evaluations) {
		for _, e := range c.Entrants {
			b := of[e.Brand]
			i := slices.IndexFunc(b.Evaluations, func(v criteria.Evaluation) bool { return v.Standard == c.Standard })
			if e.Place > 0 {
				b.Ranks[i] = Rank{e.Place, len(c.Entrants)}
			}
		}
	}
}
