package search

import "strings"

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
	City     Place    // the county's city; empty where the brand is a city's own
	Province Place    // where the site is the nation's and it lies in one
	Town     string   // a town or functional zone
	Levels   []string // of what stands
	Years    []string // the batches' years of what stands, newest first; 年份未载明
	Badges   []Badge  // what stands
	Builder  string   // 培育建设单位
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

// A Badge is one honour as a result shows it: 市级 2024, and the class of the
// level, municipal.
type Badge struct{ Text, Class string }
