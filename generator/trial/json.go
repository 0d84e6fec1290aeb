package trial

import (
	"bytes"
	"encoding/json"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/review"
	"minglu/generator/values"
)

// The shapes of `trial --format json`.
type (
	trialJSON struct {
		Day        string         `json:"day"`
		From       string         `json:"from"`
		Brands     int            `json:"brands"`
		Standards  []standardJSON `json:"standards"`
		Sweeps     []sweepJSON    `json:"sweeps"`
		Mismatches []mismatchJSON `json:"mismatches"`
		Mistakes   []mistakeJSON  `json:"mistakes"`
	}
	standardJSON struct {
		ID       string      `json:"id"`
		Title    string      `json:"title"`
		Against  string      `json:"against"` // the standard that it is held against: itself before, the one before it, or ""
		Deleted  bool        `json:"deleted"`
		Sum      groupJSON   `json:"sum"`
		Counties []groupJSON `json:"counties"`
		Types    []groupJSON `json:"types"`
		Brands   []brandJSON `json:"brands"` // that come out or rank otherwise
		Bounds   []boundJSON `json:"bounds"`
		Reach    *reachJSON  `json:"reach"` // null of a standard that is deleted
	}
	shiftJSON struct {
		Before int `json:"before"`
		After  int `json:"after"`
	}
	groupJSON struct {
		Name     string    `json:"name"`
		Measured shiftJSON `json:"measured"`
		Passed   shiftJSON `json:"passed"`
		Better   int       `json:"better"`
		Worse    int       `json:"worse"`
		Up       int       `json:"up"`
		Down     int       `json:"down"`
		Higher   int       `json:"higher"`
		Lower    int       `json:"lower"`
	}
	brandJSON struct {
		Slug   string      `json:"slug"`
		Name   string      `json:"name"`
		County string      `json:"county"`
		Type   string      `json:"type"`
		Status string      `json:"status"`
		Change string      `json:"change"` // better, worse, up, down, other, new, same
		Before *resultJSON `json:"before"` // null: not measured
		After  *resultJSON `json:"after"`
		Items  []string    `json:"items"`
	}
	resultJSON struct {
		Outcome string      `json:"outcome"`
		Total   json.Number `json:"total"`
		Rank    int         `json:"rank"` // 0: none
	}
	boundJSON struct {
		Item      string    `json:"item"`
		Fact      string    `json:"fact"`
		Before    *testJSON `json:"before"` // null: there was none
		After     testJSON  `json:"after"`
		Histogram []binJSON `json:"histogram"`
		Unstated  []string  `json:"unstated"`
	}
	testJSON struct {
		Test   string      `json:"test"`
		Number json.Number `json:"number"`
		Text   string      `json:"text"`
	}
	binJSON struct {
		From   *json.Number `json:"from"` // null: below all others
		Holds  int          `json:"holds"`
		Brands []string     `json:"brands"`
	}
	reachJSON struct {
		Level     string      `json:"level"`
		Held      int         `json:"held"`
		Passed    shiftJSON   `json:"passed"`
		Keep      shiftJSON   `json:"keep"`
		Possible  shiftJSON   `json:"possible"`
		Target    *targetJSON `json:"target"` // null: none is known
		Counted   int         `json:"counted"`
		Covered   int         `json:"covered"`
		Counties  shiftJSON   `json:"counties"`
		Coverable shiftJSON   `json:"coverable"`
		Gained    []string    `json:"gained"`
		Lost      []string    `json:"lost"`
	}
	targetJSON struct {
		Number int `json:"number"`
		Year   int `json:"year"`
	}
	sweepJSON struct {
		Standard string      `json:"standard"`
		Item     string      `json:"item"`
		Fact     string      `json:"fact"`
		Bound    testJSON    `json:"bound"` // as the rules have it
		Measured int         `json:"measured"`
		Values   []valueJSON `json:"values"`
	}
	valueJSON struct {
		Number     json.Number `json:"number"`
		Passed     int         `json:"passed"`
		Failed     int         `json:"failed"`
		Incomplete int         `json:"incomplete"`
		Better     []string    `json:"better"`
		Worse      []string    `json:"worse"`
		Up         []string    `json:"up"`
		Down       []string    `json:"down"`
	}
	mismatchJSON struct {
		Standard string `json:"standard"`
		Item     string `json:"item"`
		Words    string `json:"words"`
		Rule     string `json:"rule"`
	}
	mistakeJSON struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Message string `json:"message"`
		Rule    string `json:"rule"`
	}
)

// kindNames are what JSON calls what becomes of a brand.
var kindNames = map[review.EffectKind]string{review.Better: "better", review.Worse: "worse", review.Up: "up", review.Down: "down",
	review.Other: "other", review.Newly: "new", review.Unchanged: "same"}

// JSON returns t for a program.
func (t *Trial) JSON() ([]byte, error) {
	out := trialJSON{Day: t.After.Content.Date.String(), From: review.Printable(t.From), Brands: len(t.After.Content.Brands),
		Standards: []standardJSON{}, Sweeps: []sweepJSON{}, Mismatches: []mismatchJSON{}, Mistakes: []mistakeJSON{}}
	for _, s := range t.Standards {
		out.Standards = append(out.Standards, s.json(t.After.Rules))
	}
	for _, s := range t.Sweeps {
		out.Sweeps = append(out.Sweeps, s.json())
	}
	for _, m := range t.Mismatches {
		out.Mismatches = append(out.Mismatches, mismatchJSON{m.Standard.ID, m.Item.ID, content.Mask(m.Words), m.Rule})
	}
	for _, m := range t.Mistakes {
		out.Mistakes = append(out.Mistakes, mistakeJSON{m.Name(), m.Span.Start.Line, m.Message, string(m.Rule)})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(out)
	return text.Bytes(), err
}

func (s Standard) json(rules *criteria.Rules) standardJSON {
	out := standardJSON{Counties: []groupJSON{}, Types: []groupJSON{}, Brands: []brandJSON{}, Bounds: []boundJSON{}, Sum: s.Sum().json(), Deleted: s.After == nil}
	for _, is := range []*criteria.Standard{s.Against, s.Before} {
		if is != nil {
			out.Against = is.ID
		}
	}
	if s.After == nil {
		out.ID, out.Title = s.Before.ID, s.Before.Title
		return out
	}
	out.ID, out.Title = s.After.ID, s.After.Title
	for _, g := range s.Counties(rules) {
		out.Counties = append(out.Counties, g.json())
	}
	for _, g := range s.Types(rules) {
		out.Types = append(out.Types, g.json())
	}
	for _, b := range s.Brands {
		if kind := b.Kind(); kind != review.Unchanged || b.Moved() {
			out.Brands = append(out.Brands, brandJSON{content.Mask(b.Brand.Slug), content.Mask(b.Brand.Name), b.Brand.RegionName(), b.Brand.TypeName(),
				string(b.Brand.Standing.Status), kindNames[kind], result(b.Before, b.RankBefore), result(b.After, b.RankAfter), append([]string{}, b.Items()...)})
		}
	}
	for _, c := range s.Bounds {
		out.Bounds = append(out.Bounds, c.json())
	}
	r := s.Reach
	out.Reach = &reachJSON{r.Level.Name, r.Held, shiftJSON(r.Passed), shiftJSON(r.Keep), shiftJSON(r.Possible), nil, r.Counted, r.Covered, shiftJSON(r.Counties), shiftJSON(r.Coverable), regionNames(r.Gained), regionNames(r.Lost)}
	if r.Target != nil {
		out.Reach.Target = &targetJSON{r.Target.Number, r.Target.Year}
	}
	return out
}

func (g Group) json() groupJSON {
	return groupJSON{g.Name, shiftJSON(g.Measured), shiftJSON(g.Passed), g.Better, g.Worse, g.Up, g.Down, g.Higher, g.Lower}
}

func result(e *criteria.Evaluation, rank int) *resultJSON {
	if e == nil {
		return nil
	}
	return &resultJSON{string(e.Outcome), number(e.Total), rank}
}

func (c BoundChange) json() boundJSON {
	out := boundJSON{Item: c.Now.Item.ID, Fact: c.Now.Test.Fact.ID, After: test(c.Now), Histogram: []binJSON{}, Unstated: slugs(c.Histogram.Unstated)}
	if c.Was != nil {
		was := test(*c.Was)
		out.Before = &was
	}
	for _, bin := range c.Histogram.Bins {
		b := binJSON{Holds: bin.Holds, Brands: slugs(bin.Brands)}
		if !bin.Below {
			n := number(bin.From)
			b.From = &n
		}
		out.Histogram = append(out.Histogram, b)
	}
	return out
}

func test(b criteria.Bound) testJSON {
	return testJSON{string(b.Test.Test), number(b.Test.Number), b.String()}
}

func number(n values.Decimal) json.Number { return json.Number(n.String()) }

func slugs(brands []*content.Brand) []string {
	all := []string{}
	for _, b := range brands {
		all = append(all, content.Mask(b.Slug))
	}
	return all
}

func regionNames(regions []*criteria.Region) []string {
	all := []string{}
	for _, r := range regions {
		all = append(all, r.Name)
	}
	return all
}

func (s Sweep) json() sweepJSON {
	out := sweepJSON{s.Standard.ID, s.Bound.Item.ID, s.Bound.Test.Fact.ID, test(s.Bound), s.Measured, []valueJSON{}}
	for _, v := range s.Values {
		out.Values = append(out.Values, valueJSON{number(v.Number), v.Passed, v.Failed, v.Incomplete, slugs(v.Better), slugs(v.Worse), slugs(v.Up), slugs(v.Down)})
	}
	return out
}
