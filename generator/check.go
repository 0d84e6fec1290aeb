package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/build"
	"minglu/generator/cases"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/export"
	"minglu/generator/failure"
	"minglu/generator/forms"
	"minglu/generator/git"
)

func (a *app) checkCommand() *cobra.Command {
	format, withCases := choice(diag.Formats()...), false
	cmd := command("check [FILE …]", "检查内容，列出全部错误",
		`读取并评价全部内容，列出每处错误的位置、原因和改法，不写任何文件。
写了 FILE 时，只列这些文件（或文件夹）的错误，以及公告中有关这些品牌的错误。
写了 --cases 时，还核对 criteria/cases/ 中的用例：每个用例写的结果与按规则算出的是否一致；
并列出各标准的哪些界限还没有用例（没有用例不算错误）。
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
			return a.check(cmd.Context(), args, format.value, withCases)
		})
	cmd.Flags().BoolVar(&withCases, "cases", false, "还核对各标准的用例")
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）、"+strings.Join(diag.Formats()[1:], "、"))
	return cmd
}

// check reads everything and reports the mistakes of the files that args name,
// of all files where there are none; withCases also those of the cases of the standards,
// and, in text and of all files, which bounds have none.
func (a *app) check(ctx context.Context, args []string, format string, withCases bool) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	asked, err := edition.Select(e.dir, args)
	if err != nil {
		return err
	}
	brands, err := e.BrandFiles()
	if err != nil {
		return err
	}
	others, err := e.OtherFiles()
	if err != nil {
		return err
	}
	suite := cases.Suite{}
	if withCases {
		differing := diag.List(nil)
		if suite, differing, err = a.readCases(e); err != nil {
			return err
		}
		others, bad = append(others, suite.Files...), append(bad, differing...)
	}
	brands, others = asked.Of(brands), asked.Of(others)
	bad = append(bad, build.Tracked(ctx, e.dir, bad, a.warnOfGit)...)
	if len(bad) == 0 {
		if bad, err = build.CheckLog(e.Edition, lastOf(filepath.Join(e.dir, "public"))); err != nil {
			return err
		}
	}
	bad = e.About(asked, brands, bad)
	faults, err := build.CheckPictures(ctx, e.Edition, asked)
	if err != nil {
		return err
	}
	bad = append(bad, faults...)
	bad.Sort()
	if len(bad) == 0 && asked.All() {
		if bad, err = (build.Builder{Layouts: a.layouts}).CheckLayouts(e.Edition); err != nil {
			return err
		}
		if err := cmp.Or(forms.Check(e.Files, e.Settings.Region), export.Check(e.Files, e.Settings.Region)); err != nil {
			return err
		}
	}
	if format == "github" {
		changed := git.In(ctx, e.dir).Changed(os.Getenv("GITHUB_BASE_REF"))
		bad = append(bad.In(func(f string) bool { return changed[f] }), bad.In(func(f string) bool { return !changed[f] })...)
	}
	r := diag.Report{Mistakes: bad, Files: slices.Concat(brands, others), Brands: len(brands), Guide: e.Guide()}
	err = report(a.stdout, r, format)
	if withCases && e.Rules != nil && asked.All() && format == "text" {
		if failed := suite.Text(a.stdout, e.Rules.Standards); failed != nil {
			return failed
		}
	}
	if format == "text" && len(bad) > 0 && r.Guide != "" {
		fmt.Fprintf(a.stderr, "例子和改法：%s（# 后面是方括号里的名称）\n", r.Lesson(bad[0].Rule))
	}
	return err
}

// readCases returns the cases of the standards, and those that differ with all that is wrong
// in their files. Rules that have mistakes themselves are held against nothing.
func (a *app) readCases(e *repository) (cases.Suite, diag.List, error) {
	if e.Rules == nil {
		fmt.Fprintln(a.stderr, "规则有错误，没有核对用例，请先改正。")
		return cases.Suite{}, nil, nil
	}
	return cases.Of(e.Files, e.Rules)
}

// warnOfGit says that git could not tell what is part of the repository.
func (a *app) warnOfGit(err error) {
	fmt.Fprintf(a.stderr, "没有核对仓库中提交了哪些文件：%s\n", failure.Text(err))
}
