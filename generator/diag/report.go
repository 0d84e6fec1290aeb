// A page prints no report: hashes and XML would be a fortieth of what it loads.

//go:build !js

package diag

import (
	"fmt"
	"io"
	"slices"
)

// A Report is the mistakes that a check found, and what was checked.
type Report struct {
	Mistakes List     // in the order in which they are told, of each file the first hundred
	Files    []string // the files that were checked, with mistakes or without
	Brands   int      // how many brands are among them
	Guide    string   // the address of the page that teaches every rule; "": none
}

// Lesson returns the address at which the guide teaches a rule, "" where there is
// no guide.
func (r Report) Lesson(rule Rule) string {
	if r.Guide == "" {
		return ""
	}
	return r.Guide + "#s-" + string(rule) // as headings of pages are named
}

// formats are the forms in which a Report can be written: the first is for
// people, the others for machines. Machines that show places in an editor count
// columns each in their own way; ours are characters from 1.
var formats = []struct {
	name  string
	write func(io.Writer, Report) error
}{
	{"text", writeText},
	{"json", func(w io.Writer, r Report) error { return r.Mistakes.JSON(w, r.Brands) }},
	{"github", writeGitHub},
	{"sarif", writeSARIF},
	{"rdjson", writeRDJSON},
	{"gitlab", writeGitLab},
	{"junit", writeJUnit},
}

// Formats returns the names of the formats, text first.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes r in one of Formats.
func (r Report) Write(w io.Writer, format string) error {
	i := slices.Index(Formats(), format)
	if i < 0 {
		return fmt.Errorf("diag: no format %q", format)
	}
	return formats[i].write(w, r)
}

func writeText(w io.Writer, r Report) error {
	if err := r.Mistakes.Text(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, r.total())
	return err
}

// total says how much was checked and found.
func (r Report) total() string {
	found := "没有发现错误"
	if n := r.Mistakes.Count(); n > 0 {
		found = fmt.Sprintf("发现 %d 处错误", n)
	}
	return fmt.Sprintf("%s（共检查 %d 个品牌）", found, r.Brands)
}
