package site

import (
	"slices"
	"strings"

	"minglu/generator/criteria"
)

// PlaceName returns r as it is printed on this site: with the city before it
// where the site is a province's, for two of its counties may share a name.
func (s *Site) PlaceName(r *criteria.Region) string { return r.NameWithin(s.Settings.Region) }

// Where says where a brand is: the name of its region and the town in it.
func (s *Site) Where(b *Brand) string { return s.PlaceName(b.Region) + b.Place }

// PlaceWord says what the parts of the site's region are called together.
func (s *Site) PlaceWord() string { return s.partsWord(s.Settings.Region) }

func (all Lists) partsWord(r *criteria.Region) string {
	switch {
	case r.IsNation():
		return "省（区、市）"
	case r.IsProvince():
		return groupsWord(all.partsOf(r))
	}
	return "县区"
}

// HasCities reports whether the site is of several cities, so that counties are told with
// theirs.
func (s *Site) HasCities() bool {
	return s.Settings.Region.IsNation() || s.Settings.Region.IsProvince()
}

// groupsWord says what the parts of a province are called together: some are prefectures,
// and some counties that lie directly in it.
func groupsWord(parts []*List) string {
	if slices.ContainsFunc(parts, func(l *List) bool { return !l.Region.IsCity() || !strings.HasSuffix(l.Region.Name, "市") }) {
		return "市（州、地区）"
	}
	return "设区市"
}

// A Grid shows the parts of the site's region as tiles in a schematic grid. It
// is no map: it says nothing about boundaries.
type Grid struct {
	Tiles []*List // of places with a tile
	Rest  []*List // of places without one
	Whole Count   // what belongs to the whole region; Number 0 where nothing does
}

// Places returns every place of g, those with a tile first.
func (g Grid) Places() []*List { return append(g.Tiles[:len(g.Tiles):len(g.Tiles)], g.Rest...) }

func newGrid(lists Lists, listed []*Brand) Grid {
	g := Grid{Whole: Count{Link{WholeName(lists.region), ""}, ofWhole(lists.region, listed)}}
	for _, l := range lists.partsOf(lists.region) {
		if l.Region.Tile != nil {
			g.Tiles = append(g.Tiles, l)
		} else {
			g.Rest = append(g.Rest, l)
		}
	}
	return g
}

// WholeName names what belongs to the whole of a region, beside its parts. A region
// that has none, such as a county, is named alone.
func WholeName(r *criteria.Region) string {
	if r.IsCity() {
		for _, word := range []string{"州", "盟", "地区"} {
			if strings.HasSuffix(r.Name, word) {
				return r.Name + "（全" + word + "）"
			}
		}
		return r.Name + "（全市）"
	}
	return r.Name
}
