// Package lock keeps two processes of one user from writing the same folder at
// the same time. Locks lie among the user's caches, not in the folders that they
// are for: those may be published, or hold what a stranger put there.
package lock

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"minglu/generator/checkout"
)

// A Holder is the process that holds a lock.
type Holder struct {
	PID   int
	Since time.Time
}

// again is how long is waited between two attempts.
const again = 50 * time.Millisecond

// Take takes the lock of a folder, by whichever path, and returns how to release
// it. While another process holds it, Take waits, after it has told waiting whom
// for; waiting may be nil. The error is that of ctx: where the machine offers no
// place for locks, one goes on without.
func Take(ctx context.Context, dir string, waiting func(Holder)) (release func(), err error) {
	release = func() {}
	path, err := checkout.RealPath(dir)
	if err != nil {
		return release, ctx.Err()
	}
	root, err := folder()
	if err != nil {
		return release, ctx.Err()
	}
	defer root.Close()
	sum := sha256.Sum256([]byte(path))
	name := hex.EncodeToString(sum[:16])
	file, holder := name+".lock", name+".holder"
	for _, f := range []string{file, holder} {
		if info, err := root.Lstat(f); err == nil && !info.Mode().IsRegular() {
			_ = root.Remove(f) // a link, which would be written through
		}
	}
	l := flock.New(filepath.Join(root.Name(), file))
	taken, err := l.TryLock()
	if err == nil && !taken {
		if waiting != nil {
			waiting(readHolder(root, holder))
		}
		taken, err = l.TryLockContext(ctx, again)
	}
	if err != nil || !taken {
		return release, ctx.Err()
	}
	// For people; a lock without it is as good.
	_ = root.WriteFile(holder, fmt.Appendf(nil, "%d %d\n", os.Getpid(), time.Now().Unix()), 0o600)
	return func() { _ = l.Close() }, nil // the files stay: to remove one would let two processes hold it
}

// readHolder returns who took the lock last, zero where that cannot be told.
func readHolder(root *os.Root, name string) Holder {
	var pid int
	var since int64
	text, err := checkout.ReadIn(root, name, 100)
	if err == nil {
		_, err = fmt.Sscan(string(text), &pid, &since)
	}
	if err != nil {
		return Holder{}
	}
	return Holder{pid, time.Unix(since, 0)}
}

// isLink reports whether the path is a symbolic link: a stranger's, where it lies in
// a repository.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// folder opens the folder of all locks, which it makes.
func folder() (*os.Root, error) {
	if caches, err := os.UserCacheDir(); err == nil && !isLink(caches) {
		dir := filepath.Join(caches, "minglu", "locks")
		if os.MkdirAll(dir, 0o700) == nil {
			return os.OpenRoot(dir)
		}
	}
	return ownFolder(filepath.Join(os.TempDir(), fmt.Sprintf("minglu-locks-%d", os.Getuid())))
}

// ownFolder opens a folder of this user, which it makes, where everybody may have
// put something else: a link, which leads to what must not be touched, or a
// folder of theirs.
func ownFolder(dir string) (*os.Root, error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return nil, errors.Join(err, checkout.ErrNotAFile)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	opened, err := root.Stat(".")
	if err == nil && !os.SameFile(info, opened) { // it was changed for a link meanwhile
		err = checkout.ErrNotAFile
	}
	if err == nil {
		err = root.Chmod(".", 0o700) // which fails where it is another user's
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}
