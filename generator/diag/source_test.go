package diag

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSourceLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		lines      []string
	}{
		{"an empty file has one line", "", []string{""}},
		{"a final line break begins a line", "甲\n", []string{"甲", ""}},
		{"LF", "甲\n乙\n丙", []string{"甲", "乙", "丙"}},
		{"CRLF", "甲\r\n乙\r\n", []string{"甲", "乙", ""}},
		{"CR", "甲\r乙\r", []string{"甲", "乙", ""}},
		{"all of them", "甲\r\n\r乙\n\n丙", []string{"甲", "", "乙", "", "丙"}},
		{"LF before CR", "甲\n\r乙", []string{"甲", "", "乙"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewSource("x", c.text, nil)
			if s.Lines() != len(c.lines) {
				t.Fatalf("%d lines, want %d", s.Lines(), len(c.lines))
			}
			for i, want := range c.lines {
				if got := s.Line(i + 1); got != want {
					t.Errorf("line %d is %q, want %q", i+1, got, want)
				}
				if p := s.Pos(s.Offset(i + 1)); p != (Pos{i + 1, 1}) {
					t.Errorf("line %d begins at %v", i+1, p)
				}
			}
			if s.Line(0) != "" || s.Line(len(c.lines)+1) != "" {
				t.Error("lines outside the file have text")
			}
		})
	}
}

func TestSourcePos(t *testing.T) {
	text := "名录\r\na劳b\n"
	s := NewSource("x", text, nil)
	for part, want := range map[string]Pos{"名": {1, 1}, "录": {1, 2}, "\r": {1, 3}, "a": {2, 1}, "劳": {2, 2}, "b": {2, 3}} {
		if got := s.Pos(strings.Index(text, part)); got != want {
			t.Errorf("%q stands at %v, want %v", part, got, want)
		}
	}
	if got := s.SpanOf(strings.Index(text, "劳"), strings.Index(text, "b")); got != (Span{Pos{2, 2}, Pos{2, 3}}) {
		t.Errorf("劳 covers %v", got)
	}
	if s.Pos(-1) != (Pos{1, 1}) || s.Pos(1000) != (Pos{3, 1}) {
		t.Errorf("places outside the file: %v, %v", s.Pos(-1), s.Pos(1000))
	}
}

func TestLineSpan(t *testing.T) {
	s := NewSource("x", "  劳务 \n\n\t\n", nil)
	for n, want := range map[int]Span{1: {Pos{1, 3}, Pos{1, 5}}, 2: {Pos{2, 1}, Pos{2, 1}}, 9: {Pos{9, 1}, Pos{9, 1}}} {
		if got := s.LineSpan(n); got != want {
			t.Errorf("line %d covers %v, want %v", n, got, want)
		}
	}
	if got := s.LineSpan(3); got.Start.Line != 3 || got.End.Column > 2 {
		t.Errorf("a blank line covers %v", got)
	}
}

func TestNothingPrintedEscapesTheMask(t *testing.T) {
	hide := func(s string) string { return strings.ReplaceAll(s, "13800000000", "138********") }
	s := NewSource("x", "phone: 13800000000\nother: 1\n", hide)
	s.Suggest(s.LineSpan(1), PersonalData, "13800000000", "“13800000000”是手机号码。")
	s.Report(s.LineSpan(2), WrongKind, "一")
	s.Report(s.LineSpan(1), WrongKind, "二")
	var b strings.Builder
	if err := s.List.Text(&b); err != nil {
		t.Fatal(err)
	}
	if err := s.List.JSON(&b, 1); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "13800000000") || strings.Count(b.String(), "phone: 138********") != 2 {
		t.Error(b.String())
	}
	if s.List[0].Suggestion != "" {
		t.Errorf("the suggestion says %q", s.List[0].Suggestion)
	}
}

// Places are those that counting every line and character from the beginning gives,
// in any text and however long its lines are.
func TestPlacesAreWhatCountingGives(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"名", "录", "a", "\r", "\n", "\r\n", "\xff", "\xe5\x90", "𠮷", strings.Repeat("长b", markEvery), strings.Repeat("c", markEvery)}
	for range 500 {
		text := ""
		for range random.IntN(12) {
			text += pieces[random.IntN(len(pieces))]
		}
		s := NewSource("x", text, nil)
		p, lineEnd := Pos{1, 1}, false
		check := func(offset int) {
			if got := s.Pos(offset); got != p {
				t.Fatalf("offset %d of %q is at %v, not %v", offset, text, got, p)
			}
			if got := s.Index(p); got != offset && !lineEnd {
				t.Fatalf("%v of %q has offset %d, not %d", p, text, got, offset)
			}
		}
		for offset, c := range text {
			_, size := utf8.DecodeRuneInString(text[offset:])
			lineEnd = lineEnd && c == '\n'
			check(offset)
			next := offset + size
			for within := offset + 1; within < next; within++ {
				if got := s.Pos(within); got.Line != p.Line || got.Column <= p.Column {
					t.Fatalf("offset %d of %q is at %v, behind %v", within, text, got, p)
				}
			}
			if c == '\n' || c == '\r' {
				for _, beyond := range []int{0, 1, 63, 64, 65, 200} {
					if got := s.Index(Pos{p.Line, p.Column + beyond}); !lineEnd && got != offset {
						t.Fatalf("%d behind the end of line %d of %q is %d, not %d", beyond, p.Line, text, got, offset)
					}
				}
				if got := s.Index(Pos{p.Line, -random.IntN(3)}); got != s.Offset(p.Line) {
					t.Fatalf("before line %d of %q is %d", p.Line, text, got)
				}
			}
			switch {
			case c == '\n', c == '\r' && !strings.HasPrefix(text[next:], "\n"):
				p, lineEnd = Pos{p.Line + 1, 1}, false
			default:
				p.Column++
				lineEnd = c == '\r'
			}
		}
		lineEnd = false
		check(len(text))
		if got := s.Index(Pos{s.Lines() + 1, 1}); got != len(text) {
			t.Fatalf("behind the last line of %q is %d", text, got)
		}
	}
}

// The span of a line is its text without white space, whichever was asked for before.
func TestLineSpansAreTheirText(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	pieces := []string{"名", "录 ", " a", "\t", "\u3000", "\n", "\r\n"}
	for range 300 {
		text := ""
		for range random.IntN(20) {
			text += pieces[random.IntN(len(pieces))]
		}
		s := NewSource("x", text, nil)
		for range 20 {
			n := 1 + random.IntN(s.Lines())
			span := s.LineSpan(n)
			if got, want := s.Text[s.Index(span.Start):s.Index(span.End)], strings.TrimSpace(s.Line(n)); got != want || span.Start.Line != n || span.End.Line != n {
				t.Fatalf("line %d of %q covers %v, %q", n, text, span, got)
			}
		}
	}
}

// A suggestion stands in the quotes of what it replaces, where it can.
func TestSuggestionsKeepQuotes(t *testing.T) {
	for _, c := range []struct{ text, suggestion, want string }{
		{`东海`, "东海县", "东海县"},
		{`"东海"`, "东海县", `"东海县"`},
		{`'东海'`, "东海县", `'东海县'`},
		{`""`, "东海县", `"东海县"`},
		{`"东海"`, "", ""},
		{`"东海"`, `"东海县"`, `"东海县"`},
		{`"东海"`, `东\海`, `东\海`},
		{`"东海'`, "东海县", "东海县"},
		{`"东海`, "东海县", "东海县"},
		{`"`, "东海县", "东海县"},
		{``, "东海县", "东海县"},
		{"x东海x", "东海县", "东海县"},
		{"\"东海\n\"", "东海县", "东海县"},
	} {
		s := NewSource("x", "k: "+c.text, nil)
		at := s.SpanOf(3, len(s.Text))
		s.Suggest(at, WrongKind, c.suggestion, "")
		s.Guess(at, WrongKind, c.suggestion, "")
		if sure, guess := s.List[0], s.List[1]; sure.Suggestion != c.want || guess.Suggestion != c.want || sure.Certain != (c.suggestion != "") || guess.Certain {
			t.Errorf("%s for %s: %+v, %+v", c.suggestion, c.text, sure, guess)
		}
	}
}

// Of a file with thousands of mistakes the first hundred are told, and how many
// there are besides; other files have theirs.
func TestMistakesBeyondMeasureAreCounted(t *testing.T) {
	const many = 150_000
	s, other := NewSource("many.md", strings.Repeat("字\n", many), nil), NewSource("other.md", "字", nil)
	for n := range many {
		s.Suggest(s.LineSpan(n+1), WrongKind, "词", "第 %d 处", n+1)
	}
	other.Report(other.LineSpan(1), WrongKind, "一处")
	l := slices.Concat(s.List, other.List)
	if len(s.List) > mostKept || s.Count() != many || l.Count() != many+1 {
		t.Errorf("%d kept, %d and %d counted", len(s.List), s.Count(), l.Count())
	}
	told := l.told()
	if len(told) != mostTold+2 || told.Count() != many+1 {
		t.Fatalf("%d told, %d counted", len(told), told.Count())
	}
	rest := told[mostTold]
	if want := "本文件另有 149900 处错误没有列出，请先改正以上各处。"; rest.Message != want || rest.Certain || rest.Suggestion != "" || rest.Span.Start.Line != mostTold+1 {
		t.Errorf("%+v", rest)
	}
	for _, format := range Formats() {
		var b strings.Builder
		if err := (Report{Mistakes: l}).Write(&b, format); err != nil {
			t.Fatal(err)
		}
		out := b.String()
		if strings.Count(out, "另有 149900 处") != 1 || !strings.Contains(out, "other.md") || strings.Contains(out, "第 101 处") || b.Len() > 200_000 {
			t.Errorf("%s: %d bytes", format, b.Len())
		}
		if format == "text" && !strings.Contains(out, "发现 150001 处错误") {
			t.Errorf("%s does not say how many there are", format)
		}
	}
	for n := mostTold - 1; n <= mostTold+2; n++ { // of as many as are told none is left
		if told := s.List[:n].told(); len(told) != min(n, mostTold+1) || told.Count() != n || told[len(told)-1].StandsForMore() != (n > mostTold+1) {
			t.Errorf("of %d mistakes %d are told, the last %+v", n, len(told), told[len(told)-1])
		}
	}
	// One that stays behind when others are left out still speaks for those that were not kept.
	last := List{s.List[len(s.List)-1]}
	if told := last.told(); len(told) != 2 || told[1].Message != "本文件另有 149000 处错误没有列出，请先改正以上各处。" {
		t.Errorf("%+v", told)
	}
}

// Places of offsets and offsets of lines agree in every text.
func FuzzSource(f *testing.F) {
	f.Add("名录\r\na\rb\n", 4)
	f.Add("\xff\r", 1)
	f.Fuzz(func(t *testing.T, text string, offset int) {
		s := NewSource("x", text, nil)
		p := s.Pos(offset)
		if p.Line < 1 || p.Line > s.Lines() || p.Column < 1 {
			t.Fatalf("offset %d of %q is at %v", offset, text, p)
		}
		for n := 1; n <= s.Lines(); n++ {
			if strings.ContainsAny(s.Line(n), "\r\n") || s.Pos(s.Offset(n)) != (Pos{n, 1}) {
				t.Fatalf("line %d of %q is %q, begins at %v", n, text, s.Line(n), s.Pos(s.Offset(n)))
			}
			s.LineSpan(n)
		}
	})
}

// What an entry of a notice gets wrong is about its brand; a mistake that stands for
// others too is about none.
func TestMistakesKnowWhomTheyConcern(t *testing.T) {
	s := NewSource("content/notices/a.md", "字", nil)
	for range mostKept + 1 {
		s.Report(s.LineSpan(1), UnknownBrand, "没有")
		s.About("jia")
	}
	if first, last := s.List[0], s.List[mostKept-1]; first.Subject != "jia" || last.Subject != "" || !last.StandsForMore() {
		t.Errorf("%+v, %+v", first, last)
	}
}

// A mistake is at the file as it is; its name is printed without the number in it.
func TestMistakesKeepTheirFiles(t *testing.T) {
	s := NewSource("content/brands/donghai/li-13812345678.md", "", nil)
	s.Report(s.LineSpan(1), PersonalData, "号码")
	if m := s.List[0]; m.File != s.Name || m.Name() != "content/brands/donghai/li-138******78.md" {
		t.Errorf("%q is printed as %q", m.File, m.Name())
	}
	if len(s.List.In(func(file string) bool { return file == s.Name })) != 1 {
		t.Error("the file has no mistake")
	}
	for _, format := range Formats() {
		var b strings.Builder
		if err := (Report{Mistakes: s.List, Files: []string{s.Name}}).Write(&b, format); err != nil || strings.Contains(b.String(), "13812345678") {
			t.Errorf("%s: %v, %s", format, err, b.String())
		}
	}
}

// What is wrong in a suggestion that was tried is not told, and it is no cure then; what
// is wrong beside it is told, and so is what must not be public.
func TestTry(t *testing.T) {
	s := NewSource("f", "甲乙丙\n丁\n", nil)
	part := func(from, to string) Span {
		return s.SpanOf(strings.Index(s.Text, from), strings.Index(s.Text, to)+len(to))
	}
	s.Try(part("乙", "丙"), YAMLSyntax, "", "no cure")
	s.Report(part("乙", "乙"), WrongKind, "told: nothing was tried")
	s.Try(part("丙", "丙"), YAMLSyntax, "饼", "")
	s.Try(part("丁", "丁"), YAMLSyntax, "钉", "")
	s.Try(part("丙", "丙"), YAMLSyntax, "柄", "")
	s.Report(part("丙", "丁"), WrongKind, "")
	s.Report(part("丁", "丁"), PersonalData, "")
	s.Report(part("甲", "乙"), WrongKind, "")
	var got []string
	for _, m := range s.List {
		got = append(got, fmt.Sprint(m.Rule, m.Span.Start, m.Suggestion, m.Certain))
	}
	want := []string{"yaml-syntax{1 2}false", "wrong-kind{1 2}false", "yaml-syntax{1 3}饼false", "yaml-syntax{2 1}钉true", "personal-data{2 1}false", "wrong-kind{1 1}false"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
