package inspect

import (
	"fmt"
	"strings"
	"time"

	"minglu/generator/values"
)

// stale lists the home page and the columns of the menu whose newest content is too
// old on the day.
func (s *site) stale(day values.Date) []Finding {
	home := s.at[homePath]
	if home == nil {
		return nil
	}
	var found []Finding
	const publish = "在 content/notices/ 发布新的公告（new notice 可以建好文件），重新生成并发布网站"
	if why := s.age(home, day, demands.home.Most); why != "" {
		found = append(found, Finding{demands.home, homePath, why, publish})
	}
	var old []string
	for _, column := range s.linked(home, home.menu) {
		for _, r := range renewed {
			if column.tags["ColumnType"] != r.Type || column.isArticle() {
				continue
			}
			if why := s.age(column, day, r.Demand.Most); why != "" {
				old = append(old, column.title())
				found = append(found, Finding{r.Demand, column.path, "“" + column.title() + "”栏目" + why, r.Cure})
			}
		}
	}
	if len(old) >= demands.stale.Most.Number {
		found = append(found, Finding{demands.stale, "主菜单", fmt.Sprintf("累计 %d 个栏目没有按期更新：%s", len(old), strings.Join(old, "、")),
			"按上述各栏目的改法更新，或者把不再更新的栏目并入其他栏目"})
	}
	return found
}

// age says why the newest of what a page lists is too old on the day, "" where it is
// not. What comes later is not there yet; what has no day does not count, for
// nobody can tell that it is new.
func (s *site) age(p *page, day values.Date, most limit) string {
	var newest values.Date
	var what *page
	for _, a := range s.linked(p, p.main) {
		if d, ok := values.ParseDate(a.tags["PubDate"], true); ok && !d.After(day) && (what == nil || d.After(newest)) {
			newest, what = d.First(), a
		}
	}
	if what == nil {
		return "没有注明日期的信息，按没有更新计"
	}
	if !newest.Before(earliest(day, most)) {
		return ""
	}
	return fmt.Sprintf("最近一条是 %s 的“%s”，到 %s 已经 %d 天", what.tags["PubDate"], what.title(), day, newest.DaysTo(day))
}

// earliest returns the first day that is not too old on the day.
func earliest(day values.Date, most limit) values.Date {
	t := time.Date(day.Year, time.Month(day.Month-most.Months), day.Day-most.Days, 0, 0, 0, 0, time.UTC)
	if most.Months > 0 && t.Day() != day.Day { // 31 August less six months: 28 February
		t = t.AddDate(0, 0, -t.Day())
	}
	return values.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// empty lists the columns that hold nothing: of the pages that the home page leads
// to, by its menu, its content and its footer, those that list nothing.
func (s *site) empty() []Finding {
	home := s.at[homePath]
	if home == nil {
		return nil
	}
	links := append(append(append([]string(nil), home.menu...), home.main...), home.foot...)
	var found []Finding
	var names []string
	for _, p := range s.linked(home, links) {
		if p.isArticle() || p.filled || p.worded && !p.saysNone {
			continue
		}
		names = append(names, p.title())
		found = append(found, Finding{demands.blank, p.path, "“" + p.title() + "”栏目没有内容", emptyCure(p)})
	}
	if len(found) >= demands.blanks.Most.Number {
		found = append(found, Finding{demands.blanks, "首页、菜单和页脚列出的栏目", fmt.Sprintf("空白栏目 %d 个：%s", len(names), strings.Join(names, "、")),
			"补上内容，或者在 layouts/ 中暂时去掉这些栏目的链接"})
	}
	return found
}

// emptyCure says how a column is filled.
func emptyCure(p *page) string {
	switch p.tags["ColumnType"] {
	case "通知公告":
		return "在 content/notices/ 发布公告；确实没有的，在 layouts/parts/header/、layouts/parts/footer/ 中暂时去掉这个栏目的链接"
	case "名录":
		return "在 content/brands/ 登记品牌，并在 content/notices/ 发布认定公告"
	}
	return "补上内容，或者在 layouts/ 中暂时去掉这个栏目的链接"
}

// untagged lists the tags that pages lack, each once.
func (s *site) untagged() []Finding {
	var found []Finding
	for _, t := range tags {
		var lacking []string
		asked := 0
		for _, p := range s.pages {
			if p.moved || !p.is(t.On) {
				continue
			}
			if asked++; p.tags[t.Name] == "" {
				lacking = append(lacking, p.path)
			}
		}
		if len(lacking) > 0 {
			found = append(found, Finding{demands.tags, place(lacking, asked), fmt.Sprintf("没有标签 %s（%s）", t.Name, t.Label), t.Cure})
		}
	}
	return found
}

// footless lists the items that footers lack, each once.
func (s *site) footless() []Finding {
	var found []Finding
	for _, i := range items {
		var lacking []string
		asked := 0
		for _, p := range s.pages {
			if p.moved {
				continue
			}
			if asked++; p.terms[i.Term] == "" {
				lacking = append(lacking, p.path)
			}
		}
		if len(lacking) > 0 {
			found = append(found, Finding{i.Demand, place(lacking, asked), "页面底部没有列明" + i.Term, "在 content/site.yaml 填 " + i.Key + i.Note})
		}
	}
	return found
}
