package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// lists holds every list of a type, a place, both, a level and a year against the brands.
func (n *numbers) lists() {
	for _, k := range n.types {
		n.list("types/"+k.text("slug"), among{kind: k.text("name"), year: anyYear})
	}
	for _, p := range n.places {
		if !n.in(record{"place of": p}, n.whole) || p.text("code")[2:] == "0000" {
			continue
		}
		n.list("counties/"+p.text("slug"), among{place: p, year: anyYear})
		for _, k := range n.types {
			n.list("counties/"+p.text("slug")+"/"+k.text("slug"), among{place: p, kind: k.text("name"), year: anyYear})
		}
	}
	for _, l := range n.levels {
		n.list("levels/"+l.text("slug"), among{level: l.text("name"), year: anyYear})
	}
	for _, y := range n.years() {
		n.list("years/"+cmp.Or(y, "undated"), among{year: y})
	}
}

func (n *numbers) list(path string, c among) {
	brands := n.chosen(c)
	pages := max(1, (len(brands)+49)/50)
	var names, want []string
	for i := range pages {
		at, turn := path+".html", ""
		if i > 0 {
			at = fmt.Sprintf("%s/%d.html", path, i+1)
		}
		if pages > 1 {
			turn = fmt.Sprintf("，共 %d 页，这是第 %d 页", pages, i+1)
		}
		p := n.page(at)
		lead, note, _ := strings.Cut(p.lines("p.lead")[0], "。")
		p.expect("lead", []string{lead}, []string{fmt.Sprintf("在册 %d 个%s", len(brands), turn)})
		if strings.ContainsAny(note, "0123456789") {
			n.Errorf("%s: nothing accounts for the number in %q", at, note)
		}
		size := min(50, len(brands)-50*i)
		if entries := p.all("ol.entries"); len(entries) > 0 || size > 0 {
			p.expect("entries", []string{entries[0].Attr[1].Val, strconv.Itoa(len(p.all("ol.entries li")))}, []string{strconv.Itoa(50*i + 1), strconv.Itoa(size)})
		}
		for _, li := range p.all("ol.entries li") {
			names = append(names, words(inside(li, "a")[0]))
		}
		p.turns(pages)
		p.facets(n, c)
		if c.place != nil && c.kind == "" && i == 0 {
			n.county(p, c.place)
		}
		p.done()
	}
	for _, b := range brands {
		want = append(want, b.text("name"))
	}
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		n.Errorf("%s lists %v, want %v", path, names, want)
	}
	n.shortList(path, c, brands)
	n.embed(path, c, brands)
}

// turns reads the numbers by which pages are turned.
func (p *numbered) turns(pages int) {
	got := p.lines("nav.turns li")
	if (pages > 1) != (len(got) > 0) || pages > 1 && !slices.Contains(got, strconv.Itoa(pages)) {
		p.t.Errorf("%s: of %d pages, one can turn to %q", p.path, pages, got)
	}
}

func (p *numbered) facets(n *numbers, c among) {
	var got, want []string
	for _, s := range p.all("aside.facets section") {
		for _, li := range inside(s, "li") {
			got = append(got, words(inside(s, "h2")[0])+" "+p.take(li))
		}
		for _, note := range inside(s, "p.note") {
			got = append(got, words(inside(s, "h2")[0])+" "+p.take(note))
		}
	}
	all := n.count(c)
	add := func(label, name string, count int, sum *int) {
		if count > 0 {
			want = append(want, fmt.Sprintf("%s %s %d", label, name, count))
		}
		*sum += count
	}
	note := func(label string, sum int) {
		if sum > all {
			want = append(want, fmt.Sprintf("%s 一个品牌可有几个称号，相加为 %d，多于 %d 个品牌。", label, sum, all))
		}
	}
	sum := 0
	if c.kind == "" && len(n.types) > 0 {
		for _, k := range n.types {
			with := c
			with.kind = k.text("name")
			add("按类型", k.text("name"), n.count(with), &sum)
		}
		with := c
		with.untyped = true
		add("按类型", "类型未载明", n.count(with), &sum)
	}
	whole := c.place
	if whole == nil {
		whole = n.whole
	}
	if parts := n.parts(whole); len(parts) > 0 {
		label := "按" + partsWord(whole)
		for _, part := range parts {
			with := c
			with.place = part
			add(label, n.name(part), n.count(with), &sum)
		}
		with := c
		with.place, with.alone = whole, true
		add(label, n.wholeName(whole), n.count(with), &sum)
	}
	if c.level == "" {
		sum := 0
		for _, l := range n.levels {
			with := c
			with.level = l.text("name")
			add("按级别", l.text("name"), n.count(with), &sum)
		}
		note("按级别", sum)
	}
	if c.year == anyYear {
		sum := 0
		for _, y := range n.years() {
			with := c
			with.year = y
			add("按年份", yearName(y), n.count(with), &sum)
		}
		note("按年份", sum)
	}
	for _, e := range errands {
		count := 0
		for _, b := range n.chosen(c) {
			count += min(1, n.open(b, e.kinds))
		}
		add("按机会", e.mark, count, &sum)
	}
	p.expect("facets", got, want)
}

// county holds what the page of a place tells besides its brands against the acts.
func (n *numbers) county(p *numbered, place record) {
	var want []string
	for _, e := range errands {
		count := 0
		for _, b := range n.chosen(among{place: place, year: anyYear}) {
			count += n.open(b, e.kinds)
		}
		if count > 0 {
			want = append(want, fmt.Sprintf("%s %d", e.name, count))
		}
	}
	p.expect("work", p.lines("div.local ul.chips li"), want)
	untyped, typed := 0, map[string]bool{}
	for _, b := range n.chosen(among{place: place, year: anyYear}) {
		if typed[b.text("type")] = true; b.text("type") == "" {
			untyped++
		}
	}
	want = nil
	if missing := slices.ContainsFunc(n.types, func(t record) bool { return !typed[t.text("name")] }); missing && untyped > 0 {
		want = []string{fmt.Sprintf("另有 %d 个没有载明类型", untyped)}
	}
	p.expect("untyped", regexp.MustCompile(`另有 [0-9]+ 个没有载明类型`).FindAllString(strings.Join(p.lines("p.missing"), ""), -1), want)
	ended := 0
	for _, b := range n.brands {
		for _, l := range n.levels {
			for _, honor := range honorNames {
				if how, _ := n.standing(b.text("slug"), l.text("name"), honor, n.day); n.in(b, place) && (how == "退出" || how == "到期") {
					ended++
				}
			}
		}
	}
	want = nil
	if ended > 0 {
		want = []string{fmt.Sprintf("有 %d 个称号已经退出或者到期", ended)}
	}
	p.expect("ended", regexp.MustCompile(`有 [0-9]+ 个称号已经退出或者到期`).FindAllString(strings.Join(p.lines("div.results p.note"), ""), -1), want)
	want = nil
	for _, d := range n.done {
		if local := d.of(func(b record) bool {
			return n.in(b, place) && (n.paged[b.text("slug")] || d.running(n.day))
		}); len(local.brands) > 0 {
			want = append(want, local.line(n))
		}
	}
	p.expect("acts", p.acts(), want)
}

// actLine is how much an act did: its level, the count, the names and what is hidden.
var actLine = regexp.MustCompile(`^([-\d]+ 有效期满，)?(\S+) (\d+) 个(：.*?)?(，没有认定的 \d+ 个不再列名|，名单见通知)?。$`)

// acts reads what acts did: "认定|第1号|2024-03|市级 3 个|3|".
func (p *numbered) acts() (all []string) {
	for _, li := range p.all("ul.acts li") {
		lines := inside(li, "p")
		if len(lines) == 0 {
			continue
		}
		m := actLine.FindStringSubmatch(p.take(lines[0]))
		if m == nil {
			p.t.Errorf("%s: %q", p.path, words(lines[0]))
			continue
		}
		names := 0
		if m[4] != "" {
			names = 1 + strings.Count(m[4], "、")
		}
		all = append(all, fmt.Sprintf("%s|%s|%s|%s %s 个|%d%s", words(inside(li, ".kind")[0]), words(inside(li, "a")[0]), words(inside(li, ".date")[0]), m[2], m[3], names, m[5]))
	}
	return all
}

// embed holds the page of a list for frames against its brands.
func (n *numbers) embed(path string, c among, brands []record) {
	at := map[bool]string{true: "embed/county/", false: "embed/type/"}[c.place != nil] + path[strings.LastIndex(path, "/")+1:] + ".html"
	if c.level != "" || c.year != anyYear || c.place != nil && c.kind != "" {
		return
	}
	p := n.page(at)
	more := []string{}
	if rest := len(brands) - 10; rest > 0 {
		more = []string{fmt.Sprintf("还有 %d 个，查看全部", rest)}
	}
	got := p.lines("main p")
	p.expect("counts", got, append(more, fmt.Sprintf("在册 %d 个", len(brands))))
	p.expect("rows", []string{strconv.Itoa(len(p.all("ul.list li")))}, []string{strconv.Itoa(min(10, len(brands)))})
	p.done()
}

// shortList holds the files of a list against its brands: a row each, numbered from 1.
func (n *numbers) shortList(path string, c among, brands []record) {
	if c.level != "" || c.year != anyYear || c.place != nil && c.kind != "" && len(brands) == 0 {
		return
	}
	var want []string
	for i := range brands {
		want = append(want, strconv.Itoa(i+1))
	}
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(n.files["data/"+path+".csv"], "\ufeff"))).ReadAll()
	if err != nil || len(table) == 0 {
		n.Fatal(path, err)
	}
	var serials []string
	for _, row := range table[1:] {
		serials = append(serials, row[0])
	}
	if !slices.Equal(serials, want) {
		n.Errorf("%s.csv is numbered %v, want %v", path, serials, want)
	}
	book, err := excelize.OpenReader(strings.NewReader(n.files["data/"+path+".xlsx"]))
	if err != nil {
		n.Fatal(path, err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetList()[0])
	if err != nil {
		n.Fatal(path, err)
	}
	serials, said := nil, false
	for _, row := range rows {
		if len(row) > 1 && strings.Trim(row[0], "0123456789") == "" && row[0] != "" {
			serials = append(serials, row[0])
		}
		said = said || strings.Contains(strings.Join(row, ""), fmt.Sprintf("在册品牌 %d 个，", len(brands)))
	}
	if !slices.Equal(serials, want) || !said {
		n.Errorf("%s.xlsx is numbered %v, want %v; it says so: %v", path, serials, want, said)
	}
}
