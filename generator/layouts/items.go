package layouts

import (
	"fmt"
	"html/template"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// A clause is the items of one id under the standards that stand side by side.
type clause struct {
	places  []int            // of the item in each evaluation, -1 where a standard has none
	first   *criteria.Item   // as the first standard that has it words it
	from    int              // that standard's place
	facts   []*criteria.Fact // that any of the items reads
	heading template.HTML    // of the group that begins with it; "" within a group
	words   template.HTML    // the first cell: number and text
}

// maxFacts is how many facts a clause may read for its rows to be shared.
const maxFacts = 8

// An itemKey is all that a row depends on: the clause, what is stated for the facts that it
// reads, and whose level the brand never held. A row with a judgement depends on more and is
// made each time.
type itemKey struct {
	clause *clause
	values [maxFacts]criteria.Value
	held   uint64 // a bit for each standard whose level the brand holds or held
}

// clauses are by the standards that stand side by side, and the type.
type clauses map[string][]*clause

func clausesKey(b *site.Brand) string {
	var key strings.Builder
	for _, e := range b.Evaluations {
		key.WriteString(e.Standard.ID + " ")
	}
	if b.Type != nil {
		key.WriteString(b.Type.Slug)
	}
	return key.String()
}

func (r *renderer) newClauses(brands []*site.Brand) clauses {
	all := clauses{}
	for _, b := range brands {
		if len(b.Evaluations) == 0 {
			continue
		}
		if key := clausesKey(b); all[key] == nil {
			all[key] = r.clausesOf(b.Evaluations)
		}
	}
	return all
}

// clausesOf puts the items of one id side by side, in the order of the first
// standard that has them.
func (r *renderer) clausesOf(evaluations []criteria.Evaluation) []*clause {
	var all []*clause
	byID := map[string]*clause{}
	for i, e := range evaluations {
		for place, result := range e.Items {
			c := byID[result.Item.ID]
			if c == nil {
				c = &clause{places: make([]int, len(evaluations)), first: result.Item, from: i}
				for j := range c.places {
					c.places[j] = -1
				}
				byID[result.Item.ID] = c
				all = append(all, c)
			}
			c.places[i] = place
			c.addFacts(result.Item)
		}
	}
	group := ""
	for _, c := range all {
		c.words = r.clauseWords(c, evaluations)
		if c.first.Group != group {
			group = c.first.Group
			c.heading = r.part("group", GroupPart{group, len(evaluations) + 1})
		}
	}
	return all
}

// clauseWords makes the first cell of the clause's rows.
func (r *renderer) clauseWords(c *clause, evaluations []criteria.Evaluation) template.HTML {
	path := func(i int) string {
		return "../" + edition.StandardPath(evaluations[i].Standard.ID) + "#" + c.first.ID
	}
	p := ClausePart{Number: c.first.Number, Text: c.first.Brief(), Path: path(c.from)}
	for i, place := range c.places {
		if place < 0 {
			continue
		}
		if evaluations[i].Items[place].Item.Text != c.first.Text {
			p.Others = append(p.Others, site.Link{Name: evaluations[i].Standard.Level.Name, Path: path(i)})
		}
	}
	return r.part("clause", p)
}

func (c *clause) addFacts(item *criteria.Item) {
	for _, f := range item.Facts() {
		known := false
		for _, g := range c.facts {
			known = known || f == g
		}
		if !known {
			c.facts = append(c.facts, f)
		}
	}
}

// rows returns the rows of b's table, headings of groups among them.
func (w *worker) rows(b *site.Brand) template.HTML {
	return w.join(func(yield func(template.HTML) bool) {
		for _, c := range w.clauses[clausesKey(b)] {
			if !yield(c.heading) || !yield(w.row(b, c)) {
				return
			}
		}
	})
}

// row returns the row of the clause, made before if another brand that this
// worker met states the same.
func (w *worker) row(b *site.Brand, c *clause) template.HTML {
	key, shared := w.itemKey(b, c)
	if made, found := w.items[key]; shared && found {
		return made
	}
	row := w.part("item", w.itemPart(b, c))
	if shared && len(w.items) < maxShared {
		w.items[key] = row
	}
	return row
}

func (w *worker) itemKey(b *site.Brand, c *clause) (key itemKey, shared bool) {
	key.clause = c
	for i, e := range b.Evaluations {
		if b.EverHeld(e.Standard.Level) {
			key.held |= 1 << i
		}
	}
	if len(c.facts) > maxFacts || len(b.Evaluations) > 64 || len(b.Judgements) > 0 {
		return key, false
	}
	for i, f := range c.facts {
		key.values[i], _ = b.Facts.Of(f)
	}
	return key, true
}

// ItemPart is given to layouts/parts/item/item.html: one clause, what the brand states of
// it, and what became of it under each standard.
type ItemPart struct {
	Clause template.HTML
	Stated []string   // of what the reasons read, each value once
	Cells  []ItemCell // one a standard
}

// An ItemCell is how a clause came out under one standard, and why. A reason
// stands once in a row, where it first applies.
type ItemCell struct {
	Outcome template.HTML
	Reasons []string
}

// GroupPart is given to layouts/parts/group/group.html: the heading of a group
// of clauses in the table.
type GroupPart struct {
	Text    string
	Columns int
}

// ClausePart is given to layouts/parts/clause/clause.html: which clause it is. Its wording
// stands on the standard's page alone.
type ClausePart struct {
	Number int
	Path   string
	Text   string      // in a few words
	Others []site.Link // of standards that word it differently, by their level
}

// OutcomePart is given to layouts/parts/outcome/outcome.html. Class is "" where
// the standard has no such clause; Points where the clause has none.
type OutcomePart struct{ Class, Word, Points string }

func (w *worker) itemPart(b *site.Brand, c *clause) ItemPart {
	p := ItemPart{Clause: c.words, Cells: make([]ItemCell, len(c.places))}
	told := map[string]bool{}
	for i, place := range c.places {
		outcome := OutcomePart{}
		if place >= 0 {
			result := b.Evaluations[i].Items[place]
			outcome.Class, outcome.Word = itemWords(result)
			if !b.EverHeld(b.Evaluations[i].Standard.Level) {
				outcome.Class = calm(outcome.Class)
			}
			outcome.Points = pointsText(result)
			for _, reason := range result.Reasons() {
				if !reason.Adds() {
					continue
				}
				text, beside := reason.Told()
				if text != "" && !told[text] {
					told[text] = true
					p.Cells[i].Reasons = append(p.Cells[i].Reasons, text)
				}
				for _, v := range beside {
					if said := v.Statement(); !told[said] {
						told[said] = true
						p.Stated = append(p.Stated, said)
					}
				}
			}
		}
		p.Cells[i].Outcome = w.outcome(outcome)
	}
	return p
}

func (w *worker) outcome(p OutcomePart) template.HTML {
	made, found := w.outcomes[p]
	if !found {
		made = w.part("outcome", p)
		w.outcomes[p] = made
	}
	return made
}

// pointsText returns 20分，加2分; "" where the clause has no points.
func pointsText(r criteria.Result) string {
	switch {
	case r.Item.Points > 0 && r.Bonus > 0:
		return fmt.Sprintf("%s分，加%s分", r.Score(), r.Bonus)
	case r.Item.Points > 0:
		return r.Score() + "分"
	case r.Bonus > 0:
		return fmt.Sprintf("加%s分", r.Bonus)
	}
	return ""
}

// itemWords says how an outcome is shown: a class, which adds a sign, and a word.
func itemWords(r criteria.Result) (class, word string) {
	class = "open"
	switch r.Outcome {
	case criteria.Met:
		class = "ok"
	case criteria.Partial:
		class = "half"
	case criteria.Unmet:
		class = "no"
	}
	return class, r.Word()
}
