package opendata

import (
	"bytes"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/yuin/goldmark"
	mdtext "github.com/yuin/goldmark/text"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/fields"
	"minglu/generator/site"
	"minglu/generator/values"
)

// What must never be in any file, whatever the settings say.
const (
	judge     = "机密评审组"
	candidate = "未认定师傅"
	storied   = "倪某某"
)

// rulesIn reads criteria/ in root.
func rulesIn(t testing.TB, root fs.FS) *criteria.Rules {
	t.Helper()
	rules, bad, err := criteria.Load(root)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return rules
}

func smallRules(t testing.TB) *criteria.Rules {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/small.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	return rulesIn(t, root)
}

func date(s string) values.Date {
	d, ok := values.ParseDate(s, true)
	if !ok {
		panic(s)
	}
	return d
}

// facts reads facts as a brand's file writes them.
func facts(t testing.TB, rules *criteria.Rules, of *criteria.Type, yaml string) criteria.Facts {
	t.Helper()
	src := diag.NewSource("facts", yaml, nil)
	read := rules.ReadFacts(fields.Parse(src, 1, src.Lines()), of)
	if len(src.List) > 0 {
		t.Fatal(src.List)
	}
	return read
}

func markdown(s string) content.Markdown {
	return content.Markdown{Source: []byte(s), Doc: goldmark.DefaultParser().Parse(mdtext.NewReader([]byte(s)))}
}

// smallContent holds one of everything, hostile values among them. Standings
// are given here as package edition derives them from notices.
func smallContent(t testing.TB) (*content.Content, *criteria.Rules) {
	rules := smallRules(t)
	tourism, livelihood := rules.Type("文化旅游类"), rules.Type("民生保障类")
	city, county := rules.Level("市级"), rules.Level("县级")
	crystal := &content.Brand{
		Slug: "shuijing", Name: "东海水晶雕刻工匠", Type: tourism, Region: rules.Region("320722"), Place: "曲阳镇",
		Builder: "=HYPERLINK(\"https://evil.example/\",\"点\")", Industry: "<b>雕刻</b> & \"打磨\"", Agricultural: "示例农发〔2024〕1号",
		AlsoKnownAs: []string{"水晶工；老称", "-雕工"}, FormerSlugs: []string{"crystal"}, FormerNames: []content.FormerName{{Name: "水晶匠", Until: date("2024-12-07")}},
		Pool: "省级", Stage: "未成品牌",
		Leader:   &content.Leader{Name: "负责人甲", Title: "主任"},
		Cover:    &content.Picture{File: "content/brands/donghai/shuijing.webp", Alt: "=灯下的\"水晶\"；<b>", AIGenerated: true},
		Contact:  &content.Contact{Unit: "东海县水晶中心", Phone: "+86 518 8555 0111", Website: "https://shuijing.example.org/"},
		Links:    []content.Link{{Label: "招聘", URL: "https://jobs.example.org/?a=1&b=2", Kind: "招聘"}, {Label: "指南", URL: "https://minglu.example.org/lw/guide.html"}},
		HasFacts: true, AsOf: date("2024-06-30"),
		Facts:    facts(t, rules, tourism, "plan: 是\nworkers: 12600\nsales: 1.6\nmedia: 中央\nhonors: [国家级荣誉]\n"),
		Years:    []content.YearFacts{{Year: 2022, Facts: facts(t, rules, tourism, "plan: 是\nworkers: 12000\n")}, {Year: 2023, Facts: facts(t, rules, tourism, "workers: 12500\n")}},
		Evidence: map[string]string{"workers": "《年报；2023》", "sales": "审计报告"},
		Corrections: []content.Correction{
			{Date: date("2025-05-06"), Fact: "workers", Was: "12,800 人", Now: "12,600 人", Why: "重复计数。", Document: "示例〔2025〕1号"},
			{Date: date("2025-05-07"), AsOf: date("2023-12-31"), Fact: "media", Now: "中央", Why: "当时漏填。"}},
		Enterprises: []content.Enterprise{{Name: "水晶=公司", Kind: "省级龙头企业", Since: values.Date{Year: 2021}}, {Name: "摆件公司"}},
		NamedParks:  []content.NamedPark{{Name: "雕刻园区", Kind: "特色产业园区", Since: values.Date{Year: 2020, Month: 5}}},
		Trademarks:  []content.Trademark{{Number: "012345678", Name: "水晶匠"}, {Number: "G1234567"}},
		Activities:  []content.Activity{{Name: "春季专场", Kind: "专场招聘", Date: date("2024-03-15")}},
		Judgements:  map[string]map[string]criteria.Judgement{"city-2024": {"tourism-2": {Points: 15 * criteria.Point, Reason: "手艺出众", By: judge, Date: date("2024-11-20")}}},
		SelfScores:  map[string]map[string]criteria.Points{"city-2024": {"total": 987654 * criteria.Point}},
		Opinions:    content.Opinions{Builder: &content.Opinion{Text: "同意推荐此品牌", Date: date("2024-10-08")}},
		People:      []content.Person{{Name: storied, Role: "传承人"}},
		Intro:       markdown("雕水晶的人*先看料*，\n再下刀。\\*AT&amp;T\n3 [链接](/guide.html)\n\n- 第二段 `a\\*b`\n"),
	}
	plainEntry := &content.Brand{Slug: "hanjie", Name: "老名单里的焊接", Region: rules.Region("320700")}
	builders := &content.Brand{
		Slug: "ganyu-jianzhu", Name: "赣榆建筑师", Type: livelihood, Region: rules.Region("320707"), Builder: "'撇号开头的单位", Industry: "行业\u2028里有\t怪字符",
		HasFacts: true, AsOf: date("2025-03-31"), Facts: facts(t, rules, livelihood, "plan: 否\nworkers: 0\npremium: -3.5\nmedia: 无\n"),
		Intro: markdown("基本情况\u2028里有\t怪字符。\n"),
	}
	gone := &content.Brand{Slug: "tuichu", Name: "退出的工匠", Type: tourism, Region: rules.Region("320722"), HasFacts: true, AsOf: date("2023-01-01"),
		Facts: facts(t, rules, tourism, "honors: []\n"), Intro: markdown("曾经有过。\n")}
	never := &content.Brand{Slug: "houxuan", Name: candidate, Type: tourism, Region: rules.Region("320722")}

	recognition := &content.Notice{Slug: "rending-2024", Kind: content.Recognition, Title: "关于公布2024年度名单的通知 <第一批>", Level: city, Honor: "连云港市市级劳务品牌",
		Act: "认定", Authority: "市人社局", Standard: rules.Standard("city-2024"), Year: 2024, Batch: "第一批", Date: date("2024-12-06"), ValidUntil: date("2027-12-05"),
		Document: content.Document{Number: "示例〔2024〕1号", URL: "https://wenjian.example.org/2024-1?a=1&b=2"},
		Entries:  []content.Entry{{Brand: crystal}, {Brand: builders}, {Brand: gone}}}
	undated := &content.Notice{Slug: "mingdan", Kind: content.Recognition, Title: "早年名单", Level: county, Act: "公布", Entries: []content.Entry{{Brand: plainEntry}, {Brand: crystal}}}
	withdrawal := &content.Notice{Slug: "tuichu-2025", Kind: content.Withdrawal, Title: "关于退出的通知", Level: city, Honor: "连云港市市级劳务品牌", Act: "退出", Authority: "市人社局",
		Year: 2025, Date: date("2025-06"), Document: content.Document{Number: "示例〔2025〕2号"}, Entries: []content.Entry{{Brand: gone, Reason: "单位解散"}}}
	running := &content.Notice{Slug: "gongshi-2026", Kind: content.Publicity, Title: "2026年度公示", Level: city, Act: "公示", Year: 2026,
		From: date("2026-06-28"), To: date("2026-07-04"), Contact: "0518-8555-0100", Entries: []content.Entry{{Brand: never}, {Brand: builders}}}

	held := func(level *criteria.Level, name string, by *content.Notice) content.Honor {
		return content.Honor{Level: level, Name: name, Status: content.Recognized, Since: by}
	}
	const honor = "连云港市市级劳务品牌"
	crystal.Standing = content.Standing{Status: content.Recognized, Honors: []content.Honor{held(city, honor, recognition), held(county, "", undated)}, History: []*content.Notice{undated, recognition}}
	plainEntry.Standing = content.Standing{Status: content.Recognized, Honors: []content.Honor{held(county, "", undated)}, History: []*content.Notice{undated}}
	builders.Standing = content.Standing{Status: content.Recognized, Honors: []content.Honor{held(city, honor, recognition)}, History: []*content.Notice{recognition, running}, Running: []*content.Notice{running}}
	gone.Standing = content.Standing{Status: content.Withdrawn, History: []*content.Notice{recognition, withdrawal},
		Honors: []content.Honor{{Level: city, Name: honor, Status: content.Withdrawn, Since: recognition, Ended: withdrawal, Reason: "单位解散"}}}
	never.Standing = content.Standing{Status: content.Noticed, History: []*content.Notice{running}, Running: []*content.Notice{running}}

	return &content.Content{
		Settings: &content.Settings{
			Title: "连云港市劳务品牌名录", Publisher: "市人社局", BaseURL: "https://minglu.example.org/lw/", Licence: "CC BY 4.0 & 署名",
			Region: rules.Region("320700"), ShowScores: true,
		},
		Date:    date("2026-06-30"),
		Brands:  []*content.Brand{builders, plainEntry, never, crystal, gone},
		Notices: []*content.Notice{undated, recognition, withdrawal, running},
		Pages:   []*content.Page{{Slug: "about", Title: "关于", Menu: 1}},
	}, rules
}

// newSite returns the site of joined content, its brands measured.
func newSite(c *content.Content, rules *criteria.Rules) *site.Site {
	all := edition.Evaluations{}
	for _, b := range c.Brands {
		if !b.HasFacts {
			continue
		}
		for _, s := range rules.Standards {
			if s.InForce(c.Date) && s.Covers(b.Type, b.Region) {
				all[b] = append(all[b], criteria.Evaluate(s, b.Type, b.Facts, b.Judgements[s.ID]))
			}
		}
	}
	return site.New(&edition.Edition{Files: fstest.MapFS{}, Rules: rules, Settings: c.Settings, Content: c, Plan: edition.NewPlan(c, rules), Evaluations: all})
}

// smallSite returns the site of smallContent with settings changed by change.
func smallSite(t testing.TB, change func(*content.Settings)) *site.Site {
	t.Helper()
	c, rules := smallContent(t)
	if change != nil {
		change(c.Settings)
	}
	return newSite(c, rules)
}

// written returns what Write makes of s.
func written(t testing.TB, s *site.Site) map[string][]byte {
	t.Helper()
	var mu sync.Mutex
	files := map[string][]byte{}
	err := Write(s, func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := files[path]; twice {
			t.Errorf("%s is written twice", path)
		}
		if strings.HasPrefix(path, "/") || !fs.ValidPath(path) {
			t.Errorf("%s is no path below public/", path)
		}
		files[path] = bytes.Clone(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
