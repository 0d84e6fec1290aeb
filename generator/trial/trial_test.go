package trial

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/review"
	"minglu/generator/values"
)

// today is the day of every test.
func today(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} }

// base returns the repository of base.txtar, with the layouts.
func base(t testing.TB) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{}
	for _, f := range archive.Files {
		root[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for _, name := range []string{"layouts/review/review.html", "layouts/review/review.css"} {
		data, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		root[name] = &fstest.MapFile{Data: data}
	}
	return root
}

// addBrands adds brands as counties might state them: about the bounds, some facts not
// stated, some judged, some recognized.
func addBrands(root fstest.MapFS, n int, seed uint64) {
	dice := rand.New(rand.NewPCG(seed, 7))
	places := []string{"赣榆区", "东海县", "灌云县"}
	slugs := []string{"ganyu", "donghai", "guanyun"}
	var recognized strings.Builder
	for i := range n {
		at, slug := dice.IntN(3), fmt.Sprintf("brand-%05d", i)
		var facts []string
		state := func(id, value string) {
			if dice.IntN(9) > 0 {
				facts = append(facts, id+": "+value)
			}
		}
		bounds := []int{2000, 3000, 3400, 4100, 5200, 7300, 9000}
		workers := max(0, bounds[dice.IntN(len(bounds))]+dice.IntN(3)-1+500*(dice.IntN(5)-2))
		state("plan", []string{"是", "是", "是", "否"}[dice.IntN(4)])
		state("workers", fmt.Sprint(workers))
		state("skilled", fmt.Sprint(dice.IntN(workers+1)))
		state("premium", fmt.Sprint(dice.IntN(30)))
		state("income", fmt.Sprintf("%d.%d", dice.IntN(26), dice.IntN(10)))
		state("product", []string{"无", "市级", "省级"}[dice.IntN(3)])
		root["content/brands/"+slugs[at]+"/"+slug+".md"] = &fstest.MapFile{Data: []byte(fmt.Sprintf(
			"---\nname: %s第%d工匠\ntype: %s\ncounty: %s\nbuilder: 示例中心\nleader: {name: 倪望舟, title: 主任}\nas_of: 2024-06-30\nfacts: {%s}\nopinions:\n  county: {text: 同意推荐。, date: 2024-10-15}\n---\n情况。\n",
			strings.TrimRight(places[at], "区县"), i, []string{"技能类", "文旅类"}[dice.IntN(2)], places[at], strings.Join(facts, ", ")))}
		if dice.IntN(3) == 0 {
			root["content/judgements/city-2024/"+slug+".yaml"] = &fstest.MapFile{Data: []byte(fmt.Sprintf("tourism-1: {points: %d, reason: 材料齐全, by: 卞秋禾}\n", dice.IntN(31)))}
		}
		if i == 0 || dice.IntN(3) == 0 {
			fmt.Fprintf(&recognized, "  - %s\n", slug)
		}
	}
	root["content/notices/2024.md"] = &fstest.MapFile{Data: []byte("---\nkind: 认定\ntitle: 名单\nlevel: 市级\ndate: 2024-12-06\nbrands:\n" + recognized.String() + "---\n正文。\n")}
}

// with returns root with words of the rules replaced.
func with(t testing.TB, root fstest.MapFS, old, now string) fstest.MapFS {
	t.Helper()
	changed, found := fstest.MapFS{}, 0
	for name, f := range root {
		changed[name] = f
		if strings.HasPrefix(name, "criteria/") {
			found += strings.Count(string(f.Data), old)
			changed[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), old, now))}
		}
	}
	if found != 1 {
		t.Fatalf("%q occurs %d times", old, found)
	}
	return changed
}

func sideOf(t testing.TB, root fs.FS) *review.Side {
	t.Helper()
	read, err := review.Read(root, edition.Reader{Day: today})
	if err != nil || !read.Readable() {
		t.Fatal(err, read.Mistakes)
	}
	return read
}

// tried are the bounds of base.txtar: how a sweep names each, its text, and numbers to try.
var tried = []struct{ name, text, numbers string }{
	{"city-2024:basic-1:income", "above: 21.5", "0..26/1.3"},
	{"city-2024:skilled-1:workers:1", "at_least: 2000", "1000..4000/250"},
	{"city-2024:skilled-1:workers:2", "above: 4100", "3000..10000/499"},
	{"city-2024:skilled-1:workers:3", "above: 9000", "3000..10000/499"},
	{"city-2024:skilled-1:workers:4", "at_least: 5200", "3000..10000/499"},
	{"city-2024:skilled-1:workers:5", "at_least: 7300", "3000..10000/499"},
	{"city-2024:skilled-2:skilled_share:1", "below: 50", "0..100/7.5"},
	{"city-2024:skilled-2:skilled_share:2", "at_most: 31.5", "0..100/7.5"},
	{"city-2024:tourism-1:income", "at_least: 12", "0..26/1.3"},
	{"city-2024:tourism-1:premium", "at_least: 15", "-1..31/2"},
	{"city-2024:tourism-1:workers", "below: 3400", "1999..5000/250"},
	{"province-2022:basic-2:workers", "at_least: 3000", "1000..9000/500"},
}

// A sweep makes of every number what rules that are read with it do.
func TestASweepIsManyReadings(t *testing.T) {
	root := base(t)
	addBrands(root, 150, 1)
	now := sideOf(t, root)
	for _, b := range tried {
		t.Run(b.name, func(t *testing.T) {
			request, err := ParseSweep(now.Rules, b.name+"="+b.numbers)
			if err != nil {
				t.Fatal(err)
			}
			s := NewSweep(now, request)
			id, changes := request.Standard.ID, 0
			for _, v := range s.Values {
				word, _, _ := strings.Cut(b.text, " ")
				naive := sideOf(t, with(t, root, b.text+"}", word+" "+v.Number.String()+"}"))
				want, measured := Swept{Number: v.Number}, 0
				for i, brand := range naive.Content.Brands {
					was, is := now.Evaluate(now.Content.Brands[i], id), naive.Evaluate(brand, id)
					if is == nil || !slices.ContainsFunc(is.Items, func(r criteria.Result) bool { return r.Item.ID == request.Bound.Item.ID }) {
						continue
					}
					measured++
					want.add(now.Content.Brands[i], was, *is)
				}
				if !v.moves(want) || v.Passed != want.Passed || v.Failed != want.Failed || v.Incomplete != want.Incomplete || s.Measured != measured {
					t.Fatalf("at %s: %+v, want %+v", v.Number, v, want)
				}
				changes += len(v.Better) + len(v.Worse) + len(v.Up) + len(v.Down)
			}
			if changes == 0 {
				t.Error("nothing ever changes")
			}
		})
	}
}

// What a trial says is what measuring every brand by both rules says.
func TestATrialIsTwoMeasurings(t *testing.T) {
	for seed, b := range tried {
		root := base(t)
		addBrands(root, 60, uint64(seed))
		word, _, _ := strings.Cut(b.text, " ")
		number, _ := values.ParseDecimal(strings.TrimPrefix(b.text, word+" "))
		before, after := sideOf(t, root), sideOf(t, with(t, root, b.text+"}", word+" "+(number*2/3/1_000_000*1_000_000).String()+"}"))
		standards, _ := Compare(before, after)
		if len(standards) != 1 || len(standards[0].Bounds) != 1 {
			t.Fatalf("%s: %d standards", b.name, len(standards))
		}
		s, n := standards[0], 0
		for i, brand := range after.Content.Brands {
			was, is := before.Evaluate(before.Content.Brands[i], s.Before.ID), after.Evaluate(brand, s.After.ID)
			if was == nil && is == nil {
				continue
			}
			got := s.Brands[n]
			if n++; got.Brand != brand || got.Before.Summary() != was.Summary() || got.After.Summary() != is.Summary() {
				t.Fatalf("%s: %s became %s", brand.Slug, got.Before.Summary(), got.After.Summary())
			}
			rankBefore, rankAfter := 1, 1
			for _, other := range s.Brands {
				if other.Brand.Type == brand.Type && other.Before.Total > was.Total {
					rankBefore++
				}
				if other.Brand.Type == brand.Type && other.After.Total > is.Total {
					rankAfter++
				}
			}
			if s.After.Kind == criteria.Checklist {
				rankBefore, rankAfter = 0, 0
			}
			if got.RankBefore != rankBefore || got.RankAfter != rankAfter {
				t.Errorf("%s ranks %d, then %d; want %d, %d", brand.Slug, got.RankBefore, got.RankAfter, rankBefore, rankAfter)
			}
		}
		if n != len(s.Brands) {
			t.Errorf("%d brands of %d", len(s.Brands), n)
		}
		checkGroups(t, s, after.Rules)
		checkHistogram(t, s, s.Bounds[0])
	}
}

// A trial names a calculation that is not what it was, though no bound is.
func TestATrialNamesAChangedCalculation(t *testing.T) {
	root := base(t)
	addBrands(root, 20, 1)
	tr := &Trial{Before: sideOf(t, root), After: sideOf(t, with(t, root, "ratio: [skilled, workers]", "ratio: [workers, skilled]"))}
	tr.finish()
	text, err := tr.Write("text")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"算法", "技能人员占比 = 技能人员 ÷ 从业人员", "技能人员占比 = 从业人员 ÷ 技能人员"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

// checkGroups holds the counts of counties and types against those of all brands.
func checkGroups(t *testing.T, s Standard, rules *criteria.Rules) {
	t.Helper()
	for _, groups := range [][]Group{s.Counties(rules), s.Types(rules)} {
		sum := Group{Name: "合计"}
		for _, g := range groups {
			sum.Measured, sum.Passed = sum.Measured.plus(g.Measured), sum.Passed.plus(g.Passed)
			sum.Better, sum.Worse, sum.Up, sum.Down = sum.Better+g.Better, sum.Worse+g.Worse, sum.Up+g.Up, sum.Down+g.Down
			sum.Higher, sum.Lower = sum.Higher+g.Higher, sum.Lower+g.Lower
		}
		if sum != s.Sum() || len(groups) == 0 {
			t.Errorf("%+v, want %+v", sum, s.Sum())
		}
	}
	if r := s.Reach; r.Passed != s.Sum().Passed || r.Keep.After > r.Passed.After || r.Possible.After != r.Held+r.Passed.After-r.Keep.After {
		t.Errorf("%+v", r)
	}
}

func (s Shift) plus(other Shift) Shift { return Shift{s.Before + other.Before, s.After + other.After} }

// checkHistogram holds that every brand lies in one place, between its neighbours, and that
// what would hold does.
func checkHistogram(t *testing.T, s Standard, c BoundChange) {
	t.Helper()
	f, seen := c.Now.Test.Fact, len(c.Histogram.Unstated)
	marked := 0
	for i, bin := range c.Histogram.Bins {
		seen += len(bin.Brands)
		for _, b := range bin.Brands {
			v, stated := b.Facts.Of(f)
			next := i+1 < len(c.Histogram.Bins) && v.Number() >= c.Histogram.Bins[i+1].From
			if !stated || next || !bin.Below && v.Number() < bin.From {
				t.Errorf("%s with %s lies at %s", b.Slug, v, bin.From)
			}
		}
		if bin.Below {
			continue
		}
		if bin.From == c.Now.Test.Number || bin.From == c.Was.Test.Number {
			marked++
		}
		holds := 0
		for _, b := range measuredBy(c.Now.Item, s.Brands) {
			if c.Now.Test.Against(bin.From).Eval(b.Facts) == criteria.True {
				holds++
			}
		}
		if bin.Holds != holds {
			t.Errorf("at %s %d hold, want %d", bin.From, bin.Holds, holds)
		}
	}
	if all := len(measuredBy(c.Now.Item, s.Brands)); seen != all || marked != 2 {
		t.Errorf("%s: %d brands of %d, %d of 2 bounds", c.Now, seen, all, marked)
	}
}

func TestNumbersAreRound(t *testing.T) {
	people := &criteria.Fact{Kind: criteria.Count, Unit: "人", Min: new(values.Decimal)}
	for _, c := range []struct {
		marks []int
		want  string
	}{
		{[]int{3000}, "2500 2600 2700 2800 2900 3000 3100 3200 3300 3400 3500"},
		{[]int{8000, 6000}, "5000 5200 5400 5600 5800 6000 6200 6400 6600 6800 7000 7200 7400 7600 7800 8000 8200 8400 8600 8800 9000"},
		{[]int{1}, "0 1 2 3 4 5 6"},
	} {
		var marks []values.Decimal
		for _, n := range c.marks {
			marks = append(marks, values.DecimalOf(n))
		}
		var got []string
		for _, n := range numbersAbout(people, marks) {
			got = append(got, n.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v: %v", c.marks, got)
		}
	}
}

// whole is a trial of everything: a changed standard, a new one, one that is gone, sweeps
// and mistakes.
func whole(t testing.TB) *Trial {
	t.Helper()
	root := base(t)
	addBrands(root, 40, 3)
	root["content/brands/ganyu/brand-99999.md"] = &fstest.MapFile{Data: []byte("---\nname: 赣榆13812345678工匠\ntype: 文旅类\ncounty: 赣榆区\nfacts: {plan: 是, income: 9, workers: 6000}\n---\n情况。\n")}
	other := with(t, root, "at_least: 12}", "at_least: 9}")
	other["criteria/standards/province-2026.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(strings.Replace(string(root["criteria/standards/province-2022.yaml"].Data), "at_least: 3000", "at_least: 2000", 1), "2022-04-18", "2026-01-01", 1))}
	delete(other, "criteria/standards/province-2022.yaml")
	tr := &Trial{Before: sideOf(t, root), After: sideOf(t, other), From: "试算"}
	for _, b := range tried[:11] {
		if strings.Contains(b.text, "12") {
			continue
		}
		r, err := ParseSweep(tr.After.Rules, b.name+"="+b.numbers)
		if err != nil {
			t.Fatal(err)
		}
		tr.Sweeps = append(tr.Sweeps, NewSweep(tr.After, r))
	}
	tr.finish()
	return tr
}

var formats = []string{"text", "markdown", "html", "json", "xlsx"}

// The same trial has the same bytes, in whatever order the brands come, in every format.
func TestTheOrderOfBrandsChangesNothing(t *testing.T) {
	want := map[string][]byte{}
	for round := range 3 {
		tr := whole(t)
		dice := rand.New(rand.NewPCG(uint64(round), 1))
		for _, side := range []*review.Side{tr.Before, tr.After} {
			dice.Shuffle(len(side.Content.Brands), func(i, j int) {
				all := side.Content.Brands
				all[i], all[j] = all[j], all[i]
			})
		}
		for i, s := range tr.Sweeps {
			tr.Sweeps[i] = NewSweep(tr.After, s.SweepRequest)
		}
		tr.finish()
		for _, format := range formats {
			data, err := tr.Write(format)
			if err != nil {
				t.Fatal(format, err)
			}
			if round == 0 {
				want[format] = data
			} else if !bytes.Equal(data, want[format]) {
				t.Errorf("%s differs", format)
			}
		}
	}
}

// Nobody is named in a trial, and numbers of persons are masked in every format.
func TestNoPersonIsNamed(t *testing.T) {
	tr := whole(t)
	for _, format := range formats {
		data, err := tr.Write(format)
		if err != nil {
			t.Fatal(format, err)
		}
		text := string(data)
		if format == "xlsx" {
			text = cells(t, data)
		}
		for _, secret := range []string{"倪望舟", "同意推荐", "卞秋禾", "材料齐全", "13812345678"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s prints %s", format, secret)
			}
		}
		for _, told := range []string{"连云港市评分表", "province-2026", "province-2022", "赣榆138"} {
			if !strings.Contains(strings.ReplaceAll(text, "\u200b", ""), told) {
				t.Errorf("%s does not tell of %s", format, told)
			}
		}
	}
	data, _ := tr.JSON()
	var any map[string]any
	if err := json.Unmarshal(data, &any); err != nil {
		t.Error(err)
	}
}

// cells returns all that a workbook says.
func cells(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return b.String()
}

func TestParseSweep(t *testing.T) {
	rules := sideOf(t, base(t)).Rules
	for text, want := range map[string]string{
		"x":                                           "--sweep 应写作 标准:条目:数据=从..到/步长",
		"city-2025:skilled-1:workers=1..2/1":          "没有“city-2025”这个标准，是否应为“city-2024”？",
		"city-2024:skilled-9:workers=1..2/1":          "没有“skilled-9”这个条目，可用：basic-1、skilled-1",
		"city-2024:tourism-2:product=1..2/1":          "条目 tourism-2 没有界限",
		"city-2024:tourism-1:skilled=1..2/1":          "条目 tourism-1 对“skilled”没有界限，有界限的是：income、premium、workers",
		"city-2024:skilled-1:workers=1..2/1":          "有 5 个界限，请写明是哪一个：workers:1（得分 10 分，从业人员：不少于 2,000 人）；workers:2",
		"city-2024:skilled-1:workers:6=1..2/1":        "有 5 个界限",
		"province-2022:basic-2:workers=1..2/0":        "步长应大于 0",
		"province-2022:basic-2:workers=3..2/1":        "从小到大",
		"province-2022:basic-2:workers=1..2/0.5":      "要试的 1.5 不合适：从业人员应是整数",
		"province-2022:basic-2:workers=-5..2/1":       "要试的 -5 不合适：从业人员应不小于 0",
		"province-2022:basic-2:workers=1..1000000/1":  "最多试 1000 个数",
		"province-2022:basic-2:workers=1..2..3/1":     "“2..3”不是数",
		"province-2022:basic-2:workers=01..2/1":       "“01”不是数",
		"province-2022:basic-2:workers=1..2/1":        "",
		"province-2022:basic-2:workers:1=1..2/1":      "",
		"city-2024:tourism-1:premium=-1.5..-0.5/0.25": "",
	} {
		_, err := ParseSweep(rules, text)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// BenchmarkSweep sets a bound to 13 numbers for 10,000 brands.
func BenchmarkSweep(b *testing.B) {
	root := base(b)
	addBrands(root, 10_000, 1)
	now := sideOf(b, root)
	for _, name := range []string{"province-2022:basic-2:workers", "city-2024:skilled-1:workers:2"} {
		b.Run(name, func(b *testing.B) {
			r, err := ParseSweep(now.Rules, name+"=6000..12000/500")
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if s := NewSweep(now, r); len(s.Values) != 13 {
					b.Fatal(s)
				}
			}
		})
	}
}

// BenchmarkCompare holds two rules against each other for 10,000 brands, and prints it.
func BenchmarkCompare(b *testing.B) {
	root := base(b)
	addBrands(root, 10_000, 1)
	before, after := sideOf(b, root), sideOf(b, with(b, root, "at_least: 2000}", "at_least: 2500}"))
	for b.Loop() {
		t := &Trial{Before: before, After: after}
		t.finish()
		if _, err := t.Write("html"); err != nil {
			b.Fatal(err)
		}
	}
}
