package screen_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/personal"
	"minglu/generator/screen"
)

const mobile = "13812345678"

// read screens a file of YAML as its readers do.
func read(text string, let ...string) diag.List {
	f := screen.New("x.yaml", text)
	f.Lines()
	for _, l := range let {
		f.Let(l)
		f.Veil.Let(l)
	}
	f.Values(fields.Parse(f.Source, 1, f.Source.Lines()), len(text))
	return f.Report("")
}

// printed is all that any format prints of the mistakes.
func printed(t *testing.T, l diag.List) string {
	t.Helper()
	var b strings.Builder
	for _, format := range diag.Formats() {
		if err := (diag.Report{Mistakes: l}).Write(&b, format); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestWhereNumbersAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		at   []string // line:column
	}{
		"in a line":                  {"a: x\nb: 电话 13812345678\n", []string{"2:7"}},
		"two in a line":              {"a: 13812345678 13912345678\n", []string{"1:16", "1:4"}},
		"a value in escapes":         {`a: "\x313812345678"`, []string{"1:4"}},
		"a value on two lines":       {"a: 电话 1381234\n  5678\n", []string{"1:4"}},
		"a value as its line has it": {"a: [13812345678, \"\\x313812345678\"]\n", []string{"1:5"}},
		"a key":                      {"\"\\x313812345678\": 1\n", []string{"1:1"}},
		"a comment":                  {"# 经办 13812345678\na: 1\n", []string{"1:6"}},
		"a comment on two lines":     {"# 经办 1381234\n#   5678\na: 1\n", []string{"1:6"}},
		"a comment on three lines":   {"a: 1\n# 138\n# 1234\n# 5678\n", []string{"2:3"}},
		"two comments, and a value":  {"# 1381234\na: 1\n# 5678\n", nil},
		"no number":                  {"a: 0518-8123-4567\n", nil},
	} {
		var at []string
		bad := read(c.text)
		for _, m := range bad {
			if m.Rule == diag.PersonalData {
				at = append(at, fmt.Sprintf("%d:%d", m.Span.Start.Line, m.Span.Start.Column))
			}
		}
		if slices.Sort(at); !slices.Equal(at, c.at) {
			t.Errorf("%s: at %v, not %v", name, at, c.at)
		}
		if out := printed(t, bad); strings.Contains(out, mobile) || strings.Contains(out, "381234\n") || strings.Contains(out, "5678\n") {
			t.Errorf("%s: prints %s", name, out)
		}
	}
}

func TestWhatIsLetThrough(t *testing.T) {
	for name, c := range map[string]struct {
		text, let string
		want      int
	}{
		"the number":              {"a: 13812345678\n", mobile, 0},
		"with what stands around": {"a: 编码13812345678号\n", "编码13812345678号", 0},
		"elsewhere too":           {"a: 编码13812345678号\nb: 13812345678\n", "编码13812345678号", 1},
		"another":                 {"a: 13812345678\n", "13912345678", 1},
		"a part":                  {"a: 13812345678\n", "1381234", 1},
		"a value in escapes":      {`a: "\x313812345678"`, mobile, 0},
	} {
		if bad := read(c.text, c.let); len(bad) != c.want {
			t.Errorf("%s: %+v", name, bad)
		}
	}
}

func TestNumbersInNames(t *testing.T) {
	bad := screen.Name("content/13812345678/a.md")
	if len(bad) != 0 { // the folder has been looked at
		t.Errorf("%+v", bad)
	}
	bad = screen.Name("content/a-13812345678.md")
	if len(bad) != 1 || strings.Contains(printed(t, bad), mobile) {
		t.Errorf("%+v", bad)
	}
}

// many are files of so many numbers, written in every way.
func many(n int) map[string]func() diag.List {
	build := func(write func(b *strings.Builder, number string)) string {
		var b strings.Builder
		for i := range n {
			write(&b, fmt.Sprintf("138%08d", 12345678+i*7))
		}
		return b.String()
	}
	values := func(text string) func() diag.List { return func() diag.List { return read(text) } }
	marked := func(text string) func() diag.List {
		return func() diag.List {
			f := screen.New("x.md", text)
			f.Marked()
			return f.Report("")
		}
	}
	shown := func(text string) func() diag.List {
		return func() diag.List {
			f := screen.New("x.md", text)
			f.Lines()
			t := &personal.Text{}
			t.Write(text, 0, len(text))
			f.Shown(t)
			return f.Report("")
		}
	}
	return map[string]func() diag.List{
		"lines":           marked(build(func(b *strings.Builder, s string) { b.WriteString(s + "\n\n") })),
		"one line":        marked(build(func(b *strings.Builder, s string) { b.WriteString(s + "；") })),
		"marks":           marked(build(func(b *strings.Builder, s string) { b.WriteString(s[:3] + "**" + s[3:] + "**\n\n") })),
		"marks on a line": marked(build(func(b *strings.Builder, s string) { b.WriteString(s[:3] + "**" + s[3:] + "**；") })),
		"over lines":      shown(build(func(b *strings.Builder, s string) { b.WriteString(s[:3] + "\n" + s[3:] + "；\n") })),
		"comments":        values(build(func(b *strings.Builder, s string) { b.WriteString("# " + s[:7] + "\n# " + s[7:] + "；\n") })),
		"values":          values("a:\n" + build(func(b *strings.Builder, s string) { b.WriteString("- \"\\x31" + s[1:] + "\"\n") })),
		"values on lines": values("a:\n" + build(func(b *strings.Builder, s string) { b.WriteString("- " + s[:7] + "\n  " + s[7:] + "\n") })),
		"values on one":   values("a: [" + build(func(b *strings.Builder, s string) { b.WriteString("\"\\x31" + s[1:] + "\",") }) + "]"),
		"both on one":     values("a: [" + build(func(b *strings.Builder, s string) { b.WriteString(s + ",\"\\x31" + s[1:] + "\",") }) + "]"),
	}
}

// All numbers are counted, and none is printed, however many there are.
func TestManyNumbersAreCountedAndCovered(t *testing.T) {
	for name, report := range many(150) {
		bad := report()
		if bad.Count() != 150 {
			t.Errorf("%s: %d mistakes", name, bad.Count())
		}
		out := printed(t, bad)
		if !strings.Contains(out, "另有 50 处") {
			t.Errorf("%s: the rest is not told", name)
		}
		for i := range 150 {
			number := fmt.Sprintf("%08d", 12345678+i*7)
			if strings.Contains(out, number) || strings.Contains(out, number[4:]+"；") {
				t.Errorf("%s: %s is printed", name, number)
				break
			}
		}
	}
}

// Nor do they take long.
func TestManyNumbersTakeBoundedTime(t *testing.T) {
	for name, report := range many(20_000) {
		start := time.Now()
		report()
		took := time.Since(start)
		t.Logf("%s: %v", name, took.Round(time.Millisecond))
		if took > 10*time.Second { // a guard for slow machines; 2 s are promised
			t.Errorf("%s takes %v", name, took)
		}
	}
}
