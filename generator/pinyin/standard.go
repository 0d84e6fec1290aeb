//go:build !js

package pinyin

import (
	_ "embed"
	"sync"
)

//go:embed words.txt
var words string

// File is the dictionary's file, as New takes it.
func File() string { return words }

// Standard returns the dictionary that the command has in it, nil where that is left
// out.
func Standard() *Dictionary { return standard() }

var standard = sync.OnceValue(func() *Dictionary {
	d, err := New(words)
	if err != nil {
		panic(err) // a test reads the same file
	}
	return d
})
