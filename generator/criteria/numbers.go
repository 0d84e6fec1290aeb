package criteria

import (
	"fmt"
	"regexp"
	"strings"

	"minglu/generator/values"
)

// A Mismatch is a number of the machine reading that the official wording beside it
// does not have: whoever changed one forgot the other.
type Mismatch struct {
	Standard *Standard
	Item     *Item
	Words    string // the official wording
	Rule     string // what is read instead
}

// Mismatches returns those of s, in the order of its items. Wording without numbers
// says nothing that a number could differ from, and one thing more or less (有, 没有,
// 一批) is said without any.
func (s *Standard) Mismatches() []Mismatch {
	var all []Mismatch
	for _, item := range s.Items(nil) {
		words := strings.Join([]string{item.Text, item.Basis, item.Reading}, "")
		spelled := map[[2]string]map[values.Decimal]bool{} // by wording and unit
		told := map[values.Decimal]bool{}
		given := scored.FindAllStringSubmatch(words, -1)
		check := func(own string, when *Condition, points Points) {
			wordings := []string{words} // of which the clause counts, whatever a rule's own text says
			if numeric.MatchString(scored.ReplaceAllString(own, "")) {
				if wordings = []string{own}; numeric.MatchString(scored.ReplaceAllString(words, "")) {
					wordings = append(wordings, words)
				}
			}
			for test := range when.tests() {
				if !test.Fact.IsNumber() || test.Number <= values.DecimalOf(1) {
					continue
				}
				for _, wording := range wordings {
					bounds := scored.ReplaceAllString(wording, "")
					key := [2]string{bounds, test.Fact.unit()}
					if spelled[key] == nil {
						spelled[key] = numbersIn(bounds, key[1])
					}
					if !spelled[key][test.Number] && !told[test.Number] {
						told[test.Number] = true
						all = append(all, Mismatch{s, item, wording, test.String()})
					}
				}
			}
			fits := len(given) == 0 || points == 0 || points == item.Points
			for _, g := range given {
				n, ok := values.SpelledNumber(g[1], "")
				fits = fits || ok && n == points
			}
			if !fits {
				all = append(all, Mismatch{s, item, words, fmt.Sprintf("%s 分", points)})
			}
		}
		for _, c := range []*Condition{item.Met, item.Judge} {
			if c != nil {
				check("", c, 0)
			}
		}
		for _, rules := range [][]Rule{item.Awards, item.Deducts} {
			for _, r := range rules {
				check(r.Text, r.When, r.Points)
			}
		}
		for _, b := range item.Bonus {
			for _, r := range b.Highest {
				check(r.Text, r.When, r.Points)
			}
		}
	}
	return all
}

var (
	numeric = regexp.MustCompile(`[0-9][0-9,.]*[十百千万亿]*[%％]?|百分之[〇零一二两三四五六七八九十百]+|[二两三四五六七八九十百千万亿〇零][〇零一二两三四五六七八九十百千万亿]*`)
	scored  = regexp.MustCompile(`([0-9]+)分`)
)

// unit is what stands behind numbers of f.
func (f *Fact) unit() string {
	if f.Kind == Percent {
		return "%"
	}
	return f.Unit
}

// numbersIn returns the numbers that text has in a unit or with none.
func numbersIn(text, unit string) map[values.Decimal]bool {
	all := map[values.Decimal]bool{}
	bare := strings.TrimLeft(unit, "十百千万亿")
	for _, found := range numeric.FindAllStringIndex(text, -1) {
		word := text[found[0]:found[1]]
		if bare != unit && strings.HasPrefix(text[found[1]:], bare) {
			word += bare // 5000万元 of what is counted in 万元
		}
		if n, ok := values.SpelledNumber(word, unit); ok {
			all[n] = true
		}
	}
	return all
}
