package review

import (
	"cmp"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
)

// A Packet is what a change does, in the order of its document.
type Packet struct {
	Before, After *Side
	Changes       []Change // every file of the clone that was touched

	LetThrough  []LetThrough       // numbers that files newly declare to be no person's, or for another reason
	Corrections []Corrected        // figures put right
	Keepings    []Keeping          // decisions that an honour stays in spite of it
	Undecided   []edition.Outdated // brands of which a correction asks for such a decision
	Judgements  []Judged           // new, changed or taken back, by standard, item and brand
	Notices     []NoticeChange     // official acts that were written, changed or deleted
	Identities  []Identity         // brands that acts and judgements name, and that changed who they are
	Rechecks    []Recheck          // recognized brands that no longer meet the standard, and did before
	Verdicts    []Verdict          // what is concluded otherwise than before

	// What the change makes, and was not there before:
	Lapses         []Lapse         // acts out of the order that acts keep
	Contradictions []Contradiction // what brands state against the acts
	Conflicts      []Conflict      // what brands of one county state differently about it
	Mismatches     []criteria.Mismatch
	Doubts         []Doubt // statements that are hardly true

	Likenesses []Likeness // names that are new and like another
	Mistakes   diag.List  // that the change makes elsewhere than in Brands and Notices
	Known      int        // mistakes there that it leaves as they were
	Standards  []StandardChange
	Counties   []CountyChange
	Brands     []*BrandChange // by slug
}

// An Edit is one thing that was changed. Both values empty: it was changed, and how is
// not to be told here.
type Edit = criteria.Edit

func edit(what, before, after string) Edit { return Edit{What: what, Before: before, After: after} }

// Compare says what changes, all files that differ, do to before. Where one side
// cannot be read there are no brands on that side; an after that cannot be read
// leaves nothing but the changes and its mistakes.
func Compare(before, after *Side, changes []Change) *Packet {
	p := &Packet{Before: before, After: after, Changes: changes}
	if !after.Readable() {
		p.Mistakes = after.Mistakes
		return p
	}
	m := match(before, after, evaluated(changes))
	for _, c := range m.brands {
		p.Brands = append(p.Brands, m.brand(c))
	}
	p.LetThrough = m.letThrough()
	p.Corrections = m.corrections()
	p.Keepings = m.keepings()
	p.Undecided = added(m, undecided, outdatedKey)
	p.Judgements = m.judged()
	p.Notices = m.notices()
	p.Identities = m.identities()
	p.Rechecks = newRechecks(before, after, m)
	p.Verdicts = m.verdicts()
	p.Lapses = m.lapses()
	p.Contradictions = added(m, contradictions, Contradiction.key)
	p.Conflicts = added(m, conflicts, Conflict.key)
	p.Mismatches = added(m, mismatches, mismatchKey)
	p.Doubts = added(m, doubts, Doubt.key)
	p.Likenesses = findLikenesses(after, m.renamed())
	p.Mistakes, p.Known = m.otherMistakes()
	p.Standards = m.standards()
	p.Counties = m.counties()
	return p
}

// A pair is one brand on both sides. Either is nil where there is none, or none
// that can be read.
type pair struct {
	change        Change
	before, after *content.Brand
}

// A matching tells what belongs together on the two sides.
type matching struct {
	before, after *Side
	brands        []pair // whose files are touched, by slug
	noticeFiles   []Change
	rest          []Change                          // of all other files that are evaluated
	was           map[*content.Brand]*content.Brand // of every brand of after
}

// match sorts the changes by what they are about and finds, for each brand, what
// it was before: the same file, the file that git takes for it, or one deleted
// that its slug, its former_slugs or its name tell.
func match(before, after *Side, changes []Change) *matching {
	m := &matching{before: before, after: after, was: map[*content.Brand]*content.Brand{}}
	fileOf := func(b *content.Brand) string { return b.File }
	old, now := indexed(before.brands(), fileOf), indexed(after.brands(), fileOf)
	for _, c := range changes {
		switch {
		case isBrandFile(c.before()) || isBrandFile(c.after()):
			m.brands = append(m.brands, pair{c, old[c.before()], now[c.after()]})
		case isNoticeFile(c.before()) || isNoticeFile(c.after()):
			m.noticeFiles = append(m.noticeFiles, c)
		default:
			m.rest = append(m.rest, c)
		}
	}
	m.joinMoved()
	slices.SortStableFunc(m.brands, func(a, b pair) int {
		return strings.Compare(content.SlugOf(a.change.Path), content.SlugOf(b.change.Path))
	})
	touched := map[*content.Brand]bool{}
	for _, c := range m.brands {
		touched[c.after] = true
		m.was[c.after] = c.before
	}
	for file, b := range now {
		if !touched[b] {
			m.was[b] = old[file]
		}
	}
	return m
}

// joinMoved makes one pair of a brand that appeared and one that disappeared, if
// the new one says so, or has the same slug or name.
func (m *matching) joinMoved() {
	gone := map[string]int{} // by slug and by name, to the place in m.brands
	for i, c := range m.brands {
		if c.change.Kind == Deleted && c.before != nil {
			gone["slug "+c.before.Slug], gone["name "+c.before.Name] = i, i
		}
	}
	joined := map[int]bool{}
	for i := range m.brands {
		c := &m.brands[i]
		if c.change.Kind != Added || c.after == nil {
			continue
		}
		keys := []string{"slug " + c.after.Slug, "name " + c.after.Name}
		for _, slug := range c.after.FormerSlugs {
			keys = append(keys, "slug "+slug)
		}
		for _, key := range keys {
			if j, found := gone[key]; found && !joined[j] {
				joined[j] = true
				c.before = m.brands[j].before
				c.change = Change{Kind: Renamed, Path: c.change.Path, Old: m.brands[j].change.Path}
				break
			}
		}
	}
	kept := m.brands[:0:0]
	for i, c := range m.brands {
		if !joined[i] {
			kept = append(kept, c)
		}
	}
	m.brands = kept
}

// renamed returns the brands whose names, or places that their names are held
// against, are new.
func (m *matching) renamed() []*content.Brand {
	var all []*content.Brand
	for _, c := range m.brands {
		a, b := c.after, c.before
		if a != nil && (b == nil || a.Name != b.Name || !slices.Equal(a.OtherNames(), b.OtherNames()) || a.RegionName() != b.RegionName()) {
			all = append(all, a)
		}
	}
	return all
}

// otherMistakes returns the mistakes that stand with no touched brand or notice:
// those that were not there before, and the number of those that were.
func (m *matching) otherMistakes() (made diag.List, known int) {
	type key struct{ file, rule, message string }
	was := map[key]bool{}
	for _, w := range m.before.Mistakes {
		was[key{w.File, string(w.Rule), w.Message}] = true
	}
	told := map[string]bool{}
	for _, c := range m.brands {
		told[c.change.after()] = true
	}
	for _, c := range m.noticeFiles {
		told[c.after()] = true
	}
	for _, w := range m.after.Mistakes {
		switch {
		case told[w.File]:
		case was[key{w.File, string(w.Rule), w.Message}]:
			known++
		default:
			made = append(made, w)
		}
	}
	return made, known
}

// indexed returns values by what key says of each.
func indexed[T any](all []T, key func(T) string) map[string]T {
	by := make(map[string]T, len(all))
	for _, one := range all {
		by[key(one)] = one
	}
	return by
}

// added returns what find finds after and not before. key tells one from another; it
// names brands by the slugs that they had before.
func added[T any](m *matching, find func(*Side) []T, key func(T, func(*content.Brand) string) string) []T {
	was := map[string]bool{}
	for _, one := range find(m.before) {
		was[key(one, slugOf)] = true
	}
	return slices.DeleteFunc(find(m.after), func(one T) bool { return was[key(one, m.slugBefore)] })
}

// slugOf returns b's slug, "" of nobody.
func slugOf(b *content.Brand) string {
	if b == nil {
		return ""
	}
	return b.Slug
}

// slugBefore returns the slug that a brand of after had before.
func (m *matching) slugBefore(b *content.Brand) string { return slugOf(cmp.Or(m.was[b], b)) }

func isBrandFile(file string) bool {
	return strings.HasPrefix(file, "content/brands/") && strings.Count(file, "/") == 3 && strings.HasSuffix(file, ".md")
}

func isNoticeFile(file string) bool {
	return strings.HasPrefix(file, "content/notices/") && strings.Count(file, "/") == 2 && strings.HasSuffix(file, ".md")
}
