// Package site is the public site as a value: which pages there are, at which
// addresses, and what stands on each, before anything is rendered.
//
// New joins content and evaluations; nothing in it reads a file or writes HTML.
// Everything is in the order in which readers meet it:
//
//   - brands in lists: by region in the order of regions.yaml (a city before
//     its counties), then by slug, which is the name's reading;
//   - types, places and levels as their files in criteria/ order them, levels
//     from the highest where they head something;
//   - years and notices from the newest; 年份未载明 comes last.
//
// Addresses are paths below public/ without a leading slash; a link is made
// relative to its page only when it is rendered. What may not be published is
// not here: candidates are in no list, and without show_scores a Brand carries
// no evaluation.
package site

import (
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/fields"
)

// A Site is everything that is published.
type Site struct {
	Settings *content.Settings
	Rules    *criteria.Rules
	Date     fields.Date // the day that standings are reckoned on

	Brands []*Brand // every brand that has a page, by slug
	Listed []*Brand // the recognized among them, in the order of lists

	Types  []*List // one a type
	Places []*List // one a city and county of the region; a city's holds its counties' brands too
	Both   []*List // one a place and type
	Levels []*List // one a level, highest first
	Years  []*List // one a year of a notice, newest first

	Roll      []RollLevel // the official list, highest level first
	Notices   []*Notice   // newest first
	Ended     []EndedLevel
	Changes   Changes
	Stats     Stats
	Standards []*Standard // that concern the region: the lowest level first
	Pages     []*Page     // by menu, then slug
	Moved     []Moved     // by old address
	Menu      []Link
	Home      Home
}

// New lays an edition out as the site of its day.
func New(e *edition.Edition) *Site {
	c := e.Content
	s := &Site{Settings: e.Settings, Rules: e.Rules, Date: c.Date}
	bySource := s.addBrands(c, e.Evaluations)
	s.addRanks()
	s.addLists(c)
	s.addNotices(c, bySource)
	s.addRoll()
	s.addEnded()
	s.addChanges(e.Events, bySource)
	s.addStats()
	s.addStandards()
	s.addPages(c)
	s.addHome()
	return s
}
