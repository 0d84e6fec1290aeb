package preview

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"minglu/generator/checkout"
)

// watched are the folders that the site is made from.
var watched = []string{"content", "criteria", "layouts"}

const (
	// quiet is how long nothing must happen before the files are read: editors
	// save in several steps, most within a few milliseconds.
	quiet = 20 * time.Millisecond
	// longest is how long that may be put off where something happens all the time.
	longest = 200 * time.Millisecond
	// round is how often folders are looked for that are not watched, and the files
	// themselves where the system watches nothing.
	round = 2 * time.Second
)

// An observer sees that something below the repository's root changed. Where the
// system cannot watch (its limits are reached, the disk is far away) it supposes
// so every round: to find nothing new costs little.
type observer struct {
	dir     string
	watcher *fsnotify.Watcher // nil: there is none
	known   map[string]bool   // folders that are watched
	moved   bool              // folders have come or gone
	blind   bool              // some cannot be watched
}

// newObserver watches from now on; run says what was seen.
func newObserver(dir string) *observer {
	o := &observer{dir: dir, known: map[string]bool{}}
	var err error
	if o.watcher, err = fsnotify.NewWatcher(); err != nil {
		o.watcher = nil
		return o
	}
	o.follow()
	return o
}

func tick(ctx context.Context, changes chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(round):
			say(changes)
		}
	}
}

// say leaves word that something changed; once is enough.
func say(changes chan<- struct{}) {
	select {
	case changes <- struct{}{}:
	default:
	}
}

// run says on changes that something changed, until ctx ends.
func (o *observer) run(ctx context.Context, changes chan<- struct{}) {
	if o.watcher == nil {
		tick(ctx, changes)
		return
	}
	defer o.watcher.Close()
	rounds := time.NewTicker(round)
	defer rounds.Stop()
	var settle <-chan time.Time
	var first time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-o.watcher.Events:
			if !o.matters(event.Name) {
				continue
			}
			if settle == nil {
				first = time.Now()
			}
			o.moved = o.moved || o.moves(event)
			settle = time.After(max(0, min(quiet, longest-time.Since(first))))
		case <-o.watcher.Errors: // events were lost
			o.moved = true
			settle = time.After(quiet)
		case <-settle:
			settle = nil
			if o.moved { // before the files are read, so that nothing falls between
				o.follow()
			}
			say(changes)
		case <-rounds.C:
			if o.follow() || o.blind {
				say(changes)
			}
		}
	}
}

// moves reports whether a folder came or went.
func (o *observer) moves(e fsnotify.Event) bool {
	if e.Has(fsnotify.Create) {
		info, err := os.Stat(e.Name)
		return err != nil || info.IsDir()
	}
	return o.known[e.Name]
}

// matters reports whether the site can depend on the file: not on what lies
// beside the folders, nor on what editors hide.
func (o *observer) matters(name string) bool {
	below, err := filepath.Rel(o.dir, name)
	if err != nil {
		return true
	}
	parts := strings.Split(filepath.ToSlash(below), "/")
	if parts[0] == "." {
		return true
	}
	return slices.Contains(watched, parts[0]) && !strings.HasPrefix(parts[len(parts)-1], ".")
}

// follow watches every folder that there is, and reports whether that is news.
// A folder is watched again even if it was: another may lie there now. Links
// are not followed.
func (o *observer) follow() (news bool) {
	o.moved, o.blind = false, false
	found := map[string]bool{}
	add := func(folder string) {
		if info, err := os.Lstat(folder); err != nil || !info.IsDir() && folder != o.dir {
			return
		}
		if o.watcher.Add(folder) != nil {
			o.blind = true
			return
		}
		found[folder] = true
	}
	add(o.dir)
	root := checkout.Open(o.dir)
	for _, top := range watched {
		_ = fs.WalkDir(root, top, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				add(filepath.Join(o.dir, filepath.FromSlash(p)))
			}
			return nil // what cannot be listed has no files to watch
		})
	}
	for folder := range o.known {
		if !found[folder] {
			_ = o.watcher.Remove(folder) // often gone by itself
		}
	}
	news = !maps.Equal(o.known, found)
	o.known = found
	return news
}
