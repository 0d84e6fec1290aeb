package public

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchangeAt is renameat2(2) with RENAME_EXCHANGE.
func exchangeAt(in int, a, b string) error {
	return os.NewSyscallError("renameat2", unix.Renameat2(in, a, in, b, unix.RENAME_EXCHANGE))
}

// flush brings everything that was written to the disk of a folder: one call, where
// thousands of files would take thousands.
func flush(dir *os.Root) error {
	f, err := dir.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	return os.NewSyscallError("syncfs", unix.Syncfs(int(f.Fd())))
}
