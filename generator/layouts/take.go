package layouts

import (
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/opendata"
	"minglu/generator/site"
)

// A TakeView is what of a page can be taken along; it is given to
// layouts/parts/take/take.html. Addresses are links, "" where there is none.
type TakeView struct {
	Root                string
	Workbook, CSV, Feed string
	Snippet             *Snippet // nil where there is no page for frames, or its address is not known
}

// A Snippet is what another site writes to show a page for frames; it is given to
// layouts/parts/snippet/snippet.html.
type Snippet struct {
	Code string
	Link string // to the page itself
}

// take returns what of the list on a page below the site's root can be taken along, nil
// where nothing can.
func (r *renderer) take(l *site.List, root string) *TakeView {
	if !l.HasFiles() {
		return nil
	}
	t := r.files(l.Path, root)
	if l.HasFeed() {
		t.Feed = root + l.FeedPath()
		t.Snippet = r.snippet(embedOf(l), l.Title(), root, 420)
	}
	return t
}

// files returns the files of the list on a page.
func (r *renderer) files(page, root string) *TakeView {
	return &TakeView{Root: root, Workbook: root + edition.FilePath(page, "xlsx"), CSV: root + edition.FilePath(page, "csv")}
}

// embedOf returns the address of the page for frames of a list by type or place.
func embedOf(l *site.List) string {
	if l.Type != nil {
		return edition.TypeEmbedPath(l.Type)
	}
	return edition.RegionEmbedPath(l.Region)
}

// snippet returns how to show the page at an address in a frame of a height.
func (r *renderer) snippet(address, title, root string, height int) *Snippet {
	base := r.site.Settings.BaseURL
	if base == "" {
		return nil
	}
	return &Snippet{Link: root + address, Code: fmt.Sprintf(`<iframe src="%s" title="%s" width="320" height="%d" loading="lazy"></iframe>`,
		html.EscapeString(base+address), html.EscapeString(title), height)}
}

// An EmbedPage is given to layouts/embed/embed.html, a whole document that other sites
// show in a frame: it has no script, and its links open elsewhere.
type EmbedPage struct {
	Settings *content.Settings
	Title    string
	Root     string
	Sheet    string // address of its style sheet
	Link     string // to the page that it is taken from
	AsOf     string
	Brand    *EmbedBrand // nil of a list
	Total    int         // of a list: how many brands
	Brands   []EmbedBrand
	More     int // how many of them are not shown
}

// An EmbedBrand is a brand in a frame.
type EmbedBrand struct {
	Name, Link, Type, Place, Builder string
	Typed                            bool
	Badges                           []BadgeView
	Ended                            []EndedLine
}

// embedded is how many brands of a list a frame shows.
const embedded = 10

func (r *renderer) embedJobs() []job {
	var jobs []job
	for _, b := range r.site.Brands {
		for _, slug := range append([]string{b.Slug}, b.FormerSlugs...) {
			jobs = append(jobs, job{"embed", edition.BrandEmbedPath(slug), func(w *worker) any {
				p := w.embedPage(edition.BrandEmbedPath(slug), b.Path, b.Name)
				one := w.embedBrand(b, p.Root)
				p.Brand = &one
				return p
			}})
		}
	}
	for _, l := range slices.Concat(r.site.Types, r.site.Places) {
		jobs = append(jobs, job{"embed", embedOf(l), func(w *worker) any {
			p := w.embedPage(embedOf(l), l.Path, l.Title())
			p.Total, p.More = len(l.Brands), max(0, len(l.Brands)-embedded)
			for _, b := range l.Brands[:len(l.Brands)-p.More] {
				p.Brands = append(p.Brands, w.embedBrand(b, p.Root))
			}
			return p
		}})
	}
	return jobs
}

func (w *worker) embedPage(path, page, title string) EmbedPage {
	root := rootOf(path)
	return EmbedPage{Settings: w.site.Settings, Title: title, Root: root, Sheet: w.assets.sheets["embed"], Link: root + page, AsOf: site.DateText(w.site.Date)}
}

func (w *worker) embedBrand(b *site.Brand, root string) EmbedBrand {
	return EmbedBrand{Name: b.Name, Link: root + b.Path, Type: b.TypeName(), Place: w.site.Where(b), Builder: b.Builder,
		Typed: w.site.Rules.Typed(), Badges: badges(b), Ended: endedLines(b)}
}

// ComparePage is given to layouts/compare/compare.html: a table of which the script fills
// the columns from the data of the brands. Its rows are described as the data are.
type ComparePage struct {
	Base
	Most int // how many brands stand side by side
	Rows []CompareRow
}

// A CompareRow is one row: its head, and what of a brand's data it shows, as JSON.
type CompareRow struct{ Label, Shows string }

// A shown says what of a brand's data a row shows.
type shown struct {
	Path  string            `json:"path"`            // where it stands
	Codes map[string]string `json:"codes,omitempty"` // what codes say
	Only  string            `json:"only,omitempty"`  // of a list of evaluations: the one by this standard
	Parts []shownPart       `json:"parts,omitempty"` // of each of a list
}

type shownPart struct {
	Key   string            `json:"key"`
	Label string            `json:"label,omitempty"` // "" where the value speaks for itself
	Codes map[string]string `json:"codes,omitempty"`
	None  string            `json:"none,omitempty"` // what its absence says
}

// mostCompared is how many brands can be compared: more do not stand side by side.
const mostCompared = 4

func (r *renderer) compareJob() job {
	return job{"compare", edition.ComparePath, func(w *worker) any {
		p := ComparePage{Base: w.base("compare", edition.ComparePath, edition.RollPath, "品牌对比", "把两到四个劳务品牌的认定、基本情况和填报数据放在一起看。"), Most: mostCompared}
		p.Crumbs = []site.Link{{Name: "品牌名录", Path: edition.RollPath}}
		p.Rows = w.compareRows()
		p.Linked = p.linked()
		return p
	}}
}

// compareRows returns the rows in the order in which people compare: what is recognized,
// what and where it is, how many work there, the other numbers, the rest, and the totals of the evaluations.
func (w *worker) compareRows() []CompareRow {
	known := map[string]opendata.Field{}
	var numbers, others []string
	workers := w.site.Rules.Workers()
	for _, f := range w.guide().Fields {
		if f.File != "品牌" {
			continue
		}
		known[f.Path] = f
		switch id, fact := strings.CutPrefix(f.Path, "facts."); {
		case !fact || workers != nil && id == workers.ID:
		case f.Type == "整数" || f.Type == "数字":
			numbers = append(numbers, f.Path)
		default:
			others = append(others, f.Path)
		}
	}
	first := []string{"status", "type", "county", "place", "builder", "industry", "as_of"}
	if w.site.HasCities() {
		first = slices.Insert(first, 2, "city")
	}
	if workers != nil {
		first = append(first, "facts."+workers.ID)
	}
	until := part(known, "honors", "valid_until")
	until.None = "未规定期限"
	rows := []CompareRow{compareRow(known["honors"].Label, shown{Path: "honors", Parts: []shownPart{
		{Key: "level"}, {Key: "name"}, part(known, "honors", "document"), part(known, "honors", "date"), until,
	}})}
	for _, path := range slices.Concat(first, numbers, others) {
		if f, found := known[path]; found {
			rows = append(rows, compareRow(f.Label, shown{Path: path, Codes: codesOf(f)}))
		}
	}
	if _, found := known["evaluations"]; !found {
		return rows
	}
	for _, s := range w.site.Standards {
		if !s.InForce {
			continue
		}
		parts := []shownPart{{Key: "outcome", Codes: codesOf(known["evaluations[].outcome"])}}
		if s.Kind == criteria.Scorecard {
			parts = append(parts, part(known, "evaluations", "total"))
		}
		rows = append(rows, compareRow(s.Title, shown{Path: "evaluations", Only: s.ID, Parts: parts}))
	}
	return rows
}

func compareRow(label string, of shown) CompareRow {
	text, _ := json.Marshal(of) // strings alone
	return CompareRow{label, string(text)}
}

// part shows a value of each record of a list under its own label.
func part(known map[string]opendata.Field, list, key string) shownPart {
	return shownPart{Key: key, Label: known[list+"[]."+key].Label}
}

func codesOf(f opendata.Field) map[string]string {
	if len(f.Codes) == 0 {
		return nil
	}
	codes := map[string]string{}
	for _, w := range f.Codes {
		codes[w.Code] = w.Chinese
	}
	return codes
}
