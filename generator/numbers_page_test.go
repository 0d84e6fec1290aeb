package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A numbered is a page, of which every number must be accounted for: what is read of it is held
// against what was expected, and a number that is neither read nor repeated is a mistake.
type numbered struct {
	t    *testing.T
	path string
	main *html.Node
	read map[*html.Node]bool

	names map[string]bool // of brands and acts
}

func newNumbered(t *testing.T, path, data string) *numbered {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	p := &numbered{t: t, path: path, main: doc, read: map[*html.Node]bool{}}
	mains := p.all("main")
	if len(mains) != 1 {
		t.Fatalf("%s: %d main", path, len(mains))
	}
	p.main = mains[0]
	return p
}

// repeated are the elements that repeat what a file of the repository says, or a name: of a brand,
// a place, an act, a year. They hold no count.
var repeated = []string{"h1", ".tagline", ".asof", ".date", ".tag", "address", "ol.entries li", "ul.offers li", "ul.folk li", "ul.featured li", "ul.list li",
	".prose", "dl.props dd", "table.official td", ".source", "ul.standards h3", "article.clause", "section.readings li", "pre", "table.fields", "ul.feeds", "textarea",
	"ul.cards p", "section.rules", "section.part h2", "section.part h3", "p.measure", "p#cut", "ul.notes"}

// dates are how a day, a month, a quarter and a year are written.
var dates = regexp.MustCompile(`[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|年(第.季度|[0-9]{1,2}月)?)`)

// selectorParts are the tag, classes and id of a step.
var selectorParts = regexp.MustCompile(`[.#]?[^.#]+`)

// matches reports whether n is what one step of a selector says: tag, .class, #id, tag.class.
func matches(n *html.Node, step string) bool {
	if n.Type != html.ElementNode {
		return false
	}
	if first := step[0]; first != '.' && first != '#' && !strings.HasPrefix(step, n.Data) {
		return false // as most are not: the rest takes long
	}
	for _, part := range selectorParts.FindAllString(step, -1) {
		attr := ""
		for _, a := range n.Attr {
			if part[0] == '.' && a.Key == "class" || part[0] == '#' && a.Key == "id" {
				attr = a.Val
			}
		}
		switch {
		case part[0] == '.' && !slices.Contains(strings.Fields(attr), part[1:]), part[0] == '#' && attr != part[1:], part[0] != '.' && part[0] != '#' && n.Data != part:
			return false
		}
	}
	return true
}

// is reports whether n is what a selector of steps says, each below the one before.
func is(n *html.Node, selector string) bool {
	steps := strings.Fields(selector)
	last := len(steps) - 1
	if !matches(n, steps[last]) {
		return false
	}
	for last--; last >= 0; last-- {
		for n = n.Parent; n != nil && !matches(n, steps[last]); n = n.Parent {
		}
		if n == nil {
			return false
		}
	}
	return true
}

func (p *numbered) all(selector string) []*html.Node { return inside(p.main, selector) }

// inside returns what of n is as the selector says.
func inside(n *html.Node, selector string) (all []*html.Node) {
	for d := range n.Descendants() {
		if is(d, selector) {
			all = append(all, d)
		}
	}
	return all
}

// words returns the text of n.
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// take returns the text of n, which is accounted for by this.
func (p *numbered) take(n *html.Node) string {
	p.read[n] = true
	return words(n)
}

// lines reads the parts of each element: "东海县|3".
func (p *numbered) lines(selector string, parts ...string) (all []string) {
	for _, n := range p.all(selector) {
		var line []string
		for _, part := range parts {
			for _, d := range inside(n, part) {
				line = append(line, p.take(d))
			}
		}
		if len(parts) == 0 {
			line = append(line, p.take(n))
		}
		all = append(all, strings.Join(line, "|"))
	}
	return all
}

// expect holds what was read against what must be there, whatever the order.
func (p *numbered) expect(what string, got, want []string) {
	p.t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if slices.Equal(got, want) {
		return
	}
	left := slices.Clone(want)
	var over []string
	for _, g := range got {
		if i := slices.Index(left, g); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else {
			over = append(over, g)
		}
	}
	p.t.Errorf("%s, %s: says %q where it must say %q", p.path, what, over, left)
}

// width returns how wide the bar of a row is, to nine places.
func (p *numbered) width(row *html.Node) string {
	for _, r := range inside(row, "rect") {
		w := ""
		for _, a := range r.Attr {
			if a.Key == "width" {
				w = a.Val
			}
			if a.Key == "class" {
				w = ""
				break
			}
		}
		if w != "" {
			var f float64
			fmt.Sscan(w, &f)
			return fmt.Sprintf("%.9f", f)
		}
	}
	return "none"
}

// done reports the numbers that nothing accounts for.
func (p *numbered) done() {
	p.t.Helper()
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if p.read[n] || n.Type == html.ElementNode && slices.ContainsFunc(repeated, func(q string) bool { return is(n, q) }) || n.Data == "script" || n.Data == "style" {
			return
		}
		if n.Type == html.ElementNode && n.Data == "a" && len(inside(n, "i"))+len(inside(n, "strong"))+len(inside(n, ".count")) == 0 {
			if p.names[words(n)] {
				return // the name of what it leads to
			}
		}
		if n.Type == html.TextNode {
			if rest := dates.ReplaceAllString(n.Data, ""); strings.ContainsAny(rest, "0123456789") {
				p.t.Errorf("%s: nothing accounts for the number in %q", p.path, strings.TrimSpace(n.Data))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.main)
}
