package criteria

import "slices"

// An Outcome says how an item or a whole evaluation came out.
type Outcome string

// Outcomes of an item.
const (
	Met          Outcome = "met"          // full points, or the condition holds
	Partial      Outcome = "partial"      // some points
	Unmet        Outcome = "unmet"        // no points, or the condition does not hold
	Unstated     Outcome = "unstated"     // a fact that decides it is not stated
	Undetermined Outcome = "undetermined" // the standard is silent, or a judgement is asked for and not recorded
)

// Outcomes of a whole evaluation.
const (
	Passed     Outcome = "passed"
	Failed     Outcome = "failed"
	Incomplete Outcome = "incomplete"
)

// An Evaluation is what a standard finds in the facts of one brand.
type Evaluation struct {
	Standard *Standard
	Outcome  Outcome
	Points   Points // of all items; the least where AtLeast says so
	Bonus    Points
	Total    Points   // Points + Bonus
	Pass     Points   // the total that it takes; 0: none is named
	Vetoed   []string // ids of the basic items unmet (一票否决; on a checklist 未达到)
	Items    []Result // basic first, then the type's own, in the standard's order
}

// A Result is what became of one item; Reasons explains it.
type Result struct {
	Item      *Item
	Outcome   Outcome
	Points    Points // of an item that is unstated the least that it can come to
	Bonus     Points
	Judgement *Judgement // that gave the points, nil where none did
	Awaits    bool       // a judgement is asked for and not recorded

	facts Facts
}

// Reasons returns the rules that were tried, what each said of the facts, and
// what it gave. They follow from the item and the facts, and are worked out
// anew when asked for: kept, they would be most of what thousands of
// evaluations hold.
func (r Result) Reasons() []Reason { return r.Item.evaluate(r.facts, r.Judgement, true).reasons }

// Explanation returns the texts of the reasons, in their order: what two rules say alike, once.
func (r Result) Explanation() []string {
	texts := []string{}
	for _, reason := range r.Reasons() {
		if text := reason.Text(); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// A finding is a Result in the making, with its reasons where they are asked for.
type finding struct {
	Result
	explain bool
	reasons []Reason
}

// Evaluate measures the facts of a brand of type t by s. Judgements are keyed
// by item id. It reads nothing else and changes nothing.
func Evaluate(s *Standard, t *Type, facts Facts, judgements map[string]Judgement) Evaluation {
	c := count{Evaluation: Evaluation{Standard: s, Pass: s.PassTotal.For(t)}}
	items := s.Items(t)
	c.Items = make([]Result, 0, len(items))
	for _, item := range items {
		r := item.evaluate(facts, recorded(judgements, item), false).Result
		c.add(r)
		c.Items = append(c.Items, r)
	}
	return c.concluded()
}

// recorded returns the judgement of an item, nil where there is none.
func recorded(judgements map[string]Judgement, item *Item) *Judgement {
	if j, is := judgements[item.ID]; is {
		return &j
	}
	return nil
}

// A count is an evaluation of the items that were added.
type count struct {
	Evaluation
	open, unmet bool
}

func (c *count) add(r Result) {
	c.Points += r.Points
	c.Bonus += r.Bonus
	switch r.Outcome {
	case Unmet:
		c.unmet = true
		if r.Item.Veto {
			c.Vetoed = append(c.Vetoed, r.Item.ID)
		}
	case Unstated, Undetermined:
		c.open = true
	}
}

// concluded returns the evaluation of what was added.
func (c count) concluded() Evaluation {
	c.Total = c.Points + c.Bonus
	switch {
	case len(c.Vetoed) > 0, c.Standard.Kind == Checklist && c.unmet:
		c.Outcome = Failed
	case c.open:
		c.Outcome = Incomplete
	case c.Pass > 0 && c.Total < c.Pass:
		c.Outcome = Failed
	default:
		c.Outcome = Passed
	}
	return c.Evaluation
}

// A Rest is an evaluation without one of its items: what it comes to with another in that
// place is told without measuring the others again.
type Rest struct {
	others count
	facts  Facts
	judged *Judgement
}

// Without returns e without an item that it has, nil where it has none such. The judgements
// are those that e was made with.
func (e Evaluation) Without(item *Item, judgements map[string]Judgement) *Rest {
	var rest *Rest
	others := count{Evaluation: Evaluation{Standard: e.Standard, Pass: e.Pass}}
	for _, r := range e.Items {
		if r.Item == item {
			rest = &Rest{facts: r.facts, judged: recorded(judgements, item)}
			continue
		}
		others.add(r)
	}
	if rest != nil {
		others.Vetoed = slices.Clip(others.Vetoed) // whoever adds to it makes its own
		rest.others = others
	}
	return rest
}

// With returns what the whole comes to with an item, Items left out.
func (r *Rest) With(item *Item) Evaluation {
	c := r.others
	c.add(item.evaluate(r.facts, r.judged, false).Result)
	return c.concluded()
}

// Evaluate measures facts by one item alone, as Evaluate does among all items of a
// standard; judged is the judgement recorded for it, nil where there is none.
func (i *Item) Evaluate(facts Facts, judged *Judgement) Result {
	return i.evaluate(facts, judged, false).Result
}

// evaluate measures facts by one item; judged is the judgement recorded for it,
// nil where there is none.
func (i *Item) evaluate(facts Facts, judged *Judgement, explain bool) finding {
	r := finding{Result: Result{Item: i, facts: facts}, explain: explain}
	switch {
	case i.Undetermined != "":
		r.Outcome = Undetermined
		r.because(Reason{Kind: Silent})
	case i.Met != nil:
		truth := i.Met.Eval(facts)
		r.Outcome = [...]Outcome{False: Unmet, True: Met, Unknown: Unstated}[truth]
		r.because(Reason{Kind: Clausal, When: i.Met, Truth: truth})
	default:
		r.score(judged)
	}
	if r.Outcome == Met || r.Outcome == Partial {
		r.addBonus()
	}
	return r
}

// because keeps a reason with the facts that it is about.
func (r *finding) because(reason Reason) {
	if !r.explain {
		return
	}
	reason.item, reason.facts = r.Item, r.facts
	r.reasons = append(r.reasons, reason)
}

// score gives points by judgement where the item asks for one, else by rules: of
// what is not stated the least, so that an award that may hold is not counted and a
// deduction that may hold is taken.
func (r *finding) score(judged *Judgement) {
	i := r.Item
	if i.Judge != nil {
		switch i.Judge.Eval(r.facts) {
		case True:
			r.judge(judged)
			return
		case Unknown:
			r.Outcome = Unstated
			r.because(Reason{Kind: Judging, When: i.Judge, Truth: Unknown})
			return
		}
	}
	points, unknown := Points(0), false
	if i.Deducts != nil {
		points = i.Points
	}
	for j := range i.Awards {
		switch truth := r.try(Award, &i.Awards[j]); truth {
		case True:
			points += i.Awards[j].Points
		case Unknown:
			unknown = true
		}
	}
	for j := range i.Deducts {
		if truth := r.try(Deduct, &i.Deducts[j]); truth != False {
			points -= i.Deducts[j].Points
			unknown = unknown || truth == Unknown
		}
	}
	r.give(min(max(points, 0), i.Points))
	if unknown {
		r.Outcome = Unstated
	}
}

// try tells what a rule says of the facts.
func (r *finding) try(kind ReasonKind, rule *Rule) Truth {
	truth := rule.When.Eval(r.facts)
	r.because(Reason{Kind: kind, Rule: rule, When: rule.When, Truth: truth})
	return truth
}

// judge takes the recorded judgement, or waits for it.
func (r *finding) judge(judged *Judgement) {
	if judged == nil {
		r.Outcome, r.Awaits = Undetermined, true
		r.because(Reason{Kind: Judging, When: r.Item.Judge, Truth: True})
		return
	}
	r.Judgement = judged
	r.give(judged.Points)
	r.because(Reason{Kind: Judged, When: r.Item.Judge, Truth: True, judgement: judged})
}

func (r *finding) give(points Points) {
	r.Points = points
	switch {
	case points >= r.Item.Points:
		r.Outcome = Met
	case points > 0:
		r.Outcome = Partial
	default:
		r.Outcome = Unmet
	}
}

// addBonus counts, of each bonus, the largest rule that holds, up to the cap.
func (r *finding) addBonus() {
	for _, b := range r.Item.Bonus {
		var best *Rule
		for j := range b.Highest {
			rule := &b.Highest[j]
			if rule.When.Eval(r.facts) == True && (best == nil || rule.Points > best.Points) {
				best = rule
			}
		}
		for j := range b.Highest {
			rule := &b.Highest[j]
			if (best == nil || rule.Points > best.Points) && rule.When.Eval(r.facts) == Unknown {
				r.because(Reason{Kind: BonusRule, Rule: rule, When: rule.When, Truth: Unknown})
			}
		}
		if best != nil {
			r.Bonus += best.Points
			r.because(Reason{Kind: BonusRule, Rule: best, When: best.When, Truth: True})
		}
	}
	if limit := r.Item.BonusCap; limit > 0 && r.Bonus > limit {
		r.because(Reason{Kind: Capped, sum: r.Bonus})
		r.Bonus = limit
	}
}
