package fields

import (
	"slices"
	"strings"

	"minglu/generator/keys"
)

// labels are what people call keys in Chinese and write in their place. A word
// may stand for several keys: the one that the mapping knows is meant.
var labels = keys.Meant()

// labelled returns the one of known that is called so in Chinese.
func labelled(label string, known []string) string {
	for _, key := range labels[strings.ReplaceAll(label, " ", "")] {
		if slices.Contains(known, key) {
			return key
		}
	}
	return ""
}
