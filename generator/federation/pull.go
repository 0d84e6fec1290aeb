package federation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"

	"minglu/generator/actlog"
	"minglu/generator/bundle"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/signature"
	"minglu/generator/values"
)

// A Puller fetches the bundles of the sources of a repository.
type Puller struct {
	Dir   string // the repository
	Rules *criteria.Rules
	Site  *content.Settings
	Day   values.Date
	Web   *Web
}

// A Pulled is what came of asking one source.
type Pulled struct {
	edition.Source
	Changed bool // another bundle is taken than before
}

// atOnce is how many sources are asked at a time.
const atOnce = 8

// Pull asks every source, keeps the bundles that are sound and writes the lock. What was last
// good of the others stands. The error is the machine's, or wrong use.
func (p Puller) Pull(ctx context.Context) ([]Pulled, error) {
	files := checkout.Open(p.Dir)
	before, err := readLock(files)
	if err != nil {
		return nil, err
	}
	s := site{p.Rules, p.Site, p.Day}
	looks := make([]look, len(p.Site.Sources))
	var asking errgroup.Group
	asking.SetLimit(atOnce)
	for i, source := range p.Site.Sources {
		asking.Go(func() (err error) {
			looks[i], err = p.look(ctx, s, files, source, before.of(source))
			return err
		})
	}
	if err := asking.Wait(); err != nil {
		return nil, err
	}
	merged, err := p.settle(s, files, looks)
	if err != nil {
		return nil, err
	}
	if err := writeLock(files, looks); err != nil {
		return nil, err
	}
	all := make([]Pulled, len(looks))
	for i, l := range looks {
		all[i] = Pulled{merged.Sources[i], l.now.SHA256 != l.was.SHA256}
	}
	return all, nil
}

// A look is what a look at a source came to.
type look struct{ was, now locked }

// fail leaves what was last good, and says since when nothing better came.
func (l *look) fail(state edition.SourceState, day values.Date, why string) {
	l.now = l.was
	if l.was.State != state {
		l.now.Since = day.String()
	}
	l.now.State, l.now.Why = state, plain(why)
}

// look asks one source, and keeps its bundle where that is sound.
func (p Puller) look(ctx context.Context, s site, files *checkout.FS, source content.Source, last *locked) (look, error) {
	l := look{was: locked{Region: source.Region.Code, Address: source.Address}}
	if last != nil {
		l.was = *last
	}
	if _, err := fs.Lstat(files, bundleFile(l.was.SHA256)); l.was.SHA256 != "" && err != nil {
		l.was.ETag, l.was.Modified = "", "" // it is to come in full
	}
	got, err := p.fetch(ctx, source, l.was)
	switch f := (bundle.ErrFault{}); {
	case ctx.Err() != nil:
		return l, ctx.Err()
	case errors.As(err, &f):
		l.fail(edition.Unsound, p.Day, f.What)
		return l, nil
	case err != nil:
		l.fail(edition.Unreachable, p.Day, why(err))
		return l, nil
	}
	l.now = l.was
	l.now.State, l.now.Since, l.now.Why = edition.Sound, "", ""
	if got.same {
		return l, nil
	}
	l.now.ETag, l.now.Modified = got.etag, got.modified
	sum := sha256.Sum256(got.data)
	if l.now.SHA256 = hex.EncodeToString(sum[:]); l.now.SHA256 == l.was.SHA256 {
		return l, keep(files, l.now.SHA256, got.data)
	}
	b, err := bundle.Open(got.data)
	var a *accepted
	if err == nil {
		a, err = s.accept(b, source)
	}
	if f := (bundle.ErrFault{}); errors.As(err, &f) {
		l.fail(edition.Unsound, p.Day, f.What)
		return l, nil
	}
	if err != nil {
		return l, err
	}
	if state, why := compare(files, source, l.was, a); state != edition.Sound {
		l.fail(state, p.Day, why)
		return l, nil
	}
	l.now.Date = b.Day.String()
	return l, keep(files, l.now.SHA256, got.data)
}

// compare holds what came against what was last good: a signed log only grows, and days go on.
func compare(files fs.FS, source content.Source, was locked, a *accepted) (edition.SourceState, string) {
	if was.SHA256 == "" {
		return edition.Sound, ""
	}
	if earlier := lastLog(files, source, was.SHA256); earlier != nil && a.log != nil && !a.log.Extends(earlier) {
		if earlier.Extends(a.log) {
			return edition.Older, fmt.Sprintf("日志有 %d 行，上次有 %d 行", a.log.Size(), earlier.Size())
		}
		return edition.Forked, fmt.Sprintf("日志（%d 行）不是从上次的日志（%d 行）接着记的：有已经发布的认定被改动或删去，或者来源给不同的人看不同的日志，请与来源核对", a.log.Size(), earlier.Size())
	}
	if last := day(was.Date); a.bundle.Day.Before(last) {
		return edition.Older, fmt.Sprintf("数据是 %s 的，上次取得的是 %s 的", a.bundle.Day, last)
	}
	return edition.Sound, ""
}

// lastLog returns the log of a bundle that is kept, nil where it has none that can be read:
// who has lost what was kept can hold nothing against it.
func lastLog(files fs.FS, source content.Source, sum string) *actlog.Log {
	key, err := signature.ParsePublic(source.Key)
	if source.Key == "" || err != nil {
		return nil
	}
	data, err := readKept(files, source, sum)
	if err != nil {
		return nil
	}
	b, err := bundle.Open(data)
	if err != nil {
		return nil
	}
	l, err := b.Signed(key)
	if err != nil {
		return nil
	}
	return l
}

// keep writes a bundle to where it is kept.
func keep(files *checkout.FS, sum string, data []byte) error {
	if _, err := fs.Lstat(files, bundleFile(sum)); err == nil {
		return nil
	}
	return files.Replace(bundleFile(sum), nil, data)
}

// settle reads the repository with all that came, as a build will, and goes back to what was
// last good of the sources that it finds at fault.
func (p Puller) settle(s site, files fs.FS, looks []look) (*edition.Merged, error) {
	for {
		merge := func(root fs.FS, rules *criteria.Rules, settings *content.Settings, day values.Date) (*edition.Merged, error) {
			return s.merge(root, files, lockOf(looks))
		}
		e, bad, err := edition.Reader{Day: func(*content.Settings) values.Date { return p.Day }, Merge: merge,
			Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return p.Rules, nil, nil }}.Read(files)
		if err != nil {
			return nil, err
		}
		if e.Merged == nil {
			return s.merge(files, files, lockOf(looks))
		}
		back := false
		for _, m := range bad {
			from := e.Merged.From[m.File]
			if from == nil {
				continue
			}
			i := slices.IndexFunc(looks, func(l look) bool { return l.now.Region == from.Via.Code })
			if looks[i].now.SHA256 != looks[i].was.SHA256 {
				looks[i].fail(edition.Unsound, p.Day, m.Message)
				back = true
			}
		}
		if !back {
			return e.Merged, nil
		}
	}
}

func lockOf(looks []look) *lock {
	l := &lock{Format: lockFormat, Sources: make([]locked, len(looks))}
	for i, one := range looks {
		l.Sources[i] = one.now
	}
	return l
}

func writeLock(files *checkout.FS, looks []look) error {
	text, err := lockOf(looks).text()
	if err != nil {
		return err
	}
	return files.Replace(edition.LockFile, nil, text)
}

// A fetched is what a source gave.
type fetched struct {
	data           []byte
	same           bool // as what is kept
	etag, modified string
}

// fetch gets the bundle of a source.
func (p Puller) fetch(ctx context.Context, source content.Source, was locked) (fetched, error) {
	if !source.IsFolder() {
		return p.Web.get(ctx, source.Address+edition.BundlePath, was)
	}
	folder := checkout.Open(filepath.Join(p.Dir, filepath.FromSlash(source.Address)))
	data, err := checkout.Read(folder, edition.BundlePath, bundle.MaxPacked)
	if errors.Is(err, checkout.ErrTooLarge) {
		err = fault("数据包太大：超过 %d MB", bundle.MaxPacked>>20)
	}
	return fetched{data: data}, err
}

// why says in Chinese why a source cannot be reached.
func why(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "文件夹里没有 " + edition.BundlePath
	case errors.Is(err, checkout.ErrNotAFile):
		return edition.BundlePath + checkout.ErrNotAFile.Error()
	}
	return webWhy(err)
}
