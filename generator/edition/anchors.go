package edition

import (
	"regexp"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// anchors are the places of one page that a # leads to: the ids that its
// template writes on every day, and those of the headings in its text. Each has
// the day from which it stands; the zero day is as long as the page itself. An
// id that a template writes only while there is something to show is not among
// them: see passes.
type anchors map[string]values.Date

func (a anchors) add(ids ...string) {
	for _, id := range ids {
		a[id] = values.Date{}
	}
}

// The places of what people come to work.html for.
const (
	JobsID    = "jobs"
	CoursesID = "courses"
	ShopsID   = "shops"
)

// anchorsOf plans the places of the page at an address.
func (p *Plan) anchorsOf(address string, t target) anchors {
	a := anchors{}
	if t.of == (embed{}) {
		return a
	}
	a.add("main")
	if address != HomePath && address != SearchPath && address != LookupPath && address != DeskPath {
		a.add("q") // the search in the header
	}
	switch of := t.of.(type) {
	case *content.Brand:
		p.addBrandAnchors(a, of)
	case *content.Notice:
		a.add(of.Origin.Headings...)
	case *content.Page:
		a.add(of.Origin.Headings...)
	case *criteria.Standard:
		a.addStandard(of)
	case fixedPage:
		p.addFixedAnchors(a, address)
	}
	return a
}

func (p *Plan) addBrandAnchors(a anchors, b *content.Brand) {
	a.add("contact", "history", "cite")
	for id, stands := range map[string]bool{
		"intro": !b.Intro.IsEmpty(), "story": !b.Story.IsEmpty(), "people": len(b.People) > 0, "facts": b.HasFacts, "corrections": len(b.Corrections) > 0,
		"named":    len(b.Enterprises)+len(b.NamedParks)+len(b.Trademarks)+len(b.Activities) > 0,
		"series":   slices.ContainsFunc(b.Years, func(y content.YearFacts) bool { return len(y.Facts.Stated()) > 0 }),
		"opinions": p.content.Settings.ShowOpinions && b.Opinions != content.Opinions{},
	} {
		if stands {
			a.add(id)
		}
	}
	a.add(b.Origin.Headings...)
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
func (p *Plan) addFixedAnchors(a anchors, address string) {
	switch address {
	case HomePath:
		a.add("home-q", "work", "types", "counties", "news", "browse")
	case WorkPath:
		a.add("ask")
	case NoticesPath:
		a.add("subscribe")
	case EditorsPath:
		a.add("reference", "ask")
		if p.content.Settings.Desk {
			a.add("desk")
		}
		if p.content.Settings.Repository != nil {
			a.add("repository")
		}
		if slices.ContainsFunc(p.content.Pages, IsGuide) {
			a.add("guide")
		}
	case SearchPath:
		a.add("search", "search-q", "ask", "as", "said", "literal", "finder", "status", "cut", "chips", "tools", "download", "pick", "tools-said", "notice", "failed", "retry", "loose", "lacks", "none", "near", "results", "brands-title", "aside", "aside-title",
			"others", "pages", "papers", "papers-title", "narrow", "chosen", "by-status", "by-type", "by-county", "by-level", "by-year", "by-offer", "clear", "lists", "lists-title")
	case LookupPath:
		a.add("lookup", "lookup-q", "answers", "verdict", "failed", "retry", "exact", "unknown", "containing", "containing-title",
			"near", "near-title", "papers", "papers-title", "search-all")
	case ComparePath:
		a.add("choose", "compare-q", "said", "compared", "differing", "from")
	case DeskPath:
		a.add("desk") // the rest comes and goes
	case DataPath:
		a.add("files", "notes", "examples", "fields")
	case UnitsPath:
		for _, h := range p.rules.Honors {
			a.add(UnitsID(h))
		}
	case CriteriaPath:
		a.add("standards", "types")
		if p.rules.Naming.Advice != "" {
			a.add("naming")
		}
	case StatsPath:
		a.add("types", "levels", "years", "coverage", "workers")
		if len(p.content.Settings.Targets) > 0 {
			a.add("targets")
		}
		if slices.ContainsFunc(p.rules.PlacesIn(p.content.Settings.Region), func(r *criteria.Region) bool { return r.Parent == p.content.Settings.Region }) {
			a.add("places", "cross")
		}
	case ChangesPath:
		a.add("rules")
		for _, n := range p.content.Notices {
			if !isIdle(n) && !n.OnlyUnits() {
				a.addPeriods(n.Begins())
			}
		}
	}
}

// addPeriods plans the year in which something changed on the day, its quarters
// and its months, each from its first day on.
func (a anchors) addPeriods(day values.Date) {
	if day.IsZero() {
		a.add(Undated)
		return
	}
	from := func(id string, month int) {
		first := values.Date{Year: day.Year, Month: month, Day: 1}
		if first.Before(day) {
			first = day
		}
		if old, found := a[id]; !found || first.Before(old) {
			a[id] = first
		}
	}
	from(YearID(day.Year), 1)
	for month := 1; month <= 12; month++ {
		from(MonthID(day.Year, month), month)
		from(QuarterID(day.Year, (month+2)/3), month)
	}
}

// period matches what changes.html writes of a year, a quarter or a month, also
// of those in which nothing changed for good.
var period = regexp.MustCompile(`^[ht]?([0-9]{4}(-q[1-4]|-[0-9]{2})?|undated)$`)

// isErrand reports whether work.html writes id of an errand, or of a place where brands have
// something for it.
func isErrand(id string) bool {
	return slices.ContainsFunc([]string{JobsID, CoursesID, ShopsID}, func(errand string) bool { return id == errand || strings.HasPrefix(id, errand+"-") })
}

// passes reports whether a page shows the place on some days and on others not,
// as what stands, runs or is in force changes: links cannot rest on it.
func (p *Plan) passes(address string, t target, id string) bool {
	switch t.of.(type) {
	case *content.Brand:
		return slices.Contains([]string{"evaluation", "try", "links", "near", "snippet", "proof"}, id) // the last where there is a key
	case list:
		return slices.Contains([]string{"facets", "take", "snippet"}, id)
	}
	switch address {
	case HomePath:
		return id == "featured" || id == "people"
	case WorkPath:
		return isErrand(id)
	case RollPath:
		return id == "take" || slices.ContainsFunc(p.rules.Levels, func(l *criteria.Level) bool { return l.Slug == id })
	case NoticesPath:
		return id == "running" || strings.HasSuffix(id, ".xml") // a feed's address, to be copied
	case StatsPath:
		return slices.Contains([]string{"places", "cross", "scores"}, id)
	case ChangesPath:
		return period.MatchString(id)
	}
	return false
}
