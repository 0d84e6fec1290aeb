// Package criteria holds the rules of recognition as data: what brands state,
// which types, levels and regions there are, and the official standards; and
// evaluates what a brand states against a standard.
//
// Load reads the folder criteria/. Evaluate is a pure function of a standard, a
// brand's facts and the judgements recorded for it. No clause of a standard and
// no number of a clause is written in Go.
package criteria

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"minglu/generator/pinyin"
	"minglu/generator/values"
)

// Rules is everything that criteria/ says.
type Rules struct {
	Facts     []*Fact   // that brands state, in the order of facts.yaml
	Derived   []*Fact   // that follow from them, and from what the notices say
	Types     []*Type   // in the order of types.yaml
	Levels    []*Level  // from lowest to highest
	Regions   []*Region // in the order of the files: a province, its cities, each before its counties
	Naming    Naming
	Efforts   map[*Fact]Effort    // of what changes of facts take; of others nothing is known
	Honors    []*Honor            // of units, in the order of honors.yaml; none: acts name brands alone
	Words     *pinyin.Dictionary  // by which names are cut and read; nil: none are proposed
	Synonyms  []Synonym           // by which searches find a trade under its other words, in the order of synonyms.yaml
	Asking    []string            // words of questions that searches drop, in the order of asking.yaml
	Errands   map[string][]string // words by which questions ask for something that brands offer: jobs, courses
	Standards []*Standard         // the lowest level first, then by id
	Files     []string            // paths of what was read of criteria/, in the order of reading

	factsByID map[string]*Fact
}

// A Type is a brand type, such as 文化旅游类.
type Type struct {
	Name        string
	Slug        string
	Focus       string   // the trades it is meant for
	Lead        string   // the department in charge of all types (牵头)
	Departments []string // the guiding departments (指导部门)
	Order       int      // place in types.yaml, from 0
}

// Place is where t stands among all types; nil, of brands without one, stands first.
func (t *Type) Place() int {
	if t == nil {
		return -1
	}
	return t.Order
}

// A Level is one of 县级, 市级, 省级, 国家级.
type Level struct {
	Name   string
	Slug   string
	Order  int    // higher is higher
	Region string // whose honour it is: a county's, a city's, a province's or the nation's; "": none of these
}

// HonorName returns what an honour of l is called: by its own name, or where it has none
// 市级劳务品牌.
func (l *Level) HonorName(own string) string { return cmp.Or(own, l.Name+"劳务品牌") }

// IsOf reports whether the level is an honour that a region of r's rank gives.
func (l *Level) IsOf(r *Region) bool {
	switch l.Region {
	case "county":
		return r.IsCounty()
	case "city":
		return r.IsCity()
	case "province":
		return r.IsProvince() || r.Municipality
	case "nation":
		return r.IsNation()
	}
	return false
}

// A Region is a province, a city or a county by its GB/T 2260 code, or the nation.
type Region struct {
	Code         string // six digits: xx0000 a province, xxyy00 a city, xx90yy a county without a city, 100000 the nation
	Name         string // 东海县
	Slug         string // donghai
	Short        string // 东海
	Municipality bool   // 直辖市: a city that lies in no province
	Tile         *Tile  // place in the schematic grid of its parent, nil where none is given
	Agricultural string // the document by which a district is 涉农区 and counts for coverage; "": it is none
	Parent       *Region
}

// A Tile is a cell of a schematic grid, counted from 0.
type Tile struct{ Row, Column int }

// A Standard is one official document that brands are measured by.
type Standard struct {
	ID         string // the file's name without .yaml
	Title      string
	Level      *Level
	Region     *Region
	Document   string      // the citation
	From       values.Date // in force from the first day this can mean
	Until      values.Date // through the last day this can mean; zero: no end
	Kind       Kind
	TypePoints Marks     // what the items of a brand add up to; none on a checklist
	PassTotal  Marks     // none: the document names no pass mark
	Replaces   *Standard // the one that it takes the place of, nil where it names none
	Readings   []string
	Basic      []*Item
	ByType     map[*Type][]*Item // empty: brands of all types, and of none, are measured by Basic alone
}

// Points are points of a scorecard: exact, since some documents give half ones.
type Points = values.Decimal

// Point is one point.
const Point Points = 1_000_000

// Marks are points that a document names for brands of each type, or for all.
type Marks struct {
	All Points // 0: none
	Of  map[*Type]Points
}

// For returns the points for a type, 0 where there are none.
func (m Marks) For(t *Type) Points {
	if points, own := m.Of[t]; own {
		return points
	}
	return m.All
}

// String returns the points as people read them, "" for none: 80, or of each type
// 文化旅游类 90.
func (m Marks) String() string {
	var parts []string
	if m.All > 0 {
		parts = append(parts, m.All.String())
	}
	for _, t := range slices.SortedFunc(maps.Keys(m.Of), func(a, b *Type) int { return a.Order - b.Order }) {
		parts = append(parts, fmt.Sprintf("%s %s", t.Name, m.Of[t]))
	}
	return strings.Join(parts, "，")
}

// Named reports whether there are any.
func (m Marks) Named() bool { return m.All > 0 || len(m.Of) > 0 }

// Kind tells a scorecard (评分表) from a checklist (认定标准).
type Kind string

const (
	Scorecard Kind = "scorecard"
	Checklist Kind = "checklist"
)

// Word is what people call a standard of the kind.
func (k Kind) Word() string {
	if k == Scorecard {
		return "评分表"
	}
	return "逐条认定"
}

// An Item is one clause of a standard. Either Met is set, or Points with Awards
// or Deducts, or Undetermined alone.
type Item struct {
	ID      string
	Number  int // its place in its group of the document, from 1
	Basic   bool
	Type    *Type // whose brands it is for, nil: of all
	Veto    bool  // unmet, it alone fails the brand (一票否决)
	Typed   bool  // the standard has items for types beside the basic ones
	Group   string
	Text    string // the clause, official wording
	Short   string // what it is about in a few words, the project's own; "" where the clause is short itself
	Basis   string // 评分依据, official wording
	Reading string // 口径说明: how the project reads what the text leaves open

	Met          *Condition
	Points       Points
	Awards       []Rule // points are added, from 0, at most Points
	Deducts      []Rule // points are taken from Points, at least 0 remain
	Bonus        []Bonus
	BonusCap     Points     // 0: none
	Judge        *Condition // when it holds a recorded judgement gives the points
	Undetermined string     // why the standard itself cannot be applied
}

// A Rule gives or takes points when its condition holds.
type Rule struct {
	Points Points
	When   *Condition
	Text   string
}

// A Bonus is a list of rules of which the largest that holds counts; most have
// one rule.
type Bonus struct{ Highest []Rule }

// A Judgement is what the bureau recorded for an item that asks for one.
type Judgement struct {
	Points Points // 0 to the item's points
	Reason string
	By     string // who judged; never public by itself
	Date   values.Date
}

// Naming is the advice on how a brand is called (苏人社发〔2022〕40号).
type Naming struct {
	Pattern string
	Source  string
	Advice  string
	Endings []string // of the word for the people: 工, 匠, 师, 员 …
	Before  []string // what belongs to that word where it stands before it: 技 of 技工

	Occupations []string // those of the endings that name a trade: 主播
}
