// Package build makes the site of an edition, and finds beforehand what would keep
// it from being made or published: beside the mistakes of the edition, pictures
// that cannot be decoded, layouts that do not fit, and files that must not be part
// of the repository. So check, which asks the same, passes nothing that is not
// built.
package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"minglu/generator/cache"
	"minglu/generator/cases"
	"minglu/generator/content"
	"minglu/generator/desk"
	"minglu/generator/desk/papers"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/engine"
	"minglu/generator/layouts"
	"minglu/generator/opendata"
	"minglu/generator/pictures"
	"minglu/generator/public"
	"minglu/generator/screen"
	"minglu/generator/search"
	"minglu/generator/site"
)

// Steps is how many steps a build has, those of edition.Reader and the writing of
// the site among them.
const Steps = 13

// A Builder makes sites.
type Builder struct {
	Cache    *cache.Cache      // finished pictures and the index
	Step     func(what string) // is told what begins
	Say      func(line string) // is told what the site lacks
	NoSearch bool              // benchmarks measure the index by itself
	Twins    []public.Coding   // in which every text lies beside itself too; none unless asked for
	Desk     Desk              // nil: sites have none
	Layouts  Layouts           // nil: layouts.Load
	Signing  Signing           // the zero Signing: sites are not signed, but for demonstrations
}

// Layouts loads layouts/ of a repository, as layouts.Load does.
type Layouts func(files fs.FS) (*layouts.Layouts, error)

// A Desk is where the engine comes from that a site's desk loads: engine.Own.
type Desk interface {
	// Engine returns the engine; where it must be compiled now, compiling is told.
	Engine(ctx context.Context, kept *cache.Cache, compiling func()) (*engine.Engine, error)
	// Identity sums up what Engine returns.
	Identity(ctx context.Context) ([]byte, error)
}

// Build puts every file of the site of an edition into tree, unless something is
// wrong: bad, which was found before, or what it finds then. It returns all of
// that, unsorted, or else the site. The error is the machine's, or tells of a
// template that fails.
func (b Builder) Build(ctx context.Context, e *edition.Edition, bad diag.List, tree *public.Tree) (*site.Site, diag.List, error) {
	if len(bad) > 0 {
		faults, err := CheckPictures(ctx, e, nil)
		return nil, append(bad, faults...), err
	}
	b.Step("编排")
	examples, _, err := cases.Of(e.Files, e.Rules) // what is wrong in them is told by check --cases
	if err != nil {
		return nil, nil, err
	}
	s := site.New(e).With(examples)
	book, bad, err := b.Prove(s)
	if err != nil || len(bad) > 0 {
		return nil, bad, err
	}

	b.Step("读取版式")
	l, bad, err := b.loadLayouts(e)
	if l == nil {
		return nil, bad, err
	}

	coming := b.startDesk(ctx, e, l)
	defer coming.wait()

	b.Step("生成数据")
	if err := opendata.Write(s, tree.Put); err != nil {
		return nil, nil, err
	}
	if book != nil {
		if err := book.Write(ctx, tree.Put); err != nil {
			return nil, nil, err
		}
	}
	if err := putBundle(s, book, tree.Put); err != nil {
		return nil, nil, err
	}
	guide := opendata.Describe(s, tree.Size)

	b.Step("处理图片")
	published, bad, err := pictures.Build(ctx, s, e.Files, b.Cache, tree.Put)
	if err != nil {
		return nil, nil, err
	}
	faults, err := pictures.Check(ctx, e.Content.Candidates(), e.Files)
	if bad = append(bad, faults...); err != nil || len(bad) > 0 {
		return nil, bad, err
	}

	b.Step("生成网页")
	files, err := b.putDesk(coming, e, l, tree)
	if err != nil {
		return nil, nil, err
	}
	if err := l.Render(ctx, s, published, guide, files, book, tree.Put); err != nil {
		return nil, nil, err
	}

	if !b.NoSearch {
		b.Step("编制索引")
		report, err := search.Build(ctx, search.NewCorpus(s), b.Cache, tree.Put)
		if err != nil {
			return nil, nil, err
		}
		b.sayUnread(report.Unread)
	}

	if err := tree.PutHosting(); err != nil {
		return nil, nil, err
	}

	b.Step("检查链接")
	if err := tree.CheckLinks(s.Settings.BaseURL); err != nil {
		return nil, nil, err
	}
	if err := putManifest(ctx, book, tree); err != nil || len(b.Twins) == 0 {
		return s, nil, err
	}
	b.Step("压缩")
	return s, nil, tree.Precompress(ctx, b.Twins)
}

// mostNamed is how many brands a message names.
const mostNamed = 5

// sayUnread says which brands' texts the search lacks.
func (b Builder) sayUnread(slugs []string) {
	if len(slugs) == 0 {
		return
	}
	named, rest := slugs, ""
	if len(slugs) > mostNamed {
		named, rest = slugs[:mostNamed], " 等"
	}
	b.Say(fmt.Sprintf("搜索不含 %d 个品牌的正文，这些品牌只能按名称、地点、单位和行业找到：%s%s。它们的正文大多是别处不用的字词，请核对是否有乱码。", len(slugs), strings.Join(named, "、"), rest))
}

// A desking is the engine on its way: compiling it may take longer than all else.
type desking struct {
	compiling chan struct{} // is closed when it must be compiled
	done      chan struct{} // is closed when the rest is set
	engine    *engine.Engine
	err       error
}

// startDesk begins to look for the desk's engine, nil where there is to be none.
func (b Builder) startDesk(ctx context.Context, e *edition.Edition, l *layouts.Layouts) *desking {
	if b.Desk == nil || !e.Settings.Desk || l.DeskWorker() == nil {
		return nil
	}
	d := &desking{compiling: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(d.done)
		d.engine, d.err = b.Desk.Engine(ctx, b.Cache, func() { close(d.compiling) })
	}()
	return d
}

// wait waits for what was begun.
func (d *desking) wait() {
	if d != nil {
		<-d.done
	}
}

// putDesk puts what the desk's page loads, as far as there is any, and returns its
// addresses.
func (b Builder) putDesk(d *desking, e *edition.Edition, l *layouts.Layouts, tree *public.Tree) (layouts.DeskFiles, error) {
	if d == nil {
		return layouts.DeskFiles{}, nil
	}
	select {
	case <-d.compiling:
		b.Step("正在编译填报台，仅第一次")
	case <-d.done:
	}
	<-d.done
	if absent := (*engine.Absence)(nil); errors.As(d.err, &absent) {
		b.Say("网站不带填报台：" + absent.Why)
		return layouts.DeskFiles{}, nil
	}
	if d.err != nil {
		return layouts.DeskFiles{}, d.err
	}
	bundle, err := desk.Published(e, false)
	if err != nil {
		return layouts.DeskFiles{}, err
	}
	sources, err := papers.Sources(e.Files, e.Settings.Region)
	if err != nil {
		return layouts.DeskFiles{}, err
	}
	files, err := d.engine.Publish(engine.Site{Worker: l.DeskWorker(), Bundle: bundle, Sources: sources}, tree.Put)
	return layouts.DeskFiles(files), err
}

// CheckPictures decodes the pictures of the brands that a selection is about, of all
// where it is nil.
func CheckPictures(ctx context.Context, e *edition.Edition, asked *edition.Selection) (diag.List, error) {
	if e.Content == nil {
		return nil, nil
	}
	return pictures.Check(ctx, slices.DeleteFunc(slices.Clone(e.Content.Brands), func(b *content.Brand) bool {
		return asked != nil && !asked.Has(b.File) && !slices.ContainsFunc(b.Pictures, func(p *content.Picture) bool { return asked.Has(p.File) })
	}), e.Files)
}

// CheckLayouts fails where Build would for what lies in layouts/: a template that
// does not fit, a file at an address of a page.
func (b Builder) CheckLayouts(e *edition.Edition) (diag.List, error) {
	l, bad, err := b.loadLayouts(e)
	if l == nil {
		return bad, err
	}
	var tree public.Tree
	defer tree.Close()
	if err := l.Assets(tree.Put); err != nil {
		return nil, err
	}
	for _, address := range slices.Concat(e.Plan.Addresses(), e.Plan.Embeds()) {
		if err := tree.Put(address, nil); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// loadLayouts reads layouts/, nil where something in it may not be published.
func (b Builder) loadLayouts(e *edition.Edition) (*layouts.Layouts, diag.List, error) {
	bad, err := screen.Folder(e.Files, "layouts")
	if err != nil || len(bad) > 0 {
		return nil, bad, err
	}
	load := b.Layouts
	if load == nil {
		load = layouts.Load
	}
	l, err := load(e.Files)
	return l, nil, err
}
