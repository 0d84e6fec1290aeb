package opendata

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// feedEntries is how many entries a feed holds, the newest.
const feedEntries = 50

// An atomFeed is a feed document, an atomEntry one of its entries: RFC 4287, 4.1.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Author    atomAuthor  `xml:"author"`
	Links     []atomLink  `xml:"link"`
	Rights    string      `xml:"rights,omitempty"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Author    *atomAuthor  `xml:"author"`
	Link      atomLink     `xml:"link"`
	Category  atomCategory `xml:"category"`
	Summary   string       `xml:"summary"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// A news is one entry of the feeds: what a notice did, or what ended by itself.
type news struct {
	entry   atomEntry
	path    string // of the page that it leads to
	types   map[*criteria.Type]bool
	regions map[*criteria.Region]bool // with all that they lie in
}

// writeFeeds writes feed.xml and the feed of each type and place: 认定 and 退出 for good, a
// 公示 while it runs, and what expired, from the day after its last. A notice without a
// date is left out, for an entry must say when it was updated and only the notice could
// (RFC 4287, 4.2.15).
func writeFeeds(s *site.Site, put func(string, []byte) error) error {
	all := newsOf(s)
	if err := writeFeed(s, put, edition.FeedPath, edition.NoticesPath, "", all); err != nil {
		return err
	}
	for _, l := range s.All() {
		if !l.HasFeed() {
			continue
		}
		var own []news
		for _, n := range all {
			if n.types[l.Type] || n.regions[l.Region] {
				own = append(own, n)
			}
		}
		if err := writeFeed(s, put, l.FeedPath(), l.Path, l.Name, own); err != nil {
			return err
		}
	}
	return nil
}

// writeFeed writes the feed at a path, whose page is another; of is what it is limited to.
func writeFeed(s *site.Site, put func(string, []byte) error, path, page, of string, all []news) error {
	base := s.Settings.BaseURL
	root := base
	if root == "" { // links are relative to the feed: RFC 4287, 4.2.7.1
		root = strings.Repeat("../", strings.Count(path, "/"))
	}
	feed := atomFeed{
		Lang: "zh-CN", ID: lastingID(s, path), Title: demoTitle(s, s.Settings.Title+"："+of+"公告"),
		Updated: atomTime(s.Date), Author: atomAuthor{s.Settings.Publisher}, Rights: s.Settings.Licence, Generator: "minglu",
		Links: []atomLink{{"alternate", "text/html", root + page}},
	}
	if base != "" {
		feed.Links = append(feed.Links, atomLink{"self", "application/atom+xml", base + path})
	}
	if s.Settings.Demo {
		feed.Subtitle = DemoNote
	}
	for _, n := range all[:min(len(all), feedEntries)] {
		n.entry.Link = atomLink{"alternate", "text/html", root + n.path}
		feed.Entries = append(feed.Entries, n.entry)
	}
	if len(feed.Entries) > 0 {
		feed.Updated = feed.Entries[0].Updated
	}
	return putXML(put, path, feed)
}

// newsOf returns what the feeds tell, the newest first; of one day the acts before what
// expired.
func newsOf(s *site.Site) []news {
	var all []news
	for _, n := range s.Notices {
		if n.Day().IsZero() || n.Kind == content.Publicity && !n.Running {
			continue
		}
		one := newNews(noticeEntry(s, n), n.Path)
		for _, r := range n.Rows {
			one.concern(r.Type, r.Region)
		}
		all = append(all, one)
	}
	for _, c := range s.Expiries {
		one := newNews(expiryEntry(s, c), c.Notice.Path)
		for _, r := range c.Rows {
			one.concern(r.Brand.Type, r.Brand.Region)
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b news) int { return cmp.Compare(b.entry.Updated, a.entry.Updated) })
	return all
}

func newNews(e atomEntry, path string) news {
	return news{e, path, map[*criteria.Type]bool{}, map[*criteria.Region]bool{}}
}

// concern adds a brand's type, where it is stated, and place to those that n is about.
func (n *news) concern(t *criteria.Type, r *criteria.Region) {
	if t != nil {
		n.types[t] = true
	}
	for ; r != nil; r = r.Parent {
		n.regions[r] = true
	}
}

func noticeEntry(s *site.Site, n *site.Notice) atomEntry {
	e := atomEntry{
		ID: lastingID(s, n.Path), Title: demoTitle(s, n.Title), Published: atomTime(n.Day()), Updated: atomTime(n.Day()),
		Category: atomCategory{string(n.Kind)}, Summary: feedSummary(n),
	}
	if n.Authority != "" {
		e.Author = &atomAuthor{n.Authority}
	}
	return e
}

// expiryEntry tells what ended with the term that one notice had set. Nobody issued it, so
// that the feed's author stands for it.
func expiryEntry(s *site.Site, c *site.Change) atomEntry {
	names := make([]string, len(c.Rows))
	for i, r := range c.Rows {
		names[i] = r.Name
	}
	day := atomTime(c.Date)
	return atomEntry{
		ID:    lastingID(s, c.Notice.Path+"#"+c.Date.String()),
		Title: demoTitle(s, "有效期届满："+c.Notice.Title), Published: day, Updated: day, Category: atomCategory{string(c.Kind)},
		Summary: c.Notice.HonorText() + "，有效期至 " + c.Notice.ValidUntil.String() + "，自 " + c.Date.String() + " 起不再有效。" + counted("个品牌", names, c.Notice.Kind),
	}
}

// feedSummary says what n does. A 公示 names nobody here: readers keep entries
// after it has ended.
func feedSummary(n *site.Notice) string {
	parts := []string{n.HonorText(), cmp.Or(n.Act, string(n.Kind))}
	if n.Document.Number != "" {
		parts = append(parts, n.Document.Number)
	}
	if n.Kind == content.Publicity {
		parts = append(parts, fmt.Sprintf("公示时间 %s 至 %s", n.From, n.To))
	}
	text := strings.Join(parts, "，") + "。"
	var brands, units []string
	for _, r := range n.Rows {
		brands = append(brands, r.Name)
	}
	for _, u := range n.Named {
		units = append(units, u.Name)
	}
	if !n.OnlyUnits() {
		text += counted("个品牌", brands, n.Kind)
	}
	if len(n.Units) > 0 {
		text += counted("个单位和基地", units, n.Kind)
	}
	return text
}

// counted says how many there are, and who where the kind of act names them.
func counted(of string, names []string, kind content.NoticeKind) string {
	text := fmt.Sprintf("共 %d %s", len(names), of)
	if kind == content.Publicity || len(names) == 0 {
		return text + "。"
	}
	return text + "：" + strings.Join(names, "、") + "。"
}

// demoTitle marks a title of a demonstration: readers of feeds take entries
// apart from their feed.
func demoTitle(s *site.Site, title string) string {
	if s.Settings.Demo {
		return "【示例】" + title
	}
	return title
}

// atomTime returns the beginning of the first day that d can mean, in China
// (RFC 3339). Notices bear no hour.
func atomTime(d values.Date) string { return d.First().String() + "T00:00:00+08:00" }

// namespace is where this project's names of feed entries live; drawn once.
const namespace = "\x8d\x1f\x3c\x52\x6b\x0e\x4a\x97\xb1\x64\xd8\x2e\x70\x95\xca\x13"

// lastingID returns a UUID by name (RFC 9562, 5.5) for a page of the site. It
// does not hold the site's address, which can be absent and can change, and by
// which readers of feeds would take every old entry for a new one. What stays
// is the region and the page; a demonstration is another site than the real one.
func lastingID(s *site.Site, path string) string {
	name := s.Settings.Region.Code + "/" + path
	if s.Settings.Demo {
		name = "demo/" + name
	}
	sum := sha1.Sum([]byte(namespace + name))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x50 // version 5
	id[8] = id[8]&0x3f | 0x80 // the variant of RFC 9562
	h := hex.EncodeToString(id)
	return "urn:uuid:" + h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
