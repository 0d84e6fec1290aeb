package federation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"minglu/generator/bundle"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/mend"
	"minglu/generator/values"
)

// Merge returns what puts the sources of a repository among its files, whichever state of
// these is read; the lock and the bundles are those of kept, the repository on the disk.
// The error is wrong use where a bundle is not here.
func Merge(kept fs.FS) edition.Merge {
	return func(files fs.FS, rules *criteria.Rules, settings *content.Settings, day values.Date) (*edition.Merged, error) {
		l, err := readLock(kept)
		if err != nil {
			return nil, err
		}
		return site{rules, settings, day}.merge(files, kept, l)
	}
}

// merge reads the bundles that a lock names, and puts them among files.
func (s site) merge(files, kept fs.FS, l *lock) (*edition.Merged, error) {
	sources := s.settings.Sources
	all := make([]*accepted, len(sources))
	states := make([]edition.Source, len(sources))
	var reading errgroup.Group
	reading.SetLimit(runtime.GOMAXPROCS(0))
	for i, source := range sources {
		reading.Go(func() (err error) {
			all[i], states[i], err = s.open(kept, source, l.of(source))
			return err
		})
	}
	if err := reading.Wait(); err != nil {
		return nil, err
	}
	return s.join(files, all, states)
}

// open reads the bundle of a source that the lock names; accepted is nil where it names none,
// or one that nothing can be taken of any more.
func (s site) open(kept fs.FS, source content.Source, in *locked) (*accepted, edition.Source, error) {
	state := edition.Source{Source: source}
	if in == nil {
		return nil, state, missing(source, "")
	}
	state.State, state.Since, state.Why = in.State, day(in.Since), in.Why
	if in.SHA256 == "" {
		return nil, state, nil
	}
	data, err := readKept(kept, source, in.SHA256)
	if err != nil {
		return nil, state, err
	}
	b, err := bundle.Open(data)
	var a *accepted
	if err == nil {
		a, err = s.accept(b, source)
	}
	if f := (bundle.ErrFault{}); errors.As(err, &f) { // the settings have changed since it was fetched
		state.State, state.Since, state.Why = edition.Unsound, s.day, plain(f.What)
		return nil, state, nil
	}
	if err != nil {
		return nil, state, err
	}
	state.Title, state.Date, state.Refused = b.Title, b.Day, a.refused
	return a, state, nil
}

// readKept returns a bundle that is kept.
func readKept(kept fs.FS, source content.Source, sum string) ([]byte, error) {
	data, err := checkout.Read(kept, bundleFile(sum), bundle.MaxPacked)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(source, sum)
	}
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return nil, errAltered(source, sum)
	}
	return data, nil
}

// A claim is who has an address of a brand; 0 is the repository itself, others are sources
// counted from 1.
type claim struct {
	by    int
	brand *content.Brand // nil: of the repository itself
}

// join puts what is taken among files.
func (s site) join(files fs.FS, all []*accepted, states []edition.Source) (*edition.Merged, error) {
	claims, err := ownBrands(files)
	if err != nil {
		return nil, err
	}
	m := &edition.Merged{From: map[string]*edition.Provenance{}, Sources: states}
	texts := map[string][]byte{}
	refuse := func(i int, file, why string) {
		delete(texts, file)
		delete(m.From, file)
		states[i].Refused = append(states[i].Refused, edition.Refusal{Path: file, Why: plain(why)})
	}
	for i, a := range all { // brands, by the order of the sources
		for _, file := range a.paths() {
			t := a.files[file]
			if t.brand == nil || s.comesByItself(all, i, t.from.Region) {
				continue
			}
			if why := claimed(claims, t.brand, states); why != "" {
				refuse(i, file, why)
				continue
			}
			for _, slug := range append([]string{t.brand.Slug}, t.brand.FormerSlugs...) {
				claims[slug] = claim{i + 1, t.brand}
			}
			texts[file], m.From[file] = t.text, t.from
			states[i].Brands++
		}
	}
	for i, a := range all { // then what is about them
		for _, file := range a.paths() {
			t := a.files[file]
			if t.brand != nil || s.comesByItself(all, i, t.from.Region) {
				continue
			}
			why := s.absent(claims, i, all, t)
			if _, err := fs.Lstat(files, file); err == nil {
				why = cmp.Or(why, "本站自己有这个文件")
			} else if texts[file] != nil {
				why = cmp.Or(why, "别的来源已有这个文件")
			}
			if why != "" {
				refuse(i, file, why)
				continue
			}
			texts[file], m.From[file] = t.text, t.from
			if t.notice != nil {
				states[i].Notices++
			}
		}
	}
	var made []mend.File
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		made = append(made, mend.File{Name: file, Made: true, After: texts[file]})
	}
	for i := range states {
		slices.SortStableFunc(states[i].Refused, func(a, b edition.Refusal) int { return strings.Compare(a.Path, b.Path) })
	}
	m.Files, err = mend.Over(files, made)
	return m, err
}

// paths returns the paths of what is taken, in order.
func (a *accepted) paths() []string {
	if a == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(a.files))
}

// ownBrands returns the addresses that the repository's own brands have.
func ownBrands(files fs.FS) (map[string]claim, error) {
	own, err := fs.Glob(files, "content/brands/*/*.md")
	claims := make(map[string]claim, len(own))
	for _, file := range own {
		claims[content.SlugOf(file)] = claim{}
	}
	return claims, err
}

// comesByItself reports whether what source number i has of a region comes from a source of
// its own, which is nearer to it.
func (s site) comesByItself(all []*accepted, i int, region *criteria.Region) bool {
	return slices.ContainsFunc(all, func(a *accepted) bool {
		return a != nil && a != all[i] && all[i].source.Region != a.source.Region && all[i].source.Region.Contains(a.source.Region) && a.source.Region.Contains(region)
	})
}

// claimed says who has one of a brand's addresses already, "" where nobody has.
func claimed(claims map[string]claim, b *content.Brand, states []edition.Source) string {
	for _, slug := range append([]string{b.Slug}, b.FormerSlugs...) {
		if c, has := claims[slug]; has {
			who := "本站自己"
			if c.by > 0 {
				who = "“" + states[c.by-1].Name + "”"
			}
			return fmt.Sprintf("“%s”的网址名 %s，%s已在使用：是同一品牌的，请保留一处；不是的，请一方改名", b.Name, slug, who)
		}
	}
	return ""
}

// absent says which brand an act or record of source number i names that it may not speak of:
// one that is not taken, or that another directory has, unless that lies in its region.
func (s site) absent(claims map[string]claim, i int, all []*accepted, t *taken) string {
	var named []string
	switch {
	case t.notice != nil:
		for _, e := range t.notice.Entries {
			named = append(named, e.Slug)
		}
	case t.record != nil:
		named = []string{t.record.Slug}
	}
	for _, slug := range named {
		c, has := claims[slug]
		below := has && c.by > 0 && all[c.by-1].source.Region != all[i].source.Region && t.from.Region.Contains(all[c.by-1].source.Region)
		if !has || c.by != i+1 && !below || c.brand.Slug != slug {
			return fmt.Sprintf("其中的品牌 %s 没有采用", slug)
		}
	}
	return ""
}
