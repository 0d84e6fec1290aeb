package layouts

import (
	"bytes"
	"html/template"
	"io/fs"
	"slices"
	"sync"

	"minglu/generator/opendata"
	"minglu/generator/pictures"
	"minglu/generator/site"
)

// A View makes pages of a site one by one, when they are asked for: for whoever
// looks at one page while thousands could be made. It is used by any number of
// goroutines.
type View struct {
	renderer *renderer
	jobs     map[string]job    // by address
	letters  map[string][]byte // by address
	workers  sync.Pool
}

// View returns the view of s. Candidates get pages that say what they are; the
// guide is asked for when the page of the open data is.
func (l *Layouts) View(s *site.Site, candidates []*site.Brand, published pictures.Set, guide func() opendata.Guide) *View {
	v := &View{renderer: newRenderer(l, s, published, guide), jobs: map[string]job{}}
	shown := slices.Concat(s.Brands, candidates)
	v.renderer.clauses, v.letters = v.renderer.newClauses(shown), v.renderer.letters(shown)
	v.workers.New = func() any { return newWorker(v.renderer) }
	for _, j := range v.renderer.jobs() {
		v.jobs[j.path] = j
	}
	for _, b := range candidates {
		v.jobs[b.Path] = candidateJob(b)
	}
	return v
}

// File returns the page or the asset at the address, below the site's root; the
// error is fs.ErrNotExist where there is none.
func (v *View) File(address string) ([]byte, error) {
	if data, found := v.renderer.assets.files[address]; found {
		return data, nil
	}
	if data, found := v.letters[address]; found {
		return data, nil
	}
	j, found := v.jobs[address]
	if !found {
		return nil, &fs.PathError{Op: "render", Path: address, Err: fs.ErrNotExist}
	}
	return v.make(j)
}

// Text returns a page that says what it is told to, in the frame of all others.
// Search engines are told to leave it alone.
func (v *View) Text(address, title string, text template.HTML) ([]byte, error) {
	return v.make(job{"page", address, func(w *worker) any {
		p := TextPage{Base: w.base("page", address, "", title, ""), Text: text}
		p.Hidden, p.Canonical = true, ""
		return p
	}})
}

func (v *View) make(j job) ([]byte, error) {
	w := v.workers.Get().(*worker)
	page, err := w.page(j)
	if err != nil {
		return nil, err
	}
	page = bytes.Clone(page)
	v.workers.Put(w)
	return page, nil
}

// candidateJob is the page of a brand that nobody has recognized: what it would
// be, marked as what it is, without what follows from a recognition.
func candidateJob(b *site.Brand) job {
	return job{"brand", b.Path, func(w *worker) any {
		p := w.brandPage(b)
		p.Candidate, p.Hidden = true, true
		p.Title = b.Name + "（候选，未认定）"
		p.Linked, p.Data, p.Canonical, p.Cite, p.Preview, p.Snippet, p.Try = nil, "", "", "", nil, nil, nil // what is tried begins with the data
		for i := range p.Near {
			p.Near[i].Compare = "" // so does what is compared
		}
		return p
	}}
}
