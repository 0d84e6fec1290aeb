package kit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"minglu/generator/checkout"
)

const (
	// recordFile lists what a repository took from the program, as sha256sum does.
	recordFile = ".ci/taken"
	// newDir holds, under its path, the program's version of a file that both changed. Nothing
	// reads it but people.
	newDir = ".ci/new/"
)

// A Record says what a repository took from the program: of each file the sum of what the
// program held last. With what lies there now and what the program holds this time, that
// tells who changed it: one of them, and then that change stands; or both, and then people
// decide. It is committed with the rest.
type Record struct {
	Region string            // the code of whose kit it is
	sums   map[string]string // by path
}

// NewRecord returns the record of a repository that has taken nothing yet.
func NewRecord(region string) *Record { return &Record{region, map[string]string{}} }

// ReadRecord reads the record of a repository. The error is fs.ErrNotExist where there is
// none. Lines that say nothing are passed over: of what is not recorded, nothing is
// written over.
func ReadRecord(root *checkout.FS) (*Record, error) {
	data, err := root.ReadFile(recordFile)
	if err != nil {
		return nil, err
	}
	r := NewRecord("")
	for line := range strings.Lines(string(data)) {
		line, whole := strings.CutSuffix(line, "\n")
		if line = strings.TrimSpace(line); !whole {
			break // cut off, and a part of a name is another name
		}
		if code, found := strings.CutPrefix(line, regionLine); found {
			r.Region = code
		} else if sum, name, found := strings.Cut(line, "  "); found && fs.ValidPath(name) && len(sum) == 2*sha256.Size {
			r.sums[name] = sum
		}
	}
	return r, nil
}

const regionLine = "# 地区："

// write writes the record where it has changed.
func (r *Record) write(root *checkout.FS) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# 从名录程序取来的文件和取来时的校验和，update 据此分辨哪些是本单位改过的。由程序填写，请与其他文件一起提交。\n%s%s\n", regionLine, r.Region)
	for _, name := range slices.Sorted(maps.Keys(r.sums)) {
		fmt.Fprintf(&b, "%s  %s\n", r.sums[name], name)
	}
	now, err := read(root, recordFile)
	if err != nil || string(now) == b.String() {
		return err
	}
	return root.Replace(recordFile, nil, []byte(b.String()))
}

// sum sums up a file. Ends of lines are no difference: git changes them on Windows.
func sum(data []byte) string {
	s := sha256.Sum256(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(s[:])
}

// read returns a file, nil where there is none.
func read(root *checkout.FS, name string) ([]byte, error) {
	data, err := root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return append([]byte{}, data...), err
}

// What became of a file.
type What int

const (
	Added   What = iota // the program's, new
	Changed             // the program's, which nobody here had changed
	Removed             // the program's of before, which nobody here had changed
	Yours               // changed here alone, and left so
	Orphan              // changed here, and gone from the program: left
	Both                // changed here and by the program: left, the program's lies in newDir
	Pending             // as Both at an earlier update, and what lies in newDir is still there
	Edited              // as Both, but what lies in newDir was changed, and left
)

// A Change is what an update does with a file.
type Change struct {
	Path   string
	What   What
	before []byte
	after  []byte
}

// New is where the program's version of a file lies that both changed.
func (c Change) New() string { return newDir + c.Path }

// ForPeople reports whether somebody has to decide.
func (c Change) ForPeople() bool { return c.What >= Both }

// Deleted reports whether the file was taken before and is not here any more.
func (c Change) Deleted() bool { return c.before == nil && c.What != Added }

// Diff is the change as a diff: from what lies here to what the program holds.
func (c Change) Diff() []byte {
	return diff.Diff("现有的 "+c.Path, c.before, "程序所带的 "+c.Path, c.after)
}

// Take brings the files to what the program holds, and returns what that changes, by
// path; without write it changes nothing. gone tells which of the files that were taken before
// and are not among these are no more.
func (r *Record) Take(root *checkout.FS, files map[string][]byte, gone func(name string) bool, write bool) ([]Change, error) {
	names := slices.Collect(maps.Keys(files))
	for name := range r.sums {
		if _, held := files[name]; !held && gone(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var changes []Change
	for _, name := range names {
		c, err := r.take(root, name, files[name], write)
		if err != nil {
			return changes, errors.Join(err, r.keep(root, write))
		}
		if c != nil {
			changes = append(changes, *c)
		}
	}
	return changes, r.keep(root, write)
}

func (r *Record) keep(root *checkout.FS, write bool) error {
	if !write {
		return nil
	}
	return r.write(root)
}

// take brings one file to what the program holds, nil where it does not any more.
func (r *Record) take(root *checkout.FS, name string, held []byte, write bool) (*Change, error) {
	now, err := read(root, name)
	if err != nil {
		return nil, err
	}
	before, recorded := r.sums[name]
	c := &Change{Path: name, before: now, after: held}
	same := now != nil && held != nil && sum(now) == sum(held)
	untouched := now != nil && sum(now) == before
	switch {
	case held == nil && now == nil:
		delete(r.sums, name)
		return nil, nil
	case held == nil && untouched:
		c.What = Removed
	case held == nil:
		c.What = Orphan
	case same:
		r.sums[name] = sum(held)
		return nil, r.dropNew(root, name, sum(held), write)
	case untouched:
		c.What = Changed
	case now == nil && !recorded:
		c.What = Added
	case before == sum(held):
		c.What = Yours
	default:
		c.What = Both
	}
	return c, r.settle(root, c, write)
}

// settle does what was found.
func (r *Record) settle(root *checkout.FS, c *Change, write bool) (err error) {
	there, err := read(root, c.New())
	if err != nil {
		return err
	}
	switch {
	case c.What == Yours && there != nil:
		c.What = Pending
	case c.What == Both && there != nil && sum(there) != r.sums[c.Path] && sum(there) != sum(c.after):
		c.What = Edited
	}
	if !write {
		return nil
	}
	switch c.What {
	case Added:
		err = root.Create(c.Path, c.after)
	case Changed:
		err = root.Replace(c.Path, c.before, c.after)
	case Removed:
		err = root.Remove(c.Path, c.before)
	case Both:
		err = root.Replace(c.New(), there, c.after)
	case Edited: // the record stays, so that it is told again
		return nil
	}
	switch {
	case err != nil:
		return err
	case c.after == nil:
		delete(r.sums, c.Path)
		return nil
	}
	r.sums[c.Path] = sum(c.after)
	if c.What == Added || c.What == Changed {
		return r.dropNew(root, c.Path, r.sums[c.Path], write)
	}
	return nil
}

// dropNew removes the program's version of a file that is as the program's by now.
func (r *Record) dropNew(root *checkout.FS, name, held string, write bool) error {
	there, err := read(root, newDir+name)
	if err != nil || there == nil || sum(there) != held || !write {
		return err
	}
	return root.Remove(newDir+name, there)
}
