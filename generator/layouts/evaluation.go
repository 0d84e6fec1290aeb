package layouts

import (
	"fmt"
	"html/template"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// Measured is a brand held against every standard that applies, side by side.
type Measured struct {
	Columns []Column      // one a standard
	Rows    template.HTML // of the table, headings of groups among them
	Counts  string        // what its rows come to
	Gaps    []GapList     // by standard, where something is lacking
	Coached []CoachView   // by standard, where something is to be done
	Update  bool          // the facts are newer than the recognition: 现状
	AsOf    string
	Advice  string // on the name, "" where it follows the advice
	Source  string // of that advice
}

// A Column is one standard in the table.
type Column struct {
	Level, Title, Path string
	Class, Word        string // how the whole came out
	Total              string // 总分 118 分（…）; "" for a checklist
	Rank               string
}

// A GapList is what of one standard is not met, or gives more points.
type GapList struct {
	Title string
	Gaps  template.HTML
}

// GapPart is given to layouts/parts/gap/gap.html: which item of the table above lacks what.
type GapPart struct{ Item, Changes string }

func (w *worker) measure(b *site.Brand) *Measured {
	if len(b.Evaluations) == 0 {
		return nil
	}
	rules := w.site.Rules
	m := &Measured{Update: b.IsUpdate(), AsOf: site.DateText(b.AsOf),
		Advice: rules.Advise(b.Name, b.Region, b.Place), Source: rules.Naming.Source}
	for i, e := range b.Evaluations {
		m.Columns = append(m.Columns, column(e, b.Ranks[i], b.EverHeld(e.Standard.Level)))
		m.addGaps(w, e)
	}
	m.Counts = counts(b.Evaluations)
	m.Rows = w.rows(b)
	m.Coached = w.coached(b)
	return m
}

// A CoachView is what the coach says by one standard.
type CoachView struct {
	Level, Title string
	None, Wait   string // criteria.Coaching
	Steps        []StepView
	More         int    // steps that are not told
	Said         string // before the gains
	Gains        []GainView
}

// A StepView is one change. Where names the items that it decides, How says how it is done;
// "" where that is not known.
type StepView struct{ Text, Where, How string }

// A GainView is what changes give in points.
type GainView struct{ Points, Changes string }

// Of a brand's page, which is read on telephones, this much is the coach's: as many steps
// by one standard, and ways to more points of as few changes.
const (
	mostSteps   = 12
	mostGains   = 3
	gainChanges = 2
)

type coachKey struct {
	standard *criteria.Standard
	typ      *criteria.Type
}

// coached returns what the coach says of a brand.
func (w *worker) coached(b *site.Brand) []CoachView {
	var all []CoachView
	for _, e := range b.Evaluations {
		title := e.CoachTitle()
		if title == "" {
			continue
		}
		key := coachKey{e.Standard, b.Type}
		coach, found := w.coaches[key]
		if !found {
			coach = w.site.Rules.CoachFor(e.Standard, b.Type)
			w.coaches[key] = coach
		}
		c := coach.Say(e, b.Facts, b.Judgements[e.Standard.ID])
		v := CoachView{Level: e.Standard.Level.Name, Title: title, None: c.None, Wait: c.Wait, Said: c.More}
		for i, s := range c.Steps {
			if i == mostSteps {
				v.More = len(c.Steps) - i
				break
			}
			v.Steps = append(v.Steps, StepView{s.Text, s.Where(), s.How})
		}
		for _, g := range c.Gains {
			if len(g.Steps) <= gainChanges && len(v.Gains) < mostGains {
				v.Gains = append(v.Gains, GainView{g.Text, g.Changes()})
			}
		}
		if v.None != "" || v.Wait != "" || v.Steps != nil || v.Gains != nil {
			all = append(all, v)
		}
	}
	return all
}

// counts says what became of the items: 市级 12 条达到、2 条未达到；省级……
func counts(evaluations []criteria.Evaluation) string {
	var levels []string
	for _, e := range evaluations {
		number := map[string]int{}
		for _, r := range e.Items {
			number[r.Word()]++
		}
		var words []string
		for _, word := range criteria.Words() {
			if number[word] > 0 {
				words = append(words, fmt.Sprintf("%d 条%s", number[word], word))
			}
		}
		levels = append(levels, e.Standard.Level.Name+" "+strings.Join(words, "、"))
	}
	return strings.Join(levels, "；")
}

func column(e criteria.Evaluation, rank site.Rank, held bool) Column {
	s := e.Standard
	c := Column{Level: s.Level.Name, Title: s.Title, Path: "../" + edition.StandardPath(s.ID)}
	c.Class, c.Word, c.Total = outcomeClasses[e.Outcome], e.Conclusion(), e.Sum()
	if !held {
		c.Class = calm(c.Class)
	}
	switch {
	case rank.Of > 1 && rank.Of == rank.All:
		c.Rank = fmt.Sprintf("在 %d 个在册的同类品牌中列第 %d 位", rank.Of, rank.Place)
	case rank.Of > 1:
		c.Rank = fmt.Sprintf("同类在册品牌 %d 个，其中 %d 个有得分，本品牌列第 %d 位", rank.All, rank.Of, rank.Place)
	}
	return c
}

// outcomeClasses say how a conclusion is set.
var outcomeClasses = map[criteria.Outcome]string{criteria.Passed: "ok", criteria.Failed: "no", criteria.Incomplete: "open"}

// calm is the class of a state under the standard of a level that a brand never held: it
// has nothing to answer for.
func calm(class string) string {
	if class == "no" {
		return "off"
	}
	return class
}

// addGaps adds what of e is not met. What many brands lack is made once.
func (m *Measured) addGaps(w *worker, e criteria.Evaluation) {
	for _, list := range e.GapLists() {
		m.Gaps = append(m.Gaps, GapList{e.Standard.Level.Name + "标准中" + list.Kind, w.join(func(yield func(template.HTML) bool) {
			for _, g := range list.Gaps {
				part := GapPart{g.Item.Where(), strings.Join(g.Changes, "；")}
				line, found := w.lacks[part]
				if !found {
					line = w.part("gap", part)
					w.lacks[part] = line
				}
				if !yield(line) {
					return
				}
			}
		})})
	}
}
