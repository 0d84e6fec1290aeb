package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A Page is a page written in content/pages/.
type Page struct {
	*content.Page
	Path    string // <slug>.html
	IsGuide bool   // it teaches how the files are filled in
}

// Home is what the first page shows beside the lists.
type Home struct {
	Figures  []Figure
	Note     string   // why the figures of the levels add up to more than the whole, "" where they do not
	Featured []*Brand // of the newest honours, others each day
	People   []Person // of whom a story is told, others each day
	Grid     Grid
	Notices  []*Notice // the newest
}

// A Figure is one number of the first page.
type Figure struct {
	Label, Unit string
	Number      int
	Path        string // where it is spelled out
}

// How many of each the first page shows.
const (
	homeNotices  = 6
	homeFeatured = 6
	homePeople   = 3
)

// newestPool is of how many brands those are chosen that the first page shows: of the
// newest honours, and as many more as were given on the same day as the last of them.
const newestPool = 12

func newPages(c *content.Content) []*Page {
	pages := make([]*Page, len(c.Pages))
	for i, p := range c.Pages {
		pages[i] = &Page{p, edition.TextPath(p.Slug), edition.IsGuide(p)}
	}
	return pages
}

// newMenu returns the menu: the fixed pages, then those of content/ that ask for it.
func newMenu(pages []*Page) []Link {
	menu := []Link{{"首页", edition.HomePath}, {"品牌名录", edition.RollPath}, {"找工作·学手艺", edition.WorkPath}, {"通知公告", edition.NoticesPath},
		{"数据统计", edition.StatsPath}, {"认定标准", edition.CriteriaPath}}
	for _, p := range pages {
		if p.Menu > 0 {
			menu = append(menu, Link{p.Title, p.Path})
		}
	}
	return menu
}

func newHome(lists Lists, listed []*Brand, notices []*Notice, coverage Coverage, day values.Date) Home {
	figures := []Figure{{"在册品牌", "个", len(listed), edition.RollPath}}
	sum, note := 0, ""
	for _, l := range lists.Levels {
		if sum += len(l.Brands); len(l.Brands) > 0 {
			figures = append(figures, Figure{"其中" + l.Name, "个", len(l.Brands), l.Path})
		}
	}
	if sum > len(listed) {
		note = "一个品牌可有几级称号，各级相加多于在册数。"
	}
	if coverage.Counties > 0 { // 东莞市 has none
		figures = append(figures, Figure{"有品牌的县区", "个", coverage.Held, CountiesAnchor})
	}
	return Home{
		Figures:  figures,
		Note:     note,
		Featured: turn(mixed(newlyHonoured(listed), func(b *Brand) *criteria.Region { return b.Region }), homeFeatured, day),
		People:   turn(mixed(told(listed), func(p Person) *criteria.Region { return p.Brand.Region }), homePeople, day),
		Grid:     newGrid(lists, listed),
		Notices:  notices[:min(homeNotices, len(notices))],
	}
}

// newlyHonoured returns the brands of the newest honours, the newest first.
func newlyHonoured(listed []*Brand) []*Brand {
	day := func(b *Brand) values.Date { return b.RecognizedBy().Date }
	sorted := slices.Clone(listed)
	slices.SortStableFunc(sorted, func(a, b *Brand) int { return day(b).Compare(day(a)) })
	n := min(newestPool, len(sorted))
	for n > 0 && n < len(sorted) && day(sorted[n]) == day(sorted[n-1]) {
		n++
	}
	return sorted[:n]
}

// mixed puts the first of each place before the second of any, so that neighbours are of
// different places.
func mixed[T any](all []T, place func(T) *criteria.Region) []T {
	before := map[*criteria.Region]int{}
	nth := make([]int, len(all))
	order := make([]int, len(all))
	for i, of := range all {
		order[i], nth[i] = i, before[place(of)]
		before[place(of)]++
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(nth[i], nth[j]) })
	out := make([]T, len(all))
	for i, from := range order {
		out[i] = all[from]
	}
	return out
}

// turn returns n of all, each day the next ones, so that all get their turn.
func turn[T any](all []T, n int, day values.Date) []T {
	if len(all) <= n {
		return all
	}
	first := values.Date{Year: 2000, Month: 1, Day: 1}.DaysTo(day) % len(all) * n % len(all)
	chosen := make([]T, n)
	for i := range chosen {
		chosen[i] = all[(first+i+len(all))%len(all)] // days before the first count backwards
	}
	return chosen
}

// CountiesAnchor is where the first page lists the counties.
const CountiesAnchor = edition.HomePath + "#counties"
