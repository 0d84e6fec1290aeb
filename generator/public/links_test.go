package public

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

// tree makes a tree of paths and texts; half of the bytes lie in a temporary
// file.
func tree(t testing.TB, files map[string]string) *Tree {
	t.Helper()
	site := &Tree{limit: 1}
	for _, text := range files {
		site.limit += int64(len(text)) / 2
	}
	t.Cleanup(func() { _ = site.Close() })
	for path, text := range files {
		if err := site.Put(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return site
}

// TestLinks holds single links, written in brands/a.html, against a small site.
func TestLinks(t *testing.T) {
	for _, c := range []struct{ link, want string }{
		{"b.html", ""},
		{"./b.html", ""},
		{"../index.html", ""},
		{"../", ""},
		{"..", ""},
		{"", ""},
		{"#here", ""},
		{"#top", ""},
		{"#", ""},
		{"a.html#here", ""},
		{"b.html#there", ""},
		{"b.html#%E5%9C%B0%E6%96%B9", ""},
		{"b.html#地方", ""},
		{"b.html#a&amp;b", ""},
		{"../search.html?q=%E6%B0%B4&amp;type=x#results", ""},
		{"?page=2", ""},
		{"../%E6%96%87.html", ""},
		{"../icons.svg#star", ""},
		{"../paper.pdf#page=2", ""},
		{"https://example.org/none.html#none", ""},
		{"//example.org/none", ""},
		{"mailto:a@example.org", ""},
		{"tel:051812345678", ""},
		{"data:image/png;base64,xx", ""},
		{"https://minglu.example/lu/brands/b.html", ""},
		{"https://minglu.example/lu/", ""},
		{"none.html", "没有文件“brands/none.html”"},
		{"../brands", "没有文件“brands”"},
		{"../types/", "没有文件“types/index.html”"},
		{"B.html", "没有文件“brands/B.html”"},
		{"../../x.html", "“../x.html”指到了网站之外"},
		{"/index.html", "“/index.html”应写成相对地址"},
		{"#none", "没有 id 为“none”的位置"},
		{"b.html#none", "网页“brands/b.html”中没有 id 为“none”的位置"},
		{"b.html#top", "没有 id 为“top”"},
		{"../icons.svg#moon", "没有 id 为“moon”的位置"},
		{"b%zz.html", "百分号编码有误"},
		{"https://minglu.example/lu/none.html", "没有文件“none.html”"},
	} {
		site := tree(t, map[string]string{
			"index.html":    "",
			"search.html":   `<div id="results">`,
			"文.html":        "",
			"icons.svg":     `<svg><symbol id="star"/></svg>`,
			"paper.pdf":     "",
			"types/t.html":  "",
			"brands/b.html": `<p id="there"><p id="地方"><p id="a&amp;b">`,
			"brands/a.html": `<p id=here><a href="` + c.link + `">`,
		})
		err := site.CheckLinks("https://minglu.example/lu/")
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.link, err)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %s", c.link, err, c.want)
		}
	}
}

// A link to elsewhere is broken on no account: authors write such, and browsers read
// more than net/url does.
func TestLinksToElsewhereAreNotLookedAt(t *testing.T) {
	r := resolver{tree: tree(t, map[string]string{"index.html": ""}), base: "https://minglu.example/lu/", root: "/lu/"}
	random := rand.New(rand.NewPCG(3, 4))
	signs := []rune("a文/%?#:@[]\\ .\u2028\x7f")
	for range 20_000 {
		link := []string{"tel:", "mailto:", "https:", "http://", "https://other.example", "//", "TEL:", "view-source:"}[random.IntN(8)]
		for range random.IntN(8) {
			link += string(signs[random.IntN(len(signs))])
		}
		if got := r.resolve("index.html", link); got != (target{}) {
			t.Fatalf("%q: %+v", link, got)
		}
	}
}

// A link leads where a browser goes from its page.
func TestLinksLeadWhereABrowserGoes(t *testing.T) {
	const base = "https://minglu.example/some/folders/deep/lu/" // at the host's root a browser climbs no more
	files := map[string]string{}
	for _, p := range []string{"index.html", "a.html", "brands/index.html", "brands/a.html", "brands/文.html", "x/y/a.html", "x/y/文.html", "x/y/index.html"} {
		files[p] = ""
	}
	r := resolver{tree: tree(t, files), base: base, root: "/some/folders/deep/lu/"}
	pages, parts := r.tree.Paths(), []string{"..", ".", "a.html", "%61.html", "文.html", "%E6%96%87.html", "brands", "x", "y", "index.html"}
	random := rand.New(rand.NewPCG(1, 2))
	led := 0
	for range 20_000 {
		page, link := pages[random.IntN(len(pages))], []string{"", "", base}[random.IntN(3)]
		for range random.IntN(4) {
			link += parts[random.IntN(len(parts))] + "/"
		}
		if random.IntN(4) > 0 {
			link = strings.TrimSuffix(link, "/")
		}
		link += []string{"", "?q=1", "#地方", "#%E5%9C%B0", "?q#x"}[random.IntN(5)]
		if strings.HasPrefix(link, base[:len(base)-1]) && !strings.HasPrefix(link, base) {
			continue // the site's address without its slash is no address of the site
		}
		from, err := url.Parse(base + page)
		if err != nil {
			t.Fatal(err)
		}
		to, err := from.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		file, found := strings.CutPrefix(to.Path, r.root)
		if file == "" || strings.HasSuffix(file, "/") {
			file += "index.html"
		}
		if _, exists := files[file]; !exists {
			found = false
		}
		got := r.resolve(page, link)
		if found {
			led++
		}
		if found != (got.why == "") || found && (got.path != file || got.fragment != to.Fragment) {
			t.Errorf("%s in %s leads to %+v, a browser goes to %s", link, page, got, to)
		}
	}
	if led < 1000 {
		t.Errorf("only %d links lead anywhere", led)
	}
}

func TestEveryKindOfLinkIsChecked(t *testing.T) {
	for _, page := range []string{
		`<img src="x">`, `<script src=x></script>`, `<link href='x'>`, `<form action=x>`, `<video poster=x>`,
		`<img srcset="i.jpg 1x, x 2x">`, `<meta http-equiv=refresh content="0; URL=x">`, `<noscript><a href=x></noscript>`,
		`<svg><use href="x"/></svg>`, `<area href=x>`, `<A HREF="x">`,
	} {
		site := tree(t, map[string]string{"index.html": page, "i.jpg": ""})
		const want = "生成的网页中有 1 种链接不通\n  index.html 中的链接“x”：没有文件“x”"
		if err := site.CheckLinks(""); err == nil || err.Error() != want {
			t.Errorf("%s: %v", page, err)
		}
	}
}

func TestNotFoundPageLinksFromTheRoot(t *testing.T) {
	site := tree(t, map[string]string{"404.html": `<a href="/lu/index.html"><a href="/lu/">`, "index.html": ""})
	if err := site.CheckLinks("https://minglu.example/lu/"); err != nil {
		t.Error(err)
	}
	if err := site.CheckLinks(""); err == nil {
		t.Error("without an address of the site /lu/ is nowhere")
	}
	site = tree(t, map[string]string{"404.html": `<a href="/index.html">`, "index.html": ""})
	if err := site.CheckLinks(""); err != nil {
		t.Error(err)
	}
}

func TestLinkErrorIsShortAndOrdered(t *testing.T) {
	files := map[string]string{}
	for i := range 300 {
		files[fmt.Sprintf("brands/b%03d.html", i)] = fmt.Sprintf(`<a href="gone.html"><a href="../also/%02d.html">`, i%30)
	}
	site := tree(t, files)
	first := site.CheckLinks("").Error()
	for range 5 {
		if again := site.CheckLinks("").Error(); again != first {
			t.Fatalf("%s\n%s", first, again)
		}
	}
	for _, want := range []string{"有 31 种链接不通", "brands/b000.html 中的链接“gone.html”：没有文件“brands/gone.html”（共 300 处）", "……另有 11 种"} {
		if !strings.Contains(first, want) {
			t.Errorf("%s lacks %s", first, want)
		}
	}
}

func TestPutRefuses(t *testing.T) {
	for _, paths := range [][]string{
		{"../x"}, {"/x"}, {""}, {"."}, {"a//b"}, {"a/"}, {"a\\b"}, {"a:b"}, {"a\nb"}, {"a."}, {"a "},
		{".git/config"}, {".minglu.sha256"}, {"brands/.minglu-x.tmp"},
		{"x.html", "x.html"}, {"x.html", "X.html"}, {"Brands/x", "brands/y"}, {"a", "a/b"}, {"a/b", "a"},
	} {
		var site Tree
		var err error
		for _, p := range paths {
			if err == nil {
				err = site.Put(p, nil)
			}
		}
		if err == nil {
			t.Errorf("%q was accepted", paths)
		}
	}
	tree(t, map[string]string{".nojekyll": "", ".well-known/security.txt": "", "文/字.html": "", "a-b_c.1.js": ""})
}

// BenchmarkCheckLinks reads a site of 10,000 brands, 200 MB of pages.
func BenchmarkCheckLinks(b *testing.B) {
	site := tree(b, map[string]string{"assets/base.css": ""})
	for i := range 7 {
		_ = site.Put(fmt.Sprintf("types/t%d.html", i), nil)
	}
	for i := range 10_000 {
		_ = site.Put(fmt.Sprintf("brands/b%d.html", i), samplePage(i))
	}
	b.SetBytes(site.bytes)
	for b.Loop() {
		if err := site.CheckLinks(""); err != nil {
			b.Fatal(err)
		}
	}
}

// What is put in comes out again, wherever it is kept, and Put keeps a copy.
func TestReadFile(t *testing.T) {
	for _, limit := range []int64{1, 5, 1 << 20} {
		site := &Tree{limit: limit}
		buffer := []byte("abc")
		for _, path := range []string{"a", "b", "c", "empty"} {
			if path == "empty" {
				buffer = nil
			}
			if err := site.Put(path, buffer); err != nil {
				t.Fatal(err)
			}
			for i := range buffer {
				buffer[i]++
			}
		}
		for path, want := range map[string]string{"a": "abc", "b": "bcd", "c": "cde", "empty": ""} {
			if got, err := site.ReadFile(path); err != nil || string(got) != want || site.Size(path) != len(want) {
				t.Errorf("%s: %q %v", path, got, err)
			}
		}
		if _, err := site.ReadFile("none"); !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
		held := site.store.file == nil
		if err := site.Close(); err != nil || site.bytes != 9 || len(site.files) != 4 {
			t.Error(err)
		}
		if _, err := site.ReadFile("c"); (err == nil) != held || held != (limit > 9) {
			t.Errorf("with %d bytes in memory, and all there: %v, after Close: %v", limit, held, err)
		}
	}
}

// Where the temporary file cannot be read nothing is taken for checked or written.
func TestALostTemporaryFileIsSaid(t *testing.T) {
	site := &Tree{limit: 1}
	for _, p := range []string{"a.html", "b.html", "c.svg"} {
		if err := site.Put(p, []byte(`<a href="b.html#x">`)); err != nil {
			t.Fatal(err)
		}
	}
	if err := site.store.file.Close(); err != nil {
		t.Fatal(err)
	}
	const want = "无法读取临时文件"
	if err := site.CheckLinks(""); err == nil || !strings.Contains(err.Error(), want) {
		t.Error(err)
	}
	if err := site.checkAnchors(uses[target]{{path: "c.svg", fragment: "x"}: {}}, nil); err == nil || !strings.Contains(err.Error(), want) {
		t.Error(err)
	}
	if s, err := site.Sync(t.Context(), t.TempDir()); err == nil || !strings.Contains(err.Error(), want) || s.Written > 0 {
		t.Error(s, err)
	}
}

func TestPutSaysThatTheDiskIsFull(t *testing.T) {
	t.Setenv("TMPDIR", "/nowhere")
	site := &Tree{limit: 1}
	if err := site.Put("x", []byte("long")); err == nil || !strings.Contains(err.Error(), "无法建立临时文件") {
		t.Error(err)
	}
}
