package criteria

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/values"
)

var update = flag.Bool("update", false, "write what is found into testdata")

// What is written into sentences.txtar was read aloud before it was kept.
func TestReasonsAndGapsReadAsSentences(t *testing.T) {
	const name = "testdata/sentences.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	all := sheets(t)
	for i, file := range archive.Files {
		id, sheetName, _ := strings.Cut(file.Name, " ")
		standard := sample().Standard(id)
		s := all[slices.IndexFunc(all, func(s sheet) bool { return s.name == sheetName })]
		var b strings.Builder
		for row := range strings.Lines(string(file.Data)) {
			if strings.HasPrefix(row, " ") {
				continue
			}
			b.WriteString(row)
			changes, itemID, found := strings.Cut(strings.TrimSpace(row), " | ")
			if !found {
				continue
			}
			facts, judgements := s.with(t, name, changes)
			e := Evaluate(standard, s.typ, facts, judgements)
			for _, r := range e.Items {
				if r.Item.ID == itemID {
					for _, reason := range r.Reasons() {
						fmt.Fprintf(&b, "    %s\n", reason.Text())
					}
				}
			}
			for _, gap := range e.Gaps() {
				if gap.Item.ID == itemID {
					for _, change := range gap.Changes {
						fmt.Fprintf(&b, "    差距 %s\n", change)
					}
				}
			}
		}
		if got := b.String(); got != string(file.Data) {
			if !*update {
				t.Errorf("%s:\ngot\n%s\nwant\n%s", file.Name, got, file.Data)
			}
			archive.Files[i].Data = []byte(got)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheDistanceOfTheExampleIsWordedAsInTheContract(t *testing.T) {
	for _, c := range []struct {
		condition string
		stated    string
		want      string
	}{
		{"{workers: {at_least: 3000}}", "workers: 2420", "从业人员 2,420 人，距 3,000 人还差 580 人"},
		{"{workers: {above: 5000}}", "workers: 4000", "从业人员 4,000 人，须超过 5,000 人，还差 1,001 人"},
		{"{workers: {at_most: 5000}}", "workers: 5001", "从业人员 5,001 人，须不超过 5,000 人"},
		{"{not: {workers: {at_least: 3000}}}", "workers: 3000", "从业人员 3,000 人，须少于 3,000 人"},
		{"{workers: {below: 3000}}", "", "从业人员：未填报，须少于 3,000 人"},
		{"{skilled_ratio: {at_least: 50}}", "skilled_ratio: 49.99", "技能劳动者占比 49.99%，距 50% 还差 0.01 个百分点"},
		{"{skilled_ratio: {above: 50}}", "skilled_ratio: 50", "技能劳动者占比 50%，须超过 50%"},
		{"{leading_enterprise_debt_ratio: {below: 60}}", "leading_enterprise_debt_ratio: 60", "该龙头企业的资产负债率 60%，须低于 60%"},
		{"{labor_income: {at_least: 25}}", "labor_income: 24.5", "从业人员年劳务总收入 24.5 亿元，距 25 亿元还差 0.5 亿元"},
		{"{trademark_registered: 是}", "trademark_registered: 否", "尚未做到：在工商行政管理部门注册商标"},
		{"{trademark_registered: 是}", "", "已在工商行政管理部门注册商标：未填报，须为“是”"},
		{"{market_rank: {at_least: 国内前列}}", "market_rank: 省内前列", "产品市场占有率：现为“省内前列”，须达到“国内前列”"},
		{"{market_rank: {at_least: 省内前列}}", "market_rank: 未居前列", "产品市场占有率：现为“未居前列”，须达到“省内前列”或更高"},
		{"{market_rank: {is: 省内前列}}", "market_rank: 国内前列", "产品市场占有率：现为“国内前列”，须为“省内前列”"},
		{"{not: {market_rank: {is: 省内前列}}}", "market_rank: 省内前列", "产品市场占有率：不应为“省内前列”"},
		{"{culture_carriers: {count_at_least: 2}}", "culture_carriers: [非遗工坊]", "文化品牌载体：现有 1 项，还差 1 项"},
		{"{culture_carriers: {count_at_least: 2}}", "", "文化品牌载体：未填报，须至少有 2 项"},
		{"{artisan_honors: {has: 省乡土人才“三带”名人}}", "artisan_honors: []", "人才荣誉：尚缺“省乡土人才‘三带’名人”"},
		{"{culture_carriers: {has: 非遗工坊}}", "culture_carriers: []", "文化品牌载体：尚缺“非遗工坊”"},
		{"{culture_carriers: {has_any: [非遗工坊, 传承示范基地]}}", "culture_carriers: []", "文化品牌载体：尚无下列之一：传承示范基地、非遗工坊"},
		// Of several ways the one with the fewest changes; of several demands on
		// one fact the one that answers all.
		{"{any: [{trademark_registered: 是, workers: {at_least: 10}}, {parks: {at_least: 1}}]}", "trademark_registered: 否; workers: 9; parks: 0", "特色产业园区或创业示范基地 0 个，距 1 个还差 1 个"},
		{"{all: [{workers: {at_least: 10}}, {workers: {at_least: 20}}]}", "workers: 9", "从业人员 9 人，距 20 人还差 11 人"},
		{"{all: [{workers: {at_least: 20}}, {workers: {at_least: 20}}]}", "workers: 9", "从业人员 9 人，距 20 人还差 11 人"},
		{"{any: [{workers: {at_least: 10}}, {parks: {at_least: 1}}]}", "workers: 9; parks: 0", "从业人员 9 人，距 10 人还差 1 人"},
		{"{all: [{trademark_registered: 是}, {trademark_registered: 是}]}", "trademark_registered: 否", "尚未做到：在工商行政管理部门注册商标"},
		{"{culture_carriers: {has: 非遗工坊}, any: [{culture_carriers: {has: 传承示范基地}}]}", "culture_carriers: []", "文化品牌载体：尚缺“非遗工坊” / 文化品牌载体：尚缺“传承示范基地”"},
		{"{workers: {at_most: 20, below: 10}}", "workers: 15", "从业人员 15 人，须少于 10 人"},
	} {
		values := map[string]string{}
		for s := range strings.SplitSeq(c.stated, "; ") {
			if key, value, found := strings.Cut(s, ": "); found {
				values[key] = value
			}
		}
		item := &Item{ID: "a", Met: condition(t, c.condition)}
		s := &Standard{Kind: Checklist, Basic: []*Item{item}}
		gaps := Evaluate(s, nil, facts(t, nil, values), nil).Gaps()
		if len(gaps) != 1 || strings.Join(gaps[0].Changes, " / ") != c.want {
			t.Errorf("%s of %s:\ngot  %v\nwant %s", c.condition, c.stated, gaps, c.want)
		}
	}
}

var (
	numericGap  = regexp.MustCompile(`^(.*) (-?[0-9,.]+) ?[^ ，]*，(?:距|须超过) .*还差 ([0-9,.]+) `)
	unstatedGap = regexp.MustCompile(`^(.*)：未填报，须(.*)$`)
)

// Whoever does what a gap says has met the item. The test reads the sentences as
// a clerk would, not the conditions behind them.
func TestWhoeverClosesAGapMeetsTheItem(t *testing.T) {
	closed := 0
	forManyBrands(t, 200, func(t *testing.T, typ *Type, facts Facts, j map[string]Judgement, e Evaluation) {
		for _, gap := range e.Gaps() {
			after := facts
			for _, change := range gap.Changes {
				v, ok := carryOut(t, change, facts)
				if !ok {
					t.Errorf("%s: nobody can carry out “%s”", gap.Item.ID, change)
					return
				}
				after = after.stating(v)
			}
			closed++
			for _, r := range Evaluate(e.Standard, typ, after, j).Items {
				if r.Item == gap.Item && r.Outcome != Met {
					t.Errorf("%s is %s after %q", r.Item.ID, r.Outcome, gap.Changes)
				}
			}
		}
	})
	if closed == 0 {
		t.Error("no brand had a gap")
	}
}

// Each item that could be met by other facts says how.
func TestEveryItemThatFactsCouldMeetHasAGap(t *testing.T) {
	forManyBrands(t, 200, func(t *testing.T, _ *Type, _ Facts, _ map[string]Judgement, e Evaluation) {
		gaps := map[*Item]bool{}
		for _, gap := range e.Gaps() {
			gaps[gap.Item] = true
		}
		for _, r := range e.Items {
			if want := r.Outcome != Met && r.Outcome != Undetermined; gaps[r.Item] != want {
				t.Errorf("%s is %s, gap %t", r.Item.ID, r.Outcome, gaps[r.Item])
			}
		}
	})
}

// carryOut returns the value that a gap's sentence asks for.
func carryOut(t *testing.T, change string, facts Facts) (Value, bool) {
	if m := numericGap.FindStringSubmatch(change); m != nil {
		f := factLabelled(m[1])
		if f == nil {
			return Value{}, false
		}
		v, _ := facts.Of(f)
		now, _ := values.ParseDecimal(strings.ReplaceAll(m[2], ",", ""))
		lacks, ok := values.ParseDecimal(strings.ReplaceAll(m[3], ",", ""))
		if now != v.number || !ok || lacks <= 0 {
			t.Errorf("“%s” misstates %s", change, v)
		}
		v.number += lacks
		return v, true
	}
	for _, f := range sample().Facts { // what is said not to be so is to be so, and the other way round
		if f.Kind == YesNo && (change == f.statement(true) || change == f.statement(false)) {
			v := Value{Fact: f}
			if change == f.statement(false) {
				v.number = values.DecimalOf(1)
			}
			return v, true
		}
	}
	label, rest, _ := strings.Cut(change, "：")
	f := factLabelled(label)
	if f == nil {
		return Value{}, false
	}
	v := Value{Fact: f}
	switch {
	case f.Kind == YesNo:
		if strings.HasSuffix(rest, "须为“是”") {
			v.number = values.DecimalOf(1)
		}
		return v, strings.Contains(rest, "须为")
	case f.Kind == Choice:
		for i, name := range f.Choices {
			if strings.Contains(rest, "须达到“"+name+"”") {
				v.choice = i
				return v, true
			}
		}
	case f.Kind == Set:
		v.set = 1 // the standards ask for one of several at most
		return v, strings.Contains(rest, "还差 1 项") || strings.Contains(rest, "须至少有 1 项")
	default:
		if m := unstatedGap.FindStringSubmatch(change); m != nil {
			number := regexp.MustCompile(`^(?:不少于|不低于) ([0-9,.]+)`).FindStringSubmatch(m[2])
			if number != nil {
				v.number, _ = values.ParseDecimal(strings.ReplaceAll(number[1], ",", ""))
				return v, true
			}
		}
	}
	return Value{}, false
}

func factLabelled(label string) *Fact {
	i := slices.IndexFunc(sample().Facts, func(f *Fact) bool { return f.Short() == label })
	if i < 0 {
		return nil
	}
	return sample().Facts[i]
}

func TestQuotationMarksInsideQuotationMarksAreSingle(t *testing.T) {
	for s, want := range map[string]string{
		"从业人员":           "“从业人员”",
		"“专精特新”小巨人企业":    "“‘专精特新’小巨人企业”",
		"有“省‘三带’名人”等荣誉的": "“有‘省“三带”名人’等荣誉的”",
	} {
		if got := quote(s); got != want {
			t.Errorf("%s: got %s, want %s", s, got, want)
		}
	}
}

// What a condition reads as, for the criteria pages.
func TestConditionsReadInTheWordsOfTheRules(t *testing.T) {
	for text, want := range map[string]string{
		"{workers: {at_least: 3000}}":                    "从业人员：不少于 3,000 人",
		"{workers: {above: 3000}}":                       "从业人员：超过 3,000 人",
		"{workers: {at_most: 3000}}":                     "从业人员：不超过 3,000 人",
		"{workers: {below: 3000}}":                       "从业人员：少于 3,000 人",
		"{skilled_ratio: {at_least: 70}}":                "技能劳动者占比：不低于 70%",
		"{skilled_ratio: {below: 59.5}}":                 "技能劳动者占比：低于 59.5%",
		"{trademark_registered: 否}":                      "尚未做到：在工商行政管理部门注册商标",
		"{market_rank: {is: 省内前列}}":                      "产品市场占有率：为“省内前列”",
		"{market_rank: {at_least: 省内前列}}":                "产品市场占有率：达到“省内前列”或更高",
		"{market_rank: {at_least: 国内前列}}":                "产品市场占有率：达到“国内前列”",
		"{culture_carriers: {count_at_least: 2}}":        "文化品牌载体：至少有 2 项",
		"{culture_carriers: {has: 非遗工坊}}":                "文化品牌载体：含有“非遗工坊”",
		"{culture_carriers: {has_any: [非遗工坊, 传承示范基地]}}":  "文化品牌载体：含有下列之一：传承示范基地、非遗工坊",
		"{parks: {at_least: 1}, workers: {at_least: 1}}": "特色产业园区或创业示范基地：不少于 1 个；且从业人员：不少于 1 人",
		"{any: [{trademark_registered: 是}, {all: [{trademark_registered: 否}, {hard_to_employ: 是}]}]}": "已在工商行政管理部门注册商标；或（尚未做到：在工商行政管理部门注册商标；且吸纳大龄、失业等各类就业困难人员就业成绩突出）",
		"{not: {market_rank: {at_least: 省内前列}}}":                                                      "并非“产品市场占有率：达到‘省内前列’或更高”",
	} {
		if got := condition(t, text).String(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// What decides the whole is a condition that is not yet met; what only gives points can be improved.
func TestGapsAreListedByWhatTheyDecide(t *testing.T) {
	seen := map[string]int{}
	forManyBrands(t, 100, func(t *testing.T, _ *Type, _ Facts, _ map[string]Judgement, e Evaluation) {
		n := 0
		for _, list := range e.GapLists() {
			for _, g := range list.Gaps {
				decides := e.Standard.Kind == Checklist || g.Item.Veto
				if (list.Kind == "尚未达到的条件") != decides {
					t.Errorf("%s of %s is among %s", g.Item.ID, e.Standard.ID, list.Kind)
				}
				n++
			}
			seen[list.Kind]++
		}
		if n != len(e.Gaps()) {
			t.Errorf("%d gaps are listed of %d", n, len(e.Gaps()))
		}
	})
	if len(seen) != 2 {
		t.Errorf("there are lists of %v", seen)
	}
}
