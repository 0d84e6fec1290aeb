package screen_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/screen"
)

// skipped looks at what stands in the folder c of root.
func skipped(t *testing.T, root fs.FS) diag.List {
	t.Helper()
	entries, err := fs.ReadDir(root, "c")
	if err != nil {
		t.Fatal(err)
	}
	bad, err := screen.Skipped(root, "c", entries)
	if err != nil {
		t.Fatal(err)
	}
	return bad
}

func TestSkippedFilesAreLookedAt(t *testing.T) {
	long := strings.Repeat("字\n", 2_000_000)
	for name, want := range map[string]struct {
		files []string // a name, and its text
		bad   []string // files with a mistake, and what it says
	}{
		"a number":                {[]string{"README.md", "联系 13812345678"}, []string{"c/README.md", "手机号码"}},
		"marks are resolved":      {[]string{"_x.md", "138**1234**5678"}, []string{"c/_x.md", "手机号码"}},
		"a folder in a folder":    {[]string{"_x/y/z.txt", "13812345678"}, []string{"c/_x/y/z.txt", "手机号码"}},
		"GBK":                     {[]string{"_x.txt", "\xcb\xae\xbe\xa7\xca\xd6\xbb\xfa 13812345678"}, []string{"c/_x.txt", "手机号码"}},
		"no text":                 {[]string{"_x.jpg", "\x00 13812345678"}, nil},
		"the beginning of a file": {[]string{"_x.md", "13812345678\n" + long}, []string{"c/_x.md", "手机号码"}},
		"a large file":            {[]string{"_x.md", long}, nil},
		"a number in a name":      {[]string{"_13812345678.md", ""}, []string{"c/_138******78.md", "手机号码"}},
		"a device":                {[]string{"_x/con.md", ""}, []string{"c/_x/con.md", "Windows 系统保留"}},
		"two cases":               {[]string{"_x/A.md", "", "_x/a.md", ""}, []string{"c/_x/a.md", "大小写"}},
		"two cases side by side":  {[]string{"_A.md", "", "_a.md", ""}, []string{"c/_a.md", "大小写"}},
		"two folders":             {[]string{"_x/a.md", "", "_y/A.md", ""}, nil},
	} {
		root := fstest.MapFS{}
		for file := range slices.Chunk(want.files, 2) {
			root["c/"+file[0]] = &fstest.MapFile{Data: []byte(file[1])}
		}
		bad := skipped(t, root)
		if len(bad) != len(want.bad)/2 || len(bad) > 0 && (bad[0].Name() != want.bad[0] || !strings.Contains(bad[0].Message, want.bad[1])) {
			t.Errorf("%s: %+v", name, bad)
		}
	}
}

// Such a file cannot be opened, and neither can what lies in such a folder.
func TestSkippedNamesThatAreNotUTF8(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"c/_\xff.md", "c/_x/\xff.md", "c/_\xfe/a.md"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Skip(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("13812345678"), 0o644); err != nil {
			t.Skip(err) // not every file system has such names
		}
	}
	var files []string
	for _, m := range skipped(t, checkout.Open(dir)) {
		files = append(files, m.Name())
		if m.Rule != diag.BadSlug || !strings.Contains(m.Message, "UTF-8") {
			t.Errorf("%+v", m)
		}
	}
	slices.Sort(files)
	if want := []string{`c/_\xFE`, `c/_\xFF.md`, `c/_x/\xFF.md`}; !slices.Equal(files, want) {
		t.Errorf("%q, not %q", files, want)
	}
}
