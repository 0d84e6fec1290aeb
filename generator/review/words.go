package review

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// kindWords are what people call the kinds of change.
var kindWords = map[ChangeKind]string{Added: "新增", Modified: "修改", Deleted: "删除", Renamed: "改名"}

// brandTitle names a brand with its slug.
func brandTitle(b *content.Brand) string { return b.Name + "（" + b.Slug + "）" }

// brandInCounty names a brand with its county.
func brandInCounty(b *content.Brand) string { return join(b.RegionName(), " ", brandTitle(b)) }

// resultText is what became of an item: 达到，20/20 分，加 2 分.
func resultText(r *criteria.Result) string {
	if r == nil {
		return ""
	}
	text := r.Word()
	if r.Item.Points > 0 {
		text += fmt.Sprintf("，%s/%s 分", r.Score(), r.Item.Points)
	}
	if r.Bonus > 0 {
		text += fmt.Sprintf("，加 %s 分", r.Bonus)
	}
	return text
}

// openItems names the items that keep e from being passed.
func openItems(e criteria.Evaluation) string {
	var all []string
	for _, r := range e.Items {
		switch {
		case r.Outcome == criteria.Unmet && (r.Item.Veto || e.Standard.Kind == criteria.Checklist),
			r.Awaits, r.Outcome == criteria.Unstated:
			all = append(all, r.Item.ID+" "+r.Word())
		}
	}
	return strings.Join(all, "、")
}

// points is what a judgement gives.
func points(j *criteria.Judgement) string {
	if j == nil {
		return "无"
	}
	return j.Points.Grouped() + " 分"
}

// honors says what b holds, "" of nobody.
func honors(b *content.Brand) string {
	if b == nil {
		return ""
	}
	var all []string
	for _, h := range b.Standing.Holding() {
		all = append(all, join(h.Level.Name, "·", h.Name))
	}
	return strings.Join(all, "、")
}

// labels returns the labels of facts.
func labels(facts []*criteria.Fact) []string {
	var all []string
	for _, f := range facts {
		all = append(all, f.Label)
	}
	return all
}

// names returns brands by name.
func names(brands []*content.Brand) string {
	var all []string
	for _, b := range brands {
		all = append(all, b.Name)
	}
	return some("、", all)
}

// some returns texts as one, with the mark between them, as far as anybody reads on.
func some(mark string, all []string) string {
	const enough = 12
	text := strings.Join(all[:min(enough, len(all))], mark)
	if len(all) > enough {
		text += fmt.Sprintf(" 等 %d 个", len(all))
	}
	return text
}

// words adds a list of words that runs on, in as many paragraphs as it takes for
// none to be cut.
func (d *Document) words(lead string, words []string) {
	line := lead
	for i, w := range words {
		switch {
		case i == 0:
		case utf8.RuneCountInString(line+w) < longestText:
			line += "、"
		default:
			d.text("%s；", line)
			line = ""
		}
		line += w
	}
	if len(words) > 0 {
		d.text("%s。", line)
	}
}
