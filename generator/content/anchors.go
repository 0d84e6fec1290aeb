package content

import (
	"fmt"
	"regexp"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/fields"
)

// anchors are the places of one page that a # leads to: the ids that its
// template writes on every day, and those of the headings in its text. Each has
// the day from which it stands; the zero day is as long as the page itself. An
// id that a template writes only while there is something to show is not among
// them: see passes.
type anchors map[string]fields.Date

func (a anchors) add(ids ...string) {
	for _, id := range ids {
		a[id] = fields.Date{}
	}
}

// anchorsOf plans the places of the page at an address.
func (j *joiner) anchorsOf(address string, t target) anchors {
	a := anchors{}
	a.add("main")
	if address != "/index.html" && address != "/search.html" {
		a.add("q") // the search in the header
	}
	switch of := t.of.(type) {
	case *Brand:
		j.addBrandAnchors(a, of)
	case *Notice:
		a.add(of.origin.ids...)
	case *Page:
		a.add(of.origin.ids...)
	case *criteria.Standard:
		a.addStandard(of)
	case fixedPage:
		j.addFixedAnchors(a, address)
	}
	return a
}

func (j *joiner) addBrandAnchors(a anchors, b *Brand) {
	a.add("history", "cite")
	for id, stands := range map[string]bool{
		"intro": !b.Intro.IsEmpty(), "people": len(b.People) > 0, "facts": b.HasFacts,
		"opinions": j.settings.ShowOpinions && b.Opinions != Opinions{},
	} {
		if stands {
			a.add(id)
		}
	}
	a.add(b.origin.ids...)
}

func (a anchors) addStandard(s *criteria.Standard) {
	if len(s.Readings) > 0 {
		a.add("readings")
	}
	a.add("basic")
	for _, t := range s.Types() {
		a.add(t.Slug)
	}
	for _, item := range s.Items(nil) {
		a.add(item.ID)
	}
}

// addFixedAnchors plans the pages that the generator makes whatever is in
// content/.
func (j *joiner) addFixedAnchors(a anchors, address string) {
	switch address {
	case "/index.html":
		a.add("home-q", "types", "counties", "news", "browse")
	case "/search.html":
		a.add("search", "search-q", "finder", "status", "cut", "notice", "results", "pages", "narrow", "chosen",
			"by-type", "by-county", "by-level", "by-year", "clear", "lists", "lists-title")
	case "/data.html":
		a.add("files", "notes", "examples", "fields")
	case "/criteria.html":
		a.add("standards", "types")
		if j.rules.Naming.Advice != "" {
			a.add("naming")
		}
	case "/stats.html":
		a.add("types", "levels", "years", "coverage", "workers")
		if len(j.settings.Targets) > 0 {
			a.add("targets")
		}
		if slices.ContainsFunc(j.rules.RegionsIn(j.settings.Region), func(r *criteria.Region) bool { return r.Parent == j.settings.Region }) {
			a.add("places", "cross")
		}
	case "/changes.html":
		a.add("rules")
		for _, n := range j.content.Notices {
			if !n.isIdle() {
				a.addPeriods(n.day())
			}
		}
	}
}

// addPeriods plans the year in which something changed on the day, its quarters
// and its months, each from its first day on.
func (a anchors) addPeriods(day fields.Date) {
	if day.IsZero() {
		a.add("undated")
		return
	}
	from := func(id string, month int) {
		first := fields.Date{Year: day.Year, Month: month, Day: 1}
		if first.Before(day) {
			first = day
		}
		if old, found := a[id]; !found || first.Before(old) {
			a[id] = first
		}
	}
	year := fmt.Sprintf("%04d", day.Year)
	from(year, 1)
	for month := 1; month <= 12; month++ {
		from(fmt.Sprintf("%s-%02d", year, month), month)
		from(fmt.Sprintf("%s-q%d", year, (month+2)/3), month)
	}
}

// period matches what changes.html writes of a year, a quarter or a month, also
// of those in which nothing changed for good.
var period = regexp.MustCompile(`^[ht]?([0-9]{4}(-q[1-4]|-[0-9]{2})?|undated)$`)

// passes reports whether a page shows the place on some days and on others not,
// as what stands, runs or is in force changes: links cannot rest on it.
func (j *joiner) passes(address string, t target, id string) bool {
	switch t.of.(type) {
	case *Brand:
		return id == "evaluation"
	case list:
		return id == "facets"
	}
	switch address {
	case "/list.html":
		return slices.ContainsFunc(j.rules.Levels, func(l *criteria.Level) bool { return l.Slug == id })
	case "/notices.html":
		return id == "running"
	case "/stats.html":
		return slices.Contains([]string{"places", "cross", "scores"}, id)
	case "/changes.html":
		return period.MatchString(id)
	}
	return false
}
