package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/forms"
	"minglu/generator/trial"
	"minglu/generator/usage"
)

func (a *app) trialCommand() *cobra.Command {
	var r trial.Request
	var file string
	format := choice("text", "markdown", "html", "json", "xlsx")
	cmd := command("trial [CRITERIA-DIR]", "试算规则改动的影响",
		`规则改动以前先试算：哪些品牌结论变好、变差，得分、名次怎样变，各县区、各类型各有多少；
改动的每一条界限，品牌离它多远，定为附近的数各有多少符合；对县域覆盖和目标的影响。
还指出条件中的数与原文不符的条目。不改任何文件，也不改变在册名单。

试算的规则写明一种：
  CRITERIA-DIR    改好的规则所在的文件夹：先把 criteria/ 复制一份，在复制的里面改
  --since REV     现行规则已经改了，与 REV 时的规则比较；起点与 review --since 相同
  --sweep S       只把一条界限逐个换成别的数，可以写几次，也可以与前两种同时用：
                  标准:条目:数据=从..到/步长，如 jiangsu-2022:service-1:workers=6000..12000/500；
                  一个条目对同一项数据有几个界限的，写明第几个，如 lianyungang-2024:service-1:workers:2=8000..12000/500

试算的规则有错误的，像 check 一样列出，退出码为 1。
结果含候选品牌，不含负责人、推荐意见和人物。用 --out 写成文件的，不能写进 public/，也不能写进会被 git 提交的文件夹。`,
		cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return usage.Errorf("trial 只接受一个文件夹，多出了“%s”", args[1])
			case len(args) == 1 && args[0] == "":
				return usage.Errorf("CRITERIA-DIR 不能是空的")
			case len(args) == 1:
				r.Folder = filepath.Clean(args[0])
			}
			switch {
			case r.Folder != "" && r.Since != "":
				return usage.Errorf("CRITERIA-DIR 和 --since 只能写一种")
			case r.Folder == "" && r.Since == "" && len(r.Sweeps) == 0:
				return usage.Errorf("trial 须写明试算什么：规则所在的文件夹、--since REV 或者 --sweep 标准:条目:数据=从..到/步长")
			}
			as, err := trialFormat(file, format.value, cmd.Flags().Changed("format"))
			if err != nil {
				return err
			}
			return a.trial(cmd.Context(), r, file, as)
		})
	cmd.Flags().Var(filledArg{&r.Since}, "since", "与 `REV` 时的规则比较：分支、标签或提交号，如 HEAD")
	cmd.Flags().StringArrayVar(&r.Sweeps, "sweep", nil, "逐个试算一条界限，`S` 写作 标准:条目:数据=从..到/步长")
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）、markdown、html、json；写成文件的还有 xlsx，默认按扩展名")
	cmd.Flags().Var(filledArg{&file}, "out", "写入文件 `FILE`：.xlsx、.html、.md、.json 或 .txt，文件夹没有就新建")
	return cmd
}

// trialFormat returns what a trial is printed as: as typed, else as the ending of the file
// tells.
func trialFormat(file, format string, typed bool) (string, error) {
	endings := map[string]string{".xlsx": "xlsx", ".html": "html", ".md": "markdown", ".json": "json", ".txt": "text"}
	switch {
	case file == "" && format == "xlsx":
		return "", usage.Errorf("xlsx 须用 --out FILE 写明写到哪个文件，如 --out 表格/试算.xlsx")
	case file == "" || typed:
		return format, nil
	}
	as := endings[strings.ToLower(filepath.Ext(file))]
	if as == "" {
		return "", usage.Errorf("从“%s”看不出写成哪一种文件，扩展名请用 .xlsx、.html、.md、.json 或 .txt，或者用 --format 写明", file)
	}
	return as, nil
}

// trial prints what rules would make of the brands, or writes it to a file.
func (a *app) trial(ctx context.Context, r trial.Request, file, format string) error {
	if file != "" {
		dir, err := a.repository()
		if err == nil {
			err = checkout.RefuseSources(dir, "--out ", filepath.Dir(file))
		}
		if err != nil {
			return err
		}
	}
	e, bad, err := a.readContent()
	if err != nil {
		return err
	}
	t, wrong, err := trial.Prepare(ctx, e.dir, e.Edition, slices.Clone(bad), r)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		if err := wrong.Text(a.stderr); err != nil {
			return err
		}
		fmt.Fprintln(a.stderr, "试算的规则有误，请先改正。")
		return errMistakes
	}
	data, err := t.Write(format)
	if err != nil {
		return err
	}
	if file != "" {
		return a.put(ctx, e.dir, filepath.Dir(file), forms.Form{Name: filepath.Base(file), Data: data})
	}
	_, err = a.stdout.Write(data)
	return err
}
