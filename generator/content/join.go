package content

import (
	"path"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/unseen"
)

// A joiner finds the mistakes that show only when everything has been read.
type joiner struct {
	*reader
	content *Content
	sources map[string]*diag.Source // of files with such mistakes, by file
	guesses int                     // suggestions looked for among all brands

	brands  map[string]*Brand // by slug
	names   map[string]*Brand // by name or other name, folded
	exempt  map[*Brand]bool   // brands whose history a mistake leaves open
	unknown bool              // a mistake leaves open the history of every brand
}

// maxGuesses bounds the work of looking for what unknown slugs were meant to be.
const maxGuesses = 50

// source returns the source of a file that was read.
func (j *joiner) source(o *origin) *diag.Source {
	src := j.sources[o.file]
	if src == nil {
		src = o.source()
		j.sources[o.file] = src
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

// slugsOf returns the slugs that files would have.
func slugsOf(files []string) map[string]bool {
	slugs := map[string]bool{}
	for _, file := range files {
		slugs[SlugOf(file)] = true
	}
	return slugs
}

// checkNames reports names and addresses that two brands claim, at the one that
// stands later: files in their order, then as written.
func (j *joiner) checkNames(broken []string) {
	names, slugs := map[string]*Brand{}, map[string]*Brand{}
	j.brands, j.names = slugs, names
	for _, b := range j.content.Brands {
		if first := slugs[b.Slug]; first != nil {
			src := j.source(&b.origin)
			src.Report(src.LineSpan(1), diag.DuplicateSlug, "文件名“%s”与 %s 相同，网址会重复，请改名。", path.Base(b.File), first.File)
		} else {
			slugs[b.Slug] = b
		}
		j.claimName(names, b, b.written.Name)
		for _, t := range b.written.AlsoKnownAs {
			j.claimName(names, b, t)
		}
	}
	former := map[string]*Brand{}
	unread := slugsOf(broken)
	for _, b := range j.content.Brands {
		for _, t := range b.written.FormerSlugs {
			switch {
			case slugs[t.V] != nil:
				j.source(&b.origin).Report(t.At, diag.DuplicateSlug, "旧网址“%s”正由 %s 使用，请删去，或核对。", t.V, slugs[t.V].File)
			case former[t.V] != nil:
				j.source(&b.origin).Report(t.At, diag.DuplicateSlug, "旧网址“%s”已写在 %s 中，请删去一处。", t.V, former[t.V].File)
			case unread[t.V]:
				j.source(&b.origin).Report(t.At, diag.DuplicateSlug, "旧网址“%s”与另一个品牌文件同名，请删去，或核对。", t.V)
			default:
				former[t.V] = b
			}
		}
	}
}

func (j *joiner) claimName(names map[string]*Brand, b *Brand, t fields.Text) {
	if !t.Stated {
		return
	}
	if first := names[unseen.Fold(t.V)]; first != nil {
		where := "与 " + first.File + " 的名称或别名相同"
		if first == b {
			where = "在本文件中写了两次"
		}
		j.source(&b.origin).Report(t.At, diag.DuplicateName, "名称“%s”%s，请核对是否同一品牌，或改用能区分的名称。", t.V, where)
		return
	}
	names[unseen.Fold(t.V)] = b
}

// nameBrands puts the brands in the place of the slugs in notices. A slug whose
// file is broken names nothing, and is no mistake of the notice.
func (j *joiner) nameBrands(broken []string) {
	unread := slugsOf(broken)
	j.exempt = map[*Brand]bool{}
	for _, n := range j.content.Notices {
		seen, named := map[string]bool{}, n.Entries[:0]
		for _, e := range n.Entries {
			e.Brand = j.brands[e.slug]
			switch {
			case seen[e.slug]:
				j.reportEntry(n, e, diag.DuplicateRecognition, "“%s”在名单中写了两次，请删去一处。", e.slug)
			case e.Brand != nil:
				named = append(named, e)
				j.checkRegion(n, e)
			case !unread[e.slug]:
				j.reportUnknownBrand(n, e)
			}
			seen[e.slug] = true
		}
		n.Entries = named
	}
}

// checkRegion reports a brand outside the region of the notice's standard.
func (j *joiner) checkRegion(n *Notice, e Entry) {
	s, region := n.Standard, e.Brand.Region
	if s != nil && region != nil && !s.Region.Contains(region) {
		j.reportEntry(n, e, diag.StandardOutOfRegion,
			"《%s》适用于%s，“%s”（%s）在%s，请核对标准，或从名单中删去。", s.Title, s.Region.Name, e.slug, e.Brand.Name, region.FullName())
	}
}

// reportEntry reports a mistake at an entry of a notice.
func (j *joiner) reportEntry(n *Notice, e Entry, rule diag.Rule, format string, args ...any) {
	src := j.source(&n.origin)
	src.Report(e.at, rule, format, args...)
	src.About(e.slug)
}

func (j *joiner) reportUnknownBrand(n *Notice, e Entry) {
	if b, certain := j.meantBrand(e.slug); b != nil {
		src := j.source(&n.origin)
		j.exempt[b] = true
		propose := src.Guess
		if certain {
			propose = src.Suggest
		}
		propose(e.at, diag.UnknownBrand, b.Slug, "没有品牌“%s”，是否应为“%s”（%s）？", short(e.slug), b.Slug, b.Name)
		src.About(e.slug)
		return
	}
	j.reportEntry(n, e, diag.UnknownBrand, "没有品牌“%s”：名单中写品牌文件的文件名（不带 .md），请核对，或先建立品牌文件。", short(e.slug))
}

// meantBrand returns the brand that was meant: certainly by its name, an old
// address or a file name with .md, probably by a slip of the pen. To whom an
// honour was given is nothing to be guessed.
func (j *joiner) meantBrand(slug string) (b *Brand, certain bool) {
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
	return j.brands[fields.Nearest(slug, slugs)], false
}

// isPathOf reports whether s is b's slug, file or address, in full or from a
// folder on.
func isPathOf(b *Brand, s string) bool {
	if s == b.Slug || s == b.Slug+".md" {
		return true
	}
	s = strings.TrimPrefix(s, "/")
	return strings.Contains(s, "/") && (strings.HasSuffix("/"+b.File, "/"+strings.TrimSuffix(s, ".md")+".md") || s == "brands/"+b.Slug+".html")
}

// shown returns the paths of the pictures that brands tried to show.
func (j *joiner) shown() map[string]bool {
	shown := map[string]bool{}
	for _, b := range j.content.Brands {
		for _, file := range b.refused {
			shown[file] = true
		}
	}
	return shown
}
