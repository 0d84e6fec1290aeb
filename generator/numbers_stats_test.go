package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

func thousands(count int) string {
	s := strconv.Itoa(count)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func share(count, whole int) string { return fmt.Sprintf("%.1f%%", float64(count)*100/float64(whole)) }

func bar(count, longest int) string {
	if longest == 0 {
		return fmt.Sprintf("%.9f", 0.0)
	}
	return fmt.Sprintf("%.9f", float64(count)*100/float64(longest))
}

// charts reads every chart: "各类型在册品牌数|文化旅游类|3|12.0%|50.000000000".
func (p *numbered) charts() (all []string) {
	for _, table := range p.all("table.bars") {
		for _, row := range inside(table, "tbody tr") {
			line := words(inside(table, "caption")[0])
			for c := range row.ChildNodes() {
				if c.Type == html.ElementNode && !is(c, ".chart") {
					line += "|" + p.take(c)
				}
			}
			for _, c := range inside(row, "td.chart") {
				if text := p.take(c); text != "" {
					line += "|" + text
				}
			}
			all = append(all, line+"|"+p.width(row))
		}
	}
	return all
}

// chart is what a chart of "名称|3" must be.
func chart(caption string, rows []string, total int) (all []string) {
	longest, counts := 0, make([]int, len(rows))
	for i, r := range rows {
		counts[i], _ = strconv.Atoi(r[strings.LastIndexAny(r, "| ")+1:])
		longest = max(longest, counts[i])
	}
	for i, r := range rows {
		line := caption + "|" + r[:strings.LastIndexAny(r, "| ")] + "|" + thousands(counts[i])
		if total > 0 {
			line += "|" + share(counts[i], total)
		}
		all = append(all, line+"|"+bar(counts[i], longest))
	}
	return all
}

func (n *numbers) stats() {
	p := n.page("stats.html")
	all, with := n.covered()
	lead := p.lines("p.lead")[0]
	if want := fmt.Sprintf("截至 %s，在册品牌 %d 个，有品牌的县区 %d 个（共 %d 个）。", n.day, len(n.listed), with, all); !strings.HasPrefix(lead, want) {
		n.Errorf("stats.html says %q, want %q", lead, want)
	}
	types, _, _ := n.chips(true)
	if rest := n.count(among{untyped: true, year: anyYear}); rest > 0 && len(types) > 0 {
		types = append(types, fmt.Sprintf("类型未载明 %d", rest))
	}
	places, tiles := n.partCounts()
	var levels, years []string
	for _, l := range n.levels {
		levels = append(levels, fmt.Sprintf("%s %d", l.text("name"), n.count(among{level: l.text("name"), year: anyYear})))
	}
	for _, y := range n.years() {
		years = append(years, fmt.Sprintf("%s %d", yearName(y), n.count(among{year: y})))
	}
	word := partsWord(n.whole)
	want := slices.Concat(chart("各类型在册品牌数", types, len(n.listed)), chart("各"+word+"在册品牌数", places, len(n.listed)),
		chart("各级别在册品牌数", levels, 0), chart("各年份批次现仍在册的品牌数", years, 0), n.targets(), n.workforce(p, types, word), n.totals(p))
	if n.whole.text("code")[2:] == "0000" {
		var counties []string
		for _, c := range n.places {
			if count := n.count(among{place: c, year: anyYear}); n.cityOf(c) != nil && count > 0 {
				counties = append(counties, fmt.Sprintf("%s %d", n.name(c), count))
			}
		}
		want = append(want, chart("有品牌的县区", counties, 0)...)
	}
	p.expect("charts", p.charts(), want)
	p.expect("tiles", p.lines("ul.tiles li"), tiles)
	n.cross(p, types, places)
	n.coverage(p)
	p.done()
}

// cross holds the table of places and types against the brands.
func (n *numbers) cross(p *numbered, types, places []string) {
	row := func(head string, place record, alone bool) string {
		line := head
		for _, k := range types {
			c := among{place: place, alone: alone, year: anyYear, kind: k[:strings.LastIndex(k, " ")]}
			if c.kind == "类型未载明" {
				c.kind, c.untyped = "", true
			}
			line += fmt.Sprintf("|%d", n.count(c))
		}
		return line + fmt.Sprintf("|%d", n.count(among{place: place, alone: alone, year: anyYear}))
	}
	var want []string
	if len(types) > 0 && len(places) > 0 {
		for _, part := range n.parts(n.whole) {
			want = append(want, row(n.name(part), part, false))
		}
		if n.count(among{place: n.whole, alone: true, year: anyYear}) > 0 {
			want = append(want, row(n.wholeName(n.whole), n.whole, true))
		}
		want = append(want, row("合计", nil, false))
	}
	var got []string
	for _, tr := range slices.Concat(p.all("table.cross tbody tr"), p.all("table.cross tfoot tr")) {
		var cells []string
		for c := range tr.ChildNodes() {
			if c.Type == html.ElementNode {
				cells = append(cells, p.take(c))
			}
		}
		got = append(got, strings.Join(cells, "|"))
	}
	p.expect("cross table", got, want)
}

// coverage holds what is said of counties against the brands: districts count where they are marked.
func (n *numbers) coverage(p *numbered) {
	type part struct{ with, all int }
	cities, all, with, several := map[string]part{}, 0, 0, []string{}
	for _, c := range n.places {
		if city := n.cityOf(c); city != nil && n.in(record{"place of": c}, n.whole) && (!strings.HasSuffix(c.text("name"), "区") || c.text("agricultural") != "") {
			count := n.count(among{place: c, year: anyYear})
			of := cities[city.text("name")]
			cities[city.text("name")] = part{of.with + min(1, count), of.all + 1}
			all, with = all+1, with+min(1, count)
			if count > 1 {
				several = append(several, fmt.Sprintf("%s %d 个", c.text("name"), count))
			}
		}
	}
	var want []string
	for city, of := range cities {
		want = append(want, fmt.Sprintf("%s|%d／%d", city, of.with, of.all))
	}
	var got []string
	for _, th := range p.all("table.coverage tbody th") {
		small := p.take(inside(th, "small")[0])
		got = append(got, strings.TrimSuffix(words(th), small)+"|"+small)
	}
	p.expect("coverage", got, want)
	marked, total, documents := 0, map[string]int{}, []string{}
	for _, b := range n.listed {
		if d := b.text("agricultural"); d != "" {
			marked++
			total[d]++
		}
	}
	for d, count := range total {
		documents = append(documents, fmt.Sprintf("%s（%d 个）", d, count))
	}
	wants := []string{fmt.Sprintf("应覆盖的县（市）%d 个，有在册品牌的 %d 个，覆盖率 %s。", all, with, share(with, all)), fmt.Sprintf("有两个以上在册品牌的县（市）%d 个", len(several))}
	if marked > 0 {
		wants = append(wants, fmt.Sprintf("在册品牌中标明涉农的 %d 个，依据", marked))
	}
	got = nil
	for _, sentence := range p.all("section p") {
		text := words(sentence)
		if !is(sentence.Parent, "section") || !strings.Contains(text, "县（市）") && !strings.Contains(text, "涉农的 ") || is(sentence, ".note") {
			continue
		}
		p.take(sentence)
		head, tail, found := strings.Cut(text, "：")
		got = append(got, head)
		if strings.HasPrefix(head, "有两个") {
			got[len(got)-1] = strings.TrimSuffix(head, "。")
			if found {
				p.expect("several", strings.Split(strings.TrimSuffix(tail, "。"), "、"), several)
			}
		} else if found {
			p.expect("agricultural", strings.Split(strings.TrimSuffix(tail, "。"), "、"), documents)
		}
	}
	p.expect("sentences on coverage", got, wants)
	for _, r := range p.all("svg.wide") {
		if got, want := p.width(r), bar(with, all); got != want {
			n.Errorf("the bar of the coverage is %s wide, want %s", got, want)
		}
	}
}

func (n *numbers) targets() (all []string) {
	targets, _ := n.site["targets"].(record)
	for level, v := range targets {
		t := v.(record)
		goal, _ := strconv.Atoi(t.text("number"))
		now := n.count(among{level: level, year: anyYear})
		state := share(now, goal) + "，已达到"
		if now < goal {
			state = fmt.Sprintf("%s，还差 %d 个", share(now, goal), goal-now)
		}
		if source := t.text("source"); source != "" {
			state += "依据：" + source
		}
		for i, step := range t.under("steps") {
			state += []string{"分步：", "；"}[min(i, 1)] + fmt.Sprintf("%s年底 %s 个", step.text("year"), step.text("number"))
			if end := step.text("year") + "-12-31"; end < n.day {
				then := 0
				for _, b := range n.brands {
					if slices.ContainsFunc(n.holds(b.text("slug"), end), func(h hold) bool { return h.level == level }) {
						then++
					}
				}
				state += fmt.Sprintf("，当时在册 %d 个", then)
			}
		}
		all = append(all, fmt.Sprintf("各级别目标和在册品牌数|%s|%d%s年底|%d|%s|%s", level, goal, t.text("year"), now, state, bar(min(now, goal), goal)))
	}
	return all
}

// workforce is what brands state of their workers.
func (n *numbers) workforce(p *numbered, types []string, word string) (all []string) {
	type sum struct {
		brands, stating, workers int
		from, to                 string
	}
	of := func(c among) (s sum) {
		for _, b := range n.chosen(c) {
			s.brands++
			facts, _ := b["facts"].(record)
			if facts.text("workers") == "" {
				continue
			}
			count, _ := strconv.Atoi(facts.text("workers"))
			day := b.text("as_of")
			if s.stating++; s.from == "" || day < s.from {
				s.from = day
			}
			s.workers, s.to = s.workers+count, max(s.to, day)
		}
		return s
	}
	days := func(s sum) string {
		if s.from == s.to {
			return s.from
		}
		return s.from + "至" + s.to
	}
	whole := of(among{year: anyYear})
	if whole.stating > 0 {
		want := fmt.Sprintf("%d 个在册品牌中，%d 个填报了从业人员，合计 %s 人，数据日期 %s。", whole.brands, whole.stating, thousands(whole.workers), days(whole))
		var got []string
		for _, s := range p.all("section p") {
			if strings.Contains(words(s), "填报了从业人员") {
				got = append(got, p.take(s))
			}
		}
		p.expect("workers", got, []string{want})
	}
	table := func(caption string, rows []string, sums []sum) {
		longest := 0
		for _, s := range sums {
			longest = max(longest, s.workers)
		}
		for i, s := range sums {
			line := fmt.Sprintf("%s合计的从业人员|%s|%d／%d|", caption, rows[i], s.stating, s.brands)
			if s.stating > 0 {
				line += fmt.Sprintf("%s 人|%s", thousands(s.workers), days(s))
			} else {
				line += "未填报"
			}
			all = append(all, line+"|"+bar(s.workers, longest))
		}
	}
	var rows []string
	var sums []sum
	for _, k := range types {
		name := k[:strings.LastIndex(k, " ")]
		c := among{kind: name, year: anyYear}
		if name == "类型未载明" {
			c.kind, c.untyped = "", true
		}
		rows, sums = append(rows, name), append(sums, of(c))
	}
	table("按类型", rows, sums)
	rows, sums = nil, nil
	for _, part := range n.parts(n.whole) {
		rows, sums = append(rows, n.name(part)), append(sums, of(among{place: part, year: anyYear}))
	}
	if s := of(among{place: n.whole, alone: true, year: anyYear}); s.brands > 0 {
		rows, sums = append(rows, n.wholeName(n.whole)), append(sums, s)
	}
	table("按"+word, rows, sums)
	return all
}
