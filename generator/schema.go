package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/blank"
	"minglu/generator/checkout"
	"minglu/generator/keys"
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
content/_blank/ 中各类型和评定意见的空白表。改过 criteria/ 以后运行一次。`,
		cobra.MaximumNArgs(1), func(_ *cobra.Command, args []string) error {
			if write {
				if len(args) > 0 {
					return usage.Errorf("--write 写入全部文件，不必写“%s”", args[0])
				}
				return a.writeSchemas()
			}
			return a.printSchema(append(args, names[0])[0], names)
		})
	cmd.Flags().BoolVar(&write, "write", false, "写入 .vscode/ 和 content/_blank/")
	return cmd
}

func (a *app) printSchema(name string, names []string) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if e.Settings == nil {
		return a.cannotScore(bad)
	}
	i := slices.Index(names, name)
	if i < 0 {
		return usage.Errorf("%v", unknown("文件种类", name, names))
	}
	data, err := blank.Schema(e.Rules, e.Settings.Region, keys.Tables[i])
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(data)
	return err
}

// writeSchemas writes what editors read, where they read it.
func (a *app) writeSchemas() error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if e.Settings == nil {
		return a.cannotScore(bad)
	}
	files, err := e.editorFiles()
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := checkout.Open(e.dir).Replace(f.path, nil, f.data); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout, f.path)
	}
	return nil
}

// An editorFile is a file that is made, not written: for VS Code, which knows
// where to look, and for people in a browser, who copy a form.
type editorFile struct {
	path string
	data []byte
}

func (e *repository) editorFiles() ([]editorFile, error) {
	var files []editorFile
	for _, f := range keys.Tables {
		data, err := blank.Schema(e.Rules, e.Settings.Region, f)
		if err != nil {
			return nil, err
		}
		files = append(files, editorFile{".vscode/" + f.Name + ".schema.json", data})
	}
	for _, t := range e.Rules.Types {
		files = append(files, editorFile{"content/_blank/" + t.Slug + ".md", blank.Empty(e.Rules, t)})
	}
	files = append(files, editorFile{"content/_blank/judgement.yaml", blank.Judgement(e.Rules)})
	data, err := blank.Snippets(e.Rules, e.Settings.Region)
	return append(files, editorFile{".vscode/minglu.code-snippets", data}), err
}
