package browser

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"minglu/generator/fixture"
)

// toldBrand is a brand of which everything is told that the head of its page shows: three honours,
// links to work and to courses, a telephone, a long first sentence, and a picture.
const toldBrand = "told"

// told is the content/ of that brand alone.
func told(t *testing.T) fs.FS {
	files := map[string]string{
		"site.yaml": "title: 名录\npublisher: 编辑部\nregion: 320700\nbase_url: https://minglu.example.org/\nshow_scores: true\nfeedback: mailto:a@example.org\ndesk: false\ndemo: true\ndemo_date: 2026-06-30\n",
		"brands/donghai/told.md": `---
name: 东海水晶雕刻工匠
county: 东海县
place: 曲阳镇
cover: {file: cover.jpg, alt: 雕刻台上的水晶}
contact: {unit: 示例中心, phone: 0518-8555-0111}
links:
  - {label: 招工, url: "https://example.org/a", kind: 招聘}
  - {label: 开班, url: "https://example.org/b", kind: 培训}
---
` + strings.Repeat("选料切片粗雕精雕，", 6) + "各有专工。\n",
		"brands/donghai/cover.jpg": fixture.Photo(t),
	}
	for i, level := range []string{"县级", "市级", "省级"} {
		files[fmt.Sprintf("notices/n%d.md", i)] = fmt.Sprintf("---\nkind: 认定\ntitle: 关于认定第%d批%s劳务品牌的通知\nlevel: %s\ndate: %d-05-06\ndocument: {number: 示例〔%d〕12号}\nvalid_until: 2029-05-05\nbrands: [%s]\n---\n", i+1, level, level, 2023+i, 2023+i, toldBrand)
	}
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return all
}

// The head of a brand's page stands on the first screen of a telephone, each thing below the
// one before.
func TestTheHeadOfABrandIsOneScreenOfATelephone(t *testing.T) {
	h := hostOf(t, told(t))
	b := h.tab(t)
	b.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch))
	b.open("brands/" + toldBrand + ".html")
	last := 0.0
	for _, what := range []string{"h1", ".cover img", ".does", ".does + p", ".honors li", ".honors li:last-child", ".actions a", ".actions button"} {
		bottom := eval[float64](b, fmt.Sprintf(`(() => { const e = document.querySelector('.head %s'); return e && e.offsetHeight ? e.getBoundingClientRect().bottom : -1 })()`, what))
		if bottom < last || bottom > 844 {
			b.fail("%s ends at %.0f, after %.0f", what, bottom, last)
		}
		last = bottom
	}
	if words := eval[string](b, `[...document.querySelectorAll('.actions a, .actions button')].map((e) => e.textContent + ' ' + (e.protocol ?? '')).join('，')`); words != "找工作 https:，学手艺 https:，联系 tel:，分享 " {
		b.fail("the buttons are %s", words)
	}
	t.Logf("the head ends at %.0f", last)
}

// A page is shared by the browser's own means, else its address is copied; without script
// nobody is offered what would not work. The code on the page is that of its address.
func TestABrandIsShared(t *testing.T) {
	h := hostOf(t, told(t))
	b := h.tab(t)
	page := "brands/" + toldBrand + ".html"
	address := "https://minglu.example.org" + below + page
	b.open(page)
	share := func(setup string) string {
		return eval[string](b, `(async () => {`+setup+`
			document.querySelector('[data-share]').click()
			await new Promise((done) => setTimeout(done, 0))
			return (window.shared ?? '') + document.querySelector('.actions [role=status]').textContent
		})()`)
	}
	define := `Object.defineProperty(navigator, %q, { configurable: true, value: %s });`
	if got := share(fmt.Sprintf(define, "share", `async (what) => { window.shared = what.url }`)); got != address {
		b.fail("what is shared is %q", got)
	}
	if got := share(`window.shared = '';` + fmt.Sprintf(define, "share", `undefined`) + fmt.Sprintf(define, "clipboard", `{ writeText: async (text) => { window.shared = text } }`)); got != address+"已复制本页网址。" {
		b.fail("what is copied is %q", got)
	}
	if got := share(`window.shared = '';` + fmt.Sprintf(define, "clipboard", `undefined`)); got != "请复制网址："+address {
		b.fail("where nothing can be copied it says %q", got)
	}
	if got := eval[string](b, `(() => {
		getSelection().selectAllChildren(document.querySelector('.does'))
		const link = document.querySelector('[data-correct]')
		link.addEventListener('click', (e) => e.preventDefault())
		link.click()
		return decodeURIComponent(link.href)
	})()`); !strings.Contains(got, address) || !strings.Contains(got, "页面日期：2026-06-30") || !strings.HasSuffix(got, "各有专工。") && !strings.HasSuffix(got, "…") {
		b.fail("the prepared correction is %q", got)
	}
	b.scripts(false)
	b.open(page)
	b.scripts(true)
	if eval[bool](b, `document.querySelector('[data-share]').offsetHeight > 0`) {
		b.fail("the button stands there without script")
	}
}
