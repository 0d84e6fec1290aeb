package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"minglu/generator/fixture"
	"minglu/generator/values"
)

// occupy listens at an address of its own until the case ends, and sets OCCUPIED
// to it.
func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv("OCCUPIED", l.Addr().String())
}

// The command says where the preview is, and that it ends when it is told to is no
// failure.
func TestServeEndsWhenItIsInterrupted(t *testing.T) {
	dir := fixture.Repository(t, fixture.Content(t))
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	said, stdout := io.Pipe()
	var stderr strings.Builder
	code := make(chan int)
	go func() {
		code <- run(ctx, []string{"serve", "-C", dir, "--addr", "127.0.0.1:0", "--all"}, stdout, &stderr, fixedNow)
		stdout.Close()
	}()
	var all strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		fmt.Fprintln(&all, lines.Text())
		if lines.Text() == "按 Ctrl-C 停止。" {
			interrupt()
			go func() { _, _ = io.Copy(io.Discard, said) }()
			break
		}
	}
	if got := <-code; got != exitFine || stderr.String() != "" {
		t.Errorf("ends with %d and says %q", got, stderr.String())
	}
	for _, want := range []string{"已更新：30 个品牌", "预览：http://127.0.0.1:", "候选品牌：http://127.0.0.1:"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("says %q, which lacks %q", all.String(), want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("public/ was written")
	}
}

// BenchmarkServe measures how long an edit takes to be served: from the moment a
// brand's file is written until a browser that was told so has the new page. It
// prints the median, and the slowest of each ten.
func BenchmarkServe(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			dir := fixture.Crowd(b, n)
			files, err := filepath.Glob(dir + "/content/brands/*/*.md")
			if err != nil || len(files) != n {
				b.Fatal(len(files), err)
			}
			root := strings.TrimSuffix(fixture.Serve(b, dir, values.Date{Year: 2026, Month: 7, Day: 1}, false), "/")
			time.Sleep(3 * time.Second) // until the files are old enough to be told apart by their times
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				took = append(took, editToServed(b, root, files[i*37%n], fmt.Sprintf("改动第%d次", i)))
				b.StopTimer()
				time.Sleep(100 * time.Millisecond) // nobody saves faster
				b.StartTimer()
			}
			slices.Sort(took)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
			b.ReportMetric(float64(took[len(took)*9/10].Microseconds())/1000, "ms/p90")
		})
	}
}

// editToServed adds a line to a brand's file and waits for the page that has it.
func editToServed(b *testing.B, root, file, line string) time.Duration {
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	page := "/brands/" + strings.TrimSuffix(filepath.Base(file), ".md") + ".html"
	stream, err := http.Get(root + "/.minglu/events?page=" + page)
	if err != nil {
		b.Fatal(err)
	}
	defer stream.Body.Close()
	told := bufio.NewReader(stream.Body)
	next := func() {
		for {
			text, err := told.ReadString('\n')
			if err != nil {
				b.Fatal(err)
			}
			if strings.HasPrefix(text, "data: ") {
				return
			}
		}
	}
	next() // what it is now
	began := time.Now()
	if err := os.WriteFile(file, append(text, "\n"+line+"\n"...), 0o644); err != nil {
		b.Fatal(err)
	}
	for {
		next()
		answer, err := http.Get(root + page)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		if strings.Contains(string(body), line) {
			return time.Since(began)
		}
	}
}
