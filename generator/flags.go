package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"minglu/generator/public"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// commandFirst moves the flags that stand before the command behind it. Cobra
// itself knows only the root's flags there, and would take the command of
// `--rank score` for the value of --rank.
func commandFirst(root *cobra.Command, args []string) ([]string, error) {
	all, help := allFlags(root), false
	for i := 0; i < len(args); i++ {
		if args[i] == "--" || !strings.HasPrefix(args[i], "-") || args[i] == "-" {
			if i == 0 || args[i] == "--" {
				return args, nil
			}
			return slices.Concat(args[i:i+1], args[:i], args[i+1:]), nil
		}
		flag, inline := lookup(all, args[i])
		if flag == nil {
			return nil, noSuchFlag(all, args[i])
		}
		help = help || flag.Name == "help"
		if flag.NoOptDefVal == "" && !inline {
			i++ // its value
		}
	}
	if help {
		return []string{"--help"}, nil
	}
	return nil, noSuchCommand(root, nil)
}

// allFlags returns the flags of every command: their names mean the same
// everywhere.
func allFlags(root *cobra.Command) *pflag.FlagSet {
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	all.AddFlagSet(root.PersistentFlags())
	for _, c := range root.Commands() {
		all.AddFlagSet(c.Flags())
		for _, below := range c.Commands() {
			all.AddFlagSet(below.Flags())
		}
	}
	return all
}

// lookup returns the flag that arg names, and whether its value stands in arg.
func lookup(all *pflag.FlagSet, arg string) (flag *pflag.Flag, inline bool) {
	if long, ok := strings.CutPrefix(arg, "--"); ok {
		name, _, inline := strings.Cut(long, "=")
		return all.Lookup(name), inline
	}
	for i := 1; i < len(arg); i++ { // -hC DIR: several short ones, the last of which may take a value
		if flag = all.ShorthandLookup(arg[i : i+1]); flag == nil || flag.NoOptDefVal == "" {
			return flag, i+1 < len(arg)
		}
	}
	return flag, false
}

// noSuchFlag is the error for a flag that nobody knows, with the one that was
// probably meant.
func noSuchFlag(known *pflag.FlagSet, arg string) error {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	var names []string
	known.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := values.Nearest(name, names); near != "" && strings.HasPrefix(arg, "--") {
		return usage.Errorf("没有“--%s”这个选项，是否应为“--%s”？", name, near)
	}
	return usage.Errorf("没有“%s”这个选项", arg)
}

// flagError puts what pflag says about a flag into Chinese.
func flagError(cmd *cobra.Command, err error) error {
	var (
		unknown  *pflag.NotExistError
		valued   *pflag.ValueRequiredError
		refused  *pflag.InvalidValueError
		unshaped *pflag.InvalidSyntaxError
	)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			name = "-" + short
		}
		return noSuchFlag(cmd.Flags(), name)
	case errors.As(err, &valued):
		return usage.Errorf("选项 --%s 后面缺少内容", valued.GetFlag().Name)
	case errors.As(err, &refused):
		if refused.GetFlag().Value.Type() == "bool" {
			return usage.Errorf("选项 --%s 不能填“%s”，只能是 true 或 false", refused.GetFlag().Name, refused.GetValue())
		}
		return usage.Errorf("选项 --%s 不能填“%s”：%v", refused.GetFlag().Name, refused.GetValue(), errors.Unwrap(refused))
	case errors.As(err, &unshaped):
		return usage.Errorf("选项“%s”写法有误", unshaped.GetSpecifiedFlag())
	}
	return usage.Errorf("%v", err)
}

// A filledArg is a flag that does not take an empty text, such as a variable that
// is not set leaves behind.
type filledArg struct{ value *string }

func (f filledArg) String() string { return "" }
func (f filledArg) Type() string   { return "string" }
func (f filledArg) Set(s string) error {
	if s == "" {
		return errors.New("不能是空的")
	}
	*f.value = s
	return nil
}

// A choiceArg is a flag that takes one of a few words.
type choiceArg struct {
	value string
	of    []string
}

// choice returns a flag that takes one of the words and is the first of them
// where it is not given.
func choice(of ...string) choiceArg { return choiceArg{of[0], of} }

func (c *choiceArg) String() string { return "" } // no default is printed: the usage says it
func (c *choiceArg) Type() string   { return strings.Join(c.of, "|") }
func (c *choiceArg) Set(s string) error {
	if !slices.Contains(c.of, s) {
		return fmt.Errorf("只能是 %s", strings.Join(c.of, "、"))
	}
	c.value = s
	return nil
}

// A dateArg is a flag that takes a day.
type dateArg struct{ values.Date }

func (d *dateArg) String() string { return "" }
func (d *dateArg) Type() string   { return "YYYY-MM-DD" }
func (d *dateArg) Set(s string) error {
	date, ok := values.ParseDate(s, false)
	if !ok {
		return errors.New("应是一个日期，如 2026-06-30")
	}
	d.Date = date
	return nil
}

// A codingsArg is a flag that takes the names of codings, by itself all of them.
type codingsArg []public.Coding

// addTo adds the flag to cmd.
func (c *codingsArg) addTo(cmd *cobra.Command, usage string) {
	var all []string
	for _, coding := range public.Codings {
		all = append(all, coding.Name)
	}
	cmd.Flags().Var(c, "precompress", usage)
	cmd.Flags().Lookup("precompress").NoOptDefVal = strings.Join(all, ",")
}

func (c *codingsArg) String() string { return "" }
func (c *codingsArg) Type() string   { return "br,gzip" }
func (c *codingsArg) Set(s string) error {
	asked, known := strings.Split(s, ","), 0
	*c = nil
	for _, coding := range public.Codings {
		if slices.Contains(asked, coding.Name) {
			*c = append(*c, coding)
			known++
		}
	}
	if known < len(asked) {
		return errors.New("只能是 br、gzip，或者 br,gzip")
	}
	return nil
}
