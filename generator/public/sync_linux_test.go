package public

import (
	"fmt"
	"os"
	"runtime/debug"
	"testing"
)

// A sync leaves no file and no folder open, however many there are.
func TestSyncLeavesNothingOpen(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // which closes what is forgotten
	open := func() int {
		t.Helper()
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip(err)
		}
		return len(entries)
	}
	files := map[string]string{}
	for i := range 30 {
		files[fmt.Sprintf("%d/x.html", i)] = "x"
	}
	site, dir := tree(t, files), t.TempDir()
	before := open()
	for range 2 { // the second compares
		if _, err := site.Sync(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	publish(t, dir, map[string]string{"0/x.html": "y"})
	if now := open(); now > before+2 { // the temporary file of that tree
		t.Errorf("%d files are open, and %d were before", now, before)
	}
}
