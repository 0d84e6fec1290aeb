package main

import (
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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

// The README's table names every command with each of its options, and no other.
func TestTheReadmeNamesEveryOption(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	said, option := map[string][]string{}, regexp.MustCompile(`--([a-z0-9-]+)`)
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z]+)(.*)$").FindAllStringSubmatch(string(readme), -1) {
		said[row[1]] = append(said[row[1]], "")
		for _, found := range option.FindAllStringSubmatch(row[2], -1) {
			said[row[1]] = append(said[row[1]], found[1])
		}
	}
	for _, c := range newRoot(io.Discard, io.Discard, time.Now).Commands() {
		if c.Name() == "help" {
			continue
		}
		has := []string{""}
		for _, of := range append(c.Commands(), c) {
			of.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { has = append(has, f.Name) })
		}
		for _, all := range [][]string{has, said[c.Name()]} {
			slices.Sort(all)
		}
		if want, got := slices.Compact(has), slices.Compact(said[c.Name()]); !slices.Equal(got, want) {
			t.Errorf("the README says of %s %q, it has %q", c.Name(), got, want)
		}
		delete(said, c.Name())
	}
	if len(said) > 0 {
		t.Errorf("the README speaks of %v, which are no commands", said)
	}
}
