package criteria

// words reads nothing in the browser.
func (l *loader) words() {}
