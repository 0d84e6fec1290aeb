package edition

import (
	"io/fs"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/filename"
)

// BrandFiles returns the paths of all brand files, also of those that cannot be
// read, in order.
func (e *Edition) BrandFiles() ([]string, error) { return e.glob("content/brands/*/*.md") }

// OtherFiles returns the paths of all other files that are read; where criteria/ has a
// mistake, of all that are there.
func (e *Edition) OtherFiles() ([]string, error) {
	files, err := e.glob("content/site.yaml", "content/notices/*.md", "content/judgements/*/*.yaml", "content/pages/*.md",
		"criteria/*.yaml", "criteria/*/*.yaml", "criteria/*/*/*.yaml")
	return slices.DeleteFunc(files, func(f string) bool {
		return e.Rules != nil && strings.HasPrefix(f, "criteria/") && !slices.Contains(e.Rules.Files, f)
	}), err
}

// glob returns the files of the patterns but those that are skipped.
func (e *Edition) glob(patterns ...string) ([]string, error) {
	var files []string
	for _, pattern := range patterns {
		found, err := fs.Glob(e.Files, pattern)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return slices.DeleteFunc(files, func(f string) bool {
		return slices.ContainsFunc(strings.Split(f, "/"), filename.IsSkipped)
	}), nil
}

// guideSlug is of the page that teaches how the files are filled in, and every rule.
const guideSlug = "guide"

// IsGuide reports whether p is that page.
func IsGuide(p *content.Page) bool { return p.Slug == guideSlug }

// Guide returns the address of that page, "" where the site has none.
func (e *Edition) Guide() string {
	if page := e.GuidePath(); page != "" && e.Settings.BaseURL != "" {
		return e.Settings.BaseURL + page
	}
	return ""
}

// GuidePath is where that page stands in the site.
func (e *Edition) GuidePath() string {
	if e.Settings == nil {
		return ""
	}
	if _, err := fs.Stat(e.Files, "content/pages/"+guideSlug+".md"); err != nil {
		return ""
	}
	return TextPath(guideSlug)
}
