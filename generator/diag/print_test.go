package diag

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
)

func printed(t *testing.T, l List) string {
	t.Helper()
	var b strings.Builder
	if err := l.Text(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheCaretStandsUnderThePlace(t *testing.T) {
	for _, c := range []struct{ name, line, at, want string }{
		{"ASCII", "name: donghai", "donghai", "" +
			"f.md:1:7: 说明。 [wrong-kind]\n" +
			"  1 | name: donghai\n" +
			"    |       ^^^^^^^\n"},
		{"behind Chinese text", "county: 东海县，海州区", "海州区", "" +
			"f.md:1:13: 说明。 [wrong-kind]\n" +
			"  1 | county: 东海县，海州区\n" +
			"    |                 ^^^^^^\n"},
		{"under a full-width sign", "name：东海", "：", "" +
			"f.md:1:5: 说明。 [wrong-kind]\n" +
			"  1 | name：东海\n" +
			"    |     ^^\n"},
		{"a tab counts as one cell", "\tname: 1", "name", "" +
			"f.md:1:2: 说明。 [wrong-kind]\n" +
			"  1 |  name: 1\n" +
			"    |  ^^^^\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewSource("f.md", c.line, nil)
			i := strings.Index(c.line, c.at)
			s.Report(s.SpanOf(i, i+len(c.at)), WrongKind, "说明。")
			if got := printed(t, s.List); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestAPlaceWithoutExtentAndOneOfSeveralLines(t *testing.T) {
	s := NewSource("f.md", "甲乙\n丙\n", nil)
	s.Report(Span{Pos{1, 3}, Pos{1, 3}}, MissingField, "一")
	s.Report(Span{Pos{1, 2}, Pos{2, 2}}, RawHTML, "二")
	s.Report(Span{Pos{3, 1}, Pos{3, 1}}, MissingField, "三")
	want := "" +
		"f.md:1:3: 一 [missing-field]\n  1 | 甲乙\n    |     ^\n" +
		"f.md:1:2: 二 [raw-html]\n  1 | 甲乙\n    |   ^^\n" +
		"f.md:3:1: 三 [missing-field]\n  3 | \n    | ^\n"
	if got := printed(t, s.List); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestALongLineIsShownAroundThePlace(t *testing.T) {
	for _, before := range []int{0, 30, 90, 150, 1000, 100_000} {
		line := strings.Repeat("劳", before) + "错" + strings.Repeat("务", 500)
		s := NewSource("f.md", line, nil)
		i := strings.Index(line, "错")
		s.Report(s.SpanOf(i, i+len("错")), WrongKind, "说明。")
		rows := strings.Split(printed(t, s.List), "\n")
		at := strings.Index(rows[1], "错")
		if at < 0 || displaywidth.String(rows[1][:at]) != strings.Index(rows[2], "^") || !strings.HasSuffix(rows[2], " ^^") {
			t.Errorf("after %d characters:\n%s\n%s", before, rows[1], rows[2])
		}
		if w := displaywidth.String(rows[1]); w > snippetCells+10 {
			t.Errorf("after %d characters the line is %d cells wide", before, w)
		}
	}
}

// A line is printed whole as long as it fits, wherever the place is, and else from the
// place's beginning on.
func TestALineIsCutWhereItIsTooWide(t *testing.T) {
	row := func(line string, from, to int) string {
		s := NewSource("f.md", line, nil)
		s.Report(Span{Pos{1, from}, Pos{1, to}}, WrongKind, "说明。")
		return strings.TrimPrefix(strings.Split(printed(t, s.List), "\n")[1], "  1 | ")
	}
	for _, line := range []string{strings.Repeat("a", snippetCells), strings.Repeat("劳", snippetCells/2)} {
		for from := range len([]rune(line)) {
			if got := row(line, from+1, from+2); got != line {
				t.Errorf("for a place at %d: %s", from+1, got)
			}
		}
	}
	for _, c := range []struct{ line, want string }{
		{strings.Repeat("a", snippetCells+1), strings.Repeat("a", snippetCells) + "…"},
		{"a" + strings.Repeat("劳", snippetCells/2), "a" + strings.Repeat("劳", snippetCells/2-1) + "…"},
	} {
		for _, to := range []int{2, len([]rune(c.line)), len([]rune(c.line)) + 1} {
			if got := row(c.line, 1, to); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		}
	}
}

// An excerpt is what is printed: its parts make the line, and what is at the place is
// what the carets are under.
func TestExcerptsAreWhatIsPrinted(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		line := strings.Repeat("劳a", random.IntN(200)) + "错b误" + strings.Repeat("务c", random.IntN(200))
		s := NewSource("f.md", line, nil)
		i := strings.Index(line, "错")
		s.Report(s.SpanOf(i, i+len("错b误")), WrongKind, "说明。")
		rows, e := strings.Split(printed(t, s.List), "\n"), s.List[0].Excerpt()
		if e.Before+e.At+e.After != strings.TrimPrefix(rows[1], "  1 | ") || e.At != "错b误" {
			t.Fatalf("%+v of %s", e, rows[1])
		}
		if want := strings.Repeat(" ", displaywidth.String(e.Before)) + "^^^^^"; strings.TrimPrefix(rows[2], "    | ") != want {
			t.Fatalf("%q under %q", rows[2], rows[1])
		}
	}
}

func TestControlCharactersAreShownNotObeyed(t *testing.T) {
	s := NewSource("f\x1b.md", "a\x1b[31m\u202eb\u2028c\u200b", nil)
	s.Report(Span{Pos{1, 7}, Pos{1, 8}}, WrongKind, "有\x07\u202e字")
	got := printed(t, s.List)
	if strings.ContainsAny(got, "\x1b\x07\u202e\u2028\u200b") {
		t.Errorf("%q", got)
	}
	if !strings.Contains(got, "a␀[31m·b·c·") {
		t.Errorf("%q", got)
	}
}

func TestJSON(t *testing.T) {
	s := NewSource("content/a.md", "name：<东海>\n", nil)
	s.Suggest(Span{Pos{1, 5}, Pos{1, 6}}, FullWidthPunctuation, ": ", "应为 <: >")
	var b strings.Builder
	if err := s.List.JSON(&b, 24); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), `\u003c`) {
		t.Error("HTML is escaped in", b.String())
	}
	var got any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(got)
	want := `{"brands":24,"mistakes":[{"column":5,"end_column":6,"end_line":1,"file":"content/a.md","line":1,` +
		`"message":"应为 \u003c: \u003e","rule":"full-width-punctuation","suggestion":": "}]}`
	if string(again) != want {
		t.Errorf("got %s\nwant %s", again, want)
	}

	b.Reset()
	if err := (List)(nil).JSON(&b, 0); err != nil || !strings.Contains(b.String(), `"mistakes": []`) {
		t.Error("without mistakes:", b.String(), err)
	}
}

func TestSortAndIn(t *testing.T) {
	l := List{
		{File: "b", Span: Span{Start: Pos{1, 1}}, Rule: WrongKind},
		{File: "a", Span: Span{Start: Pos{10, 1}}, Rule: WrongKind},
		{File: "a", Span: Span{Start: Pos{9, 2}}, Rule: WrongKind},
		{File: "a", Span: Span{Start: Pos{9, 2}}, Rule: BadDate, Message: "二"},
		{File: "a", Span: Span{Start: Pos{9, 2}}, Rule: BadDate, Message: "一"},
	}
	l.Sort()
	var got []string
	for _, m := range l {
		got = append(got, m.File+m.Message)
	}
	if want := "a一 a二 a a b"; strings.Join(got, " ") != want {
		t.Errorf("sorted: %v, want %v", got, want)
	}
	if kept := l.In(func(file string) bool { return file == "b" }); len(kept) != 1 || kept[0].File != "b" {
		t.Errorf("of b: %v", kept)
	}
}

// Whatever the line and the place, the caret stands within what is printed.
func FuzzText(f *testing.F) {
	f.Add("名录：劳务", 3, 4)
	f.Add(strings.Repeat("a\u0301", 300), 500, 510)
	f.Add("\xff\x1b", 2, 2)
	f.Fuzz(func(t *testing.T, line string, from, to int) {
		s := NewSource("x", line, nil)
		s.Report(Span{Pos{1, from}, Pos{1, to}}, WrongKind, "说明。")
		rows := strings.Split(printed(t, s.List), "\n")
		if len(rows) != 4 || !strings.Contains(rows[2], "^") {
			t.Fatalf("%q", rows)
		}
		if w := displaywidth.String(rows[2]); w > displaywidth.String(rows[1])+1 {
			t.Fatalf("the caret stands outside the line: %q", rows)
		}
	})
}
