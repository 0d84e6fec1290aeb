package criteria

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// repository returns the rules of this repository. What is said of them here holds of any:
// whoever adds a standard, a type, a level, a region or a fact need not look at the tests.
func repository(t *testing.T) *Rules {
	t.Helper()
	rules, bad, err := Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(bad) > 0 {
		var b strings.Builder
		bad.Text(&b)
		t.Fatal(b.String())
	}
	return rules
}

// Every clause has its wording, and a basis where the document has a column of them; what
// cannot be applied says why, and nothing else decides it.
func TestEveryClauseHasItsWording(t *testing.T) {
	for _, s := range repository(t).Standards {
		items := s.Items(nil)
		based := slices.ContainsFunc(items, func(i *Item) bool { return i.Basis != "" })
		for _, i := range items {
			if i.Group == "" || i.Text == "" && i.Undetermined == "" || based && i.Basis == "" && i.Undetermined == "" {
				t.Errorf("%s %s: group “%s”, text “%s”, basis “%s”", s.ID, i.ID, i.Group, i.Text, i.Basis)
			}
			if i.Undetermined != "" && len(i.Conditions()) > 0 {
				t.Errorf("%s %s cannot be applied and has conditions", s.ID, i.ID)
			}
		}
	}
}

// What the items of each type of a scorecard give adds up to what the document says, and no
// more than that can be had without a bonus.
func TestThePointsOfEveryScorecardAddUp(t *testing.T) {
	for _, s := range repository(t).Standards {
		if s.Kind != Scorecard {
			continue
		}
		types := s.Types()
		if len(types) == 0 {
			types = []*Type{nil}
		}
		for _, typ := range types {
			sum := Points(0)
			for _, i := range s.Items(typ) {
				sum += i.Points
				most := Points(0)
				for _, rule := range i.Awards {
					most += rule.Points
				}
				if i.Awards != nil && most < i.Points {
					t.Errorf("%s %s: of %s points only %s can be had", s.ID, i.ID, i.Points, most)
				}
			}
			if want := s.TypePoints.For(typ); sum != want {
				t.Errorf("%s %v: the items have %s points, the document %s", s.ID, typ, sum, want)
			}
		}
	}
}

func TestEveryFactIsReadBySomeItemOfItsTypesOrAskedByADocument(t *testing.T) {
	rules := repository(t)
	for _, f := range rules.Facts {
		if (len(f.Clauses) == 0) != (f.AskedBy != "") {
			t.Errorf("%s is read by %d items and asked by %q: a brand is asked for nothing, or for one thing twice", f.ID, len(f.Clauses), f.AskedBy)
		}
		if f.AskedBy != "" {
			continue
		}
		for _, typ := range rules.Types {
			read := slices.ContainsFunc(f.Clauses, func(c Clause) bool {
				return slices.Contains(c.Standard.Items(typ), c.Item)
			})
			measured := slices.ContainsFunc(rules.Standards, func(s *Standard) bool { return s.ByType[typ] != nil })
			if f.AskedOf(typ) && !read && measured {
				t.Errorf("%s is asked of %s, where no item reads it", f.ID, typ.Name)
			}
			if read && !f.AskedOf(typ) {
				t.Errorf("an item of %s reads %s, which is not asked there", typ.Name, f.ID)
			}
		}
	}
}

// The kinds and units of the facts are those that the standards count in.
func TestFactsHaveTheRangesOfTheirKinds(t *testing.T) {
	rules := repository(t)
	for _, f := range rules.Facts {
		switch f.Kind {
		case Count:
			if f.Min == nil || *f.Min != 0 || f.Unit == "" {
				t.Errorf("%s: a count starts at 0 and has a unit", f.ID)
			}
		case Decimal:
			if f.Min == nil || f.Unit == "" {
				t.Errorf("%s: a number has a least value and a unit", f.ID)
			}
		case Percent:
			if f.Min == nil || f.Unit != "" {
				t.Errorf("%s: a percent has a least value and no unit", f.ID)
			}
		}
	}
}

// A trade is found under many words, and by few of them several trades are: a word in two
// groups means both.
func TestWordsOfTradesMeanOne(t *testing.T) {
	rules := repository(t)
	if len(rules.Synonyms) < 150 {
		t.Errorf("%d groups", len(rules.Synonyms))
	}
	groups := map[string][]string{}
	for _, group := range rules.Synonyms {
		for _, word := range group.Words {
			groups[word] = append(groups[word], group.Name)
		}
	}
	for word, names := range groups {
		if len(names) > 2 {
			t.Errorf("%s stands in %v: it is too general", word, names)
		}
	}
	for _, word := range rules.Asking {
		if i := slices.IndexFunc(rules.Types, func(typ *Type) bool { return strings.Contains(typ.Name, word) }); i >= 0 {
			t.Errorf("%s is dropped, and stands in the type %s", word, rules.Types[i].Name)
		}
	}
}

// A clause is named by its short, or by so much of its wording that the name is no longer
// than a line of a telephone; a cut one is the wording's beginning and says that it goes on.
func TestClausesAreNamedInAFewWords(t *testing.T) {
	items := []*Item{{Text: "从业人员不少于3000人。"}, {Text: strings.Repeat("甲", 21) + "。"}, {Text: strings.Repeat("甲", 9) + "，" + strings.Repeat("乙", 12)}, {Text: "", Undetermined: "缺"}}
	for _, s := range repository(t).Standards {
		for _, i := range s.Items(nil) {
			bare := *i
			bare.Short = ""
			items = append(items, i, &bare)
		}
	}
	for _, i := range items {
		name := i.Brief()
		if utf8.RuneCountInString(name) > brief+2 {
			t.Errorf("“%s” is long for a name", name)
		}
		if cut, goesOn := strings.CutSuffix(name, "……"); i.Short != "" && name != i.Short || i.Short == "" && (!strings.HasPrefix(i.Text, cut) || goesOn == (strings.TrimSuffix(i.Text, "。") == cut)) {
			t.Errorf("“%s” is named “%s”", i.Text, name)
		}
	}
}
