package checkout

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// Where a file finds no room, nothing of it stays. The test runs itself in a
// process that may write files of 10 bytes: a full disk of its own takes root.
func TestWhatFindsNoRoomLeavesNothing(t *testing.T) {
	const name = "MINGLU_TEST_NO_ROOM"
	dir := os.Getenv(name)
	if dir == "" {
		again := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		dir = t.TempDir()
		again.Env = append(os.Environ(), name+"="+dir)
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
		return
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 10, Max: 10}); err != nil {
		t.Skip(err)
	}
	if err := Open(dir).Create("file", make([]byte, 100)); !errors.Is(err, syscall.EFBIG) {
		os.Exit(1)
	}
	os.Exit(0) // the report of the test itself may be too large
}
