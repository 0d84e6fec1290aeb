package review_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/review"
)

// BenchmarkReview reads both sides of a directory of brands like the longest of
// the repository, of which fifty are changed, and compares them, as `review
// --since` does; where the rules are changed too, every brand is measured twice
// more.
func BenchmarkReview(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		for _, rules := range []bool{false, true} {
			b.Run(fmt.Sprintf("brands=%d/rules=%v", n, rules), func(b *testing.B) {
				before, after, changes := many(b, n, 50, rules)
				for b.Loop() {
					packet := review.Compare(read(b, before), read(b, after), changes)
					text, _ := packet.Document("与 main 比较").Markdown(review.CommentLimit)
					if len(packet.Brands) != 50 || len(packet.Mistakes) > 0 || !strings.Contains(text, "修改品牌 50 个") {
						b.Fatal(len(packet.Brands), text)
					}
				}
			})
		}
	}
}

// BenchmarkCompare is the same without reading.
func BenchmarkCompare(b *testing.B) {
	before, after, changes := many(b, 10_000, 50, true)
	was, is := read(b, before), read(b, after)
	for b.Loop() {
		_, _ = review.Compare(was, is, changes).Document("与 main 比较").Markdown(review.CommentLimit)
	}
}

// BenchmarkWait looks for what waits among ten thousand brands.
func BenchmarkWait(b *testing.B) {
	_, after, _ := many(b, 10_000, 50, false)
	side := read(b, after)
	for b.Loop() {
		_, _ = review.Wait(side).Document().Markdown(review.CommentLimit)
	}
}

// many returns a repository of n brands, and the same with some of them changed.
func many(b *testing.B, n, touched int, rules bool) (before, after fstest.MapFS, changes []review.Change) {
	b.Helper()
	like, err := os.ReadFile("../../content/brands/donghai/donghai-shuijing-diaoke.md")
	if err != nil {
		b.Fatal(err)
	}
	text, _, _ := strings.Cut(string(like), "## 一件摆件")
	text = regexp.MustCompile(`(?m)^cover: .*\n`).ReplaceAllString(text, "") // whose picture is a file of its own
	text = strings.Replace(text, "also_known_as: [东海水晶工]\nformer_slugs: [donghai-crystal]\n", "", 1)
	before = fstest.MapFS{}
	repository := os.DirFS("../..")
	for _, pattern := range []string{"criteria/*.yaml", "criteria/standards/*.yaml", "content/site.yaml"} {
		for _, name := range glob(b, repository, pattern) {
			before[name] = &fstest.MapFile{Data: file(b, repository, name)}
		}
	}
	var slugs strings.Builder
	for i := range n {
		slug := fmt.Sprintf("brand-%05d", i)
		before["content/brands/donghai/"+slug+".md"] = &fstest.MapFile{Data: []byte(strings.Replace(text, "name: 东海水晶雕刻工匠", "name: 东海水晶雕刻工匠"+slug, 1))}
		fmt.Fprintf(&slugs, "  - %s\n", slug)
	}
	before["content/notices/all.md"] = &fstest.MapFile{Data: []byte("---\nkind: 认定\ntitle: 全部\nlevel: 市级\nstandard: lianyungang-2024\ndate: 2024-12-06\nbrands:\n" + slugs.String() + "---\n正文。\n")}
	after = fstest.MapFS{}
	for name, f := range before {
		after[name] = f
	}
	edit := func(name, old, now string) {
		after[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(before[name].Data), old, now, 1))}
		changes = append(changes, review.Change{Kind: review.Modified, Path: name})
	}
	for i := range touched {
		edit(fmt.Sprintf("content/brands/donghai/brand-%05d.md", i), "workers: 12600", "workers: 2600")
	}
	if rules {
		edit("criteria/standards/lianyungang-2024.yaml", "workers: {above: 3000}", "workers: {above: 30000}")
	}
	return before, after, changes
}
