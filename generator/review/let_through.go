package review

import (
	"cmp"
	"slices"

	"minglu/generator/content"
)

// A LetThrough is a number that a file newly declares to be no person's, declares
// so for another reason than before, or writes in lines that are not as before.
type LetThrough struct {
	What string // the brand, the notice, the page or the settings
	File string
	content.LetThrough
}

// letThrough returns what the files of after let through and the same files did
// not before, by file.
func (m *matching) letThrough() []LetThrough {
	type key struct{ file, of, text, why, around string }
	keyOf := func(l LetThrough) key { return key{l.File, l.Of, l.Text, l.Why, l.Around} }
	was := map[key]bool{}
	for _, l := range m.before.letThrough() {
		was[keyOf(l)] = true
	}
	return slices.DeleteFunc(m.after.letThrough(), func(l LetThrough) bool { return was[keyOf(l)] })
}

// letThrough returns all that the files of s let through.
func (s *Side) letThrough() []LetThrough {
	if !s.Readable() {
		return nil
	}
	var all []LetThrough
	add := func(what, file string, entries []content.LetThrough) {
		for _, e := range entries {
			all = append(all, LetThrough{what, file, e})
		}
	}
	add("网站设置", "content/site.yaml", s.Content.Settings.NotPersonal)
	for _, b := range s.Content.Brands {
		add("品牌 "+b.Name, b.File, b.NotPersonal)
	}
	for _, n := range s.Content.Notices {
		add("公告 "+n.Title, n.File, n.NotPersonal)
	}
	for _, p := range s.Content.Pages {
		add("页面 "+p.Title, p.File, p.NotPersonal)
	}
	slices.SortStableFunc(all, func(a, b LetThrough) int { return cmp.Compare(a.File, b.File) })
	return all
}
