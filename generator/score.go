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
	asked, err := e.SelectBrands(e.dir, args)
	if err != nil {
		return err
	}
	files := e.Evaluable(asked, bad, a.stderr)
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
