package review_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/review"
)

// full has a notice of each kind, a brand and a standard that say all they can.
const full = `
-- criteria/standards/full.yaml --
title: 一表
level: 市级
region: 320700
document: 一号文
effective: {from: 2023, until: 2030}
kind: scorecard
type_points: 10
pass_total: 5
readings: [读一]
basic:
  - {id: basic-1, group: 基本一, text: 有方案。, basis: 看一, reading: 口径一, met: {plan: 是}, bonus_cap: 3, bonus: [{points: 2, when: {market: 是}, text: 加一}]}
types:
  文旅类:
    - {id: tourism-1, group: 分类一, text: 人多。, points: 10, award: [{points: 10, when: {workers: {at_least: 2000}}, text: 得一}], judge: {product: {is: 市级}}}
  技能类:
    - {id: skilled-1, group: 分类一, text: 不少。, points: 10, deduct: [{points: 4, when: {workers: {at_most: 100}}, text: 扣一}]}
    - {id: skilled-2, group: 分类一, text: 不明。, undetermined: 无从一}
-- content/notices/full.md --
---
kind: 认定
title: 一题
level: 县级
honor: 一誉
act: 命名
authority: 一局
standard: county-2024
year: 2023
batch: 第一批
date: 2025-01-02
document: {number: 一〔2025〕1号, url: "https://example.org/1"}
valid_until: 2029-01-02
brands: [shuijing]
---
正文一。
-- content/notices/out.md --
---
kind: 退出
title: 出题
level: 县级
honor: 一誉
date: 2026-01-02
brands: [{slug: shuijing, reason: 因一}]
---
退出。
-- content/notices/open.md --
---
kind: 公示
title: 示题
level: 市级
from: 2026-05-01
to: 2026-05-08
contact: "0518-80000001"
brands: [banhua]
---
公示。
-- criteria/standards/county-2024.yaml --
title: 县表
level: 县级
region: 320722
effective: {from: 2024}
kind: checklist
basic: [{id: basic-1, group: 基本, text: 有。, met: {plan: 是}}]
types: {文旅类: [{id: tourism-1, group: 分类, text: 有。, met: {plan: 是}}]}
-- criteria/standards/county-2025.yaml --
title: 县新表
level: 县级
region: 320722
effective: {from: 2024}
kind: checklist
basic: [{id: basic-1, group: 基本, text: 有。, met: {plan: 是}}]
types: {文旅类: [{id: tourism-1, group: 分类, text: 有。, met: {plan: 是}}]}
-- content/brands/donghai/shuijing.md --
---
name: 东海水晶雕刻工匠
type: 文旅类
county: 东海县
place: 曲阳镇
builder: 一中心
industry: 一业
also_known_as: [又名一]
former_slugs: [crystal]
leader: {name: 倪望舟, title: 主任}
contact: {phone: "0518-80000002"}
as_of: 2024-06-30
facts: {plan: 是, market: 是, workers: 12600, product: 省级}
evidence: {workers: 年报（2023）}
opinions:
  county: {text: 同意推荐。, date: 2024-10-15}
people:
  - {name: 卞秋禾, role: 领军人}
links:
  - {label: 一站, url: "https://example.org/a"}
self_scores: {full: {tourism-1: 10}}
---
水晶一。
-- want --
`

// Whatever a change makes a notice, a standard or a brand say otherwise is told: what
// it was, what it is, and of what. Who is a person is not printed, but told of too.
func TestEveryFieldThatChangesIsTold(t *testing.T) {
	before, _ := changed(t, base(t), txtar.Parse([]byte(full)))
	was := read(t, before)
	if len(was.Mistakes) > 0 {
		t.Fatal(was.Mistakes)
	}
	const notice, out, open, standard, brand = "content/notices/full.md", "content/notices/out.md", "content/notices/open.md", "criteria/standards/full.yaml", "content/brands/donghai/shuijing.md"
	const less = "type_points: 10 => type_points: 9\npoints: 10, award => points: 9, award\n{points: 10 => {points: 9\npoints: 10, deduct => points: 9, deduct"
	for _, c := range []struct{ file, edit, told string }{
		{notice, "title: 一题 => title: 二题", "| 标题 | 一题 | 二题 |"},
		{notice, "level: 县级 => level: 市级", "| 级别 | 县级 | 市级 |"},
		{notice, "honor: 一誉 => honor: 二誉", "| 荣誉名称 | 一誉 | 二誉 |"},
		{notice, "act: 命名 => act: 公布", "| 公布方式 | 命名 | 公布 |"},
		{notice, "authority: 一局 => authority: 二局", "| 公布单位 | 一局 | 二局 |"},
		{notice, "standard: county-2024 => standard: county-2025", "| 依据标准 | county-2024 | county-2025 |"},
		{notice, "year: 2023 => year: 2024", "| 批次 | 2023年第一批 | 2024年第一批 |"},
		{notice, "batch: 第一批 => batch: 第二批", "| 批次 | 2023年第一批 | 2023年第二批 |"},
		{notice, "date: 2025-01-02 => date: 2025-02-03", "| 日期 | 2025-01-02 | 2025-02-03 |"},
		{notice, "1号 => 2号", "| 文号 | 一〔2025〕1号 | 一〔2025〕2号 |"},
		{notice, "org/1 => org/2", "联系电话或原文链接"},
		{notice, "valid_until: 2029-01-02 => valid_until: 2029-02-03", "| 有效期至 | 2029-01-02 | 2029-02-03 |"},
		{notice, "正文一 => 正文二", "正文"},
		{out, "因一 => 因二", "退出原因（东海水晶雕刻工匠）"},
		{open, "from: 2026-05-01 => from: 2026-05-02", "| 公示时间 | 2026-05-01 至 2026-05-08 | 2026-05-02 至 2026-05-08 |"},
		{open, "to: 2026-05-08 => to: 2026-05-09", "| 公示时间 | 2026-05-01 至 2026-05-08 | 2026-05-01 至 2026-05-09 |"},
		{open, "80000001 => 80000003", "联系电话或原文链接"},
		{open, `kind: 公示 => kind: 认定\ndate: 2026-05-08`, "| 种类 | 公示 | 认定 |"},

		{standard, "title: 一表 => title: 二表", "| 名称 | 一表 | 二表 |"},
		{standard, "level: 市级 => level: 县级", "| 级别 | 市级 | 县级 |"},
		{standard, "320700 => 320722", "| 适用地区 | 连云港市 | 东海县 |"},
		{standard, "一号文 => 二号文", "| 出处 | 一号文 | 二号文 |"},
		{standard, "from: 2023 => from: 2022", "| 施行 | 2023 | 2022 |"},
		{standard, "until: 2030 => until: 2031", "| 适用至 | 2030 | 2031 |"},
		{standard, less, "| 各条分值之和 | 10 | 9 |"},
		{standard, less, "| tourism-1 人多 | 分值 | 10 | 9 |"},
		{standard, "pass_total: 5 => pass_total: 6", "| 合格分数线 | 5 | 6 |"},
		{standard, "读一 => 读二", "| 口径说明 | 读一 | 读二 |"},
		{standard, "基本一 => 基本二", "| 类别 | 基本一 | 基本二 |"},
		{standard, "有方案。 => 有计划。", "| 标准 | 有方案。 | 有计划。 |"},
		{standard, "看一 => 看二", "| 评分依据 | 看一 | 看二 |"},
		{standard, "口径一 => 口径二", "| 口径说明 | 口径一 | 口径二 |"},
		{standard, "met: {plan: 是} => met: {plan: 否}", "| 条件 | 已制定方案 | 没有这种情况：已制定方案 |"},
		{standard, "bonus_cap: 3 => bonus_cap: 4", "| 加分上限 | 3 | 4 |"},
		{standard, "bonus_cap: 3, bonus => bonus", "| 加分上限 | 3 | — |"},
		{standard, "加一 => 加二", "| 加分 | 2分：加一（建有零工市场） | 2分：加二（建有零工市场） |"},
		{standard, "2000 => 2001", "| 得分 | 10分：得一（从业人员：不少于 2,000 人） | 10分：得一（从业人员：不少于 2,001 人） |"},
		{standard, "{is: 市级} => {is: 无}", "| 须评定的情形 | 产品认定：为“市级” | 产品认定：为“无” |"},
		{standard, "扣一 => 扣二", "| 扣分 | 4分：扣一（从业人员：不超过 100 人） | 4分：扣二（从业人员：不超过 100 人） |"},
		{standard, "无从一 => 无从二", "| 待定 | 无从一 | 无从二 |"},
		{standard, "skilled-2 => skilled-3", "| skilled-3 不明 | 待定 | — | 无从一 |"},

		{brand, "name: 东海水晶雕刻工匠 => name: 东海水晶打磨工匠", "| 名称 | 东海水晶雕刻工匠 | 东海水晶打磨工匠 |"},
		{brand, "type: 文旅类 => type: 技能类", "| 类型 | 文旅类 | 技能类 |"},
		{brand, "曲阳镇 => 房山镇", "| 乡镇、园区 | 曲阳镇 | 房山镇 |"},
		{brand, "一中心 => 二中心", "| 培育建设单位 | 一中心 | 二中心 |"},
		{brand, "一业 => 二业", "| 行业 | 一业 | 二业 |"},
		{brand, "又名一 => 又名二", "| 别名 | 又名一 | 又名二 |"},
		{brand, "[crystal] => [crystal, stone]", "| 旧网址 | crystal | crystal、stone |"},
		{brand, "as_of: 2024-06-30 => as_of: 2025-06-30", "| 数据截至 | 2024-06-30 | 2025-06-30 |"},
		{brand, "12600 => 12700", "| 从业人员 | 12,600 人 | 12,700 人 |"},
		{brand, "倪望舟 => 倪望海", "负责人"},
		{brand, "80000002 => 80000003", "联系方式"},
		{brand, "同意 => 赞成", "推荐意见"},
		{brand, "tourism-1: 10 => tourism-1: 9", "自评分"},
		{brand, "卞秋禾 => 卞秋生", "人物"},
		{brand, "一站 => 二站", "链接"},
		{brand, "年报（2023） => 年报（2024）", "佐证"},
		{brand, "水晶一 => 水晶二", "基本情况或品牌故事"},
	} {
		archive := txtar.Parse([]byte("-- " + c.file + " --\n" + c.edit + "\n-- want --\n"))
		after, changes := changed(t, before, archive)
		text, _ := review.Compare(was, read(t, after), changes).Document("与 main 比较").Markdown(review.CommentLimit)
		text = strings.ReplaceAll(text, "\u200b", "") // what keeps words from being taken for addresses
		if !strings.Contains(text, c.told) {
			t.Errorf("%s in %s: %s is not told in\n%s", c.edit, c.file, c.told, text)
		}
	}
}

// A new standard is tried against the newest that it follows: of its level, region and
// kind, and in force before it.
func TestANewStandardIsTriedAgainstTheOneItFollows(t *testing.T) {
	standard := func(level, region, kind string, from int) *fstest.MapFile {
		points := ""
		if kind == "scorecard" {
			points = "type_points: 1\n"
		}
		item := map[string]string{"checklist": "met: {plan: 是}", "scorecard": "points: 1, award: [{points: 1, when: {plan: 是}, text: 有}]"}[kind]
		return &fstest.MapFile{Data: fmt.Appendf(nil, "title: 表%s%s%s%d\nlevel: %[1]s\nregion: %[2]s\neffective: {from: %[4]d}\nkind: %[3]s\n%[5]sbasic: [{id: basic-1, group: 基本, text: 有。, met: {plan: 是}}]\ntypes: {文旅类: [{id: tourism-1, group: 分类, text: 有。, %[6]s}]}\n",
			level, region, kind, from, points, item)}
	}
	before := base(t)
	delete(before, "criteria/standards/city-2024.yaml")
	delete(before, "content/notices/rending-2024.md")
	for l, level := range []string{"市级", "省级"} {
		for r, region := range []string{"320700", "320722"} {
			for k, kind := range []string{"checklist", "scorecard"} {
				for _, from := range []int{2020, 2023, 2026} {
					before[fmt.Sprintf("criteria/standards/s-%d%d%d-%d.yaml", l, r, k, from)] = standard(level, region, kind, from)
				}
			}
		}
	}
	const added = "criteria/standards/new.yaml"
	for _, want := range []string{"s-000-2023", "s-000-2020", ""} {
		after := maps.Clone(before)
		after[added] = standard("市级", "320700", "checklist", 2025)
		p := review.Compare(read(t, before), read(t, after), []review.Change{{Kind: review.Added, Path: added}})
		if len(p.Standards) != 1 || p.Standards[0].After.ID != "new" {
			t.Fatalf("%d standards have changed, %v", len(p.Standards), p.Mistakes)
		}
		got := ""
		if against := p.Standards[0].Against; against != nil {
			got = against.ID
		}
		if got != want {
			t.Errorf("it is tried against %q, not %q", got, want)
		}
		delete(before, "criteria/standards/"+want+".yaml")
	}
}
