package public

import (
	"maps"
	"os"
	"path/filepath"
	"syscall"
	"testing"
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
