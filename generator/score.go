package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/usage"
)

func (a *app) scoreCommand() *cobra.Command {
	format := choice("text", "json", "markdown")
	var standard string
	var rank bool
	cmd := command("score [FILE|SLUG …]", "列出品牌的评价结果",
		`对照当日施行的标准评价品牌，逐项列出得分和理由，未达标的也列出。
其他文件有错误不影响评价；读不出来的品牌在屏幕上说明后略去。`,
		cobra.ArbitraryArgs, func(_ *cobra.Command, args []string) error {
			return a.score(args, standard, rank, format.value)
		})
	cmd.Flags().StringVar(&standard, "standard", "", "只按 `ID` 这一标准评价，如 lianyungang-2024")
	cmd.Flags().BoolVar(&rank, "rank", false, "按总分在同类型品牌中排名")
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）、json 或 markdown")
	return cmd
}

// score evaluates the brands that args name, all where there are none. Brands
// that cannot be read are named on stderr; it is a mistake only if they were
// asked for.
func (a *app) score(args []string, standard string, rank bool, format string) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if e.Content == nil {
		return a.cannotScore(bad)
	}
	only, err := e.standard(standard)
	if err != nil {
		return err
	}
	asked, err := e.chooseBrands(args)
	if err != nil {
		return err
	}
	files := a.readable(e, asked, bad)
	sheets := e.sheets(only)
	if rank {
		rankSheets(sheets)
	}
	sheets = slices.DeleteFunc(sheets, func(s *sheet) bool { return !slices.Contains(files, s.brand.File) })
	if err := writeSheets(a.stdout, sheets, rank, format); err != nil {
		return err
	}
	if len(files) < len(asked) && len(args) > 0 {
		return errMistakes
	}
	return nil
}

// cannotScore prints what is wrong with the rules or the settings.
func (a *app) cannotScore(bad diag.List) error {
	bad.Sort()
	if err := bad.Text(a.stderr); err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, "标准或站点设置有误，无法评价，请先改正。")
	return errMistakes
}

// standard returns the standard of the id, nil where none is asked for.
func (e *repository) standard(id string) (*criteria.Standard, error) {
	var known []string
	for _, s := range e.Rules.Standards {
		if s.ID == id {
			return s, nil
		}
		known = append(known, s.ID)
	}
	if id != "" {
		return nil, usage.Errorf("没有标准“%s”。已有的标准：%s", id, strings.Join(known, "、"))
	}
	return nil, nil
}

// chooseBrands returns the brand files that args name by path or by slug.
func (e *repository) chooseBrands(args []string) ([]string, error) {
	files, err := e.BrandFiles()
	if err != nil || len(args) == 0 {
		return files, err
	}
	former := make(map[string]string)
	for _, b := range e.Content.Brands {
		for _, slug := range b.FormerSlugs {
			former[slug] = b.File
		}
	}
	var chosen []string
	for _, arg := range args {
		bySlug := slices.DeleteFunc(slices.Clone(files), func(f string) bool { return content.SlugOf(f) != arg })
		if f, moved := former[arg]; moved && len(bySlug) == 0 {
			bySlug = []string{f}
		}
		if len(bySlug) > 0 {
			chosen = append(chosen, bySlug...)
			continue
		}
		s, err := e.choose([]string{arg})
		if err != nil {
			return nil, usage.Errorf("没有品牌“%s”，也没有这个文件", arg)
		}
		if found := s.brands(files); len(found) > 0 {
			chosen = append(chosen, found...)
		} else {
			return nil, usage.Errorf("“%s”不是品牌的文件；品牌在 content/brands/ 中", arg)
		}
	}
	slices.Sort(chosen)
	return slices.Compact(chosen), nil
}

// unreadable are the rules of text that nothing can be made of: whatever else
// the file says may be only half of what it is meant to say.
var unreadable = []diag.Rule{
	diag.BadEncoding, diag.TabIndent, diag.FullWidthPunctuation, diag.YAMLSyntax,
	diag.MissingFrontMatter, diag.TooLarge, diag.NotAFile,
}

// readable returns the files among those asked for that can be evaluated, and
// says on stderr what is wrong with them and with the others.
func (a *app) readable(e *repository, asked []string, bad diag.List) []string {
	wrong, misjudged := make(map[string]diag.List), make(map[string]diag.List)
	for _, m := range bad {
		wrong[m.File] = append(wrong[m.File], m)
		if strings.HasPrefix(m.File, "content/judgements/") {
			misjudged[content.SlugOf(m.File)] = append(misjudged[content.SlugOf(m.File)], m)
		}
	}
	read := make(map[string]bool)
	for _, b := range e.Content.Brands {
		read[b.File] = true
	}
	var files []string
	for _, f := range asked {
		w := wrong[f]
		w.Sort()
		_ = w.Text(a.stderr)
		lost := slices.ContainsFunc(w, func(m diag.Mistake) bool { return slices.Contains(unreadable, m.Rule) })
		switch {
		case lost || !read[f]:
			fmt.Fprintf(a.stderr, "%s 读不出来，已略去。\n", content.Mask(f))
			continue
		case len(w) > 0:
			fmt.Fprintf(a.stderr, "%s 有错误，有错误的内容按未填报处理。\n", content.Mask(f))
		}
		if j := misjudged[content.SlugOf(f)]; len(j) > 0 {
			j.Sort()
			_ = j.Text(a.stderr)
			fmt.Fprintf(a.stderr, "%s 的评定意见有错误，有错误的按没有评定处理。\n", content.Mask(f))
		}
		files = append(files, f)
	}
	return files
}

// A sheet is one brand with what score says of it.
type sheet struct {
	brand       *content.Brand
	advice      string // on the name; "" where it conforms
	evaluations []criteria.Evaluation
	ranks       []rank // beside evaluations; empty where not asked for
}

// sheets returns a sheet for each brand that was read, by slug, with its
// evaluations by one standard, or by all where only is nil.
func (e *repository) sheets(only *criteria.Standard) []*sheet {
	var sheets []*sheet
	for _, b := range e.Content.Brands {
		s := &sheet{brand: b, advice: e.Rules.Advise(b.Name, b.Region, b.Place)}
		for _, v := range e.Evaluations[b] {
			if only == nil || v.Standard == only {
				s.evaluations = append(s.evaluations, v)
			}
		}
		sheets = append(sheets, s)
	}
	return sheets
}
