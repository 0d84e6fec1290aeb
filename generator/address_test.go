package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/fixture"
)

// Whatever address of the site passes check, the site can be built for it; what
// does not pass is one mistake with a cure.
func TestEveryBaseURLThatPassesCanBeBuilt(t *testing.T) {
	site := "title: 名录\npublisher: 示例\nregion: 320700\nbase_url: %s\n"
	dir := fixture.Repository(t, fstest.MapFS{
		"site.yaml":                  {Data: []byte("")},
		"brands/donghai/shuijing.md": {Data: []byte("---\nname: 东海水晶工匠\ncounty: 东海县\n---\n基本情况，见[公告](/notices/rending.html)。\n")},
		"notices/rending.md":         {Data: []byte("---\nkind: 认定\ntitle: 通知\nlevel: 市级\ndate: 2024-01-01\nbrands: [shuijing]\n---\n")},
	})
	check := func(base string) (int, string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "content/site.yaml"), fmt.Appendf(nil, site, "'"+strings.ReplaceAll(base, "'", "''")+"'"), 0o644); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := minglu("check", "-C", dir)
		return code, stdout + stderr
	}
	for _, base := range []string{
		"https://例子.中国/", "https://example.org/名录", "https://example.org:99999", "https://example.org:0/", "https:///a", "https://", "https://:80/",
		"https://user:pass@example.org", "https://exa mple.org", "https://example.org/a b", "https://ex%41mple.org", "https://-a.org", "https://a..org",
		"https://1.2.3.999", "https://[::1", "https://[fe80::1%25eth0]/", "https://xn--a", "ftp://example.org", "//example.org", "example.org", "/a/",
		"https://example.org/?a", "https://example.org/#a", "https://example.org/%zz", `https://example.org\a`, "https://exa\"mple.org",
		"https://" + strings.Repeat("a", 64) + ".org", "https://example.org:http/", "https://ｅｘａｍｐｌｅ.org", "https://example。org",
		"https://example.org/\u200b", "https://exam\u00adple.org", "https://0x7f.1",
	} {
		code, said := check(base)
		if code != exitMistakes || strings.Count(said, "[bad-link]")+strings.Count(said, "[wrong-kind]") != 1 {
			t.Errorf("%s: %d %s", base, code, said)
		}
	}
	hosts := []string{"https://example.org", "HTTPS://Example.ORG", "http://localhost:8080", "https://xn--fsqu00a.xn--fiqs8s", "http://[::1]:65535", "http://127.0.0.1:1", "https://example.org:", "https://a_b.example.org."}
	paths := []string{"", "/", "/minglu", "/a%20b/", "/%E5%90%8D%E5%BD%95", "/%e5%90%8d", "/a'(b)", "/a[b]|c", "/a&b;c=d,e", "/a/../b/./", "//a//", "/a%2Fb", "/$x{{.}}", "/<script>", "/%00", "/" + strings.Repeat("a", 300)}
	for i, path := range paths {
		base := hosts[i%len(hosts)] + path
		if code, said := check(base); code != exitFine {
			t.Errorf("%s: %d %s", base, code, said)
			continue
		}
		out := t.TempDir()
		if code, stdout, stderr := minglu("build", "-C", dir, "--out", out); code != exitFine {
			t.Errorf("%s: %d\n%s%s", base, code, stdout, stderr)
		}
	}
}
