package failure

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

// What the system says is Chinese, wherever among errors it stands.
func TestFailuresOfTheMachineAreSaidInChinese(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	_, escapes := root.Open("../x")
	denied := &fs.PathError{Op: "openat", Path: "a", Err: syscall.EACCES}
	absent := &fs.PathError{Op: "removeat", Path: "b", Err: syscall.ENOENT}
	link := &os.LinkError{Op: "link", Old: "c", New: "d", Err: syscall.ENOSPC}
	const no, gone = "没有权限，请核对文件夹的所有者和权限", "没有这个文件或文件夹"
	for want, err := range map[string]error{
		"a：" + no:                 denied,
		"a：" + no + "\nb：" + gone: errors.Join(denied, absent),
		"写入：d：磁盘已满，请腾出空间\nb：" + gone:           fmt.Errorf("写入：%w", errors.Join(link, absent)),
		"读：a：" + no + "；b：" + gone + "；磁盘读写出错": fmt.Errorf("读：%w；%w；%w", denied, absent, syscall.EIO),
		"e：" + no: &fs.PathError{Op: "open", Path: "e", Err: errors.Join(syscall.EACCES, syscall.EIO)},
		"../x：路径通到了文件夹之外，可能经过了符号链接，请换成文件或文件夹本身": escapes,
		"系统错误（编号 71）": os.NewSyscallError("x", syscall.Errno(71)),
	} {
		if got := Text(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
