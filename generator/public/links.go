package public

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"net/url"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// anyDepth is the page that a host serves at any address below the site's, so
// that its links cannot be relative.
const anyDepth = "404.html"

// A BrokenLink is a link of a finished page that leads nowhere, and all others
// that fail for the same reason.
type BrokenLink struct {
	Page  string // the first page that has it
	Link  string // as it is written there
	Why   string // Chinese
	Times int    // how many links fail for it, on all pages
}

// A LinkError is every broken link of a site, by page. Pages are made
// by the program and its templates, and what editors write is checked before,
// so a broken link is the program's fault, not an author's.
type LinkError []BrokenLink

// shownLinks is how many broken links an error spells out.
const shownLinks = 20

func (e LinkError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "生成的网页中有 %d 种链接不通", len(e))
	for i, l := range e {
		if i == shownLinks {
			fmt.Fprintf(&b, "\n  ……另有 %d 种", len(e)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %s 中的链接“%s”：%s", l.Page, l.Link, l.Why)
		if l.Times > 1 {
			fmt.Fprintf(&b, "（共 %d 处）", l.Times)
		}
	}
	return b.String()
}

// CheckLinks holds every link of every page to this site against the tree: the
// file must be there and, behind a #, the page must have an element of that id.
// Links to other sites are not looked at. base is the address at which the site
// will stand, with a final slash, "" where nobody knows. The error is a
// LinkError.
func (t *Tree) CheckLinks(base string) error {
	pages := slices.DeleteFunc(t.Paths(), func(p string) bool { return !strings.HasSuffix(p, ".html") })
	r := resolver{tree: t, base: base, root: "/"}
	if u, err := url.Parse(base); err == nil && u.Path != "" {
		r.root = u.Path
	}
	checkers := make([]*checker, min(runtime.GOMAXPROCS(0), max(len(pages), 1)))
	var next atomic.Int64
	var working sync.WaitGroup
	for i := range checkers {
		c := newChecker(r)
		checkers[i] = c
		working.Go(func() {
			const some = 32 // pages of one folder, which share most of their links
			for from := int(next.Add(some)) - some; from < len(pages); from = int(next.Add(some)) - some {
				for _, p := range pages[from:min(from+some, len(pages))] {
					c.page(p)
				}
			}
		})
	}
	working.Wait()
	var err error
	for _, c := range checkers {
		err = cmp.Or(err, c.err)
	}
	if err != nil {
		return err
	}
	broken := newFindings()
	anchors := make(map[target]use)
	for _, c := range checkers {
		broken.join(c.broken)
		for a, u := range c.anchors {
			have, found := anchors[a]
			anchors[a] = have.and(u, found)
		}
	}
	if err := t.checkAnchors(anchors, broken); err != nil {
		return err
	}
	return broken.err()
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

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// resolve returns where link, as written in page, leads.
func (r resolver) resolve(page, link string) target {
	if strings.Contains(link, "&") {
		link = html.UnescapeString(link)
	}
	link = strings.TrimSpace(link)
	dir := path.Dir(page)
	if r.base != "" && strings.HasPrefix(link, r.base) {
		link, dir = link[len(r.base):], "."
		if link == "" || link[0] == '?' || link[0] == '#' {
			link = "index.html" + link
		}
	}
	switch {
	case strings.HasPrefix(link, "//"), scheme.MatchString(link):
		return target{}
	case strings.HasPrefix(link, "/"):
		if page != anyDepth {
			return target{why: fmt.Sprintf("“%s”应写成相对地址，否则网站放在子目录下就打不开", link)}
		}
		below, ok := r.belowRoot(link)
		if !ok {
			return target{why: fmt.Sprintf("“%s”不在网站的地址“%s”之下", link, r.root)}
		}
		link, dir = "./"+below, "."
	}
	link, fragment, _ := strings.Cut(link, "#")
	link, _, _ = strings.Cut(link, "?")
	return r.locate(page, dir, link, fragment)
}

// belowRoot returns what of a link from the host's root lies below the site's,
// however either is escaped.
func (r resolver) belowRoot(link string) (below string, ok bool) {
	end := len(link)
	if i := strings.IndexAny(link, "?#"); i >= 0 {
		end = i
	}
	decoded, err := url.PathUnescape(link[:end])
	if err != nil {
		return "", false
	}
	decoded, ok = strings.CutPrefix(decoded, r.root)
	return url.PathEscape(decoded) + link[end:], ok
}

// locate returns the target of a link without its query and fragment.
func (r resolver) locate(page, dir, link, fragment string) target {
	file, err := url.PathUnescape(link)
	id, err2 := url.PathUnescape(fragment)
	if err != nil || err2 != nil {
		return target{why: fmt.Sprintf("“%s”的百分号编码有误", link)}
	}
	if file == "" {
		return target{path: page, fragment: id}
	}
	full := path.Join(dir, file)
	if strings.HasSuffix(file, "/") || file == "." || file == ".." || strings.HasSuffix(file, "/..") || strings.HasSuffix(file, "/.") {
		full = path.Join(full, "index.html")
	}
	if full == ".." || strings.HasPrefix(full, "../") {
		return target{why: fmt.Sprintf("“%s”指到了网站之外", full)}
	}
	if _, found := r.tree.files[full]; !found {
		return target{why: fmt.Sprintf("没有文件“%s”", full)}
	}
	return target{path: full, fragment: id}
}

// A use is a link to a place in another page: the first page that has it.
type use struct {
	page, link string
	times      int
}

// and joins u with another use of the same.
func (u use) and(v use, found bool) use {
	if !found {
		return v
	}
	if v.page < u.page {
		u.page, u.link = v.page, v.link
	}
	u.times += v.times
	return u
}

// A checker reads pages, one after the other.
type checker struct {
	resolver
	dir     string            // the folder that seen is about
	seen    map[string]target // by link as written
	anchors map[target]use    // places in other pages
	broken  findings

	err    error // of the temporary file
	buffer []byte

	ids   [][]byte // of the page being read
	local []target // places in the page itself
	links []string // as written, beside local
}

func newChecker(r resolver) *checker {
	return &checker{resolver: r, seen: make(map[string]target), anchors: make(map[target]use), broken: newFindings()}
}

// page checks one page.
func (c *checker) page(page string) {
	if dir := path.Dir(page); dir != c.dir || page == anyDepth {
		c.dir = dir
		clear(c.seen)
	}
	c.ids, c.local, c.links = c.ids[:0], c.local[:0], c.links[:0]
	data, err := c.tree.store.get(c.tree.files[page], &c.buffer)
	if err != nil {
		c.err = err
		return
	}
	scan(data, func(k kind, value []byte) {
		switch {
		case k == idKind:
			c.ids = append(c.ids, value)
		case k&linkKinds != 0:
			c.link(page, value)
		case k == srcsetKind:
			for candidate := range bytes.SplitSeq(value, []byte(",")) {
				if f := bytes.Fields(candidate); len(f) > 0 {
					c.link(page, f[0])
				}
			}
		case k == refreshKind:
			if m := refresh.FindSubmatch(value); m != nil {
				c.link(page, m[1])
			}
		}
	})
	for i, t := range c.local {
		if !hasID(c.ids, t.fragment) {
			c.broken.add(page, c.links[i], noID(t))
		}
	}
}

// refresh matches the content of a redirection: 0; url=brands/x.html.
var refresh = regexp.MustCompile(`(?i)^\s*[0-9]+\s*[;,]\s*url\s*=\s*['"]?([^'"]+)`)

func (c *checker) link(page string, link []byte) {
	t, known := c.seen[string(link)]
	if !known {
		t = c.resolve(page, string(link))
		// A link without a path is about its own page, and 404.html has rules of
		// its own: neither says anything about the folder's other pages.
		if len(link) > 0 && link[0] != '#' && link[0] != '?' && page != anyDepth {
			c.seen[string(link)] = t
		}
	}
	if t.why != "" || t.fragment != "" {
		c.target(page, string(link), t)
	}
}

// target notes what remains to be said of a link.
func (c *checker) target(page, link string, t target) {
	switch {
	case t.why != "":
		c.broken.add(page, link, t.why)
	case t.fragment == "", t.fragment == "top" && page == t.path:
	case t.path == page:
		c.local, c.links = append(c.local, t), append(c.links, link)
	case strings.HasSuffix(t.path, ".html"), strings.HasSuffix(t.path, ".svg"):
		have, found := c.anchors[t]
		c.anchors[t] = have.and(use{page, link, 1}, found)
	}
}

// hasID reports whether one of the ids, as written, is id.
func hasID(ids [][]byte, id string) bool {
	return slices.ContainsFunc(ids, func(have []byte) bool {
		return string(have) == id || bytes.IndexByte(have, '&') >= 0 && html.UnescapeString(string(have)) == id
	})
}

func noID(t target) string {
	return fmt.Sprintf("网页“%s”中没有 id 为“%s”的位置", t.path, t.fragment)
}

// checkAnchors reports the anchors whose page has no such id.
func (t *Tree) checkAnchors(anchors map[target]use, broken findings) error {
	ids := make(map[string][][]byte) // of each page that an anchor leads to
	for a, u := range anchors {
		have, known := ids[a.path]
		if !known {
			data, err := t.ReadFile(a.path)
			if err != nil {
				return err
			}
			scan(data, func(k kind, value []byte) {
				if k == idKind {
					have = append(have, value)
				}
			})
			ids[a.path] = have
		}
		if !hasID(have, a.fragment) {
			broken.addUse(u, noID(a))
		}
	}
	return nil
}

// findings are broken links by what is wrong: a file that is missing is one
// finding, however many links lead to it.
type findings map[string]use

func newFindings() findings { return make(findings) }

func (f findings) add(page, link, why string) { f.addUse(use{page, link, 1}, why) }

func (f findings) addUse(u use, why string) {
	have, found := f[why]
	f[why] = have.and(u, found)
}

func (f findings) join(g findings) {
	for why, u := range g {
		f.addUse(u, why)
	}
}

// err returns f as a LinkError, nil where there is nothing to say.
func (f findings) err() error {
	if len(f) == 0 {
		return nil
	}
	var e LinkError
	for why, u := range f {
		e = append(e, BrokenLink{Page: u.page, Link: u.link, Why: why, Times: u.times})
	}
	slices.SortFunc(e, func(a, b BrokenLink) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Why, b.Why))
	})
	return e
}
