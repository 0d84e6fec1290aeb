//go:build !linux && !darwin

package public

import (
	"errors"
	"io/fs"
	"os"
)

// canExchange says whether two folders can change places in one step.
const canExchange = false

func exchange(*os.Root, string, string) error { return errors.ErrUnsupported }

func linkAll(_, _ *os.Root, _ []string) (int, error) { return 0, errors.ErrUnsupported }

func flush(*os.Root) error { return nil }

func flushNames(*os.Root) error { return nil }

func own(*os.Root, string, fs.FileInfo) error { return errors.ErrUnsupported }

func onOneDisk(_, _ fs.FileInfo) bool { return true }

func hasACL(*os.Root, string) bool { return false }
