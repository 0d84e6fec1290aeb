package criteria

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// item makes an item with rules of every kind, of which some hold.
func (d *dice) item() *Item {
	rules := func(name string) []Rule {
		var all []Rule
		for i := range 1 + d.upTo(3) {
			all = append(all, Rule{Points: Points(1+d.upTo(5)) * Point, When: d.condition(2), Text: fmt.Sprintf("%s%d款所说的", name, i+1)})
		}
		return all
	}
	item := &Item{ID: "a", Points: 20 * Point, Bonus: []Bonus{{rules("加分第")}, {rules("另加第")}}}
	switch d.upTo(4) {
	case 0:
		item.Awards = rules("得分第")
	case 1:
		item.Deducts = rules("扣分第")
	case 2:
		item.Awards, item.Judge = rules("得分第"), d.condition(2)
	default:
		item.Points, item.Met = 0, d.condition(3)
	}
	return item
}

// told returns what a reason says of facts, without the rule's own words and what follows.
func (r Reason) told() (all []string) {
	text := r.Text()
	switch held := r.Truth == True; {
	case r.Kind == Judged:
		_, text, _ = strings.Cut(text, strings.TrimSuffix(r.judgement.Reason, "。")+"（")
	case held && r.Rule != nil:
		_, text, _ = strings.Cut(strings.TrimPrefix(text, r.Rule.Text+"，"), "（")
		if text == "" {
			return nil // the rule's words alone
		}
	default:
		for _, follows := range []string{"，不计“", "，不扣分", "，须由评审单位评定"} {
			text, _, _ = strings.Cut(text, follows)
		}
	}
	for part := range strings.SplitSeq(strings.NewReplacer("（", "", "）", "").Replace(text), "；") {
		if part != "以上改变一项即可" {
			all = append(all, part)
		}
	}
	return all
}

// holdReasons holds that every reason of r says what is so of the facts that it reads, as a
// statement: never that something is done, with 否 behind it, and nothing that is not so.
func holdReasons(t *testing.T, r Result) {
	t.Helper()
	said := r.Explanation()
	for _, reason := range r.Reasons() {
		text := reason.Text()
		if !slices.Contains(said, text) {
			t.Errorf("%s: %q is not explained by %q", r.Item.ID, r.Outcome, text)
		}
		for _, wrong := range []string{"：否", "：是", "“否”", "“是”", "并非", "不符合", "（）", "%!"} {
			if strings.Contains(text, wrong) {
				t.Errorf("%s has %s: %s", r.Item.ID, wrong, text)
			}
		}
		if reason.Truth == Unknown || reason.Kind == Capped || reason.Kind == Silent {
			continue
		}
		for _, part := range reason.told() {
			if !slices.ContainsFunc(reason.Reads(), func(v Value) bool {
				rest, so := strings.CutPrefix(part, v.Statement())
				return so && (rest == "" || reason.Truth == False && strings.HasPrefix(rest, "，"))
			}) {
				t.Errorf("%s: %q is not what is so, in %s", r.Item.ID, part, text)
			}
		}
		if reason.Kind == Clausal && reason.Truth == False && len(reason.Reads()) == len(reason.When.Facts()) { // what has to change is among it
			for _, l := range r.Lacks() {
				if v, stated := r.facts.Of(l.Fact); stated && !strings.Contains(text, v.Statement()) {
					t.Errorf("%s: %s leaves out %s", r.Item.ID, text, l.Change)
				}
			}
		}
		if !reason.Adds() && (r.Outcome != Met || strings.ContainsAny(text, "0123456789")) {
			t.Errorf("%s: %s adds something to %s", r.Item.ID, text, r.Outcome)
		}
	}
}

func TestEveryReasonOfARuleIsAStatementOfWhatIsSo(t *testing.T) {
	seen, denied := map[string]int{}, 0
	for seed := range uint64(3000) {
		d := &dice{randomBytes(seed, 300)}
		item, facts := d.item(), d.facts()
		var judged *Judgement
		if d.upTo(2) > 0 {
			judged = &Judgement{Points: Point, Reason: "材料齐全"}
		}
		r := item.Evaluate(facts, judged)
		holdReasons(t, r)
		for _, reason := range r.Reasons() {
			seen[fmt.Sprint(reason.Kind, reason.Truth)]++
			denied += strings.Count(reason.Text(), "尚未做到：")
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	for kind := Clausal; kind <= Judged; kind++ {
		for _, truth := range []Truth{False, Unknown, True} {
			never := kind == BonusRule && truth == False || kind == Judging && truth == False || kind == Judged && truth != True
			if !never && seen[fmt.Sprint(kind, truth)] < 20 {
				t.Errorf("%d reasons of kind %d are %v", seen[fmt.Sprint(kind, truth)], kind, truth)
			}
		}
	}
	if denied < 100 {
		t.Errorf("%d facts are said not to be so", denied)
	}
}

// The same of every standard that there is, here and in the rules of other cities.
func TestEveryReasonOfAStandardIsAStatementOfWhatIsSo(t *testing.T) {
	rules := map[string]*Rules{"repository": repository(t)}
	archives, err := filepath.Glob("../testdata/jurisdictions/*.txtar")
	if err != nil || len(archives) < 2 {
		t.Fatal(archives, err)
	}
	for _, name := range archives {
		rules[name] = repositoryWith(t, name)
	}
	for name, r := range rules {
		for _, s := range r.Standards {
			outcomes := map[Outcome]bool{}
			for seed := range uint64(100) {
				d := &dice{randomBytes(seed, 3000)}
				facts := Facts{}
				for _, f := range slices.Concat(r.Facts, r.Derived) {
					if d.upTo(6) > 0 {
						facts = facts.With(f, d.value(f))
					}
				}
				for _, item := range s.Items(nil) {
					result := item.Evaluate(facts, nil)
					holdReasons(t, result)
					outcomes[result.Outcome] = true
				}
			}
			if !outcomes[Met] || !outcomes[Unmet] || !outcomes[Unstated] {
				t.Errorf("%s: %s comes out as %v alone", name, s.ID, outcomes)
			}
		}
	}
}

// repositoryWith returns the rules of this repository with those of an archive.
func repositoryWith(t *testing.T, name string) *Rules {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "criteria"), os.DirFS("../../criteria")); err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		to := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	rules, bad, err := Load(os.DirFS(dir))
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return rules
}

func TestOfSeveralWaysAReasonSaysThatOneIsEnough(t *testing.T) {
	for _, c := range []struct{ condition, stated, want string }{
		{"{any: [{trademark_registered: 是}, {parks: {at_least: 1}}]}", "trademark_registered: 否; parks: 0", "尚未做到：在工商行政管理部门注册商标；特色产业园区或创业示范基地：0 个，应不少于 1 个；以上改变一项即可"},
		{"{all: [{trademark_registered: 是}, {parks: {at_least: 1}}]}", "trademark_registered: 否; parks: 0", "尚未做到：在工商行政管理部门注册商标；特色产业园区或创业示范基地：0 个，应不少于 1 个"},
		{"{workers: {at_least: 3}, any: [{trademark_registered: 是}, {parks: {at_least: 1}}]}", "trademark_registered: 否; parks: 0; workers: 2", "从业人员：2 人，应不少于 3 人；（尚未做到：在工商行政管理部门注册商标；特色产业园区或创业示范基地：0 个，应不少于 1 个；以上改变一项即可）"},
		{"{workers: {at_least: 3}, any: [{trademark_registered: 是}, {parks: {at_least: 1}}]}", "trademark_registered: 否; parks: 0; workers: 3", "尚未做到：在工商行政管理部门注册商标；特色产业园区或创业示范基地：0 个，应不少于 1 个；以上改变一项即可"},
		{"{any: [{all: [{trademark_registered: 是}, {workers: {at_least: 3}}]}, {parks: {at_least: 1}}]}", "trademark_registered: 否; parks: 0; workers: 2", "（尚未做到：在工商行政管理部门注册商标；从业人员：2 人，应不少于 3 人）；特色产业园区或创业示范基地：0 个，应不少于 1 个；以上改变一项即可"},
		{"{not: {all: [{trademark_registered: 是}, {workers: {at_least: 3}}]}}", "trademark_registered: 是; workers: 3", "已在工商行政管理部门注册商标；从业人员：3 人，应少于 3 人；以上改变一项即可"},
		{"{not: {any: [{trademark_registered: 是}, {workers: {at_least: 3}}]}}", "trademark_registered: 是; workers: 3", "已在工商行政管理部门注册商标；从业人员：3 人，应少于 3 人"},
		{"{not: {market_rank: {is: 省内前列}}}", "market_rank: 省内前列", "产品市场占有率：省内前列，不应为“省内前列”"},
	} {
		stated := map[string]string{}
		for s := range strings.SplitSeq(c.stated, "; ") {
			key, value, _ := strings.Cut(s, ": ")
			stated[key] = value
		}
		item := &Item{ID: "a", Met: condition(t, c.condition)}
		if got := strings.Join(item.Evaluate(facts(t, nil, stated), nil).Explanation(), "|"); got != c.want {
			t.Errorf("%s of %s:\ngot  %s\nwant %s", c.condition, c.stated, got, c.want)
		}
	}
}

// Of what a rule asks to be not so it is no praise that it is so: nobody has yet to bring it about.
func TestWhatIsUnwantedIsNotYetToBeDone(t *testing.T) {
	for condition, unwanted := range map[string]bool{
		"{trademark_registered: 是}":                                      false,
		"{trademark_registered: 否}":                                      true,
		"{not: {trademark_registered: 是}}":                               true,
		"{not: {any: [{trademark_registered: 否}, {parks: {below: 1}}]}}": false,
	} {
		for _, deduct := range []bool{false, true} {
			f := *sample().Fact("trademark_registered")
			c := conditionOn(t, condition, &f)
			s := &Standard{Basic: []*Item{{ID: "a", Met: c}}}
			if deduct {
				s.Basic[0] = &Item{ID: "a", Deducts: []Rule{{When: c}}}
			}
			f.Clauses, f.Unwanted = nil, false
			(&Rules{Standards: []*Standard{s}}).linkClauses()
			if f.Unwanted != (unwanted != deduct) {
				t.Errorf("%s, deduct %v: unwanted %v", condition, deduct, f.Unwanted)
			}
			no := Value{Fact: &f}
			if no.Favours() != f.Unwanted {
				t.Errorf("%s, deduct %v: 否 is as asked: %v", condition, deduct, no.Favours())
			}
			if said := no.Statement(); strings.HasPrefix(said, "尚未做到") == f.Unwanted {
				t.Errorf("%s, deduct %v: %s", condition, deduct, said)
			}
		}
	}
}

// conditionOn reads a condition and puts f, and copies of all others, for the facts of its ids.
func conditionOn(t *testing.T, text string, f *Fact) *Condition {
	c := condition(t, text)
	var put func(c *Condition) *Condition
	put = func(c *Condition) *Condition {
		of := *c
		if of.Fact != nil && of.Fact.ID == f.ID {
			of.Fact = f
		} else if of.Fact != nil {
			other := *of.Fact
			of.Fact = &other
		}
		of.Parts = nil
		for _, p := range c.Parts {
			of.Parts = append(of.Parts, put(p))
		}
		return &of
	}
	return put(c)
}
