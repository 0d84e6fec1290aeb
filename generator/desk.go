package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/desk"
	"minglu/generator/desk/papers"
	"minglu/generator/engine"
	"minglu/generator/layouts"
	"minglu/generator/public"
	"minglu/generator/usage"
)

// deskPage is what is to be opened in the folder of a desk.
const deskPage = "填报台.html"

func (a *app) deskCommand() *cobra.Command {
	var out string
	cmd := command("desk", "生成离线填报台",
		`把填报台写进一个文件夹，双击其中的“`+deskPage+`”就能填写和检查品牌，不用装软件，不用联网。
整个文件夹可以复制到 U 盘或单位的共享文件夹；标准、县区和已有的名称都在里面，内容更新以后请重新生成。`,
		noArgs, func(cmd *cobra.Command, _ []string) error { return a.writeDesk(cmd.Context(), out) })
	cmd.Flags().Var(filledArg{&out}, "out", "写入文件夹 `DIR`，必填")
	return cmd
}

// writeDesk writes the desk into a folder.
func (a *app) writeDesk(ctx context.Context, out string) error {
	if out == "" {
		return usage.Errorf("缺少选项 --out：请写明写入哪个文件夹，如 --out 填报台")
	}
	e, bad, err := a.readContent()
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		fmt.Fprintf(a.stderr, "内容中有 %d 处错误，有错误的文件里的名称可能没有列入。\n", len(bad))
	}
	out = filepath.Clean(out)
	if err := checkout.RefuseSources(e.dir, "--out ", out); err != nil {
		return err
	}
	files, err := a.deskFiles(ctx, e)
	if err != nil {
		return err
	}
	var tree public.Tree
	defer tree.Close()
	for name, data := range files {
		if err := tree.Put(name, data); err != nil {
			return err
		}
	}
	done, err := a.publish(ctx, &tree, out, public.FileByFile)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "已写入 %s：%d 个文件，共 %s。请双击打开其中的“%s”。\n", out, done.Files, size(done.Bytes), deskPage)
	return err
}

// deskFiles returns the files of the folder, by name.
func (a *app) deskFiles(ctx context.Context, e *repository) (map[string][]byte, error) {
	l, err := layouts.Load(e.Files)
	if err != nil {
		return nil, err
	}
	kept, err := a.openCache(e.dir)
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	if a.desk == nil {
		return nil, errors.New("这个程序不带填报台")
	}
	made, err := a.desk.Engine(ctx, kept, func() { fmt.Fprintln(a.stderr, "正在编译填报台，仅第一次。") })
	if absent := (*engine.Absence)(nil); errors.As(err, &absent) {
		return nil, fmt.Errorf("不能生成填报台：%s", absent.Why)
	}
	if err != nil {
		return nil, err
	}
	bundle, err := desk.Published(e.Edition, true)
	if err != nil {
		return nil, err
	}
	sources, err := papers.Sources(e.Files, e.Settings.Region)
	if err != nil {
		return nil, err
	}
	scripts, first := made.Scripts(engine.Site{Worker: l.DeskWorker(), Bundle: bundle, Sources: sources})
	files, err := l.DeskFolder(deskPage, e.Rules, e.Settings, first)
	if err != nil {
		return nil, err
	}
	maps.Copy(files, scripts)
	forms, err := fs.Glob(e.Files, content.BlankDir+"/*")
	if err != nil {
		return nil, err
	}
	for _, form := range forms {
		data, err := checkout.Read(e.Files, form, 1<<20)
		if err != nil {
			return nil, err
		}
		files["空白表/"+path.Base(form)] = data
	}
	return files, nil
}
