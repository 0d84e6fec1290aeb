package edition

import (
	"fmt"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/keys"
)

// checkClaims reports each 公示 and 认定 that names a standard its brand does not meet
// (not-qualified, facts-incomplete), at the slug in the notice: who is shown to the
// public is to be recognized. What a 认定 was issued for is no more the notice's to
// mend: that is reported at the brand's figure. Whether the
// standard is still in force, and whether the notice's day has come, has no part
// in it. Facts newer than the notice say nothing about it.
//
// It returns those that hold for what was stated on their day, and do not for what
// that was corrected to: these are for the bureau to decide.
func (j *joiner) checkClaims(m *measurer) (outdated []Outdated) {
	failed := &failures{at: map[figure][]string{}, of: map[ranked]bool{}}
	var shown []func() // what 公示 say
	for _, n := range slices.Concat(j.content.Notices, j.idle) {
		if n.Kind == content.Withdrawal || n.Standard == nil {
			continue
		}
		for _, e := range n.Entries {
			measured := func(s *criteria.Standard) criteria.Evaluation { return m.measureOn(e.Brand, s, n.Date.First()) }
			rule, message := checkClaim(n, e.Brand, measured)
			switch {
			case rule == diag.NotQualified && j.isIssued(n) && n.Standard.Measures(e.Brand.Type):
				failed.add(n, e.Brand, measured(n.Standard))
			case rule == diag.NotQualified && n.Kind == content.Publicity:
				shown = append(shown, func() {
					if !failed.of[ranked{e.Brand, n.Standard}] {
						j.reportEntry(n, e, rule, "%s", message)
					}
				})
			case message != "":
				j.reportEntry(n, e, rule, "%s", message)
			default:
				if made := e.Brand.CorrectedAfter(n.Date.First()); len(made) > 0 {
					if _, message := checkClaim(n, e.Brand, func(s *criteria.Standard) criteria.Evaluation { return m.measure(e.Brand, s) }); message != "" {
						outdated = append(outdated, Outdated{n, e.Brand, made, m.measure(e.Brand, n.Standard)})
					}
				}
			}
		}
	}
	for _, report := range shown { // the figure is told of already where an issued 认定 followed
		report()
	}
	failed.report(j)
	return outdated
}

// isIssued reports whether n is an act that was done: a 认定 with the number of its
// document, whose day has come.
func (j *joiner) isIssued(n *content.Notice) bool {
	return n.Kind == content.Recognition && n.Document.Number != "" && !n.Date.First().After(j.content.Date)
}

// failures are the figures by which brands do not meet what they were recognized by.
type failures struct {
	figures []figure            // in the order found
	at      map[figure][]string // what each fails
	of      map[ranked]bool
}

type figure struct {
	brand *content.Brand
	at    diag.Span
}

type ranked struct {
	brand    *content.Brand
	standard *criteria.Standard
}

// add takes what of b fails the standard of n. Of a total no one figure is to blame.
func (f *failures) add(n *content.Notice, b *content.Brand, e criteria.Evaluation) {
	f.of[ranked{b, n.Standard}] = true
	day := n.Date.First()
	facts := b.FactsOn(day)
	tell := func(of *criteria.Fact, why string) {
		where := figure{b, b.StatedAt(of, day)}
		if f.at[where] == nil {
			f.figures = append(f.figures, where)
		}
		f.at[where] = append(f.at[where], fmt.Sprintf("《%s》（%s）所依据的《%s》%s", n.Title, n.Document.Number, n.Standard.Title, why))
	}
	unmet := unmetItems(e)
	if unmet == nil {
		tell(nil, "没有达到："+failings(e))
	}
	for _, r := range unmet {
		told := false
		for _, l := range r.Lacks() {
			if _, stated := facts.Of(l.Fact); stated {
				tell(l.Fact, "中的 "+itemName(r.Item)+"没有达到："+l.Change)
				told = true
			}
		}
		if !told {
			tell(nil, "中的 "+itemName(r.Item)+"没有达到")
		}
	}
}

func (f *failures) report(j *joiner) {
	for _, where := range f.figures {
		j.source(&where.brand.Origin).Report(where.at, diag.NotQualified,
			"“%s”已经认定，而按这里的数据，%s。填错的，请改正；认定时填错、后来改正的，在%s中写明，应当退出的由主管部门发退出公告；是以后的数据，改写%s。公告已经发出，名单不改。",
			where.brand.Name, strings.Join(f.at[where], "；"), content.Named(keys.Brand, "corrections"), content.Named(keys.Brand, "as_of"))
	}
}

// An Outdated is a 公示 or 认定 whose brand met the standard by the figures of its day,
// and does not by what these were corrected to since.
type Outdated struct {
	Notice      *content.Notice
	Brand       *content.Brand
	Corrections []content.Correction
	Evaluation  criteria.Evaluation // of the corrected figures
}

// Kept returns the bureau's decision that nothing changes, nil where there is none
// since the last correction.
func (o Outdated) Kept() *content.Kept {
	kept, decided := o.Brand.Kept[o.Notice.Standard.ID]
	if !decided || kept.Date.Before(o.Corrections[len(o.Corrections)-1].Date) {
		return nil
	}
	return &kept
}

// checkClaim says why b does not meet the standard of n, "" if it does or that
// cannot be told. Mistakes in the facts have been reported and leave facts
// unstated: what is still unmet was stated so.
func checkClaim(n *content.Notice, b *content.Brand, measure func(*criteria.Standard) criteria.Evaluation) (diag.Rule, string) {
	s := n.Standard
	switch {
	case !b.HasFacts && b.Doubtful:
		return "", ""
	case !b.HasFacts:
		return diag.FactsIncomplete, fmt.Sprintf("“%s”没有填报%s，不能按《%s》%s：请在品牌文件中补填，或去掉公告中的%s。",
			b.Name, content.Named(keys.Brand, "facts"), s.Title, n.Kind, content.Named(keys.Notice, "standard"))
	case n.Date.IsZero() || b.AsOf.IsZero() || b.AsOf.After(n.Date.Last()):
		return "", ""
	case b.Type == nil && len(s.ByType) > 0 || b.Region == nil || !s.Region.Contains(b.Region):
		return "", "" // reported elsewhere
	case !s.Measures(b.Type):
		return diag.NotQualified, fmt.Sprintf("《%s》没有%s品牌的条件，“%s”不能按它%s，请核对标准。", s.Title, b.Type.Name, b.Name, n.Kind)
	}
	e := measure(s)
	switch e.Outcome {
	case criteria.Failed:
		return diag.NotQualified, fmt.Sprintf("“%s”未达到《%s》：%s。请核对品牌文件中的数据，或从名单中删去；公告发出后才发现数据填错、已改正的，在品牌文件的%s中写明。", b.Name, s.Title, failings(e), content.Named(keys.Brand, "corrections"))
	case criteria.Incomplete:
		if missing := openItems(e, b.Slug); missing != "" && !b.Doubtful {
			return diag.FactsIncomplete, fmt.Sprintf("“%s”的资料不足以按《%s》%s：%s。", b.Name, s.Title, n.Kind, missing)
		}
	}
	return "", ""
}

// failings lists the items that are unmet, or what the total lacks.
func failings(e criteria.Evaluation) string {
	var all []string
	for _, r := range unmetItems(e) {
		all = append(all, itemName(r.Item))
	}
	if all == nil {
		return fmt.Sprintf("总分 %s 分，低于 %s 分", e.Total, e.Pass)
	}
	return strings.Join(all, "；")
}

// unmetItems returns the items each of which fails the whole.
func unmetItems(e criteria.Evaluation) (unmet []criteria.Result) {
	for _, r := range e.Items {
		if r.Outcome == criteria.Unmet && (r.Item.Veto || e.Standard.Kind == criteria.Checklist) {
			unmet = append(unmet, r)
		}
	}
	return unmet
}

// openItems lists the items that wait for a fact or a judgement, and says who
// has to write it.
func openItems(e criteria.Evaluation, slug string) string {
	var facts, judgements []string
	for _, r := range e.Items {
		switch {
		case r.Awaits:
			judgements = append(judgements, itemName(r.Item))
		case r.Outcome == criteria.Unstated:
			facts = append(facts, itemName(r.Item)+"，缺"+strings.Join(unstatedFacts(r), "、"))
		}
	}
	var all []string
	if facts != nil {
		all = append(all, strings.Join(facts, "；")+"。请在品牌文件中补填")
	}
	if judgements != nil {
		all = append(all, strings.Join(judgements, "；")+"，缺评定意见。请主管部门写在 "+content.RecordFile(e.Standard.ID, slug)+" 中")
	}
	return strings.Join(all, "；")
}

// unstatedFacts returns the names of the facts that leave an item open.
func unstatedFacts(r criteria.Result) []string {
	var names []string
	seen := map[*criteria.Fact]bool{}
	for _, reason := range r.Reasons() {
		if reason.Truth != criteria.Unknown {
			continue
		}
		for _, f := range reason.Missing() {
			if !seen[f] {
				seen[f] = true
				names = append(names, f.Named())
			}
		}
	}
	return names
}

// itemName returns an item's id and the beginning of its text.
func itemName(item *criteria.Item) string {
	const enough = 24
	text := []rune(strings.TrimRight(item.Text, "。"))
	if len(text) > enough {
		text = append(text[:enough:enough], '…')
	}
	return item.ID + "（" + string(text) + "）"
}
