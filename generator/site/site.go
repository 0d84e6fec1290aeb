// Package site is the public site as a value: which pages there are, at which
// addresses, and what stands on each, before anything is rendered.
//
// New joins content and evaluations; nothing in it reads a file or writes HTML.
// Everything is in the order in which readers meet it.
package site

import (
	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A Site is everything that is published.
type Site struct {
	Settings *content.Settings
	Rules    *criteria.Rules
	Brands   []*Brand // every brand that has a page, by slug
}

// A Brand is a brand that has a page.
type Brand struct {
	*content.Brand
	Path        string // brands/<slug>.html
	Evaluations []criteria.Evaluation
	Badges      []Badge // what stands, highest level first
	Years       []int   // the batches' years of what stands, newest first; 0: 年份未载明
}

// Recognized reports whether b holds anything today: only then it is in lists
// and in the search.
func (b *Brand) Recognized() bool { return b.Standing.Status == content.Recognized }

// A Badge is one honour as it is shown.
type Badge struct {
	Level *criteria.Level
	Name  string // the honour's own name, or the level's
	Year  int
}

// New joins content and evaluations into the site as of content.Date.
func New(c *content.Content, rules *criteria.Rules, evaluations content.Evaluations) *Site {
	panic("not yet")
}
