package site

import (
	"slices"

	"minglu/generator/content"
)

// glossarySlug is the slug of the page of content/pages/ that explains the words of acts:
// each under a heading of its own. Editors own the words, and may have no such page.
const glossarySlug = "glossary"

// Glossary returns that page, nil where the site has none.
func (s *Site) Glossary() *Page {
	for _, p := range s.Pages {
		if p.Slug == glossarySlug {
			return p
		}
	}
	return nil
}

// Explained returns a word of acts with the place where it is explained, without an
// address where it is not.
func (s *Site) Explained(word string) Link {
	link := Link{Name: word}
	if p, id := s.Glossary(), content.HeadingIDOf(word); p != nil && slices.Contains(p.Origin.Headings, id) {
		link.Path = p.Path + "#" + id
	}
	return link
}
