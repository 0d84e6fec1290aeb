package site

import (
	"slices"
	"strconv"
	"strings"

	"minglu/generator/criteria"
)

// The fixed addresses, below public/.
const (
	HomePath      = "index.html"
	RollPath      = "list.html"
	SearchPath    = "search.html"
	NoticesPath   = "notices.html"
	WithdrawnPath = "withdrawn.html"
	ChangesPath   = "changes.html"
	StatsPath     = "stats.html"
	CriteriaPath  = "criteria.html"
	DataPath      = "data.html"
	NotFoundPath  = "404.html"
)

// UndatedSlug stands for the year of what no paper dates (年份未载明):
// years/undated.html.
const UndatedSlug = "undated"

func brandPath(slug string) string             { return "brands/" + slug + ".html" }
func noticePath(slug string) string            { return "notices/" + slug + ".html" }
func standardPath(s *criteria.Standard) string { return "criteria/" + s.ID + ".html" }
func typePath(t *criteria.Type) string         { return "types/" + t.Slug + ".html" }
func placePath(r *criteria.Region) string      { return "counties/" + r.Slug + ".html" }
func levelPath(l *criteria.Level) string       { return "levels/" + l.Slug + ".html" }
func yearPath(year int) string                 { return "years/" + yearSlug(year) + ".html" }
func bothPath(r *criteria.Region, t *criteria.Type) string {
	return "counties/" + r.Slug + "/" + t.Slug + ".html"
}

func yearSlug(year int) string {
	if year == 0 {
		return UndatedSlug
	}
	return strconv.Itoa(year)
}

// YearName returns a batch's year as people read it.
func YearName(year int) string {
	if year == 0 {
		return "年份未载明"
	}
	return strconv.Itoa(year) + "年"
}

// PagePath returns the address of l's page n, counted from 1:
// types/tourism.html, then types/tourism/2.html.
func (l *List) PagePath(n int) string {
	if n == 1 {
		return l.Path
	}
	return strings.TrimSuffix(l.Path, ".html") + "/" + strconv.Itoa(n) + ".html"
}

// Lists returns every list that has pages of its own.
func (s *Site) Lists() []*List {
	return slices.Concat(s.Types, s.Places, s.Both, s.Levels, s.Years)
}

// Addresses returns the address of every page, sorted. Assets, pictures and
// data are not among them.
func (s *Site) Addresses() []string {
	all := []string{HomePath, RollPath, SearchPath, NoticesPath, WithdrawnPath, ChangesPath, StatsPath, CriteriaPath, DataPath, NotFoundPath}
	for _, b := range s.Brands {
		all = append(all, b.Path)
	}
	for _, m := range s.Moved {
		all = append(all, m.Path)
	}
	for _, l := range s.Lists() {
		for n := range l.Pages() {
			all = append(all, l.PagePath(n+1))
		}
	}
	for _, n := range s.Notices {
		all = append(all, n.Path)
	}
	for _, st := range s.Standards {
		all = append(all, st.Path)
	}
	for _, p := range s.Pages {
		all = append(all, p.Path)
	}
	slices.Sort(all)
	return all
}
