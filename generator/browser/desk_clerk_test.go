package browser

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"io"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"

	engine "minglu/generator/desk"
	"minglu/generator/edition"
)

// A clerk uses the desk in a tab.
type clerk struct {
	*tab
	desk *engine.Desk
	page string // the desk's address; "": the site's
}

// js calls a function of the page's with arguments.
func js[T any](c *clerk, function string, args ...any) T {
	data, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		c.t.Fatal(err)
	}
	return eval[T](c.tab, fmt.Sprintf("(%s)(...%s)", function, data))
}

// until waits for a condition on the page.
func (c *clerk) until(what, condition string) {
	c.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if eval[bool](c.tab, condition) {
			return
		}
	}
	c.t.Fatalf("waited in vain for %s", what)
}

// press presses a button by how its text begins.
func (c *clerk) press(text string) {
	c.t.Helper()
	if !js[bool](c, `(text) => {
		const b = [...document.querySelectorAll('#desk button')].find((b) => b.textContent.trim().startsWith(text) && b.checkVisibility())
		b?.click()
		return !!b
	}`, text) {
		c.t.Fatalf("there is no button “%s”", text)
	}
}

// begin opens the desk and a new brand.
func (c *clerk) begin(kind, county, name string) {
	c.open(cmp.Or(c.page, edition.DeskPath))
	c.until("the beginning", `!!document.querySelector('#desk .begin')`)
	js[bool](c, `(type, county) => {
		document.querySelector('.new input[value="' + type + '"]').click()
		document.querySelector('.new select').value = county
		document.querySelector('.new input[type=text]').focus()
		return true
	}`, kind, county)
	c.insert(name)
	c.press("开始填写")
	c.until("the form", `!!document.querySelector('#desk .work .field')`)
}

func (c *clerk) insert(text string) {
	if _, err := chromedp.Call(c.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		c.t.Fatal(err)
	}
}

// settled waits until what was typed is in the text and checked.
func (c *clerk) settled() {
	time.Sleep(250 * time.Millisecond)
	c.until("quiet", `!document.querySelector('#desk').hasAttribute('data-busy')`)
}

// show leads to the section in which a path stands: they are all kept, one is shown.
func (c *clerk) show(path string) {
	c.t.Helper()
	if !js[bool](c, `(path) => {
		const at = () => [...document.querySelectorAll('#desk [data-path]')].find((e) => e.dataset.path === path)
		for (const b of at() ? [] : [...document.querySelectorAll('#desk .steps button')].slice(0, -2)) {
			b.click()
			if (at()) break
		}
		for (let e = at(); e; e = e.parentElement) if (e.localName === 'details') e.open = true
		return !!at()
	}`, path) {
		c.t.Fatalf("there is no field %s", path)
	}
}

// fill states a value, a text or list of texts, at a path.
func (c *clerk) fill(path []any, value any) {
	c.t.Helper()
	data, _ := json.Marshal(path)
	key := string(data)
	c.show(key)
	if js[bool](c, `(path, value) => {
		const box = [...document.querySelectorAll('#desk [data-path]')].find((e) => e.dataset.path === path)
		const boxes = [...box.querySelectorAll(':scope > .choices input')]
		if (boxes.length) {
			for (const v of Array.isArray(value) ? (value.length ? value : ['以上都没有']) : [value]) boxes.find((b) => b.value === v).click()
			return true
		}
		const input = box.querySelector(':scope > .line > *') ?? box.querySelector('input, textarea, select')
		if (input.localName === 'select' || input.type === 'date') {
			input.focus()
			input.value = value
			input.dispatchEvent(new Event(input.type === 'date' ? 'input' : 'change', {bubbles: true}))
			return true
		}
		input.focus()
		input.select()
		return false
	}`, key, value) {
		return
	}
	if text, is := value.(string); is && text != "" {
		c.insert(text)
		return
	}
	c.do(chromedp.KeyEvent(kb.Delete))
}

// add presses the button that adds a row to the list at a path.
func (c *clerk) add(path []any) {
	c.t.Helper()
	data, _ := json.Marshal(path)
	c.show(string(data))
	js[bool](c, `(path) => {
		const box = [...document.querySelectorAll('#desk [data-path]')].find((e) => e.dataset.path === path)
		const add = box.querySelector(':scope > button')
		add.click()
		return true
	}`, string(data))
}

// state states all that values say, below a path.
func (c *clerk) state(path []any, value any) {
	c.t.Helper()
	below := func(step any) []any { return append(slices.Clone(path), step) }
	switch v := value.(type) {
	case map[string]any:
		var keys []string
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		if i := slices.Index(keys, "evidence"); len(path) == 0 && i >= 0 { // its fields appear beside what is stated
			keys = append(slices.Delete(keys, i, i+1), "evidence")
		}
		for _, key := range keys {
			c.state(below(key), v[key])
		}
	case []any:
		if len(path) == 2 && path[0] == "facts" {
			c.fill(path, v)
			return
		}
		for i, each := range v {
			if _, group := each.(map[string]any); group || i > 0 {
				c.add(path)
			}
			c.state(below(i), each)
		}
	case string:
		c.fill(path, v)
	}
}

// download presses the button and returns the file's name and text.
func (c *clerk) download() (name, text string) {
	c.t.Helper()
	return c.receive(func() {
		js[bool](c, `() => { [...document.querySelectorAll('#desk .steps button')].at(-1).click(); return true }`)
		c.press("下载文件")
	})
}

// receive returns the file that the page hands out when something is done.
func (c *clerk) receive(does func()) (name, text string) {
	c.t.Helper()
	dir := c.t.TempDir()
	if _, err := chromedp.CallBrowser(c.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow,
		BrowserContextID: chromedp.FromContext(c.ctx).BrowserContextID, DownloadPath: dir}); err != nil {
		c.t.Fatal(err)
	}
	does()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".crdownload") {
				data, err := os.ReadFile(filepath.Join(dir, e.Name()))
				if err != nil {
					c.t.Fatal(err)
				}
				if len(data) == 0 { // the browser has its name only
					continue
				}
				return e.Name(), string(data)
			}
		}
	}
	c.t.Fatal("nothing was downloaded")
	return "", ""
}

// typed are brands of the repository, one of each type, that say much.
var typed = []string{"donghai/donghai-shuijing-diaoke", "ganyu/ganyu-haixian-zhibo", "donghai/donghai-guiweifen", "donghai/donghai-shuangdian-huanong"}

func (c *clerk) typesBrands(files ...string) {
	types := map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile("../../content/brands/" + file + ".md")
		if err != nil {
			c.t.Fatal(err)
		}
		want, err := engine.ParseDocument(engine.BrandFile, string(data))
		if err != nil {
			c.t.Fatal(err)
		}
		says := want.Values()
		delete(says, "cover") // whose picture is a file of its own
		kind, county, name := says["type"].(string), says["county"].(string), says["name"].(string)
		types[kind] = true
		c.begin(kind, county, name)
		c.state(nil, without(says, "type", "county", "name"))
		c.fill([]any{engine.IntroPart}, want.Part(engine.IntroPart))
		if story := want.Part(engine.StoryPart); story != "" {
			c.fill([]any{engine.StoryPart}, story)
		}
		_, text := c.download()
		got, err := engine.ParseDocument(engine.BrandFile, text)
		if err != nil {
			c.t.Fatal(file, err, text)
		}
		if !reflect.DeepEqual(got.Values(), says) || got.Part(engine.TextPart) != want.Part(engine.TextPart) {
			c.t.Errorf("%s: downloaded\n%s\nwant\n%v", file, text, says)
		}
		path := "content/brands/" + file + ".md"
		if r, err := c.desk.Check(engine.File{Path: path, Was: path, Text: text}); err != nil || len(r.Mistakes) > 0 {
			c.t.Errorf("%s: %v %v", file, err, r.Mistakes)
		}
	}
	if len(types) != len(files) {
		c.t.Errorf("only %v", types)
	}
}

func without(m map[string]any, keys ...string) map[string]any {
	rest := map[string]any{}
	for key, value := range m {
		if !slices.Contains(keys, key) {
			rest[key] = value
		}
	}
	return rest
}

// slips types what is wrong, leaves the field, and reads the mistake beside it.
func (c *clerk) slips() {
	c.begin("文化旅游类", "东海县", "东海甲工")
	if n := eval[int](c.tab, `document.querySelectorAll('.told .mistake').length`); n > 0 {
		c.t.Errorf("%d mistakes before anything was typed", n)
	}
	for _, slip := range []struct {
		path  []any
		value string
		says  string
	}{
		{[]any{"facts", "workers"}, "7千", "7000"},
		{[]any{"facts", "leading_enterprise_assets"}, "三千八", "数字"},
		{[]any{"facts", "leading_enterprise_debt_ratio"}, "-5", "超出范围"},
		{[]any{"facts", "parks"}, "1.5", "整数"},
		{[]any{"as_of"}, "2027-01-01", "晚于"},
		{[]any{"contact", "phone"}, "13812345678", "手机号码"},
		{[]any{"contact", "website"}, "abc", "不是网址"},
		{[]any{"leader", "title"}, "主任", "负责人姓名"},
		{[]any{"#intro"}, "东海的石头\n\n## 小标题", "小标题"},
		{[]any{"name"}, "东海硅微粉技工", "东海硅微粉技工"},
	} {
		c.fill(slip.path, slip.value)
		data, _ := json.Marshal(slip.path)
		key := string(data)
		if slip.says == "负责人姓名" {
			key = `["leader","name"]`
			c.fill([]any{"leader", "name"}, "") // left empty
		}
		js[bool](c, `() => { document.activeElement.blur(); return true }`)
		c.settled()
		c.show(key)
		told := js[string](c, `(path) => {
			const box = [...document.querySelectorAll('#desk [data-path]')].find((e) => e.dataset.path === path)
			const input = box.querySelector('[aria-invalid=true]')
			const described = input?.getAttribute('aria-describedby')?.split(' ') ?? []
			return described.map((id) => document.getElementById(id)?.textContent).join('\n')
		}`, key)
		if !strings.Contains(told, slip.says) {
			c.t.Errorf("%s %q: told %q", key, slip.value, told)
		}
	}
	c.show(`["facts","workers"]`)
	c.tap("改为 7000")
	c.until("the cure", `[...document.querySelectorAll('#desk [data-path]')].find((e) => e.dataset.path === '["facts","workers"]')?.querySelector('input').value === '7000'`)
	c.until("the number in words", `[...document.querySelectorAll('#desk .words')].some((e) => e.textContent === '7 000 人')`)
}

// tap presses a button as a finger does: what changes while it is down must not take it
// away. The field that is left by it has just been filled in wrongly.
func (c *clerk) tap(text string) {
	c.t.Helper()
	c.fill([]any{"facts", "parks"}, "2个") // whose mistake comes when it is left
	at := js[[]float64](c, `(text) => {
		const b = [...document.querySelectorAll('#desk .told button')].find((b) => b.textContent.startsWith(text))
		b.scrollIntoView({block: 'center', behavior: 'instant'})
		const box = b.getBoundingClientRect()
		return [box.x + box.width / 2, box.y + box.height / 2]
	}`, text)
	for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		if _, err := chromedp.Call(c.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: at[0], Y: at[1], Button: input.MouseButtonLeft, ClickCount: 1}); err != nil {
			c.t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// leaves kills the page in the middle of typing, again and again: KILLS says how often,
// .ci/kills a hundred times.
func (c *clerk) leaves() {
	kills := 5
	if often, err := strconv.Atoi(os.Getenv("KILLS")); err == nil {
		kills = often
	}
	c.begin("文化旅游类", "东海县", "东海甲工")
	c.fill([]any{"place"}, "曲阳镇")
	for i := range kills {
		words := fmt.Sprintf("第%d次写的话", i)
		c.fill([]any{"industry"}, words)
		c.fill([]any{engine.IntroPart}, words+"\n\n## 还不能放进文件的小标题")
		time.Sleep(time.Second)
		c.kill()
		c.open(edition.DeskPath)
		c.until("the drafts", `!!document.querySelector('#desk .drafts li')`)
		c.press("继续填写")
		c.until("the form", `!!document.querySelector('#desk .work .field')`)
		for path, want := range map[string]string{`["industry"]`: words, `["place"]`: "曲阳镇", `["#intro"]`: words + "\n\n## 还不能放进文件的小标题"} {
			c.show(path)
			if got := js[string](c, `(path) => [...document.querySelectorAll('#desk [data-path]')].find((e) => e.dataset.path === path).querySelector('input, textarea').value`, path); got != want {
				c.t.Errorf("%s says %q, want %q", path, got, want)
			}
		}
	}
}

// kill ends the process of the page, which hears of nothing before, and goes on in
// another tab.
func (c *clerk) kill() {
	ctx, cancel := context.WithTimeout(c.ctx, time.Second)
	defer cancel()
	_, _ = chromedp.Call(ctx, cdppage.Crash, cdp.Empty{}) // which nobody answers
	c.tab = c.site.tab(c.t, chromedp.WithExistingBrowserContext(chromedp.FromContext(c.ctx).BrowserContextID))
}

// choose gives the page a file where it next asks for one.
func (c *clerk) choose(name, text string) {
	js[bool](c, `(name, data) => {
		HTMLInputElement.prototype.click = function () {
			const given = new DataTransfer()
			given.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name))
			this.files = given.files
			this.dispatchEvent(new Event('change'))
		}
		return true
	}`, name, []byte(text))
}

const commented = `---
# 由县人社局填写
name: '东海甲工'   # 名
type: 文化旅游类
county: 东海县
builder: [ 甲协会, "乙公司" ]
as_of: 2026-03-31

facts:
  # 按从业人员名册
  workers: 2100     # 人
  artisan_honors:
    - 国家级荣誉
---
东海的石头。
`

func (c *clerk) openFile(name, text string) {
	c.open(cmp.Or(c.page, edition.DeskPath))
	c.until("the beginning", `!!document.querySelector('#desk .begin')`)
	js[bool](c, `() => { window.click = HTMLInputElement.prototype.click; return true }`)
	c.choose(name, text)
	c.press("打开文件")
	c.until("what is in it", `!!document.querySelector('#desk .work, #desk .result > *')`)
	js[bool](c, `() => { HTMLInputElement.prototype.click = window.click; return true }`)
}

// pick looks for a brand of the directory by its name.
func (c *clerk) pick(name string) {
	c.open(cmp.Or(c.page, edition.DeskPath))
	c.until("the search for a brand", `!!document.querySelector('#desk .begin input[type=search]')`)
	js[bool](c, `() => { document.querySelector('#desk .begin input[type=search]').focus(); return true }`)
	c.insert(name)
	c.until("what is found", `!!document.querySelector('#desk ul.known button')`)
	js[bool](c, `() => { document.querySelector('#desk ul.known button').click(); return true }`)
}

// opened waits for the form of a file of the repository, which comes back as it is.
func (c *clerk) opened(file string) {
	c.t.Helper()
	want, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(file)))
	if err != nil {
		c.t.Fatal(err)
	}
	c.until("the form", `!!document.querySelector('#desk .work .field')`)
	if name, text := c.download(); name != path.Base(file) || text != string(want) {
		c.t.Errorf("%s comes back as %s\n%s", file, name, text)
	}
}

// pastes pastes the text of a file that the page could not read.
func (c *clerk) pastes(file string) {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(file)))
	if err != nil {
		c.t.Fatal(err)
	}
	c.until("the field for it", `!!document.querySelector('#desk .begin textarea')`)
	js[bool](c, `(text) => {
		document.querySelector('#desk .begin textarea').value = text
		;[...document.querySelectorAll('#desk .begin button')].find((b) => b.textContent === '打开').click()
		return true
	}`, string(text))
	c.opened(file)
}

// printsPapers has the papers of the brand made that was filled in, and returns the first
// for Word.
func (c *clerk) printsPapers() (name, data string) {
	c.t.Helper()
	c.press("准备表格")
	c.until("papers", `['推荐表', '评分表'].every((name) => [...document.querySelectorAll('#desk .made li')].some((li) => li.textContent.startsWith(name) && li.textContent.includes('打印')))`)
	return c.receive(func() { c.press("下载 Word 文件") })
}

// drop drops a file onto the page.
func (c *clerk) drop(name, data string) {
	js[bool](c, `(name, data) => {
		const given = new DataTransfer()
		given.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name))
		document.querySelector('#desk').dispatchEvent(new DragEvent('drop', { dataTransfer: given, bubbles: true, cancelable: true }))
		return true
	}`, name, []byte(data))
}

// fillsFromWord drops the 推荐表 of a brand onto the form of a new one of the same name,
// which then says the same.
func (c *clerk) fillsFromWord(brand, paper, data string) {
	c.t.Helper()
	text, err := os.ReadFile("../../content/brands/" + brand + ".md")
	if err != nil {
		c.t.Fatal(err)
	}
	want, err := engine.ParseDocument(engine.BrandFile, string(text))
	if err != nil {
		c.t.Fatal(err)
	}
	says := want.Values()
	c.begin(says["type"].(string), says["county"].(string), says["name"].(string))
	c.drop(paper, data)
	c.until("what was filled in", `document.querySelector('#desk .filled').textContent.includes('填入或改了')`)
	c.settled()
	_, text2 := c.download()
	got, err := engine.ParseDocument(engine.BrandFile, text2)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, key := range []string{"builder", "leader", "opinions"} {
		if values := got.Values(); !reflect.DeepEqual(values[key], says[key]) {
			c.t.Errorf("%s is %v, want %v", key, values[key], says[key])
		}
	}
	if intro := got.Part(engine.IntroPart); intro != want.Part(engine.IntroPart) {
		c.t.Errorf("the text is\n%s", intro)
	}
	c.press("撤回")
	c.settled()
	if _, text := c.download(); strings.Contains(text, "leader") {
		c.t.Errorf("what was taken back is still there:\n%s", text)
	}
}

// list returns a workbook of what bureaus have in lists.
func list(t *testing.T, rows ...[]any) string {
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// takesAList opens a list of brands: what it makes is shown and goes into a zip, a column
// that nobody knows is said, and a brand is opened.
func (c *clerk) takesAList() {
	c.t.Helper()
	c.openFile("名单.xlsx", list(c.t, []any{"序号", "品牌名称", "县区", "培育主体", "从业人员数"},
		[]any{1, "东海甲匠人", "东海县", "甲协会", 1200}, []any{2, "灌云乙师傅", "灌云县", "乙协会", 340}, []any{"合计", "", "", "", 1540}))
	c.until("both brands", `document.querySelectorAll('#desk .made li').length === 2`)
	js[bool](c, `() => {
		const input = document.querySelector('#desk .result input')
		input.value = '培育建设单位'
		input.dispatchEvent(new Event('change'))
		return true
	}`)
	c.until("the column that was named", `!!document.querySelector('#desk .made') && !document.querySelector('#desk .result input')`)
	_, data := c.receive(func() { c.press("全部下载") })
	archive, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) != 2 || !strings.HasPrefix(archive.File[0].Name, "content/brands/donghai/") {
		c.t.Fatal(archive, err)
	}
	js[bool](c, `() => { document.querySelectorAll('#desk .made li button')[1].click(); return true }`)
	c.until("the form", `!!document.querySelector('#desk .work .field')`)
	if _, text := c.download(); !strings.Contains(text, "name: 灌云乙师傅\n") || !strings.Contains(text, "builder: 乙协会\n") || !strings.Contains(text, "workers: 340\n") {
		c.t.Errorf("the brand is\n%s", text)
	}
}

// savesAList takes in a list of a brand that there is and a new one, and saves both.
func (c *clerk) savesAList(dir string) {
	c.t.Helper()
	const there = "content/brands/donghai/donghai-guiweifen.md"
	read := func(file string) string {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		if err != nil {
			c.t.Fatal(err)
		}
		return string(data)
	}
	before := read(there)
	name := regexp.MustCompile(`(?m)^name: (.*)$`).FindStringSubmatch(before)[1]
	c.openFile("名单.xlsx", list(c.t, []any{"品牌名称", "县区", "从业人员"}, []any{name, "东海县", 4321}, []any{"东海甲匠人", "东海县", 1200}))
	c.until("both brands", `document.querySelectorAll('#desk .made li').length === 2`)
	c.press("全部保存到名录")
	c.until("what was saved", `document.querySelector('#desk').innerText.includes('已保存 2 个文件')`)
	after := read(there)
	if want := regexp.MustCompile(`(?m)^  workers: \d+`).ReplaceAllString(before, "  workers: 4321"); after != want {
		c.t.Errorf("the file is\n%s", after)
	}
	if text := read("content/brands/donghai/donghai-jia.md"); !strings.Contains(text, "workers: 1200\n") {
		c.t.Errorf("the new file is\n%s", text)
	}
}

func (c *clerk) opensAFile() {
	c.openFile("donghai-jia.md", commented)
	c.fill([]any{"facts", "workers"}, "2300")
	name, text := c.download()
	if want := strings.Replace(commented, "2100 ", "2300 ", 1); text != want || name != "donghai-jia.md" {
		c.t.Errorf("%s comes back as\n%s", name, text)
	}
}

// takesAPicture chooses a large picture, says what it shows, and unpacks what is
// downloaded.
func (c *clerk) takesAPicture() {
	c.begin("文化旅游类", "东海县", "东海甲工")
	c.show(`["cover","file"]`)
	c.nextPicture()
	c.press("选择图片")
	c.until("the picture", `!!document.querySelector('#desk .picture img')`)
	c.fill([]any{"cover", "alt"}, "一块水晶")
	c.fill([]any{engine.StoryPart}, "老师傅的故事。")
	js[bool](c, `() => { document.activeElement.blur(); return true }`)
	c.settled()
	c.press("加上小标题")
	c.until("the heading", `[...document.querySelectorAll('#desk textarea')].some((a) => a.value === '## 品牌故事\n\n老师傅的故事。')`)
	c.nextPicture()
	js[bool](c, `() => {
		const box = [...document.querySelectorAll('#desk [data-path]')].find((e) => e.dataset.path === '["#story"]').querySelector('details')
		box.open = true
		box.querySelector('input').value = '另一块水晶'
		box.querySelector('button').click()
		return true
	}`)
	c.until("the picture in the text", `[...document.querySelectorAll('#desk textarea')].some((a) => a.value.includes('![另一块水晶](tupian-'))`)
	c.settled()
	name, data := c.download()
	archive, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil || !strings.HasSuffix(name, ".zip") {
		c.t.Fatal(name, err)
	}
	for i, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			c.t.Fatal(err)
		}
		content, err := io.ReadAll(r) // holds it against its checksum
		if err != nil || !strings.HasPrefix(f.Name, "content/brands/donghai/") || path.Ext(f.Name) != []string{".md", ".jpg", ".jpg"}[i] {
			c.t.Error(f.Name, err)
		}
		if i == 0 {
			continue
		}
		size, err := jpeg.DecodeConfig(bytes.NewReader(content))
		if err != nil || size.Width != 1600 || size.Height != 400 {
			c.t.Error(size, err)
		}
	}
	if len(archive.File) != 3 {
		c.t.Errorf("%d files", len(archive.File))
	}
	c.open(cmp.Or(c.page, edition.DeskPath))
	c.until("the beginning", `!!document.querySelector('#desk .begin')`)
	js[bool](c, `(name, data) => {
		const press = HTMLInputElement.prototype.click
		HTMLInputElement.prototype.click = function () {
			HTMLInputElement.prototype.click = press
			const given = new DataTransfer()
			given.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name))
			this.files = given.files
			this.dispatchEvent(new Event('change'))
		}
		return true
	}`, name, []byte(data))
	c.press("打开文件")
	c.until("the form", `!!document.querySelector('#desk .work')`)
	if again, packed := c.download(); again != name || packed != data {
		c.t.Errorf("%s comes back as %s, %d bytes of %d", name, again, len(packed), len(data))
	}
}

// nextPicture gives the page a large picture where it next asks for a file.
func (c *clerk) nextPicture() {
	js[bool](c, `async () => {
		const canvas = document.createElement('canvas')
		canvas.width = 3200
		canvas.height = 800
		canvas.getContext('2d').fillRect(0, 0, 100, 100)
		const blob = await new Promise((done) => canvas.toBlob(done))
		const press = HTMLInputElement.prototype.click
		HTMLInputElement.prototype.click = function () {
			HTMLInputElement.prototype.click = press
			const given = new DataTransfer()
			given.items.add(new File([blob], '水晶 (1).png'))
			this.files = given.files
			this.dispatchEvent(new Event('change'))
		}
		return true
	}`)
}

func (c *clerk) opensAnUnreadableFile() {
	c.openFile("donghai-jia.md", strings.Replace(commented, "type: ", "type：", 1))
	c.until("the text", `!!document.querySelector('#desk textarea.whole')?.value.includes('type：')`)
	c.until("the mistakes", `!!document.querySelector('#desk .sheet .findings li')`)
	c.press("自动改正")
	c.until("the form", `!!document.querySelector('#desk textarea.whole')?.value.includes('type: ') && !document.querySelector('#desk .steps button').disabled`)
}

func (c *clerk) typesANotice() {
	c.open(cmp.Or(c.page, edition.DeskPath))
	c.until("the beginning", `!!document.querySelector('#desk .begin')`)
	c.press("起草认定公告")
	c.until("the form", `!!document.querySelector('#desk .work .field')`)
	c.fill([]any{"title"}, "关于认定两个品牌的通知")
	c.fill([]any{"level"}, "县级")
	c.fill([]any{"date"}, "2026-05-01")
	for _, name := range []string{"黄川草莓", "硅微粉"} {
		c.fill([]any{"brands"}, name)
		c.until("what is found", `!!document.querySelector('#desk .found button')`)
		js[bool](c, `() => { document.querySelector('#desk .found button').click(); return true }`)
	}
	c.press("检查")
	c.settled()
	if told := js[string](c, `() => document.querySelector('#desk .summary').innerText`); strings.Contains(told, "没有品牌") {
		c.t.Error(told)
	}
	name, text := c.download()
	if !strings.Contains(text, "donghai-huangchuan-caomei") || !strings.Contains(text, "donghai-guiweifen") || !strings.HasPrefix(name, "xianji") && !strings.Contains(name, "2026") {
		c.t.Errorf("%s\n%s", name, text)
	}
}

// savesANotice puts the first of the ranked candidates on the list of a new notice, and
// saves it in dir.
func (c *clerk) savesANotice(dir string) {
	c.open(cmp.Or(c.page, edition.DeskPath))
	c.until("the beginning", `!!document.querySelector('#desk .begin')`)
	c.press("起草公示公告")
	c.until("the form", `!!document.querySelector('#desk .work .field')`)
	c.fill([]any{"title"}, "关于公示一个品牌的公告")
	c.fill([]any{"level"}, "县级")
	c.fill([]any{"from"}, "2026-06-01")
	c.fill([]any{"to"}, "2026-06-08")
	c.until("the candidates", `!!document.querySelector('#desk .ranked button')`)
	chosen := js[string](c, `() => {
		const b = [...document.querySelectorAll('#desk .ranked li:not(:has(.trouble)) button')][0]
		b.click()
		return b.getAttribute('aria-label')
	}`)
	c.until("the brand on the list", `!!document.querySelector('#desk ol.named li b')`)
	listed := js[string](c, `() => document.querySelector('#desk ol.named li b').textContent`)
	c.settled()
	c.press("送出")
	c.press("保存")
	c.until("saved", `document.querySelector('#desk').innerText.includes('已保存到 content/notices/')`)
	name := js[string](c, `() => document.querySelector('#desk').innerText.match(/已保存到 (\S+\.md)/)[1]`)
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		c.t.Fatal(err)
	}
	if !strings.Contains(chosen, listed) || !strings.Contains(string(data), "brands:") || !strings.Contains(string(data), "to: 2026-06-08") {
		c.t.Errorf("%s of %s, saved as\n%s", listed, chosen, data)
	}
}

// savesAJudgement writes what is judged of the brand that is opened, and saves it.
func (c *clerk) savesAJudgement(file string) {
	c.until("the form", `!!document.querySelector('#desk .work .field')`)
	c.press("写评定意见")
	c.until("the form of judgements", `document.querySelector('#desk .about')?.textContent.startsWith('评定意见')`)
	c.fill([]any{"tourism-3", "points"}, "12")
	c.fill([]any{"tourism-3", "reason"}, "市级认定两项。")
	c.settled()
	c.until("the points", `document.querySelector('#desk .standards').innerText.includes('总分 ')`)
	c.press("送出")
	c.press("保存")
	c.until("saved", `document.querySelector('#desk').innerText.includes('已保存到 content/judgements/')`)
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "tourism-3:\n  points: 12\n  reason: 市级认定两项。\n" {
		c.t.Errorf("%v, saved as\n%s", err, data)
	}
}

// states are what the page shows at different times.
func (c *clerk) states(look func(state string)) {
	c.open(cmp.Or(c.page, edition.DeskPath))
	c.until("the beginning", `!!document.querySelector('#desk .begin')`)
	look("the beginning")
	c.begin("文化旅游类", "东海县", "东海甲工")
	c.fill([]any{"facts", "workers"}, "7千")
	c.fill([]any{"facts", "county_standard_refined"}, "否")
	c.press("检查")
	c.settled()
	js[bool](c, `() => { for (const d of document.querySelectorAll('#desk .aside details')) d.open = true; return true }`)
	for i := range eval[int](c.tab, `document.querySelectorAll('#desk .steps button').length`) {
		js[bool](c, `(i) => { document.querySelectorAll('#desk .steps button')[i].click(); return true }`, i)
		if i == 4 || i == 5 || i == 6 {
			js[bool](c, `() => { for (const b of document.querySelectorAll('#desk .group > button')) b.click(); return true }`)
		}
		look(fmt.Sprintf("section %d", i))
	}
}

func (c *clerk) fits() {
	for _, width := range []int64{320, 390, 700, 1280} {
		c.window(width)
		c.states(func(state string) {
			if over := eval[int](c.tab, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				c.t.Errorf("%s is %d px too wide for %d", state, over, width)
			}
			small := eval[[]string](c.tab, `[...document.querySelectorAll('#desk button, #desk input, #desk select, #desk textarea, #desk summary, #desk label.choice')].filter((e) => {
				const box = e.getBoundingClientRect()
				return e.checkVisibility() && !e.closest('.choice, .unseen') && (box.height < 24 || box.width < 24)
			}).map((e) => e.outerHTML.slice(0, 100))`)
			if len(small) > 0 {
				c.t.Errorf("%s at %d: too small for a finger: %v", state, width, small)
			}
		})
	}
}

func (c *clerk) passesAxe() {
	file := os.Getenv("AXE")
	if file == "" {
		Lacking(c.t, "AXE does not name the file axe.min.js of axe-core; run .ci/pages")
	}
	script, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, look := range []struct {
		name, scheme string
		width        int64
		elder        bool
	}{{"light", "light", 360, false}, {"light", "light", 1280, false}, {"dark", "dark", 1280, false}, {"长辈版", "light", 360, true}} {
		c.window(look.width)
		c.media(look.scheme)
		c.states(func(state string) {
			c.elder(look.elder)
			// The bar at the foot covers what one scrolls out from under it.
			js[bool](c, `() => { document.querySelector('#desk .bottom')?.style.setProperty('position', 'static'); return true }`)
			eval[bool](c.tab, "window.axe ? true : ("+"() => {"+string(script)+"\n;return true})()")
			for _, found := range eval[[]axeFinding](c.tab, runAxe) {
				c.t.Errorf("%s, %d px, %s: %s", state, look.width, look.name, found)
			}
		})
	}
}
