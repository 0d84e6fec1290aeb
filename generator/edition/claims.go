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
// public is to be recognized. Whether the
// standard is still in force, and whether the notice's day has come, has no part
// in it. Facts newer than the notice say nothing about it.
//
// It returns those that hold for what was stated on their day, and do not for what
// that was corrected to: these are for the bureau to decide.
func (j *joiner) checkClaims(m *measurer) (outdated []Outdated) {
	for _, n := range slices.Concat(j.content.Notices, j.idle) {
		if n.Kind == content.Withdrawal || n.Standard == nil {
			continue
		}
		for _, e := range n.Entries {
			rule, message := checkClaim(n, e.Brand, func(s *criteria.Standard) criteria.Evaluation { return m.measureOn(e.Brand, s, n.Date.First()) })
			if message != "" {
				j.reportEntry(n, e, rule, "%s", message)
			} else if made := e.Brand.CorrectedAfter(n.Date.First()); len(made) > 0 {
				if _, message := checkClaim(n, e.Brand, func(s *criteria.Standard) criteria.Evaluation { return m.measure(e.Brand, s) }); message != "" {
					outdated = append(outdated, Outdated{n, e.Brand, made, m.measure(e.Brand, n.Standard)})
				}
			}
		}
	}
	return outdated
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
	case b.Type == nil || b.Region == nil || !s.Region.Contains(b.Region):
		return "", "" // reported elsewhere
	case s.ByType[b.Type] == nil:
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
	for _, r := range e.Items {
		if r.Outcome == criteria.Unmet && (r.Item.Basic || e.Standard.Kind == criteria.Checklist) {
			all = append(all, itemName(r.Item))
		}
	}
	if all == nil {
		return fmt.Sprintf("总分 %d 分，低于 %d 分", e.Total, *e.Standard.PassTotal)
	}
	return strings.Join(all, "；")
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
