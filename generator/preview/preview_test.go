package preview

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/lock"
	"minglu/generator/values"
)

func TestAnEditShows(t *testing.T) {
	d := sit(t, Options{})
	d.shows(brandPage, "<h1>"+brandName+"</h1>", true)
	open := d.listen(brandPage)
	before := open.until("the page", func(m message) bool { return m.Page != "" })
	d.edit(brand, "name: "+brandName, "name: 东海水晶琢磨工匠")
	after := open.until("the changed page", func(m message) bool { return m.Page != before.Page })
	status, body := d.get(brandPage)
	if status != http.StatusOK || !strings.Contains(body, "<h1>东海水晶琢磨工匠</h1>") || !strings.Contains(body, `data-page="`+after.Page+`"`) {
		t.Errorf("%d\n%s", status, body)
	}
	d.shows("/list.html", "东海水晶琢磨工匠", true)
	d.shows("/data/brands.json", "东海水晶琢磨工匠", true)
}

// A page is loaded again only for what is on it.
func TestAPageHearsOnlyOfItself(t *testing.T) {
	d := sit(t, Options{})
	here, there := d.listen("/about.html"), d.listen(brandPage)
	was := here.until("the page", func(m message) bool { return true })
	first := there.until("the page", func(m message) bool { return true })
	d.edit(brand, "name: "+brandName, "name: 东海水晶琢磨工匠")
	there.until("the changed page", func(m message) bool { return m.Page != first.Page })
	select {
	case m := <-here.lines:
		t.Errorf("told %+v, was %+v", m, was)
	case <-time.After(300 * time.Millisecond):
	}
}

func TestAMistakeAppearsAndGoes(t *testing.T) {
	d := sit(t, Options{})
	open := d.listen(brandPage)
	good := open.until("the page", func(m message) bool { return m.Mistakes == "" })
	d.edit(brand, "county: 东海县", "county: 东海<b>")
	m := open.until("a mistake", func(m message) bool { return m.Mistakes != "" })
	for _, want := range []string{brand + ":", "[unknown-county]", "county: <mark>东海&lt;b&gt;", "^^^", "发现 1 处错误"} {
		if !strings.Contains(m.Mistakes, want) {
			t.Errorf("the panel lacks %q:\n%s", want, m.Mistakes)
		}
	}
	if m.Page != good.Page {
		t.Error("the good page did not stay")
	}
	if !strings.Contains(m.Review, brand) {
		t.Error("the review does not show the file that is open")
	}
	d.shows(brandPage, brandName, true)
	d.edit(brand, "county: 东海<b>", "county: 东海县")
	open.until("the end of the mistake", func(m message) bool { return m.Mistakes == "" && m.Page == good.Page })
}

// Whatever state the files are in, the preview says so, goes on, and shows the
// site again once they are in order.
func TestThePreviewSurvivesEveryStateOfTheFiles(t *testing.T) {
	d := sit(t, Options{All: true})
	open := d.listen(brandPage)
	open.until("the page", func(m message) bool { return m.Mistakes == "" })
	put := func(name, text string) func() { return func() { d.write(name, text) } }
	away := func(name string) func() {
		return func() {
			if err := os.RemoveAll(d.path(name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name string
		do   func()
		want string // in the panel of mistakes
	}{
		{"a brand of broken YAML", put(brand, "---\nname: [\n---\n"), brand + ":2"},
		{"an empty brand", put(brand, ""), "[missing-front-matter]"},
		{"a brand of noise", put(brand, "\xff\xfe\x00\x01\x02"), "[bad-encoding]"},
		{"a brand of megabytes", put(brand, strings.Repeat("名录", 1<<20)), "[too-large]"},
		{"a notice of broken YAML", put("content/notices/x.md", "---\nkind: \"认定\n---\n"), "content/notices/x.md:2"},
		{"a page without a title", put("content/pages/about.md", "---\n---\n"), "[missing-field]"},
		{"settings of broken YAML", put("content/site.yaml", "title: ]"), "content/site.yaml:1"},
		{"no settings", away("content/site.yaml"), "content/site.yaml"},
		{"settings of an unknown region", put("content/site.yaml", "title: x\npublisher: x\nregion: 999999\n"), "[unknown-region]"},
		{"facts of broken YAML", put("criteria/facts.yaml", "a: b: c"), "criteria/facts.yaml:1"},
		{"no types", away("criteria/types.yaml"), "criteria/types.yaml"},
		{"no standards", away("criteria/standards"), "[unknown-standard]"},
		{"no criteria", away("criteria"), "criteria/"},
		{"no content", away("content"), "content/site.yaml"},
		{"no layouts", away("layouts"), "layouts"},
		{"a template with an unknown field", put("layouts/brand/brand.html", "<p>\n{{.Nmae}}</p>"), "layouts/brand/brand.html:2"},
		{"a template that does not parse", put("layouts/brand/brand.html", "{{if}}"), "layouts/brand/brand.html:1"},
		{"a script that does not parse", put("layouts/base/base.ts", "let a: = 1\n"), "layouts/base/base.ts:1"},
		{"a folder in the place of a brand", func() { away(brand)(); put(brand+"/x.md", "x")() }, "[not-a-file]"},
		{"a link in the place of a brand", func() { away(brand)(); _ = os.Symlink("/etc/passwd", d.path(brand)) }, "[not-a-file]"},
		{"a brand that notices name is gone", away(brand), "[unknown-brand]"},
		{"a county that notices name is gone", away("content/brands/donghai"), "[unknown-brand]"},
		{"a file nobody knows", put("content/brands/donghai/x.doc", "x"), "[unknown-file]"},
		{"a file in the place of the brands", func() { away("content/brands")(); put("content/brands", "x")() }, "content/brands"},
	} {
		saved := filepath.Join(t.TempDir(), "saved")
		for _, folder := range watched {
			if err := os.CopyFS(filepath.Join(saved, folder), os.DirFS(d.path(folder))); err != nil {
				t.Fatal(err)
			}
		}
		c.do()
		m := open.until(c.name, func(m message) bool { return strings.Contains(m.Mistakes, c.want) })
		if status, _ := d.get(brandPage); status != http.StatusOK {
			t.Errorf("%s: the last good page answers %d (%s)", c.name, status, m.Mistakes)
		}
		for _, folder := range watched {
			away(folder)()
			if err := os.CopyFS(d.path(folder), os.DirFS(filepath.Join(saved, folder))); err != nil {
				t.Fatal(err)
			}
		}
		open.until("the end of "+c.name, func(m message) bool { return m.Mistakes == "" })
	}
	d.edit(brand, "name: "+brandName, "name: 东海水晶琢磨工匠")
	d.shows(brandPage, "东海水晶琢磨工匠", true)
}

// A preview that starts with mistakes has nothing to show but them, and shows the
// site as soon as they are mended.
func TestStartingWithMistakes(t *testing.T) {
	d := &editor{t: t, dir: t.TempDir()}
	for _, folder := range watched {
		if err := os.CopyFS(d.path(folder), os.DirFS(folderOf(folder))); err != nil {
			t.Fatal(err)
		}
	}
	d.edit(brand, "county: 东海县", "county: 东海")
	d.serve(Options{})
	status, body := d.get("/")
	if status != http.StatusNotFound || !strings.Contains(body, "还没有可以显示的页面") || !strings.Contains(body, "/.minglu/preview.js") {
		t.Errorf("%d\n%s", status, body)
	}
	open := d.listen("/")
	open.until("the mistake", func(m message) bool { return strings.Contains(m.Mistakes, "[unknown-county]") })
	d.edit(brand, "county: 东海", "county: 东海县")
	d.shows("/", "还没有可以显示的页面", false)
	d.shows("/", "东海县", true)
}

// Editors save by writing another file and renaming it; folders come and go.
func TestFilesComeAndGo(t *testing.T) {
	d := sit(t, Options{All: true})
	const text = "---\nname: 东海花木师傅\ncounty: 东海县\n---\n介绍。\n"
	d.write("content/brands/donghai/.new.md.swp", text)
	if err := os.Rename(d.path("content/brands/donghai/.new.md.swp"), d.path("content/brands/donghai/donghai-huamu.md")); err != nil {
		t.Fatal(err)
	}
	d.shows("/preview/", "东海花木师傅", true)
	if err := os.Rename(d.path("content/brands/donghai/donghai-huamu.md"), d.path("content/brands/donghai/donghai-miaomu.md")); err != nil {
		t.Fatal(err)
	}
	d.shows("/preview/", "brands/donghai-miaomu.html", true)
	if err := os.Remove(d.path("content/brands/donghai/donghai-miaomu.md")); err != nil {
		t.Fatal(err)
	}
	d.shows("/preview/", "东海花木师傅", false)

	// A folder that is new, one that is moved away, and what happens in them.
	const city = "content/brands/lianyungang/"
	d.write(city+"city-cook.md", strings.ReplaceAll(text, "东海县", "连云港市"))
	d.shows("/preview/", "city-cook", true)
	d.edit(city+"city-cook.md", "东海花木师傅", "连云港厨师")
	d.shows("/preview/", "连云港厨师", true)
	away := filepath.Join(t.TempDir(), "away")
	if err := os.Rename(d.path(city), away); err != nil {
		t.Fatal(err)
	}
	d.shows("/preview/", "city-cook", false)
	if err := os.Rename(away, d.path(city)); err != nil {
		t.Fatal(err)
	}
	d.shows("/preview/", "city-cook", true)
	d.edit(city+"city-cook.md", "连云港厨师", "连云港大厨")
	d.shows("/preview/", "连云港大厨", true)
}

func TestOtherFilesShowToo(t *testing.T) {
	d := sit(t, Options{})
	d.edit("content/site.yaml", "tagline: ", "tagline: 改过的")
	d.shows("/", "改过的", true)
	_, before := d.get("/")
	d.write("layouts/base/base.css", d.text("layouts/base/base.css")+"\n.new { color: red }\n")
	d.shows("/", sheetOf(before), false)
	_, after := d.get("/")
	if status, css := d.get("/" + sheetOf(after)); status != http.StatusOK || !strings.Contains(css, ".new{") {
		t.Errorf("the new sheet answers %d", status)
	}
	d.edit("layouts/home/home.html", "<", "<p>新版式</p><")
	d.shows("/", "新版式", true)
	d.edit("criteria/types.yaml", "非物质文化遗产", "新的重点")
	d.shows("/types/tourism.html", "新的重点", true)
}

// sheetOf returns the address of a page's style sheet.
func sheetOf(page string) string {
	_, rest, _ := strings.Cut(page, `<link rel="stylesheet" href="`)
	address, _, _ := strings.Cut(rest, `"`)
	return address
}

func TestCandidates(t *testing.T) {
	const page = "/brands/candidate.html"
	const text = "---\nname: 东海花木师傅\ncounty: 东海县\npool: 省级\nstage: 未成品牌\n---\n介绍。\n"
	for _, all := range []bool{true, false} {
		d := sit(t, Options{All: all})
		d.write("content/brands/donghai/candidate.md", text)
		d.listen(page).until("the review", func(m message) bool { return strings.Contains(m.Review, "候选，未认定") })
		status, body := d.get(page)
		_, list := d.get("/preview/")
		if !all {
			if status != http.StatusNotFound || strings.Contains(body, "花木") || strings.Contains(list, "花木") || !strings.Contains(list, "--all") {
				t.Errorf("without --all: %d", status)
			}
			continue
		}
		for _, want := range []string{"<h1>东海花木师傅</h1>", "候选，未认定", `name="robots" content="noindex"`} {
			if status != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%d, the page lacks %q\n%s", status, want, body)
			}
		}
		if !strings.Contains(list, "<td>省级，未成品牌</td>") || strings.Contains(body, "未成品牌") {
			t.Errorf("of the pool the list says nothing, or the page something\n%s", list)
		}
		for _, other := range []string{"/", "/list.html", "/counties/donghai.html", "/data/brands.json", "/sitemap.xml"} {
			if _, body := d.get(other); strings.Contains(body, "花木") {
				t.Errorf("%s names a candidate", other)
			}
		}
		if status, _ := d.get("/brands/candidate.json"); status != http.StatusNotFound {
			t.Errorf("a candidate's data answer %d", status)
		}
	}
}

// A picture that is damaged is a mistake also where nobody sees it yet.
func TestADamagedPictureOfACandidate(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	for _, all := range []bool{true, false} {
		d := sit(t, Options{All: all})
		open := d.listen("/about.html")
		open.until("the page", func(m message) bool { return m.Mistakes == "" })
		d.write("content/brands/donghai/candidate.jpg", photo.String()[:photo.Len()-20])
		d.write("content/brands/donghai/candidate.md", "---\nname: 东海花木师傅\ncounty: 东海县\ncover: {file: candidate.jpg, alt: 图}\n---\n介绍。\n")
		open.until("the mistake", func(m message) bool {
			return strings.Contains(m.Mistakes, "candidate.md:4:15") && strings.Contains(m.Mistakes, "已经损坏") && strings.Contains(m.Mistakes, "发现 1 处错误")
		})
		d.write("content/brands/donghai/candidate.jpg", photo.String())
		open.until("the end of the mistake", func(m message) bool { return m.Mistakes == "" })
	}
}

func TestReviewOfTheOpenBrand(t *testing.T) {
	d := sit(t, Options{All: true})
	open := d.listen(brandPage)
	open.until("the review", func(m message) bool { return strings.Contains(m.Review, "<summary>在册　市级：") })
	d.edit(brand, "  workers: ", "  workers: 1 #")
	m := open.until("the gaps", func(m message) bool { return strings.Contains(m.Review, "可提高的项目：") })
	if !strings.Contains(m.Review, "从业人员 1 人") || !strings.Contains(m.Review, "请核对的数据") {
		t.Errorf("%+v", m)
	}
}

// The two panels agree: what is wrong with the file is said beside what is made of it,
// with where the guide teaches it and what fix would write.
func TestAMistakeOfTheOpenBrand(t *testing.T) {
	d := sit(t, Options{All: true})
	open := d.listen(brandPage)
	open.until("the review", func(m message) bool { return m.Review != "" })
	d.edit(brand, "  workers: ", "  wrkers: ")
	m := open.until("the mistake", func(m message) bool { return m.Mistakes != "" })
	for _, want := range []string{`href="/guide.html#s-unknown-fact"`, "程序可以改为：<code>workers</code>", "其中 1 处有把握，运行 <code>fix --write</code>"} {
		if !strings.Contains(m.Mistakes, want) {
			t.Errorf("the panel of mistakes does not say %s:\n%s", want, m.Mistakes)
		}
	}
	if !strings.Contains(m.Review, "这个文件有 1 处错误") {
		t.Errorf("the review does not say that the file is wrong:\n%s", m.Review)
	}
}

// Everything that a build publishes the preview has too.
func TestEveryAddressAnswers(t *testing.T) {
	d := sit(t, Options{})
	p, _ := New(t.Context(), Options{Dir: d.dir, Cache: cache.Open(d.dir, t.TempDir(), nil), Day: func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} }})
	for _, address := range p.current.Load().display.site.Addresses() {
		status, body := d.get("/" + address)
		script := "/.minglu/preview.js"
		if address == edition.DeskPath { // which is not loaded anew under whoever fills it in
			script = "data-stores"
		}
		if status != http.StatusOK || strings.Count(body, script) != 1 {
			t.Errorf("%s answers %d", address, status)
		}
	}
	for _, address := range []string{"/feed.xml", "/robots.txt", "/data/brands.csv", "/data/brands.xlsx", "/brands/donghai-shuijing-diaoke.json", "/favicon.svg", "/search/manifest.json"} {
		if status, body := d.get(address); status != http.StatusOK || body == "" {
			t.Errorf("%s answers %d", address, status)
		}
	}
}

// The preview writes nothing but its cache.
func TestThePreviewWritesNothing(t *testing.T) {
	d := sit(t, Options{})
	d.get("/search/manifest.json")
	err := fs.WalkDir(os.DirFS(d.dir), ".", func(p string, e fs.DirEntry, err error) error {
		if top, _, _ := strings.Cut(p, "/"); top != "." && top != "content" && top != "criteria" && top != "layouts" {
			t.Errorf("%s was written", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A preview that waits for another process to leave the cache ends all the same
// when it is told to, and leaves nothing at work.
func TestThePreviewEndsWhileItWaits(t *testing.T) {
	d := sit(t, Options{})
	for _, kind := range []string{"pictures", "search"} {
		dir := t.TempDir()
		release, err := lock.Take(t.Context(), filepath.Join(dir, kind), nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		o := Options{Dir: d.dir, Cache: cache.Open(d.dir, dir, func(lock.Holder) {
			stop()
			time.Sleep(300 * time.Millisecond) // what is at work takes a while to notice
		})}
		o.Day = func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} }
		ended := make(chan *Preview)
		go func() {
			p, _ := New(ctx, o)
			if kind == "search" {
				go func() {
					if answer, err := http.Get("http://" + l.Addr().String() + "/search/manifest.json"); err == nil {
						answer.Body.Close()
					}
				}()
			}
			if err := p.Serve(ctx, l, func(Report) {}); err != nil {
				t.Error(err)
			}
			ended <- p
		}()
		select {
		case p := <-ended:
			if p.search.making {
				t.Error("the index is still being made")
			}
		case <-time.After(patience):
			t.Errorf("the preview waits for the lock of %s", kind)
		}
		stop()
		release()
	}
}
