package edition_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"minglu/generator/criteria"
)

// BenchmarkRead reads and evaluates directories of brands as large as the real one,
// with a notice that recognizes all of them by a standard.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			writeBrands(b, dir, n)
			r := reader(b, today)
			for b.Loop() {
				e, bad := readBy(b, r, os.DirFS(dir))
				if len(bad) > 0 || len(e.Content.Brands) != n || len(e.Evaluations) != n {
					b.Fatal(bad)
				}
				runtime.KeepAlive(e)
			}
		})
	}
}

// repositoryRules returns the rules of the repository's own criteria/.
func repositoryRules(t testing.TB) *criteria.Rules {
	t.Helper()
	rules, err := loadedRules()
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

var loadedRules = sync.OnceValues(func() (*criteria.Rules, error) {
	rules, bad, err := criteria.Load(os.DirFS("../testdata/rules"))
	if len(bad) > 0 {
		err = fmt.Errorf("criteria/ has mistakes: %v", bad)
	}
	return rules, err
})

// writeBrands writes n brands like the longest of the demonstration, and a
// notice that recognizes them.
func writeBrands(t testing.TB, dir string, n int) {
	t.Helper()
	like, err := os.ReadFile("../../content/brands/donghai/donghai-shuijing-diaoke.md")
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(like), "## 一件摆件")
	text = regexp.MustCompile(`(?m)^cover: .*\n`).ReplaceAllString(text, "") // whose picture is a file of its own
	text = strings.Replace(text, "also_known_as: [东海水晶工]\nformer_slugs: [donghai-crystal]\n", "", 1)
	var slugs strings.Builder
	for i := range n {
		slug := fmt.Sprintf("brand-%05d", i)
		write(t, dir, "content/brands/donghai/"+slug+".md", strings.Replace(text, "name: 东海水晶雕刻工匠", "name: 东海水晶雕刻工匠"+slug, 1))
		fmt.Fprintf(&slugs, "  - %s\n", slug)
	}
	write(t, dir, "content/site.yaml", "title: 名录\npublisher: 示例\nregion: 320700\n")
	write(t, dir, "content/notices/all.md", "---\nkind: 认定\ntitle: 全部\nlevel: 市级\nstandard: lianyungang-2024\ndate: 2024-12-06\nbrands:\n"+slugs.String()+"---\n正文。\n")
}

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
