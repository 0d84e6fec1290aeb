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

// TestLocateTakesWhatPeopleType: relative to the current folder or to the root,
// with either slash, over links on the way; a link at the end is itself.
func TestLocateTakesWhatPeopleType(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	err := errors.Join(os.MkdirAll("repo/content/brands", 0o755), os.WriteFile("repo/content/a.md", nil, 0o644), os.WriteFile("b.md", nil, 0o644))
	if err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"way": "repo", "repo/content/link.md": "../../b.md", "repo/in": "content"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	for typed, want := range map[string]string{
		"content/a.md": "content/a.md", "repo/content/a.md": "content/a.md", `content\a.md`: "content/a.md", "way/content/a.md": "content/a.md",
		"content/brands/": "content/brands", "repo": ".", "way": ".", "in": "content", "repo/in/a.md": "content/a.md",
		filepath.Join(dir, "way/content/a.md"): "content/a.md", "content/link.md": "content/link.md",
		"b.md": "!文件“b.md”不在仓库中", "..": "!文件“..”不在仓库中", "content/b.md": "!没有文件“content/b.md”",
	} {
		got, err := Locate("repo", typed)
		if err != nil {
			got = "!" + err.Error()
		}
		if got != want {
			t.Errorf("%s is at %q, want %q", typed, got, want)
		}
	}
}
