package preview

import (
	"bytes"
	"context"
	"io/fs"
	"sync"

	"minglu/generator/cache"
	"minglu/generator/search"
	"minglu/generator/site"
)

// An index is the files of the search. They follow the site: while the index of
// the newest site is being made, which takes seconds where brands are many, the
// one before answers. None is made before somebody searches, nor when life has
// ended.
type index struct {
	life   context.Context
	work   sync.WaitGroup
	mu     sync.Mutex
	of     *site.Site // that is indexed, or is being indexed
	first  chan struct{}
	making bool
	files  map[string][]byte
	before map[string][]byte // pages that are open ask for them by name
	err    error
}

// File returns a file of the index; the error is fs.ErrNotExist where there is
// none.
func (x *index) File(ctx context.Context, s *site.Site, kept *cache.Cache, address string) ([]byte, error) {
	x.mu.Lock()
	if x.first == nil {
		x.first = make(chan struct{})
	}
	first := x.first
	if x.of != s && !x.making && x.life.Err() == nil {
		x.of, x.making = s, true
		x.work.Go(func() { x.make(s, kept) })
	}
	ready := x.files != nil || x.err != nil
	x.mu.Unlock()
	if !ready {
		select {
		case <-first:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, files := range []map[string][]byte{x.files, x.before} {
		if data, found := files[address]; found {
			return data, nil
		}
	}
	if x.err != nil {
		return nil, x.err
	}
	return nil, &fs.PathError{Op: "search", Path: address, Err: fs.ErrNotExist}
}

// wait returns when nothing is being made any more. life has ended.
func (x *index) wait() {
	x.mu.Lock()
	begun := x.making // so has whoever found life going on
	x.mu.Unlock()
	if begun {
		x.work.Wait()
	}
}

func (x *index) make(s *site.Site, kept *cache.Cache) {
	files := map[string][]byte{}
	var mu sync.Mutex
	_, err := search.Build(x.life, search.NewCorpus(s), kept, func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = bytes.Clone(data)
		return nil
	})
	x.mu.Lock()
	defer x.mu.Unlock()
	x.making, x.err = false, err
	if err == nil {
		x.before, x.files = x.files, files
	}
	select {
	case <-x.first:
	default:
		close(x.first)
	}
}
