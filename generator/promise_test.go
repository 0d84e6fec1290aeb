package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"
	"time"

	"minglu/generator/fixture"
	"minglu/generator/public"
	"minglu/generator/values"
)

// What check passes on a day, build publishes on that day and on any later one.
// These are the ways in which that was once not so: each is a slip, or what only
// looks like one, in a repository that is otherwise sound.
func TestWhatCheckPassesCanBePublished(t *testing.T) {
	dir := fixture.Repository(t, nil)
	for name, c := range map[string]struct {
		files map[string]string
		want  string // what check says; "": nothing
	}{
		"a candidate's picture is damaged": {map[string]string{
			"brands/donghai/yi.md": brandFile("乙", "cover: {file: yi.jpg, alt: 图}\n", "正文。"), "brands/donghai/yi.jpg": damagedPhoto(t), "notices/later.md": later,
		}, "content/brands/donghai/yi.md:4:15: 图片“yi.jpg”已经损坏"},
		"a page links to a place that its target lacks":    {withPage("[甲](/brands/jia.html#nowhere)"), "content/pages/more.md:4:5: "},
		"a page links to a place that it lacks itself":     {withPage("[此](#nowhere)"), "content/pages/more.md:4:5: "},
		"a page links to a heading":                        {withPage("# 一 二\n\n[此](#s-一-二)、[此](/more.html#s-%E4%B8%80-%E4%BA%8C)、[甲](/brands/jia.html#s-故事)"), ""},
		"a page links to the first page's places":          {withPage("[首页](/#types)、[首页](/?a=1)"), ""},
		"a page links to the sitemap that is not made":     {withPage("[图](/sitemap.xml)"), "content/pages/more.md:4:5: "},
		"a page links to the drawings of the layouts":      {withPage("[图](/favicon.svg)"), ""},
		"a page links to the list of undated notices":      {withPage("[年份](/years/undated.html)"), ""},
		"a page links to a place behind a bad escape":      {withPage("[名录](/list.html#100%)"), "content/pages/more.md:4:6: "},
		"a page links to a place that stands for now":      {withPage("[甲](/brands/jia.html#evaluation)"), "content/pages/more.md:4:5: "},
		"a page links to the level whose brands expire":    {withPage("[名录](/list.html#municipal)"), "content/pages/more.md:4:6: "},
		"a page links to a 公示 that runs":                   {withPage("[公示](/notices.html#running)"), "content/pages/more.md:4:6: "},
		"a page links to the present year of the changes":  {map[string]string{"notices/running.md": strings.ReplaceAll(sound["notices/running.md"], "2026", "2025"), "pages/more.md": withPage("[变动](/changes.html#2026)")["pages/more.md"]}, "content/pages/more.md:4:6: "},
		"a page links to a year of the changes":            {withPage("[变动](/changes.html#2025-q2)、[变动](/changes.html#2025)、[变动](/changes.html#undated)"), ""},
		"a page links to the place of an old address":      {withPage("[甲](/brands/old-jia.html#s-故事)"), "content/pages/more.md:4:5: "},
		"a page links to a clause":                         {withPage("[标准](/criteria/lianyungang-2024.html#basic-1)"), ""},
		"a page links to a clause that there is not":       {withPage("[标准](/criteria/lianyungang-2024.html#basic-99)"), "content/pages/more.md:4:6: "},
		"a page writes this site's address in full":        {withPage("[甲](https://minglu.example.org/brands/nobody.html)"), "content/pages/more.md:4:5: "},
		"a brand's links lead nowhere on this site":        {map[string]string{"brands/donghai/yi.md": brandFile("乙", "links: [{label: 招工, url: https://minglu.example.org/jobs.html}]\n", ""), "notices/later.md": later}, "content/brands/donghai/yi.md:4:26: "},
		"a unit's website leads nowhere on this site":      {map[string]string{"brands/donghai/yi.md": brandFile("乙", "contact: {website: https://minglu.example.org/unit.html}\n", ""), "notices/later.md": later}, "content/brands/donghai/yi.md:4:20: "},
		"the paper of an act lies nowhere on this site":    {map[string]string{"notices/later.md": strings.Replace(later, "level", "document: {url: https://minglu.example.org/a.html}\nlevel", 1), "brands/donghai/yi.md": brandFile("乙", "", "")}, "content/notices/later.md:4:17: "},
		"corrections are sent nowhere on this site":        {map[string]string{"site.yaml": soundSite + "feedback: https://minglu.example.org/mend.html\n"}, "content/site.yaml:6:11: "},
		"a brand gives a telephone number among its links": {map[string]string{"brands/donghai/jia.md": brandFile("甲", "links: [{label: 电话, url: 'tel:0518-85550100'}, {label: 信, url: 'mailto:a@example.org'}]\nformer_slugs: [old-jia]\n", "正文。\n\n## 故事\n")}, ""},
		"corrections are told by telephone":                {map[string]string{"site.yaml": soundSite + "feedback: tel:0518-85550100\n"}, ""},
		"a candidate links to a place that it lacks":       {map[string]string{"brands/donghai/yi.md": brandFile("乙", "", "[此](#nowhere)"), "notices/later.md": later}, "content/brands/donghai/yi.md:5:5: "},
		"a planned notice links to a place that it lacks":  {map[string]string{"brands/donghai/yi.md": brandFile("乙", "", ""), "notices/later.md": later + "[此](#nowhere)\n"}, "content/notices/later.md:8:5: "},
		"a planned notice names a brand twice":             {map[string]string{"brands/donghai/yi.md": brandFile("乙", "", ""), "notices/later.md": strings.Replace(later, "[yi]", "[yi, yi]", 1)}, "content/notices/later.md:6:14: "},
		"a planned notice recognizes what already stands":  {map[string]string{"brands/donghai/yi.md": brandFile("乙", "", ""), "notices/later.md": strings.Replace(later, "[yi]", "[yi, jia]", 1), "notices/first.md": strings.Replace(sound["notices/first.md"], "valid_until: 2027-03-01\n", "", 1)}, "content/notices/later.md:6:14: "},
		"the site's address has signs that are escaped":    {map[string]string{"site.yaml": strings.Replace(soundSite, ".org", ".org/a%20b/(c)/%E5%90%8D", 1)}, ""},
		"a page writes a fragment by its entity":           {withPage("[首页](/&#35;types)"), ""},
		"two standards' clauses and every fixed place":     {withPage("[一](/criteria.html#naming)、[二](/stats.html#coverage)、[三](/data.html#fields)、[四](/search.html?q=水晶#results)、[五](/index.html#news)、[六](/brands/jia.json#/name)、[七](#top)"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(sound)
			maps.Copy(files, c.files)
			fixture.Replace(t, dir, files)
			bad := saysOn(t, dir, promiseDay, (*app).checkAll)
			if !strings.Contains(bad, c.want) || c.want == "" && bad != "" {
				t.Errorf("check says\n%s\nwant\n%s", bad, c.want)
			}
			for _, later := range laterDays {
				if bad != "" {
					break
				}
				if said := saysOn(t, dir, promiseDay.AddDate(0, 0, later), (*app).buildOnly); said != "" {
					t.Errorf("what check passed, build refuses %d days later:\n%.200s", later, said)
				}
			}
		})
	}
}

// promiseDay is the day of the check, laterDays how many days later the builds
// are.
var (
	promiseDay = time.Date(2026, 6, 30, 0, 0, 0, 0, beijing)
	laterDays  = []int{0, 1, 30, 400}
)

const soundSite = "title: 名录\npublisher: 编辑部\nregion: 320700\nbase_url: https://minglu.example.org\nshow_scores: true\n"

// later recognizes, in a fortnight, what is a candidate today.
const later = "---\nkind: 认定\ntitle: 通知\nlevel: 市级\ndate: 2026-07-14\nbrands: [yi]\n---\n"

// sound is content/ without a mistake: a brand that stands until next spring,
// and notices of other kinds.
var sound = map[string]string{
	"site.yaml":             strings.Replace(soundSite, "base_url", "demo: true\nbase_url", 1),
	"brands/donghai/jia.md": brandFile("甲", "former_slugs: [old-jia]\n", "正文。\n\n## 故事\n"),
	"notices/first.md":      "---\nkind: 认定\ntitle: 通知\nlevel: 市级\ndate: 2025-05-06\nvalid_until: 2027-03-01\nbrands: [jia]\n---\n",
	"notices/of-old.md":     "---\nkind: 认定\ntitle: 旧通知\nlevel: 县级\nbrands: [jia]\n---\n",
	"notices/running.md":    "---\nkind: 公示\ntitle: 公示\nlevel: 省级\nfrom: 2026-06-25\nto: 2026-07-05\nbrands: [jia]\n---\n",
}

func brandFile(name, fields, text string) string {
	return fmt.Sprintf("---\nname: %s\ncounty: 东海县\n%s---\n%s\n", name, fields, text)
}

func withPage(text string) map[string]string {
	return map[string]string{"pages/more.md": "---\ntitle: 更多\n---\n" + text + "\n"}
}

// damagedPhoto has a sound head and has lost its end.
func damagedPhoto(t testing.TB) string {
	whole := fixture.Photo(t)
	return whole[:len(whole)-20]
}

// saysOn runs a command as of a day and returns all that is wrong, "" for nothing.
func saysOn(t testing.TB, dir string, day time.Time, command func(*app, context.Context, string) error) string {
	t.Helper()
	var stdout strings.Builder
	a := &app{stdout: &stdout, stderr: io.Discard, now: fixedNow, root: dir, noSearch: true, layouts: layoutsOnce}
	a.date = dateArg{Date: values.Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}}
	if err := command(a, t.Context(), t.TempDir()); err != nil {
		return stdout.String() + err.Error()
	}
	return ""
}

func (a *app) checkAll(ctx context.Context, _ string) error { return a.check(ctx, nil, "text", false) }
func (a *app) buildOnly(ctx context.Context, out string) error {
	return a.build(ctx, out, "", public.Either, nil)
}
