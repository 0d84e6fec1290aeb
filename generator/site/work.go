package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// An Errand is what people come to the page of work for, and what brands offer for it.
type Errand struct {
	ID    string   // of its place on the page
	Name  string   // 找工作
	Mark  string   // 有岗位: what a brand that has something for it is marked with
	Kinds []string // of links, each of one errand
}

// Errands are in the order of the page.
var (
	Jobs    = Errand{edition.JobsID, "找工作", "有岗位", []string{"招聘", "用工需求"}}
	Courses = Errand{edition.CoursesID, "学手艺", "有培训", []string{"培训"}}
	Shops   = Errand{edition.ShopsID, "店铺", "有店铺", []string{"店铺"}}
	Errands = []Errand{Jobs, Courses, Shops}
)

// For returns the links that b has on the day for an errand.
func (b *Brand) For(e Errand) []content.Link {
	var all []content.Link
	for _, l := range b.Links {
		if slices.Contains(e.Kinds, l.Kind) {
			all = append(all, l)
		}
	}
	return all
}

// Offers returns what b is marked with for the links that it has on the day: 有岗位,
// 有培训, 有店铺.
func (b *Brand) Offers() []string {
	var all []string
	for _, e := range Errands {
		if len(b.For(e)) > 0 {
			all = append(all, e.Mark)
		}
	}
	return all
}

// An Offer is one link of a listed brand for an errand.
type Offer struct {
	content.Link
	Brand *Brand
}

// Day returns the day of entry, or else that of the brand's figures; zero where neither
// is told.
func (o Offer) Day() values.Date {
	if o.Since.IsZero() {
		return o.Brand.AsOf
	}
	return o.Since
}

// Work is the page of work and learning.
type Work struct {
	Errands []ErrandPart // as Errands, those without any offer too
	Pages   [][]WorkSection

	begins map[string]string // where the place of an id is, on the first page that has it
}

// An ErrandPart is what stands under one errand, on all pages.
type ErrandPart struct {
	Errand
	Link               // to where it begins
	Number int         // of offers
	Places []Count     // where there are any, in the order of places
	Types  []WorkTypes // of which there are any, in the order of types
	Newest []Offer     // by their day, one a brand

	sections []WorkSection // the same, place by place
}

// WorkTypes is where the offers of brands of one type stand under an errand.
type WorkTypes struct {
	Name   string // or Unstated
	Number int
	Places []Count
}

// A WorkSection is the offers of one errand, one place and one type, or those of them that
// one page has room for.
type WorkSection struct {
	Errand Errand
	ID     string // of the place: jobs-donghai
	Place  string
	TypeID string // jobs-donghai.tourism; "" where brands are of no types
	Type   string
	Offers []Offer

	kind int // the type's place in the order of types
}

// WorkPagePath returns the address of page n, counted from 1.
func WorkPagePath(n int) string { return edition.NumberedPath(edition.WorkPath, n) }

// newestOffers is how many offers of an errand the first page names.
const newestOffers = 2

// newWork sorts what the listed brands offer by errand, by the parts of the region, and by
// type.
func newWork(lists Lists, listed []*Brand) Work {
	parts := lists.partsOf(lists.region)
	var w Work
	var sections []WorkSection
	for _, e := range Errands {
		types := len(lists.Types) + 1               // the last: of none that is stated
		at := make([][]Offer, (len(parts)+1)*types) // the last place: the whole region
		part := ErrandPart{Errand: e}
		var all []Offer
		for _, b := range listed {
			for _, l := range b.For(e) {
				i := partOf(b, parts)*types + lists.typeOf(b)
				at[i] = append(at[i], Offer{l, b})
				all = append(all, Offer{l, b})
			}
		}
		part.Number, part.Newest = len(all), newest(all)
		for i, offers := range at {
			if len(offers) > 0 {
				part.sections = append(part.sections, lists.workSection(e, parts, i/types, i%types, offers))
			}
		}
		sections = append(sections, part.sections...)
		w.Errands = append(w.Errands, part)
	}
	w.Pages = paged(sections, func(s *WorkSection) *[]Offer { return &s.Offers })
	w.link()
	return w
}

// workSection is what there is for an errand in the part of the region, or the whole of it,
// and of the type, or none.
func (all Lists) workSection(e Errand, parts []*List, place, kind int, offers []Offer) WorkSection {
	s := WorkSection{Errand: e, ID: e.ID + "-all", Place: WholeName(all.region), Offers: offers, kind: kind}
	if place < len(parts) {
		s.ID, s.Place = e.ID+"-"+parts[place].Region.Slug, parts[place].Name
	}
	switch {
	case kind < len(all.Types):
		s.TypeID, s.Type = s.ID+"."+all.Types[kind].Type.Slug, all.Types[kind].Name
	case len(all.Types) > 0:
		s.TypeID, s.Type = s.ID+".0", Unstated // no slug is a number
	}
	return s
}

// newest returns the newest of the offers, one a brand.
func newest(offers []Offer) []Offer {
	sorted := slices.Clone(offers)
	slices.SortStableFunc(sorted, func(a, b Offer) int { return b.Day().Compare(a.Day()) })
	var all []Offer
	for _, o := range sorted {
		if len(all) < newestOffers && !slices.ContainsFunc(all, func(other Offer) bool { return other.Brand == o.Brand }) {
			all = append(all, o)
		}
	}
	return all
}

// link tells the errands and their places on which page they begin.
func (w *Work) link() {
	w.begins = map[string]string{}
	for n, page := range w.Pages {
		for _, s := range page {
			path := WorkPagePath(n + 1)
			for _, id := range []string{s.Errand.ID, s.ID, s.TypeID} {
				w.begins[id] = cmp.Or(w.begins[id], path+"#"+id)
			}
		}
	}
	for i := range w.Errands {
		e := &w.Errands[i]
		e.Link = Link{e.Errand.Name, cmp.Or(w.begins[e.ID], edition.WorkPath)}
		for _, s := range e.sections {
			if k := len(e.Places); k == 0 || e.Places[k-1].Path != w.begins[s.ID] {
				e.Places = append(e.Places, Count{Link{s.Place, w.begins[s.ID]}, 0})
			}
			e.Places[len(e.Places)-1].Number += len(s.Offers)
		}
		for _, s := range slices.SortedStableFunc(slices.Values(e.sections), func(a, b WorkSection) int { return cmp.Compare(a.kind, b.kind) }) {
			if s.TypeID == "" {
				break
			}
			if k := len(e.Types); k == 0 || e.Types[k-1].Name != s.Type {
				e.Types = append(e.Types, WorkTypes{Name: s.Type})
			}
			of := &e.Types[len(e.Types)-1]
			of.Number += len(s.Offers)
			of.Places = append(of.Places, Count{Link{s.Place, w.begins[s.TypeID]}, len(s.Offers)})
		}
	}
}

// place returns where what the list's place, or its place and type, offers for an errand
// begins; "" where the page of work has no such place.
func (w Work) place(l *List, e Errand) string {
	switch {
	case l.Region == nil:
		return ""
	case l.Type != nil:
		return w.begins[e.ID+"-"+l.Region.Slug+"."+l.Type.Slug]
	}
	return w.begins[e.ID+"-"+l.Region.Slug]
}

// offerFacet counts the brands of l, which q finds, by what they offer.
func (w Work) offerFacet(l *List, q Query) Facet {
	f := Facet{Label: "按机会"}
	for _, e := range Errands {
		n := 0
		for _, b := range l.Brands {
			if len(b.For(e)) > 0 {
				n++
			}
		}
		if n > 0 {
			q.Offer = e.Mark
			f.Counts = append(f.Counts, Count{Link{e.Mark, cmp.Or(w.place(l, e), q.Path())}, n})
		}
	}
	return f
}

// paged cuts sections into pages of PageSize entries. A section that does not fit is
// continued on the next page, under its own name. There is at least one page.
func paged[S any, E any](sections []S, entries func(*S) *[]E) [][]S {
	pages, room := [][]S{nil}, PageSize
	for _, s := range sections {
		for rest := *entries(&s); len(rest) > 0; {
			if room == 0 {
				pages, room = append(pages, nil), PageSize
			}
			n := min(room, len(rest))
			part := s
			*entries(&part) = rest[:n:n]
			last := len(pages) - 1
			pages[last] = append(pages[last], part)
			rest, room = rest[n:], room-n
		}
	}
	return pages
}
