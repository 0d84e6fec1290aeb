package site

import (
	"minglu/generator/criteria"
)

// PlaceName returns r as it is printed on this site: with the city before it
// where the site is a province's, for two of its counties may share a name.
func (s *Site) PlaceName(r *criteria.Region) string { return placeName(s.Settings.Region, r) }

func placeName(site, r *criteria.Region) string {
	if site.IsProvince() {
		return r.FullName()
	}
	return r.Name
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

// WholeName names what belongs to the whole of a region, beside its parts.
func WholeName(r *criteria.Region) string { return r.Name + "（全市）" }
