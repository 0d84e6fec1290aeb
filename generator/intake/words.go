package intake

import (
	"regexp"
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// A target is what a column can be of.
type target struct {
	Name    string // as the match is printed, and --map and the remembered columns say it
	words   []string
	path    []desk.Step // in a brand's file; nil where it is not of the brand
	field   keys.Field  // of the path, but of facts
	fact    *criteria.Fact
	opinion bool           // it stands above a stamp and a date
	act     string         // the key of a notice; "" of none
	skip    bool           // it counts the rows, or is to be left out
	year    string         // of a fact: it is of an earlier year; "": of the day that the file states
	proves  *criteria.Fact // it is the evidence of a fact
	scores  *scoring       // it is a self-score
}

// A scoring is what a self-score is of: an item of a standard, nil for the total.
type scoring struct {
	standard *criteria.Standard
	item     *criteria.Item
}

// isFigure reports whether a target is a fact of the day that the file states.
func (t *target) isFigure() bool { return t.fact != nil && t.year == "" }

// is reports whether a target is a key of brands.
func (t *target) is(key string) bool { return len(t.path) == 1 && t.path[0].Key == key }

// vocabulary is what columns are called.
type vocabulary struct {
	all     []*target
	byWord  map[string]*target
	byYear  map[string]*target // of facts of earlier years, made as heads ask for them
	meantBy func(label string) *criteria.Fact
}

// leftOut is what --map says of a column that is not wanted.
const leftOut = "不要"

// alone are what lists mean that name a group and none of its keys.
var alone = map[string]string{"leader": "name", "contact": "phone"}

// opinions are what lists call an opinion that do not say whose it is: what a county sends
// has the county's.
var opinions = map[string][]string{"county": {"推荐意见", "县区推荐意见", "县区意见", "人社部门意见"}, "builder": {"单位意见", "申报单位意见", "建设单位意见"}}

// acts are the keys of a notice that lists of what was recognized have columns for, with
// what they are called there besides.
var acts = map[string][]string{
	"level":     {"品牌级别", "认定级别", "品牌等级", "荣誉级别"},
	"year":      {"认定年份", "认定年度", "命名年份", "公布年份"},
	"date":      {"命名时间", "公布时间", "公布日期", "发文时间"},
	"batch":     {"认定批次"},
	"authority": {"认定机关", "命名单位", "公布单位"},
}

func newVocabulary(rules *criteria.Rules) *vocabulary {
	v := &vocabulary{byWord: map[string]*target{}, byYear: map[string]*target{}}
	v.meantBy = func(label string) *criteria.Fact {
		id, _ := rules.MeantFact(label, nil)
		return rules.Fact(id)
	}
	v.add(&target{Name: "序号", skip: true, words: []string{"序号", "编号", "行号", "No"}})
	v.add(&target{Name: leftOut, skip: true})
	reckoned := &target{Name: "评价结果", skip: true, words: []string{"示例说明"}} // of lists of ours: it is reckoned again
	for _, s := range rules.Standards {
		reckoned.words = append(reckoned.words, s.Title+"总分", s.Title+"结果")
	}
	v.add(reckoned)
	var later []*target // what several could mean by the same word
	for _, f := range keys.Brand {
		own := append([]string{f.Label, f.Short}, f.Called...)
		step := []desk.Step{{Key: f.Key}}
		switch f.Kind {
		case keys.Group:
			if f.Fields[0].Kind == keys.Group { // opinions, of several
				for _, of := range f.Fields {
					who := strings.TrimSuffix(of.Label, "的意见")
					v.add(&target{Name: who + f.Label, path: append(step[:1:1], desk.Step{Key: of.Key}, desk.Step{Key: of.Fields[0].Key}), field: of.Fields[0], opinion: true,
						words: append([]string{of.Label, who + "意见", who + "推荐意见"}, opinions[of.Key]...)})
					v.add(&target{Name: who + f.Label + "的日期", path: append(step[:1:1], desk.Step{Key: of.Key}, desk.Step{Key: of.Fields[1].Key}), field: of.Fields[1]})
				}
				continue
			}
			for _, sub := range f.Fields {
				t := &target{Name: sub.Label, path: append(step[:1:1], desk.Step{Key: sub.Key}), field: sub, words: []string{sub.Label}}
				if !strings.Contains(t.Name, f.Label) && v.byWord[bare(t.Name)] != nil {
					t.Name = f.Label + sub.Label
				}
				for _, group := range own {
					for _, word := range append([]string{sub.Label}, sub.Called...) {
						t.words = append(t.words, group+word)
					}
				}
				v.add(t)
				also := sub.Called
				if alone[f.Key] == sub.Key {
					also = append(slices.Clone(also), own...)
				}
				later = append(later, &target{Name: t.Name, path: t.path, field: sub, words: also})
			}
		case keys.Groups, keys.Facts, keys.Evidence, keys.Years, keys.Scores, keys.ByLevel, keys.Entries:
			continue
		default:
			v.add(&target{Name: f.Label, path: step, field: f, words: own})
		}
	}
	v.add(&target{Name: "基本情况", path: []desk.Step{{Key: desk.IntroPart}}, field: keys.Field{Kind: keys.Prose},
		words: []string{"品牌基本情况", "简介", "品牌简介", "品牌介绍", "基本情况介绍", "情况简介", "主要情况"}})
	facts := slices.DeleteFunc(slices.Clone(rules.Facts), func(f *criteria.Fact) bool { return f.Derived != nil }) // which nobody states
	for _, f := range facts {
		v.add(&target{Name: f.Label, path: []desk.Step{{Key: "facts"}, {Key: f.ID}}, fact: f, words: append([]string{f.Label}, f.Called...)})
	}
	for _, f := range facts {
		v.add(&target{Name: f.Label + "的佐证材料", path: []desk.Step{{Key: "evidence"}, {Key: f.ID}}, field: keys.Field{Kind: keys.Prose}, proves: f,
			words: []string{f.Label + "佐证材料", f.Label + "的佐证", f.Label + "佐证"}})
	}
	v.addScores(rules)
	for _, f := range keys.Notice {
		if more, is := acts[f.Key]; is {
			v.add(&target{Name: f.Label, act: f.Key, field: f, words: append(append([]string{f.Label}, f.Called...), more...)})
		}
	}
	v.add(&target{Name: "文号", act: "number", words: []string{"文件号", "认定文号", "发文字号", "文件文号", "认定文件", "文件名称及文号"}})
	for _, t := range later {
		v.add(t)
	}
	return v
}

// addScores makes the self-scores known that scorecards ask for. Where there are several,
// all but the first are told apart by the title.
func (v *vocabulary) addScores(rules *criteria.Rules) {
	first := true
	for _, s := range rules.Standards {
		if s.Kind != criteria.Scorecard {
			continue
		}
		behind := ""
		if !first {
			behind = "（" + s.Title + "）"
		}
		first = false
		add := func(name, key string, item *criteria.Item) {
			v.add(&target{Name: name + behind, path: []desk.Step{{Key: "self_scores"}, {Key: s.ID}, {Key: key}}, field: keys.Field{Kind: keys.Number}, scores: &scoring{s, item}})
		}
		each := func(of string, items []*criteria.Item) {
			for _, item := range items {
				if item.Points+item.MaxBonus() > 0 {
					add(of+item.Where()+"自评分", item.ID, item)
				}
			}
		}
		each("", s.Basic)
		for _, t := range s.Types() {
			each(t.Name, s.ByType[t])
		}
		add("自评总分", "total", nil)
	}
}

// add makes a target known by its words, as far as none before it is.
func (v *vocabulary) add(t *target) {
	if known := v.named(t.Name); known != nil && t.path != nil {
		t.words, t = nil, &target{Name: known.Name, words: t.words}
		for _, word := range t.words {
			v.know(word, known)
		}
		return
	}
	v.all = append(v.all, t)
	v.know(t.Name, t)
	for _, word := range t.words {
		v.know(word, t)
	}
}

func (v *vocabulary) know(word string, t *target) {
	if key := bare(word); key != "" && v.byWord[key] == nil {
		v.byWord[key] = t
	}
}

// named returns the target of exactly that name.
func (v *vocabulary) named(name string) *target {
	for _, t := range v.all {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// asked returns the target that --map names: by its name, by one of its words, or by its
// key, as workers or leader.name.
func (v *vocabulary) asked(name string) *target {
	if t := v.byWord[bare(name)]; t != nil {
		return t
	}
	for _, t := range v.all {
		if full := pathText(t.path); full != "" && (full == name || strings.TrimPrefix(full, "facts.") == name) {
			return t
		}
	}
	return nil
}

// inBrackets is the unit, or the remark, that the head of a column ends with.
var inBrackets = regexp.MustCompile(`[（(【\[]([^）)】\]]*)[）)】\]]\s*$`)

// headed returns what the head of a column says: its words and its unit.
func headed(head string) (words, unit string) {
	head = strings.Join(strings.Fields(head), "")
	if m := inBrackets.FindStringSubmatchIndex(head); m != nil {
		words, unit = head[:m[0]], strings.TrimPrefix(strings.TrimPrefix(head[m[2]:m[3]], "单位："), "单位:")
		return words, unit
	}
	if before, after, cut := strings.Cut(head, "/"); cut && len([]rune(after)) <= 3 {
		return before, after
	}
	return head, ""
}

// bare returns a word as words are told apart.
func bare(word string) string { return values.Letters(word) }

// loosened are the ends and beginnings that say nothing: they are tried without.
var loosened = regexp.MustCompile(`^(?:劳务品牌|品牌|本品牌|企业|现有|是否|有无)|(?:情况|数量|总数|人数|家数|个数|次数|场次|名称|数)$`)

// ofYear is a head that says of which year it is: 2023年从业人员, 从业人员2023年.
var ofYear = regexp.MustCompile(`^(20\d\d)年?[度末底]?的?(.+)$|^(.+?)(20\d\d)年?[度末底]?$`)

// inYear returns the target of a fact in a year that a head names, nil for none.
func (v *vocabulary) inYear(words, unit string) *target {
	m := ofYear.FindStringSubmatch(words)
	if m == nil {
		if m = ofYear.FindStringSubmatch(words + unit); m == nil { // 从业人员（2023年）
			return nil
		}
	}
	year, rest := m[1]+m[4], m[2]+m[3]
	t, _, exact := v.of(rest)
	if !exact || !t.isFigure() {
		return nil
	}
	name := year + "年的" + t.Name
	if v.byYear[name] == nil {
		v.byYear[name] = &target{Name: name, path: []desk.Step{{Key: "years"}, {Key: year}, {Key: t.fact.ID}}, fact: t.fact, year: year}
	}
	return v.byYear[name]
}

// of returns the target that a head means by its words, nil for none.
func (v *vocabulary) of(head string) (t *target, unit string, exact bool) {
	if len(head) > maxHead {
		return nil, "", false
	}
	words, unit := headed(head)
	for _, word := range []string{strings.Join(strings.Fields(head), ""), words} {
		if t := v.byWord[bare(word)]; t != nil {
			return t, unit, true
		}
	}
	for loose := words; ; {
		next := loosened.ReplaceAllString(loose, "")
		if next == loose || len([]rune(next)) < 2 {
			break
		}
		loose = next
		if t := v.byWord[bare(loose)]; t != nil {
			return t, unit, true
		}
	}
	if t := v.inYear(words, unit); t != nil {
		return t, unit, true
	}
	return nil, unit, false
}

// near returns the target of which a word is like the head's, or the fact whose label alone
// has the head's words, nil for none.
func (v *vocabulary) near(head string) (*target, string) {
	if len(head) > maxHead {
		return nil, ""
	}
	words, unit := headed(head)
	var known []string
	for word := range v.byWord {
		if len([]rune(word)) >= 4 {
			known = append(known, word)
		}
	}
	if len([]rune(bare(words))) >= 4 {
		if near := values.Nearest(bare(words), known); near != "" {
			return v.byWord[near], unit
		}
		if f := v.meantBy(loosened.ReplaceAllString(words, "")); f != nil {
			return v.byWord[bare(f.Label)], unit
		}
	}
	return nil, unit
}
