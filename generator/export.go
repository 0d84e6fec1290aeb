package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/export"
	"minglu/generator/forms"
	"minglu/generator/scaffold"
	"minglu/generator/usage"
)

func (a *app) exportCommand() *cobra.Command {
	cmd := command("export COMMAND", "导出汇总表、名单、调度表、工作日历和供搜索引擎用的数据",
		`把名录中的内容导出成 Excel、Word 或 CSV 文件，供办公使用。用 --out FILE 写明写到哪里，
FILE 的扩展名决定格式：.xlsx、.docx、.csv；扩展名另有用处的，用 --format 写明。
导出的文件含负责人、推荐意见和未公布的品牌，不公开：不能写进 public/，也不能写进仓库里会被 git 提交的文件夹。`,
		cobra.ArbitraryArgs, func(c *cobra.Command, args []string) error { return noSuchCommand(c, args) })
	cmd.AddCommand(a.exportRollCommand(), a.exportNoticeCommand(), a.exportPeriodCommand(), a.exportCalendarCommand(), a.exportTemplateCommand(), a.exportOpenSearchCommand())
	return cmd
}

// An output is where a list is written, and as what.
type output struct {
	file   string
	format choiceArg
}

// flags adds --out and --format to a command.
func (o *output) flags(cmd *cobra.Command) {
	o.format = choice(append([]string{""}, export.Formats()...)...)
	cmd.Flags().Var(filledArg{&o.file}, "out", "写入文件 `FILE`，文件夹没有就新建")
	cmd.Flags().Var(&o.format, "format", "写成 `FORMAT`：xlsx、docx、csv，默认按 FILE 的扩展名")
}

// settled returns the format, which the ending of the file tells where it is not typed.
func (o output) settled(command string) (string, error) {
	if o.file == "" {
		return "", usage.Errorf("%s 须用 --out FILE 写明写到哪个文件，如 --out 表格/清单.xlsx", command)
	}
	format := o.format.value
	if format == "" {
		format = strings.ToLower(strings.TrimPrefix(filepath.Ext(o.file), "."))
	}
	if !slices.Contains(export.Formats(), format) {
		return "", usage.Errorf("从“%s”看不出写成哪一种文件，扩展名请用 .%s，或者用 --format 写明", o.file, strings.Join(export.Formats(), "、."))
	}
	return format, nil
}

// put writes files into a folder that nobody publishes, and names them.
func (a *app) put(ctx context.Context, dir, folder string, files ...forms.Form) error {
	paths, err := forms.Write(ctx, folder, filepath.Join(dir, "public"), files)
	for _, p := range paths {
		fmt.Fprintln(a.stdout, p)
	}
	return err
}

// exported writes a document where it is asked for.
func (a *app) exported(ctx context.Context, e *repository, d export.Document, o output, format string) error {
	folder, name := filepath.Split(o.file)
	data, err := d.Write(e.Files, format)
	if err != nil {
		return err
	}
	return a.put(ctx, e.dir, filepath.Clean(folder), forms.Form{Name: name, Data: data})
}

// readFor reads the repository if files may be written to the folder. The list holds
// every mistake.
func (a *app) readFor(folder string) (*repository, diag.List, error) {
	dir, err := a.repository()
	if err != nil {
		return nil, nil, err
	}
	if err := checkout.RefuseSources(dir, "--out ", folder); err != nil {
		return nil, nil, err
	}
	return a.readContent()
}

// readAllFor is readFor where everything must be right: what is exported adds it up.
func (a *app) readAllFor(folder string) (*repository, error) {
	e, bad, err := a.readFor(folder)
	if err == nil && len(bad) > 0 {
		err = reportAll(a.stderr, e, bad)
	}
	return e, err
}

func (a *app) exportRollCommand() *cobra.Command {
	var o output
	var county, notice string
	cmd := command("roll [FILE|SLUG|名称 …] --out FILE", "导出汇总表",
		`导出品牌的汇总表，一个品牌一行：类型、县区、培育建设单位、负责人、从业人员、各标准的总分和结果、推荐意见。
没有写明品牌的，列出全部；可以用 --county 只列一个县区，用 --notice 只列一份公告中的品牌。`,
		cobra.ArbitraryArgs, func(c *cobra.Command, args []string) error {
			return a.exportRoll(c.Context(), args, county, notice, o)
		})
	o.flags(cmd)
	cmd.Flags().StringVar(&county, "county", "", "只列这个`县区`的品牌，如 东海县")
	cmd.Flags().StringVar(&notice, "notice", "", "只列这份公告中的品牌，`SLUG` 是公告的文件名")
	return cmd
}

func (a *app) exportRoll(ctx context.Context, args []string, county, notice string, o output) error {
	format, err := o.settled("export roll")
	if err != nil {
		return err
	}
	e, bad, err := a.readFor(filepath.Dir(o.file))
	if err != nil {
		return err
	}
	asked, err := e.BrandFiles()
	if err == nil && len(args) > 0 {
		asked, err = e.SelectBrands(e.dir, args)
	}
	if err != nil {
		return err
	}
	var region *criteria.Region
	if county != "" {
		if region, err = scaffold.County(e.Edition, county); err != nil {
			return usage.Errorf("--county：%v", err)
		}
	}
	named := map[*content.Brand]bool{}
	if notice != "" {
		n, err := noticeNamed(e, notice)
		if err != nil {
			return err
		}
		for _, entry := range n.Entries {
			named[entry.Brand] = true
		}
	}
	readable := evaluable(e.Edition, asked, bad, a.stderr)
	brands := slices.DeleteFunc(slices.Clone(readable), func(b *content.Brand) bool {
		return region != nil && !region.Contains(b.Region) || notice != "" && !named[b]
	})
	if len(brands) == 0 {
		return usage.Errorf("没有这样的品牌，请核对 --county、--notice 和写明的品牌")
	}
	if err := a.exported(ctx, e, export.Roll(e.Edition, brands), o, format); err != nil {
		return err
	}
	if len(readable) < len(asked) {
		return errMistakes
	}
	return nil
}

// noticeNamed returns the notice that a slug or a path means.
func noticeNamed(e *repository, name string) (*content.Notice, error) {
	var slugs []string
	for _, n := range e.Content.Notices {
		if n.Slug == name || n.File == filepath.ToSlash(name) {
			return n, nil
		}
		slugs = append(slugs, n.Slug)
	}
	slices.Sort(slugs)
	return nil, usage.Errorf("%v", scaffold.Unknown("公告", name, slugs))
}

// one returns what takes a single argument, which is called what.
func one(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return usage.Errorf("export %s 须写明%s", cmd.Name(), what)
		case 1:
			return nil
		}
		return usage.Errorf("export %s 只接受一个参数，多出了“%s”", cmd.Name(), args[1])
	}
}

func (a *app) exportNoticeCommand() *cobra.Command {
	var o output
	cmd := command("notice SLUG --out FILE", "导出一份公告的名单",
		`导出一份公告的名单，作公告的附件：序号、品牌名称、类型、县区、培育建设单位，退出的写明原因。
SLUG 是公告的文件名，不带 .md。`,
		one("公告的文件名"), func(c *cobra.Command, args []string) error {
			format, err := o.settled("export notice")
			if err != nil {
				return err
			}
			e, err := a.readAllFor(filepath.Dir(o.file))
			if err != nil {
				return err
			}
			n, err := noticeNamed(e, args[0])
			if err != nil {
				return err
			}
			return a.exported(c.Context(), e, export.Notice(e.Edition, n), o, format)
		})
	o.flags(cmd)
	return cmd
}

func (a *app) exportPeriodCommand() *cobra.Command {
	var o output
	cmd := command("period PERIOD --out FILE", "导出月度、季度、年度的情况表",
		`导出月度调度表、季度督查表或年度考评表：各地期初和期末在册多少，新进、退出、到期多少，正在公示、候选和
数据须更新的品牌，目标完成到哪里。PERIOD 写作 2026-06、2026Q2 或 2026；没有结束的，算到今天（或 --date）为止。`,
		one("哪一个月、季度或年，如 2026-06、2026Q2、2026"), func(c *cobra.Command, args []string) error {
			span, ok := export.ParseSpan(args[0])
			if !ok {
				return usage.Errorf("“%s”不是一个月、季度或年，请写作 2026-06、2026Q2 或 2026", args[0])
			}
			format, err := o.settled("export period")
			if err != nil {
				return err
			}
			e, err := a.readAllFor(filepath.Dir(o.file))
			if err != nil {
				return err
			}
			d, err := export.Period(e.Edition, span)
			if err != nil {
				return err
			}
			return a.exported(c.Context(), e, d, o, format)
		})
	o.flags(cmd)
	return cmd
}

func (a *app) exportCalendarCommand() *cobra.Command {
	var out string
	cmd := command("calendar --out DIR", "导出工作日历",
		`导出工作日历，手机和办公软件都能导入：公示截止、有效期截止、数据到期须更新的日子、目标的年份，site.yaml 写明 report_day 的，
还有每月调度的日子。DIR 中写 calendar.ics（全部）和每个县区的 calendar-县区.ics。`,
		noArgs, func(c *cobra.Command, _ []string) error { return a.exportCalendar(c.Context(), out) })
	cmd.Flags().Var(filledArg{&out}, "out", "写入文件夹 `DIR`，没有就新建")
	return cmd
}

func (a *app) exportCalendar(ctx context.Context, out string) error {
	if out == "" {
		return usage.Errorf("export calendar 须用 --out DIR 写明日历放在哪个文件夹")
	}
	e, err := a.readAllFor(out)
	if err != nil {
		return err
	}
	var files []forms.Form
	for _, r := range export.Regions(e.Edition) {
		name := "calendar.ics"
		if r != e.Settings.Region {
			name = "calendar-" + r.Slug + ".ics"
		}
		files = append(files, forms.Form{Name: name, Data: export.Calendar(e.Edition, r)})
	}
	return a.put(ctx, e.dir, out, files...)
}
