package site

import (
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// Stats is what the listed brands add up to.
type Stats struct {
	Types        []Count      // every type, then 类型未载明 where any states none; they add up to the whole
	Places       []Count      // every part of the region, then what belongs to the whole of it; they add up too
	Counties     []Count      // of a province or the nation: the counties that have brands
	Cross        []PlaceTypes // Places, each by type
	Levels       []Count      // every level, highest first; a brand may hold several
	Years        []Count      // every batch's year, newest first; a brand may hold honours of several
	Coverage     Coverage
	Agricultural []Count // brands marked as 涉农, by the document that says so
	Targets      []Reached
	Workers      Workers
	Scores       []Scores // none where scores are not shown
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
	Steps []Stood
}

// Stood is how many brands held the level when the year of a step ended.
type Stood struct {
	content.Aim
	Now  int
	Over bool // the year has ended
}

func newReached(e *edition.Edition, t content.Target, now Count) Reached {
	r := Reached{Target: t, Count: now}
	for _, step := range t.Steps {
		end := values.Date{Year: step.Year, Month: 12, Day: 31}
		r.Steps = append(r.Steps, Stood{step, len(e.HeldOn(t.Level, end)), e.Content.Date.After(end)})
	}
	return r
}

// Unstated is the name that the brands are counted under that state no type.
const Unstated = "类型未载明"

// Untyped returns how many of the brands state no type, where brands are of types.
func (st Stats) Untyped() int {
	for _, c := range st.Types {
		if c.Name == Unstated {
			return c.Number
		}
	}
	return 0
}

// newStats adds up the listed brands.
func newStats(e *edition.Edition, lists Lists, listed []*Brand) Stats {
	parts := lists.partsOf(lists.region)
	st := Stats{
		Types: countTypes(lists.Types, listed, listed), Places: counts(parts),
		Levels: counts(lists.Levels), Years: counts(lists.Years),
		Coverage: newCoverage(lists), Agricultural: agricultural(listed), Scores: newScores(listed, e.Rules),
	}
	for _, l := range parts {
		st.Cross = append(st.Cross, PlaceTypes{count(l), countTypes(lists.bothOf(l), l.Brands, listed)})
	}
	if whole := newGrid(lists, listed).Whole; whole.Number > 0 {
		st.Places = append(st.Places, whole)
		st.Cross = append(st.Cross, PlaceTypes{whole, countWhole(lists, st.Types, listed)})
	}
	if lists.region.IsProvince() || lists.region.IsNation() {
		for _, l := range lists.Places {
			if l.Region.IsCounty() && len(l.Brands) > 0 {
				st.Counties = append(st.Counties, count(l))
			}
		}
	}
	for _, t := range e.Settings.Targets {
		i := slices.IndexFunc(lists.Levels, func(l *List) bool { return l.Level == t.Level })
		st.Targets = append(st.Targets, newReached(e, t, count(lists.Levels[i])))
	}
	st.Workers = newWorkers(lists, listed, st.Types, st.Places, e.Rules.Workers())
	return st
}

func count(l *List) Count { return Count{Link{l.Name, l.Path}, len(l.Brands)} }

func counts(lists []*List) []Count {
	all := make([]Count, len(lists))
	for i, l := range lists {
		all[i] = count(l)
	}
	return all
}

// countTypes counts brands by the lists of each type; the rest state none. Their
// column stands in every such count, or, where all listed brands state one, in none.
func countTypes(lists []*List, brands, listed []*Brand) []Count {
	all, rest := make([]Count, len(lists), len(lists)+1), len(brands)
	for i, l := range lists {
		all[i] = Count{Link{l.Type.Name, l.Path}, len(l.Brands)}
		rest -= len(l.Brands)
	}
	if slices.ContainsFunc(listed, func(b *Brand) bool { return b.Type == nil }) {
		all = append(all, Count{Link{Name: Unstated}, rest})
	}
	return all
}

// bothOf returns the lists of a place and each type.
func (all Lists) bothOf(place *List) []*List {
	i := slices.Index(all.Places, place) * len(all.Types)
	return all.Both[i : i+len(all.Types)]
}

// typeOf returns which of the types b is counted under, those that state none
// behind all others.
func (all Lists) typeOf(b *Brand) int {
	if i := slices.IndexFunc(all.Types, func(l *List) bool { return l.Type == b.Type }); i >= 0 {
		return i
	}
	return len(all.Types)
}

// countWhole counts by types the brands that belong to the whole region.
func countWhole(lists Lists, types []Count, listed []*Brand) []Count {
	all := make([]Count, len(types))
	for i, t := range types {
		all[i].Name = t.Name
	}
	for _, b := range listed {
		if b.Region == lists.region {
			all[lists.typeOf(b)].Number++
		}
	}
	return all
}

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
	From, To values.Date // the days they refer to; zero where none is stated
}

// newWorkers adds up the fact by the types and the places that brands are counted
// by.
func newWorkers(lists Lists, listed []*Brand, types, places []Count, fact *criteria.Fact) Workers {
	w := Workers{All: Workforce{Count: Count{Link{"合计", ""}, len(listed)}}}
	for _, c := range types {
		w.Types = append(w.Types, Workforce{Count: c})
	}
	for _, c := range places {
		w.Places = append(w.Places, Workforce{Count: c})
	}
	if fact == nil {
		return w
	}
	parts := lists.partsOf(lists.region)
	for _, b := range listed {
		value, stated := b.Facts.Of(fact)
		if !stated {
			continue
		}
		n := value.Number().Int()
		w.All.add(n, b.AsOf)
		w.Types[lists.typeOf(b)].add(n, b.AsOf)
		if i := partOf(b, parts); i < len(w.Places) {
			w.Places[i].add(n, b.AsOf)
		}
	}
	return w
}

// partOf returns which of the parts of the region b's place lies in, else what
// stands behind them: the whole.
func partOf(b *Brand, parts []*List) int {
	for r := b.Region; r != nil; r = r.Parent {
		if i := slices.IndexFunc(parts, func(l *List) bool { return l.Region == r }); i >= 0 {
			return i
		}
	}
	return len(parts)
}

func (w *Workforce) add(n int, day values.Date) {
	w.Stating++
	w.Sum += n
	if w.From.IsZero() || day.Before(w.From) {
		w.From = day
	}
	if day.After(w.To) {
		w.To = day
	}
}
