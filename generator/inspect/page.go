package inspect

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/sync/errgroup"

	"minglu/generator/public"
)

const (
	homePath     = "index.html"
	notFoundPath = "404.html"
	framedPages  = "embed/"              // pages that other sites show in a frame, which are no pages of this one
	offlinePage  = "verify-offline.html" // is downloaded, to be opened without the site
)

// A site is what there is to know of a tree's pages.
type site struct {
	tree  *public.Tree
	base  string // where it will stand, with a final slash, as its home page says; "" where it does not
	leads func(page, link string) string
	pages []*page // by path
	at    map[string]*page
}

// A page is what an inspector reads of one.
type page struct {
	path     string
	tags     map[string]string // content by name, of meta elements
	home     string            // the canonical address
	moved    bool              // it leads on to another page
	menu     []string          // links of the main menu, as written
	main     []string          // links of the content
	foot     []string          // links of the footer
	outward  []string          // addresses on other hosts
	terms    map[string]string // what the footer says of each term
	loads    [][]string        // what is loaded at first: of each, one
	filled   bool              // its content is more than a heading
	saysNone bool              // it says that there is nothing
	worded   bool              // it has any text behind its heading
}

// read reads all pages of a tree.
func read(ctx context.Context, tree *public.Tree) (*site, error) {
	s := &site{tree: tree, at: make(map[string]*page)}
	paths := slices.DeleteFunc(tree.Paths(), func(p string) bool {
		return !strings.HasSuffix(p, ".html") || strings.HasPrefix(p, framedPages) || p == offlinePage
	})
	s.pages = make([]*page, len(paths))
	working, ctx := errgroup.WithContext(ctx)
	working.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range paths {
		working.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			data, err := tree.ReadFile(p)
			if err != nil {
				return err
			}
			s.pages[i], err = readPage(p, data)
			return err
		})
	}
	if err := working.Wait(); err != nil {
		return nil, err
	}
	for _, p := range s.pages {
		s.at[p.path] = p
	}
	if home := s.at[homePath]; home != nil && strings.HasSuffix(home.home, "/") {
		s.base = home.home
	}
	s.leads = tree.Leads(s.base)
	return s, nil
}

// readPage reads a page; the error is that of a page nested too deeply to be read.
func readPage(path string, data []byte) (*page, error) {
	// Pages without script have links in noscript.
	doc, err := html.ParseWithOptions(bytes.NewReader(data), html.ParseOptionEnableScripting(false))
	if err != nil { // English, and nothing but this
		return nil, fmt.Errorf("网页“%s”的元素嵌套太深，无法检查", printable(path))
	}
	p := &page{path: path, tags: map[string]string{}, terms: map[string]string{}}
	p.visit(doc, part{})
	return p, nil
}

// A part is where in a page a node lies.
type part struct {
	menu, main, foot bool
	content          bool // in main, behind its heading and what only leads through it
	none             bool // in what says that there is nothing
	picture          *[]string
}

func (p *page) visit(n *html.Node, in part) {
	switch n.Type {
	case html.TextNode:
		if in.content && strings.TrimSpace(n.Data) != "" {
			p.worded = true
		}
		return
	case html.ElementNode:
		in = p.element(n, in)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.visit(c, in)
	}
}

// element reads what an element itself says, and returns where its children lie.
func (p *page) element(n *html.Node, in part) part {
	switch n.DataAtom {
	case atom.Main:
		in.main, in.content = true, true
	case atom.Footer:
		in.foot = in.foot || !in.main
	case atom.Nav:
		in.menu, in.content = in.menu || hasWord(attr(n, "class"), "menu"), false
	case atom.Header, atom.H1:
		in.content = false
	case atom.Meta:
		p.meta(n)
	case atom.A:
		p.link(strings.TrimSpace(attr(n, "href")), in)
	case atom.Dt:
		if in.foot {
			p.terms[text(n)] = text(nextElement(n))
		}
	case atom.Link:
		p.relation(n)
	case atom.Script:
		in.content = false
		p.load(attr(n, "src"))
	case atom.Picture:
		in.picture = new([]string)
	case atom.Source:
		if in.picture != nil {
			*in.picture = append(*in.picture, candidates(attr(n, "srcset"))...)
		}
	case atom.Img:
		if attr(n, "loading") != "lazy" {
			one := append(candidates(attr(n, "srcset")), attr(n, "src"))
			if in.picture != nil {
				one = append(one, *in.picture...)
			}
			p.load(one...)
		}
	}
	if in.main && hasWord(attr(n, "class"), "empty") {
		p.saysNone, in.content, in.none = true, false, true
	}
	if in.content {
		switch n.DataAtom {
		case atom.A, atom.Td, atom.Input, atom.Select, atom.Textarea, atom.Article, atom.Img:
			p.filled = true
		}
	}
	return in
}

// meta reads a meta element.
func (p *page) meta(n *html.Node) {
	if strings.EqualFold(attr(n, "http-equiv"), "refresh") {
		p.moved = true
	}
	if name := cmp.Or(attr(n, "name"), attr(n, "property")); name != "" {
		p.tags[name] = strings.TrimSpace(attr(n, "content"))
	}
}

// relation reads a link element.
func (p *page) relation(n *html.Node) {
	rel := strings.ToLower(attr(n, "rel"))
	switch {
	case hasWord(rel, "canonical"):
		p.home = attr(n, "href")
	case hasWord(rel, "stylesheet"), hasWord(rel, "icon"), hasWord(rel, "preload"), hasWord(rel, "modulepreload"):
		p.load(attr(n, "href"))
	}
}

// load notes that one of the addresses is loaded with the page.
func (p *page) load(one ...string) {
	if one = slices.DeleteFunc(one, func(a string) bool { return a == "" }); len(one) > 0 {
		p.loads = append(p.loads, one)
	}
}

// link notes a link.
func (p *page) link(href string, in part) {
	switch {
	case href == "":
	case strings.HasPrefix(href, "https://"), strings.HasPrefix(href, "http://"), strings.HasPrefix(href, "//"):
		p.outward = append(p.outward, href)
	case in.menu:
		p.menu = append(p.menu, href)
	case in.foot:
		p.foot = append(p.foot, href)
	case in.main && !in.none:
		p.main = append(p.main, href)
	}
}

// isArticle reports whether p is of one thing, rather than a list of several.
func (p *page) isArticle() bool {
	folder := path.Dir(p.path)
	return p.tags["ArticleTitle"] != "" || folder == "brands" || folder == "notices"
}

// is reports whether a tag of the scope is asked of p.
func (p *page) is(on scope) bool {
	switch on {
	case columns:
		return !p.isArticle() && p.path != notFoundPath
	case articles:
		return p.isArticle()
	case dated:
		return p.isArticle() && p.tags["ColumnType"] != "概况信息"
	}
	return true
}

// title is how p is called.
func (p *page) title() string {
	for _, name := range []string{"ArticleTitle", "og:title", "ColumnName"} { // a list of one county is called by it
		if p.tags[name] != "" {
			return p.tags[name]
		}
	}
	return p.path
}

// linked returns the pages that links of p lead to, each once, in their order.
func (s *site) linked(p *page, links []string) []*page {
	var found []*page
	for _, l := range links {
		if to := s.at[s.leads(p.path, l)]; to != nil && !to.moved && !slices.Contains(found, to) {
			found = append(found, to)
		}
	}
	return found
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasWord(list, word string) bool { return slices.Contains(strings.Fields(list), word) }

// candidates returns the addresses of a srcset.
func candidates(srcset string) []string {
	var found []string
	for c := range strings.SplitSeq(srcset, ",") {
		if f := strings.Fields(c); len(f) > 0 {
			found = append(found, f[0])
		}
	}
	return found
}

func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

// text returns the text below n, "" where n is nil.
func text(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}
