package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/git"
	"minglu/generator/public"
)

// Tracked reports what must not be part of the repository in the folder dir, as
// git tells: what the program makes, which nobody reviews, and what leads
// elsewhere. known are the mistakes found so far, which are not reported again. A
// public/ that was built here is nobody's mistake, so that where git cannot tell
// nothing is known but that it is no link; that it cannot, warn is told, unless
// there is no repository.
func Tracked(ctx context.Context, dir string, known diag.List, warn func(error)) diag.List {
	var list diag.List
	told := map[string]bool{} // files that were reported as no files
	for _, m := range known {
		told[m.File] = told[m.File] || m.Rule == diag.NotAFile
	}
	report := func(file string, rule diag.Rule, format string, args ...any) {
		if rule == diag.NotAFile && told[file] {
			return
		}
		told[file] = told[file] || rule == diag.NotAFile
		src := diag.NewSource(file, "", content.Mask)
		src.Report(src.LineSpan(1), rule, format, args...)
		list = append(list, src.List...)
	}
	if info, err := checkout.Open(dir).Lstat("public"); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		report("public", diag.NotAFile, "“public”是符号链接，网站会写到别处。请删去链接，由程序新建文件夹；要写到别处的，用 --out 指明。")
	}
	files, err := git.In(ctx, dir).Tracked()
	if err != nil && !git.IsNoRepository(err) && !errors.Is(err, git.ErrNoCommand) {
		warn(err)
	}
	ignores, made := false, map[string][]string{} // what the program makes, by what is to go
	for _, f := range files {
		switch {
		case f.Path == "public/.gitignore":
			ignores = true
		case strings.HasPrefix(f.Path, "generator/") && slices.Contains(strings.Split(f.Path, "/"), "testdata"):
		case f.Mode == git.Symlink:
			report(f.Path, diag.NotAFile, "“%s”是符号链接，不是普通文件，请换成文件本身。", path.Base(f.Path))
		case f.Mode == git.Submodule:
			report(f.Path, diag.NotAFile, "“%s”是子模块，其中的文件不在本仓库中，请换成文件本身，或删去。", path.Base(f.Path))
		case public.IsMade(f.Path):
			folder := madeFolder(f.Path)
			made[folder] = append(made[folder], f.Path)
		}
	}
	for folder, files := range made {
		report(files[0], diag.UnknownFile, "%s%s", madeWords(folder, files), madeCure(folder, ignores))
	}
	return list
}

// CommittedIn returns which of such files lie in a folder of the repository that a
// site is to be written to: a record of what was published there, if it was
// committed, would say whose files may be removed.
func CommittedIn(ctx context.Context, dir, out string, warn func(error)) (diag.List, error) {
	below, inside, err := checkout.Below(dir, out)
	if err != nil || !inside {
		return nil, err
	}
	return slices.DeleteFunc(Tracked(ctx, dir, nil, warn), func(m diag.Mistake) bool {
		return m.Rule != diag.UnknownFile || !strings.HasPrefix(m.File, below+"/")
	}), nil
}

// madeWords says what is wrong with files that the program makes.
func madeWords(folder string, files []string) string {
	what, of := fmt.Sprintf("“%s”已提交到仓库", files[0]), "网站和缓存"
	if len(files) > 1 {
		what = fmt.Sprintf("“%s”等 %d 个文件已提交到仓库", files[0], len(files))
	}
	if strings.EqualFold(folder, "public") {
		of = "网站"
	}
	return what + "：" + of + "由程序生成，不应提交。"
}

// harmless are the names that a command may hold which people copy into a shell.
var harmless = regexp.MustCompile(`^[A-Za-z0-9._][A-Za-z0-9._/-]*$`)

// madeCure says how to take a folder that the program makes out of the repository;
// public/.gitignore, where it is there, has to stay.
func madeCure(folder string, ignores bool) string {
	switch {
	case !harmless.MatchString(folder):
		return "请用 git rm -r -f 把它删去，再提交。"
	case folder == "public" && ignores:
		return "请运行 git rm -r -f public，再运行 git checkout HEAD -- public/.gitignore，然后提交。"
	}
	return fmt.Sprintf("请运行 git rm -r -f %s，然后提交。", folder)
}

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
