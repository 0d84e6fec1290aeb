package main

import (
	"fmt"
	"slices"
	"strings"
)

// chips are the lists with their counts; those of levels and years without brands where empty.
func (n *numbers) chips(empty bool) (types, places, rest []string) {
	for _, k := range n.types {
		types = append(types, fmt.Sprintf("%s %d", k.text("name"), n.count(among{kind: k.text("name"), year: anyYear})))
	}
	for _, p := range n.places {
		if n.in(record{"place of": p}, n.whole) && p.text("code")[2:] != "0000" {
			places = append(places, fmt.Sprintf("%s %d", n.name(p), n.count(among{place: p, year: anyYear})))
		}
	}
	for _, l := range n.levels {
		if count := n.count(among{level: l.text("name"), year: anyYear}); count > 0 || empty {
			rest = append(rest, fmt.Sprintf("%s %d", l.text("name"), count))
		}
	}
	for _, y := range n.years() {
		if count := n.count(among{year: y}); count > 0 || empty {
			rest = append(rest, fmt.Sprintf("%s %d", yearName(y), count))
		}
	}
	return types, places, rest
}

// covered counts the counties of the region, and those that have a brand.
func (n *numbers) covered() (all, with int) {
	for _, p := range n.places {
		if n.in(record{"place of": p}, n.whole) && p.text("code")[4:] != "00" {
			all, with = all+1, with+min(1, n.count(among{place: p, year: anyYear}))
		}
	}
	return all, with
}

func (n *numbers) home() {
	p := n.page("index.html")
	want, sum := []string{fmt.Sprintf("在册品牌 %d 个", len(n.listed))}, 0
	for _, l := range n.levels {
		count := n.count(among{level: l.text("name"), year: anyYear})
		if sum += count; count > 0 {
			want = append(want, fmt.Sprintf("其中%s %d 个", l.text("name"), count))
		}
	}
	_, with := n.covered()
	p.expect("figures", p.lines("ul.figures li"), append(want, fmt.Sprintf("有品牌的县区 %d 个", with)))
	want = nil
	if sum > len(n.listed) {
		want = []string{"一个品牌可有几级称号，各级相加多于在册数。"}
	}
	p.expect("note beside the figures", p.lines("section.hero p.note"), want)
	types, _, rest := n.chips(false)
	p.expect("types", p.lines("ul.cards li", "strong", "span.count"), suffixed(types, "|", " 个"))
	untyped := len(n.listed)
	for _, k := range n.types {
		untyped -= n.count(among{kind: k.text("name"), year: anyYear})
	}
	want = nil
	if untyped > 0 && len(n.types) > 0 {
		want = []string{fmt.Sprintf("另有 %d 个品牌的公布文件没有载明类型。", untyped)}
	}
	p.expect("those without a type", p.lines("section.types p.note"), want)
	p.expect("chips", p.lines("section.browse ul.chips li"), rest)
	want = nil
	for _, e := range errands {
		count := 0
		for _, b := range n.listed {
			count += n.open(b, e.kinds)
		}
		if count > 0 {
			want = append(want, fmt.Sprintf("%s %d 条", e.name, count))
		}
	}
	p.expect("work", p.lines("div.work h3"), want)
	table, tiles := n.partCounts()
	p.expect("places", p.lines("table.plain tbody tr", "td"), table)
	p.expect("tiles", p.lines("ul.tiles li"), tiles)
	p.done()
	s := n.page("search.html")
	types, places, rest := n.chips(true)
	s.expect("lists", s.lines("section.lists ul.chips li"), slices.Concat(types, places, rest))
	s.done()
}

// suffixed makes "名称 3" into "名称|3 个".
func suffixed(lines []string, sign, behind string) (all []string) {
	for _, l := range lines {
		i := strings.LastIndex(l, " ")
		all = append(all, l[:i]+sign+l[i+1:]+behind)
	}
	return all
}

// partCounts are the counts of the parts of the region, as rows of a table and as tiles.
func (n *numbers) partCounts() (table, tiles []string) {
	for _, part := range n.parts(n.whole) {
		count := n.count(among{place: part, year: anyYear})
		table = append(table, fmt.Sprintf("%s|%d", n.name(part), count))
		if part["tile"] != nil {
			tiles = append(tiles, fmt.Sprintf("%s %d", part.text("short"), count))
		}
	}
	if count := n.count(among{place: n.whole, alone: true, year: anyYear}); count > 0 {
		table = append(table, fmt.Sprintf("%s|%d", n.wholeName(n.whole), count))
	}
	return table, tiles
}

func (n *numbers) roll() {
	p := n.page("list.html")
	lead := p.lines("p.lead")[0]
	if want := fmt.Sprintf("截至 %s，在册品牌 %d 个。", n.day, len(n.listed)); !strings.HasPrefix(lead, want) {
		n.Errorf("list.html says %q, want %q", lead, want)
	}
	var chips, heads, tables, serials, want []string
	for _, l := range n.levels {
		level, all := l.text("name"), 0
		for _, y := range n.years() {
			rows := 0
			for _, b := range n.listed {
				for _, h := range n.held[b.text("slug")] {
					if h.level == level && h.year == y {
						rows++
					}
				}
			}
			if rows > 0 {
				tables = append(tables, fmt.Sprintf("%s（%d 个）", yearName(y), rows))
			}
			all += rows
		}
		if all == 0 {
			continue
		}
		chips, heads = append(chips, fmt.Sprintf("%s %d", level, all)), append(heads, fmt.Sprintf("%s劳务品牌（%d 个）", level, all))
		for i := range all {
			want = append(want, fmt.Sprintf("%s %d", l.text("slug"), i+1))
		}
	}
	p.expect("chips", p.lines("header ul.levels li"), chips)
	p.expect("heads", p.lines("section.level h2"), heads)
	p.expect("captions", p.lines("table.official caption"), tables)
	for _, s := range p.all("section.level") {
		for _, row := range inside(s, "tbody tr") {
			serials = append(serials, inside(s, "h2")[0].Attr[0].Val+" "+words(inside(row, "td")[0]))
		}
	}
	p.expect("serial numbers", serials, want)
	p.done()
	n.shortList("list", among{year: anyYear}, n.listed)
}
