package main

import (
	"context"
	"os"
	"os/exec"
	"strings"

	"minglu/generator/diag"
)

// changedFiles returns the files that a change is about, as git tells: all that
// differ from the branch that it is to be merged into, where GitHub names one,
// else those that are not committed. Where git cannot tell there are none: the
// order of mistakes is no reason to fail.
func changedFiles(ctx context.Context, dir string) []string {
	base := "HEAD"
	if branch := os.Getenv("GITHUB_BASE_REF"); branch != "" {
		merge := git(ctx, dir, "merge-base", "origin/"+branch, "HEAD")
		if merge == "" {
			return nil // a checkout of one commit does not have the branch
		}
		base = strings.TrimSpace(merge)
	}
	names := git(ctx, dir, "diff", "--name-only", "-z", "--relative", base) +
		git(ctx, dir, "ls-files", "-z", "--others", "--exclude-standard")
	return strings.FieldsFunc(names, func(r rune) bool { return r == 0 })
}

// git returns what git prints about the folder, "" where it fails.
func git(ctx context.Context, dir string, args ...string) string {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return string(out)
}

// changedFirst puts the mistakes of changed files before the others; otherwise
// the order stays.
func changedFirst(bad diag.List, changed []string) diag.List {
	names := map[string]bool{}
	for _, file := range changed {
		names[file] = true
	}
	isChanged := func(file string) bool { return names[file] }
	return append(bad.In(isChanged), bad.In(func(file string) bool { return !isChanged(file) })...)
}
