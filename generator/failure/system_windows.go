package failure

import "syscall"

// system are failures that have numbers of their own on Windows.
var system = []known{
	{syscall.Errno(19), "磁盘是只读的"},
	{syscall.Errno(32), "正被别的程序使用，请关闭那个程序再运行"},
	{syscall.Errno(33), "正被别的程序使用，请关闭那个程序再运行"},
	{syscall.Errno(39), "磁盘已满，请腾出空间"},
	{syscall.Errno(112), "磁盘已满，请腾出空间"},
	{syscall.Errno(145), "文件夹不是空的"},
	{syscall.Errno(206), "文件名太长"},
}
