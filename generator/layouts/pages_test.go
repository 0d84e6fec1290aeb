package layouts

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"minglu/generator/edition"
)

// A doc is a parsed page.
type doc struct {
	path string
	root *html.Node
}

func parsePage(t *testing.T, path, text string) doc {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return doc{path, root}
}

// pagesOf parses every page of a rendered site, in order, but for those that other sites
// show in a frame.
func pagesOf(t *testing.T, tree map[string]string) []doc {
	t.Helper()
	return docsOf(t, tree, false)
}

// docsOf parses the pages of a rendered site, or those for frames.
func docsOf(t *testing.T, tree map[string]string, framed bool) []doc {
	t.Helper()
	var docs []doc
	for p, text := range tree {
		if path.Ext(p) == ".html" && strings.HasPrefix(p, "embed/") == framed {
			docs = append(docs, parsePage(t, p, text))
		}
	}
	slices.SortFunc(docs, func(a, b doc) int { return strings.Compare(a.path, b.path) })
	return docs
}

// all returns the elements that keep accepts, in the page's order.
func (d doc) all(keep func(n *html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && keep(n) {
			found = append(found, n)
		}
	}
	return found
}

func (d doc) tags(names ...string) []*html.Node {
	return d.all(func(n *html.Node) bool { return slices.Contains(names, n.Data) })
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func (d doc) meta(name string) string {
	for _, n := range d.tags("meta") {
		if attr(n, "name") == name {
			return attr(n, "content")
		}
	}
	return ""
}

// TestEveryPageIsSound holds every page of the sample against what is asked of
// pages of public bodies and of accessible ones.
func TestEveryPageIsSound(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	tree := render(t, s, files)
	docs := pagesOf(t, tree)
	var addresses []string
	for _, d := range docs {
		addresses = append(addresses, d.path)
	}
	if planned := s.Addresses(); !slices.Equal(planned, addresses) {
		t.Errorf("rendered pages differ from the planned addresses:\n%q\n%q", addresses, planned)
	}
	for _, d := range docs {
		t.Run(d.path, func(t *testing.T) {
			checkFrame(t, d)
			checkHeadings(t, d)
			checkIDs(t, d)
			checkForms(t, d)
			checkPolicy(t, d)
			checkLinks(t, d, tree)
		})
	}
}

func checkFrame(t *testing.T, d doc) {
	one := func(tag string) *html.Node {
		found := d.tags(tag)
		if len(found) != 1 {
			t.Fatalf("%d <%s>, want 1", len(found), tag)
		}
		return found[0]
	}
	if lang := attr(one("html"), "lang"); lang != "zh-CN" {
		t.Errorf("lang is %q", lang)
	}
	if title := text(one("title")); !strings.Contains(title, "示例名录") {
		t.Errorf("title %q does not name the site", title)
	}
	if attr(one("main"), "id") != "main" {
		t.Error("main has no id")
	}
	links := d.tags("a")
	if len(links) == 0 || attr(links[0], "href") != "#main" {
		t.Error("the first link does not skip to the text")
	}
	for _, name := range []string{"SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "viewport"} {
		if d.meta(name) == "" {
			t.Errorf("no meta %s", name)
		}
	}
	for _, n := range d.tags("nav", "aside") {
		if attr(n, "aria-label") == "" {
			t.Errorf("a <%s> has no name", n.Data)
		}
	}
}

func checkHeadings(t *testing.T, d doc) {
	level := 0
	for _, h := range d.tags("h1", "h2", "h3", "h4", "h5", "h6") {
		n := int(h.Data[1] - '0')
		if (n == 1) != (level == 0) || n > level+1 {
			t.Errorf("<%s> %q follows level %d", h.Data, text(h), level)
		}
		if text(h) == "" {
			t.Errorf("an <%s> is empty", h.Data)
		}
		level = n
	}
	if level == 0 {
		t.Error("no heading")
	}
}

func checkIDs(t *testing.T, d doc) {
	seen := map[string]bool{}
	for _, n := range d.all(func(n *html.Node) bool { return attr(n, "id") != "" }) {
		if id := attr(n, "id"); seen[id] {
			t.Errorf("id %q stands twice", id)
		} else {
			seen[id] = true
		}
	}
	for _, n := range d.all(func(n *html.Node) bool { return attr(n, "aria-labelledby") != "" }) {
		if !seen[attr(n, "aria-labelledby")] {
			t.Errorf("aria-labelledby %q names nothing", attr(n, "aria-labelledby"))
		}
	}
}

func checkForms(t *testing.T, d doc) {
	for _, n := range d.tags("input", "select") {
		labelled := attr(n, "aria-label") != "" || slices.ContainsFunc(d.tags("label"), func(l *html.Node) bool {
			return attr(l, "for") == attr(n, "id") && text(l) != ""
		})
		for p := n.Parent; p != nil; p = p.Parent {
			labelled = labelled || p.DataAtom == atom.Label
		}
		if !labelled {
			t.Errorf("<%s id=%q> has no label", n.Data, attr(n, "id"))
		}
	}
	for _, n := range d.tags("img") {
		if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
			t.Errorf("picture %q has no alt", attr(n, "src"))
		}
	}
	for _, n := range d.tags("table") {
		if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "align" }) {
			t.Error("a table is aligned by an attribute")
		}
	}
}

// checkPolicy: nothing in the page needs what the policy forbids.
func checkPolicy(t *testing.T, d doc) {
	policy := ""
	for _, n := range d.tags("meta") {
		if attr(n, "http-equiv") == "Content-Security-Policy" {
			policy = attr(n, "content")
		}
	}
	allowed := ""
	if len(d.all(func(n *html.Node) bool { return attr(n, "id") == "desk" })) > 0 { // whose engine is WebAssembly, for which there is no narrower word
		allowed = "'wasm-unsafe-eval'"
	}
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(strings.Replace(policy, allowed, "", 1), "unsafe") {
		t.Errorf("policy %q", policy)
	}
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "style" || n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
			t.Errorf("<%s> stands in the page", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has %s=", n.Data, a.Key)
			}
			if a.Key == "src" && strings.Contains(a.Val, "//") {
				t.Errorf("<%s> loads %s from another host", n.Data, a.Val)
			}
		}
		if n.Data == "link" && attr(n, "rel") != "canonical" && strings.Contains(attr(n, "href"), "//") {
			t.Errorf("the page loads %s from another host", attr(n, "href"))
		}
	}
}

// checkLinks: every address in the page that lies on the site exists, and so
// does every place in a page that is linked to.
func checkLinks(t *testing.T, d doc, tree map[string]string) {
	for _, n := range d.all(func(*html.Node) bool { return true }) {
		for _, name := range []string{"href", "src", "action"} {
			written := attr(n, name)
			if written == "" || n.Data == "link" && attr(n, "rel") == "canonical" {
				continue
			}
			u, err := url.Parse(written)
			if err != nil {
				t.Errorf("%s=%q: %v", name, written, err)
				continue
			}
			if u.Scheme != "" {
				continue
			}
			target := d.path
			if d.path == edition.NotFoundPath && strings.HasPrefix(u.Path, "/sub/") {
				target = strings.TrimPrefix(u.Path, "/sub/")
			} else if u.Path != "" {
				target = path.Join(path.Dir(d.path), u.Path)
			}
			if _, found := tree[target]; !found {
				t.Errorf("%s=%q leads to %s, which does not exist", name, written, target)
			} else if u.Fragment != "" && !strings.Contains(tree[target], fmt.Sprintf(`id="%s"`, u.Fragment)) {
				t.Errorf("%s=%q: no such place in %s", name, written, target)
			}
		}
	}
}

func TestNumberedPagesLeadToEachOther(t *testing.T) {
	files := crowd(420)
	tree := render(t, siteOf(t, files), files)
	if tree["counties/lianyungang/3.html"] == "" || tree["counties/lianyungang/tourism/2.html"] == "" {
		t.Fatal("420 brands have no numbered pages")
	}
	for _, d := range pagesOf(t, tree) {
		if strings.HasPrefix(d.path, "counties/lianyungang") {
			checkLinks(t, d, tree)
			checkHeadings(t, d)
		}
	}
	page := parsePage(t, "2", tree["counties/lianyungang/2.html"])
	if first := page.tags("ol")[1]; attr(first, "start") != "51" {
		t.Errorf("page 2 begins with number %s", attr(first, "start"))
	}
}

func TestNotFoundPageStandsAtAnyDepth(t *testing.T) {
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	for _, n := range parsePage(t, "404.html", tree["404.html"]).tags("a", "link", "script") {
		at := attr(n, "href") + attr(n, "src")
		if !strings.HasPrefix(at, "/sub/") && !strings.HasPrefix(at, "#") {
			t.Errorf("404.html has the relative address %q", at)
		}
	}
}

func TestPagesSpeakToMachines(t *testing.T) {
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	linked := func(path string) (data Linked) {
		for _, n := range parsePage(t, path, tree[path]).tags("script") {
			if attr(n, "type") == "application/ld+json" {
				if err := json.Unmarshal([]byte(text(n)), &data); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
		}
		return data
	}
	graph := linked("brands/shuijing.html").Graph
	if len(graph) != 2 || graph[0].Type != "Brand" || graph[0].Name != "东海水晶雕刻工匠" || graph[0].URL != "https://minglu.example.org/sub/brands/shuijing.html" {
		t.Errorf("the brand's page says %+v", graph)
	}
	if graph[1].Type != "BreadcrumbList" || len(graph[1].Items) != 4 {
		t.Errorf("the brand's page says %+v of where it stands", graph[1])
	}
	if graph := linked("index.html").Graph; len(graph) != 1 || graph[0].Type != "Organization" {
		t.Errorf("the first page says %+v", graph)
	}
	if graph := linked("brands/tuichu.html").Graph; graph != nil {
		t.Errorf("a brand that stands no more says %+v", graph)
	}
}

func TestDemoSaysSoOnEveryPage(t *testing.T) {
	files := sample(t, "show_scores: true", "show_scores: true\ndemo: true\ndemo_date: 2026-06-30")
	for _, d := range pagesOf(t, render(t, siteOf(t, files), files)) {
		if !strings.Contains(text(d.root), "均为虚构") || d.meta("robots") != "noindex" {
			t.Errorf("%s does not say that it is a demonstration", d.path)
		}
		if slices.ContainsFunc(d.tags("script"), func(n *html.Node) bool { return attr(n, "type") == "application/ld+json" }) {
			t.Errorf("%s tells machines of invented brands", d.path)
		}
	}
}
