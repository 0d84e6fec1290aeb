package search

import (
	"slices"
	"strings"
)

// A Corpus is what is searched, and the orders in which people read values.
type Corpus struct {
	Documents []Document
	Types     []string // each facet's values in their order; values of documents that stand nowhere here follow
	Counties  []string
	Levels    []string
	Years     []string
}

// A Document is a recognized brand as it is searched. Only what may be public
// is in it: no leader, no opinion, no self-score, nobody who judged.
type Document struct {
	Slug     string
	Name     string
	Aliases  []string
	Type     string // 文化旅游类; "" where none is stated
	County   Place
	City     Place   // the county's city; empty where the brand is a city's own
	Province Place   // where the site is the nation's and it lies in one
	Town     string  // a town or functional zone
	Honors   []Honor // what stands, the highest level first
	Badges   []Badge // the same, as a result shows it
	Builder  string  // 培育建设单位
	Industry string
	Intro    string // 基本情况, plain text
	Body     string // the sections behind it, plain text
	Date     string // of the newest act that recognizes it, YYYY-MM-DD or a part of it; "" where not stated
}

// A Place is a county, a city or a province: its name as printed, and what people
// call it for short.
type Place struct{ Name, Short string }

// places returns all that d lies in, from the county up.
func (d *Document) places() []Place { return []Place{d.County, d.City, d.Province} }

// regions returns what d is found under by county: its county, and where that
// is printed with the city before it (南京市鼓楼区) the city, which holds it; so too
// the province.
func (d *Document) regions() []string {
	names := []string{d.County.Name}
	for _, above := range d.places()[1:] {
		if above.Name != "" && above.Name != d.County.Name && strings.HasPrefix(d.County.Name, above.Name) {
			names = append(names, above.Name)
		}
	}
	return names
}

// An Honor is a level and the year of the batch that gave it: 市级, 2024年 or 年份未载明.
// A level and a year that are both chosen are asked of one honour: who has been 县级 for
// long and became 市级 in 2025 is none of the 县级 of 2025.
type Honor struct{ Level, Year string }

// term is what an honour is indexed as.
func (h Honor) term() string { return h.Level + "\x1f" + h.Year }

// levels returns the levels of what stands, each once.
func (d *Document) levels() []string {
	return each(d.Honors, func(h Honor) string { return h.Level })
}

// years returns the years of what stands, each once.
func (d *Document) years() []string { return each(d.Honors, func(h Honor) string { return h.Year }) }

// each returns what of gives of the honours, each once.
func each(honors []Honor, of func(Honor) string) []string {
	var all []string
	for _, h := range honors {
		if v := of(h); !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// A Badge is one honour as a result shows it: 市级 2024, and the class of the
// level, municipal.
type Badge struct{ Text, Class string }
