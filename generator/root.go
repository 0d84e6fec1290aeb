package main

import (
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/usage"
	"minglu/generator/values"
)

const about = `名录：劳务品牌公示目录的生成工具。
读取 criteria/ 中的标准和 content/ 中的品牌、公告，评价后生成静态网站 public/。`

// commands returns the command with all its subcommands.
func (a *app) commands() *cobra.Command {
	root := &cobra.Command{
		Use:                   "minglu COMMAND",
		Short:                 "劳务品牌公示目录的生成工具",
		Long:                  about,
		Args:                  cobra.ArbitraryArgs,
		RunE:                  noSuchCommand,
		SilenceErrors:         true,
		SilenceUsage:          true,
		DisableFlagsInUseLine: true,
		CompletionOptions:     cobra.CompletionOptions{DisableDefaultCmd: true},
		Annotations:           map[string]string{cobra.CommandDisplayNameAnnotation: programName()},
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetUsageFunc(printUsage)
	root.SetHelpTemplate(helpTemplate)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(helpCommand())

	flags := root.PersistentFlags()
	flags.VarP(filledArg{&a.root}, "root", "C", "仓库根目录 `DIR`，默认为当前目录")
	flags.Var(&a.date, "date", "按 `YYYY-MM-DD` 这一天判断状态和标准是否施行，默认为 site.yaml 的 demo_date，未填则为今天（北京时间）")
	flags.Var(filledArg{&a.cacheDir}, "cache", "缓存放在 `DIR`，默认在用户的缓存文件夹中；缓存可以随时删除")
	flags.BoolP("help", "h", false, "显示帮助")
	root.AddCommand(a.buildCommand(), a.checkCommand(), a.fixCommand(), a.scoreCommand(), a.formCommand(), a.exportCommand(), a.importCommand(), a.searchCommand(), a.inspectCommand(), a.verifyCommand(), a.pullCommand(), a.keysCommand(), a.reviewCommand(), a.trialCommand(), a.newCommand(), a.initCommand(), a.updateCommand(), a.serveCommand(), a.deskCommand(), a.schemaCommand(), a.versionCommand())
	return root
}

// command returns a subcommand in the form that all have.
func command(use, short, long string, args cobra.PositionalArgs, runE func(*cobra.Command, []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Long: long, Args: args, RunE: runE, DisableFlagsInUseLine: true}
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage.Errorf("%s 不接受参数“%s”", cmd.Name(), args[0])
	}
	return nil
}

// atMost refuses more than n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return usage.Errorf("%s 最多接受 %d 个参数，多出了“%s”；名称中有空格的，请加上引号", cmd.Name(), n, args[n])
		}
		return nil
	}
}

// noSuchCommand is what the root does where no command was recognized.
func noSuchCommand(root *cobra.Command, args []string) error {
	names := commandNames(root)
	if len(args) == 0 {
		return usage.Errorf("缺少命令。可用的命令：%s", strings.Join(names, "、"))
	}
	if near := values.Nearest(args[0], names); near != "" {
		return usage.Errorf("没有“%s”这个命令，是否应为“%s”？", args[0], near)
	}
	return usage.Errorf("没有“%s”这个命令。可用的命令：%s", args[0], strings.Join(names, "、"))
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}
