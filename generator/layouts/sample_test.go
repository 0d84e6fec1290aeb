package layouts

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/opendata"
	"minglu/generator/pictures"
	"minglu/generator/site"
	"minglu/generator/values"
)

var repository = os.DirFS("../..")

// today is the day that sample sites are made for.
var today = values.Date{Year: 2026, Month: 6, Day: 30}

// editionOf reads files by the criteria of the tests.
func editionOf(tb testing.TB, files fs.FS) *edition.Edition {
	tb.Helper()
	e, bad, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return today },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return criteria.Load(os.DirFS("../testdata/rules")) },
	}.Read(files)
	if err != nil || len(bad) > 0 {
		tb.Fatal(bad, err)
	}
	return e
}

// siteOf makes the site of the content in files.
func siteOf(tb testing.TB, files fs.FS) *site.Site {
	tb.Helper()
	return site.New(editionOf(tb, files))
}

// sample returns testdata/site.txtar, with edits made to its text.
func sample(tb testing.TB, edits ...string) fs.FS {
	tb.Helper()
	text, err := os.ReadFile("testdata/site.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	archive := txtar.Parse([]byte(strings.NewReplacer(edits...).Replace(string(text))))
	files, err := txtar.FS(archive)
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// render returns every file of the site by its address, the data that pages
// link to among them.
func render(tb testing.TB, s *site.Site, files fs.FS) map[string]string {
	tb.Helper()
	l, err := Load(repository)
	if err != nil {
		tb.Fatal(err)
	}
	return renderWith(tb, l, s, files)
}

func renderWith(tb testing.TB, l *Layouts, s *site.Site, files fs.FS) map[string]string {
	tb.Helper()
	tree := map[string]string{}
	var mu sync.Mutex
	put := func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := tree[path]; twice {
			return fmt.Errorf("%s is put twice", path)
		}
		tree[path] = string(data)
		return nil
	}
	if err := opendata.Write(s, put); err != nil {
		tb.Fatal(err)
	}
	guide := opendata.Describe(s, func(path string) int { return len(tree[path]) })
	published, bad, err := pictures.Build(context.Background(), s, files, cache.Open(".", tb.TempDir(), nil), put)
	if err != nil || len(bad) > 0 {
		tb.Fatal(bad, err)
	}
	if err := l.Render(context.Background(), s, published, guide, DeskFiles{}, nil, put); err != nil {
		tb.Fatal(err)
	}
	return tree
}

// crowd returns the content of n brands, all recognized, with facts, prose and
// judgements as real ones have.
func crowd(n int) fs.FS {
	files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办单位\nregion: 320700\nshow_scores: true\nbase_url: https://minglu.example.org/\n")}}
	counties := []struct{ slug, name string }{{"lianyun", "连云区"}, {"haizhou", "海州区"}, {"ganyu", "赣榆区"}, {"donghai", "东海县"}, {"guanyun", "灌云县"}, {"guannan", "灌南县"}}
	var notices [8]strings.Builder
	for i := range n {
		county, kind := counties[i%len(counties)], crowdTypes[i/7%len(crowdTypes)]
		slug := fmt.Sprintf("%s-p%05d", county.slug, i)
		text := fmt.Sprintf("---\nname: %s第%d号雕刻工\ntype: %s\ncounty: %s\nplace: 示例镇\nbuilder: %s劳务品牌服务中心（示例）第%d号\nindustry: 示例行业\nas_of: 2024-06-30\nfacts:\n%s%s---\n%s",
			county.name, i, kind.name, county.name, county.name, i, crowdFacts(i), fmt.Sprintf(kind.facts, 1000+i*7%60000, i%90+10, i%40+60), crowdProse)
		files["content/brands/"+county.slug+"/"+slug+".md"] = &fstest.MapFile{Data: []byte(text)}
		fmt.Fprintf(&notices[i%len(notices)], "%s, ", slug)
	}
	for i := range notices {
		if notices[i].Len() > 0 {
			text := fmt.Sprintf("---\nkind: 认定\ntitle: 第%d批名单\nlevel: %s\ndate: %d-12-06\nbrands: [%s]\n---\n正文。\n", i+1, []string{"市级", "县级"}[i%2], 2018+i, strings.TrimSuffix(notices[i].String(), ", "))
			files[fmt.Sprintf("content/notices/p%d.md", i+1)] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return files
}

// crowdFacts returns the facts of every type: most brands answer the same, as
// real ones do.
func crowdFacts(i int) string {
	var b strings.Builder
	for k, id := range strings.Fields("implementation_plan county_standard_refined county_brand_recognized development_plan independent_name trademark_registered formed_product market_recognition credit_commitment enterprise_hr_services municipal_startup_base park_hr_agencies employment_contribution hard_to_employ one_stop_service training_system training_textbook industry_standard cross_region_training") {
		fmt.Fprintf(&b, "  %s: %s\n", id, []string{"是", "否"}[min(1, (i*31+k*17)%11/10)])
	}
	fmt.Fprintf(&b, "  leading_enterprises: %d\n  leading_enterprise_assets: %d\n  leading_enterprise_sales: %d.5\n  leading_enterprise_debt_ratio: %d\n  parks: %d\n", i%9, 900+i%7000, i%5, 30+i%50, i%4)
	return b.String()
}

var crowdTypes = []struct{ name, facts string }{
	{"中高端技能类", "  workers: %d\n  wage_premium: %d\n  skilled_ratio: %d\n  market_rank: 省内前列\n  above_scale_enterprises: 3\n  little_giants: 1\n"},
	{"高品质服务类", "  workers: %d\n  satisfaction: %d\n  service_standard: 较为完善\n  after_sales: 已建立\n  vocational_program: 是\n  certified_workers: 是\n  gig_market_offline: 是\n  flexible_work_online: 是\n  gig_matching: 否 # %d\n"},
	{"文化旅游类", "  workers: %d\n  artisans: %d\n  promotion_events: %d\n  artisan_honors: [国家级荣誉]\n  product_recognition: 省级\n  promotion_plan: 是\n  media_level: 省级\n  culture_carriers: [非遗工坊]\n  provincial_carrier: 否\n"},
	{"民生保障类", "  workers: %d\n  migrant_ratio: %d\n  hard_group_ratio: %d\n  labor_income: 26\n  project_training: 是\n  ability_certificates: 是\n  employment_carriers: [就业帮扶车间]\n"},
}

var crowdProse = strings.Repeat("本地从事这一行的人集中在几个镇，选料、粗工、细工、装配各有专人，培训班按季开办，结业后由服务站推荐上岗。", 4) +
	"\n\n## 品牌故事\n\n" + strings.Repeat("早年的人挑着担子走村串户，后来有了作坊，再后来有了园区和合作社，手艺一代一代传下来。", 5) +
	"\n\n## 怎样入行\n\n1. 报名。\n2. 培训二十天。\n3. 试工一个月。\n\n见[名录](/list.html)。\n"
