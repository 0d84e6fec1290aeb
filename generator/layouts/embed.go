package layouts

import (
	"fmt"
	"html"
	"slices"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// embedOf returns the address of the page for frames of a list by type or place.
func embedOf(l *site.List) string {
	if l.Type != nil {
		return edition.TypeEmbedPath(l.Type)
	}
	return edition.RegionEmbedPath(l.Region)
}

// snippet returns how to show the page at an address in a frame of a height.
func (r *renderer) snippet(address, title, root string, height int) *Snippet {
	base := r.site.Settings.BaseURL
	if base == "" {
		return nil
	}
	return &Snippet{Link: root + address, Code: fmt.Sprintf(`<iframe src="%s" title="%s" width="320" height="%d" loading="lazy"></iframe>`,
		html.EscapeString(base+address), html.EscapeString(title), height)}
}

// An EmbedPage is given to layouts/embed/embed.html, a whole document that other sites
// show in a frame: it has no script, and its links open elsewhere.
type EmbedPage struct {
	Settings *content.Settings
	Title    string
	Root     string
	Sheet    string // address of its style sheet
	Link     string // to the page that it is taken from
	AsOf     string
	Brand    *EmbedBrand // nil of a list
	Total    int         // of a list: how many brands
	Brands   []EmbedBrand
	More     int // how many of them are not shown
}

// An EmbedBrand is a brand in a frame.
type EmbedBrand struct {
	Name, Link, Type, Place, Builder string
	Typed                            bool
	Badges                           []BadgeView
	Ended                            []EndedLine
}

// embedded is how many brands of a list a frame shows.
const embedded = 10

func (r *renderer) embedJobs() []job {
	var jobs []job
	for _, b := range r.site.Brands {
		for _, slug := range append([]string{b.Slug}, b.FormerSlugs...) {
			jobs = append(jobs, job{"embed", edition.BrandEmbedPath(slug), func(w *worker) any {
				p := w.embedPage(edition.BrandEmbedPath(slug), b.Path, b.Name)
				one := w.embedBrand(b, p.Root)
				p.Brand = &one
				return p
			}})
		}
	}
	for _, l := range slices.Concat(r.site.Types, r.site.Places) {
		jobs = append(jobs, job{"embed", embedOf(l), func(w *worker) any {
			p := w.embedPage(embedOf(l), l.Path, l.Title())
			p.Total, p.More = len(l.Brands), max(0, len(l.Brands)-embedded)
			for _, b := range l.Brands[:len(l.Brands)-p.More] {
				p.Brands = append(p.Brands, w.embedBrand(b, p.Root))
			}
			return p
		}})
	}
	return jobs
}

func (w *worker) embedPage(path, page, title string) EmbedPage {
	root := rootOf(path)
	return EmbedPage{Settings: w.site.Settings, Title: title, Root: root, Sheet: w.assets.sheets["embed"], Link: root + page, AsOf: site.DateText(w.site.Date)}
}

func (w *worker) embedBrand(b *site.Brand, root string) EmbedBrand {
	return EmbedBrand{Name: b.Name, Link: root + b.Path, Type: b.TypeName(), Place: w.site.Where(b), Builder: b.Builder,
		Typed: w.site.Rules.Typed(), Badges: badges(b), Ended: endedLines(b)}
}
