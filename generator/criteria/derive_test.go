package criteria

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/values"
)

// derivedFacts are the facts of a city that asks for what the two standards do not.
const derivedFacts = `facts:
  - {id: trained, label: 培训人数, kind: count, unit: 人}
  - {id: employed, label: 培训后就业人数, kind: count, unit: 人}
  - {id: output, label: 年产值, kind: number, unit: 万元}
  - {id: patents, label: 专利, kind: count, unit: 件}
derived:
  - {id: employment, label: 培训就业率, kind: percent, from: {ratio: [employed, trained]}}
  - {id: trained_2024, label: 2024年培训人数, kind: count, unit: 人, from: {year: 2024, of: trained}}
  - {id: output_mean, label: 三年年均产值, kind: number, unit: 万元, from: {average: 3, of: output}}
  - {id: output_mean_2024, label: 2022至2024年年均产值, kind: number, unit: 万元, from: {average: 3, of: output, year: 2024}}
  - {id: output_growth, label: 产值比上年增长, kind: percent, from: {growth: output}}
  - {id: is_municipal, label: 已被认定为市级劳务品牌, kind: yes-no, from: {held: 市级}}
  - {id: patents_shown, label: 有专利证书, kind: yes-no, from: {evidence: patents}}
`

// ownRules are the rules of a repository with other files of criteria/.
func ownRules(t testing.TB, files map[string]string) *Rules {
	t.Helper()
	root, _ := archive(t, "testdata/base.txtar")
	delete(root, "criteria/standards/city-2024.yaml")
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	rules, bad, err := Load(root)
	if err != nil || len(bad) > 0 {
		t.Fatalf("%v\n%s", err, mistakes(bad))
	}
	return rules
}

// stating returns facts that state numbers by id.
func (r *Rules) stating(numbers map[string]string) Facts {
	s := Facts{values: make([]Value, len(r.Facts))}
	for id, text := range numbers {
		n, _ := values.ParseDecimal(text)
		f := r.Fact(id)
		s.values[f.index] = Value{Fact: f, number: n}
	}
	return s
}

func TestFactsFollowFromOthers(t *testing.T) {
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": derivedFacts})
	stated := rules.stating(map[string]string{"trained": "300", "employed": "100", "output": "121", "patents": "2"})
	beside := Beside{Year: 2025, Held: []*Level{rules.Level("市级")}, Proven: map[*Fact]bool{rules.Fact("patents"): true}, Years: map[int]Facts{
		2022: rules.stating(map[string]string{"output": "50"}), 2023: rules.stating(map[string]string{"output": "100"}),
		2024: rules.stating(map[string]string{"output": "110", "trained": "290"}),
	}}
	all := stated.Beside(beside)
	for id, want := range map[string]string{
		"employment": "33.33%", "trained_2024": "290 人", "output_mean": "110.33 万元", "output_mean_2024": "86.67 万元",
		"output_growth": "10%", "is_municipal": "是", "patents_shown": "是",
	} {
		if v, known := all.Of(rules.factsByID[id]); !known || v.String() != want {
			t.Errorf("%s is %v, want %s", id, v, want)
		}
	}
	beside.Year, beside.Held, beside.Proven, beside.Years = 0, nil, nil, nil
	bare := rules.stating(map[string]string{"employed": "1", "output": "1", "trained": "0"}).Beside(beside)
	for id, want := range map[string]string{"employment": "", "trained_2024": "", "output_mean": "", "output_growth": "", "is_municipal": "否", "patents_shown": ""} {
		if v, known := bare.Of(rules.factsByID[id]); known != (want != "") || known && v.String() != want {
			t.Errorf("%s of nothing is %v", id, v)
		}
	}
}

// Nothing is to be shown of what there is not, and a document shows only what is stated.
func TestEvidenceShowsWhatIsStated(t *testing.T) {
	const own = `facts:
  - {id: mark, label: 商标, kind: yes-no}
  - {id: patents, label: 专利, kind: count, unit: 件}
  - {id: honour, label: 荣誉, kind: choice, choices: [无, 市级]}
  - {id: kinds, label: 种类, kind: set, choices: [甲, 乙]}
derived:
  - {id: mark_shown, label: 有商标证书, kind: yes-no, from: {evidence: mark}}
  - {id: patents_shown, label: 有专利证书, kind: yes-no, from: {evidence: patents}}
  - {id: honour_shown, label: 有荣誉证书, kind: yes-no, from: {evidence: honour}}
  - {id: kinds_shown, label: 有种类证书, kind: yes-no, from: {evidence: kinds}}
`
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": own})
	one := values.DecimalOf(1)
	for id, some := range map[string]Value{"mark": {number: one}, "patents": {number: one}, "honour": {choice: 1}, "kinds": {set: 1}} {
		f, shown := rules.Fact(id), rules.factsByID[id+"_shown"]
		some.Fact = f
		for _, c := range []struct {
			stated   Value
			document bool
			want     string
			lacks    *Fact
		}{
			{Value{Fact: f}, true, "否", nil},
			{Value{Fact: f}, false, "否", nil},
			{some, true, "是", nil},
			{some, false, "", shown},
			{Value{}, true, "", f},
			{Value{}, false, "", f},
		} {
			facts := Facts{}.With(f, c.stated).Beside(Beside{Proven: map[*Fact]bool{f: c.document}})
			v, known := facts.Of(shown)
			if known != (c.want != "") || known && v.String() != c.want {
				t.Errorf("%s %v, a document %t: %v", id, c.stated, c.document, v)
			}
			if !known && shown.lacking(facts)[0] != c.lacks {
				t.Errorf("%s %v, a document %t: lacks %s", id, c.stated, c.document, shown.lacking(facts)[0].ID)
			}
		}
	}
}

// Whoever reads a standard is told how each fact is calculated, and what of that changed.
func TestDerivationsAreSaidInWords(t *testing.T) {
	const more = "  - {id: employment_2024, label: 2024年就业率（培训后）, kind: percent, from: {ratio: [employed, trained], year: 2024}}\n" +
		"  - {id: growth_2024, label: 2024年增长, kind: percent, from: {growth: output, year: 2024}}\n"
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": derivedFacts + more, "criteria/standards/own.yaml": untyped})
	for id, want := range map[string]string{
		"employment":       "培训就业率 = 培训后就业人数 ÷ 培训人数",
		"employment_2024":  "2024年就业率 = 2024年培训后就业人数 ÷ 2024年培训人数",
		"trained_2024":     "2024年培训人数：2024年的“培训人数”，取自历年数据",
		"output_mean":      "三年年均产值：“年产值”最近3年的平均",
		"output_mean_2024": "2022至2024年年均产值：“年产值”2022年至2024年的平均",
		"output_growth":    "产值比上年增长：“年产值”最近一年比上年增长的百分数",
		"growth_2024":      "2024年增长：“年产值”2024年比上年增长的百分数",
		"is_municipal":     "已被认定为市级劳务品牌：已被认定为市级或更高级别，现在在册",
		"patents_shown":    "有专利证书：有“专利”，并写明了佐证材料",
		"trained":          "",
	} {
		if got := rules.factsByID[id].Method(); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
	turned := ownRules(t, map[string]string{"criteria/facts.yaml": strings.Replace(derivedFacts, "[employed, trained]", "[trained, employed]", 1), "criteria/standards/own.yaml": untyped})
	edits, items := turned.Standard("own").Since(rules.Standard("own"))
	want := Edit{"算法", "培训就业率 = 培训后就业人数 ÷ 培训人数", "培训就业率 = 培训人数 ÷ 培训后就业人数"}
	if len(edits) > 0 || len(items) != 1 || items[0].ID != "training" || len(items[0].Edits) != 1 || items[0].Edits[0] != want {
		t.Errorf("%v %v", edits, items)
	}
}

const ofYears = `title: 某市认定标准
level: 市级
region: 320700
effective: {from: 2025}
kind: checklist
basic:
  - {id: trained, group: 一, text: 2024年培训300人以上。, met: {trained_2024: {at_least: 300}}}
  - {id: mean, group: 一, text: 三年年均100万元以上。, met: {output_mean: {at_least: 100}}}
  - {id: old-mean, group: 一, text: 2022至2024年年均100万元以上。, met: {output_mean_2024: {at_least: 100}}}
`

// What a brand states of a year that is over is no step, and what it lacks of years says
// which these are.
func TestTheCoachKnowsYears(t *testing.T) {
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": derivedFacts, "criteria/standards/own.yaml": ofYears})
	coach := rules.CoachFor(rules.Standard("own"), nil)
	output := func(n string) Facts { return rules.stating(map[string]string{"output": n}) }
	both := func(n, trained string) Facts {
		return rules.stating(map[string]string{"output": n, "trained": trained})
	}
	for name, c := range map[string]struct {
		now    Facts
		beside Beside
		want   string
	}{
		"nothing": {Facts{}, Beside{}, "2024年培训人数：未填报 → 300 人，在历年数据中补报2024年的数；三年年均产值：未填报 → 100 万元，在历年数据中补报最近3年的数；" +
			"2022至2024年年均产值：未填报 → 100 万元，在历年数据中补报2022年、2023年、2024年的数。"},
		"some years": {output("300"), Beside{Year: 2025, Years: map[int]Facts{2022: output("300"), 2023: output("300")}},
			"2024年培训人数：未填报 → 300 人，在历年数据中补报2024年的数；三年年均产值：未填报 → 100 万元，在历年数据中补报2024年的数；" +
				"2022至2024年年均产值：未填报 → 100 万元，在历年数据中补报2024年的数。"},
		"all is well but this year's trained": {output("300"), Beside{Year: 2024, Years: map[int]Facts{2022: output("300"), 2023: output("300")}},
			"2024年培训人数：未填报 → 300 人，补报2024年的数。"},
		"a year is over": {both("300", "290"), Beside{Year: 2024, Years: map[int]Facts{2022: output("300"), 2023: output("300")}},
			"没有找到达到的办法：第1条看的是2024年的数，已经定了。"},
		"all is over": {both("300", "290"), Beside{Year: 2024, Years: map[int]Facts{2022: output("0"), 2023: output("-1")}},
			"没有找到达到的办法：第1条看的是2024年的数，第3条看的是2022年至2024年的数，都已经定了。"},
	} {
		facts := c.now.Beside(c.beside)
		if got := strings.TrimPrefix(coach.Line(Evaluate(rules.Standard("own"), nil, facts, nil), facts, nil), "怎样达到（改动最少的一种）："); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// What is divided by nothing is filled in, and cannot be calculated.
func TestWhatCannotBeCalculatedIsSaid(t *testing.T) {
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": derivedFacts, "criteria/standards/own.yaml": untyped})
	facts := rules.stating(map[string]string{"employed": "20", "trained": "0", "output": "9"}).Beside(
		Beside{Year: 2025, Years: map[int]Facts{2024: rules.stating(map[string]string{"output": "0"})}})
	items := Evaluate(rules.Standard("own"), nil, facts, nil).Items
	for i, want := range map[int]string{
		1: "“培训就业率”无法计算（“培训人数”为 0），无法判断是否符合“达到30%”，60分尚未计入 培训就业率：无法计算（“培训人数”为 0）",
		2: "“产值比上年增长”无法计算（上一年为 0），无法判断是否符合“增长10%以上”，40分尚未计入 产值比上年增长：无法计算（上一年为 0）",
	} {
		if got := strings.Join(items[i].Explanation(), "") + " " + items[i].Lacks()[0].Change; got != want || items[i].Outcome != Unstated {
			t.Errorf("%s: %s", items[i].Outcome, got)
		}
	}
}

// A ratio is held against a bound as fractions are, however it would be rounded.
func TestRatiosAreHeldExactly(t *testing.T) {
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": derivedFacts})
	r := rand.New(rand.NewPCG(1, 2))
	f := rules.factsByID["employment"]
	for range 20_000 {
		a, b, bound := r.Int64N(1000), 1+r.Int64N(30), r.Int64N(400)*int64(values.DecimalOf(1))/4
		facts := Facts{values: make([]Value, len(rules.Facts))}
		for id, n := range map[string]int64{"employed": a, "trained": b} {
			facts.values[rules.Fact(id).index] = Value{Fact: rules.Fact(id), number: values.DecimalOf(int(n))}
		}
		sign := big.NewRat(100*a, b).Cmp(big.NewRat(bound, int64(values.DecimalOf(1))))
		for test, want := range map[Test]bool{AtLeast: sign >= 0, Above: sign > 0, AtMost: sign <= 0, Below: sign < 0} {
			c := &Condition{Fact: f, Test: test, Number: values.Decimal(bound)}
			if got := c.Eval(facts); got != truthOf(want) {
				t.Fatalf("%d of %d is %s %s%%: %v", a, b, test, values.Decimal(bound), got)
			}
		}
	}
}

const untyped = `title: 某市评选标准
level: 市级
region: 320700
effective: {from: 2025}
kind: scorecard
type_points: 100
pass_total: 60
basic:
  - {id: honest, group: 一, text: 没有拖欠工资行为, met: {is_municipal: 否}}
  - id: training
    group: 二
    text: 培训就业率达到30%以上
    points: 60
    veto: 否
    award: [{points: 60, when: {employment: {at_least: 30}}, text: 达到30%}]
  - id: growth
    group: 二
    text: 产值比上年增长10%以上
    points: 40
    veto: 否
    award: [{points: 40, when: {output_growth: {at_least: 10}}, text: 增长10%以上}]
`

// A standard needs no types, its items may score instead of failing the brand, and what
// is not stated is said by the facts that have to be.
func TestAStandardWithoutTypes(t *testing.T) {
	rules := ownRules(t, map[string]string{"criteria/facts.yaml": derivedFacts, "criteria/standards/own.yaml": untyped})
	s := rules.Standard("own")
	if !s.Covers(nil, rules.Region("320700")) || !s.Covers(rules.Types[0], rules.Region("320700")) {
		t.Error("it measures no brand")
	}
	e := Evaluate(s, nil, rules.stating(map[string]string{"employed": "20", "trained": "100"}), nil)
	if e.Outcome != Incomplete || len(e.Vetoed) > 0 || e.Items[1].Outcome != Unmet || e.Items[1].Item.Where() != "第2条" {
		t.Errorf("%+v", e)
	}
	if got := strings.Join(e.Items[1].Explanation(), ""); got != "培训就业率：20%；培训后就业人数：20 人；培训人数：100 人，不计“达到30%”的60分" {
		t.Error(got)
	}
	if missing := Evaluate(s, nil, rules.stating(map[string]string{"employed": "20"}), nil).Items[1].Reasons()[0].Missing(); len(missing) != 1 || missing[0].ID != "trained" {
		t.Errorf("%v", missing)
	}
	grown := rules.stating(map[string]string{"employed": "40", "trained": "100", "output": "90"}).Beside(Beside{Year: 2025, Years: map[int]Facts{2024: rules.stating(map[string]string{"output": "90"})}})
	if e := Evaluate(s, nil, grown, nil); e.Outcome != Passed || e.Total != 60*Point || e.Conclusion() != "没有一票否决的情形，各条有 1 条未达到，总分达到合格分数线" {
		t.Errorf("%s %+v", e.Conclusion(), e)
	}
	if e := Evaluate(s, nil, grown.Holding([]*Level{rules.Level("市级")}), nil); e.Outcome != Failed || e.Conclusion() != "有 1 条未达到，一票否决" {
		t.Errorf("%s %+v", e.Conclusion(), e)
	}
}

// Nobody need say what changes take, with rules of a region's own or without.
func TestEffortsNeedNotBeSaid(t *testing.T) {
	const own = "facts:\n  - {id: patents, label: 专利, kind: count, unit: 件}\n"
	rules := ownRules(t, map[string]string{"criteria/320700/facts.yaml": own})
	if f := rules.Fact("patents"); f == nil || rules.EffortOf(f).Grade != usualEffort {
		t.Error(f)
	}
	rules = ownRules(t, map[string]string{"criteria/320700/facts.yaml": own, "criteria/320700/efforts.yaml": "efforts:\n  - {fact: patents, grade: 5}\n"})
	if grade := rules.EffortOf(rules.Fact("patents")).Grade; grade != 5 {
		t.Error(grade)
	}
	rules = ownRules(t, map[string]string{"criteria/320700/facts.yaml": derivedFacts, "criteria/320700/efforts.yaml": "efforts:\n  - {fact: employment, grade: 4}\n"})
	if grade := rules.EffortOf(rules.factsByID["employment"]).Grade; grade != 4 {
		t.Error(grade)
	}
}

func TestDerivationsThatAreWrong(t *testing.T) {
	for line, want := range map[string]string{
		"{id: x, label: 甲, kind: percent, from: {ratio: [trained]}}":             "ratio 应写两项数据",
		"{id: x, label: 甲, kind: percent, from: {ratio: [trained, none]}}":       "没有“none”",
		"{id: x, label: 甲, kind: percent, from: {ratio: [trained, employment]}}": "没有“employment”",
		"{id: x, label: 甲, kind: yes-no, from: {ratio: [trained, employed]}}":    "kind 应为 percent",
		"{id: x, label: 甲, kind: yes-no, from: {held: 区级}}":                      "级别表中没有",
		"{id: x, label: 甲, kind: number, from: {average: 1, of: output}}":        "2 到 20 年",
		"{id: x, label: 甲, kind: count, from: {year: 2024}}":                     "由哪一项数据算出",
		"{id: x, label: 甲, kind: count, from: {sum: trained}}":                   "from 应写明怎样算出",
		"{id: x, label: 甲, kind: count, from: {growht: trained}}":                "是否应为“growth”",
		"{id: x, label: 甲, kind: number, from: {average: 2.5, of: output}}":      "带有小数",
		"{id: x, label: 甲, kind: number, from: {average: , of: output}}":         "“average”没有填写",
		"{id: x, label: 甲, kind: count, from: {year: , of: trained}}":            "“year”没有填写",
		"{id: x, label: 甲, kind: yes-no, from: {held: }}":                        "“held”没有填写",
		"{id: x, label: 甲, kind: count, from: {year: 24, of: trained}}":          "1949 到 2100 之间，现在是 24",
		"{id: x, label: 甲, kind: count, from: {year: 20240, of: trained}}":       "1949 到 2100 之间，现在是 20240",
		"{id: x, label: 甲, kind: count, from: {year: 2024.5, of: trained}}":      "带有小数",
		"{id: x, label: 甲, kind: percent, from: {growth: output, year: 24}}":     "1949 到 2100 之间，现在是 24",
		"{id: x, label: 甲, kind: count, from: {ratio: [trained, employed]}}":     "kind 应为 percent 或 number",
		"{id: x, label: 甲, kind: yes-no}":                                        "from",
		"{id: trained, label: 甲, kind: yes-no, from: {evidence: patents}}":       "已经用过",
		"{id: x, label: 甲, kind: percent, from: {growth: output, at: 2}}":        "at",
	} {
		root, _ := archive(t, "testdata/base.txtar")
		delete(root, "criteria/standards/city-2024.yaml")
		root["criteria/facts.yaml"] = &fstest.MapFile{Data: []byte(derivedFacts + "  - " + line + "\n")}
		if _, bad, err := Load(root); err != nil || len(bad) != 1 || bad[0].Span.Start.Line != strings.Count(derivedFacts, "\n")+1 || !strings.Contains(mistakes(bad), want) {
			t.Errorf("%s: %v\n%s", line, err, mistakes(bad))
		}
	}
}
