package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/desk"
	"minglu/generator/engine"
	"minglu/generator/layouts"
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
	if err := writeFolder(out, files); err != nil {
		return err
	}
	size := 0
	for _, data := range files {
		size += len(data)
	}
	_, err = fmt.Fprintf(a.stdout, "已写入 %s：%d 个文件，共 %.1f MB。请双击打开其中的“%s”。\n", out, len(files), float64(size)/1e6, deskPage)
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
	made, err := a.desk(ctx, kept, func() { fmt.Fprintln(a.stderr, "正在编译填报台，仅第一次。") })
	if absent := (*engine.Absence)(nil); errors.As(err, &absent) {
		return nil, fmt.Errorf("不能生成填报台：%s", absent.Why)
	}
	if err != nil {
		return nil, err
	}
	bundle, err := desk.BundleOf(e.Edition, true)
	if err != nil {
		return nil, err
	}
	opened, err := json.Marshal(bundle)
	if err != nil {
		return nil, err
	}
	scripts := made.Scripts(l.DeskWorker(), opened)
	files, err := l.DeskFolder(deskPage, e.Settings, slices.Sorted(maps.Keys(scripts)))
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

// writeFolder writes files into a folder, which is made where it is not there, without
// following links that lie in it.
func writeFolder(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	in, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer in.Close()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		folder := in
		if below, _, nested := strings.Cut(name, "/"); nested {
			if err := in.Mkdir(below, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
				return err
			}
			if folder, err = in.OpenRoot(below); err != nil {
				return err
			}
		}
		err := checkout.Put(folder, "", path.Base(name), files[name], 0o644)
		if folder != in {
			_ = folder.Close() // nothing was written through it that is not there
		}
		if err != nil {
			return err
		}
	}
	return nil
}
