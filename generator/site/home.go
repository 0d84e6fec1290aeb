package site

import (
	"minglu/generator/content"
)

// A Page is a page written in content/pages/.
type Page struct {
	*content.Page
	Path string // <slug>.html
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

// addPages fills Pages and Menu.
func (s *Site) addPages(c *content.Content) {
	s.Menu = []Link{{"首页", HomePath}, {"品牌名录", RollPath}, {"通知公告", NoticesPath}, {"数据统计", StatsPath}, {"认定标准", CriteriaPath}}
	for _, p := range c.Pages {
		page := &Page{p, p.Slug + ".html"}
		s.Pages = append(s.Pages, page)
		if p.Menu > 0 {
			s.Menu = append(s.Menu, Link{p.Title, page.Path})
		}
	}
}

// addHome fills Home.
func (s *Site) addHome() {
	s.Home = Home{Grid: s.grid(), Notices: s.Notices[:min(homeNotices, len(s.Notices))]}
	figure := func(label string, n int, unit, path string) {
		s.Home.Figures = append(s.Home.Figures, Figure{label, unit, n, path})
	}
	figure("在册品牌", len(s.Listed), "个", RollPath)
	for _, l := range s.Levels {
		if len(l.Brands) > 0 {
			figure("其中"+l.Name, len(l.Brands), "个", l.Path)
		}
	}
	covered := 0
	for _, l := range s.Places {
		if l.Region.IsCounty() && len(l.Brands) > 0 {
			covered++
		}
	}
	figure("有品牌的县区", covered, "个", CountiesAnchor)
}

// CountiesAnchor is where the first page lists the counties.
const CountiesAnchor = HomePath + "#counties"
