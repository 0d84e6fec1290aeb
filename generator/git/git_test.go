package git_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minglu/generator/git"
)

// do runs git as its owner would.
func do(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o755)); err != nil {
		t.Fatal(err)
	}
}

func newRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	do(t, dir, "init", "-q")
	do(t, dir, "config", "user.name", "编辑")
	do(t, dir, "config", "user.email", "bianji@example.org")
	return dir
}

func TestTrackedFiles(t *testing.T) {
	dir := newRepository(t)
	write(t, dir, "名\n录", "x")
	write(t, dir, "untracked", "x")
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	do(t, dir, "add", "名\n录", "link")
	got, err := git.In(t.Context(), dir).Tracked()
	if want := []git.Tracked{{git.Symlink, "link"}, {git.Executable, "名\n录"}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	if _, err := git.In(t.Context(), t.TempDir()).Tracked(); !errors.As(err, new(*git.Failure)) {
		t.Errorf("where there is no repository: %v", err)
	}
}

// Looking at a repository runs nothing that stands in it: no monitor, no hook, no
// diff program, no text conversion.
func TestNothingOfARepositoryIsRun(t *testing.T) {
	dir := newRepository(t)
	ran := filepath.Join(t.TempDir(), "ran")
	write(t, dir, "evil", "#!/bin/sh\necho \"$0 $*\" >> '"+ran+"'\ncat\n")
	evil := filepath.Join(dir, "evil")
	write(t, dir, "a.md", "甲\n")
	write(t, dir, ".gitattributes", "*.md diff=evil\n")
	do(t, dir, "add", "-A")
	do(t, dir, "commit", "-qm", "一")
	hooks := filepath.Join(dir, ".git", "hooks")
	for _, hook := range []string{"post-index-change", "pre-auto-gc"} {
		write(t, hooks, hook, "#!/bin/sh\necho hook >> '"+ran+"'\n")
	}
	for _, setting := range []string{"core.fsmonitor", "diff.external", "diff.evil.command", "diff.evil.textconv", "core.pager", "gpg.program", "core.editor"} {
		do(t, dir, "config", setting, evil)
	}
	do(t, dir, "config", "log.showSignature", "true")
	write(t, dir, "a.md", "乙\n")
	g := git.In(t.Context(), dir)
	for _, args := range [][]string{
		{"diff", "--raw", "-z", "--no-ext-diff", "--no-textconv", "HEAD", "--"}, {"ls-files", "-z", "--others", "--exclude-standard"},
		{"log", "-1", "--format=%cd"}, {"ls-files", "--stage", "-z"}, {"ls-tree", "-r", "-z", "HEAD"},
	} {
		if out, err := g.Run(args...); err != nil {
			t.Errorf("%v: %q, %v", args, out, err)
		}
	}
	if said, err := os.ReadFile(ran); err == nil {
		t.Errorf("these were run:\n%s", said)
	}
}

// A folder that was committed so as to look like a repository of its own, with a
// configuration that runs programs, is none.
func TestAFolderThatLooksLikeARepositoryIsNone(t *testing.T) {
	dir := newRepository(t)
	ran := filepath.Join(t.TempDir(), "ran")
	write(t, dir, "evil", "#!/bin/sh\necho ran >> '"+ran+"'\n")
	site := filepath.Join(dir, "site")
	write(t, site, "HEAD", "ref: refs/heads/main\n")
	write(t, site, "objects/x", "")
	write(t, site, "refs/x", "")
	write(t, site, "content/a.md", "甲\n")
	write(t, site, "config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = "+filepath.Join(dir, "evil")+"\n")
	do(t, dir, "add", "-A")
	out, err := git.In(t.Context(), site).Run("rev-parse", "--git-dir")
	if err == nil && !strings.Contains(out, ".git") {
		t.Errorf("git takes the folder for a repository: %q", out)
	}
	_, _ = git.In(t.Context(), site).Run("ls-files", "-z", "--others", "--exclude-standard")
	if _, err := os.Stat(ran); err == nil {
		t.Error("its configuration was followed")
	}
}

func TestAMachineWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := git.In(t.Context(), ".").Tracked(); !errors.Is(err, git.ErrNoCommand) {
		t.Error(err)
	}
}
