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
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, time.Now)
	stop()
	os.Exit(code)
}

// run is the whole program: args without the program's name, the two streams,
// and the clock that tells what today is. It returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, now func() time.Time) int {
	root := newRoot(stdout, stderr, now)
	args, err := commandFirst(root, args)
	if err == nil {
		root.SetArgs(args)
		err = root.ExecuteContext(ctx)
	}
	return exit(stderr, err)
}
