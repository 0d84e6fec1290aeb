package edition

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// checkLinks holds the links to this site against its addresses and their
// places, on the day on which the text that links can first be read: what a
// notice brings may be linked from it and from its brands beforehand.
func (j *joiner) checkLinks(plan *Plan) {
	c := linkChecker{joiner: j, plan: plan, places: map[string]anchors{}, unread: map[string]bool{}}
	for _, kind := range []struct {
		files []string
		path  func(slug string) string
	}{{j.content.Unread.Brands, BrandPath}, {j.content.Unread.Notices, NoticePath}, {j.content.Unread.Pages, TextPath}} {
		for _, file := range kind.files {
			c.unread[kind.path(content.SlugOf(file))] = true
		}
	}
	today := j.content.Date
	for _, b := range j.content.Brands {
		c.check(&b.Origin, b, BrandPath(b.Slug), later(today, plan.targets[BrandPath(b.Slug)].from))
	}
	for _, n := range j.content.Notices {
		c.check(&n.Origin, n, NoticePath(n.Slug), later(today, n.Begins()))
	}
	for _, p := range j.content.Pages {
		c.check(&p.Origin, p, TextPath(p.Slug), today)
	}
	c.check(&j.content.Settings.Origin, nil, "", today)
}

func later(a, b values.Date) values.Date {
	if b.After(a) {
		return b
	}
	return a
}

type linkChecker struct {
	*joiner
	plan    *Plan
	places  map[string]anchors // of pages that links lead into
	unread  map[string]bool    // addresses of files that could not be read
	guesses int
}

// A siteLink is a link to this site: address is written from its root, "" for
// the page's own, fragment the place there, decoded.
type siteLink struct{ address, fragment string }

// path returns the address as the plan has it, of a link that stands on the page
// own.
func (l siteLink) path(own string) string {
	switch l.address {
	case "":
		return own
	case "/":
		return HomePath
	}
	return l.address[1:]
}

// find returns what stands at an address, written from the root.
func (c *linkChecker) find(address string) (target, bool) {
	t, found := c.plan.targets[siteLink{address: address}.path("")]
	return t, found
}

// check holds the links of a file, of which self is made and which becomes the page
// own, against what there is on the day.
func (c *linkChecker) check(o *content.Origin, self any, own string, day values.Date) {
	reports := 0
	for _, written := range o.Links {
		link, ours := c.split(written.Address)
		if !ours {
			continue
		}
		at := link.path(own)
		t, found := c.plan.targets[at]
		if link.address == "" {
			t, found = target{of: self}, true
		}
		missing := !found || t.from.After(day)
		lost := !missing && link.fragment != "" && c.isLost(at, t, link.fragment, at == own, day)
		if link.address != "" && (c.unread[at] || c.rest.has(at)) || !missing && !lost {
			continue
		}
		if reports++; reports > content.MaxReports {
			break
		}
		src := c.source(o)
		span := src.SpanOf(written.Start, written.End)
		if missing {
			c.report(src, span, link.address, written.Address, t.from)
		} else {
			c.reportPlace(src, span, at, link, t)
		}
	}
}

// split returns where a link leads to, without its query, and whether that is this
// site. A full address that begins with base_url is one of this site.
func (c *linkChecker) split(written string) (link siteLink, ours bool) {
	if base := c.content.Settings.BaseURL; base != "" && strings.HasPrefix(written, base) {
		written = "/" + written[len(base):]
	}
	if written == "" || written[0] != '/' && written[0] != '#' {
		return siteLink{}, false
	}
	link.address, link.fragment, _ = strings.Cut(written, "#")
	link.address, _, _ = strings.Cut(link.address, "?")
	if decoded, err := url.PathUnescape(link.fragment); err == nil {
		link.fragment = decoded
	}
	return link, true
}

// isLost reports whether the page at a planned address will not have the place on
// the day. own: the link stands on that page.
func (c *linkChecker) isLost(at string, t target, fragment string, own bool, day values.Date) bool {
	if t.of == (file{}) && at != FaviconPath || fragment == "top" && own { // every page's own beginning
		return false
	}
	from, found := c.anchorsAt(at, t)[fragment]
	return !found || from.After(day)
}

// anchorsAt returns the places of the page at a planned address.
func (c *linkChecker) anchorsAt(at string, t target) anchors {
	have, known := c.places[at]
	if !known {
		if _, leads := t.of.(moved); !leads && t.of != (file{}) {
			have = c.plan.anchorsOf(at, t)
		}
		c.places[at] = have
	}
	return have
}

// report says why an address does not exist, or not yet. link is how it was
// written.
func (c *linkChecker) report(src *diag.Source, at diag.Span, address, link string, from values.Date) {
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
	case address == "/"+SitemapPath:
		src.Report(at, diag.BadLink, "本站没有“%s”：site.yaml 填写了%s、又不是演示网站，才有网站地图，请删去这个链接。", address, content.Named(keys.Site, "base_url"))
	case c.isNumberedPage(address):
		src.Report(at, diag.BadLink, "“%s”是分页，内容会变，不能链接，请链接第一页 %s。", address, path.Dir(address)+".html")
	default:
		c.reportNowhere(src, at, address, link)
	}
}

// reportPlace says why a page that exists does not have the place, or not on
// every day.
func (c *linkChecker) reportPlace(src *diag.Source, span diag.Span, at string, link siteLink, t target) {
	places, id := c.anchorsAt(at, t), link.fragment
	here, shown := "“"+link.address+"”页上", diag.Short(strings.ToValidUTF8(id, "�"))
	if link.address == "" {
		here = "本页上"
	}
	if old, leads := t.of.(moved); leads {
		path := BrandPath(old.to.Slug)
		now := "/" + path
		if _, found := c.anchorsAt(path, c.plan.targets[path])[id]; found {
			now += "#" + id
		}
		src.Guess(span, diag.BadLink, now, "“%s”是旧网址，到不了页上的“#%s”，是否应为“%s”？", link.address, shown, now)
		return
	}
	if from := places[id]; !from.IsZero() {
		src.Report(span, diag.BadLink, "%s的“#%s”到 %s 才有，现在不能链接。", here, shown, from)
		return
	}
	switch near := c.nearestPlace(id, places); {
	case at == ChangesPath && c.unknown:
	case c.plan.passes(at, t, id):
		src.Report(span, diag.BadLink, "%s的“#%s”不是一直都有，不能链接，请链接这一页本身，或页上的其他位置。", here, shown)
	case near != "":
		src.Guess(span, diag.BadLink, link.address+"#"+near, "%s没有“#%s”这个位置，是否应为“#%s”？", here, shown, near)
	default:
		src.Report(span, diag.BadLink, "%s没有“#%s”这个位置，请核对；小标题的位置是 #s- 加小标题的文字，如 #s-品牌故事。", here, shown)
	}
}

// nearestPlace returns the place that was probably meant, "" where none is near.
// Other programs make a heading's id of its words alone.
func (c *linkChecker) nearestPlace(id string, places anchors) string {
	if heading := content.HeadingIDOf(id); heading != "s-" {
		if _, found := places[heading]; found {
			return heading
		}
	}
	const many = 1000 // so many are no help to whoever mistypes one
	if c.guesses++; c.guesses > maxGuesses || len(places) > many || len(id) > 200 {
		return ""
	}
	return values.Nearest(id, slices.Sorted(maps.Keys(places)))
}

func (c *linkChecker) isNumberedPage(address string) bool {
	dir, name := path.Split(address)
	if _, err := strconv.Atoi(strings.TrimSuffix(name, ".html")); err != nil {
		return false
	}
	_, list := c.find(strings.TrimSuffix(dir, "/") + ".html")
	return list
}

// reportNowhere reports an address that the site will never have, with the one
// that was probably meant.
func (c *linkChecker) reportNowhere(src *diag.Source, at diag.Span, address, link string) {
	meant := ""
	for _, guess := range []string{address + ".html", strings.TrimSuffix(address, "/") + ".html", strings.TrimSuffix(address, ".md") + ".html", path.Join(address, "index.html")} {
		if _, found := c.find(guess); found && meant == "" {
			meant = guess
		}
	}
	if c.guesses++; meant == "" && c.guesses <= maxGuesses && len(address) < 200 {
		if near := values.Nearest(path.Base(address), c.sameFolder(address)); near != "" {
			meant = path.Join(path.Dir(address), near)
		}
	}
	if meant != "" {
		_, rest, _ := strings.Cut(link, address)
		src.Guess(at, diag.BadLink, meant+rest, "本站没有“%s”这个地址，是否应为“%s”？", diag.Short(address), meant)
		return
	}
	src.Report(at, diag.BadLink, "本站没有“%s”这个地址，请核对；品牌的地址是 /brands/文件名.html，公告是 /notices/文件名.html。", diag.Short(address))
}

// sameFolder returns the names of the pages that lie where address does.
func (c *linkChecker) sameFolder(address string) []string {
	var same []string
	for planned := range c.plan.targets {
		if path.Dir("/"+planned) == path.Dir(address) {
			same = append(same, path.Base(planned))
		}
	}
	slices.Sort(same)
	return same
}
