package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
