package layouts

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// rows returns the cells of a table's rows below its head, as texts.
func rows(table *html.Node) [][]string {
	var all [][]string
	for n := range table.Descendants() {
		if n.Data != "tr" || n.Parent.Data != "tbody" {
			continue
		}
		var row []string
		for c := range n.ChildNodes() {
			row = append(row, text(c))
		}
		all = append(all, row)
	}
	return all
}

// tables returns the page's tables by their captions.
func (d doc) tables() map[string]*html.Node {
	all := map[string]*html.Node{}
	for _, n := range d.tags("table") {
		for c := range n.Descendants() {
			if c.Data == "caption" {
				all[text(c)] = n
			}
		}
	}
	return all
}

func publishedBrands(tb testing.TB) (*site.Site, map[string]string) {
	tb.Helper()
	data, err := os.ReadFile("../testdata/published.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	files, err := txtar.FS(txtar.Parse(data))
	if err != nil {
		tb.Fatal(err)
	}
	s := siteOf(tb, files)
	return s, render(tb, s, files)
}

func TestChartsDrawWhatTheirTablesSay(t *testing.T) {
	files := crowd(90)
	s := siteOf(t, files)
	page := parsePage(t, "stats.html", render(t, s, files)["stats.html"])
	charts := 0
	for caption, table := range page.tables() {
		widths := barWidths(t, table)
		if len(widths) == 0 || strings.HasPrefix(caption, "各级别目标") {
			continue
		}
		charts++
		numbers, longest := make([]float64, 0, len(widths)), 0.0
		for _, row := range rows(table) {
			n, _, _ := strings.Cut(row[len(row)-2], " ")
			if strings.HasSuffix(n, "%") { // the share stands between
				n = row[len(row)-3]
			}
			number, err := strconv.ParseFloat(strings.ReplaceAll(n, ",", ""), 64)
			if err != nil && n != "未填报" {
				t.Errorf("%s: %q is no number", caption, n)
			}
			numbers, longest = append(numbers, number), max(longest, number)
		}
		for i, width := range widths {
			if want := numbers[i] * 100 / longest; width < want-.01 || width > want+.01 {
				t.Errorf("%s, row %d: a bar of %v for %v of %v", caption, i, width, numbers[i], longest)
			}
		}
	}
	if charts < 8 {
		t.Errorf("%d charts only", charts)
	}
	for caption, lists := range map[string][]*site.List{"各类型在册品牌数": s.Types, "各县区在册品牌数": s.Home.Grid.Places(), "各级别在册品牌数": s.Levels, "各年份批次现仍在册的品牌数": s.Years} {
		for i, row := range rows(page.tables()[caption])[:len(lists)] {
			if want := strconv.Itoa(len(lists[i].Brands)); row[0] != lists[i].Name && row[0] != lists[i].Region.Name || row[1] != want {
				t.Errorf("%s: %q, want %s %s", caption, row, lists[i].Name, want)
			}
		}
	}
}

// barWidths returns how long the table's bars are, their rails apart.
func barWidths(t *testing.T, table *html.Node) []float64 {
	var widths []float64
	for n := range table.Descendants() {
		if n.Data != "rect" || attr(n, "class") != "" {
			continue
		}
		width, err := strconv.ParseFloat(attr(n, "width"), 64)
		if err != nil {
			t.Error(err)
		}
		widths = append(widths, width)
	}
	return widths
}

func TestTilesShowTheFiguresOfTheirTable(t *testing.T) {
	files := crowd(50)
	page := parsePage(t, "stats.html", render(t, siteOf(t, files), files)["stats.html"])
	inTable := map[string]string{}
	for _, row := range rows(page.tables()["各县区在册品牌数"]) {
		inTable[row[0]] = row[1]
	}
	tiles := page.all(func(n *html.Node) bool { return n.Data == "li" && strings.HasPrefix(attr(n, "class"), "r") })
	if len(tiles) != 6 || !strings.Contains(text(page.root), "示意方格，非地图，不表示行政区域界线") {
		t.Fatalf("%d tiles", len(tiles))
	}
	for _, tile := range tiles {
		name, number, _ := strings.Cut(text(tile), " ")
		if number != inTable[name+"区"] && number != inTable[name+"县"] {
			t.Errorf("the tile says %s %s, the table %v", name, number, inTable)
		}
	}
}

func TestPointsAreInStatsOnlyWhereShown(t *testing.T) {
	shown := sample(t)
	if page := render(t, siteOf(t, shown), shown)["stats.html"]; !strings.Contains(page, "总分分布") || !strings.Contains(page, "不能互相比较") {
		t.Error("the page has no points, or does not say that types are not comparable")
	}
	hidden := sample(t, "show_scores: true", "show_scores: false")
	if page := render(t, siteOf(t, hidden), hidden)["stats.html"]; strings.Contains(page, "总分") {
		t.Error("the page has points that are not to be shown")
	}
}

// TestEveryPeriodHasAnAnchorAndItsFigures: a clerk opens changes.html#2025-q4.
func TestEveryPeriodHasAnAnchorAndItsFigures(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	page := parsePage(t, "changes.html", render(t, s, files)["changes.html"])
	byID := map[string]*html.Node{}
	for _, n := range page.all(func(n *html.Node) bool { return attr(n, "id") != "" }) {
		byID[attr(n, "id")] = n
	}
	for _, year := range s.Changes.Years {
		if byID[year.ID] == nil {
			t.Errorf("%s has no anchor", year.ID)
		}
		table := rows(page.tables()[year.Name+"各季度、各月变动"])
		if len(year.Changes) > 0 {
			table = table[1:] // 月份未载明
		}
		for _, quarter := range year.Parts {
			for _, p := range append([]*site.Period{quarter}, quarter.Parts...) {
				if byID[p.ID] == nil {
					t.Errorf("%s has no anchor", p.ID)
				}
				row := table[0]
				table = table[1:]
				want := fmt.Sprintf("%d %d %d %d %d %d", p.Noticed, p.Recognized, p.Withdrawn, p.Expired, p.Honors, p.Brands)
				if got := strings.Join(row[1:], " "); got != want || !strings.HasSuffix(p.Name, row[0]) {
					t.Errorf("%s: the row %q, want %s", p.ID, row, want)
				}
			}
		}
	}
}

func TestChangesNameTheBrandsOfAnAct(t *testing.T) {
	files := sample(t)
	page := parsePage(t, "changes.html", render(t, siteOf(t, files), files)["changes.html"])
	whole := text(page.root)
	for _, want := range []string{"2024年12月", "市级 2 个：东海水晶老匠、赣榆退出工", " 有效期满，市级 1 个：灌云到期师", "2023年，月份未载明", "市级 2 个：连云公示员、黄川草莓种植师"} {
		if !strings.Contains(whole, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(whole, "密候选工") {
		t.Error("a candidate is named")
	}
}

// TestCrowdsAreCountedNotNamed: a batch of hundreds stands in its notice.
func TestCrowdsAreCountedNotNamed(t *testing.T) {
	files := crowd(2400) // 300 an act
	tree := render(t, siteOf(t, files), files)
	page := parsePage(t, "changes.html", tree["changes.html"])
	if named := strings.Count(tree["changes.html"], `href="brands/`); named != 8*maxNamed {
		t.Errorf("%d brands are named, want %d of each of 8 acts", named, maxNamed)
	}
	if !strings.Contains(text(page.root), "300 个：") || !strings.Contains(text(page.root), "名单见通知") {
		t.Error("the page does not count them, or does not say where they are")
	}
}

func TestPublishedBrandsHaveTheirFigures(t *testing.T) {
	s, tree := publishedBrands(t)
	for _, address := range []string{"stats.html", "changes.html"} {
		d := parsePage(t, address, tree[address])
		checkHeadings(t, d)
		checkIDs(t, d)
		checkPolicy(t, d)
		checkLinks(t, d, tree)
	}
	stats := text(parsePage(t, "", tree["stats.html"]).root)
	for _, want := range []string{fmt.Sprintf("在册品牌 %d 个", len(s.Listed)), "应覆盖的县（市）40 个", "没有填报从业人员", "按设区市", "类型未载明"} {
		if !strings.Contains(stats, want) {
			t.Errorf("stats.html does not say %q", want)
		}
	}
	for _, never := range []string{"目标完成", "总分"} {
		if strings.Contains(stats, never) {
			t.Errorf("stats.html speaks of %s, of which nothing is known", never)
		}
	}
	if !strings.Contains(tree["changes.html"], `id="undated"`) {
		t.Error("changes.html has no undated acts")
	}
}

// BenchmarkFigures makes the pages of figures of a large site.
func BenchmarkFigures(b *testing.B) {
	l, err := Load(repository)
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1000, 10000} {
		files := crowd(n)
		s := siteOf(b, files)
		v := l.View(s, nil, nil, nil)
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			for b.Loop() {
				for _, page := range []string{edition.StatsPath, edition.ChangesPath} {
					if _, err := v.File(page); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func TestTargetsTellTheirSourceAndSteps(t *testing.T) {
	page := pageText(t, "show_scores: true", "show_scores: true\ntargets: {市级: {number: 9, year: 2999, source: 示例〔2024〕1号, steps: [{number: 2, year: 2999}, {number: 8, year: 2000}]}}")["stats.html"]
	if want := "依据：示例〔2024〕1号分步：2000年底 8 个，当时在册 0 个；2999年底 2 个"; !strings.Contains(page, want) {
		t.Errorf("the page does not say %s\n%s", want, page)
	}
}

func TestTheStatisticsSayWhatIsAgriculturalAndWhereBrandsAreSeveral(t *testing.T) {
	page := pageText(t, "industry: 水晶雕刻\n", "industry: 水晶雕刻\nagricultural: 示例农发〔2024〕1号\n")
	for _, want := range []string{"区只计标明涉农的，现在没有标明的。", "一县多品有两个以上在册品牌的县（市）", "在册品牌中标明涉农的 1 个，依据：示例农发〔2024〕1号（1 个）。"} {
		if !strings.Contains(page["stats.html"], want) {
			t.Errorf("the page does not say %s\n%s", want, page["stats.html"])
		}
	}
	if !strings.Contains(page["brands/shuijing.html"], "依据：示例农发〔2024〕1号") {
		t.Error("the brand's page does not say by what it is 涉农")
	}
	if page := pageText(t)["stats.html"]; strings.Contains(page, "涉农品牌") {
		t.Error("brands are agricultural without any mark")
	}
}

// An expiry has one day wherever people read of it: the last, not the one after.
func TestAnExpiryHasOneDay(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	tree := render(t, s, files)
	ended := 0
	for _, level := range s.Ended {
		for _, e := range level.Rows {
			if e.Honor.Status != content.Expired {
				continue
			}
			ended++
			want, next := "有效期至 "+site.DateText(e.Honor.Since.ValidUntil), site.DateText(e.Honor.Since.Expiry())
			for _, path := range []string{e.Brand.Path, edition.WithdrawnPath} {
				if page := tree[path]; !strings.Contains(page, want) || strings.Contains(page, next) {
					t.Errorf("%s of %s: %q is not said, or %s is", path, e.Brand.Name, want, next)
				}
			}
		}
	}
	if ended == 0 {
		t.Error("nothing has expired")
	}
}
