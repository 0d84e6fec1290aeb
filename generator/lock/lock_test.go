package lock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func take(t *testing.T, path string) (release func()) {
	t.Helper()
	release, err := Take(t.Context(), path, func(Holder) { t.Errorf("%s is held", path) })
	if err != nil {
		t.Fatal(err)
	}
	return release
}

// Two want one lock: the second is told who holds it, and waits until that one
// lets go. Another folder's lock is free meanwhile.
func TestTheSecondWaitsForTheFirst(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	release := take(t, "/a")
	take(t, "/b")()
	told, taken := make(chan Holder, 1), make(chan error, 1)
	go func() {
		release, err := Take(t.Context(), "/a", func(h Holder) { told <- h })
		release()
		taken <- err
	}()
	if h := <-told; h.PID != os.Getpid() || time.Since(h.Since).Abs() > time.Minute {
		t.Errorf("held by %+v", h)
	}
	select {
	case <-taken:
		t.Error("two hold it")
	case <-time.After(3 * again):
	}
	release()
	if err := <-taken; err != nil {
		t.Error(err)
	}
	take(t, "/a")()
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	defer take(t, "/a")()
	ctx, stop := context.WithCancel(t.Context())
	if _, err := Take(ctx, "/a", func(Holder) { stop() }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A link in the place of a lock or of its holder is not written through.
func TestALinkInTheLocksPlace(t *testing.T) {
	caches := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", caches)
	take(t, "/a")()
	theirs := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(theirs, []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(caches, "minglu/locks/*"))
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if err := errors.Join(os.Remove(f), os.Symlink(theirs, f)); err != nil {
			t.Skip(err)
		}
	}
	take(t, "/a")()
	if data, err := os.ReadFile(theirs); err != nil || string(data) != "theirs" {
		t.Errorf("%q, %v", data, err)
	}
}

// No more is read of who holds a lock than a line takes.
func TestAHolderWithoutEnd(t *testing.T) {
	caches := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", caches)
	defer take(t, "/a")()
	files, _ := filepath.Glob(filepath.Join(caches, "minglu/locks/*.holder"))
	if len(files) != 1 {
		t.Fatal(files)
	}
	if err := os.Truncate(files[0], 1<<40); err != nil {
		t.Skip(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	_, _ = Take(ctx, "/a", func(h Holder) {
		if h != (Holder{}) {
			t.Errorf("%+v", h)
		}
		stop()
	})
}

// In a folder that everybody may write to, whoever was there first may have put a
// link where our folder should be: what it leads to keeps its mode.
func TestALinkInTheFoldersPlace(t *testing.T) {
	shared, theirs := t.TempDir(), t.TempDir()
	if err := os.Chmod(theirs, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(shared, "locks")
	if err := os.Symlink(theirs, dir); err != nil {
		t.Skip(err)
	}
	if root, err := ownFolder(dir); err == nil {
		root.Close()
		t.Error("the link was followed")
	}
	if info, err := os.Stat(theirs); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	for range 2 { // made, and found
		root, err := ownFolder(filepath.Join(shared, "own"))
		if err != nil {
			t.Fatal(err)
		}
		root.Close()
	}
}
