// Minglu builds the public directory of 劳务品牌 from the files that editors
// write: it reads criteria/ and content/, evaluates every brand, and publishes a
// static site into public/.
//
// This package is the commands, one in one file: which flags each has, what it
// calls, prints and where, and how it ends. What is called stands in the packages
// below it; what all commands share, in app.go.
//
// A command's answer goes to stdout: the mistakes that check and build find, the
// totals of a build, the evaluations of score. What is said on the way goes to
// stderr: progress, files left out, wrong use, failures. Commands end with one
// of four codes, see Exit codes in exit.go.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"minglu/generator/engine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	a := &app{stdout: os.Stdout, stderr: os.Stderr, now: time.Now, desk: engine.Own{}}
	code := a.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// run is the whole program: args without the program's name. It returns the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.commands()
	args, err := commandFirst(root, args)
	if err == nil {
		root.SetArgs(args)
		err = root.ExecuteContext(ctx)
	}
	return exit(a.stderr, err)
}
