package layouts

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// ChangesPage is given to layouts/changes/changes.html: what the notices
// changed, by year, quarter and month.
type ChangesPage struct {
	Base
	AsOf     string
	Years    []PeriodView // newest first
	Undated  *PeriodView
	Standing site.Totals // on the day
}

// A PeriodView is one period: its figures as a row and in words, its acts, and
// the periods in it.
type PeriodView struct {
	ID, Name string
	Short    string // within its year: 第四季度, 12月
	Sum      string // what changed, and what stands at its end
	Row      PeriodRow
	Open     bool         // it is not over
	Section  bool         // something changed: there is more of it than its row
	Acts     []ChangePart // of a year: those that state no month
	Loose    *PeriodRow   // the figures of these, nil where there are none
	Parts    []PeriodView
}

// A PeriodRow is a period's figures. It stands for a whole, or for a month.
type PeriodRow struct {
	Noticed, Recognized, Withdrawn, Expired string
	Honors, Brands                          int
	Whole                                   bool
}

// ChangePart is given to layouts/parts/change/change.html: one act, or what
// expired on one day, with the brands.
type ChangePart struct {
	Kind, Date, Level string // of a 公示 both its first day and its last
	Title, Path       string
	Why, Count        string // 2025-06-14 有效期满， of an 到期, which counts from the day after; 10 个
	Rows              []ChangeName
	Hidden            string // on brands that are not named; ""
}

// A ChangeName is one brand of a change.
type ChangeName struct{ Name, Path, Note string }

// maxNamed is how many brands are named with one act, maxNamedInAll on the whole
// page, those of the newest year first; the others stand in their notices.
const (
	maxNamed      = 60
	maxNamedInAll = 2000
)

func (r *renderer) changesJob() job {
	return job{"changes", edition.ChangesPath, func(w *worker) any { return w.changesPage() }}
}

func (w *worker) changesPage() ChangesPage {
	changes := w.site.Changes
	p := ChangesPage{Base: w.base("changes", edition.ChangesPath, edition.StatsPath, "变动情况", "劳务品牌的公示、认定、退出和到期，逐月、逐季、逐年统计。"),
		AsOf: site.DateText(w.site.Date), Standing: changes.Years[0].Totals}
	p.Crumbs = []site.Link{{Name: "数据统计", Path: edition.StatsPath}}
	p.Linked = p.linked()
	v := changeViews{p.Root, maxNamedInAll}
	for _, year := range changes.Years {
		p.Years = append(p.Years, v.period(year, year.Name))
	}
	if changes.Undated != nil {
		undated := v.period(changes.Undated, "")
		p.Undated = &undated
	}
	return p
}

// changeViews makes the views of one page, below root, on which no more than so many
// brands are named.
type changeViews struct {
	root string
	left int
}

func (v *changeViews) period(p *site.Period, year string) PeriodView {
	view := PeriodView{ID: p.ID, Name: p.Name, Short: strings.TrimPrefix(p.Name, year), Sum: periodSum(p),
		Row: periodRow(p.Tally, p.Totals), Open: p.Open, Section: !p.Quiet()}
	view.Row.Whole = len(p.Parts) > 0
	for _, c := range p.Changes {
		view.Acts = append(view.Acts, v.change(c))
	}
	if len(p.Parts) > 0 && len(p.Changes) > 0 {
		row := periodRow(p.Own, site.Totals{})
		view.Loose = &row
	}
	for _, part := range p.Parts {
		view.Parts = append(view.Parts, v.period(part, year))
	}
	return view
}

func periodRow(t site.Tally, standing site.Totals) PeriodRow {
	return PeriodRow{Noticed: strconv.Itoa(t.Noticed), Recognized: noted(t.Recognized, "延续", t.Renewed),
		Withdrawn: noted(t.Withdrawn, content.Expired.Word(), t.Lapsed), Expired: strconv.Itoa(t.Expired), Honors: standing.Honors, Brands: standing.Brands}
}

// noted returns 12, or 12（延续2）.
func noted(n int, word string, of int) string {
	if of == 0 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d（%s%d）", n, word, of)
}

// periodSum says what changed in p, and what stands at its end.
func periodSum(p *site.Period) string {
	var parts []string
	add := func(word string, n int, note string, of int) {
		if n == 0 {
			return
		}
		part := fmt.Sprintf("%s %d 个", word, n)
		if of > 0 {
			part += fmt.Sprintf("（其中%s %d 个）", note, of)
		}
		parts = append(parts, part)
	}
	add("公示", p.Noticed, "", 0)
	add("认定", p.Recognized, "延续", p.Renewed)
	add("退出", p.Withdrawn, "此前已到期", p.Lapsed)
	add("到期", p.Expired, "", 0)
	end := "期末"
	if p.Open {
		end = "目前"
	}
	return fmt.Sprintf("%s。%s有效称号 %d 个，在册品牌 %d 个。", cmp.Or(strings.Join(parts, "，"), "没有变动"), end, p.Honors, p.Brands)
}

func (v *changeViews) change(c *site.Change) ChangePart {
	n := c.Notice
	part := ChangePart{Kind: cmp.Or(n.Act, string(c.Kind)), Date: site.DateText(c.Date), Level: n.Level.Name, Title: n.Title, Path: v.root + n.Path}
	switch c.Kind {
	case site.Publicity:
		part.Date = span(n.From, n.To)
	case site.Expiry:
		part.Kind, part.Why = string(site.Expiry), site.DateText(n.ValidUntil)+" 有效期满，"
	}
	total := c.Noticed + c.Recognized + c.Withdrawn + c.Expired
	part.Count = fmt.Sprintf("%d 个", total)
	shown := min(len(c.Rows), maxNamed, v.left)
	v.left -= shown
	for _, row := range c.Rows[:shown] {
		name := ChangeName{Name: row.Name, Note: row.Note}
		if row.Brand != nil {
			name.Path = v.root + row.Brand.Path
		}
		part.Rows = append(part.Rows, name)
	}
	switch unnamed := c.Noticed - len(c.Rows); {
	case shown < len(c.Rows):
		part.Hidden = "名单见通知"
	case c.Kind == site.Publicity && unnamed > 0:
		part.Hidden = fmt.Sprintf("没有认定的 %d 个不再列名", unnamed)
	}
	return part
}
