package layouts

import (
	"minglu/generator/site"
)

// Linked is what a page says to machines in the words of schema.org (JSON-LD).
// Only a site that knows its address says anything, and none that is a
// demonstration.
type Linked struct {
	Context string  `json:"@context"`
	Graph   []thing `json:"@graph"`
}

// A thing is a Brand, an Organization or a BreadcrumbList.
type thing struct {
	Type          string   `json:"@type"`
	Name          string   `json:"name,omitempty"`
	AlternateName []string `json:"alternateName,omitempty"`
	Description   string   `json:"description,omitempty"`
	URL           string   `json:"url,omitempty"`
	Items         []crumb  `json:"itemListElement,omitempty"`
}

// A crumb is one step of a BreadcrumbList.
type crumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

// linked returns what the page b says, with what else it is about. A page under
// no other says nothing of its own accord.
func (b *Base) linked(about ...thing) *Linked {
	settings := b.Site.Settings
	if b.Canonical == "" || b.Hidden || settings.Demo {
		return nil
	}
	if len(b.Crumbs) > 0 {
		trail := thing{Type: "BreadcrumbList"}
		steps := append([]site.Link{{Name: "首页", Path: ""}}, b.Crumbs...)
		for i, step := range append(steps, site.Link{Name: b.Title, Path: b.Path}) {
			trail.Items = append(trail.Items, crumb{"ListItem", i + 1, step.Name, settings.BaseURL + step.Path})
		}
		about = append(about, trail)
	}
	if len(about) == 0 {
		return nil
	}
	return &Linked{"https://schema.org", about}
}
