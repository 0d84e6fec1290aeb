package edition

import (
	"io/fs"
	"slices"
	"strings"

	"minglu/generator/filename"
)

// BrandFiles returns the paths of all brand files, also of those that cannot be
// read, in order.
func (e *Edition) BrandFiles() ([]string, error) {
	all, err := fs.Glob(e.Files, "content/brands/*/*.md")
	if err != nil {
		return nil, err
	}
	files := all[:0]
	for _, f := range all {
		if !slices.ContainsFunc(strings.Split(f, "/"), filename.IsSkipped) {
			files = append(files, f)
		}
	}
	return files, nil
}
