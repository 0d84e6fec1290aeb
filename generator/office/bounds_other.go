//go:build !unix

package office

import (
	"context"
	"os/exec"
)

// bounded returns the command that runs a program. This system has no bounds to set.
func bounded(ctx context.Context, program string, args []string) *exec.Cmd {
	return exec.CommandContext(ctx, program, args...)
}
