package public

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"

	"minglu/generator/checkout"
)

// A Manifest names the files of a site, each with the SHA-256 of its bytes.
type Manifest map[string]sum

// Manifest returns that of the files of the tree.
func (t *Tree) Manifest(ctx context.Context) (Manifest, error) {
	paths := t.Paths()
	sums := make([]sum, len(paths))
	err := inParts(ctx, nil, paths, func(part []string, start int, _ *os.Root) error {
		var buffer []byte
		for i, p := range part {
			data, err := t.store.get(t.files[p], &buffer)
			if err != nil {
				return err
			}
			sums[start+i] = sha256.Sum256(data)
		}
		return nil
	})
	m := make(Manifest, len(paths))
	for i, p := range paths {
		m[p] = sums[i]
	}
	return m, err
}

// Sum returns the SHA-256 of the record that Sync leaves of these files.
func (m Manifest) Sum() [sha256.Size]byte { return sha256.Sum256(record(nil).with(m).text()) }

// ErrNoRecord says that a folder has no record of what was published, or one that is
// damaged or tells of a sync that was cut short.
var ErrNoRecord = errors.New("没有完好的发布记录 " + Record)

// ReadManifest returns what the record in a folder says that Sync wrote there, else
// ErrNoRecord.
func ReadManifest(dir string) (Manifest, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	r, believed, err := readRecord(root)
	if err != nil {
		return nil, err
	}
	m := make(Manifest, len(r))
	for p, sums := range r {
		believed = believed && len(sums) == 1
		m[p] = sums[0]
	}
	if !believed || r == nil {
		return nil, ErrNoRecord
	}
	return m, nil
}

// Differences are the paths at which a folder is not what a manifest names, each list
// sorted.
type Differences struct {
	Missing []string
	Changed []string // other bytes, or no regular file
	Strange []string // what the manifest does not name, links and unfinished files too, but no folders
	Bytes   int64    // what the files add up to that are as they should be
}

// None reports whether there are no differences but files of others.
func (d Differences) None() bool {
	return len(d.Missing) == 0 && len(d.Changed) == 0 && !slices.ContainsFunc(d.Strange, func(p string) bool { return isOwn(path.Base(p)) })
}

// Hold holds every file of a folder against the manifest, and its record, where it has one:
// what that names is taken for ours by whoever publishes next. No link is followed.
func (m Manifest) Hold(ctx context.Context, dir string) (Differences, error) {
	var d Differences
	root, err := os.OpenRoot(dir)
	if err != nil {
		return d, err
	}
	defer root.Close()
	var there []string
	found := make(map[string]bool, len(m))
	err = fs.WalkDir(root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		_, named := m[p]
		switch {
		case err != nil:
			return err
		case e.IsDir() && !named && p != Record:
		case !named && p != Record:
			d.Strange = append(d.Strange, p)
		case !e.Type().IsRegular():
			found[p] = true
			d.Changed = append(d.Changed, p)
		default:
			found[p] = true
			there = append(there, p)
		}
		return ctx.Err()
	})
	if err != nil {
		return d, err
	}
	slices.Sort(there)
	sizes := make([]int64, len(there)) // -1: not as named
	err = inParts(ctx, root, there, func(part []string, start int, in *os.Root) error {
		if in == nil { // it is gone meanwhile
			return &fs.PathError{Op: "open", Path: path.Dir(part[0]), Err: fs.ErrNotExist}
		}
		summer := checkout.NewSummer()
		for i, p := range part {
			now, size, err := sumIn(in, path.Base(p), summer)
			if err != nil {
				return err
			}
			switch {
			case p == Record && now == m.Sum():
			case p == Record || now != m[p]:
				sizes[start+i] = -1
			default:
				sizes[start+i] = size
			}
		}
		return nil
	})
	if err != nil {
		return d, err
	}
	for i, p := range there {
		if sizes[i] < 0 {
			d.Changed = append(d.Changed, p)
		} else {
			d.Bytes += sizes[i]
		}
	}
	for p := range maps.Keys(m) {
		if !found[p] {
			d.Missing = append(d.Missing, p)
		}
	}
	for _, list := range [][]string{d.Missing, d.Changed, d.Strange} {
		slices.Sort(list)
	}
	return d, nil
}

// sumIn sums up a file of any length in a folder.
func sumIn(in *os.Root, name string, summer *checkout.Summer) (sum, int64, error) {
	f, err := in.Open(name)
	if err != nil {
		return sum{}, 0, err
	}
	defer f.Close()
	return summer.Sum(f)
}
