package export

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// An event is one day of a calendar.
type event struct {
	day         values.Date
	title, text string
	monthly     bool
}

// Calendar returns what comes from the day of the edition on, for the whole region of
// the site or a part of it, as RFC 5545: the ends of 公示 and of terms, facts that grow
// old, the years of targets, and the day of each month on which the site's offices report
// (每月调度). A calendar names brands that are not public yet.
func Calendar(e *edition.Edition, region *criteria.Region) []byte {
	c := ics.NewCalendarFor("minglu")
	c.SetMethod(ics.MethodPublish)
	c.SetCalscale("GREGORIAN")
	c.SetXWRCalName(region.Name + "劳务品牌工作日历")
	c.SetXWRTimezone("Asia/Shanghai")
	events := slices.DeleteFunc(eventsOf(e, region), func(v event) bool { return v.day.Before(e.Content.Date) })
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Or(a.day.Compare(b.day), strings.Compare(a.title, b.title)) })
	for _, v := range events {
		// The same event keeps its name from one calendar to the next, so that programs change it.
		name := sha256.Sum256([]byte(region.Code + "\n" + v.day.String() + "\n" + v.title))
		entry := c.AddEvent(fmt.Sprintf("%x@minglu", name[:12]))
		entry.SetDtStampTime(timeOf(e.Content.Date))
		entry.SetAllDayStartAt(timeOf(v.day))
		entry.SetAllDayEndAt(timeOf(v.day.Next()))
		entry.SetSummary(v.title)
		if v.text != "" {
			entry.SetDescription(v.text)
		}
		entry.SetTimeTransparency(ics.TransparencyTransparent)
		if v.monthly {
			entry.AddRrule(fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", v.day.Day))
		}
	}
	return []byte(c.Serialize(ics.WithNewLine("\r\n")))
}

func timeOf(d values.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// aging is the day on which facts of a brand grow old.
func aging(b *content.Brand, age content.Age) event {
	v := event{day: age.From, title: "数据满一年：" + b.Name, text: "填报数据截至" + chinese(b.AsOf) + "，请更新。"}
	if age.Months != 12 {
		v.title = fmt.Sprintf("数据满 %d 个月：%s", age.Months, b.Name)
	}
	if !age.All {
		var labels []string
		for _, f := range age.Facts {
			labels = append(labels, f.Short())
		}
		v.text = strings.Join(labels, "、") + "：" + v.text
	}
	return v
}

// eventsOf returns what concerns a region.
func eventsOf(e *edition.Edition, region *criteria.Region) []event {
	var all []event
	here := func(b *content.Brand) bool { return b != nil && region.Contains(b.Region) }
	for _, n := range e.Content.Notices {
		if n.Kind != content.Publicity || n.To.IsZero() {
			continue
		}
		var names []string
		for _, entry := range n.Entries {
			if here(entry.Brand) {
				names = append(names, entry.Brand.NameOn(n.Begins()))
			}
		}
		for _, u := range n.Units {
			if region == e.Settings.Region { // units lie in no region of ours
				names = append(names, u.Name)
			}
		}
		if names != nil {
			all = append(all, event{day: n.To.Last(), title: "公示截止：" + n.Title, text: strings.Join(names, "、")})
		}
	}
	for _, b := range e.Content.Brands {
		if !here(b) {
			continue
		}
		for _, h := range b.Standing.Holding() {
			if until := h.Since.ValidUntil; !until.IsZero() {
				all = append(all, event{day: until.Last(), title: "有效期截止：" + b.Name + "（" + cmp.Or(h.Name, h.Level.Name) + "）", text: "《" + h.Since.Title + "》"})
			}
		}
		for _, age := range b.Ages() {
			if !b.Standing.HasEnded() {
				all = append(all, aging(b, age))
			}
		}
	}
	if region == e.Settings.Region {
		for _, u := range e.Units {
			for _, h := range u.Standing.Holding() {
				if until := h.Since.ValidUntil; !until.IsZero() {
					all = append(all, event{day: until.Last(), title: "有效期截止：" + u.Name + "（" + u.Honor.Name + "）", text: "《" + h.Since.Title + "》"})
				}
			}
		}
		for _, t := range e.Settings.Targets {
			for _, aim := range append(slices.Clone(t.Steps), t.Aim) {
				all = append(all, event{day: values.Date{Year: aim.Year, Month: 12, Day: 31}, title: fmt.Sprintf("目标：%s劳务品牌 %d 个", t.Level.Name, aim.Number), text: t.Source})
			}
		}
	}
	if day := e.Settings.ReportDay; day > 0 {
		next := e.Content.Date
		for next.Day != day {
			next = next.Next()
		}
		all = append(all, event{day: next, title: "劳务品牌每月调度", monthly: true})
	}
	return all
}
