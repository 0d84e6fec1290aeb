package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/git"
	"minglu/generator/review"
)

// checkTracked reports what must not be part of the repository, as git tells:
// what the program makes, which nobody reviews, and what leads elsewhere. known
// are the mistakes found so far, which are not reported again. A public/ that was
// built here is nobody's mistake, so that where git cannot tell nothing is known
// but that it is no link; that it cannot is said, unless there is no repository.
func (a *app) checkTracked(ctx context.Context, e *repository, known diag.List) diag.List {
	t := tracked{told: map[string]bool{}, made: map[string][]string{}}
	for _, m := range known {
		if m.Rule == diag.NotAFile {
			t.told[m.File] = true
		}
	}
	if info, err := fs.Lstat(e.Files, "public"); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		t.report("public", diag.NotAFile, "“public”是符号链接，网站会写到别处。请删去链接，由程序新建文件夹；要写到别处的，用 --out 指明。")
	}
	files, err := git.In(ctx, e.dir).Tracked()
	if err != nil && !git.IsNoRepository(err) && !errors.Is(err, git.ErrNoCommand) {
		fmt.Fprintf(a.stderr, "没有核对仓库中提交了哪些文件：%v\n", err)
	}
	for _, f := range files {
		switch {
		case f.Path == "public/.gitignore":
			t.ignores = true
		case strings.HasPrefix(f.Path, "generator/") && slices.Contains(strings.Split(f.Path, "/"), "testdata"):
		case f.Mode == git.Symlink:
			t.report(f.Path, diag.NotAFile, "“%s”是符号链接，不是普通文件，请换成文件本身。", path.Base(f.Path))
		case f.Mode == git.Submodule:
			t.report(f.Path, diag.NotAFile, "“%s”是子模块，其中的文件不在本仓库中，请换成文件本身，或删去。", path.Base(f.Path))
		case review.IsMade(f.Path):
			folder := madeFolder(f.Path)
			t.made[folder] = append(t.made[folder], f.Path)
		}
	}
	for folder, files := range t.made {
		t.reportMade(folder, files)
	}
	return t.list
}

// committedIn returns what is wrong with a folder of the repository that a site is
// to be written to: a record of what was published there, if it was committed,
// would say whose files may be removed.
func (a *app) committedIn(ctx context.Context, e *repository, out string) (diag.List, error) {
	root, at, err := e.realPaths(out)
	if err != nil {
		return nil, err
	}
	below, inside := within(root, at)
	if !inside {
		return nil, nil
	}
	return slices.DeleteFunc(a.checkTracked(ctx, e, nil), func(m diag.Mistake) bool {
		return m.Rule != diag.UnknownFile || !strings.HasPrefix(m.File, below+"/")
	}), nil
}

// tracked collects what git tells of files.
type tracked struct {
	list    diag.List
	told    map[string]bool     // files that were reported as no files
	made    map[string][]string // what the program makes, by what is to go
	ignores bool                // public/.gitignore is there, and has to stay
}

func (t *tracked) report(file string, rule diag.Rule, format string, args ...any) {
	if rule == diag.NotAFile {
		if t.told[file] {
			return
		}
		t.told[file] = true
	}
	src := diag.NewSource(file, "", content.Mask)
	src.Report(src.LineSpan(1), rule, format, args...)
	t.list = append(t.list, src.List...)
}

// reportMade reports what the program makes, once for each folder.
func (t *tracked) reportMade(folder string, files []string) {
	what := fmt.Sprintf("“%s”已提交到仓库", files[0])
	if len(files) > 1 {
		what = fmt.Sprintf("“%s”等 %d 个文件已提交到仓库", files[0], len(files))
	}
	what += "：网站和缓存由程序生成，不应提交。"
	if strings.EqualFold(folder, "public") {
		what = strings.Replace(what, "网站和缓存", "网站", 1)
	}
	cure := "请用 git rm -r -f 把它删去，再提交。"
	if harmless.MatchString(folder) {
		cure = fmt.Sprintf("请运行 git rm -r -f %s，", folder)
		if folder == "public" && t.ignores {
			cure += "再运行 git checkout HEAD -- public/.gitignore，"
		}
		cure += "然后提交。"
	}
	t.report(files[0], diag.UnknownFile, "%s", what+cure)
}

// harmless are the names that a command may hold which people copy into a shell.
var harmless = regexp.MustCompile(`^[A-Za-z0-9._][A-Za-z0-9._/-]*$`)

// madeFolder returns what is to leave the repository with the file: public/, a
// cache, or the record of a site alone.
func madeFolder(file string) string {
	parts := strings.Split(file, "/")
	if strings.EqualFold(parts[0], "public") {
		return parts[0]
	}
	for i, part := range parts {
		if strings.EqualFold(part, ".cache") {
			return strings.Join(parts[:i+1], "/")
		}
	}
	return file // a record, which may lie among what people wrote
}
