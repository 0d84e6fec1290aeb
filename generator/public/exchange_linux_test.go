package public

import (
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A file system that is mounted in the folder, and holds nothing yet, stays where it is.
func TestPublishAroundAMount(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	mounted := filepath.Join(dir, ".well-known")
	if err := os.Mkdir(mounted, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", mounted, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(mounted, 0); err != nil {
			t.Errorf("it is mounted there no more: %v", err)
		}
	})
	s, err := tree(t, version(1)).Publish(t.Context(), dir, Either)
	if err != nil || s.NotAtOnce != filepath.ToSlash(mounted)+" 是另一个文件系统" {
		t.Errorf("%+v, %v", s, err)
	}
	if got := onDisk(t, dir); !maps.Equal(got, version(1)) {
		t.Errorf("%v", got)
	}
}

// A folder that lets a web server in by a list of its own is not changed for one without.
func TestPublishKeepsAccessLists(t *testing.T) {
	list := []byte{2, 0, 0, 0,
		1, 0, 7, 0, 255, 255, 255, 255, // the owner
		2, 0, 5, 0, 33, 0, 0, 0, // the user 33
		4, 0, 5, 0, 255, 255, 255, 255, // the group
		16, 0, 5, 0, 255, 255, 255, 255, // the mask
		32, 0, 0, 0, 255, 255, 255, 255} // others
	for _, at := range []string{".", "brands"} {
		dir := filepath.Join(t.TempDir(), "public")
		publish(t, dir, version(0))
		if err := unix.Setxattr(filepath.Join(dir, at), "system.posix_acl_access", list, 0); err != nil {
			t.Skipf("the file system has no such lists: %v", err)
		}
		s, err := tree(t, version(1)).Publish(t.Context(), dir, Either)
		if err != nil || s.NotAtOnce != filepath.ToSlash(filepath.Join(dir, at))+" 另设了访问权限（ACL）" {
			t.Errorf("%s: %+v, %v", at, s, err)
		}
		if n, err := unix.Getxattr(filepath.Join(dir, at), "system.posix_acl_access", nil); err != nil || n == 0 {
			t.Errorf("%s has the list no more: %v", at, err)
		}
	}
}

// On a file system that nobody may write to, the old site stands, and the error says why.
// What is to be written nowhere is no error.
func TestPublishOntoAReadOnlyFileSystem(t *testing.T) {
	mounted := mountTmpfs(t, t.TempDir())
	dir := filepath.Join(mounted, "public")
	publish(t, dir, version(0))
	if err := syscall.Mount("", mounted, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, way := range []Way{Either, AtOnce, FileByFile} {
		if _, err := tree(t, version(1)).Publish(t.Context(), dir, way); err == nil || way != AtOnce && !errors.Is(err, syscall.EROFS) {
			t.Errorf("%d: %v", way, err)
		}
		if _, err := tree(t, version(0)).Publish(t.Context(), dir, way); err != nil {
			t.Errorf("%d, where nothing changes: %v", way, err)
		}
		if got := onDisk(t, dir); !maps.Equal(got, version(0)) {
			t.Errorf("%d: %v", way, got)
		}
	}
}

// A file that may not be linked keeps no site from being published.
func TestPublishWhereAFileMayNotBeLinked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	write(t, dir, "CNAME", "by hand")
	f, err := os.Open(filepath.Join(dir, "CNAME"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const immutable = 0x10 // FS_IMMUTABLE_FL
	if err := unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, immutable); err != nil {
		t.Skipf("no file can be made immutable here: %v", err)
	}
	defer func() { _ = unix.IoctlSetPointerInt(int(f.Fd()), unix.FS_IOC_SETFLAGS, 0) }()
	s, err := tree(t, version(1)).Publish(t.Context(), dir, Either)
	if err != nil || s.NotAtOnce != "不能为 "+filepath.ToSlash(dir)+"/CNAME 建立链接" {
		t.Errorf("%+v, %v", s, err)
	}
	want := maps.Clone(version(1))
	want["CNAME"] = "by hand"
	if got := onDisk(t, dir); !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// Where the folder, or the disk that it lies on, goes away meanwhile, what is there
// instead holds nothing or the whole site, and the next to publish is none the worse.
func TestTheTargetVanishes(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 16))
	vanish := map[string]func(mounted string) error{
		"unmounted": func(mounted string) error { return syscall.Unmount(mounted, syscall.MNT_DETACH) },
		"removed":   func(mounted string) error { return os.RemoveAll(filepath.Join(mounted, "public")) },
		"renamed": func(mounted string) error {
			return os.Rename(filepath.Join(mounted, "public"), filepath.Join(mounted, "away"))
		},
	}
	for name, vanish := range vanish {
		t.Run(name, func(t *testing.T) {
			const times = 9
			failed, mounted := 0, ""
			for i := range times {
				if i == 0 || name == "unmounted" {
					mounted = mountTmpfs(t, t.TempDir())
				}
				dir := filepath.Join(mounted, "public")
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
				publish(t, dir, version(0))
				way := []Way{Either, AtOnce, FileByFile}[i%3]
				done := make(chan error)
				go func() {
					_, err := tree(t, version(1)).Publish(t.Context(), dir, way)
					done <- err
				}()
				time.Sleep(time.Duration(random.Int64N(int64(12 * time.Millisecond))))
				_ = vanish(mounted) // a folder that is written to meanwhile may be removed in part
				if <-done != nil {
					failed++
				}
				if name == "unmounted" {
					if left, err := os.ReadDir(mounted); err != nil || len(left) > 1 || len(left) == 1 && !maps.Equal(onDisk(t, dir), version(1)) {
						t.Fatalf("way %d left %v, %v", way, left, err)
					}
				}
				if err := errors.Join(os.RemoveAll(dir), os.RemoveAll(filepath.Join(mounted, "away"))); err != nil {
					t.Fatal(err)
				}
				if _, err := tree(t, version(1)).Publish(t.Context(), dir, way); err != nil {
					t.Fatal(err)
				}
				if got := onDisk(t, dir); !maps.Equal(got, version(1)) {
					t.Fatalf("%v", got)
				}
				if beside, err := filepath.Glob(mounted + "/.minglu-*"); way != FileByFile && (err != nil || len(beside) > 0) {
					t.Fatalf("beside it lie %v", beside)
				}
			}
			t.Logf("%d of %d could not publish", failed, times)
		})
	}
}

// mountTmpfs mounts an empty file system on a folder.
func mountTmpfs(t *testing.T, on string) string {
	t.Helper()
	if err := syscall.Mount("tmpfs", on, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(on, syscall.MNT_DETACH) })
	return on
}
