package edition

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/unseen"
	"minglu/generator/values"
)

// A joiner holds files against each other, and finds the mistakes that show only
// there.
type joiner struct {
	rules   *criteria.Rules
	rest    *Rest
	content *content.Content // copies of what was read
	read    map[*content.Brand]*content.Brand
	sources map[string]*diag.Source // of files with such mistakes, by file
	guesses int                     // suggestions looked for among all brands

	brands  map[string]*content.Brand // by slug
	names   map[string]*content.Brand // by name or other name, folded
	exempt  map[*content.Brand]bool   // brands whose history a mistake leaves open
	unknown bool                      // a mistake leaves open the history of every brand
	idle    []*content.Notice         // that do nothing, since their kind or level could not be read

	provenance func(file string) *Provenance // nil, as what it returns, where files are the repository's own
}

// newJoiner returns a joiner of copies: what was read may be part of the next
// edition too.
func newJoiner(read *content.Content, rules *criteria.Rules, rest *Rest) *joiner {
	c := *read
	c.Brands, c.Notices, c.Records, c.Pages = copies(read.Brands), copies(read.Notices), copies(read.Records), copies(read.Pages)
	j := &joiner{rules: rules, rest: rest, content: &c, read: make(map[*content.Brand]*content.Brand, len(c.Brands)),
		sources: map[string]*diag.Source{}, exempt: map[*content.Brand]bool{}, unknown: len(c.Unread.Notices) > 0}
	for i, b := range c.Brands {
		j.read[b] = read.Brands[i]
	}
	return j
}

func copies[T any](all []*T) []*T {
	made := make([]*T, len(all))
	for i, v := range all {
		c := *v
		made[i] = &c
	}
	return made
}

// maxGuesses bounds the work of looking for what unknown slugs were meant to be.
const maxGuesses = 50

// source returns the source of a file that was read.
func (j *joiner) source(o *content.Origin) *diag.Source {
	src := j.sources[o.File]
	if src == nil {
		src = o.Source()
		j.sources[o.File] = src
	}
	return src
}

func (j *joiner) list() diag.List {
	var all diag.List
	for _, src := range j.sources {
		all = append(all, src.List...)
	}
	return all // sorted with everything else
}

// sort puts everything into the order of Content.
func (j *joiner) sort() {
	c := j.content
	slices.SortStableFunc(c.Brands, func(a, b *content.Brand) int { return cmp.Compare(a.Slug, b.Slug) })
	slices.SortStableFunc(c.Notices, byAct)
	slices.SortStableFunc(c.Records, func(a, b *content.Record) int {
		return cmp.Or(cmp.Compare(a.Standard.ID, b.Standard.ID), cmp.Compare(a.Slug, b.Slug))
	})
	slices.SortStableFunc(c.Pages, func(a, b *content.Page) int {
		return cmp.Or(cmp.Compare(a.Menu, b.Menu), cmp.Compare(a.Slug, b.Slug))
	})
}

// leaveOutIdle sets aside the notices that do nothing. What they claim is checked.
func (j *joiner) leaveOutIdle() {
	acting := []*content.Notice{}
	for _, n := range j.content.Notices {
		if isIdle(n) {
			j.idle = append(j.idle, n)
		} else {
			acting = append(acting, n)
		}
	}
	j.content.Notices = acting
}

// slugsOf returns the slugs that files would have.
func slugsOf(files []string) map[string]bool {
	slugs := map[string]bool{}
	for _, file := range files {
		slugs[content.SlugOf(file)] = true
	}
	return slugs
}

// checkNames reports names and addresses that two brands have, at the one that
// stands later: files in their order, then as written.
func (j *joiner) checkNames() {
	names, slugs := map[string]*content.Brand{}, map[string]*content.Brand{}
	j.brands, j.names = slugs, names
	for _, b := range j.content.Brands {
		other := j.rest.slug(b.Slug, b.File)
		if first := slugs[b.Slug]; first != nil {
			other = first.File
		} else {
			slugs[b.Slug] = b
		}
		if other != "" {
			src := j.source(&b.Origin)
			src.Report(src.LineSpan(1), diag.DuplicateSlug, "文件名“%s”与 %s 相同，网址会重复，请改名。", path.Base(b.File), other)
		}
		j.addName(names, b, b.Names.Name)
		for _, t := range b.Names.AlsoKnownAs {
			j.addName(names, b, t)
		}
		for _, f := range b.Names.FormerNames {
			if names[unseen.Fold(f.Name.V)] != b { // it may be called so again
				j.addName(names, b, f.Name)
			}
		}
	}
	former := map[string]*content.Brand{}
	unread := slugsOf(j.content.Unread.Brands)
	for _, b := range j.content.Brands {
		for _, t := range b.Names.FormerSlugs {
			using, listed := j.rest.slug(t.V, b.File), j.rest.formerSlug(t.V, b.File)
			if now := slugs[t.V]; now != nil {
				using = now.File
			}
			if before := former[t.V]; before != nil {
				listed = before.File
			}
			switch {
			case using != "":
				j.source(&b.Origin).Report(t.At, diag.DuplicateSlug, "旧网址“%s”正由 %s 使用，请删去，或核对。", t.V, using)
			case listed != "":
				j.source(&b.Origin).Report(t.At, diag.DuplicateSlug, "旧网址“%s”已写在 %s 中，请删去一处。", t.V, listed)
			case unread[t.V]:
				j.source(&b.Origin).Report(t.At, diag.DuplicateSlug, "旧网址“%s”与另一个品牌文件同名，请删去，或核对。", t.V)
			default:
				former[t.V] = b
			}
		}
	}
}

func (j *joiner) addName(names map[string]*content.Brand, b *content.Brand, t fields.Text) {
	if !t.Stated {
		return
	}
	first, other := names[unseen.Fold(t.V)], j.rest.name(t.V, b.File)
	if first != nil {
		other = first.File
	}
	if first != nil && first != b && j.provenance != nil && !j.provenance(first.File).sameAs(j.provenance(b.File)) {
		return // of two directories: whether they are one brand, the bureau decides
	}
	if other != "" {
		where := "与 " + other + " 的名称、别名或旧名称相同"
		if first == b {
			where = "在本文件中写了两次"
		}
		j.source(&b.Origin).Report(t.At, diag.DuplicateName, "名称“%s”%s，请核对是否同一品牌，或改用能区分的名称。", t.V, where)
		return
	}
	names[unseen.Fold(t.V)] = b
}

// nameBrands puts the brands in the place of the slugs in notices. A slug whose
// file is broken names nothing, and is no mistake of the notice.
func (j *joiner) nameBrands() {
	unread := slugsOf(j.content.Unread.Brands)
	for _, n := range j.content.Notices {
		seen, named := map[string]bool{}, make([]content.Entry, 0, len(n.Entries))
		for _, e := range n.Entries {
			e.Brand = j.brands[e.Slug]
			switch {
			case seen[e.Slug]:
				j.reportEntry(n, e, diag.DuplicateRecognition, "“%s”在名单中写了两次，请删去一处。", e.Slug)
			case e.Brand != nil:
				named = append(named, e)
				j.checkRegion(n, e)
			case !unread[e.Slug] && j.rest.slug(e.Slug, "") == "":
				j.reportUnknownBrand(n, e)
			}
			seen[e.Slug] = true
		}
		n.Entries = named
	}
}

// checkRegion reports a brand outside the region of the notice's standard.
func (j *joiner) checkRegion(n *content.Notice, e content.Entry) {
	s, region := n.Standard, e.Brand.Region
	if s != nil && region != nil && !s.Region.Contains(region) {
		j.reportEntry(n, e, diag.StandardOutOfRegion,
			"《%s》适用于%s，“%s”（%s）在%s，请核对标准，或从名单中删去。", s.Title, s.Region.Name, e.Slug, e.Brand.Name, region.FullName())
	}
}

// reportEntry reports a mistake at an entry of a notice.
func (j *joiner) reportEntry(n *content.Notice, e content.Entry, rule diag.Rule, format string, args ...any) {
	src := j.source(&n.Origin)
	src.Report(e.At, rule, format, args...)
	src.About(e.Slug)
}

func (j *joiner) reportUnknownBrand(n *content.Notice, e content.Entry) {
	if b, certain := j.meantBrand(e.Slug); b != nil {
		src := j.source(&n.Origin)
		j.exempt[b] = true
		propose := src.Guess
		if certain {
			propose = src.Suggest
		}
		propose(e.At, diag.UnknownBrand, b.Slug, "没有品牌“%s”，是否应为“%s”（%s）？", diag.Short(e.Slug), b.Slug, b.Name)
		src.About(e.Slug)
		return
	}
	j.reportEntry(n, e, diag.UnknownBrand, "没有品牌“%s”：名单中写品牌文件的文件名（不带 .md），请核对，或先建立品牌文件。", diag.Short(e.Slug))
}

// meantBrand returns the brand that was meant: certainly by its name, in capitals, by an
// old address or a file name with .md, probably by a slip of the pen. To whom an
// honour was given is nothing to be guessed.
func (j *joiner) meantBrand(slug string) (b *content.Brand, certain bool) {
	if j.guesses++; j.guesses > maxGuesses {
		return nil, false
	}
	stem := strings.TrimSuffix(path.Base(strings.TrimSuffix(slug, ".html")), ".md")
	if b := j.brands[stem]; b != nil {
		return b, isPathOf(b, slug)
	}
	if b := j.names[unseen.Fold(slug)]; b != nil && unseen.Fold(b.Name) == unseen.Fold(slug) {
		return b, true
	}
	if b := j.brands[strings.ToLower(slug)]; b != nil {
		return b, true
	}
	slugs := make([]string, 0, len(j.content.Brands))
	for _, b := range j.content.Brands {
		for _, old := range b.FormerSlugs {
			if old == slug {
				return b, true
			}
		}
		slugs = append(slugs, b.Slug)
	}
	if len(slug) > 200 {
		return nil, false
	}
	// Of addresses of one county only what stands behind it tells brands apart.
	county, rest, parted := strings.Cut(slug, "-")
	if parted {
		var ends []string
		for _, s := range slugs {
			if end, same := strings.CutPrefix(s, county+"-"); same {
				ends = append(ends, end)
			}
		}
		if ends != nil {
			return j.brands[county+"-"+values.Nearest(rest, ends)], false
		}
	}
	return j.brands[values.Nearest(slug, slugs)], false
}

// isPathOf reports whether s is b's slug, file or address, in full or from a
// folder on.
func isPathOf(b *content.Brand, s string) bool {
	if s == b.Slug || s == b.Slug+".md" {
		return true
	}
	s = strings.TrimPrefix(s, "/")
	return strings.Contains(s, "/") && (strings.HasSuffix("/"+b.File, "/"+strings.TrimSuffix(s, ".md")+".md") || s == BrandPath(b.Slug))
}

// checkAgreements reports what the bureau agreed to and no brand declares.
func (j *joiner) checkAgreements() {
	if len(j.content.Unread.Brands) > 0 {
		return
	}
	type declaration struct{ file, text string }
	declared := map[declaration]bool{}
	for _, b := range j.content.Brands {
		for _, l := range b.NotPersonal {
			declared[declaration{b.File, l.Text}] = true
		}
	}
	settings := j.content.Settings
	for _, l := range settings.NotPersonal {
		if l.Of != "" && !declared[declaration{l.Of, l.Text}] {
			j.source(&settings.Origin).Report(l.At, diag.WrongKind,
				"“%s”的%s中没有“%s”，要一字不差，请核对，或删去这一项。", diag.Short(l.Of), content.Named(keys.Brand, content.NotPersonalKey), diag.Short(l.Text))
		}
	}
}
