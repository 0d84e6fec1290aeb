package main

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/content"
	"minglu/generator/inspect"
	"minglu/generator/public"
	"minglu/generator/usage"
	"minglu/generator/values"
)

func (a *app) inspectCommand() *cobra.Command {
	var outward bool
	format := choice(inspect.Formats()...)
	cmd := command("inspect [DIR]", "对照政府网站检查指标检查网站",
		`对照《政府网站发展指引》（国办发〔2017〕47号）和《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）
检查生成的网站，每个问题写明指标、位置和改法，不写任何文件：
  首页 2 周、通知公告 6 个月内有没有更新，有没有空白栏目
  链接能不能打开：网站自己的都查，其他网站的写了 --outward 才查
  网页按 1 Mbit/s 在 15 秒内能不能打开（脚本另行下载的不计）
  网页标签（meta）和页面底部的主办单位、联系方式、标识码、备案号齐不齐

不写 DIR 的，检查由本仓库将要生成的网站；写了 DIR 的，检查这个文件夹里已经生成的网站，日期默认为今天。
单项否决指标适用于所有政府网站，扣分指标适用于政府门户网站，其他网站参照。
有单项否决的问题时退出码为 1，只有其他问题的为 0。

写了 --outward 的，访问网页上的外部链接：每个最多等 10 秒，合计不超过 300 个、5 分钟，跳转不超过 5 次，
不访问本机和内部网络的地址。请求的 User-Agent 是 minglu-inspect。`,
		cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return usage.Errorf("inspect 只接受一个文件夹，多出了“%s”", args[1])
			case len(args) == 1 && args[0] == "":
				return usage.Errorf("DIR 不能是空的")
			}
			return a.inspect(cmd.Context(), strings.Join(args, ""), format.value, outward)
		})
	cmd.Flags().BoolVar(&outward, "outward", false, "也访问外部链接")
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）、"+strings.Join(inspect.Formats()[1:], "、"))
	return cmd
}

// inspect inspects the site in the folder dir, that of the repository where it is "".
func (a *app) inspect(ctx context.Context, dir, format string, outward bool) error {
	var tree public.Tree
	defer tree.Close()
	day, err := a.inspected(ctx, dir, &tree)
	if err != nil {
		return err
	}
	var follow *inspect.Outward
	if outward {
		follow = inspect.NewOutward()
	}
	r, err := inspect.Site(ctx, &tree, day, follow)
	if err != nil {
		return err
	}
	if err := r.Write(a.stdout, format); err != nil {
		return err
	}
	if r.Vetoed() {
		return errMistakes
	}
	return nil
}

// inspected puts the site to be inspected into tree, and returns the day on which it
// is. Where the repository has mistakes they are printed: it has no site.
func (a *app) inspected(ctx context.Context, dir string, tree *public.Tree) (values.Date, error) {
	if dir != "" {
		return a.day(&content.Settings{}), inspect.Load(filepath.Clean(dir), tree)
	}
	s, err := a.buildInto(ctx, tree, filepath.Join(a.root, "public"), nil)
	if err != nil {
		return values.Date{}, err
	}
	return s.Date, nil
}
