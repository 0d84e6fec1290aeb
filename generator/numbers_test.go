package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

var numbersSeed = flag.Uint64("numbers-seed", 0, "the first of the seeds by which the archives of TestEveryNumber are drawn")

// TestEveryNumber recomputes every number that a page, a chart or a data file prints from the
// files of brands and acts alone, for sites of a city, a county, a province, and one whose rules
// have no types. What is expected must be there, and no other number may stand on a page but
// those of texts that it quotes.
func TestEveryNumber(t *testing.T) {
	for i, s := range scopes {
		t.Run(s.name, func(t *testing.T) {
			dir := makeRepository(t, fstest.MapFS{})
			writeContent(t, dir, newNumbersArchive(s, uint64(i)+*numbersSeed))
			if !s.typed {
				writeContent(t, dir, map[string]string{"../criteria/" + s.region + "/facts.yaml": untypedFacts,
					"../criteria/" + s.region + "/honors.yaml": "honors:\n  - {name: " + unitHonors[0] + ", slug: bases}\n  - {name: " + unitHonors[1] + ", slug: leading}\n"})
			}
			mark(t, filepath.Join(dir, "criteria/regions/32.yaml"))
			out, cached, day := t.TempDir(), t.TempDir(), numbersDay.Format(time.DateOnly)
			if code, stdout, stderr := minglu("build", "-C", dir, "--out", out, "--date", day, "--cache", cached); code != exitFine {
				t.Fatalf("build: %d\n%s%s", code, stdout, stderr)
			}
			n := &numbers{T: t, oracle: newOracle(t, dir, day), files: published(t, out), dir: dir, cached: cached}
			n.reckon()
			n.lists()
			n.home()
			n.roll()
			n.stats()
			n.changes()
			n.offers()
			n.notices()
			n.standards()
			if !s.typed {
				n.units()
			}
			n.ranks()
			n.data()
			for _, level := range append(n.levels, nil) {
				n.search(level.text("name"))
			}
			for path := range n.files {
				if strings.HasSuffix(path, ".html") && !n.seen[path] && !strings.HasPrefix(path, "brands/") && !strings.HasPrefix(path, "embed/brand/") && !slices.Contains(wordy, path) {
					t.Errorf("%s: no expectation is held against it", path)
				}
			}
		})
	}
}

// mark makes one of the districts agricultural: it counts for the coverage then.
func mark(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	text := strings.Replace(string(data), "slug: haizhou,", "slug: haizhou, agricultural: 示例文件,", 1)
	if err != nil || text == string(data) || os.WriteFile(file, []byte(text), 0o644) != nil {
		t.Fatal(file, err)
	}
}

// untypedFacts are the figures of a city whose rules have no types.
const untypedFacts = "facts:\n  - {id: workers, label: 从业人员, kind: count, unit: 人, total: true}\n  - {id: exported_workers, label: 输出, kind: count, unit: 人}\n  - {id: implementation_plan, label: 方案, kind: yes-no}\n"

// wordy are the pages without counts: forms and what scripts fill.
var wordy = []string{"404.html", "compare.html", "editors.html", "lookup.html"}

// numbers holds a built site against an oracle.
type numbers struct {
	*testing.T
	*oracle
	files  map[string]string
	dir    string
	cached string // where the index of the search is kept
	seen   map[string]bool
	held   map[string][]hold // of each brand, on the day
	listed []record
	called map[string]bool // names of brands and acts, and the addresses of their data
	paged  map[string]bool // brands that were ever recognized
	whole  record
	done   []deed
	scores bool
	scored map[string][]scored // of each listed brand, what its own file says of it
}

// A scored is one evaluation, as the brand's file of the open data has it.
type scored struct {
	Standard string
	Total    float64
	Items    []struct{ ID, Outcome string }
}

// reckon finds what is asked for again and again.
func (n *numbers) reckon() {
	n.called = map[string]bool{}
	for _, act := range n.acts {
		document, _ := act["document"].(record)
		n.called[act.text("title")], n.called[document.text("number")] = true, true
	}
	for _, b := range n.brands {
		n.called["brands/"+b.text("slug")+".json"] = true
		for _, name := range append(b.under("former_names"), b) {
			n.called[name.text("name")] = true
		}
	}
	n.seen, n.held, n.paged, n.scored = map[string]bool{}, map[string][]hold{}, map[string]bool{}, map[string][]scored{}
	for _, p := range n.places {
		if p.text("code") == n.site.text("region") {
			n.whole = p
		}
	}
	for _, act := range n.acts {
		for _, b := range n.brands {
			if act.text("kind") == "认定" && n.names(act, b) {
				n.paged[b.text("slug")] = true
			}
		}
	}
	for _, b := range n.brands {
		slug := b.text("slug")
		if n.held[slug] = n.holds(slug, n.day); len(n.held[slug]) == 0 {
			continue
		}
		n.listed = append(n.listed, b)
		var own struct {
			Brand struct{ Evaluations []scored }
		}
		if err := json.Unmarshal([]byte(n.files["brands/"+slug+".json"]), &own); err != nil {
			n.Fatal(slug, err)
		}
		n.scored[slug] = own.Brand.Evaluations
	}
	n.done = n.deeds()
	n.scores = n.site.text("show_scores") == "true"
}

func (n *numbers) page(path string) *numbered {
	n.Helper()
	if n.seen[path] = true; n.files[path] == "" {
		n.Fatalf("%s is missing", path)
	}
	p := newNumbered(n.T, path, n.files[path])
	p.names = n.called
	return p
}

// names reports whether an act names a brand.
func (n *numbers) names(act, b record) bool {
	return act.names(b.text("slug"))
}

// An among says of which brands there is a count: those of a type, in a place or of the whole of it
// alone, with one honour of a level and a year.
type among struct {
	kind, level, year string
	untyped, alone    bool
	place             record
}

const anyYear = "*"

func (n *numbers) in(b, place record) bool {
	return place == nil || strings.HasPrefix(b["place of"].(record).text("code"), strings.TrimSuffix(strings.TrimSuffix(place.text("code"), "00"), "00"))
}

func (n *numbers) chosen(c among) (all []record) {
	for _, b := range n.listed {
		kind := b.text("type")
		if c.kind != "" && kind != c.kind || c.untyped && kind != "" || !n.in(b, c.place) || c.alone && b["place of"].(record).text("code") != c.place.text("code") {
			continue
		}
		if slices.ContainsFunc(n.held[b.text("slug")], func(h hold) bool {
			return (c.level == "" || h.level == c.level) && (c.year == anyYear || h.year == c.year)
		}) {
			all = append(all, b)
		}
	}
	return all
}

func (n *numbers) count(c among) int { return len(n.chosen(c)) }

// parts are the places right below one.
func (n *numbers) parts(of record) (all []record) {
	for _, p := range n.places {
		city := n.cityOf(p)
		if of.text("code")[2:] == "0000" && city == nil && p.text("code") != of.text("code") || city != nil && city.text("code") == of.text("code") {
			all = append(all, p)
		}
	}
	return all
}

// name is a place as this site calls it.
func (n *numbers) name(p record) string {
	if city := n.cityOf(p); city != nil && n.whole.text("code")[2:] == "0000" {
		return city.text("name") + p.text("name")
	}
	return p.text("name")
}

func (n *numbers) wholeName(p record) string {
	if code := p.text("code"); code[4:] == "00" && code[2:] != "0000" {
		return p.text("name") + "（全市）"
	}
	return p.text("name")
}

func partsWord(of record) string {
	if of.text("code")[2:] == "0000" {
		return "设区市"
	}
	return "县区"
}

// years are those of acts, the newest first.
func (n *numbers) years() []string {
	found := map[string]bool{}
	for _, act := range n.acts {
		found[act.text("year")] = true
	}
	all := slices.Sorted(maps.Keys(found))
	slices.Reverse(all)
	return all
}

func yearName(year string) string {
	if year == "" {
		return "年份未载明"
	}
	return year + "年"
}

var errands = []struct {
	name, mark string
	kinds      []string
}{{"找工作", "有岗位", []string{"招聘", "用工需求"}}, {"学手艺", "有培训", []string{"培训"}}, {"店铺", "有店铺", []string{"店铺"}}}

// open counts what a brand offers of some kinds on the day.
func (n *numbers) open(b record, kinds []string) (count int) {
	for _, l := range b.under("links") {
		if slices.Contains(kinds, l.text("kind")) && (l.text("until") == "" || l.text("until") >= n.day) {
			count++
		}
	}
	return count
}

// lists holds every list of a type, a place, both, a level and a year against the brands.
func (n *numbers) lists() {
	for _, k := range n.types {
		n.list("types/"+k.text("slug"), among{kind: k.text("name"), year: anyYear})
	}
	for _, p := range n.places {
		if !n.in(record{"place of": p}, n.whole) || p.text("code")[2:] == "0000" {
			continue
		}
		n.list("counties/"+p.text("slug"), among{place: p, year: anyYear})
		for _, k := range n.types {
			n.list("counties/"+p.text("slug")+"/"+k.text("slug"), among{place: p, kind: k.text("name"), year: anyYear})
		}
	}
	for _, l := range n.levels {
		n.list("levels/"+l.text("slug"), among{level: l.text("name"), year: anyYear})
	}
	for _, y := range n.years() {
		n.list("years/"+cmp.Or(y, "undated"), among{year: y})
	}
}

func (n *numbers) list(path string, c among) {
	brands := n.chosen(c)
	pages := max(1, (len(brands)+49)/50)
	var names, want []string
	for i := range pages {
		at, turn := path+".html", ""
		if i > 0 {
			at = fmt.Sprintf("%s/%d.html", path, i+1)
		}
		if pages > 1 {
			turn = fmt.Sprintf("，共 %d 页，这是第 %d 页", pages, i+1)
		}
		p := n.page(at)
		lead, note, _ := strings.Cut(p.lines("p.lead")[0], "。")
		p.expect("lead", []string{lead}, []string{fmt.Sprintf("在册 %d 个%s", len(brands), turn)})
		if strings.ContainsAny(note, "0123456789") {
			n.Errorf("%s: nothing accounts for the number in %q", at, note)
		}
		size := min(50, len(brands)-50*i)
		if entries := p.all("ol.entries"); len(entries) > 0 || size > 0 {
			p.expect("entries", []string{entries[0].Attr[1].Val, strconv.Itoa(len(p.all("ol.entries li")))}, []string{strconv.Itoa(50*i + 1), strconv.Itoa(size)})
		}
		for _, li := range p.all("ol.entries li") {
			names = append(names, words(inside(li, "a")[0]))
		}
		p.turns(pages)
		p.facets(n, c)
		if c.place != nil && c.kind == "" && i == 0 {
			n.county(p, c.place)
		}
		p.done()
	}
	for _, b := range brands {
		want = append(want, b.text("name"))
	}
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		n.Errorf("%s lists %v, want %v", path, names, want)
	}
	n.shortList(path, c, brands)
	n.embed(path, c, brands)
}

// turns reads the numbers by which pages are turned.
func (p *numbered) turns(pages int) {
	got := p.lines("nav.turns li")
	if (pages > 1) != (len(got) > 0) || pages > 1 && !slices.Contains(got, strconv.Itoa(pages)) {
		p.t.Errorf("%s: of %d pages, one can turn to %q", p.path, pages, got)
	}
}

func (p *numbered) facets(n *numbers, c among) {
	var got, want []string
	for _, s := range p.all("aside.facets section") {
		for _, li := range inside(s, "li") {
			got = append(got, words(inside(s, "h2")[0])+" "+p.take(li))
		}
		for _, note := range inside(s, "p.note") {
			got = append(got, words(inside(s, "h2")[0])+" "+p.take(note))
		}
	}
	all := n.count(c)
	add := func(label, name string, count int, sum *int) {
		if count > 0 {
			want = append(want, fmt.Sprintf("%s %s %d", label, name, count))
		}
		*sum += count
	}
	note := func(label string, sum int) {
		if sum > all {
			want = append(want, fmt.Sprintf("%s 一个品牌可有几个称号，相加为 %d，多于 %d 个品牌。", label, sum, all))
		}
	}
	sum := 0
	if c.kind == "" && len(n.types) > 0 {
		for _, k := range n.types {
			with := c
			with.kind = k.text("name")
			add("按类型", k.text("name"), n.count(with), &sum)
		}
		with := c
		with.untyped = true
		add("按类型", "类型未载明", n.count(with), &sum)
	}
	whole := c.place
	if whole == nil {
		whole = n.whole
	}
	if parts := n.parts(whole); len(parts) > 0 {
		label := "按" + partsWord(whole)
		for _, part := range parts {
			with := c
			with.place = part
			add(label, n.name(part), n.count(with), &sum)
		}
		with := c
		with.place, with.alone = whole, true
		add(label, n.wholeName(whole), n.count(with), &sum)
	}
	if c.level == "" {
		sum := 0
		for _, l := range n.levels {
			with := c
			with.level = l.text("name")
			add("按级别", l.text("name"), n.count(with), &sum)
		}
		note("按级别", sum)
	}
	if c.year == anyYear {
		sum := 0
		for _, y := range n.years() {
			with := c
			with.year = y
			add("按年份", yearName(y), n.count(with), &sum)
		}
		note("按年份", sum)
	}
	for _, e := range errands {
		count := 0
		for _, b := range n.chosen(c) {
			count += min(1, n.open(b, e.kinds))
		}
		add("按机会", e.mark, count, &sum)
	}
	p.expect("facets", got, want)
}

// county holds what the page of a place tells besides its brands against the acts.
func (n *numbers) county(p *numbered, place record) {
	var want []string
	for _, e := range errands {
		count := 0
		for _, b := range n.chosen(among{place: place, year: anyYear}) {
			count += n.open(b, e.kinds)
		}
		if count > 0 {
			want = append(want, fmt.Sprintf("%s %d", e.name, count))
		}
	}
	p.expect("work", p.lines("div.local ul.chips li"), want)
	ended := 0
	for _, b := range n.brands {
		for _, l := range n.levels {
			for _, honor := range honorNames {
				if how, _ := n.standing(b.text("slug"), l.text("name"), honor, n.day); n.in(b, place) && (how == "退出" || how == "到期") {
					ended++
				}
			}
		}
	}
	want = nil
	if ended > 0 {
		want = []string{fmt.Sprintf("有 %d 个称号已经退出或者到期", ended)}
	}
	p.expect("ended", regexp.MustCompile(`有 [0-9]+ 个称号已经退出或者到期`).FindAllString(strings.Join(p.lines("div.results p.note"), ""), -1), want)
	want = nil
	for _, d := range n.done {
		if local := d.of(func(b record) bool {
			return n.in(b, place) && (n.paged[b.text("slug")] || d.running(n.day))
		}); len(local.brands) > 0 {
			want = append(want, local.line(n))
		}
	}
	p.expect("acts", p.acts(), want)
}

// actLine is how much an act did: its level, the count, the names and what is hidden.
var actLine = regexp.MustCompile(`^(有效期满，)?(\S+) (\d+) 个(：.*?)?(，没有认定的 \d+ 个不再列名|，名单见通知)?。$`)

// acts reads what acts did: "认定|第1号|2024-03|市级 3 个|3|".
func (p *numbered) acts() (all []string) {
	for _, li := range p.all("ul.acts li") {
		lines := inside(li, "p")
		if len(lines) == 0 {
			continue
		}
		m := actLine.FindStringSubmatch(p.take(lines[0]))
		if m == nil {
			p.t.Errorf("%s: %q", p.path, words(lines[0]))
			continue
		}
		names := 0
		if m[4] != "" {
			names = 1 + strings.Count(m[4], "、")
		}
		all = append(all, fmt.Sprintf("%s|%s|%s|%s %s 个|%d%s", words(inside(li, ".kind")[0]), words(inside(li, "a")[0]), words(inside(li, ".date")[0]), m[2], m[3], names, m[5]))
	}
	return all
}

// A deed is what one act did, or what ended by itself on one day with the term that it had set.
type deed struct {
	kind, day string // as the act has it; of an 到期 the day after the last
	act       record
	brands    []record       // that it did something to
	times     map[string]int // of each: how many honours, or 1
	again     map[string]int // of these: that stood already, or had ended before
	shown     []record       // brands that may be named
}

func (d deed) running(day string) bool { return d.act.text("to") >= day }

// of returns what of d concerns some brands.
func (d deed) of(these func(record) bool) deed {
	keep := func(b record) bool { return !these(b) }
	d.brands, d.shown = slices.DeleteFunc(slices.Clone(d.brands), keep), slices.DeleteFunc(slices.Clone(d.shown), keep)
	return d
}

// sums returns how many d changed, and of these how many again.
func (d deed) sums() (all, again int) {
	for _, b := range d.brands {
		all, again = all+d.times[b.text("slug")], again+d.again[b.text("slug")]
	}
	return all, again
}

func (d deed) line(n *numbers) string {
	all, _ := d.sums()
	date := dayText(d.day)
	if d.kind == "公示" {
		date = d.act.text("from") + "至" + d.act.text("to")
	}
	shown, hidden := min(60, len(d.shown)), ""
	switch {
	case shown < len(d.shown):
		hidden = "，名单见通知"
	case len(d.brands) > len(d.shown) && d.kind == "公示":
		hidden = fmt.Sprintf("，没有认定的 %d 个不再列名", len(d.brands)-len(d.shown))
	}
	return fmt.Sprintf("%s|%s|%s|%s %d 个|%d%s", d.kind, d.act.text("title"), date, d.act.text("level"), all, shown, hidden)
}

// dayText writes a date as pages do.
func dayText(day string) string {
	switch len(day) {
	case 0:
		return "日期未载明"
	case 4:
		return day + "年"
	case 7:
		month, _ := strconv.Atoi(day[5:])
		return fmt.Sprintf("%s年%d月", day[:4], month)
	}
	return day
}

// deeds are what the acts did up to the day.
func (n *numbers) deeds() (all []deed) {
	for i, act := range n.acts {
		d := deed{kind: act.text("kind"), day: cmp.Or(act.text("from"), act.text("date")), act: act, times: map[string]int{}, again: map[string]int{}}
		ended := deed{kind: "到期", day: after(act.text("valid_until"), 1), act: act, times: map[string]int{}, again: map[string]int{}}
		for _, b := range n.brands {
			slug, level := b.text("slug"), act.text("level")
			if !n.names(act, b) {
				continue
			}
			d.brands = append(d.brands, b)
			if d.kind != "公示" || n.paged[slug] || d.running(n.day) {
				d.shown = append(d.shown, b)
			}
			switch d.kind {
			case "公示":
				d.times[slug] = 1
			case "认定":
				d.times[slug] = 1
				if last := n.deciding(slug, level, act.text("honor"), act.text("begin"), i); last.text("kind") == "认定" && !lapsed(last, act) {
					d.again[slug] = 1
				}
				if how, since := n.standing(slug, level, act.text("honor"), ended.day); act.text("valid_until") != "" && ended.day <= n.day && how == "到期" && since.text("slug") == act.text("slug") {
					ended.brands, ended.times[slug] = append(ended.brands, b), 1
				}
			case "退出":
				for _, honor := range honorNames {
					last := n.deciding(slug, level, honor, act.text("begin"), i)
					if last.text("kind") != "认定" || act.text("honor") != "" && act.text("honor") != honor {
						continue
					}
					d.times[slug]++
					if lapsed(last, act) {
						d.again[slug]++
					}
				}
			}
		}
		ended.shown = ended.brands
		all = append(all, d)
		if len(ended.brands) > 0 {
			all = append(all, ended)
		}
	}
	return all
}

// lapsed reports whether the term of a 认定 had run out before an act, its next day not counted.
func lapsed(given, act record) bool {
	until := given.text("valid_until")
	return until != "" && act.text("begin") != "" && until < after(act.text("begin"), -1)
}

// after returns the day so many days later, "" of no day.
func after(day string, days int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return d.AddDate(0, 0, days).Format(time.DateOnly)
}

// embed holds the page of a list for frames against its brands.
func (n *numbers) embed(path string, c among, brands []record) {
	at := map[bool]string{true: "embed/county/", false: "embed/type/"}[c.place != nil] + path[strings.LastIndex(path, "/")+1:] + ".html"
	if c.level != "" || c.year != anyYear || c.place != nil && c.kind != "" {
		return
	}
	p := n.page(at)
	more := []string{}
	if rest := len(brands) - 10; rest > 0 {
		more = []string{fmt.Sprintf("还有 %d 个，查看全部", rest)}
	}
	got := p.lines("main p")
	p.expect("counts", got, append(more, fmt.Sprintf("在册 %d 个", len(brands))))
	p.expect("rows", []string{strconv.Itoa(len(p.all("ul.list li")))}, []string{strconv.Itoa(min(10, len(brands)))})
	p.done()
}

// shortList holds the files of a list against its brands: a row each, numbered from 1.
func (n *numbers) shortList(path string, c among, brands []record) {
	if c.level != "" || c.year != anyYear || c.place != nil && c.kind != "" && len(brands) == 0 {
		return
	}
	var want []string
	for i := range brands {
		want = append(want, strconv.Itoa(i+1))
	}
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(n.files["data/"+path+".csv"], "\ufeff"))).ReadAll()
	if err != nil || len(table) == 0 {
		n.Fatal(path, err)
	}
	var serials []string
	for _, row := range table[1:] {
		serials = append(serials, row[0])
	}
	if !slices.Equal(serials, want) {
		n.Errorf("%s.csv is numbered %v, want %v", path, serials, want)
	}
	book, err := excelize.OpenReader(strings.NewReader(n.files["data/"+path+".xlsx"]))
	if err != nil {
		n.Fatal(path, err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetList()[0])
	if err != nil {
		n.Fatal(path, err)
	}
	serials, said := nil, false
	for _, row := range rows {
		if len(row) > 1 && strings.Trim(row[0], "0123456789") == "" && row[0] != "" {
			serials = append(serials, row[0])
		}
		said = said || strings.Contains(strings.Join(row, ""), fmt.Sprintf("在册品牌 %d 个，", len(brands)))
	}
	if !slices.Equal(serials, want) || !said {
		n.Errorf("%s.xlsx is numbered %v, want %v; it says so: %v", path, serials, want, said)
	}
}

// chips are the lists with their counts; those of levels and years without brands where empty.
func (n *numbers) chips(empty bool) (types, places, rest []string) {
	for _, k := range n.types {
		types = append(types, fmt.Sprintf("%s %d", k.text("name"), n.count(among{kind: k.text("name"), year: anyYear})))
	}
	for _, p := range n.places {
		if n.in(record{"place of": p}, n.whole) && p.text("code")[2:] != "0000" {
			places = append(places, fmt.Sprintf("%s %d", n.name(p), n.count(among{place: p, year: anyYear})))
		}
	}
	for _, l := range n.levels {
		if count := n.count(among{level: l.text("name"), year: anyYear}); count > 0 || empty {
			rest = append(rest, fmt.Sprintf("%s %d", l.text("name"), count))
		}
	}
	for _, y := range n.years() {
		if count := n.count(among{year: y}); count > 0 || empty {
			rest = append(rest, fmt.Sprintf("%s %d", yearName(y), count))
		}
	}
	return types, places, rest
}

// covered counts the counties of the region, and those that have a brand.
func (n *numbers) covered() (all, with int) {
	for _, p := range n.places {
		if n.in(record{"place of": p}, n.whole) && p.text("code")[4:] != "00" {
			all, with = all+1, with+min(1, n.count(among{place: p, year: anyYear}))
		}
	}
	return all, with
}

func (n *numbers) home() {
	p := n.page("index.html")
	want, sum := []string{fmt.Sprintf("在册品牌 %d 个", len(n.listed))}, 0
	for _, l := range n.levels {
		count := n.count(among{level: l.text("name"), year: anyYear})
		if sum += count; count > 0 {
			want = append(want, fmt.Sprintf("其中%s %d 个", l.text("name"), count))
		}
	}
	_, with := n.covered()
	p.expect("figures", p.lines("ul.figures li"), append(want, fmt.Sprintf("有品牌的县区 %d 个", with)))
	want = nil
	if sum > len(n.listed) {
		want = []string{"一个品牌可有几级称号，各级相加多于在册数。"}
	}
	p.expect("note beside the figures", p.lines("section.hero p.note"), want)
	types, _, rest := n.chips(false)
	p.expect("types", p.lines("ul.cards li", "strong", "span.count"), suffixed(types, "|", " 个"))
	untyped := len(n.listed)
	for _, k := range n.types {
		untyped -= n.count(among{kind: k.text("name"), year: anyYear})
	}
	want = nil
	if untyped > 0 && len(n.types) > 0 {
		want = []string{fmt.Sprintf("另有 %d 个品牌的公布文件没有载明类型。", untyped)}
	}
	p.expect("those without a type", p.lines("section.types p.note"), want)
	p.expect("chips", p.lines("section.browse ul.chips li"), rest)
	want = nil
	for _, e := range errands {
		count := 0
		for _, b := range n.listed {
			count += n.open(b, e.kinds)
		}
		if count > 0 {
			want = append(want, fmt.Sprintf("%s %d 条", e.name, count))
		}
	}
	p.expect("work", p.lines("div.work h3"), want)
	table, tiles := n.partCounts()
	p.expect("places", p.lines("table.plain tbody tr", "td"), table)
	p.expect("tiles", p.lines("ul.tiles li"), tiles)
	p.done()
	s := n.page("search.html")
	types, places, rest := n.chips(true)
	s.expect("lists", s.lines("section.lists ul.chips li"), slices.Concat(types, places, rest))
	s.done()
}

// suffixed makes "名称 3" into "名称|3 个".
func suffixed(lines []string, sign, behind string) (all []string) {
	for _, l := range lines {
		i := strings.LastIndex(l, " ")
		all = append(all, l[:i]+sign+l[i+1:]+behind)
	}
	return all
}

// partCounts are the counts of the parts of the region, as rows of a table and as tiles.
func (n *numbers) partCounts() (table, tiles []string) {
	for _, part := range n.parts(n.whole) {
		count := n.count(among{place: part, year: anyYear})
		table = append(table, fmt.Sprintf("%s|%d", n.name(part), count))
		if part["tile"] != nil {
			tiles = append(tiles, fmt.Sprintf("%s %d", part.text("short"), count))
		}
	}
	if count := n.count(among{place: n.whole, alone: true, year: anyYear}); count > 0 {
		table = append(table, fmt.Sprintf("%s|%d", n.wholeName(n.whole), count))
	}
	return table, tiles
}

func (n *numbers) roll() {
	p := n.page("list.html")
	lead := p.lines("p.lead")[0]
	if want := fmt.Sprintf("截至 %s，在册品牌 %d 个。", n.day, len(n.listed)); !strings.HasPrefix(lead, want) {
		n.Errorf("list.html says %q, want %q", lead, want)
	}
	var chips, heads, tables, serials, want []string
	for _, l := range n.levels {
		level, all := l.text("name"), 0
		for _, y := range n.years() {
			rows := 0
			for _, b := range n.listed {
				for _, h := range n.held[b.text("slug")] {
					if h.level == level && h.year == y {
						rows++
					}
				}
			}
			if rows > 0 {
				tables = append(tables, fmt.Sprintf("%s（%d 个）", yearName(y), rows))
			}
			all += rows
		}
		if all == 0 {
			continue
		}
		chips, heads = append(chips, fmt.Sprintf("%s %d", level, all)), append(heads, fmt.Sprintf("%s劳务品牌（%d 个）", level, all))
		for i := range all {
			want = append(want, fmt.Sprintf("%s %d", l.text("slug"), i+1))
		}
	}
	p.expect("chips", p.lines("header ul.levels li"), chips)
	p.expect("heads", p.lines("section.level h2"), heads)
	p.expect("captions", p.lines("table.official caption"), tables)
	for _, s := range p.all("section.level") {
		for _, row := range inside(s, "tbody tr") {
			serials = append(serials, inside(s, "h2")[0].Attr[0].Val+" "+words(inside(row, "td")[0]))
		}
	}
	p.expect("serial numbers", serials, want)
	p.done()
	n.shortList("list", among{year: anyYear}, n.listed)
}

func thousands(count int) string {
	s := strconv.Itoa(count)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func share(count, whole int) string { return fmt.Sprintf("%.1f%%", float64(count)*100/float64(whole)) }

func bar(count, longest int) string {
	if longest == 0 {
		return fmt.Sprintf("%.9f", 0.0)
	}
	return fmt.Sprintf("%.9f", float64(count)*100/float64(longest))
}

// charts reads every chart: "各类型在册品牌数|文化旅游类|3|12.0%|50.000000000".
func (p *numbered) charts() (all []string) {
	for _, table := range p.all("table.bars") {
		for _, row := range inside(table, "tbody tr") {
			line := words(inside(table, "caption")[0])
			for c := range row.ChildNodes() {
				if c.Type == html.ElementNode && !is(c, ".chart") {
					line += "|" + p.take(c)
				}
			}
			for _, c := range inside(row, "td.chart") {
				if text := p.take(c); text != "" {
					line += "|" + text
				}
			}
			all = append(all, line+"|"+p.width(row))
		}
	}
	return all
}

// chart is what a chart of "名称|3" must be.
func chart(caption string, rows []string, total int) (all []string) {
	longest, counts := 0, make([]int, len(rows))
	for i, r := range rows {
		counts[i], _ = strconv.Atoi(r[strings.LastIndexAny(r, "| ")+1:])
		longest = max(longest, counts[i])
	}
	for i, r := range rows {
		line := caption + "|" + r[:strings.LastIndexAny(r, "| ")] + "|" + thousands(counts[i])
		if total > 0 {
			line += "|" + share(counts[i], total)
		}
		all = append(all, line+"|"+bar(counts[i], longest))
	}
	return all
}

func (n *numbers) stats() {
	p := n.page("stats.html")
	all, with := n.covered()
	lead := p.lines("p.lead")[0]
	if want := fmt.Sprintf("截至 %s，在册品牌 %d 个，有品牌的县区 %d 个（共 %d 个）。", n.day, len(n.listed), with, all); !strings.HasPrefix(lead, want) {
		n.Errorf("stats.html says %q, want %q", lead, want)
	}
	types, _, _ := n.chips(true)
	if rest := n.count(among{untyped: true, year: anyYear}); rest > 0 && len(types) > 0 {
		types = append(types, fmt.Sprintf("类型未载明 %d", rest))
	}
	places, tiles := n.partCounts()
	var levels, years []string
	for _, l := range n.levels {
		levels = append(levels, fmt.Sprintf("%s %d", l.text("name"), n.count(among{level: l.text("name"), year: anyYear})))
	}
	for _, y := range n.years() {
		years = append(years, fmt.Sprintf("%s %d", yearName(y), n.count(among{year: y})))
	}
	word := partsWord(n.whole)
	want := slices.Concat(chart("各类型在册品牌数", types, len(n.listed)), chart("各"+word+"在册品牌数", places, len(n.listed)),
		chart("各级别在册品牌数", levels, 0), chart("各年份批次现仍在册的品牌数", years, 0), n.targets(), n.workforce(p, types, word), n.totals(p))
	if n.whole.text("code")[2:] == "0000" {
		var counties []string
		for _, c := range n.places {
			if count := n.count(among{place: c, year: anyYear}); n.cityOf(c) != nil && count > 0 {
				counties = append(counties, fmt.Sprintf("%s %d", n.name(c), count))
			}
		}
		want = append(want, chart("有品牌的县区", counties, 0)...)
	}
	p.expect("charts", p.charts(), want)
	p.expect("tiles", p.lines("ul.tiles li"), tiles)
	n.cross(p, types, places)
	n.coverage(p)
	p.done()
}

// cross holds the table of places and types against the brands.
func (n *numbers) cross(p *numbered, types, places []string) {
	row := func(head string, place record, alone bool) string {
		line := head
		for _, k := range types {
			c := among{place: place, alone: alone, year: anyYear, kind: k[:strings.LastIndex(k, " ")]}
			if c.kind == "类型未载明" {
				c.kind, c.untyped = "", true
			}
			line += fmt.Sprintf("|%d", n.count(c))
		}
		return line + fmt.Sprintf("|%d", n.count(among{place: place, alone: alone, year: anyYear}))
	}
	var want []string
	if len(types) > 0 && len(places) > 0 {
		for _, part := range n.parts(n.whole) {
			want = append(want, row(n.name(part), part, false))
		}
		if n.count(among{place: n.whole, alone: true, year: anyYear}) > 0 {
			want = append(want, row(n.wholeName(n.whole), n.whole, true))
		}
		want = append(want, row("合计", nil, false))
	}
	var got []string
	for _, tr := range slices.Concat(p.all("table.cross tbody tr"), p.all("table.cross tfoot tr")) {
		var cells []string
		for c := range tr.ChildNodes() {
			if c.Type == html.ElementNode {
				cells = append(cells, p.take(c))
			}
		}
		got = append(got, strings.Join(cells, "|"))
	}
	p.expect("cross table", got, want)
}

// coverage holds what is said of counties against the brands: districts count where they are marked.
func (n *numbers) coverage(p *numbered) {
	type part struct{ with, all int }
	cities, all, with, several := map[string]part{}, 0, 0, []string{}
	for _, c := range n.places {
		if city := n.cityOf(c); city != nil && n.in(record{"place of": c}, n.whole) && (!strings.HasSuffix(c.text("name"), "区") || c.text("agricultural") != "") {
			count := n.count(among{place: c, year: anyYear})
			of := cities[city.text("name")]
			cities[city.text("name")] = part{of.with + min(1, count), of.all + 1}
			all, with = all+1, with+min(1, count)
			if count > 1 {
				several = append(several, fmt.Sprintf("%s %d 个", c.text("name"), count))
			}
		}
	}
	var want []string
	for city, of := range cities {
		want = append(want, fmt.Sprintf("%s|%d／%d", city, of.with, of.all))
	}
	var got []string
	for _, th := range p.all("table.coverage tbody th") {
		small := p.take(inside(th, "small")[0])
		got = append(got, strings.TrimSuffix(words(th), small)+"|"+small)
	}
	p.expect("coverage", got, want)
	marked, total, documents := 0, map[string]int{}, []string{}
	for _, b := range n.listed {
		if d := b.text("agricultural"); d != "" {
			marked++
			total[d]++
		}
	}
	for d, count := range total {
		documents = append(documents, fmt.Sprintf("%s（%d 个）", d, count))
	}
	wants := []string{fmt.Sprintf("应覆盖的县（市）%d 个，有在册品牌的 %d 个，覆盖率 %s。", all, with, share(with, all)), fmt.Sprintf("有两个以上在册品牌的县（市）%d 个", len(several))}
	if marked > 0 {
		wants = append(wants, fmt.Sprintf("在册品牌中标明涉农的 %d 个，依据", marked))
	}
	got = nil
	for _, sentence := range p.all("section p") {
		text := words(sentence)
		if !is(sentence.Parent, "section") || !strings.Contains(text, "县（市）") && !strings.Contains(text, "涉农的 ") || is(sentence, ".note") {
			continue
		}
		p.take(sentence)
		head, tail, found := strings.Cut(text, "：")
		got = append(got, head)
		if strings.HasPrefix(head, "有两个") {
			got[len(got)-1] = strings.TrimSuffix(head, "。")
			if found {
				p.expect("several", strings.Split(strings.TrimSuffix(tail, "。"), "、"), several)
			}
		} else if found {
			p.expect("agricultural", strings.Split(strings.TrimSuffix(tail, "。"), "、"), documents)
		}
	}
	p.expect("sentences on coverage", got, wants)
	for _, r := range p.all("svg.wide") {
		if got, want := p.width(r), bar(with, all); got != want {
			n.Errorf("the bar of the coverage is %s wide, want %s", got, want)
		}
	}
}

func (n *numbers) targets() (all []string) {
	targets, _ := n.site["targets"].(record)
	for level, v := range targets {
		t := v.(record)
		goal, _ := strconv.Atoi(t.text("number"))
		now := n.count(among{level: level, year: anyYear})
		state := share(now, goal) + "，已达到"
		if now < goal {
			state = fmt.Sprintf("%s，还差 %d 个", share(now, goal), goal-now)
		}
		if source := t.text("source"); source != "" {
			state += "依据：" + source
		}
		for i, step := range t.under("steps") {
			state += []string{"分步：", "；"}[min(i, 1)] + fmt.Sprintf("%s年底 %s 个", step.text("year"), step.text("number"))
			if end := step.text("year") + "-12-31"; end < n.day {
				then := 0
				for _, b := range n.brands {
					if slices.ContainsFunc(n.holds(b.text("slug"), end), func(h hold) bool { return h.level == level }) {
						then++
					}
				}
				state += fmt.Sprintf("，当时在册 %d 个", then)
			}
		}
		all = append(all, fmt.Sprintf("各级别目标和在册品牌数|%s|%d%s年底|%d|%s|%s", level, goal, t.text("year"), now, state, bar(min(now, goal), goal)))
	}
	return all
}

// workforce is what brands state of their workers.
func (n *numbers) workforce(p *numbered, types []string, word string) (all []string) {
	type sum struct {
		brands, stating, workers int
		from, to                 string
	}
	of := func(c among) (s sum) {
		for _, b := range n.chosen(c) {
			s.brands++
			facts, _ := b["facts"].(record)
			if facts.text("workers") == "" {
				continue
			}
			count, _ := strconv.Atoi(facts.text("workers"))
			day := b.text("as_of")
			if s.stating++; s.from == "" || day < s.from {
				s.from = day
			}
			s.workers, s.to = s.workers+count, max(s.to, day)
		}
		return s
	}
	days := func(s sum) string {
		if s.from == s.to {
			return s.from
		}
		return s.from + "至" + s.to
	}
	whole := of(among{year: anyYear})
	if whole.stating > 0 {
		want := fmt.Sprintf("%d 个在册品牌中，%d 个填报了从业人员，合计 %s 人，数据日期 %s。", whole.brands, whole.stating, thousands(whole.workers), days(whole))
		var got []string
		for _, s := range p.all("section p") {
			if strings.Contains(words(s), "填报了从业人员") {
				got = append(got, p.take(s))
			}
		}
		p.expect("workers", got, []string{want})
	}
	table := func(caption string, rows []string, sums []sum) {
		longest := 0
		for _, s := range sums {
			longest = max(longest, s.workers)
		}
		for i, s := range sums {
			line := fmt.Sprintf("%s合计的从业人员|%s|%d／%d|", caption, rows[i], s.stating, s.brands)
			if s.stating > 0 {
				line += fmt.Sprintf("%s 人|%s", thousands(s.workers), days(s))
			} else {
				line += "未填报"
			}
			all = append(all, line+"|"+bar(s.workers, longest))
		}
	}
	var rows []string
	var sums []sum
	for _, k := range types {
		name := k[:strings.LastIndex(k, " ")]
		c := among{kind: name, year: anyYear}
		if name == "类型未载明" {
			c.kind, c.untyped = "", true
		}
		rows, sums = append(rows, name), append(sums, of(c))
	}
	table("按类型", rows, sums)
	rows, sums = nil, nil
	for _, part := range n.parts(n.whole) {
		rows, sums = append(rows, n.name(part)), append(sums, of(among{place: part, year: anyYear}))
	}
	if s := of(among{place: n.whole, alone: true, year: anyYear}); s.brands > 0 {
		rows, sums = append(rows, n.wholeName(n.whole)), append(sums, s)
	}
	table("按"+word, rows, sums)
	return all
}
