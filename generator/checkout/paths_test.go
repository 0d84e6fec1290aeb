package checkout

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Links that lie in the repository may be a stranger's. Those around it are the
// machine's own, as that from /tmp to /private/tmp.
func TestOnlyLinksInTheRepositoryAreRefused(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	if err := errors.Join(os.MkdirAll("repo/folder", 0o755), os.Mkdir("elsewhere", 0o755)); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"way": ".", "link": "elsewhere", "repo/link": "../elsewhere", "repo/folder/broken": "nowhere"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	for path, want := range map[string]string{
		"repo/folder/new": "", "link/new": "", "way/repo/folder": "", "way/link/x": "", "elsewhere": "",
		"repo/link": "repo/link", "repo/link/a/b": "repo/link", "way/repo/link": "way/repo/link",
		"repo/folder/broken": "repo/folder/broken", "elsewhere/../repo/link/x": "repo/link",
	} {
		if want != "" {
			want = filepath.Join(dir, want)
		}
		if got, err := linkIn("repo", path); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", path, got, err, want)
		}
	}
}
