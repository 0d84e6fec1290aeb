package layouts

import (
	"cmp"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// ListPage is given to layouts/list/list.html: one page of a list.
type ListPage struct {
	Base
	List    *site.List
	Mark    string // of a list of a type: the address of the type's drawing, "" for none
	Total   int
	Entries template.HTML // the brands on this page
	First   int           // number of the first of them, for the ordered list
	Facets  template.HTML
	Pager
	Note   string // on what kind of list this is
	Empty  bool
	County *CountyPart // on the first page of a list by place, nil elsewhere
	Take   *TakeView
}

// CountyPart is given to layouts/parts/county/county.html: what a county, or a city, tells
// besides its brands.
type CountyPart struct {
	Name    string
	Bureau  *ContactPart // nil where there is none
	Missing string       // the types of which the place has no brand, where it has others
	Untyped int          // brands of which no type is stated
	Root    string
	Work    []site.Count
	Running []ChangePart
	History []ChangePart
	Ended   int // honours that stand no more
}

// A Pager says which of how many pages a page is; it is given to
// layouts/parts/turns/turns.html.
type Pager struct {
	Page  int
	Pages int
	Turns []Turn // the numbers to turn to, where there are several pages
	Prev  string // "" on the first page
	Next  string // "" on the last
}

// A Turn is a page number; a gap in the numbers has no path and no number.
type Turn struct {
	Number  int
	Path    string
	Current bool
}

// EntryPart is given to layouts/parts/entry/entry.html: a brand in a list.
type EntryPart struct {
	Path, Name, Type, Place, Builder string
	Summary                          string // what its people do, "" where it is not told
	Offers                           []string
	Typed                            bool          // brands are of types
	Thumb                            string        // a small picture, "" where there is none
	Label                            template.HTML // behind it, that it was made by AI
	Mark                             string        // then the drawing of its trade, or the letterform of its place
	Badges                           []BadgeView
}

// CellsPart is given to layouts/parts/cells/cells.html: the cells of a brand in
// a table of an official act. Path is "" where the brand has no page.
type CellsPart struct {
	Path, Name, Type, Place, Builder string
	Typed                            bool   // brands are of types: one more cell
	Mark, Summary                    string // in 名录: the drawing of its trade, and what its people do; else ""
}

// FacetsPart is given to layouts/parts/facets/facets.html.
type FacetsPart struct {
	Root   string
	Facets []site.Facet
}

// lines makes a brand's lines, once for all lists it stands in.
func (w *worker) lines(b *site.Brand) lines {
	e := EntryPart{Path: atRoot + b.Path, Name: b.Name, Place: w.site.Where(b), Builder: b.Builder, Typed: w.site.Rules.Typed(), Badges: badges(b),
		Type: b.TypeName(), Summary: b.Summary(), Offers: b.Offers()}
	if thumb, label := w.thumb(b.Cover); thumb != "" {
		e.Thumb, e.Label = atRoot+thumb, label
	} else {
		e.Mark = atRoot + w.mark(b)
	}
	cells := w.cells(b, b.Name)
	row := cells
	row.Mark, row.Summary = atRoot+w.mark(b), e.Summary
	return lines{w.part("entry", e), w.part("cells", cells), w.part("cells", row)}
}

// cells are those of b under a name that it has or had.
func (w *worker) cells(b *site.Brand, name string) CellsPart {
	return CellsPart{Path: atRoot + b.Path, Name: name, Type: b.TypeName(), Place: w.site.Where(b), Builder: b.Builder, Typed: w.site.Rules.Typed()}
}

// dimensions are what brands are counted and found by.
func (w *worker) dimensions() string {
	if !w.site.Rules.Typed() {
		return "县区、级别和年份"
	}
	return "类型、县区、级别和年份"
}

// linesOf returns a brand's lines: those that were made for all pages, or new
// ones.
func (w *worker) linesOf(b *site.Brand) lines {
	if made, found := w.renderer.lines[b]; found {
		return made
	}
	return w.lines(b)
}

func (r *renderer) listJobs(l *site.List) []job {
	jobs := make([]job, l.Pages())
	facets := sync.OnceValue(func() template.HTML { return r.part("facets", FacetsPart{atRoot, l.Facets}) })
	for i := range jobs {
		jobs[i] = job{"list", l.PagePath(i + 1), func(w *worker) any { return w.listPage(l, i+1, facets()) }}
	}
	return jobs
}

func (w *worker) listPage(l *site.List, n int, facets template.HTML) ListPage {
	path := l.PagePath(n)
	p := ListPage{
		Base: w.base("list", path, edition.RollPath, l.Title(), w.site.Settings.Title+"："+l.Title()+"，按县区排列。"),
		List: l, Total: len(l.Brands), First: (n-1)*site.PageSize + 1,
		Note: listNote(l), Empty: len(l.Brands) == 0,
	}
	p.Column = l.Column
	if l.Type != nil {
		p.Mark = w.typeMark(l.Type)
	}
	p.Crumbs = append([]site.Link{{Name: "品牌名录", Path: edition.RollPath}}, l.Up...)
	p.Entries = at(p.Root, w.join(func(yield func(template.HTML) bool) {
		for _, b := range l.Page(n) {
			if !yield(w.linesOf(b).entry) {
				return
			}
		}
	}))
	p.Facets = at(p.Root, facets)
	p.Pager = newPager(n, l.Pages(), p.Root, l.PagePath)
	if l.Place != nil && n == 1 {
		p.County = newCounty(l, p.Root)
	}
	if p.Take = w.take(l, p.Root); p.Take != nil {
		p.Feed = p.Take.Feed
	}
	p.Linked = p.linked()
	return p
}

// newCounty is what l's place tells on a page below root.
func newCounty(l *site.List, root string) *CountyPart {
	c := &CountyPart{Name: l.Name, Root: root, Work: l.Place.Work, Ended: l.Place.Ended, Untyped: l.Place.Untyped}
	if l.Place.Bureau != nil {
		c.Bureau = bureau(l.Place.Bureau)
	}
	if len(l.Brands) > 0 {
		var missing []string
		for _, t := range l.Place.Missing {
			missing = append(missing, t.Name)
		}
		c.Missing = strings.Join(missing, "、")
	}
	v := changeViews{root, maxNamedInAll}
	for _, change := range l.Place.Running {
		c.Running = append(c.Running, v.change(change))
	}
	for _, change := range l.Place.History {
		c.History = append(c.History, v.change(change))
	}
	return c
}

// newPager offers the first, the last and the pages around n, whose addresses path tells.
func newPager(n, pages int, root string, path func(int) string) Pager {
	p := Pager{Page: n, Pages: pages}
	if pages == 1 {
		return p
	}
	if n > 1 {
		p.Prev = root + path(n-1)
	}
	if n < pages {
		p.Next = root + path(n+1)
	}
	last := 0
	for i := 1; i <= pages; i++ {
		if i != 1 && i != pages && (i < n-1 || i > n+1) {
			continue
		}
		if i > last+1 {
			p.Turns = append(p.Turns, Turn{})
		}
		p.Turns = append(p.Turns, Turn{i, root + path(i), i == n})
		last = i
	}
	return p
}

func listNote(l *site.List) string {
	switch {
	case l.Type != nil && l.Region == nil:
		return typeNote(l.Type)
	case l.Level != nil:
		return "一个品牌可以同时列入几个级别，这里只列现在仍有效的。"
	case l.Column == "年份" && l.Year == 0:
		return "原公布文件没有载明年份的品牌列在这里。"
	case l.Column == "年份":
		return "按公布品牌的批次年份列出，只列现在仍有效的。"
	}
	return ""
}

// RollPage is given to layouts/roll/roll.html: the whole official list, or where that is too
// long for one page, what there is with the way to its parts, or one of these.
type RollPage struct {
	Base
	Total  int // brands; one that stands at two levels is one
	Levels []RollLevel
	AsOf   string
	Take   *TakeView // of the whole
	Parts  int       // that the whole is in, 0: it stands on one page
	Part   string    // which part this is, "" of the whole
	From   int       // of a part: its first serial number
	To     int
	Pager  // of the parts
}

// A RollLevel is one level's part.
type RollLevel struct {
	Name, Slug string
	Total      int
	Years      []RollYear
}

// A RollYear is one year's part, or where its name is "" the ways to several of these.
type RollYear struct {
	Name  string
	Total int
	Rows  []RollRow
	Parts []site.Count // instead of rows
}

// A RollRow is one brand's row.
type RollRow struct {
	Serial   int
	Cells    template.HTML
	Document template.HTML
}

// ActPart is given to layouts/parts/act/act.html: the act that a standing rests
// on.
type ActPart struct{ Path, Number, Title, Date string }

func (r *renderer) rollJobs() []job {
	jobs := []job{{"roll", edition.RollPath, func(w *worker) any { return w.rollPage() }}}
	for i, part := range r.site.RollParts() {
		jobs = append(jobs, job{"roll", part.Path, func(w *worker) any { return w.rollPart(i) }})
	}
	return jobs
}

// rollRows returns the rows on a page below root.
func (w *worker) rollRows(all []site.RollRow, root string) []RollRow {
	rows := make([]RollRow, len(all))
	for i, row := range all {
		rows[i] = RollRow{row.Serial, at(root, w.linesOf(row.Brand).row), at(root, w.acts[row.Honor.Since].basis)}
	}
	return rows
}

// rollPart returns a part of the official list, counted from 0.
func (w *worker) rollPart(n int) RollPage {
	parts := w.site.RollParts()
	part := parts[n]
	what := site.YearName(part.Year) + part.Level.Name
	if place := w.partName(part); place != "" {
		what += "，" + place
	}
	p := RollPage{Base: w.base("roll", part.Path, edition.RollPath, w.site.RollTitle()+"："+what, w.site.RollTitle()+"的一部分："+what+"。"),
		Total: len(part.Rows), AsOf: site.DateText(w.site.Date), Parts: len(parts), Part: what, From: part.Rows[0].Serial, To: part.Rows[len(part.Rows)-1].Serial}
	p.Column, p.Crumbs = "品牌名录", []site.Link{{Name: "品牌名录", Path: edition.RollPath}}
	p.Levels = []RollLevel{{part.Level.Name, part.Level.Slug, len(part.Rows), []RollYear{{Name: site.YearName(part.Year), Total: len(part.Rows), Rows: w.rollRows(part.Rows, p.Root)}}}}
	p.Pager = newPager(n+1, len(parts), p.Root, func(i int) string { return parts[i-1].Path })
	return p
}

// partName says which of a year's parts p is, "" where it is all of it.
func (w *worker) partName(p *site.RollPart) string {
	if p.In == nil {
		return ""
	}
	name := w.site.PlaceName(p.In)
	if p.Number > 0 {
		name += "（" + strconv.Itoa(p.Number) + "）"
	}
	return name
}

func (w *worker) rollPage() RollPage {
	title := w.site.RollTitle()
	p := RollPage{Base: w.base("roll", edition.RollPath, edition.RollPath, title, "全部在册劳务品牌，按级别和年份排列，可以打印。"),
		Total: len(w.site.Listed), AsOf: site.DateText(w.site.Date)}
	p.Column, p.Take = "品牌名录", w.files(edition.RollPath, p.Root)
	for _, level := range w.site.Roll {
		part := RollLevel{Name: level.Level.Name, Slug: level.Level.Slug, Total: level.Total}
		for _, year := range level.Years {
			y := RollYear{Name: site.YearName(year.Year), Total: len(year.Rows)}
			for _, of := range year.Parts {
				y.Parts = append(y.Parts, site.Count{Link: site.Link{Name: cmp.Or(w.partName(of), y.Name), Path: of.Path}, Number: len(of.Rows)})
			}
			p.Parts += len(y.Parts)
			switch last := len(part.Years) - 1; {
			case y.Parts == nil:
				y.Rows = w.rollRows(year.Rows, p.Root)
			case len(y.Parts) > 1:
			case last >= 0 && part.Years[last].Name == "": // years of one part stand together
				part.Years[last].Parts = append(part.Years[last].Parts, y.Parts...)
				continue
			default:
				y.Name = ""
			}
			part.Years = append(part.Years, y)
		}
		p.Levels = append(p.Levels, part)
	}
	return p
}

// typeNote says what a type is for and whose it is.
func typeNote(t *criteria.Type) string {
	note := ""
	for _, part := range [][2]string{{"重点领域：", t.Focus}, {"牵头：", t.Lead}, {"指导：", strings.Join(t.Departments, "、")}} {
		if part[1] != "" {
			note += part[0] + part[1] + "。"
		}
	}
	return note
}
