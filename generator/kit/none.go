//go:build !released

package kit

// carried returns the archive that a released program carries: this one carries none.
func carried() []byte { return nil }
