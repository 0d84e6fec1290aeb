package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"minglu/generator/forms"
	"minglu/generator/search"
	"minglu/generator/site"
	"minglu/generator/usage"
)

func (a *app) exportOpenSearchCommand() *cobra.Command {
	var out string
	cmd := command("opensearch --out DIR", "导出供 OpenSearch 用的数据",
		`把已公布的品牌导出给 OpenSearch 或 Elasticsearch，供几个名录合在一起搜索。字词的切分、拼音与本网站的搜索相同。
DIR 中写三个文件：settings.json（索引的设置）、bulk.ndjson（品牌）和 aliases.json（换用新索引）。
索引名为 minglu-区划代码-内容摘要，内容不变名称就不变，重复导入不会重复。依次执行（索引名见本命令的输出）：

  curl -X PUT 服务器/索引名 -H 'Content-Type: application/json' --data-binary @settings.json
  curl -X POST 服务器/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @bulk.ndjson
  curl -X POST 服务器/_aliases -H 'Content-Type: application/json' --data-binary @aliases.json

最后一步把别名 minglu-区划代码（本名录）和 minglu（全部名录）换到新索引，旧索引随后可以删除。
查询用什么语句，运行 search QUERY --format opensearch。`,
		noArgs, func(c *cobra.Command, _ []string) error { return a.exportOpenSearch(c.Context(), out) })
	cmd.Flags().Var(filledArg{&out}, "out", "写入文件夹 `DIR`，没有就新建")
	return cmd
}

func (a *app) exportOpenSearch(ctx context.Context, out string) error {
	if out == "" {
		return usage.Errorf("export opensearch 须用 --out DIR 写明数据放在哪个文件夹")
	}
	e, err := a.readAllFor(out)
	if err != nil {
		return err
	}
	corpus := search.NewCorpus(site.New(e.Edition))
	o, err := corpus.OpenSearch(e.Settings.Region.Code)
	if err != nil {
		return err
	}
	if err := a.put(ctx, e.dir, out, forms.Form{Name: "settings.json", Data: o.Settings}, forms.Form{Name: "bulk.ndjson", Data: o.Bulk},
		forms.Form{Name: "aliases.json", Data: o.Aliases}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "索引名：%s\n", o.Index)
	return err
}
