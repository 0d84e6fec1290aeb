package federation

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"minglu/generator/actlog"
	"minglu/generator/bundle"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/signature"
	"minglu/generator/values"
)

// A site is whom sources are held against.
type site struct {
	rules    *criteria.Rules
	settings *content.Settings
	day      values.Date
}

// An accepted is what is taken of one source.
type accepted struct {
	source  content.Source
	bundle  *bundle.Bundle
	log     *actlog.Log // nil where it is not signed
	files   map[string]*taken
	refused []edition.Refusal
}

// A taken is one file, by its path among the files of the site.
type taken struct {
	text   []byte
	from   *edition.Provenance
	brand  *content.Brand // of what it is; nil: none of these
	notice *content.Notice
	record *content.Record
}

// accept returns what a site takes of a bundle. The error is a bundle.ErrFault where nothing
// can be taken.
func (s site) accept(b *bundle.Bundle, source content.Source) (*accepted, error) {
	if err := s.checkWhole(b, source); err != nil {
		return nil, err
	}
	a := &accepted{source: source, bundle: b, files: map[string]*taken{}}
	if source.Key != "" {
		key, err := signature.ParsePublic(source.Key)
		if err != nil {
			return nil, err
		}
		if a.log, err = b.Signed(key); err != nil {
			return nil, err
		}
	}
	from, err := s.provenances(b, source)
	if err != nil {
		return nil, err
	}
	for _, f := range b.Files {
		p := *from[f.Source]
		p.Page = f.Page
		switch name := placeOf(f.Path, p.Region); {
		case strings.HasPrefix(name, "content/judgements/") && s.rules.Standard(path.Base(path.Dir(name))) == nil:
			a.refuse(f.Path, "本站没有这个标准")
		case a.files[name] != nil:
			a.refuse(f.Path, "与同一数据包的另一个文件同名")
		default:
			a.files[name] = &taken{text: b.Texts[f.Path], from: &p}
		}
	}
	return a, s.read(a)
}

func fault(format string, args ...any) error {
	return bundle.ErrFault{What: fmt.Sprintf(format, args...)}
}

// checkWhole refuses a bundle of which nothing can be taken.
func (s site) checkWhole(b *bundle.Bundle, source content.Source) error {
	switch {
	case b.Region != source.Region.Code:
		return fault("数据包的范围是“%s”，不是 %s（%s）：请核对 site.yaml 中这个来源的 region 和 address", plain(b.Region), source.Region.Code, source.Region.Name)
	case b.BaseURL != "" && b.BaseURL == s.settings.BaseURL:
		return fault("循环：这是本站自己的数据包")
	case !source.IsFolder() && b.BaseURL != source.Address:
		return fault("数据包写的网址是“%s”，不是来源的地址：请来源核对 base_url，或改正 site.yaml", plain(b.BaseURL))
	case b.Demo && !s.settings.Demo:
		return fault("这是示例名录的数据，内容为虚构，不能汇集到正式的名录")
	case b.Day.After(s.day):
		return fault("数据包的日期 %s 晚于今天 %s", b.Day, s.day)
	}
	return nil
}

// provenances returns of whom files are by the number of their source, 0 for the bundle's own.
func (s site) provenances(b *bundle.Bundle, source content.Source) ([]*edition.Provenance, error) {
	all := []*edition.Provenance{{Name: source.Name, Region: source.Region, Date: b.Day, Origin: b.BaseURL, Via: source.Region}}
	for _, one := range b.Sources {
		if one.Origin != "" && one.Origin == s.settings.BaseURL {
			return nil, fault("循环：其中有从本站取去的数据，请来源从 sources 中删去本站")
		}
		r := s.rules.Region(one.Region)
		if r == nil || r == source.Region || !source.Region.Contains(r) {
			return nil, fault("数据包中有“%s”（%s）的数据，不在%s的范围以内", plain(one.Name), plain(one.Region), source.Region.Name)
		}
		all = append(all, &edition.Provenance{Name: one.Name, Region: r, Date: day(one.Date), Origin: one.Origin, Via: source.Region})
	}
	return all, nil
}

// placeOf returns where a file of a directory of a region lies among the site's. Acts of two
// directories may well have one name, which brands never have.
func placeOf(file string, region *criteria.Region) string {
	dir, name := path.Split(file)
	if dir == "content/notices/" && !strings.HasPrefix(name, region.Code+"-") {
		return dir + region.Code + "-" + name
	}
	return file
}

func (a *accepted) refuse(file, why string) {
	a.refused = append(a.refused, edition.Refusal{Path: file, Why: plain(why)})
}

// leaveOut takes a file out.
func (a *accepted) leaveOut(file, why string) {
	if a.files[file] != nil {
		delete(a.files, file)
		a.refuse(file, why)
	}
}

// mostRounds bounds how often what is left is read again without what was wrong: a brand that
// falls takes the acts that name it along, and hardly more follows.
const mostRounds = 6

var errRounds = errors.New("数据包中的错误太多，没有采用")

// read reads the files by themselves, leaves out what is wrong or beyond the source, and notes
// what the others are.
func (s site) read(a *accepted) error {
	for range mostRounds {
		e, bad, err := s.edition(a)
		if err != nil {
			return err
		}
		before := len(a.files)
		for _, m := range bad {
			for _, file := range slices.Sorted(maps.Keys(a.files)) {
				if file == m.File || strings.HasPrefix(file, m.File+"/") { // a folder that no county has
					a.leaveOut(file, m.Message)
				}
			}
		}
		if e.Content != nil {
			s.checkReach(a, e)
		}
		if len(a.files) < before {
			continue
		}
		if len(bad) > 0 {
			return fault("%s（%s）", errRounds, plain(bad[0].Message))
		}
		slices.SortFunc(a.refused, func(x, y edition.Refusal) int { return strings.Compare(x.Path, y.Path) })
		return nil
	}
	return fault("%s", errRounds)
}

// edition reads the files of a source as a repository of its own, with the site's rules.
func (s site) edition(a *accepted) (*edition.Edition, diag.List, error) {
	var archive txtar.Archive
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: a.files[name].text})
	}
	files, err := txtar.FS(&archive)
	if err != nil {
		return nil, nil, err
	}
	return edition.Reader{
		Day:   func(*content.Settings) values.Date { return s.day },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return s.rules, nil, nil },
		Site:  &content.Settings{Title: a.bundle.Title, Region: a.source.Region, Demo: s.settings.Demo, Sources: []content.Source{a.source}},
		Merge: func(files fs.FS, _ *criteria.Rules, _ *content.Settings, _ values.Date) (*edition.Merged, error) {
			m := &edition.Merged{Files: files, From: map[string]*edition.Provenance{}}
			for name, t := range a.files {
				m.From[name] = t.from
			}
			return m, nil
		},
	}.Read(files)
}

// checkReach leaves out what lies outside a source's region, or above its level.
func (s site) checkReach(a *accepted, e *edition.Edition) {
	for _, b := range e.Content.Brands {
		if t := a.files[b.File]; t != nil {
			if t.brand = b; b.Region != nil && !t.from.Region.Contains(b.Region) {
				a.leaveOut(b.File, fmt.Sprintf("“%s”在%s，不在%s的范围以内", b.Name, b.Region.FullName(), t.from.Region.Name))
			}
		}
	}
	for _, n := range e.Content.Notices {
		t := a.files[n.File]
		if t == nil {
			continue
		}
		t.notice = n
		if highest := s.highest(t.from.Region); n.Level != nil && n.Level.Order > highest {
			a.leaveOut(n.File, fmt.Sprintf("%s是%s的公告，%s的名录只能写本级和下级的", short(n.Title), n.Level.Name, t.from.Region.Name))
			continue
		}
		for _, entry := range n.Entries {
			if r := entry.Brand.Region; r != nil && !t.from.Region.Contains(r) {
				a.leaveOut(n.File, fmt.Sprintf("名单中的“%s”在%s，不在%s的范围以内", entry.Brand.Name, r.FullName(), t.from.Region.Name))
				break
			}
		}
	}
	for _, r := range e.Content.Records {
		if t := a.files[r.File]; t != nil {
			if t.record = r; r.Standard.Level.Order > s.highest(t.from.Region) {
				a.leaveOut(r.File, fmt.Sprintf("《%s》是%s的标准，由%s评定", r.Standard.Title, r.Standard.Level.Name, r.Standard.Level.Name))
			}
		}
	}
}

// highest returns the order of the highest level that a region gives; one below all where it
// gives none.
func (s site) highest(r *criteria.Region) int {
	highest := -1
	for _, l := range s.rules.Levels {
		if l.IsOf(r) {
			highest = max(highest, l.Order)
		}
	}
	return highest
}

func short(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return "“" + string(runes[:40]) + "…”"
	}
	return "“" + s + "”"
}
