package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/progress"
	"minglu/generator/review"
)

func (a *app) reviewCommand() *cobra.Command {
	format := choice("markdown", "html", "text")
	var since string
	var full bool
	cmd := command("review", "列出须审阅的改动，或者当前待办",
		`写了 --since REV 时，把当前文件与 REV 比较，印出一份审阅单：先列须决定的，每一项写明
原来的、现在的和影响：改动的程序、版式、标准、自动检查的设置和链接，评定意见，评价结论、
名次和级别的变化，改动的数据和佐证，公告，公示和认定的程序，删除和改名，填报与公告不符的，
同一县区填报不一致的，条件与原文不符的，已有公告依据的标准；再列须核对的、其他改动的文件、
须改正的错误和其他标准改动的影响，最后是各品牌的明细。
比较的起点是当前分支离开 REV 的那个提交，终点是工作目录中的文件，没有提交的也算。
要看还没有提交的改动，写 --since HEAD；要看一个分支的全部改动，写 --since origin/main。

不写 --since 时，列出今天的待办：待复核的品牌、待评定的条目、期满的公示、可供推荐的品牌、
填报不一致和名称相近的品牌、须更新的数据、没有佐证的数据。

审阅单不含负责人、推荐意见和人物，个人号码已经遮盖，可以公开张贴。
在终端上印成便于阅读的文字，全部列出；不在终端上时印成 markdown。
markdown 不超过 60000 字，可作评论张贴；html 每个表不超过 1000 行。放不下的截去，先截各品牌的明细，
缺在哪里、缺多少都注明；加 --full 全部列出。

退出码：0 全部列出；1 有内容因篇幅没有列出。内容有错误也照样印出，不影响退出码；是否有错误由 check 判断。`,
		noArgs, func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("format") && progress.IsTerminal(a.stdout) {
				format.value = "text"
			}
			return a.review(cmd.Context(), since, format.value, full)
		})
	cmd.Flags().Var(filledArg{&since}, "since", "与 `REV` 比较：分支、标签或提交号，如 origin/main")
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：markdown（可作评论张贴）、html（可打印的 A4 网页）或 text（在终端上阅读，终端上默认）")
	cmd.Flags().BoolVar(&full, "full", false, "全部列出，不论长短")
	return cmd
}

// review prints the packet of what changed since a revision, or what waits today
// where none is named. It ends well also where the packet tells of mistakes: the
// packet is for whoever has to see them, and check is there to refuse. Where it
// is cut it says so, also by its exit code.
func (a *app) review(ctx context.Context, since, format string, full bool) error {
	dir, err := a.repository()
	if err != nil {
		return err
	}
	document, err := review.Prepare(ctx, dir, since, a.reader(dir, nil))
	if err != nil {
		return err
	}
	limit := review.CommentLimit
	if full {
		limit = 0
	}
	markdown, left := document.Markdown(limit)
	text := []byte(markdown)
	switch format {
	case "text":
		text, left = []byte(document.Text()), 0
	case "html":
		if text, left, err = document.HTML(checkout.Open(dir), full); err != nil {
			return err
		}
	}
	if _, err = a.stdout.Write(text); err != nil {
		return err
	}
	if left > 0 {
		fmt.Fprintf(a.stderr, "篇幅所限，有 %d 项没有列出；加 --full 可以看到全部。\n", left)
		return errCut
	}
	return nil
}
