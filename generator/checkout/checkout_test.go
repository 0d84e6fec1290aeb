//go:build unix

package checkout

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/fstest"
)

// hostile makes a folder with a secret outside of it, and everything inside that
// might lead there or never end.
func hostile(t *testing.T) (dir, secret string) {
	t.Helper()
	outside := t.TempDir()
	secret = filepath.Join(outside, "secret")
	dir = t.TempDir()
	for _, err := range []error{
		os.WriteFile(secret, []byte("secret"), 0o600),
		os.MkdirAll(filepath.Join(dir, "a/b"), 0o755),
		os.WriteFile(filepath.Join(dir, "a/b/file"), []byte("text"), 0o640),
		os.Symlink(secret, filepath.Join(dir, "a/out")),
		os.Symlink(outside, filepath.Join(dir, "outside")),
		os.Symlink("b/file", filepath.Join(dir, "a/in")),
		os.Symlink("a", filepath.Join(dir, "folder")),
		os.Symlink("loop", filepath.Join(dir, "loop")),
		os.Symlink("/dev/zero", filepath.Join(dir, "zero")),
		syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600),
	} {
		if err != nil {
			t.Skip(err)
		}
	}
	return dir, secret
}

var astray = []string{"a/out", "outside/secret", "a/in", "folder/b/file", "loop", "zero", "pipe"}

func TestNothingLeadsAstray(t *testing.T) {
	dir, secret := hostile(t)
	f := Open(dir)
	for _, name := range astray {
		if _, err := f.Open(name); !errors.Is(err, ErrNotAFile) {
			t.Errorf("open %s: %v", name, err)
		}
		if _, err := Read(f, name, 100); !errors.Is(err, ErrNotAFile) {
			t.Errorf("read %s: %v", name, err)
		}
		if err := f.Replace(name, nil, []byte("x")); !errors.Is(err, ErrNotAFile) {
			t.Errorf("replace %s: %v", name, err)
		}
		if err := f.Create(name, []byte("x")); err == nil {
			t.Errorf("create %s", name)
		}
		if err := f.Remove(name, []byte("secret")); err == nil {
			t.Errorf("remove %s", name)
		}
	}
	for _, name := range []string{"outside", "folder", "loop"} {
		if _, err := f.ReadDir(name); !errors.Is(err, ErrNotAFile) {
			t.Errorf("list %s: %v", name, err)
		}
	}
	for _, name := range []string{"../x", "/etc/passwd", "a//b", ""} {
		if _, err := f.Open(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("open %q: %v", name, err)
		}
	}
	if data, _ := os.ReadFile(secret); string(data) != "secret" {
		t.Errorf("the secret is %q", data)
	}
}

func TestFilesAreReadAndWrittenWhole(t *testing.T) {
	dir, _ := hostile(t)
	f := Open(dir)
	if data, err := f.ReadFile("a/b/file"); err != nil || string(data) != "text" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := Read(f, "a/b/file", 3); !errors.Is(err, ErrTooLarge) {
		t.Errorf("more than asked for: %v", err)
	}
	if err := f.Replace("a/b/file", []byte("other"), []byte("new")); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	if err := f.Replace("a/b/file", []byte("text"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "a/b/file"))
	if data, _ := f.ReadFile("a/b/file"); err != nil || info.Mode().Perm() != 0o640 || string(data) != "new" {
		t.Errorf("%q, %v, %v", data, info, err)
	}
	if err := f.Create("x/y/z", []byte("z")); err != nil {
		t.Error(err)
	}
	if err := f.Create("x/y/z", nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("twice: %v", err)
	}
	if err := f.Remove("x/y/z", []byte("z")); err != nil {
		t.Error(err)
	}
	if entries, err := f.ReadDir("a/b"); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// No more is read of a file than what it must be compared to.
func TestALongerFileHasChanged(t *testing.T) {
	dir := t.TempDir()
	f := Open(dir)
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<40); err != nil {
		t.Skip(err)
	}
	if err := f.Replace("file", []byte("text"), []byte("new")); !errors.Is(err, ErrChanged) {
		t.Errorf("replace: %v", err)
	}
	if err := f.Remove("file", []byte("text")); !errors.Is(err, ErrChanged) {
		t.Errorf("remove: %v", err)
	}
}

func TestFS(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, fstest.MapFS{"a/b/c": {Data: []byte("c")}, "d": {Data: []byte("d")}}); err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(Open(dir), "a/b/c", "d"); err != nil {
		t.Error(err)
	}
}
