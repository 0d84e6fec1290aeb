package content

import (
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

// fixedFiles are the other fixed addresses; / is the home page.
var fixedFiles = []string{
	"/", "/feed.xml", "/sitemap.xml", "/robots.txt",
	"/data/brands.json", "/data/brands.csv", "/data/brands.xlsx", "/data/brands.schema.json", "/data/brand.schema.json",
}

// addresses are the planned addresses of the site that texts may link to, each
// with the day from which it exists; the zero day is always. Numbered pages of
// lists are not among them: what stands on them changes.
type addresses map[string]fields.Date

func (a addresses) add(address string, from fields.Date) {
	if old, found := a[address]; !found || from.Before(old) {
		a[address] = from
	}
}

func (j *joiner) plan() addresses {
	a, always := addresses{}, fields.Date{}
	for _, slug := range fixedPages {
		a.add("/"+slug+".html", always)
	}
	for _, file := range fixedFiles {
		a.add(file, always)
	}
	a.addCriteria(j.rules, j.settings.Region)
	for _, p := range j.content.Pages {
		a.add("/"+p.Slug+".html", always)
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
		a.add("/criteria/"+s.ID+".html", always)
	}
	for _, t := range rules.Types {
		a.add("/types/"+t.Slug+".html", always)
	}
	for _, l := range rules.Levels {
		a.add("/levels/"+l.Slug+".html", always)
	}
	for _, r := range rules.RegionsIn(region) {
		a.add("/counties/"+r.Slug+".html", always)
		for _, t := range rules.Types {
			a.add("/counties/"+r.Slug+"/"+t.Slug+".html", always)
		}
	}
}

// addNotice adds a notice, its year, and the pages that its brands have from
// then on.
func (a addresses) addNotice(n *Notice) {
	day := n.day()
	a.add("/notices/"+n.Slug+".html", day)
	if n.Year != 0 {
		a.add("/years/"+strconv.Itoa(n.Year)+".html", day)
	}
	if n.Kind != Recognition {
		return
	}
	for _, e := range n.Entries {
		a.add("/brands/"+e.Brand.Slug+".html", day)
		a.add("/brands/"+e.Brand.Slug+".json", day)
		for _, old := range e.Brand.FormerSlugs {
			a.add("/brands/"+old+".html", day)
		}
	}
}

// checkLinks holds the links to this site against its addresses, on the day on
// which the text that links can first be read: what a notice brings may be
// linked from it and from its brands beforehand.
func (j *joiner) checkLinks(brokenBrands, brokenNotices, brokenPages []string) {
	c := linkChecker{joiner: j, planned: j.plan(), broken: map[string]bool{}}
	for _, files := range [][]string{brokenBrands, brokenNotices, brokenPages} {
		for _, file := range files {
			c.broken[addressOf(file)] = true
		}
	}
	for _, b := range j.content.Brands {
		day := j.date
		if first, found := c.planned["/brands/"+b.Slug+".html"]; found && first.After(day) {
			day = first
		}
		c.check(&b.origin, day)
	}
	for _, n := range j.content.Notices {
		day := j.date
		if n.day().After(day) {
			day = n.day()
		}
		c.check(&n.origin, day)
	}
	for _, p := range j.content.Pages {
		c.check(&p.origin, j.date)
	}
}

// addressOf returns the address of the page that a file of content/ becomes.
func addressOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), ".md") + ".html"
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
	broken  map[string]bool // addresses of files that could not be read
	guesses int
}

func (c *linkChecker) check(o *origin, day fields.Date) {
	reports := 0
	for _, link := range o.links {
		address, _, _ := strings.Cut(link.address, "#")
		address, _, _ = strings.Cut(address, "?")
		from, found := c.planned[address]
		if found && !from.After(day) || c.broken[address] {
			continue
		}
		if reports >= maxReports {
			break
		}
		src := c.source(o)
		c.report(src, src.SpanOf(link.at.start, link.at.end), address, from)
		reports++
	}
}

// report says why an address does not exist, or not yet.
func (c *linkChecker) report(src *diag.Source, at diag.Span, address string, from fields.Date) {
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
	case isNumberedPage(address, c.planned):
		src.Report(at, diag.BadLink, "“%s”是分页，内容会变，不能链接，请链接第一页 %s。", address, path.Dir(address)+".html")
	default:
		c.reportNowhere(src, at, address)
	}
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
func (c *linkChecker) reportNowhere(src *diag.Source, at diag.Span, address string) {
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
		src.Guess(at, diag.BadLink, meant, "本站没有“%s”这个地址，是否应为“%s”？", short(address), meant)
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
