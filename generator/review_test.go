package main

import (
	"strings"
	"testing"
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
