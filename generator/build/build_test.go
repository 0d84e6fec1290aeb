package build

import (
	"context"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"minglu/generator/cache"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/public"
	"minglu/generator/values"
)

// A watched repository notes what is looked at.
type watched struct {
	*checkout.FS

	mu   sync.Mutex
	seen map[string]bool
}

func (w *watched) note(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen[name] = true
}

func (w *watched) Open(name string) (fs.File, error)      { w.note(name); return w.FS.Open(name) }
func (w *watched) ReadFile(name string) ([]byte, error)   { w.note(name); return w.FS.ReadFile(name) }
func (w *watched) Lstat(name string) (fs.FileInfo, error) { w.note(name); return w.FS.Lstat(name) }
func (w *watched) Stat(name string) (fs.FileInfo, error)  { w.note(name); return w.FS.Stat(name) }
func (w *watched) ReadLink(name string) (string, error)   { w.note(name); return w.FS.ReadLink(name) }
func (w *watched) ReadDir(name string) ([]fs.DirEntry, error) {
	w.note(name)
	return w.FS.ReadDir(name)
}

// Of a repository a build looks at nothing but what Remember sums up: nothing else can
// make another site of it.
func TestABuildLooksAtItsSourcesAlone(t *testing.T) {
	w := &watched{FS: checkout.Open("../.."), seen: map[string]bool{}}
	e, bad, err := edition.Read(w, func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	kept := cache.Open("../..", t.TempDir(), nil)
	defer kept.Close()
	var tree public.Tree
	defer tree.Close()
	if _, bad, err = (Builder{Cache: kept, Step: func(string) {}, NoSearch: true}).Build(context.Background(), e, nil, &tree); err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	for name := range w.seen {
		top, _, _ := strings.Cut(name, "/")
		if name != "." && !strings.Contains(" "+strings.Join(sources, " ")+" ", " "+top+" ") {
			t.Errorf("the build looks at %s", name)
		}
	}
	if !w.seen["content/site.yaml"] || !w.seen["layouts"] && !w.seen["layouts/home.html"] {
		t.Errorf("%d paths were seen", len(w.seen))
	}
}
