package criteria

import (
	"os"
	"testing"

	"minglu/generator/values"
)

// The official wording has every number of the rules. Whichever
// bound or score of them is put otherwise than its wording, that one is pointed out.
func TestANumberThatItsWordingLacksIsPointedOut(t *testing.T) {
	rules, _, err := Load(os.DirFS("../testdata/rules"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range rules.Standards {
		if found := s.Mismatches(); len(found) > 0 {
			t.Fatalf("%+v", found)
		}
	}
	odd := values.DecimalOf(7777)
	for _, s := range rules.Standards {
		holds := func(item *Item, what string) {
			t.Helper()
			if found := s.Mismatches(); len(found) != 1 || found[0].Item != item {
				t.Errorf("%s %s: %s is not pointed out alone: %+v", s.ID, item.ID, what, found)
			}
		}
		for _, item := range s.Items(nil) {
			for _, c := range item.Conditions() {
				for test := range c.tests() {
					was := test.Number
					if !test.Fact.IsNumber() || was <= values.DecimalOf(1) {
						continue
					}
					for _, to := range []values.Decimal{odd, was * 10, was + values.DecimalOf(1)} {
						test.Number = to
						if !says(item, to) {
							holds(item, test.String())
						}
					}
					test.Number = was
				}
			}
			for _, rules := range [][]Rule{item.Awards, item.Deducts} {
				for i := range rules {
					was := rules[i].Points
					if rules[i].Points = 77 * Point; len(scored.FindString(item.Text+item.Basis)) > 0 {
						holds(item, "77 points")
					}
					rules[i].Points = was
				}
			}
		}
	}
}

// A rule's own words that follow its bound do not make the clause say it.
func TestTheClauseCountsWhateverARuleSays(t *testing.T) {
	people := &Fact{ID: "workers", Label: "从业人员", Kind: Count, Unit: "人"}
	for _, c := range []struct {
		text, own string
		found     int
	}{
		{"从业人员不少于三千人。", "不少于3000人", 0},
		{"从业人员不少于6000人。", "不少于3000人", 1},
		{"从业人员不少于3000人。", "不少于6000人", 1},
		{"从业人员较多。", "不少于3000人", 0},
		{"从业人员不少于3000人。", "从业人员较多", 0},
		{"从业人员不少于0.3万人。", "", 0},
	} {
		item := &Item{ID: "a", Text: c.text, Awards: []Rule{{Points: 1, Text: c.own, When: &Condition{Fact: people, Test: AtLeast, Number: values.DecimalOf(3000)}}}}
		s := &Standard{Basic: []*Item{item}}
		if found := s.Mismatches(); len(found) != c.found {
			t.Errorf("%s %s: %+v", c.text, c.own, found)
		}
	}
}

// says reports whether the wording has a number all the same, of another rule.
func says(item *Item, n values.Decimal) bool {
	for _, word := range numeric.FindAllString(item.Text+item.Basis+item.Reading, -1) {
		for _, unit := range []string{"", "%"} {
			if read, ok := values.SpelledNumber(word, unit); ok && read == n {
				return true
			}
		}
	}
	return false
}
