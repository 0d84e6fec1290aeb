package review

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"

	"minglu/generator/git"
)

// maxObject is how much of an object is kept, in bytes. No file that is read is
// larger; of one that is, its size is enough.
const maxObject = 8 << 20

// objects hands over the bytes of git's objects. One process serves them all,
// one after the other; it starts when the first is asked for.
type objects struct {
	git *git.Folder

	mu  sync.Mutex
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// read returns at most maxObject bytes of an object, and its size.
func (o *objects) read(id string) (data []byte, size int64, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.start(); err != nil {
		return nil, 0, err
	}
	if _, err := fmt.Fprintln(o.in, id); err != nil {
		return nil, 0, fmt.Errorf("git cat-file 已停止：%w", err)
	}
	header, err := o.out.ReadString('\n')
	if err != nil {
		return nil, 0, fmt.Errorf("git cat-file 已停止：%w", err)
	}
	var kind string
	if n, _ := fmt.Sscanf(strings.TrimPrefix(header, id), "%s %d\n", &kind, &size); n != 2 {
		return nil, 0, fmt.Errorf("git 仓库中缺少对象 %s，请用 git fsck 检查，或重新克隆", id)
	}
	data = make([]byte, min(size, maxObject))
	if _, err := io.ReadFull(o.out, data); err != nil {
		return nil, 0, err
	}
	_, err = io.CopyN(io.Discard, o.out, size-int64(len(data))+1) // and the line break behind it
	return data, size, err
}

func (o *objects) start() error {
	if o.cmd != nil {
		return nil
	}
	cmd := o.git.Command("cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	o.cmd, o.in, o.out = cmd, in, bufio.NewReaderSize(out, 1<<16)
	return nil
}

func (o *objects) close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cmd == nil {
		return nil
	}
	return errors.Join(o.in.Close(), o.cmd.Wait())
}
