package site

import (
	"minglu/generator/content"
	"minglu/generator/edition"
)

// A Page is a page written in content/pages/.
type Page struct {
	*content.Page
	Path    string // <slug>.html
	IsGuide bool   // it teaches how the files are filled in
}

// Home is what the first page shows beside the lists.
type Home struct {
	Figures []Figure
	Grid    Grid
	Notices []*Notice // the newest
}

// A Figure is one number of the first page.
type Figure struct {
	Label, Unit string
	Number      int
	Path        string // where it is spelled out
}

// homeNotices is how many notices the first page shows.
const homeNotices = 6

func newPages(c *content.Content) []*Page {
	pages := make([]*Page, len(c.Pages))
	for i, p := range c.Pages {
		pages[i] = &Page{p, edition.TextPath(p.Slug), edition.IsGuide(p)}
	}
	return pages
}

// newMenu returns the menu: the fixed pages, then those of content/ that ask for it.
func newMenu(pages []*Page) []Link {
	menu := []Link{{"首页", edition.HomePath}, {"品牌名录", edition.RollPath}, {"通知公告", edition.NoticesPath},
		{"数据统计", edition.StatsPath}, {"认定标准", edition.CriteriaPath}}
	for _, p := range pages {
		if p.Menu > 0 {
			menu = append(menu, Link{p.Title, p.Path})
		}
	}
	return menu
}

func newHome(lists Lists, listed []*Brand, notices []*Notice) Home {
	figures := []Figure{{"在册品牌", "个", len(listed), edition.RollPath}}
	for _, l := range lists.Levels {
		if len(l.Brands) > 0 {
			figures = append(figures, Figure{"其中" + l.Name, "个", len(l.Brands), l.Path})
		}
	}
	if c := newCoverage(lists); c.Counties > 0 { // 东莞市 has none
		figures = append(figures, Figure{"有品牌的县区", "个", c.Held, CountiesAnchor})
	}
	return Home{figures, newGrid(lists, listed), notices[:min(homeNotices, len(notices))]}
}

// CountiesAnchor is where the first page lists the counties.
const CountiesAnchor = edition.HomePath + "#counties"
