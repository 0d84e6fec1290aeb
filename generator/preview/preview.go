// Package preview shows the site while its files are being edited.
//
// A Preview watches content/, criteria/ and layouts/, reads what changed, and
// serves the site that follows from it; public/ is neither read nor written. It
// has three parts, and values flow from the first to the last:
//
//	watcher ─ something changed ─► reader ─ *state ─► server ─► browsers
//
// The watcher only says that something changed: what did, the reader finds out
// by looking, so that no event that a system loses or an editor invents can make
// it show what is not there. The reader keeps what it read of unchanged files
// (edition.Cache) and joins everything anew. A state is what one moment of the
// files gives: the mistakes, and the last display of the site that had none.
// Pages, data and the search index of a display are made when they are asked
// for, so that an edit shows after the time that reading one file and joining
// all of them take.
//
// The server adds a script to every page, which listens to a stream of events
// (/.minglu/events) and is told what the page's bytes sum up to: it loads the
// page again when they changed, and only then. The stream also brings the
// mistakes, each with its place and its line, and what the standards make of the
// brand whose page is open; both are shown in a shadow tree, so that no style of
// the site changes them, and they none of the site's.
//
// Whatever state the files are in, the preview goes on: a mistake, a folder that
// is gone, a template that does not parse or a program that fails is shown in
// the page, and what was last good stays below it.
//
// It is a program for one's own machine. It answers only to names of this
// machine (a foreign page could otherwise be given our address), hands events
// only to its own pages, and serves nothing by the name of a file: addresses are
// keys of the site, not paths on a disk. Connections, streams, the size of
// requests and the time that they may take are bounded.
//
// The desk alone (editing.go) changes files: those that package desk/store knows, for
// a page of this run on this very machine.
package preview

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"

	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// Options say what is shown.
type Options struct {
	Dir   string                              // the repository's root
	Day   func(*content.Settings) values.Date // that everything is reckoned on
	Cache *cache.Cache                        // finished pictures and the index
	All   bool                                // candidates get pages too
	Merge edition.Merge                       // of the sources; nil: they are passed over
	Hosts []string                            // names, beside localhost and the number of its address, by which it may be asked
}

// A Report is what came of reading the files once.
type Report struct {
	Bad    diag.List // what authors must mend
	Faults []string  // what is wrong elsewhere: with layouts/, the disk, the program
	Brands int       // pages of brands, where there is a site to show
	Took   time.Duration
}

// What one machine's preview needs is little; whoever takes more must not keep
// others out, or take its memory.
const (
	mostConnections = 200              // more wait until one ends
	mostStreams     = 50               // more are refused
	mostHeader      = 16 << 10         // bytes
	slowest         = 10 * time.Second // to send a request's head, or to take what is sent
	longestIdle     = time.Minute      // between two requests of a connection
)

// A Preview is the site as the files are now. Make it with New.
type Preview struct {
	options Options
	seen    *observer
	reader  *reader
	current atomic.Pointer[state]
	hub     hub
	streams chan struct{} // holds one value for each that is open
	search  index
	token   string // of this run, by which the desk knows its own pages
}

// New watches the files and reads them for the first time, unless ctx ends before.
// The Preview is to be served: that ends the watching.
func New(ctx context.Context, o Options) (*Preview, Report) {
	p := &Preview{options: o, seen: newObserver(o.Dir), streams: make(chan struct{}, mostStreams), reader: &reader{options: o}, token: rand.Text()}
	p.search.life = ctx
	return p, p.read(ctx)
}

// Serve answers requests on l until ctx ends, and calls report whenever the files
// were read anew. Nothing goes on when it returns but answers that are being
// written. The error is the machine's.
func (p *Preview) Serve(ctx context.Context, l net.Listener, report func(Report)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p.search.life = ctx
	changes := make(chan struct{}, 1)
	var working sync.WaitGroup
	working.Go(func() { p.seen.run(ctx, changes) })
	working.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-changes:
				if r := p.read(ctx); ctx.Err() == nil {
					report(r)
				}
			}
		}
	})
	server := p.server(ctx)
	working.Go(func() {
		<-ctx.Done()
		_ = server.Close() // streams never end by themselves
	})
	err := server.Serve(netutil.LimitListener(l, mostConnections))
	stopped := ctx.Err() != nil
	stop()
	working.Wait()
	p.search.wait()
	if stopped {
		return nil
	}
	return err
}

// server returns the server of the site, whose streams end with ctx.
func (p *Preview) server(ctx context.Context) *http.Server {
	return &http.Server{
		Handler:           p,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: slowest,
		IdleTimeout:       longestIdle,
		MaxHeaderBytes:    mostHeader,
	}
}

// read reads the files and tells the browsers. One goroutine at a time calls it.
func (p *Preview) read(ctx context.Context) Report {
	began := time.Now()
	s := p.reader.read(ctx, p.current.Load())
	p.current.Store(s)
	p.hub.tell()
	r := Report{Bad: s.bad, Took: time.Since(began)}
	for _, f := range s.faults {
		r.Faults = append(r.Faults, f.Message)
	}
	if s.display != nil {
		r.Brands = len(s.display.site.Brands)
	}
	return r
}
