// Package cases reads the cases of the standards, criteria/cases/, and holds the rules
// against them: each says of some facts what a clause makes of them, as whoever wrote the
// rules reads the document. It tells, too, which bounds of the rules no case shows.
//
// A file is about one item of a standard:
//
//	criteria/cases/<standard>/<any name>.yaml
//	criteria/<code>/cases/<standard>/<any name>.yaml   of a region's own standard
//
// Of reads and evaluates all; a case that differs is a mistake of its file, at the value that
// differs. Cases are no rules: no brand comes out otherwise for them.
package cases

import (
	"fmt"
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/values"
)

// A Suite is the cases of all standards that a site sees.
type Suite struct {
	Cases []Case   // in the order of the files, of each as written
	Files []string // paths of what was read
}

// A Case is facts, and what an item makes of them by the document.
type Case struct {
	Standard *criteria.Standard
	Item     *criteria.Item
	Shows    string              // what it shows, in words
	Stated   []criteria.Value    // in the order written; derived facts may be among them
	AsOf     values.Date         // the day as of which these are, zero where that decides nothing
	Years    []Year              // what was stated for other years, in the order written
	Held     []*criteria.Level   // at which the brand stands
	Proven   []*criteria.Fact    // for which a document is named
	Judged   *criteria.Judgement // by the reviewers, nil where none is recorded
	Expected Result
}

// A Year is what a case states for one year.
type Year struct {
	Year   int
	Stated []criteria.Value
}

// A Result is what becomes of an item.
type Result struct {
	Word   string          // as people call it, one of criteria.Words
	Points criteria.Points // 0 of an item that gives none
	Bonus  criteria.Points
}

// For returns the cases of one item, in their order.
func (s Suite) For(standard *criteria.Standard, item *criteria.Item) []Case {
	var all []Case
	for _, c := range s.Cases {
		if c.Standard == standard && c.Item == item {
			all = append(all, c)
		}
	}
	return all
}

// Differing returns the cases of which the rules say otherwise.
func (s Suite) Differing() []Case {
	return slices.DeleteFunc(slices.Clone(s.Cases), Case.Holds)
}

// Holds reports whether the rules make of the facts what the case says.
func (c Case) Holds() bool { return c.Computed() == c.Expected }

// Computed returns what the rules make of the facts.
func (c Case) Computed() Result {
	r := c.evaluate()
	return Result{r.Word(), r.Points, r.Bonus}
}

func (c Case) evaluate() criteria.Result { return c.Item.Evaluate(c.facts(), c.Judged) }

func (c Case) facts() criteria.Facts {
	beside := criteria.Beside{Year: criteria.YearOf(c.AsOf), Years: map[int]criteria.Facts{}, Proven: map[*criteria.Fact]bool{}, Held: c.Held}
	for _, y := range c.Years {
		beside.Years[y.Year] = stating(y.Stated)
	}
	for _, f := range c.Proven {
		beside.Proven[f] = true
	}
	return stating(c.Stated).Beside(beside)
}

// stating returns facts that state all values.
func stating(all []criteria.Value) criteria.Facts {
	var facts criteria.Facts
	for _, v := range all {
		facts = facts.With(v.Fact, v)
	}
	return facts
}

// Given returns in words what the case puts: 从业人员：3,000 人；2024年：培训人数 300 人；评定 15 分.
func (c Case) Given() string {
	var parts []string
	for _, v := range c.Stated {
		parts = append(parts, v.Fact.Short()+"："+v.String())
	}
	if !c.AsOf.IsZero() {
		parts = append(parts, "数据截止 "+c.AsOf.String())
	}
	for _, y := range c.Years {
		var of []string
		for _, v := range y.Stated {
			of = append(of, v.Fact.Short()+" "+v.String())
		}
		parts = append(parts, fmt.Sprintf("%d年：%s", y.Year, strings.Join(of, "、")))
	}
	for _, l := range c.Held {
		parts = append(parts, "已被认定为"+l.Name)
	}
	for _, f := range c.Proven {
		parts = append(parts, "写明了"+f.Short()+"的佐证材料")
	}
	if c.Judged != nil {
		parts = append(parts, fmt.Sprintf("评定 %v 分", c.Judged.Points))
	}
	if parts == nil {
		return "都没有填报"
	}
	return strings.Join(parts, "；")
}

// Result returns in words what the case says: 达到，得 20 分，加 2 分.
func (c Case) Result() string { return c.Expected.words(c.Item) }

// words returns r of an item: its points where the item has any, its bonus where it can
// give one.
func (r Result) words(item *criteria.Item) string {
	text := r.Word
	switch {
	case item.Points == 0:
	case r.Word == criteria.Unstated.Word() && r.Points > 0:
		text += fmt.Sprintf("，至少得 %v 分", r.Points)
	default:
		text += fmt.Sprintf("，得 %v 分", r.Points)
	}
	switch {
	case len(item.Bonus) == 0 && r.Bonus == 0:
	case r.Bonus == 0:
		text += "，不加分"
	default:
		text += fmt.Sprintf("，加 %v 分", r.Bonus)
	}
	return text
}
