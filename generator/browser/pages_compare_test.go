package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"minglu/generator/edition"
)

// comparisons are states of the page that compares: two brands, and as many as there may be.
func comparisons(site *hosted) []string {
	slugs := brandsOf(site)
	return []string{edition.ComparePath + "#" + strings.Join(slugs[:2], ","), edition.ComparePath + "#" + strings.Join(slugs[:4], ",")}
}

// brandsOf returns the slugs of brands that have a page.
func brandsOf(site *hosted) []string {
	var slugs []string
	for _, page := range site.pages {
		if slug, is := strings.CutPrefix(page, "brands/"); is {
			slugs = append(slugs, strings.TrimSuffix(slug, ".html"))
		}
	}
	return slugs
}

// compared waits for what the page says once it has read what was asked for.
func (b *tab) compared() {
	b.do(chromedp.WaitReady(chromedp.ID("said")))
	b.until(`document.getElementById('said').textContent !== ''`)
}

// until waits for a condition in the page.
func (b *tab) until(condition string) {
	eval[bool](b, `new Promise((done) => { const look = () => (`+condition+`) ? done(true) : setTimeout(look, 50); look() })`)
}

// What the address names stands side by side, two brands and four; a fifth and one that
// there is not are told of; a brand's own page leads here, and what is typed joins. Without script
// the page says so, and leads to the lists.
func brandsAreCompared(t *testing.T, site *hosted) {
	slugs := brandsOf(site)
	b := site.tab(t)
	b.window(390)
	columns := func() []string {
		return eval[[]string](b, `[...document.querySelectorAll('.compare thead a')].map((a) => a.href.replace(/.*brands.(.*).html/, '$1'))`)
	}
	said := func() string { return eval[string](b, `document.getElementById('said').textContent`) }
	fresh := func(address string) {
		b.do(chromedp.Navigate("about:blank"))
		b.open(edition.ComparePath + address)
		b.compared()
	}
	for _, c := range []struct {
		asked, want []string
		say         string
	}{
		{slugs[:2], slugs[:2], "正在对比 2 个品牌。"},
		{slugs[:4], slugs[:4], "正在对比 4 个品牌。"},
		{slugs[:5], slugs[:4], "最多对比 4 个品牌。正在对比 4 个品牌。"},
		{[]string{slugs[0], slugs[0], "no-such-brand"}, slugs[:1], "没有网址名为“no-such-brand”的品牌。再加入一个品牌，就可以对比。"},
	} {
		fresh("#" + strings.Join(c.asked, ","))
		if got := columns(); !slices.Equal(got, c.want) || said() != c.say {
			b.fail("%q shows %q and says %q", c.asked, got, said())
		}
		empty := eval[int](b, `[...document.querySelectorAll('.compare tbody tr:not([hidden])')].filter((tr) => [...tr.cells].slice(1).every((c) => c.textContent === '—')).length`)
		rows := eval[int](b, `document.querySelectorAll('.compare tbody tr:not([hidden])').length`)
		if empty > 0 || rows < 5 {
			b.fail("%d rows, %d of them empty", rows, empty)
		}
		for _, what := range eval[[]string](b, strings.Replace(stickingOut, "wide !== 320", "wide !== 390", 1)) {
			b.fail("%d brands: %s", len(c.want), what)
		}
	}

	fresh("#" + strings.Join(slugs[:2], ","))
	b.do(chromedp.Click(chromedp.ID("differing")))
	if same := eval[int](b, `[...document.querySelectorAll('.compare tbody tr')].filter((tr) => tr.checkVisibility() && tr.cells[1].textContent === tr.cells[2].textContent).length`); same > 0 {
		b.fail("%d equal rows are shown", same)
	}

	// From a brand's page, by one tap and one word.
	b.do(chromedp.Navigate("about:blank"))
	b.open(edition.BrandPath(slugs[0]))
	eval[bool](b, `sessionStorage.clear(), true`)
	b.do(chromedp.Click(chromedp.CSS(`.cite a[href*="compare.html?brand="]`)))
	b.compared()
	name := eval[string](b, `fetch('brands/`+slugs[1]+`.json').then((r) => r.json()).then((d) => d.brand.name)`)
	b.do(chromedp.SendKeys(chromedp.ID("compare-q"), name))
	b.do(chromedp.Click(chromedp.CSS(`#choose li[data-slug="` + slugs[1] + `"] a`)))
	b.until(`document.querySelectorAll('.compare thead a').length === 2`)
	if got := columns(); !slices.Equal(got, slugs[:2]) || !strings.HasSuffix(eval[string](b, `location.href`), edition.ComparePath+"#"+strings.Join(slugs[:2], ",")) {
		b.fail("from a brand's page %q are compared", got)
	}

	b.scripts(false)
	b.open(edition.ComparePath)
	if got := eval[string](b, `document.querySelector('main').innerText`); !strings.Contains(got, "脚本") || !strings.Contains(got, "全部名录") {
		b.fail("without script it says %q", got)
	}
	b.scripts(true)
}
