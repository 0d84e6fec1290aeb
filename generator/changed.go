package main

import (
	"context"
	"os"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/git"
)

// changedFiles returns the files that a change is about, as git tells: all that
// differ from the branch that it is to be merged into, where GitHub names one,
// else those that are not committed. Where git cannot tell there are none: the
// order of mistakes is no reason to fail.
func changedFiles(ctx context.Context, dir string) []string {
	g, base := git.In(ctx, dir), "HEAD"
	if branch := os.Getenv("GITHUB_BASE_REF"); branch != "" {
		merge, err := g.Run("merge-base", "origin/"+branch, "HEAD")
		if err != nil {
			return nil // a checkout of one commit does not have the branch
		}
		base = strings.TrimSpace(merge)
	}
	changed, _ := g.Run("diff", "--name-only", "-z", "--relative", "--ignore-submodules=dirty", base)
	added, _ := g.Run("ls-files", "-z", "--others", "--exclude-standard")
	return git.Names(changed + added)
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
