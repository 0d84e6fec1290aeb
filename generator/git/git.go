// Package git asks the command git about a folder. Whoever has a clone has the
// command, which knows every format of a repository.
//
// What is asked about may come from strangers, so that nothing they can commit
// runs a program or hides a changed file: no hook, no file-system monitor, no
// diff program and no text conversion is run, a folder that only looks like a
// repository is none, submodules are not entered, and files are named between
// NUL bytes. The filters of .gitattributes (git-lfs) are named there, but their
// programs stand in the configuration of whoever owns the machine, who is
// trusted as with every use of git; so are the environment and the system's
// configuration, which say whose repositories may be read at all.
package git

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// ErrNoCommand says that there is no git.
var ErrNoCommand = errors.New("没有找到 git 命令。请安装 git 后再试")

// A Failure is git's, with what it said and its exit code.
type Failure struct {
	Said string
	Code int
}

func (f *Failure) Error() string {
	if strings.Contains(f.Said, "dubious ownership") {
		return "git 不信任这个仓库，因为它属于另一个用户。确认来源可靠后，运行 git config --global --add safe.directory 加上仓库的完整路径，再试"
	}
	return "git 没有完成：" + f.Said
}

// IsNoRepository reports whether a failure says that the folder is in no
// repository.
func IsNoRepository(err error) bool {
	var f *Failure
	return errors.As(err, &f) && strings.Contains(f.Said, "not a git repository")
}

// A Folder is where git is asked. The context ends its commands.
type Folder struct {
	ctx context.Context
	dir string
}

// In returns git for the folder dir.
func In(ctx context.Context, dir string) *Folder { return &Folder{ctx, dir} }

// Command returns git with args, so that it asks nobody, writes nothing that it
// need not write, and speaks English to us.
func (f *Folder) Command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(f.ctx, "git", append([]string{
		// Honoured on the command line, and nowhere that a repository can reach.
		"-c", "safe.bareRepository=explicit",
		"-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "log.showSignature=false",
	}, args...)...)
	cmd.Dir = f.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_LITERAL_PATHSPECS=1",
		"GIT_PAGER=cat", "GIT_NO_REPLACE_OBJECTS=1")
	return cmd
}

// Run returns what git prints. The error is ErrNoCommand, a *Failure, the
// machine's that did not start git, or the context's.
func (f *Folder) Run(args ...string) (string, error) { return f.run(f.Command(args...)) }

func (f *Folder) run(cmd *exec.Cmd) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", ErrNoCommand
	case f.ctx.Err() != nil:
		return "", f.ctx.Err()
	case cmd.ProcessState == nil && err != nil: // the machine did not start it
		return "", fmt.Errorf("无法运行 git：%w", err)
	case err != nil:
		return "", &Failure{cmp.Or(strings.TrimSpace(stderr.String()), err.Error()), cmd.ProcessState.ExitCode()}
	}
	return stdout.String(), nil
}

// Names splits what git prints with -z.
func Names(out string) []string {
	return strings.FieldsFunc(out, func(r rune) bool { return r == 0 })
}

// A Mode is what a file is to git: one of the few below, or "" where there is
// none.
type Mode string

const (
	Regular    Mode = "100644"
	Executable Mode = "100755"
	Symlink    Mode = "120000"
	Submodule  Mode = "160000"
)

// A Tracked is a file that is in the index.
type Tracked struct {
	Mode Mode
	Path string // from the folder
}

// Tracked lists what of the folder is in the index, by path. A file in conflict
// is listed once.
func (f *Folder) Tracked() ([]Tracked, error) {
	out, err := f.Run("ls-files", "--stage", "-z")
	if err != nil {
		return nil, err
	}
	var all []Tracked
	for _, entry := range Names(out) { // mode, id, stage, tab, path
		about, path, _ := strings.Cut(entry, "\t")
		mode, _, _ := strings.Cut(about, " ")
		if n := len(all); n > 0 && all[n-1].Path == path {
			continue
		}
		all = append(all, Tracked{Mode(mode), path})
	}
	return all, nil
}

// Changed returns the files that a change is about: all that differ from the branch
// of origin that it is to be merged into, where that is not "", else those that are
// not committed. Where git cannot tell there are none.
func (f *Folder) Changed(branch string) map[string]bool {
	base := "HEAD"
	if branch != "" {
		merge, err := f.Run("merge-base", "origin/"+branch, "HEAD")
		if err != nil {
			return nil // a checkout of one commit does not have the branch
		}
		base = strings.TrimSpace(merge)
	}
	changed, _ := f.Run("diff", "--name-only", "-z", "--relative", "--ignore-submodules=dirty", base)
	added, _ := f.Run("ls-files", "-z", "--others", "--exclude-standard")
	files := map[string]bool{}
	for _, name := range Names(changed + added) {
		files[name] = true
	}
	return files
}

// WouldCommit reports whether one of the files of the folder could get into a
// repository: the folder lies in one that does not ignore each of them.
func (f *Folder) WouldCommit(names ...string) (bool, error) {
	cmd := f.Command("check-ignore", "--stdin", "-z")
	cmd.Env = append(cmd.Env, "GIT_LITERAL_PATHSPECS=0") // which check-ignore refuses
	var in strings.Builder
	for _, name := range names {
		in.WriteString("./" + name + "\x00")
	}
	cmd.Stdin = strings.NewReader(in.String())
	ignored, err := f.run(cmd)
	var failed *Failure
	switch {
	case errors.Is(err, ErrNoCommand), IsNoRepository(err):
		return false, nil
	case err == nil:
		return len(Names(ignored)) < len(names), nil
	case errors.As(err, &failed) && failed.Code == 1: // none is ignored
		return len(names) > 0, nil
	}
	return false, err
}
