package diag

import (
	"strings"
	"testing"
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
