package forms

import (
	"bytes"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html/atom"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

func TestBrandHasOneRecommendationAndASheetForEachStandard(t *testing.T) {
	r := rules(t)
	var names []string
	for _, f := range brandForms(t, printer(t, r), donghai(t, r, tourism)) {
		names = append(names, f.Name)
	}
	want := []string{
		"donghai-shuijing-推荐表.html",
		"donghai-shuijing-评分表-lianyungang-2024.html",
		"donghai-shuijing-核对表-jiangsu-2022.html",
	}
	if !slices.Equal(names, want) {
		t.Errorf("表格为 %q，应为 %q", names, want)
	}
}

// demonstration reads the repository.
func demonstration(t testing.TB, r *criteria.Rules) *edition.Edition {
	t.Helper()
	e, _, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return today },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return r, nil, nil },
	}.Read(os.DirFS(root))
	if err != nil || e.Content == nil {
		t.Fatal(err, e)
	}
	return e
}

func TestEveryBrandOfTheRepositoryHasItsForms(t *testing.T) {
	r := rules(t)
	e := demonstration(t, r)
	p, err := New(e.Files, r, e.Settings, today, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range e.Content.Brands {
		t.Run(b.Slug, func(t *testing.T) {
			for _, f := range brandForms(t, p, b) {
				page := parse(t, f.Data)
				gridOf(t, all(page, atom.Table)[0])
				if !strings.Contains(textOf(all(page, atom.Table)[0]), b.Name) {
					t.Errorf("%s 没有写品牌名称", f.Name)
				}
			}
		})
	}
}

func TestBrandOfNoTypeHasARecommendationAlone(t *testing.T) {
	r := rules(t)
	b := donghai(t, r, tourism)
	b.Type, b.HasFacts, b.Facts = nil, false, criteria.Facts{}
	files := brandForms(t, printer(t, r), b)
	if len(files) != 1 {
		t.Fatalf("有%d份表，应只有推荐表", len(files))
	}
	if page := string(files[0].Data); strings.Contains(page, "☑") || !strings.Contains(page, "连云港市劳务品牌推荐表") {
		t.Error("没有类型的品牌不应勾选类型，表题不应写级别")
	}
}

func TestRecommendationSaysWhatTheBrandSays(t *testing.T) {
	r := rules(t)
	page := parse(t, file(t, brandForms(t, printer(t, r), donghai(t, r, tourism)), "推荐表"))
	if title := textOf(all(page, atom.H1)[0]); title != "连云港市市级劳务品牌推荐表" {
		t.Errorf("表题为“%s”", title)
	}
	g := gridOf(t, all(page, atom.Table)[0])
	if len(g) != 7 {
		t.Errorf("推荐表有%d行，应为7行", len(g))
	}
	for label, want := range map[string]string{
		"劳务品牌名称":     "东海水晶雕刻工匠",
		"培育建设单位推荐意见": "材料属实，同意推荐。",
		"县区人社部门推荐意见": "2024年10月15日",
		"劳务品牌负责人":    "王某某",
		"基本情况":       "粗雕、精雕、抛光",
	} {
		if got := g.row(t, label)[1]; !strings.Contains(got, want) {
			t.Errorf("“%s”一栏为“%s”，应含“%s”", label, got, want)
		}
	}
	if got := g.row(t, "劳务品牌负责人"); got[2] != "职务" || got[3] != "主任" {
		t.Errorf("职务一栏为 %q", got)
	}
}

func TestOneBoxIsTicked(t *testing.T) {
	r := rules(t)
	p := printer(t, r)
	for _, typ := range r.Types {
		files, err := p.Blank(typ)
		if err != nil {
			t.Fatal(err)
		}
		var labels, ticked []string
		for _, li := range all(parse(t, file(t, files, "推荐表")), atom.Li) {
			label, on := strings.CutPrefix(textOf(li), "☑")
			label = strings.TrimPrefix(label, "☐")
			if labels = append(labels, label); on {
				ticked = append(ticked, label)
			}
		}
		if len(labels) != len(r.Types) || !slices.Equal(ticked, []string{typ.Name + "劳务品牌"}) {
			t.Errorf("%s：方框 %q 中勾选了 %q", typ.Name, labels, ticked)
		}
	}
}

func TestBlankFormsOfEveryType(t *testing.T) {
	r := rules(t)
	p := printer(t, r)
	for _, typ := range r.Types {
		t.Run(typ.Slug, func(t *testing.T) {
			files, err := p.Blank(typ)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if !strings.HasPrefix(f.Name, "空白-"+typ.Slug+"-") {
					t.Errorf("文件名为“%s”", f.Name)
				}
				page := parse(t, f.Data)
				gridOf(t, all(page, atom.Table)[0])
				for _, word := range []string{"未填报", "未达到", "示例", "截至"} {
					if strings.Contains(textOf(all(page, atom.Body)[0]), word) {
						t.Errorf("空白的“%s”里写了“%s”", f.Name, word)
					}
				}
			}
			g := gridOf(t, all(parse(t, file(t, files, "评分表")), atom.Table)[0])
			if len(g) != 2+11+4*5+1 || len(g[0]) != 6 {
				t.Errorf("空白评分表有%d行%d列，应为34行6列", len(g), len(g[0]))
			}
			if last := g[len(g)-1]; textOf(last[0]) != "总分" || textOf(last[5]) != "" {
				t.Error("空白评分表末行应为空着的总分")
			}
		})
	}
}

func TestScoreSheetIsLaidOutAsTheOfficialOne(t *testing.T) {
	r := rules(t)
	g := gridOf(t, all(parse(t, file(t, brandForms(t, printer(t, r), donghai(t, r, tourism)), "评分表")), atom.Table)[0])
	if got := strings.Join(g.row(t, "类别"), " "); got != "类别 项目 标准 分值 评分依据 自评分" {
		t.Errorf("表头为“%s”", got)
	}
	first := g.row(t, "1、制定劳务品牌")
	want := []string{"基本条件", "(一) 建立机制"}
	if !slices.Equal(first[:2], want) || first[3] != "--" || !strings.HasPrefix(first[4], "一票否决项目。") {
		t.Errorf("第1条为 %q", first)
	}
	last := g.row(t, "5、建有乡土人才")
	if last[0] != "分类条件" || last[1] != "(三) 文化旅游类劳务品牌 (100分)" || last[3] != "20分" {
		t.Errorf("分类条件第5条为 %q", last)
	}
	groups := map[string]int{}
	for _, row := range g[2 : len(g)-1] {
		groups[textOf(row[1])]++
	}
	if len(groups) != 6+4 || groups["(四) 产业发展"] != 2 || groups["(三) 文化旅游类劳务品牌 (100分)"] != 5 || groups["(四) 民生保障类劳务品牌 (100分)"] != 5 {
		t.Errorf("各项目的条数为 %v", groups)
	}
}

// The paper says what the annex says and what the brand gives itself: nothing that
// the program reckons.
func TestTheOfficialPaperHoldsNothingElse(t *testing.T) {
	r := rules(t)
	b := donghai(t, r, strings.Replace(tourism, "parks: 1", "parks: 0", 1))
	b.SelfScores = map[string]map[string]criteria.Points{"lianyungang-2024": {"basic-1": halves(4), "tourism-1": halves(40), "total": halves(44)}}
	page := parse(t, file(t, brandForms(t, printer(t, r), b), "评分表"))
	tables := all(page, atom.Table)
	if len(tables) != 2 {
		t.Fatalf("有%d张表，应为评分表和计算说明", len(tables))
	}
	g := gridOf(t, tables[0])
	for _, word := range []string{"计算", "差异", "未达到", "（一票否决）", "▲"} {
		if strings.Contains(textOf(tables[0]), word) {
			t.Errorf("评分表里写了“%s”", word)
		}
	}
	for label, want := range map[string]string{"1、制定劳务品牌": "2", "1、从业人员不少于2000": "20", "1、从业人员不少于3000": "", "总分": "22"} {
		if got := g.row(t, label)[5]; got != want {
			t.Errorf("“%s”一行的自评分为“%s”，应为“%s”", label, got, want)
		}
	}
	for options, want := range map[Options][2]int{{TypeOnly: true}: {2 + 16 + 1, 2}, {OfficialOnly: true}: {2 + 31 + 1, 1}} {
		p, err := New(os.DirFS(root), r, &content.Settings{Region: r.Region("320700")}, today, options)
		if err != nil {
			t.Fatal(err)
		}
		tables := all(parse(t, file(t, brandForms(t, p, b), "评分表")), atom.Table)
		if got := [2]int{len(gridOf(t, tables[0])), len(tables)}; got != want {
			t.Errorf("%+v：行数、表数为 %v，应为 %v", options, got, want)
		}
	}
}

func TestSelfScoresStandBesideComputedPoints(t *testing.T) {
	r := rules(t)
	b := donghai(t, r, tourism)
	b.SelfScores = map[string]map[string]criteria.Points{"lianyungang-2024": {
		"basic-1": halves(4), "tourism-1": halves(40), "tourism-2": halves(50), "tourism-3": halves(44), "total": halves(234),
	}}
	g := gridOf(t, all(parse(t, file(t, brandForms(t, printer(t, r), b), "评分表")), atom.Table)[1])
	for label, want := range map[string][]string{
		"基本条件第1条": {"2", "达到", "多2分"},
		"基本条件第2条": {"", "达到", ""},
		"分类条件第1条": {"20", "20+2", "少2分"},
		"分类条件第2条": {"25", "20+5", "一致"},
		"分类条件第3条": {"22", "20", "多2分"},
		"分类条件第4条": {"", "20+4", ""},
		"分类条件第5条": {"", "20+4", ""},
		"总分":      {"117", "115", "多2分"},
	} {
		if got := g.row(t, label)[1:]; !slices.Equal(got, want) {
			t.Errorf("“%s”一行为 %q，应为 %q", label, got, want)
		}
	}
	for _, row := range g {
		marked := strings.Contains(attr(row[3], "class"), "differs")
		if text := textOf(row[3]); marked != (strings.HasPrefix(text, "多") || strings.HasPrefix(text, "少")) {
			t.Errorf("差异“%s”的标记不对", text)
		}
	}
}

func TestWhatCannotBeToldSaysSo(t *testing.T) {
	r := rules(t)
	facts := strings.NewReplacer("development_plan: 是\n", "", "parks: 1", "parks: 0",
		"promotion_events: 4\n", "", "product_recognition: 省级", "product_recognition: 市级").Replace(tourism)
	b := donghai(t, r, facts)
	b.SelfScores = map[string]map[string]criteria.Points{"lianyungang-2024": {"tourism-3": halves(40)}}
	page := parse(t, file(t, brandForms(t, printer(t, r), b), "评分表"))
	g := gridOf(t, all(page, atom.Table)[1])
	for label, want := range map[string][]string{
		"基本条件第2条": {"", "未填报", ""},
		"基本条件第8条": {"", "未达到", ""},
		"分类条件第3条": {"20", "待评定", "待核"},
		"分类条件第4条": {"", "至少 10", ""},
		"总分":      {"", "81一票否决", ""},
	} {
		if got := g.row(t, label)[1:]; !slices.Equal(got, want) {
			t.Errorf("“%s”一行为 %q，应为 %q", label, got, want)
		}
	}
	text := textOf(all(page, atom.Body)[0])
	for _, want := range []string{
		"基本条件第8条未达到，属一票否决。", "2条未填报、1条待评定，分数没有计全",
		"基本条件第2条　未填报",
		"分类条件第3条　自评20分，待评定：",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("评分表应写明“%s”", want)
		}
	}
}

func TestChecklistTellsEachClause(t *testing.T) {
	r := rules(t)
	b := donghai(t, r, met+"workers: 12600\n")
	b.Type = r.Type("中高端技能类")
	page := parse(t, file(t, brandForms(t, printer(t, r), b), "核对表"))
	g := gridOf(t, all(page, atom.Table)[0])
	if got := g.row(t, "1、（"); got[3] != "待定" {
		t.Errorf("原件缺失的条文为 %q", got)
	}
	if got := g.row(t, "合计"); !strings.HasPrefix(got[3], "共16条：达到11条") {
		t.Errorf("合计为“%s”", got[3])
	}
}

func TestHostileTextIsText(t *testing.T) {
	r := rules(t)
	b := donghai(t, r, tourism)
	const hostile = `</td></style><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}"'`
	b.Name, b.Builder = hostile, hostile
	b.Leader = &content.Leader{Name: hostile, Title: hostile}
	b.Opinions.Builder.Text = hostile
	b.Intro = markdown("前<script>alert(1)</script>后 [链接](javascript:alert(1)) ![图](x.png)\n\n<div onclick=x>块</div>")
	for _, f := range brandForms(t, printer(t, r), b) {
		page := parse(t, f.Data)
		for _, kind := range []atom.Atom{atom.Script, atom.Img, atom.Div, atom.A} {
			for _, n := range all(page, kind) {
				if attr(n, "onclick") != "" || kind != atom.Div {
					t.Errorf("“%s”里出现了 <%s>", f.Name, n.Data)
				}
			}
		}
		gridOf(t, all(page, atom.Table)[0])
		if !strings.Contains(textOf(page), hostile) {
			t.Errorf("“%s”没有照原样写出名称", f.Name)
		}
	}
}

func TestFormsStandAlone(t *testing.T) {
	r := rules(t)
	for _, f := range brandForms(t, printer(t, r), donghai(t, r, tourism)) {
		page := parse(t, f.Data)
		if lang := attr(all(page, atom.Html)[0], "lang"); lang != "zh-CN" {
			t.Errorf("%s：lang 为“%s”", f.Name, lang)
		}
		if title := textOf(all(page, atom.Title)[0]); !strings.HasSuffix(title, "：东海水晶雕刻工匠") {
			t.Errorf("%s：标题为“%s”", f.Name, title)
		}
		for _, outside := range []string{"<script", "<link", "src=", "href=", "url(", "@import", "http"} {
			if bytes.Contains(f.Data, []byte(outside)) {
				t.Errorf("%s 不应含“%s”", f.Name, outside)
			}
		}
		if !bytes.Contains(f.Data, []byte("size: A4")) {
			t.Errorf("%s 没有写明A4", f.Name)
		}
	}
}

func TestDemonstrationIsMarked(t *testing.T) {
	r := rules(t)
	p, err := New(os.DirFS(root), r, &content.Settings{Region: r.Region("320700"), Demo: true}, today, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range brandForms(t, p, donghai(t, r, tourism)) {
		if !bytes.Contains(f.Data, []byte("品牌和数据均为虚构")) {
			t.Errorf("%s 没有注明是示例", f.Name)
		}
	}
}

func TestStandardsNotInForceGiveNoSheet(t *testing.T) {
	r := rules(t)
	p, err := New(os.DirFS(root), r, &content.Settings{Region: r.Region("320700")}, values.Date{Year: 2021, Month: 1, Day: 1}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if files := brandForms(t, p, donghai(t, r, tourism)); len(files) != 1 {
		t.Errorf("2021年有%d份表，应只有推荐表", len(files))
	}
}

func TestMisspeltFieldOfALayoutIsFound(t *testing.T) {
	layouts := fstest.MapFS{}
	for _, name := range []string{"recommendation.html", "scoresheet.html", "checklist.html", "certificate.html", "certificate-a6.html", "plaque.html", "forms.css"} {
		data, err := os.ReadFile(root + "/layouts/forms/" + name)
		if err != nil {
			t.Fatal(err)
		}
		layouts["layouts/forms/"+name] = &fstest.MapFile{Data: bytes.ReplaceAll(data, []byte("{{.Builder}}"), []byte("{{.Bulider}}"))}
	}
	_, err := New(layouts, rules(t), &content.Settings{}, today, Options{})
	if err == nil || !strings.Contains(err.Error(), "recommendation.html") || !strings.Contains(err.Error(), "Bulider") {
		t.Errorf("写错的字段没有指出来：%v", err)
	}
}
