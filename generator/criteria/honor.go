package criteria

import (
	"slices"

	"minglu/generator/fields"
)

// An Honor is a title beside that of a brand, which official acts give to units: 领军企业 to
// an enterprise, 劳务协作基地 to a base.
type Honor struct {
	Name   string // 劳务协作基地
	Slug   string // cooperation-bases: its place on the page of units
	Of     string // what it is given to, in a word: 企业, 单位, 基地; "": not said
	Source string // the document that provides for it; "": not said
}

// Honor returns the honour with the name, nil where there is none.
func (r *Rules) Honor(name string) *Honor {
	i := slices.IndexFunc(r.Honors, func(h *Honor) bool { return h.Name == name })
	if i < 0 {
		return nil
	}
	return r.Honors[i]
}

func (l *loader) honors(m *fields.Map, _ string) {
	m.Require("honors")
	seen := l.once("honors")
	for _, e := range m.Maps("honors") {
		name, slug := e.Text("name"), e.Text("slug")
		h := &Honor{name.V, slug.V, e.Text("of").V, e.Prose("source").V}
		e.Require("name", "slug")
		e.Done()
		unique(e, seen, "名称", name)
		unique(e, seen, "网址名", slug)
		checkSlug(e, slug)
		if name.Stated {
			l.rules.Honors = append(l.rules.Honors, h)
		}
	}
	m.Done()
}
