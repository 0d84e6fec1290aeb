package public

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchangeAt is renameatx_np(2) with RENAME_SWAP.
func exchangeAt(in int, a, b string) error {
	return os.NewSyscallError("renameatx_np", unix.RenameatxNp(in, a, in, b, unix.RENAME_SWAP))
}

// hasACL is of Linux.
func hasACL(*os.Root, string) bool { return false }

// flush hands everything that was written to the disk; macOS has no call for one file
// system alone.
func flush(*os.Root) error { return os.NewSyscallError("sync", unix.Sync()) }
