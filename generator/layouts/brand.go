package layouts

import (
	"cmp"
	"html/template"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/qrcode"
	"minglu/generator/site"
	"minglu/generator/values"
)

// BrandPage is given to layouts/brand/brand.html.
type BrandPage struct {
	Base
	Brand     *content.Brand
	Place     string        // county and town
	PlacePath string        // of the county's list
	TypePath  string        // "" where the type is not stated
	Summary   string        // what its people do, in one line; "" where it is not told
	Honors    template.HTML // what stands, highest level first
	Actions   []Action      // what who comes for work, a course or the unit does first
	Ended     []EndedLine   // what was withdrawn or has expired
	Running   []RunningLine // the 公示 that run
	Cover     *Image        // nil for none
	Mark      string        // where there is no cover: the address of its trade's drawing, or of its place's letterform
	Intro     template.HTML
	Story     template.HTML
	Chapters  []site.Link       // of the story
	Links     []OutwardLink     // to jobs, courses and shops
	Near      []NearView        // other brands, where there are any
	Correct   template.HTMLAttr // the link to where mistakes are reported; "" where the settings do not say
	Code      *qrcode.Code      // of the page's address, nil where nobody knows it
	Contact   ContactPart       // the brand's, else that of whoever knows
	Leader    string            // only where the settings show it
	Pool      string            // only where the settings show it
	Opinions  []Opinion         // only where the settings show them
	Measures  template.HTML     // facts that are numbers, choices and sets
	Named     []NamedList       // what facts count, by name
	Series    []Series          // facts stated of years, too
	Practices template.HTML     // facts that are yes or no
	Measured  *Measured         // nil where scores are not shown, or without facts
	Try       *TryView          // nil where no figures can be tried
	History   template.HTML     // the acts that name the brand, oldest first
	Proofs    []ProofView       // of what stands; none where the site is not signed
	Sample    bool              // the proofs are a demonstration's, which anybody could make
	Cite      string            // "" where there is nothing to cite
	Compare   string            // where it is compared with others
	Snippet   *Snippet          // nil where no other site can show it
	Source    *SourceLine       // of whom it is taken; nil: it is the site's own
	Candidate bool              // nobody has recognized it: only previews have the page
}

// A TryView is what the page loads when figures are to be tried: addresses below the site's
// root. What the engine is loaded from the desk's page says, so that brands' pages stay as
// they are when it changes.
type TryView struct{ Script, Sheet string }

// An OutwardLink leads to another site, or to a telephone.
type OutwardLink struct {
	Label string
	Kind  string // 招聘, 培训, 店铺 or 用工需求; "": not told
	URL   template.URL
}

// An Action is a button at the head of a brand's page. It leads elsewhere where Outward is
// set, else to a place on the page.
type Action struct {
	Label   string
	URL     template.URL
	Outward bool
}

// A NearView is brands that have something in common with the page's.
type NearView struct {
	Title   string
	Brands  []NearLine
	Path    string // of the list of all of them
	Compare string // where the first of them stand beside the page's, "" of a candidate
}

// A NearLine is one of these, with its highest level.
type NearLine struct{ Name, Path, Level string }

// A BadgeView is the level of one honour that stands.
type BadgeView struct{ Level, Class, Name, Year string }

// HonorPart is given to layouts/parts/honor/honor.html: one honour that stands, and by what.
type HonorPart struct {
	BadgeView
	Path     string // of the act
	Document string // its number, or its title
	Date     string // as far as it is known
	Act      string // the wording of the act
	Until    string // the honour's last day; "" where the act names none
}

// An EndedLine is one honour that stands no more.
type EndedLine struct {
	Name, Word   string // 已退出, 已到期
	Expired      bool   // nothing was taken: its term is over
	Date, Reason string // of the 退出; of an expiry 有效期至 and the last day
	Path         string // of the act: the 退出, of an expiry the 认定 that set the term
	Document     string // its number, or its title
}

// A RunningLine is a 公示 of a brand that runs.
type RunningLine struct{ Level, Days, Path, Document string }

// FactPart is given to layouts/parts/measure/measure.html and
// layouts/parts/practice/practice.html: one fact in words.
type FactPart struct {
	Label, Value, Evidence string
	Yes                    bool
}

// A NoticeLine is one act in a list of acts; it is given to
// layouts/parts/history/history.html and notice-line.
type NoticeLine struct {
	Date    string // as far as it is known
	Kind    string // 公示, 认定, 退出
	Act     string // the wording of the act
	Title   string
	Path    string
	Level   string
	Number  string // of the document
	Running bool   // a 公示 that runs on the day
	Until   string // the last day of a 公示
}

// A NamedList is the enterprises, parks, trademarks or activities that a brand names.
type NamedList struct {
	Label string
	Lines []NamedLine
}

// A NamedLine is one of these. Note is what else is told of it, "" for nothing.
type NamedLine struct{ Name, Note string }

// A Series is one fact over the years, the newest last.
type Series struct {
	Label string
	Rows  []SeriesRow
}

// A SeriesRow is the value of one year. Since is how it differs from the year
// before; "" where that is not known.
type SeriesRow struct{ When, Value, Since string }

// An Opinion is one box of the recommendation form.
type Opinion struct{ Label, Text, Date string }

func (r *renderer) brandJob(b *site.Brand) job {
	return job{"brand", b.Path, func(w *worker) any { return w.brandPage(b) }}
}

func (w *worker) brandPage(b *site.Brand) BrandPage {
	p := BrandPage{
		Base:    w.base("brand", b.Path, edition.RollPath, b.Name, w.describe(b)),
		Brand:   b.Brand,
		Place:   w.site.Where(b),
		Summary: b.Summary(),
		Ended:   endedLines(b),
		Running: runningLines(b),
		Cite:    w.cite(b),
		Source:  sourceLine(b.Source),
	}
	p.Column, p.Hidden = "品牌名录", !b.Recognized()
	p.Compare = comparePath(p.Root, b)
	p.Snippet = w.snippet(edition.BrandEmbedPath(b.Slug), b.Name, p.Root, 280)
	p.Data = p.Root + edition.BrandDataPath(b.Slug)
	p.PlacePath = p.Root + edition.RegionPath(b.Region)
	p.Crumbs = []site.Link{{Name: "品牌名录", Path: edition.RollPath}, {Name: w.site.PlaceName(b.Region), Path: edition.RegionPath(b.Region)}}
	if b.Type != nil {
		p.TypePath = p.Root + edition.TypePath(b.Type)
	}
	p.Article = &Article{Title: b.Name, Source: w.site.Settings.Publisher}
	if n := b.RecognizedBy(); n != nil {
		p.Article.Date = n.Date.String()
		p.Article.Source = cmp.Or(n.Authority, p.Article.Source)
	} else {
		p.Article.Date = lastDate(b)
	}
	w.addText(&p, b)
	w.addFacts(&p, b)
	p.Named = namedLists(b.Brand)
	w.addPersonal(&p, b)
	if p.Measured = w.measure(b); p.Measured != nil && b.Standing.HasEnded() {
		p.Measured.Coached = nil // nobody is to improve what is no more
	} else if p.Measured != nil && w.site.Settings.Desk && w.assets.try != "" {
		p.Try = &TryView{w.assets.try, w.assets.sheets["desk"]}
	}
	w.addStanding(&p, b)
	w.addProofs(&p, b)
	p.addActions(b)
	p.Near = w.near(b, p.Root)
	p.Preview = w.preview(b)
	p.Correct, p.Code = hrefOf(w.correction(&p.Base)), qrcode.Of(p.Canonical)
	p.Linked = p.linked(thing{Type: "Brand", Name: b.Name, AlternateName: b.OtherNames(), Description: p.Description, URL: p.Canonical})
	return p
}

// addStanding adds what b holds and how it came to it.
func (w *worker) addStanding(p *BrandPage, b *site.Brand) {
	p.Honors = w.join(func(yield func(template.HTML) bool) {
		for i, badge := range badges(b) {
			act := b.Badges[i].Since
			part := HonorPart{badge, atRoot + edition.NoticePath(act.Slug), document(act), site.DateText(act.Date), act.Act, site.DateText(act.ValidUntil)}
			line, found := w.honors[part]
			if !found {
				line = w.part("honor", part)
				w.honors[part] = line
			}
			if !yield(at(p.Root, line)) {
				return
			}
		}
	})
	p.History = at(p.Root, w.join(func(yield func(template.HTML) bool) {
		for _, n := range b.Standing.History {
			if !yield(w.acts[n].history) {
				return
			}
		}
	}))
}

// addActions offers what b has of work, courses and ways to ask. A button leads straight to
// what it names, or to the list on the page where there are several.
func (p *BrandPage) addActions(b *site.Brand) {
	for _, e := range []site.Errand{site.Jobs, site.Courses} {
		switch found := b.For(e); len(found) {
		case 0:
		case 1:
			p.Actions = append(p.Actions, Action{e.Name, outward(found[0].URL), true})
		default:
			p.Actions = append(p.Actions, Action{e.Name, "#links", false})
		}
	}
	switch {
	case b.Contact == nil:
		p.Actions = append(p.Actions, Action{"咨询", "#contact", false})
	case p.Contact.Phone != nil && p.Contact.Phone.URL != "":
		p.Actions = append(p.Actions, Action{"联系", p.Contact.Phone.URL, false})
	default:
		p.Actions = append(p.Actions, Action{"联系", "#contact", false})
	}
}

// comparePath returns where brands are compared, with b among them.
func comparePath(root string, b *site.Brand) string {
	return root + edition.ComparePath + "?brand=" + b.Slug
}

// near returns the brands that stand below b, whose pages lie beside its own.
func (w *worker) near(b *site.Brand, root string) []NearView {
	var views []NearView
	add := func(title, list string, brands []*site.Brand) {
		if len(brands) == 0 {
			return
		}
		v := NearView{Title: title, Path: list, Compare: comparePath(root, b)}
		for i, other := range brands {
			if i+1 < mostCompared {
				v.Compare += "," + other.Slug
			}
			v.Brands = append(v.Brands, NearLine{other.Name, path.Base(other.Path), other.Badges[0].Level.Name})
		}
		views = append(views, v)
	}
	trade, county := w.site.Near(b)
	of, all := "同行业", ""
	if b.Type != nil {
		of, all = "同行业、同类型", root+edition.TypePath(b.Type)
	}
	add(of, all, trade)
	add("同在"+w.site.PlaceName(b.Region), root+edition.RegionPath(b.Region), county)
	return views
}

func (w *worker) addText(p *BrandPage, b *site.Brand) {
	if p.Cover = w.cover(b.Cover, p.Root); p.Cover == nil {
		p.Mark = w.mark(b)
	}
	p.Intro = w.prose.html(passage{b.Intro, b.File, p.Root, true})
	p.Story = w.prose.html(passage{b.Story, b.File, p.Root, true})
	p.Chapters = sections(b.Story, "")
	for _, l := range b.Links {
		p.Links = append(p.Links, OutwardLink{l.Label, l.Kind, outward(l.URL)})
	}
	if b.Contact != nil {
		p.Contact = newContact(*b.Contact)
	} else {
		p.Contact = w.whomToAsk(b)
	}
}

// addPersonal adds what only the settings make public.
func (w *worker) addPersonal(p *BrandPage, b *site.Brand) {
	settings := w.site.Settings
	if settings.ShowLeader && b.Leader != nil {
		p.Leader = b.Leader.Name + b.Leader.Title
		if b.Leader.Title != "" {
			p.Leader = b.Leader.Name + "（" + b.Leader.Title + "）"
		}
	}
	if settings.ShowPool {
		p.Pool = b.PoolText()
	}
	if !settings.ShowOpinions {
		return
	}
	add := func(label string, o *content.Opinion) {
		if o != nil {
			p.Opinions = append(p.Opinions, Opinion{label, o.Text, site.DateText(o.Date)})
		}
	}
	add("培育建设单位推荐意见", b.Opinions.Builder)
	add("县区人社部门推荐意见", b.Opinions.County)
}

func (w *worker) addFacts(p *BrandPage, b *site.Brand) {
	stated := slices.Clone(b.Facts.Stated())
	slices.SortStableFunc(stated, func(x, y criteria.Value) int {
		return cmp.Or(cmp.Compare(denied(x), denied(y)), cmp.Compare(asked(x.Fact), asked(y.Fact)))
	})
	lines := func(practices bool) template.HTML {
		return w.join(func(yield func(template.HTML) bool) {
			for _, v := range stated {
				if (v.Fact.Kind == criteria.YesNo) == practices && !yield(w.fact(v, b.Evidence[v.Fact.ID])) {
					return
				}
			}
		})
	}
	p.Measures, p.Practices = lines(false), lines(true)
	for _, f := range w.site.Rules.Facts {
		if s := series(b, f); len(s.Rows) > 0 {
			p.Series = append(p.Series, s)
		}
	}
}

// asked is the place of f among what readers ask first.
func asked(f *criteria.Fact) int {
	if f.First == 0 {
		return math.MaxInt
	}
	return f.First
}

// denied is 1 of an answer that the rules do not ask for, which stands behind all else.
func denied(v criteria.Value) int {
	if v.Fact.Kind == criteria.YesNo && !v.Favours() {
		return 1
	}
	return 0
}

// namedLists returns the lists that are not empty. The newest activities come first.
func namedLists(b *content.Brand) (lists []NamedList) {
	add := func(label string, lines []NamedLine) {
		if len(lines) > 0 {
			lists = append(lists, NamedList{label, lines})
		}
	}
	note := func(parts ...string) string {
		return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "，")
	}
	var enterprises, parks, trademarks, activities []NamedLine
	for _, e := range b.Enterprises {
		enterprises = append(enterprises, NamedLine{e.Name, note(e.Kind, sinceText(e.Since))})
	}
	for _, p := range b.NamedParks {
		parks = append(parks, NamedLine{p.Name, note(p.Kind, sinceText(p.Since))})
	}
	for _, t := range b.Trademarks {
		trademarks = append(trademarks, NamedLine{cmp.Or(t.Name, "商标"), "注册号 " + t.Number})
	}
	newest := slices.Clone(b.Activities)
	slices.SortStableFunc(newest, func(a, b content.Activity) int { return b.Date.Compare(a.Date) })
	for _, a := range newest {
		activities = append(activities, NamedLine{a.Name, note(a.Kind, site.DateText(a.Date))})
	}
	add("龙头企业", enterprises)
	add("园区和基地", parks)
	add("注册商标", trademarks)
	add("活动", activities)
	return lists
}

func sinceText(d values.Date) string {
	if d.IsZero() {
		return ""
	}
	return site.DateText(d) + "起"
}

// series is empty where no year states the fact. What b states now comes last,
// unless its year's own value is there.
func series(b *site.Brand, f *criteria.Fact) Series {
	s, before, last := Series{Label: f.Short()}, criteria.Value{}, 0
	add := func(v criteria.Value, year int, when string) {
		row := SeriesRow{When: when, Value: v.String()}
		if last == year-1 && f.IsNumber() {
			row.Since = v.Since(before)
		}
		s.Rows, before, last = append(s.Rows, row), v, year
	}
	for _, y := range b.Brand.Years {
		if v, stated := y.Facts.Of(f); stated {
			add(v, y.Year, strconv.Itoa(y.Year)+"年")
		}
	}
	if v, stated := b.Facts.Of(f); stated && last > 0 && last < b.AsOf.Year {
		add(v, b.AsOf.Year, b.AsOf.String())
	}
	return s
}

// fact returns the line of one fact. Those that many brands state are made once.
func (w *worker) fact(v criteria.Value, evidence string) template.HTML {
	shared := evidence == "" && len(w.facts) < maxShared
	if line, found := w.facts[v]; shared && found {
		return line
	}
	part := FactPart{Label: v.Fact.Short(), Value: v.String(), Evidence: evidence}
	name := "measure"
	if v.Fact.Kind == criteria.YesNo {
		name, part.Yes, part.Label = "practice", v.Favours(), v.Statement()
	}
	line := w.part(name, part)
	if shared {
		w.facts[v] = line
	}
	return line
}

func badges(b *site.Brand) []BadgeView {
	views := make([]BadgeView, len(b.Badges))
	for i, badge := range b.Badges {
		views[i] = BadgeView{badge.Level.Name, "badge " + badge.Level.Slug, badge.Name, site.YearName(badge.Year)}
	}
	return views
}

// lastDate returns the day of the newest act about a brand that holds nothing any
// more, "" where none is dated.
func lastDate(b *site.Brand) string {
	var newest values.Date
	for _, h := range b.Standing.Honors {
		for _, n := range []*content.Notice{h.Since, h.Ended} {
			if n != nil && n.Date.After(newest) {
				newest = n.Date
			}
		}
	}
	return newest.String()
}

// document names an act by its number, or where it bears none by its title.
func document(n *content.Notice) string { return cmp.Or(n.Document.Number, n.Title) }

func runningLines(b *site.Brand) []RunningLine {
	var lines []RunningLine
	for _, n := range b.Standing.Running {
		lines = append(lines, RunningLine{n.Level.Name, site.DateText(n.From) + " 至 " + site.DateText(n.To), "../" + edition.NoticePath(n.Slug), document(n)})
	}
	return lines
}

func endedLines(b *site.Brand) []EndedLine {
	var lines []EndedLine
	for _, h := range b.Standing.Honors {
		if h.Status == content.Recognized {
			continue
		}
		act := cmp.Or(h.Ended, h.Since)
		lines = append(lines, EndedLine{Name: h.Level.HonorName(h.Name), Word: h.Status.Word(), Expired: h.Status == content.Expired, Date: site.EndText(h), Reason: h.Reason,
			Path: "../" + edition.NoticePath(act.Slug), Document: document(act)})
	}
	return lines
}

func (r *renderer) noticeLine(n *content.Notice, root string) NoticeLine {
	line := NoticeLine{Date: site.DateText(n.Date), Kind: string(n.Kind), Act: cmp.Or(n.Act, string(n.Kind)), Title: n.Title,
		Path: root + edition.NoticePath(n.Slug), Level: n.Level.Name, Number: n.Document.Number}
	if n.Kind == content.Publicity {
		line.Until = site.DateText(n.To)
		line.Date = cmp.Or(line.Date, site.DateText(n.From))
		line.Running = site.Runs(n, r.site.Date)
	}
	return line
}

// describe returns one sentence about b for search engines and link previews.
func (r *renderer) describe(b *site.Brand) string {
	var s strings.Builder
	s.WriteString(r.site.PlaceName(b.Region) + "劳务品牌")
	if b.Type != nil {
		s.WriteString("，" + b.Type.Name)
	}
	for _, badge := range b.Badges {
		s.WriteString("，" + badge.Name + "（" + site.YearName(badge.Year) + "）")
	}
	if b.Builder != "" {
		s.WriteString("，培育建设单位：" + b.Builder)
	}
	return s.String() + "。"
}

// cite returns how to cite b's page.
func (r *renderer) cite(b *site.Brand) string {
	settings := r.site.Settings
	cite := settings.Publisher + "：《" + settings.Title + "》“" + b.Name + "”"
	if settings.BaseURL != "" {
		cite += "，" + settings.BaseURL + b.Path
	}
	return cite + "。"
}

// span returns a term as people read it.
func span(from, to values.Date) string {
	if from == to || to.IsZero() {
		return site.DateText(from)
	}
	return site.DateText(from) + "至" + site.DateText(to)
}
