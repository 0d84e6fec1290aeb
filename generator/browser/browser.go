// Package browser starts the browser in which tests look at pages. Its own tests are
// what must be seen there of whole sites: every page, the tasks that visitors come
// for, the desk, and the preview. What the commands print is tested beside them,
// above this folder. No program imports it.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"
)

// Start returns the context of a running browser without tabs, which ends with the test.
// Where there is none the test is skipped: see Lacking.
func Start(t testing.TB, options ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	options = append(chromedp.DefaultExecAllocatorOptions[:], options...)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chrome refuses to run as root in its sandbox
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	err := chromedp.Do(browser)
	if errors.Is(err, exec.ErrNotFound) {
		Lacking(t, "there is no Chrome or Chromium on this machine (%v)", err)
	}
	if err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return browser
}

// Lacking skips a test for want of what only some machines have. In CI nothing
// may be wanting: a test that nobody runs holds nothing.
func Lacking(t testing.TB, format string, args ...any) {
	t.Helper()
	why := fmt.Sprintf(format, args...)
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip("SKIPPED, and nothing was checked: " + why)
}
