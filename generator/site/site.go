// Package site is the public site as a value: which pages there are, at which
// addresses, and what stands on each, before anything is rendered.
//
// New joins content and evaluations; nothing in it reads a file or writes HTML.
// Everything is in the order in which readers meet it:
//
//   - brands in lists: by region in the order of the files of regions (a city
//     before its counties), then by slug, which is the name's reading;
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
	"slices"

	"minglu/generator/cases"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A Site is everything that is published.
type Site struct {
	Settings *content.Settings
	Rules    *criteria.Rules
	Date     values.Date // the day that standings are reckoned on

	Brands []*Brand // every brand that has a page, by slug
	Listed []*Brand // the recognized among them, in the order of lists

	Lists
	Roll      []RollLevel // the official list, highest level first
	Notices   []*Notice   // newest first
	Ended     []EndedLevel
	Units     []UnitHonor // in the order of honors.yaml; none where the rules have no such honours
	Changes   Changes
	Expiries  []*Change // what ended by itself, in the order in which it did
	Stats     Stats
	Standards []*Standard // that concern the region: the lowest level first
	Pages     []*Page     // by menu, then slug
	Moved     []Moved     // by old address
	Menu      []Link
	Work      Work
	People    People
	Home      Home
	Sources   []edition.Source // directories whose brands the site shows too, in the order of the settings

	Examples cases.Suite // of what the standards say; empty but in With

	plan *edition.Plan
	near neighbours
}

// With returns s with the cases of its standards, of which those that hold are shown.
func (s *Site) With(examples cases.Suite) *Site {
	with := *s
	with.Examples = examples
	return &with
}

// New lays an edition out as the site of its day.
func New(e *edition.Edition) *Site {
	settings, rules, c := e.Settings, e.Rules, e.Content
	brands, bySource := newBrands(e)
	listed := newListed(brands, rules)
	notices := newNotices(e, bySource)
	published := make(map[*content.Notice]*Notice, len(notices))
	for _, n := range notices {
		published[n.Notice] = n
	}
	ended, pages := newEnded(brands, rules), newPages(c)
	lists, work := newLists(e, listed, published, bySource, ended)
	acts, stats := newActs(e.Events, published, bySource), newStats(e, lists, listed)
	return &Site{
		Settings: settings, Rules: rules, Date: c.Date, plan: e.Plan,
		Brands: brands, Listed: listed, Lists: lists,
		Roll:      newRoll(listed, rules, settings.Region),
		Notices:   notices,
		Ended:     ended,
		Units:     newUnits(e.Units, rules),
		Changes:   newChanges(acts, c.Date),
		Expiries:  expiries(acts),
		Stats:     stats,
		Standards: newStandards(e, listed),
		Pages:     pages,
		Moved:     newMoved(brands),
		Menu:      newMenu(pages),
		Work:      work,
		People:    newPeople(listed),
		Home:      newHome(lists, listed, notices, stats.Coverage, c.Date),
		Sources:   e.Sources(),
		near:      newNeighbours(lists, listed),
	}
}

// Addresses returns the address of every page, sorted. Assets, pictures and
// data are not among them.
func (s *Site) Addresses() []string {
	all := s.plan.Pages(s.Date)
	for _, l := range s.All() {
		for n := 2; n <= l.Pages(); n++ {
			all = append(all, l.PagePath(n))
		}
	}
	for _, part := range s.RollParts() {
		all = append(all, part.Path)
	}
	for n := 2; n <= len(s.EndedPages()); n++ {
		all = append(all, EndedPath(n))
	}
	for n := 2; n <= len(s.Work.Pages); n++ {
		all = append(all, WorkPagePath(n))
	}
	for n := 2; n <= len(s.People.Pages); n++ {
		all = append(all, PeoplePagePath(n))
	}
	slices.Sort(all)
	return all
}
