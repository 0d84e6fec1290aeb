//go:build unix

package office

import (
	"context"
	"os/exec"
	"syscall"
)

// limited runs a program within bounds: 4 GiB of memory and files of 1 GiB. What this
// system cannot bound, it does not.
const limited = `ulimit -v 4194304 2>/dev/null; ulimit -f 2097152 2>/dev/null; exec "$0" "$@"`

// bounded returns the command that runs a program so that it cannot take the machine, and
// that all it started ends with it: LibreOffice is a script that starts another program.
func bounded(ctx context.Context, program string, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", limited, program}, args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}
