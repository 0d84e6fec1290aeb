package scaffold

import (
	"bufio"
	"errors"
	"strings"
	"testing"

	"minglu/generator/usage"
)

// TestADialogueAsksUntilAnAnswerCanStand: a choice may be named or numbered, an
// optional question left unanswered, and what a flag says is not asked for.
func TestADialogueAsksUntilAnAnswerCanStand(t *testing.T) {
	for answers, want := range map[string]string{
		"2\n\n":         "乙 ",
		"乙\n 丁  戊 \n":   "乙 丁 戊",
		"丙\n3\n\n甲\n\n": "甲 ",
		"1":             "!没有答完，什么也没有写", // the second question is not answered
		"":              "!没有答完，什么也没有写",
	} {
		var out strings.Builder
		d := &Dialogue{in: bufio.NewReader(strings.NewReader(answers)), out: &out}
		var choice, text string
		choices := []string{"甲", "乙"}
		err := d.settle(
			question{flag: "c", words: "选", choices: choices, take: oneOf(&choice, "字", choices, func(s string) []string { return []string{s} })},
			question{flag: "t", words: "写", optional: true, take: func(s string) error { text = s; return nil }},
			question{flag: "g", given: "己", take: func(s string) error { return nil }},
		)
		got := choice + " " + text
		if wrong := usage.Error(""); errors.As(err, &wrong) {
			got = "!" + err.Error()
		}
		if got != want || !d.asked || strings.Count(out.String(), "没有“") != strings.Count(answers, "丙")+strings.Count(answers, "3") {
			t.Errorf("%q: %q, want %q, after\n%s", answers, got, want, &out)
		}
	}
}

// TestWithoutATerminalFlagsAreNamed: all that are missing, at once; what a flag says
// wrongly ends the command.
func TestWithoutATerminalFlagsAreNamed(t *testing.T) {
	d := &Dialogue{}
	refuse := func(string) error { return errors.New("不行") }
	for want, questions := range map[string][]question{
		"缺少选项 --a、--b；不是在终端上运行时无法询问，须用选项写明": {{flag: "a"}, {flag: "o", optional: true}, {flag: "b"}},
		"--a：不行": {{flag: "a", given: "x", take: refuse}, {flag: "o", optional: true}},
	} {
		if err := d.settle(questions...); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if d.asked {
		t.Error("somebody was asked")
	}
}
