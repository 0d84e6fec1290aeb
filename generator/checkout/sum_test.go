package checkout

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

// Whatever may be read of folders changes their sum: names, bytes, and what stands there;
// what lies beside them does not.
func TestSumTellsWhatMayBeRead(t *testing.T) {
	site := func(change func(fstest.MapFS)) []byte {
		t.Helper()
		files := fstest.MapFS{"content/a": {Data: []byte("1")}, "content/b/c": {Data: []byte("2")}, "README.md": {Data: []byte("3")}}
		change(files)
		sum, err := Sum(files, "content", "layouts")
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	was := string(site(func(fstest.MapFS) {}))
	if string(site(func(f fstest.MapFS) { f["README.md"] = &fstest.MapFile{Data: []byte("4")} })) != was {
		t.Error("a file beside the folders changes the sum")
	}
	for what, change := range map[string]func(fstest.MapFS){
		"other bytes":          func(f fstest.MapFS) { f["content/a"].Data = []byte("0") },
		"bytes of two swapped": func(f fstest.MapFS) { f["content/a"], f["content/b/c"] = f["content/b/c"], f["content/a"] },
		"another name":         func(f fstest.MapFS) { f["content/d"] = f["content/a"]; delete(f, "content/a") },
		"a file more":          func(f fstest.MapFS) { f["content/d"] = &fstest.MapFile{} },
		"a folder more":        func(f fstest.MapFS) { f["content/d"] = &fstest.MapFile{Mode: fs.ModeDir} },
		"a link":               func(f fstest.MapFS) { f["content/a"].Mode = fs.ModeSymlink },
		"a folder not there":   func(f fstest.MapFS) { f["layouts/x"] = &fstest.MapFile{} },
	} {
		if string(site(change)) == was {
			t.Errorf("%s: the sum is the same", what)
		}
	}
	_, err := Sum(fstest.MapFS{"content/a": {Data: make([]byte, maxSummed+1)}}, "content")
	if !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}
