package main

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/filename"
	"minglu/generator/layouts"
	"minglu/generator/pictures"
	"minglu/generator/public"
	"minglu/generator/screen"
)

func (a *app) checkCommand() *cobra.Command {
	format := choice(diag.Formats()...)
	cmd := command("check [FILE …]", "检查内容，列出全部错误",
		`读取并评价全部内容，列出每处错误的位置、原因和改法，不写任何文件。
写了 FILE 时，只列这些文件（或文件夹）的错误，以及公告中有关这些品牌的错误。
有 git 时，还列出不应提交的文件：public/ 中生成的网站、缓存、符号链接和子模块。

输出格式：
  text    给人看（默认）
  json    本程序自己的格式
  github  GitHub Actions 的标注，改动过的文件排在前面（它只显示前十条）
  sarif   SARIF 2.1.0，用于代码扫描
  rdjson  reviewdog，带改法
  gitlab  GitLab 代码质量报告
  junit   JUnit XML，一个文件一项
各种格式的退出码相同。`,
		cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
			return a.check(cmd.Context(), args, format.value)
		})
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）、"+strings.Join(diag.Formats()[1:], "、"))
	return cmd
}

// check reads everything and reports the mistakes of the files that args name,
// of all files where there are none.
func (a *app) check(ctx context.Context, args []string, format string) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	asked, err := e.choose(args)
	if err != nil {
		return err
	}
	files, err := e.BrandFiles()
	if err != nil {
		return err
	}
	bad = append(bad, a.checkTracked(ctx, e, bad)...)
	// Without rules or settings nothing can be told about any file, so that what
	// is wrong with them concerns whoever asks.
	if len(args) > 0 {
		files = asked.brands(files)
		if e.Content != nil {
			bad = asked.about(files, bad)
		}
	}
	faults, err := e.checkPictures(ctx, asked, len(args) == 0)
	if err != nil {
		return err
	}
	bad = append(bad, faults...)
	bad.Sort()
	if len(bad) == 0 && len(args) == 0 {
		if bad, err = e.checkLayouts(); err != nil {
			return err
		}
	}
	if format == "github" {
		bad = changedFirst(bad, changedFiles(ctx, e.dir))
	}
	r := diag.Report{Mistakes: bad, Files: slices.Concat(files, e.otherFiles(asked, len(args) == 0)), Brands: len(files), Guide: e.guide()}
	err = a.print(r, format)
	if format == "text" && len(bad) > 0 && r.Guide != "" {
		fmt.Fprintf(a.stderr, "例子和改法：%s（# 后面是方括号里的名称）\n", r.Lesson(bad[0].Rule))
	}
	return err
}

// checkPictures decodes the pictures of the brands that the selection is about,
// or of all.
func (e *repository) checkPictures(ctx context.Context, asked *selection, all bool) (diag.List, error) {
	if e.Content == nil {
		return nil, nil
	}
	brands := e.Content.Brands
	if !all {
		brands = slices.DeleteFunc(slices.Clone(brands), func(b *content.Brand) bool {
			return !asked.has(b.File) && !slices.ContainsFunc(b.Pictures, func(p *content.Picture) bool { return asked.has(p.File) })
		})
	}
	return pictures.Check(ctx, brands, e.Files)
}

// checkLayouts fails where build would for what lies in layouts/: a template that
// does not fit, a file at an address of a page.
func (e *repository) checkLayouts() (diag.List, error) {
	l, bad, err := e.loadLayouts()
	if l == nil {
		return bad, err
	}
	var tree public.Tree
	defer tree.Close()
	if err := l.Assets(tree.Put); err != nil {
		return nil, err
	}
	for _, address := range e.Plan.Addresses() {
		if err := tree.Put(address, nil); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// loadLayouts reads layouts/, nil where something in it may not be published.
func (e *repository) loadLayouts() (*layouts.Layouts, diag.List, error) {
	bad, err := screen.Folder(e.Files, "layouts")
	if err != nil || len(bad) > 0 {
		return nil, bad, err
	}
	l, err := layouts.Load(e.Files)
	return l, nil, err
}

// guide returns the address of the page that teaches every rule, "" where the
// site has none.
func (e *repository) guide() string {
	if e.Settings == nil || e.Settings.BaseURL == "" {
		return ""
	}
	if _, err := fs.Stat(e.Files, "content/pages/guide.md"); err != nil {
		return ""
	}
	return e.Settings.BaseURL + edition.TextPath("guide")
}

// otherFiles returns the files besides brands that were checked: those of the
// selection, or all.
func (e *repository) otherFiles(asked *selection, all bool) []string {
	var files []string
	for _, pattern := range []string{
		"content/site.yaml", "content/notices/*.md", "content/judgements/*/*.yaml", "content/pages/*.md", "criteria/*.yaml", "criteria/standards/*.yaml",
	} {
		found, _ := fs.Glob(e.Files, pattern) // the patterns are well-formed
		for _, f := range found {
			if !slices.ContainsFunc(strings.Split(f, "/"), filename.IsSkipped) && (all || asked.has(f)) {
				files = append(files, f)
			}
		}
	}
	return files
}

// report prints mistakes, and the number of brands that were checked. It returns
// errMistakes where there are any.
func (a *app) report(bad diag.List, brands int, format string) error {
	bad.Sort()
	return a.print(diag.Report{Mistakes: bad, Brands: brands}, format)
}

func (a *app) print(r diag.Report, format string) error {
	if err := r.Write(a.stdout, format); err != nil {
		return err
	}
	if len(r.Mistakes) > 0 {
		return errMistakes
	}
	return nil
}

// about returns the mistakes of bad that the selection is about: those of its
// files and of folders that they lie in, what notices say of its brands, or may
// say where there was too much to keep, and what the bureau's records say of these.
func (s *selection) about(brands []string, bad diag.List) diag.List {
	slugs := make(map[string]bool)
	for _, f := range brands {
		slugs[content.SlugOf(f)] = true
	}
	var kept diag.List
	for _, m := range bad {
		switch {
		case s.has(m.File), s.hasBelow(m.File), m.Subject != "" && slugs[m.Subject],
			strings.HasPrefix(m.File, "content/notices/") && m.StandsForMore(),
			strings.HasPrefix(m.File, "content/judgements/") && slugs[content.SlugOf(m.File)]:
			kept = append(kept, m)
		}
	}
	return kept
}
