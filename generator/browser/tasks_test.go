package browser

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"minglu/generator/fixture"
	"minglu/generator/pinyin"
)

// What a task may take of whoever comes for it.
const (
	mostTaps    = 4
	mostTypings = 1
)

// TestVisitorsTasks does what visitors come for, from the first page on, with a finger on a telephone.
// What they look for is chosen by the data of the site: in the demonstration as far as there is
// such a thing in it, and all of it in testdata/tasks.txtar. With SHOTS=DIR the screens that the tasks
// end on are kept there.
func TestVisitorsTasks(t *testing.T) {
	t.Run("demonstration", func(t *testing.T) { doTasks(t, host(t), false) })
	t.Run("archive", func(t *testing.T) {
		doTasks(t, hostOf(t, fixture.Archived(t, "tasks.txtar")), true)
	})
}

// doTasks does each task that the site has an object for, which whole says it has for all.
func doTasks(t *testing.T, site *hosted, whole bool) {
	d := readDirectory(t, site)
	for _, task := range []struct {
		name string
		do   func(*visitor, *directory)
	}{
		{"brands of a county of one type", findsBrandsOfACounty},
		{"the brand behind syllables apart", findsBySyllables},
		{"whether a standing name is recognized", asksOfAStandingName},
		{"whether an expired name is recognized", asksOfAnExpiredName},
		{"whether a withdrawn name is recognized", asksOfAWithdrawnName},
		{"whether a pending name is recognized", asksOfAPendingName},
		{"whether an unknown name is recognized", asksOfAnUnknownName},
		{"the list for Excel", takesTheList},
		{"two brands compared", comparesTwo},
		{"a brand compared with those near", comparesWithThoseNear},
		{"a course or job in a trade", findsWork},
		{"the county without a type", findsWhatACountyLacks},
		{"subscribing", subscribes},
		{"a correction", corrects},
		{"a person by name", findsAPerson},
		{"a person by looking", meetsAPerson},
	} {
		t.Run(task.name, func(t *testing.T) {
			b := site.tab(t)
			b.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
			v := &visitor{tab: b, whole: whole}
			b.open("index.html")
			task.do(v, d)
			v.shoot()
			_, troubles := b.heard()
			if len(troubles) > 0 {
				b.fail("%s", troubles)
			}
			t.Logf("%s: %d taps, %d typings", task.name, v.taps, v.typings)
			if v.taps > mostTaps || v.typings > mostTypings {
				b.fail("takes %d taps and %d typings, where %d and %d are the most", v.taps, v.typings, mostTaps, mostTypings)
			}
			if v.taps == 0 {
				b.fail("was not done")
			}
		})
	}
}

// A visitor has a telephone. Scrolling is not counted.
type visitor struct {
	*tab
	whole         bool // the site has an object for every task
	taps, typings int
}

// need ends a task that the site has no object for.
func (v *visitor) need(found bool, what string) {
	v.t.Helper()
	if found {
		return
	}
	if v.whole {
		v.t.Fatalf("the archive has no %s", what)
	}
	v.t.Skipf("the demonstration has no %s", what)
}

// A spot is where a finger goes.
type spot struct {
	X, Y, Width, Height float64
	Over                string // what lies over it, "" where nothing does
}

// tap touches the middle of the first visible element that selector finds and that has the words,
// where it wraps that of its first line. It waits for it as people do, and holds it to be as large as
// a finger and not covered.
func (v *visitor) tap(selector, words string) {
	v.t.Helper()
	find := fmt.Sprintf(`(() => {
		const e = [...document.querySelectorAll(%q)].find((e) => e.checkVisibility({visibilityProperty: true}) && e.textContent.includes(%q))
		if (!e || document.readyState !== 'complete') return null
		e.scrollIntoView({block: 'center', behavior: 'instant'})
		const [line] = e.getClientRects(), box = e.getBoundingClientRect()
		const X = line.left + line.width / 2, Y = line.top + line.height / 2
		const hit = document.elementFromPoint(X, Y)
		return {X, Y, Width: box.width, Height: box.height, Over: e.contains(hit) ? '' : hit?.outerHTML.slice(0, 200) ?? 'the edge of the window'}
	})()`, selector, words)
	var at spot
	v.wait(fmt.Sprintf("%s with %q to tap", selector, words), func() bool {
		before := at
		found := asked[*spot](v, find)
		if found == nil {
			return false
		}
		at = *found
		return at == before // it stands still
	})
	if at.Over != "" || max(at.Width, at.Height) < 43.5 {
		v.t.Fatalf("%s: no finger hits %s with %q: %+v", v.page, selector, words, at)
	}
	v.taps++
	for _, p := range []input.DispatchTouchEventParams{
		{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at.X, Y: at.Y}}},
		{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}},
	} {
		if _, err := chromedp.Call(v.ctx, input.DispatchTouchEvent, p); err != nil {
			v.t.Fatal(err)
		}
	}
}

// arrive waits for a page of the site, by the beginning of its address.
func (v *visitor) arrive(page string) {
	v.t.Helper()
	v.wait("the page "+page, func() bool {
		return asked[bool](v, fmt.Sprintf(`location.href.startsWith(%q) && document.readyState === 'complete'`, v.site.root+page))
	})
	v.page = page
}

// enter types into the field that has the focus.
func (v *visitor) enter(text string) {
	v.t.Helper()
	v.wait("a field with the focus", func() bool { return asked[bool](v, `document.activeElement.matches('input')`) })
	v.typings++
	v.do(chromedp.KeyEvent(text))
}

// see waits until an element that selector finds and that has the words, without regard to
// spaces, stands whole in the window and nothing lies over it.
func (v *visitor) see(selector, words string) {
	v.t.Helper()
	condition := fmt.Sprintf(`(() => {
		const bare = (text) => text.replace(/\s/g, ''), words = bare(%q)
		const has = (e) => e.checkVisibility({visibilityProperty: true}) && bare(e.innerText ?? '').includes(words)
		let e = [...document.querySelectorAll(%q)].find(has)
		for (let inner = e; inner; inner = [...e.children].find(has)) e = inner
		if (!e) return false
		e.scrollIntoView({block: 'nearest', behavior: 'instant'})
		const box = e.getBoundingClientRect()
		const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2)
		return box.top >= -1 && Math.min(box.height, innerHeight) > 0 && box.top + Math.min(box.height, innerHeight) <= innerHeight + 1 && (e.contains(hit) || !!hit?.contains(e))
	})()`, words, selector)
	v.wait(fmt.Sprintf("%s to say %q", selector, words), func() bool { return asked[bool](v, condition) })
}

// wait asks until the answer is yes, and ends the task when it stays no.
func (v *visitor) wait(what string, yes func() bool) {
	v.t.Helper()
	for range 200 {
		if yes() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	v.shoot()
	v.t.Fatalf("%s: waited in vain for %s after %d taps", v.page, what, v.taps)
}

// asked returns the value of an expression, and of none in a page that is being left.
func asked[T any](v *visitor, expression string) (value T) {
	value, _ = chromedp.Run(v.ctx, chromedp.Evaluate[T](expression))
	return value
}

// shoot keeps what the screen shows where SHOTS says.
func (v *visitor) shoot() {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.t.Fatal(err)
	}
	name := strings.NewReplacer("/", "-", " ", "-").Replace(v.t.Name())
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, v.taps)), picture, 0o644); err != nil {
		v.t.Fatal(err)
	}
}

// A directory is what the data of a site say that tasks ask about.
type directory struct {
	Date    string
	Brands  []dataBrand // that stand
	Notices []dataNotice
}

type dataBrand struct {
	Slug, Name, Type, County, Industry string
	Honors                             []struct {
		Date, Notice string
		ValidUntil   string `json:"valid_until"`
	}
	Links []struct{ Label, Kind, URL string }
}

type dataNotice struct {
	Slug, Kind, Title, Date, From, To, URL string
	Document                               string
	ValidUntil                             string `json:"valid_until"`
	Brands                                 []string
	Names                                  []string `json:"brand_names"`
}

// document is how a notice is cited: by its number, else by its title.
func (n dataNotice) document() string { return cmp.Or(n.Document, "《"+n.Title+"》") }

func readDirectory(t *testing.T, site *hosted) *directory {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(site.dir, "data/brands.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d directory
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Brands) < 2 {
		t.Skip("there are no two brands in the data")
	}
	return &d
}

// stands says whether a brand is recognized.
func (d *directory) stands(slug string) bool {
	return slices.ContainsFunc(d.Brands, func(b dataBrand) bool { return b.Slug == slug })
}

// gone returns the first name that does not stand of the notices that fit, with its notice.
func (d *directory) gone(fits func(n dataNotice, slug string) bool) (string, dataNotice) {
	for _, n := range d.Notices {
		for i, slug := range n.Brands {
			if fits(n, slug) && !d.stands(slug) {
				return n.Names[i], n
			}
		}
	}
	return "", dataNotice{}
}

func (n dataNotice) withdraws(slug string) bool {
	return n.Kind == "退出" && slices.Contains(n.Brands, slug)
}
func (n dataNotice) expired(slug, day string) bool {
	return n.ValidUntil != "" && n.ValidUntil < day && slices.Contains(n.Brands, slug)
}

func findsBrandsOfACounty(v *visitor, d *directory) {
	of := make(map[[2]string][]dataBrand)
	var most [2]string
	for _, b := range d.Brands {
		key := [2]string{b.County, b.Type}
		if of[key] = append(of[key], b); b.County != "" && b.Type != "" && len(of[key]) > len(of[most]) {
			most = key
		}
	}
	v.need(len(of[most]) > 1, "two brands of one county and type")
	v.tap(".counties a", most[0])
	v.arrive("counties/")
	v.tap(".facets a", most[1])
	v.see("h1", most[1])
	for _, b := range of[most] {
		v.see("main li", b.Name)
	}
	if shown := eval[int](v.tab, `document.querySelectorAll('.entries > li').length`); shown != len(of[most]) {
		v.fail("%d brands of %q are shown, and there are %d", shown, most, len(of[most]))
	}
}

func findsBySyllables(v *visitor, d *directory) {
	const syllables = "hai xian"
	at := slices.IndexFunc(d.Brands, func(b dataBrand) bool {
		return strings.Contains(strings.Join(pinyin.Standard().Read(b.Name), " "), " "+syllables+" ")
	})
	v.need(at >= 0, "name with "+syllables+" in its middle")
	v.tap("#home-q", "")
	v.enter(syllables)
	v.see(".suggestions a", d.Brands[at].Name)
	if said := eval[string](v.tab, `document.querySelector('.suggestions').innerText`); strings.Contains(said, "没有完全匹配") {
		v.fail("%s is found as one that is near only: %s", d.Brands[at].Name, said)
	}
	v.tap(".suggestions a", d.Brands[at].Name)
	v.arrive("brands/" + d.Brands[at].Slug + ".html")
	v.see("h1", d.Brands[at].Name)
}

// asks asks whether a name is recognized.
func (v *visitor) asks(name string) {
	v.tap(`main a[href="lookup.html"]`, "")
	v.arrive("lookup.html")
	v.tap("#lookup-q", "")
	v.enter(name)
	v.tap("#lookup button", "查询")
	v.arrive("lookup.html?q=")
}

func asksOfAStandingName(v *visitor, d *directory) {
	b := d.Brands[0]
	v.asks(b.Name)
	v.see("#verdict", "“"+b.Name+"”：在册")
	for _, h := range b.Honors {
		at := slices.IndexFunc(d.Notices, func(n dataNotice) bool { return n.URL == h.Notice })
		until := "未规定期限"
		if h.ValidUntil != "" {
			until = "有效期至 " + h.ValidUntil
		}
		v.see(".answer li", fmt.Sprintf("，%s，文件：%s，%s", h.Date, d.Notices[at].document(), until))
	}
}

func asksOfAnExpiredName(v *visitor, d *directory) {
	withdrawn := func(slug string) bool {
		return slices.ContainsFunc(d.Notices, func(n dataNotice) bool { return n.withdraws(slug) })
	}
	name, n := d.gone(func(n dataNotice, slug string) bool { return n.expired(slug, d.Date) && !withdrawn(slug) })
	v.need(name != "", "expired name")
	v.asks(name)
	v.see("#verdict", "“"+name+"”：已到期")
	v.see(".answer li", "已到期，有效期至 "+n.ValidUntil+"，认定文件："+n.document())
}

func asksOfAWithdrawnName(v *visitor, d *directory) {
	expired := func(slug string) bool {
		return slices.ContainsFunc(d.Notices, func(n dataNotice) bool { return n.expired(slug, d.Date) })
	}
	name, n := d.gone(func(n dataNotice, slug string) bool { return n.withdraws(slug) && !expired(slug) })
	v.need(name != "", "withdrawn name")
	v.asks(name)
	v.see("#verdict", "“"+name+"”：已退出")
	v.see(".answer li", "已退出，"+n.Date+"，文件："+n.document())
}

func asksOfAPendingName(v *visitor, d *directory) {
	name, by := "", dataNotice{}
	for _, n := range d.Notices {
		if name == "" && n.Kind == "公示" && n.From <= d.Date && d.Date <= n.To {
			// The data name brands that have a page; the notice itself names all.
			page := "notices/" + n.Slug + ".html"
			name, by = v.printed(page, `[...page.querySelectorAll('.official tbody td:nth-child(2)')].find((td) => !td.querySelector('a'))?.textContent ?? ''`), n
		}
	}
	v.asks(name)
	v.see("#verdict", "“"+name+"”：公示中")
	v.see(".answer li", "公示中，"+by.From+"起，至 "+by.To+"，文件："+by.document())
}

func asksOfAnUnknownName(v *visitor, d *directory) {
	const name = "无名氏手艺人"
	known := slices.ContainsFunc(d.Notices, func(n dataNotice) bool { return slices.Contains(n.Names, name) })
	v.need(!known, "name that is unknown")
	v.asks(name)
	v.see("#verdict", "没有找到“"+name+"”。本名录收录的认定文件和正在进行的公示里，都没有叫这个名称的品牌。")
}

func takesTheList(v *visitor, d *directory) {
	dir := v.t.TempDir()
	_, err := chromedp.CallBrowser(v.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior:         browser.SetDownloadBehaviorBehaviorAllow,
		BrowserContextID: chromedp.FromContext(v.ctx).BrowserContextID,
		DownloadPath:     dir,
	})
	if err != nil {
		v.t.Fatal(err)
	}
	v.tap(".menu a", "品牌名录")
	v.arrive("list.html")
	v.tap("header a", "Excel")
	var data []byte
	v.wait("a workbook", func() bool {
		files, _ := filepath.Glob(filepath.Join(dir, "*.xlsx"))
		if len(files) == 0 {
			return false
		}
		data, err = os.ReadFile(files[0])
		return err == nil && len(data) > 0
	})
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		v.t.Fatal(err)
	}
	defer book.Close() // in memory
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		v.t.Fatal(err)
	}
	for _, b := range d.Brands {
		if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, b.Name) && slices.Contains(row, b.County) }) {
			v.fail("the workbook has no row of %s in %s", b.Name, b.County)
		}
	}
}

// near returns a brand beside which another of its county stands.
func (d *directory) near() (b dataBrand, found bool) {
	for _, b := range d.Brands {
		for _, other := range d.Brands {
			if b.Slug != other.Slug && b.County != "" && b.County == other.County {
				return b, true
			}
		}
	}
	return dataBrand{}, false
}

// Any two: the one stands on the first page or in a list, the other is typed.
func comparesTwo(v *visitor, d *directory) {
	one := eval[string](v.tab, `document.querySelector('.featured a')?.textContent ?? ''`)
	v.need(one != "", "brand on the first page")
	at := slices.IndexFunc(d.Brands, func(b dataBrand) bool { return b.Name != one })
	v.tap(".featured a", one)
	v.arrive("brands/")
	v.tap(".cite a", "与其他品牌对比")
	v.arrive("compare.html")
	v.tap("#compare-q", "")
	v.enter(d.Brands[at].Name)
	v.tap("#choose li a", d.Brands[at].Name)
	v.see("#said", "正在对比 2 个品牌")
	for _, name := range []string{one, d.Brands[at].Name} {
		v.see(".compare thead th", name)
	}
}

// One is typed, and those that are near to it stand beside it at once.
func comparesWithThoseNear(v *visitor, d *directory) {
	b, found := d.near()
	v.need(found, "two brands of a county")
	v.tap("#home-q", "")
	v.enter(b.Name)
	v.tap(".suggestions a", b.Name)
	v.arrive("brands/" + b.Slug + ".html")
	v.tap("main a", "放在一起对比")
	v.arrive("compare.html")
	v.see("#said", "正在对比")
	v.see(".compare thead th:nth-child(2)", b.Name)
	if shown := eval[int](v.tab, `document.querySelectorAll('.compare thead th').length`); shown < 2 || shown > 4 {
		v.fail("%d brands are compared", shown)
	}
}

func findsWork(v *visitor, d *directory) {
	errands := map[string]string{"招聘": "找工作", "培训": "学手艺"}
	for _, b := range d.Brands {
		for _, l := range b.Links {
			if errands[l.Kind] == "" || b.Industry == "" {
				continue
			}
			v.tap("#home-q", "")
			v.enter(b.Industry)
			v.tap(".suggestions a", b.Name)
			v.arrive("brands/" + b.Slug + ".html")
			v.see(".actions a", errands[l.Kind])
			v.see(".outward a[href^='https:']", l.Label)
			return
		}
	}
	v.need(false, "course or job in a trade")
}

func findsWhatACountyLacks(v *visitor, d *directory) {
	types := make(map[string]bool)
	held := make(map[string]map[string]bool)
	for _, b := range d.Brands {
		if types[b.Type] = true; held[b.County] == nil {
			held[b.County] = make(map[string]bool)
		}
		held[b.County][b.Type] = true
	}
	for _, b := range d.Brands {
		for _, other := range d.Brands {
			if other.Type == "" || b.County == "" || held[b.County][other.Type] {
				continue
			}
			v.tap(".counties a", b.County)
			v.arrive("counties/")
			v.see("h1", b.County)
			v.see(".local p", b.County+"还没有")
			v.see(".local p", other.Type)
			return
		}
	}
	v.need(false, "county without a type")
}

// A reader of feeds is given an address, which is copied.
func subscribes(v *visitor, d *directory) {
	v.tap(".menu a", "通知公告")
	v.arrive("notices.html")
	v.tap("summary", "订阅公告")
	v.tap(".feeds button", "复制网址")
	v.see(".feeds li", "已复制")
	if _, err := chromedp.CallBrowser(v.ctx, browser.SetPermission, browser.SetPermissionParams{
		Permission:       &browser.PermissionDescriptor{Name: "clipboard-read"},
		Setting:          browser.PermissionSettingGranted,
		BrowserContextID: chromedp.FromContext(v.ctx).BrowserContextID,
	}); err != nil {
		v.t.Fatal(err)
	}
	address := eval[string](v.tab, `navigator.clipboard.readText()`)
	_, page, ours := strings.Cut(address, below)
	data, err := os.ReadFile(filepath.Join(v.site.dir, filepath.FromSlash(page)))
	if err != nil || !ours || !bytes.Contains(data, []byte("<title>")) || !bytes.Contains(data, []byte(d.Notices[0].Title)) {
		v.fail("at the copied address %q is no feed that tells of %s (%v)", address, d.Notices[0].Title, err)
	}
}

func corrects(v *visitor, d *directory) {
	name := eval[string](v.tab, `document.querySelector('.featured a')?.textContent ?? ''`)
	v.need(name != "", "brand on the first page")
	v.tap(".featured a", name)
	v.arrive("brands/")
	mail := eval[string](v.tab, `document.querySelector('[data-correct]')?.href ?? ''`)
	v.need(strings.HasPrefix(mail, "mailto:"), "address for corrections by mail")
	eval[bool](v.tab, `document.addEventListener('click', (e) => { const a = e.target.closest('a'); window.written = a?.href }), true`)
	v.tap(".cite a", "本页纠错")
	v.wait("a letter", func() bool { return eval[string](v.tab, `window.written ?? ''`) != "" })
	letter, err := url.Parse(eval[string](v.tab, `window.written`))
	if err != nil {
		v.t.Fatal(err)
	}
	address := eval[string](v.tab, `location.pathname.split('/').slice(-2).join('/')`)
	for _, part := range []string{"页面：" + name, address, "页面日期：" + d.Date} {
		if letter.Scheme != "mailto" || !strings.Contains(letter.Query().Get("body"), part) {
			v.fail("the letter that is prepared does not say %q: %s", part, letter)
		}
	}
	v.see(".cite a", "本页纠错")
}

// printed returns what an expression finds in a page of the site, which is not opened.
func (v *visitor) printed(page, expression string) string {
	v.t.Helper()
	data, err := os.ReadFile(filepath.Join(v.site.dir, filepath.FromSlash(page)))
	if err != nil {
		v.t.Fatal(err)
	}
	return eval[string](v.tab, fmt.Sprintf(`(() => { const page = new DOMParser().parseFromString(%q, 'text/html'); return %s })()`, data, expression))
}

// first returns the first person that the page of people shows, and the brand's name.
func (v *visitor) first() (person, brand string) {
	person = v.printed("people.html", `page.querySelector('.folk li strong')?.textContent ?? ''`)
	v.need(person != "", "person")
	return person, v.printed("people.html", `page.querySelector('.folk li .of a').textContent`)
}

func findsAPerson(v *visitor, d *directory) {
	person, brand := v.first()
	v.tap("#home-q", "")
	v.enter(person)
	v.tap(".suggestions a", brand)
	v.arrive("brands/")
	v.see("#people, .people li", person)
}

func meetsAPerson(v *visitor, d *directory) {
	person, brand := v.first()
	v.tap(`main a[href="people.html"]`, "人物")
	v.arrive("people.html")
	v.see(".folk li", person)
	v.tap(".folk li a", brand)
	v.arrive("brands/")
	v.see(".people li", person)
}
