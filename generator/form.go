package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"minglu/generator/build"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/forms"
	"minglu/generator/site"
	"minglu/generator/usage"
)

func (a *app) formCommand() *cobra.Command {
	var out, blank string
	var certificates bool
	var options forms.Options
	format := choice(string(forms.HTML), string(forms.DOCX))
	cmd := command("form FILE|SLUG|名称 … --out DIR", "填写推荐表和评分表",
		`为品牌填写推荐表、评分表和认定标准核对表，每张表是一个可在浏览器中打印的 A4 网页，或者一个 Word 文件。
表格含负责人、推荐意见和自评分，不公开：DIR 不能在 public/ 中，也不能是仓库里会被 git 提交的文件夹（表格 文件夹不会）。`,
		cobra.ArbitraryArgs, func(c *cobra.Command, args []string) error {
			options.Format = forms.Format(format.value)
			if certificates {
				return a.certificates(c.Context(), args, blank, out, options)
			}
			return a.form(c.Context(), args, blank, out, options)
		})
	cmd.Flags().Var(&format, "format", "写成 `FORMAT`：html 网页（默认），docx Word 文件")
	cmd.Flags().Var(filledArg{&out}, "out", "写入文件夹 `DIR`，没有就新建")
	cmd.Flags().StringVar(&blank, "blank", "", "`TYPE` 这一类品牌的空白表，如 文化旅游类；没有类型的地区写“品牌”")
	cmd.Flags().BoolVar(&options.TypeOnly, "type-only", false, "评分表的分类条件只列品牌自己类型的，不照原表列出各类型的")
	cmd.Flags().BoolVar(&options.OfficialOnly, "official-only", false, "评分表后面不附计算说明")
	cmd.Flags().BoolVar(&certificates, "certificate", false, "改印品牌现有称号的证书（A4、A6，网页的另有牌匾样稿），上面有查验的二维码，要有签名的密钥")
	return a.signing(cmd)
}

// certificates writes the certificates of what the brands hold that args name.
func (a *app) certificates(ctx context.Context, args []string, blank, out string, options forms.Options) error {
	switch {
	case out == "":
		return usage.Errorf("form 须用 --out DIR 写明表格放在哪个文件夹")
	case len(args) == 0 || blank != "":
		return usage.Errorf("form --certificate 须写明品牌（文件、网址名或名称），没有空白的证书")
	}
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return reportAll(a.stderr, e, bad)
	}
	if err := checkout.RefuseSources(e.dir, "--out ", out); err != nil {
		return err
	}
	asked, err := e.SelectBrands(e.dir, args)
	if err != nil {
		return err
	}
	signing, err := a.sign(filepath.Join(e.dir, "public"))
	if err != nil {
		return err
	}
	s := site.New(e.Edition)
	book, bad, err := build.Builder{Signing: signing}.Prove(s)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return reportAll(a.stderr, e, bad)
	}
	if book == nil {
		return usage.Errorf("印证书要有签名的密钥：用 --key FILE 写明，或者放在环境变量 %s 中", keyVariable)
	}
	brands := slices.DeleteFunc(slices.Clone(s.Brands), func(b *site.Brand) bool { return !slices.Contains(asked, b.File) })
	if len(brands) < len(asked) {
		return usage.Errorf("写明的品牌中有没有认定的，不能印证书")
	}
	printer, err := forms.New(e.Files, e.Rules, e.Settings, e.Content.Date, options)
	if err != nil {
		return err
	}
	files, err := printer.Certificates(book, brands)
	if err != nil {
		return err
	}
	paths, err := forms.Write(ctx, out, filepath.Join(e.dir, "public"), files)
	for _, p := range paths {
		fmt.Fprintln(a.stdout, p)
	}
	return err
}

// form writes the forms of the brands that args name, and the empty ones of the
// type blank. Nothing is written until all are filled in. Brands that cannot be
// read are named on stderr; those that can have their forms all the same.
func (a *app) form(ctx context.Context, args []string, blank, out string, options forms.Options) error {
	if out == "" {
		return usage.Errorf("form 须用 --out DIR 写明表格放在哪个文件夹")
	}
	if len(args) == 0 && blank == "" {
		return usage.Errorf("form 须写明品牌（文件、网址名或名称），或用 --blank TYPE 要空白表")
	}
	dir, err := a.repository()
	if err != nil {
		return err
	}
	if err := checkout.RefuseSources(dir, "--out ", out); err != nil {
		return err
	}
	e, bad, err := a.readContent()
	if err != nil {
		return err
	}
	var asked []string
	if len(args) > 0 {
		if asked, err = e.SelectBrands(dir, args); err != nil {
			return err
		}
	}
	brands := evaluable(e.Edition, asked, bad, a.stderr)
	for _, b := range brands { // on the forms themselves nothing stands beside the official text
		for _, d := range b.Doubts() {
			fmt.Fprintf(a.stderr, "%s：%s。\n", content.Mask(b.File), d.Text)
		}
	}
	printer, err := forms.New(e.Files, e.Rules, e.Settings, e.Content.Date, options)
	if err != nil {
		return err
	}
	files, err := printer.Print(brands, blank)
	if err != nil {
		return err
	}
	paths, err := forms.Write(ctx, out, filepath.Join(dir, "public"), files)
	for _, p := range paths {
		fmt.Fprintln(a.stdout, p)
	}
	if err != nil {
		return err
	}
	if len(brands) < len(asked) {
		return errMistakes
	}
	return nil
}
