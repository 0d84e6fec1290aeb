package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"minglu/generator/failure"
	"minglu/generator/filename"
	"minglu/generator/usage"
)

// Exit codes.
const (
	exitFine     = 0
	exitMistakes = 1 // mistakes in content or criteria; a site that an inspection fails; a review that is cut
	exitUsage    = 2 // wrong use of the command
	exitFailure  = 3 // the machine or the program: cannot read, disk full, a template that fails
)

// errMistakes ends a command whose answer was a list of mistakes. They are
// printed; there is nothing to add.
var errMistakes = errors.New("mistakes")

// errCut ends a review of which a part was left out, as it says itself.
var errCut = errors.New("cut")

// exit prints what err says to people and returns the code that it stands for.
func exit(stderr io.Writer, err error) int {
	var wrong usage.Error
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errMistakes), errors.Is(err, errCut):
		return exitMistakes
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "用法有误：%s\n用 %s help 查看帮助。\n", wrong, programName())
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "已中断。再次运行即可补全。")
		return exitFailure
	}
	fmt.Fprintf(stderr, "未能完成：%s\n", filename.Printable(failure.Text(err)))
	return exitFailure
}
