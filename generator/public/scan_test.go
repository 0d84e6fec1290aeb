package public

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"
)

// tokenized returns what scan must find, by the tokenizer of x/net.
func tokenized(page string) []string {
	var found []string
	z := nethtml.NewTokenizer(strings.NewReader(page))
	for {
		tt := z.Next()
		if tt == nethtml.ErrorToken {
			return found
		}
		if tt != nethtml.StartTagToken && tt != nethtml.SelfClosingTagToken {
			continue
		}
		tag, more := z.TagName()
		tagName := string(tag)
		if tagName == "noscript" {
			z.NextIsNotRawText()
		}
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			switch string(key) {
			case "id", "src", "href", "srcset", "action", "poster":
			case "content":
				if tagName != "meta" {
					continue
				}
			default:
				continue
			}
			found = append(found, string(value))
		}
	}
}

// scanned returns what scan finds, decoded as the tokenizer decodes.
func scanned(page string) []string {
	var found []string
	newlines := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd")
	scan([]byte(page), func(_ kind, value []byte) {
		found = append(found, html.UnescapeString(newlines.Replace(string(value))))
	})
	return found
}

// reference matches the character references that generated pages have. Sloppy
// ones, which no template writes, are decoded by rules of their own.
var reference = regexp.MustCompile(`^&(amp|lt|gt|quot|#39|#34|#43);`)

// tidied writes every other & out, and takes away what only scripts written to
// confuse have: a comment that opens inside a script hides its end.
func tidied(page string) string {
	page = strings.ReplaceAll(page, "<!--", "<!-- ")
	if strings.Contains(strings.ToLower(page), "<script") {
		page = strings.ReplaceAll(page, "<!--", "<!")
	}
	var b strings.Builder
	for i := range len(page) {
		if b.WriteByte(page[i]); page[i] == '&' && !reference.MatchString(page[i:]) {
			b.WriteString("amp;")
		}
	}
	return b.String()
}

var scanSeeds = []string{
	`<!doctype html><html lang="zh-Hans"><head><meta charset=utf-8><title><a href=no></title><link rel="stylesheet" href="assets/a.css">`,
	`<a class="x" href="brands/x.html?a=1&amp;b=2#top" id='top'>文</a><img src=a.jpg srcset="a.jpg 1x, b.jpg 2x" alt="">`,
	`<script src=a.js></script><script>if (a < b) "<a href=no>"</script ><a href=yes>`,
	`<noscript><a href=yes></noscript><!-- <a href=no> --><!--><a href=yes><!---><a href=yes2><!-- --!><a href=y3>`,
	`<a / href = "x" / href=second HREF=third><br/><p a=/><a href><a href=>x`,
	`<meta http-equiv="refresh" content="0; url=x.html"><svg><use href="#i"/></svg></a href=no>`,
	`<textarea><a href=no></TEXTAREA/><a href=yes><style></styles><a href=no></style><a =href=x href==y>`,
	`</><? href=no><!x <a href=no>a < b <3 <é href=no><a href="unclosed`,
	"<a\nhref\r=\f'x\r\ny'\tid\t=\tz><iframe src=yes><a href=no></iframe><plaintext><a href=no>",
	`<form action="search.html"><video poster=p.webp>`,
}

func TestScanFindsWhatTheTokenizerFinds(t *testing.T) {
	for _, page := range scanSeeds {
		page = tidied(page)
		if got, want := scanned(page), tokenized(page); !slices.Equal(got, want) {
			t.Errorf("%s\nscan      %q\ntokenizer %q", page, got, want)
		}
	}
}

// The law: whatever the page, scan finds the ids and links that the tokenizer
// of golang.org/x/net/html finds, in the same order.
func FuzzScan(f *testing.F) {
	for _, s := range scanSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		page = tidied(page)
		if got, want := scanned(page), tokenized(page); !slices.Equal(got, want) {
			t.Errorf("%q\nscan      %q\ntokenizer %q", page, got, want)
		}
	})
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
		scan(page, func(kind, []byte) {})
	}
}
