package main

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/mend"
)

func (a *app) fixCommand() *cobra.Command {
	var write bool
	cmd := command("fix [FILE …]", "改正有把握的错误",
		`改正有把握的错误：该用英文的标点和全角数字，行首的制表符、全角空格，没有对齐的缩进，GBK 和 UTF-16 编码，
写错的字段名、县区名，带单位的数字，日期和是否的写法；写在品牌文件里的评定意见，移到 content/judgements/。
没有把握的不改，运行 check 查看。
不写 FILE 时改全部内容和标准。默认只显示要改什么，加 --write 才写入文件。
文件中的其他内容（注释、次序、引号、换行）都不变；改过的文件再改一次，不会再变。

退出码：文件（未加 --write 时指改之前）没有错误为 0，有错误为 1。`,
		cobra.ArbitraryArgs, func(_ *cobra.Command, args []string) error { return a.fix(args, write) })
	cmd.Flags().BoolVar(&write, "write", false, "写入文件")
	return cmd
}

// fix mends what is certain in the files that args name, in all files where there
// are none, and prints what it changes. What it ends with is told of the files as
// it leaves them.
func (a *app) fix(args []string, write bool) error {
	dir, err := a.repository()
	if err != nil {
		return err
	}
	asked, err := edition.Select(dir, args)
	if err != nil {
		return err
	}
	files, left, err := mend.Files(checkout.Open(dir), func(files fs.FS) (diag.List, error) {
		_, bad, err := a.reader(dir, nil).Read(files)
		return bad, err
	}, asked.Has)
	if err != nil {
		return err
	}
	made := map[string]bool{}
	for _, f := range slices.Backward(files) { // what moves into a record is there before it is gone from the brand
		made[f.Name] = true
		if write {
			if err := f.Write(checkout.Open(dir)); err != nil {
				return err
			}
		}
	}
	left = left.In(func(file string) bool { return asked.Has(file) || made[file] })
	mended := 0
	for _, f := range files {
		if _, err := fmt.Fprint(a.stdout, f.Diff()); err != nil {
			return err
		}
		mended += f.Mended
	}
	fmt.Fprintln(a.stderr, told(mended, len(files), left.Count(), write))
	if len(left) > 0 || len(files) > 0 && !write {
		return errMistakes
	}
	return nil
}

// told says what was done and what is left to do.
func told(mended, files, left int, write bool) string {
	var says []string
	switch {
	case mended == 0:
		says = append(says, "没有可以自动改正的错误")
	case write:
		says = append(says, fmt.Sprintf("改正 %d 处，写入 %d 个文件", mended, files))
	default:
		says = append(says, fmt.Sprintf("可以改正 %d 处，涉及 %d 个文件；加 --write 写入", mended, files))
	}
	if left > 0 {
		says = append(says, fmt.Sprintf("还有 %d 处须由人改，运行 check 查看", left))
	}
	return strings.Join(says, "；") + "。"
}
