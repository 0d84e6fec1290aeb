//go:build unix

package public

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
)

// A web server that is another user may read everything, whatever the umask.
func TestWhatIsPublishedCanBeRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	old := syscall.Umask(0o077)
	s, err := tree(t, small).Sync(t.Context(), dir)
	syscall.Umask(old)
	if err != nil || s.Written != len(small) {
		t.Fatal(s, err)
	}
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode() != map[bool]fs.FileMode{true: fs.ModeDir | 0o755, false: 0o644}[d.IsDir()] {
			t.Errorf("%s has the mode %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
