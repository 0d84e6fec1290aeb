package criteria

import (
	"slices"
	"strings"
	"unicode"
)

// Called returns what people call a region: by its full name, as 东海县 or
// 江苏省连云港市东海县, and casually, as 东海, 连云港东海 or donghai.
func (r *Region) Called() (full, casual []string) {
	name := r.Name
	full = append(full, name)
	for up := r.Parent; up != nil && !up.IsNation(); up = up.Parent {
		name = up.Name + name
		full = append(full, name)
	}
	casual = append(casual, r.Slug)
	if r.Short != r.Name {
		casual = append(casual, r.Short)
	}
	if r.Parent != nil && !r.Parent.IsNation() {
		casual = append(casual, r.Parent.Short+r.Name, r.Parent.Short+r.Short)
	}
	return full, casual
}

// RegionsNamed returns the regions within one that a name means: those of which it is the
// full name, else those that are casually called so. It is for the caller to say what is
// done where there are several.
func (r *Rules) RegionsNamed(within *Region, name string) []*Region {
	var named, casually []*Region
	for _, g := range r.RegionsIn(within) {
		if name != g.Slug && !strings.Contains(name, g.Name) && !strings.Contains(name, g.Short) {
			continue
		}
		full, casual := g.Called()
		switch {
		case slices.Contains(full, name):
			named = append(named, g)
		case slices.Contains(casual, name):
			casually = append(casually, g)
		}
	}
	if len(named) > 0 {
		return named
	}
	return casually
}

// RegionMentioned returns the one region within another that a text tells of, as a title
// does; nil where there is none, or where there are several. The other itself is none: the
// title of a city's list names the city.
func (r *Rules) RegionMentioned(within *Region, text string) *Region {
	var found []*Region
	add := func(g *Region) {
		if g != within && !slices.Contains(found, g) {
			found = append(found, g)
		}
	}
	joined := strings.Join(strings.Fields(text), "")
	for _, g := range r.RegionsIn(within) {
		if strings.Contains(joined, g.Name) {
			add(g)
		}
	}
	words := strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	const enough = 12 // words of what heads something
	for _, word := range words[:min(len(words), enough)] {
		if named := r.RegionsNamed(within, word); len(named) == 1 {
			add(named[0])
		}
	}
	// Of places with one name those are meant whose city stands there, too, and not the city.
	lie := func(inner *Region) bool { return slices.Contains(found, inner.Parent) }
	best := slices.DeleteFunc(slices.Clone(found), func(g *Region) bool {
		return slices.ContainsFunc(found, func(other *Region) bool {
			return other.Parent == g || other.Name == g.Name && lie(other) && !lie(g)
		})
	})
	if len(best) != 1 {
		return nil
	}
	return best[0]
}

// Called returns what people call a type.
func (t *Type) Called() []string { return []string{t.Name, strings.TrimSuffix(t.Name, "类"), t.Slug} }

// TypeMentioned returns the one type that a text names, nil for none and for several.
func (r *Rules) TypeMentioned(text string) *Type {
	var found *Type
	for _, t := range r.Types {
		called := t.Called()
		if slices.Contains(called, text) {
			return t
		}
		if !strings.Contains(text, called[1]) {
			continue
		}
		if found != nil {
			return nil
		}
		found = t
	}
	return found
}
