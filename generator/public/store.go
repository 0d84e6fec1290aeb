package public

import (
	"fmt"
	"os"
	"slices"
	"sync"
)

// inMemory is how many bytes of a tree are held in memory. What goes beyond lies
// in a temporary file: a site of 10,000 brands is 400 MB, which the system's
// cache of files holds better than a heap that is collected.
const inMemory = 16 << 20

// A store keeps the bytes of files. The zero store is ready for use.
type store struct {
	mu   sync.Mutex
	held int64 // bytes in memory
	file *os.File
	end  int64 // of the file
}

// A blob is where a store keeps the bytes of one file.
type blob struct {
	size   int
	data   []byte // in memory, or nil
	offset int64  // in the file
}

// put keeps a copy of data.
func (s *store) put(data []byte, limit int64) (blob, error) {
	b := blob{size: len(data)}
	file, err := s.place(&b, limit)
	switch {
	case err != nil:
		return b, fmt.Errorf("无法建立临时文件：%w", err)
	case file == nil:
		b.data = slices.Clone(data)
		return b, nil
	}
	if _, err := file.WriteAt(data, b.offset); err != nil {
		return b, fmt.Errorf("无法写入临时文件：%w", err)
	}
	return b, nil
}

// place finds room for b: in the file that it returns, or in memory if it
// returns none.
func (s *store) place(b *blob, limit int64) (file *os.File, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if size := int64(b.size); s.held+size <= limit {
		s.held += size
		return nil, nil
	}
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "minglu-*"); err != nil {
			return nil, err
		}
		_ = os.Remove(s.file.Name()) // where a file in use can have no name, it is gone with the process; elsewhere close removes it
	}
	b.offset = s.end
	s.end += int64(b.size)
	return s.file, nil
}

// get returns the bytes of b, in buffer where they are not in memory. They are
// not to be changed.
func (s *store) get(b blob, buffer *[]byte) ([]byte, error) {
	if b.data != nil || b.size == 0 {
		return b.data, nil
	}
	data := slices.Grow((*buffer)[:0], b.size)[:b.size]
	*buffer = data
	if _, err := s.file.ReadAt(data, b.offset); err != nil {
		return nil, fmt.Errorf("无法读取临时文件：%w", err)
	}
	return data, nil
}

// close gives the temporary file back.
func (s *store) close() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	_ = os.Remove(s.file.Name())
	s.file = nil
	return err
}
