package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A deed is what one act did, or what ended by itself on one day with the term that it had set.
type deed struct {
	kind, day string // as the act has it; of an 到期 the day after the last
	act       record
	brands    []record       // that it did something to
	times     map[string]int // of each: how many honours, or 1
	again     map[string]int // of these: that stood already, or had ended before
	shown     []record       // brands that may be named
}

func (d deed) running(day string) bool { return d.act.text("to") >= day }

// of returns what of d concerns some brands.
func (d deed) of(these func(record) bool) deed {
	keep := func(b record) bool { return !these(b) }
	d.brands, d.shown = slices.DeleteFunc(slices.Clone(d.brands), keep), slices.DeleteFunc(slices.Clone(d.shown), keep)
	return d
}

// sums returns how many d changed, and of these how many again.
func (d deed) sums() (all, again int) {
	for _, b := range d.brands {
		all, again = all+d.times[b.text("slug")], again+d.again[b.text("slug")]
	}
	return all, again
}

func (d deed) line(n *numbers) string {
	all, _ := d.sums()
	date := dayText(d.day)
	if d.kind == "公示" {
		date = d.act.text("from") + "至" + d.act.text("to")
	}
	shown, hidden := min(60, len(d.shown)), ""
	switch {
	case shown < len(d.shown):
		hidden = "，名单见通知"
	case len(d.brands) > len(d.shown) && d.kind == "公示":
		hidden = fmt.Sprintf("，没有认定的 %d 个不再列名", len(d.brands)-len(d.shown))
	}
	return fmt.Sprintf("%s|%s|%s|%s %d 个|%d%s", d.kind, d.act.text("title"), date, d.act.text("level"), all, shown, hidden)
}

// dayText writes a date as pages do.
func dayText(day string) string {
	switch len(day) {
	case 0:
		return "日期未载明"
	case 4:
		return day + "年"
	case 7:
		month, _ := strconv.Atoi(day[5:])
		return fmt.Sprintf("%s年%d月", day[:4], month)
	}
	return day
}

// deeds are what the acts did up to the day.
func (n *numbers) deeds() (all []deed) {
	for i, act := range n.acts {
		d := deed{kind: act.text("kind"), day: cmp.Or(act.text("from"), act.text("date")), act: act, times: map[string]int{}, again: map[string]int{}}
		ended := deed{kind: "到期", day: after(act.text("valid_until"), 1), act: act, times: map[string]int{}, again: map[string]int{}}
		for _, b := range n.brands {
			slug, level := b.text("slug"), act.text("level")
			if !n.names(act, b) {
				continue
			}
			d.brands = append(d.brands, b)
			if d.kind != "公示" || n.paged[slug] || d.running(n.day) {
				d.shown = append(d.shown, b)
			}
			switch d.kind {
			case "公示":
				d.times[slug] = 1
			case "认定":
				d.times[slug] = 1
				if last := n.deciding(slug, level, act.text("honor"), act.text("begin"), i); last.text("kind") == "认定" && !lapsed(last, act) {
					d.again[slug] = 1
				}
				if how, since := n.standing(slug, level, act.text("honor"), ended.day); act.text("valid_until") != "" && ended.day <= n.day && how == "到期" && since.text("slug") == act.text("slug") {
					ended.brands, ended.times[slug] = append(ended.brands, b), 1
				}
			case "退出":
				for _, honor := range honorNames {
					last := n.deciding(slug, level, honor, act.text("begin"), i)
					if last.text("kind") != "认定" || act.text("honor") != "" && act.text("honor") != honor {
						continue
					}
					d.times[slug]++
					if lapsed(last, act) {
						d.again[slug]++
					}
				}
			}
		}
		ended.shown = ended.brands
		all = append(all, d)
		if len(ended.brands) > 0 {
			all = append(all, ended)
		}
	}
	return all
}

// lapsed reports whether the term of a 认定 had run out before an act, its next day not counted.
func lapsed(given, act record) bool {
	until := given.text("valid_until")
	return until != "" && act.text("begin") != "" && until < after(act.text("begin"), -1)
}

// after returns the day so many days later, "" of no day.
func after(day string, days int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return d.AddDate(0, 0, days).Format(time.DateOnly)
}
