package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/search"
	"minglu/generator/site"
	"minglu/generator/usage"
)

func (a *app) searchCommand() *cobra.Command {
	var r search.Request
	format, order := choice("text", "json", "opensearch"), choice("relevance", "name", "date")
	cmd := command("search QUERY", "搜索品牌",
		"用 bleve 直接查询索引，结果与网站的搜索完全相同。在册的在前，公示中、已退出、已到期的在后并注明；不写 --status 的，个数只算在册的。索引按内容缓存，缓存可以随时删除。",
		cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
			r.Text, r.Sort = strings.Join(args, " "), search.Sort(order.value)
			if r.Sort == "relevance" {
				r.Sort = search.ByRelevance
			}
			return a.search(cmd.Context(), r, format.value)
		})
	flags := cmd.Flags()
	flags.StringArrayVar(&r.Types, "type", nil, "只找这一`类型`，可以写几次")
	flags.StringArrayVar(&r.Counties, "county", nil, "只找这一`县区`，可以写几次")
	flags.StringArrayVar(&r.Levels, "level", nil, "只找这一`级别`，可以写几次")
	flags.StringArrayVar(&r.Years, "year", nil, "只找这一`年份`，如 2024，可以写几次")
	flags.StringArrayVar(&r.Statuses, "status", nil, "只找这一`状态`：在册、公示中、已退出或已到期，可以写几次")
	flags.StringArrayVar(&r.Offers, "offer", nil, "只找有这一`机会`的：有岗位、有培训或有店铺，可以写几次")
	flags.IntVar(&r.From, "from", 0, "从第 `N` 个之后开始列出")
	flags.IntVar(&r.Size, "size", 10, "最多列出 `N` 个，默认为 10")
	flags.Var(&order, "sort", "排序 `ORDER`：relevance（默认）、name 或 date")
	flags.Var(&format, "format", "输出 `FORMAT`：text（默认）、json，或 opensearch，即在 export opensearch 导出的索引中找出同样品牌的查询语句")
	return cmd
}

// search asks the index of the repository as it is now.
func (a *app) search(ctx context.Context, r search.Request, format string) error {
	if r.From < 0 || r.Size < 0 {
		return usage.Errorf("--from 和 --size 不能是负数")
	}
	for i, y := range r.Years {
		if y != "" && strings.Trim(y, "0123456789") == "" {
			r.Years[i] = y + "年"
		}
	}
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return reportAll(a.stderr, e, bad) // stdout is for answers in the format asked for
	}
	s := site.New(e.Edition)
	kept, err := a.openCache(e.dir)
	if err != nil {
		return err
	}
	defer kept.Close()
	corpus := search.NewCorpus(s)
	index, err := search.Open(ctx, corpus, kept)
	if err != nil {
		return err
	}
	if _, more := search.Cut(r.Text); more {
		fmt.Fprintln(a.stderr, "字词超过 200 字，只按前 200 字查找。")
	}
	if format == "opensearch" {
		query, err := index.QueryFor(ctx, r)
		if err := errors.Join(err, index.Close()); err != nil {
			return err
		}
		_, err = a.stdout.Write(query)
		return err
	}
	answer, err := index.Search(ctx, r)
	if err := errors.Join(err, index.Close()); err != nil {
		return err
	}
	if format == "json" {
		return json.NewEncoder(a.stdout).Encode(answer)
	}
	return a.printAnswer(corpus, answer, r)
}

func (a *app) printAnswer(corpus search.Corpus, answer search.Answer, r search.Request) error {
	lacks := len(answer.Said) > 0 && answer.Lacks != ""
	if said := strings.Join(answer.Said, "”“"); lacks || said != "" && said != answer.Query {
		if lacks {
			fmt.Fprintf(a.stdout, "没有名称含“%s”的品牌，下面", answer.Lacks)
		}
		fmt.Fprintf(a.stdout, "按“%s”查找。\n", said)
	}
	if answer.Loose && !lacks && answer.Total+answer.Others > 0 {
		what := "没有完全匹配的结果"
		if answer.Lacks != "" {
			what = fmt.Sprintf("没有名称含“%s”的品牌", answer.Lacks)
		}
		fmt.Fprintln(a.stdout, what+"，下面的品牌含有其中一部分字词。")
	}
	found := fmt.Sprintf("找到 %d 个品牌", answer.Total)
	if answer.Others > 0 {
		found += fmt.Sprintf("，另有 %d 个不在册", answer.Others)
	}
	if answer.Unlisted {
		found = "没有品牌在本名录登记这个电话号码"
	}
	fmt.Fprintln(a.stdout, found)
	for i, h := range answer.Hits {
		at := slices.IndexFunc(corpus.Documents, func(d search.Document) bool { return d.Slug == h.Slug })
		if at < 0 {
			return fmt.Errorf("索引中的品牌 %s 不在名录中", h.Slug)
		}
		d := corpus.Documents[at]
		line := fmt.Sprintf("%d. %s（%s）%s", r.From+i+1, d.Name, d.County.Name, h.Slug)
		if h.Status != "" {
			line += " " + h.Status
		}
		fmt.Fprintln(a.stdout, line)
	}
	return nil
}
