// Package cache keeps what is costly to make from one build to the next, and
// lets nobody but this machine put anything there.
//
// Results lie outside the repository, in the user's cache folder, a folder for
// each repository. A result is believed only if its files carry the seal of a
// secret that this machine drew for itself: what a stranger commits, or puts
// into a folder that is named as the cache, is none of ours and is made anew.
// Only results that this package listed itself are ever removed. No link is
// followed on the way. A cache that is damaged, locked away or not to be had
// fails nobody: what it lacks is made again, in a temporary folder if need be.
//
// The folder may be deleted at any time.
package cache

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	program  []byte // what results depend on beside their key
	wait     func(lock.Holder)
	excluded error

	mu   sync.Mutex
	lent []string // temporary folders
}

// Open opens the cache of the repository in the folder of, or the one in the
// folder dir where that is not "". Where there is none to be had, results are
// kept until Close; Excluded says why. wait is told who holds the cache when
// another process does.
func Open(of, dir string, wait func(lock.Holder)) *Cache {
	c := &Cache{wait: wait, secret: []byte(rand.Text()), program: programSum()}
	home, err := homeFolder()
	if err == nil {
		c.secret, err = readSecret(home)
	}
	if err == nil && dir == "" {
		dir, err = repositoryFolder(home, of)
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
	for _, dir := range c.lent {
		_ = os.RemoveAll(dir) // made by aside
	}
}

// aside returns a new temporary folder.
func (c *Cache) aside() (string, error) {
	dir, err := os.MkdirTemp("", "minglu-cache-")
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lent = append(c.lent, dir)
	return dir, err
}

// errNoHome says that the system knows no folder for the user's caches.
var errNoHome = errors.New("系统没有给出用户的缓存文件夹，请把环境变量 XDG_CACHE_HOME 或 HOME 设为绝对路径，或用 --cache 写明文件夹")

// homeFolder returns this program's folder among the user's caches.
func homeFolder() (string, error) {
	all, err := os.UserCacheDir()
	if err != nil {
		return "", errNoHome
	}
	home := filepath.Join(all, "minglu")
	return home, os.MkdirAll(home, 0o700)
}

// repositoryFolder returns the folder of the repository in the folder of.
func repositoryFolder(home, of string) (string, error) {
	path, err := filepath.Abs(of)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
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
	return errors.Join(root.WriteFile(probe, nil, 0o600), root.Remove(probe))
}

// secretSize is that of the secret, in bytes: as much as a seal has.
const secretSize = sha256.Size

// readSecret returns the secret of this machine, and draws one where there is
// none.
func readSecret(home string) ([]byte, error) {
	root, err := os.OpenRoot(home)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	const name = "secret"
	secret, err := root.ReadFile(name)
	if err == nil && len(secret) == secretSize {
		return secret, nil
	}
	release, err := lock.Take(context.Background(), filepath.Join(home, name), nil)
	if err != nil {
		return nil, err
	}
	defer release()
	if secret, err = root.ReadFile(name); err == nil && len(secret) == secretSize { // another process drew it meanwhile
		return secret, nil
	}
	secret = make([]byte, secretSize)
	rand.Read(secret)
	return secret, checkout.Put(root, "", name, secret, 0o600)
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
	listed map[string]bool // entries that this package made
	used   map[string]bool // entries that are not to be forgotten
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

// Close forgets the results of the kind that were neither found nor made, and
// lets other processes work.
func (u *Use) Close() {
	defer u.unlock()
	if u.root == nil {
		return
	}
	for name := range u.listed {
		if !u.used[name] && u.root.RemoveAll(name) == nil { // what cannot be removed stays listed
			delete(u.listed, name)
		}
	}
	u.writeIndex()
	_ = u.root.Close()
}

// An Entry is a result: a folder of files that are as they were made.
type Entry struct {
	dir   string
	files map[string][sha256.Size]byte
}

// Path returns the path of a file or folder of the entry.
func (e Entry) Path(name string) string { return filepath.Join(e.dir, filepath.FromSlash(name)) }

// Files returns the files of the entry, sorted, with forward slashes.
func (e Entry) Files() []string {
	names := make([]string, 0, len(e.files))
	for name := range e.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

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
	fmt.Fprintf(h, "%s %x %x", u.kind, u.cache.program, key)
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
	sealName  = "seal"
	indexName = "index"
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
	seal, err := in.ReadFile(sealName)
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
	dir, err := u.cache.aside()
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

// keep has fill make the entry of the name, under another name first.
func (u *Use) keep(name string, fill func(dir string) error) (Entry, error) {
	unfinished := name + ".new"
	if err := errors.Join(u.root.RemoveAll(unfinished), u.root.Mkdir(unfinished, 0o700)); err != nil {
		return Entry{}, err
	}
	dir := filepath.Join(u.dir, unfinished)
	err := fill(dir)
	var e Entry
	if err == nil {
		e, err = sealed(dir, func(e Entry) []byte { return u.seal(name, e) })
	}
	if err == nil {
		err = errors.Join(u.root.RemoveAll(name), u.root.Rename(unfinished, name))
	}
	if err != nil {
		return e, errors.Join(err, u.root.RemoveAll(unfinished))
	}
	e.dir = filepath.Join(u.dir, name)
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

// readIndex reads which entries this package made, and removes what it left
// unfinished.
func (u *Use) readIndex() {
	text, err := u.root.ReadFile(indexName)
	lines, seal, found := bytes.Cut(text, []byte("\n\n"))
	if err != nil || !found || !hmac.Equal(seal, u.sealIndex(lines)) {
		return // nothing is known to be ours
	}
	for name := range strings.SplitSeq(string(lines), "\n") {
		if ownName.MatchString(name) {
			u.listed[name] = true
		}
	}
}

func (u *Use) sealIndex(lines []byte) []byte {
	h := hmac.New(sha256.New, u.cache.secret)
	fmt.Fprintln(h, u.kind, indexName)
	h.Write(lines)
	return h.Sum(nil)
}

func (u *Use) writeIndex() {
	names := make([]string, 0, len(u.listed))
	for name := range u.listed {
		names = append(names, name)
	}
	slices.Sort(names)
	lines := []byte(strings.Join(names, "\n"))
	text := slices.Concat(lines, []byte("\n\n"), u.sealIndex(lines))
	_ = checkout.Put(u.root, "", indexName, text, 0o600) // an old one forgets less
}
