package search

import (
	"context"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// home is the search box of the home page with its script.
func home(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile("../../layouts/home/home.html")
	if err != nil {
		t.Fatal(err)
	}
	_, form, ok := strings.Cut(string(source), "<form")
	form, _, closed := strings.Cut(form, "</form>")
	if !ok || !closed {
		t.Fatal("layouts/home/home.html has no form")
	}
	return []byte(`<!doctype html><html lang="zh-CN" data-root=""><head><meta charset="utf-8"><title>首页</title><script src="home.js" defer></script></head><body><form` +
		strings.ReplaceAll(form, "{{.Root}}", "") + `</form></body></html>`)
}

// suggested is what stands under the box of the home page.
type suggested struct {
	Slugs  []string
	Links  []string
	Words  []string // beside each: its county, or what it is that does not stand
	Status string
	Path   string
	Focus  string // what has it: the text of a link, else the name of a box
}

// typing is a person at the home page.
type typing struct {
	testing.TB
	ctx context.Context
}

func (p typing) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.Fatal(err)
	}
}

func (p typing) press(keys string) { p.do(chromedp.KeyEvent(keys)) }

// sees waits until something is suggested or, where nothing is expected, for
// longer than the pause in typing.
func (p typing) sees(anything bool) suggested {
	p.Helper()
	if anything {
		p.do(chromedp.WaitVisible(chromedp.CSS(`.suggestions a`)))
	}
	p.do(chromedp.Sleep(400 * time.Millisecond))
	s, err := chromedp.Run(p.ctx, chromedp.Evaluate[suggested](`(() => {
		const links = [...document.querySelectorAll(".suggestions a")].filter((a) => a.checkVisibility());
		const at = document.activeElement;
		return {
			Slugs: links.map((a) => a.parentNode.dataset.slug ?? ""), Links: links.map((a) => a.getAttribute("href")), Words: links.map((a) => a.querySelector("i")?.textContent ?? ""),
			Status: document.querySelector("[role=status]")?.textContent ?? "", Path: location.pathname + decodeURIComponent(location.search),
			Focus: at.name || at.textContent,
		};
	})()`))
	if err != nil {
		p.Fatal(err)
	}
	return s
}

// compose has an input method put a word together, letter by letter; insert ends
// it.
func compose(parts ...string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, part := range parts {
			end := int64(len(part))
			if _, err := chromedp.Call(ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: part, SelectionStart: end, SelectionEnd: end}); err != nil {
				return err
			}
		}
		return nil
	})
}

func insert(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// The home page answers while one types, with the keyboard alone, and waits for
// an input method.
func TestHome(t *testing.T) {
	p := typing{t, tab(t)}
	files, x := built(t, demo(t))
	h := newHost(t, files)
	h.change(func() { h.files["index.html"], h.files["home.js"] = home(t), script(t, "../home/home.ts") })
	best := func(text string) []string {
		a, err := x.Search(context.Background(), Request{Text: text, Size: 6})
		if err != nil {
			t.Fatal(err)
		}
		return slugs(a)
	}
	fresh := func() { p.do(chromedp.Navigate(h.URL+"/index.html"), chromedp.Focus(chromedp.CSS(`#home-q`))) }
	brand := "donghai-shuijing-diaoke"

	for _, text := range []string{"水晶", "donghai"} {
		fresh()
		p.do(chromedp.SendKeys(chromedp.CSS(`#home-q`), text))
		s := p.sees(true)
		if want := best(text); !slices.Equal(s.Slugs[:len(want)], want) || !slices.Contains(s.Links, "brands/"+brand+".html") {
			t.Errorf("%s: suggested are %v, bleve finds %v", text, s.Slugs, want)
		}
		if !strings.Contains(s.Status, "找到") || s.Focus != "q" {
			t.Errorf("%s: the status is %q, the focus is on %q", text, s.Status, s.Focus)
		}
	}

	p.press(kb.ArrowDown)
	if s := p.sees(true); s.Focus == "q" {
		t.Error("the arrow does not lead into the list")
	}
	p.press(kb.ArrowUp)
	if s := p.sees(true); s.Focus != "q" {
		t.Errorf("back up the focus is on %q", s.Focus)
	}
	p.press(kb.ArrowDown)
	p.press(kb.Escape)
	if s := p.sees(false); len(s.Slugs) > 0 || s.Focus != "q" {
		t.Errorf("after Escape %v is suggested, the focus is on %q", s.Slugs, s.Focus)
	}
	p.press(kb.Enter)
	if s := p.sees(false); s.Path != "/search.html?q=donghai" {
		t.Errorf("Enter leads to %s", s.Path)
	}

	// An input method puts 水晶 together: nothing is asked before it is done.
	fresh()
	h.change(func() { h.fetched = nil })
	p.do(compose("s", "sh", "shui'jing"))
	s := p.sees(false)
	h.change(func() {
		if len(s.Slugs) > 0 || len(h.fetched) > 0 {
			t.Errorf("while the input method is at work %v is suggested, %v fetched", s.Slugs, h.fetched)
		}
	})
	p.do(insert("水晶"))
	if s := p.sees(true); !slices.Contains(s.Slugs, brand) {
		t.Errorf("after it %v is suggested", s.Slugs)
	}

	// What is pasted is cut, and the page says so.
	fresh()
	p.do(insert(strings.Repeat("水晶雕刻", 1250)))
	if s := p.sees(true); !strings.Contains(s.Status, "只按前 200 字查找") || !slices.ContainsFunc(s.Links, func(l string) bool { return strings.HasPrefix(l, "brands/") }) {
		t.Errorf("of 5,000 characters the status says %q, %v is suggested", s.Status, s.Links)
	}

	// Without an index the box is what it is without script.
	h.change(func() { h.fails = func(path string) bool { return strings.HasPrefix(path, "search/") } })
	fresh()
	p.do(chromedp.SendKeys(chromedp.CSS(`#home-q`), "水晶"))
	if s := p.sees(false); len(s.Slugs) > 0 {
		t.Errorf("without an index %v is suggested", s.Slugs)
	}
	p.press(kb.Enter)
	if s := p.sees(false); s.Path != "/search.html?q="+"水晶" {
		t.Errorf("Enter leads to %s, not ?q=%s", s.Path, url.QueryEscape("水晶"))
	}
}

// The script of the home page; with its document, sheet and fonts of the system
// it stays far below 60 kB.
func TestHomeSize(t *testing.T) {
	if n := len(gzipped(script(t, "../home/home.ts"))); n > 7_500 {
		t.Errorf("the home page's script takes %d bytes packed", n)
	} else {
		t.Logf("the home page's script takes %d bytes packed", n)
	}
}
