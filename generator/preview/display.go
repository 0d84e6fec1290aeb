package preview

import (
	"errors"
	"io/fs"
	"runtime"
	"strings"
	"sync"

	"minglu/generator/layouts"
	"minglu/generator/opendata"
	"minglu/generator/public"
	"minglu/generator/site"
)

// A display is one good site, of which files are made when they are asked for.
type display struct {
	site       *site.Site
	candidates []*site.Brand
	gallery    *gallery
	layouts    *layouts.Layouts
	view       *layouts.View
	data       *dataset
}

// finish lays the site out.
func (e *display) finish(l *layouts.Layouts) *display {
	if e.data == nil {
		e.data = &dataset{site: e.site}
	}
	e.layouts = l
	e.view = l.View(e.site, e.candidates, e.gallery.set, e.data.guide)
	return e
}

// with returns the same site in other layouts.
func (e *display) with(l *layouts.Layouts) *display {
	other := *e
	return other.finish(l)
}

// File returns the file at an address of the site, but for those of the search;
// the error is fs.ErrNotExist where there is none.
func (e *display) File(address string) ([]byte, error) {
	data, err := e.view.File(address)
	if !errors.Is(err, fs.ErrNotExist) {
		return data, err
	}
	if strings.HasPrefix(address, "pictures/") {
		return e.gallery.tree.ReadFile(address)
	}
	if strings.HasSuffix(address, ".html") {
		return nil, err
	}
	tree, failure := e.data.tree()
	if failure != nil {
		return nil, failure
	}
	return tree.ReadFile(address)
}

// A dataset is the open data of a site, made as a whole when the first file of it
// is asked for.
type dataset struct {
	site *site.Site
	once sync.Once
	made *public.Tree
	err  error
}

func (d *dataset) tree() (*public.Tree, error) {
	d.once.Do(func() {
		d.made = new(public.Tree)
		runtime.AddCleanup(d, closeTree, d.made)
		d.err = opendata.Write(d.site, d.made.Put)
	})
	return d.made, d.err
}

// guide returns what the page of the open data says, sizes included.
func (d *dataset) guide() opendata.Guide {
	tree, err := d.tree()
	if err != nil {
		tree = new(public.Tree) // the request for the file itself says what is wrong
	}
	return opendata.Describe(d.site, tree.Size)
}

// closeTree lets go of the temporary file that a large tree lies in, when nobody
// can ask for it any more.
func closeTree(t *public.Tree) { _ = t.Close() }
