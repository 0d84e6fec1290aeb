package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"minglu/generator/fixture"
)

// TestServeInTheBrowser edits files while a page is open: it loads itself again
// where it was, and mistakes lie over it until they are mended.
func TestServeInTheBrowser(t *testing.T) {
	browser := Start(t)
	dir := fixture.Repository(t, fixture.Content(t))
	b := (&hosted{root: fixture.Serve(t, dir, today, true), dir: dir, browser: browser}).tab(t)
	const page = "brands/donghai-shuijing-diaoke.html"
	file := filepath.Join(dir, "content/brands/donghai/donghai-shuijing-diaoke.md")
	edit := func(old, new string) {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), old) {
			t.Fatalf("no %q: %v", old, err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.do(chromedp.EmulateViewport(1000, 700))
	b.open(page)
	panel := func(id string) string {
		return `(document.getElementById('minglu-preview')?.shadowRoot.getElementById('` + id + `')?.innerText ?? '')`
	}
	becomes := func(what, expression string) {
		t.Helper()
		for end := time.Now().Add(time.Minute); !eval[bool](b, expression); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s never happens; the page says %q, the panels %q and %q", what,
					eval[string](b, `document.querySelector('h1')?.innerText ?? ''`), eval[string](b, panel("mistakes")), eval[string](b, panel("review")))
			}
		}
	}
	becomes("the review", panel("review")+`.includes('市级：')`)

	eval[bool](b, `(scrollTo(0, 400), true)`)
	edit("name: 东海水晶雕刻工匠", "name: 东海水晶琢磨工匠")
	becomes("the new name", `document.querySelector('h1')?.innerText === '东海水晶琢磨工匠'`)
	becomes("the old place", `scrollY === 400`)

	edit("county: 东海县", "county: 东海")
	becomes("the mistake", panel("mistakes")+`.includes('unknown-county')`)
	if text := eval[string](b, panel("mistakes")); !strings.Contains(text, "donghai-shuijing-diaoke.md:") || !strings.Contains(text, "发现 1 处错误") {
		t.Errorf("the overlay says %q", text)
	}
	const caret = `(() => {
		const mark = document.getElementById('minglu-preview').shadowRoot.querySelector('mark')
		const at = mark.getBoundingClientRect(), under = mark.querySelector('.caret').getBoundingClientRect()
		return mark.firstChild.data === '东海' && Math.abs(at.left - under.left) < 1 && Math.abs(at.right - under.right) < 1 && under.top > at.top
	})()`
	if !eval[bool](b, caret) {
		t.Error("the caret does not stand under the place")
	}
	if eval[string](b, `document.querySelector('h1').innerText`) != "东海水晶琢磨工匠" {
		t.Error("the last good page did not stay")
	}
	b.do(chromedp.KeyEvent("\x1b"))
	becomes("folding", `!`+panel("mistakes")+`.includes('unknown-county')`)
	edit("county: 东海", "county: 东海县")
	becomes("the end of the mistake", panel("mistakes")+` === ''`)

	if _, troubles := b.heard(); len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
}
