package main

import (
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
)

// Every command's help is Chinese, without what cobra and pflag add of their own,
// and stands in straight columns.
func TestHelpOfEveryCommand(t *testing.T) {
	prose := regexp.MustCompile(`(?i)\(default|\bUsage\b|\bFlags\b|\bstring\b|\bint\b|  \S+ [a-z]+ [a-z]+ [a-z]+$`)
	var see func(c *cobra.Command)
	see = func(c *cobra.Command) {
		text := c.UsageString()
		if found := prose.FindString(text); found != "" {
			t.Errorf("%s says %q", c.CommandPath(), found)
		}
		column := 0
		for line := range strings.Lines(text) {
			at := regexp.MustCompile(`^ +(-., )?--\S+( \S+)?( {3,})`).FindString(line)
			if at == "" {
				column = 0
				continue
			}
			if width := displaywidth.String(at); column > 0 && width != column {
				t.Errorf("%s: %q stands out", c.CommandPath(), line)
			} else {
				column = width
			}
		}
		for _, below := range c.Commands() {
			see(below)
		}
	}
	see(newRoot(io.Discard, io.Discard, time.Now))
}
