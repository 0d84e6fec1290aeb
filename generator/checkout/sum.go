package checkout

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// maxSummed is the most that Sum reads of a file, in bytes: more than any that is
// published may have.
const maxSummed = 64 << 20

// Sum sums up folders of a repository, as far as they are there: the name of everything
// in them, what it is, and the bytes of files. The error is ErrTooLarge where one has
// more than Sum reads.
func Sum(root fs.FS, folders ...string) ([]byte, error) {
	var files []string
	all := sha256.New()
	for _, folder := range folders {
		err := fs.WalkDir(root, folder, func(p string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && p == folder: // absent, or no folder
				fmt.Fprintf(all, "%q: %v\n", p, err)
				return nil
			case err != nil:
				return err
			case d.Type().IsRegular():
				files = append(files, p)
			}
			fmt.Fprintf(all, "%q %v\n", p, d.Type())
			return nil
		})
		if err != nil {
			return nil, err
		}
	}

	const part = 64
	sums := make([][sha256.Size]byte, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(files); from += part {
		g.Go(func() error {
			summer := NewSummer()
			for i := from; i < min(from+part, len(files)); i++ {
				var err error
				if sums[i], err = summer.sumFile(root, files[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for _, sum := range sums {
		all.Write(sum[:])
	}
	return all.Sum(nil), nil
}

// A Summer sums up files one after the other, with no room but its own.
type Summer struct {
	hash   hash.Hash
	buffer []byte
}

// NewSummer returns a Summer. No two goroutines may use it at a time.
func NewSummer() *Summer { return &Summer{sha256.New(), make([]byte, 64<<10)} }

// Sum returns the SHA-256 of what r holds, and how many bytes that is.
func (s *Summer) Sum(r io.Reader) (sum [sha256.Size]byte, size int64, err error) {
	s.hash.Reset()
	size, err = io.CopyBuffer(s.hash, struct{ io.Reader }{r}, s.buffer) // a file would take room of its own
	s.hash.Sum(sum[:0])
	return sum, size, err
}

func (s *Summer) sumFile(root fs.FS, name string) (sum [sha256.Size]byte, err error) {
	f, err := root.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	sum, n, err := s.Sum(io.LimitReader(f, maxSummed+1))
	if err == nil && n > maxSummed {
		err = &fs.PathError{Op: "read", Path: name, Err: ErrTooLarge}
	}
	return sum, err
}
