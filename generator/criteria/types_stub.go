package criteria

// A Condition is a test of facts.
type Condition struct{}

// Truth is true, false or unstated.
type Truth int8
