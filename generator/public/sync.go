package public

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"minglu/generator/checkout"
	"minglu/generator/filename"
)

// A Summary says what a Sync did.
type Summary struct {
	Files   int   // in the tree
	Bytes   int64 // what they add up to
	Written int
	Removed int

	Manifest  Manifest // of the tree
	Remains   []string // in Chinese: what Publish, which is done, could not clear away beside the folder
	NotAtOnce string   // why Publish changed the folder file by file, "" where it did not have to
}

// Sync makes the folder dir, which it creates where it is absent, the same as t.
//
// It compares the bytes of every file, and trusts neither times nor sizes: at
// 20,000 files that takes a fifth of a second. Where a file of somebody else
// stands in the way the error names it and nothing was written. When ctx is
// done, or the disk is full, the folder is left as a site that works, between
// the old and the new one; when the power fails, so that the next Sync knows which
// files are ours and mends them. Where it returns no error, the site is on the disk.
func (t *Tree) Sync(ctx context.Context, dir string) (Summary, error) {
	done := Summary{Files: len(t.files), Bytes: t.bytes}
	if err := makeFolder(dir); err != nil {
		return done, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return done, failed("打开文件夹", dir, err)
	}
	defer root.Close()

	s := &syncer{tree: t, dir: dir, root: root}
	for _, step := range []func(context.Context) error{
		s.readRecord,
		s.list,
		s.compare,
		s.tidy,
		s.announce,
		s.makeFolders,
		s.write,
		s.removeStrays,
		s.finish,
	} {
		if err := step(ctx); err != nil {
			return done, err
		}
		if err := ctx.Err(); err != nil {
			return done, err
		}
	}
	done.Written, done.Removed, done.Manifest = s.written, s.removed, s.manifest
	return done, nil
}

// makeFolder makes the folder of a site, where it is absent.
func makeFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return fmt.Errorf("“%s”不是文件夹，网站要写到文件夹里", dir)
	case err == nil:
		return nil
	}
	if err = os.MkdirAll(dir, 0o755); err == nil {
		err = os.Chmod(dir, 0o755)
	}
	return failed("建立文件夹", dir, err)
}

// A syncer is one Sync at work.
type syncer struct {
	tree *Tree
	dir  string // as the caller named it, for messages
	root *os.Root

	ours     record // what earlier syncs wrote
	believed bool   // whether there is a record, or none at all
	manifest Manifest
	folders  map[string]folder // by path; "." is root
	missing  []string          // folders to make, parents first
	leftover []string          // unfinished files of a sync that was cut short
	changed  []string          // in the order of the tree
	strays   []string

	written, removed int
}

// A folder is what a folder holds, by name.
type folder map[string]fs.DirEntry

// tidy removes the unfinished files of a sync that was cut short.
func (s *syncer) tidy(context.Context) error {
	for _, p := range s.leftover {
		if err := s.root.Remove(p); err != nil {
			return s.failed("删除", p, err)
		}
	}
	return nil
}

// announce records what is going to be written, before the first file is: what
// an interrupted sync left is then known to be ours.
func (s *syncer) announce(context.Context) error {
	if len(s.changed) == 0 {
		return nil
	}
	return s.save(s.ours.with(s.manifest))
}

func (s *syncer) makeFolders(context.Context) error {
	for _, dir := range s.missing {
		err := s.root.Mkdir(dir, 0o755)
		if err == nil {
			err = s.root.Chmod(dir, 0o755) // whatever the umask: a web server is to read it
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return s.failed("建立文件夹", dir, err)
		}
	}
	return nil
}

// write writes the files that differ: first what pages load, then the data that
// is offered beside them, then the pages.
func (s *syncer) write(ctx context.Context) error {
	var ranks [3][]string
	for _, p := range s.changed {
		ranks[rank(p)] = append(ranks[rank(p)], p)
	}
	for _, paths := range ranks {
		if err := s.writeAll(ctx, paths, put); err != nil {
			return err
		}
		s.written += len(paths)
	}
	return nil
}

// writeAll writes files of the tree, each in its way, into folders that are there.
func (s *syncer) writeAll(ctx context.Context, paths []string, write func(in *os.Root, name string, data []byte) error) error {
	return s.each(ctx, paths, func(i int, data []byte, in *os.Root, _ *[]byte) error {
		if in == nil { // somebody removed it meanwhile
			return s.failed("写入", paths[i], fs.ErrNotExist)
		}
		return s.failed("写入", paths[i], write(in, path.Base(paths[i]), data))
	})
}

// searchManifest names the other files of the search.
const searchManifest = "search/manifest.json"

// dataKinds are the endings of data that is offered beside the pages.
var dataKinds = []string{".json", ".csv", ".xlsx", ".xml", ".txt"}

// rank tells in which turn a file is written.
func rank(p string) int {
	p = original(p) // which a server hands out in the place of the other
	switch {
	case strings.HasSuffix(p, ".html"):
		return 2
	case strings.HasPrefix(p, "search/") && p != searchManifest:
		return 0
	case slices.Contains(dataKinds, path.Ext(p)):
		return 1
	}
	return 0
}

// put writes a file in a folder, whole or not at all. It is not forced onto the
// disk: what a power cut tears, the next sync finds to be different.
func put(in *os.Root, name string, data []byte) error {
	return checkout.Put(in, tempName(name), name, data, 0o644)
}

// tempName is the name of a file until it is whole.
func tempName(name string) string { return ownPrefix + "-" + name + tempSuffix }

// removeStrays removes the files of earlier syncs that the tree no longer has,
// except where somebody put something else in their place, and the folders that
// this leaves empty.
func (s *syncer) removeStrays(ctx context.Context) error {
	for _, p := range s.strays {
		if err := ctx.Err(); err != nil {
			return err
		}
		mine, err := s.isOurs(p)
		if err != nil {
			return err
		}
		if !mine {
			continue
		}
		if err := s.root.Remove(p); err != nil {
			return s.failed("删除", p, err)
		}
		s.removed++
	}
	s.removeEmpty()
	return nil
}

// isOurs reports whether what stands at p is still what an earlier sync wrote there.
func (s *syncer) isOurs(p string) (bool, error) {
	if e := s.entry(p); e == nil || !e.Type().IsRegular() {
		return false, nil
	}
	now, _, err := sumIn(s.root, p, checkout.NewSummer())
	return slices.Contains(s.ours[p], now), s.failed("读取", p, err)
}

// removeEmpty removes the folders of strays in which nothing is left. A folder
// that holds something cannot be removed, and that is as it should be.
func (s *syncer) removeEmpty() {
	for _, p := range s.strays {
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if _, listed := s.folders[dir]; listed && !s.tree.names[filename.Fold(dir)].folder {
				_ = s.root.Remove(dir)
			}
		}
	}
}

// finish records exactly what the tree holds, when everything that was written and removed
// is on the disk: also what an earlier sync wrote that was killed.
func (s *syncer) finish(context.Context) error {
	if err := flush(s.root); err != nil {
		return s.failed("写入", ".", err)
	}
	return s.save(record(nil).with(s.manifest))
}

// save writes the record, down to the disk, where it differs from the one that is there.
func (s *syncer) save(r record) error {
	text := r.text()
	if e := s.folders["."][Record]; e != nil && !e.Type().IsRegular() {
		return s.inTheWay(Record, "应为普通文件")
	}
	have, err := s.root.ReadFile(Record)
	if err != nil || !bytes.Equal(have, text) {
		err = checkout.PutOnDisk(s.root, tempName(Record), Record, text, 0o644)
	}
	if err == nil { // also where a sync that was killed had just written it
		err = flushNames(s.root)
	}
	return s.failed("写入", Record, err)
}

// each calls do for each path on all cores, with its data, the folder that it lies in,
// nil where there is none yet, and a buffer.
func (s *syncer) each(ctx context.Context, paths []string, do func(i int, data []byte, in *os.Root, buffer *[]byte) error) error {
	return inParts(ctx, s.root, paths, func(part []string, start int, in *os.Root) error {
		var ours, theirs []byte // the buffers of a file of the tree, and of one of the folder
		for i, p := range part {
			data, err := s.tree.store.get(s.tree.files[p], &ours)
			if err != nil {
				return err
			}
			if err := do(start+i, data, in, &theirs); err != nil {
				return err
			}
			if ctx.Err() != nil {
				break
			}
		}
		return nil
	})
}

// inParts calls do on all cores with parts of the paths that lie in one folder, where
// the part begins, and the folder, nil where there is none in root. The folder is
// open: looking it up anew for each of its files costs more than the files do. Paths
// that are given in order share folders best.
func inParts(ctx context.Context, root *os.Root, paths []string, do func(part []string, start int, in *os.Root) error) error {
	const most = 64
	g, working := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(paths) && working.Err() == nil; {
		dir, to := path.Dir(paths[from]), from+1
		for to < len(paths) && to-from < most && path.Dir(paths[to]) == dir {
			to++
		}
		part, start := paths[from:to], from
		from = to
		g.Go(func() error {
			if root == nil {
				return do(part, start, nil)
			}
			in, err := root.OpenRoot(dir)
			if errors.Is(err, fs.ErrNotExist) {
				return do(part, start, nil) // nothing is there yet to be read
			}
			if err != nil {
				return failed("打开文件夹", filepath.Join(root.Name(), dir), err)
			}
			defer in.Close()
			return do(part, start, in)
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// inTheWay is the error for something that is not ours at a path we need.
func (s *syncer) inTheWay(p, why string) error {
	return fmt.Errorf("%s 占用了网站需要的位置，程序不会覆盖它（%s），请移走或删除后重新生成", s.shown(p), why)
}

// failed says what could not be done, nil where err is.
func (s *syncer) failed(doing, p string, err error) error { return failed(doing, s.shown(p), err) }

func failed(doing, path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("无法%s %s：%w", doing, filepath.ToSlash(path), cause(err))
}

// shown is p as the reader of a message finds it.
func (s *syncer) shown(p string) string { return filepath.ToSlash(filepath.Join(s.dir, p)) }

// cause takes away the path that package os adds: it is relative to a folder
// that no message names.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		return call.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}
