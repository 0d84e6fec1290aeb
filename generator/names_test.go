package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"minglu/generator/diag"
	"minglu/generator/fixture"
)

// A file whose name is not UTF-8, as old archives leave them, is a mistake in
// every format and never a failure.
func TestFileNamesThatAreNotUTF8(t *testing.T) {
	const name = "\xb6\xab\xba\xa3" // 东海 in GBK
	for _, file := range []string{"content/brands/donghai/" + name + ".md", "content/brands/" + name + "/a.md", "content/" + name, "content/notices/" + name + ".md"} {
		dir := fixture.Repository(t, fstest.MapFS{"site.yaml": {Data: []byte("title: 名录\npublisher: 示例\nregion: 320700\n")}})
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(file)), 0o755); err != nil {
			t.Skip("this file system holds no such name:", err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), nil, 0o644); err != nil {
			t.Skip("this file system holds no such name:", err)
		}
		for _, args := range [][]string{{"check"}, {"check", filepath.Join(dir, file)}, {"build", "--out", t.TempDir()}} {
			if strings.Contains(filepath.Dir(file), name) && len(args) == 2 && args[0] == "check" {
				args[1] = filepath.Dir(args[1]) // the mistake is the folder's
			}
			code, stdout, stderr := minglu(append(args, "-C", dir)...)
			if code != exitMistakes || strings.Count(stdout, "[bad-slug]") != 1 || !strings.Contains(stdout, `\xB6\xAB\xBA\xA3`) || !utf8.ValidString(stdout+stderr) {
				t.Errorf("%q of %q: %d %s%s", args[0], file, code, stdout, stderr)
			}
		}
		for _, format := range diag.Formats() {
			code, stdout, stderr := minglu("check", "--format", format, "-C", dir)
			if code != exitMistakes || !utf8.ValidString(stdout) || strings.Count(stdout, "bad-slug") == 0 {
				t.Errorf("%s of %q: %d %s%s", format, file, code, stdout, stderr)
			}
		}
	}
}
