package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// offers holds the pages of work and of people against what the brands state.
func (n *numbers) offers() {
	var want []string
	offered, people, roles := 0, 0, map[string]int{}
	for _, e := range errands {
		all, places := 0, map[string]int{}
		types := map[string]int{}
		for _, b := range n.listed {
			count, place := n.open(b, e.kinds), n.wholeName(n.whole)
			for _, part := range n.parts(n.whole) {
				if n.in(b, part) {
					place = n.name(part)
				}
			}
			if all += count; count > 0 {
				places[place] += count
				if len(n.types) > 0 {
					kind := cmp.Or(b.text("type"), "类型未载明")
					types[kind] += count
					types[kind+"|"+place] += count
				}
			}
		}
		offered += all
		want = append(want, fmt.Sprintf("%s|%d 条", e.name, all))
		for place, count := range places {
			want = append(want, fmt.Sprintf("%s|%s %d", e.name, place, count))
		}
		for kind, count := range types {
			want = append(want, fmt.Sprintf("%s|按类型|%s %d", e.name, kind, count))
		}
	}
	for _, b := range n.listed {
		for _, one := range b.under("people") {
			people++
			roles[cmp.Or(one.text("role"), "其他")]++
		}
	}
	n.numberedPages("work", offered, func(p *numbered, first bool) {
		var got []string
		for _, li := range p.all("nav.errands li") {
			for _, head := range inside(li, "strong") {
				got = append(got, words(head)+"|"+p.take(inside(li, "i")[0]))
				for _, chip := range inside(li, "ul.chips li") {
					if len(inside(li, "details")) == 0 || !slices.Contains(inside(inside(li, "details")[0], "li"), chip) {
						got = append(got, words(head)+"|"+p.take(chip))
					}
				}
				for _, kind := range inside(li, "dl div") {
					named := p.take(inside(kind, "dt")[0])
					got = append(got, words(head)+"|按类型|"+named)
					for _, chip := range inside(kind, "dd li") {
						got = append(got, words(head)+"|按类型|"+named[:strings.LastIndex(named, " ")]+"|"+p.take(chip))
					}
				}
			}
		}
		if first {
			p.expect("errands", got, want)
		}
	})
	n.numberedPages("people", people, func(p *numbered, first bool) {
		if lead := p.lines("p.lead")[0]; people > 0 && !strings.Contains(lead, fmt.Sprintf(" %d 人次", people)) {
			n.Errorf("%s: %q, want %d", p.path, lead, people)
		}
		for _, s := range p.all("section") {
			role, small, _ := strings.Cut(p.take(inside(s, "h2")[0]), " ")
			if small != fmt.Sprintf("%d 人", roles[role]) {
				n.Errorf("%s: %s are %s, want %d", p.path, role, small, roles[role])
			}
		}
		if got := len(p.all("section")); first && people <= 50 && got != len(roles) {
			n.Errorf("%s: %d roles, want %d", p.path, got, len(roles))
		}
	})
}

// numberedPages opens each of the pages of so many entries, 50 a page.
func (n *numbers) numberedPages(name string, entries int, check func(p *numbered, first bool)) {
	pages, found := max(1, (entries+49)/50), 0
	for i := range pages {
		path := name + ".html"
		if i > 0 {
			path = fmt.Sprintf("%s/%d.html", name, i+1)
		}
		p := n.page(path)
		if lead := p.lines("p.lead")[0]; pages > 1 && !strings.Contains(lead, fmt.Sprintf("共 %d 页，这是第 %d 页", pages, i+1)) {
			n.Errorf("%s: %q, want page %d of %d", path, lead, i+1, pages)
		}
		check(p, i == 0)
		p.turns(pages)
		found += len(p.all("ul.offers li")) + len(p.all("ul.folk li"))
		p.done()
	}
	if found != entries {
		n.Errorf("%s has %d entries, want %d", name, found, entries)
	}
}
