package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"minglu/generator/build"
	"minglu/generator/cache"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/lock"
	"minglu/generator/progress"
	"minglu/generator/public"
	"minglu/generator/site"
)

func (a *app) buildCommand() *cobra.Command {
	var out, last string
	var atOnce bool
	var twins codingsArg
	cmd := command("build", "生成网站",
		"读取、检查、评价全部内容，生成网站并写入 public/。\n有任何错误就不写入，public/ 保持原样。",
		noArgs, func(cmd *cobra.Command, _ []string) error {
			way := public.Either
			switch stated := cmd.Flags().Changed("atomic"); {
			case stated && atOnce:
				way = public.AtOnce
			case stated:
				way = public.FileByFile
			}
			return a.build(cmd.Context(), out, last, way, twins)
		})
	cmd.Flags().Var(filledArg{&out}, "out", "写入文件夹 `DIR`，默认为仓库的 public/")
	cmd.Flags().BoolVar(&atOnce, "atomic", false, "必须整体切换新旧网站；--atomic=false 逐个文件更新，服务器直接挂载这个文件夹的（如 docker -v）要这样。默认能整体切换就整体切换")
	twins.addTo(cmd, "在网页、数据等文字文件旁边各放一份压缩好的（.br、.gz），供服务器直接发送；只要一种的，写 --precompress=br 或 --precompress=gzip。默认不放")
	cmd.Flags().Var(filledArg{&last}, "last", "上次发布的网站的副本在 `DIR` 中，至少有其中的 log 文件夹，日志从那里接着记；默认是写入的文件夹")
	return a.signing(cmd)
}

// build makes the site and publishes it. Nothing is written until everything is
// rendered and checked.
func (a *app) build(ctx context.Context, out, last string, way public.Way, twins codingsArg) error {
	clock := progress.Start(a.stderr, build.Steps)
	defer clock.Stop()
	dir, err := a.repository()
	if err != nil {
		return err
	}
	what := "--out "
	if out == "" {
		what, out = "网站的文件夹", filepath.Join(dir, "public")
	}
	out = filepath.Clean(out) // as it is looked at below: link/.. is not where link leads
	if err := checkout.RefuseSources(dir, what, out); err != nil {
		return err
	}
	kept, err := a.openCache(dir)
	if err != nil {
		return err
	}
	defer kept.Close()
	b := a.builder(kept, clock)
	b.Twins = twins
	if b.Signing, err = a.sign(cmp.Or(last, out)); err != nil {
		return err
	}
	lacks, say := false, b.Say
	b.Say = func(line string) {
		say(line)
		lacks = true
	}

	clock.Step("核对上次的网站")
	var committed diag.List
	var asking errgroup.Group
	asking.Go(func() (err error) {
		committed, err = build.CommittedIn(ctx, dir, out, a.warnOfGit)
		return err
	})
	memory := b.Remember(ctx, checkout.Open(dir), a.date.Date, a.day(&content.Settings{}))
	was, done, stands := memory.Stands(ctx, out)
	if err := asking.Wait(); err != nil {
		return err
	}
	if stands && len(committed) == 0 {
		return a.sayBuilt(clock, was, done)
	}

	e, bad, err := a.read(clock)
	if err != nil {
		return err
	}
	var tree public.Tree
	defer tree.Close()
	s, bad, err := b.Build(ctx, e.Edition, append(bad, committed...), &tree)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		clock.Stop()
		return reportAll(a.stdout, e, bad)
	}

	clock.Step("写入")
	done, err = a.publish(ctx, &tree, out, way)
	if err != nil {
		return err
	}
	made := build.Made{Brands: len(s.Brands), Waiting: len(e.Content.Candidates()), Manifest: done.Manifest.Sum()}
	if !lacks { // what is lacking is said again, and may be had next time: compiling the desk failed for want of room, or of a network
		memory.Keep(ctx, made)
	}
	return a.sayBuilt(clock, made, done)
}

// buildInto puts the site of the repository, with twins, into tree, and publishes nothing. The
// log goes on from that of the site in the folder last. Where there are mistakes it prints
// them: there is no site then.
func (a *app) buildInto(ctx context.Context, tree *public.Tree, last string, twins []public.Coding) (*site.Site, error) {
	clock := progress.Start(a.stderr, build.Steps)
	defer clock.Stop()
	e, bad, err := a.read(clock)
	if err != nil {
		return nil, err
	}
	kept, err := a.openCache(e.dir)
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	b := a.builder(kept, clock)
	b.Twins = twins
	if b.Signing, err = a.sign(last); err != nil {
		return nil, err
	}
	s, bad, err := b.Build(ctx, e.Edition, bad, tree)
	if err == nil && len(bad) > 0 {
		clock.Stop()
		err = reportAll(a.stderr, e, bad)
	}
	return s, err
}

// builder returns what makes the site, and says on the way what it lacks.
func (a *app) builder(kept *cache.Cache, clock *progress.Stopwatch) build.Builder {
	return build.Builder{Cache: kept, Step: clock.Step, NoSearch: a.noSearch, Desk: a.desk, Layouts: a.layouts,
		Say: func(line string) { fmt.Fprintln(a.stderr, line) }}
}

// sayBuilt ends a build.
func (a *app) sayBuilt(clock *progress.Stopwatch, made build.Made, done public.Summary) error {
	clock.Stop()
	if done.NotAtOnce != "" {
		fmt.Fprintf(a.stderr, "网站是逐个文件更新的：不能整体切换，%s。\n", done.NotAtOnce)
	}
	for _, what := range done.Remains {
		fmt.Fprintf(a.stderr, "网站已经更新。另外：%s。\n", what)
	}
	if made.Waiting > 0 {
		fmt.Fprintf(a.stdout, "有 %d 个品牌还没有认定的公告，网站上没有它们；认定后在 content/notices/ 里写一份公告。\n", made.Waiting)
	}
	_, err := fmt.Fprintf(a.stdout, "已生成 %d 个品牌的网站：%d 个文件，共 %s；写入 %d 个，删除 %d 个。%s\n",
		made.Brands, done.Files, size(done.Bytes), done.Written, done.Removed, clock)
	return err
}

// publish writes a tree into a folder when nobody else does.
func (a *app) publish(ctx context.Context, tree *public.Tree, out string, way public.Way) (public.Summary, error) {
	release, err := lock.Take(ctx, out, a.waiting(out))
	if err != nil {
		return public.Summary{}, err
	}
	defer release()
	return tree.Publish(ctx, out, way)
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	const kilo, mega = 1_000, 1_000_000
	if bytes < mega {
		return fmt.Sprintf("%.1f KB", float64(bytes)/kilo)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/mega)
}
