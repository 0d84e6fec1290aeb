package layouts

import (
	"cmp"
	"html/template"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// NoticesPage is given to layouts/notices/notices.html: all acts, newest first.
type NoticesPage struct {
	Base
	Running []NoticeLine // 公示 that run on the day
	Years   []NoticeYear // all others
	Address string       // of the site, "" where nobody knows it
}

// A NoticeYear is the acts dated in one year.
type NoticeYear struct {
	Name    string
	Notices []NoticeLine
}

// NoticePage is given to layouts/notice/notice.html: one act.
type NoticePage struct {
	Base
	Notice    *site.Notice
	Line      NoticeLine
	Words     []site.Link // the kind of act, and the paper's own word where that is another, with where they are explained
	Term      string      // of a 公示: from and to
	Over      bool        // the 公示 is over
	Valid     string      // the last day that the honour stands; "" for no end
	Batch     string      // year and batch
	Honor     string
	Standard  *site.Link // that the brands were judged by
	Text      template.HTML
	Rows      []NoticeRow
	HasReason bool // the table has a column of reasons
	HasNow    bool // the table has a column of what became of the honour
	Units     []UnitLine
	UnitsWhy  bool        // as HasReason, of the table of units
	UnitsNow  bool        // as HasNow
	Source    *SourceLine // of whom it is taken; nil: it is the site's own
}

// A UnitLine is one unit that the act names.
type UnitLine struct {
	Serial             int
	Name, Place, Honor string
	Reason, Now        string
}

// A NoticeRow is one brand that the act names.
type NoticeRow struct {
	Serial int
	Cells  template.HTML
	Reason string
	Now    string // 已退出, 已到期; "" where it stands
}

// WithdrawnPage is given to layouts/withdrawn/withdrawn.html: one page of what stands no more.
type WithdrawnPage struct {
	Base
	Pager
	Levels []EndedLevel
}

// An EndedLevel is what ended at one level.
type EndedLevel struct {
	Name string
	Rows []EndedRow
}

// An EndedRow is one honour that stands no more.
type EndedRow struct {
	Name, Path, Place string
	Line              EndedLine
	Title             string      // of the act
	Still             []BadgeView // what the brand holds yet
}

func (r *renderer) noticesJob() job {
	return job{"notices", edition.NoticesPath, func(w *worker) any {
		p := NoticesPage{Base: w.base("notices", edition.NoticesPath, edition.NoticesPath, "通知公告", "劳务品牌的公示、认定和退出通知，新的在前。"), Address: w.site.Settings.BaseURL}
		for _, n := range w.site.Notices {
			line := w.noticeLine(n.Notice, "")
			if n.Running {
				p.Running = append(p.Running, line)
				continue // it is told once
			}
			year := site.YearName(n.Day().Year)
			if n.Day().IsZero() {
				year = "日期未载明"
			}
			if k := len(p.Years); k == 0 || p.Years[k-1].Name != year {
				p.Years = append(p.Years, NoticeYear{Name: year})
			}
			last := &p.Years[len(p.Years)-1]
			last.Notices = append(last.Notices, line)
		}
		return p
	}}
}

func (r *renderer) noticeJob(n *site.Notice) job {
	return job{"notice", n.Path, func(w *worker) any { return w.noticePage(n) }}
}

func (w *worker) noticePage(n *site.Notice) NoticePage {
	p := NoticePage{
		Base:   w.base("notice", n.Path, edition.NoticesPath, n.Title, n.Level.Name+string(n.Kind)+"："+n.Title),
		Notice: n, Honor: n.HonorText(), Batch: batch(n.Notice),
		Valid: site.DateText(n.ValidUntil), Source: sourceLine(n.Source),
	}
	p.Line = w.noticeLine(n.Notice, p.Root)
	p.Words = []site.Link{w.site.Explained(string(n.Kind))}
	if p.Line.Act != string(n.Kind) {
		p.Words = append(p.Words, w.site.Explained(p.Line.Act))
	}
	p.Column, p.Crumbs = "通知公告", []site.Link{{Name: "通知公告", Path: edition.NoticesPath}}
	p.Article = &Article{n.Title, n.Date.String(), cmp.Or(n.Authority, w.site.Settings.Publisher)}
	if n.Kind == content.Publicity {
		p.Term, p.Over = span(n.From, n.To), !n.Running
	}
	if n.Standard != nil {
		p.Standard = w.standardLink(n, p.Root)
	}
	p.Text = w.prose.html(passage{n.Text, n.File, p.Root, false})
	for i, row := range n.Rows {
		p.addRow(w, i+1, row)
	}
	for i, u := range n.Named {
		line := UnitLine{i + 1, u.Name, u.Place, u.Honor.Name, u.Reason, statusWord(u.Now)}
		p.UnitsWhy = p.UnitsWhy || line.Reason != ""
		p.UnitsNow = p.UnitsNow || line.Now != ""
		p.Units = append(p.Units, line)
	}
	p.Linked = p.linked()
	return p
}

func (p *NoticePage) addRow(w *worker, serial int, row site.NoticeRow) {
	line := NoticeRow{Serial: serial, Reason: row.Reason, Now: statusWord(row.Now)}
	if row.Again {
		line.Now += "，后又认定"
	}
	switch {
	case row.Brand == nil:
		cells := CellsPart{Name: row.Name, Place: w.site.PlaceName(row.Region), Builder: row.Builder, Typed: w.site.Rules.Typed()}
		if row.Type != nil {
			cells.Type = row.Type.Name
		}
		line.Cells = w.part("cells", cells)
	case row.Name == row.Brand.Name:
		line.Cells = at(p.Root, w.linesOf(row.Brand).cells)
	default:
		line.Cells = at(p.Root, w.part("cells", w.cells(row.Brand, row.Name)))
	}
	p.HasReason = p.HasReason || line.Reason != ""
	p.HasNow = p.HasNow || line.Now != ""
	p.Rows = append(p.Rows, line)
}

// statusWord returns the word for an honour that stands no more.
func statusWord(s content.Status) string {
	if s == content.Withdrawn || s == content.Expired {
		return s.Word()
	}
	return ""
}

// standardLink returns the standard that n names, without an address where this
// site does not show it.
func (r *renderer) standardLink(n *site.Notice, root string) *site.Link {
	link := &site.Link{Name: n.Standard.Title}
	for _, s := range r.site.Standards {
		if s.Standard == n.Standard {
			link.Path = root + s.Path
		}
	}
	return link
}

func batch(n *content.Notice) string {
	if n.Year == 0 {
		return n.Batch
	}
	return site.YearName(n.Year) + n.Batch
}

func (r *renderer) withdrawnJobs() []job {
	pages := r.site.EndedPages()
	jobs := make([]job, len(pages))
	for i, levels := range pages {
		jobs[i] = r.withdrawnJob(i+1, len(pages), levels)
	}
	return jobs
}

func (r *renderer) withdrawnJob(n, of int, levels []site.EndedLevel) job {
	path := site.EndedPath(n)
	return job{"withdrawn", path, func(w *worker) any {
		p := WithdrawnPage{Base: w.base("withdrawn", path, edition.NoticesPath, "退出与到期", "已经退出和已经到期的劳务品牌，按级别排列。")}
		p.Crumbs = []site.Link{{Name: "通知公告", Path: edition.NoticesPath}}
		p.Pager = newPager(n, of, p.Root, site.EndedPath)
		for _, level := range levels {
			part := EndedLevel{Name: level.Level.Name}
			for _, e := range level.Rows {
				part.Rows = append(part.Rows, w.endedRow(e))
			}
			p.Levels = append(p.Levels, part)
		}
		return p
	}}
}

func (w *worker) endedRow(e site.Ended) EndedRow {
	act := cmp.Or(e.Honor.Ended, e.Honor.Since)
	return EndedRow{
		Name: e.Brand.Name, Path: e.Brand.Path, Place: w.site.PlaceName(e.Brand.Region),
		Line: EndedLine{Name: e.Honor.Level.HonorName(e.Honor.Name), Word: e.Honor.Status.Word(), Expired: e.Honor.Status == content.Expired, Date: site.EndText(e.Honor),
			Reason: e.Honor.Reason, Path: edition.NoticePath(act.Slug), Document: act.Document.Number},
		Title: act.Title, Still: badges(e.Brand),
	}
}
