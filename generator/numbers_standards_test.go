package main

import (
	"cmp"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

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
