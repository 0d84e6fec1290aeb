// Package cache keeps what is costly to make from one build to the next, and
// lets nobody but this machine put anything there.
//
// Results lie outside the repository, in the user's cache folder, a folder for
// each repository. A result is believed only if its files carry the seal of a
// secret that this machine drew for itself: what a stranger commits, or puts
// into a folder that is named as the cache, is none of ours and is made anew.
// Only results that this package listed itself are ever removed, and only by work
// that came to its end without them. No link is followed on the way. A cache that
// is damaged, locked away or not to be had fails nobody: what it lacks is made
// again, in a temporary folder if need be.
//
// The folder may be deleted at any time.
package cache

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"minglu/generator/checkout"
	"minglu/generator/lock"
)

// A Cache keeps the results of one repository. Several goroutines may use it at
// the same time, each kind of results one at a time.
type Cache struct {
	dir      string
	secret   []byte
	program  func() []byte // what results depend on beside their key
	wait     func(lock.Holder)
	excluded error
	noSecret bool // no secret lasts, so that no later run could believe a result

	mu        sync.Mutex
	temporary []string // folders of results that last until Close
}

// Open opens the cache of the repository in the folder of, or the one in the
// folder dir where that is not "". Where there is none to be had, results are
// kept until Close; Excluded says why. So they are in dir where this machine has
// no place for a secret. wait is told who holds the cache when another process
// does.
func Open(of, dir string, wait func(lock.Holder)) *Cache {
	c := &Cache{wait: wait, secret: []byte(rand.Text()), program: programSum}
	go programSum() // tens of megabytes, summed while others read
	home, err := homeFolder(of)
	if err == nil {
		err = c.readSecret(home)
	}
	if err == nil && dir == "" {
		dir, err = repositoryFolder(home, of)
	} else if err != nil && dir != "" {
		c.noSecret, err = true, nil
	}
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err == nil {
		err = usable(dir)
	}
	c.dir, c.excluded = dir, err
	return c
}

// Excluded returns why results are not kept, nil where they are.
func (c *Cache) Excluded() error { return c.excluded }

// Close removes what could not be kept.
func (c *Cache) Close() {
	for _, dir := range c.temporary {
		_ = os.RemoveAll(dir) // made by temporaryFolder or keep
	}
}

// temporaryFolder returns a new temporary folder.
func (c *Cache) temporaryFolder() (string, error) {
	dir, err := os.MkdirTemp("", "minglu-cache-")
	if err == nil {
		c.removeAtClose(dir)
	}
	return dir, err
}

func (c *Cache) removeAtClose(dir string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.temporary = append(c.temporary, dir)
}

// errNoHome says that the system knows no folder for the user's caches.
var errNoHome = errors.New("系统没有给出用户的缓存文件夹，请把环境变量 XDG_CACHE_HOME 或 HOME 设为绝对路径")

// errStrangersHome says that a secret among the user's caches would be one that a
// stranger can commit.
var errStrangersHome = errors.New("系统给出的缓存文件夹在仓库里，别人提交的文件会被当作缓存。请把环境变量 XDG_CACHE_HOME 改到仓库之外；只想把缓存放在仓库里的，用 --cache .cache")

// homeFolder returns this program's folder among the user's caches, which do not
// lie in the repository in the folder of.
func homeFolder(of string) (string, error) {
	all, err := os.UserCacheDir()
	if err != nil {
		return "", errNoHome
	}
	home := filepath.Join(all, "minglu")
	if _, inside, err := checkout.Below(of, home); err != nil {
		return "", err
	} else if inside {
		return "", errStrangersHome
	}
	return home, os.MkdirAll(home, 0o700)
}

// repositoryFolder returns the folder of the repository in the folder of.
func repositoryFolder(home, of string) (string, error) {
	path, err := checkout.RealPath(of)
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(home, hex.EncodeToString(sum[:16])), err
}

// usable reports whether results can be kept in the folder, which it makes.
func usable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	probe := ".minglu-" + strings.ToLower(rand.Text())
	if err := root.WriteFile(probe, nil, 0o600); err != nil {
		return &fs.PathError{Op: "write", Path: dir, Err: err} // nobody knows the probe
	}
	return root.Remove(probe)
}

// secretSize is that of the secret, in bytes: as much as a seal has.
const secretSize = sha256.Size

// readSecret reads the secret of this machine, and draws one where there is none.
// The first of several processes wins; none waits for another.
func (c *Cache) readSecret(home string) error {
	root, err := os.OpenRoot(home)
	if err != nil {
		return err
	}
	defer root.Close()
	const name = "secret"
	read := func() bool {
		secret, err := checkout.ReadIn(root, name, secretSize)
		if err != nil || len(secret) != secretSize {
			return false
		}
		c.secret = secret
		return true
	}
	if read() {
		return nil
	}
	c.secret = make([]byte, secretSize)
	rand.Read(c.secret)
	err = checkout.PutNew(root, name, c.secret, 0o600)
	if errors.Is(err, fs.ErrExist) {
		if read() { // another process drew it meanwhile
			return nil
		}
		err = checkout.Put(root, "", name, c.secret, 0o600) // what is there is damaged
	}
	return err
}

// programSum sums up the program, once: what another version made of the same sources
// is of no use. A program that cannot be read shares nothing.
var programSum = sync.OnceValue(func() []byte {
	h := sha256.New()
	path, err := os.Executable()
	if err == nil {
		var f *os.File
		if f, err = os.Open(path); err == nil {
			_, err = io.Copy(h, f)
			_ = f.Close()
		}
	}
	if err != nil {
		io.WriteString(h, rand.Text())
	}
	return h.Sum(nil)
})

// A Use is one stretch of work on the results of one kind, which no other
// process touches meanwhile.
type Use struct {
	cache  *Cache
	kind   string
	dir    string
	root   *os.Root // nil: nothing can be kept
	unlock func()

	mu     sync.Mutex
	listed map[string]bool // entries that this package made, or began to make
	used   map[string]bool // entries that are not to be forgotten
	done   bool
}

// Use begins work on the results of a kind, a word of lower-case letters. It
// waits for other processes; the error is that of ctx.
func (c *Cache) Use(ctx context.Context, kind string) (*Use, error) {
	u := &Use{cache: c, kind: kind, dir: filepath.Join(c.dir, kind), listed: map[string]bool{}, used: map[string]bool{}, unlock: func() {}}
	if c.excluded != nil {
		return u, ctx.Err()
	}
	var err error
	if u.unlock, err = lock.Take(ctx, u.dir, c.wait); err != nil {
		return nil, err
	}
	if u.root, err = openKind(c.dir, kind); err == nil {
		u.readIndex()
	}
	return u, nil
}

// openKind opens the folder of a kind, which it makes; a link is none.
func openKind(dir, kind string) (*os.Root, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if err := root.Mkdir(kind, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if info, err := root.Lstat(kind); err != nil || !info.IsDir() {
		return nil, errors.Join(err, checkout.ErrNotAFile)
	}
	return root.OpenRoot(kind)
}

// Done says that the work came to its end: Close then forgets what it used
// nothing of. Work that failed or was interrupted has not seen all that it needs.
func (u *Use) Done() { u.done = true }

// Close lets other processes work. After Done it forgets the results of the kind
// that were neither found nor made, and what an interrupted process left of one.
func (u *Use) Close() {
	defer u.unlock()
	if u.root == nil {
		return
	}
	defer u.root.Close()
	if !u.done {
		return
	}
	for name := range u.listed {
		if !u.used[name] && errors.Join(u.root.RemoveAll(name+unfinished), u.root.RemoveAll(name)) == nil {
			delete(u.listed, name) // what cannot be removed stays listed
		}
	}
	u.writeIndex()
}

// An Entry is a result: a folder of files that are as they were made.
type Entry struct {
	dir   string
	files map[string][sha256.Size]byte
}

// Path returns the path of a file or folder of the entry.
func (e Entry) Path(name string) string { return filepath.Join(e.dir, filepath.FromSlash(name)) }

// Files returns the files of the entry, sorted, with forward slashes.
func (e Entry) Files() []string { return slices.Sorted(maps.Keys(e.files)) }

// ReadFile returns the bytes of a file of the entry, which are those that were
// kept.
func (e Entry) ReadFile(name string) ([]byte, error) {
	data, err := os.ReadFile(e.Path(name))
	if err == nil && sha256.Sum256(data) != e.files[name] {
		err = errors.New("the file has changed")
	}
	return data, err
}

// name is that of the entry of a key.
func (u *Use) name(key []byte) string {
	h := hmac.New(sha256.New, u.cache.secret)
	fmt.Fprintf(h, "%s %x %x", u.kind, u.cache.program(), key)
	return hex.EncodeToString(h.Sum(nil))
}

// ownName is the form of the names of entries.
var ownName = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Find returns the result that was made for the key by this program on this
// machine, if it is there and no byte of it has changed.
func (u *Use) Find(key []byte) (Entry, bool) {
	if u.root == nil {
		return Entry{}, false
	}
	name := u.name(key)
	e, ok := u.open(name)
	if ok {
		u.note(name)
	}
	return e, ok
}

const (
	sealName   = "seal"
	indexName  = "index"
	unfinished = ".new" // after the name of an entry that is being made
	maxIndex   = 16 << 20
)

// open returns an entry of which every file is as its seal says.
func (u *Use) open(name string) (Entry, bool) {
	e := Entry{dir: filepath.Join(u.dir, name)}
	if info, err := u.root.Lstat(name); err != nil || !info.IsDir() {
		return e, false
	}
	in, err := u.root.OpenRoot(name)
	if err != nil {
		return e, false
	}
	defer in.Close()
	seal, err := checkout.ReadIn(in, sealName, sha256.Size)
	if err != nil {
		return e, false
	}
	e.files, err = sumsOf(in)
	return e, err == nil && hmac.Equal(seal, u.seal(name, e))
}

// seal returns what nobody can make who does not know the secret.
func (u *Use) seal(name string, e Entry) []byte {
	h := hmac.New(sha256.New, u.cache.secret)
	fmt.Fprintln(h, u.kind, name)
	for _, f := range e.Files() {
		fmt.Fprintf(h, "%x %q\n", e.files[f], f)
	}
	return h.Sum(nil)
}

// sumsOf sums up every file of a folder but its seal. What is neither a file nor
// a folder is an error.
func sumsOf(in *os.Root) (map[string][sha256.Size]byte, error) {
	sums := map[string][sha256.Size]byte{}
	err := fs.WalkDir(in.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil, d.IsDir(), path == sealName:
			return err
		case !d.Type().IsRegular():
			return checkout.ErrNotAFile
		}
		f, err := in.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		h := sha256.New()
		_, err = io.Copy(h, f)
		sums[path] = [sha256.Size]byte(h.Sum(nil))
		return err
	})
	return sums, err
}

// Make has fill make the result for the key in a folder, and keeps it if that is
// possible. Where the cache cannot be written, fill is called again with a
// temporary folder, which lasts until the Cache is closed.
func (u *Use) Make(ctx context.Context, key []byte, fill func(dir string) error) (Entry, error) {
	if u.root != nil {
		if e, err := u.keep(u.name(key), fill); err == nil || ctx.Err() != nil {
			return e, err
		}
	}
	dir, err := u.cache.temporaryFolder()
	if err != nil {
		return Entry{}, err
	}
	if err := fill(dir); err != nil {
		return Entry{}, err
	}
	return sealed(dir, func(Entry) []byte { return nil })
}

// Keep is Make for what is at hand already: what cannot be kept is passed over.
func (u *Use) Keep(key []byte, fill func(dir string) error) {
	if u.root != nil {
		_, _ = u.keep(u.name(key), fill)
	}
}

// keep has fill make the entry of the name, under another name first. It is
// listed before: whenever this process ends, the next one knows what is ours.
func (u *Use) keep(name string, fill func(dir string) error) (Entry, error) {
	if err := u.list(name); err != nil {
		return Entry{}, err
	}
	making := name + unfinished
	if err := errors.Join(u.root.RemoveAll(making), u.root.Mkdir(making, 0o700)); err != nil {
		return Entry{}, err
	}
	dir := filepath.Join(u.dir, making)
	err := fill(dir)
	var e Entry
	if err == nil {
		e, err = sealed(dir, func(e Entry) []byte { return u.seal(name, e) })
	}
	if err == nil {
		err = errors.Join(u.root.RemoveAll(name), u.root.Rename(making, name))
	}
	if err != nil {
		return e, errors.Join(err, u.root.RemoveAll(making))
	}
	e.dir = filepath.Join(u.dir, name)
	if u.cache.noSecret {
		u.cache.removeAtClose(e.dir)
	}
	u.note(name)
	return e, nil
}

// sealed returns what lies in dir, and puts the seal there.
func sealed(dir string, seal func(Entry) []byte) (Entry, error) {
	in, err := os.OpenRoot(dir)
	if err != nil {
		return Entry{}, err
	}
	defer in.Close()
	sums, err := sumsOf(in)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{dir, sums}
	return e, in.WriteFile(sealName, seal(e), 0o600)
}

// note notes that an entry is ours and in use.
func (u *Use) note(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.listed[name], u.used[name] = true, true
}

// The index has a line for each entry, its name and a seal of that. Nothing is
// ours that has none.
func (u *Use) indexLine(name string) string {
	h := hmac.New(sha256.New, u.cache.secret)
	fmt.Fprintln(h, u.kind, indexName, name)
	return fmt.Sprintf("\n%s %x", name, h.Sum(nil)) // begun anew whatever became of the line before
}

// readIndex reads which entries this package made, or began to.
func (u *Use) readIndex() {
	text, _ := checkout.ReadIn(u.root, indexName, maxIndex) // without one nothing is known to be ours
	for line := range strings.SplitSeq(string(text), "\n") {
		name, _, _ := strings.Cut(line, " ")
		if ownName.MatchString(name) && hmac.Equal([]byte("\n"+line), []byte(u.indexLine(name))) {
			u.listed[name] = true
		}
	}
}

// list adds an entry to the index.
func (u *Use) list(name string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.listed[name] {
		return nil
	}
	if info, err := u.root.Lstat(indexName); err == nil && !info.Mode().IsRegular() {
		return checkout.ErrNotAFile
	}
	f, err := u.root.OpenFile(indexName, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(u.indexLine(name))
	if err = errors.Join(err, f.Close()); err == nil {
		u.listed[name] = true
	}
	return err
}

// writeIndex leaves out the lines of what was forgotten.
func (u *Use) writeIndex() {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(u.listed)) {
		text.WriteString(u.indexLine(name))
	}
	_ = checkout.Put(u.root, "", indexName, []byte(text.String()), 0o600) // an old one lists what is gone
}
