package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// watch ends a process, and all that it started, that takes more seconds of the
// processor than most, or takes none for a long time: on a machine that others use
// too the clock tells nothing. It returns why, "" where the process ended.
func watch(pid int, most float64, ended <-chan struct{}) string {
	last, since := -1.0, time.Now()
	for began := since; ; {
		select {
		case <-ended:
			return ""
		case <-time.After(100 * time.Millisecond):
		}
		used := last
		if text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil {
			_, after, _ := strings.Cut(string(text), ") ") // the name may hold anything
			if f := strings.Fields(after); len(f) > 12 {
				user, _ := strconv.ParseFloat(f[11], 64)
				system, _ := strconv.ParseFloat(f[12], 64)
				used = (user + system) / 100 // ticks, of which Linux tells programs 100 a second
			}
		}
		if used != last {
			last, since = used, time.Now()
		}
		why := ""
		if used > most {
			why = fmt.Sprintf("stopped after %.1f s", used)
		} else if time.Since(since) > mostIdle || time.Since(began) > 20*mostIdle {
			why = "hangs"
		}
		if why != "" {
			_ = syscall.Kill(-pid, syscall.SIGKILL)
			return why
		}
	}
}

// lastLine is what the program said last, for whoever wants to know why.
func lastLine(texts ...string) string {
	for _, text := range texts {
		if lines := strings.Split(strings.TrimSpace(text), "\n"); lines[len(lines)-1] != "" {
			return fmt.Sprintf("%.160q", lines[len(lines)-1])
		}
	}
	return "it says nothing"
}

// visit opens pages of a preview once it is announced, and ends it.
func visit(said <-chan string, ended <-chan struct{}, end func()) {
	defer end()
	var root string
	select {
	case root = <-said:
	case <-ended: // without a preview
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), 4*mostIdle)
	defer stop()
	for _, page := range []string{"", "list.html", "brands/donghai-shuijing-diaoke.html", "search/manifest.json", "about.html", "pw.txt"} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, root+page, nil)
		if err != nil {
			return
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
}

// A watchedOutput collects what is printed, as far as it may be long, and sends the
// address of a preview.
type watchedOutput struct {
	text    strings.Builder
	address chan<- string // nil once it is sent
}

func (w *watchedOutput) String() string { return w.text.String() }

func (w *watchedOutput) Write(p []byte) (int, error) {
	w.text.Write(p[:min(len(p), max(0, mostOutput+1-w.text.Len()))])
	if w.address == nil {
		return len(p), nil
	}
	if _, rest, found := strings.Cut(w.String(), "预览："); found {
		if address, _, whole := strings.Cut(rest, "\n"); whole {
			w.address <- address
			w.address = nil
		}
	}
	return len(p), nil
}
