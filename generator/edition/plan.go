package edition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// The addresses of the pages that every site has, below its root.
const (
	HomePath      = "index.html"
	RollPath      = "list.html"
	SearchPath    = "search.html"
	WorkPath      = "work.html"
	PeoplePath    = "people.html"
	EditorsPath   = "editors.html"
	LookupPath    = "lookup.html"
	NoticesPath   = "notices.html"
	WithdrawnPath = "withdrawn.html"
	UnitsPath     = "units.html" // where the rules have honours of units
	ChangesPath   = "changes.html"
	StatsPath     = "stats.html"
	CriteriaPath  = "criteria.html"
	DataPath      = "data.html"
	ComparePath   = "compare.html"
	DeskPath      = "desk.html" // where the settings have it
	NotFoundPath  = "404.html"
)

// The addresses of the page that checks proofs, and of the same as one file that needs no
// other. They are in no plan: whether a site is signed, no file of it says.
const (
	VerifyPath  = "verify.html"
	OfflinePath = "verify-offline.html"
)

// The addresses of files that are no pages. The favicon lies in layouts/static/.
const (
	BrandsJSON   = "data/brands.json"
	BrandsCSV    = "data/brands.csv"
	BrandsXLSX   = "data/brands.xlsx"
	BrandsSchema = "data/brands.schema.json"
	BrandSchema  = "data/brand.schema.json"
	UnitsJSON    = "data/units.json" // where the rules have honours of units, as the next two
	UnitsCSV     = "data/units.csv"
	UnitsSchema  = "data/units.schema.json"
	CatalogPath  = "data/catalog.jsonld"   // what there is, in DCAT
	PackagePath  = "data/datapackage.json" // what there is, as a Data Package
	BundlePath   = "data/bundle.tar.gz"    // what directories above take from this one
	FeedPath     = "feed.xml"
	RobotsPath   = "robots.txt"
	SitemapPath  = "sitemap.xml" // where the settings ask for one
	FaviconPath  = "favicon.svg"
)

// Undated stands for the year of what no paper dates (年份未载明), in
// years/undated.html and in the page of changes.
const Undated = "undated"

// The addresses of what content/ and criteria/ hold. A slug is that of a file, of a
// brand also a former one.

func BrandPath(slug string) string         { return "brands/" + slug + ".html" }
func BrandDataPath(slug string) string     { return "brands/" + slug + ".json" }
func NoticePath(slug string) string        { return "notices/" + slug + ".html" }
func TextPath(slug string) string          { return slug + ".html" }
func StandardPath(id string) string        { return "criteria/" + id + ".html" }
func TypePath(t *criteria.Type) string     { return "types/" + t.Slug + ".html" }
func LevelPath(l *criteria.Level) string   { return "levels/" + l.Slug + ".html" }
func UnitsID(h *criteria.Honor) string     { return "honor-" + h.Slug } // on the page of units
func RegionPath(r *criteria.Region) string { return "counties/" + r.Slug + ".html" }
func DeskFilePath(file string) string      { return "desk/" + file }
func RegionTypePath(r *criteria.Region, t *criteria.Type) string {
	return "counties/" + r.Slug + "/" + t.Slug + ".html"
}

// FilePath returns the address at which a list that has a page is a file of the kind:
// data/types/tourism.xlsx of types/tourism.html.
func FilePath(page, kind string) string {
	return "data/" + strings.TrimSuffix(page, ".html") + "." + kind
}

// FileKinds are what lists are written as.
var FileKinds = []string{"xlsx", "csv"}

// ListFeedPath returns the address of the feed of what concerns a list:
// types/tourism.xml of types/tourism.html.
func ListFeedPath(page string) string { return strings.TrimSuffix(page, ".html") + ".xml" }

// The addresses of the narrow pages that other sites show in a frame.

func BrandEmbedPath(slug string) string         { return "embed/brand/" + slug + ".html" }
func RegionEmbedPath(r *criteria.Region) string { return "embed/county/" + r.Slug + ".html" }
func TypeEmbedPath(t *criteria.Type) string     { return "embed/type/" + t.Slug + ".html" }

// The places of a year, a quarter and a month on the page of changes: 2025,
// 2025-q4, 2025-12.

func YearID(year int) string             { return fmt.Sprintf("%04d", year) }
func QuarterID(year, quarter int) string { return fmt.Sprintf("%s-q%d", YearID(year), quarter) }
func MonthID(year, month int) string     { return fmt.Sprintf("%s-%02d", YearID(year), month) }

// YearPath returns the address of a batch's year, 0: Undated.
func YearPath(year int) string {
	if year == 0 {
		return "years/" + Undated + ".html"
	}
	return "years/" + YearID(year) + ".html"
}

// RollPartPath returns the address of a part of the official list that is too long for one
// page: of a level and year, year 0: Undated, or of these what lies in a region:
// list/municipal/2024.html, list/municipal/2024/donghai.html.
func RollPartPath(l *criteria.Level, year int, in *criteria.Region) string {
	part := strings.TrimSuffix(RollPath, ".html") + "/" + l.Slug + "/" + strings.TrimPrefix(YearPath(year), "years/")
	if in == nil {
		return part
	}
	return strings.TrimSuffix(part, ".html") + "/" + in.Slug + ".html"
}

// NumberedPath returns the address of page n, counted from 1, of the list that
// begins at first: types/tourism.html, then types/tourism/2.html.
func NumberedPath(first string, n int) string {
	if n == 1 {
		return first
	}
	return strings.TrimSuffix(first, ".html") + "/" + strconv.Itoa(n) + ".html"
}

// fixedPages are the pages that every site has, but for those of the desk and of units.
var fixedPages = []string{HomePath, RollPath, SearchPath, LookupPath, WorkPath, PeoplePath, EditorsPath, NoticesPath, WithdrawnPath, UnitsPath, ChangesPath, StatsPath, CriteriaPath, DataPath, ComparePath, DeskPath, NotFoundPath}

// fixedSlugs are the slugs of the fixed pages, and of those that a signed site has besides,
// which no page of content/ may have.
func fixedSlugs() []string {
	slugs := []string{strings.TrimSuffix(VerifyPath, ".html"), strings.TrimSuffix(OfflinePath, ".html")}
	for _, p := range fixedPages {
		slugs = append(slugs, strings.TrimSuffix(p, ".html"))
	}
	return slugs
}

// A Plan is which addresses the site has, on this day and later ones, from which
// day on, and what stands there. Only these may be linked: numbered pages of lists
// are not among them, since what stands on them changes, nor is what else lies in
// layouts/static/.
type Plan struct {
	content *content.Content
	rules   *criteria.Rules
	targets map[string]target // by address below the site's root
}

// A target is what stands at an address.
type target struct {
	from values.Date // the day from which it does; zero: always
	of   any         // *content.Brand, *content.Notice, *content.Page, *criteria.Standard, list, fixedPage, moved or, of no page, file or embed
}

// What stands at an address, and is no value of content.
type (
	list      struct{}
	fixedPage struct{}
	file      struct{}
	embed     struct{}                    // a page that others show in a frame
	moved     struct{ to *content.Brand } // an old address, which leads on
)

// NewPlan plans the site of joined content.
func NewPlan(c *content.Content, rules *criteria.Rules) *Plan {
	p := &Plan{c, rules, map[string]target{}}
	always := values.Date{}
	for _, address := range fixedPages {
		if address == DeskPath && !c.Settings.Desk || address == UnitsPath && len(rules.Honors) == 0 {
			continue
		}
		p.add(address, always, fixedPage{})
	}
	for _, address := range []string{FeedPath, RobotsPath, FaviconPath, BrandsJSON, BrandsCSV, BrandsXLSX, BrandsSchema, BrandSchema, CatalogPath, PackagePath, BundlePath} {
		p.add(address, always, file{})
	}
	p.addFiles(RollPath)
	if len(rules.Honors) > 0 {
		for _, address := range []string{UnitsJSON, UnitsCSV, UnitsSchema} {
			p.add(address, always, file{})
		}
	}
	if c.Settings.HasSitemap() {
		p.add(SitemapPath, always, file{})
	}
	p.addCriteria()
	for _, text := range c.Pages {
		p.add(TextPath(text.Slug), always, text)
	}
	for _, n := range c.Notices {
		p.addNotice(n)
	}
	return p
}

func (p *Plan) add(address string, from values.Date, of any) {
	if old, found := p.targets[address]; !found || from.Before(old.from) {
		p.targets[address] = target{from, of}
	}
}

// addCriteria adds the standards and the list pages, which exist also empty.
func (p *Plan) addCriteria() {
	always, region := values.Date{}, p.content.Settings.Region
	for _, s := range p.rules.Standards {
		if s.Concerns(region) {
			p.add(StandardPath(s.ID), always, s)
		}
	}
	for _, t := range p.rules.Types {
		p.add(TypePath(t), always, list{})
		p.addFiles(TypePath(t))
		p.add(ListFeedPath(TypePath(t)), always, file{})
		p.add(TypeEmbedPath(t), always, embed{})
	}
	for _, l := range p.rules.Levels {
		p.add(LevelPath(l), always, list{})
	}
	for _, r := range p.rules.PlacesIn(region) {
		p.add(RegionPath(r), always, list{})
		p.addFiles(RegionPath(r))
		p.add(ListFeedPath(RegionPath(r)), always, file{})
		p.add(RegionEmbedPath(r), always, embed{})
		for _, t := range p.rules.Types {
			p.add(RegionTypePath(r, t), always, list{})
		}
	}
}

// addFiles adds the files of the list on a page.
func (p *Plan) addFiles(page string) {
	for _, kind := range FileKinds {
		p.add(FilePath(page, kind), values.Date{}, file{})
	}
}

// addNotice adds a notice, its year, and the pages that its brands have from
// then on.
func (p *Plan) addNotice(n *content.Notice) {
	day := n.Begins()
	p.add(NoticePath(n.Slug), day, n)
	if !n.OnlyUnits() {
		p.add(YearPath(n.Year), day, list{})
	}
	if n.Kind != content.Recognition {
		return
	}
	for _, e := range n.Entries {
		p.add(BrandPath(e.Brand.Slug), day, e.Brand)
		p.add(BrandDataPath(e.Brand.Slug), day, file{})
		p.add(BrandEmbedPath(e.Brand.Slug), day, embed{})
		for _, old := range e.Brand.FormerSlugs {
			p.add(BrandPath(old), day, moved{e.Brand})
			p.add(BrandDataPath(old), day, file{})
			p.add(BrandEmbedPath(old), day, embed{})
		}
	}
}

// Addresses returns, sorted, the planned addresses at which on some day a file
// stands that content or criteria ask for, but for Embeds.
func (p *Plan) Addresses() []string {
	return p.where(func(address string, t target) bool { return address != FaviconPath && t.of != (embed{}) })
}

// Embeds returns, sorted, the addresses at which on some day a page for the frames of
// other sites stands.
func (p *Plan) Embeds() []string {
	return p.where(func(_ string, t target) bool { return t.of == (embed{}) })
}

// Pages returns the addresses of the pages that stand on the day, sorted.
func (p *Plan) Pages(day values.Date) []string {
	return p.where(func(_ string, t target) bool { return t.of != (file{}) && t.of != (embed{}) && !t.from.After(day) })
}

// where returns the addresses that keep accepts, sorted.
func (p *Plan) where(keep func(address string, t target) bool) []string {
	var all []string
	for address, t := range p.targets {
		if keep(address, t) {
			all = append(all, address)
		}
	}
	slices.Sort(all)
	return all
}
