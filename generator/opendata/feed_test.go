package opendata

import (
	"encoding/xml"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
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

// The feed of a place or type holds the entries of the site's own that concern it, as they
// stand there, and no other; what expired is told once, on the day after its last.
func TestFeedsOfListsHoldWhatConcernsThem(t *testing.T) {
	for name, change := range settings() {
		t.Run(name, func(t *testing.T) {
			s := smallSite(t, change)
			checkFeeds(t, s, written(t, s))
		})
	}
}

func checkFeeds(t *testing.T, s *site.Site, files map[string][]byte) {
	t.Helper()
	read := func(path string) (feed atomFeed) {
		if err := xml.Unmarshal(files[path], &feed); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for i := range feed.Entries { // relative where the site knows no address
			feed.Entries[i].Link.Href = strings.TrimPrefix(feed.Entries[i].Link.Href, "../")
		}
		return feed
	}
	whole := read(edition.FeedPath)
	if len(whole.Entries) >= feedEntries {
		t.Skip("the site has more to tell than one feed holds")
	}
	about := map[string][]*site.Brand{} // brands by the id of an entry; those without a page by what is known of them
	for _, n := range s.Notices {
		for _, r := range n.Rows {
			about[lastingID(s, n.Path)] = append(about[lastingID(s, n.Path)], &site.Brand{Brand: &content.Brand{Type: r.Type, Region: r.Region}})
		}
	}
	for _, n := range s.Notices {
		for _, r := range n.Rows {
			if !ranOut(s, n.Notice, r.Brand) {
				continue
			}
			id := lastingID(s, n.Path+"#"+n.Expiry().String())
			about[id] = append(about[id], r.Brand)
			i := slices.IndexFunc(whole.Entries, func(e atomEntry) bool { return e.ID == id })
			if i < 0 {
				t.Errorf("%s: the feed does not say that it expired", r.Name)
			} else if e := whole.Entries[i]; e.Updated != atomTime(n.Expiry()) || !strings.Contains(e.Summary, r.Brand.NameOn(n.Expiry())) || e.Category.Term != "到期" {
				t.Errorf("%s: %+v", r.Name, e)
			}
		}
	}
	for _, e := range whole.Entries {
		if about[e.ID] == nil && !strings.Contains(e.Summary, "单位和基地") {
			t.Errorf("%s: nothing is known of it", e.Title)
		}
	}
	for _, l := range slices.Concat(s.Types, s.Places) {
		var want []atomEntry
		for _, e := range whole.Entries {
			if slices.ContainsFunc(about[e.ID], func(b *site.Brand) bool {
				return l.Type != nil && b.Type == l.Type || l.Region != nil && l.Region.Contains(b.Region)
			}) {
				want = append(want, e)
			}
		}
		if got := read(edition.ListFeedPath(l.Path)); !reflect.DeepEqual(got.Entries, want) || got.ID == whole.ID || got.Links[0].Href == whole.Links[0].Href {
			t.Errorf("%s holds %q, not %q", edition.ListFeedPath(l.Path), titles(got.Entries), titles(want))
		}
	}
}

func titles(entries []atomEntry) (all []string) {
	for _, e := range entries {
		all = append(all, e.Title)
	}
	return all
}

// ranOut reports whether the honour that n gave b ended with its term, by the brand's
// history alone: until then no act had given it anew or ended it.
func ranOut(s *site.Site, n *content.Notice, b *site.Brand) bool {
	if b == nil || n.Kind != content.Recognition || n.Expiry().IsZero() || n.Expiry().After(s.Date) {
		return false
	}
	return !slices.ContainsFunc(b.Standing.History, func(later *content.Notice) bool {
		return later.Kind != content.Publicity && later.Level == n.Level && later.Honor == n.Honor && later.Begins().After(n.Begins()) && !later.Begins().After(n.ValidUntil)
	})
}

// What ended with its term is an entry of its own, whose id stays, on the day after its
// last and not before.
func TestFeedTellsWhatExpired(t *testing.T) {
	on := func(day string) []string {
		files := fstest.MapFS{
			"content/site.yaml":                 {Data: []byte("title: 名录\npublisher: 主办单位\nregion: 320700\n")},
			"content/brands/donghai/huanong.md": {Data: []byte("---\nname: 东海花农\ntype: 文化旅游类\ncounty: 东海县\n---\n情况。\n")},
			"content/brands/ganyu/niwa.md":      {Data: []byte("---\nname: 赣榆泥瓦工\ntype: 民生保障类\ncounty: 赣榆区\n---\n情况。\n")},
			"content/notices/yi.md":             {Data: []byte("---\nkind: 认定\ntitle: 第一批\nlevel: 市级\ndate: 2023-06-15\nvalid_until: 2025-06-14\nbrands: [huanong, niwa]\n---\n正文。\n")},
			"content/notices/er.md":             {Data: []byte("---\nkind: 认定\ntitle: 延续\nlevel: 市级\ndate: 2025-06-10\nbrands: [huanong]\n---\n正文。\n")},
		}
		s := loaded(t, overlay{os.DirFS("../testdata/rules"), files}, date(day))
		all := written(t, s)
		checkFeeds(t, s, all)
		var feed atomFeed
		if err := xml.Unmarshal(all[edition.ListFeedPath("counties/ganyu.html")], &feed); err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, e := range feed.Entries {
			told = append(told, e.ID+" "+e.Updated[:10]+" "+e.Title+" "+e.Summary)
		}
		return told
	}
	before, after, later := on("2025-06-14"), on("2025-06-15"), on("2026-01-01")
	if len(before) != 1 || len(after) != 2 || !slices.Equal(after, later) || after[1] != before[0] {
		t.Fatalf("%q\n%q\n%q", before, after, later)
	}
	if _, told, _ := strings.Cut(after[0], " "); told != "2025-06-15 有效期届满：第一批 市级劳务品牌，有效期至 2025-06-14，自 2025-06-15 起不再有效。共 1 个品牌：赣榆泥瓦工。" {
		t.Error(told)
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
