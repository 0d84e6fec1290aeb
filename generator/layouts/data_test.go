package layouts

import (
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minglu/generator/edition"

	"minglu/generator/opendata"
)

// The page says all that opendata says of its files, which a test of that
// package executes.
func TestDataPageShowsTheWholeGuide(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	tree := render(t, s, files)
	page := parsePage(t, "data.html", tree["data.html"])
	read := text(page.root)
	guide := opendata.Describe(s, func(path string) int { return len(tree[path]) })
	for _, e := range guide.Examples {
		for _, want := range []string{e.Title, e.Code, e.Output} {
			if !strings.Contains(read, want) {
				t.Errorf("the example %s is shown without %q", e.Title, want)
			}
		}
	}
	for _, want := range guide.Notes {
		if !strings.Contains(read, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, f := range guide.Fields {
		if !strings.Contains(read, f.Path) || !strings.Contains(read, f.Meaning) {
			t.Errorf("the field %s is not explained", f.Path)
		}
	}
	if rows := page.tags("code"); len(rows) != len(guide.Fields)+len(guide.Examples) {
		t.Errorf("%d pieces of code for %d fields and %d examples", len(rows), len(guide.Fields), len(guide.Examples))
	}
	for _, f := range guide.Files {
		linked := len(page.all(func(n *html.Node) bool {
			return n.Data == "a" && attr(n, "href") == f.Path && attr(n, "type") == f.MediaType
		})) > 0
		if single := !strings.Contains(f.Path, "{"); linked != single {
			t.Errorf("%s is linked: %v", f.Path, linked)
		}
	}
}

// alternates returns what the page offers in another form, by media type.
func alternates(page doc) map[string][]string {
	offers := map[string][]string{}
	for _, n := range page.tags("link") {
		if attr(n, "rel") == "alternate" {
			offers[attr(n, "type")] = append(offers[attr(n, "type")], attr(n, "href"))
		}
	}
	return offers
}

func TestPagesOfferTheFeedAndBrandsTheirData(t *testing.T) {
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	for _, page := range pagesOf(t, tree) {
		feeds := alternates(page)["application/atom+xml"]
		if len(feeds) == 0 || !strings.HasSuffix(feeds[0], edition.FeedPath) {
			t.Errorf("%s offers the feeds %q", page.path, feeds)
		}
		for _, own := range feeds[min(1, len(feeds)):] {
			if tree[path.Join(path.Dir(page.path), own)] == "" {
				t.Errorf("%s offers the feed %q, which is not there", page.path, own)
			}
		}
	}
	page := parsePage(t, "brand", tree["brands/shuijing.html"])
	const data = "../brands/shuijing.json"
	if got := alternates(page)["application/json"]; !slices.Equal(got, []string{data}) {
		t.Errorf("the brand's page offers the data %q", got)
	}
	if links := page.all(func(n *html.Node) bool { return n.Data == "a" && attr(n, "href") == data }); len(links) != 1 || text(links[0]) != "下载本品牌数据（JSON）" {
		t.Error("the brand's page has no visible link to its data")
	}
}
