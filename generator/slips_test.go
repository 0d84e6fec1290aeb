package main

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/mend"
	"minglu/generator/values"
)

// wellFormed is a brand's file in which nothing is wrong, with every shape that front
// matter has.
const wellFormed = `---
# 本文件由县人社局填写
name: 东海水晶雕刻工匠
type: 文化旅游类
county: 东海县
place: 曲阳镇
builder: 东海县水晶产业发展服务中心
leader: {name: 王某某, title: 主任}
industry: 水晶雕刻
also_known_as: [东海水晶工, 水晶雕工]
former_slugs:
  - donghai-crystal
  - donghai-shuijing
  - donghai-diaoke
contact:
  unit: 东海县水晶产业发展服务中心
  phone: 0518-8555-0111
  website: https://shuijing.example.org/
links:
  - {label: 招聘岗位, url: https://jobs.example.org/shuijing}
  - {label: 雕刻初级班报名, url: https://train.example.org/shuijing}

as_of: 2024-06-30
facts:
  implementation_plan: 是
  # 按从业人员名册
  workers: 12600
  leading_enterprise_sales: 1.6
  development_plan: 是
  trademark_registered: 否
  formed_product: 是
  credit_commitment: 是
  leading_enterprises: 6
  parks: 2
  training_system: 是
  artisans: 86
  artisan_honors: [国家级荣誉, 省乡土人才“三带”名人]
  product_recognition: 国家级
  media_level: 中央
evidence:
  workers: 《东海县水晶产业年报（2023）》
  product_recognition: 代表性项目名录公布文件（示例）
self_scores:
  lianyungang-2024: {tourism-1: 20, total: 20}
opinions:
  builder:
    text: 材料属实，同意推荐。
    date: 2024-10-08
  county: {text: 同意推荐。, date: 2024-10-15}
people:
  - name: 倪望舟
    role: 传承人
    story: 十六岁随父学切片，现带徒十一人。
  - name: 周见山
    role: 领军人
---
雕水晶的人先看料。
`

// A handKind is what hands do to one line: the text that form finds in it becomes by.
type handKind struct {
	name string
	form *regexp.Regexp
	by   string
}

var handSlips = []handKind{
	{"中文冒号", line(`^((?:  |- )*[a-z_]+): (.)`), "$1：$2"},
	{"缺空格", line(`^((?:  |- )*[a-z_]+): (.)`), "$1:$2"},
	{"缺冒号", line(`^( *[a-z_]+): (\S)`), "$1 $2"},
	{"冒号写成等号", line(`^( *[a-z_]+): (\S)`), "$1=$2"},
	{"冒号后面是全角空格", line(`^( *[a-z_]+): (\S)`), "$1:　$2"},
	{"冒号后面是不间断空格", line(`^( *[a-z_]+): (\S)`), "$1:\u00a0$2"},
	{"用制表符缩进", line(`^  ((?:- )?[a-z{])`), "\t$1"},
	{"用全角空格缩进", line(`^  ((?:- )?[a-z{])`), "　$1"},
	{"用不间断空格缩进", line(`^  ((?:- )?[a-z{])`), "\u00a0\u00a0$1"},
	{"多缩进一格", line(`^( *[a-z_]+:)`), " $1"},
	{"少缩进一格", line(`^  ( *[a-z_]+:)`), " $1"},
	{"没有缩进", line(`^  ([a-z_]+:)`), "$1"},
	{"双引号没有闭合", line(`: (\p{Han}.*)$`), `: "$1`},
	{"单引号没有闭合", line(`: (\p{Han}.*)$`), `: '$1`},
	{"列表项的引号没有闭合", line(`^(  - )([a-z-]+)$`), `$1"$2`},
	{"两边是中文引号", line(`: (\p{Han}+)$`), `: “$1”`},
	{"以英文引号开头，以中文引号结尾", line(`: (\p{Han}+)$`), `: "$1”`},
	{"以中文引号开头，以英文引号结尾", line(`: (\p{Han}+)$`), `: “$1"`},
	{"引号后面还有文字", line(`: (\p{Han}+)$`), `: "$1"等`},
	{"双引号里有反斜杠", line(`: (\p{Han}+)$`), `: "$1\等"`},
	{"以艾特号开头", line(`: (\p{Han}+)$`), `: @$1`},
	{"以百分号开头", line(`: (\p{Han}+)$`), `: %$1`},
	{"以星号开头", line(`: (\p{Han}+)$`), `: *$1`},
	{"以和号开头", line(`: (\p{Han}+)$`), `: &$1`},
	{"以竖线开头", line(`: (\p{Han}+)$`), `: |$1`},
	{"内容里有英文冒号", line(`: (\p{Han}+)$`), `: 即: $1`},
	{"字段前有星号", line(`^([a-z_]+: )`), `*$1`},
	{"列表写在字段的行里", line(`: (\p{Han}+)$`), `: - $1`},
	{"列表里的中文逗号", line(`(: \[.*), `), "$1，"},
	{"列表里的顿号", line(`(: \[.*), `), "$1、"},
	{"方头括号", line(`: \[(.*)\]`), ": 【$1】"},
	{"全角方括号", line(`: \[(.*)\]`), ": ［$1］"},
	{"方括号没有闭合", line(`: \[(.*)\]`), ": [$1"},
	{"方括号没有开头", line(`: \[(.*)\]`), ": $1]"},
	{"方括号以圆括号闭合", line(`: \[(.*)\]`), ": [$1)"},
	{"方括号后面还有文字", line(`: \[(.*)\]`), ": [$1]等"},
	{"大括号里的中文逗号", line(`(\{.*), `), "$1，"},
	{"大括号里的中文冒号", line(`(\{[a-z-]+): `), "$1："},
	{"大括号里缺空格", line(`(\{[a-z]+): `), "$1:"},
	{"大括号没有闭合", line(`(\{.*)\}`), "$1"},
	{"全角大括号", line(`\{(.*)\}`), "｛$1｝"},
	{"短横线后面缺空格", line(`^  - ([a-z-]+)$`), "  -$1"},
	{"全角短横线", line(`^  - ([a-z-]+)$`), "  －$1"},
	{"破折号", line(`^  - ([a-z-]+)$`), "  — $1"},
	{"圆点", line(`^  - ([a-z-]+)$`), "  • $1"},
	{"短横线多缩进一格", line(`^  - `), "   - "},
	{"短横线少缩进一格", line(`^  - `), " - "},
	{"字段名两个字母颠倒", line(`^( *(?:- )?[a-z_]*)([a-z])([a-z])([a-z]: .)`), "$1$3$2$4"},
	{"字段名首字母大写", line(`^name: `), "Name: "},
	{"没有的字段", line(`^(?:place|industry): `), "zzzzz: "},
	{"字段写了两次", line(`^(?:place|industry): `), "name: "},
	{"没有填写", line(`^(name|county|builder): .*`), "$1:"},
	{"带单位的数字", line(`12600`), "1.26万人"},
	{"没有这样的数字", line(`12600`), "若干"},
	{"斜线日期", line(`(2024)-(\d\d)-(\d\d)`), "$1/$2/$3"},
	{"没有这一天", line(`2024-\d\d-\d\d`), "2024-02-30"},
	{"是写成有", line(`(n|d|t): 是$`), "$1: 有"},
	{"没有的县区", line(`: 东海县$`), ": 西海县"},
	{"没有的类型", line(`: 文化旅游类$`), ": 手工艺类"},
	{"没有的选项", line(`: (国家级|中央)$`), ": 全球级"},
	{"控制符", line(`: (\p{Han})`), ": $1\x01"},
	{"方向控制符", line(`: (\p{Han})`), ": $1\u202e"},
	{"全角井号", line(`^( *)# `), "$1＃ "},
	{"链接没有 https", line(`https://`), "http//"},
	{"字段区的横线是破折号", line(`^---$`), "———"},
	{"没有结束字段区的横线", line(`^---$`), ""},
	{"别的类型", line(`^type: .*`), "type: 民生保障类"},
}

func line(form string) *regexp.Regexp { return regexp.MustCompile(form) }

// A handSlip is a slip of one kind, made in one line of a text.
type handSlip struct {
	kind  string
	line  int // counted from 0
	wrong string
}

// slipsIn returns every slip that can be made in the front matter of text, by kind.
func slipsIn(text string) [][]handSlip {
	var all [][]handSlip
	for _, s := range handSlips {
		var of []handSlip
		for n, l := range strings.Split(text, "\n") {
			if m := s.form.FindStringSubmatchIndex(l); m != nil {
				of = append(of, handSlip{s.name, n, l[:m[0]] + string(s.form.ExpandString(nil, s.by, l, m)) + l[m[1]:]})
			}
		}
		all = append(all, of)
	}
	return all
}

// with returns text with slips in it.
func with(text string, slips ...handSlip) string {
	lines := strings.Split(text, "\n")
	for _, s := range slips {
		lines[s.line] = s.wrong
	}
	return strings.Join(lines, "\n")
}

// A reading reads the text of a brand as the commands do.
type reading struct {
	t    *testing.T
	read func(fs.FS) (diag.List, error)
}

func newDesk(t *testing.T) reading {
	t.Helper()
	rules, bad, err := criteria.Load(os.DirFS("testdata/rules"))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return reading{t, reader(rules)}
}

func (d reading) root(text string) fstest.MapFS {
	return fstest.MapFS{
		"content/site.yaml":             {Data: []byte("title: 名录\npublisher: 示例编辑部\nregion: 320700\n")},
		"content/brands/donghai/jia.md": {Data: []byte(text)},
	}
}

func (d reading) check(text string) diag.List {
	d.t.Helper()
	bad, err := d.read(d.root(text))
	if err != nil {
		d.t.Fatal(err)
	}
	bad.Sort()
	return bad
}

// fix returns what fix makes of text, and what is left wrong.
func (d reading) fix(text string) (string, diag.List) {
	d.t.Helper()
	files, left, err := mend.Files(d.root(text), d.read, func(string) bool { return true })
	if err != nil {
		d.t.Fatal(err)
	}
	for _, f := range files {
		text = string(f.After)
	}
	left.Sort()
	return text, left
}

// tells reports whether all holds a mistake of the rule in the line of m.
func tells(all diag.List, m diag.Mistake) bool {
	return slices.ContainsFunc(all, func(o diag.Mistake) bool {
		return o.Rule == m.Rule && o.Span.Start.Line == m.Span.Start.Line
	})
}

// A slip alone is told once, in its line, and what fix makes of it has no other
// mistakes. Four of five it mends.
func TestSlipsOfTheHand(t *testing.T) {
	d := newDesk(t)
	if bad := d.check(wellFormed); len(bad) > 0 {
		t.Fatal(text(t, bad))
	}
	all, certain := 0, 0
	for i, of := range slipsIn(wellFormed) {
		if len(of) == 0 {
			t.Errorf("%s can be made nowhere", handSlips[i].name)
		}
		for _, s := range of {
			wrong := with(wellFormed, s)
			bad := d.check(wrong)
			if len(bad) == 0 || bad[0].Span.Start.Line != s.told() || len(bad) > 1 {
				t.Errorf("%s, %q:\n%s", s.kind, s.wrong, text(t, bad))
			}
			after, left := d.fix(wrong)
			d.noWorse(bad, left, after)
			if all++; len(left) == 0 {
				certain++
			}
		}
	}
	if t.Logf("fix mends %d of %d slips", certain, all); certain*100 < all*80 {
		t.Errorf("of %d slips fix mends but %d", all, certain)
	}
}

// told returns the number of the line in which s is to be told: an end that is missing,
// where the text begins.
func (s handSlip) told() int {
	if s.wrong == "" && s.line > 0 {
		return s.line + 2
	}
	return s.line + 1
}

// What is wrong in every line of a form in one way is told once, with the count, and fix
// mends all of it.
func TestASlipAllOverAForm(t *testing.T) {
	d := newDesk(t)
	for _, kind := range []string{"中文冒号", "缺空格", "用制表符缩进", "用全角空格缩进"} {
		i := slices.IndexFunc(handSlips, func(s handKind) bool { return s.name == kind })
		wrong := with(wellFormed, slipsIn(wellFormed)[i]...)
		bad := d.check(wrong)
		if len(bad) != 1 {
			t.Errorf("%s:\n%s", kind, text(t, bad))
		}
		if after, left := d.fix(wrong); after != wellFormed {
			t.Errorf("%s becomes\n%sand leaves\n%s", kind, after, text(t, left))
		}
	}
}

// The lines of a group that are not set in, all of them or from one on, are told once, by
// the name of the group, and fix sets them in.
func TestAGroupThatIsNotSetIn(t *testing.T) {
	d := newDesk(t)
	lines, groups := strings.Split(wellFormed, "\n"), 0
	group := line(`^([a-z_]+):$`)
	for n, l := range lines {
		m := group.FindStringSubmatch(l)
		if m == nil || strings.HasPrefix(lines[n+1], "  - ") {
			continue
		}
		end := n + 1
		for strings.HasPrefix(lines[end], "  ") {
			end++
		}
		groups++
		for from := n + 1; from < end; from++ {
			if !strings.HasPrefix(lines[from], "   ") && !strings.Contains(lines[from], "#") {
				wrong := slices.Clone(lines)
				for k := from; k < end; k++ {
					wrong[k] = strings.TrimPrefix(wrong[k], "  ")
				}
				bad := d.check(strings.Join(wrong, "\n"))
				if len(bad) != 1 || bad[0].Span.Start.Line != from+1 || !strings.Contains(bad[0].Message, "（"+m[1]+"）") {
					t.Errorf("%s from line %d:\n%s", m[1], from+1, text(t, bad))
				}
				if after, left := d.fix(strings.Join(wrong, "\n")); strings.ReplaceAll(after, "\n# ", "\n  # ") != strings.ReplaceAll(wellFormed, "\n# ", "\n  # ") {
					t.Errorf("%s from line %d becomes\n%sand leaves\n%s", m[1], from+1, after, text(t, left))
				}
			}
		}
	}
	if groups < 4 {
		t.Errorf("%d groups are too few", groups)
	}
}

// 无 and its like, where nothing need be said, are told once each, and fix leaves the key
// empty.
func TestNothingIsLeftEmpty(t *testing.T) {
	d := newDesk(t)
	const head = "---\nname: 东海水晶雕刻工匠\ncounty: 东海县\n"
	tried := 0
	try := func(before, key, word, after string) {
		tried++
		wrong, right := before+key+": "+word+after, before+key+":"+after
		if bad := d.check(wrong); len(bad) != 1 || !strings.Contains(bad[0].Message, "（"+key+"）") || !strings.Contains(bad[0].Message, "留空") {
			t.Errorf("%s: %s\n%s", key, word, text(t, bad))
		} else if got, left := d.fix(wrong); got != right {
			t.Errorf("%s: %s becomes\n%sand leaves\n%s", key, word, got, text(t, left))
		}
	}
	for _, word := range []string{"无", "暂无", "—", "/", "没有。", "N/A", "[无]"} {
		for _, f := range keys.Brand {
			switch {
			case f.Required, f.WithFacts, f.Kind == keys.Facts, f.Kind == keys.Years, f.Kind == keys.Evidence, f.Kind == keys.Scores, f.Key == content.NotPersonalKey:
				continue
			}
			try(head, f.Key, word, "\n---\n正文。\n")
			try(head, f.Key, word, "  # "+f.Label+"\n---\n正文。\n")
			if after, _ := d.fix(head + f.Key + ": " + word + "  # 记一笔\n---\n正文。\n"); !strings.Contains(after, word+"  # 记一笔") {
				t.Errorf("%s: %s with a comment becomes\n%s", f.Key, word, after)
			}
			for _, inner := range f.Fields {
				if f.Key == "contact" {
					try(head+f.Key+":\n  ", inner.Key, word, "\n---\n正文。\n")
				}
			}
		}
	}
	if tried < 150 {
		t.Errorf("%d are too few", tried)
	}
}

// The choices of a set are read as the list that was meant, whichever sign people put
// between them, and whether they are written in full or without their signs.
func TestASetIsReadAsTheListThatWasMeant(t *testing.T) {
	d := newDesk(t)
	rules, _, err := criteria.Load(os.DirFS("testdata/rules"))
	if err != nil {
		t.Fatal(err)
	}
	set := line(`(artisan_honors): \[.*\]`)
	choices := rules.Fact("artisan_honors").Choices
	for i, one := range choices {
		other := choices[(i+1)%len(choices)]
		want := set.ReplaceAllString(wellFormed, "$1: ["+one+", "+other+"]")
		for _, sign := range []string{"、", "，", ",", "；", " ", "/", ", "} {
			for _, plain := range []*strings.Replacer{strings.NewReplacer(), strings.NewReplacer("“", "", "”", "")} {
				written := plain.Replace(one) + sign + plain.Replace(other)
				wrong := set.ReplaceAllString(wellFormed, "$1: "+written)
				if bad := d.check(wrong); len(bad) != 1 || !bad[0].Certain {
					t.Errorf("%s:\n%s", written, text(t, bad))
				} else if after, left := d.fix(wrong); after != want {
					t.Errorf("%s becomes\n%sand leaves\n%s", written, after, text(t, left))
				}
			}
		}
	}
}

// fix answers no question: what is written for yes or no becomes one of these only where
// it is a word for it, whatever else is a choice, a label or a remark.
func TestFixAnswersNoQuestion(t *testing.T) {
	d := newDesk(t)
	rules, _, err := criteria.Load(os.DirFS("testdata/rules"))
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{"完善": true, "已制定": true, "未制定": true, "部分": true, "1": true, "0": true, "是/否": true, "待定": true, "良好": true, "达标": true, "一般": true, "制定中": true, "有一些": true, "不少": true}
	for _, f := range rules.Facts {
		words[f.Label] = true
		for _, c := range f.Choices {
			words[c] = true
			words[strings.TrimPrefix(c, string([]rune(c)[:1]))] = true
		}
	}
	delete(words, "")
	for word := range words {
		if values.YesOrNo(word) != "" {
			continue
		}
		for _, key := range []string{"implementation_plan", "trademark_registered"} {
			wrong := line(`(`+key+`): .*`).ReplaceAllString(wellFormed, "$1: "+word)
			if after, _ := d.fix(wrong); after != wrong {
				t.Errorf("%s: %s becomes\n%s", key, word, after)
			}
		}
	}
	for _, word := range []string{"是", "否", "有", "没有", "是的"} { // nor the question of which
		wrong := line(`(media_level): .*`).ReplaceAllString(wellFormed, "$1: "+word)
		if after, _ := d.fix(wrong); after != wrong {
			t.Errorf("media_level: %s becomes\n%s", word, after)
		}
	}
}

// Two slips of any two kinds in one file are both told, and fix leaves nothing behind
// that was not told before. Where both are in one list, or one is a key that the other
// is about, the second may be but a consequence: they are few.
func TestTwoSlipsAreBothTold(t *testing.T) {
	d := newDesk(t)
	kinds := slipsIn(wellFormed)
	rng := rand.New(rand.NewPCG(1, 2))
	told := map[handSlip]diag.Mistake{}
	alone := func(s handSlip) diag.Mistake {
		if _, known := told[s]; !known {
			told[s] = d.check(with(wellFormed, s))[0]
		}
		return told[s]
	}
	pairs, both := 0, 0
	for i := range kinds {
		for j := range i {
			a, b := kinds[i][rng.IntN(len(kinds[i]))], kinds[j][rng.IntN(len(kinds[j]))]
			if a.line == b.line {
				continue
			}
			wrong := with(wellFormed, a, b)
			bad := d.check(wrong)
			if pairs++; tells(bad, alone(a)) && tells(bad, alone(b)) {
				both++
			} else {
				t.Logf("%s, %q and %s, %q:\n%s", a.kind, a.wrong, b.kind, b.wrong, text(t, bad))
			}
			after, left := d.fix(wrong)
			d.noWorse(bad, left, after)
		}
	}
	if t.Logf("of %d pairs both are told in %d", pairs, both); both*100 < pairs*98 {
		t.Errorf("of %d pairs both are told in but %d", pairs, both)
	}
}

// noWorse holds that each of left, the mistakes of what fix made of a text, was among
// those of the text before.
func (d reading) noWorse(before, left diag.List, after string) {
	d.t.Helper()
	for _, m := range left {
		if !tells(before, m) {
			d.t.Errorf("fix left\n%sof\n%sin\n%s", text(d.t, left), text(d.t, before), after)
			return
		}
	}
}

// A form whose closing --- was lost gets it back where it was: behind the form's last
// remarks, which would otherwise be headings of a public page.
func TestALostFenceIsPutBack(t *testing.T) {
	d := newDesk(t)
	forms, err := fs.Glob(os.DirFS("../content/_blank"), "*.md")
	if err != nil || len(forms) < 4 {
		t.Fatal(forms, err)
	}
	for _, form := range forms {
		data, err := os.ReadFile("../content/_blank/" + form)
		if err != nil {
			t.Fatal(err)
		}
		for _, story := range []string{"雕水晶的人先看料。\n", "\n雕水晶的人先看料。\n", "\n## 品牌故事\n\n雕水晶的人先看料。\n"} {
			whole := string(data) + story
			head, text, found := strings.Cut(whole[4:], "\n---\n")
			if !found {
				t.Fatal(form)
			}
			fixed, _ := d.fix("---\n" + head + "\n" + text)
			blank := regexp.MustCompile(`\n\n+`) // lines may stand before the fence or behind it
			if got, want := blank.ReplaceAllString(fixed, "\n"), blank.ReplaceAllString(whole, "\n"); got != want {
				t.Errorf("%s: fix makes of it\n%s", form, fixed[max(0, len(fixed)-400):])
			}
		}
	}
}
