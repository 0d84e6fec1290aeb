package search

import (
	"cmp"
	"slices"
	"strings"

	"minglu/generator/content"
)

// A Corpus is what is searched, and the orders in which people read values.
type Corpus struct {
	Documents []Document
	Papers    []Document // notices, standards and pages, which are searched by themselves
	Types     []string   // each facet's values in their order; values of documents that stand nowhere here follow
	Counties  []string
	Levels    []string
	Years     []string
	Offers    []string
	Groups    []Group             // words of one trade: who asks for one of them finds the others behind it
	Asking    []string            // words of queries by which nothing is found
	Meant     map[string][]string // by offer, words of queries that mean it where nothing else is asked for: 找工作
}

// A Document is a brand that an act has named, or a paper, as it is searched. Only
// what may be public is in it: no leader that its page does not show, no opinion, no
// self-score, nobody who judged. Of a brand without a page that is what the running
// 公示 says.
type Document struct {
	Slug     string         // of a paper its address
	Address  string         // below the site's root, where the slug does not tell it
	Status   content.Status // "": recognized
	Running  bool           // a 公示 that runs names it, however it stands
	Name     string
	Aliases  []string
	Called   []string // what each of Aliases is: 又称, 原名, of a paper 文号
	Type     string   // 文化旅游类; "" where none is stated
	Untyped  string   // what is said then: 类型未载明; "" where brands are of no types
	County   Place
	City     Place   // the county's city; empty where the brand is a city's own
	Province Place   // where the site is the nation's and it lies in one
	Town     string  // a town or functional zone
	Honors   []Honor // what stands, the highest level first; where nothing stands what did, or is to
	Badges   []Badge // all of them, as a result shows them: what stands first
	Builder  string  // 培育建设单位
	Industry string
	Intro    string   // 基本情况, plain text
	Body     string   // the sections behind it, plain text
	Numbers  []string // of the acts that its honours rest on: 示例苏〔2025〕5号; of a paper its own
	People   []string // who its page names
	Shown    []Shown  // what its page shows besides and people may look for: they, labels of links, the unit to ask, its telephone
	Offers   []string // of what stands, what it has on the day: 有岗位
	Date     string   // of the newest act that it rests on, YYYY-MM-DD or a part of it; "" where not stated
	Unread   bool     // the index has nothing of its prose: see bound
}

// Shown is a text of a brand's page, what it is, and the place on the page where it stands;
// "" where that has no name.
type Shown struct{ Word, Text, ID string }

// statuses are where a brand that was named may stand, in the order of results.
var statuses = []content.Status{content.Recognized, content.Noticed, content.Withdrawn, content.Expired}

// rank returns the place of d's status among all.
func (d *Document) rank() int { return max(0, slices.Index(statuses, d.Status)) }

// status is what d is found under by status: 在册.
func (d *Document) status() string { return statuses[d.rank()].Word() }

// statuses is all that d is found under by status: how it stands, and each that one of its
// honours has. What stands and is to be more is 公示中 too, what stands at one level and was
// withdrawn at another 已退出.
func (d *Document) statuses() []string {
	all := []string{d.status()}
	if d.Running {
		all = append(all, content.Noticed.Word())
	}
	for _, b := range d.Badges {
		if b.Status != "" && !b.Again {
			all = append(all, b.Status)
		}
	}
	return once(all)
}

// kinds is what d is found under by type.
func (d *Document) kinds() []string { return []string{cmp.Or(d.Type, d.Untyped)} }

// stand is the status of what is counted where none is chosen.
func stand() string { return content.Recognized.Word() }

// A Place is a county, a city or a province: its name as printed, and what people
// call it for short.
type Place struct{ Name, Short string }

// places returns all that d lies in, from the county up.
func (d *Document) places() []Place { return []Place{d.County, d.City, d.Province} }

// names returns all that d is called.
func (d *Document) names() []string { return append([]string{d.Name}, d.Aliases...) }

// trade returns the texts that say what its people do.
func (d *Document) trade() []string { return append(d.names(), d.Industry, d.Type) }

// read returns what d is found by its pinyin: its names, and what is around them:
// county, city, province, town and trade.
func (d *Document) read() (names, around []string) {
	return d.names(), []string{d.County.Name, d.City.Name, d.Province.Name, d.Town, d.Industry}
}

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

// A Badge is one honour as a result shows it, or of a paper what it is.
type Badge struct {
	Text, Class string // 市级 2024, and the class of the level, municipal
	Status      string // 公示中, 已退出 or 已到期; "": it stands
	Again       bool   // what ended was given again: its status is told, and none of the brand's
	Day         string // since when, as people read it; of what has run out 有效期至 and its last day
	Act         string // by which document: its number, or its title where it has none
	Path        string // the address of that act
	Until       string // the last day; "": none is stated
	Word        string // the act's own: 认定, 收录
	Reason      string // of a withdrawal
}

// prose returns what of d is found by any of its characters, and scores nothing.
func (d *Document) prose() []string {
	return slices.Concat([]string{d.Intro, d.Body}, d.People, d.shown())
}

// shown returns what the page shows besides, each behind what it is.
func (d *Document) shown() []string {
	texts := make([]string, len(d.Shown))
	for i, s := range d.Shown {
		texts[i] = s.Word + " " + s.Text
	}
	return texts
}
