// Package usage tells wrong use of a command from all that files and machines can
// get wrong.
package usage

import "fmt"

// An Error says in Chinese what whoever typed the command must type differently.
type Error string

func (e Error) Error() string { return string(e) }

// Errorf returns an Error.
func Errorf(format string, args ...any) error { return Error(fmt.Sprintf(format, args...)) }
