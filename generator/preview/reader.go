package preview

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"time"

	"minglu/generator/cases"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/desk"
	"minglu/generator/desk/web"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/layouts"
	"minglu/generator/pictures"
	"minglu/generator/public"
	"minglu/generator/site"
)

// A state is what one moment of the files gives. Nothing in it changes.
type state struct {
	bad     diag.List                  // what authors must mend
	faults  []item                     // what is wrong elsewhere: with layouts/, the disk, the program
	display *display                   // the last good site; nil: there was none yet
	brands  *readable                  // every brand that can be read now, also beside mistakes; nil where nothing can
	desk    func() (*desk.Desk, error) // of these brands, made when it is first asked
}

// A readable is the edition of one moment, with its brands by the address of the page
// that each has or would have.
type readable struct {
	*edition.Edition
	byPath map[string]*content.Brand
}

// A reader reads the files again and again, and keeps what need not be read
// anew. It is used by one goroutine.
type reader struct {
	root    fs.FS // as it is for this reading
	options Options

	editions edition.Cache
	criteria kept[*rulebook]
	layouts  kept[*layouts.Layouts]
	pictures kept[*gallery]
	sound    map[string][sha256.Size]byte // by file: pictures of candidates as they were first seen, or found sound
}

// A rulebook is criteria/, with its mistakes.
type rulebook struct {
	rules *criteria.Rules
	bad   diag.List
}

// A gallery is the finished pictures.
type gallery struct {
	set  pictures.Set
	bad  diag.List
	tree *public.Tree
}

// kept is what was made of files, for as long as they add up to the same sum.
type kept[T any] struct {
	sum   [sha256.Size]byte
	made  bool
	value T
	err   error
}

// of returns what make makes, made anew only when the sum is another, or failed
// before.
func (k *kept[T]) of(sum [sha256.Size]byte, make func() (T, error)) (T, error) {
	if k.made && k.sum == sum && k.err == nil {
		return k.value, nil
	}
	value, err := make()
	*k = kept[T]{sum, true, value, err}
	return value, err
}

// read returns the state of the files, which is worth nothing when ctx has ended.
// last is the state before, nil at first.
func (r *reader) read(ctx context.Context, last *state) (s *state) {
	s = &state{}
	s.desk = sync.OnceValues(func() (*desk.Desk, error) {
		if s.brands == nil {
			return nil, web.ErrNoDesk
		}
		return newDesk(s.brands.Edition)
	})
	r.root = checkout.Open(r.options.Dir)
	if last != nil {
		s.display = last.display
	}
	defer func() {
		if failure := recover(); failure != nil {
			r.fault(s, fmt.Errorf("程序出错，请把这句话告诉维护人员：%v", failure))
		}
	}()
	l, err := r.layouts.of(sumOf(r.root, "layouts"), func() (*layouts.Layouts, error) { return layouts.Load(r.root) })
	r.fault(s, err)
	made, err := r.compose(ctx, s)
	r.fault(s, err)
	if l == nil && s.display != nil {
		l = s.display.layouts
	}
	switch {
	case made != nil && l != nil:
		s.display = made.finish(l)
	case s.display != nil && l != nil && l != s.display.layouts:
		s.display = s.display.with(l)
	}
	return s
}

func (r *reader) fault(s *state, err error) {
	if err != nil {
		s.faults = append(s.faults, newFault(r.root, err))
	}
}

// compose reads criteria/ and content/ and makes the site, nil where something is
// wrong; what, it notes in s.
func (r *reader) compose(ctx context.Context, s *state) (*display, error) {
	read, bad, err := edition.Reader{Day: r.options.Day, Rules: r.rules, Cache: &r.editions, Merge: r.options.Merge}.Read(r.root)
	s.bad = bad
	if err != nil || read.Content == nil {
		return nil, err
	}
	s.brands = &readable{read, map[string]*content.Brand{}}
	for _, b := range read.Content.Brands {
		s.brands.byPath[edition.BrandPath(b.Slug)] = b
	}
	if len(s.bad) > 0 {
		return nil, nil
	}
	examples, _, err := cases.Of(r.root, read.Rules)
	if err != nil {
		return nil, err
	}
	e := &display{site: site.New(read).With(examples)}
	unsound := diag.List(nil)
	if r.options.All {
		e.candidates = site.Candidates(read)
	} else if unsound, err = r.checkCandidates(ctx, read.Content); err != nil {
		return nil, err
	}
	e.gallery, err = r.develop(ctx, e)
	if err != nil {
		return nil, err
	}
	if s.bad = slices.Concat(e.gallery.bad, unsound); len(s.bad) > 0 {
		return nil, nil
	}
	return e, nil
}

// checkCandidates decodes the pictures of candidates that changed since the
// preview began: all of them would keep people waiting, and check does that.
func (r *reader) checkCandidates(ctx context.Context, c *content.Content) (diag.List, error) {
	first := r.sound == nil
	seen := map[string][sha256.Size]byte{}
	var changed []*content.Brand
	for _, b := range c.Candidates() {
		was := len(changed)
		for _, p := range b.Pictures {
			sum := sha256.New()
			signature(sum, r.root, p.File)
			seen[p.File] = [sha256.Size]byte(sum.Sum(nil))
			if old, known := r.sound[p.File]; !first && len(changed) == was && (!known || old != seen[p.File]) {
				changed = append(changed, b)
			}
		}
	}
	bad, err := pictures.Check(ctx, changed, r.root)
	if err == nil && len(bad) == 0 {
		r.sound = seen
	}
	return bad, err
}

// rules reads criteria/, unless it is as it was, and the settings, which say of which
// provinces the regions are read.
func (r *reader) rules(root fs.FS) (*criteria.Rules, diag.List, error) {
	book, err := r.criteria.of(sumOf(root, "criteria", "content/site.yaml"), func() (*rulebook, error) {
		rules, bad, err := criteria.Load(root)
		return &rulebook{rules, bad}, err
	})
	if err != nil {
		return nil, nil, err
	}
	return book.rules, slices.Clone(book.bad), nil
}

// develop makes the pictures of e ready, unless they are.
func (r *reader) develop(ctx context.Context, e *display) (*gallery, error) {
	shown := *e.site
	shown.Brands = slices.Concat(e.site.Brands, e.candidates)
	sum := sha256.New()
	for _, b := range shown.Brands {
		for _, p := range b.Pictures {
			fmt.Fprintln(sum, p.File, b.Region.Slug)
			signature(sum, r.root, p.File)
		}
	}
	return r.pictures.of([sha256.Size]byte(sum.Sum(nil)), func() (*gallery, error) {
		g := &gallery{tree: new(public.Tree)}
		runtime.AddCleanup(g, closeTree, g.tree)
		var err error
		g.set, g.bad, err = pictures.Build(ctx, &shown, r.root, r.options.Cache, g.tree.Put)
		return g, err
	})
}

// largest is the largest file that is summed up by its bytes.
const largest = 1 << 20

// recent is how long ago a change must be for a file's time to tell it from the
// next one: clocks of file systems are coarse.
const recent = 2 * time.Second

// signature writes what tells whether a file changed, without reading it.
func signature(to io.Writer, root fs.FS, file string) {
	info, err := fs.Stat(root, file)
	if err != nil {
		fmt.Fprintln(to, err)
		return
	}
	fmt.Fprintln(to, info.Size(), info.Mode(), info.ModTime().UnixNano())
	if since := time.Since(info.ModTime()); since < recent {
		fmt.Fprintln(to, since) // never the same twice
	}
}

// sumOf sums up a folder of few and small files: every name and every byte, and
// whatever cannot be read.
func sumOf(root fs.FS, paths ...string) [sha256.Size]byte {
	sum := sha256.New()
	for _, path := range paths {
		// The walk itself cannot fail: what is wrong is part of the sum.
		_ = fs.WalkDir(root, path, func(file string, d fs.DirEntry, err error) error {
			fmt.Fprintln(sum, file, err)
			if err != nil || d.IsDir() {
				return nil
			}
			if info, err := fs.Stat(root, file); err != nil || info.Size() > largest || !info.Mode().IsRegular() {
				signature(sum, root, file)
				return nil
			}
			data, err := checkout.Read(root, file, largest)
			fmt.Fprintln(sum, len(data), err)
			sum.Write(data)
			return nil
		})
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
