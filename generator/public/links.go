package public

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"
)

// anyDepth is the page that a host serves at any address below the site's, so
// that its links cannot be relative.
const anyDepth = "404.html"

// shownLinks is how many broken links an error spells out.
const shownLinks = 20

// CheckLinks holds every link of every page to this site against the tree: the
// file must be there and, behind a #, the page must have an element of that id.
// Links to other sites are not looked at. base is the address at which the site
// will stand, with a final slash, "" where nobody knows.
//
// The error lists what is broken by page: pages are made by the program and its
// templates, and what editors write is checked before, so that a broken link is
// the program's fault, not an author's.
func (t *Tree) CheckLinks(base string) error {
	broken, err := t.BrokenLinks(base)
	if err != nil {
		return err
	}
	return linkError(broken)
}

// A BrokenLink is a link to this site that leads nowhere, and all others of which
// the same is to be said.
type BrokenLink struct {
	Page, Link string // the first page that has it, and how it is written there
	Why        string // Chinese
	Times      int    // on all pages
}

// BrokenLinks returns what CheckLinks would complain of, by page.
func (t *Tree) BrokenLinks(base string) ([]BrokenLink, error) {
	r := newResolver(t, base)
	pages := slices.DeleteFunc(t.Paths(), func(p string) bool { return !strings.HasSuffix(p, ".html") })
	broken, anchors := make(uses[string]), make(uses[target])
	var found sync.Mutex
	var working errgroup.Group
	working.SetLimit(runtime.GOMAXPROCS(0))
	for some := range slices.Chunk(pages, 32) {
		working.Go(func() error {
			c := checker{resolver: r, ids: make(map[string]bool),
				broken: make(uses[string]), anchors: make(uses[target])}
			for _, p := range some {
				if err := c.page(p); err != nil {
					return err
				}
			}
			found.Lock()
			defer found.Unlock()
			broken.join(c.broken)
			anchors.join(c.anchors)
			return nil
		})
	}
	if err := working.Wait(); err != nil {
		return nil, err
	}
	if err := t.checkAnchors(anchors, broken); err != nil {
		return nil, err
	}
	links := make([]BrokenLink, 0, len(broken))
	for why, u := range broken {
		links = append(links, BrokenLink{u.page, u.link, why, u.times})
	}
	slices.SortFunc(links, func(a, b BrokenLink) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Why, b.Why))
	})
	return links, nil
}

// Leads returns what tells which file of the tree a link in a page leads to, "" for
// none. base is that of CheckLinks.
func (t *Tree) Leads(base string) func(page, link string) string {
	r := newResolver(t, base)
	return func(page, link string) string { return r.resolve(page, strings.TrimSpace(link)).path }
}

// A target is what a link leads to.
type target struct {
	path     string // below public/; "" : elsewhere in the world, or nowhere
	fragment string // the id behind #, decoded; "" for none
	why      string // why it leads nowhere
}

// A resolver tells where links lead.
type resolver struct {
	tree *Tree
	base string // the address of the site, with a final slash, or ""
	root string // the path part of base, decoded; "/" where nobody knows
}

func newResolver(t *Tree, base string) resolver {
	r := resolver{tree: t, base: base, root: "/"}
	if u, err := url.Parse(base); err == nil && u.Path != "" {
		r.root = u.Path
	}
	return r
}

// elsewhere matches links to other sites and to what is no site, whatever they hold
// besides: authors write them, and net/url reads not all that browsers do.
var elsewhere = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)`)

// resolve returns where a link in page leads.
func (r resolver) resolve(page, link string) target {
	dir := path.Dir(page)
	if below, is := strings.CutPrefix(link, r.base); is && r.base != "" {
		link, dir = "./"+below, "."
	}
	if elsewhere.MatchString(link) {
		return target{}
	}
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return target{why: fmt.Sprintf("“%s”的百分号编码有误", link)}
	case strings.HasPrefix(link, "/") && page != anyDepth:
		return target{why: fmt.Sprintf("“%s”应写成相对地址，否则网站放在子目录下就打不开", link)}
	}
	file := u.Path
	if strings.HasPrefix(file, "/") {
		below, is := strings.CutPrefix(file, r.root)
		if !is {
			return target{why: fmt.Sprintf("“%s”不在网站的地址“%s”之下", link, r.root)}
		}
		file, dir = "./"+below, "."
	}
	if file == "" {
		return target{path: page, fragment: u.Fragment}
	}
	full := path.Join(dir, file)
	if _, last := path.Split(file); last == "" || last == "." || last == ".." {
		full = path.Join(full, "index.html")
	}
	if full == ".." || strings.HasPrefix(full, "../") {
		return target{why: fmt.Sprintf("“%s”指到了网站之外", full)}
	}
	if _, found := r.tree.files[full]; !found {
		return target{why: fmt.Sprintf("没有文件“%s”", full)}
	}
	return target{path: full, fragment: u.Fragment}
}

// A use is a link, and all others of which the same is to be said.
type use struct {
	page, link string // the first page that has it, and how it is written there
	times      int    // on all pages
}

// uses are links by what is to be said of them: a file that is missing is one
// finding, however many links lead to it.
type uses[K comparable] map[K]use

func (m uses[K]) add(key K, u use) {
	if have, found := m[key]; found {
		first := u
		if have.page <= u.page {
			first = have
		}
		u = use{first.page, first.link, have.times + u.times}
	}
	m[key] = u
}

func (m uses[K]) join(others uses[K]) {
	for key, u := range others {
		m.add(key, u)
	}
}

// A checker reads pages, one after the other.
type checker struct {
	resolver
	broken  uses[string] // by why
	anchors uses[target] // places in other pages

	buffer []byte          // of a page that lies in the temporary file
	ids    map[string]bool // of the page being read
}

// page checks one page.
func (c *checker) page(page string) error {
	data, err := c.tree.store.get(c.tree.files[page], &c.buffer)
	if err != nil {
		return err
	}
	clear(c.ids)
	here := make(uses[target]) // places in the page itself, whose ids may follow
	scan(data, func(id []byte) { c.ids[string(id)] = true }, func(value []byte) {
		link := string(bytes.TrimSpace(value))
		t := c.resolve(page, link)
		switch {
		case t.why != "":
			c.broken.add(t.why, use{page, link, 1})
		case t.fragment == "", t.fragment == "top" && page == t.path, strings.Contains(t.fragment, "="): // the last is read by the page's script
		case t.path == page:
			here.add(t, use{page, link, 1})
		case strings.HasSuffix(t.path, ".html"), strings.HasSuffix(t.path, ".svg"):
			c.anchors.add(t, use{page, link, 1})
		}
	})
	for t, u := range here {
		if !c.ids[t.fragment] {
			c.broken.add(noID(t), u)
		}
	}
	return nil
}

// refresh matches the content of a redirection: 0; url=brands/x.html.
var refresh = regexp.MustCompile(`(?i)^\s*[0-9]+\s*[;,]\s*url\s*=\s*['"]?([^'"]+)`)

// scan calls id for each id of a page, and link for each address of what the page
// leads to, loads or sends to, in order and decoded. What they are given is theirs
// only until they return.
func scan(page []byte, id, link func([]byte)) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		name, more := z.TagName()
		if string(name) == "noscript" { // pages without script have their links there
			z.NextIsNotRawText()
		}
		isMeta := string(name) == "meta"
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			switch string(key) {
			case "id":
				id(value)
			case "href", "src", "action", "poster":
				link(value)
			case "srcset": // links with widths, separated by commas
				for candidate := range bytes.SplitSeq(value, []byte(",")) {
					if f := bytes.Fields(candidate); len(f) > 0 {
						link(f[0])
					}
				}
			case "content":
				if m := refresh.FindSubmatch(value); isMeta && m != nil {
					link(m[1])
				}
			}
		}
	}
}

func noID(t target) string {
	return fmt.Sprintf("网页“%s”中没有 id 为“%s”的位置", t.path, t.fragment)
}

// checkAnchors adds the anchors whose page has no such id.
func (t *Tree) checkAnchors(anchors uses[target], broken uses[string]) error {
	read, found := make(map[string]bool), make(map[target]bool)
	for a, u := range anchors {
		if !read[a.path] {
			read[a.path] = true
			data, err := t.ReadFile(a.path)
			if err != nil {
				return err
			}
			scan(data, func(id []byte) {
				if place := (target{path: a.path, fragment: string(id)}); anchors[place].times > 0 {
					found[place] = true
				}
			}, func([]byte) {})
		}
		if !found[a] {
			broken.add(noID(a), u)
		}
	}
	return nil
}

// linkError says what is broken, nil where nothing is.
func linkError(broken []BrokenLink) error {
	if len(broken) == 0 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "生成的网页中有 %d 种链接不通", len(broken))
	for _, l := range broken[:min(len(broken), shownLinks)] {
		fmt.Fprintf(&b, "\n  %s 中的链接“%s”：%s", l.Page, l.Link, l.Why)
		if l.Times > 1 {
			fmt.Fprintf(&b, "（共 %d 处）", l.Times)
		}
	}
	if rest := len(broken) - shownLinks; rest > 0 {
		fmt.Fprintf(&b, "\n  ……另有 %d 种", rest)
	}
	return errors.New(b.String())
}
