package edition

import (
	"minglu/generator/content"
	"minglu/generator/unseen"
)

// A Known is what of a brand's file the other files must not say again.
type Known struct {
	File        string   `json:"file"`
	Name        string   `json:"name"`
	OtherNames  []string `json:"other_names,omitempty"` // 别名、旧名称
	FormerSlugs []string `json:"former_slugs,omitempty"`
}

// KnownOf returns what is known of brands when their files are not at hand.
func KnownOf(brands []*content.Brand) []Known {
	known := make([]Known, len(brands))
	for i, b := range brands {
		known[i] = Known{b.File, b.Name, b.OtherNames(), b.FormerSlugs}
	}
	return known
}

// A Rest is what is known of the files of a repository that are not at hand: whoever
// reads one brand alone holds it against this. The zero Rest is that of a repository
// that is all there.
type Rest struct {
	names, slugs, former map[string]string // the file, by name as names are told apart, and by slug
	addresses            map[string]bool
	without              string // the file that is edited, under its old path
}

// NewRest returns what brands and the addresses of the site's pages say.
func NewRest(known []Known, addresses []string) *Rest {
	r := &Rest{names: map[string]string{}, slugs: map[string]string{}, former: map[string]string{}, addresses: map[string]bool{}}
	for _, k := range known {
		r.slugs[content.SlugOf(k.File)] = k.File
		for _, name := range append([]string{k.Name}, k.OtherNames...) {
			r.names[unseen.Fold(name)] = k.File
		}
		for _, slug := range k.FormerSlugs {
			r.former[slug] = k.File
		}
	}
	for _, a := range addresses {
		r.addresses[a] = true
	}
	return r
}

// Without returns r without what one of its files says, which is edited.
func (r *Rest) Without(file string) *Rest {
	left := *r
	left.without = file
	return &left
}

// said returns the file, other than own, that says something; "" where none does.
func (r *Rest) said(in map[string]string, what, own string) string {
	if file := in[what]; file != own && file != r.without {
		return file
	}
	return ""
}

func (r *Rest) name(name, own string) string       { return r.said(r.names, unseen.Fold(name), own) }
func (r *Rest) slug(slug, own string) string       { return r.said(r.slugs, slug, own) }
func (r *Rest) formerSlug(slug, own string) string { return r.said(r.former, slug, own) }

// has reports whether a page that is not at hand stands at the address.
func (r *Rest) has(address string) bool { return r.addresses[address] }
