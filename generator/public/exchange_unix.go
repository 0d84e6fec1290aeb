//go:build linux || darwin

package public

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// canExchange says whether two folders can change places in one step.
const canExchange = true

// exchange has two folders of one folder change places.
func exchange(in *os.Root, a, b string) error {
	f, err := in.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	return exchangeAt(int(f.Fd()), a, b)
}

// flushNames brings to the disk which names a folder has.
func flushNames(dir *os.Root) error {
	f, err := dir.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// linkAll links files of one folder into another. It returns which one failed.
func linkAll(from, to *os.Root, names []string) (failed int, err error) {
	f, err := from.Open(".")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	t, err := to.Open(".")
	if err != nil {
		return 0, err
	}
	defer t.Close()
	for i, name := range names {
		if err := unix.Linkat(int(f.Fd()), name, int(t.Fd()), name, 0); err != nil {
			return i, os.NewSyscallError("linkat", err)
		}
	}
	return 0, nil
}

// own gives a folder the owner and the group of another one.
func own(in *os.Root, dir string, of fs.FileInfo) error {
	is, err := in.Lstat(dir)
	if err != nil {
		return err
	}
	have, want := is.Sys().(*syscall.Stat_t), of.Sys().(*syscall.Stat_t)
	if have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	return in.Lchown(dir, int(want.Uid), int(want.Gid))
}

// onOneDisk reports whether two files lie on one file system.
func onOneDisk(a, b fs.FileInfo) bool {
	return a.Sys().(*syscall.Stat_t).Dev == b.Sys().(*syscall.Stat_t).Dev
}
