package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/intake"
	"minglu/generator/mend"
	"minglu/generator/office"
	"minglu/generator/scaffold"
	"minglu/generator/usage"
	"minglu/generator/values"
)

func (a *app) importCommand() *cobra.Command {
	var county, asOf string
	var maps []string
	var write bool
	cmd := command("import FILE…", "从 Excel、CSV、Word、PDF 导入品牌",
		`从 Excel（.xlsx）、CSV 表格导入品牌：认出各列，把内容写进品牌的文件；已有的品牌只改不同的内容，不会重复新建。
填好的推荐表、评分表（.docx，Excel 里的也行）也可以：评分表导入自评分，不导入评审、复核的得分。表里写明级别、年份、文号的，还起草认定公告；
已有同一文号的公告的，补上缺的品牌。
数据比文件里的早、与前一个文件或者前一张工作表说法不同的，不改，列出来。
.doc、.xls、.wps、.et、.odt、.ods、.rtf 和有文字的 PDF，本机装有 LibreOffice 的先转换再导入；PDF 里的表格要画了线。
先列出各列当作什么、要改什么、哪些单元格没有导入和原因；加 --write 才写入。没有把握的不猜，逐格列出。

列认错了、没认出来的，用 --map '列名=名称' 写明，不要的列写 --map '列名=不要'；加 --write 时记在 content/_import/columns.yaml 里，
下次不用再写。`,
		cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
			return a.importFiles(cmd.Context(), args, county, asOf, maps, write)
		})
	cmd.Flags().StringVar(&county, "county", "", "表里没有写县区的品牌所在的`县区`，如 东海县")
	cmd.Flags().StringVar(&asOf, "as-of", "", "数据截止日期 `DATE`，如 2026-06-30")
	cmd.Flags().StringArrayVar(&maps, "map", nil, "`列名=名称`：这一列当作什么，可以写几次")
	cmd.Flags().BoolVar(&write, "write", false, "写入文件")
	return cmd
}

// importFiles takes files in and prints what that makes.
func (a *app) importFiles(ctx context.Context, args []string, county, asOf string, maps []string, write bool) error {
	if len(args) == 0 {
		return usage.Errorf("import 须写明文件，如 import 汇总表.xlsx")
	}
	if _, ok := values.ParseDate(asOf, false); asOf != "" && !ok {
		return usage.Errorf("--as-of %s 不是日期，应写作 2026-06-30", asOf)
	}
	e, bad, err := a.readContent()
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		fmt.Fprintf(a.stderr, "内容中原有 %d 处错误，有错误的文件里的品牌可能认不出来。\n", len(bad))
	}
	o := intake.Options{AsOf: asOf, Map: map[string]string{}}
	if county != "" {
		if o.County, err = scaffold.County(e.Edition, county); err != nil {
			return usage.Errorf("--county：%v", err)
		}
	}
	remembered, err := intake.ReadColumns(e.Files)
	if err != nil {
		return err
	}
	for head, name := range remembered {
		o.Map[head] = name
	}
	for _, m := range maps {
		head, name, found := strings.Cut(m, "=")
		if !found || head == "" || name == "" {
			return usage.Errorf("--map %s 应写作 --map '列名=名称'", m)
		}
		o.Map[head] = name
	}
	repository, err := intake.RepositoryOf(e.Edition)
	if err != nil {
		return err
	}
	in, err := intake.New(repository, o)
	if err != nil {
		return usage.Errorf("%v", err)
	}
	for _, file := range args {
		data, err := checkout.Read(checkout.Open(filepath.Dir(file)), filepath.Base(file), intake.MaxFile)
		if err != nil {
			return err
		}
		if data, err = readable(ctx, data); err != nil {
			return fmt.Errorf("%s：%w", filepath.Base(file), err)
		}
		err = in.Take(filepath.Base(file), data)
		if errors.Is(err, intake.ErrNoHead) {
			return fmt.Errorf("%w，或者用 --map '列名=品牌名称' 写明", err)
		}
		if err != nil {
			return err
		}
	}
	files, err := in.Finish()
	if err != nil {
		return err
	}
	if len(maps) > 0 {
		if f, err := intake.Remember(e.Files, o.Map); err != nil {
			return err
		} else if f != nil {
			files = append(files, *f)
		}
	}
	a.printColumns(in.Columns)
	for _, f := range files {
		if f.Made { // the rest is the empty form
			f.After = intake.Stated(f.After)
		}
		fmt.Fprint(a.stdout, f.Diff())
	}
	for _, l := range in.Left {
		fmt.Fprintf(a.stdout, "没有导入 %s", diag.Visible(l.Address))
		if l.Text != "" {
			fmt.Fprintf(a.stdout, " “%s”", diag.Visible(diag.Short(content.Mask(strings.ReplaceAll(l.Text, "\n", " ")))))
		}
		fmt.Fprintf(a.stdout, "：%s。\n", strings.TrimSuffix(l.Why, "。"))
	}
	for _, r := range in.Remarks {
		how := ""
		if r.How != "" {
			how = r.How + "。"
		}
		fmt.Fprintf(a.stdout, "请核对 %s：%s。%s\n", diag.Visible(r.Address), diag.Visible(r.Text), how)
	}
	for _, p := range in.Proposals {
		fmt.Fprintf(a.stdout, "请核对 %s：“%s”的介绍里写着“%s”，%s没有填。\n", diag.Visible(p.Address), diag.Visible(p.Brand), diag.Visible(content.Mask(p.Text)), p.Fact)
	}
	if write {
		for _, f := range files {
			if err := f.Write(checkout.Open(e.dir)); err != nil {
				return err
			}
		}
	}
	said := fmt.Sprintf("读了 %d 个品牌，%d 个单元格中导入 %d 个，没有导入的 %d 个已经列出；", in.Brands, in.Said, in.Placed, in.Said-in.Placed)
	switch {
	case len(files) == 0:
		said += "没有要改的文件。"
	case write:
		said += fmt.Sprintf("写入 %d 个文件。", len(files))
	default:
		said += fmt.Sprintf("要写 %d 个文件，加 --write 写入。", len(files))
	}
	fmt.Fprintln(a.stderr, said)
	return a.importedMistakes(e, files)
}

// readable returns a file as it can be taken in: LibreOffice converts what is neither
// .xlsx, .csv nor .docx.
func readable(ctx context.Context, data []byte) ([]byte, error) {
	from, to, err := intake.Foreign(data)
	if err != nil || from == "" {
		return data, err
	}
	return office.Conversion{From: from, To: to, Max: intake.MaxConverted}.Convert(ctx, data)
}

// importedMistakes prints what check finds in the files that import makes or changes.
func (a *app) importedMistakes(e *repository, files []mend.File) error {
	over, err := mend.Over(e.Files, files)
	if err != nil {
		return err
	}
	_, bad, err := edition.Read(over, a.day)
	if err != nil {
		return err
	}
	bad = bad.In(func(name string) bool {
		return slices.ContainsFunc(files, func(f mend.File) bool { return f.Name == name })
	})
	if len(bad) == 0 {
		return nil
	}
	fmt.Fprintf(a.stderr, "导入以后还有 %d 处要补填或改正：\n", bad.Count())
	if err := bad.Text(a.stderr); err != nil {
		return err
	}
	return errMistakes
}

// printColumns says what each column was taken for.
func (a *app) printColumns(columns []intake.Column) {
	for _, c := range columns {
		as := c.As
		switch {
		case as == "":
			as = fmt.Sprintf("没有认出；要导入的，用 --map '%s=名称' 写明，不要的写 --map '%s=不要'", diag.Visible(c.Head), diag.Visible(c.Head))
		case !c.Sure:
			as += "（按相近的名称，请核对）"
		}
		fmt.Fprintf(a.stdout, "%s “%s”：%s\n", diag.Visible(c.Address), diag.Visible(c.Head), as)
	}
}
