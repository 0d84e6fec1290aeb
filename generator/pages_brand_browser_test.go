package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// toldBrand is a brand of which everything is told that the head of its page shows: three honours,
// links to work and to courses, a telephone, a long first sentence, and a picture.
const toldBrand = "donghai-shuijing-diaoke"

// tellAll adds to the demonstration what that brand lacks.
func tellAll(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, "content/brands/donghai", toldBrand+".md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, kind := range []string{"招聘", "培训"} {
		if !strings.Contains(text, "kind: "+kind) {
			text = strings.Replace(text, "\nlinks:\n", "\nlinks:\n  - {label: "+kind+"报名, url: \"https://example.org/"+kind+"\", kind: "+kind+"}\n", 1)
		}
	}
	if !strings.Contains(text, "\ncover:") {
		text = strings.Replace(text, "\ncounty:", "\ncover: {file: cover.jpg, alt: 雕刻台上的水晶}\ncounty:", 1)
		var photo bytes.Buffer
		if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 1280, 853)), nil); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(filepath.Dir(file), "cover.jpg"), photo.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	front, body, _ := strings.Cut(text[4:], "\n---\n")
	text = "---\n" + front + "\n---\n" + strings.Repeat("选料切片粗雕精雕，", 6) + "各有专工。" + body
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The head of a brand's page stands on the first screen of a telephone, each thing below the
// one before.
func TestTheHeadOfABrandIsOneScreenOfATelephone(t *testing.T) {
	h := hostOf(t, tellAll)
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
	h := hostOf(t, tellAll)
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
