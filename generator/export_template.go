package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"minglu/generator/forms"
	"minglu/generator/intake"
	"minglu/generator/usage"
)

func (a *app) exportTemplateCommand() *cobra.Command {
	var out string
	var filled bool
	cmd := command("template --out FILE.xlsx", "导出 Excel 填报模板",
		`导出给各县区填写的 Excel 模板：第一张是填写说明，后面每一类型一张工作表，一个品牌一行，
有各项数据、佐证材料、自评分和推荐意见，带下拉列表、数值范围和批注。
填好的模板用 import 导入。加 --filled 的，把已有的品牌填在里面，供各县区更新。`,
		noArgs, func(c *cobra.Command, _ []string) error { return a.exportTemplate(c.Context(), out, filled) })
	cmd.Flags().Var(filledArg{&out}, "out", "写入文件 `FILE`，扩展名为 .xlsx")
	cmd.Flags().BoolVar(&filled, "filled", false, "填上已有的品牌")
	return cmd
}

func (a *app) exportTemplate(ctx context.Context, out string, filled bool) error {
	if filepath.Ext(out) != ".xlsx" {
		return usage.Errorf("export template 须用 --out FILE.xlsx 写明写到哪个文件，如 --out 表格/填报模板.xlsx")
	}
	e, _, err := a.readFor(filepath.Dir(out))
	if err != nil {
		return err
	}
	brands := e.Content.Brands
	if !filled {
		brands = nil
	}
	data, err := intake.Template(e.Edition, brands)
	if err != nil {
		return err
	}
	folder, name := filepath.Split(out)
	return a.put(ctx, e.dir, filepath.Clean(folder), forms.Form{Name: name, Data: data})
}
