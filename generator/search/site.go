package search

import (
	"strconv"

	"minglu/generator/criteria"
	"minglu/generator/site"
)

// NewCorpus returns what of the site is searched: the brands that are
// recognized today.
func NewCorpus(s *site.Site) Corpus {
	var c Corpus
	for _, b := range s.Listed {
		c.Documents = append(c.Documents, newDocument(s, b))
	}
	c.Types, c.Counties, c.Levels, c.Years = listNames(s.Types), listNames(s.Places), listNames(s.Levels), listNames(s.Years)
	return c
}

func listNames(lists []*site.List) []string {
	names := make([]string, len(lists))
	for i, l := range lists {
		names[i] = l.Name
	}
	return names
}

func newDocument(s *site.Site, b *site.Brand) Document {
	d := Document{
		Slug:     b.Slug,
		Name:     b.Name,
		Aliases:  b.OtherNames(),
		County:   place(s, b.Region),
		Town:     b.Place,
		Builder:  b.Builder,
		Industry: b.Industry,
		Intro:    b.Intro.Text(),
		Body:     b.Story.Text(),
	}
	if b.Type != nil {
		d.Type = b.Type.Name
	}
	if city := b.Region.City(); city != nil && city != b.Region {
		d.City = place(s, city)
	}
	if s.Settings.Region.IsNation() {
		for up := b.Region; up != nil; up = up.Parent {
			if up.IsProvince() {
				d.Province = place(s, up)
			}
		}
	}
	for _, badge := range b.Badges {
		d.Honors = append(d.Honors, Honor{badge.Level.Name, site.YearName(badge.Year)})
		text := badge.Level.Name
		if badge.Year > 0 {
			text += " " + strconv.Itoa(badge.Year)
		}
		d.Badges = append(d.Badges, Badge{text, badge.Level.Slug})
	}
	if act := b.RecognizedBy(); act != nil && !act.Date.IsZero() {
		d.Date = act.Date.String()
	}
	return d
}

func place(s *site.Site, r *criteria.Region) Place { return Place{s.PlaceName(r), r.Short} }
