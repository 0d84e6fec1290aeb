package criteria

// A Coaching is what the coach (晋级教练) says of a brand and a standard, as score --path
// and the desk give it in JSON.
type Coaching struct {
	Standard string   `json:"standard"`
	Title    string   `json:"title"`
	Passed   bool     `json:"passed"`
	Found    bool     `json:"found"` // there are changes after which the brand passes
	Effort   int      `json:"effort"`
	Steps    []Advice `json:"steps"` // the cheapest of these; none where it passes
	Waits    []Place  `json:"waits"` // items that no change decides
	Gains    []Reward `json:"gains"` // of a scorecard: what gives more points, the most first
}

// An Advice is to change one fact.
type Advice struct {
	Fact   string  `json:"fact"`
	From   any     `json:"from"` // nil: not stated
	To     any     `json:"to"`
	Text   string  `json:"text"` // 从业人员：2,420 人 → 3,000 人（增加 580 人（+24%））
	How    string  `json:"how,omitempty"`
	Effort int     `json:"effort"`
	Items  []Place `json:"items"`
}

// A Place is an item, as programs and as people cite it.
type Place struct {
	ID    string `json:"id"`
	Where string `json:"where"`
}

// A Reward is what changes give in points.
type Reward struct {
	Item   Place    `json:"item"`
	Points Points   `json:"points"`
	Effort int      `json:"effort"`
	Steps  []Advice `json:"steps"`
}

// Coach says how a brand comes to pass by a standard, and to more points.
func (r *Rules) Coach(s *Standard, t *Type, facts Facts, judgements map[string]Judgement) Coaching {
	path, found := r.CheapestPath(s, t, facts, judgements)
	c := Coaching{Standard: s.ID, Title: s.Title, Passed: Evaluate(s, t, facts, judgements).Outcome == Passed,
		Found: found, Effort: path.Effort, Steps: r.advice(path.Steps), Waits: places(path.Waits), Gains: []Reward{}}
	if s.Kind == Scorecard {
		for _, g := range r.Gains(s, t, facts, judgements) {
			c.Gains = append(c.Gains, Reward{Place{g.Item.ID, g.Item.Where()}, g.Points, g.Effort, r.advice(g.Steps)})
		}
	}
	return c
}

func (r *Rules) advice(steps []Step) []Advice {
	all := []Advice{}
	for _, s := range steps {
		a := Advice{Fact: s.Fact.ID, To: s.To.JSON(), Text: s.Text(), How: r.EffortOf(s.Fact).How, Effort: s.Effort, Items: places(s.Items)}
		if s.From.Fact != nil {
			a.From = s.From.JSON()
		}
		all = append(all, a)
	}
	return all
}

func places(items []*Item) []Place {
	all := []Place{}
	for _, i := range items {
		all = append(all, Place{i.ID, i.Where()})
	}
	return all
}
