package search

import (
	"strconv"
	"strings"

	"minglu/generator/content"
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
		Aliases:  b.AlsoKnownAs,
		County:   place(s, b.Region),
		Town:     b.Place,
		Builder:  b.Builder,
		Industry: b.Industry,
		Intro:    plain(b.Intro),
		Body:     plain(b.Story),
	}
	if b.Type != nil {
		d.Type = b.Type.Name
	}
	if up := b.Region.Parent; up != nil && !up.IsProvince() {
		d.City = place(s, up)
	}
	for _, y := range b.Years {
		d.Years = append(d.Years, site.YearName(y))
	}
	held := map[string]bool{}
	for _, badge := range b.Badges {
		if !held[badge.Level.Name] {
			held[badge.Level.Name] = true
			d.Levels = append(d.Levels, badge.Level.Name)
		}
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

// plain returns the words of m, without what only marks them up. goldmark's
// nodes are told apart by what they can do: its types are no business of this
// package.
func plain(m content.Markdown) string {
	if m.IsEmpty() {
		return ""
	}
	var b strings.Builder
	node := m.Doc.FirstChild()
	block := node.Type()
	for node != nil {
		if node.Type() == block && b.Len() > 0 {
			b.WriteByte('\n')
		}
		if text, ok := node.(interface{ Value([]byte) []byte }); ok {
			b.Write(text.Value(m.Source))
		} else if link, ok := node.(interface{ Label([]byte) []byte }); ok {
			b.Write(link.Label(m.Source))
		}
		if line, ok := node.(interface{ SoftLineBreak() bool }); ok && line.SoftLineBreak() && endsInLatin(b.String()) {
			b.WriteByte(' ')
		}
		next := node.FirstChild()
		for next == nil && node != nil && node != m.Doc {
			next, node = node.NextSibling(), node.Parent()
		}
		node = next
	}
	return b.String()
}

// endsInLatin reports whether a broken line parts two words: between Chinese
// characters it stands for nothing.
func endsInLatin(s string) bool { return s != "" && s[len(s)-1] < 0x80 }
