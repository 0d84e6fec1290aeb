//go:build !windows

package failure

// system is for the failures that have numbers of their own on a system.
var system []known
