package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/scaffold"
	"minglu/generator/usage"
)

func (a *app) newCommand() *cobra.Command {
	var typed scaffold.Brand
	cmd := command("new", "新建品牌文件",
		`新建一个品牌的文件：品牌要填的每一项都在里面，附有说明、单位和对应的条文。
没有用选项写明的，在终端上逐项询问。文件名由名称的拼音得出，可以用 --slug 另取。
名称或文件名已经有了的，不新建。

公告用 new notice 新建。`,
		noArgs, func(*cobra.Command, []string) error { return a.newBrand(typed) })
	flags := cmd.Flags()
	flags.StringVar(&typed.Name, "name", "", "品牌`名称`")
	flags.StringVar(&typed.Type, "type", "", "品牌`类型`，如 文化旅游类；没有类型的地区不写")
	flags.StringVar(&typed.County, "county", "", "所在`县区`，如 东海县；全市的品牌写市名")
	flags.StringVar(&typed.Unit, "unit", "", "培育建设`单位`")
	flags.StringVar(&typed.Slug, "slug", "", "文件名 `SLUG`，不带 .md；默认由名称的拼音得出")
	cmd.AddCommand(a.newNoticeCommand())
	return cmd
}

// newBrand writes the form of a brand.
func (a *app) newBrand(typed scaffold.Brand) error {
	e, _, err := a.readContent()
	if err != nil {
		return err
	}
	file, advice, err := typed.File(e.Edition, scaffold.NewDialogue(os.Stdin, a.stderr))
	if err != nil {
		return err
	}
	if err := create(e.dir, file); err != nil {
		return err
	}
	if advice != "" {
		fmt.Fprintf(a.stderr, "命名建议（不影响填报）：%s。\n", advice)
	}
	a.created(file.Path, "填写这个文件")
	return nil
}

func (a *app) newNoticeCommand() *cobra.Command {
	var typed scaffold.Notice
	cmd := command("notice", "新建公告文件",
		`新建一个公示、认定或退出的公告。没有用选项写明的，在终端上逐项询问。
品牌用 --brands 写明；依据评分表的公示和认定，也可以用 --top N 取每一类型总分最高的 N 个：
已在册的、正在公示的、未达标的、资料不全的略去并说明，次序与 score --rank 相同。
公告的日期用 --date 写明，评价也按这一天。`,
		noArgs, func(*cobra.Command, []string) error { return a.newNotice(typed) })
	flags := cmd.Flags()
	flags.StringVar(&typed.Kind, "kind", "", "`种类`：公示、认定或退出")
	flags.StringVar(&typed.Level, "level", "", "`级别`，如 市级")
	flags.StringVar(&typed.Standard, "standard", "", "依据的标准 `ID`，如 lianyungang-2024")
	flags.StringVar(&typed.Brands, "brands", "", "品牌的文件名或名称，用逗号分开：`A,B`")
	flags.StringVar(&typed.Top, "top", "", "取每一类型的前 `N` 名")
	flags.StringVar(&typed.Type, "type", "", "只取这一`类型`的品牌")
	flags.StringVar(&typed.Slug, "slug", "", "文件名 `SLUG`，不带 .md；默认由级别、年份、种类得出")
	return cmd
}

// newNotice writes the form of a notice, and says on stderr what check will find in
// it.
func (a *app) newNotice(typed scaffold.Notice) error {
	e, _, err := a.readContent()
	if err != nil {
		return err
	}
	file, err := typed.File(e.Edition, scaffold.NewDialogue(os.Stdin, a.stderr))
	if err != nil {
		return err
	}
	if err := create(e.dir, file); err != nil {
		return err
	}
	a.created(file.Path, "核对标题、名单，填写发文机关、文号，在 --- 下面写正文")
	_, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	return bad.In(func(f string) bool { return f == file.Path }).Text(a.stderr)
}

// create writes a new file below the repository's root, and the folders that it
// needs. No file is overwritten.
func create(dir string, file scaffold.File) error {
	err := checkout.Open(dir).Create(file.Path, file.Data)
	if errors.Is(err, fs.ErrExist) {
		return usage.Errorf("文件 %s 已经有了", file.Path)
	}
	return err
}

// created prints what was made, and what comes next.
func (a *app) created(file, next string) {
	fmt.Fprintln(a.stdout, file)
	fmt.Fprintf(a.stderr, "已新建。下一步：%s，再运行 %s check %s\n", next, programName(), file)
}
