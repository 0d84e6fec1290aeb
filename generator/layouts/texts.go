package layouts

import (
	"html/template"
	"path"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/host"
	"minglu/generator/site"
)

// HomePage is given to layouts/home/home.html.
type HomePage struct {
	Base
	Featured []CardView
	People   []PersonView
	Work     []HomeErrand
	Notices  []NoticeLine
	Tiles    []TileView
	Places   []*site.List // with the same figures, as a table
	Whole    site.Count
}

// A CardView is a brand as a card.
type CardView struct {
	Path, Name, Place, Summary string
	Image                      *Image // nil for none
	Mark                       string // then the drawing of its trade
	Badge                      BadgeView
}

// A HomeErrand is one errand of the page of work, with its newest offers.
type HomeErrand struct {
	site.ErrandPart
	Offers []OfferView
}

// A TileView is one cell of the schematic grid. Its place is a class: the site's
// policy forbids styles in elements.
type TileView struct {
	Class, Name, Path string
	Number            int
}

// TextPage is given to layouts/page/page.html: a page of content/pages/.
type TextPage struct {
	Base
	Repository *RepositoryView // where the guide sends editors; nil on other pages, and where the settings do not say
	Contents   []site.Link     // of a long text; nil otherwise
	Text       template.HTML
}

// sections are the outermost headings of a text and their places on the page of a path, "" for the page itself.
func sections(text content.Markdown, path string) []site.Link {
	var all []site.Link
	outermost := 6
	if text.IsEmpty() {
		return nil
	}
	for n := text.Doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, is := n.(*ast.Heading); is && h.Level <= outermost {
			if h.Level < outermost {
				all, outermost = nil, h.Level
			}
			all = append(all, site.Link{Name: content.PlainText(h, text.Source), Path: path + "#" + content.HeadingID(h)})
		}
	}
	return all
}

// longText is how many sections a text has that begins with a list of them.
const longText = 8

// A RepositoryView tells editors where the files lie.
type RepositoryView struct {
	*host.Repository
	Forms, Brands string // pages of folders
}

// SearchPage is given to layouts/search/search.html. Without script it shows the
// lists of Base.Site.
type SearchPage struct {
	Base
	After string // the name of the script that its own reads once answers are shown
}

// LookupPage is given to layouts/lookup/lookup.html, which answers by script whether
// a name stands.
type LookupPage struct{ Base }

// DeskPage is given to layouts/desk/desk.html, the form in the browser. Each address
// is "" where the site has no such file.
type DeskPage struct {
	Base
	DeskFiles
	Typed bool   // brands are of types
	More  string // the script with what is needed behind the first fields
	Mail  string // where files are sent; "" where the settings give an address of the web, or none
}

// DeskFiles are the addresses of what the desk's page loads, below the site's root.
type DeskFiles struct {
	Worker  string // the script that answers
	Program string // what it runs
	Words   string // by which names are read
	Bundle  string // what the desk is opened with
	// Both are loaded when something is to be done with Word or Excel.
	Documents string // the program
	Sources   string // what it reads of the repository
}

// NotFoundPage is given to layouts/notfound/notfound.html.
type NotFoundPage struct{ Base }

// MovedPage is given to layouts/moved/moved.html: an old address of a brand,
// which leads to Base.Forward.
type MovedPage struct {
	Base
	Brand string
}

func (r *renderer) homeJob() job {
	return job{"home", edition.HomePath, func(w *worker) any {
		settings, home := w.site.Settings, w.site.Home
		p := HomePage{Base: w.base("home", edition.HomePath, edition.HomePath, settings.Title, settings.Tagline),
			Places: home.Grid.Places(), Whole: home.Grid.Whole}
		p.Column = "首页"
		p.Linked = p.linked(thing{Type: "Organization", Name: settings.Publisher, URL: p.Canonical})
		for _, b := range home.Featured {
			p.Featured = append(p.Featured, w.card(b, p.Root))
		}
		for _, person := range home.People {
			p.People = append(p.People, w.person(person, p.Root))
		}
		for _, e := range w.site.Work.Errands {
			if e.Number > 0 {
				p.Work = append(p.Work, HomeErrand{e, w.offers(e.Newest, p.Root, true)})
			}
		}
		for _, n := range home.Notices {
			p.Notices = append(p.Notices, w.noticeLine(n.Notice, p.Root))
		}
		p.Tiles = tileViews(home.Grid)
		return p
	}}
}

func (w *worker) card(b *site.Brand, root string) CardView {
	c := CardView{Path: root + b.Path, Name: b.Name, Place: w.site.Where(b), Summary: b.Summary(), Badge: badges(b)[0]}
	if b.Cover != nil && w.pictures[b.Cover.File] != nil {
		c.Image = newImage(w.pictures[b.Cover.File], root, cardSizes, "", w.byAIShort)
	} else {
		c.Mark = root + w.mark(b)
	}
	return c
}

func (r *renderer) textJob(t *site.Page) job {
	return job{"page", t.Path, func(w *worker) any {
		p := TextPage{Base: w.base("page", t.Path, t.Path, t.Title, t.Description)}
		p.Article = &Article{Title: t.Title, Source: w.site.Settings.Publisher}
		if t.IsGuide {
			p.Repository = w.repository()
		}
		p.Text = w.prose.html(passage{t.Text, t.File, p.Root, false})
		if contents := sections(t.Text, edition.TextPath(t.Slug)); len(contents) >= longText {
			p.Contents = contents
		}
		return p
	}}
}

func (r *renderer) searchJob() job {
	return job{"search", edition.SearchPath, func(w *worker) any {
		return SearchPage{w.base("search", edition.SearchPath, edition.SearchPath, "搜索品牌", "按名称、"+w.dimensions()+"查找劳务品牌。"), path.Base(r.assets.after)}
	}}
}

func (r *renderer) lookupJob() job {
	return job{"lookup", edition.LookupPath, func(w *worker) any {
		return LookupPage{w.base("lookup", edition.LookupPath, edition.SearchPath, "查一个品牌", "按名称查劳务品牌是否在册，由哪一份文件认定，有效期至何时。")}
	}}
}

func (r *renderer) deskJob() job {
	return job{"desk", edition.DeskPath, func(w *worker) any {
		p := DeskPage{Base: w.base("desk", edition.DeskPath, edition.DeskPath, deskTitle, "在网页上填写劳务品牌，边填边检查。"), DeskFiles: r.desk, Typed: w.site.Rules.Typed(), More: r.assets.more, Mail: mailOf(w.site.Settings)}
		p.Hidden, p.Canonical = true, ""
		return p
	}}
}

// deskTitle is what the desk is called.
const deskTitle = "填报台"

// mailOf returns the address for mail that settings give, "" where they give none.
func mailOf(settings *content.Settings) string {
	if mail, _, _ := strings.Cut(strings.TrimPrefix(settings.Feedback, "mailto:"), "?"); strings.Contains(mail, "@") {
		return mail
	}
	return ""
}

func (r *renderer) notFoundJob() job {
	return job{"notfound", edition.NotFoundPath, func(w *worker) any {
		return NotFoundPage{w.base("notfound", edition.NotFoundPath, "", "没有找到这个页面", "这个地址没有页面。")}
	}}
}

func (r *renderer) movedJob(m site.Moved) job {
	return job{"moved", m.Path, func(w *worker) any {
		p := MovedPage{Base: w.base("moved", m.Path, edition.RollPath, m.To.Name+"的地址已变更", "这个页面已经换了地址。")}
		p.Hidden, p.Brand, p.Forward = true, m.To.Name, p.Root+m.To.Path
		if p.Canonical != "" {
			p.Canonical = w.site.Settings.BaseURL + m.To.Path
		}
		return p
	}}
}

// jobs lists every page, the longest to make first.
func (r *renderer) jobs() []job {
	s := r.site
	jobs := []job{r.homeJob(), r.searchJob(), r.lookupJob(), r.editorsJob(), r.noticesJob(), r.changesJob(), r.statsJob(), r.criteriaJob(), r.dataJob(), r.compareJob(), r.notFoundJob()}
	for n := range s.Work.Pages {
		jobs = append(jobs, r.workJob(n+1))
	}
	for n := range s.People.Pages {
		jobs = append(jobs, r.peopleJob(n+1))
	}
	if s.Units != nil {
		jobs = append(jobs, r.unitsJob())
	}
	if r.book != nil {
		jobs = append(jobs, r.verifyJob())
	}
	if s.Settings.Desk {
		jobs = append(jobs, r.deskJob())
	}
	for _, st := range s.Standards {
		jobs = append(jobs, r.standardJob(st))
	}
	for _, n := range s.Notices {
		jobs = append(jobs, r.noticeJob(n))
	}
	for _, t := range s.Pages {
		jobs = append(jobs, r.textJob(t))
	}
	for _, l := range s.All() {
		jobs = append(jobs, r.listJobs(l)...)
	}
	for _, m := range s.Moved {
		jobs = append(jobs, r.movedJob(m))
	}
	for _, b := range s.Brands {
		jobs = append(jobs, r.brandJob(b))
	}
	jobs = append(jobs, r.rollJobs()...)
	jobs = append(jobs, r.withdrawnJobs()...)
	return append(jobs, r.embedJobs()...)
}

func tileViews(g site.Grid) []TileView {
	views := make([]TileView, len(g.Tiles))
	for i, l := range g.Tiles {
		views[i] = TileView{tileClass(l), l.Region.Short, l.Path, len(l.Brands)}
	}
	return views
}

// tileClass returns the classes that place l's tile: r2 c3.
func tileClass(l *site.List) string {
	return "r" + strconv.Itoa(l.Region.Tile.Row) + " c" + strconv.Itoa(l.Region.Tile.Column)
}
