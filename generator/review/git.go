package review

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"

	"minglu/generator/checkout"
)

// folders are the parts of the repository that a review is about.
var folders = []string{"content", "criteria"}

// A Misuse is what whoever asked for a review must do differently, in Chinese.
type Misuse string

func (m Misuse) Error() string { return string(m) }

// A ChangeKind says what became of a file.
type ChangeKind int8

const (
	Added ChangeKind = iota
	Modified
	Deleted
	Renamed
)

// A Change is what became of one file of content/ or criteria/.
type Change struct {
	Kind ChangeKind
	Path string // of a deleted file the path it had
	Old  string // of a renamed file
}

// before and after return the path of the file on each side, "" where there is
// none.
func (c Change) before() string {
	switch c.Kind {
	case Added:
		return ""
	case Renamed:
		return c.Old
	}
	return c.Path
}

func (c Change) after() string {
	if c.Kind == Deleted {
		return ""
	}
	return c.Path
}

// A History is what the repository was before a change, and which files the
// change touches. Close ends the process that reads it.
type History struct {
	Commit  string   // the id of the merge base
	Day     string   // its committer's date, 2026-06-30
	Files   *Tree    // content/ and criteria/ of that commit
	Changes []Change // from there to the work tree, by path

	objects *objects
}

// Open finds what the repository in dir was where HEAD left rev. The error is a
// Misuse where rev or dir is not what it must be.
func Open(ctx context.Context, dir, rev string) (*History, error) {
	g := &git{ctx, dir}
	if err := g.find(); err != nil {
		return nil, err
	}
	base, err := g.mergeBase(rev)
	if err != nil {
		return nil, err
	}
	day, err := g.run("-c", "log.showSignature=false", "log", "-1", "--format=%cd", "--date=format:%Y-%m-%d", base)
	if err != nil {
		return nil, err
	}
	listing, err := g.run(slices.Concat([]string{"ls-tree", "-r", "-z", base, "--"}, folders)...)
	if err != nil {
		return nil, err
	}
	changes, err := g.changes(base)
	if err != nil {
		return nil, err
	}
	o := &objects{git: g}
	h := &History{Commit: base, Day: strings.TrimSpace(day), Changes: changes, objects: o}
	h.Files = newTree(listing, o, checkout.Open(dir), changes)
	return h, nil
}

// Close ends what Open began.
func (h *History) Close() error { return h.objects.close() }

// A git is the command, run in one folder.
type git struct {
	ctx context.Context
	dir string
}

// command returns git with args, so that it asks nobody, writes nothing that it
// need not write, and speaks English to us.
func (g *git) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(g.ctx, "git", args...)
	cmd.Dir = g.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1", "GIT_PAGER=cat")
	return cmd
}

// run returns what git prints.
func (g *git) run(args ...string) (string, error) {
	cmd := g.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("没有找到 git 命令。请安装 git 后再试；不写 --since 时不需要 git")
	case g.ctx.Err() != nil:
		return "", g.ctx.Err()
	case err != nil:
		return "", &failure{cmp.Or(strings.TrimSpace(stderr.String()), err.Error())}
	}
	return stdout.String(), nil
}

// A failure is git's, with what it said.
type failure struct{ said string }

func (f *failure) Error() string { return "git 没有完成：" + f.said }

// find holds that dir lies in a git repository.
func (g *git) find() error {
	_, err := g.run("rev-parse", "--is-inside-work-tree")
	var f *failure
	switch {
	case !errors.As(err, &f):
		return err
	case strings.Contains(f.said, "dubious ownership"):
		return errors.New("git 不信任这个仓库，因为它属于另一个用户。确认来源可靠后，运行 git config --global --add safe.directory 加上仓库的完整路径，再试")
	}
	return Misuse("这里不是 git 仓库，无法与 --since 所写的版本比较；请用 -C 指明仓库根目录，或去掉 --since 查看当前待办")
}

// mergeBase returns the commit where HEAD left rev.
func (g *git) mergeBase(rev string) (string, error) {
	var f *failure
	tip, err := g.run("rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if errors.As(err, &f) {
		return "", Misuse(fmt.Sprintf("git 仓库中没有版本“%s”。可写分支、标签或提交号，如 origin/main；远程分支要先用 git fetch 取回", rev))
	}
	if err != nil {
		return "", err
	}
	base, err := g.run("merge-base", strings.TrimSpace(tip), "HEAD")
	if errors.As(err, &f) {
		return "", Misuse(fmt.Sprintf("当前版本与“%s”没有共同的历史，不知道改动从哪里开始。克隆不完整的，请先运行 git fetch --unshallow（自动检查中把 fetch-depth 设为 0）", rev))
	}
	return strings.TrimSpace(base), err
}

// changes lists what differs between base and the work tree. Renames are git's
// guess; files that nobody has added yet count as new.
func (g *git) changes(base string) ([]Change, error) {
	tracked, err := g.run(slices.Concat([]string{"diff", "--name-status", "-z", "-M", "--relative", "--no-ext-diff", "--no-textconv",
		"--ignore-submodules=all", base, "--"}, folders)...)
	if err != nil {
		return nil, err
	}
	others, err := g.run(slices.Concat([]string{"ls-files", "-z", "--others", "--"}, folders)...)
	if err != nil {
		return nil, err
	}
	changes := parseChanges(tracked)
	known := map[string]bool{}
	for _, c := range changes {
		known[c.Path] = true
	}
	for p := range strings.SplitSeq(others, "\x00") {
		if p != "" && !known[p] {
			changes = append(changes, Change{Kind: Added, Path: p})
		}
	}
	changes = slices.DeleteFunc(changes, func(c Change) bool { return isSkipped(c.Path) })
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind)) })
	return joinHalves(changes), nil
}

// parseChanges reads `git diff --name-status -z`.
func parseChanges(out string) []Change {
	var changes []Change
	parts := strings.Split(out, "\x00")
	for len(parts) >= 2 && parts[0] != "" {
		c := Change{Kind: Modified, Path: parts[1]}
		switch parts[0][0] {
		case 'A':
			c.Kind = Added
		case 'D':
			c.Kind = Deleted
		case 'R', 'C':
			if len(parts) < 3 {
				return changes
			}
			c = Change{Kind: Renamed, Path: parts[2], Old: parts[1]}
			if parts[0][0] == 'C' {
				c = Change{Kind: Added, Path: parts[2]}
			}
			parts = parts[1:]
		}
		changes = append(changes, c)
		parts = parts[2:]
	}
	return changes
}

// joinHalves makes one change of two at one path: a file deleted in the index
// and lying in the work tree again is a modified one. changes are sorted.
func joinHalves(changes []Change) []Change {
	var joined []Change
	for _, c := range changes {
		if last := len(joined) - 1; last >= 0 && joined[last].Path == c.Path {
			joined[last] = Change{Kind: Modified, Path: c.Path}
			continue
		}
		joined = append(joined, c)
	}
	return joined
}

// isSkipped reports whether nobody reads the file: content and criteria pass
// over the same names.
func isSkipped(file string) bool {
	for part := range strings.SplitSeq(file, "/") {
		if strings.HasPrefix(part, ".") || strings.HasPrefix(part, "_") {
			return true
		}
	}
	return path.Base(file) == "README.md" || !fs.ValidPath(file)
}
