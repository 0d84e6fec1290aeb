package layouts

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minglu/generator/criteria"
)

// pageText renders the sample, with edits, and returns what a reader reads on
// each page.
func pageText(t *testing.T, edits ...string) map[string]string {
	t.Helper()
	files := sample(t, edits...)
	texts := map[string]string{}
	for _, d := range pagesOf(t, render(t, siteOf(t, files), files)) {
		texts[d.path] = text(d.root)
	}
	return texts
}

func TestPersonalDataAreNowhereUnlessShown(t *testing.T) {
	files := sample(t)
	secrets := map[string]string{"密某甲": "the leader", "密职务": "the leader's post", "密意见": "an opinion",
		"密评审组": "who judged", "自评": "a self-score", "密候选工": "a candidate", "houxuan": "a candidate's slug"}
	for path, data := range render(t, siteOf(t, files), files) {
		for secret, what := range secrets {
			if strings.Contains(data, secret) {
				t.Errorf("%s shows %s (%s)", path, what, secret)
			}
		}
	}
}

func TestPersonalDataAreShownWhereTheSettingsSaySo(t *testing.T) {
	page := pageText(t, "show_scores: true", "show_scores: true\nshow_leader: true\nshow_opinions: true")["brands/shuijing.html"]
	for _, want := range []string{"密某甲", "密意见一", "密意见二"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %s", want)
		}
	}
	for _, never := range []string{"密评审组", "137"} {
		if strings.Contains(page, never) {
			t.Errorf("the page shows %s", never)
		}
	}
}

func TestScoresAreNowhereUnlessShown(t *testing.T) {
	for path, page := range pageText(t, "show_scores: true", "show_scores: false") {
		if path == "desk.html" { // what is typed there is measured for whoever types it
			continue
		}
		for _, word := range []string{"总分 ", "怎样晋级", "对照标准", "达到本条的在册品牌", "对照品牌"} {
			if strings.Contains(page, word) {
				t.Errorf("%s shows %q", path, word)
			}
		}
	}
}

func TestBrandPageTellsAll(t *testing.T) {
	page := pageText(t)["brands/shuijing.html"]
	for _, want := range []string{
		"东海水晶雕刻工匠", "文化旅游类", "东海县曲阳镇", "示例水晶中心", "水晶雕刻", "水晶工",
		"连云港市市级劳务品牌", "2024年", "基本情况一句话，<甲> & \"乙\"不是标签。", "品牌故事", "公开人", "招聘：水晶雕刻学徒",
		"2,600", "《示例年报》", "从业人员不少于2000人，得20分", "评定理由", "省级劳务品牌认定标准",
		"市级名单", "县级名单", "https://minglu.example.org/sub/brands/shuijing.html",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

// The coach stands folded on the page, in the words of score --path.
func TestTheCoachStandsOnTheBrandPage(t *testing.T) {
	page := pageText(t)["brands/shuijing.html"]
	for _, want := range []string{"怎样晋级", "市级：怎样得分更多", "加 7 分", "省级：怎样达到（改动最少的一种）",
		"从业人员：2,600 人 → 3,000 人，增加 400 人（+15.4%） 分类条件第1条", "文化旅游产品认定：市级 → 省级"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	if list := pageText(t)["brands/lieb.html"]; strings.Contains(list, "怎样晋级") {
		t.Error("a brand without facts is told what to do")
	}
}

func TestPlainEntrySaysWhatTheSourceLeavesOut(t *testing.T) {
	if page := pageText(t)["brands/lieb.html"]; strings.Count(page, "原公布文件未载明") != 2 {
		t.Errorf("type and unit are not said to be absent: %s", page)
	}
}

func TestWhatEndedIsMarkedAndOutOfLists(t *testing.T) {
	texts := pageText(t)
	for path, want := range map[string]string{
		"brands/tuichu.html": "已退出　连云港市市级劳务品牌，2025-06-20，原因：单位解散",
		"brands/daoqi.html":  "已到期　市级劳务品牌，有效期至 2025-06-14，",
		"withdrawn.html":     "单位解散",
	} {
		if !strings.Contains(texts[path], want) {
			t.Errorf("%s does not say %s", path, want)
		}
	}
	for _, path := range []string{"list.html", "counties/ganyu.html", "counties/guanyun.html", "levels/municipal.html", "years/2022.html"} {
		listed, _, _ := strings.Cut(texts[path], "认定经过") // what acts did, which a county tells below
		for _, name := range []string{"赣榆退出工", "灌云到期师"} {
			if strings.Contains(listed, name) {
				t.Errorf("%s lists %s, which stands no more", path, name)
			}
		}
	}
}

func TestRunningPublicityShowsRowsWithoutLinks(t *testing.T) {
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	d := parsePage(t, "notices/gong-2026.html", tree["notices/gong-2026.html"])
	if !strings.Contains(text(d.root), "连云公示员") {
		t.Error("the brand under 公示 is not in its table")
	}
	for _, a := range d.tags("a") {
		if text(a) == "连云公示员" {
			t.Error("the brand under 公示 is linked, but has no page")
		}
	}
	if _, found := tree["brands/gongshi.html"]; found {
		t.Error("the brand under 公示 has a page before its first 认定")
	}
}

func TestOldAddressLeadsOn(t *testing.T) {
	files := sample(t)
	d := parsePage(t, "moved", render(t, siteOf(t, files), files)["brands/jiu-shuijing.html"])
	if len(d.all(func(n *html.Node) bool { return n.Data == "a" && attr(n, "href") == "../brands/shuijing.html" })) == 0 {
		t.Error("the old address does not lead to the new one")
	}
	refresh := d.all(func(n *html.Node) bool { return attr(n, "http-equiv") == "refresh" })
	if len(refresh) != 1 || attr(refresh[0], "content") != "0; url=../brands/shuijing.html" {
		t.Error("the old address does not lead on by itself")
	}
}

func TestMarkdownIsMadeFitForThePage(t *testing.T) {
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	about := tree["about.html"]
	for what, want := range map[string]string{
		"a heading begins at h2":             `<h2 id="s-第一节">第一节</h2>`,
		"no level is skipped":                `<h3 id="s-跳级的标题">`,
		"a link of the site is relative":     `<a href="list.html">名录</a>`,
		"a link to elsewhere says so":        `<a href="https://example.org/" rel="noopener">`,
		"a column is aligned by a class":     `<td class="right">3</td>`,
		"a table scrolls by itself":          `<div class="scroll" role="region" aria-label="表格：左、中、右" tabindex="0">`,
		"a column in the middle has a class": `<th class="center">中</th>`,
	} {
		if !strings.Contains(about, want) {
			t.Errorf("%s: no %s", what, want)
		}
	}
	brand := tree["brands/shuijing.html"]
	for what, want := range map[string]string{
		"a link of the site goes up to the root": `<a href="../brands/lieb.html">另一品牌</a>`,
		"strangers' links are marked":            `<a href="https://example.org/" rel="noopener nofollow ugc">`,
		"signs of HTML are text":                 `&lt;甲&gt; &amp; &quot;乙&quot;`,
	} {
		if !strings.Contains(brand, want) {
			t.Errorf("%s: no %s", what, want)
		}
	}
}

// The newest value is last; where the year before is not known, nothing is compared.
func TestTheYearsAreSeries(t *testing.T) {
	years := "years: {2020: {workers: 1000}, 2022: {workers: 2000, media_level: 无}, 2023: {workers: 1995}}\n"
	for asOf, newest := range map[string]string{"2024-06-30": "2024-06-302,600 人增加 605 人（+30.3%）", "2023-06-30": ""} {
		page := pageText(t, "as_of: 2024-06-30\n", "as_of: "+asOf+"\n"+years)["brands/shuijing.html"]
		page = strings.Join(strings.Fields(page), "")
		want := "从业人员年份数值较上年2020年1,000人—2022年2,000人—2023年1,995人减少5人（-0.3%）" + strings.ReplaceAll(newest, " ", "")
		if !strings.Contains(page, want+"媒体宣传推广") {
			t.Errorf("the page does not say %s\n%s", want, page)
		}
	}
	if page := pageText(t)["brands/shuijing.html"]; strings.Contains(page, "历年数据") {
		t.Error("there are years without any")
	}
}

// The newest activity stands first; a list without items has no heading.
func TestWhatFactsCountIsNamed(t *testing.T) {
	named := "enterprises: [{name: 甲公司, kind: 省级龙头企业, since: 2021}, {name: 乙公司}]\ntrademarks: [{number: G1234567}]\n" +
		"activities: [{name: 旧活动, kind: 推介, date: 2023-05}, {name: 新活动, kind: 其他, date: 2024-06-01}]\n"
	page := pageText(t, "as_of: 2024-06-30\n", "as_of: 2024-06-30\n"+named)["brands/shuijing.html"]
	page = strings.Join(strings.Fields(page), "")
	want := "企业、园区、商标和活动由培育建设单位列出。龙头企业甲公司省级龙头企业，2021年起乙公司注册商标商标注册号G1234567活动新活动其他，2024-06-01旧活动推介，2023年5月"
	if !strings.Contains(page, want) {
		t.Errorf("the page does not say %s\n%s", want, page)
	}
	if page := pageText(t)["brands/shuijing.html"]; strings.Contains(page, "企业、园区、商标和活动") {
		t.Error("something is named without any names")
	}
}

func TestCorrectionsSayOfWhichDayTheyAre(t *testing.T) {
	page := pageText(t, "corrections:\n", "corrections:\n  - {date: 2025-05-06, as_of: 2023-06-30, fact: workers, was: 100, now: 200, why: 漏计。}\n")["brands/shuijing.html"]
	if want := "从业人员（2023-06-30 的数据）由“100 人”更正为“200 人”"; !strings.Contains(page, want) {
		t.Errorf("the page does not say %s\n%s", want, page)
	}
}

// cells returns the cells of the comparison on d, row by row.
func (d doc) cells() (rows [][]*html.Node) {
	for _, table := range d.classed("items") {
		for _, tr := range (doc{path: d.path, root: table}).tags("tr") {
			if cells := (doc{path: d.path, root: tr}).tags("td"); len(cells) > 0 {
				rows = append(rows, cells)
			}
		}
	}
	return rows
}

// A brand's page gives the reasons that the criteria give, word for word and all but those that
// say no more than that an item is met; the values that they read stand at the clause, each once
// a row; of what is not so it says what is so.
func TestABrandsPageGivesTheReasonsOfTheCriteria(t *testing.T) {
	files := crowd(120)
	s := siteOf(t, files)
	tree := render(t, s, files)
	given, denied := 0, 0
	for _, b := range s.Brands {
		d := parsePage(t, b.Path, tree[b.Path])
		want, got := map[string]bool{}, map[string]bool{}
		for _, e := range b.Evaluations {
			for _, r := range e.Items {
				for _, reason := range r.Reasons() {
					if !reason.Adds() {
						continue
					}
					said, beside := reason.Told()
					whole := said
					if said != "" {
						want[strings.Join(strings.Fields(said), "")] = true
					}
					for _, v := range beside {
						want[strings.Join(strings.Fields(v.Statement()), "")] = true
						whole += v.Statement()
					}
					if signs := regexp.MustCompile("[（）；]"); signs.ReplaceAllString(whole, "") != signs.ReplaceAllString(reason.Text(), "") && reason.Kind != criteria.Clausal {
						t.Errorf("told as %s, and as %s", whole, reason.Text())
					}
				}
			}
		}
		for _, cells := range d.cells() {
			once := map[string]bool{}
			for _, cell := range append(cells, cells[0].Parent.FirstChild) {
				for p := range cell.ChildNodes() {
					if p.Data == "p" {
						line := strings.Join(strings.Fields(text(p)), "")
						if got[line] = true; once[line] {
							t.Errorf("%s says twice in a row: %s", b.Path, line)
						}
						once[line] = true
					}
				}
			}
		}
		given += len(got)
		if !maps.Equal(want, got) {
			t.Errorf("%s gives\n%v\nwant\n%v", b.Path, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
		}
		for v := range slices.Values(b.Facts.Stated()) {
			if v.Fact.Kind == criteria.YesNo && strings.Contains(tree[b.Path], v.Fact.Short()+"：否") {
				t.Errorf("%s says %s：否", b.Path, v.Fact.Short())
			}
			if v.Fact.Kind == criteria.YesNo && !v.Yes() && strings.Contains(tree[b.Path], v.Statement()) {
				denied++
			}
		}
	}
	if given < 400 || denied < 100 {
		t.Errorf("only %d reasons are given, and %d facts said not to be so", given, denied)
	}
}
