package browser

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPages looks at the demonstration site as visitors do. It needs Chrome or
// Chromium, and axe-core where its rules are asked; .ci/pages has both.
func TestPages(t *testing.T) {
	site := host(t)
	for _, look := range []struct {
		name string
		at   func(*testing.T, *hosted)
	}{
		{"load from this host without a complaint", pagesLoad},
		{"fit narrow windows", pagesFitNarrowWindows},
		{"links are as large as a finger", linksFitFingers},
		{"say everything without scripts", pagesSayEverythingWithoutScripts},
		{"old addresses lead on", movedPagesLeadOn},
		{"the keyboard reaches everything", keyboardReachesEverything},
		{"the skip link leads past the menu", skipLinkLeadsPastTheMenu},
		{"长辈版 is remembered", elderIsRemembered},
		{"dark is dark", darkIsDark},
		{"two taps lead to work in a county", tapsLeadToWork},
		{"brands are compared", brandsAreCompared},
		{"pass axe", pagesPassAxe},
	} {
		t.Run(look.name, func(t *testing.T) { look.at(t, site) })
	}
}

// Every page loads without a word on the console, from this host alone, and is
// as light as a slow phone needs it.
func pagesLoad(t *testing.T, site *hosted) {
	site.look(t, slices.Concat(site.pages, site.embeds, answers), func(b *tab, page string) {
		b.open(page)
		asked, troubles := b.heard()
		for _, trouble := range troubles {
			b.fail("%s", trouble)
		}
		for _, address := range asked {
			if !strings.HasPrefix(address, site.root) {
				b.fail("asks another host for %s", address)
			}
		}
		weigh(b, asked)
	})
}

// heaviest is what pages may weigh with everything they load, in kB of 1000
// bytes as gzip sends them, without pictures.
func heaviest(page string) float64 {
	switch {
	case page == "index.html":
		return 60
	case strings.HasPrefix(page, "brands/"):
		return 40
	}
	return 100
}

// weigh holds a page and what it asked for against what pages may weigh.
func weigh(b *tab, asked []string) {
	var sum float64
	var parts []string
	slices.Sort(asked)
	for _, address := range slices.Compact(asked) {
		name, _, _ := strings.Cut(strings.TrimPrefix(address, b.site.root), "?")
		data, err := os.ReadFile(filepath.Join(b.site.dir, filepath.FromSlash(name)))
		if err != nil || strings.HasPrefix(http.DetectContentType(data), "image/") {
			continue
		}
		kB := float64(len(gzipped(data))) / 1000
		sum += kB
		parts = append(parts, fmt.Sprintf("%s %.1f", filepath.Base(address), kB))
	}
	if sum == 0 {
		b.fail("nothing was weighed of %q", asked)
	}
	if most := heaviest(b.page); sum >= most {
		b.fail("weighs %.1f kB, which must stay below %.0f: %s", sum, most, strings.Join(parts, ", "))
	}
	if b.page == "index.html" || b.page == "search.html" {
		b.t.Logf("%s weighs %.1f kB: %s", b.page, sum, strings.Join(parts, ", "))
	}
}

// On a phone two taps lead from the first page to what is offered in a county: the menu's
// entry and the county's. What stands there has a brand and a day, and a telephone opens. One
// more leads to what is of one type there.
func tapsLeadToWork(t *testing.T, site *hosted) {
	b := site.tab(t)
	b.window(390)
	b.open("index.html")
	tap := func(selector, arrived string) {
		b.do(chromedp.Click(chromedp.CSS(selector)), chromedp.WaitReady(chromedp.CSS(arrived)))
	}
	tap(`.menu a[href="work.html"]`, `.errands`)
	tap(`.errands > ul > li:nth-child(2) > .chips li:last-child a`, `h3:target + .kinds`)
	place := eval[string](b, `document.querySelector(':target').textContent`)
	if top := eval[float64](b, `document.querySelector(':target').getBoundingClientRect().top`); top < 0 || top > 740 {
		b.fail("%s is not in sight: %v px from the top", place, top)
	}
	if lacking := eval[int](b, `[...document.querySelectorAll(':target + .kinds .offers > li')].filter((li) =>
		!li.querySelector('a[href^="https:"]') || !li.querySelector('a[href*="brands/"]') || !/[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(li.querySelector('.days').textContent)).length`); lacking > 0 {
		b.fail("%d offers in %s lack a link, a brand or a day", lacking, place)
	}
	if phones := eval[int](b, `document.querySelectorAll('.offers a[href^="tel:0518"]').length`); phones == 0 {
		b.fail("no telephone can be called")
	}
	b.open("work.html")
	tap(`.errands > ul > li:first-child summary`, `.errands details[open]`)
	tap(`.errands details[open] dl > div:last-child li:last-child a`, `h4:target + .offers`)
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data) // memory takes everything
	w.Close()
	return b.Bytes()
}

// Nothing sticks out of a narrow window, neither in 长辈版. Pages are measured
// element by element: what a page cuts off leaves no trace in its width. Tables
// that scroll in a box of their own are in order.
func pagesFitNarrowWindows(t *testing.T, site *hosted) {
	site.look(t, slices.Concat(site.pages, site.embeds, answers), func(b *tab, page string) {
		b.window(320)
		b.open(page)
		for _, elder := range []bool{false, true} {
			b.elder(elder)
			for _, what := range eval[[]string](b, stickingOut) {
				b.fail("sticks out at 320 px (长辈版 %v): %s", elder, what)
			}
		}
		b.elder(false)
	})
}

const stickingOut = `(() => {
	const wide = document.documentElement.clientWidth, out = []
	if (wide !== 320) out.push('the window measures ' + wide)
	if (document.documentElement.scrollWidth > wide) out.push('the page scrolls to ' + document.documentElement.scrollWidth)
	const boxed = (e) => {
		for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
			const style = getComputedStyle(p)
			if (style.overflowX === 'auto' || style.overflowX === 'scroll' || style.clipPath !== 'none') return true
		}
		return false
	}
	for (const e of document.body.querySelectorAll('*')) {
		const box = e.getBoundingClientRect()
		if (box.width === 0 || (box.right <= wide + .5 && box.left >= -.5)) continue
		if (getComputedStyle(e).clipPath !== 'none' || boxed(e)) continue
		out.push(e.localName + '.' + e.className + ' from ' + Math.round(box.left) + ' to ' + Math.round(box.right) + ': ' + e.textContent.slice(0, 40))
	}
	return out.slice(0, 5)
})()`

// On a phone what is touched is at least 44 px high, but for words that lead on inside
// a sentence.
func linksFitFingers(t *testing.T, site *hosted) {
	site.look(t, append(site.pages, answers...), func(b *tab, page string) {
		b.window(390)
		b.open(page)
		for _, what := range eval[[]string](b, smallTargets) {
			b.fail("%s", what)
		}
	})
}

const smallTargets = `(() => {
	const inSentence = (e) => {
		const words = [...e.parentElement.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).join('')
		return e.closest('.prose') || words.match(/[\p{L}\p{N}]|[、，。；]/u)
	}
	const out = []
	for (const e of document.querySelectorAll('a[href], button, select, summary')) {
		const box = e.getBoundingClientRect()
		if (!e.checkVisibility() || box.width < 2 || e.matches('.skip') || inSentence(e)) continue
		if (getComputedStyle(e, '::after').position === 'absolute') continue // its whole card leads on
		if (box.height < 43.5) out.push(Math.round(box.height) + ' px high: ' + e.textContent.trim().slice(0, 30) + ' in ' + (e.closest('[class]')?.className ?? ''))
	}
	return out
})()`

// Whatever a page shows with scripts it shows without, its buttons and the filters of
// searches apart, which would do nothing.
func pagesSayEverythingWithoutScripts(t *testing.T, site *hosted) {
	site.look(t, site.pages, func(b *tab, page string) {
		b.open(page)
		with := eval[[]string](b, shownTexts)
		b.scripts(false)
		b.open(page)
		without := eval[[]string](b, shownTexts)
		b.scripts(true)
		if len(with) < 20 {
			b.fail("shows %d texts only", len(with))
		}
		for _, text := range without {
			if i := slices.Index(with, text); i >= 0 {
				with = slices.Delete(with, i, i+1)
			}
		}
		if len(with) > 0 {
			b.fail("does not say without scripts: %q", with)
		}
	})
}

const shownTexts = `(() => {
	const texts = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	while (walk.nextNode()) {
		const text = walk.currentNode.data.trim(), e = walk.currentNode.parentElement
		if (text && e.checkVisibility({visibilityProperty: true}) && !e.closest('button, #finder')) texts.push(text)
	}
	return texts
})()`
