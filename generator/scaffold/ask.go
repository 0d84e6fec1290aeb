package scaffold

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"minglu/generator/usage"
	"minglu/generator/values"
)

// A Dialogue asks whoever sits at the terminal for what the flags leave open.
type Dialogue struct {
	in    *bufio.Reader // nil: nobody sits there
	out   io.Writer
	asked bool // anything
}

// NewDialogue returns a dialogue with the terminal that in is, if it is one.
func NewDialogue(in *os.File, out io.Writer) *Dialogue {
	d := &Dialogue{out: out}
	if term.IsTerminal(int(in.Fd())) {
		d.in = bufio.NewReader(in)
	}
	return d
}

// A question is one thing that a command has to know.
type question struct {
	flag     string   // its name
	given    string   // what the flag says; "": nothing
	words    string   // the question
	choices  []string // may be answered by their numbers, from 1
	optional bool     // an empty answer will do
	take     func(answer string) error
}

// chosen returns the choice that an answer is the number of, else the answer.
func (q question) chosen(answer string) string {
	for i, c := range q.choices {
		if answer == strconv.Itoa(i+1) {
			return c
		}
	}
	return answer
}

// settle answers questions in their order: from the flags, else by asking.
// Without a terminal it refuses, naming all flags that are missing.
func (d *Dialogue) settle(questions ...question) error {
	var missing []string
	for _, q := range questions {
		if q.given == "" && !q.optional {
			missing = append(missing, "--"+q.flag)
		}
	}
	if d.in == nil && len(missing) > 0 {
		return usage.Errorf("缺少选项 %s；不是在终端上运行时无法询问，须用选项写明", strings.Join(missing, "、"))
	}
	for _, q := range questions {
		if err := d.answer(q); err != nil {
			return err
		}
	}
	return nil
}

// answer settles one question. A wrong flag ends the command, a wrong answer is
// asked for again.
func (d *Dialogue) answer(q question) error {
	if q.given != "" {
		if err := q.take(q.chosen(q.given)); err != nil {
			return usage.Errorf("--%s：%v", q.flag, err)
		}
		return nil
	}
	if d.in == nil {
		return nil
	}
	d.asked = true
	for {
		fmt.Fprint(d.out, q.words+"：")
		line, err := d.in.ReadString('\n')
		text := strings.Join(strings.Fields(line), " ")
		switch {
		case errors.Is(err, io.EOF) && text == "":
			fmt.Fprintln(d.out)
			return usage.Errorf("没有答完，什么也没有写")
		case err != nil && !errors.Is(err, io.EOF):
			return err
		case text == "" && q.optional:
			return nil
		}
		wrong := errors.New("此项必填")
		if text != "" {
			wrong = q.take(q.chosen(text))
		}
		if wrong == nil {
			return nil
		}
		fmt.Fprintf(d.out, "  %v\n", wrong)
	}
}

// Unknown is the error for a name that is not among the known ones.
func Unknown(what, name string, known []string) error {
	const enough = 12
	if near := cmp.Or(values.Nearest(name, known), values.Abridged(name, known)); near != "" {
		return fmt.Errorf("没有“%s”这个%s，是否应为“%s”？", name, what, near)
	}
	if len(known) > enough {
		return fmt.Errorf("没有“%s”这个%s", name, what)
	}
	return fmt.Errorf("没有“%s”这个%s。可用：%s", name, what, strings.Join(known, "、"))
}

// numbered lists names to choose from by number or by name.
func numbered(names []string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = fmt.Sprintf("%d %s", i+1, n)
	}
	return strings.Join(parts, "，")
}

// oneOf takes one of several things by one of its names, of which the first is shown.
func oneOf[T any](to *T, what string, all []T, names func(T) []string) func(string) error {
	return func(answer string) error {
		known := make([]string, len(all))
		for i, x := range all {
			called := names(x)
			if slices.Contains(called, answer) {
				*to = x
				return nil
			}
			known[i] = called[0]
		}
		return Unknown(what, answer, known)
	}
}
