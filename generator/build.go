package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/diag"
	"minglu/generator/opendata"
	"minglu/generator/pictures"
	"minglu/generator/progress"
	"minglu/generator/public"
	"minglu/generator/search"
	"minglu/generator/site"
	"minglu/generator/usage"
)

func (a *app) buildCommand() *cobra.Command {
	var out string
	cmd := command("build", "生成网站",
		"读取、检查、评价全部内容，生成网站并写入 public/。\n有任何错误就不写入，public/ 保持原样。",
		noArgs, func(cmd *cobra.Command, _ []string) error { return a.build(cmd.Context(), out) })
	cmd.Flags().Var(filledArg{&out}, "out", "写入文件夹 `DIR`，默认为仓库的 public/")
	return cmd
}

// buildSteps is how many steps a build has, those of read among them.
const buildSteps = 11

// build makes the site and publishes it. Nothing is written until everything is
// rendered and checked.
func (a *app) build(ctx context.Context, out string) error {
	clock := progress.Start(a.stderr, buildSteps)
	defer clock.Stop()
	e, bad, err := a.read(clock)
	if err != nil {
		return err
	}
	if out, err = e.outFolder(out); err != nil {
		return err
	}
	kept, err := a.openCache(e)
	if err != nil {
		return err
	}
	defer kept.Close()
	committed, err := a.committedIn(ctx, e, out)
	if err != nil {
		return err
	}
	bad = append(bad, committed...)
	if len(bad) > 0 {
		clock.Stop()
		faults, err := e.checkPictures(ctx, nil, true)
		if err != nil {
			return err
		}
		return a.reportAll(e, append(bad, faults...))
	}

	clock.Step("编排")
	s := site.New(e.Edition)

	clock.Step("读取版式")
	l, bad, err := e.loadLayouts()
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		clock.Stop()
		return a.reportAll(e, bad)
	}

	clock.Step("生成数据")
	var tree public.Tree
	defer tree.Close()
	if err := opendata.Write(s, tree.Put); err != nil {
		return err
	}
	guide := opendata.Describe(s, tree.Size)

	clock.Step("处理图片")
	published, bad, err := pictures.Build(ctx, s, e.Files, kept, tree.Put)
	if err != nil {
		return err
	}
	faults, err := pictures.Check(ctx, e.Content.Candidates(), e.Files)
	if err != nil {
		return err
	}
	if bad = append(bad, faults...); len(bad) > 0 {
		clock.Stop()
		return a.reportAll(e, bad)
	}

	clock.Step("生成网页")
	if err := l.Render(ctx, s, published, guide, tree.Put); err != nil {
		return err
	}

	if !a.noSearch {
		clock.Step("编制索引")
		if _, err := search.Build(ctx, search.NewCorpus(s), kept, tree.Put); err != nil {
			return err
		}
	}

	clock.Step("检查链接")
	if err := tree.CheckLinks(s.Settings.BaseURL); err != nil {
		return err
	}

	clock.Step("写入")
	release, err := a.lock(ctx, out)
	if err != nil {
		return err
	}
	defer release()
	done, err := tree.Sync(ctx, out)
	if err != nil {
		return err
	}

	clock.Stop()
	_, err = fmt.Fprintf(a.stdout, "已生成 %d 个品牌的网站：%d 个文件，共 %s；写入 %d 个，删除 %d 个。%s\n",
		len(s.Brands), done.Files, size(done.Bytes), done.Written, done.Removed, clock)
	return err
}

// reportAll prints the mistakes that keep a build from being made, as check
// does.
func (a *app) reportAll(e *repository, bad diag.List) error {
	files, err := e.BrandFiles()
	if err != nil {
		return err
	}
	return a.report(bad, len(files), "text")
}

// outFolder returns the folder to publish into: public/ of the repository, or
// the one that --out names. A folder that holds sources is refused.
func (e *repository) outFolder(out string) (string, error) {
	if out == "" {
		out = filepath.Join(e.dir, "public")
		return out, e.refuseSources("网站的文件夹", out)
	}
	out = filepath.Clean(out) // as it is looked at below: link/.. is not where link leads
	return out, e.refuseSources("--out ", out)
}

// refuseSources refuses a folder, named by what, in which what is written would
// lie among the sources: the repository itself, a folder around it, and its
// folders of sources or with a dot, those allowed apart. Links are followed first, but none that lies in the repository: a stranger may have put it there.
func (e *repository) refuseSources(what, out string, allowed ...string) error {
	root, at, err := e.realPaths(out)
	if err != nil {
		return err
	}
	link, err := linkIn(root, out)
	if err != nil {
		return err
	}
	if link != "" {
		return usage.Errorf("%s不能是“%s”：%s 是仓库里的符号链接，请换成文件夹", what, out, link)
	}
	if _, around := within(at, root); around {
		return usage.Errorf("%s不能是“%s”：它是仓库本身，或者仓库就在它里面；其中有符号链接的，请换成文件夹", what, out)
	}
	below, inside := within(root, at)
	if !inside {
		return nil
	}
	top, _, _ := strings.Cut(below, "/")
	if strings.HasPrefix(top, ".") && !slices.Contains(allowed, top) || slices.Contains([]string{"content", "criteria", "layouts", "generator"}, strings.ToLower(top)) {
		return usage.Errorf("%s不能是“%s”：生成的文件不能写进存放原稿的文件夹；其中有符号链接的，请换成文件夹", what, out)
	}
	return nil
}

// linkIn returns the outermost symbolic link that the path leads over in the folder
// root, which is named without links; "" where there is none.
func linkIn(root, path string) (string, error) {
	at, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	found := ""
	for up := filepath.Dir(at); up != at; at, up = up, filepath.Dir(up) {
		if info, err := os.Lstat(at); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			continue // what is not there yet is no link
		}
		in, err := checkout.RealPath(up)
		if err != nil {
			return "", err
		}
		if _, inside := within(root, in); inside {
			found = at
		}
	}
	return found, nil
}

// realPaths returns where the repository and another folder are, links followed.
func (e *repository) realPaths(dir string) (root, at string, err error) {
	if at, err = checkout.RealPath(dir); err == nil {
		root, err = checkout.RealPath(e.dir)
	}
	return root, at, err
}

// within returns the path from the folder root to the one at inner, if it is that
// folder or lies in it.
func within(root, inner string) (below string, inside bool) {
	below, err := filepath.Rel(root, inner)
	return filepath.ToSlash(below), err == nil && filepath.IsLocal(below)
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	const kilo, mega = 1_000, 1_000_000
	if bytes < mega {
		return fmt.Sprintf("%.1f KB", float64(bytes)/kilo)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/mega)
}
