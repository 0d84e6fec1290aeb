package forms

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/yuin/goldmark/text"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// root is the repository, with the layouts that are in use.
const root = "../.."

var today = values.Date{Year: 2026, Month: 6, Day: 30}

// met are the facts of a brand of any type that meets every 基本条件, without a
// bonus.
const met = `
implementation_plan: 是
county_standard_refined: 否
county_brand_recognized: 否
development_plan: 是
independent_name: 是
trademark_registered: 否
formed_product: 是
market_recognition: 是
credit_commitment: 是
leading_enterprises: 1
leading_enterprise_assets: 100
leading_enterprise_sales: 1
leading_enterprise_debt_ratio: 70
enterprise_hr_services: 否
parks: 1
municipal_startup_base: 否
park_hr_agencies: 否
employment_contribution: 是
hard_to_employ: 否
one_stop_service: 是
training_system: 是
training_textbook: 否
industry_standard: 否
cross_region_training: 否
`

// tourism are the five 分类条件 of 文化旅游类, with 2, 5, 0, 4 and 4 points of bonus.
const tourism = met + `
workers: 12600
artisans: 86
artisan_honors: [国家级荣誉]
product_recognition: 省级
promotion_plan: 是
promotion_events: 4
media_level: 中央
culture_carriers: [乡土人才大师工作室, 非遗工坊]
provincial_carrier: 是
`

func rules(t testing.TB) *criteria.Rules {
	t.Helper()
	r, bad, err := criteria.Load(os.DirFS("../testdata/rules"))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return r
}

func printer(t testing.TB, r *criteria.Rules) *Printer {
	t.Helper()
	p, err := New(os.DirFS(root), r, &content.Settings{Region: r.Region("320700")}, today, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// donghai returns a brand of 东海县 that gives everything a form asks for; a
// test changes what it is about.
func donghai(t testing.TB, r *criteria.Rules, facts string) *content.Brand {
	t.Helper()
	b := &content.Brand{
		Slug: "donghai-shuijing", Name: "东海水晶雕刻工匠",
		Type: r.Type("文化旅游类"), Region: r.Region("320722"),
		Builder: "东海县水晶产业发展服务中心",
		Leader:  &content.Leader{Name: "王某某", Title: "主任"},
		AsOf:    values.Date{Year: 2024, Month: 6, Day: 30}, HasFacts: true,
		Opinions: content.Opinions{
			Builder: &content.Opinion{Text: "材料属实，同意推荐。", Date: values.Date{Year: 2024, Month: 10, Day: 8}},
			County:  &content.Opinion{Text: "同意推荐。", Date: values.Date{Year: 2024, Month: 10, Day: 15}},
		},
		Intro: markdown("东海县从事水晶雕刻的有12600人，选料、切片、粗雕、\n精雕、抛光、配座，各有专工。\n\n县里编写了教材和加工规范。"),
	}
	src := diag.NewSource("facts", strings.TrimSpace(facts), nil)
	b.Facts = r.ReadFacts(fields.Parse(src, 1, src.Lines()), b.Type)
	if len(src.List) > 0 {
		t.Fatal(src.List)
	}
	return b
}

func markdown(s string) content.Markdown {
	return content.Markdown{Source: []byte(s), Doc: content.NewParser().Parse(text.NewReader([]byte(s)))}
}

// file returns the form whose name contains part.
func file(t testing.TB, files []Form, part string) []byte {
	t.Helper()
	for _, f := range files {
		if strings.Contains(f.Name, part) {
			return bytes.Clone(f.Data)
		}
	}
	t.Fatalf("没有名称含“%s”的表", part)
	return nil
}

func brandForms(t testing.TB, p *Printer, b *content.Brand) []Form {
	t.Helper()
	files, err := p.Brand(b)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
