package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/federation"
	"minglu/generator/preview"
)

func (a *app) serveCommand() *cobra.Command {
	var addr string
	var all bool
	cmd := command("serve", "边改边看：在本机预览网站",
		`在本机显示网站，文件一存盘，浏览器里的页面就自动更新。有错误时页面上列出错误，改好后自动消失；
品牌的页面左下角可以查看它对照标准的结果。不读也不写 public/。按 Ctrl-C 停止。`,
		noArgs, func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), addr, all) })
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "在 `HOST:PORT` 提供预览，默认为 127.0.0.1:8080，只有本机能看；端口写 0 则任选一个")
	cmd.Flags().BoolVar(&all, "all", false, "也显示候选品牌的页面，列在 /preview/")
	return cmd
}

// serve shows the site until ctx ends, which is how it is meant to end.
func (a *app) serve(ctx context.Context, addr string, all bool) error {
	dir, err := a.repository()
	if err != nil {
		return err
	}
	l, err := preview.Listen(ctx, addr)
	if err != nil {
		return err
	}
	defer l.Close()
	kept, err := a.openCache(dir)
	if err != nil {
		return err
	}
	defer kept.Close()
	p, first := preview.New(ctx, preview.Options{Dir: dir, Day: a.day, Cache: kept, Merge: federation.Merge(checkout.Open(dir)), All: all, Hosts: l.Names()})
	if ctx.Err() == nil { // else it was interrupted before there was anything to show
		a.tell(first)
		a.welcome(l, all)
	}
	if err := p.Serve(ctx, l, a.tell); err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, "已停止。")
	return nil
}

// welcome prints where the preview is.
func (a *app) welcome(l *preview.Listener, all bool) {
	fmt.Fprintf(a.stdout, "预览：%s\n", l.Address())
	if others := l.OtherAddresses(); len(others) > 0 {
		fmt.Fprintf(a.stdout, "其他电脑请打开：%s\n", strings.Join(others, " 或 "))
	}
	if all {
		fmt.Fprintf(a.stdout, "候选品牌：%spreview/\n", l.Address())
	}
	fmt.Fprintln(a.stdout, "按 Ctrl-C 停止。")
}

// tell prints what came of reading the files.
func (a *app) tell(r preview.Report) {
	_ = r.Bad.Text(a.stdout) // who watches no more is told nothing
	for _, fault := range r.Faults {
		fmt.Fprintln(a.stdout, fault)
	}
	if n := len(r.Bad) + len(r.Faults); n > 0 {
		fmt.Fprintf(a.stdout, "%s 发现 %d 处错误，页面暂不更新。\n", a.clock(), n)
		return
	}
	fmt.Fprintf(a.stdout, "%s 已更新：%d 个品牌，用时 %d 毫秒。\n", a.clock(), r.Brands, r.Took.Milliseconds())
}

// clock is the hour as the wall shows it.
func (a *app) clock() string { return a.now().In(beijing).Format("15:04:05") }
