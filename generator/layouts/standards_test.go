package layouts

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// A standard that replaces another says clause by clause what it says otherwise, with what
// was taken out and put in, numbers whole; the older one leads there.
func TestAStandardSaysWhatItChanged(t *testing.T) {
	const types = "types: [{name: 技能类, slug: skilled}]\n"
	const head = "level: 市级\nregion: \"320700\"\nkind: scorecard\ntype_points: 20\n"
	rules := fstest.MapFS{
		"criteria/types.yaml":   {Data: []byte(types)},
		"criteria/levels.yaml":  {Data: []byte("levels: [{name: 市级, slug: municipal, order: 1, region: city}]\n")},
		"criteria/naming.yaml":  {Data: []byte("endings: [工]\n")},
		"criteria/regions.yaml": {Data: []byte("regions:\n  - {code: 320000, name: 江苏省, slug: jiangsu, short: 江苏}\n  - {code: 320700, name: 连云港市, slug: lianyungang, short: 连云港}\n")},
		"criteria/facts.yaml":   {Data: []byte("facts: [{id: workers, label: 从业人员, kind: count, unit: 人}, {id: plan, label: 有方案, kind: yes-no}]\nderived: [{id: grown, label: 从业人员增长, kind: percent, from: {growth: workers}}]\n")},
		"criteria/standards/old.yaml": {Data: []byte("title: 旧表\n" + head + "effective: {from: 2024}\nbasic:\n  - {id: a, group: 基本, text: 有方案。, met: {plan: 是}}\n  - {id: gone, group: 基本, text: 有方案的。, met: {plan: 是}}\n" +
			"types:\n  技能类:\n    - {id: b, group: 分类, text: 从业人员不少于6000人。, points: 20, award: [{points: 20, when: {workers: {at_least: 6000}}, text: 够}]}\n")},
		"criteria/standards/new.yaml": {Data: []byte("title: 新表\n" + head + "effective: {from: 2026}\nreplaces: old\nbasic:\n  - {id: a, group: 基本, text: 有方案。, met: {plan: 是}}\n" +
			"types:\n  技能类:\n    - {id: b, group: 分类, text: 从业人员不少于6500人。, points: 12.5, award: [{points: 12.5, when: {workers: {at_least: 6500}}, text: 够}]}\n    - {id: c, group: 分类, text: 新的一条。, points: 7.5, award: [{points: 7.5, when: {grown: {above: 5}}, text: 有}]}\n")},
	}
	settings := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\nregion: \"320700\"\nlicence: 示例许可\npublisher: 主办\n")}}
	e, bad, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return today },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return criteria.Load(rules) },
	}.Read(settings)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	pages := render(t, site.New(e), settings)
	now, old := pages["criteria/new.html"], pages["criteria/old.html"]
	for _, want := range []string{
		`从业人员不少于<del>6000</del><ins>6500</ins>人。`, `<del>20</del><ins>12.5</ins>`, `href="../criteria/new.html#b">技能类第1条</a>`,
		`href="../criteria/new.html#c">技能类第2条</a>（新增）`, `href="../criteria/old.html#gone">基本条件第2条</a>（删去）`, `<del>有方案的。</del>`, "没有列出的 1 条没有变化",
		`<li>得 7.5 分：从业人员增长：超过 5%<li>从业人员增长：“从业人员”最近一年比上年增长的百分数<`,
	} {
		if !strings.Contains(now, want) {
			t.Errorf("the page lacks %s in\n%s", want, now[strings.Index(now, "changes"):])
		}
	}
	if !strings.Contains(old, `<a href="../criteria/new.html">《新表》</a>代替`) || strings.Contains(old, `id="changes"`) {
		t.Error("the page of the older standard does not lead to the newer")
	}
}

// A clause that says itself all that is asked is not said again; whatever else is asked, is.
func TestNoRuleIsSaidTwice(t *testing.T) {
	files := sample(t)
	once, said := 0, 0
	for _, s := range siteOf(t, files).Rules.Standards {
		for _, item := range s.Items(nil) {
			texts := strings.Join(ruleTexts(item), "\n")
			asked := item.Met
			if len(item.Awards) == 1 && item.Awards[0].Points == item.Points {
				asked = item.Awards[0].When
			}
			if asked == nil {
				continue
			}
			words := strings.NewReplacer("：", "", " ", "", "，", "", "。", "", ",", "")
			same := words.Replace(item.Text) == words.Replace(asked.String())
			if told := strings.Contains(texts, "："+asked.String()+"\n") || strings.HasSuffix(texts, "："+asked.String()); told == same {
				t.Errorf("%s %s: “%s” is said: %v, beside “%s”", s.ID, item.ID, asked, told, item.Text)
			}
			if same {
				once++
			} else {
				said++
			}
		}
	}
	if once < 5 || said < 20 {
		t.Errorf("%d clauses say all that is asked, %d do not", once, said)
	}
}
