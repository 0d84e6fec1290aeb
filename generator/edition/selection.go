package edition

import (
	"slices"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/unseen"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// A Selection is the files that a command was asked about, by their paths from
// the repository's root. A folder stands for all that lies in it.
type Selection struct {
	files, folders []string
}

// Select finds the files that were typed, see checkout.Locate, in the repository
// in the folder dir. None typed are all. The error is wrong use.
func Select(dir string, typed []string) (*Selection, error) {
	if len(typed) == 0 {
		return &Selection{folders: []string{"."}}, nil
	}
	s, root := &Selection{}, checkout.Open(dir)
	for _, t := range typed {
		file, err := checkout.Locate(dir, t)
		if err != nil {
			return nil, err
		}
		if info, err := root.Stat(file); err == nil && info.IsDir() {
			s.folders = append(s.folders, file)
		} else {
			s.files = append(s.files, file)
		}
	}
	return s, nil
}

// All reports whether everything is selected.
func (s *Selection) All() bool { return slices.Contains(s.folders, ".") }

// Has reports whether the file is selected.
func (s *Selection) Has(file string) bool {
	return s.All() || slices.Contains(s.files, file) || slices.ContainsFunc(s.folders, func(f string) bool {
		return f == file || strings.HasPrefix(file, f+"/")
	})
}

// Of returns the files that are selected.
func (s *Selection) Of(files []string) []string {
	return slices.DeleteFunc(slices.Clone(files), func(f string) bool { return !s.Has(f) })
}

// About returns the mistakes of bad that the selection is about: those of its
// files and of folders that they lie in, what notices say of its brands, or may
// say where there was too much to keep, by which figures these fail its notices, and
// what the bureau's records say of them.
// brands are the files of brands that are selected. Without rules or settings
// nothing can be told about any file, so that what is wrong with them concerns
// whoever asks.
func (e *Edition) About(s *Selection, brands []string, bad diag.List) diag.List {
	if s.All() || e.Content == nil {
		return bad
	}
	slugs := map[string]bool{}
	for _, f := range brands {
		slugs[content.SlugOf(f)] = true
	}
	recognized := map[string]bool{} // files of brands that selected notices name
	for _, n := range e.Content.Notices {
		for _, entry := range n.Entries {
			recognized[entry.Brand.File] = recognized[entry.Brand.File] || s.Has(n.File)
		}
	}
	var kept diag.List
	for _, m := range bad {
		holds := func(file string) bool { return strings.HasPrefix(file, m.File+"/") }
		switch {
		case s.Has(m.File), slices.ContainsFunc(s.files, holds), m.Subject != "" && slugs[m.Subject],
			strings.HasPrefix(m.File, "content/notices/") && m.StandsForMore(),
			m.Rule == diag.NotQualified && recognized[m.File],
			strings.HasPrefix(m.File, "content/judgements/") && slugs[content.SlugOf(m.File)]:
			kept = append(kept, m)
		}
	}
	return kept
}

// Named returns the brands that a word names: by slug, also a former one, or by
// name as people tell names apart.
func (e *Edition) Named(word string) []*content.Brand {
	name := unseen.Fold(word)
	var found, former []*content.Brand
	for _, b := range e.Content.Brands {
		switch {
		case b.Slug == word || name != "" && unseen.Fold(b.Name) == name:
			found = append(found, b)
		case slices.Contains(b.FormerSlugs, word):
			former = append(former, b)
		}
	}
	if found == nil {
		return former
	}
	return found
}

// Names returns what brands are named by: slugs and names.
func (e *Edition) Names() []string {
	var names []string
	for _, b := range e.Content.Brands {
		names = append(names, b.Slug, b.Name)
	}
	return names
}

// nearest returns the slug or the name of a brand that a word is likely meant for: one
// that is nearly it, or the one name that it is a part of. "" for none.
func (e *Edition) nearest(word string) string {
	if near := values.Nearest(word, e.Names()); near != "" {
		return near
	}
	part, found := unseen.Fold(word), ""
	for _, b := range e.Content.Brands {
		if part == "" || !strings.Contains(unseen.Fold(b.Name), part) {
			continue
		}
		if found != "" {
			return ""
		}
		found = b.Name
	}
	return found
}

// SelectBrands returns the files of the brands that were typed, by path, slug or
// name; none typed are all. The error is wrong use, or the machine's.
func (e *Edition) SelectBrands(dir string, typed []string) ([]string, error) {
	files, err := e.BrandFiles()
	if err != nil || len(typed) == 0 {
		return files, err
	}
	var chosen []string
	for _, t := range typed {
		var found []string
		for _, f := range files { // also of what cannot be read
			if content.SlugOf(f) == t {
				found = append(found, f)
			}
		}
		for _, b := range e.Named(t) {
			found = append(found, b.File)
		}
		if found == nil {
			s, err := Select(dir, []string{t})
			if near := e.nearest(t); err != nil && near != "" {
				return nil, usage.Errorf("没有品牌“%s”，是否应为“%s”？", t, near)
			}
			if err != nil {
				return nil, usage.Errorf("没有品牌“%s”，也没有这个文件", t)
			}
			if found = s.Of(files); len(found) == 0 {
				return nil, usage.Errorf("“%s”不是品牌的文件；品牌在 content/brands/ 中", t)
			}
		}
		chosen = append(chosen, found...)
	}
	slices.Sort(chosen)
	return slices.Compact(chosen), nil
}

// IsIllegible reports whether m is of text that nothing can be made of: whatever
// else its file says may be only half of what it is meant to say.
func IsIllegible(m diag.Mistake) bool {
	switch m.Rule {
	case diag.BadEncoding, diag.TabIndent, diag.FullWidthPunctuation, diag.YAMLSyntax,
		diag.MissingFrontMatter, diag.TooLarge, diag.NotAFile:
		return true
	}
	return false
}
