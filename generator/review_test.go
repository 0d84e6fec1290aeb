package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"minglu/generator/fixture"
	"minglu/generator/review"
)

// A machine without git is told to get it; what needs none works.
func TestReviewOnAMachineWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	code, stdout, stderr := minglu("review", "-C", "..", "--since", "HEAD")
	if code != exitFailure || stdout != "" || !strings.Contains(stderr, "没有找到 git 命令。请安装 git 后再试") {
		t.Errorf("exit code %d, %q, %q", code, stdout, stderr)
	}
	if code, stdout, stderr = minglu("review", "-C", ".."); code != exitFine || !strings.Contains(stdout, "劳务品牌待办") || stderr != "" {
		t.Errorf("exit code %d, %q, %q", code, stdout, stderr)
	}
}

// A change that is too large for a comment is cut in sight, and the exit code says
// so; all of it can be had.
func TestReviewOfALargeChange(t *testing.T) {
	dir := t.TempDir()
	for _, folder := range []string{"content", "criteria", "layouts/review"} {
		if err := fixture.CopyFolder("..", dir, folder); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-qm", "x"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	for i := range 1100 {
		text := fmt.Sprintf("---\nkind: 公示\ntitle: 第%04d号公示\nlevel: 市级\nfrom: 2026-06-01\nto: 2026-06-05\nbrands: [donghai-banhua]\n---\n公示。\n", i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("content/notices/n-%04d.md", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, w := range []struct {
		args  []string
		code  int
		most  int
		holds string
	}{
		{nil, exitMistakes, review.CommentLimit, "篇幅所限，有 "},
		{[]string{"--full"}, exitFine, 1 << 30, "第1099号公示"},
		{[]string{"--format", "html"}, exitMistakes, 1 << 30, "另有 100 项没有列出。运行 review 时加上 --full"},
		{[]string{"--format", "html", "--full"}, exitFine, 1 << 30, "第1099号公示"},
	} {
		code, stdout, stderr := minglu(append([]string{"review", "-C", dir, "--since", "HEAD"}, w.args...)...)
		if code != w.code || utf8.RuneCountInString(stdout) > w.most || !strings.Contains(stdout, w.holds) || !strings.Contains(stdout, "改动的文件（1,100 个）") {
			t.Errorf("%v: exit code %d, %d characters, %q\n%.2000s", w.args, code, len(stdout), stderr, stdout)
		}
		if said := strings.Contains(stderr, "没有列出；加 --full 可以看到全部。"); said != (code == exitMistakes) {
			t.Errorf("%v: stderr says %q", w.args, stderr)
		}
	}
}
