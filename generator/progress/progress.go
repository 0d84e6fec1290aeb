// Package progress times the steps of a command, and shows at a terminal how far it
// is.
package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long a command may take before it shows that it is at work.
const patience = time.Second

// A Stopwatch times steps, and shows them on a terminal when they take long. A nil
// Stopwatch does nothing.
type Stopwatch struct {
	terminal io.Writer // nil: none
	steps    int       // how many there will be
	bar      *progressbar.ProgressBar
	started  time.Time
	names    []string
	begun    []time.Time
}

// Start starts to time so many steps.
func Start(stderr io.Writer, steps int) *Stopwatch {
	w := &Stopwatch{steps: steps, started: time.Now()}
	if IsTerminal(stderr) {
		w.terminal = stderr
	}
	return w
}

// IsTerminal reports whether somebody reads at a terminal what is written to w.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Step ends the step before and begins the next.
func (w *Stopwatch) Step(name string) {
	if w == nil {
		return
	}
	w.names = append(w.names, name)
	w.begun = append(w.begun, time.Now())
	if w.terminal == nil || time.Since(w.started) < patience {
		return
	}
	if w.bar == nil {
		w.bar = progressbar.NewOptions(w.steps, progressbar.OptionSetWriter(w.terminal), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionShowCount())
	}
	w.bar.Describe(name)
	_ = w.bar.Set(len(w.names) - 1)
}

// Stop ends the last step and takes the progress off the terminal.
func (w *Stopwatch) Stop() {
	if w == nil {
		return
	}
	w.begun = append(w.begun, time.Now())
	if w.bar != nil {
		_ = w.bar.Clear()
	}
}

// String returns the times of a stopped watch: 用时 0.31 秒（读取标准 0.02，…）.
func (w *Stopwatch) String() string {
	var b strings.Builder
	last := len(w.names)
	fmt.Fprintf(&b, "用时 %.2f 秒（", w.begun[last].Sub(w.started).Seconds())
	for i, name := range w.names {
		if i > 0 {
			b.WriteString("，")
		}
		fmt.Fprintf(&b, "%s %.2f", name, w.begun[i+1].Sub(w.begun[i]).Seconds())
	}
	return b.String() + "）"
}
