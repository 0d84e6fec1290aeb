package criteria

// An Outcome says how an item or a whole evaluation came out.
type Outcome string

const (
	// Of an item.
	Met          Outcome = "met"
	Partial      Outcome = "partial"
	Unmet        Outcome = "unmet"
	Unstated     Outcome = "unstated"     // a fact that the item reads is not stated
	Undetermined Outcome = "undetermined" // the standard is silent, or a judgement is asked for and not recorded

	// Of a whole evaluation.
	Passed     Outcome = "passed"
	Failed     Outcome = "failed"
	Incomplete Outcome = "incomplete"
)

// An Evaluation is what a standard finds in the facts of one brand.
type Evaluation struct {
	Standard *Standard
	Outcome  Outcome
	Points   int // of all items
	Bonus    int
	Total    int      // Points + Bonus
	Vetoed   []string // ids of basic items unmet
	Items    []Result // basic first, then the type's own, in the standard's order
}

// A Result is what became of one item, with everything that explains it.
type Result struct {
	Item      *Item
	Outcome   Outcome
	Points    int
	Bonus     int
	Judgement *Judgement // that gave the points, nil where none did
	Awaits    bool       // a judgement is asked for and not recorded
	Reasons   []Reason
}

// A Reason is one rule or condition, whether it held, and the facts it read.
type Reason struct {
	Kind   ReasonKind
	Rule   *Rule      // nil for Met, Judge
	When   *Condition // what was tested
	Truth  Truth
	Points int     // given (or, for a deduction, taken)
	Reads  []Value // values read; a value whose Fact states nothing has Stated false
}

// ReasonKind says what part of an item a reason is about.
type ReasonKind string

// Text returns the reason as one Chinese phrase, e.g.
// "从业人员不少于3000人：从业人员 12,600人，得20分".
func (r Reason) Text() string { panic("not yet") }

// Evaluate measures facts of a brand of type t by the standard. Judgements are
// keyed by item id.
func Evaluate(s *Standard, t *Type, facts Facts, judgements map[string]Judgement) Evaluation {
	panic("not yet")
}

// Gaps returns, for each unmet item, the smallest change of a fact that would
// meet it, as Chinese phrases: 从业人员 2,420 人，距 3,000 人还差 580 人.
func (e Evaluation) Gaps() []Gap { panic("not yet") }

// A Gap is what one item still lacks.
type Gap struct {
	Item *Item
	Text string
}

// InForce reports whether s is in force on some day that d can mean.
// Applies reports whether a brand of the type, in the region, is measured by s on the day.
