package review

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A Conflict is one fact about a county that its brands state differently.
type Conflict struct {
	Region  *criteria.Region
	Fact    *criteria.Fact
	Answers []Answer // the most frequent first
}

// An Answer is what some brands state.
type Answer struct {
	Value  string
	Brands []*content.Brand // by slug
}

// key tells conflicts apart: who states what.
func (c Conflict) key(slug func(*content.Brand) string) string {
	text := c.Region.Code + "\n" + c.Fact.ID
	for _, a := range c.Answers {
		text += "\n" + a.Value
		for _, b := range a.Brands {
			text += " " + slug(b)
		}
	}
	return text
}

// conflicts returns all conflicts, by region and fact.
func conflicts(side *Side) []Conflict {
	type key struct {
		region *criteria.Region
		fact   *criteria.Fact
	}
	answers := map[key]map[string][]*content.Brand{}
	for _, b := range side.brands() {
		for _, f := range side.Rules.Facts {
			v, stated := b.Facts.Of(f)
			if !f.Shared || !stated || b.Region == nil {
				continue
			}
			k := key{b.Region, f}
			if answers[k] == nil {
				answers[k] = map[string][]*content.Brand{}
			}
			answers[k][v.String()] = append(answers[k][v.String()], b)
		}
	}
	var all []Conflict
	if !side.Readable() {
		return nil
	}
	for _, region := range side.Rules.Regions {
		for _, f := range side.Rules.Facts {
			if given := answers[key{region, f}]; len(given) > 1 {
				all = append(all, Conflict{region, f, byFrequency(given)})
			}
		}
	}
	return all
}

func byFrequency(given map[string][]*content.Brand) []Answer {
	var all []Answer
	for value, brands := range given {
		all = append(all, Answer{value, brands})
	}
	slices.SortFunc(all, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(len(b.Brands), len(a.Brands)), cmp.Compare(a.Value, b.Value))
	})
	return all
}

// A CountyChange is what the totals of one county were and are.
type CountyChange struct {
	Region        *criteria.Region
	Before, After Totals
}

// Totals are what counts about the brands of a county.
type Totals struct {
	Files      int // brands with a file
	Recognized int
	Levels     string // how many hold something at each level: 省级 1，市级 4
	Workers    int    // that the recognized brands state
}

// counties returns the counties whose totals change, in the order of
// the files of regions.
func (m *matching) counties() []CountyChange {
	before, after := totals(m.before), totals(m.after)
	var all []CountyChange
	for _, r := range m.after.Rules.Regions {
		if b, a := before[r.Code], after[r.Code]; b != a {
			all = append(all, CountyChange{r, b, a})
		}
	}
	return all
}

// totals returns the totals of each county that has any brand, by code.
func totals(side *Side) map[string]Totals {
	all := map[string]Totals{}
	if !side.Readable() {
		return all
	}
	held := map[string]map[*criteria.Level]int{}
	workers := side.Rules.Workers()
	for _, b := range side.brands() {
		if b.Region == nil {
			continue
		}
		code := b.Region.Code
		t := all[code]
		t.Files++
		if b.Standing.Status == content.Recognized {
			t.Recognized++
			if workers != nil {
				if v, stated := b.Facts.Of(workers); stated {
					t.Workers += v.Number().Int()
				}
			}
		}
		if held[code] == nil {
			held[code] = map[*criteria.Level]int{}
		}
		for l := range levelsOf(b) {
			held[code][l]++
		}
		all[code] = t
	}
	for code, t := range all {
		for _, l := range slices.Backward(side.Rules.Levels) {
			if n := held[code][l]; n > 0 {
				t.Levels = join(t.Levels, "，", l.Name+" "+number(n))
			}
		}
		all[code] = t
	}
	return all
}

// levelsOf returns the levels at which b holds anything.
func levelsOf(b *content.Brand) map[*criteria.Level]bool {
	levels := map[*criteria.Level]bool{}
	for _, h := range b.Standing.Holding() {
		levels[h.Level] = true
	}
	return levels
}
