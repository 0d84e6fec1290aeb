package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/blank"
	"minglu/generator/checkout"
	"minglu/generator/keys"
	"minglu/generator/scaffold"
	"minglu/generator/usage"
)

func (a *app) schemaCommand() *cobra.Command {
	var write bool
	names := make([]string, len(keys.Tables))
	for i, f := range keys.Tables {
		names[i] = f.Name
	}
	cmd := command("schema ["+strings.Join(names, "|")+"]", "输出字段区的 JSON Schema",
		`由标准和填报项目生成字段区的 JSON Schema（draft-07），供编辑器提示和校验；默认为品牌的。
加 --write 则写入文件：.vscode/ 中的五份 JSON Schema 和新建品牌、公告、评定意见用的代码片段，
content/_blank/ 中各类型（没有类型的是一份 brand.md）和评定意见的空白表。改过 criteria/ 以后运行一次。`,
		atMost(1), func(_ *cobra.Command, args []string) error {
			if write && len(args) > 0 {
				return usage.Errorf("--write 写入全部文件，不必写“%s”", args[0])
			}
			return a.schema(append(args, names[0])[0], names, write)
		})
	cmd.Flags().BoolVar(&write, "write", false, "写入 .vscode/ 和 content/_blank/")
	return cmd
}

// schema prints the schema of a kind of file, or writes all that is made of the
// rules for editors.
func (a *app) schema(name string, names []string, write bool) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if e.Settings == nil {
		return a.cannotScore(bad)
	}
	if write {
		return a.writeForEditors(e)
	}
	i := slices.Index(names, name)
	if i < 0 {
		return usage.Errorf("%v", scaffold.Unknown("文件种类", name, names))
	}
	data, err := blank.Schema(e.Rules, e.Settings.Region, keys.Tables[i])
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(data)
	return err
}

// writeForEditors writes what editors read, where they read it.
func (a *app) writeForEditors(e *repository) error {
	files, err := scaffold.ForEditors(e.Rules, e.Settings.Region)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := checkout.Open(e.dir).Replace(f.Path, nil, f.Data); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, f.Path)
	}
	return nil
}
