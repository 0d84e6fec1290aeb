package main

import (
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"
)

// notable are the modules whose version explains a difference in what a build
// writes.
var notable = []string{
	"github.com/blevesearch/bleve/v2",
	"github.com/evanw/esbuild",
	"github.com/yuin/goldmark",
	"gopkg.in/yaml.v3",
}

func (a *app) versionCommand() *cobra.Command {
	return command("version", "显示版本", "显示程序、Go 和主要依赖的版本。", noArgs, func(*cobra.Command, []string) error {
		info, ok := debug.ReadBuildInfo()
		if !ok {
			info = &debug.BuildInfo{}
		}
		fmt.Fprintf(a.stdout, "minglu %s\n%s\n", release(info), info.GoVersion)
		for _, m := range info.Deps {
			if slices.Contains(notable, m.Path) {
				fmt.Fprintf(a.stdout, "%s %s\n", m.Path, m.Version)
			}
		}
		return nil
	})
}

// release names what was built: the module's version, or the commit.
func release(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "开发版 " + s.Value[:min(12, len(s.Value))]
		}
	}
	return "开发版"
}
