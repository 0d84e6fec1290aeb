package criteria

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// A sheet is one file of testdata/evaluate: a brand and what the documents make
// of it after a change. The results were worked out by hand from the documents,
// never copied from the program.
type sheet struct {
	name  string
	typ   *Type
	brand map[string]string // fact id to value as written
	items []itemCase
	whole []wholeCase
}

type itemCase struct {
	place    string
	standard *Standard
	changes  string
	item     *Item
	want     string // 部分达到 10 +2; on a checklist 达到
}

type wholeCase struct {
	place    string
	standard *Standard
	changes  string
	want     string // 不通过 100 +0 =100 | basic-1
}

var outcomeWords = map[Outcome]string{
	Met: "达到", Partial: "部分达到", Unmet: "未达到", Unstated: "未填报", Undetermined: "待定",
	Passed: "通过", Failed: "不通过", Incomplete: "不完整",
}

// sheets reads testdata/evaluate.
func sheets(t testing.TB) []sheet {
	t.Helper()
	common, err := os.ReadFile("testdata/evaluate/common.yaml")
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("testdata/evaluate/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no sheets", err)
	}
	var all []sheet
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := sheet{name: strings.TrimSuffix(filepath.Base(name), ".txtar"), brand: map[string]string{}}
		line := 1 + strings.Count(string(archive.Comment), "\n")
		for _, file := range archive.Files {
			line++ // the marker
			if file.Name == "brand.yaml" {
				s.state(t, string(common)+string(file.Data))
			} else {
				s.cases(t, name, file.Name, string(file.Data), line)
			}
			line += strings.Count(string(file.Data), "\n")
		}
		all = append(all, s)
	}
	return all
}

func (s *sheet) state(t testing.TB, text string) {
	for line := range strings.Lines(text) {
		key, value, found := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case !found || strings.HasPrefix(line, "#"):
		case key == "type":
			s.typ = sample().Type(value)
		default:
			s.brand[key] = value
		}
	}
	if s.typ == nil {
		t.Fatalf("%s states no known type", s.name)
	}
}

func (s *sheet) cases(t testing.TB, file, section, text string, line int) {
	id, whole := strings.CutPrefix(section, "总评 ")
	standard := sample().Standard(id)
	if standard == nil {
		t.Fatalf("%s: no standard %s", file, id)
	}
	for row := range strings.Lines(text) {
		place := fmt.Sprintf("%s:%d", file, line)
		line++
		if row = strings.TrimSpace(row); row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		changes, rest, _ := strings.Cut(row, " | ")
		if whole {
			s.whole = append(s.whole, wholeCase{place, standard, changes, rest})
			continue
		}
		itemID, want, _ := strings.Cut(rest, " | ")
		item := standard.Item(itemID)
		if item == nil || want == "" {
			t.Fatalf("%s: a row is changes | item | result", place)
		}
		s.items = append(s.items, itemCase{place, standard, changes, item, want})
	}
}

// with returns the brand's facts and judgements after the changes.
func (s *sheet) with(t testing.TB, place, changes string) (Facts, map[string]Judgement) {
	t.Helper()
	brand, judgements := maps.Clone(s.brand), map[string]Judgement{}
	for change := range strings.SplitSeq(changes, "; ") {
		if change == "底本" {
			continue
		}
		key, value, found := strings.Cut(change, ": ")
		if !found {
			t.Fatalf("%s: a change is fact: value, not %q", place, change)
		}
		if item, ok := strings.CutPrefix(key, "评定 "); ok {
			points, ok := values.ParseDecimal(value)
			if !ok {
				t.Fatalf("%s: %q is no number", place, value)
			}
			judgements[item] = Judgement{Points: points, Reason: "市级认定材料齐全。"}
			continue
		}
		if value == "未填报" {
			if _, stated := brand[key]; !stated {
				t.Errorf("%s: %s is not stated anyway", place, key)
			}
			delete(brand, key)
			continue
		}
		brand[key] = value
	}
	return facts(t, s.typ, brand), judgements
}

// facts reads facts as a brand's file states them.
func facts(t testing.TB, typ *Type, stated map[string]string) Facts {
	t.Helper()
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(stated)) {
		fmt.Fprintf(&b, "%s: %s\n", key, stated[key])
	}
	src := diag.NewSource("brand.yaml", b.String(), nil)
	m := fields.Parse(src, 1, src.Lines())
	if m == nil {
		t.Fatalf("%v", src.List)
	}
	read := sample().ReadFacts(m, typ)
	if len(src.List) > 0 {
		t.Fatalf("%v", src.List)
	}
	return read
}

func describe(s *Standard, r Result) string {
	if s.Kind == Checklist {
		return outcomeWords[r.Outcome]
	}
	return fmt.Sprintf("%s %s +%s", outcomeWords[r.Outcome], r.Points, r.Bonus)
}

func TestEveryItemComesOutAsTheDocumentsSay(t *testing.T) {
	for _, s := range sheets(t) {
		t.Run(s.name, func(t *testing.T) {
			base := map[*Standard]Evaluation{}
			for _, c := range s.items {
				facts, judgements := s.with(t, c.place, c.changes)
				if _, ok := base[c.standard]; !ok {
					facts, _ := s.with(t, c.place, "底本")
					base[c.standard] = Evaluate(c.standard, s.typ, facts, nil)
				}
				for i, r := range Evaluate(c.standard, s.typ, facts, judgements).Items {
					switch got := describe(c.standard, r); {
					case r.Item == c.item:
						if got != c.want {
							t.Errorf("%s: %s | %s: got %s, want %s", c.place, c.changes, c.item.ID, got, c.want)
						}
					case !r.Item.reads(c.changes):
						// What no changed fact bears on stays as it was.
						if want := describe(c.standard, base[c.standard].Items[i]); got != want {
							t.Errorf("%s: %s changed %s from %s to %s", c.place, c.changes, r.Item.ID, want, got)
						}
					}
				}
			}
		})
	}
}

// reads reports whether one of the changes is of a fact that i reads or of its
// judgement.
func (i *Item) reads(changes string) bool {
	return strings.Contains(changes, "评定 "+i.ID+":") || slices.ContainsFunc(i.Facts(), func(f *Fact) bool {
		return strings.HasPrefix(changes, f.ID+":") || strings.Contains(changes, "; "+f.ID+":")
	})
}

func TestEveryBrandComesOutAsTheDocumentsSay(t *testing.T) {
	for _, s := range sheets(t) {
		t.Run(s.name, func(t *testing.T) {
			for _, c := range s.whole {
				facts, judgements := s.with(t, c.place, c.changes)
				e := Evaluate(c.standard, s.typ, facts, judgements)
				vetoed := "无"
				if len(e.Vetoed) > 0 {
					vetoed = strings.Join(e.Vetoed, " ")
				}
				got := fmt.Sprintf("%s %s +%s =%s | %s", outcomeWords[e.Outcome], e.Points, e.Bonus, e.Total, vetoed)
				if got != c.want {
					t.Errorf("%s: %s:\ngot  %s\nwant %s", c.place, c.changes, got, c.want)
				}
			}
		})
	}
}

// Without this a new item, rule or bound could come without a case. Each
// condition must have been seen true, false and unknown, by a case about its own
// item; each bound with a value at it, right below it and right above it; each
// choice with a brand that states it.
func TestEveryRuleOfTheTwoStandardsHasCasesOnEachSide(t *testing.T) {
	type bound struct {
		item *Item
		test *Condition
	}
	truths := map[*Condition]map[Truth]bool{}
	sides := map[bound]map[string]bool{}
	chosen := map[*Item]map[string]bool{}
	for _, s := range sheets(t) {
		for _, c := range s.items {
			facts, _ := s.with(t, c.place, c.changes)
			for _, condition := range c.item.Conditions() {
				if truths[condition] == nil {
					truths[condition] = map[Truth]bool{}
				}
				truths[condition][condition.Eval(facts)] = true
				eachTest(condition, func(test *Condition) {
					if v, stated := facts.Of(test.Fact); stated && test.Fact.IsNumber() {
						b := bound{c.item, test}
						if sides[b] == nil {
							sides[b] = map[string]bool{}
						}
						sides[b][side(test, v)] = true
					}
				})
			}
			for _, f := range c.item.Facts() {
				if v, stated := facts.Of(f); stated && (f.Kind == Choice || f.Kind == Set) {
					if chosen[c.item] == nil {
						chosen[c.item] = map[string]bool{}
					}
					for _, name := range strings.Split(v.String(), "、") {
						chosen[c.item][f.ID+" "+name] = true
					}
				}
			}
		}
	}
	for _, id := range []string{"lianyungang-2024", "jiangsu-2022"} {
		for _, item := range sample().Standard(id).Items(nil) {
			for _, condition := range item.Conditions() {
				for truth, word := range map[Truth]string{True: "holds", False: "does not hold", Unknown: "is unstated"} {
					if !truths[condition][truth] {
						t.Errorf("%s %s: no case in which “%s” %s", id, item.ID, condition, word)
					}
				}
				eachTest(condition, func(test *Condition) {
					for _, side := range []string{"below", "at", "above"} {
						if test.Fact.IsNumber() && !sides[bound{item, test}][side] {
							t.Errorf("%s %s: no case right %s the bound of “%s”", id, item.ID, side, test)
						}
					}
				})
			}
			for _, f := range item.Facts() {
				for _, name := range f.Choices {
					if !chosen[item][f.ID+" "+name] {
						t.Errorf("%s %s: no case states %s of %s", id, item.ID, name, f.ID)
					}
				}
			}
		}
	}
}

// side says where a value lies by the smallest step that its fact is stated in;
// far away is no side.
func side(test *Condition, v Value) string {
	step := values.DecimalOf(1)
	if test.Fact.Kind != Count {
		step /= 100
	}
	switch v.Number() - test.Number {
	case -step:
		return "below"
	case 0:
		return "at"
	case step:
		return "above"
	}
	return ""
}

func eachTest(c *Condition, visit func(*Condition)) {
	if c.Op == TestOf {
		visit(c)
	}
	for _, part := range c.Parts {
		eachTest(part, visit)
	}
}

// What neither of the two standards has, a third may: these come from the
// contract of criteria/, on a standard made for them.
func TestShapesThatTheTwoStandardsDoNotUse(t *testing.T) {
	rules := sample()
	parks, workers, plan := rules.Fact("parks"), rules.Fact("workers"), rules.Fact("implementation_plan")
	typ := rules.Type("民生保障类")
	atLeast := func(f *Fact, n int) *Condition {
		return &Condition{Fact: f, Test: AtLeast, Number: values.DecimalOf(n)}
	}
	of := func(points float64) Points { return Points(points * float64(Point)) } // exact in halves
	rule := func(points float64, c *Condition) Rule { return Rule{of(points), c, "规则"} }
	one := func(points float64, c *Condition) Bonus { return Bonus{[]Rule{rule(points, c)}} }
	evaluate := func(s *Standard, stated map[string]string) Evaluation {
		return Evaluate(s, typ, facts(t, typ, stated), nil)
	}
	standard := func(items ...*Item) *Standard {
		return &Standard{Kind: Scorecard, ByType: map[*Type][]*Item{typ: items}}
	}

	t.Run("awards are capped at the item's points", func(t *testing.T) {
		s := standard(&Item{ID: "a", Points: of(20), Awards: []Rule{rule(15, atLeast(parks, 1)), rule(15, atLeast(workers, 1))}})
		for stated, want := range map[string]Points{"0": of(15), "1": of(20)} {
			if e := evaluate(s, map[string]string{"parks": "1", "workers": stated}); e.Points != want {
				t.Errorf("workers %s: %s points, want %s", stated, e.Points, want)
			}
		}
	})
	t.Run("deductions leave at least nothing", func(t *testing.T) {
		s := standard(&Item{ID: "a", Points: of(20), Deducts: []Rule{rule(15, atLeast(parks, 1)), rule(15, atLeast(workers, 1))}})
		if e := evaluate(s, map[string]string{"parks": "1", "workers": "1"}); e.Points != 0 || e.Items[0].Outcome != Unmet {
			t.Errorf("%s points, %s", e.Points, e.Items[0].Outcome)
		}
	})
	t.Run("bonuses are capped at bonus_cap", func(t *testing.T) {
		item := &Item{ID: "a", Points: of(20), Awards: []Rule{rule(20, atLeast(parks, 1))}, BonusCap: of(7),
			Bonus: []Bonus{one(5, atLeast(parks, 1)), one(4, atLeast(workers, 1))}}
		if e := evaluate(standard(item), map[string]string{"parks": "1", "workers": "1"}); e.Bonus != of(7) || e.Total != of(27) || item.MaxBonus() != of(7) {
			t.Errorf("bonus %s, total %s, highest bonus %s", e.Bonus, e.Total, item.MaxBonus())
		}
	})
	t.Run("half points add up, and are said as they are", func(t *testing.T) {
		s := standard(&Item{ID: "a", Points: of(7.5), Awards: []Rule{rule(2.5, atLeast(parks, 1)), rule(4.5, atLeast(workers, 1))},
			Bonus: []Bonus{one(0.5, atLeast(parks, 1))}})
		s.PassTotal = Marks{All: of(7.5)}
		e := evaluate(s, map[string]string{"parks": "1", "workers": "1"})
		if e.Points != of(7) || e.Outcome != Passed || e.Sum() != "总分 7.5 分（分类条件 7 分，加分 0.5 分）" || e.Items[0].Explanation()[0] != "规则，得2.5分（特色产业园区或创业示范基地：1 个）" {
			t.Errorf("%s %s %q", e.Outcome, e.Sum(), e.Items[0].Explanation())
		}
		s.PassTotal = Marks{All: of(8)}
		if e := evaluate(s, map[string]string{"parks": "1", "workers": "1"}); e.Outcome != Failed {
			t.Errorf("%s at %s of %s", e.Outcome, e.Total, e.Pass)
		}
	})
	t.Run("a bonus beats the smaller ones of its list though they come later", func(t *testing.T) {
		item := &Item{ID: "a", Points: of(20), Awards: []Rule{rule(20, atLeast(parks, 1))},
			Bonus: []Bonus{{[]Rule{rule(4, atLeast(parks, 2)), rule(2, atLeast(parks, 1))}}}}
		for stated, want := range map[string]Points{"1": of(2), "2": of(4)} {
			if e := evaluate(standard(item), map[string]string{"parks": stated}); e.Bonus != want {
				t.Errorf("parks %s: bonus %s, want %s", stated, e.Bonus, want)
			}
		}
	})
	t.Run("a total below the pass mark fails, one at it passes, an open one is open", func(t *testing.T) {
		s := standard(&Item{ID: "a", Points: of(20), Awards: []Rule{rule(20, atLeast(parks, 1))}},
			&Item{ID: "b", Points: of(20), Awards: []Rule{rule(10, atLeast(workers, 1))}})
		pass := of(30)
		s.PassTotal = Marks{All: pass}
		for stated, want := range map[string]Outcome{"1": Passed, "0": Failed} {
			if e := evaluate(s, map[string]string{"parks": "1", "workers": stated}); e.Outcome != want {
				t.Errorf("workers %s: %s, want %s", stated, e.Outcome, want)
			}
		}
		if e := evaluate(s, map[string]string{"parks": "1"}); e.Outcome != Incomplete {
			t.Errorf("%s, want %s: what is not stated could still pass", e.Outcome, Incomplete)
		}
	})
	t.Run("a basic item with points vetoes at none", func(t *testing.T) {
		s := standard()
		s.Basic = []*Item{{ID: "a", Basic: true, Veto: true, Points: of(5), Awards: []Rule{rule(5, atLeast(parks, 1))}}}
		if e := evaluate(s, map[string]string{"parks": "0"}); e.Outcome != Failed || !slices.Equal(e.Vetoed, []string{"a"}) {
			t.Errorf("%s, vetoed %v", e.Outcome, e.Vetoed)
		}
	})
	t.Run("a brand of a type without items is measured by the basic ones", func(t *testing.T) {
		s := standard()
		s.Basic = []*Item{{ID: "a", Basic: true, Veto: true, Met: &Condition{Fact: plan, Test: Is, Number: values.DecimalOf(1)}}}
		if e := evaluate(s, map[string]string{"implementation_plan": "是"}); e.Outcome != Passed || len(e.Items) != 1 {
			t.Errorf("%s, %d items", e.Outcome, len(e.Items))
		}
	})
}
