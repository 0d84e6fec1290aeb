package public

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchangeAt is renameat2(2) with RENAME_EXCHANGE.
func exchangeAt(in int, a, b string) error {
	return os.NewSyscallError("renameat2", unix.Renameat2(in, a, in, b, unix.RENAME_EXCHANGE))
}

// hasACL reports whether more is said of who may enter a folder than its owner, group and
// mode, acl(5): of itself, or of what is made in it.
func hasACL(root *os.Root, dir string) bool {
	f, err := root.Open(dir)
	if err != nil {
		return false
	}
	defer f.Close()
	for _, of := range []string{"system.posix_acl_access", "system.posix_acl_default"} {
		if n, err := unix.Fgetxattr(int(f.Fd()), of, nil); err == nil && n > 0 {
			return true
		}
	}
	return false
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
