package content

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
)

// fixedPages are the pages at the site's root that the generator makes; no file
// of content/pages/ may have one of these slugs.
var fixedPages = []string{"index", "list", "search", "stats", "criteria", "notices", "withdrawn", "changes", "data", "404"}

// favicon is the mark of the site, which lies in layouts/static/.
const favicon = "/favicon.svg"

// fixedFiles are the other fixed addresses; / is the home page.
var fixedFiles = []string{
	"/feed.xml", "/robots.txt", favicon,
	"/data/brands.json", "/data/brands.csv", "/data/brands.xlsx", "/data/brands.schema.json", "/data/brand.schema.json",
}

// addresses are the planned addresses of the site that texts may link to.
// Numbered pages of lists are not among them: what stands on them changes.
type addresses map[string]target

// A target is what stands at an address.
type target struct {
	from fields.Date // the day from which it does; zero: always
	of   any         // *Brand, *Notice, *Page, *criteria.Standard, list, fixedPage, moved or, of no page, file
}

// What stands at an address, and is no value of Content.
type (
	list      struct{}
	fixedPage struct{}
	file      struct{}
	moved     struct{ to *Brand } // an old address, which leads on
)

// Addresses returns the planned addresses of the site, without a leading slash and
// sorted: on some day a file stands there that content or criteria ask for. What
// lies in layouts/static/, and numbered pages of lists, are not among them.
func (c *Content) Addresses() []string {
	var all []string
	for address := range c.planned {
		if address != "/" && address != favicon {
			all = append(all, address[1:])
		}
	}
	slices.Sort(all)
	return all
}

func (a addresses) add(address string, from fields.Date, of any) {
	if old, found := a[address]; !found || from.Before(old.from) {
		a[address] = target{from, of}
	}
}

func (j *joiner) plan() addresses {
	a, always := addresses{}, fields.Date{}
	for _, slug := range fixedPages {
		a.add("/"+slug+".html", always, fixedPage{})
	}
	a.add("/", always, fixedPage{})
	for _, address := range fixedFiles {
		a.add(address, always, file{})
	}
	if j.settings.HasSitemap() {
		a.add("/sitemap.xml", always, file{})
	}
	a.addCriteria(j.rules, j.settings.Region)
	for _, p := range j.content.Pages {
		a.add("/"+p.Slug+".html", always, p)
	}
	for _, n := range j.content.Notices {
		a.addNotice(n)
	}
	return a
}

// addCriteria adds the standards and the list pages, which exist also empty.
func (a addresses) addCriteria(rules *criteria.Rules, region *criteria.Region) {
	always := fields.Date{}
	for _, s := range rules.Standards {
		if s.Concerns(region) {
			a.add("/criteria/"+s.ID+".html", always, s)
		}
	}
	for _, t := range rules.Types {
		a.add("/types/"+t.Slug+".html", always, list{})
	}
	for _, l := range rules.Levels {
		a.add("/levels/"+l.Slug+".html", always, list{})
	}
	for _, r := range rules.RegionsIn(region) {
		a.add("/counties/"+r.Slug+".html", always, list{})
		for _, t := range rules.Types {
			a.add("/counties/"+r.Slug+"/"+t.Slug+".html", always, list{})
		}
	}
}

// addNotice adds a notice, its year, and the pages that its brands have from
// then on.
func (a addresses) addNotice(n *Notice) {
	day := n.day()
	a.add("/notices/"+n.Slug+".html", day, n)
	year := "undated"
	if n.Year != 0 {
		year = strconv.Itoa(n.Year)
	}
	a.add("/years/"+year+".html", day, list{})
	if n.Kind != Recognition {
		return
	}
	for _, e := range n.Entries {
		a.add("/brands/"+e.Brand.Slug+".html", day, e.Brand)
		a.add("/brands/"+e.Brand.Slug+".json", day, file{})
		for _, old := range e.Brand.FormerSlugs {
			a.add("/brands/"+old+".html", day, moved{e.Brand})
			a.add("/brands/"+old+".json", day, file{})
		}
	}
}

// checkLinks holds the links to this site against its addresses and their
// places, on the day on which the text that links can first be read: what a
// notice brings may be linked from it and from its brands beforehand.
func (j *joiner) checkLinks(brokenBrands, brokenNotices, brokenPages []string) {
	j.content.planned = j.plan()
	c := linkChecker{joiner: j, planned: j.content.planned, places: map[string]anchors{}, broken: map[string]bool{}}
	for _, files := range [][]string{brokenBrands, brokenNotices, brokenPages} {
		for _, file := range files {
			c.broken[addressOf(file)] = true
		}
	}
	for _, b := range j.content.Brands {
		day := j.date
		if first, found := c.planned["/brands/"+b.Slug+".html"]; found && first.from.After(day) {
			day = first.from
		}
		c.check(&b.origin, b, day)
	}
	for _, n := range j.content.Notices {
		day := j.date
		if n.day().After(day) {
			day = n.day()
		}
		c.check(&n.origin, n, day)
	}
	for _, p := range j.content.Pages {
		c.check(&p.origin, p, j.date)
	}
	c.check(&j.settings.origin, nil, j.date)
}

// addressOf returns the address of the page that a file of content/ becomes.
func addressOf(file string) string {
	name := SlugOf(file) + ".html"
	switch dir := path.Dir(file); dir {
	case noticesDir:
		return "/notices/" + name
	case pagesDir:
		return "/" + name
	}
	return "/brands/" + name
}

type linkChecker struct {
	*joiner
	planned addresses
	places  map[string]anchors // of pages that links lead into
	broken  map[string]bool    // addresses of files that could not be read
	guesses int
}

// check holds the links of a file, of which self is made, against what there is
// on the day.
func (c *linkChecker) check(o *origin, self any, day fields.Date) {
	reports := 0
	for _, link := range o.links {
		address, fragment, ours := c.split(link.address)
		if !ours {
			continue
		}
		t, found := c.planned[address]
		if address == "" {
			t, found = target{of: self}, true
		}
		missing := !found || t.from.After(day)
		lost := !missing && c.isLost(o, address, t, fragment, day)
		if c.broken[address] || !missing && !lost {
			continue
		}
		if reports++; reports > maxReports {
			break
		}
		src := c.source(o)
		at := src.SpanOf(link.at.start, link.at.end)
		if missing {
			c.report(src, at, address, link.address, t.from)
		} else {
			c.reportPlace(src, at, o, address, t, fragment)
		}
	}
}

// split returns the address that a link leads to, without its query, "" for its
// own page, and the place there, decoded. A full address that begins with
// base_url is one of this site.
func (c *linkChecker) split(link string) (address, fragment string, ours bool) {
	if base := c.settings.BaseURL; base != "" && strings.HasPrefix(link, base) {
		link = "/" + link[len(base):]
	}
	if link == "" || link[0] != '/' && link[0] != '#' {
		return "", "", false
	}
	address, fragment, _ = strings.Cut(link, "#")
	address, _, _ = strings.Cut(address, "?")
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	return address, fragment, true
}

// isLost reports whether a page will not have the place on the day.
func (c *linkChecker) isLost(o *origin, address string, t target, fragment string, day fields.Date) bool {
	if fragment == "" || t.of == (file{}) && !strings.HasSuffix(address, ".svg") {
		return false
	}
	if fragment == "top" && (address == "" || address == addressOf(o.file)) {
		return false // every page's own beginning
	}
	from, found := c.anchorsAt(o, address, t)[fragment]
	return !found || from.After(day)
}

// anchorsAt returns the places of the page at an address, "" for the file's own.
func (c *linkChecker) anchorsAt(o *origin, address string, t target) anchors {
	switch {
	case address == "":
		address = addressOf(o.file)
	case address == "/":
		address = "/index.html"
	}
	have, known := c.places[address]
	if !known {
		if _, leads := t.of.(moved); !leads && t.of != (file{}) {
			have = c.anchorsOf(address, t)
		}
		c.places[address] = have
	}
	return have
}

// report says why an address does not exist, or not yet. link is how it was
// written.
func (c *linkChecker) report(src *diag.Source, at diag.Span, address, link string, from fields.Date) {
	dir, name := path.Split(address)
	stem := strings.TrimSuffix(name, path.Ext(name))
	brand := c.brands[stem]
	switch {
	case dir == "/brands/" && brand != nil && (c.unknown || c.exempt[brand]):
		return // a mistake in a notice leaves open whether it has a page
	case dir == "/years/" && c.unknown:
		return
	case dir == "/brands/" && brand != nil && path.Ext(name) == ".html" && from.IsZero():
		src.Report(at, diag.BadLink, "品牌“%s”（%s）还没有被认定，没有页面，不能链接：请等认定以后再加，或删去这个链接。", brand.Name, stem)
	case !from.IsZero():
		src.Report(at, diag.BadLink, "“%s”到 %s 才有，现在不能链接。", address, from)
	case address == "/sitemap.xml":
		src.Report(at, diag.BadLink, "本站没有“%s”：site.yaml 填写了 base_url、又不是演示网站，才有网站地图，请删去这个链接。", address)
	case isNumberedPage(address, c.planned):
		src.Report(at, diag.BadLink, "“%s”是分页，内容会变，不能链接，请链接第一页 %s。", address, path.Dir(address)+".html")
	default:
		c.reportNowhere(src, at, address, link)
	}
}

// reportPlace says why a page that exists does not have the place, or not on
// every day.
func (c *linkChecker) reportPlace(src *diag.Source, at diag.Span, o *origin, address string, t target, id string) {
	places := c.anchorsAt(o, address, t)
	here, shown := "“"+address+"”页上", short(strings.ToValidUTF8(id, "�"))
	if address == "" {
		here = "本页上"
	}
	if old, leads := t.of.(moved); leads {
		now := "/brands/" + old.to.Slug + ".html"
		if _, found := c.anchorsAt(o, now, c.planned[now])[id]; found {
			now += "#" + id
		}
		src.Guess(at, diag.BadLink, now, "“%s”是旧网址，到不了页上的“#%s”，是否应为“%s”？", address, shown, now)
		return
	}
	if from := places[id]; !from.IsZero() {
		src.Report(at, diag.BadLink, "%s的“#%s”到 %s 才有，现在不能链接。", here, shown, from)
		return
	}
	switch near := c.nearestPlace(id, places); {
	case address == "/changes.html" && c.unknown:
	case c.passes(address, t, id):
		src.Report(at, diag.BadLink, "%s的“#%s”不是一直都有，不能链接，请链接这一页本身，或页上的其他位置。", here, shown)
	case near != "":
		src.Guess(at, diag.BadLink, address+"#"+near, "%s没有“#%s”这个位置，是否应为“#%s”？", here, shown, near)
	default:
		src.Report(at, diag.BadLink, "%s没有“#%s”这个位置，请核对；小标题的位置是 #s- 加小标题的文字，如 #s-品牌故事。", here, shown)
	}
}

// nearestPlace returns the place that was probably meant, "" where none is near.
// Other programs make a heading's id of its words alone.
func (c *linkChecker) nearestPlace(id string, places anchors) string {
	if heading := idOf(id); heading != "s-" {
		if _, found := places[heading]; found {
			return heading
		}
	}
	const many = 1000 // so many are no help to whoever mistypes one
	if c.guesses++; c.guesses > maxGuesses || len(places) > many || len(id) > 200 {
		return ""
	}
	return fields.Nearest(id, slices.Sorted(maps.Keys(places)))
}

func isNumberedPage(address string, planned addresses) bool {
	dir, name := path.Split(address)
	if _, err := strconv.Atoi(strings.TrimSuffix(name, ".html")); err != nil {
		return false
	}
	_, list := planned[strings.TrimSuffix(dir, "/")+".html"]
	return list
}

// reportNowhere reports an address that the site will never have, with the one
// that was probably meant.
func (c *linkChecker) reportNowhere(src *diag.Source, at diag.Span, address, link string) {
	meant := ""
	for _, guess := range []string{address + ".html", strings.TrimSuffix(address, "/") + ".html", strings.TrimSuffix(address, ".md") + ".html", path.Join(address, "index.html")} {
		if _, found := c.planned[guess]; found && meant == "" {
			meant = guess
		}
	}
	if c.guesses++; meant == "" && c.guesses <= maxGuesses && len(address) < 200 {
		if near := fields.Nearest(path.Base(address), c.sameFolder(address)); near != "" {
			meant = path.Join(path.Dir(address), near)
		}
	}
	if meant != "" {
		_, rest, _ := strings.Cut(link, address)
		src.Guess(at, diag.BadLink, meant+rest, "本站没有“%s”这个地址，是否应为“%s”？", short(address), meant)
		return
	}
	src.Report(at, diag.BadLink, "本站没有“%s”这个地址，请核对；品牌的地址是 /brands/文件名.html，公告是 /notices/文件名.html。", short(address))
}

// sameFolder returns the names of the pages that lie where address does.
func (c *linkChecker) sameFolder(address string) []string {
	var same []string
	for planned := range c.planned {
		if path.Dir(planned) == path.Dir(address) {
			same = append(same, path.Base(planned))
		}
	}
	slices.Sort(same)
	return same
}
