package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// A BrandChange is what became of one brand's file.
type BrandChange struct {
	Change
	Before, After *content.Brand // nil: none, or none that can be read
	Mistakes      diag.List      // of the file

	Edits       []Edit // what it says of itself
	Facts       []FactChange
	Evaluations []EvaluationChange
	Unevidenced []*criteria.Fact // stated anew, without a document that shows it
	Unproven    int              // of what it stated before: without one
	Outdated    []*criteria.Fact // stated anew, with the document of the old value
	Advice      string           // on the name; "" where it conforms
	Lost        bool             // an old address leads nowhere: it is not among former_slugs
	Half        bool             // a mistake leaves open what much of the file says: nothing is compared
}

// An EvaluationChange is what one standard finds, before and after. Either is nil
// where the standard did not, or does not, measure the brand.
type EvaluationChange struct {
	Before, After *criteria.Evaluation
	Items         []ItemResult // that came out otherwise; all where Before is nil
	Same          int          // items that came out as before
	Path          string       // how the brand would pass, in a line; "" where it does
}

// An ItemResult is what became of one item. Before is nil where it was not there.
type ItemResult struct{ Before, After *criteria.Result }

// brand describes one pair.
func (m *matching) brand(c pair) *BrandChange {
	b := &BrandChange{Change: c.change, Before: c.before, After: c.after, Mistakes: m.after.mistakesIn(c.change.after())}
	if old := c.before; old != nil && old.HasPage() {
		now := c.after
		b.Lost = c.change.Kind == Deleted ||
			now != nil && now.Slug != old.Slug && !slices.Contains(now.FormerSlugs, old.Slug)
	}
	if c.after == nil {
		return b
	}
	if b.Half = isHalf(c.after, b.Mistakes); b.Half {
		return b
	}
	b.Advice = m.after.Rules.Advise(c.after.Name, c.after.Region, c.after.Place)
	b.Edits = edits(c.before, c.after)
	b.Evaluations = m.compared(c.before, c.after)
	b.addFacts(m.after.Rules)
	return b
}

// isHalf reports whether only a part of b's file can be read, or it leaves open by
// what the brand is measured.
func isHalf(b *content.Brand, bad diag.List) bool {
	return b.Region == nil || slices.ContainsFunc(bad, func(m diag.Mistake) bool {
		return edition.IsIllegible(m) || m.Rule == diag.UnknownCounty || m.Rule == diag.UnknownBrandType
	})
}

// edits lists what b says otherwise than old; of a new brand what names it.
// Whoever is a person is not told here.
func edits(old, b *content.Brand) []Edit {
	var all, touched []Edit
	for _, k := range keys.Brand {
		before, told := said(old, k)
		after, _ := said(b, k)
		switch {
		case before == after:
		case told:
			all = append(all, edit(k.Name(), before, after))
		case old != nil:
			touched = append(touched, Edit{What: k.Name()})
		}
	}
	if old != nil {
		all = append(all, yearEdits(old, b)...)
	}
	if old != nil && !bytes.Equal(body(old.Intro, old.Story), body(b.Intro, b.Story)) {
		touched = append(touched, Edit{What: "基本情况或品牌故事"})
	}
	return append(all, touched...)
}

// yearEdits lists what b states of other years otherwise than old.
func yearEdits(old, b *content.Brand) []Edit {
	of := func(b *content.Brand) map[string]string {
		all := map[string]string{}
		for _, y := range b.Years {
			for _, v := range y.Facts.Stated() {
				all[fmt.Sprintf("%d年%s", y.Year, v.Fact.Label)] = v.String()
			}
		}
		return all
	}
	before, after := of(old), of(b)
	names := maps.Clone(after)
	maps.Copy(names, before)
	var all []Edit
	for _, name := range slices.Sorted(maps.Keys(names)) {
		all = append(all, edit(name, before[name], after[name]))
	}
	return criteria.Changed(all...)
}

// said returns what b says of a key, and whether it is told: what is not is only
// compared. Facts have a list of their own.
func said(b *content.Brand, k keys.Field) (text string, told bool) {
	if b == nil {
		b = &content.Brand{}
	}
	switch k.Key {
	case "facts", "years", "not_personal":
		return "", false
	case "cover":
		return strings.Join(pictures(b), "\n"), false
	case "type":
		return b.TypeName(), true
	case "county":
		return b.RegionName(), true
	}
	v, _ := k.In(reflect.ValueOf(b).Elem())
	switch v := v.Interface().(type) {
	case string:
		return v, true
	case []string:
		return strings.Join(v, "、"), true
	case values.Date:
		return v.String(), true
	default:
		data, _ := json.Marshal(v) // texts and numbers cannot fail
		return string(data), false
	}
}

// pictures returns what b shows, by name.
func pictures(b *content.Brand) []string {
	var names []string
	if b.Cover != nil {
		names = append(names, fmt.Sprintf("cover %s %s %t", b.Cover.File, b.Cover.Alt, b.Cover.AIGenerated))
	}
	for _, p := range b.Pictures {
		names = append(names, p.File)
	}
	return names
}

// body returns the text behind the front matter of the file that the texts stand
// in, as it is written.
func body(texts ...content.Markdown) []byte {
	var source []byte
	for _, t := range texts {
		if len(source) == 0 {
			source = bytes.ReplaceAll(t.Source, []byte("\r\n"), []byte("\n"))
		}
	}
	if _, text, found := bytes.Cut(source, []byte("\n---\n")); found {
		source = text
	}
	return bytes.TrimSpace(source)
}

// addFacts fills what is stated otherwise and what has no evidence, in the order of
// facts.yaml.
func (b *BrandChange) addFacts(rules *criteria.Rules) {
	before := stated(b.Before)
	for _, f := range rules.Facts {
		now, is := b.After.Facts.Of(f)
		was, known := before[f.ID]
		delete(before, f.ID)
		same := is && known && was.String() == now.String()
		_, evident := b.After.Evidence[f.ID]
		switch {
		case is && !evident && same:
			b.Unproven++
		case is && !evident:
			b.Unevidenced = append(b.Unevidenced, f)
		case is && known && !same && b.Before.Evidence[f.ID] == b.After.Evidence[f.ID]:
			b.Outdated = append(b.Outdated, f)
		}
		if b.Before != nil && (is || known) && !(same && b.Before.Evidence[f.ID] == b.After.Evidence[f.ID]) {
			b.Facts = append(b.Facts, b.factChange(f, was, now))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before)) { // facts that facts.yaml has no more
		b.Facts = append(b.Facts, FactChange{Edit: Edit{What: id, Before: before[id].String()}, Why: []string{"facts.yaml 不再有这一项"}})
	}
}

// stated returns what b states, by fact.
func stated(b *content.Brand) map[string]criteria.Value {
	all := map[string]criteria.Value{}
	if b == nil {
		return all
	}
	for _, v := range b.Facts.Stated() {
		all[v.Fact.ID] = v
	}
	return all
}

// paired sets what each standard in force finds in b beside what it found in old, not
// yet item by item.
func (m *matching) paired(old, b *content.Brand) []EvaluationChange {
	before, after := m.before.Evaluations[old], m.after.Evaluations[b]
	find := func(in []criteria.Evaluation, like criteria.Evaluation) *criteria.Evaluation {
		if i := slices.IndexFunc(in, func(e criteria.Evaluation) bool { return e.Standard.ID == like.Standard.ID }); i >= 0 {
			return &in[i]
		}
		return nil
	}
	var all []EvaluationChange
	for i := range after {
		all = append(all, EvaluationChange{Before: find(before, after[i]), After: &after[i]})
	}
	for i := range before {
		if find(after, before[i]) == nil {
			all = append(all, EvaluationChange{Before: &before[i]})
		}
	}
	return all
}

// compared is paired, item by item.
func (m *matching) compared(old, b *content.Brand) []EvaluationChange {
	all := m.paired(old, b)
	for i, e := range all {
		if e.After != nil {
			all[i] = compareEvaluations(e.Before, e.After)
			all[i].Path = m.after.Rules.CoachFor(e.After.Standard, b.Type).Line(*e.After, b.Facts, b.Judgements[e.After.Standard.ID])
		}
	}
	return all
}

func compareEvaluations(before, after *criteria.Evaluation) EvaluationChange {
	e := EvaluationChange{Before: before, After: after}
	was := map[string]*criteria.Result{}
	if before != nil {
		for i := range before.Items {
			was[before.Items[i].Item.ID] = &before.Items[i]
		}
	}
	for i := range after.Items {
		now := &after.Items[i]
		if old := was[now.Item.ID]; old != nil && sameResult(old, now) {
			e.Same++
		} else {
			e.Items = append(e.Items, ItemResult{old, now})
		}
	}
	return e
}

func sameResult(a, b *criteria.Result) bool {
	return a.Outcome == b.Outcome && a.Points == b.Points && a.Bonus == b.Bonus && a.Awaits == b.Awaits
}

// changed reports whether e came out otherwise as a whole or in any item.
func (e EvaluationChange) changed() bool {
	return e.Before == nil || e.After == nil || len(e.Items) > 0 || len(e.Before.Items) != len(e.After.Items) || e.Before.Summary() != e.After.Summary()
}
