package browser

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"minglu/generator/fixture"
)

// The official list of a large directory is in parts. Its first page sets all of them on
// itself, in their order, and prints them, each row with links that hold there; where a part
// does not come it says so and stays as it was.
func TestTheWholeListIsPrintedFromItsParts(t *testing.T) {
	browser, out, dir := Start(t), t.TempDir(), fixture.Crowd(t, 420)
	fixture.EditSettings(t, dir, "demo: true", "desk: false\ndemo: true")
	buildBelow(t, dir, out)
	h := serve(t, browser, out)
	rows, parts := 0, 0
	for file, data := range fixture.Files(t, h.dir) {
		if strings.HasPrefix(file, "list/") && path.Ext(file) == ".html" {
			rows += strings.Count(data, "<tr><td>")
			parts++
		}
	}
	if rows != 420 || parts < 2 {
		t.Fatalf("%d rows stand in %d parts", rows, parts)
	}
	b := h.tab(t)
	for _, width := range []int64{390, 1280} {
		b.window(width)
		b.open("list.html")
		if eval[int](b, `document.querySelectorAll('table.official').length`) != 0 {
			b.fail("the rows stand on the first page")
		}
		eval[bool](b, `new Promise((done) => { window.print = () => done(true); document.querySelector('[data-whole]').click() })`)
		links := eval[[]string](b, `[...document.querySelectorAll('table.official tbody td:nth-child(2) a')].map((a) => a.href)`)
		serials := eval[[]string](b, `[...document.querySelectorAll('table.official tbody td:first-child')].map((c) => c.textContent)`)
		if len(links) != rows || serials[0] != "1" || serials[rows-1] != "420" || len(slices.Compact(slices.Sorted(slices.Values(links)))) != rows {
			b.fail("%d rows of %d are printed, from %s to %s", len(links), rows, serials[0], serials[len(serials)-1])
		}
		for _, link := range links {
			if _, err := os.Stat(path.Join(h.dir, strings.TrimPrefix(link, h.root))); err != nil {
				b.fail("%s leads nowhere", link)
			}
		}
		if _, troubles := b.heard(); len(troubles) > 0 {
			b.fail("%q", troubles)
		}
		if eval[bool](b, `document.documentElement.scrollWidth > innerWidth`) {
			b.fail("is wider than a screen of %d", width)
		}
	}
	b.open("list.html")
	if err := os.Remove(path.Join(h.dir, strings.TrimPrefix(eval[string](b, `document.querySelector('.parts li:last-child a').href`), h.root))); err != nil {
		t.Fatal(err)
	}
	said := eval[string](b, `new Promise((done) => {
		const said = document.querySelector('.tools[role=status]')
		new MutationObserver(() => said.textContent.includes('没有取全') && done(said.textContent)).observe(said, { childList: true })
		document.querySelector('[data-whole]').click()
	})`)
	if said == "" || eval[int](b, `document.querySelectorAll('.parts a').length`) != parts || eval[bool](b, `document.querySelector('[data-whole]').disabled`) {
		b.fail("says %q", said)
	}
}
