// Package failure says failures of the machine in Chinese.
package failure

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// Text returns what err says, with the operating system's words for the failures
// that people meet put into Chinese, in each of the errors that it joins.
func Text(err error) string { return translated(err.Error(), err) }

// translated puts into Chinese what text says of err and of the errors in it.
func translated(text string, err error) string {
	switch e := err.(type) {
	case *fs.PathError:
		return strings.ReplaceAll(text, e.Error(), e.Path+"："+reason(e.Err))
	case *os.LinkError:
		return strings.ReplaceAll(text, e.Error(), e.New+"："+reason(e.Err))
	case *os.SyscallError: // the call's name tells whoever reads it nothing
		return strings.ReplaceAll(text, e.Error(), reason(e.Err))
	case syscall.Errno:
		return strings.ReplaceAll(text, e.Error(), reason(e))
	case interface{ Unwrap() []error }:
		for _, each := range e.Unwrap() {
			text = translated(text, each)
		}
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			return translated(text, inner)
		}
	}
	return text
}

// A known failure is one that people meet.
type known struct {
	is   error
	says string
}

// reason is why the operating system refused.
func reason(err error) string {
	for _, r := range append([]known{
		{fs.ErrNotExist, "没有这个文件或文件夹"},
		{fs.ErrInvalid, "文件名不是 UTF-8 编码，或有不能用的字符，请改名"},
		{fs.ErrPermission, "没有权限，请核对文件夹的所有者和权限"},
		{syscall.ENOSPC, "磁盘已满，请腾出空间"},
		{syscall.EDQUOT, "磁盘配额已用完，请腾出空间"},
		{syscall.EROFS, "磁盘是只读的"},
		{syscall.ENOTDIR, "路径中有一段不是文件夹"},
		{syscall.EISDIR, "这是文件夹，应是文件"},
		{syscall.ENAMETOOLONG, "文件名太长"},
		{syscall.EMFILE, "同时打开的文件太多"},
		{syscall.ENOMEM, "内存不足"},
		{syscall.EIO, "磁盘读写出错"},
		{fs.ErrExist, "已经有同名的文件或文件夹"},
		{syscall.ENOTEMPTY, "文件夹不是空的"},
		{syscall.ELOOP, "符号链接太多，或者互相指向"},
		{syscall.EXDEV, "不能跨磁盘移动文件"},
		{syscall.EBUSY, "正被别的程序使用"},
		{syscall.EFBIG, "文件太大"},
		{os.ErrDeadlineExceeded, "等待超时"},
	}, system...) {
		if errors.Is(err, r.is) {
			return r.says
		}
	}
	if number, ok := err.(syscall.Errno); ok {
		return fmt.Sprintf("系统错误（编号 %d）", int(number))
	}
	if err.Error() == "path escapes from parent" { // os.Root gives this error no name
		return "路径通到了文件夹之外，可能经过了符号链接，请换成文件或文件夹本身"
	}
	return Text(err)
}
