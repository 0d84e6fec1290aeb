package review

import (
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

// An Identity is a brand that acts or judgements name by its address, and that is
// somebody else now as far as its file says: what was given to one stands with
// the other.
type Identity struct {
	Before, After *content.Brand
	Edits         []Edit // of name, unit, type and place
	Nameless      bool   // acts that stand, or run, would print the new name: the old is not among former_names
}

// identities returns them by slug.
func (m *matching) identities() []Identity {
	named := map[string]bool{} // slugs that the bureau wrote down before the change
	for _, n := range m.before.notices() {
		for _, e := range n.Entries {
			named[e.Brand.Slug] = true
		}
	}
	for _, r := range m.before.records() {
		named[r.Slug] = true
	}
	var all []Identity
	for _, c := range m.brands {
		if c.before == nil || c.after == nil || !named[c.before.Slug] {
			continue
		}
		edits := []Edit{
			edit("名称", c.before.Name, c.after.Name),
			edit("培育建设单位", c.before.Builder, c.after.Builder),
			edit("类型", c.before.TypeName(), c.after.TypeName()),
		}
		if c.after.Region != nil { // else it cannot be read, which is told as a mistake
			edits = append(edits, edit("县区", c.before.RegionName(), c.after.RegionName()))
		}
		if edits = criteria.Changed(edits...); len(edits) > 0 {
			all = append(all, Identity{c.before, c.after, edits, isNameless(c.before, c.after)})
		}
	}
	slices.SortStableFunc(all, func(a, b Identity) int { return strings.Compare(a.After.Slug, b.After.Slug) })
	return all
}

// isNameless reports whether b was renamed while it stood in acts, and does not say so.
func isNameless(old, b *content.Brand) bool {
	standing := old.Standing.Status == content.Recognized || len(old.Standing.Running) > 0
	return standing && old.Name != b.Name && !slices.ContainsFunc(b.FormerNames, func(f content.FormerName) bool { return f.Name == old.Name })
}
