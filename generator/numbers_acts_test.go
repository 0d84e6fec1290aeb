package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// A change is what happened in a period.
type change struct{ named, given, renewed, ended, late, ranOut int }

// stood counts the honours that stand at the end of a day, and the brands that hold any.
func (n *numbers) stood(day string) (honors, brands int) {
	for _, b := range n.brands {
		holds := len(n.holds(b.text("slug"), day))
		honors, brands = honors+holds, brands+min(1, holds)
	}
	return honors, brands
}

// within adds up the deeds that are of a period: those whose day is as written and passes.
func (n *numbers) within(is func(day string) bool) (c change) {
	for _, d := range n.done {
		if !is(d.day) {
			continue
		}
		all, again := d.sums()
		switch d.kind {
		case "公示":
			c.named += all
		case "认定":
			c.given, c.renewed = c.given+all, c.renewed+again
		case "退出":
			c.ended, c.late = c.ended+all, c.late+again
		case "到期":
			c.ranOut += all
		}
	}
	return c
}

// row is c as a row of the table: "公示|认定|退出|到期".
func (c change) row() string {
	of := func(all int, word string, again int) string {
		if again == 0 {
			return strconv.Itoa(all)
		}
		return fmt.Sprintf("%d（%s%d）", all, word, again)
	}
	return fmt.Sprintf("%d|%s|%s|%d", c.named, of(c.given, "延续", c.renewed), of(c.ended, "已到期", c.late), c.ranOut)
}

// sum is c in words.
func (c change) sum(end string, honors, brands int) string {
	var parts []string
	for _, part := range []struct {
		word string
		all  int
		note string
		of   int
	}{{"公示", c.named, "", 0}, {"认定", c.given, "延续", c.renewed}, {"退出", c.ended, "此前已到期", c.late}, {"到期", c.ranOut, "", 0}} {
		if part.all == 0 {
			continue
		}
		text := fmt.Sprintf("%s %d 个", part.word, part.all)
		if part.of > 0 {
			text += fmt.Sprintf("（其中%s %d 个）", part.note, part.of)
		}
		parts = append(parts, text)
	}
	return fmt.Sprintf("%s。%s有效称号 %d 个，在册品牌 %d 个。", cmp.Or(strings.Join(parts, "，"), "没有变动"), end, honors, brands)
}

// changes holds every period of the page of changes against the acts.
func (n *numbers) changes() {
	p := n.page("changes.html")
	honors, brands := n.stood(n.day)
	if lead, want := p.lines("p.lead")[0], fmt.Sprintf("截至 %s，在册品牌 %d 个，有效称号 %d 个。", n.day, brands, honors); !strings.HasPrefix(lead, want) {
		n.Errorf("changes.html says %q, want %q", lead, want)
	}
	var rows, sums []string
	period := func(name, short, year, first, last string, loose bool) {
		c := n.within(func(day string) bool {
			return len(day) >= 7 && day[:7] >= first && day[:7] <= last || loose && day == year
		})
		month, _ := time.Parse("2006-01", last)
		end, word := month.AddDate(0, 1, -1).Format(time.DateOnly), "期末"
		if last >= n.day[:7] {
			end, word = n.day, "目前"
		}
		honors, brands := n.stood(end)
		rows = append(rows, fmt.Sprintf("%s|%s|%s|%d|%d", year, short, c.row(), honors, brands))
		if c != (change{}) || loose {
			sums = append(sums, name+" "+c.sum(word, honors, brands))
		}
	}
	years := map[string]bool{n.day[:4]: true}
	var lines []string
	for _, d := range n.done {
		if len(d.day) >= 4 {
			years[d.day[:4]] = true
		}
		lines = append(lines, d.line(n))
	}
	for year := range years {
		if loose := n.within(func(day string) bool { return day == year }); loose != (change{}) {
			rows = append(rows, fmt.Sprintf("%s|月份未载明|%s|—|—", year, loose.row()))
		}
		for q, name := range []string{"第一季度", "第二季度", "第三季度", "第四季度"} {
			months := 0
			for m := 3*q + 1; m <= 3*q+3; m++ {
				if month := fmt.Sprintf("%s-%02d", year, m); month <= n.day[:7] {
					months++
					period(fmt.Sprintf("%s年%d月", year, m), fmt.Sprintf("%d月", m), year, month, month, false)
				}
			}
			if months > 0 {
				period(year+"年"+name, name, year, fmt.Sprintf("%s-%02d", year, 3*q+1), fmt.Sprintf("%s-%02d", year, 3*q+3), false)
			}
		}
		word := map[bool]string{true: "本年至今", false: "全年"}[year == n.day[:4]]
		period(year+"年", word, year, year+"-01", year+"-12", true)
	}
	if undated := n.within(func(day string) bool { return day == "" }); undated != (change{}) {
		honors, brands := n.stood("")
		sums = append(sums, "日期未载明 "+undated.sum("期末", honors, brands))
	}
	var got []string
	for _, table := range p.all("table.tally") {
		year := words(inside(table, "caption")[0])[:4]
		for _, tr := range slices.Concat(inside(table, "tbody tr"), inside(table, "tfoot tr")) {
			line := year
			for c := range tr.ChildNodes() {
				if c.Type == html.ElementNode {
					line += "|" + p.take(c)
				}
			}
			got = append(got, line)
		}
	}
	p.expect("tables", got, rows)
	got = nil
	for _, sum := range p.all("p.sum") {
		for s := sum.PrevSibling; s != nil; s = s.PrevSibling {
			if s.Type == html.ElementNode {
				got = append(got, words(s)+" "+p.take(sum))
				break
			}
		}
	}
	p.expect("sums", got, sums)
	p.expect("acts", p.acts(), lines)
	p.done()
	w := n.page("withdrawn.html")
	var ended []string
	for _, b := range n.brands {
		for _, l := range n.levels {
			for _, honor := range honorNames {
				if how, act := n.standing(b.text("slug"), l.text("name"), honor, n.day); how == "退出" || how == "到期" {
					day := dayText(act.text("date"))
					if how == "到期" {
						day = "有效期至" + dayText(act.text("valid_until"))
					}
					ended = append(ended, fmt.Sprintf("%s|%s|%s|%s|notices/%s.html", l.text("name"), b.text("name"), cmp.Or(honor, l.text("name")+"劳务品牌"), "已"+how+day, act.text("slug")))
				}
			}
		}
	}
	got = nil
	for _, s := range w.all("section") {
		for _, tr := range inside(s, "tbody tr") {
			cells := inside(tr, "td")
			got = append(got, fmt.Sprintf("%s|%s|%s|%s", words(inside(s, "h2")[0]), words(cells[0]), words(cells[2]), strings.ReplaceAll(words(cells[3]), " ", ""))+"|"+inside(cells[4], "a")[0].Attr[0].Val)
		}
	}
	w.expect("rows", got, ended)
	w.done()
}

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

// notices holds each act's page against the brands that it may name.
func (n *numbers) notices() {
	p := n.page("notices.html")
	p.done()
	var got, want []string
	for _, a := range p.all("ul.acts a") {
		got = append(got, words(a))
	}
	for _, act := range n.acts {
		want = append(want, act.text("title"))
		var rows []record
		for _, b := range n.brands {
			if n.names(act, b) && (act.text("kind") != "公示" || n.paged[b.text("slug")] || act.text("to") >= n.day) {
				rows = append(rows, b)
			}
		}
		p := n.page("notices/" + act.text("slug") + ".html")
		var tables, found []string
		table := func(of string, rows int) {
			if rows > 0 {
				tables = append(tables, fmt.Sprintf("%s的%s（%d 个）|%s", act.text("kind"), of, rows, strings.Join(serials(rows), " ")))
			}
		}
		table("品牌", len(rows))
		table("单位和基地", len(act.under("units")))
		for _, t := range p.all("table.official") {
			line := p.take(inside(t, "caption")[0]) + "|"
			for _, tr := range inside(t, "tbody tr") {
				line += words(inside(tr, "td")[0]) + " "
			}
			found = append(found, strings.TrimSpace(line))
		}
		p.expect("tables", found, tables)
		p.done()
	}
	p.expect("acts", got, want)
}

// serials are the numbers of so many rows.
func serials(rows int) (all []string) {
	for i := range rows {
		all = append(all, strconv.Itoa(i+1))
	}
	return all
}

// units holds the page of units and bases against the acts.
func (n *numbers) units() {
	p := n.page("units.html")
	var chips, want []string
	total := 0
	for _, honor := range unitHonors {
		stands, ended := 0, 0
		for i := range 9 {
			for _, l := range n.levels {
				switch how, _ := n.standing(fmt.Sprintf("%s第%d家", honor, i), l.text("name"), ofUnit, n.day); how {
				case "有效":
					stands++
				case "退出", "到期":
					ended++
				}
			}
		}
		total += stands
		chips = append(chips, fmt.Sprintf("%s %d", honor, stands))
		if stands > 0 {
			want = append(want, fmt.Sprintf("%s 现在有效（%d 个）%d", honor, stands, stands))
		}
		if ended > 0 {
			want = append(want, fmt.Sprintf("%s 已退出、已到期（%d 个）%d", honor, ended, ended))
		}
	}
	if lead := p.lines("p.lead")[0]; !strings.Contains(lead, fmt.Sprintf("截至 %s，现在有效的 %d 个，", n.day, total)) {
		n.Errorf("units.html says %q, want %d", lead, total)
	}
	p.expect("chips", p.lines("header ul.chips li"), chips)
	var got []string
	for _, s := range p.all("section") {
		for _, t := range inside(s, "table") {
			got = append(got, fmt.Sprintf("%s %s%d", words(inside(s, "h2")[0]), p.take(inside(t, "caption")[0]), len(inside(t, "tbody tr"))))
		}
	}
	p.expect("tables", got, want)
	p.done()
}

// evaluated counts the brands that a standard measures, and those that meet each of its items,
// by what the brands' own files say.
func (n *numbers) evaluated(standard string) (all int, meeting map[string]int) {
	meeting = map[string]int{}
	for _, evaluations := range n.scored {
		for _, e := range evaluations {
			if e.Standard != standard {
				continue
			}
			all++
			for _, item := range e.Items {
				if item.Outcome == "met" {
					meeting[item.ID]++
				}
			}
		}
	}
	return all, meeting
}

func (n *numbers) standards() {
	p := n.page("criteria.html")
	var want []string
	files, _ := filepath.Glob(filepath.Join(n.dir, "criteria/standards/*.yaml"))
	said := 0
	for _, file := range files {
		st := readTold(n.T, file)
		path := "criteria/" + st.text("slug") + ".html"
		if n.files[path] == "" {
			continue // of another region
		}
		all, meeting := n.evaluated(st.text("slug"))
		s := n.page(path)
		var lines []string
		if all > 0 {
			want = append(want, fmt.Sprintf("按本标准对照的在册品牌 %d 个", all))
			lines = []string{fmt.Sprintf("对照品牌在册品牌 %d 个", all)}
		}
		var got []string
		for _, d := range s.all("dl.props div") {
			if text := words(d); strings.HasPrefix(text, "对照品牌") {
				got = append(got, text)
			}
		}
		s.expect("brands", got, lines)
		for _, item := range s.all("article.clause") {
			for _, summary := range inside(item, "summary") {
				id := ""
				for _, a := range item.Attr {
					if a.Key == "id" {
						id = a.Val
					}
				}
				if text := words(summary); strings.HasPrefix(text, "达到本条") {
					said++
					if text != fmt.Sprintf("达到本条的在册品牌：%d 个", meeting[id]) {
						n.Errorf("%s, %s: %q, want %d", path, id, text, meeting[id])
					}
					if links := len(inside(summary.Parent, "a")); links != min(60, meeting[id]) {
						n.Errorf("%s, %s names %d, want %d", path, id, links, min(60, meeting[id]))
					}
				}
			}
		}
		s.done()
	}
	if n.scores && said == 0 {
		n.Error("no page of a standard says who meets it")
	}
	var got []string
	for _, line := range p.lines("ul.standards p") {
		got = append(got, regexp.MustCompile(`按本标准对照的在册品牌 [0-9]+ 个`).FindAllString(line, -1)...)
	}
	p.expect("brands", got, want)
	p.done()
}

// byCard groups the totals of the listed brands by scorecard and type, highest first.
func (n *numbers) byCard() (cards map[[2]string][]float64, open map[[2]string]int) {
	cards, open = map[[2]string][]float64{}, map[[2]string]int{}
	for _, b := range n.listed {
		for _, e := range n.scored[b.text("slug")] {
			if readTold(n.T, filepath.Join(n.dir, "criteria/standards", e.Standard+".yaml")).text("kind") != "scorecard" {
				continue
			}
			key := [2]string{e.Standard, b.text("type")}
			cards[key] = append(cards[key], e.Total)
			for _, item := range e.Items {
				if item.Outcome == "unstated" || item.Outcome == "undetermined" {
					open[key]++
					break
				}
			}
		}
	}
	for _, totals := range cards {
		slices.SortFunc(totals, func(a, b float64) int { return cmp.Compare(b, a) })
	}
	return cards, open
}

// totals holds how the totals lie against the brands' own: sentences here, charts with the others.
func (n *numbers) totals(p *numbered) (charts []string) {
	points := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	cards, open := n.byCard()
	var want []string
	for key, totals := range cards {
		listed, some, have := n.count(among{kind: key[1], year: anyYear}), "", ""
		if len(totals) < listed {
			some, have = fmt.Sprintf("在册 %d 个，其中 ", listed), "有得分"
		}
		half := (totals[(len(totals)-1)/2] + totals[len(totals)/2]) / 2
		line := fmt.Sprintf("%s %s%d 个品牌%s，最高 %s 分，中位数 %s 分，最低 %s 分。", key[1], some, len(totals), have, points(totals[0]), points(half), points(totals[len(totals)-1]))
		if open[key] > 0 {
			line += fmt.Sprintf("其中 %d 个还有未填报或待评定的条目，总分可能偏低。", open[key])
		}
		want = append(want, line)
		whole := !slices.ContainsFunc(totals, func(f float64) bool { return f != math.Trunc(f) })
		var rows []string
		for from := math.Floor(totals[0]/10) * 10; from >= math.Floor(totals[len(totals)-1]/10)*10; from -= 10 {
			count, name := 0, fmt.Sprintf("%s 分至不足 %s 分", points(from), points(from+10))
			if whole {
				name = fmt.Sprintf("%s—%s 分", points(from), points(from+9))
			}
			for _, f := range totals {
				if f >= from && f < from+10 {
					count++
				}
			}
			rows = append(rows, fmt.Sprintf("%s %d", name, count))
		}
		for i := range rows {
			rows[i] = strings.Replace(rows[i], " 分 ", " 分|", 1)
		}
		charts = append(charts, chart(key[1]+"总分分布", rows, 0)...)
	}
	var got []string
	for _, s := range p.all("section.dense") {
		got = append(got, words(inside(s, "h4")[0])+" "+p.take(inside(s, "p.note")[0]))
	}
	p.expect("totals", got, want)
	return charts
}

// ranks holds the place of each brand among those of its type against their totals.
func (n *numbers) ranks() {
	cards, _ := n.byCard()
	said := 0
	for _, b := range n.listed {
		var got, want []string
		page := newNumbered(n.T, "brands/"+b.text("slug")+".html", n.files["brands/"+b.text("slug")+".html"])
		for _, p := range page.all("p") {
			if text := words(p); strings.Contains(text, "列第") {
				got = append(got, text)
			}
		}
		for _, e := range n.scored[b.text("slug")] {
			totals, all := cards[[2]string{e.Standard, b.text("type")}], n.count(among{kind: b.text("type"), year: anyYear})
			place := 1 + slices.IndexFunc(totals, func(f float64) bool { return f <= e.Total })
			if len(totals) < 2 {
				continue
			}
			said++
			if len(totals) == all {
				want = append(want, fmt.Sprintf("在 %d 个在册的同类品牌中列第 %d 位", all, place))
			} else {
				want = append(want, fmt.Sprintf("同类在册品牌 %d 个，其中 %d 个有得分，本品牌列第 %d 位", all, len(totals), place))
			}
		}
		page.expect("rank", got, want)
	}
	if n.scores && said == 0 {
		n.Error("no brand has a rank")
	}
}

// data holds the open data, the feeds and what the search counts against brands and acts.
func (n *numbers) data() {
	var all struct {
		Count  int
		Brands []struct {
			Slug   string
			Honors []struct {
				Level string
				Year  int
			}
		}
		Notices []struct {
			Slug   string
			Brands []string
		}
	}
	n.read("data/brands.json", &all)
	var got, want []string
	for _, b := range all.Brands {
		for _, h := range b.Honors {
			got = append(got, fmt.Sprintf("%s %s %d", b.Slug, h.Level, h.Year))
		}
	}
	for _, b := range n.listed {
		for _, h := range n.held[b.text("slug")] {
			year, _ := strconv.Atoi(h.year)
			want = append(want, fmt.Sprintf("%s %s %d", b.text("slug"), h.level, year))
		}
	}
	for _, notice := range all.Notices {
		got = append(got, fmt.Sprintf("%s %d", notice.Slug, len(notice.Brands)))
	}
	for _, act := range n.acts {
		names := 0
		for _, b := range n.brands {
			if n.names(act, b) && (act.text("kind") != "公示" || n.paged[b.text("slug")] || act.text("to") >= n.day) {
				names++
			}
		}
		want = append(want, fmt.Sprintf("%s %d", act.text("slug"), names))
	}
	p := n.page("data.html")
	p.expect("brands.json", got, want)
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(n.files["data/brands.csv"], "\ufeff"))).ReadAll()
	if err != nil {
		n.Fatal(err)
	}
	book, err := excelize.OpenReader(strings.NewReader(n.files["data/brands.xlsx"]))
	if err != nil {
		n.Fatal(err)
	}
	defer book.Close()
	rows, _ := book.GetRows("品牌")
	for what, count := range map[string]int{"count": all.Count, "brands.json": len(all.Brands), "brands.csv": len(table) - 1, "brands.xlsx": len(rows) - 1} {
		if count != len(n.listed) {
			n.Errorf("%s: %d brands, want %d", what, count, len(n.listed))
		}
	}
	for _, tr := range p.all("table.files tbody tr") {
		cells := inside(tr, "td")
		if file, size := words(cells[0]), words(cells[2]); strings.HasSuffix(size, " KB") && size != fmt.Sprintf("%d KB", (len(n.files[file])+999)/1000) {
			n.Errorf("data.html: %s has %s, it has %d bytes", file, size, len(n.files[file]))
		}
	}
	n.examples(p)
	p.done()
	n.feeds()
}

func (n *numbers) read(path string, to any) {
	n.Helper()
	if err := json.Unmarshal([]byte(n.files[path]), to); err != nil {
		n.Fatal(path, err)
	}
}

// examples holds the results of the examples of the data page against the brands.
func (n *numbers) examples(p *numbered) {
	workers := func(c among) (sum int) {
		for _, b := range n.chosen(c) {
			facts, _ := b["facts"].(record)
			count, _ := strconv.Atoi(facts.text("workers"))
			sum += count
		}
		return sum
	}
	for _, e := range p.all("div.example") {
		code, output, want := words(inside(e, "code")[0]), words(inside(e, "samp")[0]), ""
		switch word := regexp.MustCompile(`"([^"]+)"`).FindStringSubmatch(code); {
		case strings.Contains(code, "length"):
			c := among{kind: word[1], year: anyYear}
			if len(n.types) == 0 {
				c = among{place: n.placeNamed(word[1]), year: anyYear}
			}
			want = strconv.Itoa(n.count(c))
		case strings.Contains(code, "add"):
			want = strconv.Itoa(workers(among{year: anyYear}))
		case strings.Contains(code, "Counter"):
			var lines []string
			for _, place := range n.places {
				if count := n.count(among{place: place, alone: true, year: anyYear}); count > 0 {
					lines = append(lines, fmt.Sprintf("%s %s %d", place.text("code"), place.text("name"), count))
				}
			}
			slices.Sort(lines)
			want = strings.Join(lines, " ")
		case strings.Contains(code, "SUMIF"):
			for _, place := range n.places {
				if place.text("code") == word[1] {
					want = strconv.Itoa(workers(among{place: place, alone: true, year: anyYear}))
				}
			}
		default:
			continue
		}
		p.expect(code, []string{output}, []string{want})
	}
}

// feeds holds the entries of each feed against the acts of its brands, and what ended by itself.
func (n *numbers) feeds() {
	hold := func(path string, of func(record) bool) {
		var feed struct {
			Entries []struct {
				Category struct {
					Term string `xml:"term,attr"`
				} `xml:"category"`
				Title   string `xml:"title"`
				Summary string `xml:"summary"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(n.files[path]), &feed); err != nil {
			n.Fatal(path, err)
		}
		var got, want []string
		for _, e := range feed.Entries {
			got = append(got, fmt.Sprintf("%s|%s|%s", e.Category.Term, e.Title, strings.Join(regexp.MustCompile(`共 [0-9]+ 个(品牌|单位和基地)`).FindAllString(e.Summary, -1), "")))
		}
		for _, d := range n.done {
			if d.day == "" || d.kind == "公示" && !d.running(n.day) || len(d.of(of).shown) == 0 {
				continue
			}
			title := d.act.text("title")
			if d.kind == "到期" {
				title = "有效期届满：" + title
			}
			line := fmt.Sprintf("%s|%s|共 %d 个品牌", d.kind, title, len(d.shown))
			if units := len(d.act.under("units")); units > 0 && d.kind != "到期" {
				line += fmt.Sprintf("共 %d 个单位和基地", units)
			}
			want = append(want, line)
		}
		if len(want) > 50 {
			n.Fatalf("%s: more entries than a feed holds", path)
		}
		(&numbered{t: n.T, path: path}).expect("entries", got, want)
	}
	hold("feed.xml", func(record) bool { return true })
	for _, k := range n.types {
		hold("types/"+k.text("slug")+".xml", func(b record) bool { return b.text("type") == k.text("name") })
	}
	for _, place := range n.places {
		if path := "counties/" + place.text("slug") + ".xml"; n.files[path] != "" {
			hold(path, func(b record) bool { return n.in(b, place) })
		}
	}
}

// search holds what the search counts of all brands, or of those of a level, against the
// brands: of a level, the years of its own honours.
func (n *numbers) search(level string) {
	args := []string{"search", "-C", n.dir, "--date", n.day, "--cache", n.cached, "--format", "json", "--size", "0"}
	if level != "" {
		args = append(args, "--level", level)
	}
	code, answer, stderr := minglu(args...)
	var a struct {
		Total  int
		Facets map[string]map[string]int
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil || code != exitFine {
		n.Fatal(err, stderr)
	}
	got, want := []string{fmt.Sprintf("all %d", a.Total)}, []string{fmt.Sprintf("all %d", n.count(among{level: level, year: anyYear}))}
	for facet, values := range a.Facets {
		for value, count := range values {
			if facet != "status" || level == "" { // what stands no more held levels too
				got = append(got, fmt.Sprintf("%s %s %d", facet, value, count))
			}
		}
	}
	add := func(facet, value string, c among) {
		c.level = cmp.Or(c.level, level)
		if count := n.count(c); count > 0 {
			want = append(want, fmt.Sprintf("%s %s %d", facet, value, count))
		}
	}
	for _, k := range n.types {
		add("type", k.text("name"), among{kind: k.text("name"), year: anyYear})
	}
	if len(n.types) > 0 {
		add("type", "类型未载明", among{untyped: true, year: anyYear})
	}
	for _, e := range errands {
		count := 0
		for _, b := range n.chosen(among{level: level, year: anyYear}) {
			if n.open(b, e.kinds) > 0 {
				count++
			}
		}
		if count > 0 {
			want = append(want, fmt.Sprintf("offer %s %d", e.mark, count))
		}
	}
	for _, place := range n.places {
		if whole := n.whole.text("code") == place.text("code"); whole || n.in(record{"place of": place}, n.whole) {
			add("county", n.name(place), among{place: place, alone: whole, year: anyYear}) // a city's are those of its counties too
		}
	}
	for _, l := range n.levels {
		add("level", l.text("name"), among{level: l.text("name"), year: anyYear})
	}
	for _, y := range n.years() {
		add("year", yearName(y), among{year: y})
	}
	if level == "" {
		for status, count := range n.statuses() {
			want = append(want, fmt.Sprintf("status %s %d", status, count))
		}
	}
	(&numbered{t: n.T, path: "search " + level}).expect("facets", got, want)
}

// statuses counts the brands that may be named by how they stand: what stands, then what a 公示
// that runs names, what was withdrawn, what expired.
func (n *numbers) statuses() map[string]int {
	all := map[string]int{}
	for _, b := range n.brands {
		slug, is := b.text("slug"), map[string]bool{}
		for _, act := range n.acts {
			is["公示"] = is["公示"] || act.text("kind") == "公示" && act.text("to") >= n.day && n.names(act, b)
		}
		for _, l := range n.levels {
			for _, honor := range honorNames {
				how, _ := n.standing(slug, l.text("name"), honor, n.day)
				is[how] = true
			}
		}
		for _, how := range [][2]string{{"有效", "在册"}, {"公示", "公示中"}, {"退出", "已退出"}, {"到期", "已到期"}} {
			if is[how[0]] { // a brand is under each that one of its honours has
				all[how[1]]++
			}
		}
	}
	return all
}
