package review_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/git"
	"minglu/generator/review"
	"minglu/generator/usage"
)

// A clone is a git repository made for one test.
type clone struct {
	t   *testing.T
	dir string
}

func newClone(t *testing.T) *clone {
	t.Helper()
	c := &clone{t, t.TempDir()}
	c.git("init", "-q", "-b", "main")
	c.git("config", "user.name", "编辑")
	c.git("config", "user.email", "bianji@example.org")
	return c
}

func (c *clone) git(args ...string) string {
	c.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (c *clone) write(name, text string) {
	c.t.Helper()
	full := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c *clone) commit() {
	c.t.Helper()
	c.git("add", "-A")
	c.git("commit", "-qm", "改动")
}

func (c *clone) open(rev string) *review.History {
	c.t.Helper()
	h, err := review.Open(context.Background(), c.dir, rev)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		if err := h.Close(); err != nil {
			c.t.Error(err)
		}
	})
	return h
}

// The tree of a commit is a file system like any other, whatever has become of
// the work tree since.
func TestATreeIsAFileSystem(t *testing.T) {
	c := newClone(t)
	c.write("content/site.yaml", "title: 名录\n")
	c.write("content/brands/donghai/a.md", "甲\n")
	c.write("content/brands/donghai/b.md", "乙\n")
	c.write("content/brands/donghai/c.md", "")
	c.write("criteria/facts.yaml", "facts: []\n")
	c.write("README.md", "说明")
	c.commit()
	c.write("content/brands/donghai/b.md", "丙丙丙\n")
	if err := os.RemoveAll(filepath.Join(c.dir, "criteria")); err != nil {
		t.Fatal(err)
	}
	h := c.open("HEAD")
	if err := fstest.TestFS(h.Files, "content/site.yaml", "content/brands/donghai/a.md", "content/brands/donghai/b.md", "content/brands/donghai/c.md", "criteria/facts.yaml"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"content/brands/donghai/a.md": "甲\n", "content/brands/donghai/b.md": "乙\n", "criteria/facts.yaml": "facts: []\n"} {
		if got := string(file(t, h.Files, name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if _, err := h.Files.Open("README.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("README.md: %v", err)
	}
}

// Links of a commit are told as links and are never followed.
func TestALinkIsNotFollowed(t *testing.T) {
	c := newClone(t)
	c.write("content/a.md", "甲\n")
	if err := os.Symlink("/etc/passwd", filepath.Join(c.dir, "content", "link.md")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	c.commit()
	h := c.open("HEAD")
	if info, err := fs.Lstat(h.Files, "content/link.md"); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("%v, %v", info, err)
	}
	if data, err := fs.ReadFile(h.Files, "content/link.md"); err == nil {
		t.Errorf("the link was followed to %q", data)
	}
	if to, err := fs.ReadLink(h.Files, "content/link.md"); to != "/etc/passwd" || err != nil {
		t.Errorf("the link leads to %q, %v", to, err)
	}
}

// Objects can hold paths that no work tree can; they are not there.
func TestPathsThatNoFileCanHaveAreNotThere(t *testing.T) {
	c := newClone(t)
	c.write("content/a.md", "甲\n")
	c.commit()
	blob := c.git("rev-parse", "HEAD:content/a.md")
	c.write("list", "100644 blob "+blob+"\ta.md\n100644 blob "+blob+"\t..\n100644 blob "+blob+"\tx\n")
	mktree := exec.Command("git", "mktree")
	mktree.Dir = c.dir
	in, err := os.Open(filepath.Join(c.dir, "list"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	mktree.Stdin = in
	out, err := mktree.Output()
	if err != nil {
		t.Skip("this git makes no such tree:", err)
	}
	c.write("list", "040000 tree "+strings.TrimSpace(string(out))+"\tcontent\n")
	top := exec.Command("git", "mktree")
	top.Dir = c.dir
	in2, err := os.Open(filepath.Join(c.dir, "list"))
	if err != nil {
		t.Fatal(err)
	}
	defer in2.Close()
	top.Stdin = in2
	if out, err = top.Output(); err != nil {
		t.Fatal(err)
	}
	hostile := c.git("commit-tree", strings.TrimSpace(string(out)), "-p", "HEAD", "-m", "怪")
	c.git("update-ref", "HEAD", hostile)
	h := c.open(hostile)
	entries, err := h.Files.ReadDir("content")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, []string{"a.md", "x"}) {
		t.Errorf("the folder lists %q", names)
	}
}

// What differs is told from the merge base to the work tree: what was committed,
// what was not, what nobody has added yet; and not what others did meanwhile.
func TestChangesAreThoseOfTheWorkTreeSinceTheMergeBase(t *testing.T) {
	c := newClone(t)
	for _, name := range []string{"committed", "edited", "gone", "same", "moved"} {
		c.write("content/brands/donghai/"+name+".md", strings.Repeat(name+"\n", 20))
	}
	c.commit()
	c.git("checkout", "-qb", "change")
	c.write("content/brands/donghai/committed.md", "新\n")
	c.commit()
	c.write("content/brands/donghai/edited.md", "新\n")
	c.write("content/brands/donghai/名称 一.md", "新\n")
	c.write("content/brands/donghai/_draft.md", "新\n")
	c.write("layouts/x.html", "新\n")
	c.git("mv", "content/brands/donghai/moved.md", "content/brands/donghai/here.md")
	c.git("rm", "-q", "content/brands/donghai/gone.md")
	c.git("stash", "-qu")
	c.git("checkout", "-q", "main")
	c.write("content/brands/donghai/others.md", "别人\n")
	c.commit()
	c.git("checkout", "-q", "change")
	c.git("stash", "pop", "-q", "--index")

	const dir = "content/brands/donghai/"
	want := []review.Change{
		{Kind: review.Added, Path: dir + "_draft.md"},
		{Kind: review.Modified, Path: dir + "committed.md", Was: git.Regular, Mode: git.Regular},
		{Kind: review.Modified, Path: dir + "edited.md", Was: git.Regular, Mode: git.Regular},
		{Kind: review.Deleted, Path: dir + "gone.md", Was: git.Regular},
		{Kind: review.Renamed, Path: dir + "here.md", Old: dir + "moved.md", Was: git.Regular, Mode: git.Regular},
		{Kind: review.Added, Path: dir + "名称 一.md"},
		{Kind: review.Added, Path: "layouts/x.html"},
	}
	if got := unsized(c.open("main").Changes); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func unsized(changes []review.Change) []review.Change {
	for i := range changes {
		changes[i].Size = 0
	}
	return changes
}

// A repository below the top of a clone is as good as one at its top.
func TestARepositoryInAFolderOfAClone(t *testing.T) {
	c := newClone(t)
	c.write("site/content/a.md", "甲\n")
	c.write("content/b.md", "乙\n")
	c.commit()
	c.write("site/content/a.md", "丙\n")
	c.write("content/b.md", "丁\n")
	c.dir = filepath.Join(c.dir, "site")
	h := c.open("HEAD")
	want := []review.Change{
		{Kind: review.Modified, Path: "../content/b.md", Was: git.Regular, Mode: git.Regular},
		{Kind: review.Modified, Path: "content/a.md", Was: git.Regular, Mode: git.Regular},
	}
	if got := unsized(h.Changes); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := string(file(t, h.Files, "content/a.md")); got != "甲\n" {
		t.Errorf("before: %q", got)
	}
}

// Whoever asks wrongly is told what to do.
func TestWrongUseIsToldApart(t *testing.T) {
	empty := &clone{t, t.TempDir()}
	c := newClone(t)
	c.write("content/a.md", "甲\n")
	c.commit()
	c.git("checkout", "-q", "--orphan", "elsewhere")
	c.write("content/b.md", "乙\n")
	c.commit()
	for _, w := range []struct{ dir, rev, says string }{
		{empty.dir, "HEAD", "不是 git 仓库"},
		{c.dir, "nowhere", "没有版本“nowhere”"},
		{c.dir, "--output=x", "没有版本“--output=x”"},
		{c.dir, "HEAD:content", "没有版本"},
		{c.dir, "main", "没有共同的历史"},
	} {
		_, err := review.Open(t.Context(), w.dir, w.rev)
		if wrong := usage.Error(""); !errors.As(err, &wrong) || !strings.Contains(err.Error(), w.says) {
			t.Errorf("%s: %v, want wrong use that says %s", w.rev, err, w.says)
		}
	}
}

// Whichever of git's answers is missing, nothing is taken for unchanged.
func TestGitThatFailsIsAnError(t *testing.T) {
	c := newClone(t)
	c.write("content/a.md", "甲\n")
	c.commit()
	c.write("content/a.md", "乙\n")
	real, err := exec.LookPath("git")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	calls := filepath.Join(dir, "calls")
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	for failing := 1; ; failing++ {
		script := fmt.Sprintf("#!/bin/sh\necho >> '%s'\n[ $(wc -l < '%[1]s') = %d ] && exit 128\nexec '%s' \"$@\"\n", calls, failing, real)
		if err := errors.Join(os.WriteFile(filepath.Join(dir, "git"), []byte(script), 0o755), os.WriteFile(calls, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
		h, err := review.Open(t.Context(), c.dir, "HEAD")
		if err == nil {
			_ = h.Close()
		}
		made, err2 := os.ReadFile(calls)
		switch n := bytes.Count(made, []byte("\n")); {
		case err2 != nil || n == 0:
			t.Skip("git is not found by PATH", err2)
		case n < failing:
			if err != nil || failing < 5 {
				t.Errorf("after %d calls: %v", n, err)
			}
			return
		case err == nil:
			t.Errorf("call %d failed, and %d changes are told", failing, len(h.Changes))
		}
	}
}

// Close ends the process that hands over what was: nothing more is read.
func TestCloseEndsGit(t *testing.T) {
	c := newClone(t)
	c.write("content/a.md", "甲\n")
	c.commit()
	c.write("content/a.md", "乙\n")
	h, err := review.Open(t.Context(), c.dir, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(file(t, h.Files, "content/a.md")); got != "甲\n" {
		t.Errorf("before: %q", got)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if data, err := fs.ReadFile(h.Files, "content/a.md"); err == nil {
		t.Errorf("after Close it reads %q", data)
	}
}

// Where histories cross there are several merge bases, and whoever dates his
// commits into the future says which one git prefers: none of them may hide what a
// merge would undo.
func TestHistoriesThatCross(t *testing.T) {
	for _, year := range []string{"2001", "2038"} {
		c := newClone(t)
		c.write("content/notices/a.md", "一")
		c.commit()
		c.git("checkout", "-q", "-b", "first")
		c.write("content/notices/b.md", "二")
		c.git("add", "-A")
		t.Setenv("GIT_COMMITTER_DATE", year+"-01-01T00:00:00")
		c.git("commit", "-qm", "改动")
		os.Unsetenv("GIT_COMMITTER_DATE")
		c.git("checkout", "-q", "main")
		c.write("content/notices/withdrawal.md", "退出")
		c.commit()
		withdrawal := c.git("rev-parse", "HEAD")
		c.git("merge", "-q", "--no-edit", "first")
		c.git("checkout", "-q", "-b", "second", "first")
		c.git("merge", "-q", "-s", "ours", "--no-edit", withdrawal)
		h := c.open("main")
		if !h.Several || !slices.ContainsFunc(h.Changes, func(c review.Change) bool {
			return c.Kind == review.Deleted && c.Path == "content/notices/withdrawal.md"
		}) {
			t.Errorf("%s: several: %v, changes: %v", year, h.Several, h.Changes)
		}
	}
}

// What turns the direction of a text is no text that anybody can review.
func TestTurnedTextIsSaid(t *testing.T) {
	c := newClone(t)
	c.write("generator/main.go", "package main")
	c.commit()
	c.write("generator/main.go", "package main // \u202e")
	c.write("generator/other.go", "package main")
	c.git("add", "-A")
	for _, change := range c.open("HEAD").Changes {
		if want := change.Path == "generator/main.go"; change.Turned != want {
			t.Errorf("%s: %v", change.Path, change.Turned)
		}
	}
}
