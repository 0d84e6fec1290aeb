package opendata

import (
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// feedEntries is how many notices the feed holds, the newest.
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

// writeFeed writes feed.xml: 认定 and 退出 for good, a 公示 while it runs. A notice
// without a date is left out, for an entry must say when it was updated and only
// the notice could (RFC 4287, 4.2.15).
func writeFeed(s *site.Site, put func(string, []byte) error) error {
	base := s.Settings.BaseURL // where there is none, links are relative to the feed: RFC 4287, 4.2.7.1
	feed := atomFeed{
		Lang: "zh-CN", ID: lastingID(s, edition.FeedPath), Title: demoTitle(s, s.Settings.Title+"：公告"),
		Updated: atomTime(s.Date), Author: atomAuthor{s.Settings.Publisher}, Rights: s.Settings.Licence, Generator: "minglu",
		Links: []atomLink{{"alternate", "text/html", base + edition.NoticesPath}},
	}
	if base != "" {
		feed.Links = append(feed.Links, atomLink{"self", "application/atom+xml", base + edition.FeedPath})
	}
	if s.Settings.Demo {
		feed.Subtitle = DemoNote
	}
	for _, n := range s.Notices {
		if n.Day().IsZero() || n.Kind == content.Publicity && !n.Running || len(feed.Entries) == feedEntries {
			continue
		}
		feed.Entries = append(feed.Entries, feedEntry(s, n))
	}
	if len(feed.Entries) > 0 {
		feed.Updated = feed.Entries[0].Updated
	}
	return putXML(put, edition.FeedPath, feed)
}

func feedEntry(s *site.Site, n *site.Notice) atomEntry {
	e := atomEntry{
		ID: lastingID(s, n.Path), Title: demoTitle(s, n.Title), Published: atomTime(n.Day()), Updated: atomTime(n.Day()),
		Link: atomLink{"alternate", "text/html", s.Settings.BaseURL + n.Path}, Category: atomCategory{string(n.Kind)}, Summary: feedSummary(n),
	}
	if n.Authority != "" {
		e.Author = &atomAuthor{n.Authority}
	}
	return e
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
