package fields

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"minglu/generator/diag"
)

// hostile are texts that are made to cost time, memory or a panic.
func hostile() map[string]string {
	times := strings.Repeat
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 30; i++ {
		p, c := string(rune('a'+i-1)), string(rune('a'+i))
		if i == 1 {
			p = "a0"
		}
		bomb += c + ": &" + c + " [" + times("*"+p+", ", 10) + "]\n"
	}
	return map[string]string{
		"alias bomb":              bomb,
		"50,000 brackets":         "a: " + times("[", 50_000),
		"50,000 braces":           "a: " + times("{a: ", 50_000),
		"50,000 full brackets":    "a: " + times("[", 50_000) + times("]", 50_000),
		"50,000 dashes":           "a:\n  " + times("- ", 50_000) + "x\n",
		"50,000 question marks":   times("? ", 50_000) + "x\n",
		"50,000 anchors":          times("&a ", 50_000) + "x\n",
		"an unclosed quote":       "a: \"" + times("工匠 ", 1<<16),
		"unclosed quotes in 3 MB": times("a: \"工匠\n", 1<<18),
		"unclosed deep quotes":    "a:\n" + times("  '工匠\n", 1<<16),
		"unclosed brackets":       times("a: [工匠\n", 1<<15),
		"unclosed brackets after": times("a: [工匠,\n  ", 1<<14),
		"Chinese commas":          "a: [" + times("甲，", 1<<15) + "]",
		"Chinese quotes":          "a: [" + times("“甲", 1<<15) + "]",
		"Chinese quotes apart":    "a: [" + times("“甲, ", 1<<15) + "]",
		"Chinese colons":          times("：", 1<<16),
		"Chinese keys":            times("a：", 1<<16),
		"Chinese keys in braces":  "a: {" + times("b：甲，", 1<<14) + "}",
		"colons":                  "A" + times(":b", 1<<16),
		"colons in braces":        "a: {A" + times(":b", 1<<16) + "}",
		"aliases":                 "a: [" + times("*a，", 1<<14) + "]",
		"signs":                   times("@a\n", 1<<14),
		"dashes on lines":         times("－\n", 1<<15),
		"keys":                    times("a:\n", 1<<16),
		"keys without space":      times("a:b\n", 1<<15),
		"keys that differ":        keyed(1 << 14),
		"comments":                times("#\n", 1<<17) + "a: 1",
		"blank lines":             times(" \n", 1<<17) + "a: 1",
		"one long line":           "a: " + times("工", 1<<18),
		"one long key":            times("工", 1<<17) + ": 1",
		"control characters":      "a: " + times("\x01", 1<<16),
		"marks of direction":      "a: " + times("\u202e：", 1<<15),
		"marks on lines":          times("a: \u202e\n", 1<<15),
		"tabs":                    times("\t", 1<<16) + "a: 1",
		"tabs on lines":           times("\ta: 1\n", 1<<15),
		"full-width spaces":       times("\u3000", 1<<16) + "a: 1",
		"lists in one line":       "a: [" + times("[], ", 1<<14) + times(" ", 1<<16) + "]",
		"question marks in items": "a: [" + times("b?, ", 1<<14) + "]",
		"escapes":                 "a: \"" + times("\\q", 1<<15) + "\"",
		"a block scalar":          "a: |\n" + times("  工匠\n", 1<<16),
		"many documents":          times("---\n", 1<<16),
		"deeper and deeper":       stairs(400),
	}
}

func keyed(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strconv.Itoa(i) + ": 1\n")
	}
	return b.String()
}

func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestHostileTextsEndSoon(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			lawful(t, text)
			if took := time.Since(start); took > time.Minute {
				t.Errorf("took %v for %d bytes", took, len(text))
			}
		})
	}
}

// Every place that is reported lies in the file, and what a value's place
// covers is the value.
func FuzzParse(f *testing.F) {
	for _, text := range hostile() {
		if len(text) < 1<<12 {
			f.Add(text)
		}
	}
	for _, text := range []string{
		"name：东海\ntype: “文化”\n", "a: [甲，乙、丙]\nb: {c：d，e: f}\n", "a: ［甲］\n－ b\n", "\ta: 1\r\nb: 2\r", "a: \"b\nc: \"d\"\n",
		"a: |2\n   b\n  c\nd: >-\n e\n", "a: &x [*x]\nb: *y\n", "a: b: c\n", "a:b\nc: d\n", "- a\n- - b\n", "a: 'b''c' # d\n", "---\na: 1\n...\n",
		"a: \x00\u2028\u0085\ufeff\xff\n", "a: {b: \"c\\\"d\", 'e': f?g}\n", "? a\n: b\n", "a: !!str &b c\n", "＃\n\u3000a:\u3000b\n", "a: [b\n c]\n", "? !\n !", ": [0[0]", " a: 1\nb: \"c\nd: e\"\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { lawful(t, text) })
}

// lawful reads text in every way and holds what is reported against the laws.
func lawful(t *testing.T, text string) {
	watch := time.AfterFunc(20*time.Second, func() { panic("no end of " + strconv.Quote(text[:min(len(text), 5000)])) })
	defer watch.Stop()
	src := diag.NewSource("input.yaml", text, nil)
	if m := Parse(src, 1, src.Lines()); m != nil && len(text) < 1<<12 {
		for _, k := range m.Keys() {
			readAll(t, src, k.Value)
		}
		m.Done()
	}
	for i, m := range src.List {
		if i > 1000 {
			break
		}
		inFile(t, src, m.Span)
	}
}

func inFile(t *testing.T, src *diag.Source, at diag.Span) {
	t.Helper()
	for _, p := range []diag.Pos{at.Start, at.End} {
		if p.Line < 1 || p.Line > src.Lines() || p.Column < 1 || p.Column > len([]rune(src.Line(p.Line)))+1 {
			t.Fatalf("%v lies outside the %d lines of %.200q", p, src.Lines(), src.Text)
		}
	}
	if at.End.Line < at.Start.Line || at.End.Line == at.Start.Line && at.End.Column < at.Start.Column {
		t.Fatalf("%v ends before it begins in %.200q", at, src.Text)
	}
}

// readAll asks for all there is in n.
func readAll(t *testing.T, src *diag.Source, n Node) {
	at := n.At()
	if !n.Stated() {
		return
	}
	inFile(t, src, at)
	covers(t, src, n)
	switch {
	case n.IsMap():
		for _, k := range n.Map().Keys() {
			readAll(t, src, k.Value)
		}
	case n.IsList():
		for _, item := range n.Nodes() {
			readAll(t, src, item)
		}
	default:
		for _, read := range []func(){func() { n.Bool() }, func() { n.Int() }, func() { n.PartialDate() }, func() { n.Map() }, func() { n.Nodes() }} {
			read()
		}
		n.Text()
	}
}

// covers holds the place of a plain value against its text: the value itself, or
// its first line.
func covers(t *testing.T, src *diag.Source, n Node) {
	l := n.doc.text.lines[min(n.At().Start.Line-n.doc.text.first, len(n.doc.text.lines)-1)]
	if !n.stylePlain() || l.offsets != nil || n.yaml.Anchor != "" {
		return
	}
	line := []rune(src.Line(n.At().Start.Line))
	got := string(line[n.At().Start.Column-1 : n.At().End.Column-1])
	if got == "&" || strings.HasPrefix(got, "!") {
		return
	}
	if !strings.HasPrefix(n.yaml.Value, got) || got == "" && n.yaml.Value != "" {
		t.Fatalf("%v covers %q, not %q, in %.200q", n.At(), got, n.yaml.Value, src.Text)
	}
}

func (n Node) stylePlain() bool { return !n.IsMap() && !n.IsList() && n.yaml.Style == 0 }

// All lines that turn the text are counted, whatever is told of them.
func TestTurnedLinesAreCounted(t *testing.T) {
	const lines = 500_000
	src := diag.NewSource("x.yaml", strings.Repeat("a\u202e\n", lines), nil)
	start := time.Now()
	ReportTurned(src, 1, src.Lines())
	if n := src.Count(); n != lines {
		t.Errorf("%d of %d lines are counted", n, lines)
	}
	if took := time.Since(start); took > 10*time.Second { // a guard for slow machines
		t.Errorf("takes %v", took)
	} else {
		t.Log(took)
	}
}
