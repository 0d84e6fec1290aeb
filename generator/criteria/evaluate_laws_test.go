package criteria

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minglu/generator/values"
)

// brand makes a brand's facts as a county might state them: about the bounds
// of the standards, some not stated.
func (d *dice) brand(typ *Type) Facts {
	s := Facts{values: make([]Value, len(sample().Facts))}
	for _, f := range sample().Facts {
		if !f.AskedOf(typ) || d.upTo(8) == 0 {
			continue
		}
		v := d.value(f)
		if bounds := boundsOf(f); f.IsNumber() && len(bounds) > 0 {
			step := values.DecimalOf(1)
			if f.Kind != Count {
				step /= 100
			}
			v.number = bounds[d.upTo(len(bounds))] + values.Decimal(d.upTo(3)-1)*step
			v.number = max(v.number, *f.Min)
		} else if f.Kind == YesNo {
			v.number = values.DecimalOf(min(d.upTo(4), 1))
		}
		s.values[f.index] = v
	}
	return s
}

// boundsOf returns the bounds that the standards know for f.
func boundsOf(f *Fact) []values.Decimal {
	var bounds []values.Decimal
	for _, clause := range f.Clauses {
		for _, c := range clause.Item.Conditions() {
			eachTest(c, func(test *Condition) {
				if test.Fact == f {
					bounds = append(bounds, test.Number)
				}
			})
		}
	}
	return bounds
}

// judgements makes a judgement for some of the items that can ask for one.
func (d *dice) judgements(s *Standard) map[string]Judgement {
	all := map[string]Judgement{}
	for _, item := range s.Items(nil) {
		if item.Judge != nil && d.upTo(2) > 0 {
			all[item.ID] = Judgement{Points: Points(d.upTo(2*item.Points.Int()+1)) * Point / 2, Reason: "市级认定材料齐全。"}
		}
	}
	return all
}

// forManyBrands calls check with the evaluations of many made-up brands by every
// standard.
func forManyBrands(t *testing.T, n int, check func(t *testing.T, typ *Type, facts Facts, j map[string]Judgement, e Evaluation)) {
	for _, s := range sample().Standards {
		for _, typ := range s.Types() {
			t.Run(s.ID+" "+typ.Name, func(t *testing.T) {
				for seed := range n {
					d := &dice{randomBytes(uint64(seed), 200)}
					facts, judgements := d.brand(typ), d.judgements(s)
					check(t, typ, facts, judgements, Evaluate(s, typ, facts, judgements))
					if t.Failed() {
						t.Fatalf("seed %d", seed)
					}
				}
			})
		}
	}
}

// A fact that no clause names decides nothing, whatever is stated for it.
func TestAFactOfNoClauseDecidesNothing(t *testing.T) {
	var idle []*Fact
	for _, f := range sample().Facts {
		if len(f.Clauses) == 0 {
			idle = append(idle, f)
		}
	}
	told := func(e Evaluation) string {
		var b strings.Builder
		fmt.Fprintln(&b, e.Summary(), e.Total, e.Vetoed)
		for _, r := range e.Items {
			fmt.Fprintln(&b, describe(e.Standard, r), r.Awaits, r.Explanation())
		}
		for _, g := range e.Gaps() {
			fmt.Fprintln(&b, g.Item.ID, g.Changes)
		}
		return b.String()
	}
	forManyBrands(t, 50, func(t *testing.T, typ *Type, facts Facts, j map[string]Judgement, e Evaluation) {
		d := &dice{randomBytes(uint64(e.Total), 100)}
		for _, f := range idle {
			v := Value{}
			if d.upTo(3) > 0 {
				v = d.value(f)
			}
			facts.values = slices.Clone(facts.values)
			facts.values[f.index] = v
		}
		if got, want := told(Evaluate(e.Standard, typ, facts, j)), told(e); got != want {
			t.Errorf("%s\nwithout\n%s", got, want)
		}
	})
}

func TestEveryPointIsExplainedByItsReasons(t *testing.T) {
	seen := map[ReasonKind]int{}
	forManyBrands(t, 400, func(t *testing.T, _ *Type, _ Facts, _ map[string]Judgement, e Evaluation) {
		for _, r := range e.Items {
			points, bonus := Points(0), Points(0)
			if r.Item.Deducts != nil {
				points = r.Item.Points
			}
			capped := false
			for _, reason := range r.Reasons() {
				seen[reason.Kind]++
				held := reason.Truth == True
				switch {
				case reason.Kind == Award && held:
					points += reason.Rule.Points
				case reason.Kind == Deduct && reason.Truth != False:
					points -= reason.Rule.Points
				case reason.Kind == Judged:
					points = reason.judgement.Points
				case reason.Kind == BonusRule && held:
					bonus += reason.Rule.Points
				case reason.Kind == Capped:
					capped = true
				}
			}
			points = min(max(points, 0), r.Item.Points)
			if capped != (r.Item.BonusCap > 0 && bonus > r.Item.BonusCap) {
				t.Errorf("%s: bonus %s of at most %s, said to be capped: %t", r.Item.ID, bonus, r.Item.BonusCap, capped)
			}
			if capped {
				bonus = r.Item.BonusCap
			}
			if r.Points != points || r.Bonus != bonus {
				t.Errorf("%s: %s + %s points, explained %s + %s", r.Item.ID, r.Points, r.Bonus, points, bonus)
			}
			if len(r.Reasons()) == 0 {
				t.Errorf("%s: no reason", r.Item.ID)
			}
			said := map[string]bool{}
			for _, reason := range r.Reasons() {
				text := reason.Text()
				if said[text] {
					t.Errorf("%s says %q twice", r.Item.ID, text)
				}
				said[text] = true
				if text == "" || strings.HasSuffix(text, "。") || strings.Contains(text, "%!") || strings.Contains(text, "（）") {
					t.Errorf("%s: %q", r.Item.ID, text)
				}
			}
		}
	})
	for kind := Clausal; kind <= Silent; kind++ {
		if seen[kind] == 0 {
			t.Errorf("no brand had a reason of kind %d", kind)
		}
	}
}

func TestAnEvaluationIsTheSumOfItsItems(t *testing.T) {
	forManyBrands(t, 400, func(t *testing.T, typ *Type, _ Facts, _ map[string]Judgement, e Evaluation) {
		points, bonus, want := Points(0), Points(0), Passed
		var vetoed []string
		for i, r := range e.Items {
			points, bonus = points+r.Points, bonus+r.Bonus
			if r.Item != e.Standard.Items(typ)[i] {
				t.Errorf("item %d is %s", i, r.Item.ID)
			}
			if r.Points < 0 || r.Points > r.Item.Points || r.Bonus < 0 || r.Bonus > r.Item.MaxBonus() {
				t.Errorf("%s: %s of %s points, bonus %s of %s", r.Item.ID, r.Points, r.Item.Points, r.Bonus, r.Item.MaxBonus())
			}
			if r.Bonus > 0 && r.Outcome != Met && r.Outcome != Partial {
				t.Errorf("%s is %s and has a bonus", r.Item.ID, r.Outcome)
			}
			if r.Item.Points > 0 {
				full, none := r.Points == r.Item.Points, r.Points == 0
				if r.Outcome != Unstated && (full != (r.Outcome == Met) || (r.Outcome == Partial) != (!full && !none)) {
					t.Errorf("%s: %s with %s points", r.Item.ID, r.Outcome, r.Points)
				}
			}
			if r.Outcome == Unmet && r.Item.Basic {
				vetoed = append(vetoed, r.Item.ID)
			}
			switch r.Outcome {
			case Unmet:
				if r.Item.Basic || e.Standard.Kind == Checklist {
					want = Failed
				}
			case Unstated, Undetermined:
				if want != Failed {
					want = Incomplete
				}
			}
		}
		if e.Points != points || e.Bonus != bonus || e.Total != points+bonus || !slices.Equal(e.Vetoed, vetoed) || e.Outcome != want {
			t.Errorf("points %s, bonus %s, total %s, vetoed %v, %s; want %s, %s, %v, %s", e.Points, e.Bonus, e.Total, e.Vetoed, e.Outcome, points, bonus, vetoed, want)
		}
	})
}

// What an unstated item gives is the least that it can come to: whatever is filled
// in, it never falls below, and something makes it just that.
func TestUnstatedItemsGiveTheLeast(t *testing.T) {
	open, reached := map[string]bool{}, map[string]bool{}
	forManyBrands(t, 200, func(t *testing.T, typ *Type, facts Facts, j map[string]Judgement, e Evaluation) {
		d := &dice{randomBytes(uint64(e.Total)+11, 4000)}
		for i, r := range e.Items {
			if r.Outcome != Unstated || r.Item.Points == 0 {
				continue
			}
			open[r.Item.ID] = true
			for range 8 {
				whole := facts
				for _, f := range sample().Facts {
					if _, stated := facts.Of(f); !stated && f.AskedOf(typ) {
						whole = whole.stating(d.value(f))
					}
				}
				after := Evaluate(e.Standard, typ, whole, j).Items[i]
				if after.Points < r.Points && !after.Awaits {
					t.Errorf("%s: at least %s, then %s", r.Item.ID, r.Points, after.Points)
				}
				reached[r.Item.ID] = reached[r.Item.ID] || after.Points == r.Points
			}
		}
	})
	for id := range open {
		if !reached[id] {
			t.Errorf("%s never comes to its least", id)
		}
	}
}

// Whoever fills in what was missing never loses what stood.
func TestStatingAMissingFactNeverTakesAnythingAway(t *testing.T) {
	forManyBrands(t, 200, func(t *testing.T, typ *Type, facts Facts, j map[string]Judgement, e Evaluation) {
		d := &dice{randomBytes(uint64(e.Total)+7, 100)}
		for _, f := range sample().Facts {
			if _, stated := facts.Of(f); stated || !f.AskedOf(typ) {
				continue
			}
			after := Evaluate(e.Standard, typ, facts.stating(d.value(f)), j)
			for i, r := range e.Items {
				now := after.Items[i]
				if r.Outcome != Unstated && (now.Outcome != r.Outcome || now.Points != r.Points) || now.Bonus < r.Bonus || now.Points < r.Points {
					t.Errorf("%s: %s %d +%d became %s %d +%d once %s was stated",
						r.Item.ID, r.Outcome, r.Points, r.Bonus, now.Outcome, now.Points, now.Bonus, f.ID)
				}
			}
			if e.Outcome == Failed && after.Outcome != Failed {
				t.Errorf("failed became %s once %s was stated", after.Outcome, f.ID)
			}
		}
	})
}

// With the item that it was told without, the whole is what it was.
func TestAnEvaluationWithoutAnItemAndWithItIsTheSame(t *testing.T) {
	forManyBrands(t, 50, func(t *testing.T, typ *Type, facts Facts, j map[string]Judgement, e Evaluation) {
		for _, r := range e.Items {
			again := e.Without(r.Item, j).With(r.Item)
			if again.Outcome != e.Outcome || again.Points != e.Points || again.Bonus != e.Bonus || again.Total != e.Total || len(again.Vetoed) != len(e.Vetoed) {
				t.Errorf("%s: %s %v, was %s %v", r.Item.ID, again.Outcome, again.Total, e.Outcome, e.Total)
			}
			for _, b := range r.Item.Bounds() {
				same, other := b.At(b.Test.Number), b.At(b.Test.Number+values.DecimalOf(1))
				if again := e.Without(r.Item, j).With(same); again.Total != e.Total || again.Outcome != e.Outcome {
					t.Errorf("%s: %s %v, was %s %v", b, again.Outcome, again.Total, e.Outcome, e.Total)
				}
				if n, was := len(other.Bounds()), len(r.Item.Bounds()); n != was || other.Bounds()[slices.IndexFunc(r.Item.Bounds(), func(o Bound) bool { return o.Test == b.Test })].Test.Number == b.Test.Number {
					t.Errorf("%s is not moved", b)
				}
			}
		}
	})
}

func TestEvaluateChangesNothingThatItReads(t *testing.T) {
	forManyBrands(t, 50, func(t *testing.T, typ *Type, facts Facts, j map[string]Judgement, e Evaluation) {
		again := Evaluate(e.Standard, typ, facts, j)
		for i, r := range e.Items {
			if a := again.Items[i]; a.Outcome != r.Outcome || a.Points != r.Points || a.Bonus != r.Bonus || len(a.Reasons()) != len(r.Reasons()) {
				t.Errorf("%s came out twice differently", r.Item.ID)
			}
		}
	})
}

// BenchmarkEvaluate measures one brand by both standards; a directory of 10,000
// brands is built in well under 150 ms of this.
func BenchmarkEvaluate(b *testing.B) {
	for _, s := range sheets(b) {
		if s.name != "tourism" {
			continue
		}
		facts, judgements := s.with(b, "", "artisan_honors: [国家级荣誉]; workers: 2420; provincial_carrier: 未填报")
		b.ReportAllocs()
		for b.Loop() {
			for _, standard := range sample().Standards {
				Evaluate(standard, s.typ, facts, judgements)
			}
		}
	}
}
