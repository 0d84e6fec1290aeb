package main

import (
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/blank"
	"minglu/generator/keys"
	"minglu/generator/score"
	"minglu/generator/usage"
)

func (a *app) scoreCommand() *cobra.Command {
	format := choice("text", "json", "markdown")
	var standard string
	var rank, paths bool
	cmd := command("score [FILE|SLUG|名称 …]", "列出品牌的评价结果",
		`对照当日施行的标准评价品牌，逐项列出得分和理由，未达标的也列出。
其他文件有错误不影响评价；读不出来的品牌在屏幕上说明后略去。`,
		cobra.ArbitraryArgs, func(_ *cobra.Command, args []string) error {
			return a.score(args, standard, rank, paths, format.value)
		})
	cmd.Flags().StringVar(&standard, "standard", "", "只按 `ID` 这一标准评价，如 lianyungang-2024")
	cmd.Flags().BoolVar(&paths, "path", false, "另列怎样达到标准、怎样得分最多：代价最小的改动")
	cmd.Flags().BoolVar(&rank, "rank", false, "按总分在同类型品牌中排名")
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）、json 或 markdown")
	return cmd
}

// score evaluates the brands that args name, all where there are none. Brands
// that cannot be read are named on stderr; it is a mistake only if they were
// asked for.
func (a *app) score(args []string, standard string, rank, paths bool, format string) error {
	e, bad, err := a.readContent()
	if err != nil {
		return err
	}
	only := e.Rules.Standard(standard)
	if only == nil && standard != "" {
		return usage.Errorf("没有标准“%s”。已有的标准：%s", standard, strings.Join(blank.Names(e.Rules, nil, keys.StandardID), "、"))
	}
	asked, err := e.SelectBrands(e.dir, args)
	if err != nil {
		return err
	}
	brands := evaluable(e.Edition, asked, bad, a.stderr)
	if err := score.Write(a.stdout, e.Edition, score.Request{Brands: brands, Standard: only, Paths: paths, Ranked: rank, Format: format}); err != nil {
		return err
	}
	if len(brands) < len(asked) && len(args) > 0 {
		return errMistakes
	}
	return nil
}
