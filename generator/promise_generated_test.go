package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"minglu/generator/fixture"
)

var (
	promises    = flag.Int("promises", 24, "how many generated repositories the promise of check is held against")
	promiseSeed = flag.Uint64("promise-seed", 1, "the first of them")
)

// What check passes on a day, build publishes on that day, the next, a month and
// more than a year later, whatever repository it is: of generated ones, of which
// most are sound and some have a slip, those that check passes are built. A long
// run at night:
//
//	go test -run TestThePromiseOfCheck -timeout 0 ./generator -promises 5000 -promise-seed $RANDOM
func TestThePromiseOfCheck(t *testing.T) {
	kept, facts, dir := 0, fixture.Models(t), fixture.Repository(t, nil)
	for seed := *promiseSeed; seed < *promiseSeed+uint64(*promises); seed++ {
		g := newInvention(t, seed, facts)
		fixture.Replace(t, dir, g.files)
		if bad := saysOn(t, dir, promiseDay, (*app).checkAll); bad != "" {
			if g.slips == 0 {
				t.Errorf("seed %d has no slip, and check says\n%s%s", seed, bad, g)
			}
			continue
		}
		kept++
		for i, later := range laterDays {
			build := func(a *app, ctx context.Context, out string) error {
				a.noSearch = seed%8 != 0 || i != int(seed/8)%len(laterDays)
				return a.buildOnly(ctx, out)
			}
			if bad := saysOn(t, dir, promiseDay.AddDate(0, 0, later), build); bad != "" {
				t.Fatalf("seed %d: what check passed, build refuses %d days later:\n%s%s", seed, later, bad, g)
			}
		}
	}
	t.Logf("check passed %d of %d", kept, *promises)
	if kept < *promises/3 {
		t.Errorf("check passed only %d of %d: nothing is held against the others", kept, *promises)
	}
}

// An invention is a content/ that is drawn by a seed. What is drawn is sound; a
// slip is what an author would get wrong.
type invention struct {
	*rand.Rand
	t     *testing.T
	files map[string]string
	slips int // that were drawn

	base    string   // base_url
	links   []string // that a text may have on the day and ever after
	doubts  []string // that it may not
	brands  []*inventedBrand
	models  []fixture.Model
	headers map[string][]string // the headings drawn for a file
}

type inventedBrand struct {
	slug, county, name string
	model              int // of its facts; -1: it has none
	hasPage            bool
	given              map[string]time.Time // by level: the last day of the last 认定
}

func (g *invention) String() string {
	var a txtar.Archive
	for _, name := range sortedKeys(g.files) {
		data := g.files[name]
		if !strings.HasSuffix(name, ".md") && !strings.HasSuffix(name, ".yaml") {
			data = fmt.Sprintf("%d bytes", len(data))
		}
		a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(data)})
	}
	return "\n" + string(txtar.Format(&a))
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func newInvention(t *testing.T, seed uint64, models []fixture.Model) *invention {
	g := &invention{Rand: rand.New(rand.NewPCG(seed, 8)), t: t, files: map[string]string{}, models: models, headers: map[string][]string{}}
	g.base = pick(g, "", "", "https://minglu.example.org/", "https://ldt.example.org/minglu/")
	g.drawBrands()
	g.drawHeaders()
	g.drawNotices()
	g.settings()
	g.gatherLinks()
	for _, b := range g.brands {
		g.brandText(b)
	}
	for name, text := range g.files {
		if strings.HasPrefix(name, "notices/") {
			g.files[name] = text + g.text(name)
		}
	}
	for _, slug := range []string{"about", "help"} {
		g.files["pages/"+slug+".md"] = "---\ntitle: 页" + slug + "\n" + g.maybe("description: 说明\n") + g.maybe("menu: 3\n") + "---\n" + g.text("pages/"+slug+".md")
	}
	return g
}

func pick[T any](g *invention, from ...T) T { return from[g.IntN(len(from))] }

func (g *invention) maybe(text string) string { return pick(g, text, "") }

// slip reports whether an author slips here: about half of the repositories have
// a slip or more, of which check finds most.
func (g *invention) slip() bool {
	if g.IntN(60) > 0 {
		return false
	}
	g.slips++
	return true
}

// day is a day around the day of the check.
func (g *invention) day(from, to int) time.Time {
	return promiseDay.AddDate(0, 0, from+g.IntN(to-from))
}

func written(day time.Time) string { return day.Format(time.DateOnly) }

func (g *invention) settings() {
	s := "title: 名录\npublisher: 编辑部\nregion: 320700\n"
	if g.base != "" {
		s += "base_url: " + g.base + "\n"
	}
	for _, key := range []string{"show_scores", "show_opinions", "show_leader", "show_pool", "demo"} {
		s += g.maybe(key + ": true\n")
	}
	s += g.maybe("targets:\n  市级: {number: 3, year: 2027}\n")
	s += pick(g, "", "", "feedback: mailto:a@example.org\n", "feedback: tel:0518-85550100\n", "feedback: https://example.org/mend?a=1&b=2\n", "feedback: "+g.full("/about.html")+"\n")
	g.files["site.yaml"] = s
}

// full writes an address of this site in full, where the site knows its own.
func (g *invention) full(address string) string {
	if g.base == "" {
		return "https://example.org" + address
	}
	return strings.TrimSuffix(g.base, "/") + address
}

func (g *invention) drawBrands() {
	for i := range 2 + g.IntN(6) {
		county := pick(g, fixture.Counties...)
		g.brands = append(g.brands, &inventedBrand{slug: fmt.Sprintf("%s-b%d", county.Slug, i), county: county.Name,
			name: fmt.Sprintf("%s第%d匠", county.Name, i), model: g.IntN(2*len(g.models)) - len(g.models), given: map[string]time.Time{}})
	}
}

func (b *inventedBrand) file() string {
	folder, _, _ := strings.Cut(b.slug, "-")
	return "brands/" + folder + "/" + b.slug + ".md"
}

// drawHeaders draws the headings of every text, before any text links to them.
func (g *invention) drawHeaders() {
	names := []string{"pages/about.md", "pages/help.md"}
	for _, b := range g.brands {
		names = append(names, b.file())
	}
	for i := range 8 {
		names = append(names, fmt.Sprintf("notices/n%d.md", i))
	}
	for _, name := range names {
		for range g.IntN(5) {
			g.headers[name] = append(g.headers[name], pick(g, "故事", "故事", "一、发展 情况", "AB-2", "AB", "！", "**重**点 `码`", "[链](/list.html)接"))
		}
	}
}

// ids are those that the headings of a text are given.
func (g *invention) ids(name string) []string {
	var ids []string
	for _, h := range g.headers[name] {
		base := map[string]string{"故事": "s-故事", "一、发展 情况": "s-一-发展-情况", "AB-2": "s-AB-2", "AB": "s-AB", "！": "s-", "**重**点 `码`": "s-重点-码", "[链](/list.html)接": "s-链接"}[h]
		id := base
		for n := 2; slices.Contains(ids, id); n++ {
			id = fmt.Sprintf("%s-%d", base, n)
		}
		ids = append(ids, id)
	}
	return ids
}

// drawNotices draws acts in the order of their days, so that each is one that
// those before it allow.
func (g *invention) drawNotices() {
	var days []time.Time
	for range g.IntN(8) {
		days = append(days, pick(g, g.day(-900, 0), g.day(-40, 1), g.day(0, 60), g.day(0, 500)))
	}
	slices.SortFunc(days, time.Time.Compare)
	days = slices.CompactFunc(days, time.Time.Equal)
	for i, day := range days {
		name := fmt.Sprintf("notices/n%d.md", i)
		switch g.IntN(5) {
		case 0:
			g.publicity(name, day)
		case 1:
			g.withdrawal(name, day)
		default:
			g.recognition(name, day)
		}
	}
	if g.IntN(3) == 0 { // of old, and undated
		b := pick(g, g.brands...)
		b.hasPage = true
		g.files["notices/of-old.md"] = "---\nkind: 认定\ntitle: 旧文\nlevel: 国家级\nbrands: [" + b.slug + "]\n---\n"
		g.links = append(g.links, "/years/undated.html", "/notices/of-old.html", "/changes.html#undated", "/brands/"+b.slug+".html#history")
	}
}

func (g *invention) notice(name, kind, level string, day time.Time, fields string, entries []string) {
	if g.slip() {
		entries = append(entries, pick(g, entries[0], "nobody", "Donghai"))
	}
	g.files[name] = fmt.Sprintf("---\nkind: %s\ntitle: %s通知\nlevel: %s\n%sbrands: [%s]\n%s---\n", kind, kind, level, fields, strings.Join(entries, ", "),
		pick(g, "", "authority: 某局\n", "document: {number: 〔2024〕1号, url: "+pick(g, "https://example.org/1", g.full("/list.html"), g.full("/criteria.html#types"))+"}\n"))
	address := "/notices/" + strings.TrimSuffix(strings.TrimPrefix(name, "notices/"), ".md") + ".html"
	to := &g.links
	if day.After(promiseDay) {
		to = &g.doubts
	}
	year := day.Format("2006")
	if kind == "公示" {
		year = "undated" // its date is not its year
	}
	*to = append(*to, address, "/years/"+year+".html")
	if fields != "" && strings.Contains(fields, "date: "+written(day)) || kind == "公示" {
		*to = append(*to, "/changes.html#"+day.Format("2006"), "/changes.html#"+day.Format("2006-01"))
	}
	for _, id := range g.ids(name) {
		*to = append(*to, address+"#"+id)
	}
}

func (g *invention) publicity(name string, day time.Time) {
	end := day.AddDate(0, 0, 5+g.IntN(20))
	fields := fmt.Sprintf("from: %s\nto: %s\n", written(day), written(end)) + g.maybe("contact: 0518-85550100\n")
	g.notice(name, "公示", pick(g, "市级", "省级"), day, fields, []string{pick(g, g.brands...).slug})
}

func (g *invention) recognition(name string, day time.Time) {
	level := pick(g, "县级", "市级", "省级")
	standard := ""
	var entries []string
	until := day.AddDate(0, 0, 20+g.IntN(900))
	ends := g.IntN(2) == 0
	strict := level == "市级" && day.Year() >= 2025 && g.IntN(2) == 0
	for _, b := range g.brands {
		last, given := b.given[level]
		if g.IntN(2) == 0 || given && last.IsZero() || strict && b.model < 0 {
			continue
		}
		entries = append(entries, b.slug)
		b.given[level] = time.Time{}
		if ends {
			b.given[level] = until
		}
		to := &g.doubts
		if !day.After(promiseDay) {
			b.hasPage, to = true, &g.links
		}
		*to = append(*to, "/brands/"+b.slug+".html", "/brands/"+b.slug+".json", "/brands/"+b.slug+".html#cite")
	}
	if len(entries) == 0 {
		g.publicity(name, day)
		return
	}
	if strict {
		standard = "standard: lianyungang-2024\n"
	}
	date := written(day)
	if name == "notices/n0.md" && !strict && !ends {
		date = pick(g, date, date[:7]) // counts from the first of the month
	}
	fields := standard + "date: " + date + "\n" + pick(g, "", "act: 公布\n", "batch: 第一批\n")
	if ends {
		fields += "valid_until: " + written(until) + "\n"
	}
	g.notice(name, "认定", level, day, fields, entries)
}

func (g *invention) withdrawal(name string, day time.Time) {
	for _, b := range g.brands {
		for _, level := range []string{"县级", "市级", "省级"} {
			if _, given := b.given[level]; given && b.hasPage {
				delete(b.given, level)
				g.notice(name, "退出", level, day, "date: "+written(day)+"\n", []string{pick(g, b.slug, "{slug: "+b.slug+", reason: 停业}")})
				return
			}
		}
	}
	g.publicity(name, day)
}

// gatherLinks adds what every site has. What is in doubts is there on some days,
// or on none.
func (g *invention) gatherLinks() {
	g.links = append(g.links, "/", "/#types", "/?a=1#counties", "/index.html#news", "/list.html", "/list.html#main", "/search.html?q=水晶#results", "/stats.html#coverage",
		"/criteria.html#types", "/criteria/lianyungang-2024.html#basic-1", "/criteria/jiangsu-2022.html#skilled-2", "/data.html#fields", "/changes.html#rules",
		"/types/tourism.html", "/counties/donghai.html", "/counties/ganyu/service.html#main", "/levels/national.html", "/data/brands.csv", "/feed.xml", "/robots.txt", "/favicon.svg",
		"/about.html", "/help.html", "/404.html", "#top", "#main", "#", "https://example.org/a%20b?c=d&e=f#g", "mailto:a@example.org", "tel:0518-85550100")
	g.doubts = append(g.doubts, "/list.html#municipal", "/notices.html#running", "/stats.html#scores", "/stats.html#targets", "/types/tourism.html#facets", "/changes.html#2026", "/changes.html#h2025",
		"/sitemap.xml", "/years/2026.html", "/years/2027.html", "/types/tourism/2.html", "#nowhere", "/about.html#s-", "/nowhere.html", "/brands/nobody.html", "/list.html#100%", "/404.html#%ff", "/favicon.svg#a")
	for _, name := range []string{"pages/about.md", "pages/help.md"} {
		for _, id := range g.ids(name) {
			g.links = append(g.links, "/"+strings.TrimSuffix(strings.TrimPrefix(name, "pages/"), ".md")+".html#"+id)
		}
	}
	for _, b := range g.brands {
		to := &g.doubts
		if b.hasPage {
			to = &g.links
		}
		for _, id := range append(g.ids(b.file()), "history") {
			*to = append(*to, "/brands/"+b.slug+".html#"+id)
		}
		*to = append(*to, "/brands/"+b.slug+"-old.html") // perhaps: see brandText
		g.doubts = append(g.doubts, "/brands/"+b.slug+".html#evaluation", "/brands/"+b.slug+".html#facts", "/brands/"+b.slug+".html#people", "/brands/"+b.slug+"-old.html#history")
	}
	if g.base != "" {
		g.links = append(g.links, g.full("/about.html"), g.full("/"), g.full("/#types"), g.full("/list.html?a=1"))
		g.doubts = append(g.doubts, g.full("/nowhere.html"), g.full("/list.html#nowhere"))
	}
}

// link is a link to somewhere, written in one of the ways of Markdown.
func (g *invention) link() string {
	to := pick(g, g.links...)
	if g.slip() {
		to = pick(g, g.doubts...)
	}
	switch g.IntN(4) {
	case 0:
		return "[见](<" + to + "> \"题\")"
	case 1:
		return "[见][r" + fmt.Sprint(g.IntN(1_000_000_000)) + "]"
	}
	return "[见](" + to + ")"
}

// text is the Markdown of a file: its headings, and words and links between them.
func (g *invention) text(name string) string {
	s := "引言，" + g.words() + "。\n"
	for i, h := range g.headers[name] {
		level := strings.Repeat("#", 1+g.IntN(4))
		if i%3 == 2 {
			level = "> " + level
		}
		s += "\n" + level + " " + h + "\n\n" + g.words() + "\n\n- 一\n- " + g.words() + "\n\n| 表 | 格 |\n|:-:|--:|\n| " + g.words() + " | 2 |\n"
	}
	for _, id := range g.ids(name) {
		s += "\n[此](#" + id + ")\n"
	}
	// What was written as [见][r…] is defined at the end.
	for rest := s; ; {
		_, after, found := strings.Cut(rest, "[见][")
		if !found {
			return s
		}
		label, behind, _ := strings.Cut(after, "]")
		s += "\n[" + label + "]: " + pick(g, g.links...) + "\n"
		rest = behind
	}
}

func (g *invention) words() string {
	s := "文字"
	for range g.IntN(3) {
		s += pick(g, "，"+g.link(), "，**重**点", "，*斜*", "，`码`", "，<https://example.org/>")
	}
	return s
}

func (g *invention) brandText(b *inventedBrand) {
	fields := "name: " + b.name + "\ncounty: " + b.county + "\n"
	if b.model >= 0 {
		fields += "type: " + g.models[b.model].BrandType + "\nbuilder: 中心\n" + g.models[b.model].Facts
	}
	fields += "former_slugs: [" + b.slug + "-old]\n"
	fields += g.maybe("also_known_as: [" + b.name + "甲]\n")
	fields += g.maybe("people:\n  - {name: 王某, role: 传承人, story: 二十年。}\n")
	fields += g.maybe("leader: {name: 李某, title: 主任}\n")
	fields += g.maybe("opinions:\n  builder: {text: 同意推荐。, date: 2024-10-08}\n")
	fields += pick(g, "", "contact: {unit: 中心, phone: 0518-8555-0100, website: "+pick(g, "https://example.org", g.full("/about.html"))+"}\n")
	fields += pick(g, "", "links: [{label: 招工, url: "+pick(g, "https://example.org/a?b=c&d=e", "tel:0518-85550100", "mailto:a@example.org", g.full("/list.html#main"))+"}]\n")
	text := g.text(b.file())
	folder := strings.TrimSuffix(b.file(), b.slug+".md")
	if g.IntN(3) == 0 {
		fields += "cover: {file: " + b.slug + ".jpg, alt: 图}\n"
		g.files[folder+b.slug+".jpg"] = g.picture()
	}
	if g.IntN(4) == 0 {
		text += "\n![图](" + b.slug + "-2.jpg)\n"
		g.files[folder+b.slug+"-2.jpg"] = g.picture()
	}
	g.files[b.file()] = "---\n" + fields + "---\n" + text
}

func (g *invention) picture() string {
	whole := fixture.Photo(g.t)
	if g.slip() {
		cut := g.IntN(len(whole))
		return pick(g, whole[:cut], whole[:len(whole)-20], whole[:cut]+"\x00\xff\xd9"+whole[cut:], "GIF89a"+whole)
	}
	return whole
}
