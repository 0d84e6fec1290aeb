package criteria

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

// Explanation returns the texts of the reasons, in their order.
func (r Result) Explanation() []string {
	reasons := r.Reasons()
	texts := make([]string, len(reasons))
	for i, reason := range reasons {
		texts[i] = reason.Text()
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
	e := Evaluation{Standard: s, Pass: s.PassTotal.For(t)}
	items := s.Items(t)
	e.Items = make([]Result, 0, len(items))
	open, unmet := false, false
	for _, item := range items {
		var judged *Judgement
		if j, recorded := judgements[item.ID]; recorded {
			judged = &j
		}
		r := item.evaluate(facts, judged, false).Result
		e.Points += r.Points
		e.Bonus += r.Bonus
		switch r.Outcome {
		case Unmet:
			unmet = true
			if item.Veto {
				e.Vetoed = append(e.Vetoed, item.ID)
			}
		case Unstated, Undetermined:
			open = true
		}
		e.Items = append(e.Items, r)
	}
	e.Total = e.Points + e.Bonus
	switch {
	case len(e.Vetoed) > 0, s.Kind == Checklist && unmet:
		e.Outcome = Failed
	case open:
		e.Outcome = Incomplete
	case s.PassTotal.For(t) > 0 && e.Total < s.PassTotal.For(t):
		e.Outcome = Failed
	default:
		e.Outcome = Passed
	}
	return e
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
