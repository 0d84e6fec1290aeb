package opendata

import (
	"encoding/xml"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

func feedOf(t *testing.T, s *site.Site) atomFeed {
	t.Helper()
	var feed atomFeed
	if err := xml.Unmarshal(written(t, s)[edition.FeedPath], &feed); err != nil {
		t.Fatal(err)
	}
	return feed
}

// What RFC 4287 requires of a feed and its entries.
func TestFeedIsAtom(t *testing.T) {
	uuid := regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	for name, change := range settings() {
		feed := feedOf(t, smallSite(t, change))
		ids := []string{feed.ID}
		times := []string{feed.Updated}
		if feed.Title == "" || feed.Author.Name == "" || len(feed.Links) == 0 {
			t.Errorf("%s: %+v", name, feed)
		}
		for _, e := range feed.Entries {
			ids, times = append(ids, e.ID), append(times, e.Updated, e.Published)
			if e.Title == "" || e.Summary == "" || e.Link.Rel != "alternate" {
				t.Errorf("%s: %+v", name, e)
			}
			if u, err := url.Parse(e.Link.Href); err != nil || u.IsAbs() == (name == "without address") {
				t.Errorf("%s: link %q", name, e.Link.Href)
			}
		}
		for i, id := range ids {
			if !uuid.MatchString(id) || slices.Index(ids, id) != i {
				t.Errorf("%s: id %q", name, id)
			}
		}
		for _, at := range times {
			if _, err := time.Parse(time.RFC3339, at); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestFeedHoldsTheNotices(t *testing.T) {
	s := smallSite(t, nil)
	feed := feedOf(t, s)
	var titles []string
	for _, e := range feed.Entries {
		titles = append(titles, e.Title+" "+e.Updated)
	}
	want := []string{
		"2026年度公示 2026-06-28T00:00:00+08:00",
		"关于退出的通知 2025-06-01T00:00:00+08:00",
		"关于公布2024年度名单的通知 <第一批> 2024-12-06T00:00:00+08:00",
	}
	if !slices.Equal(titles, want) {
		t.Errorf("the feed holds %q", titles)
	}
	if feed.Updated != "2026-06-28T00:00:00+08:00" {
		t.Errorf("updated %s", feed.Updated)
	}
	if got := feed.Entries[0].Summary; got != "连云港市市级劳务品牌，公示，公示时间 2026-06-28 至 2026-07-04。共 2 个品牌。" && got != "市级劳务品牌，公示，公示时间 2026-06-28 至 2026-07-04。共 2 个品牌。" {
		t.Errorf("a 公示 says %q", got)
	}
	over := smallSite(t, nil)
	over.Notices[0].Running = false
	if got := feedOf(t, over).Entries[0].Title; got == "2026年度公示" {
		t.Error("a 公示 stays in the feed after its end")
	}
}

// An entry keeps its id when the site moves to another host.
func TestFeedIDsOutliveTheAddress(t *testing.T) {
	here := feedOf(t, smallSite(t, nil))
	there := feedOf(t, smallSite(t, func(s *content.Settings) { s.BaseURL = "https://other.example.org/" }))
	nowhere := feedOf(t, smallSite(t, func(s *content.Settings) { s.BaseURL = "" }))
	demo := feedOf(t, smallSite(t, func(s *content.Settings) { s.Demo = true }))
	for i, e := range here.Entries {
		if e.ID != there.Entries[i].ID || e.ID != nowhere.Entries[i].ID {
			t.Errorf("%s changes its id", e.Title)
		}
		if e.ID == demo.Entries[i].ID || !strings.HasPrefix(demo.Entries[i].Title, "【示例】") {
			t.Errorf("%s is the same on a demonstration", e.Title)
		}
	}
}

func TestSitemap(t *testing.T) {
	s := smallSite(t, nil)
	var set urlSet
	if err := xml.Unmarshal(written(t, s)[edition.SitemapPath], &set); err != nil {
		t.Fatal(err)
	}
	modified := map[string]string{}
	for _, p := range set.Pages {
		modified[p.Location] = p.Modified
	}
	const base = "https://minglu.example.org/lw/"
	for path, want := range map[string]string{"": "", "brands/shuijing.html": "2024-12-06", "brands/ganyu-jianzhu.html": "2025-03-31", "brands/hanjie.html": "", "notices/tuichu-2025.html": "2025-06", "list.html": ""} {
		if got, ok := modified[base+path]; !ok || got != want {
			t.Errorf("%s: %v, modified %q, not %q", path, ok, got, want)
		}
	}
	for _, path := range []string{"404.html", "search.html", "index.html", "brands/crystal.html", "brands/tuichu.html", "brands/houxuan.html"} {
		if _, ok := modified[base+path]; ok {
			t.Errorf("%s is offered to search engines", path)
		}
	}
	if robots := string(written(t, s)[edition.RobotsPath]); !strings.Contains(robots, "\nSitemap: "+base+"sitemap.xml\n") {
		t.Errorf("robots.txt: %s", robots)
	}
}

// Without an address there is no sitemap; a demonstration has none either, and
// may be read, or nobody would see that its pages are not to be indexed.
func TestNoSitemap(t *testing.T) {
	for _, change := range []func(*content.Settings){
		func(s *content.Settings) { s.BaseURL = "" },
		func(s *content.Settings) { s.Demo = true },
	} {
		files := written(t, smallSite(t, change))
		if files[edition.SitemapPath] != nil || string(files[edition.RobotsPath]) != "User-agent: *\nAllow: /\n" {
			t.Errorf("sitemap %q, robots.txt %q", files[edition.SitemapPath], files[edition.RobotsPath])
		}
	}
}
