package main

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"minglu/generator/content"
	"minglu/generator/diag"
)

func (a *app) checkCommand() *cobra.Command {
	format := choice("text", "json")
	cmd := command("check [FILE …]", "检查内容，列出全部错误",
		`读取并评价全部内容，列出每处错误的位置、原因和改法，不写任何文件。
写了 FILE 时，只列这些文件（或文件夹）的错误，以及公告中有关这些品牌的错误。`,
		cobra.ArbitraryArgs, func(_ *cobra.Command, args []string) error { return a.check(args, format.value) })
	cmd.Flags().Var(&format, "format", "输出 `FORMAT`：text（默认）或 json")
	return cmd
}

// check reads everything and reports the mistakes of the files that args name,
// of all files where there are none.
func (a *app) check(args []string, format string) error {
	e, bad, err := a.read(nil)
	if err != nil {
		return err
	}
	asked, err := e.choose(args)
	if err != nil {
		return err
	}
	files, err := e.brandFiles()
	if err != nil {
		return err
	}
	if e.content != nil {
		bad = append(bad, content.CheckClaims(e.content)...)
	}
	// Without rules or settings nothing can be told about any file, so that what
	// is wrong with them concerns whoever asks.
	if len(args) > 0 {
		files = asked.brands(files)
		if e.content != nil {
			bad = e.about(asked, files, bad)
		}
	}
	return a.report(bad, len(files), format)
}

// report prints mistakes, and the number of brands that were checked. It returns
// errMistakes where there are any.
func (a *app) report(bad diag.List, brands int, format string) error {
	bad.Sort()
	print := a.reportText
	if format == "json" {
		print = func(bad diag.List, brands int) error { return bad.JSON(a.stdout, brands) }
	}
	if err := print(bad, brands); err != nil {
		return err
	}
	if len(bad) > 0 {
		return errMistakes
	}
	return nil
}

func (a *app) reportText(bad diag.List, brands int) error {
	if err := bad.Text(a.stdout); err != nil {
		return err
	}
	found := "没有发现错误"
	if len(bad) > 0 {
		found = fmt.Sprintf("发现 %d 处错误", len(bad))
	}
	_, err := fmt.Fprintf(a.stdout, "%s（共检查 %d 个品牌）\n", found, brands)
	return err
}

// about returns the mistakes of bad that the selection is about: those of its
// files, and what notices say at the slugs of its brands.
func (e *edition) about(s *selection, brands []string, bad diag.List) diag.List {
	slugs := make(map[string]bool)
	for _, f := range brands {
		slugs[slugOf(f)] = true
	}
	notices := make(map[string]*diag.Source)
	var kept diag.List
	for _, m := range bad {
		if s.has(m.File) || strings.HasPrefix(m.File, "content/notices/") && slugs[e.textAt(m, notices)] {
			kept = append(kept, m)
		}
	}
	return kept
}

// textAt returns the text that a mistake stands at. Sources that were read are
// kept in known.
func (e *edition) textAt(m diag.Mistake, known map[string]*diag.Source) string {
	src, read := known[m.File]
	if !read {
		data, _ := fs.ReadFile(e.files, m.File) // what cannot be read has no text
		src = diag.NewSource(m.File, strings.TrimPrefix(string(data), "\ufeff"), nil)
		known[m.File] = src
	}
	line := []rune(src.Line(m.Span.Start.Line))
	from, to := m.Span.Start.Column-1, m.Span.End.Column-1
	if m.Span.Start.Line != m.Span.End.Line || from < 0 || to > len(line) || from > to {
		return ""
	}
	return strings.Trim(string(line[from:to]), `"'`)
}
