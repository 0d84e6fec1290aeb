package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minglu/generator/edition"
)

// triesFigures tries figures on a brand's page, in WebAssembly, with the address as all that
// keeps them. Last it takes the site's desk away.
func triesFigures(t *testing.T, h *hosted) {
	b := h.tab(t)
	b.window(1280)
	c := &clerk{tab: b}
	const page = "brands/guanyun-zhenzhi.html"
	const summary = `(document.querySelector('.trying .now')?.innerText ?? '')`
	says := func(what string) {
		t.Helper()
		c.until(what, fmt.Sprintf("%s.includes(%q)", summary, what))
	}
	choose := func(label, value string) {
		t.Helper()
		if !js[bool](c, `(label, value) => {
			const of = [...document.querySelectorAll('.trying label')].find((l) => l.textContent.startsWith(label))
			const field = of && document.getElementById(of.htmlFor)
			if (!field) return false
			field.value = value
			field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}))
			return true
		}`, label, value) {
			t.Fatalf("there is no field %s", label)
		}
	}

	b.open(page)
	asked, _ := b.heard()
	for _, address := range asked {
		if strings.Contains(address, "/desk/") || strings.Contains(address, "desk-try") {
			t.Errorf("%s is loaded before anybody asks", address)
		}
	}
	eval[bool](b, `(document.querySelector("#try button").click(), true)`)
	says("有 1 条基本条件未达到")
	if text := eval[string](b, `document.querySelector('.trying').innerText`); !strings.Contains(text, "不是本品牌填报的数据") {
		t.Error("the page does not say that figures are tried")
	}
	choose("已建立信用承诺制度", "是")
	says("基本条件全部达到")
	says("原来：有 1 条基本条件未达到")
	choose("从业人员", "29999")
	says("总分 64 分")
	choose("从业人员", "30000")
	says("总分 84 分")
	c.until("the address", `location.hash.includes('workers=30000') && location.hash.includes('credit_commitment')`)
	address := eval[string](b, `location.hash`)

	b.open("about.html")
	b.open(page + address)
	says("基本条件全部达到")
	says("总分 84 分")
	if got := eval[string](b, `document.querySelector('.trying input.number').value`); got != "30000" {
		t.Errorf("the field has %s", got)
	}
	choose("从业人员年劳务总收入", "很多")
	c.until("what is wrong", `!!document.querySelector('.trying .mistake')?.innerText.includes('很多')`)
	choose("从业人员年劳务总收入", "18.9")
	c.until("nothing wrong", `!document.querySelector('.trying .mistake')`)
	if kept := eval[int](b, `localStorage.length + sessionStorage.length + document.cookie.length`); kept > 0 {
		t.Error("something is stored")
	}

	// With other hands and eyes.
	js[bool](c, `() => { for (const d of document.querySelectorAll('.trying details')) d.open = true; return true }`)
	for _, width := range []int64{320, 390, 1280} {
		b.window(width)
		if over := eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("it is %d px too wide for %d", over, width)
		}
		if small := eval[[]string](b, `[...document.querySelectorAll('.trying button, .trying input, .trying select, .trying summary, .trying label.choice')].filter((e) => {
			const box = e.getBoundingClientRect()
			return e.checkVisibility() && !e.closest('.choice') && (box.height < 24 || box.width < 24)
		}).map((e) => e.outerHTML.slice(0, 100))`); len(small) > 0 {
			t.Errorf("at %d: too small for a finger: %v", width, small)
		}
	}
	if file := os.Getenv("AXE"); file != "" {
		script, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		eval[bool](b, string(script)+"\n;true")
		for _, look := range []struct {
			scheme string
			width  int64
		}{{"light", 360}, {"light", 1280}, {"dark", 1280}} {
			b.window(look.width)
			b.media(look.scheme)
			js[bool](c, `() => { document.querySelector('.trying .now').style.setProperty('position', 'static'); return true }`)
			for _, found := range eval[[]axeFinding](b, runAxe) {
				t.Errorf("%d px, %s: %s", look.width, look.scheme, found)
			}
		}
	}
	_, troubles := b.heard()
	if len(troubles) > 0 {
		t.Error(troubles)
	}

	// Without the desk the button says so, and without scripts there is none.
	if err := os.Remove(filepath.Join(h.dir, edition.DeskPath)); err != nil {
		t.Fatal(err)
	}
	b.open(page)
	eval[bool](b, `(document.querySelector("#try button").click(), true)`)
	c.until("words", `document.querySelector('#try p').innerText.includes('不能试算')`)
	if eval[bool](b, `document.querySelector('#try button').disabled`) {
		t.Error("nobody can try again")
	}
	b.scripts(false)
	b.open(page)
	if eval[bool](b, `document.querySelector('#try').checkVisibility()`) {
		t.Error("there is a button without scripts")
	}
}
