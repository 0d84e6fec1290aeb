package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// programName is how whoever runs the program calls it: as the README says, or by
// the name of a released binary.
func programName() string {
	exe, err := os.Executable()
	if name := filepath.Base(exe); err == nil && strings.TrimSuffix(name, ".exe") == "generator" {
		return "go run ./generator"
	}
	return "minglu"
}

func helpCommand() *cobra.Command {
	return command("help [COMMAND]", "显示命令的帮助", "", cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
		found, rest, err := cmd.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return noSuchCommand(cmd.Root(), args)
		}
		return found.Help()
	})
}

// helpTemplate is cobra's, shorter.
const helpTemplate = `{{with (or .Long .Short)}}{{.}}

{{end}}{{.UsageString}}`

// printUsage says in Chinese what cobra's usage says.
func printUsage(cmd *cobra.Command) error {
	var b strings.Builder
	local, shared := optionLines(cmd.LocalFlags()), optionLines(cmd.InheritedFlags())
	b.WriteString("用法：\n  " + cmd.UseLine())
	if local != "" {
		b.WriteString(" [选项]")
	}
	b.WriteString("\n")
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n命令：\n")
		for _, c := range cmd.Commands() {
			if !c.Hidden {
				fmt.Fprintf(&b, "  %-10s%s\n", c.Name(), c.Short)
			}
		}
		fmt.Fprintf(&b, "\n用 %s help COMMAND 查看一个命令的帮助。选项写在命令前后都可以。\n", programName())
	}
	if local != "" {
		b.WriteString("\n选项：\n" + local)
	}
	if shared != "" {
		b.WriteString("\n各命令共有的选项：\n" + shared)
	}
	_, err := fmt.Fprint(cmd.OutOrStderr(), b.String())
	return err
}

// optionLines lists flags, what is said of them in a column of its own.
func optionLines(flags *pflag.FlagSet) string {
	var names, texts []string
	width := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " " + value
		}
		names, texts = append(names, name), append(texts, text)
		width = max(width, displaywidth.String(name))
	})
	var b strings.Builder
	for i, name := range names {
		b.WriteString(name + strings.Repeat(" ", width-displaywidth.String(name)+3) + texts[i] + "\n")
	}
	return b.String()
}
