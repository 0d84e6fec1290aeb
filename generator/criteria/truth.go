package criteria

// A Truth is what a condition says of facts: a test of a fact that is not
// stated is neither true nor false.
type Truth int8

const (
	False Truth = iota
	True
	Unknown // a fact that decides it is not stated
)

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// not of Unknown is Unknown.
func (t Truth) not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}
