package public

import (
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Whatever a page is made of, and however its attributes are written, scan finds
// its ids and links and nothing else: no text, comment or script that looks like
// them.
func TestScanFindsIDsAndLinksAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	for range 2000 {
		var page strings.Builder
		var want []string
		for n := range 1 + random.IntN(8) {
			if random.IntN(3) == 0 {
				page.WriteString(one("<!-- <a href=no> -->", "<!--><p>", "<script>if (a < b) '<a href=no>'</script >", "<title><a id=no></title>",
					"<textarea><img src=no></TEXTAREA\n>", "</a href=no>", "<!x <a href=no>", "a < b <3 <é href=no>", "<noscript>", "</noscript>", "<p title=no data-href=no>"))
			}
			value := fmt.Sprintf("%s-%d", one("x", "文", "a&b", `"`, "a<b>", "?q=1&copy=2", "'"), n)
			written := html.EscapeString(value)
			switch random.IntN(3) {
			case 0:
				written = `"` + written + `"`
			case 1:
				written = `'` + written + `'`
			}
			key := one("id", "href", "src", "action", "poster", "ID", "hReF")
			fmt.Fprintf(&page, "<%s alt=''%s%s%s=%s%s>", one("p", "a", "IMG", "use", "h2"), one(" ", "\n", "/"), key, one("", " ", "\t"), one("", "\r\n"), written+one("", " ", " id2=no", " "+key+"=no"))
			want = append(want, strings.ToLower(key)[:2]+" "+value)
		}
		var got []string
		note := func(key string) func([]byte) { return func(value []byte) { got = append(got, key+" "+string(value)) } }
		scan([]byte(page.String()), note("id"), note("link"))
		for i, w := range want {
			if kind, value, _ := strings.Cut(w, " "); kind != "id" {
				want[i] = "link " + value
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s\ngot  %q\nwant %q", page.String(), got, want)
		}
	}
}

// samplePage is a page of the size and make of a brand's.
func samplePage(n int) []byte {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>示例</title><link rel="stylesheet" href="../assets/base.css"></head><body><a class="skip" href="#main">跳到正文</a><main id="main">`)
	for i := range 100 {
		fmt.Fprintf(&b, `<section class="item"><h3 class="name" id="item-%d">东海水晶雕刻工匠</h3><p class="text">从业人员不少于三千人，其中持证人员不少于百分之六十。</p><a class="more" href="../types/t%d.html">查看</a></section>`, i, i%7)
	}
	fmt.Fprintf(&b, `<a href="b%d.html#item-3">下一个</a></main></body></html>`, (n+1)%100)
	return []byte(b.String())
}

func BenchmarkScan(b *testing.B) {
	page := samplePage(0)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		scan(page, func([]byte) {}, func([]byte) {})
	}
}
