package public

import (
	"maps"
	"os"
	"path/filepath"
	"syscall"
	"testing"

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
