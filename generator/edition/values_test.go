package edition_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/yuin/goldmark/ast"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// loadCase loads a case of testdata that has no mistakes.
func loadCase(t *testing.T, name string) *content.Content {
	t.Helper()
	root, date := caseRoot(t, cases(t)[name])
	return soundContent(t, root, date)
}

// soundContent reads files without mistakes.
func soundContent(t *testing.T, root fs.FS, date values.Date) *content.Content {
	t.Helper()
	e, bad := editionOf(t, root, date)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	return e.Content
}

// words returns the text of a document, and the destinations of its pictures.
func words(m content.Markdown) string {
	var b strings.Builder
	if m.Doc == nil {
		return ""
	}
	_ = ast.Walk(m.Doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if text, ok := n.(*ast.Text); ok && entering {
			b.Write(text.Value(m.Source))
		}
		if image, ok := n.(*ast.Image); ok && entering {
			b.WriteString("<" + string(image.Destination) + ">")
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func TestWhatABrandSays(t *testing.T) {
	c := loadCase(t, "every-key-of-a-brand")
	b := c.Brands[0]
	judgement := b.Judgements["lianyungang-2024"]["tourism-3"]
	for _, got := range []struct{ what, got, want string }{
		{"type and region", b.Type.Slug + " " + b.Region.Code, "tourism 320722"},
		{"leader", b.Leader.Name + b.Leader.Title, "王某某主任"},
		{"builders", b.Builder, "示例单位、示例协会"},
		{"names", strings.Join(append(b.AlsoKnownAs, b.FormerSlugs...), " "), "乙 丙 old-jia"},
		{"pool", b.PoolText(), "省级，成熟"},
		{"years", fmt.Sprint(b.Years[0].Year, b.Years[0].Facts.Stated(), b.Years[1].Year, b.Years[1].Facts.Stated()), "2022 [2,000 人] 2023 [2,400 人 无]"},
		{"agricultural", b.Agricultural, "示例农发〔2024〕1号"},
		{"what is counted", fmt.Sprint(b.Enterprises, b.NamedParks, b.Trademarks, b.Activities), "[{甲公司 市级龙头企业 2020-05}] [{甲园区 特色产业园区 2019}] [{012345678 甲牌}] [{春季招聘 专场招聘 2024-03-15}]"},
		{"cover", fmt.Sprint(b.Cover.File, " ", b.Cover.Alt, b.Cover.AIGenerated), "content/brands/donghai/图 1.jpg 工匠true"},
		{"pictures made by AI", fmt.Sprint(b.AIPictures, b.Pictures[0].AIGenerated), "[图 1.jpg] true"},
		{"links", b.Links[0].Label + b.Links[0].URL, "招聘https://example.org/"},
		{"evidence", b.Evidence["workers"], "年报"},
		{"judgement", judgement.Reason + judgement.By + judgement.Date.String(), "理由评审组2024-11-20"},
		{"opinions", b.Opinions.Builder.Text + b.Opinions.County.Date.String(), "同意2024-10-15"},
		{"people", b.People[0].Name + b.People[0].Role, "某某传承人"},
		// However a picture was written, it has its file's name.
		{"introduction", words(b.Intro), "本品牌有从业人员六千人。<图 1.jpg>工匠 <图 1.jpg>工匠"},
		{"story", words(b.Story), ""},
		{"notice", c.Notices[0].Act + c.Notices[0].Batch + c.Notices[0].Document.Number, "收录第一批一"},
	} {
		if got.got != got.want {
			t.Errorf("%s: got %q, want %q", got.what, got.got, got.want)
		}
	}
	if len(b.Pictures) != 1 || b.Pictures[0].Width != 4 || b.Pictures[0].Height != 3 || b.Cover.Width != 4 {
		t.Errorf("pictures %+v, cover %+v", b.Pictures, b.Cover)
	}
	if total := b.SelfScores["lianyungang-2024"]["total"]; total != 57*criteria.Point || judgement.Points != 15*criteria.Point {
		t.Errorf("self score %s, judgement %s", total, judgement.Points)
	}
	if n, ok := b.Facts.Of(repositoryRules(t).Fact("workers")); !ok || n.Number().Int() != 2500 {
		t.Errorf("workers %v", n)
	}
}

func TestTheTextIsSplitAtTheFirstHeading(t *testing.T) {
	for text, want := range map[string]string{
		"一。\n\n## 二\n\n三。\n":            "一。|二三。",
		"一。\n\n> ## 不是\n\n二\n===\n三。\n": "一。不是|二三。",
		"# 一\n二。\n":                     "|一二。",
		"一。\n二。\n":                      "一。二。|",
		"":                              "|",
		"[一]: /list.html\n\n[一]。\n\n#\n二": "一。|二",
		"```\n# 一\n```\n## 二\n":           "|二",
	} {
		root := fstest.MapFS{aBrand: {Data: []byte(plain + text)}}
		b := soundContent(t, root, today).Brands[0]
		if got := words(b.Intro) + "|" + words(b.Story); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if string(b.Intro.Source) != plain+text || b.Story.IsEmpty() != strings.HasSuffix(want, "|") {
			t.Errorf("%q: the source is %q, the story empty: %v", text, b.Intro.Source, b.Story.IsEmpty())
		}
	}
}

func TestWhatTheSettingsSay(t *testing.T) {
	s := loadCase(t, "settings-in-full").Settings
	if s.BaseURL != "https://example.org/minglu/" || s.Region.Name != "连云港市" || !s.ShowLeader || s.ShowOpinions || !s.ShowScores || !s.Demo {
		t.Errorf("settings %+v", s)
	}
	if s.DemoDate != (values.Date{Year: 2026, Month: 6, Day: 30}) {
		t.Errorf("the demonstration is of %v", s.DemoDate)
	}
	if steps := s.Targets[1].Steps; len(steps) != 2 || steps[0] != (content.Aim{Number: 20, Year: 2025}) || s.Targets[1].Source != "示例〔2024〕1号" {
		t.Errorf("targets %+v", s.Targets)
	}
	if len(s.Targets) != 2 || s.Targets[0].Level.Name != "县级" || s.Targets[1].Number != 60 || s.Targets[1].Year != 2027 {
		t.Errorf("targets %+v", s.Targets)
	}
}

// Undated acts come first, 认定 before 退出; then by date, on one day 退出 before
// 认定; then by slug. A 公示 acts from its first day.
func TestTheOrderOfTheActs(t *testing.T) {
	root := fstest.MapFS{aBrand: {Data: []byte(plain)}}
	for slug, head := range map[string]string{
		"1": "kind: 认定\nhonor: 一\n",
		"2": "kind: 退出\nhonor: 一\n",
		"3": "kind: 认定\nhonor: 二\ndate: 2023\n",
		"4": "kind: 公示\ndate: 2022-01-01\nfrom: 2023-12-01\nto: 2023-12-31\n",
		"5": "kind: 退出\nhonor: 二\ndate: 2024-01\n",
		"6": "kind: 认定\nhonor: 二\ndate: 2024\n",
		"7": "kind: 认定\nhonor: 三\ndate: 2024-01-01\n",
		"8": "kind: 认定\nhonor: 四\ndate: 2024-01-02\n",
	} {
		root["content/notices/"+slug+".md"] = &fstest.MapFile{Data: []byte("---\ntitle: 通知\nlevel: 市级\nbrands: [jia]\n" + head + "---\n")}
	}
	c := soundContent(t, root, today)
	var order, history string
	for _, n := range c.Notices {
		order += n.Slug
	}
	for _, n := range c.Brands[0].Standing.History {
		history += n.Slug
	}
	if order != "12345678" || history != order {
		t.Errorf("order %s, history %s", order, history)
	}
}
