package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// A scope is what a site of invented brands is about.
type scope struct {
	name, region string
	counties     []string // folder, name and code of where brands are; a city is the whole of it
	typed        bool
	scores       bool
	brands       int
	site         string // more of site.yaml
}

// numbersDay is the day on which standings are in question.
var numbersDay = time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)

var scopes = []scope{
	{"city", "320700", []string{"donghai 东海县", "donghai 东海县", "guanyun 灌云县", "guanyun 灌云县", "guannan 灌南县", "haizhou 海州区", "ganyu 赣榆区", "lianyungang 连云港市"}, true, true, 84,
		"base_url: https://minglu.example.org/\ntargets:\n  县级: {number: 10, year: 2026}\n  市级: {number: 200, year: 2027, source: 示例发〔2023〕1号, steps: [{number: 8, year: 2023}, {number: 18, year: 2025}, {number: 90, year: 2026}]}\n" +
			"bureaus: [{county: 东海县, unit: 东海第9局, phone: 0518-8555-0114, hours: 9:00—11:30}]\n"},
	{"county", "320722", []string{"donghai 东海县"}, true, false, 60, "show_scores: false\n"},
	{"province", "320000", []string{"donghai 东海县", "guanyun 灌云县", "lianyungang 连云港市", "qidong 启东市", "haian 海安市", "nantong 南通市", "pukou 浦口区", "xuanwu 玄武区", "nanjing-gulou 南京市鼓楼区"}, true, false, 96, "show_scores: false\n"},
	{"untyped", "141000", []string{"yaodu 尧都区", "hongtong 洪洞县", "hongtong 洪洞县", "linfen 临汾市"}, false, false, 60, "show_scores: false\n"},
}

// A numbersArchive is a content/ drawn by a seed, without a mistake: brands with and without types and
// figures, and acts of all kinds, of which those that end or begin around the day in question
// are many.
type numbersArchive struct {
	*rand.Rand
	scope
	files  map[string]string
	slugs  []string
	given  map[string]map[string]string // by brand, of level and name: the last day, "" for none
	serial int
}

func newNumbersArchive(s scope, seed uint64) map[string]string {
	a := &numbersArchive{Rand: rand.New(rand.NewPCG(seed, 14)), scope: s, files: map[string]string{}, given: map[string]map[string]string{}}
	a.files["site.yaml"] = "title: 名录1\ntagline: 第2处\npublisher: 编辑部3\nregion: " + s.region + "\ndesk: false\n" + s.site
	if s.scores {
		a.files["site.yaml"] += "show_scores: true\n"
	}
	for i := range s.brands {
		a.brand(i)
	}
	a.acts()
	return a.files
}

// some returns the text, in about one of n cases.
func (a *numbersArchive) some(n int, format string, args ...any) string {
	if a.IntN(n) > 0 {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

func (a *numbersArchive) oneOf(from ...string) string { return from[a.IntN(len(from))] }

// around returns a day so many days after the one in question.
func around(days int) string { return numbersDay.AddDate(0, 0, days).Format(time.DateOnly) }

func (a *numbersArchive) brand(i int) {
	folder, county, _ := strings.Cut(a.oneOf(a.counties...), " ")
	slug := fmt.Sprintf("%s-b%d", folder, i)
	a.slugs, a.given[slug] = append(a.slugs, slug), map[string]string{}
	text := fmt.Sprintf("name: %s第%d匠\ncounty: %s\n", county, i, county)
	typed := a.IntN(6) > 0
	if a.typed && typed {
		text += "type: " + a.oneOf("中高端技能类", "高品质服务类", "文化旅游类", "文化旅游类") + "\n"
	}
	text += a.some(4, "place: 第7街道\n") + a.some(5, "agricultural: 示例农〔2021〕%d号\n", 1+a.IntN(2)) + a.some(8, "former_slugs: [%s-old]\n", slug) +
		a.some(6, "former_names: [{name: %s旧%d工, until: %s}]\n", county, i, around(-a.IntN(700)))
	if a.IntN(2) == 0 && (typed || !a.typed) {
		text += fmt.Sprintf("builder: 第%d中心\nas_of: 202%d-12-31\n", i, 3+a.IntN(3))
		workers := fmt.Sprintf("  workers: %d\n", a.IntN(4)*a.IntN(9000))
		if a.IntN(4) == 0 {
			workers = "" // others of its figures are stated
		}
		text += "facts:\n  " + a.oneOf("exported_workers: 12", "implementation_plan: 是") + "\n" + workers
	}
	if a.IntN(3) == 0 {
		text += "people:\n"
		for range 1 + a.IntN(3) {
			text += fmt.Sprintf("  - {name: 王%d%s}\n", a.IntN(100), a.some(2, ", role: %s", a.oneOf("传承人", "领军人", "第3代"))+a.some(2, ", story: 做了20年。"))
		}
	}
	if a.IntN(3) == 0 {
		text += "links:\n"
		for range 1 + a.IntN(4) {
			text += fmt.Sprintf("  - {label: 第%d期, url: https://example.org/%d, kind: %s%s}\n", a.IntN(9), a.IntN(99), a.oneOf("招聘", "培训", "店铺", "用工需求"), a.some(2, ", until: %s", around(a.IntN(5)-2)))
		}
	}
	a.files["brands/"+folder+"/"+slug+".md"] = "---\n" + text + "---\n做这一行的有100人。\n"
}

// acts draws what is done in the order in which it takes effect, so that each is one that those before allow.
func (a *numbersArchive) acts() {
	a.give("", "省级", "", "")
	a.give("", "县级", "year: 2020\n", "")
	a.end("", "县级", "")
	for _, from := range []int{-1960, -1700, -1500, -1300, -1000, -800, -700, -400, -350, -200, -120, -60, -30} {
		begin := numbersDay.AddDate(0, 0, from)
		day, written := begin.Format(time.DateOnly), begin.Format(time.DateOnly)
		switch a.IntN(6) {
		case 0:
			written = begin.Format("2006")
			day = written + "-01-01"
			if from == -1500 || from == -350 || from == -30 || from == -60 || from == -120 || from == -800 || from == -1300 { // nothing before it may come after it
				written, day = begin.Format("2006-01-02"), begin.Format(time.DateOnly)
			}
		case 1:
			written = begin.Format("2006-01")
			day = written + "-01"
		}
		until := ""
		if a.IntN(3) > 0 {
			until = around(a.IntN(900) - 700)
			if a.IntN(2) == 0 {
				until = around(a.IntN(4) - 2) // the day in question, and those about it
			}
			if until < day {
				until = around(-1)
			}
		}
		level := a.oneOf("县级", "市级", "市级", "省级")
		a.give(day, level, a.some(4, "year: %s\n", day[:4])+"date: "+written+"\n", until)
		a.public(around(from+2), around(from+9))
		if a.IntN(2) == 0 {
			a.end(around(from+4), a.oneOf("县级", "市级", "省级"), a.oneOf("", "", "示范"))
		}
	}
	last := around(-5)
	a.give(last, "县级", "date: "+last+"\n", around(-1))
	a.give(around(-4), "市级", "date: "+around(-4)+"\n", around(0))
	a.give(around(0), "县级", "date: "+around(0)+"\n", "") // some on the day after their last
	a.end(around(0), "市级", "")
	a.public(around(-3), around(-1))
	a.public(around(-3), around(0))
	a.public(around(0), around(9))
	a.public(around(1), around(9))
	a.give(around(1), "市级", "date: "+around(1)+"\n", "")
	a.end(around(1), "县级", "")
}

func (a *numbersArchive) act(kind, level, fields string, brands []string) {
	if len(brands) == 0 {
		return
	}
	a.serial++
	if !a.typed && kind != "公示" {
		fields += a.units(kind == "认定", level, fields)
	}
	a.files[fmt.Sprintf("notices/n%02d.md", a.serial)] = fmt.Sprintf("---\nkind: %s\ntitle: 第%d号，%d个\nlevel: %s\n%sdocument: {number: 示例〔2024〕%d号}\nbrands: [%s]\n---\n共3个。\n",
		kind, a.serial, a.IntN(99), level, fields, a.serial, strings.Join(brands, ", "))
}

// unitHonors are those of the rules that have honours of units.
var unitHonors = []string{"劳务协作基地", "领军企业"}

// units are those that an act gives an honour to, or takes one from.
func (a *numbersArchive) units(given bool, level, fields string) (list string) {
	_, until, _ := strings.Cut(fields, "valid_until: ")
	for i := range 9 {
		unit := fmt.Sprintf("{name: 第%d家, honor: %s}", i, unitHonors[i%2])
		if a.given[unit] == nil {
			a.given[unit] = map[string]string{}
		}
		last, held := a.given[unit][level]
		if a.IntN(2) == 0 || given && held && last == "" || !given && !held {
			continue
		}
		if list += "  - " + unit + "\n"; given {
			a.given[unit][level] = until
		} else {
			delete(a.given[unit], level)
		}
	}
	if list != "" {
		list = "units:\n" + list
	}
	return list
}

// give recognizes brands that do not hold the honour, or hold it for a term.
func (a *numbersArchive) give(day, level, fields, until string) {
	name := a.oneOf("", "", "示范")
	var named []string
	for _, slug := range a.slugs {
		last, held := a.given[slug][level+name]
		if held && last == "" || a.IntN(3) > 0 && day != around(-4) {
			continue
		}
		named, a.given[slug][level+name] = append(named, slug), until
	}
	if name != "" {
		fields += "honor: " + name + "\n"
	}
	if until != "" {
		fields += "valid_until: " + until + "\n"
	}
	a.act("认定", level, fields, named)
}

// end withdraws an honour, or all of the level, from a few that have one.
func (a *numbersArchive) end(day, level, name string) {
	var named []string
	for _, slug := range a.slugs {
		_, plain := a.given[slug][level]
		_, other := a.given[slug][level+"示范"]
		if a.IntN(8) > 0 || name == "" && !plain && !other || name != "" && !other {
			continue
		}
		named = append(named, slug)
		delete(a.given[slug], level+"示范")
		if name == "" {
			delete(a.given[slug], level)
		}
	}
	fields := ""
	if name != "" {
		fields += "honor: " + name + "\n"
	}
	if day != "" {
		fields += "date: " + day + "\n"
	}
	a.act("退出", level, fields, named)
}

func (a *numbersArchive) public(from, to string) {
	var named []string
	for _, slug := range a.slugs {
		if a.IntN(9) == 0 {
			named = append(named, slug)
		}
	}
	a.act("公示", a.oneOf("县级", "市级"), "from: "+from+"\nto: "+to+"\n", named)
}

// A record is the fields of a file, or of an entry of one.
type record map[string]any

func (t record) text(key string) string { s, _ := t[key].(string); return s }

func (t record) under(key string) []record {
	var all []record
	list, _ := t[key].([]any)
	for _, one := range list {
		m, _ := one.(record)
		all = append(all, m)
	}
	return all
}

// plain turns what YAML read into record, and its scalars into text as written.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return plain(n.Content[0])
	case yaml.MappingNode:
		m := record{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		var all []any
		for _, c := range n.Content {
			all = append(all, plain(c))
		}
		return all
	}
	return n.Value
}

func readTold(t *testing.T, file string) record {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if strings.HasSuffix(file, ".md") {
		text = strings.Split(text, "---\n")[1]
	}
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		t.Fatal(file, err)
	}
	m := plain(&n).(record)
	m["slug"] = strings.TrimSuffix(strings.TrimSuffix(filepath.Base(file), ".md"), ".yaml")
	return m
}
