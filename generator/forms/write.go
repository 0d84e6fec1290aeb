package forms

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"minglu/generator/checkout"
	"minglu/generator/git"
	"minglu/generator/public"
	"minglu/generator/usage"
)

// Write puts forms, or other papers that the public may not see, into dir, which is made where it is absent, and returns
// their paths. Each is written under another name and then renamed. They can be
// read by their owner alone: they name people.
//
// publicDir is the folder that the site is published from. A dir that is that
// folder, lies in it, however it is spelled or linked, or lies in another folder that a
// build has written, is refused, as wrong use, before anything is written; so is one
// of a repository that does not ignore it: who commits the repository would publish
// them.
func Write(ctx context.Context, dir, publicDir string, files []Form) ([]string, error) {
	if err := refuse(ctx, dir, publicDir, files); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var paths []string
	for _, f := range files {
		if filepath.Base(f.Name) != f.Name {
			return paths, fmt.Errorf("“%s”不能作文件名", f.Name)
		}
		if err := checkout.Put(root, "", f.Name, f.Data, 0o600); err != nil {
			return paths, err
		}
		paths = append(paths, filepath.Join(dir, f.Name))
	}
	return paths, nil
}

// refuse says that forms were to be written where the public could read them, which
// is wrong use. It walks from dir up to the root. Folders are compared as the system
// knows them, so that neither links nor upper and lower case hide anything.
func refuse(ctx context.Context, dir, publicDir string, files []Form) error {
	at, err := checkout.RealPath(dir)
	if err != nil {
		return err
	}
	target, err := checkout.RealPath(publicDir)
	if err != nil {
		return err
	}
	published, _ := os.Stat(target) // nil where there is none yet
	refused := func(folder string) error {
		return usage.Errorf("表格和清单含负责人、推荐意见等不公开的内容，不能写入 %s：它在公开发布的 %s 中，请换一个文件夹", dir, folder)
	}
	whole, there := at, "" // there: the nearest folder that exists
	for {
		info, err := os.Stat(at)
		if err == nil && there == "" {
			there = at
		}
		if at == target || err == nil && published != nil && os.SameFile(info, published) {
			return refused(publicDir)
		}
		if _, err := os.Stat(filepath.Join(at, public.Record)); err == nil {
			return refused(at)
		}
		up := filepath.Dir(at)
		if up == at {
			break
		}
		at = up
	}
	below, err := filepath.Rel(there, whole)
	if err != nil {
		return err
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.ToSlash(filepath.Join(below, f.Name)))
	}
	committed, err := git.In(ctx, there).WouldCommit(names...)
	if err != nil {
		return err
	}
	if committed {
		return usage.Errorf("表格和清单含负责人、推荐意见等不公开的内容，不能写入 %s：它在 git 仓库中，会随仓库一起提交。请写到仓库以外的文件夹，或 .gitignore 中列出的文件夹，如 表格", dir)
	}
	return nil
}
