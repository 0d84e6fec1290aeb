package site

import (
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/fields"
)

// Stats is what the listed brands add up to.
type Stats struct {
	Types    []Count      // every type, then 类型未载明 where any states none; they add up to the whole
	Places   []Count      // every part of the region, then what belongs to the whole of it; they add up too
	Counties []Count      // of a province: the counties that have brands
	Cross    []PlaceTypes // Places, each by type
	Levels   []Count      // every level, highest first; a brand may hold several
	Years    []Count      // every batch's year, newest first; a brand may hold honours of several
	Coverage Coverage
	Targets  []Reached
	Workers  Workers
	Scores   []Scores // none where scores are not shown
}

// PlaceTypes is one place's brands by type: a count for each of Stats.Types.
type PlaceTypes struct {
	Count
	Types []Count
}

// Reached is how far a target has come: the brands that hold the level today.
type Reached struct {
	content.Target
	Count
}

// Unstated is the name that the brands are counted under that state no type.
const Unstated = "类型未载明"

// addStats fills Stats.
func (s *Site) addStats() {
	st := &s.Stats
	st.Types = s.countTypes(s.Types, len(s.Listed))
	st.Levels, st.Years = counts(s.Levels), counts(s.Years)
	parts := s.partsOf(s.Settings.Region)
	st.Places = counts(parts)
	for _, l := range parts {
		st.Cross = append(st.Cross, PlaceTypes{count(l), s.countTypes(s.bothOf(l), len(l.Brands))})
	}
	if whole := s.grid().Whole; whole.Number > 0 {
		st.Places = append(st.Places, whole)
		st.Cross = append(st.Cross, s.wholeTypes(whole))
	}
	if s.Settings.Region.IsProvince() {
		for _, l := range s.Places {
			if l.Region.IsCounty() && len(l.Brands) > 0 {
				st.Counties = append(st.Counties, count(l))
			}
		}
	}
	st.Coverage = s.coverage()
	for _, t := range s.Settings.Targets {
		i := slices.IndexFunc(s.Levels, func(l *List) bool { return l.Level == t.Level })
		st.Targets = append(st.Targets, Reached{t, count(s.Levels[i])})
	}
	st.Workers = s.workers()
	st.Scores = s.scores()
}

func count(l *List) Count { return Count{Link{l.Name, l.Path}, len(l.Brands)} }

func counts(lists []*List) []Count {
	all := make([]Count, len(lists))
	for i, l := range lists {
		all[i] = count(l)
	}
	return all
}

// countTypes counts by type what lists hold of total brands; the rest state
// none. Its column stands in every such count, or in none.
func (s *Site) countTypes(lists []*List, total int) []Count {
	all := make([]Count, len(lists), len(lists)+1)
	for i, l := range lists {
		all[i] = Count{Link{l.Type.Name, l.Path}, len(l.Brands)}
		total -= len(l.Brands)
	}
	if slices.ContainsFunc(s.Listed, func(b *Brand) bool { return b.Type == nil }) {
		all = append(all, Count{Link{Name: Unstated}, total})
	}
	return all
}

// bothOf returns the lists of a place and each type.
func (s *Site) bothOf(place *List) []*List {
	i := slices.Index(s.Places, place) * len(s.Types)
	return s.Both[i : i+len(s.Types)]
}

// wholeTypes counts by type the brands that belong to the whole region.
func (s *Site) wholeTypes(whole Count) PlaceTypes {
	types := slices.Clone(s.Stats.Types)
	for i := range types {
		types[i].Path, types[i].Number = "", 0
	}
	for _, b := range s.Listed {
		if b.Region != s.Settings.Region {
			continue
		}
		i := slices.IndexFunc(s.Types, func(l *List) bool { return l.Type == b.Type })
		if i < 0 {
			i = len(types) - 1
		}
		types[i].Number++
	}
	return PlaceTypes{whole, types}
}

// workersFact is the fact that says how many people work under a brand.
const workersFact = "workers"

// Workers adds up what the listed brands state of their workers. They do not
// all state it, and not of one day.
type Workers struct {
	All    Workforce
	Types  []Workforce // as Stats.Types
	Places []Workforce // as Stats.Places
}

// A Workforce is the workers of some brands.
type Workforce struct {
	Count                // of the brands
	Stating  int         // of the brands: that state a number
	Sum      int         // of the numbers stated
	From, To fields.Date // the days they refer to; zero where none is stated
}

func (s *Site) workers() Workers {
	w := Workers{All: Workforce{Count: Count{Link{"合计", ""}, len(s.Listed)}}}
	for _, c := range s.Stats.Types {
		w.Types = append(w.Types, Workforce{Count: c})
	}
	for _, c := range s.Stats.Places {
		w.Places = append(w.Places, Workforce{Count: c})
	}
	fact := s.Rules.Fact(workersFact)
	if fact == nil {
		return w
	}
	places := map[*criteria.Region]int{}
	for i, l := range s.partsOf(s.Settings.Region) {
		places[l.Region] = i
	}
	for _, b := range s.Listed {
		value, stated := b.Facts.Of(fact)
		if !stated {
			continue
		}
		n := value.Number().Int()
		w.All.add(n, b.AsOf)
		if i := slices.IndexFunc(s.Types, func(l *List) bool { return l.Type == b.Type }); i >= 0 {
			w.Types[i].add(n, b.AsOf)
		}
		if place := s.placeOf(b, places); place < len(w.Places) {
			w.Places[place].add(n, b.AsOf)
		}
	}
	return w
}

// placeOf returns which of Stats.Places b is counted in: the part of the region
// that its own lies in, else the whole, which stands behind the parts.
func (s *Site) placeOf(b *Brand, places map[*criteria.Region]int) int {
	for r := b.Region; r != nil; r = r.Parent {
		if i, found := places[r]; found {
			return i
		}
	}
	return len(places)
}

func (w *Workforce) add(n int, day fields.Date) {
	w.Stating++
	w.Sum += n
	if w.From.IsZero() || day.Before(w.From) {
		w.From = day
	}
	if day.After(w.To) {
		w.To = day
	}
}
