package opendata

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// sitemapURLs is how many addresses one sitemap may hold.
// https://www.sitemaps.org/protocol.html
const sitemapURLs = 50_000

// A page is one address for search engines.
type page struct {
	Location string `xml:"loc"`
	Modified string `xml:"lastmod,omitempty"`
}

type urlSet struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []page   `xml:"url"`
}

type sitemapIndex struct {
	XMLName  xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []page   `xml:"sitemap"`
}

// writeSitemap writes sitemap.xml where s has one; beyond 50,000 addresses it is
// an index of sitemap-1.xml and so on.
func writeSitemap(s *site.Site, put func(string, []byte) error) error {
	if !s.Settings.HasSitemap() {
		return nil
	}
	pages := sitemapPages(s)
	if len(pages) <= sitemapURLs {
		return putXML(put, edition.SitemapPath, urlSet{Pages: pages})
	}
	var index sitemapIndex
	for start := 0; start < len(pages); start += sitemapURLs {
		path := fmt.Sprintf("sitemap-%d.xml", len(index.Sitemaps)+1)
		index.Sitemaps = append(index.Sitemaps, page{Location: s.Settings.BaseURL + path})
		if err := putXML(put, path, urlSet{Pages: pages[start:min(start+sitemapURLs, len(pages))]}); err != nil {
			return err
		}
	}
	return putXML(put, edition.SitemapPath, index)
}

// sitemapPages returns the pages to be found: not the search and 404, not old
// addresses, not brands that hold nothing any more.
func sitemapPages(s *site.Site) []page {
	left := map[string]bool{edition.NotFoundPath: true, edition.SearchPath: true}
	for _, m := range s.Moved {
		left[m.Path] = true
	}
	modified := map[string]values.Date{}
	for _, b := range s.Brands {
		left[b.Path] = !b.Recognized()
		modified[b.Path] = lastWord(b)
	}
	for _, n := range s.Notices {
		modified[n.Path] = n.Day()
	}
	var pages []page
	for _, path := range s.Addresses() {
		if left[path] {
			continue
		}
		address := s.Settings.BaseURL + path
		if path == edition.HomePath {
			address = s.Settings.BaseURL
		}
		pages = append(pages, page{address, modified[path].String()})
	}
	return pages
}

// lastWord returns the newest date that b's page rests on: of its facts or of an
// act. The date of the build would claim a change that is none.
func lastWord(b *site.Brand) values.Date {
	newest := b.AsOf
	for _, n := range b.Standing.History {
		if n.Date.After(newest) {
			newest = n.Date
		}
	}
	return newest
}

func putXML(put func(string, []byte) error, path string, document any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(document); err != nil {
		return err
	}
	b.WriteByte('\n')
	return put(path, b.Bytes())
}

// robots returns robots.txt (RFC 9309). Everything may be read, on a
// demonstration too: its pages say noindex, and a crawler that may not read
// them would never know and could list them by their links alone. The file
// counts only at the root of a host; below a path it does no harm.
func robots(s *site.Site) []byte {
	text := "User-agent: *\nAllow: /\n"
	if s.Settings.HasSitemap() {
		text += "\nSitemap: " + s.Settings.BaseURL + edition.SitemapPath + "\n"
	}
	return []byte(text)
}
