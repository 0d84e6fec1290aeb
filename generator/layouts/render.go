package layouts

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/opendata"
	"minglu/generator/pictures"
	"minglu/generator/proof"
	"minglu/generator/site"
)

// Render makes every page of s, with its assets, and hands each to put with its
// address below the site's root. put is called by several goroutines at once and
// does not keep the data: the memory of a page serves the next one. Pages show
// the pictures that are published; the guide is what the page of the open data
// says; desk is what the desk's page loads; book is what proves what pages say, nil where
// the site is not signed.
func (l *Layouts) Render(ctx context.Context, s *site.Site, published pictures.Set, guide opendata.Guide, desk DeskFiles, book *proof.Book, put func(path string, data []byte) error) error {
	r := newRenderer(l, s, published, func() opendata.Guide { return guide })
	r.desk, r.book = desk, book
	if err := r.prepare(ctx); err != nil {
		return err
	}
	if err := l.Assets(put); err != nil {
		return err
	}
	letters := r.letters(s.Brands)
	for _, path := range slices.Sorted(maps.Keys(letters)) {
		if err := put(path, letters[path]); err != nil {
			return err
		}
	}
	if err := r.putCards(put); err != nil {
		return err
	}
	if err := r.putOffline(put); err != nil {
		return err
	}
	jobs := r.jobs()
	return r.parallel(ctx, len(jobs), func(w *worker, i int) error {
		page, err := w.page(jobs[i])
		if err != nil {
			return err
		}
		return put(jobs[i].path, page)
	})
}

// Assets hands put every file that is not made of content: bundles, and what lies
// in layouts/static/.
func (l *Layouts) Assets(put func(path string, data []byte) error) error {
	for _, path := range slices.Sorted(maps.Keys(l.assets.files)) {
		if err := put(path, l.assets.files[path]); err != nil {
			return err
		}
	}
	return nil
}

// DeskWorker returns the script in which the desk's engine runs, without Go's half of
// it; nil where layouts/ has none.
func (l *Layouts) DeskWorker() []byte { return l.assets.worker }

// A job is one page: its folder, its address, and how its data are made.
type job struct {
	folder, path string
	data         func(w *worker) any
}

// A renderer is one run of Render: what all pages share. It is read only once
// the pages are being made, the frames apart.
type renderer struct {
	*Layouts
	site     *site.Site
	pictures pictures.Set
	guide    func() opendata.Guide
	desk     DeskFiles
	book     *proof.Book // nil: nothing is said of proofs
	domain   string      // of base_url
	rootPath string      // base_url's path
	frames   frames
	lines    map[*site.Brand]lines
	acts     map[*content.Notice]act
	clauses  clauses
	cards    map[string]*pictures.Drawing // by mark: what is drawn for who shares a brand
	buffers  sync.Pool

	byAI, byAIShort template.HTML // behind pictures that AI made
}

// lines are one brand's lines in lists, in tables of acts and in 名录, to be set at a root.
type lines struct{ entry, cells, row template.HTML }

// An act is one notice as pages cite it, to be set at a root.
type act struct{ basis, history template.HTML }

func (r *renderer) newActs() map[*content.Notice]act {
	acts := make(map[*content.Notice]act, len(r.site.Notices))
	for _, n := range r.site.Notices {
		basis := ActPart{Path: atRoot + n.Path, Number: n.Document.Number, Title: n.Title, Date: site.DateText(n.Date)}
		acts[n.Notice] = act{r.part("act", basis), r.part("history", r.noticeLine(n.Notice, atRoot))}
	}
	return acts
}

// maxShared is how many finished pieces of one kind a worker keeps.
const maxShared = 1 << 15

func newRenderer(l *Layouts, s *site.Site, published pictures.Set, guide func() opendata.Guide) *renderer {
	r := &renderer{Layouts: l, site: s, pictures: published, guide: guide, rootPath: "/"}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	if u, err := url.Parse(s.Settings.BaseURL); err == nil && u.Host != "" {
		r.domain, r.rootPath = u.Host, u.EscapedPath()
	}
	r.byAI, r.byAIShort = r.part("ai", AIPart{}), r.part("ai", AIPart{Short: true})
	r.acts = r.newActs()
	r.cards = r.newCards()
	return r
}

// prepare makes what every page will need, before all pages are made.
func (r *renderer) prepare(ctx context.Context) error {
	r.clauses = r.newClauses(r.site.Brands)
	brands := r.site.Brands
	made := make([]lines, len(brands))
	err := r.parallel(ctx, len(brands), func(w *worker, i int) error {
		made[i] = w.lines(brands[i])
		return nil
	})
	r.lines = make(map[*site.Brand]lines, len(brands))
	for i, b := range brands {
		r.lines[b] = made[i]
	}
	return err
}

// parallel calls do for 0 to n-1, on all cores; each goroutine has a worker.
func (r *renderer) parallel(ctx context.Context, n int, do func(w *worker, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() error {
			w := newWorker(r)
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return ctx.Err()
				}
				if err := do(w, i); err != nil {
					return err
				}
			}
		})
	}
	return group.Wait()
}

// A worker is what one goroutine keeps for itself.
type worker struct {
	*renderer
	buf   bytes.Buffer
	prose *prose
	text  []byte // what join puts together
	// what many pages share, once made
	items    map[itemKey]template.HTML
	honors   map[HonorPart]template.HTML
	facts    map[criteria.Value]template.HTML
	lacks    map[GapPart]template.HTML
	outcomes map[OutcomePart]template.HTML
	coaches  map[coachKey]*criteria.Coach
}

func newWorker(r *renderer) *worker {
	return &worker{renderer: r, prose: newProse(r.pictures, r.byAI), items: map[itemKey]template.HTML{}, honors: map[HonorPart]template.HTML{},
		facts: map[criteria.Value]template.HTML{}, lacks: map[GapPart]template.HTML{}, outcomes: map[OutcomePart]template.HTML{}, coaches: map[coachKey]*criteria.Coach{}}
}

// page makes one page. It stands in the worker's memory until the next is made.
func (w *worker) page(j job) ([]byte, error) {
	data := j.data(w)
	w.buf.Reset()
	if err := w.pages[j.folder].Execute(&w.buf, data); err != nil {
		return nil, fmt.Errorf("%s: %w", j.path, err)
	}
	return w.buf.Bytes(), nil
}

// join returns the pieces as one.
func (w *worker) join(pieces func(yield func(template.HTML) bool)) template.HTML {
	w.text = w.text[:0]
	for piece := range pieces {
		w.text = append(w.text, piece...)
	}
	return template.HTML(w.text)
}

// part executes one of loneParts. It cannot fail: its data were checked when the
// layouts were loaded, and nothing is written to but memory.
func (r *renderer) part(name string, data any) template.HTML {
	b := r.buffers.Get().(*bytes.Buffer)
	defer r.buffers.Put(b)
	b.Reset()
	if err := r.parts.ExecuteTemplate(b, name, data); err != nil {
		panic(fmt.Sprintf("layouts: part %s: %v", name, err))
	}
	return template.HTML(b.String())
}

// frames keeps what is around pages, by frame.
type frames struct {
	mu   sync.Mutex
	made map[frame]framing
}

func (f *frames) of(r *renderer, key frame) framing {
	f.mu.Lock()
	defer f.mu.Unlock()
	made, found := f.made[key]
	if !found {
		made = r.frame(key)
		if f.made == nil {
			f.made = map[frame]framing{}
		}
		f.made[key] = made
	}
	return made
}
