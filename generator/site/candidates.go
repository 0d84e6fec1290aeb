package site

import (
	"minglu/generator/content"
	"minglu/generator/edition"
)

// Candidates returns the brands of c without a page, as pages would show them,
// by slug. They are no part of the site: a preview alone shows them.
func (s *Site) Candidates(c *content.Content, evaluations edition.Evaluations) []*Brand {
	var all []*Brand
	for _, source := range c.Candidates() {
		b := &Brand{Brand: source, Path: brandPath(source.Slug)}
		if s.Settings.ShowScores {
			b.Evaluations = evaluations[source]
			b.Ranks = make([]Rank, len(b.Evaluations))
		}
		all = append(all, b)
	}
	return all
}
