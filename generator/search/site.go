package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// NewCorpus returns what of the site is searched: every brand that an act which has
// come names, as far as the site names it; and the notices, standards and pages.
func NewCorpus(s *site.Site) Corpus {
	c := Corpus{Meant: map[string][]string{}}
	for _, b := range s.Brands {
		c.Documents = append(c.Documents, newDocument(s, b))
	}
	c.Documents = append(c.Documents, newNoticed(s)...)
	c.Types, c.Counties, c.Levels, c.Years = listNames(s.Types), listNames(s.Places), listNames(s.Levels), listNames(s.Years)
	for _, e := range site.Errands {
		c.Offers = append(c.Offers, e.Mark)
		c.Meant[e.Mark] = s.Rules.Errands[e.ID]
	}
	for _, g := range s.Rules.Synonyms {
		c.Groups = append(c.Groups, Group{g.Name, g.Words})
	}
	c.Asking = s.Rules.Asking
	c.Papers = newPapers(s)
	return c
}

func listNames(lists []*site.List) []string {
	names := make([]string, len(lists))
	for i, l := range lists {
		names[i] = l.Name
	}
	return names
}

func newDocument(s *site.Site, b *site.Brand) Document {
	d := Document{
		Slug:     b.Slug,
		Status:   b.Standing.Status,
		Name:     b.Name,
		Town:     b.Place,
		Builder:  b.Builder,
		Industry: b.Industry,
		Intro:    b.Intro.Text(),
		Body:     b.Story.Text(),
	}
	for i, name := range b.OtherNames() {
		d.addName(name, i >= len(b.AlsoKnownAs))
	}
	d.setPlace(s, b.Type, b.Region)
	for _, h := range b.Standing.Honors {
		d.addHonor(s, b, h)
	}
	for _, h := range b.Interrupted {
		badge := honorBadge(h)
		badge.Again = true
		d.Badges = append(d.Badges, badge)
	}
	for _, h := range b.Standing.Holding() {
		if n := h.Since.Document.Number; n != "" && !slices.Contains(d.Numbers, n) {
			d.Numbers = append(d.Numbers, n)
		}
	}
	for _, p := range b.People {
		d.People = append(d.People, p.Name)
		d.show("人物", "people", p.Name+" "+p.Role, p.Title)
		d.show("人物", "people", p.Story)
	}
	if s.Settings.ShowLeader && b.Leader != nil {
		d.People = append(d.People, b.Leader.Name)
		d.show("负责人", "", b.Leader.Name, b.Leader.Title)
	}
	for _, l := range b.Links {
		d.show(cmp.Or(l.Kind, "链接"), "links", l.Label)
	}
	if c := b.Contact; c != nil {
		d.show("联系单位", "contact", c.Unit)
		d.show("电话", "contact", c.Phone)
		d.show("地址", "contact", c.Address)
	}
	if b.Recognized() {
		d.Offers = b.Offers()
	}
	if act := b.RecognizedBy(); act != nil && !act.Date.IsZero() {
		d.Date = act.Date.String()
	}
	for _, n := range b.Standing.Running {
		d.addNoticed(n)
	}
	slices.SortStableFunc(d.Badges, func(a, b Badge) int { return cmp.Compare(len(a.Status), len(b.Status)) }) // what stands first
	return d
}

// show adds what stands in one place of the page, unless it is empty.
func (d *Document) show(word, id string, texts ...string) {
	texts = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
	if len(texts) > 0 {
		d.Shown = append(d.Shown, Shown{word, strings.Join(texts, "，"), id})
	}
}

// newNoticed returns the brands without a page under a 公示 that runs, by what it
// says of them.
func newNoticed(s *site.Site) []Document {
	var all []Document
	for _, n := range s.Notices {
		for _, row := range n.Rows {
			if row.Brand != nil {
				continue
			}
			i := slices.IndexFunc(all, func(d Document) bool { return d.Slug == row.Slug })
			if i < 0 {
				i = len(all)
				all = append(all, Document{Slug: row.Slug, Address: n.Path, Status: content.Noticed, Name: row.Name, Builder: row.Builder})
				all[i].setPlace(s, row.Type, row.Region)
			}
			d := &all[i]
			if row.Name != d.Name && !slices.Contains(d.Aliases, row.Name) {
				d.addName(row.Name, true)
			}
			d.addNoticed(n.Notice)
		}
	}
	return all
}

// addName gives d a name that it is called besides, or that it had.
func (d *Document) addName(name string, had bool) {
	word := "又称"
	if had {
		word = "原名"
	}
	d.Aliases, d.Called = append(d.Aliases, name), append(d.Called, word)
}

func (d *Document) setPlace(s *site.Site, kind *criteria.Type, region *criteria.Region) {
	if kind != nil {
		d.Type = kind.Name
	} else if s.Rules.Typed() {
		d.Untyped = site.Unstated
	}
	d.County = place(s, region)
	if city := region.City(); city != nil && city != region {
		d.City = place(s, city)
	}
	if s.Settings.Region.IsNation() {
		for up := region; up != nil; up = up.Parent {
			if up.IsProvince() {
				d.Province = place(s, up)
			}
		}
	}
}

// addHonor adds what b holds, or held. What it is found under is what stands, and
// where nothing does all that did.
func (d *Document) addHonor(s *site.Site, b *site.Brand, h content.Honor) {
	stands := h.Status == content.Recognized
	if stands || !b.Recognized() {
		d.Honors = append(d.Honors, Honor{h.Level.Name, site.YearName(h.Since.Year)})
	}
	if !stands && !b.Recognized() {
		d.Date = max(d.Date, site.EndOf(b, h).Date.String())
	}
	d.Badges = append(d.Badges, honorBadge(h))
}

// honorBadge returns the badge of what a brand holds, or held.
func honorBadge(h content.Honor) Badge {
	badge := newBadge(h.Level, h.Since)
	badge.Reason, badge.Until = h.Reason, site.DateText(h.Since.ValidUntil)
	if h.Status == content.Recognized {
		return badge
	}
	if badge.Status, badge.Day = h.Status.Word(), site.EndText(h); h.Ended != nil {
		badge.Act, badge.Path = actName(h.Ended), edition.NoticePath(h.Ended.Slug)
	}
	return badge
}

// addNoticed adds a 公示 that runs.
func (d *Document) addNoticed(n *content.Notice) {
	badge := newBadge(n.Level, n)
	badge.Status, badge.Day, badge.Until = content.Noticed.Word(), site.DateText(n.Begins()), site.DateText(n.To)
	d.Badges, d.Running = append(d.Badges, badge), true
	if d.Honors == nil {
		d.Honors = []Honor{{n.Level.Name, site.YearName(n.Year)}}
	}
	d.Date = cmp.Or(d.Date, n.Begins().String())
}

func newBadge(level *criteria.Level, act *content.Notice) Badge {
	text := level.Name
	if act.Year > 0 {
		text += " " + strconv.Itoa(act.Year)
	}
	return Badge{Text: text, Class: level.Slug, Day: site.DateText(act.Date), Act: actName(act), Path: edition.NoticePath(act.Slug), Word: act.Act}
}

// actName is what an act is called in a row: by its number where it has one.
func actName(n *content.Notice) string { return cmp.Or(n.Document.Number, "《"+n.Title+"》") }

func place(s *site.Site, r *criteria.Region) Place { return Place{s.PlaceName(r), r.Short} }

// madePages are pages that are made of all brands, and words that people ask for them by.
var madePages = []struct{ path, name, words string }{
	{edition.RollPath, "品牌名录", "名单 总表 下载 Excel 打印"},
	{edition.WorkPath, "找工作·学手艺", "岗位 招聘 招工 用工 培训 课程 店铺"},
	{edition.PeoplePath, "人物", "创立人 传承人 领军人"},
	{edition.LookupPath, "查一个品牌", "核实 牌匾 是否在册 真假"},
	{edition.ComparePath, "品牌对比", "比较"},
	{edition.NoticesPath, "通知公告", "订阅 公示 认定 退出 文件"},
	{edition.WithdrawnPath, "退出与到期", "失效 撤销"},
	{edition.StatsPath, "数据统计", "数字 图表 覆盖 目标 从业人员"},
	{edition.ChangesPath, "变动情况", "逐月 逐季 逐年 增减"},
	{edition.CriteriaPath, "认定标准", "条件 评分表 打分 申报"},
	{edition.DataPath, "开放数据", "下载 JSON CSV Excel 接口"},
}

// newPapers returns the notices that have come, the standards and the pages, made and written. Where
// there are many, they are found by what they are called alone.
func newPapers(s *site.Site) []Document {
	var all []Document
	add := func(path string, d Document, text, what, day string) {
		if len(s.Brands) <= few {
			d.Intro = text
		}
		d.Slug, d.Address, d.Town = path, path, day
		d.Badges = []Badge{{Text: what, Class: "plain"}}
		all = append(all, d)
	}
	for _, n := range s.Notices {
		d := Document{Name: n.Title, Type: "通知公告", Builder: n.Authority, Date: n.Day().String()}
		if n.Document.Number != "" {
			d.Aliases, d.Called, d.Numbers = []string{n.Document.Number}, []string{"文号"}, []string{n.Document.Number}
		}
		var names []string
		for _, u := range n.Named {
			names = append(names, u.Name)
		}
		d.Body = strings.Join(names, "\n")
		add(n.Path, d, n.Text.Text(), string(n.Kind), site.DateText(n.Day()))
	}
	for _, st := range s.Standards {
		add(st.Path, Document{Name: st.Title, Type: "认定标准", Date: st.From.String()}, st.Document, "标准", site.DateText(st.From))
	}
	for _, p := range madePages {
		add(p.path, Document{Name: p.name}, p.words, "页面", "")
	}
	for _, p := range s.Pages {
		add(p.Path, Document{Name: p.Title}, p.Description+"\n"+beginning(p.Text.Text(), fullText), "页面", "")
	}
	return all
}

// beginning returns so many characters of a text.
func beginning(text string, most int) string {
	r := []rune(text)
	return string(r[:min(len(r), most)])
}
