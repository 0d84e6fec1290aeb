package review

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/filename"
	"minglu/generator/git"
	"minglu/generator/unseen"
	"minglu/generator/usage"
)

// readFolders hold files that are read whether git ignores them or not; what is
// in the first two is evaluated.
var readFolders = []string{"content", "criteria", "layouts"}

// A ChangeKind says what became of a file.
type ChangeKind int8

const (
	Added ChangeKind = iota
	Modified
	Deleted
	Renamed
)

// A Change is what became of one file of the clone.
type Change struct {
	Kind ChangeKind
	Path string // from the repository's root, ../ if outside; of a deleted file the path it had
	Old  string // of a renamed file

	Was, Mode git.Mode // before and after, "" where there is none, and after of an ordinary file that git does not know yet
	Size      int64    // bytes after
	Binary    bool     // is no text after
	Turned    bool     // has characters after that turn the direction of the text
	Link      string   // where a symbolic link points after
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
	Several bool     // there is more than one, and Commit is that of the revision itself
	Day     string   // its committer's date, 2026-06-30
	Files   *Tree    // content/ and criteria/ of that commit
	Changes []Change // from there to the work tree, of the whole clone, by path

	objects *objects
}

// Open finds what the repository in dir was where HEAD left rev. The error is
// wrong use where rev or dir is not what it must be.
func Open(ctx context.Context, dir, rev string) (*History, error) {
	c := &clone{Folder: git.In(ctx, dir)}
	if err := c.find(); err != nil {
		return nil, err
	}
	base, several, err := c.mergeBase(rev)
	if err != nil {
		return nil, err
	}
	day, err := c.Run("log", "-1", "--format=%cd", "--date=format:%Y-%m-%d", base)
	if err != nil {
		return nil, err
	}
	listing, err := c.Run(slices.Concat([]string{"ls-tree", "-r", "-z", base, "--"}, readFolders[:2])...)
	if err != nil {
		return nil, err
	}
	// What cdup leads up from is where dir is, not how it is spelled: no Join.
	changes, err := c.changes(base, git.In(ctx, dir+"/"+c.up))
	if err != nil {
		return nil, err
	}
	work := checkout.Open(dir)
	for i := range changes {
		changes[i].look(work)
	}
	o := &objects{git: c.Folder}
	h := &History{Commit: base, Several: several, Day: strings.TrimSpace(day), Changes: changes, objects: o}
	h.Files = newTree(listing, o, work, changes)
	return h, nil
}

// Close ends what Open began.
func (h *History) Close() error { return h.objects.close() }

// A clone is where the repository lies: at its top, or in a folder of it.
type clone struct {
	*git.Folder
	up, prefix string // from the repository to the clone's top, ../, and back, site/
}

// find holds that the folder lies in a git repository, and finds out where.
func (c *clone) find() error {
	said, err := c.Run("rev-parse", "--is-inside-work-tree", "--show-cdup", "--show-prefix")
	switch {
	case errors.Is(err, git.ErrNoCommand):
		return fmt.Errorf("%w；不写 --since 时不需要 git", err)
	case err != nil && !git.IsNoRepository(err):
		return err
	}
	lines := strings.SplitN(said, "\n", 3)
	if len(lines) < 3 || lines[0] != "true" {
		return usage.Error("这里不是 git 仓库，无法与 --since 所写的版本比较；请用 -C 指明仓库根目录，或去掉 --since 查看当前待办")
	}
	c.up, c.prefix = lines[1], strings.TrimSuffix(lines[2], "\n")
	return nil
}

// fromHere returns a path from the clone's top as one from the repository's root.
func (c *clone) fromHere(file string) string {
	if inside, ok := strings.CutPrefix(file, c.prefix); ok {
		return inside
	}
	return c.up + file
}

// mergeBase returns the commit where HEAD left rev. Where there are several, any one
// of them may hide what a merge undoes, and which git prefers is for whoever dates
// the commits to say: then it is rev itself.
func (c *clone) mergeBase(rev string) (commit string, several bool, err error) {
	var f *git.Failure
	tip, err := c.Run("rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if errors.As(err, &f) {
		return "", false, usage.Errorf("git 仓库中没有版本“%s”。可写分支、标签或提交号，如 origin/main；远程分支要先用 git fetch 取回", rev)
	}
	if err != nil {
		return "", false, err
	}
	tip = strings.TrimSpace(tip)
	bases, err := c.Run("merge-base", "--all", tip, "HEAD")
	if errors.As(err, &f) {
		return "", false, usage.Errorf("当前版本与“%s”没有共同的历史，不知道改动从哪里开始。克隆不完整的，请先运行 git fetch --unshallow（自动检查中把 fetch-depth 设为 0）", rev)
	}
	if all := strings.Fields(bases); len(all) == 1 {
		return all[0], false, err
	}
	return tip, true, err
}

// changes lists what differs between base and the work tree, everywhere in the
// clone. Renames are git's guess; files that nobody has added yet count as new:
// those that git does not ignore, and those that are read all the same. A
// submodule counts by its commit, whatever .gitmodules says, and is not entered.
func (c *clone) changes(base string, top *git.Folder) ([]Change, error) {
	tracked, err := c.Run("diff", "--raw", "-z", "--no-abbrev", "-M", "--no-relative", "--no-ext-diff", "--no-textconv",
		"--ignore-submodules=dirty", base, "--")
	if err != nil {
		return nil, err
	}
	changes := parseChanges(tracked)
	others, err := top.Run("ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	for _, p := range git.Names(others) {
		changes = append(changes, Change{Kind: Added, Path: p})
	}
	for i := range changes {
		changes[i].Path = c.fromHere(changes[i].Path)
		if changes[i].Old != "" {
			changes[i].Old = c.fromHere(changes[i].Old)
		}
	}
	ignored, err := c.Run(slices.Concat([]string{"ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--"}, readFolders)...)
	if err != nil {
		return nil, err
	}
	for _, p := range git.Names(ignored) {
		if !isSkipped(p) {
			changes = append(changes, Change{Kind: Added, Path: p})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind)) })
	return joinHalves(changes), nil
}

// parseChanges reads `git diff --raw -z`: colon, mode before, mode after, ids,
// kind; path; of a rename the new path.
func parseChanges(out string) []Change {
	var changes []Change
	mode := func(s string) git.Mode {
		if s == "000000" {
			return ""
		}
		return git.Mode(s)
	}
	for parts := git.Names(out); len(parts) >= 2; {
		about := strings.Fields(strings.TrimPrefix(parts[0], ":"))
		if len(about) != 5 {
			return changes
		}
		c := Change{Kind: Modified, Path: parts[1], Was: mode(about[0]), Mode: mode(about[1])}
		parts = parts[2:]
		switch about[4][0] {
		case 'A':
			c.Kind = Added
		case 'D':
			c.Kind = Deleted
		case 'R':
			if len(parts) == 0 {
				return changes
			}
			c.Kind, c.Path, c.Old = Renamed, parts[0], c.Path
			parts = parts[1:]
		}
		changes = append(changes, c)
	}
	return changes
}

// joinHalves makes one change of two at one path: a file deleted, or renamed, in
// the index and lying in the work tree again is a modified one. changes are
// sorted.
func joinHalves(changes []Change) []Change {
	renamed := map[string]*Change{} // by the path it had
	for i, c := range changes {
		if c.Kind == Renamed {
			renamed[c.Old] = &changes[i]
		}
	}
	for i, c := range changes {
		if r := renamed[c.Path]; r != nil && c.Kind == Added {
			changes[i].Kind, changes[i].Was = Modified, r.Was
			r.Kind, r.Old, r.Was = Added, "", ""
		}
	}
	var joined []Change
	for _, c := range changes {
		if last := len(joined) - 1; last >= 0 && joined[last].Path == c.Path {
			switch {
			case joined[last].Kind == Added && c.Kind == Deleted:
				joined[last] = Change{Kind: Modified, Path: c.Path, Was: c.Was, Mode: joined[last].Mode}
			case c.Kind == Renamed: // and in conflict
				joined[last] = c
			}
			continue
		}
		joined = append(joined, c)
	}
	return joined
}

// look adds what only the work tree tells.
func (c *Change) look(work fs.FS) {
	if repository, ok := strings.CutSuffix(c.Path, "/"); ok {
		c.Path, c.Mode = repository, git.Submodule // of which no commit knows yet
	}
	info, err := fs.Lstat(work, c.Path)
	if c.Kind == Deleted || err != nil {
		return
	}
	if c.Mode == "" {
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			c.Mode = git.Symlink
		case info.Mode()&0o111 != 0:
			c.Mode = git.Executable
		}
	}
	switch {
	case c.Mode == git.Symlink:
		c.Link, _ = fs.ReadLink(work, c.Path)
	case info.Mode().IsRegular():
		c.Size = info.Size()
		text, _ := checkout.Head(work, c.Path, maxLooked)               // what cannot be read says nothing
		c.Binary = bytes.IndexByte(text[:min(len(text), 8000)], 0) >= 0 // where git looks for one
		c.Turned = !c.Binary && bytes.ContainsFunc(text, unseen.IsBidi)
	}
}

// maxLooked is how much of a touched file is looked at, in bytes.
const maxLooked = 4 << 20

// evaluated returns what the changes do to files that are read and evaluated. A
// file that goes to where nobody reads it is gone, one that comes from there new.
func evaluated(changes []Change) []Change {
	isRead := func(file string) bool {
		top, _, _ := strings.Cut(file, "/")
		return slices.Contains(readFolders[:2], top) && !isSkipped(file)
	}
	var all []Change
	for _, c := range changes {
		switch now, before := isRead(c.Path), isRead(c.before()); {
		case now && c.Kind == Renamed && !before:
			c.Kind, c.Old = Added, ""
		case !now && c.Kind == Renamed && before:
			c = Change{Kind: Deleted, Path: c.Old, Was: c.Was}
		case !now:
			continue
		}
		all = append(all, c)
	}
	return all
}

// isSkipped reports whether content and criteria pass the file over: it is looked at
// for personal numbers alone.
func isSkipped(file string) bool {
	return !fs.ValidPath(file) || slices.ContainsFunc(strings.Split(file, "/"), filename.IsSkipped)
}
