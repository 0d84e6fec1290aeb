package layouts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"minglu/generator/cases"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// CriteriaPage is given to layouts/criteria/criteria.html.
type CriteriaPage struct {
	Base
	Standards []StandardLine
	Types     []*criteria.Type
	Naming    criteria.Naming
}

// A StandardLine is one standard in the list of them.
type StandardLine struct {
	Level, Title, Path, Document string
	Kind                         string // 评分表 or 认定标准
	Term                         string // when it is in force
	InForce                      bool
	Evaluated                    int // brands that it measures, 0 where not shown
}

// StandardPage is given to layouts/standard/standard.html: one standard, its
// official text and its machine reading.
type StandardPage struct {
	Base
	Line      StandardLine
	Region    string
	PassTotal string
	Scored    bool
	Readings  []string
	Replaced  *site.Link       // by which standard, nil: by none
	Changes   *StandardChanges // against the one that it replaces, nil: it replaces none
	Parts     []StandardPart
}

// StandardChanges is what a standard says otherwise than the one that it replaces.
type StandardChanges struct {
	Old   site.Link // the one that it replaces
	Head  []Difference
	Items []ChangedClause
	Same  int // clauses that say what they said
}

// A ChangedClause is one clause that says otherwise, is new or is gone.
type ChangedClause struct {
	Where, Path string // Path: of the clause, in the older standard where it is gone
	Word        string // 新增 or 删去, "" of one that is there in both
	Differences []Difference
}

// A Difference is a text of which a part was exchanged: between Head and Tail stood Gone,
// and stands Came.
type Difference struct{ What, Head, Gone, Came, Tail string }

// A StandardPart is 基本条件, or the conditions of one type.
type StandardPart struct {
	ID, Title, Note string
	Groups          []StandardGroup
}

// A StandardGroup is the items under one heading of the document.
type StandardGroup struct {
	Title string
	Items []StandardItem
}

// A StandardItem is one clause: official text first, then how it is read.
type StandardItem struct {
	ID           string
	Number       int
	Text, Basis  string
	Points       criteria.Points
	Reading      string // 口径说明
	Undetermined string
	Spared       bool     // a basic item that vetoes nothing
	Rules        []string // the machine reading, one phrase a rule
	Examples     []cases.Case
	Meeting      []*site.Brand
	More         int // of those that meet it, not named
	Shown        bool
	Total        int // that meet it
}

// maxMeeting is how many brands are named beneath a clause; the rest are
// counted, for the page of a province would else weigh megabytes.
const maxMeeting = 60

func (r *renderer) criteriaJob() job {
	return job{"criteria", edition.CriteriaPath, func(w *worker) any {
		p := CriteriaPage{Base: w.base("criteria", edition.CriteriaPath, edition.CriteriaPath, "认定标准", "劳务品牌认定标准的原文、计算方法和口径说明。"),
			Types: w.site.Rules.Types, Naming: w.site.Rules.Naming}
		for _, s := range w.site.Standards {
			p.Standards = append(p.Standards, standardLine(s))
		}
		return p
	}}
}

func standardLine(s *site.Standard) StandardLine {
	line := StandardLine{Level: s.Level.Name, Title: s.Title, Path: s.Path, Document: s.Document, Kind: s.Kind.Word() + "，不计分",
		Term: "自" + site.DateText(s.From) + "起", InForce: s.InForce, Evaluated: s.Evaluated}
	if s.Kind == criteria.Scorecard {
		line.Kind = s.Kind.Word() + "，计分"
	}
	if !s.Until.IsZero() {
		line.Term = span(s.From, s.Until)
	}
	return line
}

func (r *renderer) standardJob(s *site.Standard) job {
	return job{"standard", s.Path, func(w *worker) any {
		p := StandardPage{Base: w.base("standard", s.Path, edition.CriteriaPath, s.Title, cmp.Or(s.Document, s.Title)+"：原文、计算方法和口径说明。"),
			Line: standardLine(s), Region: s.Region.Name, Scored: s.Kind == criteria.Scorecard, Readings: s.Readings}
		p.Column, p.Crumbs = "认定标准", []site.Link{{Name: "认定标准", Path: edition.CriteriaPath}}
		if s.PassTotal.Named() {
			p.PassTotal = s.PassTotal.String() + " 分"
		}
		p.Changes, p.Replaced = w.standardChanges(s), w.replacedBy(s)
		basic := "基本条件"
		if len(s.ByType) == 0 {
			basic = "条件"
		}
		p.Parts = append(p.Parts, StandardPart{"basic", basic, basicNote(s, w.site.Rules.Typed()), w.groups(s, s.Basic)})
		for _, t := range s.Types() {
			p.Parts = append(p.Parts, StandardPart{t.Slug, t.Name, t.Focus, w.groups(s, s.ByType[t])})
		}
		return p
	}}
}

// linkTo returns the page of a standard.
func (w *worker) linkTo(s *criteria.Standard) site.Link {
	return site.Link{Name: s.Title, Path: edition.StandardPath(s.ID)}
}

// replacedBy returns the page of the standard that names s as replaced.
func (w *worker) replacedBy(s *site.Standard) *site.Link {
	for _, other := range w.site.Standards {
		if other.Replaces == s.Standard {
			link := w.linkTo(other.Standard)
			return &link
		}
	}
	return nil
}

// standardChanges says in what s differs from the one that it replaces.
func (w *worker) standardChanges(s *site.Standard) *StandardChanges {
	if s.Replaces == nil {
		return nil
	}
	edits, items := s.Since(s.Replaces)
	c := &StandardChanges{Old: w.linkTo(s.Replaces), Head: differences(edits), Same: len(s.Items(nil))}
	page := map[bool]string{false: edition.StandardPath(s.ID), true: c.Old.Path}
	for _, i := range items {
		item, gone := cmp.Or(i.After, i.Before), i.After == nil
		clause := ChangedClause{Where: item.Cited(), Path: page[gone] + "#" + item.ID, Differences: differences(i.Edits)}
		switch {
		case gone:
			clause.Word, clause.Differences = "删去", []Difference{{What: "标准", Gone: item.Text}}
		case i.Before == nil:
			clause.Word = "新增"
		}
		if !gone {
			c.Same--
		}
		c.Items = append(c.Items, clause)
	}
	return c
}

// differences marks in each text what was exchanged: of numbers the whole of them.
func differences(edits []criteria.Edit) []Difference {
	var all []Difference
	for _, e := range edits {
		old, now := []rune(e.Before), []rune(e.After)
		head, tail := 0, 0
		for head < min(len(old), len(now)) && old[head] == now[head] {
			head++
		}
		for tail < min(len(old), len(now))-head && old[len(old)-1-tail] == now[len(now)-1-tail] {
			tail++
		}
		for head > 0 && isDigit(old[head-1]) {
			head--
		}
		for tail > 0 && isDigit(old[len(old)-tail]) {
			tail--
		}
		all = append(all, Difference{e.What, string(old[:head]), string(old[head : len(old)-tail]), string(now[head : len(now)-tail]), string(old[len(old)-tail:])})
	}
	return all
}

// isDigit reports whether r is of a number: 3,000 or 7.5.
func isDigit(r rune) bool { return r >= '0' && r <= '9' || r == ',' || r == '.' }

// basicNote says how the items for all brands are read; of types it speaks where there are
// some.
func basicNote(s *site.Standard, typed bool) string {
	note := ""
	if typed {
		note = "各类型品牌都适用；"
	}
	switch spared := slices.ContainsFunc(s.Basic, func(i *criteria.Item) bool { return !i.Veto }); {
	case s.Kind != criteria.Scorecard:
		return note + "须逐条达到。"
	case spared:
		return note + "除注明不一票否决的以外，有一条未达到的，一票否决。"
	}
	return note + "有一条未达到的，一票否决。"
}

func (w *worker) groups(s *site.Standard, items []*criteria.Item) []StandardGroup {
	var all []StandardGroup
	for _, item := range items {
		if n := len(all); n == 0 || all[n-1].Title != item.Group {
			all = append(all, StandardGroup{Title: item.Group})
		}
		group := &all[len(all)-1]
		group.Items = append(group.Items, w.standardItem(s, item))
	}
	return all
}

func (w *worker) standardItem(s *site.Standard, item *criteria.Item) StandardItem {
	examples := slices.DeleteFunc(w.site.Examples.For(s.Standard, item), func(c cases.Case) bool { return !c.Holds() })
	meeting := s.Meeting[item]
	shown := meeting[:min(maxMeeting, len(meeting))]
	return StandardItem{ID: item.ID, Number: item.Number, Text: item.Text, Basis: item.Basis, Points: item.Points,
		Reading: item.Reading, Undetermined: item.Undetermined, Spared: item.Basic && !item.Veto, Rules: ruleTexts(item), Examples: examples,
		Meeting: shown, More: len(meeting) - len(shown), Total: len(meeting), Shown: s.Meeting != nil && item.Undetermined == ""}
}

// ruleTexts puts an item's machine reading into words: its rules, then how what they read
// is calculated. What is asked in the very words of the clause, for all that it gives, is not
// said twice.
func ruleTexts(item *criteria.Item) []string {
	var texts []string
	if item.Met != nil && !sameWords(item.Text, item.Met.String()) {
		texts = append(texts, "达到的条件："+item.Met.String())
	}
	for _, rule := range item.Awards {
		if rule.Points == item.Points && sameWords(item.Text, rule.When.String()) {
			continue
		}
		texts = append(texts, fmt.Sprintf("得 %s 分：%s", rule.Points, rule.When))
	}
	for _, rule := range item.Deducts {
		texts = append(texts, fmt.Sprintf("从 %s 分中扣 %s 分：%s", item.Points, rule.Points, rule.When))
	}
	if item.Judge != nil {
		texts = append(texts, fmt.Sprintf("须经评定，得 0 至 %s 分：%s", item.Points, item.Judge))
	}
	for _, b := range item.Bonus {
		texts = append(texts, bonusText(b))
	}
	if item.BonusCap > 0 {
		texts = append(texts, fmt.Sprintf("本项加分合计不超过 %s 分", item.BonusCap))
	}
	return append(texts, item.Methods()...)
}

// sameWords reports whether two texts differ in punctuation and spaces alone.
func sameWords(a, b string) bool {
	words := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("%+-.", r) {
				return r
			}
			return -1
		}, s)
	}
	return words(a) == words(b)
}

func bonusText(b criteria.Bonus) string {
	parts := make([]string, len(b.Highest))
	for i, rule := range b.Highest {
		parts[i] = fmt.Sprintf("加 %s 分：%s", rule.Points, rule.When)
	}
	if len(parts) > 1 {
		return "只计最高一项——" + strings.Join(parts, "；")
	}
	return parts[0]
}
