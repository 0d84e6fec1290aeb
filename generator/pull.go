package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/federation"
	"minglu/generator/outside"
	"minglu/generator/usage"
)

func (a *app) pullCommand() *cobra.Command {
	return command("pull", "取来下级名录的数据",
		`取来 site.yaml 的 sources 写明的各个名录的数据包，核对签名、日志、范围和级别，存入 `+federation.Folder+`，
把用的是哪一份记入 `+edition.LockFile+`。`+edition.LockFile+` 要提交到仓库：此后生成网站不再联网，
数据包相同的，网站也相同。`+federation.Folder+` 不提交，可以另外存档。

连接不上、比上次的旧、日志与上次的不一致、不符合要求的，写明原因，仍用上次取得的。
超出来源的范围和级别的、有错误的文件不采用，逐个列出。
只用 https，不访问内部网络的地址。有来源不正常的，退出码为 1。`,
		noArgs, func(cmd *cobra.Command, _ []string) error { return a.pull(cmd.Context()) })
}

// pull fetches what the sources publish.
func (a *app) pull(ctx context.Context) error {
	dir, err := a.repository()
	if err != nil {
		return err
	}
	files := checkout.Open(dir)
	rules, bad, err := criteria.Load(files)
	if err != nil {
		return err
	}
	var settings *content.Settings
	if len(bad) == 0 {
		if settings, bad, err = content.LoadSettings(files, rules); err != nil {
			return err
		}
	}
	if settings == nil || len(bad) > 0 {
		return a.cannotScore(bad)
	}
	if len(settings.Sources) == 0 {
		return usage.Errorf("site.yaml 没有写 sources：写明要汇集哪些名录，再运行 pull")
	}
	web := a.web
	if web == nil {
		web = federation.NewWeb(outside.IsPublic)
	}
	all, err := federation.Puller{Dir: dir, Rules: rules, Site: settings, Day: a.day(settings), Web: web}.Pull(ctx)
	if err != nil {
		return err
	}
	sound := true
	var b strings.Builder
	for _, p := range all {
		sound = sound && p.State == edition.Sound
		fmt.Fprintf(&b, "%s（%s）：%s\n", p.Name, p.Region.Code, pulledWords(p))
		for _, r := range p.Refused {
			fmt.Fprintf(&b, "  不采用 %s：%s\n", r.Path, r.Why)
		}
	}
	if _, err := fmt.Fprint(a.stdout, b.String()); err != nil || sound {
		return err
	}
	return errMistakes
}

// pulledWords says how a source stands.
func pulledWords(p federation.Pulled) string {
	has := "还没有取得过数据"
	if !p.Date.IsZero() {
		has = fmt.Sprintf("%s 的数据，%d 个品牌、%d 份公告", p.Date, p.Brands, p.Notices)
	}
	switch {
	case p.State != edition.Sound:
		return fmt.Sprintf("%s，自 %s：%s。仍用上次的：%s", p.State.Word(), p.Since, p.Why, has)
	case p.Changed:
		return "取得 " + has
	}
	return "没有变化，" + has
}
