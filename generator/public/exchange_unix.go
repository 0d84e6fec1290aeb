//go:build linux || darwin

package public

import (
	"os"

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
