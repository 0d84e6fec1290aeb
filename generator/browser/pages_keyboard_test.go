package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// kinds are pages of every layout, with what search and scripts add to them.
var kinds = []string{
	"index.html", "list.html", "work.html", "people.html", "editors.html", "search.html", "search.html?q=%E6%B0%B4%E6%99%B6", "types/tourism.html",
	"brands/donghai-shuijing-diaoke.html", "notices.html", "notices/shiji-2026-gongshi.html",
	"criteria.html", "criteria/jiangsu-2022.html", "withdrawn.html", "stats.html", "changes.html",
	"data.html", "about.html", "404.html",
}

// The tab key alone reaches every link, button and box, in the order in which
// they are read, and one always sees where one is.
func keyboardReachesEverything(t *testing.T, site *hosted) {
	b := site.tab(t)
	for _, page := range kinds {
		for _, width := range []int64{360, 1280} {
			b.window(width)
			b.open(page)
			walk(b, eval[int](b, findStops))
		}
	}
}

// findStops keeps what the tab key must stop at, and tells how many there are.
const findStops = `(() => {
	document.activeElement.blur()
	window.stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
		.filter((e) => !e.disabled && e.checkVisibility({visibilityProperty: true}))
	scrollTo(0, 0)
	return stops.length
})()`

// A stop is what has the focus: its place in stops, or -1, and whether it shows.
type stop struct {
	Index int    `json:"index"`
	Name  string `json:"name"`
	Ring  bool   `json:"ring"` // an outline of two pixels or more
	Seen  bool   `json:"seen"` // inside the window
}

const whereFocus = `(() => {
	const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect()
	return {
		index: stops.indexOf(e), name: e.localName + ' ' + (e.textContent.trim() || e.name || ''),
		ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
		seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 1,
	}
})()`

// walk presses the tab key until every one of the stops had the focus. Boxes
// that scroll are stops of the browser's own.
func walk(b *tab, stops int) {
	if stops < 10 {
		b.fail("has %d stops only", stops)
	}
	next := 0
	for range stops + 20 {
		b.do(chromedp.KeyEvent(kb.Tab))
		at := eval[stop](b, whereFocus)
		switch {
		case at.Index < 0:
			continue
		case at.Index != next:
			b.fail("the tab key leads to %q, the %d. stop, where the %d. is due", at.Name, at.Index, next)
			return
		case !at.Ring:
			b.fail("%q does not show that it has the focus", at.Name)
		case !at.Seen:
			b.fail("%q has the focus and is out of sight", at.Name)
		}
		if next++; next == stops {
			return
		}
	}
	b.fail("the tab key reaches %d of %d", next, stops)
}

// The skip link is the first stop, shows itself, and leads past the menu.
func skipLinkLeadsPastTheMenu(t *testing.T, site *hosted) {
	b := site.tab(t)
	for _, page := range []string{"index.html", "brands/donghai-shuijing-diaoke.html"} {
		b.open(page)
		eval[int](b, findStops)
		b.do(chromedp.KeyEvent(kb.Tab))
		if at := eval[stop](b, whereFocus); at.Name != "a 跳到正文" || !at.Seen {
			b.fail("the first stop is %+v", at)
		}
		if top := eval[float64](b, `document.activeElement.getBoundingClientRect().top`); top < 0 {
			b.fail("the skip link stays above the window, at %v", top)
		}
		b.do(chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Tab))
		if !eval[bool](b, `document.activeElement === [...document.querySelectorAll('main a[href], main button, main input')]
			.find((e) => e.checkVisibility())`) {
			b.fail("the skip link leads to %+v", eval[stop](b, whereFocus))
		}
	}
}

// 长辈版 is switched by keyboard, makes text larger, holds on the next page and
// on the next visit, and can be left again.
func elderIsRemembered(t *testing.T, site *hosted) {
	b := site.tab(t)
	b.open("index.html")
	plain := textSize(b)
	press(b, "[data-elder]")
	for _, page := range []string{"index.html", "list.html", "search.html"} {
		b.open(page)
		if large := textSize(b); large < plain*1.2 {
			b.fail("the root measures %v px in 长辈版 and %v px without", large, plain)
		}
		if state := eval[string](b, `document.querySelector('[data-elder]').getAttribute('aria-pressed')`); state != "true" {
			b.fail("the switch says it is pressed: %s", state)
		}
	}
	press(b, "[data-elder]")
	b.open("index.html")
	if size := textSize(b); size != plain {
		b.fail("the root measures %v px after 长辈版 was left, %v px before", size, plain)
	}
}

func textSize(b *tab) float64 {
	return eval[float64](b, `parseFloat(getComputedStyle(document.documentElement).fontSize)`)
}

// press goes to an element by the tab key and presses enter.
func press(b *tab, selector string) {
	for range 30 {
		b.do(chromedp.KeyEvent(kb.Tab))
		if eval[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			b.do(chromedp.KeyEvent(kb.Enter))
			return
		}
	}
	b.fail("the tab key does not reach %s", selector)
}

// Who prefers the dark gets light text on a dark ground; axe-core holds the
// contrast.
func darkIsDark(t *testing.T, site *hosted) {
	b := site.tab(t)
	b.open("index.html")
	const ground = `getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 3`
	light := eval[float64](b, ground)
	b.media("dark")
	if dark := eval[float64](b, ground); light < 200 || dark > 60 {
		b.fail("the ground is %v when light and %v when dark, of 255", light, dark)
	}
}

// An old address leads on to the brand without a click.
func movedPagesLeadOn(t *testing.T, site *hosted) {
	b := site.tab(t)
	for _, page := range site.moved {
		b.open(page)
		onward := func(address string) bool {
			return strings.HasPrefix(address, site.root+"brands/") && address != site.root+page
		}
		asked, troubles := b.heard()
		for end := time.Now().Add(5 * time.Second); !slices.ContainsFunc(asked, onward) && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond)
			asked, troubles = b.heard()
		}
		if !slices.ContainsFunc(asked, onward) || len(troubles) > 0 {
			b.fail("leads to %q, %q", asked, troubles)
		}
	}
	if len(site.moved) == 0 {
		t.Error("the demonstration has no brand with an old address")
	}
}
